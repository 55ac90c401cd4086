"""How a register is made, and how somebody comes into one that stands."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from models.entering import changing_slots, founding, migrating, sessions
from models.errors import NotARegisterError, SignInError
from models.register import Register
from models.rules.process.working_days import DEFAULT_NATION
from models.sight.users import UserInfo, user_named
from models.storage import opening, throttle
from models.storage.engine import Keys
from models.storage.keys import KeyFile


def create_register(
    path: Path | str,
    *,
    force: str,
    user: str,
    passphrase: str | None = None,
    nation: str = DEFAULT_NATION,
    full_name: str = "",
    role: str = "administrator",
    colleagues: Sequence[dict[str, str]] = (),
    today: datetime.date | None = None,
) -> Register:
    """Make a new register at ``path`` with its first user and open it.

    :param passphrase: the first user's; ``recovery_key`` then holds what to print. Without
        one, anybody who has the files can open them: for demonstrations and tests.
    :param colleagues: further users, as columns of ``user``.
    :param today: makes it a demonstration register whose calendar stands still.
    :raises InvalidError: the passphrase would be guessed.
    :raises RegisterError: the file exists already, or cannot be written.
    """
    path = Path(path)
    settings = {"force": force, "nation": nation}
    if today is not None:
        settings["today"] = today.isoformat()
    first = UserInfo(0, user, full_name or user, role)
    keys, recovery_key = founding.found(path, settings, first, passphrase, colleagues)
    register = open_with_keys(path, keys, user, failures=None if passphrase is None else 0)
    register.recovery_key = recovery_key
    return register


def open_register(
    path: Path | str, *, user: str | None = None, passphrase: str | None = None
) -> Register:
    """Open the register at ``path``, migrating one of an older release after a backup.

    :param user: who works; without one, the first user of a register open to anybody.
    :raises SignInError: it needs a name and a passphrase, or those given are wrong.
    :raises NotARegisterError: no register, or a damaged one.
    :raises NewerRegisterError: made by a newer release.
    :raises RegisterError: it cannot be read or written where it is.
    """
    path = Path(path)
    opening.look_at(path)
    slots = KeyFile.read(path)
    if passphrase is None and slots.is_open:
        return open_with_keys(path, slots.open(), user)
    if passphrase is None or user is None:
        raise SignInError(f"{path.name} can be opened only with a name and a passphrase.")
    keys, failures = throttle.unlock(path, slots, user, passphrase)
    return open_with_keys(path, keys, user, failures=failures)


def open_with_keys(
    path: Path, keys: Keys, user: str | None, *, failures: int | None = None
) -> Register:
    """Open the register at ``path`` by keys that somebody has proved to hold.

    :param failures: before a sign-in, which is put on record; ``None``: nobody signs in.
    :raises NotFoundError: nobody works there as ``user``.
    :raises RegisterError: as :func:`open_register`.
    """
    connection, mark = opening.connect_to_what_stands(path, keys)
    try:
        with opening.errors_as_sentences(path):
            if not opening.is_current(path, connection):
                migrating.bring_up_to_date(path, keys)
            register = Register(path, keys, connection, user_named(connection, user), mark)
            register.today()
    except ValueError as error:
        connection.close()
        raise NotARegisterError(
            f"{path.name} is a demonstration with an impossible date, so it is damaged. Nothing "
            "was changed; restore it from a backup."
        ) from error
    except BaseException:
        connection.close()
        raise
    try:
        if KeyFile.read(path).has_people:
            changing_slots.drop_strangers(register, connection)
        if failures is not None:
            register.session = sessions.begin(register, failures)
            register.before_close(lambda: sessions.end(register))
    except BaseException:
        register.close()
        raise
    return register
