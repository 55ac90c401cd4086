"""Which cases somebody may see: the one condition that a question about people goes by."""

from __future__ import annotations


def visible(line: str) -> str:
    """SQL on a row of ``case_line`` called ``line``: open to all, or restricted to its owner.

    The user's id is the named value ``:user``.
    """
    return f"(NOT {line}.restricted OR {line}.owner_id = :user)"
