"""The commands ``send`` and ``receive``: cases from one register to another."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from models.changes import disclosing
from models.changes.incoming import receiving
from models.errors import ProbityError
from models.moving.meeting import DONE, NEW, STATES, UPDATE, Arrival, Look
from models.moving.parcel import Parcel
from models.queries.cases import case_list
from models.queries.cases.casefile import case_id_of
from models.queries.cases.filters import Filter
from models.register import Register
from ui.commands import signing
from ui.commands.options import filter_of
from ui.commands.output import give, give_json, say
from ui.commands.owners import owners_named

WHICH = "Say which cases: --ref REF, filters, or --all. Nothing was sent."


def send(register: Register, args: argparse.Namespace) -> int:
    """Write cases to a parcel for another register."""
    register.require("transfer")
    out = Path(args.out)
    with register.reader() as connection:
        where = filter_of(args, owners_named(connection, args.owners))
        if args.ref:
            ids = [case_id_of(connection, one) for one in args.ref]
        elif where != Filter() or args.all:
            ids = case_list.ids(connection, where, register.today())
        else:
            raise ProbityError(WHICH)
        passphrase = signing.parcel_passphrase(args, twice=True)
        sent = disclosing.send_cases(
            register, connection, out, ids, passphrase, reason=args.reason or ""
        )
    if args.json:
        give_json({"file": str(out), "cases": sent})
    say(
        f"Wrote {sent} case{'s' * (sent != 1)} to {out}, sealed. Give the recipient the "
        "passphrase separately from the file."
    )
    return 0


def receive(register: Register, args: argparse.Namespace) -> int:
    """Bring in the cases of a parcel, or say what that would do."""
    register.require("transfer")
    with Parcel(Path(args.file), signing.parcel_passphrase(args)) as parcel:
        if args.dry_run:
            found, references = receiving.preview(register, parcel), dict[int, str]()
        else:
            done = receiving.receive(register, parcel)
            found, references = done.look, done.references
    given = list(references.values())
    if args.json:
        give_json(_to_json(found, given))
    else:
        new = iter(given)
        for one in found.arrivals:
            here = next(new, "") if one.state == NEW else one.here
            state = STATES[one.state] if args.dry_run else DONE.get(one.state, STATES[one.state])
            give("\t".join((one.reference, here or "-", state, " ".join(one.title.split()))))
    say(_said(found, dry=args.dry_run))
    return 0


def _said(found: Look, *, dry: bool) -> str:
    added, updated = found.count(NEW), found.count(UPDATE)
    left = len(found.arrivals) - added - updated
    if dry:
        return f"{added} would be added, {updated} updated, {left} left as they are."
    return f"{added} added, {updated} updated, {left} left as they are."


def _to_json(found: Look, given: list[str]) -> dict[str, Any]:
    new = iter(given)
    return {
        "force": found.force,
        "sent_by": found.who,
        "made": found.made,
        "cases": [
            _case(one, next(new, "") if one.state == NEW else one.here) for one in found.arrivals
        ],
        "people": [
            {"name": one.name, "known_by": one.known or None, "differs": list(one.differs)}
            for one in found.people.values()
        ],
    }


def _case(one: Arrival, here: str) -> dict[str, Any]:
    return {
        "reference_there": one.reference,
        "reference": here or None,
        "title": one.title,
        "state": one.state,
        "restricted": one.restricted,
        "exhibits": one.exhibits,
        "records": one.records,
        "records_that_do_not_hold": one.broken,
    }
