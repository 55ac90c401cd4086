"""Answers that were kept, shown again as they were."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any

from models.engine import sqlite3
from models.errors import NotFoundError
from models.rules.answers import Answer

KEPT = """
SELECT p.id, p.answer, p.purpose, p.at, u.full_name AS who
FROM publication p LEFT JOIN user u ON u.id = p.by_id
"""
NONE = "There is no such answer in this register."


@dataclass(frozen=True)
class Kept:
    """An answer as it was, who kept it and when (UTC), and for whom and why.

    ``id`` is not shown: the numbers between two would tell of answers that are hidden.
    """

    id: int
    answer: Answer
    at: datetime.datetime
    who: str
    purpose: str

    @property
    def code(self) -> str:
        """What it is asked for by: the moment at which it was kept."""
        return f"{self.at:%Y%m%d-%H%M%S}-{self.at.microsecond // 1000:03d}"


def kept(connection: sqlite3.Connection) -> list[Kept]:
    """Every answer that was kept, the latest first."""
    return [_kept(row) for row in connection.execute(f"{KEPT} ORDER BY p.id DESC")]


def kept_answer(connection: sqlite3.Connection, code: str) -> Kept:
    """The one of that code.

    :raises NotFoundError: there is none, as far as the user may know.
    """
    for one in kept(connection):
        if one.code == code:
            return one
    raise NotFoundError(NONE)


def _kept(row: Any) -> Kept:
    answer = Answer.from_dict(json.loads(row["answer"]))
    at = datetime.datetime.fromisoformat(row["at"])
    return Kept(row["id"], answer, at, row["who"] or "", row["purpose"])
