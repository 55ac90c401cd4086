"""Backups in the window: made, listed, looked through, restored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from models.entering.open import create_register, open_register
from models.errors import RegisterError
from models.keeping import backups
from models.register import Register
from models.schema import User
from tests.models.making import TODAY, case_file, save
from tests.ui.cases.driving import answer, press
from tests.ui.users.driving import cut
from ui.backups.backups_dialog import CHECKED, IN_ORDER, BackupsDialog
from ui.backups.restore_file import RestoreFile
from ui.desktop.desktop import Desktop
from ui.settings import Settings
from ui.widgets.fields_dialog import FieldsDialog


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY)
    save(made, case_file("Kept"))
    yield made
    made.close()


@pytest.fixture
def desktop(
    qtbot: Any, app: QApplication, register: Register, settings: Settings
) -> Iterator[Desktop]:
    made = Desktop(register, settings)
    made.show()
    rest(qtbot, made)
    yield made
    made.runner.shutdown()
    made.window.hide()


def rest(qtbot: Any, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.runner.busy)


def shown(qtbot: Any, desktop: Desktop) -> BackupsDialog:
    action = desktop.keeping.backups_action
    action.trigger()
    (dialog,) = desktop.window.findChildren(BackupsDialog)
    rest(qtbot, desktop)
    return dialog


def states(dialog: BackupsDialog) -> list[str]:
    return [row.state for row in dialog.model.items]


def cell(dialog: BackupsDialog, row: int, column: int) -> str:
    return str(dialog.model.index(row, column).data())


def titles(path: Path) -> list[str]:
    with open_register(path) as register, register.reader() as connection:
        return [row[0] for row in connection.execute('SELECT title FROM "case" ORDER BY id')]


def test_the_first_is_made_from_an_empty_page_and_looked_through(
    qtbot: Any, desktop: Desktop, register: Register
) -> None:
    dialog = shown(qtbot, desktop)
    assert dialog.empty.isVisible()
    assert not dialog.restore_button.isEnabled()
    press(qtbot, dialog.empty.button)
    qtbot.waitUntil(lambda: states(dialog) == [IN_ORDER])
    assert "Backed up, and checked" in dialog.message.text()
    assert cell(dialog, 0, 1) == "Backup"
    assert cell(dialog, 0, 3) == "1"
    assert cell(dialog, 0, CHECKED) == "✓ In order"
    assert dialog.restore_button.isEnabled()
    qtbot.waitUntil(lambda: desktop.keeping.line.text().startswith("Backed up today at"))
    save(register, case_file("Later"))
    press(qtbot, dialog.now_button)
    qtbot.waitUntil(lambda: states(dialog) == [IN_ORDER] * 2)
    assert [cell(dialog, at, 3) for at in (0, 1)] == ["2", "1"]
    assert dialog.chosen() == dialog.model.items[1]  # the one that was chosen before


def test_each_is_looked_through_one_after_another(
    qtbot: Any, desktop: Desktop, register: Register
) -> None:
    for _ in range(3):
        assert backups.make(register) is not None
    dialog = shown(qtbot, desktop)
    qtbot.waitUntil(lambda: states(dialog) == [IN_ORDER] * 3)


def test_somebody_whose_role_has_changed_meanwhile_makes_none(
    qtbot: Any, desktop: Desktop, register: Register
) -> None:
    from models.schema import User

    dialog = shown(qtbot, desktop)
    with register.change() as change:
        change.edit(User, 1, 1, role="investigator")
    press(qtbot, dialog.empty.button)
    qtbot.waitUntil(dialog.message.isVisible)
    assert "your role may not make and restore backups" in dialog.message.text()
    assert not list(backups.plan(register).folder.glob("*.probity"))
    dialog.reject()


def test_a_damaged_one_is_said_to_be_and_cannot_be_restored(
    qtbot: Any, desktop: Desktop, register: Register
) -> None:
    backup = backups.make(register)
    assert backup is not None
    content = bytearray(backup.read_bytes())
    content[len(content) // 2 :][:64] = b""
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(64)
    backup.write_bytes(content)
    dialog = shown(qtbot, desktop)
    qtbot.waitUntil(lambda: states(dialog) == ["Damaged"])
    assert cell(dialog, 0, CHECKED) == "▲ Damaged"
    assert not dialog.restore_button.isEnabled()


def test_restoring_closes_the_register_and_puts_the_backup_in_its_place(
    qtbot: Any, desktop: Desktop, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.make(register)
    save(register, case_file("Later"))
    dialog = shown(qtbot, desktop)
    qtbot.waitUntil(lambda: states(dialog) == [IN_ORDER])
    answer(monkeypatch, "Cancel")
    press(qtbot, dialog.restore_button)
    rest(qtbot, desktop)
    assert dialog.isVisible()
    answer(monkeypatch, "Restore")
    with qtbot.waitSignal(desktop.restored) as said:
        press(qtbot, dialog.restore_button)
    sentence, kind = said.args
    assert kind == "good"
    (kept,) = register.path.parent.glob("force.before-restore-*.probity")
    assert kept.name in sentence
    assert titles(register.path) == ["Kept"]
    assert titles(kept) == ["Kept", "Later"]
    assert not list(register.path.parent.glob(".*restoring*"))


def test_a_case_with_unsaved_edits_that_stays_open_keeps_the_register(
    qtbot: Any, desktop: Desktop, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.make(register)
    window = desktop.open_case(1)
    rest(qtbot, desktop)
    window.draft.set("case", None, "title", "Not saved")
    dialog = shown(qtbot, desktop)
    qtbot.waitUntil(lambda: states(dialog) == [IN_ORDER])
    asked: list[str] = []

    def choose(box: Any) -> int:
        words = "Restore" if box.windowTitle() == "Restore this backup" else "Keep editing"
        asked.append(words)
        next(one for one in box.buttons() if one.text() == words).click()
        return 0

    monkeypatch.setattr("PySide6.QtWidgets.QMessageBox.exec", choose)
    press(qtbot, dialog.restore_button)
    qtbot.waitUntil(lambda: "Not restored" in desktop.window.message.text())
    assert asked == ["Restore", "Keep editing"]
    assert not list(register.path.parent.glob("*restor*"))
    assert save(register, case_file("Still open")) == 2
    window.draft.revert()
    window.close()


def test_one_that_is_open_elsewhere_is_not_replaced(
    qtbot: Any, desktop: Desktop, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.make(register)
    dialog = shown(qtbot, desktop)
    qtbot.waitUntil(lambda: states(dialog) == [IN_ORDER])
    answer(monkeypatch, "Restore")
    with open_register(register.path), qtbot.waitSignal(desktop.restored) as said:
        press(qtbot, dialog.restore_button)
    sentence, kind = said.args
    assert kind == "error"
    assert "open in another window" in sentence
    assert not list(register.path.parent.glob("*before-restore*"))


def test_settings_are_kept_and_refused_beside_their_field(
    qtbot: Any, desktop: Desktop, register: Register
) -> None:
    dialog = shown(qtbot, desktop)
    assert dialog.how.text().startswith("Only when asked for; the newest 14 are kept, in ")
    press(qtbot, dialog.settings_button)
    (asked,) = dialog.findChildren(FieldsDialog)
    typed(qtbot, asked.editors["folder"], "/no/such/folder")
    typed(qtbot, asked.editors["hours"], "often")
    press(qtbot, asked.agree)
    rest(qtbot, desktop)
    assert "Choose a folder that exists" in asked.fields["folder"].error_text()
    assert "hours between backups" in asked.fields["hours"].error_text()
    typed(qtbot, asked.editors["folder"], "Backups")
    typed(qtbot, asked.editors["hours"], "12")
    typed(qtbot, asked.editors["kept"], "30")
    press(qtbot, asked.agree)
    qtbot.waitUntil(lambda: dialog.how.text().startswith("Every 12 hours; the newest 30 are kept"))
    assert backups.plan(register).hours == 12


def typed(qtbot: Any, editor: QLineEdit, words: str) -> None:
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, words)


class TestSchedule:
    def test_makes_one_where_it_is_due_and_says_so(
        self, qtbot: Any, app: QApplication, tmp_path: Path, settings: Settings
    ) -> None:
        with create_register(tmp_path / "real.probity", force="Weald", user="okafor") as register:
            desktop = Desktop(register, settings)
            desktop.show()
            desktop.keeping.schedule.look()
            qtbot.waitUntil(lambda: desktop.keeping.line.text().startswith("Backed up today"))
            assert len(list((tmp_path / "Backups").glob("real.backup-*.probity"))) == 1
            desktop.keeping.schedule.look()
            rest(qtbot, desktop)
            assert len(list((tmp_path / "Backups").glob("real.backup-*.probity"))) == 1
            desktop.runner.shutdown()
            desktop.window.hide()

    @pytest.mark.parametrize(("first", "every"), [(0, 10**6), (10**6, 50)])
    def test_looks_by_itself_soon_and_then_again_and_again(
        self,
        qtbot: Any,
        app: QApplication,
        tmp_path: Path,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
        first: int,
        every: int,
    ) -> None:
        monkeypatch.setattr("ui.backups.schedule.FIRST", first)
        monkeypatch.setattr("ui.backups.schedule.EVERY", every)
        with create_register(tmp_path / "real.probity", force="Weald", user="okafor") as register:
            desktop = Desktop(register, settings)
            desktop.show()
            timer = desktop.keeping.schedule._timer
            timer.timeout.connect(lambda: timer.setInterval(10**6))  # that one look may take
            folder = tmp_path / "Backups"
            qtbot.waitUntil(lambda: len(list(folder.glob("real.backup-*.probity"))) == 1)
            desktop.runner.shutdown()
            desktop.window.hide()

    def test_says_once_that_one_failed_and_why(
        self, qtbot: Any, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise RegisterError("No backup was made: the folder is away.")

        told: list[str] = []
        desktop.keeping.schedule.failed.connect(told.append)
        monkeypatch.setattr(backups, "make_if_due", fail)
        for _ in range(2):
            desktop.keeping.schedule.look()
            rest(qtbot, desktop)
        assert told == ["No backup was made: the folder is away."]
        assert desktop.window.message.text() == told[0]
        assert desktop.keeping.line.text() == "▲ Backup failed"

    def test_a_backup_long_ago_is_said_to_be(
        self, qtbot: Any, desktop: Desktop, register: Register
    ) -> None:
        from models.changes.backups import set_plan

        set_plan(register, folder="", hours="24", kept="3")
        made = backups.make(register)
        assert made is not None
        made.rename(made.with_name("force.backup-20140203-090000.probity"))
        desktop.keeping.schedule.refresh()
        qtbot.waitUntil(lambda: desktop.keeping.line.text() == "▲ Last backup 3 Feb 2014")

    def test_stopping_it_leaves_nothing(
        self, qtbot: Any, desktop: Desktop, register: Register, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make = backups.make

        def slowly(*given: Any, **named: Any) -> Any:
            desktop.runner.started.disconnect()
            for job in tuple(desktop.runner._jobs):
                job._cancelled.set()  # as the Stop button does, from another thread
            return make(*given, **named)

        monkeypatch.setattr(backups, "make_if_due", slowly)
        desktop.keeping.schedule.look()
        rest(qtbot, desktop)
        assert not list(backups.plan(register).folder.glob("*.probity*"))


def test_who_may_not_back_up_is_told_when_it_was_and_no_more(
    qtbot: Any, app: QApplication, register: Register, settings: Settings
) -> None:
    with register.change() as change:
        change.add(User, name="sayer", full_name="S. Ayer", role="investigator")
    backups.make(register)
    with open_register(register.path, user="sayer") as theirs:
        desktop = Desktop(theirs, settings)
        desktop.show()
        desktop.keeping.schedule.refresh()
        qtbot.waitUntil(lambda: desktop.keeping.line.text().startswith("Backed up today"))
        for part in (desktop.keeping.backups_action, desktop.keeping.line):
            assert not part.isEnabled()
            assert "your role may not make and restore backups" in part.toolTip()
        desktop.runner.shutdown()
        desktop.window.hide()


class TestRestoreFile:
    @pytest.fixture
    def dialog(self, qtbot: Any, app: QApplication) -> RestoreFile:
        made = RestoreFile()
        qtbot.addWidget(made)
        made.show()
        return made

    def test_a_lost_register_comes_back(
        self, qtbot: Any, dialog: RestoreFile, register: Register
    ) -> None:
        backup = backups.make(register)
        register.close()
        register.path.unlink()
        register.path.with_name(register.path.name + "-keys").unlink()
        typed(qtbot, dialog.backup, str(backup))
        assert dialog.place.text() == str(register.path)
        assert not dialog.fields["passphrase"].isVisible()
        with qtbot.waitSignal(dialog.accepted):
            qtbot.keyClick(dialog.place, Qt.Key.Key_Return)
        assert titles(register.path) == ["Kept"]
        assert (dialog.target, dialog.kept) == (register.path, None)

    def test_one_with_passphrases_asks_for_that_of_its_time_or_the_recovery_key(
        self, qtbot: Any, dialog: RestoreFile, tmp_path: Path
    ) -> None:
        path, words = tmp_path / "sealed.probity", "a stone bridge in the rain"
        with create_register(path, force="W", user="okafor", passphrase=words) as register:
            recovery = register.recovery_key
            save(register, case_file("Sealed"))
            backup = backups.make(register)
        typed(qtbot, dialog.backup, str(backup))
        qtbot.waitUntil(dialog.fields["passphrase"].isVisible)
        typed(qtbot, dialog.name, "okafor")
        typed(qtbot, dialog.passphrase, "something else altogether")
        press(qtbot, dialog.agree)
        qtbot.waitUntil(lambda: "do not open" in dialog.fields["passphrase"].error_text())
        assert not list(tmp_path.glob("*before-restore*"))
        typed(qtbot, dialog.name, "")
        dialog.name.clear()
        typed(qtbot, dialog.passphrase, recovery)
        with qtbot.waitSignal(dialog.accepted, timeout=20_000):
            press(qtbot, dialog.agree)
        assert dialog.kept is not None
        with (
            open_register(path, user="okafor", passphrase=words) as again,
            again.reader() as connection,
        ):
            assert connection.execute('SELECT COUNT(*) FROM "case"').fetchone()[0] == 1

    def test_what_is_no_backup_is_refused(
        self, qtbot: Any, dialog: RestoreFile, tmp_path: Path
    ) -> None:
        other = tmp_path / "notes.txt"
        other.write_text("x" * 9000)
        typed(qtbot, dialog.backup, str(other))
        typed(qtbot, dialog.place, str(tmp_path / "new.probity"))
        press(qtbot, dialog.agree)
        qtbot.waitUntil(lambda: "not a Probity register" in dialog.message.text())
        qtbot.waitUntil(lambda: cut(dialog) == [])
        assert not (tmp_path / "new.probity").exists()
