"""Word files written out: a letter that is not yet sent, and a template to be changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from models.storage.files import replacing


def write_docx(path: Path, data: bytes, record: Callable[[], None]) -> None:
    """Write a Word file to ``path``; it stands there only when that is on record.

    :raises ProbityError: it could not be written.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(data)
        record()
