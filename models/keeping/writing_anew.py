"""Writing a register's file anew once something was taken out of it for good."""

from __future__ import annotations

from models.keeping.drafts import Keeper
from models.register import Register
from models.storage import compacting


def compact(register: Register) -> None:
    """Write the file anew where something was anonymised or erased since it last was.

    Edits of it that a crash journal kept go too.

    :raises RegisterBusyError: others are reading; it can be done later.
    :raises RegisterError: the disk is full or failing; the register stands as it was.
    """
    with register.maintenance() as connection:
        if compacting.is_asked_for(connection):
            Keeper(register).forget(lambda case_id: compacting.is_gone(connection, case_id))
            compacting.compact(connection)
