"""What the forms of a case look up in the register while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject

from models.queries.people.guidance import receipts
from models.queries.people.people import FoundMember, FoundPerson, find_members, find_people
from models.rules.process.guidance import Receipt
from models.storage.engine import sqlite3
from ui.cases.form.forms import Sources


class Ask(Protocol):
    """Asks in the background; of two questions with one key, only the later is answered."""

    def __call__(
        self,
        question: Callable[[sqlite3.Connection], Any],
        answer: Callable[[Any], None],
        key: str = "",
        *,
        owner: QObject | None = None,
    ) -> None:
        """Put ``question`` to the register, and hand what it returns to ``answer``."""


def look_up_by(sources: Sources, ask: Ask) -> None:
    """Let the forms look up members, people, and what guidance a member was given."""

    def members(text: str, found: Callable[[list[FoundMember]], None]) -> None:
        ask(lambda connection: find_members(connection, text), found, "members")

    def receipts_of(member_id: int, found: Callable[[list[Receipt]], None], owner: QObject) -> None:
        ask(lambda connection: receipts(connection, member_id), found, owner=owner)

    def people(
        family: str, given: str, found: Callable[[list[FoundPerson]], None], owner: QObject
    ) -> None:
        ask(lambda connection: find_people(connection, family, given), found, "people", owner=owner)

    sources.find_members = members
    sources.receipts_of = receipts_of
    sources.find_people = people
