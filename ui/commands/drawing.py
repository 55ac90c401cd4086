"""Commands that draw: case sheets, answers and returns as PDF, and the tour of every screen."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from models.changes import disclosing
from models.errors import ProbityError
from models.register import Register
from ui.app import make_application
from ui.commands import signing
from ui.commands.case_file import case_file
from ui.commands.publishing import publish
from ui.commands.returning import give_return
from ui.printing import papers
from ui.tour.walk import walk

SIZE = (1280, 800)


def run(args: argparse.Namespace) -> int:
    """Run a command that draws, without a window on anybody's screen.

    :raises ProbityError: it could not be done.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_LOGGING_RULES", "qt.*=false;default.warning=false")
    with signing.sign_in(args) as register:
        acts = {
            "sheet": _sheet,
            "publish": _publish,
            "returns": _returns,
            "case-file": case_file,
            "tour": _tour,
        }
        return acts[args.command](register, args)


def _sheet(register: Register, args: argparse.Namespace) -> int:
    make_application([])
    out = Path(args.pdf)
    pages = papers.save_case_sheet(register, args.reference, out, args.names)
    if args.json:
        sys.stdout.write(json.dumps({"file": str(out), "pages": pages}) + "\n")
    sys.stderr.write(f"Wrote {out}, {pages} pages.\n")
    return 0


def _publish(register: Register, args: argparse.Namespace) -> int:
    make_application([])
    return publish(
        register,
        args,
        lambda _register, path, said, kept: papers.save_answer(register, path, said, kept=kept),
    )


def _returns(register: Register, args: argparse.Namespace) -> int:
    make_application([])
    return give_return(
        register,
        args,
        lambda _register, path, made, why: papers.save_return(register, path, made, why=why),
    )


def _tour(register: Register, args: argparse.Namespace) -> int:
    folder = Path(args.out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProbityError(
            f"{folder} cannot be made ({error.strerror}). Choose another."
        ) from error
    with tempfile.TemporaryDirectory(prefix="probity-tour-") as config:
        os.environ["PROBITY_CONFIG_DIR"] = config

        what = "Pictures of every screen, a case sheet and the list"
        disclosing.leaving(register, what, folder=folder.name)()
        made = walk(register, folder)
    if args.json:
        sys.stdout.write(json.dumps([str(path) for path in made], indent=2) + "\n")
    sys.stderr.write(f"No window can be opened here, so Probity saved in {folder}:\n")
    for path in made:
        sys.stderr.write(f"  {path.name}\n")
    return 0
