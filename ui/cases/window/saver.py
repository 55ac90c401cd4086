"""How the edits of one case window reach the register, also when somebody else was quicker."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from models.case.casefile import CaseFile
from models.case.merge import Clash, merge
from models.changes.case import cases
from models.changes.case.cases import Saved
from models.errors import ConflictError, InvalidError, NotFoundError, ProbityError
from models.queries.cases import case_window as questions
from models.queries.cases.case_window import Loaded
from models.register import Register
from ui.background import Job, Runner
from ui.cases.form.draft import Draft
from ui.cases.form.forms import Sources
from ui.cases.window.conflict_dialog import ConflictDialog
from ui.widgets.agrees import agrees


class Saver(QObject):
    """Writes a draft in the background; asks where both sides changed the same thing."""

    written = Signal(object, object)  # Saved, Loaded; None where it is out of sight now
    lost = Signal()
    not_written = Signal(str, str)  # sentence, kind of message
    busy = Signal(bool)

    def __init__(
        self, register: Register, runner: Runner, draft: Draft, sources: Sources, window: QWidget
    ) -> None:
        super().__init__(window)
        self._register = register
        self._runner = runner
        self._draft = draft
        self._sources = sources
        self._window = window
        self.writing = False

    def write(self, file: CaseFile, original: CaseFile | None) -> None:
        """Write ``file``; once begun it is never cancelled."""
        self._set_writing(True)

        def work(_: Job) -> tuple[Saved, Loaded | None]:
            with self._register.change() as change:
                saved = cases.save(change, file, original)
            with self._register.reader() as connection:
                try:
                    return saved, questions.load(connection, saved.case_id)
                except NotFoundError:  # it was given away, or names the one who saved it
                    return saved, None

        self._runner.run(
            work,
            done=self._done,
            failed=self._failed,
            title="Saving",
            owner=self,
            must_finish=True,
        )

    def _set_writing(self, writing: bool) -> None:
        self.writing = writing
        self.busy.emit(writing)

    def _done(self, result: tuple[Saved, Loaded | None]) -> None:
        self._set_writing(False)
        self.written.emit(*result)

    def _failed(self, error: ProbityError) -> None:
        self._set_writing(False)
        case_id = self._draft.file.case["id"]
        if isinstance(error, NotFoundError):
            self.lost.emit()
            return
        if isinstance(error, InvalidError):
            self._draft.refuse(error.problems)
        if not isinstance(error, ConflictError) or case_id is None:
            self.not_written.emit(str(error), "error")
            return
        self.not_written.emit("", "")

        def work(job: Job) -> Loaded:
            with job.reading(self._register) as connection:
                return questions.load(connection, case_id)

        self._runner.run(
            work,
            done=self._compare,
            failed=self._not_compared,
            owner=self,
        )

    def _not_compared(self, failure: ProbityError) -> None:
        if isinstance(failure, NotFoundError):
            self.lost.emit()
        else:
            self.not_written.emit(str(failure), "error")

    def _compare(self, loaded: Loaded) -> None:
        """Put my edits on top of theirs and ask about what both changed."""
        theirs = loaded.file
        original = self._draft.original
        if theirs is None or original is None:
            return
        merged, clashes = merge(original, self._draft.file, theirs)
        if clashes:
            self._ask(merged, clashes, theirs)
        elif agrees(
            self._window,
            "Saved by somebody else",
            "Somebody else saved this case while you were editing it. You changed different "
            "things, so both can be kept.",
            "Save both",
        ):
            self.write(merged, theirs)
        else:
            self._put_off()

    def _ask(self, merged: CaseFile, clashes: list[Clash], theirs: CaseFile) -> None:
        dialog = ConflictDialog(
            merged, self._draft.file, clashes, self._sources.users, self._window
        )
        dialog.accepted.connect(lambda: self.write(dialog.resolved(), theirs))
        dialog.rejected.connect(self._put_off)
        dialog.open()

    def _put_off(self) -> None:
        self.not_written.emit("Your edits are not saved. Save again to compare.", "warning")
