"""The crash journal of one case window: its edits on the disk, encrypted, until they are saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from models.case.edits import edits_of
from models.errors import ProbityError
from models.keeping.drafts import Keeper
from ui.background import Job, Runner
from ui.cases.form.draft import Draft

MOMENT = 1000  # milliseconds after an edit; those that follow closely are written with it


class Journal(QObject):
    """Follows a draft. Nothing of it is done on the UI thread but taking a copy of the case."""

    failed = Signal(str)

    def __init__(
        self,
        keeper: Keeper,
        runner: Runner,
        draft: Draft,
        writing: Callable[[], dict[str, Any]],
        parent: QObject,
    ) -> None:
        """:param writing: what stands in a form of the window and is not in the draft yet."""
        super().__init__(parent)
        self._keeper = keeper
        self._runner = runner
        self._draft = draft
        self._writing = writing
        self._place = keeper.new()
        self._kept = False
        self._said = ""
        self._before: Path | None = None
        self._later = QTimer(self, singleShot=True, interval=MOMENT)
        self._later.timeout.connect(self.write)
        draft.edited.connect(self.note)
        draft.replaced.connect(self._replaced)

    def note(self) -> None:
        """Something was edited: it is kept a moment from now."""
        if not self._later.isActive():
            self._later.start()

    def take_over(self, left: Path) -> None:
        """The window shows what a crash left: once it is kept anew, the older file goes."""
        self._before = left
        self.note()

    def write(self) -> None:
        """Keep what is edited now, or take away what was kept where nothing is."""
        self._later.stop()
        writing = self._writing()
        if not writing and not self._draft.is_edited():
            self.forget()
            return
        file, original, turn = self._draft.file.copy(), self._draft.original, self._place.turn()
        before, self._before = self._before, None

        def work(_: Job) -> None:
            self._place.write(turn, edits_of(file, original, writing))
            if before is not None:
                self._keeper.remove(before)

        self._kept = True
        self._runner.run(work, done=lambda _: self._well(), failed=self._refused)

    def forget(self) -> None:
        """The edits are saved or dropped: nothing of them is kept."""
        self._later.stop()
        before, self._before = self._before, None
        if not self._kept and before is None:
            return
        self._kept = False
        turn = self._place.turn()

        def work(_: Job) -> None:
            self._place.remove(turn)
            if before is not None:
                self._keeper.remove(before)

        self._runner.run(work, must_finish=True)

    def _replaced(self) -> None:
        if not self._draft.is_edited():
            self.write()  # saved or reverted: not a moment later

    def _well(self) -> None:
        self._said = ""

    def _refused(self, error: ProbityError) -> None:
        if str(error) != self._said:  # said once, not with every key
            self._said = str(error)
            self.failed.emit(self._said)
