"""Cases sent from the list and received in another register, by click and key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from models.entering.open import create_register, open_register
from models.queries.cases import case_list
from models.queries.cases.filters import Filter
from models.register import Register
from models.schema import User
from tests.models.making import PASSPHRASE, TODAY, case_file, save
from tests.models.moving.moving import looked_at, sent
from tests.ui.cases.driving import opened, press
from ui.background import Runner
from ui.desktop.desktop import Desktop
from ui.moving.receive_dialog import ReceiveDialog
from ui.moving.send_dialog import SendDialog
from ui.settings import Settings


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY)
    save(made, case_file("First matter"))
    save(made, case_file("Second matter"))
    yield made
    made.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "other.probity"
    made = create_register(path, force="Downs", user="vance", full_name="V. Vance", today=TODAY)
    yield made
    made.close()


def send_dialog(
    qtbot: Any, register: Register, runner: Runner, chosen: int | None = 1
) -> SendDialog:
    dialog = SendDialog(register, runner, Filter(), chosen)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not runner.busy)
    return dialog


def fill(qtbot: Any, dialog: SendDialog, path: Path, passphrase: str = PASSPHRASE) -> None:
    dialog.path.clear()
    qtbot.keyClicks(dialog.path, str(path))
    dialog.passphrase.clear()
    for one in (dialog.passphrase.first, dialog.passphrase.second):
        qtbot.keyClicks(one.line, passphrase)


def receive_dialog(qtbot: Any, register: Register, runner: Runner) -> ReceiveDialog:
    dialog = ReceiveDialog(register, runner)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def shown(dialog: ReceiveDialog) -> list[tuple[str, ...]]:
    model = dialog.case_table.model()
    return [
        tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_the_chosen_case_or_all_of_the_view_is_sent(
    qtbot: Any, app: QApplication, runner: Runner, register: Register, tmp_path: Path
) -> None:
    dialog = send_dialog(qtbot, register, runner)
    assert dialog.one.text() == "PS/2014/00001 First matter, alone"
    assert dialog.all.text() == "Every case in this view: 2 cases"
    fill(qtbot, dialog, tmp_path / "one.probity-cases")
    press(qtbot, dialog.send)
    qtbot.waitUntil(lambda: dialog.message.isVisible())
    assert dialog.message.text() == "Wrote 1 case to one.probity-cases, sealed."
    assert not dialog.passphrase.first.text()
    dialog.all.setFocus()
    qtbot.keyClick(dialog.all, Qt.Key.Key_Space)
    fill(qtbot, dialog, tmp_path / "all.probity-cases")
    press(qtbot, dialog.send)
    qtbot.waitUntil(lambda: "Wrote 2 cases" in dialog.message.text())
    titles = [one.title for one in looked_at(register, tmp_path / "all.probity-cases").arrivals]
    assert titles == ["First matter", "Second matter"]


def test_what_is_wrong_is_said_beside_it_and_nothing_is_written(
    qtbot: Any, app: QApplication, runner: Runner, register: Register, tmp_path: Path
) -> None:
    dialog = send_dialog(qtbot, register, runner)
    fill(qtbot, dialog, tmp_path / "no-such-folder" / "x", "short")
    press(qtbot, dialog.send)
    assert dialog.file_field.error_text() == "Name a file to write, in a folder that exists."
    assert "at least 12" in dialog.passphrase.fields[0].error_text()
    assert not runner.busy


def test_a_parcel_is_looked_at_then_brought_in_then_known(
    qtbot: Any, app: QApplication, runner: Runner, register: Register, other: Register,
    tmp_path: Path,
) -> None:  # fmt: skip
    parcel = sent(register, tmp_path / "out.probity-cases")
    dialog = receive_dialog(qtbot, other, runner)
    assert not dialog.receive_button.isEnabled()
    press(qtbot, dialog.look_button)
    assert dialog.fields["path"].error_text() == "Choose a file."
    qtbot.keyClicks(dialog.path, str(parcel))
    qtbot.keyClicks(dialog.passphrase.line, "not the passphrase")
    qtbot.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.fields["passphrase"].error_text()))
    dialog.passphrase.clear()
    qtbot.keyClicks(dialog.passphrase.line, PASSPHRASE)
    qtbot.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.receive_button.isEnabled)
    assert shown(dialog) == [
        ("PS/2014/00001", "First matter", "To be added", ""),
        ("PS/2014/00002", "Second matter", "To be added", ""),
    ]
    assert "Sent by Weald, D. Okafor" in dialog.said.text()
    with other.reader() as connection:
        assert case_list.count(connection, Filter(), TODAY) == 0
    press(qtbot, dialog.receive_button)
    qtbot.waitUntil(lambda: "2 added" in dialog.message.text())
    assert [row[2:] for row in shown(dialog)] == [
        ("Added", "PS/2014/00001"),
        ("Added", "PS/2014/00002"),
    ]
    with qtbot.waitSignal(dialog.open_case) as asked:
        dialog.case_table.selectRow(1)
        qtbot.keyClick(dialog.case_table, Qt.Key.Key_Return)
    assert asked.args == [2]
    qtbot.keyClicks(dialog.passphrase.line, PASSPHRASE)
    press(qtbot, dialog.look_button)
    qtbot.waitUntil(lambda: not runner.busy)
    assert {row[2] for row in shown(dialog)} == {"Already here, the same"}
    assert not dialog.receive_button.isEnabled()


def test_what_is_no_parcel_is_said_and_closing_stops_what_runs(
    qtbot: Any, app: QApplication, runner: Runner, register: Register, other: Register,
    tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "letter.txt").write_text("Dear Sir")
    dialog = receive_dialog(qtbot, other, runner)
    qtbot.keyClicks(dialog.path, str(tmp_path / "letter.txt"))
    qtbot.keyClicks(dialog.passphrase.line, PASSPHRASE)
    press(qtbot, dialog.look_button)
    qtbot.waitUntil(lambda: dialog.message.isVisible())
    assert "not a parcel of cases" in dialog.message.text()
    parcel = sent(register, tmp_path / "out.probity-cases")
    dialog.path.setText(str(parcel))
    press(qtbot, dialog.look_button)
    qtbot.waitUntil(dialog.receive_button.isEnabled)
    dialog.receive()
    dialog.reject()
    qtbot.waitUntil(lambda: not runner.busy)


def test_the_list_offers_it_to_whoever_may(
    qtbot: Any, app: QApplication, settings: Settings, register: Register,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    with register.change() as change:
        change.add(User, name="pell", full_name="P. Pell", role="investigator")
    for user, may in (("okafor", True), ("pell", False)):
        desktop = Desktop(open_register(register.path, user=user), settings)
        desktop.show()
        qtbot.waitUntil(lambda desktop=desktop: not desktop.runner.busy)
        file_menu = desktop.window.menuBar().actions()[0].menu()
        offered = {one.text().replace("&", ""): one for one in file_menu.actions()}  # type: ignore[attr-defined]
        for words in ("Send to another register…", "Receive cases…"):
            assert offered[words].isEnabled() is may
        (send,) = desktop.cases.table.actions()
        assert send.isEnabled() is may
        if may:
            send.trigger()
            (dialog,) = desktop.window.findChildren(SendDialog)
            qtbot.waitUntil(lambda desktop=desktop: not desktop.runner.busy)
            assert dialog.one.isVisible()
            dialog.close()
        else:
            assert "Ask a supervisor" in send.toolTip()
        desktop.runner.shutdown()
        desktop.window.hide()
        desktop.register.close()


def test_the_history_tells_what_was_done_before_it_came(
    qtbot: Any, app: QApplication, runner: Runner, register: Register, other: Register,
    tmp_path: Path,
) -> None:  # fmt: skip
    from tests.models.moving.moving import received

    received(other, sent(register, tmp_path / "out.probity-cases"))
    window = opened(qtbot, other, runner, 1)
    window.tabs.setCurrentWidget(window.tabs.history)

    def said() -> list[str]:
        return [one.text() for one in window.tabs.history.findChildren(QLabel) if one.isVisible()]

    qtbot.waitUntil(lambda: "Before it came here" in said())
    at = said().index("Before it came here")
    assert said()[at + 1].startswith("What was done to it as PS/2014/00001, Weald")
    assert "Collection  ·  Added the case" in said()[:at]
    assert "Collection  ·  Added the case" in said()[at:]
    assert any("Received as PS/2014/00001 from Weald" in one for one in said()[:at])
    assert any("D. Okafor" in one for one in said()[at:])
    window.close()
