"""Makes the register of this release that every later release must open.

    python -m tests.registers.make [VERSION]

A few cases of the demonstration, made by the change path as any others: one restricted, one closed
and reviewed, one with an exhibit, a letter and guidance; words erased from the record; two people
who sign in. Beside the register and its key file stands ``VERSION.json``: what opens it, and what
must be found in it. Everything in it is invented.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from models.case.casefile import CaseFile
from models.changes import users
from models.changes.case import cases
from models.changes.case.exhibits import NewExhibit, attach
from models.changes.erasing_words import erase_words
from models.changes.retention.reviewing import keep
from models.demo import guidance, letters
from models.demo.matter import RESTRICTED, case_of
from models.demo.plan import plan
from models.demo.source import SOURCE
from models.entering.open import create_register
from models.queries.cases.casefile import load_case
from models.register import Register
from models.resources import ROOT
from models.storage.keys import key_path

FOLDER = Path(__file__).parent
TODAY = datetime.date(2014, 2, 28)
#: Who signs in, and by what.
PEOPLE = {"okafor": "correct horse battery staple", "vance": "seven grey herons waiting"}
#: Of the cases that nobody is named in by hand, one of so many.
FEW = 60
SHOWN = "Harmer"


def main(version: str) -> Path:
    """Make ``VERSION.probity``, its key file and ``VERSION.json``; those that stood there go."""
    path = FOLDER / f"{version}.probity"
    told = path.with_suffix(".json")
    for left in (path, key_path(path), told):
        left.unlink(missing_ok=True)
    with create_register(
        path,
        force="Weald and Downs Police",
        user="okafor",
        full_name="D. Okafor",
        passphrase=PEOPLE["okafor"],
        today=TODAY,
    ) as register:
        recovery_key = register.recovery_key
        users.add(
            register,
            name="vance",
            full_name="R. Vance",
            role="investigator",
            passphrase=PEOPLE["vance"],
        )
        fill(register)
        held = contents(register)
    told.write_text(
        json.dumps(
            {"people": PEOPLE, "recovery_key": recovery_key, "cases": held},
            ensure_ascii=False,
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
    return path


def fill(register: Register) -> None:
    """Put the cases in, and do something about a few of them."""
    known = guidance.publish(register)
    with register.reader() as connection:
        (owner,) = connection.execute("SELECT id FROM user WHERE name = 'vance'").fetchone()
    shown = closed = 0
    with register.change("Made for later releases") as change:
        for number, item in enumerate(plan()):
            if item["family_name"] == SHOWN or number in list(RESTRICTED)[:1] or not number % FEW:
                file = case_of(item, [owner], number, change.today, known)
                case_id = cases.save(change, file, None).case_id
                shown = case_id if item["family_name"] == SHOWN else shown
                closed = case_id if file.case["stage"] == "closed" else closed
        keep(change, closed, datetime.date(2016, 1, 1), "Kept for a civil claim")
    guidance.hand_out(register, known)
    attach(
        register,
        shown,
        NewExhibit(SOURCE / "exhibits" / "messages.txt", "Messages", "The telephone"),
    )
    letters.write(register, shown)
    with register.change("Said more than was needed") as change:
        erase_words(change, [4])


def contents(register: Register) -> dict[str, Any]:
    """What must be found in it, by reference: title, subjects, and what is alleged."""
    with register.reader() as connection:
        ids = [row[0] for row in connection.execute('SELECT id FROM "case" ORDER BY id')]
        return {
            file.case["reference"]: told_of(file)
            for file in (load_case(connection, one) for one in ids)
        }


def told_of(file: CaseFile) -> dict[str, Any]:
    """What is kept of a case, to be held against it later."""
    return {
        "title": file.case["title"],
        "subjects": [row["family_name"] for row in file.subjects],
        "allegations": [row["particulars"] for row in file.allegations],
        "chronology": [row["text"] for row in file.chronology],
    }


def this_release() -> str:
    """The version that this tree becomes."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", nargs="?", default=this_release())
    sys.stdout.write(f"{main(parser.parse_args().version).relative_to(ROOT)}\n")
