"""A file sealed under a passphrase, written and read a block at a time; never in the clear on disk.

After a line that says what it is, and one with salt and cost of the key (Argon2id, as
:mod:`models.storage.keys` makes it), stand blocks of 1 MiB, the last one shorter, each sealed with
AES-256-GCM. A block's nonce is its number, and whether it is the last: blocks that are changed,
moved, left out or cut off at the end do not open. The key is made of a fresh salt, so no nonce is
used twice under it.
"""

from __future__ import annotations

import base64
import json
import os
from typing import Any, BinaryIO

from models.errors import InvalidError, ProbityError
from models.storage import keys
from models.storage.secrets import COST, cost_of, derived

MAGIC = b"PROBITY-CASES 1\n"
BLOCK, TAG = 1 << 20, 16
LONGEST_HEAD = 500

NOT_ONE = "This is not a parcel of cases from Probity. Nothing was brought in."
DAMAGED = (
    "The parcel is damaged, or part of it is missing. Nothing was brought in. Ask the sender "
    "for it again."
)
WRONG = "This passphrase does not open the parcel, or its beginning is damaged."


class SealedWriter:
    """Writes what it is given, sealed; :meth:`finish` writes the last block."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(keys.SALT_BYTES)
        said = {"salt": base64.b64encode(salt).decode(), "cost": dict(COST)}
        self._head = MAGIC + json.dumps(said).encode() + b"\n"
        self._cipher = _cipher(derived(passphrase, salt, COST))
        self._file = file
        self._pending = bytearray()
        self._number = 0
        file.write(self._head)

    def write(self, data: bytes) -> None:
        """Take some more."""
        self._pending += data
        while len(self._pending) > BLOCK:
            self._seal(bytes(self._pending[:BLOCK]), last=False)
            del self._pending[:BLOCK]

    def finish(self) -> None:
        """Write what is left as the last block."""
        self._seal(bytes(self._pending), last=True)
        self._file.flush()

    def _seal(self, data: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), data, self._head))
        self._number += 1


class SealedReader:
    """Reads a sealed file from its beginning, any number of times.

    :raises ProbityError: it is no such file.
    :raises InvalidError: the passphrase does not open it.
    """

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        self._file = file
        self._head = _read_head(file)
        salt, cost = _opened_by(self._head)
        self._cipher = _cipher(derived(passphrase, salt, cost))
        self.again()
        if self._plain is None:
            raise InvalidError({"passphrase": WRONG})

    def again(self) -> None:
        """Begin anew."""
        self._file.seek(len(self._head))
        self._number, self._at, self._ended = 0, 0, False
        self._ahead = self._file.read(BLOCK + TAG)
        self._plain = self._next()

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes.

        :raises ProbityError: there are not so many, or they were changed.
        """
        found = bytearray()
        while len(found) < size:
            if self._plain is None:
                raise ProbityError(DAMAGED)
            taken = self._plain[self._at : self._at + size - len(found)]
            found += taken
            self._at += len(taken)
            if len(found) < size:
                if self._ended:
                    raise ProbityError(DAMAGED)
                self._plain, self._at = self._next(), 0
        return bytes(found)

    @property
    def place(self) -> int:
        """How many bytes of the file were read."""
        return self._file.tell()

    @property
    def is_at_end(self) -> bool:
        """Whether all of it was read."""
        return self._ended and self._plain is not None and self._at == len(self._plain)

    def _next(self) -> bytes | None:
        """The next block as it was before it was sealed; ``None`` where it does not open."""
        from cryptography.exceptions import InvalidTag  # heavy: a demonstration opens without it

        block, self._ahead = self._ahead, self._file.read(BLOCK + TAG)
        self._ended = not self._ahead
        try:
            plain: bytes = self._cipher.decrypt(
                _nonce(self._number, self._ended), block, self._head
            )
        except (InvalidTag, ValueError):
            return None
        self._number += 1
        return plain


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # not before one is needed

    return AESGCM(key)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(keys.NONCE_BYTES - 1, "big") + bytes([last])


def _read_head(file: BinaryIO) -> bytes:
    file.seek(0)
    first = file.readline(LONGEST_HEAD)
    second = file.readline(LONGEST_HEAD)
    if first != MAGIC or not second.endswith(b"\n"):
        raise ProbityError(NOT_ONE)
    return first + second


def _opened_by(head: bytes) -> tuple[bytes, dict[str, int]]:
    try:
        said = json.loads(head[len(MAGIC) :])
        salt = base64.b64decode(said["salt"], validate=True)
        cost = cost_of(said["cost"])
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ProbityError(NOT_ONE) from error
    if len(salt) != keys.SALT_BYTES:
        raise ProbityError(NOT_ONE)
    return salt, cost
