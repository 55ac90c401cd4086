"""What a register says of itself: its force, its nation, and after how long its windows lock."""

from __future__ import annotations

from models.change import Change
from models.errors import InvalidError
from models.register import Register
from models.rules import vocabularies
from models.rules.idle_lock import FEWEST_MINUTES, MOST_MINUTES
from models.schema import CaseClock, Setting
from models.storage.asking import rows


def set_up(
    register: Register, *, force: str, nation: str | None, lock_minutes: int | None = None
) -> None:
    """Keep them; every running clock is worked out anew where the nation is another.

    :param lock_minutes: idle ones, after which every window locks; ``None`` leaves them as they
        are.
    :raises InvalidError: no force is named, there is no such nation, or so few or many minutes are
        not allowed.
    """
    problems = {}
    if not force.strip():
        problems["force"] = "Give the name of the force."
    if vocabularies.term("nation", nation) is None:
        problems["nation"] = "Choose the nation whose bank holidays apply."
    if lock_minutes is not None and not FEWEST_MINUTES <= lock_minutes <= MOST_MINUTES:
        problems["lock_minutes"] = f"Choose between {FEWEST_MINUTES} and {MOST_MINUTES} minutes."
    if problems:
        raise InvalidError(problems)
    with register.change("Register settings") as change:
        keep(change, "force", force.strip())
        if lock_minutes is not None:
            keep(change, "lock_minutes", str(lock_minutes))
        if keep(change, "nation", str(nation)):
            # Closed cases have no clocks, so theirs need not be worked out.
            with_clocks = CaseClock.select(CaseClock.case).distinct()
            for (case_id,) in rows(change.database.connection(), with_clocks):
                change.touch(case_id)


def keep(change: Change, key: str, value: str) -> bool:
    """Keep one setting; whether it was another before."""
    query = Setting.select().where(Setting.key == key).execute(change.database)
    known = next(iter(query), None)
    if known is not None and known.value == value:
        return False
    if known is not None:
        change.remove(Setting, known.id)
    change.add(Setting, key=key, value=value)
    return True
