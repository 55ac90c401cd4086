"""What each command does. Results go to standard output, messages to standard error."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models import demo
from models.case.casefile import CaseFile
from models.changes import disclosing
from models.changes.case import cases
from models.errors import InvalidError, ProbityError
from models.exchange import case_json
from models.exchange.papers.sheet_guidance import guidance_named
from models.exchange.tables.csv_export import cell_text
from models.queries.cases import case_list, hits, retention
from models.queries.cases.casefile import case_id_of, load_case
from models.queries.cases.columns import column
from models.queries.cases.filters import Filter
from models.queries.figures import statistics
from models.record import checkpoint
from models.record.check import check, check_against
from models.register import Register
from models.rules import vocabularies
from models.rules.dates import format_date, on_the_wall
from models.rules.names import full_name, subject_label
from models.storage import drives
from ui.commands import (
    copies,
    importing,
    keeping,
    letters,
    moving,
    publishing,
    returning,
    signing,
    verifying,
)
from ui.commands.options import filter_of, sort_of
from ui.commands.output import give, give_json, on_record, say
from ui.commands.owners import owners_named

#: Commands that make or enter a register in a way of their own.
WITHOUT_SIGNING_IN = {
    "create": keeping.create,
    "recover": keeping.recover,
}


def run(args: argparse.Namespace) -> int:
    """Run the command that ``args`` names and return the exit status.

    :raises ProbityError: it could not be done; ``str()`` says why.
    """
    if args.command == "verify-file":
        return verifying.verify_file(args)
    path = Path(args.register or args.to)
    if args.command == "demo":
        return _demo(path, args)
    if args.command == "restore":
        return copies.restore(path, args)
    if args.command in WITHOUT_SIGNING_IN:
        return WITHOUT_SIGNING_IN[args.command](args)
    with signing.sign_in(args) as register:
        warned = drives.warning(path)
        if warned:
            say(warned)
        return {
            "list": _list,
            "show": _show,
            "new": _new,
            "import": importing.run_import,
            "export": _export,
            "stats": _stats,
            "publish": publishing.publish,
            "returns": returning.give_return,
            "check": _check,
            "checkpoint": _checkpoint,
            "retention": _retention,
            "backup": copies.backup,
            "letter": letters.letter,
            "send": moving.send,
            "receive": moving.receive,
            "users": keeping.of_users,
            "passphrase": keeping.change_passphrase,
            "recovery-key": keeping.recovery_key,
        }[args.command](register, args)


def _demo(path: Path, args: argparse.Namespace) -> int:
    with demo.build(path) as register, register.reader() as connection:
        total = case_list.count(connection, Filter(), register.today())
    if args.json:
        give_json({"register": str(path), "cases": total})
    say(f"Made the demonstration register {path} with {total} cases.")
    return 0


def _list(register: Register, args: argparse.Namespace) -> int:
    sort, today = sort_of(args), register.today()
    limit = args.limit or -1
    columns = tuple(dict.fromkeys(("reference", *args.columns) if args.json else args.columns))
    with register.reader() as connection:
        where = filter_of(args, owners_named(connection, args.owners))
        total = case_list.count(connection, where, today)
        rows = case_list.rows(connection, where, sort, today, columns, offset=0, limit=limit)
    what = "List of cases on the command line"
    on_record(register, args, what, asked=where.in_words())
    if args.json:
        give_json([_row_json(row, columns) for row in rows])
    else:
        for row in rows:
            cells = [cell_text(column(code).kind, row.values[code]) for code in args.columns]
            give("\t".join(" ".join(cell.split()) for cell in cells))
    say(f"{len(rows)} of {total} cases.")
    return 0


def _retention(register: Register, args: argparse.Namespace) -> int:
    register.require("retain")
    with register.reader() as connection:
        found = retention.reviews(connection, register.today())
    on_record(register, args, "Cases due for review on the command line", cases=len(found))
    if args.json:
        give_json([one.to_dict() for one in found])
    else:
        for one in found:
            cells = (
                one.reference,
                one.due.day.isoformat(),
                one.due.suggests,
                one.title,
                one.due.why,
            )
            give("\t".join(" ".join(cell.split()) for cell in cells))
    due = sum(one.late for one in found)
    say(f"{due} due for review, {len(found) - due} within a year.")
    return 0


def _row_json(row: case_list.ListRow, columns: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}  # not its id: gaps in them tell of cases that one may not see
    for code in columns:
        value = row.values[code]
        found[code] = value.isoformat() if hasattr(value, "isoformat") else value
    if row.hit:
        found["hit"] = row.hit.replace(hits.HIT_START, "").replace(hits.HIT_END, "")
    return found


def _show(register: Register, args: argparse.Namespace) -> int:
    with register.reader() as connection:
        case_id = case_id_of(connection, args.reference)
        file = load_case(connection, case_id)
    on_record(register, args, "Case shown on the command line", case_id=case_id)
    if args.json:
        give_json(case_json.to_json(file))
    else:
        give(_case_text(file))
    return 0


def _case_text(file: CaseFile) -> str:
    case = file.case
    stage = vocabularies.name("stage", case["stage"])
    kind = vocabularies.name("kind", case["kind"]).lower()
    lines = [
        f"{case['reference']}  {case['title']}",
        f"{stage}, {kind}, {vocabularies.name('regime', case['regime'])}",
        f"Received {format_date(case['received'])}",
    ]
    if case["summary"]:
        lines += ["", case["summary"]]
    for row in file.subjects:
        lines.append(f"\nSubject: {subject_label(row)}")
        for item in (one for one in file.allegations if one["subject_id"] == row["id"]):
            lines.append(f"  Allegation: {item['particulars']}")
            named = guidance_named(file, item)
            lines += [f"    Guidance in force: {named}"] if named else []
            for found in (one for one in file.findings if one["allegation_id"] == item["id"]):
                name = vocabularies.name("finding", found["finding"])
                lines.append(f"    {name}, {format_date(found['decided'])}")
        for item in (one for one in file.outcomes if one["subject_id"] == row["id"]):
            name = vocabularies.name("outcome", item["outcome"])
            lines.append(f"  Outcome: {name}, {format_date(item['decided'])}")
    for row in file.complainants:
        lines.append(f"\n{vocabularies.name('capacity', row['capacity'])}: {full_name(row)}")
    if file.chronology:
        lines.append("\nChronology")
    for row in file.chronology:
        day = format_date(on_the_wall(row["occurred"]).date())
        lines.append(f"  {row['number']}. {day}  {row['text']}")
    return "\n".join(lines)


def _new(register: Register, args: argparse.Namespace) -> int:
    given = _read_json(args.json_file)
    asked = given if isinstance(given, list) else [given]
    if not asked:
        raise ProbityError(f"{args.json_file} contains no case. Nothing was added.")
    files = []
    for number, one in enumerate(asked, start=1):
        with _named(number, len(asked)):
            files.append(case_json.from_json(one, register.today(), register.user.id))
    saved = []
    with register.change("Added from a file") as change:
        for number, file in enumerate(files, start=1):
            with _named(number, len(files)):
                saved.append(cases.save(change, file, None))
    references = [one.reference for one in saved]
    if args.json:
        give_json(references)
    else:
        give("\n".join(references))
    say(f"Added {len(references)} case{'s' * (len(references) != 1)}.")
    return 0


@contextmanager
def _named(number: int, many: int) -> Iterator[None]:
    """Say which of several cases it is that cannot be added, and why."""
    try:
        yield
    except InvalidError as error:
        which = f"Case {number} of {many}: " if many > 1 else ""
        raise ProbityError(f"{which}{error} Nothing was added.") from error


def _read_json(name: str) -> Any:
    try:
        if name == "-":
            data = sys.stdin.buffer.read(case_json.LARGEST + 1)
        else:
            with Path(name).open("rb") as file:  # a pipe is as good as a file here
                data = file.read(case_json.LARGEST + 1)
        if len(data) > case_json.LARGEST:
            raise ProbityError(
                f"{name} is larger than {case_json.LARGEST // 1_000_000} MB. Nothing was added; "
                "split the file."
            )
        return json.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise ProbityError(
            f"{name} cannot be read ({error.strerror}). Nothing was added."
        ) from error
    except UnicodeDecodeError as error:
        raise ProbityError(f"{name} is not UTF-8 text. Nothing was added.") from error
    except (ValueError, RecursionError) as error:
        raise ProbityError(f"{name} is not JSON ({error}). Nothing was added.") from error


def _export(register: Register, args: argparse.Namespace) -> int:
    out = Path(args.out)
    with register.reader() as connection:
        where = filter_of(args, owners_named(connection, args.owners))
        written = disclosing.save_csv(
            register, connection, out, where, sort_of(args), args.columns, bom=args.bom
        )
    if args.json:
        give_json({"file": str(out), "cases": written})
    say(
        f"Wrote {written} cases to {out} (UTF-8). A cell beginning with = + - @ or ' has an "
        "apostrophe before it, so that no spreadsheet runs it."
    )
    return 0


def _stats(register: Register, args: argparse.Namespace) -> int:
    if args.end < args.start:
        raise ProbityError("The period cannot end before it begins. Nothing was counted.")
    with register.reader() as connection:
        figures = statistics.stats(
            connection,
            factor=args.factor,
            start=args.start,
            end=args.end,
            kind=args.kind,
            category=args.category,
            role=args.role,
        )
    on_record(register, args, "Figures on the command line")
    if args.json:
        give_json(figures.to_dict())
    else:
        give(figures.to_text())
    return 0


def _check(register: Register, args: argparse.Namespace) -> int:
    kept = checkpoint.read(Path(args.checkpoint)) if args.checkpoint else None
    with register.reader() as connection:
        found = check(connection)
        if kept is not None:
            found.append(check_against(connection, kept, register.identity))
    if args.json:
        give_json([item.to_dict() for item in found])
    else:
        for item in found:
            give(item.words())
            for sentence in (*item.problems, *item.notes):
                give(f"  {sentence}")
    wrong = sum(len(item.problems) for item in found)
    if wrong:
        say(f"{register.path.name} is not in order: {wrong} problems found.")
    return 1 if wrong else 0


def _checkpoint(register: Register, args: argparse.Namespace) -> int:
    out = Path(args.out)
    made = checkpoint.save(register, out)
    if args.json:
        give_json(made.to_json())
    say(f"Wrote a checkpoint of the record to {out}. Keep it somewhere other than the register.")
    return 0
