"""One row of a file: what each of its cells says, by field, and what is kept beside the case."""

from __future__ import annotations

import datetime
from collections.abc import Mapping as Words
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from models.errors import InvalidError
from models.exchange.incoming import values
from models.exchange.incoming.fields import LEFT_OUT, Field, is_field
from models.exchange.incoming.fields import field as field_of
from models.exchange.incoming.mapping import Mapping
from models.rules import validation
from models.rules.texts import cannot_be_kept

#: Where the parts of a full name are kept; a person's title is not a case's.
OF_NAMES = {
    "subjects": {"title": "honorific"},
    "complainants": {
        "family_name": "complainant_family",
        "given_names": "complainant_given",
        "title": "complainant_title",
    },
}


@dataclass
class Read:
    """One row as it was read: values by field, coded ones still in the file's words."""

    number: int
    said: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Reader:
    """Reads rows by a mapping.

    :param users: the ids of those who work in the register, by what they are called.
    :ivar headings: of each field, the column that holds it.
    """

    def __init__(
        self,
        headings: Sequence[str],
        mapping: Mapping,
        today: datetime.date,
        users: Words[str, int],
    ) -> None:
        self.mapping = mapping
        self._today = today
        self._users = users
        self._month_first = mapping.day_order == "month first"
        self._columns: list[tuple[int, str, Field | None]] = []
        for place, heading in enumerate(headings):
            code = mapping.field_of(heading)
            if code != LEFT_OUT:
                known = field_of(code) if is_field(code) else None
                self._columns.append((place, heading, known))
        self.headings = {
            known.code: heading for _, heading, known in self._columns if known is not None
        }

    def read(self, number: int, cells: Sequence[str]) -> Read:
        """What one row says."""
        made = Read(number)
        for place, heading, known in self._columns:
            text = cells[place].strip() if place < len(cells) else ""
            if not text:
                continue
            if cannot_be_kept(text):
                made.problems.append(f"{heading}: it contains a character that cannot be saved.")
            elif len(text) > validation.TEXT_LIMIT:
                made.problems.append(f"{heading}: it is longer than a field can hold.")
            elif known is None:
                made.kept[heading] = text
            else:
                try:
                    self._take(made, known, text)
                except InvalidError as error:
                    made.problems.append(f"{heading}: {error}")
        return made

    def _take(self, made: Read, known: Field, text: str) -> None:
        said = made.said
        if known.kind == "day":
            if values.says_nothing(text):
                return
            said[known.code], note = values.day_of(text, self._today, self._month_first)
            if note:
                made.notes.append(f"{known.title}: {note}.")
        elif known.kind == "flag":
            said[known.code] = values.flag_of(text)
        elif known.kind == "number":
            said[known.code] = values.number_of(text)
        elif known.kind == "user":
            found = self._users.get(text.casefold())
            if found is not None:
                said[known.code] = found
            elif not values.says_nothing(text):
                self.unknown(made, known, text, "is not a user of this register")
        elif known.kind == "name" and not values.says_nothing(text):
            names = OF_NAMES[known.section]
            for name, value in values.name_of(text).items():
                if value:
                    said.setdefault(names.get(name, name), value)
        elif known.kind == "label":
            told, made.said["others"] = values.label_of(text)
            for name, value in told.items():
                said.setdefault(OF_NAMES["subjects"].get(name, name), value)
        elif _counts(known) or not values.says_nothing(text):
            said[known.code] = text

    def default(self, name: str, first: dict[str, Any], row: Read) -> None:
        """Put what holds where no column says it among what the case's rows say."""
        meant = self.mapping.defaults.get(name, "").strip()
        if name in first or not meant:
            return
        try:
            if name == "received":
                first[name] = values.day_of(meant, self._today, self._month_first)[0]
            elif name == "owner":
                if meant.casefold() not in self._users:
                    raise InvalidError(
                        {"owner": f"This register has no user called “{meant[:40]}”."}
                    )
                first[name] = self._users[meant.casefold()]
            else:
                first[name] = meant
        except InvalidError as error:
            row.problems.append(f"{field_of(name).title}, for all rows: {error}")

    def meant(self, name: str, text: str, regime: str | None) -> str:
        """The code that a word stands for: as the mapping says, or as it is called; or nothing."""
        said = self.mapping.values.get(name, {}).get(text.casefold())
        return said if said is not None else values.code_of(field_of(name).vocabulary, text, regime)

    def code(self, name: str, text: str | None, row: Read, regime: str | None) -> str:
        """The code of what a row says; a word that is not known is noted as the mapping says."""
        if not text:
            return ""
        chosen = self.mapping.values.get(name, {}).get(text.casefold())
        if chosen == "":
            row.kept[self.headings.get(name, field_of(name).title)] = text
            return ""
        found = chosen or self.meant(name, text, regime)
        if not found and not values.says_nothing(text):
            self.unknown(row, field_of(name), text, "is not in the list")
        return found

    def unknown(self, row: Read, known: Field, text: str, why: str) -> None:
        """What the register has no place for: a problem, or kept beside the case, as was chosen."""
        heading = self.headings.get(known.code, known.title)
        if self.mapping.unknown_values == "keep":
            row.kept[heading] = text
            row.notes.append(f"{heading}: “{text[:60]}” {why}; it is kept as a note.")
        else:
            row.problems.append(f"{heading}: “{text[:60]}” {why}.")


def _counts(known: Field) -> bool:
    """Whether a word that says nothing of a person is still read: a code may be called so."""
    return known.kind in ("code", "codes") or known.section in ("case", "allegations")
