"""Answers that were kept, shown again as they were."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any

from peewee import BaseQuery

from models.errors import NotFoundError
from models.queries.joins import called, with_user
from models.rules.publishing.answers import Answer
from models.rules.publishing.questions import Question
from models.schema import Publication
from models.storage.asking import ask, given, question, value
from models.storage.engine import sqlite3

NONE = "There is no such answer in this register."


@dataclass(frozen=True)
class Kept:
    """An answer that was kept: its question, who kept it and when (UTC), for whom and why.

    ``id`` is not shown: the numbers between two would tell of answers that are hidden.
    """

    id: int
    question: Question
    at: datetime.datetime
    who: str
    purpose: str

    @property
    def code(self) -> str:
        """What it is asked for by: the moment at which it was kept."""
        return f"{self.at:%Y%m%d-%H%M%S}-{self.at.microsecond // 1000:03d}"


def kept(connection: sqlite3.Connection) -> list[Kept]:
    """Every answer that was kept, the latest first; each is read by :func:`kept_answer`."""
    return [_kept(row) for row in ask(connection, _publications)]


@question
def _publications() -> BaseQuery:
    query = Publication.select(
        Publication.id,
        Publication.question,
        Publication.purpose,
        Publication.at,
        called().alias("who"),
    )
    return with_user(query, Publication.by).order_by(Publication.id.desc())


@question
def _answer() -> BaseQuery:
    return Publication.select(Publication.answer).where(Publication.id == given("id"))


def kept_answer(connection: sqlite3.Connection, answer_id: int) -> Answer:
    """One of them as it was.

    :raises NotFoundError: there is none, as far as the user may know.
    """
    answer = value(connection, _answer, id=answer_id)
    if answer is None:
        raise NotFoundError(NONE)
    return Answer.from_dict(json.loads(answer))


def kept_as(connection: sqlite3.Connection, code: str) -> Kept:
    """The one of that code.

    :raises NotFoundError: there is none, as far as the user may know.
    """
    for one in kept(connection):
        if one.code == code:
            return one
    raise NotFoundError(NONE)


def _kept(row: Any) -> Kept:
    asked = Question.from_dict(json.loads(row["question"]))
    at = datetime.datetime.fromisoformat(row["at"])
    return Kept(row["id"], asked, at, row["who"], row["purpose"])
