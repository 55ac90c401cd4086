"""The first step: what cannot be opened or made is said in the dialog, and nothing is touched."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from models.keys import key_path
from models.register import Register
from tests.models.making import TODAY, raw
from tests.ui.cases.driving import choose
from ui.first_run import FirstRun


@pytest.fixture
def dialog(qtbot: Any, app: QApplication) -> FirstRun:
    made = FirstRun()
    qtbot.addWidget(made)
    made.show()
    return made


def a_register(path: Path) -> Path:
    Register.create(path, force="Weald", user="okafor", today=TODAY).close()
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
    assert dialog.force.accessibleDescription() == "Name the force."
    assert dialog.name.accessibleDescription() == "Say who you are."
    qtbot.keyClicks(dialog.force, "Weald and Downs Police")
    qtbot.keyClicks(dialog.name, "D. Okafor")
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
    qtbot.keyClicks(dialog.force, "Weald")
    qtbot.keyClicks(dialog.name, "D. Okafor")
    for button in (dialog.create_button, dialog.demo_button):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert "Read-only file system" in dialog.message.text()
        assert "Choose a folder that you may write in." in dialog.message.text()
    assert list(folder.iterdir()) == []
    assert dialog.register is None


def test_the_window_that_could_not_open_says_why(qtbot: Any, app: QApplication) -> None:
    made = FirstRun("some.probity is cut short.")
    qtbot.addWidget(made)
    made.show()
    assert made.message.isVisible()
    assert made.message.text() == "some.probity is cut short."


def test_a_new_register_goes_by_the_nation_that_is_chosen(
    qtbot: Any, dialog: FirstRun, tmp_path: Path
) -> None:
    qtbot.keyClicks(dialog.force, "Lothian")
    qtbot.keyClicks(dialog.name, "D. Okafor")
    choose(qtbot, dialog.nation, "—")
    dialog.create_file(tmp_path / "force.probity")
    assert dialog._nation_field.error_text() == "Choose the nation."
    assert not (tmp_path / "force.probity").exists()
    choose(qtbot, dialog.nation, "Scotland")
    dialog.create_file(tmp_path / "force.probity")
    assert dialog.register is not None
    assert (dialog.register.force, dialog.register.nation) == ("Lothian", "SCT")
    dialog.register.close()
