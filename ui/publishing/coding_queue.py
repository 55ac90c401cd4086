"""What is to be read for a factor, one after another: read ahead, decided, counted."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from models.changes.case.coding import decide
from models.changes.noting import consulted
from models.errors import NotFoundError, ProbityError
from models.queries.figures.coding import UNSURE, Candidate, Queue, candidate, queue
from models.register import Register
from models.rules.publishing.answers import Coding
from models.rules.publishing.questions import Question
from models.storage.engine import sqlite3
from ui.background import Asking, Runner

AHEAD = 4  # candidates read before they are asked for


@dataclass(frozen=True)
class _Decision:
    one: Candidate
    factor: str
    decision: str
    values: dict[str, str | None]


class CodingQueue(Asking, QObject):
    """Brings one candidate after another.

    ``came`` brings the next, ``ended`` says that there is none left, ``told`` that the numbers are
    others; ``failed`` says why something could not be read or written.
    """

    asking = "Reading what is proposed"
    came = Signal(object)
    ended = Signal()
    told = Signal()
    failed = Signal(str)

    def __init__(self, register: Register, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._question: Question | None = None
        self._at = 0
        self._read: dict[int, Candidate] = {}
        self._decided: dict[int, str] = {}
        self._waiting: deque[_Decision] = deque()
        self._on_record: set[Question] = set()
        self.ids: list[int] = []
        self.factor = ""
        self.coding = Coding(0, 0, 0)
        self.current: Candidate | None = None

    @property
    def may_go_back(self) -> bool:
        """Whether there is one before."""
        return self._at > 0

    def begin(self, question: Question, *, unsure: bool = False) -> None:
        """Ask what is to be read for a question; with ``unsure`` what was left so."""
        self._question = question
        self._ask(
            lambda connection: queue(connection, question),
            lambda found: self._begin(question, found, unsure),
            "queue",
        )

    def decide(self, decision: str, values: dict[str, str | None]) -> None:
        """Decide on the one that is there and bring the next at once; it is written meanwhile."""
        one = self.current
        if one is None:
            return
        self._waiting.append(_Decision(one, self.factor, decision, values))
        if len(self._waiting) == 1:
            self._write()
        before = self.decided(one)
        self._decided[one.allegation_id] = decision
        self.coding = Coding(
            self.coding.proposed,
            self.coding.reviewed + (before is None),
            self.coding.unsure + (decision == UNSURE) - (before == UNSURE),
        )
        self._read.pop(one.allegation_id, None)
        self._go(self._at + 1)

    def decided(self, one: Candidate) -> str | None:
        """The decision that stands."""
        return self._decided.get(one.allegation_id, one.decided)

    def go_back(self) -> None:
        """Bring the one before again."""
        if self.may_go_back:
            self._go(self._at - 1)

    def stop(self) -> None:
        """Bring nothing more."""
        self._question = None
        self.ids = []
        self.current = None

    def _begin(self, question: Question, found: Queue | None, unsure: bool) -> None:
        if found is None or question is not self._question:
            return
        self.factor = found.factor
        self.ids = list(found.unsure if unsure else found.waiting)
        self.coding = found.coding
        self._read.clear()
        self._decided.clear()
        if self.ids and question not in self._on_record:
            self._on_record.add(question)
            words = question.in_words()
            self._runner.run(
                lambda _: consulted(self._register, "Cases read for coding", asked=words),
                failed=self._unanswered,
                owner=self,
                must_finish=True,
            )
        self._go(0)

    def _go(self, at: int) -> None:
        self._at = at
        self.current = None
        if at >= len(self.ids):
            self.told.emit()
            self.ended.emit()
            return
        self._bring()
        self._read_ahead()

    def _bring(self) -> None:
        one = self._read.get(self.ids[self._at])
        if one is not None and self.current is None:
            self.current = one
            self.came.emit(one)
        self.told.emit()

    def _read_ahead(self) -> None:
        """Read the next few, so that each is there when the one before is decided."""
        wanted = [one for one in self.ids[self._at : self._at + AHEAD] if one not in self._read]
        factor = self.factor

        def read(connection: sqlite3.Connection) -> dict[int, Candidate]:
            found = {}
            for one in wanted:
                try:
                    found[one] = candidate(connection, one, factor)
                except NotFoundError:
                    continue  # gone since, or hidden
            return found

        def keep(found: dict[int, Candidate]) -> None:
            self._read |= found
            self.ids = [one for one in self.ids if one in found or one not in wanted]
            if self.current is None:
                self._go(self._at)

        if wanted:
            self._ask(read, keep, "ahead")

    def _write(self) -> None:
        """Write the decisions one after another, so that the later of two stands."""
        said = self._waiting[0]

        def write(_job: object) -> None:
            with self._register.change("Coding after the fact") as change:
                decide(
                    change,
                    said.one.allegation_id,
                    said.factor,
                    said.decision,
                    words=said.one.words,
                    values=said.values,
                )

        self._runner.run(
            write,
            done=lambda _: self._written(),
            failed=lambda error: self._not_written(said.one, error),
            title="Recording",
            owner=self,
            must_finish=True,
        )

    def _written(self) -> None:
        self._waiting.popleft()
        if self._waiting:
            self._write()

    def _not_written(self, one: Candidate, error: ProbityError) -> None:
        """What could not be written waits again, with all that was decided after it."""
        self._waiting.clear()
        self.failed.emit(f"{one.reference}: {error}")
        if self._question is not None:
            self.begin(self._question)

    def _unanswered(self, error: ProbityError) -> None:
        self.failed.emit(str(error))
