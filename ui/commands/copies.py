"""The commands ``backup`` and ``restore``."""

from __future__ import annotations

import argparse
from pathlib import Path

from models.errors import RegisterError, SignInError
from models.keeping import backups, restoring
from models.register import Register
from models.storage import opening
from ui.commands import signing
from ui.commands.output import give, give_json, say


def backup(register: Register, args: argparse.Namespace) -> int:
    """Copy the register to its folder of backups, or to another."""
    register.require("backup")
    if args.to:
        made: Path | None = backups.make_in(register, Path(args.to))
    else:
        made = backups.make(register)
    if made is None:
        raise RegisterError("Another program is backing up this register. No backup was made.")
    if args.json:
        give_json({"backup": str(made)})
    else:
        give(str(made))
    say(f"Backed up {register.path.name} and checked the copy.")
    return 0


def restore(register: Path, args: argparse.Namespace) -> int:
    """Put a backup in the place of a register, or make a register of it."""
    source = Path(args.backup)
    target = register if args.over else Path(args.to)
    if not args.over:
        opening.refuse_existing(target)
    if restoring.asks_nothing(source):
        keys, user = restoring.unlock(source, args.user)
    else:
        keys, user = restoring.unlock(source, *_asked(source, args))
    prepared = restoring.prepare(source, target, keys, user)
    try:
        kept = prepared.put_in_place()
    finally:
        prepared.drop()
    if args.json:
        give_json({"register": str(target), "kept": str(kept) if kept else None})
    put_aside = f" What was there before is kept as {kept.name}." if kept else ""
    say(f"Restored {target.name} from {source.name}.{put_aside}")
    return 0


def _asked(source: Path, args: argparse.Namespace) -> tuple[str, str]:
    if not args.user:
        raise SignInError(
            f"{source.name} can be opened only with a name and a passphrase: give --user NAME."
        )
    return args.user, signing.passphrase(args)
