"""The command ``letter``: makes, keeps, lists and gives out letters of a case."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any

from models.case.casefile import CaseFile
from models.changes import disclosing
from models.changes.case.letters import NewLetter, send
from models.errors import InvalidError, NotFoundError, ProbityError
from models.exchange.letters.fields import fields, lists
from models.exchange.letters.making import make
from models.exchange.letters.occasion import Occasion, Recipient, about_whom, recipients
from models.exchange.letters.templates import (
    Template,
    content,
    letter_file_name,
    offered,
    template_called,
)
from models.queries.cases.case_list import owners
from models.queries.cases.casefile import case_id_of, load_case
from models.queries.cases.letters import LetterRow, letters
from models.register import Register
from models.rules.dates import format_date
from models.rules.letters import recorded_as
from ui.commands.output import give, give_json, on_record, say


def letter(register: Register, args: argparse.Namespace) -> int:
    """Do what the options of ``letter`` ask."""
    if args.fields:
        return _fields(args)
    if args.templates:
        return _templates(register, args)
    if not args.reference:
        raise ProbityError("Say which case: give its reference. Nothing was made.")
    if args.number is not None:
        return _give_out(register, args)
    return _make(register, args) if args.template else _list(register, args)


def _fields(args: argparse.Namespace) -> int:
    said = [(one.code, f"{one.group}: {one.label}") for one in fields()]
    said += [(f"{one.code} (list)", f"{one.label}: {', '.join(one.fields)}") for one in lists()]
    if args.json:
        give_json([{"field": code, "is": label} for code, label in said])
    else:
        for code, label in said:
            give(f"{code}\t{label}")
    return 0


def _templates(register: Register, args: argparse.Namespace) -> int:
    with register.reader() as connection:
        found = offered(connection)
    if args.json:
        give_json([{"template": one.key, "name": one.name, "own": bool(one.own)} for one in found])
    else:
        for one in found:
            give(f"{one.key}\t{one.name}\t{'the force’s own' if one.own else 'comes with Probity'}")
    return 0


def _list(register: Register, args: argparse.Namespace) -> int:
    with register.reader() as connection:
        case_id = case_id_of(connection, args.reference)
        found = letters(connection, case_id)
    on_record(register, args, "Letters listed on the command line", case_id)
    if args.json:
        give_json([_to_json(row) for row in found])
    else:
        for row in found:
            cells = (str(row.number), row.sent.isoformat(), row.name, row.recipient, row.sha256)
            give("\t".join(" ".join(cell.split()) for cell in cells))
    say(f"{len(found)} letter{'s' * (len(found) != 1)}.")
    return 0


def _give_out(register: Register, args: argparse.Namespace) -> int:
    out = _out(args)
    with register.reader() as connection:
        case_id = case_id_of(connection, args.reference)
        rows = [row for row in letters(connection, case_id) if row.number == args.number]
        if not rows:
            raise NotFoundError(f"This case has no letter {args.number}. Nothing was written.")
        disclosing.save_letter(register, connection, rows[0], out, f"Saved as {out.name}")
    if args.json:
        give_json({"file": str(out), "sha256": rows[0].sha256})
    say(f"Wrote {rows[0].called.lower()} as it was sent to {out}.")
    return 0


def _make(register: Register, args: argparse.Namespace) -> int:
    if args.out is None and not args.keep:
        raise ProbityError("Say where the letter goes: --out FILE, --keep, or both.")
    with register.reader() as connection:
        case_id = case_id_of(connection, args.reference)
        file = load_case(connection, case_id)
        template = template_called(connection, args.template)
        data = content(connection, template)
        users = owners(connection)
    recipient = _recipient(file, args.to)
    sent = args.sent or register.today()
    made = make(
        data,
        template.file_name,
        Occasion(
            file,
            recipient,
            about_whom(file, recipient),
            sent,
            args.words or "",
            register.user.full_name,
            register.force,
            register.nation,
            users,
        ),
    )
    if made.empty:
        say(f"Nothing is recorded for {', '.join(made.empty)}: these are left empty.")
    said: dict[str, Any] = {"template": template.key, "empty": list(made.empty)}
    if args.keep:
        said |= _keep(register, args, case_id, file, template, recipient, sent, made.docx)
    if args.out is not None:
        disclosing.save_draft(register, case_id, made.docx, Path(args.out), template.name)
        said["file"] = args.out
        say(f"Wrote {args.out}.")
    if args.json:
        give_json(said)
    return 0


def _keep(
    register: Register,
    args: argparse.Namespace,
    case_id: int,
    file: CaseFile,
    template: Template,
    recipient: Recipient | None,
    sent: datetime.date,
    docx: bytes,
) -> dict[str, Any]:
    section, row = (recipient.section, recipient.row) if recipient else ("", None)
    recorded = recorded_as(template.about, section, row, file) if args.record else None
    new = NewLetter(
        template.name,
        template.about,
        docx,
        letter_file_name(file.case["reference"], template.name),
        sent,
        args.method,
        recipient,
        recorded,
    )
    letter_id = send(register, case_id, new)
    with register.reader() as connection:
        kept = next(one for one in letters(connection, case_id) if one.id == letter_id)
    as_what = f", recorded as {kept.recorded[:1].lower()}{kept.recorded[1:]}" if recorded else ""
    say(f"Kept {kept.called.lower()} on {file.case['reference']}{as_what}.")
    return {"letter": kept.number, "sha256": kept.sha256, "recorded": kept.recorded}


def _recipient(file: CaseFile, wanted: str | None) -> Recipient | None:
    """Whom ``--to`` names; without it the only one who complains, if there is one."""
    everybody = recipients(file)
    if wanted is None:
        complain = [one for one in everybody if one.row.get("capacity") == "complainant"]
        return complain[0] if len(complain) == 1 else None
    said = wanted.strip().casefold()
    for of in (
        [one for one in everybody if said in (one.name.casefold(), one.label.casefold())],
        [one for one in everybody if said == (one.row["family_name"] or "").casefold()],
    ):
        if len(of) == 1:
            return of[0]
    known = ", ".join(one.label for one in everybody) or "nobody"
    raise NotFoundError(f"“{wanted}” is nobody, or several, in this case. It has {known}.")


def _out(args: argparse.Namespace) -> Path:
    if args.out is None:
        raise InvalidError({"out": "Say where to write it: --out FILE."})
    return Path(args.out)


def _to_json(row: LetterRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "to": row.recipient,
        "sent": row.sent.isoformat(),
        "how": row.how,
        "recorded": row.recorded,
        "file": row.file_name,
        "size": row.size,
        "sha256": row.sha256,
        "kept": format_date(row.kept.date()),
        "by": row.kept_by,
    }
