"""Many cases at once leave what one after the other would: rows, lines, search, and the record."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from models.case import casefile
from models.case.casefile import CaseFile
from models.changes.bulk import cases as bulk
from models.changes.bulk.cases import Bulk
from models.changes.case import cases
from models.entering.open import create_register
from models.errors import InvalidError, NotAllowedError
from models.record.check import check
from models.record.examining import verify
from models.register import Register
from models.schema import ImportRun
from tests.models.changes.test_every_act import replayed, standing
from tests.models.making import TODAY, case_file, colleague


def _files() -> Iterator[CaseFile]:
    for number in range(5):
        file = case_file(f"Case {number}", received=datetime.date(2012 + number % 2, 2, 3))
        file.chronology.clear()
        file.case["stage"] = ("received", "recorded")[number % 2]
        file.case["recorded"] = file.case["came_to_notice"] = file.case["received"]
        if number == 3:
            file.subjects[0] |= {"family_name": "Pell", "number": "", "given_names": "Jo"}
            casefile.add_row("complainants", file, family_name="Oduya", capacity="complainant")
            casefile.add_row("subjects", file, role="staff")
        yield file


@contextmanager
def _made(path: Path) -> Iterator[Register]:
    with create_register(path, force="A", user="okafor", full_name="D. O", today=TODAY) as made:
        yield made


def _rows(register: Register) -> dict[str, Any]:
    """Every row of every table of the schema, the search index and the lines included."""
    with register.reader(whole=True) as connection:
        found: dict[str, Any] = {
            table: [tuple(row) for row in connection.execute(f"SELECT * FROM {table}")]
            for table in ("case_line", "search_entry")
        }
        found["clock"] = [
            tuple(row)[1:] for row in connection.execute("SELECT * FROM case_clock ORDER BY 1")
        ]
        for word in ("Harmer", "Pell", "Case", "Odu*"):
            query = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid"
            found[word] = [tuple(row) for row in connection.execute(query, (word,))]
    return found | standing(register)


def test_many_at_once_are_as_one_after_the_other(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    with _made(tmp_path / "a.probity") as one, _made(tmp_path / "b.probity") as other:
        with one.change() as change:
            for file in _files():
                cases.save(change, file, None)
        with other.change() as change:
            many = Bulk(change)
            for file in _files():
                many.add(file, ())
            many.flush()
        assert _rows(other) == _rows(one)
        with one.change() as change, other.change() as second:  # and both go on from there
            assert change.next_reference(2013) == second.next_reference(2013)


def test_the_record_is_chained_and_gives_every_row(register: Register) -> None:
    with register.change("Brought in") as change:
        run = change.add(ImportRun, at=datetime.datetime(2014, 2, 1))
        many = Bulk(change)
        for number, file in enumerate(_files()):
            many.add(file, [{"run_id": run, "number": number, "key": "k", "kept": ""}])
        many.flush()
        changed = change.tables
    assert {"case", "subject", "person", "imported_row"} <= changed
    said = {name: rows for name, rows in replayed(register).items() if rows}
    assert said == {name: rows for name, rows in standing(register).items() if rows}
    with register.reader() as connection:
        assert verify(connection) == []
        assert [one.problems for one in check(connection) if one.problems] == []


def test_what_fails_midway_leaves_nothing(register: Register) -> None:
    stood = _rows(register)
    with pytest.raises(ZeroDivisionError):
        _fail_midway(register)
    assert _rows(register) == stood


def _fail_midway(register: Register) -> None:
    with register.change() as change:
        many = Bulk(change)
        for file in _files():
            many.add(file, ())
        many.flush()
        many.add(case_file(year=1 // 0), ())


def test_who_may_not_import_adds_nothing(register: Register) -> None:
    with (
        colleague(register) as theirs,
        pytest.raises(NotAllowedError),
        theirs.change() as change,
    ):
        Bulk(change)


def test_a_restricted_case_that_nobody_would_see_is_refused_before_anything_is_kept(
    register: Register,
) -> None:
    from models.changes import users

    cases_before = case_file()
    with register.change() as change:
        cases.save(change, cases_before, None)
    users.link(register, 1, "4417")
    file = next(_files())
    file.case |= {"restricted": True, "owner_id": None}
    with register.change() as change:
        many = Bulk(change)
        with pytest.raises(InvalidError, match="Nobody would be left"):
            many.add(file, ())
        assert not many._rows
