"""Every file of a return is read back with somebody else's reader."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.changes.publishing import save_return
from models.entering.open import create_register
from models.errors import InvalidError, NotAllowedError, ProbityError
from models.queries.figures.returns import make_return
from models.record.records import Asked, page
from models.register import Register
from models.rules.publishing.returns import Period, Problem, Return
from tests.models.making import TODAY, case_file, colleague, save
from tests.once import demo_register


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    register = demo_register(tmp_path_factory.mktemp("demo") / "demo.probity")
    yield register
    register.close()


def of(register: Register, period: Period | None = None) -> Return:
    with register.reader() as connection:
        return make_return(
            connection,
            period or Period(2013),
            force=register.force,
            nation=register.nation,
            today=register.today(),
        )


def last(register: Register) -> Any:
    with register.reader() as connection:
        return page(connection, Asked(act="disclose"))[0]


def read(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def test_a_folder_has_a_csv_for_each_table_and_the_definitions(
    built: Register, tmp_path: Path
) -> None:
    out, made = tmp_path / "return", of(built)
    assert save_return(built, out, made, reason="For the IPCC") == len(made.tables)
    assert {one.name for one in out.iterdir()} == {
        "definitions.csv",
        *(f"{one.definition.code}.csv" for one in made.tables),
    }
    rows = read(out / "matters.csv")
    assert rows[0][:3] == ["Kind", "Open at the start", "Received"]
    assert rows[-1] == ["Total", "22", "75", "62", "35"]
    assert read(out / "time-to-finalise.csv")[-1][4:6] == ["94.5", "99.4"]
    assert read(out / "time-to-contact.csv")[1][0] == "Public complaint (Schedule 3)"
    for table in made.tables:
        figures = read(out / f"{table.definition.code}.csv")[1:]
        assert [row[0] for row in figures] == [row.label for row in table.rows]
        for row, written in zip(table.rows, figures, strict=True):
            assert [float(one) if one else None for one in written[1:]] == list(row.values)
    said = {(row[0], row[1]): row[2] for row in read(out / "definitions.csv")}
    assert said["", "Return"] == "2013/14, 1 April 2013 to 31 March 2014"
    assert said["", "Checks"] == "All checks passed."
    assert said["", "Note"].startswith("The period is not over")
    assert said["Subjects by sex", "Date"] == "Day the case was received"
    for table in made.tables:
        assert said[table.definition.title, "Definition"] == table.definition.definition
    if os.name == "posix":
        assert {one.stat().st_mode & 0o777 for one in out.iterdir()} == {0o600}
    event = last(built)
    assert event.what == "Return saved as return"
    assert event.reason == "For the IPCC"
    assert ("Asked for", "", "2013/14, 1 April 2013 to 31 March 2014") in event.changes


def test_a_byte_order_mark_begins_each_csv_that_is_to_have_one(
    built: Register, tmp_path: Path
) -> None:
    save_return(built, tmp_path / "a", of(built), bom=True)
    for one in (tmp_path / "a").iterdir():
        assert one.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_workbook_has_the_definitions_and_a_sheet_for_each_table(
    built: Register, tmp_path: Path
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    out, made = tmp_path / "return.xlsx", of(built, Period(2013, 4))
    save_return(built, out, made)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Definitions", *(one.definition.title for one in made.tables)]
    for table in made.tables:
        sheet = book[table.definition.title]
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[0] == (table.heading, *table.columns)
        for row, written in zip(table.rows, rows[1:], strict=False):
            assert written == (row.label, *row.values)
        below = [row[0] for row in rows[len(table.rows) + 1 :] if row[0]]
        assert f"Definition: {table.definition.definition}" in below
    words = [cell.value for cell in book["Definitions"]["C"]]
    assert "2013/14 quarter 4, 1 January 2014 to 31 March 2014" in words
    assert book.properties.creator == built.force


def test_a_return_with_problems_leaves_only_after_somebody_says_why(tmp_path: Path) -> None:
    with create_register(tmp_path / "f.probity", force="Weald", user="okafor", today=TODAY) as own:
        save(own, case_file())
        sound = of(own)
        broken = Problem("no-outcome", "One case has no outcome.", (1,))
        made = replace(sound, problems=(broken,))
        out = tmp_path / "out"
        for why in ("", "  \n"):
            with pytest.raises(InvalidError) as refused:
                save_return(own, out, made, why=why)
            assert "why" in refused.value.problems
            assert not out.exists()
        with pytest.raises(IndexError):
            last(own)
        save_return(own, out, made, why="Asked for\ntoday", reason="For the panel")
        assert last(own).reason == "For the panel. Despite the problems found: Asked for today"
        rows = [row[1:] for row in read(out / "definitions.csv")]
        assert ["Check", "One case has no outcome."] in rows
        assert ["Reason for sending despite the problems", "Asked for\ntoday"] in rows
        save_return(own, tmp_path / "sound", sound)
        assert last(own).reason == ""


def test_nothing_is_written_over_or_left_half(built: Register, tmp_path: Path) -> None:
    made = of(built)
    full = tmp_path / "full"
    full.mkdir()
    (full / "kept.txt").write_text("kept")
    for path, said in (
        (full, "already exists"),
        (full / "kept.txt", "should end in .xlsx"),
        (tmp_path / "no" / "such", "could not be written"),
        (tmp_path / "no" / "such.xlsx", "could not be written"),
    ):
        with pytest.raises(ProbityError, match=said):
            save_return(built, path, made)

    def stop() -> None:
        raise ProbityError("This was stopped.")

    for name in ("stopped", "stopped.xlsx"):
        with pytest.raises(ProbityError, match="stopped"):
            save_return(built, tmp_path / name, made, check=stop)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["full"]
    assert [one.name for one in full.iterdir()] == ["kept.txt"]


def test_a_reader_gives_nothing_out(tmp_path: Path) -> None:
    with create_register(tmp_path / "f.probity", force="Weald", user="okafor", today=TODAY) as own:
        save(own, case_file())
        with colleague(own, role="reader") as theirs:
            made = of(theirs)
            assert made.table("matters").total.values[1] == 1  # but sees what there is
            with pytest.raises(NotAllowedError):
                save_return(theirs, tmp_path / "out", made, why="Asked for")
        assert not (tmp_path / "out").exists()


def test_what_a_spreadsheet_could_run_is_neutralised(tmp_path: Path) -> None:
    with create_register(tmp_path / "f.probity", force="=Weald", user="okafor", today=TODAY) as own:
        save_return(own, tmp_path / "out", of(own))
        assert ["", "Force", "'=Weald"] in read(tmp_path / "out" / "definitions.csv")
