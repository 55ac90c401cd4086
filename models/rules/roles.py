"""What each role may do: one table, data in ``resources/roles.json``.

An *act* is a line of the table. Writing a row needs the act of its table, and a table that is not
named there is written by nobody; an act that writes no row, such as an export, is asked for by its
own name.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from models.errors import NotAllowedError
from models.resources import RESOURCES
from models.rules import vocabularies

FILE = RESOURCES / "roles.json"


def may(role: str, act: str) -> bool:
    """Whether somebody of this role may do this act.

    :raises KeyError: there is no such act.
    """
    table = _table()
    table["acts"][act]
    return act in table["roles"].get(role, ())


def require(role: str, act: str) -> None:
    """Let the act be done.

    :raises NotAllowedError: the role may not.
    """
    if not may(role, act):
        raise NotAllowedError(f"{why_not(role, act)} Nothing was changed.")


def why_not(role: str, act: str) -> str:
    """Why somebody of this role may not do this act, in a sentence; empty where they may."""
    if may(role, act):
        return ""
    called = vocabularies.name("user_role", role) or "Somebody without a role"
    able = " or ".join(_able(act))
    return f"{called}: your role may not {_table()['acts'][act]}. Ask {able}."


def act_of(table: str) -> str:
    """The act that writing a row of this table is.

    :raises LookupError: none is named for it.
    """
    found = _table()["tables"].get(table)
    if found is None:
        raise LookupError(f"No act is named for the table {table} in {FILE.name}.")
    return str(found)


def _able(act: str) -> list[str]:
    """Who may, in words: "a supervisor"; those whose work it is, not those who may do anything."""
    roles = [role for role in _table()["roles"] if may(role, act)]
    named = [role for role in roles if role != "auditor"] or roles
    if "administrator" in named and len(named) > 1:
        named.remove("administrator")
    words = [vocabularies.name("user_role", role).lower() for role in named]
    return [f"{'an' if word[0] in 'aeiou' else 'a'} {word}" for word in words]


def acts() -> dict[str, str]:
    """Every act by its code, in words: "print and export"."""
    return dict(_table()["acts"])


@cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
