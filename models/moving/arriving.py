"""Reading what a parcel says of a case: everything in it is checked, nothing of it is trusted.

What is wrong with it is one sentence; what a newer release sends and this one does not know is
another, since it would be lost.
"""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from peewee import BooleanField, DateField, DateTimeField, Field, ForeignKeyField, IntegerField

from models.errors import ProbityError
from models.moving import shape
from models.moving.asking import Data
from models.moving.records import RECORD
from models.queries.cases.history import DETAILS
from models.rules import vocabularies
from models.rules.texts import cannot_be_kept
from models.rules.validation import EARLIEST, LATEST
from models.schema import (
    Case,
    GuidanceClause,
    GuidanceVersion,
    ImportRun,
    Member,
    OriginLink,
    OriginRecord,
    Person,
    Posting,
    dictionary,
)

NEWER = (
    "The parcel was made by a newer release of Probity than this one. Nothing was brought in. "
    "Update Probity first."
)
WRONG = (
    "The contents of the parcel are not valid ({}). Nothing was brought in. Ask the sender "
    "for it again."
)
LONGEST_TEXT, MOST_ROWS, LARGEST_NUMBER = 20_000_000, 200_000, 2**63 - 1
MOST_VERSIONS = 10_000
_HASH, _REGISTER = re.compile("[0-9a-f]{64}"), re.compile("[0-9a-f]{32}")
_REFERENCE = re.compile(r"[A-Z0-9/]{1,40}")
_NUMBER = re.compile(r"[0-9]{1,18}")


class _WrongError(Exception):
    """What is wrong, in a few words that a parcel's own text has no part in."""


def about(given: Any) -> Data:
    """Who sent the parcel and when, as ``about.json`` says it.

    :raises ProbityError: it says something else.
    """
    try:
        _need(isinstance(given, dict) and given.get("format") == "probity-cases", "its beginning")
        if given.get("version") != 1:
            raise ProbityError(NEWER)
        _need(_REGISTER.fullmatch(_text(given.get("register"))), "whose it is")
        _text(given.get("force"))
        _text(given.get("who"))
        _moment(given.get("made"))
        _need(isinstance(given.get("cases"), int), "how many cases")
    except _WrongError as error:
        raise ProbityError(WRONG.format(error)) from error
    return dict(given)


def case_part(given: Any, files: dict[int, tuple[int, str]]) -> Data:
    """A case as :func:`models.moving.parts.part_of` tells it, checked.

    :param files: the files that came before it: size in bytes and SHA-256, by number.
    :raises ProbityError: something of it cannot be, or is not known here.
    """
    try:
        _need(isinstance(given, dict), "a case")
        for name in (*shape.OUTSIDE.values(), "identities"):
            _need(isinstance(given.get(name), dict), name)
            _need(len(given[name]) <= MOST_ROWS, name)
            _need(all(_NUMBER.fullmatch(key) for key in given[name]), name)
            if name != "identities":
                _need(all(isinstance(one, dict) for one in given[name].values()), name)
        _outside(given)
        for key in given["files"]:
            _need(int(key) in files, "a file")
        _rows(given, files)
        _heads(given)
        for row in _list(given.get("links")):
            _link(row)
        for row in _list(given.get("record")):
            _record(row)
    except _WrongError as error:
        raise ProbityError(WRONG.format(error)) from error
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ProbityError(WRONG.format("a case")) from error
    return dict(given)


def _heads(given: Data) -> None:
    _identity(given.get("identity"))
    _need(_REFERENCE.fullmatch(_text(given.get("reference"))), "a reference")
    former = _text(given.get("former_references")).split()
    _need(len(former) < 1000 and all(_REFERENCE.fullmatch(one) for one in former), "a reference")
    _text(given.get("force"))
    year = given.get("year")
    _need(type(year) is int and 1900 <= year <= 2200, "a year")
    versions = _list(given.get("past"))
    _need(len(versions) <= MOST_VERSIONS, "a version")
    _need(all(_HASH.fullmatch(_text(one)) for one in versions), "a version")
    _need(set(given["identities"]) == set(given["people"]), "a person")
    for known in given["identities"].values():
        for one in _list(known):
            _need(isinstance(one, list) and len(one) == 2, "a person")
            _need(_REGISTER.fullmatch(_text(one[0])), "a person")
            _value(OriginRecord._meta.fields["number"], one[1])


def _outside(given: Data) -> None:
    for user in given["users"].values():
        _exactly(user, ("name", "full_name"))
        _need(0 < len(_text(user["name"])) <= 200, "a user")
        _text(user["full_name"])
    for person in given["people"].values():
        _exactly(person, shape.person_columns())
        _values(Person, person)
    for member in given["members"].values():
        _exactly(member, (*shape.member_columns(), "person", "postings"))
        _need(member["person"] in given["people"], "a member")
        _values(Member, {name: member[name] for name in shape.member_columns()})
        for posting in _list(member["postings"]):
            _exactly(posting, shape.posting_columns())
            _values(Posting, posting)
    for run in given["runs"].values():
        _exactly(run, shape.RUN)
        _values(ImportRun, run)
    for version in given["versions"].values():
        _exactly(version, ("title", "factor", "name", "starts", "ends"))
        _text(version["title"])
        _value(GuidanceVersion._meta.fields["starts"], version["starts"])
        _value(GuidanceVersion._meta.fields["ends"], version["ends"])
        _text(version["name"])
        _code("factor", version["factor"])
    for clause in given["clauses"].values():
        _exactly(clause, ("number", "words", "version"))
        _need(clause["version"] in given["versions"], "a clause")
        _values(GuidanceClause, {"number": clause["number"], "words": clause["words"]})


def _rows(given: Data, files: dict[int, tuple[int, str]]) -> None:
    every = given.get("rows")
    _need(isinstance(every, dict), "rows")
    assert isinstance(every, dict)
    if not set(every) <= set(shape.travelling()):
        raise ProbityError(NEWER)
    sizes = {table: len(_list(every.get(table, []))) for table in shape.travelling()}
    _row(Case, given.get("case"), given, sizes, 0)
    _need(bool(given["case"]["received"]), "a case without a day of receipt")
    for table, rows in every.items():
        _need(sizes[table] <= MOST_ROWS, "a table")
        for at, row in enumerate(rows, start=1):
            _row(shape.travelling()[table], row, given, sizes, at)
            if row.get("file_id") is not None and "sha256" in row:
                size, sha256 = files[row["file_id"]]
                _need((row["size"], row["sha256"]) == (size, sha256), "a file")


def _row(model: Any, row: Any, given: Data, sizes: dict[str, int], at: int) -> None:
    table, known = model._meta.table_name, shape.columns(model)
    _need(isinstance(row, dict), table)
    if not set(row) <= set(known):
        raise ProbityError(NEWER)
    _need(set(row) == set(known), table)
    entries = dictionary.entries(model)
    for column, item in known.items():
        value, to = row[column], shape.target(model, column)
        if (table, column) == shape.ABOUT:
            _need(type(value) is int and -1 <= value <= MOST_ROWS, table)
            most = {"": -1, "case": 0} | sizes
            _need(value <= most.get(shape.about_table(row["clock"]), -1), table)
        elif not to:
            _value(item, value)
            if entries[column].vocabulary:
                _code(entries[column].vocabulary, value)
        elif value is None:
            _need(item.null, table)
        elif to in given and to not in sizes:
            _need(type(value) is int and str(value) in given[to], table)
        else:  # itself earlier in its table, or any row of another
            most_of = at - 1 if to == table else sizes[to]
            _need(type(value) is int and 1 <= value <= most_of, table)


def _link(row: Any) -> None:
    _exactly(row, ("kind", "since", "reason", "reference", "outward", "identity"))
    _identity(row["identity"])
    _need(type(row["outward"]) is bool, "a link")
    _need(_REFERENCE.fullmatch(_text(row["reference"])), "a link")
    _values(OriginLink, {name: row[name] for name in ("kind", "since", "reason")})
    _code("link", row["kind"])


def _record(row: Any) -> None:
    _exactly(row, ("register", "force", *RECORD, "who", "names"))
    _need(_REGISTER.fullmatch(_text(row["register"])), "a record")
    for name in ("digest", "chain", "entry_hash", "reason_hash", "salt"):
        value = row[name]
        null = OriginRecord._meta.fields[name].null
        _need((value is None and null) or len(bytes.fromhex(_text(value))) <= 64, "a record")
    words = {name: row[name] for name in row if name not in ("digest", "chain", "salt")}
    _values(OriginRecord, {one: words[one] for one in words if not one.endswith("_hash")})
    _entry(row["entry"])
    _names(row["names"])


def _json(text: str) -> Data:
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError) as error:
        raise _WrongError("a record") from error
    _need(isinstance(found, dict), "a record")
    return dict(found)


def _entry(text: str) -> None:
    """What a record says: a row before and after, or a few words; what is shown is nothing deep."""
    said = _json(text)
    shown = {name: said.get(name) for name in ("what", *DETAILS)}
    _need(isinstance(said.get("what", ""), str), "a record")
    for when in ("before", "after"):
        row = said.get(when)
        _need(row is None or isinstance(row, dict), "a record")
        shown |= {f"{when}.{name}": value for name, value in (row or {}).items()}
    for name, value in shown.items():
        _need(value is None or isinstance(value, str | int | float), "a record")
        points = name.endswith("_id") or (name in DETAILS and bool(DETAILS[name].table))
        _need(value is None or not points or type(value) is int, "a record")


def _names(text: str) -> None:
    """What the numbers in a record stood for: words, by kind and number."""
    for of_kind in _json(text).values():
        _need(isinstance(of_kind, dict), "a record")
        _need(all(isinstance(words, str) for words in of_kind.values()), "a record")


def _identity(given: Any) -> None:
    _need(isinstance(given, list) and len(given) == 2, "where a case came from")
    register, reference = given
    _need(_REGISTER.fullmatch(_text(register)), "where a case came from")
    _need(_REFERENCE.fullmatch(_text(reference)), "where a case came from")


def _values(model: Any, row: Data) -> None:
    known = {item.column_name: item for item in model._meta.sorted_fields}
    for column, value in row.items():
        _value(known[column], value)


def _value(item: Field, value: Any) -> None:
    """Refuse what a column of this kind does not hold."""
    if value is None:
        _need(item.null, "nothing where there must be something")
    elif isinstance(item, DateTimeField):
        _moment(value)
    elif isinstance(item, DateField):
        day = datetime.date.fromisoformat(_text(value))
        _need(day.isoformat() == value and EARLIEST <= day < LATEST, "a day")
    elif isinstance(item, BooleanField):
        _need(value in (0, 1), "yes or no")
    elif isinstance(item, IntegerField | ForeignKeyField):
        _need(type(value) is int and -LARGEST_NUMBER <= value <= LARGEST_NUMBER, "a number")
    else:
        _text(value)


def _moment(value: Any) -> None:
    found = datetime.datetime.fromisoformat(_text(value))
    _need(found.tzinfo is None and 1900 <= found.year <= 2200, "a moment")


def _code(vocabulary: str, code: Any) -> None:
    if code not in (None, "") and vocabularies.term(vocabulary, _text(code)) is None:
        raise ProbityError(NEWER)


def _text(value: Any) -> str:
    _need(isinstance(value, str), "a text")
    _need(len(value) <= LONGEST_TEXT and not cannot_be_kept(value), "a text")
    return str(value)


def _list(given: Any) -> list[Any]:
    _need(isinstance(given, list), "a list")
    return list(given)


def _exactly(row: Any, names: tuple[str, ...]) -> None:
    _need(isinstance(row, dict), "a row")
    if not set(row) <= set(names):
        raise ProbityError(NEWER)
    _need(set(row) == set(names), "a row")


def _need(held: Any, what: str) -> None:
    if not held:
        raise _WrongError(what)
