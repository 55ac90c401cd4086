"""What a text may hold to be kept."""

from __future__ import annotations

import re

#: NUL, which ends a text in SQLite, and halves of surrogate pairs, which are no characters.
_UNKEPT = re.compile("[\0\ud800-\udfff]")


def cannot_be_kept(text: str) -> bool:
    """Whether ``text`` holds what no file can keep, as a broken paste or a hostile file does."""
    return _UNKEPT.search(text) is not None
