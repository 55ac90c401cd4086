"""Other forces' figures taken into the register."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from models.exchange.tables.figures_csv import Given, read_figures
from models.register import Register
from models.rules.dates import moment_on
from models.schema import ForceFigure

#: What makes a figure the same one, of which the newer stands.
SAME = ("force", "starts", "ends", "factor", "counts", "basis", "measure")


def import_figures(register: Register, path: Path) -> list[Given]:
    """Take in all figures of a CSV file or none; each stands instead of an earlier like it.

    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: the file cannot be read, or says which of its lines are wrong.
    """
    register.require("record")
    found = read_figures(path, register.today())
    take_in(register, found, path.name)
    return found


def take_in(register: Register, figures: Sequence[Given], name: str) -> None:
    """Write figures that were read from the file ``name``."""
    with register.change(f"Other forces’ figures from {name}") as change:
        known: dict[tuple[object, ...], int] = {}
        for row in ForceFigure.select().execute(change.database):
            known[tuple(getattr(row, field) for field in SAME)] = row.id
        for one in figures:
            key = tuple(getattr(one, field) for field in SAME)
            if key in known:
                change.remove(ForceFigure, known[key])
            values = {field: getattr(one, field) for field in SAME}
            known[key] = change.add(
                ForceFigure,
                **values,
                source=one.source,
                value=one.value,
                headcount=one.headcount,
                at=moment_on(change.today),
                by=change.user_id,
            )
