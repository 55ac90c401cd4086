"""Whether the one who works still sees the case that they have open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from models.case.casefile import CaseFile
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.filters import Filter
from models.register import Register
from ui.background import Job, Runner

GIVES_AWAY = (
    "You are no longer this case’s investigator or named on it. Once it is saved you cannot "
    "see it, and its window closes."
)
LOST = "You may no longer see the case that you had open, so its window was closed."
UNSAVED = " Unsaved changes in it were lost."


def gives_away(file: CaseFile, original: CaseFile | None, user_id: int) -> bool:
    """Whether saving a restricted case takes it out of the sight of whoever saves it.

    Whoever restricts a case stays named on it, so it is only asked of one that is restricted.
    """
    if original is None or not original.case["restricted"] or not file.case["restricted"]:
        return False
    return user_id not in {file.case["owner_id"], *(row["user_id"] for row in file.named)}


class Sight(QObject):
    """Looks whether a case is still there for the user; ``lost`` says that it is not."""

    lost = Signal()

    def __init__(self, register: Register, runner: Runner, window: QWidget) -> None:
        super().__init__(window)
        self._register = register
        self._runner = runner

    def look(self, case_id: int) -> None:
        """Ask, in the background."""

        def work(job: Job) -> bool:
            with job.reading(self._register) as connection:
                where = Filter(case_ids=(case_id,))
                today = self._register.today()
                return case_list.position(connection, where, Sort(), today, case_id) is not None

        self._runner.run(
            work,
            done=lambda there: None if there else self.lost.emit(),
            failed=lambda _: None,  # whatever is asked next says it
            key=f"sight {id(self)}",
            owner=self,
        )
