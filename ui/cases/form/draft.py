"""The case being edited: what was loaded, what the person made of it, and every step between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from models.case import casefile
from models.case.casefile import POINTERS, CaseFile, Row
from models.case.guidance import Version
from models.changes.case import cases
from models.rules import validation, vocabularies
from models.rules.process import warnings
from models.rules.validation import Problem


class Draft(QObject):
    """One case file with an undo stack over all of it.

    Whoever shows the file listens: ``changed`` for one field, ``rows_changed`` for a section that
    gained or lost rows, ``replaced`` for another file altogether. Nothing here is written.
    """

    changed = Signal(str, int, str)  # section, row id (0: the case itself), field
    rows_changed = Signal(str)
    replaced = Signal()
    problems_changed = Signal()
    edited = Signal()

    def __init__(
        self,
        file: CaseFile,
        original: CaseFile | None,
        today: Any,
        parent: QObject | None = None,
        *,
        why_not: str = "",
    ) -> None:
        """:param why_not: why it may only be read; empty where it may be edited."""
        super().__init__(parent)
        self.why_not = why_not
        self.file = file
        self.original = original.copy() if original else None
        self.today = today
        self.problems: list[Problem] = []
        self.stack = QUndoStack(self)
        self._typing = 0
        self._began = file.copy()
        self.check()

    def value(self, section: str, row_id: int | None, field: str) -> Any:
        """A field's value now; ``None`` where the row is gone."""
        row = self.file.row(section, row_id)
        return row.get(field) if row else None

    def set(self, section: str, row_id: int | None, field: str, value: Any) -> None:
        """Change one field, as one step; consecutive typing in one text is a single step."""
        before = self.value(section, row_id, field)
        if before == value or self.file.row(section, row_id) is None:
            return
        if (section, field) == ("case", "came_to_notice") and self.original is None and value:
            with self.step("Change when it came to notice"):
                self._push_set(section, row_id, field, value)
                regime = vocabularies.regime_for(value)
                if regime != self.file.case["regime"]:
                    self._push_set("case", None, "regime", regime)
            return
        if (section, field) == ("allegations", "guidance_version_id"):
            with self.step("Name the guidance"):  # a clause belongs to its own version alone
                if self.value(section, row_id, "guidance_clause_id") is not None:
                    self._push_set(section, row_id, "guidance_clause_id", None)
                self._push_set(section, row_id, field, value)
            return
        if section == "outcomes" and field in ("outcome", "starts"):
            self._set_warning(row_id, field, value)
            return
        self._push_set(section, row_id, field, value)

    def _set_warning(self, row_id: int | None, field: str, value: Any) -> None:
        """A warning lasts as long as its regime says, unless somebody says otherwise."""
        row = dict(self.file.row("outcomes", row_id) or {})
        regime = self.file.case["regime"]

        def usual() -> Any:
            starts = row.get("starts")
            return warnings.expires(row.get("outcome"), starts, regime) if starts else None

        was = usual()
        row[field] = value
        with self.step("Change the outcome"):
            self._push_set("outcomes", row_id, field, value)
            if row.get("expires") in (None, was) and usual() != row.get("expires"):
                self._push_set("outcomes", row_id, "expires", usual())

    def add(self, section: str, **given: Any) -> Row:
        """Put a new row in ``section`` as one step and return it."""
        row = casefile.blank_row(section, self.file, **given)
        self.stack.push(_Rows(self, section, row, len(self.file.rows(section)), adding=True))
        return row

    def remove(self, section: str, row_id: int) -> None:
        """Take a row out, with every row that points at it, as one step."""
        with self.step("Remove"):
            self._remove(section, row_id)

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Everything inside is undone and redone as one."""
        self.stack.beginMacro(words)
        try:
            yield
        finally:
            self.stack.endMacro()

    def end_typing(self) -> None:
        """What is typed from here on is a step of its own."""
        self._typing += 1

    def is_edited(self) -> bool:
        """Whether anything would be lost by leaving."""
        if self.original is None:
            return cases.differs(self.file, self._began)
        return cases.differs(self.file, self.original)

    def replace(self, file: CaseFile, original: CaseFile | None) -> None:
        """Begin again from another file: after a save, a merge or a revert."""
        self.file = file
        self.original = original.copy() if original else None
        self._began = self.original or file.copy()  # neither is ever changed
        self.stack.clear()
        self.end_typing()
        self.replaced.emit()
        self.check()

    def bring_back(self, file: CaseFile, original: CaseFile | None) -> None:
        """Go on with edits that were not saved; a revert drops them as it would any."""
        blank = self._began
        file.guidance = list(self.file.guidance)
        self.replace(file, original)
        if original is None:
            self._began = blank
            self.check()

    def offer_guidance(self, versions: list[Version]) -> None:
        """Let allegations name these versions of guidance, as the register has them now."""
        for file in (self.file, self.original, self._began):
            if file is not None:
                file.guidance = list(versions)
        self.rows_changed.emit("guidance")
        self.check()

    def see_links(self, file: CaseFile) -> None:
        """Take over from ``file`` what other cases say of this one; the edits stay as they are."""
        for one in (self.file, self.original, self._began):
            if one is not None:
                one.linked_from, one.taken_over = file.linked_from, file.taken_over
        self.rows_changed.emit("linked_from")

    def revert(self) -> None:
        """Drop every edit; the case is as it was loaded."""
        self.replace(self._began.copy(), self.original)

    def check(self) -> None:
        """Ask the rules what is wrong and tell whoever shows it.

        Of an anonymised case nothing is: its days stand at the first of their months.
        """
        gone = self.file.case["anonymised"] is not None
        wrong = [] if gone else validation.problems(self.file, self.today, self.came_from())
        self.problems = wrong
        self.problems_changed.emit()
        self.edited.emit()

    def after_edits(self, owner: QObject, act: Callable[[], None]) -> None:
        """Have ``act`` called once after all that is edited together; ``owner`` holds the timer."""
        later = QTimer(owner, singleShot=True, interval=0)
        later.timeout.connect(act)
        for signal in (self.changed, self.rows_changed, self.replaced):
            signal.connect(lambda *_: later.start())

    def came_from(self) -> str | None:
        """The stage at which the case stands in the register; ``None`` for a new one."""
        return self.original.case["stage"] if self.original else None

    def refuse(self, problems: dict[str, str]) -> None:
        """Show beside the fields what the register would not take, until something is edited.

        :param problems: as :class:`models.errors.InvalidError` has them: ``section.row.field``.
        """
        for where, sentence in problems.items():
            section, row_id, field = where.split(".")
            self.problems.append(Problem(section, int(row_id) or None, field, sentence))
        self.problems_changed.emit()

    def blocking(self) -> list[Problem]:
        """The problems that stop a save, in the form's order."""
        return [item for item in self.problems if item.blocking]

    def problem(self, section: str, row_id: int | None, field: str) -> str:
        """The sentence for one field, empty where it is well."""
        wanted = (section, None if section == "case" else row_id, field)
        for item in self.problems:
            where = (item.section, None if item.section == "case" else item.row_id, item.field)
            if where == wanted:
                return item.message
        return ""

    def warns(self, section: str, row_id: int | None, field: str) -> bool:
        """Whether what is said of a field is a warning, which a save does not mind."""
        said = self.problem(section, row_id, field)
        return bool(said) and all(one.message != said for one in self.blocking())

    def put(self, section: str, row_id: int | None, field: str, value: Any) -> None:
        """Set without a step: for the undo stack's own commands."""
        row = self.file.row(section, row_id)
        if row is not None:
            row[field] = value
            self.changed.emit(section, row_id or 0, field)
            self.check()

    def put_row(self, section: str, row: Row, place: int) -> None:
        """Insert without a step: for the undo stack's own commands."""
        self.file.rows(section).insert(place, row)
        self.rows_changed.emit(section)
        self.check()

    def take_row(self, section: str, row: Row) -> None:
        """Remove without a step: for the undo stack's own commands."""
        rows = self.file.rows(section)
        rows[:] = [one for one in rows if one["id"] != row["id"]]
        self.rows_changed.emit(section)
        self.check()

    def _push_set(self, section: str, row_id: int | None, field: str, value: Any) -> None:
        before = self.value(section, row_id, field)
        self.stack.push(_SetField(self, (section, row_id, field), before, value, self._typing))

    def _remove(self, section: str, row_id: int) -> None:
        keys = [key for key, target in POINTERS.items() if target == section]
        for other in casefile.SECTIONS:
            for row in list(self.file.rows(other)):
                for key in keys:
                    if row.get(key) != row_id:
                        continue
                    if key == "proceeding_id":
                        self._push_set(other, row["id"], key, None)
                    else:
                        self._remove(other, row["id"])
        found = self.file.row(section, row_id)
        if found is not None:
            place = self.file.rows(section).index(found)
            self.stack.push(_Rows(self, section, found, place, adding=False))


class _SetField(QUndoCommand):
    """Set one field of one row; merges with the typing just before it in the same text."""

    def __init__(
        self,
        draft: Draft,
        where: tuple[str, int | None, str],
        before: Any,
        after: Any,
        typing: int,
    ) -> None:
        super().__init__(f"Change {where[2].removesuffix('_id').replace('_', ' ')}")
        self._draft = draft
        self.where = where
        self.before = before
        self.after = after
        self.typing = typing

    def redo(self) -> None:
        self._draft.put(*self.where, self.after)

    def undo(self) -> None:
        self._draft.put(*self.where, self.before)

    def id(self) -> int:
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        same = (
            isinstance(other, _SetField)
            and other.where == self.where
            and other.typing == self.typing
            and isinstance(other.after, str)
            and isinstance(self.after, str)
        )
        if same and isinstance(other, _SetField):
            self.after = other.after
        return same


class _Rows(QUndoCommand):
    """Add a row to a section, or take one out."""

    def __init__(self, draft: Draft, section: str, row: Row, place: int, *, adding: bool) -> None:
        super().__init__("Add" if adding else "Remove")
        self._draft = draft
        self._section = section
        self._row = row
        self._place = place
        self._adding = adding

    def redo(self) -> None:
        self._do(self._adding)

    def undo(self) -> None:
        self._do(not self._adding)

    def _do(self, adding: bool) -> None:
        if adding:
            self._draft.put_row(self._section, self._row, self._place)
        else:
            self._draft.take_row(self._section, self._row)
