"""What becomes of each case of a file: added, changed, skipped or refused, and why.

The dry run and the import ask the same, so that what was shown is what is done.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from peewee import BaseQuery

from models.case.casefile import CaseFile
from models.errors import NotFoundError
from models.exchange.incoming.building import Builder, Built
from models.exchange.incoming.mapping import Mapping
from models.exchange.incoming.matching import merged
from models.exchange.incoming.staging import Became, Group, Stage
from models.queries.cases.casefile import case_id_of, load_case
from models.queries.cases.derive import sort_key
from models.rules import validation
from models.rules.dates import format_date
from models.rules.imported import is_digest
from models.rules.names import subject_label
from models.schema import Case, CaseLine, ImportedRow, ImportRun, User
from models.storage.asking import ask, beside_index, given, question, row, rows
from models.storage.engine import sqlite3

#: Figures so few that they number rows rather than name a case.
WEAK = 5
_STEP = 200


@question
def _imported() -> BaseQuery:
    """The cases that were imported by ``key``."""
    return (
        ImportedRow.select(
            ImportedRow.case, Case.reference, Case.received, ImportRun.file_name, ImportRun.at
        )
        .join(Case, on=(Case.id == ImportedRow.case))
        .join(ImportRun, on=(ImportRun.id == ImportedRow.run))
        .where(ImportedRow.key == given("key"))
        .order_by(ImportedRow.id)
        .limit(20)
    )


@question
def _bearing() -> BaseQuery:
    return Case.select(Case.reference, Case.received).where(Case.id == given("case"))


@question
def _called_alike() -> BaseQuery:
    """A case of the same day, title and subject; the day finds them, being of the fewest."""
    return (
        CaseLine.select(CaseLine.case, CaseLine.reference)
        .where(
            CaseLine.received == given("received"),
            beside_index(CaseLine.title_key) == given("title_key"),
            beside_index(CaseLine.who) == given("who"),
        )
        .limit(1)
    )


@dataclass
class Decision:
    """What becomes of the rows of one case.

    :ivar why: by the number of the row.
    :ivar original: the case as it stands, where it is changed; ``file`` is what it becomes.
    :ivar same: rows of the file that say what an earlier one of the case said, by their numbers.
    """

    group: Group
    became: Became
    built: Built
    file: CaseFile
    why: dict[int, str] = field(default_factory=dict)
    original: CaseFile | None = None
    case_id: int | None = None
    reference: str = ""
    same: dict[int, int] = field(default_factory=dict)


class Decider:
    """Decides by the register as whoever asks sees it.

    :param connection: what is known is looked for on it.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        stage: Stage,
        mapping: Mapping,
        today: datetime.date,
        file_name: str,
    ) -> None:
        self._connection = connection
        self._stage = stage
        self._mapping = mapping
        self._today = today
        self._builder = Builder(stage.heads.names, mapping, today, users_of(connection), file_name)

    def decisions(
        self,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        check: Callable[[], None] = lambda: None,
    ) -> Iterator[Decision]:
        """Every case of the file, in its order."""
        done, told = 0, 0
        for group in self._stage.groups():
            yield self._decide(group)
            done += len(group.rows)
            if done - told >= _STEP:
                told = done
                check()
                progress(done, self._stage.total)
        progress(self._stage.total, self._stage.total)

    def _decide(self, group: Group) -> Decision:
        """What becomes of a case; a row that says the same as another is passed over."""
        if len(group.rows) == 1 or self._mapping.rows_are == "subject":
            return self._judge(group)  # two people of whom the same is said are two
        first: dict[tuple[str, ...], int] = {}
        same: dict[int, int] = {}
        for number, cells in group.rows:
            stood = first.setdefault(tuple(cells), number)
            if stood != number:
                same[number] = stood
        rows = [row for row in group.rows if row[0] not in same]
        found = self._judge(Group(group.key, rows))
        found.same = same
        return found

    def _judge(self, group: Group) -> Decision:
        rows = [self._builder.read(number, cells) for number, cells in group.rows]
        built = self._builder.build(group.key, rows)
        if built.problems:
            return Decision(group, "refused", built, built.file, why_refused(group, built))
        known = self._known(built)
        if known is not None:
            return self._again(group, built, *known)
        alike = self._alike(built) if self._mapping.alike == "skip" else None
        if alike is not None:
            said = f"It looks like {alike[1]}: the same day, title and subject."
            return Decision(
                group, "skipped", built, built.file, dict.fromkeys(_numbers(group), said),
                case_id=alike[0], reference=alike[1],
            )  # fmt: skip
        why = {number: " ".join(dict.fromkeys(notes)) for number, notes in built.notes.items()}
        return Decision(group, "added", built, built.file, why)

    def _known(self, built: Built) -> tuple[int, str, str] | None:
        """The case that the key names: one that was imported by it, or that bears it."""
        key, day = built.key, str(built.file.case["received"])
        if not key:
            return None
        for case_id, reference, received, file_name, at in ask(
            self._connection, _imported, key=key
        ):
            if key.isdecimal() and len(key) < WEAK and received != day:
                continue
            when = format_date(datetime.datetime.fromisoformat(at).date())
            return case_id, reference, f"It was imported as {reference} on {when} from {file_name}"
        if is_digest(key) or not key.upper().startswith("PS/"):
            return None
        try:
            case_id = case_id_of(self._connection, key)
        except NotFoundError:
            return None
        ((reference, received),) = rows(self._connection, _bearing, case=case_id)
        if received != day:
            return None  # another register numbers its cases alike
        return case_id, reference, f"It is in the register as {reference}"

    def _again(
        self, group: Group, built: Built, case_id: int, reference: str, known: str
    ) -> Decision:
        numbers = _numbers(group)
        found = Decision(group, "skipped", built, built.file, {}, None, case_id, reference)
        if self._mapping.known != "update" or is_digest(built.key):
            found.why = dict.fromkeys(numbers, f"{known}.")
            return found
        original = load(self._connection, case_id)
        file = original.copy()
        said = merged(file, built, self._builder.skipped, self._today)
        if not said:
            found.why = dict.fromkeys(numbers, f"{known}, and nothing is different.")
            return found
        problems = [
            one for one in validation.problems(file, self._today, original.case["stage"])
            if one.blocking
        ]  # fmt: skip
        if original.case.get("anonymised"):
            found.why = dict.fromkeys(numbers, f"{known}, and it has been anonymised.")
            return found
        if problems:
            built.problems = [(numbers[0], problems[0].message)]
            return Decision(
                group, "refused", built, built.file, why_refused(group, built),
                case_id=case_id, reference=reference,
            )  # fmt: skip
        why = dict.fromkeys(numbers, f"{known}. Changed: {said}.")
        return Decision(group, "changed", built, file, why, original, case_id, reference)

    def _alike(self, built: Built) -> tuple[int, str] | None:
        file = built.file
        who = subject_label(file.subjects[0]) if file.subjects else ""
        others = len(file.subjects) - 1
        if others > 0:
            who += f" and {others} other{'s' * (others > 1)}"
        if not any(row["family_name"] for row in file.subjects):
            return None  # two matters about nobody named are not one because they are called alike
        found = row(
            self._connection,
            _called_alike,
            received=file.case["received"].isoformat(),
            title_key=sort_key(file.case["title"]),
            who=who,
        )
        return (int(found[0]), str(found[1])) if found else None


def dry_run(
    connection: sqlite3.Connection,
    stage: Stage,
    mapping: Mapping,
    today: datetime.date,
    file_name: str,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Say of every row what an import would make of it; nothing is written in the register."""
    stage.begin()
    decider = Decider(connection, stage, mapping, today, file_name)
    for one in decider.decisions(progress, check):
        say(stage, one)
    stage.end()


def say(stage: Stage, one: Decision) -> None:
    """Put what becomes of the rows of a case in the stage."""
    title = one.file.case["title"]
    stage.say(one.group, one.became, one.why, one.reference, title)
    for number, stood in one.same.items():
        why = {number: f"It is the same as row {stood}."}
        stage.say(Group(one.group.key, [(number, [])]), "skipped", why, one.reference, title)


def users_of(connection: sqlite3.Connection) -> dict[str, int]:
    """The ids of those who work in the register, by what they sign in as and by their names."""
    found: dict[str, int] = {}
    query = User.select(User.id, User.name, User.full_name).where(User.retired == 0)
    for user_id, name, full_name in ask(connection, query.order_by(User.id)):
        found.setdefault(str(name).casefold(), user_id)
        found.setdefault(str(full_name).casefold(), user_id)
    return found


def load(connection: sqlite3.Connection, case_id: int) -> CaseFile:
    """The case as it stands, whatever rows the connection gives."""
    kept, connection.row_factory = connection.row_factory, sqlite3.Row
    try:
        return load_case(connection, case_id)
    finally:
        connection.row_factory = kept


def why_refused(group: Group, built: Built) -> dict[int, str]:
    """Why rows are refused: each its own problems, or that another row of the case has some."""
    own: dict[int, list[str]] = {}
    for number, sentence in built.problems:
        own.setdefault(number, []).append(sentence)
    first = min(own)
    beside = f"Row {first} of the same case cannot be imported."
    return {
        number: " ".join(dict.fromkeys(own.get(number, [beside]))) for number in _numbers(group)
    }


def _numbers(group: Group) -> list[int]:
    return [number for number, _ in group.rows]
