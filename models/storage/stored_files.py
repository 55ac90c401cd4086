"""Files out of the register again: verified against the hash taken when they came in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from models.errors import ProbityError
from models.storage.engine import sqlite3
from models.storage.files import replacing

Progress = Callable[[int, int], None]


class Stored(Protocol):
    """A file of the chunk store: an exhibit's, a letter's, or that of a version of guidance."""

    @property
    def called(self) -> str:
        """What a sentence calls it."""

    @property
    def file_name(self) -> str:
        """As it came in."""

    @property
    def media_type(self) -> str:
        """What kind of file it is."""

    @property
    def file_id(self) -> int:
        """The file of whose chunks it is made."""

    @property
    def size(self) -> int:
        """In bytes."""

    @property
    def sha256(self) -> str:
        """In hexadecimal."""


def chunks(connection: sqlite3.Connection, row: Stored) -> Iterator[bytes]:
    """The bytes of a file, a chunk at a time; memory holds one of them."""
    query = "SELECT data FROM exhibit_chunk WHERE file_id = ? AND place = ?"
    place = 0
    while found := connection.execute(query, (row.file_id, place)).fetchone():
        yield found[0]
        place += 1


def verify(
    connection: sqlite3.Connection,
    row: Stored,
    each: Callable[[bytes], object] = lambda _: None,
    progress: Progress = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Read a file whole, handing ``each`` chunk on, and compare size and hash.

    :raises ProbityError: it is not what was stored.
    """
    digest = hashlib.sha256()
    size = 0
    for data in chunks(connection, row):
        check()
        digest.update(data)
        size += len(data)
        each(data)
        progress(size, row.size)
    if size != row.size or digest.hexdigest() != row.sha256:
        raise ProbityError(
            f"{row.called} has changed since it was stored: its hash differs. Nothing was given "
            "out. Restore the register from a backup, and tell the administrator."
        )


def export_exhibit(
    connection: sqlite3.Connection,
    row: Stored,
    path: Path,
    progress: Progress = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
    record: Callable[[], None] = lambda: None,
) -> None:
    """Write a file to ``path``; it stands there only when it is verified and recorded.

    :param record: puts the export on record; where it raises, nothing is given out.
    :raises ProbityError: it could not be written, or is not as it was stored.
    """
    with replacing(path) as temporary, temporary.open("wb") as file:
        verify(connection, row, file.write, progress, check)
        file.flush()
        record()


def read_head(connection: sqlite3.Connection, row: Stored, limit: int) -> bytes:
    """The first ``limit`` bytes of a file, to be looked at.

    :raises ProbityError: the whole of it is within ``limit`` and is not as it was stored.
    """
    found = bytearray()
    if row.size <= limit:
        verify(connection, row, found.extend)
        return bytes(found)
    for data in chunks(connection, row):
        found += data
        if len(found) >= limit:
            break
    return bytes(found[:limit])
