"""The first step: what cannot be opened or made is said in the dialog, and nothing is touched."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from models.entering.open import create_register, open_register
from models.register import Register
from models.storage.keys import key_path
from tests.models.making import PASSPHRASE, TODAY, raw
from tests.ui.cases.driving import choose
from tests.ui.users.driving import cut, meanwhile, press, type_in, type_twice
from ui.entering.first_run import FirstRun
from ui.entering.sign_in import SignIn
from ui.settings import Settings
from ui.users.recovery_key import RecoveryKeyDialog


@pytest.fixture
def dialog(qtbot: Any, app: QApplication, settings: Settings) -> FirstRun:
    made = FirstRun(settings)
    qtbot.addWidget(made)
    made.show()
    return made


def keep(qtbot: Any) -> None:
    """Say that the recovery key is written down, once it is shown."""

    def act(shown: Any) -> None:
        shown.written.click()
        press(qtbot, shown.agree)

    meanwhile(RecoveryKeyDialog, act)


def fill(qtbot: Any, dialog: FirstRun) -> None:
    type_in(qtbot, dialog.force, "Lothian")
    type_in(qtbot, dialog.name, "D. Okafor")
    type_in(qtbot, dialog.user, "okafor")
    type_twice(qtbot, dialog.passphrase, PASSPHRASE)


def a_register(path: Path) -> Path:
    create_register(path, force="Weald", user="okafor", today=TODAY).close()
    return path


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def a_picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))


def cut_short(path: Path) -> None:
    a_register(path)
    path.write_bytes(path.read_bytes()[:20_000])


def damaged(path: Path) -> None:
    a_register(path)
    path.write_bytes(path.read_bytes()[:100] + b"\x55" * 4000 + path.read_bytes()[4100:])


def newer(path: Path) -> None:
    database = raw(a_register(path))
    database.execute("INSERT INTO schema_migration (name, applied) VALUES ('9000_later', '2030')")
    database.close()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (nothing, "not a Probity register"),
        (a_picture, "not a Probity register"),
        (cut_short, "cut short"),
        (damaged, "damaged"),
        (newer, "newer release"),
        (lambda path: path.mkdir(), "cannot be read"),
        (lambda path: None, "There is no register"),
    ],
    ids=["empty", "picture", "cut", "damaged", "newer", "folder", "missing"],
)
def test_what_cannot_be_opened_is_said_and_left_as_it_is(
    qtbot: Any,
    dialog: FirstRun,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Any,
    said: str,
) -> None:
    path = tmp_path / "r" / "some.probity"
    path.parent.mkdir()
    make(path)
    before = path.read_bytes() if path.is_file() else None
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert dialog.register is None
    assert said in dialog.message.text()
    assert (path.read_bytes() if path.is_file() else None) == before
    assert set(path.parent.iterdir()) <= {path, key_path(path)}


def test_a_register_opens(
    qtbot: Any, dialog: FirstRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_register(tmp_path / "r.probity")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert dialog.register is not None
    dialog.register.close()


def test_a_new_register_asks_for_force_and_name_beside_their_fields(
    qtbot: Any, dialog: FirstRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(dialog.create_button, Qt.MouseButton.LeftButton)
    assert dialog.force.accessibleDescription() == "Give the name of the force."
    assert dialog.name.accessibleDescription() == "Say who you are."
    fill(qtbot, dialog)
    type_in(qtbot, dialog.force, "Weald and Downs Police")
    keep(qtbot)
    qtbot.mouseClick(dialog.create_button, Qt.MouseButton.LeftButton)
    assert dialog.register is not None
    assert dialog.register.path == tmp_path / "mine.probity"
    assert dialog.register.force == "Weald and Downs Police"
    assert dialog.register.user.full_name == "D. Okafor"
    dialog.register.close()


def test_a_folder_that_is_read_only_is_said_and_leaves_nothing(
    qtbot: Any, dialog: FirstRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> Any:
        raise OSError(errno.EROFS, "Read-only file system")

    folder = tmp_path / "r"
    folder.mkdir()
    path = folder / "mine.probity"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr("tempfile.mkstemp", refused)
    fill(qtbot, dialog)
    for button in (dialog.create_button, dialog.demo_button):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert "Read-only file system" in dialog.message.text()
        assert "Choose a folder that you may write in." in dialog.message.text()
    assert list(folder.iterdir()) == []
    assert dialog.register is None


def test_the_window_that_could_not_open_says_why(
    qtbot: Any, app: QApplication, settings: Settings
) -> None:
    made = FirstRun(settings, "some.probity is cut short.")
    qtbot.addWidget(made)
    made.show()
    assert made.message.isVisible()
    assert made.message.text() == "some.probity is cut short."


def test_a_new_register_goes_by_the_nation_that_is_chosen(
    qtbot: Any, dialog: FirstRun, tmp_path: Path
) -> None:
    fill(qtbot, dialog)
    choose(qtbot, dialog.nation, "—")
    dialog.create_file(tmp_path / "force.probity")
    assert dialog._fields["nation"].error_text() == "Choose the nation."
    assert not (tmp_path / "force.probity").exists()
    choose(qtbot, dialog.nation, "Scotland")
    keep(qtbot)
    dialog.create_file(tmp_path / "force.probity")
    assert dialog.register is not None
    assert (dialog.register.force, dialog.register.nation) == ("Lothian", "SCT")
    dialog.register.close()


def test_a_new_register_is_encrypted_and_its_key_shown_once(
    qtbot: Any, dialog: FirstRun, tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "force.probity"
    press(qtbot, dialog.create_button)
    assert dialog._fields["force"].error_text() == "Give the name of the force."
    assert "at least 12" in dialog.passphrase.fields[0].error_text()
    fill(qtbot, dialog)
    type_twice(qtbot, dialog.passphrase, PASSPHRASE, "another")
    press(qtbot, dialog.create_button)
    assert dialog.passphrase.fields[1].error_text() == "The two passphrases do not match."
    fill(qtbot, dialog)
    keep(qtbot)
    dialog.create_file(path)
    assert dialog.register is not None
    assert dialog.register.recovery_key == ""
    assert dialog.passphrase.first.text() == ""
    assert settings.get("user") == "okafor"
    dialog.register.close()
    open_register(path, user="okafor", passphrase=PASSPHRASE).close()


def test_the_gauge_says_how_strong_it_is(qtbot: Any, dialog: FirstRun) -> None:
    new = dialog.passphrase
    type_in(qtbot, new.first, "herons")
    assert (new.gauge.value(), new.said.text()) == (0, "Too short: 6 more characters")
    type_in(qtbot, new.first, "passwordpassword")
    assert (new.gauge.value(), new.said.text()) == (1, "Easy to guess")
    type_in(qtbot, new.first, "seven grey herons waiting quietly")
    assert (new.gauge.value(), new.said.text()) == (4, "Strong")


def test_opening_one_asks_who_somebody_is(qtbot: Any, dialog: FirstRun, tmp_path: Path) -> None:
    path = tmp_path / "force.probity"
    create_register(path, force="Weald", user="okafor", passphrase=PASSPHRASE).close()
    meanwhile(SignIn, lambda shown: press(qtbot, shown.cancel))
    dialog.open_file(path)
    assert dialog.register is None
    assert dialog.isVisible()

    def sign_in(shown: Any) -> None:
        type_in(qtbot, shown.name, "okafor")
        type_in(qtbot, shown.passphrase, PASSPHRASE)
        press(qtbot, shown.agree)

    meanwhile(SignIn, sign_in)
    dialog.open_file(path)
    register: Register | None = dialog.register
    assert register is not None
    register.close()


def test_what_is_wrong_is_said_without_cutting_anything(qtbot: Any, dialog: FirstRun) -> None:
    before = dialog.height()
    type_in(qtbot, dialog.user, "")
    press(qtbot, dialog.create_button)
    assert dialog._fields["force"].error_text() == "Give the name of the force."
    qtbot.waitUntil(lambda: dialog.height() > before and cut(dialog) == [])
