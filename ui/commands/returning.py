"""The command ``returns``: the tables of a quarter or a year, printed or written to a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.changes.publishing import save_return
from models.errors import ProbityError
from models.queries.figures.returns import make_return
from models.register import Register
from models.rules.publishing.returns import Period, Return, ReturnTable, shown
from ui.commands.output import give, give_json, on_record, say

#: Writes a return as PDF, which the window draws: where to, and why it leaves with problems.
SavePdf = Callable[[Register, Path, Return, str], int]


def give_return(
    register: Register, args: argparse.Namespace, save_pdf: SavePdf | None = None
) -> int:
    """Count the tables, say what does not hold, and print or write them."""
    period = Period.named(args.year, args.quarter)
    with register.reader() as connection:
        made = make_return(
            connection,
            period,
            force=register.force,
            nation=register.nation,
            today=register.today(),
        )
    for problem in made.problems:
        say(problem.sentence)
    if args.out is None:
        on_record(register, args, "Return on the command line", asked=period.in_words())
        if args.json:
            give_json(_as_json(made))
        else:
            give(text_of(made))
        return 0
    path = Path(args.out)
    if made.problems and not args.why.strip():
        raise ProbityError(
            f"{path.name} was not written. Use --why to say why the return is sent despite "
            "these problems."
        )
    if save_pdf is not None:
        save_pdf(register, path, made, args.why)
    else:
        save_return(register, path, made, why=args.why, bom=args.bom)
    if args.json:
        give_json({"file": str(path), "problems": [one.sentence for one in made.problems]})
    say(f"Wrote {path}.")
    return 0


def text_of(made: Return) -> str:
    """A return for a person to read on a terminal: cells with tabs between them."""
    found = [made.title]
    for table in made.tables:
        what = table.definition
        found += ["", what.title, f"{what.unit}. {what.day}. {what.definition}"]
        found.append("\t".join((table.heading, *table.columns)))
        found += ["\t".join((row.label, *map(shown, row.values))) for row in table.rows]
    return "\n".join(found)


def _as_json(made: Return) -> dict[str, Any]:
    """A return as JSON, without the ids of cases: gaps in them tell of cases that are hidden."""
    return {
        "from": made.period.start.isoformat(),
        "to": made.period.end.isoformat(),
        "force": made.force,
        "made": made.made.isoformat(),
        "problems": [one.sentence for one in made.problems],
        "tables": [_table(one) for one in made.tables],
    }


def _table(table: ReturnTable) -> dict[str, Any]:
    what = table.definition
    return {
        "code": what.code,
        "title": what.title,
        "about": dict(table.about()),
        "columns": list(table.codes),
        "rows": [
            {"code": row.code, "name": row.label} | dict(zip(table.codes, row.values, strict=True))
            for row in table.rows
        ],
    }
