"""Which cases are meant: the conditions that list, charts, print and export share."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass, replace
from typing import Any

from models.queries.cases import field_filters
from models.queries.cases.field_filters import or_list
from models.rules import vocabularies
from models.rules.dates import period_words
from models.schema import (
    Allegation,
    AllegationFactor,
    Case,
    Finding,
    Outcome,
    SeverityAssessment,
    Subject,
    dictionary,
)
from models.storage.sqlite.list_page import HAS_FACTOR, has_row
from models.storage.sqlite.searching import HAS_WORD, match_terms

#: Filters by code that are placed by hand: name, table and column that it is of, condition.
_CODED: tuple[tuple[str, Any, str, str], ...] = (
    ("stages", Case, "stage", "l.stage IN ({})"),
    ("kinds", Case, "kind", "l.kind IN ({})"),
    ("categories", Allegation, "category", has_row(Allegation.category)),
    ("standards", Allegation, "standard", has_row(Allegation.standard)),
    ("roles", Subject, "role", has_row(Subject.role)),
    ("outcomes", Outcome, "outcome", has_row(Outcome.outcome)),
    ("findings", Finding, "finding", has_row(Finding.finding)),
    ("factors", AllegationFactor, "factor", HAS_FACTOR),
    ("platforms", Allegation, "platform", has_row(Allegation.platform)),
    ("severities", SeverityAssessment, "severity", "l.severity IN ({})"),
)
#: What :meth:`Filter.describe` calls a condition on a field begins so.
FIELD = "fields."


@dictionary.derived
def coded() -> tuple[tuple[str, str, str, str], ...]:
    """Filters by code: name, heading, vocabulary, condition with ``{}`` for the placeholders."""
    found = []
    for name, model, column, condition in _CODED:
        known = dictionary.entry(model, column)
        found.append((name, known.brief, known.vocabulary, condition))
    return tuple(found)


@dictionary.derived
def periods() -> tuple[tuple[str, str], ...]:
    """Periods by the beginning of their two fields, and their heading."""
    days = [(name, dictionary.entry(Case, name).brief) for name in ("received", "closed")]
    return (*days, ("due", "Next due"))


@dataclass(frozen=True)
class Filter:
    """Conditions on cases; an empty field is no condition.

    Values of one field are alternatives; fields are joined by *and*. Days are inclusive.

    :ivar fields: conditions on fields to which the schema gives a column of the list, as
        :mod:`models.queries.cases.field_filters` says.
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
    fields: tuple[field_filters.Condition, ...] = ()

    def in_words(self) -> str:
        """What is asked, in one line: ``Overdue; Kind: Conduct matter``, or ``every case``."""
        return "; ".join(words for _, words in self.describe()) or "every case"

    def describe(self, owners: dict[int, str] | None = None) -> list[tuple[str, str]]:
        """What is asked, as ``(field, words)``, for chips and printed headings.

        :param owners: full names by user id; without it an owner is called by their number.
        """
        said = [("text", f"“{self.text.strip()}”")] if self.text.strip() else []
        for name, heading, vocabulary, _ in coded():
            codes = getattr(self, name)
            if codes:
                names = [vocabularies.name(vocabulary, code) for code in codes]
                alone = name == "factors" or (len(names) == 1 and name == "stages")
                words = or_list(names)
                said.append((name, words if alone else f"{heading}: {words}"))
        if self.owners:
            people = [(owners or {}).get(one, f"user {one}") for one in self.owners]
            heading = dictionary.entry(Case, "owner_id").brief
            said.append(("owners", f"{heading}: {or_list(people)}"))
        for name, heading in periods():
            words = period_words(getattr(self, f"{name}_from"), getattr(self, f"{name}_to"))
            if words:
                said.append((name, f"{heading}: {words}"))
        for code, values in self.fields:
            said.append((f"{FIELD}{code}", field_filters.described(code, values)))
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
        if name in dict(periods()):
            nothing: dict[str, Any] = {f"{name}_from": None, f"{name}_to": None}
            return replace(self, **nothing)
        if name.startswith(FIELD):
            return self.asking(name.removeprefix(FIELD), ())
        return replace(self, **{name: getattr(Filter(), name)})

    def asking(self, code: str, values: tuple[str, ...]) -> Filter:
        """This filter with another condition on a field; without values with none."""
        kept = tuple(one for one in self.fields if one[0] != code)
        return replace(self, fields=(*kept, (code, values)) if values else kept)

    def asked(self, code: str) -> tuple[str, ...]:
        """The values of the condition on a field; none where there is none."""
        return dict(self.fields).get(code, ())

    def to_dict(self) -> dict[str, Any]:
        """The conditions that are set, as JSON can hold them."""
        empty = Filter()
        kept = {}
        for item in dataclasses.fields(self):
            value = getattr(self, item.name)
            if value != getattr(empty, item.name):
                is_day = isinstance(value, datetime.date)
                kept[item.name] = value.isoformat() if is_day else value
        return kept

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Filter:
        """The filter that :meth:`to_dict` gave; unknown keys are passed over."""
        known: dict[str, Any] = {}
        for item in dataclasses.fields(cls):
            if item.name not in values:
                continue
            value = values[item.name]
            if item.name == "fields":
                known["fields"] = field_filters.known(value)
                continue
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
        for name, _, _, condition in coded():
            codes = getattr(self, name)
            if codes:
                ask(condition.format(", ".join("?" * len(codes))), *codes)
        if self.owners:
            ask(f"l.owner_id IN ({', '.join('?' * len(self.owners))})", *self.owners)
        for name, _ in periods():
            column = "next_due" if name == "due" else name
            for end, operator in (("from", ">="), ("to", "<=")):
                day = getattr(self, f"{name}_{end}")
                if day is not None:
                    ask(f"l.{column} {operator} ?", day.isoformat())
        for code, wanted in self.fields:
            condition, given = field_filters.condition(code, wanted)
            ask(condition, *given)
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
