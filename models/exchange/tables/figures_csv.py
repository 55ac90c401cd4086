"""Other forces' published figures from a CSV file: a row for each figure.

Headings are ``force``, ``from``, ``to``, ``measure`` and ``value``; ``source``, ``factor``,
``counts``, ``basis`` and ``headcount`` may be there too, in any order and in any case of letters.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import InvalidError, ProbityError
from models.rules import vocabularies
from models.rules.dates import parse_date
from models.storage.reading import read_file

MEASURES = ("investigated", "case-to-answer", "left")
NEEDED = ("force", "from", "to", "measure", "value")
MOST, LONGEST, LARGEST = 20_000, 200, 1_000_000  # rows, letters of a name, and a headcount
LARGEST_FILE = 20_000_000
DIGITS = 9  # of a number: Python itself refuses one of thousands
#: What a force writes for a number that it withholds or does not have.
NO_NUMBER = ("", "-", "–", "[c]", "c", "*", "n/a", "not held", "withheld")
SHOWN = 5  # of what is wrong, at once


@dataclass(frozen=True)
class Given:
    """One figure as a file gives it; ``None`` for what is withheld or not said."""

    force: str
    source: str
    starts: datetime.date
    ends: datetime.date
    factor: str | None
    counts: str
    basis: str
    measure: str
    value: int | None
    headcount: int | None


def read_figures(path: Path, today: datetime.date) -> list[Given]:
    """Every figure of the file; all of it is good or none is taken.

    :raises ProbityError: it cannot be read, or says which lines are wrong and why.
    """
    rows = _rows(path)
    head = [cell.strip().lower() for cell in next(rows, [])]
    missing = [name for name in NEEDED if name not in head]
    if missing:
        raise ProbityError(
            f"{path.name} has no heading {', '.join(f'“{name}”' for name in missing)}. Nothing "
            "was imported; the first line must hold the headings."
        )
    found: list[Given] = []
    wrong: list[str] = []
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(found) + len(wrong) >= MOST:
            raise ProbityError(f"{path.name} has more than {MOST:,} figures. Nothing was imported.")
        try:
            if any(cell.strip() for cell in row[len(head) :]):
                raise InvalidError({"line": "there are more cells than headings."})
            cells = {name: cell.strip() for name, cell in zip(head, row, strict=False)}
            found.append(_given(cells, today))
        except InvalidError as error:
            wrong.append(f"Line {number}: {error}")
    if wrong:
        more = f" And {len(wrong) - SHOWN:,} more." if len(wrong) > SHOWN else ""
        said = " ".join(wrong[:SHOWN])
        raise ProbityError(f"{path.name}: {said}{more} Nothing was imported.")
    if not found:
        raise ProbityError(f"{path.name} contains no figures. Nothing was imported.")
    return found


def _rows(path: Path) -> Iterator[list[str]]:
    try:
        data = read_file(path, LARGEST_FILE)
    except OSError as error:
        raise ProbityError(
            f"{path.name} cannot be read ({error.strerror}). Nothing was imported."
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=mark)
    except csv.Error as error:
        raise ProbityError(
            f"{path.name} is not a CSV file ({error}). Nothing was imported."
        ) from error


def _given(cells: dict[str, str], today: datetime.date) -> Given:
    force = cells.get("force", "")
    if not force or len(force) > LONGEST:
        raise InvalidError({"force": f"name the force, in {LONGEST} letters or fewer."})
    starts, ends = (_day(cells, name, today) for name in ("from", "to"))
    if ends < starts:
        raise InvalidError({"to": "the period cannot end before it begins."})
    measure = cells.get("measure", "").lower()
    if measure not in MEASURES:
        raise InvalidError({"measure": f"“measure” must be one of {', '.join(MEASURES)}."})
    return Given(
        force=force,
        source=cells.get("source", "")[:LONGEST],
        starts=starts,
        ends=ends,
        factor=_code(cells, "factor", "factor", None),
        counts=_code(cells, "counts", "counted", "subjects") or "",
        basis=_code(cells, "basis", "date_basis", "received") or "",
        measure=measure,
        value=_number(cells, "value"),
        headcount=_number(cells, "headcount"),
    )


def _day(cells: dict[str, str], name: str, today: datetime.date) -> datetime.date:
    if not cells.get(name):
        raise InvalidError({name: f"“{name}” is missing."})
    return parse_date(cells[name], today)


def _code(cells: dict[str, str], name: str, vocabulary: str, unsaid: str | None) -> str | None:
    said = cells.get(name, "")
    if not said:
        return unsaid
    for term in vocabularies.terms(vocabulary):
        if said.lower() in (term.code, term.name.lower()):
            return term.code
    known = ", ".join(term.code for term in vocabularies.terms(vocabulary))
    raise InvalidError({name: f"“{name}” must be one of {known}."})


def _number(cells: dict[str, str], name: str) -> int | None:
    said = cells.get(name, "").replace(",", "").replace(" ", "")
    if said.lower() in NO_NUMBER or said.startswith("<"):
        return None
    if not said.isascii() or not said.isdecimal() or len(said) > DIGITS or int(said) > LARGEST:
        raise InvalidError({name: f"“{cells[name][:20]}” is not a number of people."})
    return int(said)
