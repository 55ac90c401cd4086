from __future__ import annotations

import csv
import errno
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import CancelledError, ProbityError
from models.exchange.tables.csv_export import export_csv
from models.exchange.tables.csv_file import neutralise, restore
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import columns
from models.queries.cases.filters import Filter
from models.register import Register
from tests.models.making import TODAY, case_file, save

ALL = tuple(item.code for item in columns())
NASTY = ["=1+1", "+x", "-x", "@SUM", "'quoted", 'say "hi", all', "two\nlines", "עברית", "😀"]


@given(st.text())
def test_neutralising_is_undone_exactly(text: str) -> None:
    safe = neutralise(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restore(safe) == text


def written(register: Register, path: Path, **options: object) -> int:
    with register.reader() as connection:
        return export_csv(
            connection,
            path,
            Filter(),
            Sort("reference", False),
            ALL,
            TODAY,
            **options,  # type: ignore[arg-type]
        )


@pytest.fixture
def filled(register: Register) -> Register:
    for title in NASTY:
        save(register, case_file(title))
    return register


@pytest.mark.parametrize("bom", [False, True])
def test_somebody_else_s_reader_reads_it_back(filled: Register, tmp_path: Path, bom: bool) -> None:
    out = tmp_path / "cases.csv"
    assert written(filled, out, bom=bom) == len(NASTY)
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") is bom
    assert b"\r\n" in raw
    text = raw.decode("utf-8-sig" if bom else "utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [restore(row["Title"]) for row in rows] == NASTY
    assert rows[0]["Received"] == "2014-02-12"
    assert rows[0]["Stage"] == "Received"
    assert rows[0]["Restricted"] == "no"


def test_progress_is_told(filled: Register, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    written(filled, tmp_path / "a.csv", progress=lambda done, all_: steps.append((done, all_)))
    assert steps[-1] == (len(NASTY), len(NASTY))


def test_cancelling_leaves_what_stood_there(filled: Register, tmp_path: Path) -> None:
    out = tmp_path / "cases.csv"
    out.write_text("yesterday's")

    def cancel() -> None:
        raise CancelledError("This was cancelled.")

    with pytest.raises(CancelledError):
        written(filled, out, check=cancel)
    assert out.read_text() == "yesterday's"
    assert [item.name for item in tmp_path.iterdir() if ".csv" in item.name] == ["cases.csv"]


def test_a_full_disk_leaves_what_stood_there(
    filled: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "cases.csv"
    out.write_text("yesterday's")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ProbityError, match="No space left"):
        written(filled, out)
    assert out.read_text() == "yesterday's"
    assert [item.name for item in tmp_path.iterdir() if ".csv" in item.name] == ["cases.csv"]


def test_a_folder_that_is_not_there_is_said(filled: Register, tmp_path: Path) -> None:
    with pytest.raises(ProbityError, match="could not be written"):
        written(filled, tmp_path / "none" / "cases.csv")
