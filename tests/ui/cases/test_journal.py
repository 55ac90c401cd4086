"""Edits that are not saved outlive a crash."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from models.entering.open import create_register, open_register
from models.keeping.drafts import SUFFIX
from tests.models.making import TODAY, case_file, loaded, save
from tests.ui.cases.driving import answer, field, press, typed
from ui.cases.window import journal
from ui.cases.window.case_window import CaseWindow
from ui.cases.window.left_behind import LeftBehind
from ui.desktop.desktop import Desktop
from ui.settings import Settings

ROOT = Path(__file__).parents[3]
PLANTED = "Zanzibarplanted"

#: A program that edits a case and a new one, waits until both are kept, and is killed.
CRASHES = """
import os, signal, sys
sys.path.insert(0, os.getcwd())
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtCore import QTimer
from models.entering.open import create_register, open_register
from models.register import Register
from ui.app import make_application
from ui.cases.window import journal
from ui.desktop.desktop import Desktop
from ui.settings import Settings
journal.MOMENT = 1
path, folder = Path(sys.argv[1]), Path(sys.argv[1] + "-drafts")
app = make_application([])
desktop = Desktop(open_register(path), Settings(path.with_name("s.ini")))
desktop.show()
known, new = desktop.open_case(1), desktop.new_case()
known.tabs.chronology.form.text.setPlainText("Zanzibarplanted entry begun")
def edit():
    if desktop.runner.busy:
        return
    known.draft.set("case", None, "title", "Zanzibarplanted edited")
    new.draft.set("case", None, "title", "Zanzibarplanted new")
    ready.stop(); look.start(1)
def die():
    if len(list(folder.glob("*.draft"))) == 2 and not desktop.runner.busy and not (
        known._journal._later.isActive() or new._journal._later.isActive()
    ):
        os.kill(os.getpid(), signal.SIGKILL)
ready = QTimer(); ready.timeout.connect(edit); ready.start(1)
look = QTimer(); look.timeout.connect(die)
app.exec()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "force.probity"
    with create_register(
        made, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY
    ) as register:
        save(register, case_file("Before"))
    return made


def crash(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASHES, str(path)], capture_output=True, check=False, cwd=ROOT
    )
    assert done.returncode == -9, done.stderr


@pytest.fixture
def desktop(
    qtbot: Any,
    app: QApplication,
    path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desktop]:
    monkeypatch.setattr(journal, "MOMENT", 1)
    made = Desktop(open_register(path), settings)
    yield made
    for window in [*made.case_windows.values(), *made._new_windows]:
        window.draft.revert()
        if window.tabs.is_written_in():
            window.tabs.chronology.form.clear()
        window.close()
    made.window.close()


def drafts(path: Path) -> list[Path]:
    return sorted(path.with_name(path.name + SUFFIX).glob("*.draft"))


def rest(qtbot: Any, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.runner.busy)


def offered(qtbot: Any, desktop: Desktop) -> LeftBehind:
    desktop.show()
    qtbot.waitUntil(lambda: bool(desktop.window.findChildren(LeftBehind)))
    (dialog,) = desktop.window.findChildren(LeftBehind)
    return dialog


def opened(qtbot: Any, desktop: Desktop) -> CaseWindow:
    desktop.show()
    window = desktop.open_case(1)
    qtbot.waitUntil(lambda: bool(window._sources.users) and not desktop.runner.busy)
    return window


class TestAfterACrash:
    def test_everything_typed_comes_back_and_can_be_saved(
        self, qtbot: Any, desktop: Desktop, path: Path
    ) -> None:
        crash(path)
        for one in path.parent.rglob("*"):
            assert one.is_dir() or PLANTED.encode() not in one.read_bytes()
        left = drafts(path)
        dialog = offered(qtbot, desktop)
        assert sorted(box.text().split("\n")[0] for box in dialog.boxes) == [
            f"PS/2014/00001 {PLANTED} edited",
            f"{PLANTED} new",
        ]
        press(qtbot, dialog.bring)
        qtbot.waitUntil(lambda: len(desktop.case_windows) == len(desktop._new_windows) == 1)
        rest(qtbot, desktop)
        known, new = desktop.case_windows[1], desktop._new_windows[0]
        qtbot.waitUntil(lambda: known.draft.is_edited() and new.draft.is_edited())
        assert "which were not saved" in known.bar.text()
        assert field(known, "case.title").text() == f"{PLANTED} edited"
        assert known.tabs.chronology.form.text.toPlainText() == f"{PLANTED} entry begun"
        assert field(new, "case.title").text() == f"{PLANTED} new"
        qtbot.waitUntil(lambda: len(drafts(path)) == 2 and not set(drafts(path)) & set(left))
        known.tabs.chronology.form.add_entry()
        with qtbot.waitSignal(known.saved):
            press(qtbot, known.header.save)
        case = loaded(desktop.register, 1)
        assert case.case["title"] == f"{PLANTED} edited"
        assert case.chronology[-1]["text"] == f"{PLANTED} entry begun"
        qtbot.waitUntil(lambda: len(drafts(path)) == 1)

    def test_a_case_saved_by_another_since_is_compared(
        self, qtbot: Any, desktop: Desktop, path: Path
    ) -> None:
        crash(path)
        original = loaded(desktop.register, 1)
        theirs = original.copy()
        theirs.case["title"] = "Theirs"
        theirs.allegations[0]["particulars"] = "Theirs too."
        save(desktop.register, theirs, original)
        dialog = offered(qtbot, desktop)
        for box in dialog.boxes:
            if "new" in box.text():
                box.click()
        press(qtbot, dialog.bring)
        qtbot.waitUntil(lambda: 1 in desktop.case_windows)
        window = desktop.case_windows[1]
        qtbot.waitUntil(window.draft.is_edited)
        assert "has been saved since" in window.bar.text()
        from ui.cases.window.conflict_dialog import ConflictDialog

        press(qtbot, window.header.save)
        qtbot.waitUntil(lambda: bool(window.findChildren(ConflictDialog)))
        (conflict,) = window.findChildren(ConflictDialog)
        (mine,) = conflict.mine
        mine.click()
        with qtbot.waitSignal(window.saved):
            press(qtbot, conflict.keep)
        case = loaded(desktop.register, 1)
        assert case.case["title"] == f"{PLANTED} edited"
        assert case.allegations[0]["particulars"] == "Theirs too."

    def test_asked_later_they_are_offered_again_and_dropped_they_are_not(
        self, qtbot: Any, desktop: Desktop, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        crash(path)
        dialog = offered(qtbot, desktop)
        press(qtbot, dialog.later)
        rest(qtbot, desktop)
        assert len(drafts(path)) == 2
        again = LeftBehind(desktop.keeping.keeper.left_behind(), desktop.window)
        again.dropped.connect(desktop.keeping._drop)
        answer(monkeypatch, "Discard")
        press(qtbot, again.drop)
        qtbot.waitUntil(lambda: drafts(path) == [])

    def test_reverting_what_came_back_drops_it(
        self, qtbot: Any, desktop: Desktop, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        crash(path)
        dialog = offered(qtbot, desktop)
        press(qtbot, dialog.bring)
        qtbot.waitUntil(lambda: len(desktop._new_windows) == 1)
        new = desktop._new_windows[0]
        qtbot.waitUntil(new.draft.is_edited)
        answer(monkeypatch, "Revert")
        press(qtbot, new.header.revert)
        assert field(new, "case.title").text() == ""
        assert not new.draft.is_edited()


class TestWhileEditing:
    def test_an_edit_is_kept_a_moment_later_and_gone_once_saved(
        self, qtbot: Any, desktop: Desktop, path: Path
    ) -> None:
        window = opened(qtbot, desktop)
        assert drafts(path) == []
        typed(qtbot, window, "case.title", "Edited")
        qtbot.waitUntil(lambda: len(drafts(path)) == 1)
        with qtbot.waitSignal(window.saved):
            press(qtbot, window.header.save)
        qtbot.waitUntil(lambda: drafts(path) == [])

    @pytest.mark.parametrize("how", ["saved", "reverted"])
    def test_what_is_saved_or_reverted_is_gone_at_once(
        self, qtbot: Any, desktop: Desktop, path: Path, monkeypatch: pytest.MonkeyPatch, how: str
    ) -> None:
        monkeypatch.setattr(
            "ui.cases.window.journal.MOMENT", 10**6
        )  # nothing else is written by itself
        window = opened(qtbot, desktop)
        typed(qtbot, window, "case.title", "Edited")
        assert window._journal is not None
        window._journal.write()
        qtbot.waitUntil(lambda: len(drafts(path)) == 1)
        if how == "saved":
            press(qtbot, window.header.save)
        else:
            answer(monkeypatch, "Revert")
            press(qtbot, window.header.revert)
        qtbot.waitUntil(lambda: drafts(path) == [])
        rest(qtbot, desktop)

    def test_undone_or_reverted_it_is_gone(self, qtbot: Any, desktop: Desktop, path: Path) -> None:
        window = opened(qtbot, desktop)
        typed(qtbot, window, "case.title", "Edited")
        qtbot.waitUntil(lambda: len(drafts(path)) == 1)
        while window.draft.stack.canUndo():
            press(qtbot, window.header.undo)
        qtbot.waitUntil(lambda: drafts(path) == [])

    def test_an_entry_begun_is_kept_too(self, qtbot: Any, desktop: Desktop, path: Path) -> None:
        window = opened(qtbot, desktop)
        window.tabs.setCurrentWidget(window.tabs.chronology)
        form = window.tabs.chronology.form
        qtbot.keyClicks(form.text, "Begun")
        qtbot.waitUntil(lambda: len(drafts(path)) == 1)
        form.clear()
        qtbot.waitUntil(lambda: drafts(path) == [])

    def test_discarding_and_closing_leave_nothing(
        self, qtbot: Any, desktop: Desktop, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        window = opened(qtbot, desktop)
        typed(qtbot, window, "case.title", "Edited")
        qtbot.waitUntil(lambda: len(drafts(path)) == 1)
        answer(monkeypatch, "Discard")
        desktop.window.close()
        assert sorted(one.name for one in path.parent.glob("force*")) == [
            "force.probity",
            "force.probity-keys",
        ]

    def test_what_cannot_be_kept_is_said_once(
        self, qtbot: Any, desktop: Desktop, path: Path
    ) -> None:
        path.with_name(path.name + SUFFIX).write_bytes(b"in the way")
        window = opened(qtbot, desktop)
        typed(qtbot, window, "case.title", "Edited")
        qtbot.waitUntil(lambda: "would be lost if Probity crashed" in window.bar.text())
        window.bar.hide()
        typed(qtbot, window, "case.title", "Edited again")
        qtbot.waitUntil(
            lambda: window._journal is not None and not window._journal._later.isActive()
        )
        rest(qtbot, desktop)
        assert not window.bar.isVisible()
        path.with_name(path.name + SUFFIX).unlink()
