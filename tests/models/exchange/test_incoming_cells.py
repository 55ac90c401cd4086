"""Files as they come: which encoding, which delimiter, which sheet, and what is no table."""

from __future__ import annotations

import datetime
import os
import zipfile
from collections import deque
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from models.errors import ProbityError
from models.exchange.incoming import cells as tables
from models.exchange.incoming import xlsx_cells
from models.exchange.incoming.cells import Options
from models.exchange.incoming.csv_cells import sniff_delimiter
from models.exchange.incoming.open_file import open_cells

TEXT = "Ref;Café\r\nA/1;“naïve” – £5\r\nA/2;x\r\n"
ROWS = [(1, ["Ref", "Café"]), (2, ["A/1", "“naïve” – £5"]), (3, ["A/2", "x"])]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "CSV, UTF-8, separated by semicolons"),
        ("utf-8-sig", "CSV, UTF-8 with a byte-order mark, separated by semicolons"),
        ("utf-16", "CSV, UTF-16, separated by semicolons"),
        ("utf-16-le", "CSV, UTF-16, separated by semicolons"),
        ("utf-16-be", "CSV, UTF-16, separated by semicolons"),
        ("cp1252", "CSV, Windows-1252, separated by semicolons"),
    ],
)
def test_the_encoding_is_found_out(tmp_path: Path, encoding: str, said: str) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(TEXT.encode(encoding))
    cells = open_cells(path)
    assert cells.said == said
    assert list(cells.read()) == ROWS
    assert list(cells.read()) == ROWS  # as often as wanted


def test_a_late_letter_of_windows_is_found_beyond_the_first_piece(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"a,b\r\n" + b"x,y\r\n" * 400_000 + b"caf\xe9,\x81\r\n")
    cells = open_cells(path)
    assert "Windows-1252" in cells.said
    (last,) = deque(cells.read(), maxlen=1)
    assert last == (400_002, ["café", "\x81"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    text = delimiter.join(("a", '"b, c; d"', "e")) + "\n"
    rest = "".join(delimiter.join((f"{n}", '"x, y; z|"', "w")) + "\n" for n in range(9))
    assert sniff_delimiter(text + rest) == delimiter


def test_line_breaks_inside_a_quotation_are_one_row(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b'a,b\n1,"two\r\nlines"\n2,three\n')
    assert list(open_cells(path).read())[1:] == [(2, ["1", "two\r\nlines"]), (3, ["2", "three"])]


def test_what_export_neutralised_is_restored(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("a,b\n'=1+1,'plain\n''=x,-\n")
    assert list(open_cells(path).read())[1:] == [(2, ["=1+1", "'plain"]), (3, ["'=x", "-"])]


def test_what_is_asked_for_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes("é,x\n".encode("cp437"))
    cells = open_cells(path, Options(encoding="cp437", delimiter="|"))
    assert list(cells.read()) == [(1, ["é,x"])]
    with pytest.raises(ProbityError, match="not a known encoding"):
        open_cells(path, Options(encoding="klingon"))
    path.write_bytes(b"\xff\xff")
    with pytest.raises(ProbityError, match="is not UTF-8 text"):
        open_cells(path, Options(encoding="utf-8"))


def test_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    book = xlsxwriter.Workbook(str(path))
    first, second = book.add_worksheet("Notes"), book.add_worksheet("Cases")
    first.write_row(0, 0, ["nothing"])
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    time = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    second.merge_range(0, 0, 0, 2, "Cases")
    second.write_row(1, 0, ["Ref", "Received", "Rows", "Public", "Seen"])
    second.write(2, 0, "A/1")
    second.write_datetime(2, 1, datetime.datetime(2014, 2, 12), day)
    second.write_number(2, 2, 7)
    second.write_boolean(2, 3, True)
    second.write_datetime(2, 4, datetime.datetime(2014, 2, 12, 9, 30), time)
    second.write(4, 0, "'=1+1")
    book.close()
    cells = open_cells(path, Options(sheet="Cases"))
    assert (cells.sheets, cells.sheet) == (("Notes", "Cases"), "Cases")
    assert cells.said == "Excel workbook, sheet “Cases”"
    assert list(cells.read()) == [
        (1, ["Cases"]),
        (2, ["Ref", "Received", "Rows", "Public", "Seen"]),
        (3, ["A/1", "2014-02-12", "7", "yes", "2014-02-12 09:30"]),
        (4, []),
        (5, ["=1+1"]),
    ]
    assert open_cells(path).sheet == "Notes"
    with pytest.raises(ProbityError, match=r"no sheet “Other”\. It has Notes, Cases"):
        open_cells(path, Options(sheet="Other"))


def test_a_hidden_sheet_is_not_the_first_choice(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Secret"
    book.active.sheet_state = "hidden"
    book.create_sheet("Open").append(["Ref"])
    book.save(path)
    assert open_cells(path).sheet == "Open"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old form"),
        (b"PK\x03\x04" + bytes(60), "is damaged, or is not a workbook"),
        (bytes(range(256)) * 40, "is not a table"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "in.bin"
    path.write_bytes(content)
    with pytest.raises(ProbityError, match=said):
        list(open_cells(path).read())


def test_a_pipe_and_a_folder_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "", "gone"):
        with pytest.raises(ProbityError, match="cannot be read"):
            open_cells(tmp_path / name)


def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "in.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["x" * 30_000])
    book.save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb/sharedStrings.xml", b"<" * 2_000_000)
    monkeypatch.setattr(xlsx_cells, "MOST_SHARED", 1_000_000)
    with pytest.raises(ProbityError, match="more than can be read safely"):
        open_cells(path)


def test_a_workbook_that_defines_entities_is_refused(tmp_path: Path) -> None:
    good, path = tmp_path / "good.xlsx", tmp_path / "in.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Ref"])
    book.save(good)
    lol = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                data = lol + data.split(b"?>", 1)[-1]
            new.writestr(part, data)
    with pytest.raises(ProbityError, match="is damaged"):
        list(open_cells(path).read())


def test_a_flood_of_columns_or_rows_ends(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "in.csv"
    path.write_text("," * 600 + "\n")
    with pytest.raises(ProbityError, match="601 columns; at most 500"):
        list(open_cells(path).read())
    monkeypatch.setattr(tables, "MOST_ROWS", 10)
    path.write_text("a,b\n" * 11)
    with pytest.raises(ProbityError, match="more than 10 rows"):
        list(open_cells(path).read())


def test_a_quotation_that_never_ends_is_named(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('a,b\n1,2\n3,"' + "x\n" * 200_000)
    with pytest.raises(ProbityError, match=r"Row 3 .* quotation mark may be missing"):
        list(open_cells(path).read())


@given(content=st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_sentence(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "in.csv"
    path.write_bytes(content)
    try:
        rows = list(open_cells(path).read())
    except ProbityError as error:
        rows = []
        said = str(error)
    else:
        said = "."
    assert said.endswith(".")
    assert all(isinstance(cell, str) for _, row in rows for cell in row)
