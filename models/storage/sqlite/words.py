"""Words looked for in ways of the engine's own: in the full-text index, and inside of JSON.

The index has no model: ``search`` holds the words of ``search_entry`` under the same ids.
"""

from __future__ import annotations

from typing import Any

from peewee import SQL, Case, NodeList

from models.storage.asking import Given, given, like


def matching(match: str) -> SQL:
    """The ids of the entries that an FTS5 expression finds, for ``SearchEntry.id.in_(…)``.

    :param match: what the expression is called that is given when it is asked.
    """
    return SQL("(SELECT rowid FROM search WHERE search MATCH ?)", [Given(match)])


def says(column: Any, written: str, words: str) -> Case:
    """Whether a text in a column of JSON is like a pattern: no name of a field is.

    :param written: what the pattern that is given as JSON would be is called; it is looked for
        first, which is cheap.
    :param words: what the pattern is called that a text is to be like.
    """
    inside = (
        *(SQL("EXISTS (SELECT 1 FROM json_tree("), column),
        SQL(") j WHERE j.type = 'text' AND j.value LIKE"),
        *(given(words), SQL("ESCAPE '!')")),
    )
    return Case(None, ((like(column, given(written)), NodeList(inside)),), 0)
