"""What leaves for a word processor or spreadsheet, opened by LibreOffice where it is installed."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.changes import disclosing
from models.exchange.letters.templates import content, shipped
from models.register import Register
from tests.models.exchange.test_answer_files import saved
from tests.models.queries.test_publication import WHOLE
from tests.once import demo_register

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with demo_register(tmp_path_factory.mktemp("demo") / "demo.probity") as register:
        yield register


def converted(path: Path, kind: str) -> Path:
    """What LibreOffice makes of a file, beside it."""
    subprocess.run(
        [
            *(str(OFFICE), "--headless", "--norestore"),
            f"-env:UserInstallation={(path.parent / 'profile').as_uri()}",
            *("--convert-to", kind, "--outdir", str(path.parent), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return path.with_suffix(f".{kind.partition(':')[0]}")


def test_an_answer_s_workbook_opens_with_its_figures(built: Register, tmp_path: Path) -> None:
    out = tmp_path / "answer.xlsx"
    said = saved(built, out, WHOLE)
    with converted(out, "csv").open(encoding="utf-8", errors="replace", newline="") as file:
        first = "\n".join(",".join(row) for row in csv.reader(file))
    assert said.paragraph[:60] in first


def test_an_answer_s_document_opens_with_its_words(built: Register, tmp_path: Path) -> None:
    out = tmp_path / "answer.docx"
    said = saved(built, out, WHOLE)
    assert said.paragraph in converted(out, "txt:Text").read_text(encoding="utf-8-sig")


def test_each_template_of_a_letter_opens(built: Register, tmp_path: Path) -> None:
    for template in shipped():
        out = tmp_path / f"{template.key}.docx"
        with built.reader() as connection:
            out.write_bytes(content(connection, template))
        assert "{{ case.reference }}" in converted(out, "txt:Text").read_text(encoding="utf-8-sig")


def test_the_list_as_csv_opens_as_a_sheet(built: Register, tmp_path: Path) -> None:
    from models.queries.cases.case_list import Sort
    from models.queries.cases.columns import default
    from models.queries.cases.filters import Filter

    out = tmp_path / "list.csv"
    with built.reader() as connection:
        disclosing.save_csv(built, connection, out, Filter(), Sort(), default(), bom=True)
    with out.open(encoding="utf-8-sig", newline="") as file:
        ours = list(csv.reader(file))
    out.rename(tmp_path / "read.csv")
    assert converted(tmp_path / "read.csv", "xlsx").stat().st_size > 1000
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(tmp_path / "read.xlsx").active
    assert sheet.max_row == len(ours)
    assert sheet.cell(2, 1).value == ours[1][0]
