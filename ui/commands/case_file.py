"""The command ``case-file``: a whole case written as one PDF or as a folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from models.changes import disclosing
from models.errors import ProbityError
from models.exchange.bundle.plan import DISCLOSURE, Material, Wanted, material, parts, shown, usual
from models.exchange.bundle.striking import pieces
from models.queries.cases.casefile import case_id_of
from models.register import Register
from ui.app import make_application
from ui.commands.output import give, give_json, on_record, say
from ui.printing.bundle_pages import Pages


def case_file(register: Register, args: argparse.Namespace) -> int:
    """Write a case file, or say what it may hold.

    :raises ProbityError: it could not be written.
    """
    with register.reader() as connection:
        found = material(register, connection, case_id_of(connection, args.reference))
    if args.parts:
        return _say_parts(register, found, args)
    if not args.out:
        raise ProbityError("Say where it goes: --out FILE.pdf, or --out FOLDER --folder.")
    chosen = usual(found, args.level) | set(args.include or ())
    wanted = Wanted(
        args.level,
        chosen - set(args.leave_out or ()),
        frozenset(args.strike_part or ()),
        tuple(args.strike or ()),
    )
    as_shown = shown(found, wanted)
    make_application([])
    out = Path(args.out)
    with register.reader() as connection:
        written = disclosing.save_case_file(
            register,
            connection,
            as_shown,
            Pages(as_shown),
            out,
            as_folder=args.folder,
            reason=args.reason or "",
        )
    if args.json:
        said = {"file": str(out), "pages": written.pages, "files": written.files}
        give_json(said | {"sha256": written.sha256})
    say(f"Wrote {out}, {written.pages} pages. SHA-256 {written.sha256}")
    return 0


def _say_parts(register: Register, found: Material, args: argparse.Namespace) -> int:
    """What there is to choose: parts, and passages that may be struck out."""
    what = "Parts of a case file on the command line"
    on_record(register, args, what, found.file.case["id"])
    every = [(one.key, one.title) for one in parts(found)]
    passages = [(one.key, one.words) for one in pieces(found.file)]
    if args.json:
        said: dict[str, Any] = {"parts": dict(every), "passages": dict(passages)}
        give_json(said)
        return 0
    for key, title in every:
        give(f"{key}\t{title}")
    for key, words in passages if args.level == DISCLOSURE else ():
        give(f"{key}\t{' '.join(words.split())[:100]}")
    return 0
