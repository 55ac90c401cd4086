"""Which cases are meant: the conditions that list, charts, print and export share."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields, replace
from typing import Any

from models.rules import vocabularies
from models.schema import Allegation, Finding, Outcome, Subject
from models.storage.sqlite.list_page import HAS_FACTOR, has_row
from models.storage.sqlite.searching import HAS_WORD, match_terms

#: Filters by code: field, heading, vocabulary, condition with ``{}`` for the placeholders.
CODED: tuple[tuple[str, str, str, str], ...] = (
    ("stages", "Stage", "stage", "l.stage IN ({})"),
    ("kinds", "Kind", "kind", "l.kind IN ({})"),
    ("categories", "Category", "category", has_row(Allegation.category)),
    ("standards", "Standard", "standard", has_row(Allegation.standard)),
    ("roles", "Role", "role", has_row(Subject.role)),
    (
        "outcomes",
        "Outcome",
        "outcome",
        has_row(Outcome.outcome),
    ),
    (
        "findings",
        "Finding",
        "finding",
        has_row(Finding.finding),
    ),
    (
        "factors",
        "Factor",
        "factor",
        HAS_FACTOR,
    ),
    ("platforms", "Platform", "platform", has_row(Allegation.platform)),
    (
        "severities",
        "Severity",
        "severity",
        "l.severity IN ({})",
    ),
)
#: Periods by the beginning of their two fields, and their heading.
PERIODS = (("received", "Received"), ("closed", "Closed"), ("due", "Next due"))


@dataclass(frozen=True)
class Filter:
    """Conditions on cases; an empty field is no condition.

    Values of one field are alternatives; fields are joined by *and*. Days are inclusive.
    """

    text: str = ""
    stages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    received_from: datetime.date | None = None
    received_to: datetime.date | None = None
    closed_from: datetime.date | None = None
    closed_to: datetime.date | None = None
    due_from: datetime.date | None = None
    due_to: datetime.date | None = None
    restricted: bool | None = None
    overdue: bool = False
    is_open: bool | None = None
    consolidated: bool | None = None
    case_ids: tuple[int, ...] | None = None

    def in_words(self) -> str:
        """What is asked, in one line: ``Overdue; Kind: Conduct matter``, or ``every case``."""
        return "; ".join(words for _, words in self.describe()) or "every case"

    def describe(self, owners: dict[int, str] | None = None) -> list[tuple[str, str]]:
        """What is asked, as ``(field, words)``, for chips and printed headings.

        :param owners: full names by user id; without it an owner is called by their number.
        """
        said = [("text", f"“{self.text.strip()}”")] if self.text.strip() else []
        for name, heading, vocabulary, _ in CODED:
            codes = getattr(self, name)
            if codes:
                names = [vocabularies.name(vocabulary, code) for code in codes]
                alone = name == "factors" or (len(names) == 1 and name == "stages")
                words = _list(names)
                said.append((name, words if alone else f"{heading}: {words}"))
        if self.owners:
            people = [(owners or {}).get(one, f"user {one}") for one in self.owners]
            said.append(("owners", f"Owner: {_list(people)}"))
        for name, heading in PERIODS:
            words = _period(getattr(self, f"{name}_from"), getattr(self, f"{name}_to"))
            if words:
                said.append((name, f"{heading}: {words}"))
        if self.restricted is not None:
            said.append(("restricted", "Restricted" if self.restricted else "Not restricted"))
        if self.overdue:
            said.append(("overdue", "Overdue"))
        if self.is_open is not None:
            said.append(("is_open", "Open" if self.is_open else "Not open"))
        if self.consolidated is not None:
            said.append(
                ("consolidated", "Consolidated" if self.consolidated else "Not consolidated")
            )
        if self.case_ids is not None:
            said.append(("case_ids", f"{len(self.case_ids)} chosen cases"))
        return said

    def without(self, name: str) -> Filter:
        """This filter less the condition that :meth:`describe` called ``name``."""
        if name in dict(PERIODS):
            nothing: dict[str, Any] = {f"{name}_from": None, f"{name}_to": None}
            return replace(self, **nothing)
        return replace(self, **{name: getattr(Filter(), name)})

    def to_dict(self) -> dict[str, Any]:
        """The conditions that are set, as JSON can hold them."""
        empty = Filter()
        kept = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if value != getattr(empty, item.name):
                is_day = isinstance(value, datetime.date)
                kept[item.name] = value.isoformat() if is_day else value
        return kept

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Filter:
        """The filter that :meth:`to_dict` gave; unknown keys are passed over."""
        known: dict[str, Any] = {}
        for item in fields(cls):
            if item.name not in values:
                continue
            value = values[item.name]
            if item.name.endswith(("_from", "_to")) and isinstance(value, str):
                value = datetime.date.fromisoformat(value)
            known[item.name] = tuple(value) if isinstance(value, list) else value
        return cls(**known)

    def conditions(self, today: datetime.date) -> tuple[str, list[Any]]:
        """The ``WHERE`` over ``case_line AS l`` (``"1"`` for no condition) and its values."""
        parts: list[str] = []
        values: list[Any] = []

        def ask(condition: str, *given: Any) -> None:
            parts.append(condition)
            values.extend(given)

        terms = match_terms(self.text)
        for term in terms:
            ask(HAS_WORD, term)
        if self.text.strip() and not terms:
            ask("0")  # only punctuation: nothing can match it
        for name, _, _, condition in CODED:
            codes = getattr(self, name)
            if codes:
                ask(condition.format(", ".join("?" * len(codes))), *codes)
        if self.owners:
            ask(f"l.owner_id IN ({', '.join('?' * len(self.owners))})", *self.owners)
        for name, _ in PERIODS:
            column = "next_due" if name == "due" else name
            for end, operator in (("from", ">="), ("to", "<=")):
                day = getattr(self, f"{name}_{end}")
                if day is not None:
                    ask(f"l.{column} {operator} ?", day.isoformat())
        if self.restricted is not None:
            ask("l.restricted = ?", int(self.restricted))
        if self.overdue:
            ask("l.open AND l.next_due < ?", today.isoformat())
        if self.is_open is not None:
            ask("l.open = ?", int(self.is_open))
        if self.consolidated is not None:
            ask(f"l.consolidated_into {'!=' if self.consolidated else '='} ''")
        if self.case_ids is not None:
            marks = ", ".join(str(int(one)) for one in self.case_ids)
            ask(f"l.case_id IN ({marks})")
        return " AND ".join(f"({part})" for part in parts) or "1", values


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _period(start: datetime.date | None, end: datetime.date | None) -> str:
    if start and end:
        whole = start.day == 1 and (end + datetime.timedelta(days=1)).day == 1
        shape = "%b %Y" if whole else "%-d %b %Y"
        return f"{_day(start, shape)} – {_day(end, shape)}"
    if start:
        return f"from {_day(start, '%-d %b %Y')}"
    return f"to {_day(end, '%-d %b %Y')}" if end else ""


def _day(day: datetime.date, shape: str) -> str:
    """``%-d`` is not known everywhere (Windows), so the day of the month is put in by hand."""
    return day.strftime(shape.replace("%-d", str(day.day)))
