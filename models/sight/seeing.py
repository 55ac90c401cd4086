"""What somebody may not see, and how it is kept from every question they ask.

A restricted case is seen by its owner and by those named on it. Whoever is themselves part of a
case, as its subject, complainant or witness, sees nothing of it, restricted or not, whatever their
role. Cases that are consolidated are one matter: whoever may not see one of them sees none.

To them the case does not exist: on each of their reading connections, a view of the same name
stands before every table that says something of a case, and leaves out the rows of what is hidden.
So no question in ``models/queries`` or ``models/exchange`` needs to think of it, and none can
forget it. Somebody known only from hidden cases is hidden with them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from peewee import BaseQuery

from models.errors import RetiredError
from models.schema import Complainant, Member, PersonMerge, Subject, User
from models.storage.asking import Question, ask, given, question, rows, unhidden, value
from models.storage.engine import begin, data_version, sqlite3
from models.storage.sqlite import hiding, walking
from models.storage.sqlite.walking import hidden_cases

GONE = "You are no longer a user of this register. Sign in as somebody who is."


@dataclass
class Sight:
    """How far one reading connection sees; kept with it from question to question."""

    user_id: int = 0
    version: int = -1
    shaded: bool = False

    def begin(self, connection: sqlite3.Connection, user_id: int) -> None:
        """Begin a question: a transaction in which is hidden what is hidden now from this user.

        What hides it is committed before the question begins, for this ends by being rolled back.

        :raises RetiredError: the user no longer works here.
        """
        while True:
            begin(connection)
            version = data_version(connection)
            if (user_id, version) == (self.user_id, self.version):
                return
            self._look(connection, user_id)
            connection.commit()
            self.user_id, self.version = user_id, version

    def _look(self, connection: sqlite3.Connection, user_id: int) -> None:
        if value(connection, _retired, user=user_id) != 0:  # nothing where there is no such user
            raise RetiredError(GONE)
        hidden = hidden_cases(connection, user_id)
        if hidden or self.shaded:
            people = hidden_people(connection, user_id) if hidden else frozenset[int]()
            hiding.hide(connection, hidden, people, again=self.shaded)
            self.shaded = True


@question
def _retired() -> BaseQuery:
    user = unhidden(User, "u")
    return user.select(user.retired).where(user.id == given("user"))


@question
def _merges() -> BaseQuery:
    """Where the record of the person ``gone`` was merged into, and what of it was moved."""
    merge = unhidden(PersonMerge, "g")
    return merge.select(merge.kept, merge.moved).where(
        (merge.gone == given("gone")) & merge.undone.is_null()
    )


@question
def _number() -> BaseQuery:
    """The number of the membership of ``user``."""
    user, member = unhidden(User, "u"), unhidden(Member, "m")
    joined = user.select(member.number).join(member, on=(member.id == user.member))
    return joined.where((user.id == given("user")) & (member.number != ""))


def _cases_by(model: type[Subject] | type[Complainant], column: str) -> Question:
    """The cases of rows of a table that have ``row`` in a column."""

    def say() -> BaseQuery:
        table = unhidden(model, "r")
        return table.select(table.case).where(getattr(table, column) == given("row"))

    return Question(say)


#: The cases of a row that was moved when records were merged, by its table.
_CASES = {
    "subject": _cases_by(Subject, "id"),
    "complainant": _cases_by(Complainant, "id"),
    "member": _cases_by(Subject, "member"),
}


def hidden_people(connection: sqlite3.Connection, user_id: int) -> frozenset[int]:
    """The ids of the people whom this user does not know of: they are in hidden cases alone."""
    unseen = set(walking.unknown_people(connection, user_id))
    hidden = hidden_cases(connection, user_id)
    freed = {0}
    while freed:  # a record that was merged into one that is seen, unless it came from hidden cases
        freed = {
            gone_id
            for gone_id in unseen
            for kept_id, moved in rows(connection, _merges, gone=gone_id)
            if kept_id not in unseen and not _cases_of(connection, moved) <= hidden
        }
        unseen -= freed
    return frozenset(unseen)


def _cases_of(connection: sqlite3.Connection, moved: str) -> set[int]:
    """The cases in which a merged record played a part; 0, the open air, where it was in none."""
    found = set()
    for table, row_id, column, *_ in json.loads(moved or "[]"):
        if table in ("subject", "complainant") or (table, column) == ("member", "person_id"):
            found |= {row[0] for row in ask(connection, _CASES[table], row=row_id)}
    return found or {0}


def own_people(
    connection: sqlite3.Connection, user_id: int
) -> tuple[frozenset[int], frozenset[str]]:
    """Every record of the person who is this user, and the number of their membership."""
    numbers = frozenset(row[0] for row in ask(connection, _number, user=user_id))
    return walking.own_people(connection, user_id), numbers
