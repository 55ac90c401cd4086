from __future__ import annotations

from pathlib import Path

import pytest

from models.changes.case import cases
from models.changes.erasing_words import erase_words
from models.entering.open import open_register
from models.errors import InvalidError, NotAllowedError, NotFoundError
from models.queries.cases.history import ERASED, history
from models.record.check import check
from models.record.examining import verify
from models.record.records import Asked, page
from models.register import Register
from models.schema import User
from tests.models import making
from tests.models.making import case_file, loaded, save

SECRET = "Zebedee Quillfeather"


@pytest.fixture
def case_id(register: Register) -> int:
    """A case whose title was altered for a reason; both say what nobody shall find again."""
    made = save(register, case_file(SECRET))
    before = loaded(register, made)
    changed = before.copy()
    changed.case["title"] = "Another title"
    with register.change(f"Named {SECRET} by mistake") as change:
        cases.save(change, changed, before)
    return made


def numbers(register: Register) -> list[int]:
    """Of the records that hold the words."""
    query = "SELECT id FROM audit_record WHERE entry LIKE ?1 OR reason LIKE ?1"
    with register.reader() as connection:
        return [row[0] for row in connection.execute(query, (f"%{SECRET}%",))]


def erase(register: Register, chosen: list[int], what: str = "") -> int:
    with register.change("Kept for six years") as change:
        return erase_words(change, chosen, what)


def test_words_are_gone_the_chain_is_whole_and_the_erasure_is_on_record(
    register: Register, case_id: int
) -> None:
    chosen = numbers(register)
    assert len(chosen) == 2
    made = erase(register, chosen, "The words of a case kept for six years")
    assert numbers(register) == []
    with register.reader() as connection:
        assert verify(connection) == []
        (record,) = [item for item in check(connection) if item.name == "Audit record"]
        rows = connection.execute(
            "SELECT entry, reason, salt FROM audit_record WHERE id IN (?, ?)", chosen
        ).fetchall()
        newest = page(connection, Asked(act="erase"), limit=1)[0]
        told = [event for event in history(connection, case_id) if event.erased]
    assert [tuple(row) for row in rows] == [("", "", None)] * 2
    assert record.problems == []
    assert record.notes[0].startswith("Words of 2 records were erased on ")
    assert record.notes[0].endswith(f"by record {made}.")
    assert (newest.act, newest.what) == ("Erasure", "The words of a case kept for six years")
    assert newest.reason == "Kept for six years"
    assert {event.what for event in told} == {"Added the case", "Changed the case"}
    assert ERASED.startswith("What it recorded")


def test_blank_without_a_record_of_it_is_tampering(
    register: Register, path: Path, case_id: int
) -> None:
    chosen = numbers(register)
    erase(register, chosen[:1])
    register.close()
    raw = making.raw(path)
    raw.execute(
        "UPDATE audit_record SET entry = '', reason = '', salt = NULL WHERE id = ?", (chosen[1],)
    )
    wanted = f"Audit record {chosen[1]} was blanked, and no record says why."
    assert verify(raw) == [wanted]
    raw.close()


def test_words_that_came_back_are_named(register: Register, path: Path, case_id: int) -> None:
    chosen = numbers(register)
    with register.reader() as connection:
        entry, reason, salt = connection.execute(
            "SELECT entry, reason, salt FROM audit_record WHERE id = ?", (chosen[0],)
        ).fetchone()
    erase(register, chosen)
    register.close()
    raw = making.raw(path)
    raw.execute(
        "UPDATE audit_record SET entry = ?, reason = ?, salt = ? WHERE id = ?",
        (entry, reason, salt, chosen[0]),
    )
    wanted = f"Audit record {chosen[0]} has words that are on record as erased."
    assert verify(raw) == [wanted]
    raw.close()


def test_only_what_may_be_erased_is(register: Register, path: Path, case_id: int) -> None:
    chosen = numbers(register)
    made = erase(register, chosen)
    assert erase(register, chosen) == 0  # blank already, so nothing is done
    with pytest.raises(InvalidError, match="cannot itself be erased"):
        erase(register, [made])
    with pytest.raises(NotFoundError):
        erase(register, [10_000])
    with register.change() as change:
        change.add(User, name="pell", role="investigator")
        change.add(User, name="sethi", role="supervisor")
    hidden = save(register, case_file("Hidden", restricted=True, owner_id=1))
    with register.reader() as connection:
        query = "SELECT id FROM audit_record WHERE case_id = ?"
        of_hidden = [row[0] for row in connection.execute(query, (hidden,))]
    with open_register(path, user="pell") as investigator, pytest.raises(NotAllowedError):
        erase(investigator, of_hidden)
    with open_register(path, user="sethi") as supervisor:
        with pytest.raises(NotFoundError):
            erase(supervisor, of_hidden)
        with supervisor.change() as change, change.beyond_sight():
            assert erase_words(change, of_hidden) > 0
    with register.reader() as connection:
        assert verify(connection) == []
