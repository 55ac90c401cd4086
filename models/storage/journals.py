"""Whether the journal beside a register is its own.

SQLite takes a journal for the file's own by its name alone, and folds it into the file: that of
another register, left by a copy or put there, would overwrite this one. Every page of a register is
sealed under its key and the salt at its beginning, so a page of the journal shows whose it is.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import struct
from pathlib import Path
from typing import BinaryIO

from models.errors import RegisterError
from models.storage import reading
from models.storage.engine import Keys

log = logging.getLogger(__name__)

PAGE, SALT, SEAL = 4096, 16, 64
_HEADER, _FRAME = 32, 24
_MAGIC = (0x377F0682, 0x377F0683)
_ROLLBACK_MAGIC = bytes.fromhex("d9d505f920a163d7")
#: As SQLCipher makes the key of a page's seal of the key of its cipher.
_SEAL_MASK, _SEAL_ROUNDS = 0x3A, 2


def refuse_foreign(path: Path, keys: Keys) -> None:
    """Refuse to open the register at ``path`` with a journal beside it that is another's.

    The first page of the journal is looked at, and only if it is one that SQLite would use.

    :raises RegisterError: the journal is not this register's; neither was touched.
    """
    for ending, first_page in (("-wal", _of_log), ("-journal", _of_rollback)):
        journal = path.with_name(path.name + ending)
        try:
            with reading.open_file(journal) as file:
                found = first_page(file)
            if found is None:
                continue
            with reading.open_file(path) as file:
                salt = file.read(SALT)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise RegisterError(
                f"{journal.name}, next to the register, cannot be read ({error.strerror}). "
                "Nothing was changed; move it elsewhere and try again."
            ) from error
        if not _is_sealed(*found, salt, keys):
            log.warning("the journal beside the register is another's")
            raise RegisterError(
                f"{journal.name} belongs to another register and would damage {path.name}, so "
                "nothing was opened or changed. Move that one file elsewhere, then open the "
                "register again."
            )


def _of_log(file: BinaryIO) -> tuple[int, bytes] | None:
    """Number and content of the first page of a write-ahead log, if SQLite would use it.

    It would if the page is whole and of the log's present turn, by the log's own checksums.
    """
    head = file.read(_HEADER + _FRAME + PAGE)
    if len(head) < _HEADER + _FRAME + PAGE:
        return None
    magic, _, size, _, salt1, salt2, sum1, sum2 = struct.unpack(">8I", head[:_HEADER])
    if magic not in _MAGIC or size != PAGE:
        return None
    order = ">" if magic & 1 else "<"
    frame, page = head[_HEADER : _HEADER + _FRAME], head[_HEADER + _FRAME :]
    so_far = _summed(head[:24], order, (0, 0))
    if so_far != (sum1, sum2) or struct.unpack(">2I", frame[8:16]) != (salt1, salt2):
        return None
    if _summed(frame[:8] + page, order, so_far) != struct.unpack(">2I", frame[16:24]):
        return None
    return int.from_bytes(frame[:4], "big"), page


def _of_rollback(file: BinaryIO) -> tuple[int, bytes] | None:
    """Number and content of the first page of a rollback journal, if it holds one."""
    head = file.read(28)
    if len(head) < 28 or not head.startswith(_ROLLBACK_MAGIC):
        return None
    file.seek(int.from_bytes(head[20:24], "big"))  # a sector on
    record = file.read(4 + PAGE)
    if len(record) < 4 + PAGE:
        return None
    return int.from_bytes(record[:4], "big"), record[4:]


def _summed(data: bytes, order: str, so_far: tuple[int, int]) -> tuple[int, int]:
    """SQLite's checksum of its log, over words of four bytes."""
    one, other = so_far
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + other) & 0xFFFFFFFF
        other = (other + second + one) & 0xFFFFFFFF
    return one, other


def _is_sealed(number: int, page: bytes, salt: bytes, keys: Keys) -> bool:
    """Whether a page is sealed under the key and the salt of a register."""
    mask = bytes(byte ^ _SEAL_MASK for byte in salt)
    key = hashlib.pbkdf2_hmac("sha512", keys.database, mask, _SEAL_ROUNDS, len(keys.database))
    said = page[SALT if number == 1 else 0 : -SEAL]
    made = hmac.digest(key, said + struct.pack("<I", number), "sha512")
    return hmac.compare_digest(made[:SEAL], page[-SEAL:])
