"""What each role may do: one table, data in ``resources/roles.json``.

An *act* is a line of the table. Writing a row needs the act of its table (``record`` where none is
named); an act that writes no row, such as an export, is asked for by its own name.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from models.errors import NotAllowedError
from models.rules import vocabularies

FILE = Path(__file__).parents[2] / "resources" / "roles.json"


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
        called = vocabularies.name("user_role", role) or "Somebody without a role"
        raise NotAllowedError(
            f"{called}: your role may not {_table()['acts'][act]}. Nothing was changed; "
            "ask a supervisor or an administrator."
        )


def act_of(table: str) -> str:
    """The act that writing a row of this table is."""
    return str(_table()["tables"].get(table, "record"))


def acts() -> dict[str, str]:
    """Every act by its code, in words: "print and export"."""
    return dict(_table()["acts"])


@cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
