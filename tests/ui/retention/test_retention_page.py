from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from models.case import casefile
from models.entering.open import create_register, open_register
from models.keeping import backups
from models.register import Register
from models.schema import Case
from models.storage import compacting
from tests.models import making, planting
from tests.models.storage.decrypting import every_byte
from tests.ui.cases.driving import opened, press
from ui.background import Runner
from ui.desktop.desktop import Desktop
from ui.retention.retention_page import RetentionPage
from ui.settings import Settings
from ui.widgets.fields_dialog import FieldsDialog

NAME = planting.word("family name")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """Two cases due for review and one that comes, of the same person; one of theirs is open."""
    made = create_register(
        tmp_path / "force.probity",
        force="Weald",
        user="okafor",
        full_name="D. Okafor",
        today=making.TODAY,
        colleagues=[{"name": "moss", "full_name": "M. Moss", "role": "investigator"}],
    )
    for closed in ("2003-03-01", "2003-06-01", "2004-08-01"):
        _closed(made, datetime.date.fromisoformat(closed))
    yield made
    made.close()


@pytest.fixture
def page(qtbot: Any, register: Register, runner: Runner) -> RetentionPage:
    made = RetentionPage(register, runner)
    qtbot.addWidget(made)
    made.resize(1060, 700)
    made.show()
    qtbot.waitUntil(lambda: bool(made.models["due"].items))
    return made


def _closed(register: Register, day: datetime.date) -> None:
    file = making.case_file(received=day, came_to_notice=day)
    file.subjects[0]["family_name"] = NAME
    casefile.add_row("complainants", file, family_name="Oduya", capacity="complainant")
    case_id = making.save(register, file)
    with register.change() as change:
        change.edit(Case, case_id, 1, stage="closed", closed=day)


def _chosen(qtbot: Any, page: RetentionPage, row: int = 0) -> None:
    page.tables["due"].selectRow(row)
    qtbot.waitUntil(lambda: bool(page.panel.buttons) and "What may be done" in _words(page))


def _dialog(page: RetentionPage) -> FieldsDialog:
    return next(one for one in page.findChildren(FieldsDialog) if one.isVisible())


def _typed(qtbot: Any, dialog: FieldsDialog, **words: str) -> None:
    for name, text in words.items():
        editor = dialog.editors[name]
        editor.setFocus()
        editor.selectAll()
        qtbot.keyClicks(editor, text)


def _words(page: RetentionPage) -> str:
    said = "\n".join(one.text() for one in page.panel.findChildren(QLabel) if one.isVisible())
    return said.replace("\N{WORD JOINER}", "")


def _gone(qtbot: Any, page: RetentionPage, runner: Runner, case_id: int) -> None:
    qtbot.waitUntil(lambda: not runner.busy, timeout=20_000)
    qtbot.waitUntil(
        lambda: case_id not in [one.case_id for one in page.models["due"].items], timeout=20_000
    )


def test_the_page_says_what_is_due_what_comes_and_why(qtbot: Any, page: RetentionPage) -> None:
    assert page.buttons["due"].text() == "Due (2)"
    assert page.buttons["soon"].text() == "Within a year (1)"
    _chosen(qtbot, page)
    said = _words(page)
    assert "Case to answer, or proven: 10 years after it was closed on 1 Mar 2003." in said
    assert "▲ Due for review since 1 Mar 2013" in said
    assert "The rule suggests: anonymise." in said
    assert f"4417 {NAME}  ·  Subject" in said
    assert "Also in PS/2003/00002, PS/2004/00001, and stays there." in said
    assert "In no other case that you may see." in said
    press(qtbot, page.buttons["soon"])
    assert [one.reference for one in page.models["soon"].items] == ["PS/2004/00001"]
    press(qtbot, page.buttons["done"])
    assert page._stacks["done"].currentIndex() == 0  # it says what it is for
    assert not page.panel.isVisible()


def test_a_case_is_kept_with_a_day_and_a_reason(qtbot: Any, page: RetentionPage) -> None:
    _chosen(qtbot, page)
    press(qtbot, page.panel.buttons["keep"])
    dialog = _dialog(page)
    _typed(qtbot, dialog, until="1 Jan 2014")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: bool(dialog.fields["until"].error_text()))
    assert dialog.fields["reason"].error_text()
    _typed(qtbot, dialog, until="1 Dec 2014", reason="An inquest is pending")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: page.buttons["soon"].text() == "Within a year (2)")
    assert page.message.text() == "PS/2003/00001 is kept."
    assert "until 1 Dec 2014" not in _words(page)  # nothing is chosen in what is due
    press(qtbot, page.buttons["soon"])
    rows = [page.models["soon"].items[row].reference for row in range(2)]
    page.tables["soon"].selectRow(rows.index("PS/2003/00001"))
    qtbot.waitUntil(lambda: "until 1 Dec 2014: An inquest is pending" in _words(page))


@pytest.mark.parametrize(("act", "done"), [("anonymise", "anonymised"), ("erase", "erased")])
def test_what_goes_for_good_needs_a_reason_and_the_reference_typed(
    qtbot: Any, page: RetentionPage, register: Register, runner: Runner, act: str, done: str
) -> None:
    _chosen(qtbot, page)
    press(qtbot, page.panel.buttons[act])
    dialog = _dialog(page)
    said = "\n".join(one.text() for one in dialog.findChildren(QLabel))
    for words in ("Removed for good:", "Kept:", "Backups", "This cannot be undone."):
        assert words in said
    before = dialog.height()
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: bool(dialog.fields["confirm"].error_text()))
    assert dialog.fields["reason"].error_text()
    qtbot.waitUntil(lambda: dialog.height() > before)  # rather than hide what it asks for
    _typed(qtbot, dialog, reason=f"{NAME} asked", confirm="ps/2003/00001")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: "Do not include" in dialog.fields["reason"].error_text())
    assert len(page.models["due"].items) == 2
    _typed(qtbot, dialog, reason="Ten years are over")
    press(qtbot, dialog.agree)
    _gone(qtbot, page, runner, 1)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: page.message.text() == f"PS/2003/00001 is {done}.")
    press(qtbot, page.buttons["done"])
    (event,) = page.models["done"].items
    assert (event.user_name, event.reason) == ("D. Okafor", "Ten years are over")
    cell = page.models["done"].index(0, 2)
    assert cell.data() == f"PS/2003/00001 {done}"
    with register.reader() as connection:
        count = connection.execute('SELECT COUNT(*) FROM "case"').fetchone()[0]
        assert count == (3 if act == "anonymise" else 2)
        subjects = connection.execute("SELECT COUNT(*) FROM subject WHERE member_id = 1")
        assert subjects.fetchone()[0] == 2


def test_a_person_goes_with_every_case_that_they_are_in(
    qtbot: Any, page: RetentionPage, register: Register, runner: Runner
) -> None:
    assert planting.tail(NAME).encode() in every_byte(register.path)
    _chosen(qtbot, page)
    press(qtbot, button_named(page, f"Anonymise 4417 {NAME}"))
    dialog = _dialog(page)
    said = "\n".join(one.text() for one in dialog.findChildren(QLabel))
    assert "PS/2003/00001, PS/2003/00002, PS/2004/00001" in said
    _typed(qtbot, dialog, reason="Asked for by a court", confirm="PS/2003/00001")
    press(qtbot, dialog.agree)
    _gone(qtbot, page, runner, 1)
    qtbot.waitUntil(lambda: not page.models["soon"].items)
    assert page.message.text() == "They are no longer in the register."
    assert planting.tail(NAME).encode() not in every_byte(register.path)


def test_the_file_is_written_anew_as_soon_as_nobody_reads_it(
    qtbot: Any,
    page: RetentionPage,
    register: Register,
    runner: Runner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compacting, "TRIES", 1)
    register._database.execute_sql("PRAGMA busy_timeout = 50")
    reading = making.raw(register.path)
    reading.execute("BEGIN")
    reading.execute("SELECT * FROM person").fetchall()
    _chosen(qtbot, page)
    press(qtbot, page.panel.buttons["erase"])
    dialog = _dialog(page)
    _typed(qtbot, dialog, reason="Ten years are over", confirm="PS/2003/00001")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: "when nobody else is reading" in page.message.text())
    _gone(qtbot, page, runner, 1)
    reading.close()
    page.reload()

    def is_waiting() -> bool:
        with register.reader() as connection:
            return compacting.is_asked_for(connection)

    qtbot.waitUntil(lambda: not is_waiting(), timeout=20_000)


def test_backups_that_still_hold_it_are_named(
    qtbot: Any, page: RetentionPage, register: Register
) -> None:
    made = backups.make(register)
    assert made is not None
    made.with_name("force.backup-20140227-090000.probity").touch()  # another's, by its keys
    page.reload()
    qtbot.waitUntil(lambda: bool(page._copies))
    _chosen(qtbot, page)
    press(qtbot, page.panel.buttons["anonymise"])
    dialog = _dialog(page)
    said = "\n".join(one.text() for one in dialog.findChildren(QLabel))
    assert "Earlier backups still contain it" in said
    assert made.name in said
    assert "backup-20140227" not in said


def test_an_anonymised_case_says_so_in_its_window(
    qtbot: Any, page: RetentionPage, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, 1)
    _chosen(qtbot, page)
    press(qtbot, page.panel.buttons["anonymise"])
    dialog = _dialog(page)
    _typed(qtbot, dialog, reason="Ten years are over", confirm="PS/2003/00001")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: "was anonymised on 28 Feb 2014" in window.bar.text(), timeout=20_000)
    assert window.draft.file.case["title"] == "Anonymised"
    assert window.draft.problems == []  # days at the first of their months are no mistake


def test_only_who_decides_on_retention_has_the_page(
    qtbot: Any, app: Any, register: Register, settings: Settings
) -> None:
    found = {}
    for name in ("okafor", "moss"):
        with open_register(register.path, user=name) as signed_in:
            desktop = Desktop(signed_in, settings)
            qtbot.addWidget(desktop.window)
            titles = [one.text() for one in desktop.window.findChildren(QPushButton)]
            found[name] = "Retention" in titles
            desktop.runner.shutdown()
    assert found == {"okafor": True, "moss": False}


def button_named(page: RetentionPage, name: str) -> QPushButton:
    return next(one for one in page.panel.findChildren(QPushButton) if one.accessibleName() == name)
