"""A case as plain data that another register can take in, and the hash by which versions are told.

Rows name each other by their place in their table, and users, people and guidance by numbers whose
meaning the same part of the parcel says. :func:`version_of` looks through those numbers: a case
has the same version in every register that holds the same of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from peewee import BaseQuery, fn

from models.errors import NotFoundError
from models.moving import shape
from models.moving.asking import Data, Whose
from models.moving.records import record_of
from models.schema import (
    Case,
    CaseLink,
    CaseOrigin,
    ExhibitChunk,
    GuidanceClause,
    GuidanceDocument,
    GuidanceVersion,
    ImportRun,
    Member,
    OriginLink,
    Person,
    PersonOrigin,
    Posting,
    Table,
    User,
)
from models.storage import chain as audit
from models.storage.asking import ask, dicts, given, question, value
from models.storage.engine import sqlite3

#: A user of another register is known here as ``name@`` and so many letters of its identity.
MARK = 8


def part_of(connection: sqlite3.Connection, case_id: int, whose: Whose) -> Data:
    """Everything of a case, as JSON values, as far as the connection sees.

    :raises NotFoundError: there is no such case.
    """
    content = content_of(connection, case_id)
    origin = _origin(connection, case_id)
    reference = _case(connection, case_id)
    return content | {
        "identity": _identity(connection, case_id, whose),
        "force": origin["force"] if origin else whose.force,
        "past": origin["versions"].split() if origin else [],
        "reference": reference["reference"],
        "former_references": reference["former_references"],
        "year": reference["year"],
        "identities": _identities(connection, content["people"], whose),
        "links": _links(connection, case_id, whose),
        "record": record_of(connection, case_id, whose),
    }


def content_of(connection: sqlite3.Connection, case_id: int) -> Data:
    """The rows of a case, and what they point at outside it: what its version is made of."""
    case = _case(connection, case_id)
    rows: dict[str, list[Data]] = {}
    places: dict[str, dict[int, int]] = {"case": {case_id: 0}}
    wanted: dict[str, set[int]] = {name: set() for name in shape.OUTSIDE.values()}
    found: dict[str, list[Data]] = {}
    for table, model in shape.travelling().items():
        found[table] = dicts(connection, shape.rows_of(model), case=case_id)
        places[table] = {row["id"]: at for at, row in enumerate(found[table], start=1)}
    for table, model in shape.travelling().items():
        told = [_told(model, row, places, wanted) for row in found[table]]
        if told:
            rows[table] = told
    made: Data = {"case": _told(Case, case, places, wanted), "rows": rows}
    return made | _outside(connection, wanted)


def version_of(content: Data) -> str:
    """The hash of a case: what stands in it, whatever numbers its register gave.

    What is empty does not count, so that a later release with more columns finds the same.
    """
    told: Data = {"case": _looked_through(Case, content["case"], content)}
    for table, rows in content["rows"].items():
        model = shape.travelling()[table]
        told[table] = [_looked_through(model, row, content) for row in rows]
    return _hash(told)


def looked_through(table: str, row: Data, content: Data) -> str:
    """One row by what it says, for comparing it with one of another register."""
    return audit.canonical(_looked_through(shape.travelling()[table], row, content))


def details_version(person: Data) -> str:
    """The hash of what is said of a person themselves."""
    return _hash(_filled(person))


def _hash(value: Any) -> str:
    return hashlib.sha256(audit.canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


def _told(
    model: type[Table], row: Data, places: dict[str, dict[int, int]], wanted: dict[str, set[int]]
) -> Data:
    told: Data = {}
    for column in shape.columns(model):
        value, to = row[column], shape.target(model, column)
        if value is not None and to in wanted:
            wanted[to].add(value)
        elif value is not None and to:
            value = places.get(to, {}).get(value)
        elif (model._meta.table_name, column) == shape.ABOUT:
            value = places.get(shape.about_table(row["clock"]), {}).get(value, -1)
        told[column] = value
    return told


def _outside(connection: sqlite3.Connection, wanted: dict[str, set[int]]) -> Data:
    members = _by_id(connection, Member, wanted["members"])
    people = _by_id(
        connection, Person, wanted["people"] | {row["person_id"] for row in members.values()}
    )
    clauses = _by_id(connection, GuidanceClause, wanted["clauses"])
    versions = _by_id(
        connection,
        GuidanceVersion,
        wanted["versions"] | {row["guidance_id"] for row in clauses.values()},
    )
    documents = _by_id(
        connection, GuidanceDocument, {row["document_id"] for row in versions.values()}
    )
    return {
        "users": {
            key: {"name": row["name"], "full_name": row["full_name"]}
            for key, row in _by_id(connection, User, wanted["users"]).items()
        },
        "people": {key: _picked(row, shape.person_columns()) for key, row in people.items()},
        "members": {
            key: _picked(row, shape.member_columns())
            | {"person": str(row["person_id"]), "postings": _postings(connection, int(key))}
            for key, row in members.items()
        },
        "versions": {
            key: _picked(row, ("name", "starts", "ends"))
            | _picked(documents[str(row["document_id"])], ("title", "factor"))
            for key, row in versions.items()
        },
        "clauses": {
            key: _picked(row, ("number", "words")) | {"version": str(row["guidance_id"])}
            for key, row in clauses.items()
        },
        "runs": {
            key: _picked(row, shape.RUN)
            for key, row in _by_id(connection, ImportRun, wanted["runs"]).items()
        },
        "files": {str(one): _file(connection, one) for one in sorted(wanted["files"])},
    }


def _looked_through(model: type[Table], row: Data, content: Data) -> Data:
    found: Data = {}
    for column in shape.columns(model):
        value, to = row.get(column), shape.target(model, column)
        if value is not None and to in KEYS:
            value = KEYS[to](content, str(value))
        if value not in (None, "", 0, False):
            found[column] = value
    return found


def _person_key(content: Data, key: str) -> Any:
    members = [
        _member_key(content, one)
        for one, row in sorted(content["members"].items(), key=lambda item: int(item[0]))
        if row["person"] == key
    ]
    return [_filled(content["people"][key]), members]


def _member_key(content: Data, key: str) -> Any:
    member = content["members"][key]
    told = _filled({name: member.get(name) for name in shape.member_columns()})
    return [told, [_filled(one) for one in member["postings"]]]


def _filled(row: Data) -> Data:
    return {name: value for name, value in row.items() if value not in (None, "", 0, False)}


def _version_key(content: Data, key: str) -> Any:
    version = content["versions"][key]
    return [version["title"], version["name"], version["starts"]]


def _clause_key(content: Data, key: str) -> Any:
    clause = content["clauses"][key]
    return [_version_key(content, clause["version"]), clause["number"]]


def plain_user(name: str) -> str:
    """A user's name in their own register, whether or not it is this one."""
    own, at, mark = name.rpartition("@")
    return own if at and len(mark) == MARK and own else name


#: What stands for a thing outside the case in every register.
KEYS: dict[str, Callable[[Data, str], Any]] = {
    "users": lambda content, key: plain_user(content["users"][key]["name"]),
    "people": _person_key,
    "members": lambda content, key: [
        _member_key(content, key),
        _filled(content["people"][content["members"][key]["person"]]),
    ],
    "versions": _version_key,
    "clauses": _clause_key,
    "runs": lambda content, key: [content["runs"][key][one] for one in ("file_name", "sha256")],
    "files": lambda _content, _key: "file",  # its hash stands in the same row
}


@question
def _size() -> BaseQuery:
    size = fn.COALESCE(fn.SUM(fn.LENGTH(ExhibitChunk.data)), 0)
    return ExhibitChunk.select(size).where(ExhibitChunk.file == given("file"))


def _file(connection: sqlite3.Connection, file_id: int) -> Data:
    return {"size": value(connection, _size, file=file_id)}


def _origin(connection: sqlite3.Connection, case_id: int) -> Data | None:
    found = dicts(connection, shape.rows_of(CaseOrigin), case=case_id)
    return found[0] if found else None


def _identity(connection: sqlite3.Connection, case_id: int, whose: Whose) -> list[Any]:
    """The register in which a case was first recorded, and its first reference there."""
    origin = _origin(connection, case_id)
    if origin is not None:
        return [origin["register"], origin["reference"]]
    row = _case(connection, case_id)
    return [whose.register, (*row["former_references"].split(), row["reference"])[0]]


@question
def _origins() -> BaseQuery:
    query = PersonOrigin.select(PersonOrigin.register, PersonOrigin.origin_id)
    return query.where(PersonOrigin.person == given("person")).order_by(PersonOrigin.id)


def _identities(connection: sqlite3.Connection, people: Data, whose: Whose) -> Data:
    return {
        key: [
            [whose.register, int(key)],
            *([row[0], row[1]] for row in ask(connection, _origins, person=int(key))),
        ]
        for key in people
    }


@question
def _ends() -> BaseQuery:
    either = (CaseLink.case == given("case")) | (CaseLink.other == given("case"))
    return CaseLink.select().where(either).order_by(CaseLink.id)


def _links(connection: sqlite3.Connection, case_id: int, whose: Whose) -> list[Data]:
    found = []
    for row in dicts(connection, _ends, case=case_id):
        outward = row["case_id"] == case_id
        other = row["other_id"] if outward else row["case_id"]
        found.append(
            _picked(row, ("kind", "since", "reason"))
            | {"outward": outward, "reference": _case(connection, other)["reference"]}
            | {"identity": _identity(connection, other, whose)}
        )
    for row in dicts(connection, shape.rows_of(OriginLink), case=case_id):
        found.append(
            _picked(row, ("kind", "since", "reason", "reference"))
            | {"outward": bool(row["outward"])}
            | {"identity": [row["register"], row["first_reference"]]}
        )
    return found


@question
def _of_member() -> BaseQuery:
    return Posting.select().where(Posting.member == given("member")).order_by(Posting.id)


def _postings(connection: sqlite3.Connection, member_id: int) -> list[Data]:
    found = dicts(connection, _of_member, member=member_id)
    return [_picked(row, shape.posting_columns()) for row in found]


def _picked(row: Data, names: tuple[str, ...]) -> Data:
    return {name: row[name] for name in names}


def _by_id(connection: sqlite3.Connection, model: type[Table], ids: set[int]) -> dict[str, Data]:
    found = {}
    for one in sorted(ids):
        for row in dicts(connection, shape.row_of(model), id=one):
            found[str(one)] = row
    return found


def _case(connection: sqlite3.Connection, case_id: int) -> Data:
    for row in dicts(connection, shape.row_of(Case), id=case_id):
        return row
    raise NotFoundError("There is no such case in this register.")
