"""The change path: everything that is written goes through one :class:`Change`.

A change is one transaction. Each row it adds, edits or removes leaves an audit record with what
was there before and after; at its end the lines and search entries of the touched cases are
derived anew. Either all of it is in the file or none of it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from peewee import BaseQuery
from playhouse.sqlcipher_ext import SqlCipherDatabase

from models.errors import AnonymisedError, ConflictError, NotFoundError
from models.queries.cases import derive
from models.queries.showing import cases_of_row, newest_ever, taking_over
from models.rules import roles
from models.rules.references import reference_of
from models.schema import (
    AuditRecord,
    Case,
    CaseAccess,
    CaseLink,
    Record,
    ReferenceCounter,
    Table,
)
from models.schema.dictionary import derived
from models.sight import users
from models.sight.unseen import Unseen
from models.sight.users import UserInfo
from models.storage import chain as audit
from models.storage.asking import dicts, given, question, questions, value
from models.storage.sqlite.batches import insertion

NO_CASE = "There is no such case in this register."
#: The columns of an audit record, in the order in which it is sealed.
SEALED = (
    *("id", "at", "user_name", "action", "table_name", "record_id", "case_id", "reason", "entry"),
    *("entry_hash", "reason_hash", "salt", "digest", "chain"),
)


@dataclass(frozen=True)
class Changed:
    """What a committed change touched, for whoever shows it."""

    case_ids: frozenset[int]
    tables: frozenset[str]


@dataclass
class Change:
    """One open transaction, made only by :meth:`models.register.Register.change`."""

    database: SqlCipherDatabase
    user: UserInfo
    reason: str
    today: datetime.date
    head: audit.Head
    case_ids: set[int] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    #: The case that is being saved: what is written of people meanwhile is on its record.
    within: int | None = None
    _unseen: Unseen = field(init=False)
    _acting: str = ""

    def __post_init__(self) -> None:
        self._unseen = Unseen.by(self.database.connection(), self.user.id)

    @property
    def user_id(self) -> int | None:
        """Whose doing it is, as rows say it; nobody's while the register is made."""
        return self.user.id or None

    @property
    def sees_all(self) -> bool:
        """Whether no case is hidden from the user."""
        return not self._unseen.cases

    @contextmanager
    def beyond_sight(self) -> Iterator[None]:
        """Inside, rows of cases that the user may not see are written too.

        Only for what must hold for all of them, such as two records of a person made one.
        """
        kept, self._unseen = self._unseen, Unseen()
        try:
            yield
        finally:
            self._unseen = kept

    def sees(self, model: type[Table], row_id: int | None) -> bool:
        """Whether there is such a row, as far as the user may know."""
        return row_id is not None and bool(self._seen(model, row_id))

    @contextmanager
    def acting(self, act: str) -> Iterator[None]:
        """Inside, rows are written by this act rather than by that of their table.

        Only for what somebody may do to a row of their own, such as a passphrase changed, or to all
        that belongs to one, such as a case that is received whole.
        """
        self._acting = act
        try:
            yield
        finally:
            self._acting = ""

    def add(self, model: type[Table], **values: Any) -> int:
        """Insert a row and return its id; that of a case that was erased is given to no other.

        :raises NotFoundError: it would belong to a case, or name a person, that is not there.
        """
        self._require(model)
        if model is Case:
            values.setdefault("id", self._next_case_id())
        columns, bound = _as_stored(model, values)
        cursor = self.database.execute_sql(insertion(model, columns), bound)
        row_id: int = values.get("id") or cursor.lastrowid
        self._record("collect", model, row_id, None, self._stored(model, row_id))
        return row_id

    def _next_case_id(self) -> int:
        """One past every case that there is or was: what is on record of a case goes by its id."""
        return newest_ever(self.database.connection()) + 1

    def edit(self, model: type[Record], row_id: int, version: int, **values: Any) -> int:
        """Change a row that is still at ``version``; return its new version.

        :raises ConflictError: somebody else changed or removed it first.
        """
        self._require(model)
        before = self._seen(model, row_id)
        if not before and model is Case:
            raise NotFoundError(NO_CASE)
        query = model.update(**values, version=version + 1).where(
            (model.id == row_id) & (model.version == version)
        )
        if not before or query.execute(self.database) != 1:
            theirs = {name: before.get(name) for name in values} if before else {}
            raise ConflictError(
                "Somebody else saved this record while you were editing it. Your changes have "
                "not replaced theirs. Compare the two and save again.",
                mine=values,
                theirs=theirs,
            )
        self._record("alter", model, row_id, before, self._stored(model, row_id))
        return version + 1

    def remove(self, model: type[Table], row_id: int, version: int | None = None) -> None:
        """Delete a row (still at ``version``, where one is given).

        :raises ConflictError: somebody else changed or removed it first.
        """
        self._require(model)
        before = self._seen(model, row_id)
        condition = model.id == row_id
        if version is not None and issubclass(model, Record):
            condition &= model.version == version
        if not before or model.delete().where(condition).execute(self.database) != 1:
            raise ConflictError(
                "Somebody else changed what you removed. Nothing was removed; "
                "look at their version first."
            )
        self._record("erase", model, row_id, before, None)

    def note(
        self,
        action: str,
        case_id: int | None = None,
        about: tuple[type[Table], int | None] | None = None,
        *,
        inside: bool = False,
        **details: Any,
    ) -> int:
        """Record an act that changes no row: ``consult``, ``disclose``, ``combine``.

        :param about: the table and id of the row that it was done with, if it was one.
        :param inside: what is disclosed is shown in Probity and goes nowhere, so that whoever may
            read may have it.
        :return: the number of the record.
        :raises NotFoundError: there is no such case or row, as far as the user may know.
        """
        self.refuse_hidden(case_id)
        read = action in ("consult", "disclose")  # what is there; an erasure is told of afterwards
        if read and not all(self.sees(*one) for one in ((Case, case_id), about) if one and one[1]):
            raise NotFoundError(NO_CASE)
        model, about_id = about or (None, None)
        row = self._stored(model, about_id) if model and about_id is not None else {}
        if model and row and not self._is_seen(model, row):  # one just removed is not asked after
            raise NotFoundError(NO_CASE)
        if action == "disclose" and not inside:
            self.require("disclose")
        table, row_id = (about[0]._meta.table_name, about[1]) if about else ("", None)
        return self._seal(action, table, row_id, case_id, details)

    def note_erasure(self, what: str, records: list[tuple[int, int]]) -> int:
        """Record that the words of audit records (by number, from and to) are erased."""
        details = {"what": what, "records": records}
        return self._seal("erase", audit.TABLE, None, None, details)

    def refuse_hidden(self, case_id: int | None) -> None:
        """Let something be done to a case.

        :raises NotFoundError: it is hidden from the user, so to them there is none.
        """
        if case_id in self._unseen.cases:  # one that was erased is hidden from nobody
            raise NotFoundError(NO_CASE)

    def refuse_anonymised(self, case_ids: set[int]) -> None:
        """Let something be written in cases: not where nobody is left, lest it name somebody again.

        :raises AnonymisedError: one of them has been anonymised.
        """
        connection = self.database.connection()
        for case_id in case_ids:
            reference = value(connection, _anonymised, case=case_id)
            if reference is not None:
                raise AnonymisedError(
                    f"{reference} has been anonymised and cannot be changed. Record anything "
                    "new in a new case."
                )

    def require(self, act: str) -> None:
        """Let the user do an act by its name.

        :raises NotAllowedError: their role may not, or they must choose a passphrase first.
        """
        if self.user.id:
            roles.require(self.user.role, act)
            users.require_own_passphrase(self.user, act)

    def next_reference(self, year: int, series: str = "") -> tuple[str, int]:
        """Give the next reference of ``year``: ``("PS/2014/00036", 36)``, once and without gaps.

        The counter is part of the transaction: a change that fails gives its number back.
        """
        counter = ReferenceCounter
        counter.insert(series=series, year=year, last=1).on_conflict(
            conflict_target=[counter.series, counter.year], update={counter.last: counter.last + 1}
        ).execute(self.database)
        given = (counter.series == series) & (counter.year == year)
        number: int = counter.select(counter.last).where(given).scalar(self.database)
        return reference_of(series, year, number), number

    def touch(self, case_id: int) -> None:
        """Have the case's line and search entries derived anew when the change ends."""
        self.case_ids.add(case_id)

    def finish(self) -> Changed:
        """Derive what the touched cases show in lists and search; called before the commit."""
        connection = self.database.connection()
        for case_id in tuple(self.case_ids):
            self.case_ids |= taking_over(connection, case_id)
        for case_id in sorted(self.case_ids):
            derive.refresh(connection, case_id)
        return Changed(frozenset(self.case_ids), frozenset(self.tables))

    def _seen(self, model: type[Table], row_id: int) -> dict[str, Any]:
        """The row as it stands, by column; empty where the user may not know that there is one."""
        row = self._stored(model, row_id)
        return row if row and self._is_seen(model, row) else {}

    def _is_seen(self, model: type[Table], row: dict[str, Any]) -> bool:
        return not self._unseen.covers(self.database.connection(), model._meta.table_name, row)

    def _stored(self, model: type[Table], row_id: int) -> dict[str, Any]:
        """The row as it stands, by column; empty if there is none."""
        known = _values(model)
        for row in dicts(self.database.connection(), _whole(model), id=row_id):
            return {name: known[name](value) for name, value in row.items()}
        return {}

    def _record(
        self,
        action: str,
        model: type[Table],
        row_id: int,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> None:
        table = model._meta.table_name
        self.tables.add(table)
        known = after or before or {}
        touched = cases_of_row(self.database.connection(), model, row_id, known)
        # What touches a hidden case by way of a person who is also in a case that the user sees,
        # such as a name put right, is theirs to do.
        if after and not self._is_seen(model, after):
            raise NotFoundError(NO_CASE)
        if model is not CaseAccess and (model is Case or "case_id" in known):
            self.refuse_anonymised(touched)
        if model is CaseLink:  # also the case that it no longer points at
            touched |= {row["other_id"] for row in (before, after) if row}
        self.case_ids |= touched
        if model is Case and after is None:
            self.case_ids.discard(row_id)
        case_id = known.get("case_id") or (row_id if model is Case else None)
        if case_id is None and len(touched) == 1:
            case_id = next(iter(touched))
        if case_id is None:
            case_id = self.within
        self._seal(action, table, row_id, case_id, {"before": before, "after": after})

    def _require(self, model: type[Table]) -> None:
        self.require(self._acting or roles.act_of(model._meta.table_name))

    def _seal(
        self, action: str, table: str, row_id: int | None, case_id: int | None, entry: Any
    ) -> int:
        self.database.execute_sql(
            insertion(AuditRecord, SEALED), self.sealed(action, table, row_id, case_id, entry)
        )
        return self.head.number

    def sealed(
        self, action: str, table: str, row_id: int | None, case_id: int | None, entry: Any
    ) -> tuple[Any, ...]:
        """The next record of the chain, as the columns :data:`SEALED` of ``audit_record``.

        Only for what writes many at once (:mod:`models.changes.bulk.cases`): whoever asks for it
        must insert it.
        """
        now = audit.now()
        if self.head.at is not None and now <= self.head.at:
            now = self.head.at + datetime.timedelta(microseconds=1)
        record: dict[str, Any] = {
            "id": self.head.number + 1,
            "at": audit.stamp(now),
            "user_name": self.user.name,
            "action": action,
            "table_name": table,
            "record_id": row_id,
            "case_id": case_id,
            "reason": self.reason,
            "entry": audit.canonical(entry),
        }
        record |= audit.hashed_words(record["entry"], self.reason)
        digest = audit.digest_of(record)
        chain = audit.link(self.database.connection(), self.head.chain, digest)
        self.head = audit.Head(record["id"], now, chain)
        return (*record.values(), digest, chain)


@question
def _anonymised() -> BaseQuery:
    """The reference of the case ``case``, where it has been anonymised."""
    return Case.select(Case.reference).where(
        (Case.id == given("case")) & Case.anonymised.is_null(False)
    )


@questions
def _whole(model: type[Table]) -> BaseQuery:
    """The row ``id`` of a table."""
    return model.select().where(model.id == given("id"))


@derived
def _values(model: type[Table]) -> dict[str, Callable[[Any], Any]]:
    """What makes a value of each column of a table of what is stored there."""
    return {name: item.python_value for name, item in model._meta.columns.items()}


def _as_stored(model: type[Table], values: dict[str, Any]) -> tuple[tuple[str, ...], list[Any]]:
    """The columns of a new row with what is to be stored in them, defaults where nothing is given.

    :param values: by field or by column.
    :raises KeyError: the table has no such field.
    """
    meta = model._meta
    row = {meta.fields[name]: value for name, value in meta.get_default_dict().items()}
    row |= {meta.combined[name]: value for name, value in values.items()}
    fields = [item for item in meta.sorted_fields if item in row]
    return tuple(item.column_name for item in fields), [item.db_value(row[item]) for item in fields]
