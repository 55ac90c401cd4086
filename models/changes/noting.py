"""Acts that change no row, put on record: what was looked at, and what leaves the register.

What leaves is on record before it leaves: whoever writes a file calls :func:`disclosed` before the
file stands under its name, and where that raises nothing is given out.
"""

from __future__ import annotations

from typing import Any

from models.register import Register
from models.schema import AuditRecord, Person, Table

#: What is said of the list in a file, whoever writes it.
LIST_AS_CSV = "List of cases exported as CSV"


def consulted(
    register: Register,
    what: str,
    *,
    case_id: int | None = None,
    about: tuple[type[Table], int | None] | None = None,
    **details: Any,
) -> None:
    """Leave on record that the user looked at something."""
    with register.change() as change:
        change.note("consult", case_id, about, what=what, **details)


def disclosed(
    register: Register,
    what: str,
    *,
    case_id: int | None = None,
    about: tuple[type[Table], int | None] | None = None,
    reason: str = "",
    **details: Any,
) -> None:
    """Leave on record that something leaves the register.

    :param reason: for whom and for what, where that was asked.
    :raises NotAllowedError: the user's role may not print or export.
    """
    with register.change(reason) as change:
        change.note("disclose", case_id, about, what=what, **details)


def person_consulted(register: Register, person_id: int) -> None:
    """Leave on record that the user looked at a person's history."""
    consulted(register, "Viewed", about=(Person, person_id))


def record_consulted(register: Register, asked: str) -> None:
    """Leave on record that the user read the record itself, and which part of it."""
    consulted(register, "Read the record", about=(AuditRecord, None), asked=asked or "everything")
