"""How a connection to a register is made."""

from __future__ import annotations

from models.register import Register
from models.storage import engine
from models.storage.engine import Keys
from tests.models.making import case_file, save
from tests.models.storage.decrypting import every_byte


def test_the_pages_are_sealed_under_the_key_as_it_is(register: Register) -> None:
    """By AES alone, without SQLCipher: so no key is derived when a connection is made."""
    save(register, case_file("Wordplantedhere"))
    path = register.path
    register.close()
    assert b"Wordplantedhere" not in path.read_bytes()
    assert b"Wordplantedhere" in every_byte(path)


def test_no_connection_puts_anything_aside_in_a_file(register: Register) -> None:
    in_memory = 2
    with register.reader() as reader, register.reader(whole=True) as whole:
        held, writer = register._held, register._database.connection()
        for connection in (reader, whole, held, writer):
            assert connection.execute("PRAGMA temp_store").fetchone()[0] == in_memory


def test_what_is_saved_is_on_the_disk_before_it_is_said_to_be(
    on_the_disk: None, register: Register
) -> None:
    writer = register._database.connection()
    assert writer.execute("PRAGMA synchronous").fetchone()[0] == 2  # full
    assert writer.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_no_two_registers_have_a_key_in_common() -> None:
    made = [Keys.make() for _ in range(2)]
    found = {key for keys in made for key in (keys.database, keys.record)}
    assert len(found) == 4
    assert {len(key) for key in found} == {engine.KEY_BYTES}
