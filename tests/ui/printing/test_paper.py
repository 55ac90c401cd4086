"""Papers as they leave: real PDFs, read back."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QPdfWriter
from PySide6.QtWidgets import QApplication

from models import casefile
from models.casefile import CaseFile
from models.errors import CancelledError, ProbityError
from models.queries.case_list import Sort
from models.queries.filters import Filter
from models.register import Register
from tests.models import making
from ui.background import Runner
from ui.printing import papers
from ui.printing.paper import Paper, _Document
from ui.printing.preview import PreviewDialog

REFERENCE = "PS/2014/00001"
MARKUP = "<b>bold</b> &amp; <img src=file:///etc/passwd>"


@pytest.fixture
def register(tmp_path: Path, app: QApplication) -> Iterator[Register]:
    made = Register.create(
        tmp_path / "force.probity",
        force="Weald and Downs Police",
        user="okafor",
        full_name="D. Okafor",
        today=making.TODAY,
    )
    yield made
    made.close()


def pages_of(path: Path) -> list[str]:
    """The text of each page of a PDF."""
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


def info_of(path: Path) -> str:
    return subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True).stdout


def saved(register: Register, file: CaseFile, path: Path, names: str = "recorded") -> list[str]:
    making.save(register, file)
    papers.save_case_sheet(register, REFERENCE, path, names)
    return pages_of(path)


def enter(file: CaseFile, text: str, **given: object) -> int:
    row = casefile.blank_row("chronology", file, text=text, **given)
    row["occurred"] = datetime.datetime(2014, 2, 12, 10, 0)
    file.chronology.append(row)
    return int(row["id"])


def paper_of(words: str = "Words.") -> Paper:
    at = datetime.datetime(2014, 2, 12, 14, 5)
    return Paper("Sheet", [f"<p>{words}</p>"], "Official", REFERENCE, "D. Okafor", at)


def test_every_page_says_what_it_is_and_how_it_is_handled(
    register: Register, tmp_path: Path
) -> None:
    file = making.case_file()
    for number in range(80):
        enter(file, f"Step {number}. " + "A witness was seen and an account taken. " * 3)
    path = tmp_path / "sheet.pdf"
    pages = saved(register, file, path)
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert page.upper().count("OFFICIAL-SENSITIVE") == 2
        assert REFERENCE in page
        assert f"Page {number} of {len(pages)}" in page
        assert "Printed by D. Okafor on" in page
    assert all(f"Step {number}." in "".join(pages) for number in range(80))
    assert "A4" in info_of(path)
    assert f"Case sheet {REFERENCE}" in info_of(path)


def test_the_footer_says_when(app: QApplication, tmp_path: Path) -> None:
    paper_of().save_pdf(tmp_path / "a.pdf")
    assert "Printed by D. Okafor on 12 Feb 2014 at 14:05" in pages_of(tmp_path / "a.pdf")[0]


def test_markup_is_printed_as_typed(register: Register, tmp_path: Path) -> None:
    file = making.case_file(title=MARKUP, summary=MARKUP)
    enter(file, MARKUP)
    text = "\n".join(saved(register, file, tmp_path / "sheet.pdf"))
    assert text.count("<b>bold</b> &amp;") >= 3
    assert "file:///etc/passwd" in text
    assert "root:" not in text


def test_markup_of_our_own_could_load_nothing(app: QApplication) -> None:
    address = QUrl.fromLocalFile("/etc/passwd")
    assert _Document().loadResource(2, address) is None


def test_any_script_and_long_words_survive(register: Register, tmp_path: Path) -> None:
    file = making.case_file(summary="First line\nSecond line\n" + "W" * 300 + "end")
    file.subjects[0]["family_name"] = "كريم"
    enter(file, "Posted 😀 by שלום")
    text = "\n".join(saved(register, file, tmp_path / "sheet.pdf"))
    assert "First line\n" in text.replace("  ", "")
    assert sum(line.count("W") for line in text.splitlines()) >= 300
    assert any(hebrew in text for hebrew in ("שלום", "םולש"))


def test_initials_leave_no_name(register: Register, tmp_path: Path) -> None:
    file = making.case_file(summary="HARMER's posts; harmer_4417 wrote as Alice\nHarmer-Lowe.")
    file.subjects[0] |= {"given_names": "Alice Mary", "family_name": "Harmer-Lowe"}
    file.complainants.append(
        casefile.blank_row(
            "complainants", file, family_name="Vyse", given_names="Tom", email="tom@vyse.example"
        )
    )
    enter(file, "Mr Vyse telephoned about ALICE. The vysely word stays.")
    text = "\n".join(saved(register, file, tmp_path / "sheet.pdf", "initials"))
    assert "Names shown as initials" in text
    assert "A.M.H." in text
    assert "T.V." in text
    assert "vysely" in text
    plain = text.lower().replace("vysely", "")
    for name in ("harmer", "lowe", "alice", "vyse", "tom@"):
        assert name not in plain


def test_initials_leave_the_words_of_vocabularies(register: Register, tmp_path: Path) -> None:
    file = making.case_file()
    file.subjects[0] |= {"given_names": "Facebook", "family_name": "Constable"}
    text = "\n".join(saved(register, file, tmp_path / "sheet.pdf", "initials"))
    assert "PC F.C." in text
    assert "Constable" in text


def test_corrections_point_both_ways(register: Register, tmp_path: Path) -> None:
    file = making.case_file()
    second = enter(file, "Seen on 3 March.", corrects_id=file.chronology[0]["id"])
    enter(file, "Seen on 4 March.", corrects_id=second)
    text = "\n".join(saved(register, file, tmp_path / "sheet.pdf"))
    assert text.count("Corrected by entry 2") == 1
    assert text.count("Corrects entry 1") == 1
    assert text.count("Corrected by entry 3") == 1


def test_saving_is_on_record(register: Register, tmp_path: Path) -> None:
    saved(register, making.case_file(), tmp_path / "sheet.pdf", "initials")
    with register.reader() as connection:
        query = "SELECT case_id, entry FROM audit_record WHERE action = 'disclose'"
        (row,) = connection.execute(query).fetchall()
    assert row["case_id"]
    assert "names as initials" in row["entry"]


def test_a_list_repeats_its_headings(register: Register, tmp_path: Path) -> None:
    for number in range(60):
        making.save(register, making.case_file(f"Matter {number:02d}."))
    with register.reader() as connection:
        paper = papers.cases(
            register,
            connection,
            Filter(text="Matter"),
            Sort("reference", descending=False),
            ("stage", "reference", "matter"),
        )
    path = tmp_path / "list.pdf"
    assert paper.save_pdf(path) > 1
    pages = pages_of(path)
    assert "60 cases" in pages[0]
    assert "“Matter”" in pages[0]
    for page in pages:
        heading = next(line for line in page.splitlines() if "Reference" in line)
        assert heading.split() == ["Stage", "Reference", "Matter"]
    text = "".join(pages)
    places = [text.index(f"Matter {number:02d}.") for number in range(60)]
    assert places == sorted(places)


def test_a_missing_folder_is_said_and_a_file_stays(app: QApplication, tmp_path: Path) -> None:
    with pytest.raises(ProbityError, match="could not be written"):
        paper_of().save_pdf(tmp_path / "nowhere" / "a.pdf")


def test_a_full_disk_leaves_what_stood_there(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def cut_short(self: Paper, device: QPdfWriter, check: object = None) -> int:
        return 1

    monkeypatch.setattr(Paper, "paint", cut_short)
    with pytest.raises(ProbityError, match="unchanged"):
        paper_of().save_pdf(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.glob(".a.pdf*")) == []


def test_cancelling_leaves_what_stood_there(app: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def cancel() -> None:
        raise CancelledError("Cancelled.")

    with pytest.raises(CancelledError):
        paper_of().save_pdf(path, cancel)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.glob(".a.pdf*")) == []


def test_nothing_leaves_under_the_wrong_names(
    app: QApplication, runner: Runner, tmp_path: Path, qtbot: object
) -> None:
    told: list[tuple[str, str]] = []
    dialog = PreviewDialog(
        paper_of("recorded"),
        paper_of,
        lambda how, names: told.append((how, names)),
        runner,
        offer_names=True,
    )
    dialog.show()
    dialog.names.setCurrentIndex(1)
    assert not dialog.pdf_button.isEnabled()
    assert not dialog.print_button.isEnabled()
    qtbot.waitUntil(dialog.pdf_button.isEnabled)  # type: ignore[attr-defined]
    dialog.save_pdf(tmp_path / "a.pdf")
    qtbot.waitUntil(lambda: bool(told))  # type: ignore[attr-defined]
    assert told == [("saved as a.pdf", "initials")]
    assert "initials" in pages_of(tmp_path / "a.pdf")[0]
    dialog.close()
