from __future__ import annotations

import datetime
import json
from itertools import pairwise
from pathlib import Path

import pytest

from models.record.examining import verify
from models.register import Register
from models.schema import Setting
from models.storage import chain as audit
from models.storage.engine import sqlite3
from tests.models import making
from tests.models.making import case_file, loaded, save


@pytest.fixture
def raw(register: Register, path: Path) -> sqlite3.Connection:
    case_id = save(register, case_file())
    file = loaded(register, case_id)
    changed = file.copy()
    changed.case["title"] = "Another title"
    save(register, changed, file)
    register.close()
    return making.raw(path)


def test_an_untouched_record_verifies(raw: sqlite3.Connection) -> None:
    assert verify(raw) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE audit_record SET user_name = 'x' WHERE id = 3", "record 3 was changed"),
        ("UPDATE audit_record SET entry = '{}' WHERE id = 4", "record 4 was changed"),
        ("UPDATE audit_record SET at = '2001-01-01' WHERE id = 1", "record 1 was changed"),
        ("DELETE FROM audit_record WHERE id = 3", "record 3 is missing"),
        ("DELETE FROM audit_record WHERE id IN (3, 4)", "records 3 to 4 are missing"),
        ("UPDATE audit_record SET chain = zeroblob(32) WHERE id = 2", "2 does not follow"),
    ],
)
def test_tampering_is_found_and_named(raw: sqlite3.Connection, damage: str, said: str) -> None:
    raw.execute(damage)
    assert any(said in problem for problem in verify(raw))


def test_swapped_records_are_found(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE audit_record SET id = 0 WHERE id = 3")
    raw.execute("UPDATE audit_record SET id = 3 WHERE id = 4")
    raw.execute("UPDATE audit_record SET id = 4 WHERE id = 0")
    assert verify(raw)[0] == "Audit records 3 to 4 were changed after they were written."


def test_a_clock_set_back_leaves_the_moments_rising(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = audit.now() - datetime.timedelta(days=400)
    save(register, case_file("Before"))
    monkeypatch.setattr(audit, "now", lambda: back)
    save(register, case_file("After"))
    with register.reader() as connection:
        moments = [row[0] for row in connection.execute("SELECT at FROM audit_record ORDER BY id")]
        assert verify(connection) == []
    assert len(moments) > 15
    assert all(one < other for one, other in pairwise(moments))


def test_what_is_undone_leaves_no_record_and_what_is_done_always_one(register: Register) -> None:
    with register.reader() as connection:
        before = connection.execute("SELECT MAX(id) FROM audit_record").fetchone()[0]

    def fail() -> None:
        with register.change() as change:
            change.note("consult", what="Viewed")
            change.add(Setting, key="k", value="v")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with register.reader() as connection:
        assert connection.execute("SELECT MAX(id) FROM audit_record").fetchone()[0] == before
        assert connection.execute("SELECT 1 FROM setting WHERE key = 'k'").fetchone() is None


def test_each_edit_keeps_before_and_after(register: Register) -> None:
    case_id = save(register, case_file("First"))
    file = loaded(register, case_id)
    changed = file.copy()
    changed.case["title"] = "Second"
    save(register, changed, file)
    with register.reader() as connection:
        row = connection.execute("SELECT * FROM audit_record ORDER BY id DESC LIMIT 1").fetchone()
    entry = json.loads(row["entry"])
    assert (row["action"], row["table_name"], row["case_id"]) == ("alter", "case", case_id)
    assert entry["before"]["title"] == "First"
    assert entry["after"]["title"] == "Second"
