"""What a row says of a case besides the case itself: people, allegations, decisions.

What an earlier row of the case said is not said twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from models.case import casefile
from models.case.casefile import CaseFile
from models.case.casefile import Row as Values
from models.exchange.incoming import values
from models.exchange.incoming.fields import field as field_of
from models.exchange.incoming.fields import fields, of_section
from models.exchange.incoming.rows import Read, Reader
from models.rules import vocabularies
from models.rules.process import complaints
from models.schema.dictionary import derived

NOT_SAID = "Not given in the file."
#: What is read of a row in its own way; every other field of its section is taken as it is said.
OWN_WAY = {
    "subjects": frozenset(
        ("family_name", "given_names", "number", "role", "rank", "date_of_birth")
    ),
    "allegations": frozenset(("factors",)),
    "assessments": frozenset(("severity",)),
    "findings": frozenset(("finding", "decided")),
    "proceedings": frozenset(("kind",)),
    "outcomes": frozenset(("outcome", "decided")),
    "complainants": frozenset(("family_name", "given_names")),
}


class Parts:
    """Puts what rows say into a case.

    :param skipped: the reason that is given where the register asks for one and the file has none.
    :ivar told: the columns that the file itself says, by section and row.
    """

    def __init__(self, reader: Reader, skipped: str) -> None:
        self._reader = reader
        self.skipped = skipped
        self.told: dict[tuple[str, int], set[str]] = {}
        self._made = 0

    def _new(self, section: str, file: CaseFile, **given: Any) -> Values:
        self._made -= 1
        return casefile.numbered_row(section, file, self._made, **given)

    def add(self, section: str, file: CaseFile, **given: Any) -> Values:
        """Put a new row at the end of a section and return it."""
        row = self._new(section, file, **given)
        file.rows(section).append(row)
        return row

    def put(self, file: CaseFile, row: Read) -> None:
        """Put what a row says into the case."""
        regime = file.case["regime"]
        said = row.said
        self._rank_or_role(row)
        codes = {
            name: self._reader.code(name, said.get(name), row, regime)
            for name in ("rank", "severity", "proceeding")
        }
        codes["finding"], codes["outcome"] = self._found(row, regime)
        subject = self._subject(file, row, codes)
        needed = codes["severity"] or codes["outcome"] or codes["proceeding"]
        if subject is None and needed:
            subject = file.subjects[-1] if file.subjects else self.add("subjects", file)
        subject_id = subject["id"] if subject else None
        if _says(row, "allegations") or codes["finding"]:
            allegation = self._allegation(file, row, subject_id)
            self._finding(file, row, codes, allegation["id"])
        self._decisions(file, row, codes, subject_id)
        self._complainant(file, row)

    def _rank_or_role(self, row: Read) -> None:
        """What forces publish as a rank may be a role: ``PCSO``, ``Police staff``."""
        text = row.said.get("rank")
        meant = self._reader.meant
        if text and not meant("rank", text, None) and meant("role", text, None):
            row.said.setdefault("role", text)
            del row.said["rank"]

    def _found(self, row: Read, regime: str | None) -> tuple[str, str]:
        """Finding and outcome; forces publish either under either heading."""
        found: dict[str, str] = {}
        for name, other in (("finding", "outcome"), ("outcome", "finding")):
            text = row.said.get(name)
            if not text:
                continue
            if not self._reader.meant(name, text, regime) and not row.said.get(other):
                meant = self._reader.meant(other, text, regime)
                if meant:
                    found[other] = meant
                    title = field_of(other).title.lower()
                    row.notes.append(f"“{text[:60]}” is read as the {title}.")
                    continue
            found.setdefault(name, self._reader.code(name, text, row, regime))
        return found.get("finding", ""), found.get("outcome", "")

    def _subject(self, file: CaseFile, row: Read, codes: dict[str, str]) -> Values | None:
        said = row.said
        if not _says(row, "subjects") and "others" not in said:
            return None
        made = {name: str(said.get(name, "")) for name in ("family_name", "given_names", "number")}
        made["title"] = str(said.get("honorific", ""))
        known: dict[str, Any] = made | {"rank": codes["rank"] or None}
        known["role"], *further = self._roles(row, codes["rank"])
        known["date_of_birth"] = said.get("date_of_birth")
        besides = self._besides("subjects", row, file.case["regime"])
        blank = self._new("subjects", file)
        known |= {name: blank[name] for name in _columns("subjects") if name not in known} | besides
        named = bool(known["number"] or known["family_name"])
        ident = ("number", "family_name", "given_names") if named else tuple(known)
        found = None
        if named or self._reader.mapping.rows_are != "subject":
            found = next(
                (one for one in file.subjects if all(one[name] == known[name] for name in ident)),
                None,
            )
        if found is not None:
            self._fill(found, besides, "subjects", row)
        else:
            found = self.add("subjects", file, **known)
            for place in range(int(said.get("others", 0))):
                role = further[place] if place < len(further) else None
                self.add("subjects", file, role=role)
        self._tell("subjects", found, besides)
        return found

    def _roles(self, row: Read, rank: str) -> list[str | None]:
        text = row.said.get("role") or self._reader.mapping.defaults.get("role", "")
        if not text:
            return ["officer" if rank else None]
        parts = [self._reader.meant("role", part, None) for part in text.split(", ")]
        if len(parts) > 1 and all(parts):
            return list(parts)
        return [self._reader.code("role", text, row, None) or ("officer" if rank else None)]

    def _allegation(self, file: CaseFile, row: Read, subject_id: int | None) -> Values:
        besides = self._besides("allegations", row, file.case["regime"])
        blank = self._new("allegations", file)
        known: dict[str, Any] = {name: blank[name] for name in _columns("allegations")}
        known |= besides | {"subject_id": subject_id, "factors": self._factors(row)}
        if not _says(row, "allegations"):  # a finding alone is on what was alleged
            mine = [one for one in file.allegations if one["subject_id"] == subject_id]
            if mine:
                return mine[-1]
        if not known["particulars"]:
            known["particulars"] = (
                vocabularies.name("category", known["category"])
                or vocabularies.name("standard", known["standard"])
                or file.case["title"]
                or file.case["summary"]
                or NOT_SAID
            )
        for one in file.allegations:
            if all(one[name] == value for name, value in known.items()):
                return one
        made = self.add("allegations", file, **known)
        self._tell("allegations", made, besides)
        return made

    def _factors(self, row: Read) -> list[str]:
        text = row.said.get("factors")
        found: list[str] = []
        if text:
            whole = self._reader.meant("factors", text, None)
            parts = [whole] if whole else []
            if not whole:
                split = text.replace(";", ",").replace("|", ",").split(",")
                if len(split) == 1:
                    split = text.split()
                parts = [self._reader.meant("factors", part.strip(), None) for part in split]
            if all(parts):
                found = sorted(set(parts))
            elif not values.says_nothing(text):
                self._reader.unknown(row, field_of("factors"), text, "is not in the list")
        if row.said.get("platform") and "social-media" not in found:
            found = sorted({*found, "social-media"})
        return found

    def _finding(
        self, file: CaseFile, row: Read, codes: dict[str, str], allegation_id: int
    ) -> None:
        if not codes["finding"]:
            return
        decided, reason = self._decided(file, row, ("found", "outcome_day", "held"))
        made = self._new("findings", file, allegation_id=allegation_id)
        made |= {"finding": codes["finding"], "decided": decided, "reason": reason}
        besides = self._besides("findings", row, file.case["regime"])
        made |= besides
        for level in ("investigation", "complaint", "proceedings"):
            made["level"] = level
            if not complaints.finding_problem(made):
                break
        self._put("findings", file, row, made, besides)

    def _decisions(
        self, file: CaseFile, row: Read, codes: dict[str, str], subject_id: int | None
    ) -> None:
        """Severity, proceeding and outcome of a row, each once for a subject."""
        if subject_id is None:
            return
        regime = file.case["regime"]
        if codes["severity"]:
            made = self._new("assessments", file, subject_id=subject_id)
            decided, reason = self._decided(file, row, ())
            made |= {"severity": codes["severity"], "decided": decided}
            made["reason"] = reason or self.skipped
            besides = self._besides("assessments", row, regime)
            self._put("assessments", file, row, made | besides, besides)
        held = None
        if codes["proceeding"]:
            made = self._new("proceedings", file, subject_id=subject_id)
            besides = self._besides("proceedings", row, regime)
            made |= besides | {"kind": codes["proceeding"]}
            held = self._put("proceedings", file, row, made, besides)
        if codes["outcome"]:
            decided, reason = self._decided(file, row, ("outcome_day", "held", "found"))
            made = self._new("outcomes", file, subject_id=subject_id)
            made |= {"outcome": codes["outcome"], "decided": decided, "notes": reason}
            besides = self._besides("outcomes", row, regime)
            made |= besides | {"proceeding_id": held["id"] if held else None}
            self._put("outcomes", file, row, made, besides)

    def _decided(
        self, file: CaseFile, row: Read, columns: Sequence[str]
    ) -> tuple[datetime.date | None, str]:
        """The day of a decision, and what is said where the file gives none."""
        for name in columns:
            if row.said.get(name):
                found: datetime.date = row.said[name]
                return found, ""
        case = file.case
        for name, words in (("closed", "it was closed"), ("received", "it was received")):
            if case[name]:
                said = f"The date is not in the file; the day on which {words} is used instead."
                row.notes.append(said)
                return case[name], said
        return None, ""

    def _complainant(self, file: CaseFile, row: Read) -> None:
        said = row.said
        if not _says(row, "complainants"):
            return
        besides = self._besides("complainants", row, file.case["regime"])
        made = self._new("complainants", file)
        made |= {
            "family_name": str(said.get("complainant_family", "")),
            "given_names": str(said.get("complainant_given", "")),
            "title": str(said.get("complainant_title", "")),
            "since": file.case["received"],
        }
        self._put("complainants", file, row, made | besides, besides)

    def _besides(self, section: str, row: Read, regime: str | None) -> Values:
        """What a row says of the fields of a section that are taken as they are said."""
        found: Values = {}
        for known in of_section(section):
            value = row.said.get(known.code)
            if known.column in OWN_WAY[section] or value is None:
                continue
            if known.kind == "code":
                value = self._reader.code(known.code, value, row, regime)
            if value != "":
                found[known.column] = value
        return found

    def _put(
        self, section: str, file: CaseFile, row: Read, made: Values, besides: Values
    ) -> Values:
        """Add a row unless one says the same; the one that stands, with what it lacked."""
        rows = file.rows(section)
        stands = next((one for one in rows if _same(one, made, SAME_ROW[section])), None)
        if stands is None:
            rows.append(made)
            stands = made
        else:
            self._fill(stands, besides, section, row)
        self._tell(section, stands, besides)
        return stands

    def _fill(self, stands: Values, besides: Values, section: str, row: Read) -> None:
        """Put in what a row lacks; what it says otherwise is kept beside the case, and said."""
        for known in of_section(section):
            value = besides.get(known.column)
            if value is None or value == stands[known.column]:
                continue
            if stands[known.column] in (None, ""):
                stands[known.column] = value
                continue
            heading = self._reader.headings[known.code]
            row.kept[heading] = str(row.said[known.code])
            row.notes.append(f"{heading}: it differs from the row above; kept as a note.")

    def _tell(self, section: str, made: Values, besides: Values) -> None:
        self.told.setdefault((section, made["id"]), set()).update(besides)


#: By what a row is known to say again what one above it said.
SAME_ROW = {
    "findings": ("allegation_id", "finding", "level", "decided"),
    "assessments": ("subject_id", "severity"),
    "proceedings": ("subject_id", "kind", "held"),
    "outcomes": ("subject_id", "outcome", "decided"),
    "complainants": ("family_name", "given_names", "email"),
}


def _same(one: Values, other: Values, names: Sequence[str]) -> bool:
    return all(one[name] == other[name] for name in names)


def _says(row: Read, section: str) -> bool:
    """Whether a row says anything of a section."""
    return any(row.said.get(code) for code in _codes(section))


@derived
def _codes(section: str) -> tuple[str, ...]:
    return tuple(one.code for one in fields() if one.section == section)


@derived
def _columns(section: str) -> tuple[str, ...]:
    return tuple(one.column for one in of_section(section))
