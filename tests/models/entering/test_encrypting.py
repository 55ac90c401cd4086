"""A register of a release that did not encrypt: encrypted whole, or left as it was."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from models.entering import encrypting
from models.errors import NewerRegisterError, RegisterError
from models.register import Register
from models.storage import chain as audit
from models.storage import engine, opening
from models.storage.engine import Keys, sqlite3
from tests.models import making
from tests.models.making import PASSPHRASE, case_file, in_the_clear, save


@pytest.fixture
def plain(path: Path) -> Path:
    in_the_clear(path)
    return path


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if "force.probity" in one.name)


def left_as_it_was(plain: Path, before: bytes) -> bool:
    return plain.read_bytes() == before and names(plain.parent) == [plain.name]


def test_what_stood_in_the_clear_is_overwritten(plain: Path) -> None:
    other = plain.with_name("seen")
    os.link(plain, other)
    size = other.stat().st_size
    encrypting.encrypt(plain, "okafor", PASSPHRASE)
    assert other.read_bytes() == bytes(size)
    assert names(plain.parent) == [plain.name, f"{plain.name}-keys"]
    Register.open(plain, user="okafor", passphrase=PASSPHRASE).close()


def test_a_copy_that_is_not_whole_takes_nothing_s_place(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(made: Path, _keys: Keys) -> None:
        half = made.stat().st_size // 2
        made.write_bytes(made.read_bytes()[:half] + bytes(half))

    before = plain.read_bytes()
    monkeypatch.setattr(encrypting, "_seal", spoil)
    with pytest.raises(RegisterError, match="could not be encrypted and stands as it was"):
        encrypting.encrypt(plain, "okafor", PASSPHRASE)
    assert left_as_it_was(plain, before)


def test_a_copy_that_lacks_a_row_takes_nothing_s_place(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = opening.connect

    class Losing:
        """A connection whose export loses a row."""

        def __init__(self, connection: sqlite3.Connection) -> None:
            self._connection = connection

        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            done = self._connection.execute(statement, *values)
            if "sqlcipher_export" in statement:
                done.fetchall()
                self._connection.execute("DELETE FROM made.setting")
            return done

        def close(self) -> None:
            self._connection.close()

    before = plain.read_bytes()
    monkeypatch.setattr(opening, "connect", lambda *given: Losing(connect(*given)))
    with pytest.raises(RegisterError, match="Not every row of setting"):
        encrypting.encrypt(plain, "okafor", PASSPHRASE)
    assert left_as_it_was(plain, before)


def test_one_that_cannot_be_replaced_has_no_key_file_left_beside_it(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    before = plain.read_bytes()
    monkeypatch.setattr(os, "link", held)
    with pytest.raises(RegisterError, match="could not be replaced by its encrypted copy"):
        encrypting.encrypt(plain, "okafor", PASSPHRASE)
    assert left_as_it_was(plain, before)


@pytest.mark.parametrize("user", ["nobody", "sethi", "gone"])
def test_only_an_administrator_s_passphrase_is_taken(plain: Path, user: str) -> None:
    raw = engine.connect(plain, None)
    raw.execute(
        "INSERT INTO user (version, name, full_name, role, retired) VALUES"
        " (1, 'sethi', 'A. Sethi', 'supervisor', 0), (1, 'gone', 'B. Gone', 'administrator', 1)"
    )
    raw.close()
    before = plain.read_bytes()
    with pytest.raises(RegisterError, match=f"no administrator named “{user}”"):
        encrypting.encrypt(plain, user, PASSPHRASE)
    assert left_as_it_was(plain, before)


def test_one_of_a_newer_release_is_left_to_it(plain: Path) -> None:
    raw = engine.connect(plain, None)
    raw.execute("INSERT INTO schema_migration (name, applied) VALUES ('9000_later', '2030')")
    raw.close()
    before = plain.read_bytes()
    with pytest.raises(NewerRegisterError):
        encrypting.encrypt(plain, "okafor", PASSPHRASE)
    assert left_as_it_was(plain, before)


@pytest.mark.parametrize("harmed", [0, 3])
def test_what_did_not_hold_in_its_record_does_not_afterwards(path: Path, harmed: int) -> None:
    """Its record is sealed anew, and no seal is put on what somebody had altered before."""
    with Register.create(path, force="Weald", user="okafor", today=making.TODAY) as register:
        save(register, case_file())
    source, plain = making.raw(path), path.with_name("plain.probity")
    source.execute("ATTACH DATABASE ? AS made KEY ''", (str(plain),))
    source.execute("SELECT sqlcipher_export('made')").fetchall()
    source.execute(f"PRAGMA made.application_id = {opening.APPLICATION_ID}")
    chain = audit.START
    for number, digest in source.execute("SELECT id, digest FROM audit_record ORDER BY id"):
        chain = hashlib.sha256(chain + digest).digest()  # as the first release sealed a record
        said = bytes(32) if number == harmed else chain
        source.execute("UPDATE made.audit_record SET chain = ? WHERE id = ?", (said, number))
    source.close()
    encrypting.encrypt(plain, "okafor", None)
    with Register.open(plain) as register, register.reader(whole=True) as connection:
        assert bool(audit.verify(connection)) is bool(harmed)
