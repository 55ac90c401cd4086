from __future__ import annotations

import datetime
import hashlib
import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from models.entering import migrating
from models.record.examining import verify
from models.register import Register
from models.schema import Setting
from models.storage import chain as audit
from models.storage import engine
from models.storage.engine import Keys, sqlite3
from models.storage.opening import MIGRATIONS
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
            change.note("consult", what="Looked at")
            change.add(Setting, key="k", value="v")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with register.reader() as connection:
        assert connection.execute("SELECT MAX(id) FROM audit_record").fetchone()[0] == before
        assert connection.execute("SELECT 1 FROM setting WHERE key = 'k'").fetchone() is None


def test_a_register_of_a_release_before_the_salt_keeps_its_seals(path: Path) -> None:
    """Its records verify after the migration, and one changed before it is still found."""
    keys = Keys.make()
    folder = path.parent / "migrations"
    folder.mkdir()
    for script in MIGRATIONS.glob("[0-9]*.py"):
        if script.stem != "0016_erasable_words":
            shutil.copy(script, folder)
    migrating.make(path, keys, folder)
    raw = engine.connect(path, keys)
    chain = audit.START
    for number in range(1, 6):
        entry = json.dumps({"what": f"number {number}"})
        sealed = [number, f"2014-02-0{number} 09:00:00.000000", "okafor", "consult", "", None,
                  None, "why", hashlib.sha256(entry.encode()).hexdigest()]  # fmt: skip
        digest = hashlib.sha256(audit.canonical(sealed).encode()).digest()
        chain = audit.link(raw, chain, digest)
        columns = "id, at, user_name, action, table_name, record_id, case_id, reason"
        raw.execute(
            f"INSERT INTO audit_record ({columns}, entry, digest, chain)"
            f" VALUES ({', '.join('?' * 11)})",
            (*sealed[:8], entry, digest, chain),
        )
    raw.execute("UPDATE audit_record SET entry = '{}' WHERE id = 4")
    raw.close()
    migrating.make(path, keys)
    raw = engine.connect(path, keys)
    assert verify(raw) == ["Audit record 4 was changed after it was written."]
    raw.execute("UPDATE audit_record SET reason = 'another' WHERE id = 2")
    assert "Audit record 2 was changed after it was written." in verify(raw)
    raw.close()


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
