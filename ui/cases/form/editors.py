"""One editor a kind of field, all with the same few calls."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from models.case.casefile import CaseFile, Row
from models.queries.importing import FromFile
from models.queries.people.people import FoundMember, FoundPerson
from models.rules import vocabularies
from models.rules.names import full_name, subject_label
from models.rules.process.guidance import Receipt, version_of, when_held
from models.rules.process.working_days import DEFAULT_NATION
from models.schema import (
    Allegation,
    Complainant,
    GuidanceClause,
    GuidanceVersion,
    Proceeding,
    Subject,
    User,
    sections,
)
from ui.cases.form.words import day_words
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields.forbid import forbid
from ui.widgets.fields.line_edit import LineEdit
from ui.widgets.fields.text_area import TextArea

_NUMBER = re.compile(r"-?[0-9]{1,15}")
Refused = Callable[[str], None]
FindMembers = Callable[[str, Callable[[list[FoundMember]], None]], None]
#: Asks what a member was given; nothing is told once the owner is gone.
ReceiptsOf = Callable[[int, Callable[[list[Receipt]], None], QObject], None]
FindPeople = Callable[[str, str, Callable[[list[FoundPerson]], None], QObject], None]


@dataclass
class Sources:
    """What forms choose from besides the vocabularies."""

    user_id: int
    user_name: str
    today: datetime.date
    nation: str = DEFAULT_NATION
    users: dict[int, str] = field(default_factory=dict)
    imported: list[FromFile] = field(default_factory=list)
    receipts_of: ReceiptsOf = lambda _member_id, found, _owner: found([])
    find_members: FindMembers = lambda _text, found: found([])
    find_people: FindPeople = lambda _family, _given, found, _owner: found([])
    open_case: Callable[[int], None] = lambda _case_id: None


class Editor:
    """A widget and the value in it."""

    widget: QWidget

    def set_value(self, value: Any) -> None:
        """Show a value; the caller's own typing is left as it is."""

    def refill(self, file: CaseFile, row: Row) -> None:
        """Offer what holds for this row of this case."""

    def on_change(self, act: Callable[[Any], None]) -> None:
        """Call ``act`` with the value whenever the person changes it."""

    def on_left(self, act: Callable[[], None]) -> None:
        """Call ``act`` when the person leaves the field."""

    def forget(self) -> None:
        """Drop what is typed and is no value: the draft begins again."""

    def problem(self) -> str:
        """Why what is typed is no value; empty where it is one."""
        return ""

    def on_refused(self, act: Refused) -> None:
        """Call ``act`` with the sentence when something could not be taken."""

    def read_only(self, why: str) -> None:
        """Let the value be read and not changed; ``why`` is said when it is pointed at."""
        forbid(self.widget, why)


class LineEditor(Editor):
    """A line of text."""

    def __init__(self) -> None:
        self.widget: LineEdit = LineEdit()

    def set_value(self, value: Any) -> None:
        self.widget.set_value(value or "")

    def on_change(self, act: Callable[[Any], None]) -> None:
        self.widget.changed.connect(act)

    def on_left(self, act: Callable[[], None]) -> None:
        self.widget.editingFinished.connect(act)

    def on_refused(self, act: Refused) -> None:
        self.widget.refused.connect(act)

    def read_only(self, why: str) -> None:
        self.widget.setReadOnly(True)  # it may still be selected and read to its end
        self.widget.setToolTip(why)


class AreaEditor(Editor):
    """Running text."""

    def __init__(self) -> None:
        self.widget: TextArea = TextArea()
        self.widget.setUndoRedoEnabled(False)
        self._showing = False

    def set_value(self, value: Any) -> None:
        if self.widget.toPlainText() != (value or ""):
            self._showing = True
            self.widget.setPlainText(value or "")
            self._showing = False

    def on_change(self, act: Callable[[Any], None]) -> None:
        def changed() -> None:
            if not self._showing:
                act(self.widget.toPlainText())

        self.widget.textChanged.connect(changed)

    def on_left(self, act: Callable[[], None]) -> None:
        self.widget.left.connect(act)

    def on_refused(self, act: Refused) -> None:
        self.widget.refused.connect(act)

    def read_only(self, why: str) -> None:
        self.widget.setReadOnly(True)
        self.widget.setToolTip(why)


class DateEditor(Editor):
    """A day."""

    def __init__(self, today: datetime.date) -> None:
        self.widget: DateEdit = DateEdit(today)

    def set_value(self, value: Any) -> None:
        if self.widget.value() != value:  # what is being typed is left as it is
            self.widget.set_value(value)

    def forget(self) -> None:
        if self.problem():
            self.widget.clear()

    def problem(self) -> str:
        return self.widget.problem() or ""

    def on_change(self, act: Callable[[Any], None]) -> None:
        self.widget.changed.connect(lambda: act(self.widget.value()))

    def on_refused(self, act: Refused) -> None:
        self.widget.changed.connect(lambda: act(self.problem()) if self.problem() else None)


class ChoiceEditor(Editor):
    """One of a list that may depend on the case and the row."""

    def __init__(
        self,
        items: Callable[[CaseFile, Row], list[tuple[object, str]]],
        name: Callable[[Any], str],
    ) -> None:
        self.widget: Choice = Choice()
        self._items = items
        self._name = name
        self._offered: list[tuple[object, str]] | None = None

    def refill(self, file: CaseFile, row: Row) -> None:
        items = self._items(file, row)
        if items != self._offered:
            self._offered = items
            self.widget.set_items(items)

    def set_value(self, value: Any) -> None:
        if self.widget.value() != value:
            self.widget.set_value(value, self._name(value))

    def on_change(self, act: Callable[[Any], None]) -> None:
        self.widget.changed.connect(lambda: act(self.widget.value()))


class YesNoEditor(ChoiceEditor):
    """Yes, no, or not known."""

    def __init__(self) -> None:
        super().__init__(lambda *_: [("yes", "Yes"), ("no", "No")], str)

    def set_value(self, value: Any) -> None:
        super().set_value(None if value is None else "yes" if value else "no")

    def on_change(self, act: Callable[[Any], None]) -> None:
        super().on_change(lambda value: act(None if value is None else value == "yes"))


class FlagEditor(Editor):
    """Yes or no."""

    def __init__(self) -> None:
        self.widget: QCheckBox = QCheckBox("Yes")

    def set_value(self, value: Any) -> None:
        self.widget.setChecked(bool(value))

    def on_change(self, act: Callable[[Any], None]) -> None:
        self.widget.clicked.connect(lambda: act(self.widget.isChecked()))


class FactorsEditor(Editor):
    """The national factors, a box each."""

    def __init__(self, vocabulary: str) -> None:
        self.widget = QWidget()
        grid = QGridLayout(self.widget)
        grid.setContentsMargins(0, 0, 0, 0)
        self.boxes: dict[str, QCheckBox] = {}
        for place, term in enumerate(vocabularies.terms(vocabulary)):
            box = QCheckBox(term.name)
            self.boxes[term.code] = box
            grid.addWidget(box, place // 3, place % 3)
        self.widget.setFocusProxy(next(iter(self.boxes.values())))

    def set_value(self, value: Any) -> None:
        for code, box in self.boxes.items():
            box.setChecked(code in (value or []))

    def on_change(self, act: Callable[[Any], None]) -> None:
        for box in self.boxes.values():
            box.clicked.connect(
                lambda _: act([code for code, one in self.boxes.items() if one.isChecked()])
            )


class NumberEditor(LineEditor):
    """A whole number, or nothing."""

    def set_value(self, value: Any) -> None:
        if self.value() != value:  # what is being typed is left as it is
            self.widget.set_value("" if value is None else str(value))

    def value(self) -> int | None:
        """What is typed, where it is a number."""
        text = self.widget.text().strip()
        return int(text) if _NUMBER.fullmatch(text) else None

    def forget(self) -> None:
        if self.problem():
            self.widget.clear()

    def problem(self) -> str:
        text = self.widget.text().strip()
        return "" if not text or _NUMBER.fullmatch(text) else "This is not a whole number."

    def on_change(self, act: Callable[[Any], None]) -> None:
        super().on_change(lambda _: act(self.value()))

    def on_refused(self, act: Refused) -> None:
        super().on_refused(act)
        self.widget.changed.connect(lambda _: act(self.problem()) if self.problem() else None)


def make_editor(section: str, name: str, sources: Sources) -> Editor:
    """The editor for a field of a section, by what the dictionary says of it.

    :raises KeyError: there is no such field, or none of its kind is edited.
    """
    entry = sections.entry(section, name)
    if entry.kind == "code":
        return ChoiceEditor(
            lambda file, row: _terms(entry.vocabulary, file, row),
            lambda code: vocabularies.name(entry.vocabulary, code),
        )
    if entry.kind == "codes":
        return FactorsEditor(entry.vocabulary)
    target = sections.target(section, name)
    if target is User:
        return ChoiceEditor(lambda *_: list(sources.users.items()), str)
    if target is not None:
        return ChoiceEditor(_POINTED[target], str)
    makers: dict[str, Callable[[], Editor]] = {
        "text": LineEditor,
        "area": AreaEditor,
        "day": lambda: DateEditor(sources.today),
        "flag": FlagEditor,
        "yesno": YesNoEditor,
        "number": NumberEditor,
    }
    return makers[entry.kind]()


def said(section: str, name: str, value: Any, sources: Sources) -> str:
    """A field's value for reading, empty where there is none."""
    if value in (None, "", []):
        return ""
    entry = sections.entry(section, name)
    if entry.kind == "code":
        return vocabularies.name(entry.vocabulary, value)
    if entry.kind == "day":
        return day_words(value)
    if entry.kind in ("flag", "yesno"):
        return "Yes" if value else "No"
    if sections.target(section, name) is User:
        return sources.users.get(value, "")
    return str(value)


def _terms(vocabulary: str, file: CaseFile, row: Row) -> list[tuple[object, str]]:
    regime = file.case["regime"] or None
    role = None if "role" in row or vocabulary == "role" else file.role_of(row)
    items = vocabularies.terms(vocabulary, regime=regime, role=role)
    if vocabulary == "finding" and row.get("level"):
        items = [item for item in items if row["level"] in (item.group or row["level"]).split()]
    if vocabulary == "finding_level":
        items = [item for item in items if item.code != "complaint"]  # has a form of its own
    return [(item.code, item.name) for item in items]


def _subjects(file: CaseFile, _: Row) -> list[tuple[object, str]]:
    return [(row["id"], subject_label(row)) for row in file.subjects]


def _allegations(file: CaseFile, row: Row) -> list[tuple[object, str]]:
    return [
        (one["id"], f"{place}: {one['particulars'][:60] or 'New allegation'}")
        for place, one in enumerate(file.allegations, start=1)
        if one["subject_id"] in (row.get("subject_id"), None)
    ]


def _guidance(file: CaseFile, row: Row) -> list[tuple[object, str]]:
    """Every version, those in force on the day of the conduct first and said to be so."""
    day = row.get("conduct_from")
    then = [one for one in file.guidance if day and one.holds_on(day)]
    others = [one for one in file.guidance if one not in then]
    return [
        *((one.id, f"{one.called}  ·  in force that day") for one in then),
        *((one.id, f"{one.called}  ·  {when_held(one)}") for one in others),
    ]


def _clauses(file: CaseFile, row: Row) -> list[tuple[object, str]]:
    version = version_of(file.guidance, row.get("guidance_version_id"))
    return [(one.id, one.called) for one in version.clauses] if version else []


def _complainants(file: CaseFile, _: Row) -> list[tuple[object, str]]:
    return [(row["id"], full_name(row) or "New complainant") for row in file.complainants]


def _proceedings(file: CaseFile, row: Row) -> list[tuple[object, str]]:
    return [
        (one["id"], vocabularies.name("proceeding", one["kind"]) or "New proceeding")
        for one in file.proceedings
        if one["subject_id"] == row.get("subject_id")
    ]


#: What is offered of the rows that a field points at.
_POINTED: dict[type[Any], Callable[[CaseFile, Row], list[tuple[object, str]]]] = {
    Subject: _subjects,
    Allegation: _allegations,
    Complainant: _complainants,
    Proceeding: _proceedings,
    GuidanceVersion: _guidance,
    GuidanceClause: _clauses,
}
