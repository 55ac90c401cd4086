"""What the dictionary says of the rows of a case file, by section.

A row holds the columns of its table and what it carries from others: the name of the person behind
a subject, the title of a case that is linked. For both the schema says what they are.
"""

from __future__ import annotations

from models.case.casefile import MEMBER_FIELDS, PERSON_FIELDS, SECTIONS
from models.schema import (
    Case,
    GuidanceClause,
    GuidanceDocument,
    GuidanceVersion,
    Member,
    Person,
    Record,
    Table,
    User,
)
from models.schema.base import Entry, Privacy
from models.schema.dictionary import derived, entry, is_words
from models.schema.dictionary import entries as entries_of

#: Links of other cases to this one, which are rows of no section but are read as they are.
LINKED_FROM = "linked_from"
#: Where what a row carries stands: the table and its column.
CARRIED: dict[str, tuple[type[Table], str]] = {
    **{name: (Person, name) for name in PERSON_FIELDS},
    **{name: (Member, name) for name in MEMBER_FIELDS},
    "entered_by_name": (User, "full_name"),
    "other_reference": (Case, "reference"),
    "other_title": (Case, "title"),
    "guidance_document": (GuidanceDocument, "title"),
    "guidance_version": (GuidanceVersion, "name"),
    "guidance_clause": (GuidanceClause, "number"),
}


def model_of(section: str) -> type[Record]:
    """The table of a section; of ``"case"``, and of the cases linked to it, that of cases."""
    return SECTIONS[section].model if section in SECTIONS else Case


@derived
def entries(section: str) -> dict[str, Entry]:
    """The entries of all that a section's rows hold and the schema knows, the row's own first."""
    found = dict(entries_of(model_of(section)))
    for name in SECTIONS[section].carried if section in SECTIONS else ():
        if name in CARRIED:
            found[name] = entry(*CARRIED[name])
    return found


@derived
def words(section: str) -> frozenset[str]:
    """What of a section's rows may name somebody: struck, and shortened to initials."""
    return frozenset(name for name, known in entries(section).items() if is_words(known))


@derived
def identifying(section: str) -> frozenset[str]:
    """What of a section's rows tells who somebody is, and is left out where initials do.

    Whoever works here is called by name also then.
    """
    return frozenset(
        name
        for name, known in entries(section).items()
        if known.privacy is Privacy.PERSON and CARRIED.get(name, (None,))[0] is not User
    )


def label(section: str, name: str) -> str:
    """What people call a field of a section's rows."""
    known = entries(section).get(name)
    return known.label if known and known.label else plain_label(name)


def plain_label(name: str) -> str:
    """What is no field of the schema by its own name: ``came_to_notice`` as ``Came to notice``."""
    words = name.removesuffix("_id").replace("_", " ")
    return words[:1].upper() + words[1:]
