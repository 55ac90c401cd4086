"""A run of the program that plants words everywhere, for :mod:`tests.test_nothing_in_the_clear`.

It stops after every step and waits for a line on its input, so that what it left can be read.
"""

from __future__ import annotations

import datetime
import logging
import os
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peewee import TextField
from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models.case import casefile
from models.case.casefile import SECTIONS, CaseFile
from models.changes import acknowledgements, guidance, merging, people
from models.changes.case import cases, exhibits
from models.entering.open import create_register, open_register
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.queries.people.acknowledgements import NewMember
from models.rules.new_case import blank_case
from models.schema import Case, Task
from ui import app as application
from ui.cases.window.case_window import CaseWindow
from ui.desktop.desktop import Desktop
from ui.previews.file_preview import ExhibitPreview
from ui.printing.preview import PreviewDialog
from ui.settings import Settings

STEM = "wombatquoll"
USER, PASSPHRASE = "okafor", f"{STEM} passphrase of the run"
DAY = datetime.date(2014, 2, 12)
MOMENT = datetime.datetime(2014, 2, 12, 9, 0)
ROWS: dict[str, dict[str, Any]] = {
    "named": {"user_id": 1},
    "subjects": {"role": "officer", "number": "4417", "family_name": f"{STEM}family"},
    "complainants": {"family_name": f"{STEM}complains", "capacity": "complainant"},
    "allegations": {"factors": ["social-media"], "platform": "facebook"},
    "assessments": {"severity": "misconduct", "decided": DAY},
    "findings": {"finding": "cta-misconduct", "decided": DAY},
    "proceedings": {"kind": "misconduct-meeting"},
    "outcomes": {"outcome": "ww", "decided": DAY, "starts": DAY},
    "chronology": {"kind": "decision", "occurred": MOMENT},
    "referrals": {"kind": "mandatory", "decided": DAY},
    "notices": {"kind": "investigation", "served": DAY},
    "suspensions": {"kind": "suspension", "began": DAY},
    "reviews": {"reviewed": DAY, "decision": "continue"},
    "updates": {"sent": DAY, "kind": "update"},
    "clock_changes": {"clock": "referral", "about": 1, "kind": "pause", "day": DAY},
    "steps": {"kind": "skip"},
    "tasks": {"assigned_to_id": 1, "title": f"{STEM}task"},
}
#: What a text field holds that is no free text: codes, numbers and the register's own words.
GIVEN = frozenset({"reference", "series", "former_references", "uid", "number", "entered_by_name"})


def planted() -> CaseFile:
    """A case with a word of its own in every text field of every section but the links."""
    file = blank_case(DAY, 1)
    file.case |= {"kind": "conduct", "received": DAY, "came_to_notice": DAY, "restricted": True}
    _plant(file.case, Case)
    for section, given in ROWS.items():
        pointers = {
            key: file.rows(target)[-1]["id"]
            for key, target in casefile.POINTERS.items()
            if key in SECTIONS[section].fields and file.rows(target)
        }
        if section == "referrals":
            pointers.pop("revises_id", None)
        pointers.pop("corrects_id", None)
        row = casefile.add_row(section, file, **pointers | given)
        _plant(row, SECTIONS[section].model)
        for name in SECTIONS[section].carried:
            free = not name.startswith("guidance") and name not in GIVEN
            if row.get(name) == "" and free:
                row[name] = f"{STEM}{section}{name}"
    return file


def words(file: CaseFile) -> list[str]:
    """Every planted word of a case, as it stands in a field."""
    return [
        value
        for _, row in file.every_row()
        for value in row.values()
        if isinstance(value, str) and value.startswith(STEM)
    ]


def _plant(row: dict[str, Any], model: Any) -> None:
    for item in model._meta.sorted_fields:
        free = isinstance(item, TextField) and not item.null and item.default == ""
        if free and item.column_name not in GIVEN and not row.get(item.column_name):
            row[item.column_name] = f"{STEM}{model._meta.table_name}{item.column_name}"


class Run:
    """The steps, in order; each leaves the program as it is for the next."""

    def __init__(self, sandbox: Path, outside: Path, ending: str) -> None:
        self.path = sandbox / "register" / "force.probity"
        self.outside = outside
        self.ending = ending
        self.outside.mkdir(exist_ok=True)
        self.path.parent.mkdir(exist_ok=True)

    def go(self) -> None:
        """Do everything; the last step never ends where the program is to be killed."""
        application.start_log()
        self.settings = Settings()
        self.app = application.make_application(["probity"], self.settings)
        self.step("created", self.create)
        self.step("saved", self.save)
        self.step("kept", self.keep)
        self.step("window", self.window)
        self.step("searched", self.search)
        self.step("worked in a case", self.work)
        self.step("previewed", self.preview)
        self.step("printed", self.paper)
        self.step("exported", self.export)
        self.step("imported", self.import_file)
        self.step("failed", self.fail)
        if self.ending == "kill":
            with self.register.change(f"{STEM}unfinished") as change:
                for number in range(2000):  # more than the cache holds back from the journal
                    words = f"{STEM}unfinished{number}" * 20
                    change.add(Task, case=1, title=words, notes=words, uid=f"{number}")
                self.window_of_case.draft.set("case", None, "title", f"{STEM}unsaved")
                self.step("in the middle of a change", lambda: None)
        self.step("closed", self.close)

    def step(self, name: str, act: Callable[[], None]) -> None:
        """Do one step, say so, and wait to be told to go on."""
        act()
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        sys.stdin.readline()

    def create(self) -> None:
        """A register under a passphrase, closed and opened again."""
        create_register(
            self.path, force="Weald", user=USER, full_name="D. Okafor", passphrase=PASSPHRASE
        ).close()
        self.register = open_register(self.path, user=USER, passphrase=PASSPHRASE)

    def save(self) -> None:
        """Cases with a word in every field, one linked to the other; people merged and reviewed."""
        with self.register.change(f"{STEM}reason") as change:
            first = cases.save(change, planted(), None)
            second = planted()
            second.case["restricted"] = False
            second.subjects[0]["number"] = "5518"
            link = {"kind": "see-also", "other_reference": first.reference, "reason": f"{STEM}link"}
            casefile.add_row("links", second, **link)
            cases.save(change, second, None)
        with self.register.change() as change:
            merging.merge_people(change, 1, 3, f"{STEM}merge")
            people.review_alert(change, 1, "matters", "1 2", f"{STEM}review", closed=False)
            people.add_post(change, 1, post=f"{STEM}post", unit=f"{STEM}unit")
            document = guidance.add_document(change, title=f"{STEM}guidance", notes=f"{STEM}notes")
            version = guidance.add_version(change, document, name=f"{STEM}one", starts=DAY)
            guidance.add_clause(change, version, number="4.2", words=f"{STEM}clause")
            new = [NewMember("7001", f"{STEM}newmember")]
            acknowledgements.give(change, version, [], given=DAY, new=new)

    def keep(self) -> None:
        """A text, a PDF and a picture, from outside, named and described."""
        for name, content in (
            (f"{STEM}note.txt", f"{STEM}text\n".encode() * 2000),
            (f"{STEM}statement.pdf", _pdf()),
            (f"{STEM}picture.png", _picture()),
        ):
            paper = self.outside / name
            paper.write_bytes(content)
            new = exhibits.NewExhibit(paper, f"{STEM}description", f"{STEM}source")
            exhibits.attach(self.register, 1, new)

    def window(self) -> None:
        """The window, on every page."""
        self.desktop = Desktop(self.register, self.settings)
        shown = self.desktop.show()
        for title in ("People", "My work", "Dashboard", "Guidance", "Cases"):
            shown.show_page(title)
            self.settle()

    def search(self) -> None:
        """Words looked for, by the jump box and in the list."""
        self.desktop.jump(f"{STEM}text")
        self.settle()
        self.desktop.show_cases(Filter(text=STEM))
        self.settle()

    def work(self) -> None:
        """A case opened and saved in its window, every page of it shown."""
        self.window_of_case: CaseWindow = self.desktop.open_case(1)
        self.settle()
        tabs = self.window_of_case.tabs
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            self.settle()
        self.window_of_case.draft.set("case", None, "summary", f"{STEM}typed")
        self.window_of_case.save()
        self.settle()
        assert not self.window_of_case.draft.is_edited(), self.window_of_case.bar.text()

    def preview(self) -> None:
        """Every exhibit looked at."""
        page = self.window_of_case.tabs.exhibits
        self.window_of_case.tabs.setCurrentWidget(page)
        self.settle()
        for place in range(3):
            page.table.selectRow(place)
            page.preview_button.click()
            self.settle()
        assert len(page.findChildren(ExhibitPreview)) == 3

    def paper(self) -> None:
        """The sheet, the chronology and the list, shown, and saved outside."""
        self.desktop.print_sheet(1)
        self.desktop.print_list(Filter(), Sort(), default())
        self.settle()
        shown = self.desktop.window.findChildren(PreviewDialog)
        assert len(shown) == 2
        for number, dialog in enumerate(shown):
            dialog.save_pdf(self.outside / f"paper{number}.pdf")
            self.settle()

    def export(self) -> None:
        """The list, to a folder that the person chose."""
        dialog = self.desktop.export(Filter(text=STEM), Sort(), default())
        dialog.path.setText(str(self.outside / "cases.csv"))
        dialog.start()
        self.settle()
        assert STEM in (self.outside / "cases.csv").read_text(encoding="utf-8")

    def import_file(self) -> None:
        """A file from outside, a row of which cannot be imported; its rows still wait."""
        file = self.outside / "in.csv"
        row = f"Conduct,{STEM}alleged,{STEM}beside,{STEM}imported"
        file.write_text(
            f"Ref,Received,Type,Allegation,Other,Surname\nA,12/02/2014,{row}\nB,{STEM}soon,{row}\n"
        )
        wizard = self.desktop.import_file()
        self.settle()
        wizard.file.path.setText(str(file))
        wizard.file.look()
        self.settle()
        for _ in range(4):
            wizard.go_on()
            self.settle()
        assert wizard.work.done is not None
        assert (wizard.work.done.cases, wizard.work.counts.refused) == (1, 1)

    def fail(self) -> None:
        """Something that goes wrong with the words at hand, and is logged."""

        def wrong(_: object) -> None:
            text = f"{STEM}{Path('x').name}"
            raise ValueError(text)

        kept = planted()
        self.desktop.runner.run(lambda job: wrong(kept))
        self.settle()
        logging.getLogger("ui").warning("something was not as it should be")

    def close(self) -> None:
        """Everything closed, as a person does."""
        self.window_of_case.draft.revert()
        self.desktop.window.close()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        for _ in range(3):
            while self.desktop.runner.busy:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            QTest.qWait(20)


def _pdf() -> bytes:
    """A PDF of one page whose words stand in it uncompressed."""
    text = f"BT /F1 12 Tf 72 720 Td ({STEM}page) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R%s >>"
        % b" /Resources << /Font << /F1 5 0 R >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (table, len(made))
    )


def _picture() -> bytes:
    """A PNG that says the words in its own comment."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    lines = b"".join(b"\0" + b"\x20\x60\xa0" * 40 for _ in range(40))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)),
            chunk(b"tEXt", f"Comment\0{STEM}comment".encode()),
            chunk(b"IDAT", zlib.compress(lines)),
            chunk(b"IEND", b""),
        )
    )


if __name__ == "__main__":
    Run(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]).go()
    sys.stdout.flush()
    os._exit(0)  # the run is over: what the last step left is what is read
