"""Rows of a file made into a case: what each cell says, and the rows of one case put together.

A case stands or falls as a whole: where one of its rows cannot be read, none of them is imported,
so that a case is never half in the register.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping as Words
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from models import casefile
from models.casefile import CaseFile
from models.casefile import Row as Values
from models.errors import InvalidError
from models.exchange.incoming import values
from models.exchange.incoming.fields import FIELDS, LEFT_OUT, Field, is_field
from models.exchange.incoming.fields import field as field_of
from models.exchange.incoming.mapping import Mapping
from models.rules import complaints, stages, validation, vocabularies
from models.rules.dates import format_date
from models.rules.imported import kept_text
from models.rules.texts import cannot_be_kept

LONGEST_TITLE = 120
ALLEGED = ("particulars", "category", "standard", "factors", "platform", "conduct_kind", "duty")
ALLEGED += ("conduct_from", "conduct_to")
OF_SUBJECT = tuple(one.code for one in FIELDS if one.section == "subjects")
OF_COMPLAINANT = tuple(one.code for one in FIELDS if one.section == "complainants")
#: Where the parts of a full name are kept; a person's title is not a case's.
OF_NAMES = {
    "subjects": {"title": "honorific"},
    "complainants": {
        "family_name": "complainant_family",
        "given_names": "complainant_given",
        "title": "complainant_title",
    },
}
CASE_FIELDS = tuple(one for one in FIELDS if one.section == "case" and one.kind != "key")


@dataclass
class Read:
    """One row as it was read: values by field, coded ones still in the file's words."""

    number: int
    said: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Built:
    """A case made of rows.

    :ivar imported: columns of ``imported_row``, one for each row, without case and run.
    :ivar problems: why it cannot be kept: the number of a row, and a sentence.
    :ivar notes: what was taken otherwise than it stands, by the number of the row.
    :ivar told: the case's own columns that the file says.
    """

    key: str
    file: CaseFile
    imported: list[Values] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    notes: dict[int, list[str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)


class Builder:
    """Makes cases of rows by a mapping.

    :param users: the ids of those who work in the register, by what they are called.
    """

    def __init__(
        self,
        headings: Sequence[str],
        mapping: Mapping,
        today: datetime.date,
        users: Words[str, int],
        file_name: str,
    ) -> None:
        self.mapping = mapping
        self._today = today
        self._users = users
        self._skipped = f"Imported from {file_name}, which does not say."
        self._month_first = mapping.day_order == "month first"
        self._columns: list[tuple[int, str, Field | None]] = []
        for place, heading in enumerate(headings):
            code = mapping.field_of(heading)
            if code != LEFT_OUT:
                known = field_of(code) if is_field(code) else None
                self._columns.append((place, heading, known))
        self._headings = {
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
                made.problems.append(f"{heading}: it holds a character that no file can keep.")
            elif len(text) > validation.TEXT_LIMIT:
                made.problems.append(f"{heading}: it is longer than a field keeps.")
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
        elif known.kind == "user":
            found = self._users.get(text.casefold())
            if found is not None:
                said[known.code] = found
            elif not values.says_nothing(text):
                self._unknown(made, known, text, "is nobody who works in this register")
        elif known.kind == "name" and not values.says_nothing(text):
            names = OF_NAMES[known.section]
            for name, value in values.name_of(text).items():
                if value:
                    said.setdefault(names.get(name, name), value)
        elif known.kind == "label":
            told, made.said["others"] = values.label_of(text)
            for name, value in told.items():
                said.setdefault(OF_NAMES["subjects"].get(name, name), value)
        elif known.kind in ("code", "codes") or known.section in ("case", "allegations"):
            said[known.code] = text
        elif not values.says_nothing(text):
            said[known.code] = text

    def build(self, key: str, rows: Sequence[Read]) -> Built:
        """The case that these rows are, judged by the rules that hold for any case."""
        file = casefile.blank_case(self._today)
        built = Built(key, file)
        for row in rows:
            built.problems += [(row.number, sentence) for sentence in row.problems]
            built.notes[row.number] = row.notes
        self._case(file, rows, built)
        if not built.problems:
            for row in rows:
                self._row(file, row, built)
            self._whole(file, rows, built)
        self._judge(file, rows, built)
        for row in rows:
            kept = {"number": row.number, "key": key, "kept": kept_text(row.kept)}
            built.imported.append(kept)
        return built

    def _case(self, file: CaseFile, rows: Sequence[Read], built: Built) -> None:
        """The case's own fields: the first row that says one counts, and the rest is noted."""
        case = file.case
        case["received"] = None
        case["came_to_notice"] = None
        first: dict[str, Any] = {}
        for row in rows:
            for known in CASE_FIELDS:
                value = row.said.get(known.code)
                if value is None:
                    continue
                built.told.add(known.column)
                if first.setdefault(known.code, value) != value:
                    heading = self._headings[known.code]
                    row.kept[heading] = str(value)
                    row.notes.append(f"{heading}: it differs from the row above; kept beside it.")
        for name in ("received", "stage", "kind", "owner"):
            self._default(name, first, rows[0])
        for name in ("received", "recorded", "came_to_notice", "incident_from", "incident_to"):
            case[name] = first.get(name)
        case["closed"] = first.get("closed")
        if case["received"] is None:
            case["received"] = case["recorded"] or case["came_to_notice"]
        if case["came_to_notice"] is None:
            case["came_to_notice"] = case["received"]
        if case["came_to_notice"] is not None:
            case["regime"] = vocabularies.regime_for(case["came_to_notice"])
        for name in ("title", "summary", "incident_place"):
            case[name] = first.get(name, "")
        case["owner_id"] = first.get("owner")
        case["restricted"] = first.get("restricted", False)
        for name in ("kind", "stage", "marking"):
            found = self._code(name, first.get(name), rows[0], case["regime"])
            if found:
                case[name] = found
        if not first.get("stage"):
            case["stage"] = ""

    def _default(self, name: str, first: dict[str, Any], row: Read) -> None:
        meant = self.mapping.defaults.get(name, "").strip()
        if name in first or not meant:
            return
        try:
            if name == "received":
                first[name] = values.day_of(meant, self._today, self._month_first)[0]
            elif name == "owner":
                if meant.casefold() not in self._users:
                    raise InvalidError({"owner": f"Nobody here is called “{meant[:40]}”."})
                first[name] = self._users[meant.casefold()]
            else:
                first[name] = meant
        except InvalidError as error:
            row.problems.append(f"{field_of(name).title}, for all rows: {error}")

    def _row(self, file: CaseFile, row: Read, built: Built) -> None:
        regime = file.case["regime"]
        said = row.said
        codes = {
            name: self._code(name, said.get(name), row, regime)
            for name in ("rank", "category", "standard", "platform", "conduct_kind", "duty")
        }
        codes["severity"] = self._code("severity", said.get("severity"), row, regime)
        codes["proceeding"] = self._code("proceeding", said.get("proceeding"), row, regime)
        codes["finding"], codes["outcome"] = self._found(row, regime)
        subject = self._subject(file, row, codes)
        needed = codes["severity"] or codes["outcome"] or codes["proceeding"]
        if subject is None and needed:
            subject = file.subjects[-1] if file.subjects else casefile.add_row("subjects", file)
        subject_id = subject["id"] if subject else None
        if any(said.get(name) for name in ALLEGED) or codes["finding"]:
            allegation = self._allegation(file, row, codes, subject_id)
            self._finding(file, row, codes, allegation["id"])
        self._decisions(file, row, codes, subject_id)
        self._complainant(file, row)

    def _found(self, row: Read, regime: str | None) -> tuple[str, str]:
        """Finding and outcome; forces publish either under either heading."""
        found: dict[str, str] = {}
        for name, other in (("finding", "outcome"), ("outcome", "finding")):
            text = row.said.get(name)
            if not text:
                continue
            if not self._meant(name, text, regime) and not row.said.get(other):
                meant = self._meant(other, text, regime)
                if meant:
                    found[other] = meant
                    title = field_of(other).title.lower()
                    row.notes.append(f"“{text[:60]}” is read as the {title}.")
                    continue
            found.setdefault(name, self._code(name, text, row, regime))
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
        if named or self.mapping.rows_are != "subject":
            found = next(
                (one for one in file.subjects if all(one[name] == known[name] for name in ident)),
                None,
            )
        if found is None:
            found = casefile.add_row("subjects", file, **known)
            for place in range(int(said.get("others", 0))):
                role = further[place] if place < len(further) else None
                casefile.add_row("subjects", file, role=role)
        return found

    def _roles(self, row: Read, rank: str) -> list[str | None]:
        text = row.said.get("role") or self.mapping.defaults.get("role", "")
        if not text:
            return ["officer" if rank else None]
        parts = [self._meant("role", part, None) for part in text.split(", ")]
        if len(parts) > 1 and all(parts):
            return list(parts)
        return [self._code("role", text, row, None) or ("officer" if rank else None)]

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
                or "Not said in the file."
            )
        for one in file.allegations:
            if all(one[name] == value for name, value in known.items()):
                return one
        return casefile.add_row("allegations", file, **known)

    def _factors(self, row: Read) -> list[str]:
        text = row.said.get("factors")
        found: list[str] = []
        if text:
            whole = self._meant("factors", text, None)
            parts = [whole] if whole else []
            if not whole:
                split = text.replace(";", ",").replace("|", ",").split(",")
                if len(split) == 1:
                    split = text.split()
                parts = [self._meant("factors", part.strip(), None) for part in split]
            if all(parts):
                found = sorted(set(parts))
            elif not values.says_nothing(text):
                self._unknown(row, field_of("factors"), text, "is not in the list")
        if row.said.get("platform") and "social-media" not in found:
            found = sorted({*found, "social-media"})
        return found

    def _finding(
        self, file: CaseFile, row: Read, codes: dict[str, str], allegation_id: int
    ) -> None:
        if not codes["finding"]:
            return
        decided, reason = self._decided(file, row, ("found", "outcome_day", "held"))
        made = casefile.blank_row("findings", file, allegation_id=allegation_id)
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
            made = casefile.blank_row("assessments", file, subject_id=subject_id)
            decided, reason = self._decided(file, row, ())
            made |= {"severity": codes["severity"], "decided": decided}
            made["reason"] = reason or self._skipped
            _put(file.assessments, made, ("subject_id", "severity"))
        held = None
        if codes["proceeding"]:
            made = casefile.blank_row("proceedings", file, subject_id=subject_id)
            made |= {"kind": codes["proceeding"], "held": row.said.get("held")}
            held = _put(file.proceedings, made, ("subject_id", "kind", "held"))
        if codes["outcome"]:
            decided, reason = self._decided(file, row, ("outcome_day", "held", "found"))
            made = casefile.blank_row("outcomes", file, subject_id=subject_id)
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
        made = casefile.blank_row("complainants", file)
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

    def _whole(self, file: CaseFile, rows: Sequence[Read], built: Built) -> None:
        """What follows from all of the rows: stage, title, and steps that the file leaves out."""
        case = file.case
        if not case["stage"]:
            case["stage"] = _stage_of(file)
        if not case["title"]:
            alleged = file.allegations[0]["particulars"] if file.allegations else ""
            said = alleged or case["summary"] or f"Imported matter {built.key}".strip()
            case["title"] = _shortened(said)
        if stages.order(case["stage"]) and case["recorded"] is None:
            case["recorded"] = case["received"]
        for requirement in list(stages.in_the_way(file, case["stage"])):
            step = casefile.blank_row("steps", file, requirement=requirement.code)
            step |= {"decided": self._today, "reason": self._skipped}
            file.steps.append(step)

    def _judge(self, file: CaseFile, rows: Sequence[Read], built: Built) -> None:
        for row in rows:  # what was found out while the case was put together
            known = {one for one in built.problems if one[0] == row.number}
            built.problems += [
                (row.number, one) for one in row.problems if (row.number, one) not in known
            ]
        if built.problems:
            return
        for problem in validation.problems(file, self._today, file.case["stage"]):
            if problem.blocking:
                built.problems.append((rows[0].number, self._told(problem)))

    def _told(self, problem: validation.Problem) -> str:
        for one in FIELDS:
            if (one.section, one.column) == (problem.section, problem.field):
                return f"{self._headings.get(one.code, one.title)}: {problem.message}"
        return problem.message

    def _meant(self, name: str, text: str, regime: str | None) -> str:
        """The code that a word stands for: as the mapping says, or as it is called; or nothing."""
        said = self.mapping.values.get(name, {}).get(text.casefold())
        return said if said is not None else values.code_of(field_of(name).vocabulary, text, regime)

    def _code(self, name: str, text: str | None, row: Read, regime: str | None) -> str:
        if not text:
            return ""
        chosen = self.mapping.values.get(name, {}).get(text.casefold())
        if chosen == "":
            row.kept[self._headings.get(name, field_of(name).title)] = text
            return ""
        found = chosen or self._meant(name, text, regime)
        if not found and not values.says_nothing(text):
            self._unknown(row, field_of(name), text, "is not in the list")
        return found

    def _unknown(self, row: Read, known: Field, text: str, why: str) -> None:
        """What the register has no place for: a problem, or kept beside the case, as was chosen."""
        heading = self._headings.get(known.code, known.title)
        if self.mapping.unknown_values == "keep":
            row.kept[heading] = text
            row.notes.append(f"{heading}: “{text[:60]}” {why}; it is kept beside the case.")
        else:
            row.problems.append(f"{heading}: “{text[:60]}” {why}.")


def _put(rows: list[Values], made: Values, same: Sequence[str]) -> Values:
    """Add a row unless one says the same; the one that stands."""
    for one in rows:
        if all(one[name] == made[name] for name in same):
            return one
    rows.append(made)
    return made


def _stage_of(file: CaseFile) -> str:
    if file.case["closed"]:
        return "closed"
    if file.outcomes:
        return "outcome"
    return "decision" if file.findings else "received"


def _shortened(text: str) -> str:
    said = " ".join(text.split())
    if len(said) <= LONGEST_TITLE:
        return said
    return f"{said[:LONGEST_TITLE].rsplit(' ', 1)[0]}…"


