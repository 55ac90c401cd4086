"""Every byte of a register's files as it is under the cipher, free pages and leftovers included."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from models.storage.keys import KeyFile

PAGE, RESERVED, IV, SALT = 4096, 80, 16, 16
WAL_HEADER, FRAME_HEADER = 32, 24


def every_byte(path: Path) -> bytes:
    """The decrypted pages of the file and of its write-ahead log, in use or not."""
    key = KeyFile.read(path).open().database
    content = path.read_bytes()
    assert len(content) % PAGE == 0
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    plain = [_page(key, page, SALT if at == 0 else 0) for at, page in enumerate(pages)]
    assert plain[0][:2] == PAGE.to_bytes(2), "the first page was not decrypted"
    log = path.with_name(path.name + "-wal")
    frames = log.read_bytes() if log.exists() else b""
    step = FRAME_HEADER + PAGE
    for at in range(WAL_HEADER, len(frames), step):
        first = int.from_bytes(frames[at : at + 4]) == 1
        plain.append(_page(key, frames[at + FRAME_HEADER : at + step], SALT if first else 0))
    return b"".join(plain)


def _page(key: bytes, page: bytes, skipped: int) -> bytes:
    vector = page[PAGE - RESERVED : PAGE - RESERVED + IV]
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return cipher.update(page[skipped : PAGE - RESERVED]) + cipher.finalize()
