"""Papers as real PDFs, read back with pdftotext."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from models.case import casefile
from models.case.casefile import CaseFile
from models.changes.case.exhibits import NewExhibit, attach
from models.entering.open import create_register
from models.errors import ProbityError
from models.queries.cases.case_list import Sort
from models.queries.cases.chronology import Entries
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.register import Register
from tests.models.making import TODAY, case_file, save
from ui.printing import papers
from ui.printing.paper import Paper


@pytest.fixture
def register(tmp_path: Path, app: QApplication) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY)
    yield made
    made.close()


def pages_of(path: Path) -> list[str]:
    tool = shutil.which("pdftotext")
    assert tool, "pdftotext is part of the tests' set-up (poppler-utils)"
    done = subprocess.run([tool, "-layout", str(path), "-"], capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def sheet(register: Register, tmp_path: Path, file: CaseFile, names: str = "recorded") -> list[str]:
    save(register, file)
    with register.reader() as connection:
        last = connection.execute("SELECT MAX(reference) FROM case_line").fetchone()[0]
    papers.save_case_sheet(register, last, tmp_path / "sheet.pdf", names)
    return pages_of(tmp_path / "sheet.pdf")


def test_every_page_says_what_it_is(register: Register, tmp_path: Path) -> None:
    file = case_file()
    for number in range(80):
        row = casefile.blank_row("chronology", file, text=f"Entry {number} of many.")
        file.chronology.append(row | {"occurred": datetime.datetime(2014, 2, 13, 9, 0)})
    pages = sheet(register, tmp_path, file)
    assert len(pages) >= 3
    for number, page in enumerate(pages, start=1):
        assert page.count("OFFICIAL-SENSITIVE") == 2
        assert "PS/2014/00001" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "Printed by D. Okafor on" in page
    whole = " ".join(pages)
    assert all(f"Entry {number} of many." in whole for number in range(80))


def test_names_as_initials_leave_no_name(register: Register, tmp_path: Path) -> None:
    file = case_file(summary="PC HARMER wrote to Mrs Oduya; Harmer’s phone was seized.")
    file.subjects[0]["given_names"] = "Daniel"
    file.complainants.append(
        casefile.blank_row("complainants", file, family_name="Oduya", given_names="Ife Ann")
    )
    file.chronology[0]["text"] = "Ife Ann Oduya rang about Daniel Harmer."
    as_recorded = " ".join(sheet(register, tmp_path, file))
    assert "Harmer" in as_recorded
    assert "Oduya" in as_recorded
    initials = " ".join(sheet(register, tmp_path, file, "initials"))
    for name in ("harmer", "oduya", "daniel", "ife"):
        assert name not in initials.lower()
    assert "Names shown as initials" in initials
    assert "4417" not in initials


def test_what_is_typed_is_printed_as_typed(register: Register, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for printing")
    typed = f"<b>bold</b> & <img src='file://{secret}'> {{{{ case.title }}}} =1+1"
    text = " ".join(sheet(register, tmp_path, case_file(summary=typed)))
    assert "<b>bold</b> &" in text
    assert "{{ case.title }} =1+1" in text
    assert "not for printing" not in text


def test_other_scripts_survive(register: Register, tmp_path: Path) -> None:
    text = " ".join(
        sheet(register, tmp_path, case_file(title="Zoë Müller’s complaint", summary="é"))
    )
    assert "Zoë Müller’s complaint" in text


def test_a_correction_points_at_its_entry(register: Register, tmp_path: Path) -> None:
    file = case_file()
    row = casefile.blank_row("chronology", file, kind="correction", text="It was the 13th.")
    row |= {"corrects_id": file.chronology[0]["id"], "occurred": datetime.datetime(2014, 2, 13)}
    file.chronology.append(row)
    text = " ".join(sheet(register, tmp_path, file))
    assert "Corrects entry 1" in text
    assert "Corrected by entry 2" in text


def test_an_hour_of_summer_is_printed_as_it_was_on_the_wall(
    register: Register, tmp_path: Path
) -> None:
    file = case_file()
    row = casefile.blank_row("chronology", file, text="He rang.")
    file.chronology.append(row | {"occurred": datetime.datetime(2013, 7, 1, 9, 0)})
    assert "1 Jul 2013 10:00" in " ".join(sheet(register, tmp_path, file))


def test_the_policy_log_is_printed_with_its_reasons(register: Register, tmp_path: Path) -> None:
    file = case_file()
    file.subjects[0]["given_names"] = "Daniel"
    for number in range(130):
        row = casefile.blank_row("chronology", file, kind="decision", text=f"Decision {number}.")
        row |= {"rationale": "Harmer was off duty.", "occurred": datetime.datetime(2014, 2, 13)}
        file.chronology.append(row)
    case_id = save(register, file)
    with register.reader() as connection:
        paper = papers.chronology(register, connection, case_id, Entries("decision"), "initials")
    paper.save_pdf(tmp_path / "log.pdf")
    pages = pages_of(tmp_path / "log.pdf")
    whole = " ".join(pages)
    assert "130 entries · policy log" in whole
    assert all(f"Decision {number}." in whole for number in range(130))
    assert "Rationale: D.H. was off duty." in whole
    assert "Harmer" not in whole
    assert "Reported by victim support" not in whole
    assert "PS/2014/00001" in pages[-1]


def test_exhibits_are_on_the_sheet_and_name_nobody_by_initials(
    register: Register, tmp_path: Path
) -> None:
    case_id = save(register, case_file())
    path = tmp_path / "harmer-page.txt"
    path.write_text("seen")
    attach(register, case_id, NewExhibit(path, "Page of PC Harmer", "Harmer’s telephone"))
    for names, mark in (("recorded", "Page of PC Harmer"), ("initials", "Page of PC H.")):
        papers.save_case_sheet(register, "PS/2014/00001", tmp_path / "sheet.pdf", names)
        text = " ".join(pages_of(tmp_path / "sheet.pdf"))
        assert mark in text
        assert "DO/1" in text
        assert "SHA-256" in text
    assert "harmer" not in text.lower()


def test_a_folder_that_is_not_there_is_said(register: Register, tmp_path: Path) -> None:
    save(register, case_file())
    with pytest.raises(ProbityError, match="could not be written"):
        papers.save_case_sheet(register, "PS/2014/00001", tmp_path / "none" / "s.pdf", "recorded")


def test_the_list_prints_what_the_screen_shows(register: Register, tmp_path: Path) -> None:
    for number in range(30):
        save(register, case_file(f"Matter {number:02d}", kind="dsi" if number else "conduct"))
    with register.reader() as connection:
        paper = papers.cases(
            register, connection, Filter(kinds=("dsi",)), Sort("reference", False), default()
        )
    paper.save_pdf(tmp_path / "list.pdf")
    pages = pages_of(tmp_path / "list.pdf")
    assert "29 cases" in pages[0]
    assert "Kind: Death or serious injury (DSI)" in pages[0]
    assert "Matter 00" not in " ".join(pages)
    assert all("Reference Matter Received Stage Next due" in page for page in pages)
    assert "Matter 29" in pages[-1]


def test_disclosure_is_on_record(register: Register, tmp_path: Path) -> None:
    sheet(register, tmp_path, case_file(), "initials")
    with register.reader() as connection:
        row = connection.execute(
            "SELECT entry, case_id FROM audit_record WHERE action = 'disclose'"
        ).fetchone()
    assert "Case sheet saved as sheet.pdf, names as initials" in row["entry"]
    assert row["case_id"] == 1


@pytest.mark.usefixtures("app")
def test_no_heading_stands_alone_at_the_foot_or_on_two_pages(tmp_path: Path) -> None:
    for lines in range(34, 58, 3):
        body = "".join(f"<p>Line {number}</p>" for number in range(lines))
        html = f"<html><body>{body}<h2>Heading</h2><p>What follows it.</p></body></html>"
        path = tmp_path / f"{lines}.pdf"
        when = datetime.datetime(2014, 2, 28, 9, 0)
        Paper("Sheet", [html], "OFFICIAL", "PS/2014/00001", "D. Okafor", when).save_pdf(path)
        pages = pages_of(path)
        with_heading = [page for page in pages if "Heading" in page]
        assert len(with_heading) == 1
        assert "What follows it." in with_heading[0]


@pytest.mark.usefixtures("app")
def test_nothing_is_lost_after_a_heading_that_was_moved(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{number}</td><td>one<br/>two</td></tr>" for number in range(12))
    table = f"<table><thead><tr><th>No.</th><th>What</th></tr></thead>{rows}</table>"
    for lines in range(20, 50, 2):
        above = "".join(f"<p>Line {number}</p>" for number in range(lines))
        parts = "".join(f"<h2>Heading {n}</h2><p>Under {n}.</p>{table}" for n in range(4))
        path = tmp_path / f"{lines}.pdf"
        when = datetime.datetime(2014, 2, 28, 9, 0)
        html = f"<html><body>{above}{parts}</body></html>"
        Paper("Sheet", [html], "OFFICIAL", "PS/2014/00001", "D. Okafor", when).save_pdf(path)
        whole = " ".join(pages_of(path))
        assert all(f"Heading {n}" in whole and f"Under {n}." in whole for n in range(4))


@pytest.mark.usefixtures("app")
def test_a_short_row_is_never_parted_by_a_page(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{number}</td><td>First {number}.<br/>second<br/>Third {number}.</td></tr>"
        for number in range(40)
    )
    for lines in (3, 4, 5):
        above = "".join(f"<p>Line {number}</p>" for number in range(lines))
        table = f"<table><thead><tr><th>No.</th><th>What</th></tr></thead>{rows}</table>"
        path = tmp_path / f"{lines}.pdf"
        when = datetime.datetime(2014, 2, 28, 9, 0)
        html = f"<html><body>{above}<h2>Rows</h2>{table}</body></html>"
        Paper("Sheet", [html], "OFFICIAL", "PS/2014/00001", "D. Okafor", when).save_pdf(path)
        pages = pages_of(path)
        assert len(pages) > 2
        for number in range(40):
            (page,) = [page for page in pages if f"First {number}." in page]
            assert f"Third {number}." in page


@pytest.mark.usefixtures("app")
def test_the_signatures_stand_on_one_page(tmp_path: Path) -> None:
    asked = "".join(f"<tr><td>Asked {number}</td></tr>" for number in range(6))
    for lines in range(20, 60, 3):
        body = "".join(f"<p>Line {number}</p>" for number in range(lines))
        html = f"<html><body>{body}<h2>Signatures</h2><table>{asked}</table></body></html>"
        path = tmp_path / f"{lines}.pdf"
        when = datetime.datetime(2014, 2, 28, 9, 0)
        Paper("Sheet", [html], "OFFICIAL", "PS/2014/00001", "D. Okafor", when).save_pdf(path)
        (page,) = [page for page in pages_of(path) if "Signatures" in page]
        assert all(f"Asked {number}" in page for number in range(6))


def test_the_sheet_says_what_runs_and_what_was_served(register: Register, tmp_path: Path) -> None:
    file = case_file(kind="miscellaneous", regime="2012", stage="investigation", owner_id=1)
    file.case["recorded"] = TODAY
    file.findings.clear()
    subject = file.subjects[0]["id"]
    for section, values in {
        "notices": {"kind": "meeting", "subject_id": subject, "served_by": "D. Okafor"},
        "suspensions": {"kind": "suspension", "subject_id": subject, "reason": "Risk to victims."},
    }.items():
        day = {"served": TODAY} if section == "notices" else {"began": TODAY}
        file.rows(section).append(casefile.blank_row(section, file, **values, **day))
    about = file.suspensions[0]["id"]
    review = casefile.blank_row(
        "reviews", file, suspension_id=about, reviewed=TODAY, reason="The risk remains."
    )
    file.reviews.append(review)
    said = " ".join(sheet(register, tmp_path, file))
    assert "28 Mar 2014 Misconduct meeting · PC 4417 from 28 Feb 2014 · running" in said
    assert "28 Mar 2014 Review of the suspension · PC" in said
    assert "by D. Okafor" in said
    assert "Review: continues The risk remains." in said
