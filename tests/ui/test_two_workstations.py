"""Two programs on one register: each sees what the other saves, and neither loses anything."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from models.entering.open import create_register, open_register
from models.register import Register
from models.schema import User
from models.storage import drives
from tests.models.making import TODAY, case_file, loaded, save
from tests.ui.cases.driving import field, press, typed
from ui.cases.window.conflict_dialog import ConflictDialog
from ui.desktop.desktop import Desktop
from ui.settings import Settings

ROOT = Path(__file__).parents[2]
PATIENCE = 30_000  # milliseconds, on a busy machine

PROGRAM = """
import os, sys
sys.path.insert(0, os.getcwd())
from pathlib import Path
from models.entering.open import create_register, open_register
from models.register import Register
from tests.models.making import case_file, loaded, save
with open_register(Path(sys.argv[1])) as register:
    print("open", flush=True)
    for line in sys.stdin:
        act, number, words = line.rstrip().split(" ", 2)
        if act == "new":
            save(register, case_file(words))
        else:
            original = loaded(register, int(number))
            mine = original.copy()
            mine.case["title"] = words
            save(register, mine, original)
        print("done", flush=True)
"""


class Other:
    """The program on the other workstation."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._hear("open")

    def saves(self, number: int, title: str) -> None:
        self._do(f"edit {number} {title}")

    def adds(self, title: str) -> None:
        self._do(f"new 0 {title}")

    def ends(self) -> None:
        self._process.communicate()
        assert self._process.returncode == 0

    def _do(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        self._hear("done")

    def _hear(self, word: str) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == f"{word}\n"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY)
    yield made
    made.close()


@pytest.fixture
def desktop(
    qtbot: Any, app: QApplication, register: Register, settings: Settings
) -> Iterator[Desktop]:
    made = Desktop(register, settings)
    made.window.resize(1280, 800)
    yield made
    made.runner.shutdown()
    made.window.hide()


@pytest.fixture
def other(register: Register) -> Iterator[Other]:
    made = Other(register.path)
    yield made
    made.ends()


def rest(qtbot: Any, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.runner.busy, timeout=PATIENCE)


def shown(qtbot: Any, desktop: Desktop) -> None:
    desktop.show()
    qtbot.waitUntil(lambda: desktop.register._watcher is not None, timeout=PATIENCE)
    rest(qtbot, desktop)


def test_what_the_other_records_appears_in_the_list_by_itself(
    qtbot: Any, desktop: Desktop, other: Other
) -> None:
    shown(qtbot, desktop)
    assert desktop.cases.model.rowCount() == 0
    other.adds("Theirs")
    qtbot.waitUntil(lambda: desktop.cases.model.rowCount() == 1, timeout=PATIENCE)
    assert desktop.cases.model.index(0, 1).data() == "Theirs"


def test_a_case_open_here_shows_the_other_s_save(
    qtbot: Any, desktop: Desktop, register: Register, other: Other
) -> None:
    case_id = save(register, case_file("Before"))
    shown(qtbot, desktop)
    window = desktop.open_case(case_id)
    qtbot.waitUntil(lambda: bool(window._sources.users) and not desktop.runner.busy)
    other.saves(case_id, "Theirs")
    qtbot.waitUntil(lambda: field(window, "case.title").text() == "Theirs", timeout=PATIENCE)
    assert "You see their version" in window.bar.text()
    window.close()


def test_two_who_edit_one_case_are_shown_both_versions(
    qtbot: Any, desktop: Desktop, register: Register, other: Other
) -> None:
    case_id = save(register, case_file("Before"))
    shown(qtbot, desktop)
    window = desktop.open_case(case_id)
    qtbot.waitUntil(lambda: bool(window._sources.users) and not desktop.runner.busy)
    typed(qtbot, window, "case.title", "Mine")
    other.saves(case_id, "Theirs")
    qtbot.waitUntil(lambda: "Your edits are kept" in window.bar.text(), timeout=PATIENCE)
    press(qtbot, window.header.save)
    qtbot.waitUntil(lambda: bool(window.findChildren(ConflictDialog)), timeout=PATIENCE)
    (conflict,) = window.findChildren(ConflictDialog)
    (mine,) = conflict.mine
    mine.click()
    with qtbot.waitSignal(window.saved, timeout=PATIENCE):
        press(qtbot, conflict.keep)
    assert loaded(register, case_id).case["title"] == "Mine"
    window.close()


def test_the_list_does_not_jump_when_the_other_records_a_case(
    qtbot: Any, desktop: Desktop, register: Register, other: Other
) -> None:
    with register.change() as change:
        from models.changes.case import cases

        for number in range(250):
            cases.save(change, case_file(f"Matter {number:03d}"), None)
    shown(qtbot, desktop)
    page = desktop.cases
    qtbot.waitUntil(lambda: page.model.rowCount() == 250, timeout=PATIENCE)
    bar = page.table.verticalScrollBar()
    bar.setValue(90 * page.table.rowHeight(0) + 17)
    top = page.table.rowAt(0)
    qtbot.waitUntil(lambda: page.model.case_id(top) is not None, timeout=PATIENCE)
    rest(qtbot, desktop)
    page.table.selectRow(top + 3)
    rest(qtbot, desktop)
    case_id, chosen = page.model.case_id(top), page.current_case_id()
    position = page.table.rowViewportPosition(top)
    other.adds("Above them all")
    qtbot.waitUntil(lambda: page.model.rowCount() == 251, timeout=PATIENCE)
    again = page.table.rowAt(0)
    assert again == top + 1  # it came above
    assert page.model._pages  # and no row on the screen is empty meanwhile
    rows = range(again, page.table.rowAt(page.table.viewport().height() - 1) + 1)
    assert all(page.model.row(at) is not None for at in rows)
    assert page.model.case_id(again) == case_id
    assert page.table.rowViewportPosition(again) == position
    qtbot.waitUntil(lambda: page.current_case_id() == chosen)


def test_a_case_that_is_restricted_elsewhere_goes_from_every_screen(
    qtbot: Any, app: QApplication, register: Register, settings: Settings
) -> None:
    case_id = save(register, case_file("Kept from Sayer"))
    secret = case_file("About to be restricted")
    secret.subjects[0] |= {"number": "9001", "family_name": "Quellmoor"}
    hidden = save(register, secret)
    with register.change() as change:
        change.add(User, name="sayer", full_name="S. Ayer", role="supervisor")
    with open_register(register.path, user="sayer") as theirs:
        desktop = Desktop(theirs, settings)
        shown(qtbot, desktop)

        def said() -> str:
            labels = desktop.window.findChildren(QLabel)
            return " ".join(label.text() for label in labels if label.isVisible())

        rows = {desktop.cases.model.case_id(row): row for row in range(2)}
        desktop.cases.table.selectRow(rows[hidden])
        qtbot.waitUntil(lambda: "Quellmoor" in said(), timeout=PATIENCE)
        people: Any = desktop.window.show_page("People")
        qtbot.waitUntil(lambda: len(people.models["people"].items) == 2, timeout=PATIENCE)
        names = [one.person_id for one in people.models["people"].items]
        people.tables["people"].selectRow(0)
        qtbot.waitUntil(lambda: "About to be restricted" in said() or "Kept from" in said())
        people.tables["people"].selectRow(1 if "Kept from" in said() else 0)
        qtbot.waitUntil(lambda: "About to be restricted" in said(), timeout=PATIENCE)
        stands = loaded(register, hidden)
        restricted = stands.copy()
        restricted.case["restricted"] = True
        save(register, restricted, stands)
        qtbot.waitUntil(lambda: len(people.models["people"].items) < len(names), timeout=PATIENCE)
        qtbot.waitUntil(lambda: "About to be restricted" not in said(), timeout=PATIENCE)
        desktop.window.show_page("Cases")
        qtbot.waitUntil(lambda: "1 case in this view" in said(), timeout=PATIENCE)
        rest(qtbot, desktop)
        assert desktop.cases.model.case_id(0) == case_id
        assert "Quellmoor" not in said()
        desktop.runner.shutdown()
        desktop.window.hide()


def test_a_register_on_a_share_is_warned_of(
    qtbot: Any, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "share_of", lambda _: "cifs")
    desktop.show()
    message = desktop.window.message
    qtbot.waitUntil(message.isVisible, timeout=PATIENCE)
    assert "network share (cifs)" in message.text()
    assert message.property("kind") == "warning"
