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
from models.exchange.incoming.fields import FIELDS
from models.exchange.incoming.fields import field as field_of
from models.exchange.incoming.rows import Read, Reader
from models.rules import vocabularies
from models.rules.process import complaints

ALLEGED = (
    *("particulars", "category", "standard", "factors", "platform", "conduct_kind", "duty"),
    *("conduct_from", "conduct_to"),
)
NOT_SAID = "Not said in the file."
OF_SUBJECT = tuple(one.code for one in FIELDS if one.section == "subjects")
OF_COMPLAINANT = tuple(one.code for one in FIELDS if one.section == "complainants")


class Parts:
    """Puts what rows say into a case.

    :param skipped: the reason that is given where the register asks for one and the file has none.
    """

    def __init__(self, reader: Reader, skipped: str) -> None:
        self._reader = reader
        self.skipped = skipped
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
            for name in ("rank", "category", "standard", "platform", "conduct_kind", "duty")
        }
        codes["severity"] = self._reader.code("severity", said.get("severity"), row, regime)
        codes["proceeding"] = self._reader.code("proceeding", said.get("proceeding"), row, regime)
        codes["finding"], codes["outcome"] = self._found(row, regime)
        subject = self._subject(file, row, codes)
        needed = codes["severity"] or codes["outcome"] or codes["proceeding"]
        if subject is None and needed:
            subject = file.subjects[-1] if file.subjects else self.add("subjects", file)
        subject_id = subject["id"] if subject else None
        if any(said.get(name) for name in ALLEGED) or codes["finding"]:
            allegation = self._allegation(file, row, codes, subject_id)
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
        if not any(said.get(name) for name in OF_SUBJECT) and "others" not in said:
            return None
        names = ("family_name", "given_names", "number", "post", "unit")
        made = {name: str(said.get(name, "")) for name in names}
        made["title"] = str(said.get("honorific", ""))
        known: dict[str, Any] = made | {"rank": codes["rank"] or None}
        known["role"], *further = self._roles(row, codes["rank"])
        known["date_of_birth"] = said.get("date_of_birth")
        named = bool(known["number"] or known["family_name"])
        ident = ("number", "family_name", "given_names") if named else tuple(known)
        found = None
        if named or self._reader.mapping.rows_are != "subject":
            found = next(
                (one for one in file.subjects if all(one[name] == known[name] for name in ident)),
                None,
            )
        if found is None:
            found = self.add("subjects", file, **known)
            for place in range(int(said.get("others", 0))):
                role = further[place] if place < len(further) else None
                self.add("subjects", file, role=role)
        return found

    def _roles(self, row: Read, rank: str) -> list[str | None]:
        text = row.said.get("role") or self._reader.mapping.defaults.get("role", "")
        if not text:
            return ["officer" if rank else None]
        parts = [self._reader.meant("role", part, None) for part in text.split(", ")]
        if len(parts) > 1 and all(parts):
            return list(parts)
        return [self._reader.code("role", text, row, None) or ("officer" if rank else None)]

    def _allegation(
        self, file: CaseFile, row: Read, codes: dict[str, str], subject_id: int | None
    ) -> Values:
        said = row.said
        factors = self._factors(row)
        known = {
            "subject_id": subject_id,
            "particulars": str(said.get("particulars", "")),
            "category": codes["category"] or None,
            "standard": codes["standard"] or None,
            "platform": codes["platform"] or None,
            "conduct": codes["conduct_kind"] or None,
            "duty": codes["duty"] or None,
            "conduct_from": said.get("conduct_from"),
            "conduct_to": said.get("conduct_to"),
            "factors": factors,
        }
        if not any(said.get(name) for name in ALLEGED):  # a finding alone is on what was alleged
            mine = [one for one in file.allegations if one["subject_id"] == subject_id]
            if mine:
                return mine[-1]
        if not known["particulars"]:
            known["particulars"] = (
                vocabularies.name("category", codes["category"])
                or vocabularies.name("standard", codes["standard"])
                or file.case["title"]
                or file.case["summary"]
                or NOT_SAID
            )
        for one in file.allegations:
            if all(one[name] == value for name, value in known.items()):
                return one
        return self.add("allegations", file, **known)

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
        for level in ("investigation", "complaint", "proceedings"):
            made["level"] = level
            if not complaints.finding_problem(made):
                break
        _put(file.findings, made, ("allegation_id", "finding", "level", "decided"))

    def _decisions(
        self, file: CaseFile, row: Read, codes: dict[str, str], subject_id: int | None
    ) -> None:
        """Severity, proceeding and outcome of a row, each once for a subject."""
        if subject_id is None:
            return
        if codes["severity"]:
            made = self._new("assessments", file, subject_id=subject_id)
            decided, reason = self._decided(file, row, ())
            made |= {"severity": codes["severity"], "decided": decided}
            made["reason"] = reason or self.skipped
            _put(file.assessments, made, ("subject_id", "severity"))
        held = None
        if codes["proceeding"]:
            made = self._new("proceedings", file, subject_id=subject_id)
            made |= {"kind": codes["proceeding"], "held": row.said.get("held")}
            held = _put(file.proceedings, made, ("subject_id", "kind", "held"))
        if codes["outcome"]:
            decided, reason = self._decided(file, row, ("outcome_day", "held", "found"))
            made = self._new("outcomes", file, subject_id=subject_id)
            made |= {"outcome": codes["outcome"], "decided": decided, "notes": reason}
            made["proceeding_id"] = held["id"] if held else None
            _put(file.outcomes, made, ("subject_id", "outcome", "decided"))

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
                said = f"The day is not in the file; the day on which {words} is given instead."
                row.notes.append(said)
                return case[name], said
        return None, ""

    def _complainant(self, file: CaseFile, row: Read) -> None:
        said = row.said
        if not any(said.get(name) for name in (*OF_COMPLAINANT, "complainant_family")):
            return
        made = self._new("complainants", file)
        made |= {
            "family_name": str(said.get("complainant_family", "")),
            "given_names": str(said.get("complainant_given", "")),
            "title": str(said.get("complainant_title", "")),
            "email": str(said.get("email", "")),
            "telephone": str(said.get("telephone", "")),
            "address": str(said.get("address", "")),
            "since": file.case["received"],
        }
        _put(file.complainants, made, ("family_name", "given_names", "email"))


def _put(rows: list[Values], made: Values, same: Sequence[str]) -> Values:
    """Add a row unless one says the same; the one that stands."""
    for one in rows:
        if all(one[name] == made[name] for name in same):
            return one
    rows.append(made)
    return made
