"""The command ``publish``: a question answered, kept, written to a file, or shown as it was."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from models.changes.comparing import import_figures
from models.changes.publishing import keep, save_answer
from models.errors import ProbityError
from models.queries.figures.publication import answer
from models.queries.figures.published import Kept, kept, kept_answer, kept_as
from models.register import Register
from models.rules.dates import format_moment
from models.rules.publishing.answers import Answer, Table, shown
from models.rules.publishing.questions import FIGURES, FORCES, ROWS, Question
from ui.commands.output import give, give_json, on_record, say

#: Writes an answer as PDF, which the window draws: where to, and the number it is kept under.
SavePdf = Callable[[Register, Path, Answer, int | None], int]


def publish(register: Register, args: argparse.Namespace, save_pdf: SavePdf | None = None) -> int:
    """Answer a question, or show again what was answered."""
    if args.take_in:
        return _take_in(register, args)
    if args.list_kept:
        return _list(register, args)
    if args.kept is None:
        said, held = _answered(register, args)
    else:
        with register.reader() as connection:
            held = kept_as(connection, args.kept)
            said = kept_answer(connection, held.id)
    number, code = (held.id, held.code) if held else (None, None)
    if args.out:
        path = Path(args.out)
        if save_pdf is not None:
            save_pdf(register, path, said, number)
        else:
            save_answer(register, path, said, kept=number, bom=args.bom)
        if args.json:
            give_json({"file": str(path), "kept": code})
        say(f"Wrote {path}.")
        return 0
    on_record(register, args, "Answer on the command line", asked=said.question.in_words())
    if args.json:
        give_json(said.to_dict() | {"kept": code})
    else:
        give(text_of(said))
    return 0


def _answered(register: Register, args: argparse.Namespace) -> tuple[Answer, Kept | None]:
    if args.start is None or args.end is None:
        raise ProbityError("Say the period by --from and --to. Nothing was counted.")
    question = Question(
        args.start,
        args.end,
        basis=args.basis,
        counts=args.counts,
        factor=args.factor,
        kind=args.kind,
        category=args.category,
        role=args.role,
        threshold=args.threshold,
        form=ROWS if args.rows else FORCES if args.forces else FIGURES,
    )
    with register.reader() as connection:
        made = answer(connection, question, force=register.force, today=register.today())
    if args.keep is None:
        return made.answer, None
    number = keep(register, made, args.keep)
    with register.reader() as connection:
        held = next(one for one in kept(connection) if one.id == number)
    say(f"Kept as {held.code}.")
    return made.answer, held


def _take_in(register: Register, args: argparse.Namespace) -> int:
    found = import_figures(register, Path(args.take_in))
    forces = len({one.force for one in found})
    if args.json:
        give_json({"figures": len(found), "forces": forces})
    say(f"Imported {len(found):,} figures from {forces:,} force{'s' * (forces != 1)}.")
    return 0


def _list(register: Register, args: argparse.Namespace) -> int:
    with register.reader() as connection:
        found = kept(connection)
    on_record(register, args, "Answers that were kept, on the command line")
    if args.json:
        give_json(
            [
                {"kept": one.code, "at": one.at.isoformat(), "who": one.who,
                 "purpose": one.purpose, "question": one.question.to_dict()}
                for one in found
            ]
        )  # fmt: skip
        return 0
    for one in found:
        cells = (one.code, format_moment(one.at), one.who, one.question.in_words(), one.purpose)
        give("\t".join(" ".join(cell.split()) for cell in cells))
    return 0


def text_of(said: Answer) -> str:
    """An answer for a person to read on a terminal."""
    lines = [said.title, "", said.paragraph, "", f"Unit: {said.unit}. Date: {said.basis}."]
    for table in said.tables:
        lines += ["", table.title, *_lines(table)]
    if said.listing is not None:
        lines += ["", "\t".join(said.listing.columns)]
        lines += ["\t".join(row) for row in said.listing.rows]
        lines += ["", *(f"{name}: {words}" for name, words in said.listing.definitions)]
    if said.coding is not None:
        lines += ["", said.coding.sentence(said.question.factor)]
    return "\n".join([*lines, "", *said.notes])


def _lines(table: Table) -> list[str]:
    """Each line with its numbers by column, and what it counts under it."""
    found = []
    for line in table.lines:
        numbers = ", ".join(
            f"{name} {shown(value)}" for name, value in zip(table.columns, line.values, strict=True)
        )
        inset = "  " * (line.level + 1)
        found.append(f"{inset}{line.label}: {numbers}")
        if line.definition:
            found.append(f"{inset}  {line.definition}")
    return found + [f"  {name}: {words}" for name, words in table.definitions]
