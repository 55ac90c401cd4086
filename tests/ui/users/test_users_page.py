"""The page of people who sign in, and the account menu, driven as an administrator does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from models.changes import users
from models.entering.open import open_register
from models.errors import SignInError
from models.register import Register
from tests.models.making import PASSPHRASE
from tests.ui.cases.driving import answer, choose
from tests.ui.users.driving import cut, meanwhile, press, type_in, type_twice
from ui.desktop.desktop import Desktop
from ui.looks import theme
from ui.settings import Settings
from ui.users.change_passphrase import ChangePassphrase
from ui.users.recovery_key import RecoveryKeyDialog
from ui.users.users_page import UsersPage
from ui.widgets.fields_dialog import FieldsDialog

GIVEN = "given by the administrator"
ANOTHER = "seven grey herons waiting"


@pytest.fixture
def desktop(
    qtbot: Any, app: QApplication, force: Register, settings: Settings
) -> Iterator[Desktop]:
    made = Desktop(force, settings)
    made.show()
    qtbot.waitUntil(lambda: not made.runner.busy)
    yield made
    made.account.end()
    made.runner.shutdown()
    made.window.hide()


@pytest.fixture
def page(qtbot: Any, desktop: Desktop) -> UsersPage:
    made = desktop.window.show_page("Users")
    assert isinstance(made, UsersPage)
    qtbot.waitUntil(lambda: bool(made.model.items))
    return made


def asked(page: UsersPage) -> FieldsDialog:
    (dialog,) = [one for one in page.findChildren(FieldsDialog) if one.isVisible()]
    return dialog


def kept(qtbot: Any, dialog: FieldsDialog) -> None:
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def row(page: UsersPage, name: str) -> tuple[str, ...]:
    at = next(at for at, one in enumerate(page.model.items) if one.name == name)
    return tuple(page.model.index(at, column).data() for column in range(6))


def select(page: UsersPage, name: str) -> None:
    page.table.selectRow(next(at for at, one in enumerate(page.model.items) if one.name == name))


def test_somebody_is_added_and_told_what_is_wrong_first(
    qtbot: Any, page: UsersPage, path: Path
) -> None:
    assert row(page, "okafor")[:3] == ("D. Okafor", "okafor", "Administrator")
    assert row(page, "okafor")[4] != "Never"
    press(qtbot, page.add_button)
    dialog = asked(page)
    assert dialog.passphrase is not None
    type_in(qtbot, dialog.editors["full_name"], "A. Sethi")
    type_in(qtbot, dialog.editors["name"], "OKAFOR")
    type_twice(qtbot, dialog.passphrase, GIVEN)
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: bool(dialog.fields["name"].error_text()))
    assert "already in use" in dialog.fields["name"].error_text()
    assert dialog.fields["role"].error_text() == "Choose their role."
    type_in(qtbot, dialog.editors["name"], "sethi")
    choose(qtbot, dialog.editors["role"], "Investigator")
    type_in(qtbot, dialog.editors["number"], "2209")
    kept(qtbot, dialog)
    qtbot.waitUntil(lambda: len(page.model.items) == 2)
    assert row(page, "sethi") == (
        *("A. Sethi", "sethi", "Investigator", "2209 A. Sethi", "Never"),
        "Must choose a passphrase",
    )
    open_register(path, user="sethi", passphrase=GIVEN).close()


def test_role_number_and_passphrase_are_changed_and_they_retire(
    qtbot: Any, page: UsersPage, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = page._register
    users.add(register, name="sethi", full_name="A. Sethi", role="reader", passphrase=GIVEN)
    qtbot.waitUntil(lambda: len(page.model.items) == 2)
    select(page, "sethi")
    press(qtbot, page.role_button)
    choose(qtbot, asked(page).editors["role"], "Supervisor")
    kept(qtbot, asked(page))
    qtbot.waitUntil(lambda: row(page, "sethi")[2] == "Supervisor")
    press(qtbot, page.link_button)
    type_in(qtbot, asked(page).editors["number"], "31")
    kept(qtbot, asked(page))
    qtbot.waitUntil(lambda: row(page, "sethi")[3] == "31 A. Sethi")
    press(qtbot, page.reset_button)
    dialog = asked(page)
    assert dialog.passphrase is not None
    type_twice(qtbot, dialog.passphrase, "short")
    press(qtbot, dialog.agree)
    assert "at least 12" in dialog.passphrase.fields[0].error_text()
    type_twice(qtbot, dialog.passphrase, ANOTHER)
    kept(qtbot, dialog)
    open_register(path, user="sethi", passphrase=ANOTHER).close()
    answer(monkeypatch, "Cancel")  # nothing is being edited
    press(qtbot, page.retire_button)
    qtbot.waitUntil(lambda: not page._runner.busy)
    assert row(page, "sethi")[5] == "Must choose a passphrase"
    open_register(path, user="sethi", passphrase=ANOTHER).close()
    answer(monkeypatch, "Retire")
    press(qtbot, page.retire_button)
    qtbot.waitUntil(lambda: row(page, "sethi")[5] == "Retired")
    assert not page.role_button.isEnabled()
    with pytest.raises(SignInError):
        open_register(path, user="sethi", passphrase=ANOTHER)


def test_the_last_administrator_is_kept(
    qtbot: Any, page: UsersPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    select(page, "okafor")
    answer(monkeypatch, "Retire")
    press(qtbot, page.retire_button)
    qtbot.waitUntil(page.message.isVisible)
    assert "only administrator" in page.message.text()
    press(qtbot, page.role_button)
    said = "\n".join(label.text() for label in asked(page).findChildren(QLabel))
    assert "Auditor: read, and change nothing; print and export; read the whole record" in said
    assert "Reader: read, and change nothing." in said
    choose(qtbot, asked(page).editors["role"], "Reader")
    press(qtbot, asked(page).agree)
    qtbot.waitUntil(lambda: "only administrator" in asked(page).fields["role"].error_text())
    qtbot.waitUntil(lambda: cut(asked(page)) == [])
    asked(page).reject()


def test_one_s_own_passphrase_is_changed_from_the_menu(
    qtbot: Any, desktop: Desktop, path: Path
) -> None:
    desktop.account.change_action.trigger()
    (dialog,) = desktop.window.findChildren(ChangePassphrase)
    type_in(qtbot, dialog.old, "not the present one")
    type_twice(qtbot, dialog.new, ANOTHER)
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: bool(dialog.old_field.error_text()))
    assert "not your current passphrase" in dialog.old_field.error_text()
    type_in(qtbot, dialog.old, PASSPHRASE)
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: "is changed" in desktop.window.message.text())
    open_register(path, user="okafor", passphrase=ANOTHER).close()


def test_a_new_recovery_key_ends_the_old(
    qtbot: Any, desktop: Desktop, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, found = desktop.register.recovery_key, []

    def keep(dialog: Any) -> None:
        found.append(dialog._key)
        dialog.written.click()
        press(qtbot, dialog.agree)

    answer(monkeypatch, "Make a new one")
    meanwhile(RecoveryKeyDialog, keep)
    desktop.account.key_action.trigger()
    qtbot.waitUntil(lambda: bool(found))
    with pytest.raises(SignInError):
        users.recover(path, old, "okafor", ANOTHER)
    users.recover(path, found[0], "okafor", ANOTHER).close()


def test_who_guesses_a_passphrase_at_a_place_left_alone_must_wait(
    qtbot: Any, desktop: Desktop
) -> None:
    desktop.account.change_action.trigger()
    (dialog,) = desktop.window.findChildren(ChangePassphrase)
    type_twice(qtbot, dialog.new, ANOTHER)
    for number in range(4):
        dialog.old_field.set_error(None)
        type_in(qtbot, dialog.old, f"a guess, number {number}")
        press(qtbot, dialog.agree)
        qtbot.waitUntil(lambda: bool(dialog.old_field.error_text()))
    assert "Wait, then try again" in dialog.old_field.error_text()
    assert dialog.waiting.is_on
    assert not dialog.agree.isEnabled()
    dialog.reject()


def test_at_twice_the_text_size_nothing_is_cut(
    qtbot: Any, page: UsersPage, qapp: QApplication
) -> None:
    theme.apply_theme(qapp, "light", 2.0)
    try:
        big = UsersPage(page._register, page._runner)
        qtbot.addWidget(big)
        big.resize(1000, 800)
        big.show()
        qtbot.waitUntil(lambda: bool(big.model.items))
        for button in (big.add_button, *big._of_one()):
            assert button.width() >= button.sizeHint().width()
        assert big.table.columnWidth(0) >= big.table.fontMetrics().horizontalAdvance("D. Okafor")
    finally:
        theme.apply_theme(qapp, "light", 1.0)
