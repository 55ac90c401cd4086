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

from models.case.casefile import CaseFile
from models.case.casefile import Row as Values
from models.exchange.incoming.fields import fields, of_section
from models.exchange.incoming.mapping import Mapping
from models.exchange.incoming.parts import NOT_SAID, Parts
from models.exchange.incoming.rows import Read, Reader
from models.rules import validation, vocabularies
from models.rules.imported import kept_text
from models.rules.new_case import blank_case
from models.rules.process import stages

LONGEST_TITLE = 120


@dataclass
class Built:
    """A case made of rows.

    :ivar imported: columns of ``imported_row``, one for each row, without case and run.
    :ivar problems: why it cannot be kept: the number of a row, and a sentence.
    :ivar notes: what was taken otherwise than it stands, by the number of the row.
    :ivar told: the case's own columns that the file says; ``besides``, those of its other rows, by
        section and row.
    """

    key: str
    file: CaseFile
    imported: list[Values] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    notes: dict[int, list[str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    besides: dict[tuple[str, int], set[str]] = field(default_factory=dict)


class Builder:
    """Makes cases of rows by a mapping.

    :param users: the ids of those who work in the register, by what they are called.
    :ivar skipped: the reason that is given where the register asks for one and the file has none.
    """

    def __init__(
        self,
        headings: Sequence[str],
        mapping: Mapping,
        today: datetime.date,
        users: Words[str, int],
        file_name: str,
    ) -> None:
        self._today = today
        self._reader = Reader(headings, mapping, today, users)
        self.skipped = f"Imported from {file_name}, which gives no reason."
        self._parts = Parts(self._reader, self.skipped)

    def read(self, number: int, cells: Sequence[str]) -> Read:
        """What one row says."""
        return self._reader.read(number, cells)

    def build(self, key: str, rows: Sequence[Read]) -> Built:
        """The case that these rows are, judged by the rules that hold for any case."""
        file = blank_case(self._today)
        built = Built(key, file)
        for row in rows:
            built.notes[row.number] = row.notes
        self._case(file, rows, built)
        self._parts.told = built.besides
        for row in rows:
            self._parts.put(file, row)
        if not any(row.problems for row in rows):
            self._whole(file, built)
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
            for known in of_section("case"):
                value = row.said.get(known.code)
                if value is None:
                    continue
                built.told.add(known.column)
                if first.setdefault(known.code, value) != value:
                    heading = self._reader.headings[known.code]
                    row.kept[heading] = str(value)
                    row.notes.append(f"{heading}: it differs from the row above; kept as a note.")
        for name in ("received", "stage", "kind", "owner"):
            self._reader.default(name, first, rows[0])
        for known in of_section("case"):
            if known.kind != "code" and known.code in first:
                case[known.column] = first[known.code]
        if case["received"] is None:
            case["received"] = case["recorded"] or case["came_to_notice"]
        if case["came_to_notice"] is None:
            case["came_to_notice"] = case["received"]
        if case["came_to_notice"] is not None:
            case["regime"] = vocabularies.regime_for(case["came_to_notice"])
        for known in of_section("case"):
            if known.kind == "code":
                found = self._reader.code(
                    known.code, first.get(known.code), rows[0], case["regime"]
                )
                if found:
                    case[known.column] = found
        if not first.get("stage"):
            case["stage"] = ""

    def _whole(self, file: CaseFile, built: Built) -> None:
        """What follows from all of the rows: stage, title, and steps that the file leaves out."""
        case = file.case
        if not case["stage"]:
            case["stage"] = _stage_of(file)
        if not case["title"]:
            alleged = [row["particulars"] for row in file.allegations]
            known = next((words for words in alleged if words != NOT_SAID), "")
            said = known or case["summary"] or f"Imported matter {built.key}".strip()
            case["title"] = _shortened(said)
        if stages.order(case["stage"]) and case["recorded"] is None:
            case["recorded"] = case["received"]
        for requirement in list(stages.in_the_way(file, case["stage"])):
            step = self._parts.add("steps", file, requirement=requirement.code)
            step |= {"decided": self._today, "reason": self.skipped}

    def _judge(self, file: CaseFile, rows: Sequence[Read], built: Built) -> None:
        for row in rows:
            built.problems += [(row.number, one) for one in dict.fromkeys(row.problems)]
        if built.problems:
            return
        for problem in validation.problems(file, self._today, file.case["stage"]):
            if problem.blocking:
                built.problems.append((rows[0].number, self._told(problem)))

    def _told(self, problem: validation.Problem) -> str:
        for one in fields():
            if (one.section, one.column) == (problem.section, problem.field):
                return f"{self._reader.headings.get(one.code, one.title)}: {problem.message}"
        return problem.message


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
