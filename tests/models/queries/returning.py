"""Cases written past every rule, as a damaged or imported register may hold them, for returns."""

from __future__ import annotations

import datetime
from typing import Any

from models.queries.figures.returns import make_return
from models.rules.publishing.returns import Period, Return
from models.storage.engine import sqlite3

YEAR = Period(2013)


def insert(connection: sqlite3.Connection, table: str, **values: Any) -> int:
    """A row with nothing but what is given, and what the table cannot be without."""
    given = {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in values.items()
    }
    for row in connection.execute(f'PRAGMA table_info("{table}")'):
        name, kind, needed, primary = row[1], row[2], row[3], row[5]
        if needed and not primary and name not in given:
            given[name] = 0 if kind in ("INTEGER", "BOOL", "SMALLINT") else ""
    names = ", ".join(given)
    marks = ", ".join("?" * len(given))
    made = connection.execute(
        f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(given.values())
    )
    return int(made.lastrowid or 0)


class Matters:
    """Writes matters one by one into a register without rules."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.number = 1000

    def case(self, **values: Any) -> int:
        """A case; its reference is its own."""
        self.number += 1
        given = {"kind": "conduct", "stage": "investigation", "series": "", "year": 2013}
        return insert(
            self.connection,
            "case",
            **given | {"reference": f"PS/{self.number}", "number": self.number} | values,
        )

    def subject(self, case_id: int, *, person: dict[str, Any] | None = None, **values: Any) -> int:
        """A subject; with ``person`` somebody known, of those details."""
        member = None
        if person is not None:
            known = {key: value for key, value in person.items() if key != "joined"}
            human = insert(self.connection, "person", family_name="Pell", **known)
            member = insert(self.connection, "member", person_id=human, joined=person.get("joined"))
        return insert(self.connection, "subject", case_id=case_id, member_id=member, **values)

    def allegation(self, case_id: int, subject_id: int | None = None, **values: Any) -> int:
        """An allegation."""
        return insert(
            self.connection, "allegation", case_id=case_id, subject_id=subject_id, **values
        )

    def finding(self, case_id: int, allegation_id: int, finding: str, **values: Any) -> int:
        """A finding of the investigation, unless said otherwise."""
        given = {"level": "investigation"} | values
        return insert(
            self.connection,
            "finding",
            case_id=case_id,
            allegation_id=allegation_id,
            finding=finding,
            **given,
        )

    def outcome(self, case_id: int, subject_id: int, outcome: str, **values: Any) -> int:
        """An outcome."""
        return insert(
            self.connection,
            "outcome",
            case_id=case_id,
            subject_id=subject_id,
            outcome=outcome,
            **values,
        )


def made(connection: sqlite3.Connection, period: Period = YEAR) -> Return:
    """The return of this connection."""
    return make_return(
        connection, period, force="Weald", nation="ENG", today=datetime.date(2014, 4, 1)
    )
