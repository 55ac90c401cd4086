"""Cases sent by one register and received by another: what is equal, what is told, what is left."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models import casefile
from models.changes import exhibits
from models.changes.exhibits import NewExhibit
from models.check import check
from models.errors import InvalidError, NotAllowedError, NotFoundError, ProbityError
from models.exchange.exhibit_files import verify
from models.moving.meeting import BOTH, HERE, NEW, OLDER, REFUSED, SAME, UPDATE
from models.moving.parcel import Parcel
from models.queries import exhibits as stored
from models.queries import history, origins
from models.queries.filters import Filter
from models.register import Register
from models.schema import TABLES, Member, Person, User
from tests.models.making import PASSPHRASE, TODAY, case_file, colleague, loaded, save
from tests.models.moving import looked_at, received, sent


@pytest.fixture(autouse=True)
def quick(cheap_keys: None) -> None:
    """Keys of parcels take no time."""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Register]:
    made = Register.create(
        tmp_path / "other.probity", force="Downs", user="vance", full_name="V. Vance", today=TODAY
    )
    save(made, case_file("Of the other register"))
    yield made
    made.close()


def everything(register: Register) -> dict[str, list[tuple[Any, ...]]]:
    with register.reader(whole=True) as connection:
        return {
            model._meta.table_name: [
                tuple(row) for row in connection.execute(f'SELECT * FROM "{model._meta.table_name}"')
            ]
            for model in TABLES
        }


def full_case(title: str = "Facebook contact with a crime victim") -> Any:
    file = case_file(title)
    file.case |= {"summary": "Seen by her sister", "owner_id": 1}
    subject = file.subjects[0]
    casefile.add_row("complainants", file, family_name="Marsh", given_names="A.", telephone="0199")
    casefile.add_row(
        "suspensions", file, subject_id=subject["id"], began=TODAY, decided_by_id=1, reason="Why"
    )
    casefile.add_row("tasks", file, title="Ring", assigned_to_id=1, due=TODAY)
    casefile.add_row("notices", file, subject_id=subject["id"], kind="investigation", served=TODAY)
    return file


def extended(register: Register, case_id: int) -> None:
    """Its clock for the response runs longer."""
    before = loaded(register, case_id)
    file = before.copy()
    casefile.add_row(
        "clock_changes",
        file,
        clock="response",
        about=file.notices[0]["id"],
        kind="extension",
        day=TODAY,
        until=TODAY + datetime.timedelta(days=40),
        reason="Away",
    )
    save(register, file, before)


def with_exhibit(register: Register, case_id: int, folder: Path, content: bytes = b"seen") -> None:
    (folder / "note.bin").write_bytes(content)
    exhibits.attach(register, case_id, NewExhibit(folder / "note.bin", "A note"))


def test_a_case_arrives_with_everything_and_keeps_its_reference_beside_the_new_one(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, full_case())
    with_exhibit(register, case_id, tmp_path, bytes(range(256)) * 10_000)
    save(register, case_file("Between"))
    extended(register, case_id)
    parcel = sent(register, tmp_path / "out.probity-cases", [case_id])
    look = looked_at(other, parcel)
    assert [(one.reference, one.state) for one in look.arrivals] == [("PS/2014/00001", NEW)]
    assert {one.name for one in look.people.values() if not one.known} == {"A. Marsh"}
    assert [one.known for one in look.people.values() if one.name == "Harmer"] == ["number 4417"]
    done = received(other, parcel)
    assert list(done.references.values()) == ["PS/2014/00002"]
    (here,) = done.references
    file = loaded(other, here)
    assert (file.case["reference"], file.case["former_references"]) == (
        "PS/2014/00002",
        "PS/2014/00001",
    )
    assert file.case["summary"] == "Seen by her sister"
    assert file.clock_changes[0]["about"] == file.notices[0]["id"]
    with other.reader() as connection:
        assert [one.problems for one in check(connection)] == [[]] * len(check(connection))
        (row,) = stored.exhibits(connection, here)
        found: list[bytes] = []
        verify(connection, row, found.append)
        assert b"".join(found) == bytes(range(256)) * 10_000
        owner = connection.execute(
            'SELECT u.full_name, u.retired FROM "case" c JOIN user u ON u.id = c.owner_id'
            " WHERE c.id = ?",
            (here,),
        ).fetchone()
        assert tuple(owner) == ("D. Okafor", 1)


def test_the_same_parcel_twice_changes_nothing(
    register: Register, other: Register, tmp_path: Path
) -> None:
    save(register, full_case())
    parcel = sent(register, tmp_path / "out.probity-cases")
    received(other, parcel)
    before = everything(other)
    assert [one.state for one in looked_at(other, parcel).arrivals] == [SAME]
    assert received(other, parcel).references == {}
    assert everything(other) == before
    again = sent(register, tmp_path / "again.probity-cases")
    assert received(other, again).references == {}
    assert everything(other) == before


def edited(register: Register, case_id: int, **fields: Any) -> None:
    before = loaded(register, case_id)
    file = before.copy()
    file.case |= fields
    save(register, file, before)


def test_a_later_parcel_brings_up_to_date_what_was_left_alone(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, full_case())
    with_exhibit(register, case_id, tmp_path)
    first = sent(register, tmp_path / "first.probity-cases")
    (here,) = received(other, first).references
    before = loaded(register, case_id)
    file = before.copy()
    file.case["title"] = "A better title"
    file.findings.clear()
    casefile.add_row("chronology", file, text="A later entry", occurred=datetime.datetime(2014, 2, 20))
    file.complainants[0]["telephone"] = "0200"
    file.allegations[0]["factors"] = ["custody"]
    save(register, file, before)
    with_exhibit(register, case_id, tmp_path, b"another")
    second = sent(register, tmp_path / "second.probity-cases")
    assert [one.state for one in looked_at(other, second).arrivals] == [UPDATE]
    kept = {row["id"] for row in loaded(other, here).chronology}
    received(other, second)
    now = loaded(other, here)
    assert (now.case["title"], now.findings) == ("A better title", [])
    assert now.case["reference"] == "PS/2014/00002"
    assert kept < {row["id"] for row in now.chronology}
    assert now.complainants[0]["telephone"] == "0200"
    assert now.allegations[0]["factors"] == ["custody"]
    with other.reader() as connection:
        assert len(stored.exhibits(connection, here)) == 2
        assert all(not one.problems for one in check(connection))
    assert [one.state for one in looked_at(other, second).arrivals] == [SAME]
    assert [one.state for one in looked_at(other, first).arrivals] == [OLDER]
    before_old = everything(other)
    received(other, first)
    assert everything(other) == before_old


def test_what_changed_here_stays_and_what_changed_in_both_is_said(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, full_case())
    first = sent(register, tmp_path / "first.probity-cases")
    (here,) = received(other, first).references
    edited(other, here, title="Ours")
    assert [one.state for one in looked_at(other, first).arrivals] == [HERE]
    edited(register, case_id, title="Theirs")
    second = sent(register, tmp_path / "second.probity-cases")
    assert [one.state for one in looked_at(other, second).arrivals] == [BOTH]
    received(other, second)
    assert loaded(other, here).case["title"] == "Ours"


def test_a_case_that_comes_home_is_known_and_brought_up_to_date(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, full_case())
    (here,) = received(other, sent(register, tmp_path / "1.probity-cases")).references
    back = sent(other, tmp_path / "2.probity-cases", [here])
    assert [one.state for one in looked_at(register, back).arrivals] == [SAME]
    edited(other, here, title="Worked on elsewhere")
    back = sent(other, tmp_path / "3.probity-cases", [here])
    assert [one.state for one in looked_at(register, back).arrivals] == [UPDATE]
    received(register, back)
    now = loaded(register, case_id)
    assert (now.case["title"], now.case["reference"]) == ("Worked on elsewhere", "PS/2014/00001")
    assert now.case["owner_id"] == 1
    edited(register, case_id, title="And here again")
    there = sent(register, tmp_path / "4.probity-cases")
    assert [one.state for one in looked_at(other, there).arrivals] == [UPDATE]
    received(other, there)
    assert loaded(other, here).case["title"] == "And here again"
    with register.reader() as connection:
        assert connection.execute('SELECT COUNT(*) FROM "case"').fetchone()[0] == 1
        assert connection.execute("SELECT COUNT(*) FROM person").fetchone()[0] == 2


def test_the_record_comes_along_as_it_was_sealed_and_shows_before_the_own(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, full_case())
    with register.reader() as connection:
        there = connection.execute(
            "SELECT id, digest, chain FROM audit_record WHERE case_id = ? ORDER BY id", (case_id,)
        ).fetchall()
        said = [(one.what, one.changes) for one in history.history(connection, case_id)]
    (here,) = received(other, sent(register, tmp_path / "1.probity-cases")).references
    with other.reader() as connection:
        kept = connection.execute(
            "SELECT number, digest, chain FROM origin_record WHERE case_id = ? ORDER BY number",
            (here,),
        ).fetchall()
        assert [tuple(row) for row in kept] == [tuple(row) for row in there]
        before = origins.before(connection, here)
        assert [(one.what, one.changes) for one in before] == said
        assert {one.user_name for one in before} == {"D. Okafor"}
        came = origins.origin(connection, here)
        assert came is not None
        assert came.words == "PS/2014/00001, Weald and Downs Police"
        noted = [one for one in history.history(connection, here) if "Received as" in one.what]
        assert len(noted) == 1
        assert origins.record_hash(connection, here) in str(noted[0].changes)
