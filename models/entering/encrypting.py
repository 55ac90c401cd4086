"""How a register of a release that did not encrypt is encrypted, once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from models.errors import RegisterError
from models.storage import chain as audit
from models.storage import engine, opening
from models.storage.copying import is_whole
from models.storage.engine import Keys, sqlite3
from models.storage.keys import KeyFile, key_path

_BLOCK = 1 << 20
_ALREADY = "{name} is encrypted already. Nothing was changed."
_MAY = "NOT retired AND role = 'administrator'"


@dataclass(frozen=True)
class Plain:
    """What a register in the clear says of itself before it is encrypted.

    :ivar people: who may encrypt it: name and full name of each administrator.
    """

    force: str
    is_demo: bool
    people: tuple[tuple[str, str], ...]


def look_into(path: Path) -> Plain:
    """Who could encrypt the register in the clear at ``path``; nothing is changed.

    :raises RegisterError: it cannot be read, or is encrypted already.
    """
    if opening.look_at(path) is not opening.Found.IN_THE_CLEAR:
        raise RegisterError(_ALREADY.format(name=path.name))
    with opening.errors_as_sentences(path):
        source = opening.connect(path, None)
        try:
            settings = dict(source.execute("SELECT key, value FROM setting").fetchall())
            rows = source.execute(f"SELECT name, full_name FROM user WHERE {_MAY} ORDER BY id")
            people = tuple((row[0], row[1]) for row in rows)
        finally:
            source.close()
    return Plain(settings.get("force", ""), "today" in settings, people)


def encrypt(path: Path, user: str, passphrase: str | None) -> str:
    """Encrypt the register in the clear at ``path``, in its place; return its recovery key.

    The encrypted one is made beside it and checked before it takes its place; what stood there in
    the clear is then overwritten. On a drive that keeps old blocks (a solid-state one, a file
    system with snapshots) its words may still be found by somebody with the right tools.

    :param user: whose passphrase it is; an administrator, who can then let the others in.
    :param passphrase: ``None`` lets anybody open it, as a demonstration, whoever ``user`` is.
    :raises InvalidError: the passphrase would be guessed.
    :raises RegisterError: it is no such register, or could not be encrypted; it stands as it was.
    """
    if opening.look_at(path) is not opening.Found.IN_THE_CLEAR:
        raise RegisterError(_ALREADY.format(name=path.name))
    keys, slots = Keys.make(), KeyFile.make(path)
    recovery_key = slots.let_in(user, passphrase, keys)
    made = path.with_name(f".{path.name}.encrypting")
    made.unlink(missing_ok=True)
    try:
        with opening.errors_as_sentences(path):
            _copy(path, made, keys, user, anybody=passphrase is None)
            _seal(made, keys)
        if not is_whole(made, keys):
            raise RegisterError(f"{path.name} could not be encrypted and stands as it was.")
        slots.write()
        _replace(made, path)
    finally:
        made.unlink(missing_ok=True)
        if opening.look_at(path) is opening.Found.IN_THE_CLEAR:
            key_path(path).unlink(missing_ok=True)
    return recovery_key


def _copy(path: Path, made: Path, keys: Keys, user: str, *, anybody: bool) -> None:
    """Everything in the register, encrypted, in another file."""
    source = opening.connect(path, None)
    try:
        names = [row[0] for row in source.execute(f"SELECT name FROM user WHERE {_MAY}")]
        if not anybody and user not in names:
            raise RegisterError(
                f"{path.name} knows no administrator named “{user}”. Nothing was changed."
            )
        opening.is_current(path, source)  # one of a newer release is left to that release
        source.execute("ATTACH DATABASE ? AS made KEY ?", (str(made), engine.raw_key(keys)))
        source.execute("SELECT sqlcipher_export('made')").fetchall()
        source.execute(f"PRAGMA made.application_id = {opening.APPLICATION_ID}")
        _compare(source)
        source.execute("DETACH DATABASE made")
    finally:
        source.close()


def _compare(source: sqlite3.Connection) -> None:
    """Refuse a copy that has not every row."""
    query = (
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    for (name,) in source.execute(query).fetchall():
        counts = [
            source.execute(f'SELECT COUNT(*) FROM {schema}."{name}"').fetchone()[0]
            for schema in ("main", "made")
        ]
        if counts[0] != counts[1]:
            raise RegisterError(f"Not every row of {name} could be copied. Nothing was changed.")


def _seal(made: Path, keys: Keys) -> None:
    """Chain the record anew under the register's key, which it did not have until now.

    A record that did not hold together before does not afterwards: its own faults stay faults.
    """
    connection = engine.connect(made, keys)
    try:
        connection.execute("BEGIN IMMEDIATE")
        previous = audit.START
        rows = connection.execute("SELECT id, digest, chain FROM audit_record ORDER BY id")
        plain = audit.START
        for number, digest, chain in rows.fetchall():
            holds = audit.link_of_first_release(plain, digest) == chain
            plain = chain
            previous = audit.link(connection, previous, digest) if holds else chain
            connection.execute("UPDATE audit_record SET chain = ? WHERE id = ?", (previous, number))
        connection.execute("COMMIT")
    finally:
        connection.close()


def _replace(made: Path, path: Path) -> None:
    """Put the encrypted register in the place of the other, and overwrite what that one said."""
    old = path.with_name(f".{path.name}.in-the-clear")
    try:
        old.unlink(missing_ok=True)
        os.link(path, old)  # so that the one name changes hands in one step
        made.replace(path)
        _overwrite(old)
        old.unlink()
    except OSError as error:
        raise RegisterError(
            f"{path.name} could not be replaced by its encrypted copy ({error.strerror}). "
            "Close every program that has it open, then try again."
        ) from error


def _overwrite(old: Path) -> None:
    with old.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(_BLOCK, left)))
        file.flush()
        os.fsync(file.fileno())
