"""What a register says of itself: its force, and the nation whose bank holidays count."""

from __future__ import annotations

from models.change import Change
from models.errors import InvalidError
from models.register import Register
from models.rules import vocabularies
from models.schema import Setting

#: Closed cases have no clocks, so theirs need not be worked out.
WITH_CLOCKS = "SELECT DISTINCT case_id FROM case_clock"


def set_up(register: Register, *, force: str, nation: str | None) -> None:
    """Keep both; every running clock is worked out anew where the nation is another.

    :raises InvalidError: no force is named, or there is no such nation.
    """
    problems = {}
    if not force.strip():
        problems["force"] = "Name the force."
    if vocabularies.term("nation", nation) is None:
        problems["nation"] = "Choose the nation whose bank holidays count."
    if problems:
        raise InvalidError(problems)
    with register.change("Register settings") as change:
        keep(change, "force", force.strip())
        if keep(change, "nation", str(nation)):
            for (case_id,) in change.database.execute_sql(WITH_CLOCKS).fetchall():
                change.touch(case_id)
    register.read_settings()


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
