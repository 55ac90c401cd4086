from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from models.case import casefile
from models.entering.open import create_register, open_register
from models.queries.cases.letters import LetterRow, letters, templates
from models.register import Register
from models.rules.process.clocks import clocks_of
from models.schema import User
from models.storage.stored_files import read_head
from tests.models.making import TODAY, case_file, docx_of, loaded, save
from tests.ui.cases.driving import choose, closed, opened, press
from ui.background import Runner
from ui.cases.pages.letters_page import LettersPage
from ui.cases.window.case_window import CaseWindow
from ui.letters.field_picker import FieldPicker
from ui.letters.templates_dialog import TemplatesDialog
from ui.letters.write_dialog import WriteLetter
from ui.printing.pages_view import PagesView

#: Milliseconds for a process apart to answer on a machine with much to do.
PATIENCE = 30_000


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = create_register(
        tmp_path / "force.probity", force="Weald", user="okafor", full_name="D. Okafor", today=TODAY
    )
    yield made
    made.close()


@pytest.fixture
def window(qtbot: Any, register: Register, runner: Runner) -> CaseWindow:
    file = case_file("Late answer to a call", kind="complaint-schedule3")
    since = datetime.date(2014, 2, 12)
    casefile.add_row("complainants", file, family_name="Marsh", title="Ms", since=since)
    return opened(qtbot, register, runner, save(register, file))


def _page(qtbot: Any, window: CaseWindow, runner: Runner) -> LettersPage:
    page = window.tabs.letters
    window.tabs.setCurrentWidget(page)
    qtbot.waitUntil(lambda: not runner.busy, timeout=PATIENCE)
    return page


def _write(qtbot: Any, page: LettersPage, runner: Runner, template: str) -> WriteLetter:
    press(qtbot, page.write_button)
    dialog = page.findChildren(WriteLetter)[-1]
    qtbot.waitUntil(lambda: dialog.form.template.count() > 1, timeout=PATIENCE)
    choose(qtbot, dialog.form.template, template)
    return dialog


def _ready(qtbot: Any, dialog: WriteLetter) -> None:
    qtbot.waitUntil(dialog.keep_button.isEnabled, timeout=PATIENCE)


def _kept(register: Register) -> list[LetterRow]:
    with register.reader() as connection:
        return letters(connection, 1)


def _update_due(register: Register) -> datetime.date | None:
    found = [one for one in clocks_of(loaded(register, 1)) if one.rule.code == "update"]
    return found[0].due


@pytest.mark.slow
def test_an_update_is_written_seen_kept_and_moves_the_clock(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow
) -> None:
    page = _page(qtbot, window, runner)
    assert page.empty.isVisible()
    assert _update_due(register) == datetime.date(2014, 3, 12)
    dialog = _write(qtbot, page, runner, "28-day update")
    assert dialog.form.recipient.currentText() == "Marsh (complainant)"
    assert "restarts the 28 days" in dialog.form.offer.text()
    _ready(qtbot, dialog)
    assert "What you write for this letter" in dialog.message.text()
    qtbot.keyClicks(dialog.form.words, "Two people were seen.")
    choose(qtbot, dialog.form.method, "Post")
    assert not dialog.keep_button.isEnabled()
    _ready(qtbot, dialog)
    assert dialog.message.isHidden()
    assert dialog.pages.count == 1
    press(qtbot, dialog.keep_button)
    qtbot.waitUntil(lambda: len(page.model.items) == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not runner.busy, timeout=PATIENCE)
    (row,) = _kept(register)
    with register.reader() as connection:
        said = docx.Document(io.BytesIO(read_head(connection, row, 10**7)))
    assert "Two people were seen." in [one.text for one in said.paragraphs]
    assert (row.recipient, row.how, row.recorded) == ("Marsh", "Post", "Progress update")
    assert _update_due(register) == datetime.date(2014, 3, 28)
    qtbot.waitUntil(lambda: "kept as it was sent" in window.bar.text(), timeout=PATIENCE)
    assert window.draft.file.updates[0]["summary"] == "Letter 1: 28-day update"
    assert not window.draft.is_edited()
    closed(qtbot, window)


@pytest.mark.slow
def test_what_is_not_to_be_recorded_is_not(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow
) -> None:
    page = _page(qtbot, window, runner)
    dialog = _write(qtbot, page, runner, "Witness request")
    assert dialog.form.offer.text() == "Record it in the chronology"
    dialog.form.record.click()
    _ready(qtbot, dialog)
    press(qtbot, dialog.keep_button)
    qtbot.waitUntil(lambda: len(page.model.items) == 1, timeout=PATIENCE)
    assert _kept(register)[0].recorded == ""
    assert len(loaded(register, 1).chronology) == 1
    closed(qtbot, window)


@pytest.mark.slow
def test_a_draft_is_gone_on_with_in_word_and_kept_as_it_then_is(
    qtbot: Any,
    register: Register,
    runner: Runner,
    window: CaseWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = _page(qtbot, window, runner)
    dialog = _write(qtbot, page, runner, "Acknowledgement")
    _ready(qtbot, dialog)
    draft = tmp_path / "draft.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(draft), ""))
    press(qtbot, dialog.draft_button)
    qtbot.waitUntil(lambda: "Saved draft.docx" in dialog.message.text(), timeout=PATIENCE)
    document = docx.Document(str(draft))
    document.add_paragraph("And one thing more.")
    document.save(str(draft))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(draft), ""))
    press(qtbot, dialog.file_button)
    qtbot.waitUntil(lambda: "draft.docx" in dialog.form.note.text(), timeout=PATIENCE)
    _ready(qtbot, dialog)
    press(qtbot, dialog.keep_button)
    qtbot.waitUntil(lambda: len(page.model.items) == 1, timeout=PATIENCE)
    (row,) = _kept(register)
    with register.reader() as connection:
        assert read_head(connection, row, 10**7) == draft.read_bytes()
    page.table.selectRow(0)
    out = tmp_path / "again.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    press(qtbot, page.save_button)
    qtbot.waitUntil(lambda: "hash verified" in page.message.text(), timeout=PATIENCE)
    assert out.read_bytes() == draft.read_bytes()
    press(qtbot, page.show_button)
    qtbot.waitUntil(lambda: bool(page.findChildren(PagesView)), timeout=PATIENCE)
    closed(qtbot, window)


@pytest.mark.slow
def test_a_file_that_is_no_letter_is_said_and_nothing_is_kept(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow, tmp_path: Path
) -> None:
    page = _page(qtbot, window, runner)
    dialog = _write(qtbot, page, runner, "Acknowledgement")
    _ready(qtbot, dialog)
    (tmp_path / "run.docx").write_bytes(b"MZ")
    dialog.use_file(tmp_path / "run.docx")
    qtbot.waitUntil(lambda: "not a Word document" in dialog.message.text(), timeout=PATIENCE)
    assert not dialog.keep_button.isEnabled()
    assert _kept(register) == []
    closed(qtbot, window)


@pytest.mark.slow
def test_a_day_that_is_none_and_one_to_come_are_said_beside_the_date(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow
) -> None:
    page = _page(qtbot, window, runner)
    dialog = _write(qtbot, page, runner, "Acknowledgement")
    dialog.form.sent.selectAll()
    qtbot.keyClicks(dialog.form.sent, "31 Feb 2014")
    assert "not a date that exists" in dialog.form.fields["sent"].error_text()
    dialog.form.sent.selectAll()
    qtbot.keyClicks(dialog.form.sent, "1 Mar 2014")
    _ready(qtbot, dialog)
    press(qtbot, dialog.keep_button)
    qtbot.waitUntil(
        lambda: "after today" in dialog.form.fields["sent"].error_text(), timeout=PATIENCE
    )
    assert _kept(register) == []
    closed(qtbot, window)


def test_fields_are_found_by_a_word_and_copied(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow
) -> None:
    page = _page(qtbot, window, runner)
    dialog = _write(qtbot, page, runner, "Acknowledgement")
    press(qtbot, dialog.fields_button)
    picker = dialog.findChildren(FieldPicker)[-1]
    everything = len(picker.model.items)
    qtbot.keyClicks(picker.search, "complainant name")
    assert 0 < len(picker.model.items) < everything
    (line,) = [one for one in picker.model.items if one.written == "{{ complainant.name }}"]
    assert line.says == "Marsh"
    picker.table.selectRow(picker.model.items.index(line))
    press(qtbot, picker.copy_button)
    assert QApplication.clipboard().text() == "{{ complainant.name }}"
    closed(qtbot, window)


@pytest.mark.slow
def test_a_template_of_ones_own_is_added_retired_and_refused_where_a_field_is_unknown(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow, tmp_path: Path
) -> None:
    page = _page(qtbot, window, runner)
    press(qtbot, page.templates_button)
    dialog = page.findChildren(TemplatesDialog)[-1]
    qtbot.waitUntil(lambda: len(dialog.model.items) == 6, timeout=PATIENCE)
    path = tmp_path / "ours.docx"
    path.write_bytes(docx_of("Dear {{ recipient.deer }}"))
    asked = dialog.add()
    asked.editors["file"].setText(str(path))
    qtbot.keyClicks(asked.editors["name"], "Ours")
    choose(qtbot, asked.editors["about"], "28-day update")
    press(qtbot, asked.agree)
    qtbot.waitUntil(lambda: "“recipient.dear”" in asked.message.text(), timeout=PATIENCE)
    path.write_bytes(docx_of("Dear {{ recipient.dear }}"))
    press(qtbot, asked.agree)
    qtbot.waitUntil(lambda: len(dialog.model.items) == 7, timeout=PATIENCE)
    dialog.table.selectRow(0)
    press(qtbot, dialog.retire_button)
    qtbot.waitUntil(
        lambda: dialog.model.index(5 + 1, 4).data() != "" and _retired(register), timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: dialog.retire_button.text() == "Offer again", timeout=PATIENCE)
    dialog.reject()
    closed(qtbot, window)


def _retired(register: Register) -> bool:
    with register.reader() as connection:
        return templates(connection)[0].retired == TODAY


def test_whoever_may_only_read_sees_letters_and_writes_none(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow
) -> None:
    with register.change() as change:
        change.add(User, name="reader", full_name="N. Reader", role="reader")
    closed(qtbot, window)
    with open_register(register.path, user="reader") as theirs:
        own = opened(qtbot, theirs, runner, 1)
        page = _page(qtbot, own, runner)
        assert not page.write_button.isEnabled()
        assert "your role may not" in page.write_button.toolTip()
        closed(qtbot, own)
        qtbot.waitUntil(lambda: not runner.busy, timeout=PATIENCE)


def test_a_case_not_yet_saved_has_no_letters(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    own = opened(qtbot, register, runner, None)
    page = _page(qtbot, own, runner)
    assert not page.write_button.isEnabled()
    assert page.write_button.toolTip() == "Save the case first."
    closed(qtbot, own)
