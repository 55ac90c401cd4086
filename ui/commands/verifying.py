"""The command ``verify-file``: whether a case file is as it was given out."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from models.exchange.bundle.verify import known_to, verify
from ui.commands import signing
from ui.commands.output import give, give_json, say


def verify_file(args: argparse.Namespace) -> int:
    """Compare a folder with its manifest; with a register, ask whether it gave that out."""
    found = verify(Path(args.path))
    if args.register is not None:
        with signing.sign_in(args) as register, register.reader() as connection:
            found = replace(found, known=known_to(connection, found.sha256))
    if args.json:
        give_json(
            {
                "file": found.name,
                "files": found.files,
                "sha256": found.sha256,
                "problems": found.problems,
                "known": found.known or None,
            }
        )
    else:
        give(f"SHA-256 {found.sha256}")
        for sentence in found.problems:
            give(f"  {sentence}")
        if found.known:
            give(found.known)
    say(found.sentence)
    return 0 if found.holds else 1
