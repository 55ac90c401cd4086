"""What a column of a file may hold: made from the dictionary, for guesses, forms and reading.

A field of the schema is here by itself: by its label, and by the headings that its line gives. What
files say of several fields at once (a full name, a reference) is in :data:`TOGETHER`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from models.schema import dictionary, sections
from models.schema.base import Entry
from models.schema.dictionary import derived

Kind = Literal["text", "day", "code", "codes", "flag", "number", "user", "key", "name", "label"]


@dataclass(frozen=True)
class Field:
    """One thing that a column may hold.

    :ivar section: of a case file; ``column`` is the row's key there.
    :ivar vocabulary: where a coded value comes from.
    :ivar called: headings by which it is known besides its title, folded (:func:`folded`).
    """

    code: str
    title: str
    section: str
    column: str
    kind: Kind = "text"
    vocabulary: str = ""
    called: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The heading under which it is offered."""
        return GROUPS[self.section]

    @property
    def own(self) -> bool:
        """Whether it is a field of the register, and not several in one or the file's own."""
        return self.kind not in ("key", "name", "label")


GROUPS = {
    "case": "The case",
    "subjects": "Whose conduct it is about",
    "allegations": "What is alleged",
    "assessments": "How serious",
    "findings": "What was found",
    "proceedings": "Proceedings",
    "outcomes": "What happened",
    "complainants": "Who complained",
}
#: Columns that are left out on purpose, and those that this program wrote beside bad rows.
LEFT_OUT, WHY = "-", "Why it was not imported"

#: What files say of a case that is no one field of the register.
TOGETHER: tuple[Field, ...] = (
    Field(
        "key",
        "Reference in the file",
        "case",
        "",
        "key",
        called=(
            *("reference", "ref", "ref no", "ref number", "reference number", "reference no"),
            *("case ref", "case reference", "case number", "case no", "case id", "case"),
            *("complaint reference", "complaint ref", "complaint number", "complaint no"),
            *("complaint case number", "cm reference", "log number", "log no", "urn"),
            *("unique reference", "file number", "file ref", "file reference", "psd reference"),
            *("psd ref", "misconduct ref", "matter reference", "id"),
        ),
    ),
    Field(
        "label",
        "Subject, as rank, number and name",
        "subjects",
        "",
        "label",
        called=("subject", "who", "officer subject", "subject officer"),
    ),
    Field(
        "subject_name",
        "Full name",
        "subjects",
        "",
        "name",
        called=(
            *("name", "officer name", "full name", "subject name", "name of officer"),
            "member name",
        ),
    ),
    Field(
        "factors",
        "National factors",
        "allegations",
        "factors",
        "codes",
        "factor",
        called=("factor", "factors", "national factor"),
    ),
    Field(
        "complainant_name",
        "Complainant’s full name",
        "complainants",
        "",
        "name",
        called=("complainant", "complainant name", "name of complainant"),
    ),
)
#: What follows from the rest of the row, or is not said of these people by any file.
NOT_READ = frozenset(
    {
        ("findings", "level"),
        *(("subjects", name) for name in ("title", "email", "telephone", "address")),
        *(("complainants", name) for name in ("title", "date_of_birth")),
    }
)
#: How a heading says that it is of a complainant (“Complainant’s email” is folded so).
COMPLAINANTS = ("complainant", "complainants")
#: Codes by which a mapping names what stands in two sections under one name.
SHORT_CODES = {
    ("complainants", "family_name"): "complainant_family",
    ("complainants", "given_names"): "complainant_given",
}
_KINDS: dict[str, Kind] = {
    "text": "text",
    "area": "text",
    "code": "code",
    "day": "day",
    "flag": "flag",
    "yesno": "flag",
    "number": "number",
}


@derived
def fields() -> tuple[Field, ...]:
    """Everything that a column may hold, in the order in which it is offered."""
    plain = list(_readable())
    known = _ambiguous()
    codes: set[str] = {one.code for one in TOGETHER}
    made: list[Field] = []
    for section, column, entry in plain:
        code = SHORT_CODES.get((section, column)) or entry.imported or column
        if code in codes:
            code = f"{_one_of(section)}_{column}"
        codes.add(code)
        title = entry.label
        if known[folded(title)] > 1 and section not in ("case", "subjects"):
            title = f"{_one_of(section).capitalize()}: {title[:1].lower()}{title[1:]}"
        made.append(_field(code, title, section, column, entry))
    return tuple(one for section in GROUPS for one in (*TOGETHER, *made) if one.section == section)


def _one_of(section: str) -> str:
    """What one row of a section is called beside a field: ``finding``, ``subject``."""
    return dictionary.thing(sections.MODELS[section]._meta.table_name).split()[-1]


def _ambiguous() -> Counter[str]:
    """How many fields of a case, read from files or not, a heading could mean."""
    found: Counter[str] = Counter(heading for one in TOGETHER for heading in one.called)
    for section in sections.MODELS:
        for entry in sections.entries(section).values():
            if not entry.technical:
                found.update({folded(heading) for heading in (entry.label, *entry.headings)})
    return found


def _field(code: str, title: str, section: str, column: str, entry: Entry) -> Field:
    kind: Kind = "user" if entry.kind == "link" else _KINDS[entry.kind]
    called = tuple(folded(heading) for heading in entry.headings)
    if section == "complainants":
        alone = (folded(entry.label), *called)
        called = tuple(f"{whose} {heading}" for whose in COMPLAINANTS for heading in alone)
        if column not in ("family_name", "given_names"):  # alone, those are the subject's
            called = (*called, *alone)
    return Field(code, title, section, column, kind, entry.vocabulary, called)


def _readable() -> Iterator[tuple[str, str, Entry]]:
    """Every field of the schema that a file may say: section, column and entry."""
    for section in GROUPS:
        for column, entry in sections.entries(section).items():
            if (section, column) in NOT_READ or column in sections.own(section) or entry.technical:
                continue
            if entry.kind in _KINDS or (section, column) == ("case", "owner_id"):
                yield section, column, entry


@derived
def _by_code() -> dict[str, Field]:
    return {one.code: one for one in fields()}


def field(code: str) -> Field:
    """The field with this code.

    :raises KeyError: there is none.
    """
    return _by_code()[code]


def is_field(code: str) -> bool:
    """Whether a column mapped to ``code`` is read into a field."""
    return code in _by_code()


@derived
def of_section(section: str) -> tuple[Field, ...]:
    """The register's own fields of a section."""
    return tuple(one for one in fields() if one.section == section and one.own)


@derived
def known_headings() -> dict[str, str]:
    """Every heading that is known, folded, with the code of its field."""
    found: dict[str, str] = {}
    for one in fields():
        for heading in one.called:
            found.setdefault(heading, one.code)
    for one in fields():
        found.setdefault(folded(one.title), one.code)
        if one.own:
            found.setdefault(f"{_one_of(one.section)} {folded(one.title)}", one.code)
    return found


@derived
def _declared() -> frozenset[str]:
    """The headings that schema and table name; others are known by themselves alone."""
    return frozenset(heading for one in fields() for heading in one.called) | {
        folded(one.title) for one in fields() if one.called
    }


_BRACKETS = re.compile(r"\([^()]*\)")
_OTHERS = re.compile(r"[^a-z0-9]+")


def folded(heading: str) -> str:
    """A heading as it is compared: small letters and figures, without what stands in brackets."""
    return whole(_BRACKETS.sub(" ", heading)) or whole(heading)


def whole(text: str) -> str:
    """Words as they are compared: small letters and figures, with a space between."""
    return _OTHERS.sub(" ", text.casefold().replace("&", " and ").replace("’", "")).strip()


def guess(heading: str) -> str:
    """The code of the field that a heading names; empty for one that is not known."""
    known = known_headings()
    said = folded(heading)
    if said in known:
        return known[said]
    words = said.split()
    # The heading of a group stands before that of its column: “Officer Rank”, “Allegation Result”.
    for start in range(1, len(words)):
        rest = " ".join(words[start:])
        if rest in _declared():
            return known[rest]
    return ""
