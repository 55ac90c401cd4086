"""How a new register comes to be: its keys, its tables, its first people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from models.entering import migrating
from models.register import Register
from models.schema import Setting, User
from models.sight.users import UserInfo
from models.storage import opening
from models.storage.engine import Keys
from models.storage.keys import KeyFile


def found(
    path: Path,
    settings: Mapping[str, str],
    first: UserInfo,
    passphrase: str | None,
    colleagues: Sequence[dict[str, str]],
) -> tuple[Keys, str]:
    """Make a register at ``path``; return its keys and its recovery key, empty for an open one.

    :param first: the first user; ``passphrase`` is theirs, ``None`` for a register open to anybody.
    :raises InvalidError: the passphrase would be guessed.
    :raises RegisterError: the file exists already, or cannot be written.
    """
    keys = Keys.make()
    with opening.under_a_temporary_name(path) as temporary:
        slots = KeyFile.make(temporary)
        recovery_key = slots.let_in(first.name, passphrase, keys)
        slots.write()
        migrating.make(temporary, keys)
        register = Register(temporary, keys, opening.connect(temporary, keys), first)
        try:
            with register.change("Register created") as change:
                for key, value in settings.items():
                    change.add(Setting, key=key, value=value)
                change.add(User, name=first.name, full_name=first.full_name, role=first.role)
                for colleague in colleagues:
                    change.add(User, **colleague)
        finally:
            register.close()
    return keys, recovery_key
