"""The sections of a case file: the table of each, and what its rows carry from other tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models.schema import (
    Allegation,
    Case,
    CaseAccess,
    CaseLink,
    ChronologyEntry,
    ClockChange,
    Complainant,
    ComplainantUpdate,
    Finding,
    Member,
    Notice,
    Outcome,
    Person,
    Proceeding,
    Referral,
    SeverityAssessment,
    StageStep,
    Subject,
    Suspension,
    SuspensionReview,
    Task,
    dictionary,
)
from models.schema.base import Entry, Privacy

#: The table of each section; ``case`` is the case itself.
MODELS: Mapping[str, type[Any]] = {
    "case": Case,
    "named": CaseAccess,
    "subjects": Subject,
    "complainants": Complainant,
    "allegations": Allegation,
    "assessments": SeverityAssessment,
    "findings": Finding,
    "proceedings": Proceeding,
    "outcomes": Outcome,
    "chronology": ChronologyEntry,
    "referrals": Referral,
    "notices": Notice,
    "suspensions": Suspension,
    "reviews": SuspensionReview,
    "updates": ComplainantUpdate,
    "clock_changes": ClockChange,
    "steps": StageStep,
    "tasks": Task,
    "links": CaseLink,
}

#: What a subject's or complainant's row carries of the person and the membership behind it.
PERSON_FIELDS = (
    "family_name",
    "given_names",
    "title",
    "date_of_birth",
    "email",
    "telephone",
    "address",
)
MEMBER_FIELDS = ("number",)
_PERSON: dict[str, type[Any]] = dict.fromkeys(PERSON_FIELDS, Person)
_MEMBER: dict[str, type[Any]] = dict.fromkeys(MEMBER_FIELDS, Member)
#: What rows carry from elsewhere: the table whose column it is, or what is known of it.
_CARRIED: Mapping[str, Mapping[str, type[Any] | Entry]] = {
    "subjects": _PERSON | _MEMBER,
    "complainants": _PERSON,
    "allegations": {
        "factors": Entry(
            "Factors",
            about="The national factors that it is counted under.",
            kind="codes",
            vocabulary="factor",
        ),
        # Said by the pointers beside them; these are for whoever reads the case elsewhere.
        "guidance_document": Entry("", privacy=Privacy.CODE, technical=True),
        "guidance_version": Entry("", privacy=Privacy.CODE, technical=True),
        "guidance_clause": Entry("", privacy=Privacy.CODE, technical=True),
    },
    "chronology": {"entered_by_name": Entry("Written by", privacy=Privacy.WORDS)},
    "links": {
        "other_reference": Entry(
            "Reference of the other case",
            short="Other case",
            privacy=Privacy.CODE,
            required="Give the reference of the other case.",
        ),
        "other_title": Entry("Title of the other case", privacy=Privacy.WORDS),
    },
}
#: What the register sets by itself in a section's rows, beside what it does in all of them.
_OWN: Mapping[str, tuple[str, ...]] = {
    "case": ("reference", "series", "year", "number", "former_references", "anonymised"),
    "chronology": ("number", "entered_by_name"),
    "links": ("other_id", "other_title"),
}
#: Where a section asks for what its people may do without elsewhere.
_REQUIRED = {("complainants", "family_name"): "Give the complainant’s family name."}


def section_of(table: str) -> str:
    """The section whose rows are of this table; empty where none is."""
    return next((name for name, model in MODELS.items() if model._meta.table_name == table), "")


def carried(section: str) -> tuple[str, ...]:
    """The keys of a section's rows that are no columns of its table, in order."""
    return tuple(_CARRIED.get(section, ()))


@dictionary.derived
def own(section: str) -> frozenset[str]:
    """The keys of a section's rows that the register sets by itself and no person edits."""
    return frozenset(("id", "version", "case_id", *_OWN.get(section, ())))


def target(section: str, field: str) -> type[Any] | None:
    """The table at whose rows a key of a section's rows points; ``None`` where at none."""
    return dictionary.target(MODELS[section], field)


@dictionary.derived
def entries(section: str) -> dict[str, Entry]:
    """What is known of each key of a section's rows, the table's own columns first.

    :raises KeyError: there is no such section.
    """
    found = dict(dictionary.entries(MODELS[section]))
    for name, source in _CARRIED.get(section, {}).items():
        known = source if isinstance(source, Entry) else dictionary.entry(source, name)
        sentence = _REQUIRED.get((section, name))
        found[name] = replace(known, required=sentence) if sentence else known
    return found


def entry(section: str, field: str) -> Entry:
    """What is known of one key of a section's rows.

    :raises KeyError: there is no such section, or its rows have no such key.
    """
    return entries(section)[field]


def label(section: str, field: str) -> str:
    """What people call a key of a section's rows; one that is unknown by its name."""
    found = entries(section).get(field)
    return found.label if found and found.label else dictionary.worded(field)


@dictionary.derived
def words(section: str) -> frozenset[str]:
    """The keys of a section's rows in which somebody may be named."""
    return frozenset(name for name, known in entries(section).items() if dictionary.is_words(known))


@dictionary.derived
def identifying(section: str) -> frozenset[str]:
    """The keys of a section's rows that tell who somebody is, and go where initials are shown."""
    known = entries(section).items()
    return frozenset(name for name, entry in known if entry.privacy is Privacy.PERSON)


def heading(section: str) -> str:
    """What a row of a section is called where it stands alone: ``Subject``."""
    return dictionary.heading(MODELS[section])


def thing(section: str) -> str:
    """What a row of a section is called within a sentence: ``a subject``."""
    return dictionary.thing(MODELS[section]._meta.table_name)


def plural(section: str) -> str:
    """What the rows of a section are called together: ``Subjects``."""
    return dictionary.plural(MODELS[section])
