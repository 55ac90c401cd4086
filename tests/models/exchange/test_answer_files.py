"""Every file of an answer is read back with somebody else's reader."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.changes.publishing import save_answer
from models.errors import ProbityError
from models.exchange.tables.answer_files import HEADINGS
from models.queries.figures.publication import answer
from models.record.records import Asked, page
from models.register import Register
from models.rules.publishing.answers import Answer
from models.rules.publishing.questions import ROWS, Question
from tests.models.queries.test_publication import END, FIVE_YEARS, START, WHOLE
from tests.once import demo_register


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    register = demo_register(tmp_path_factory.mktemp("demo") / "demo.probity")
    yield register
    register.close()


def asked(register: Register, question: Question) -> Answer:
    with register.reader() as connection:
        return answer(connection, question, force=register.force, today=register.today()).answer


def saved(register: Register, path: Path, question: Question, **options: Any) -> Answer:
    said = asked(register, question)
    save_answer(register, path, said, **options)
    return said


def test_a_csv_has_a_row_for_each_figure_with_what_it_counts(
    built: Register, tmp_path: Path
) -> None:
    out = tmp_path / "a.csv"
    said = saved(built, out, FIVE_YEARS, bom=True, reason="For the panel")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == HEADINGS
    figures = [row for row in rows if row["Part"] != "About"]
    assert all(row["Unit"] and row["Date"] and row["Definition"] for row in figures)
    by = {(row["Part"], row["Line"], row["Column"]): row["Value"] for row in figures}
    assert by["Findings and outcomes", "Investigated", "Total"] == "54"
    assert by["Findings and outcomes", "Resigned during the matter", "Total"] == "[c]"
    assert by["By year", "2013", "Case to answer"] == "9"
    assert len(by) == sum(len(line.values) for table in said.tables for line in table.lines)
    words = [row["Column"] or row["Value"] for row in rows if row["Line"] == "Answer"]
    assert words == [said.paragraph]
    with built.reader() as connection:
        event = page(connection, Asked(act="disclose"))[0]
    assert event.what == "Answer for publication saved as a.csv"
    assert event.reason == "For the panel"


def test_a_workbook_has_numbers_and_words_and_a_chart(built: Register, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    out = tmp_path / "a.xlsx"
    saved(built, out, WHOLE)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == [
        *("Answer", "Findings and outcomes", "By year", "By social-media platform"),
    ]
    sheet = book["Findings and outcomes"]
    assert [cell.value for cell in sheet[1]][-2:] == ["Total", "What it counts"]
    assert [sheet.cell(row, 7).value for row in range(2, 9)] == [54, 36, 2, 20, 14, 12, 6]
    assert "social media" in sheet.cell(2, 8).value
    assert any("54 officers and staff" in str(cell.value) for cell in book["Answer"]["B"])
    assert len(book["By year"]._charts) == 1
    assert book.properties.creator == built.force
    withheld = tmp_path / "b.xlsx"
    saved(built, withheld, FIVE_YEARS)
    book = openpyxl.load_workbook(withheld)
    assert [book["Findings and outcomes"].cell(row, 7).value for row in range(2, 9)] == [
        *(54, 36, "[c]", 20, "[c]", 12, 6),
    ]
    assert book["By year"]._charts == []  # a bar of nothing would be taken for nought
    assert "=" not in "".join(
        str(cell.value)[:1] for sheet in book for row in sheet for cell in row if cell.value
    )


def test_a_word_document_begins_with_the_paragraph(built: Register, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    out = tmp_path / "a.docx"
    said = saved(built, out, FIVE_YEARS)
    document = docx.Document(str(out))
    words = [one.text for one in document.paragraphs]
    assert words[:2] == [
        "Social media, between 1 January 2009 and 28 February 2014",
        said.paragraph,
    ]
    first = document.tables[0]
    assert [cell.text for cell in first.rows[1].cells][:2] == ["Investigated", "39"]
    assert [row.cells[6].text for row in first.rows][1:] == [
        *("54", "36", "[c]", "20", "[c]", "12", "6"),
    ]
    assert len(document.tables) == 3
    assert document.sections[0].page_width > document.sections[0].page_height  # six columns
    assert any(one.startswith("Note: [c]: withheld") for one in words)


def test_rows_go_out_as_rows(built: Register, tmp_path: Path) -> None:
    question = Question(START, END, factor="social-media", form=ROWS)
    said = saved(built, tmp_path / "r.csv", question)
    assert said.listing is not None
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == said.listing.columns
    assert [tuple(row) for row in rows[1:]] == list(said.listing.rows)
    assert len(rows) == 55
    saved(built, tmp_path / "r.xlsx", question)
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Rows"]
    assert sheet.max_row == 55
    assert isinstance(sheet.cell(2, 6).value, int)
    saved(built, tmp_path / "r.docx", question)
    docx = pytest.importorskip("docx")
    assert len(docx.Document(str(tmp_path / "r.docx")).tables[0].rows) == 55


@pytest.mark.parametrize("name", ["a.txt", "a", ".csv"])
def test_another_ending_is_refused_before_anything_is_written(
    built: Register, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ProbityError):
        saved(built, tmp_path / name, FIVE_YEARS)
    assert list(tmp_path.iterdir()) == []
