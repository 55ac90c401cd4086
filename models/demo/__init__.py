"""The demonstration register: an invented force, built by the same change path as any other.

The source is ``resources/demo``: the social-media matters are written out one by one, the others
are made from a table of matters by a seeded choice, so that every build holds the same cases.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from models.case.casefile import Row
from models.case.guidance import Version
from models.change import Change
from models.changes.case import cases
from models.changes.case.exhibits import NewExhibit, attach
from models.changes.comparing import import_figures
from models.demo import guidance, letters, retention, workforce
from models.demo.matter import case_of
from models.demo.plan import plan
from models.demo.source import SOURCE, read
from models.entering.open import create_register, open_register
from models.queries.cases.casefile import case_id_of
from models.register import Register
from models.schema import User
from models.storage import opening
from models.storage.asking import ask

Progress = Callable[[int, int], None]

#: Who keeps the force's guidance.
ADMINISTRATOR = "marchbank"
#: The case that pictures show, and what is exhibited in it: file, what it is, where from.
SHOWN = "PS/2014/00036"
EXHIBITS = (
    ("messages.txt", "Messages to the complainant", "The complainant's telephone"),
    ("access-audit.csv", "Audit of access to the crime report", "Information security"),
)


def build(path: Path | str, progress: Progress | None = None) -> Register:
    """Make the demonstration register at ``path`` and open it for its default user.

    :param progress: told ``(done, total)`` in cases.
    :raises RegisterError: the file exists already, or cannot be written; nothing is left behind.
    """
    path = Path(path)
    with opening.under_a_temporary_name(path) as temporary:
        temporary.unlink()
        _fill(temporary, progress or _silent)
    return open_register(path, user=read("force")["users"][0]["name"])


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody follows."""


def _fill(path: Path, progress: Progress) -> None:
    force = read("force")
    first, *others = force["users"]
    today = datetime.date.fromisoformat(force["today"])
    plans = plan()
    with create_register(
        path,
        force=force["force"],
        user=first["name"],
        today=today,
        full_name=first["full_name"],
        role=first["role"],
        colleagues=others,
    ) as register:
        owners = _investigators(register)
        with open_register(path, user=ADMINISTRATOR) as administrator:
            known = guidance.publish(administrator)
        for start in range(0, len(plans), 20):
            with register.change("Demonstration register") as change:
                for number, item in enumerate(plans[start : start + 20], start):
                    _save(change, item, owners, number, known)
            progress(min(start + 20, len(plans)), len(plans))
        with open_register(path, user=ADMINISTRATOR) as administrator:
            guidance.hand_out(administrator, known)
            retention.review(administrator)
            workforce.describe(administrator)
        _exhibit(register)
        import_figures(register, SOURCE / "other_forces.csv")


def _investigators(register: Register) -> list[int]:
    with register.reader() as connection:
        query = User.select(User.id).where(User.role == "investigator").order_by(User.id)
        return [row[0] for row in ask(connection, query)]


def _exhibit(register: Register) -> None:
    """Put exhibits and letters into the case that the demonstration shows."""
    with register.reader() as connection:
        case_id = case_id_of(connection, SHOWN)
    for name, description, source in EXHIBITS:
        attach(register, case_id, NewExhibit(SOURCE / "exhibits" / name, description, source))
    letters.write(register, case_id)


def _save(change: Change, item: Row, owners: list[int], number: int, known: list[Version]) -> None:
    file = case_of(item, owners, number, change.today, known)
    cases.save(change, file, None)
