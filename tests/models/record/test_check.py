from __future__ import annotations

from pathlib import Path

import pytest

from models.record.check import Check, check
from models.register import Register
from models.storage.engine import sqlite3
from tests.models import making
from tests.models.making import case_file, colleague, save


@pytest.fixture
def raw(register: Register, path: Path) -> sqlite3.Connection:
    for title in ("One", "Two", "Three"):
        save(register, case_file(title))
    register.close()
    return making.raw(path)


def problems(raw: sqlite3.Connection) -> dict[str, list[str]]:
    return {item.name: item.problems for item in check(raw) if item.problems}


def test_a_sound_register_is_in_order_and_says_what_was_looked_at(raw: sqlite3.Connection) -> None:
    found = check(raw)
    assert [item.problems for item in found] == [[]] * 12
    counted = {item.name: item.counted for item in found}
    assert counted["References"] == 3
    assert counted["Case list"] == 3
    assert counted["Search index"] > 3
    assert counted["Audit record"] > 10
    said = [item.words() for item in found]
    assert "References: 3 cases, in order" in said
    assert Check("Case list", 1, "lines").words() == "Case list: 1 line, in order"
    assert Check("Search index", 1, "entries", ["Gone."]).words() == (
        "Search index: 1 entry, 1 problem"
    )


@pytest.mark.parametrize(
    ("damage", "where", "said"),
    [
        ("UPDATE \"case\" SET title = 'x' WHERE id = 2", "Case list", "PS/2014/00002"),
        ("UPDATE subject SET member_id = 99 WHERE id = 1", "Foreign keys", "member"),
        ("UPDATE \"case\" SET reference = 'PS/2014/7' WHERE id = 1", "References", "PS/2014/7"),
        ("UPDATE reference_counter SET last = 9", "References", "9 references"),
        (
            "UPDATE \"case\" SET number = 5, reference = 'PS/2014/00005' WHERE id = 3",
            "References",
            "gap",
        ),
        ("DELETE FROM search_entry WHERE source = 'allegation'", "Search index", "PS/2014/00001"),
        (
            (
                "INSERT INTO case_clock (case_id, clock, about, words, started, state)"
                " VALUES (1, 'notice', 1, '', '2014-02-12', 'soon')"
            ),
            "Deadlines",
            "PS/2014/00001",
        ),
        ("DELETE FROM case_line WHERE case_id = 1", "Case list", "PS/2014/00001"),
        ("DELETE FROM audit_record WHERE id = 4", "Audit record", "4 is missing"),
    ],
)
def test_damage_is_found_and_named(
    raw: sqlite3.Connection, damage: str, where: str, said: str
) -> None:
    raw.execute(damage)
    found = problems(raw)
    assert any(said in sentence for sentence in found[where])


def test_a_row_of_a_case_that_is_hidden_is_not_named(register: Register, path: Path) -> None:
    save(register, case_file("Hidden", restricted=True, owner_id=1))
    with colleague(register, role="auditor") as theirs:
        raw = making.raw(path)
        raw.execute("UPDATE subject SET member_id = 99 WHERE id = 1")
        raw.close()
        for one, named in ((theirs, "A row of subject"), (register, "Row 1 of subject")):
            with one.reader() as connection:
                (said,) = problems(connection)["Foreign keys"]
            assert said == f"{named} points at a row of member that is not there."


def test_a_register_that_is_worked_in_is_in_order_each_time_it_is_checked(
    register: Register,
) -> None:
    """On one connection, whose index would go on looking for parts that were merged since."""
    for at in range(20):
        save(register, case_file(f"Matter {at} of many"))
        with register.reader() as connection:
            assert [one for item in check(connection) for one in item.problems] == []
