"""Commands of whoever keeps a register: made, its people, its keys."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.changes import users
from models.entering.open import create_register
from models.errors import NotFoundError, ProbityError
from models.queries.people.users import Worker, workers
from models.register import Register
from models.rules import vocabularies
from models.rules.dates import format_moment
from models.storage.secrets import known_as
from ui.commands import signing
from ui.commands.output import give, give_json, say

KEEP = (
    "This is the recovery key, shown this once. Keep it on paper, away from the machine: it is the "
    "only way in when every administrator’s passphrase is lost."
)


def create(args: argparse.Namespace) -> int:
    """Make a register for its first administrator."""
    path = Path(args.register)
    with create_register(
        path,
        force=args.force,
        nation=args.nation,
        user=args.user or getpass.getuser(),
        full_name=args.name,
        passphrase=signing.passphrase(args, twice=True),
    ) as register:
        _give_key(args, register.recovery_key, register.user.name)
        say(f"Made {path}. You sign in as {register.user.name}.")
    return 0


def recover(args: argparse.Namespace) -> int:
    """Give an administrator a new passphrase by the recovery key."""
    if not args.user:
        raise ProbityError(
            "Use --user NAME to say which administrator you are. Nothing was changed."
        )
    key = signing.recovery_key(args)
    new = signing.passphrase(args, twice=True)
    with users.recover(Path(args.register), key, args.user, new) as register:
        if args.json:
            give_json({"user": register.user.name})
        say(f"{register.user.full_name} has a new passphrase.")
    return 0


def change_passphrase(register: Register, args: argparse.Namespace) -> int:
    """Change one's own passphrase."""
    old, new = signing.passphrase(args), signing.new_passphrase(args)
    users.change_passphrase(register, old, new)
    if args.json:
        give_json({"user": register.user.name})
    say("Your passphrase is changed.")
    return 0


def recovery_key(register: Register, args: argparse.Namespace) -> int:
    """Make the recovery key anew; the older one ends."""
    _give_key(args, users.make_recovery_key(register), register.user.name)
    return 0


def of_users(register: Register, args: argparse.Namespace) -> int:
    """List people, or do something about one of them."""
    register.require("users")
    acts: dict[str, Callable[[Register, argparse.Namespace], str]] = {
        "add": _add,
        "retire": _retire,
        "reset": _reset,
        "role": _role,
        "link": _link,
    }
    if args.act == "list":
        return _list(register, args)
    said = acts[args.act](register, args)
    if args.json:
        found = _named(register, args.who, retired=args.act == "retire")
        give_json(_to_json(found))
    say(said)
    return 0


def _list(register: Register, args: argparse.Namespace) -> int:
    with register.reader() as connection:
        found = workers(connection)
    if args.json:
        give_json([_to_json(one) for one in found])
        return 0
    for one in found:
        last = format_moment(one.last) if one.last else "never signed in"
        state = "retired" if one.retired else last
        role = vocabularies.name("user_role", one.role)
        give("\t".join((one.name, one.full_name, role, one.number or "-", state)))
    return 0


def _add(register: Register, args: argparse.Namespace) -> str:
    users.add(
        register,
        name=args.who,
        full_name=args.name,
        role=args.role,
        number=args.number or "",
        family_name=args.family_name or "",
        passphrase=signing.new_passphrase(args),
    )
    return f"{args.name} signs in as {args.who}, and is then asked for a passphrase of their own."


def _retire(register: Register, args: argparse.Namespace) -> str:
    who = _named(register, args.who)
    users.retire(register, who.id)
    return f"{who.full_name} is retired."


def _reset(register: Register, args: argparse.Namespace) -> str:
    who = _named(register, args.who)
    users.reset(register, who.id, signing.new_passphrase(args))
    return f"{who.full_name} has the new passphrase, and is asked for one of their own with it."


def _role(register: Register, args: argparse.Namespace) -> str:
    who = _named(register, args.who)
    users.change_role(register, who.id, args.role)
    return f"{who.full_name}: {vocabularies.name('user_role', args.role).lower()}."


def _link(register: Register, args: argparse.Namespace) -> str:
    who = _named(register, args.who)
    users.link(register, who.id, args.number, args.family_name or "")
    return f"{who.full_name}: {args.number or 'no number'}."


def _named(register: Register, name: str, *, retired: bool = False) -> Worker:
    with register.reader() as connection:
        for one in workers(connection):
            if known_as(one.name) == known_as(name) and one.retired == retired:
                return one
    raise NotFoundError(f"This register has no user called “{name}”. Nothing was changed.")


def _to_json(one: Worker) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "full_name": one.full_name,
        "role": one.role,
        "retired": one.retired,
        "must_change": one.must_change,
        "number": one.number,
        "last_sign_in": one.last.isoformat() if one.last else None,
    }


def _give_key(args: argparse.Namespace, key: str, name: str) -> None:
    if args.json:
        give_json({"register": str(args.register), "user": name, "recovery_key": key})
    else:
        give(key)
    say(KEEP)
