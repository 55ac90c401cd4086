"""The one writer of CSV: what it writes, what it keeps back, and that there is no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.errors import CancelledError, ProbityError
from models.exchange.tables.csv_file import ROWS_A_STEP, write_csv

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(("bom", "mark"), [(False, b""), (True, b"\xef\xbb\xbf")])
def test_a_formula_is_neutralised_in_a_heading_as_in_a_cell(
    tmp_path: Path, bom: bool, mark: bytes
) -> None:
    path = tmp_path / "list.csv"
    rows = [("=1+1", 'said "no"'), ("'tis", "two\nlines")]
    assert write_csv(path, ("=Name", "Words"), rows, bom=bom) == 2
    assert path.read_bytes() == mark + (
        b'\'=Name,Words\r\n\'=1+1,"said ""no"""\r\n\'\'tis,"two\nlines"\r\n'
    )


def test_it_is_on_record_before_it_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    stood: list[bool] = []
    write_csv(path, ("Name",), [("Harmer",)], record=lambda: stood.append(path.exists()))
    assert stood == [False]
    assert path.exists()


def test_what_cannot_be_put_on_record_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("as it was", encoding="utf-8")

    def refuse() -> None:
        raise ProbityError("The disk is full.")

    with pytest.raises(ProbityError):
        write_csv(path, ("Name",), [("Harmer",)], record=refuse)
    assert path.read_text(encoding="utf-8") == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_it_says_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    steps: list[int] = []
    recorded: list[str] = []

    def stop() -> None:
        if steps:
            raise CancelledError("Stopped.")

    rows = ((str(number),) for number in range(3 * ROWS_A_STEP))
    with pytest.raises(CancelledError):
        write_csv(
            path,
            ("Number",),
            rows,
            progress=steps.append,
            check=stop,
            record=lambda: recorded.append("given out"),
        )
    assert steps == [ROWS_A_STEP]
    assert not recorded
    assert not list(tmp_path.iterdir())


def test_no_other_code_writes_csv() -> None:
    writers = {
        str(path.relative_to(ROOT))
        for folder in ("models", "ui")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\bcsv\.(writer|DictWriter)\b", path.read_text(encoding="utf-8"))
    }
    assert writers == {"models/exchange/tables/csv_file.py"}
