"""How a file is read: which column is which field, which word which code, what else is chosen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from models.errors import InvalidError
from models.exchange.incoming.fields import LEFT_OUT, WHY, guess, is_field
from models.exchange.incoming.fields import field as field_of
from models.rules import vocabularies

#: What a choice may be, the first unless somebody says otherwise; in words for forms.
CHOICES: dict[str, dict[str, str]] = {
    "rows_are": {
        "allegation": "An allegation, or a case",
        "subject": "A person: an officer or member of staff",
    },
    "known": {
        "skip": "Leave it as it is in the register",
        "update": "Update it from the file, and add anything new",
    },
    "alike": {
        "skip": "Leave it out: it looks like a case already in the register",
        "add": "Add it anyway",
    },
    "unknown_values": {
        "refuse": "Do not import the row",
        "keep": "Leave the field empty and keep the words as a note",
    },
    "day_order": {
        "day first": "Day first: 03/04/2014 is 3 April",
        "month first": "Month first: 03/04/2014 is March 4",
    },
}
#: What may be said for every case of which no column says it.
DEFAULTS = ("kind", "received", "stage", "owner", "role")
VERSION = 1
LARGEST = 2_000_000  # characters of a mapping as JSON


@dataclass(frozen=True)
class Mapping:
    """How the columns and values of a kind of file are read.

    :ivar columns: the code of a field by heading; ``-`` leaves a column out, and one that is not
        named, or has no field, is kept beside the case.
    :ivar values: by field, the code that each word (small letters) of the file stands for; empty
        for a word that stands for nothing.
    :ivar defaults: by field, what holds where no column says it.
    """

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    rows_are: str = "allegation"
    known: str = "skip"
    alike: str = "skip"
    unknown_values: str = "refuse"
    day_order: str = "day first"

    def field_of(self, heading: str) -> str:
        """The code of a column's field; empty where it is kept beside the case."""
        return self.columns.get(heading, "")

    def headings_of(self, code: str) -> list[str]:
        """The columns that hold a field."""
        return [heading for heading, named in self.columns.items() if named == code]

    def with_column(self, heading: str, code: str) -> Mapping:
        """The same, with one column read otherwise."""
        return replace(self, columns={**self.columns, heading: code})

    def with_value(self, code: str, word: str, meant: str) -> Mapping:
        """The same, with one word of a field read otherwise."""
        words = {**self.values.get(code, {}), word.casefold(): meant}
        return replace(self, values={**self.values, code: words})

    def to_json(self) -> str:
        """As it is kept in a register or a file."""
        return json.dumps({"version": VERSION} | asdict(self), ensure_ascii=False, indent=1)


def guessed(headings: Sequence[str]) -> Mapping:
    """A mapping by what the columns are called; each field is given to one column alone."""
    columns: dict[str, str] = {}
    for heading in headings:
        code = LEFT_OUT if heading == WHY else guess(heading)
        taken = code in columns.values() and code != LEFT_OUT
        columns[heading] = "" if taken else code
    people = {code for code in columns.values() if is_field(code)}
    people = {code for code in people if field_of(code).section == "subjects"}
    alleged = {"particulars", "category", "standard"} & set(columns.values())
    rows_are = "subject" if people and not alleged else "allegation"
    return Mapping(columns=columns, rows_are=rows_are)


def fitted(mapping: Mapping, headings: Sequence[str]) -> Mapping:
    """A saved mapping for a file with these headings; a column that it does not know is guessed."""
    folded = {name.casefold(): code for name, code in mapping.columns.items()}
    columns: dict[str, str] = {}
    for heading in headings:
        code = folded.get(heading.casefold())
        if code is None:
            code = LEFT_OUT if heading == WHY else ""
        columns[heading] = code
    return replace(mapping, columns=columns)


def from_json(text: str) -> Mapping:
    """The mapping that :meth:`Mapping.to_json` wrote, or a person by hand.

    :raises InvalidError: it is none; the sentence says what is wrong.
    """
    if len(text) > LARGEST:
        raise InvalidError({"mapping": "This is far too long to be a mapping."})
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidError(
            {"mapping": f"This is not a mapping: it is not JSON ({error})."}
        ) from error
    if not isinstance(given, dict):
        raise InvalidError({"mapping": "A mapping is one JSON object."})
    if given.get("version", VERSION) != VERSION:
        raise InvalidError({"mapping": "This mapping was made by another release of Probity."})
    made = Mapping(
        columns=_words(given.get("columns", {}), "columns"),
        values={
            name: {word.casefold(): meant for word, meant in _words(words, "values").items()}
            for name, words in _object(given.get("values", {}), "values").items()
        },
        defaults=_words(given.get("defaults", {}), "defaults"),
        **{
            name: _choice(name, given[name], tuple(meant))
            for name, meant in CHOICES.items()
            if name in given
        },
    )
    refuse(made)
    return made


def refuse(mapping: Mapping) -> None:
    """Look that a mapping says nothing that cannot be.

    :raises InvalidError: it names a field, or a code, that there is not.
    """
    for heading, code in mapping.columns.items():
        if code not in ("", LEFT_OUT) and not is_field(code):
            said = f"There is no field “{code[:40]}” for the column “{heading[:60]}”."
            raise InvalidError({"columns": said})
    for code in _twice(mapping.columns.values()):
        raise InvalidError({"columns": f"Two columns are imported as “{field_of(code).title}”."})
    for name, words in mapping.values.items():
        if not is_field(name) or not field_of(name).vocabulary:
            raise InvalidError({"values": f"“{name[:40]}” is not a field with a list of values."})
        for word, meant in words.items():
            if meant and vocabularies.term(field_of(name).vocabulary, meant) is None:
                said = (
                    f"“{meant[:40]}” is not a code of “{field_of(name).title}” (for “{word[:40]}”)."
                )
                raise InvalidError({"values": said})
    for name, meant in mapping.defaults.items():
        if name not in DEFAULTS:
            raise InvalidError({"defaults": f"“{name[:40]}” cannot be set for all rows."})
        vocabulary = field_of(name).vocabulary
        if vocabulary and meant and vocabularies.term(vocabulary, meant) is None:
            raise InvalidError({"defaults": f"“{meant[:40]}” is not a code of “{name}”."})


def _twice(codes: Iterable[str]) -> list[str]:
    seen, found = set(), []
    for code in codes:
        if code in ("", LEFT_OUT):
            continue
        if code in seen:
            found.append(code)
        seen.add(code)
    return found


def _object(given: Any, name: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise InvalidError({name: f"“{name}” of a mapping is a JSON object."})
    return given


def _words(given: Any, name: str) -> dict[str, str]:
    found = _object(given, name)
    if not all(isinstance(value, str) for value in found.values()):
        raise InvalidError({name: f"“{name}” of a mapping maps words to words."})
    return found


def _choice(name: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise InvalidError({name: f"“{name}” of a mapping is one of: {', '.join(allowed)}."})
    return str(value)
