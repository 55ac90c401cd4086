"""The full-text index: what of a register's words holds a word, asked of FTS5 itself.

The index has no model: ``search`` holds the words of ``search_entry`` under the same ids.
"""

from __future__ import annotations

from peewee import SQL


def matching(match: str) -> SQL:
    """The ids of the entries that an FTS5 expression finds, for ``SearchEntry.id.in_(…)``."""
    return SQL("(SELECT rowid FROM search WHERE search MATCH ?)", [match])
