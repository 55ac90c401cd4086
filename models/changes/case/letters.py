"""Letters kept on their case as they were sent, and the force's own templates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from peewee import fn

from models.change import Change
from models.changes.case.exhibits import keep_whole
from models.errors import InvalidError, NotFoundError, ProbityError
from models.exchange.letters.docx_safe import LARGEST, inspect
from models.exchange.letters.making import fields_of
from models.exchange.letters.occasion import Recipient
from models.exchange.letters.templates import shipped
from models.register import Register
from models.rules import vocabularies
from models.rules.dates import format_date, moment_on
from models.rules.letters import Recorded
from models.rules.texts import cannot_be_kept
from models.rules.validation import EARLIEST
from models.schema import (
    Case,
    ChronologyEntry,
    Complainant,
    ComplainantUpdate,
    Letter,
    LetterTemplate,
    Notice,
    Subject,
)
from models.storage import reading

LONGEST = 200  # characters of a name
#: At which hour what is not of today is entered in the chronology.
NOON = datetime.time(12)


@dataclass(frozen=True)
class NewLetter:
    """A letter as it is sent.

    :ivar docx: the Word file itself.
    :ivar recipient: whom it goes to; ``None`` for somebody who is not in the case.
    :ivar recorded: what the case says of it besides; ``None`` for nothing.
    """

    name: str
    about: str
    docx: bytes
    file_name: str
    sent: datetime.date | None
    method: str | None = None
    recipient: Recipient | None = None
    recorded: Recorded | None = None


def send(register: Register, case_id: int, new: NewLetter) -> int:
    """Keep a letter on its case as it was sent, and record what it is; return the letter's id.

    The file, the letter, what the case says of it, and that it was given out are one transaction.

    :raises InvalidError: something is missing, or the day is none on which it can have been sent.
    :raises ProbityError: the file is no Word document, or holds what a letter may not.
    :raises NotFoundError: there is no such case, or the recipient is no longer in it.
    """
    _refuse(register, new)
    inspect(new.docx, new.file_name)
    with register.change(f"Letter sent: {new.name.strip()}") as change:
        _refuse_recipient(change, case_id, new.recipient)
        highest = Letter.select(fn.MAX(Letter.number)).where(Letter.case == case_id)
        number = (highest.scalar(change.database) or 0) + 1
        recipient = new.recipient.name if new.recipient else ""
        letter_id = change.add(
            Letter,
            case=case_id,
            number=number,
            name=new.name.strip(),
            about=new.about,
            recipient=recipient,
            sent=new.sent,
            method=new.method,
            recorded=new.recorded.words if new.recorded else "",
            file_name=new.file_name,
            kept=moment_on(change.today),
            kept_by=change.user_id,
            **keep_whole(change, new.docx),
        )
        if new.recorded is not None:
            _record(change, case_id, new, number)
        what = " ".join(filter(None, ("Sent", f"to {recipient}" if recipient else "", _how(new))))
        change.note("disclose", case_id, (Letter, letter_id), what=what)
    return letter_id


def record_view(register: Register, letter_id: int, case_id: int) -> None:
    """Put on record that a letter is shown, to whoever may read the case."""
    with register.change() as change:
        change.note("disclose", case_id, (Letter, letter_id), inside=True, what="Viewed")


def add_template(register: Register, path: Path, *, name: str, about: str) -> int:
    """Keep a Word file as a template of the force; return its id.

    :raises InvalidError: it has no name, or another has the same.
    :raises ProbityError: it cannot be read, is no Word document, holds what a letter may not, or
        names a field that there is not. Nothing is kept.
    """
    register.require("templates")
    _check_name(name)
    try:
        data = reading.read_file(path, LARGEST)
    except OSError as error:
        raise ProbityError(
            f"{path.name} cannot be read ({error.strerror}). Nothing was kept; choose a Word "
            "document (.docx)."
        ) from error
    fields_of(data, path.name)
    with register.change("Letter template added") as change:
        _refuse_same_name(change, name, None)
        return change.add(
            LetterTemplate,
            name=name.strip(),
            about=about,
            file_name=path.name,
            added=moment_on(change.today),
            added_by=change.user_id,
            **keep_whole(change, data),
        )


def retire_template(change: Change, template_id: int, version: int) -> None:
    """Offer a template no longer; letters that were made from it stay as they are.

    :raises ConflictError: somebody else changed it first.
    """
    change.edit(LetterTemplate, template_id, version, retired=change.today)


def offer_template_again(change: Change, template_id: int, version: int) -> None:
    """Offer a retired template again.

    :raises InvalidError: another has taken its name.
    :raises ConflictError: somebody else changed it first.
    """
    for row in (
        LetterTemplate.select().where(LetterTemplate.id == template_id).execute(change.database)
    ):
        _refuse_same_name(change, row.name, template_id)
    change.edit(LetterTemplate, template_id, version, retired=None)


def _refuse(register: Register, new: NewLetter) -> None:
    problems = {}
    if not new.name.strip():
        problems["name"] = "Say what the letter is, such as 28-day update."
    elif len(new.name) > LONGEST or cannot_be_kept(new.name):
        problems["name"] = f"A name can have at most {LONGEST} characters, and no null characters."
    if new.sent is None:
        problems["sent"] = "Say when it was sent."
    elif new.sent > register.today():
        problems["sent"] = f"The date sent cannot be after today, {format_date(register.today())}."
    elif new.sent < EARLIEST:
        problems["sent"] = "This date is too early: use a year from 1900."
    if vocabularies.term("letter", new.about) is None:
        problems["about"] = "Say what the letter is about."
    if problems:
        raise InvalidError(problems)


def _refuse_recipient(change: Change, case_id: int, recipient: Recipient | None) -> None:
    if not change.sees(Case, case_id):
        raise NotFoundError("There is no such case in this register.")
    if recipient is None:
        return
    model = Subject if recipient.section == "subjects" else Complainant
    found = model.select().where((model.id == recipient.row["id"]) & (model.case == case_id))
    if not list(found.execute(change.database)):
        raise NotFoundError(
            f"{recipient.name} is no longer in this case. Nothing was kept; look at the case again."
        )


def _record(change: Change, case_id: int, new: NewLetter, number: int) -> None:
    """Say in the case what the letter is."""
    assert new.recorded is not None
    section, kind = new.recorded.section, new.recorded.kind
    row_id = new.recipient.row["id"] if new.recipient else None
    if section == "updates":
        change.add(
            ComplainantUpdate,
            case=case_id,
            complainant=row_id,
            kind=kind,
            sent=new.sent,
            method=new.method,
            summary=f"Letter {number}: {new.name.strip()}",
        )
    elif section == "notices":
        change.add(
            Notice,
            case=case_id,
            subject=row_id,
            kind=kind,
            served=new.sent,
            method=new.method,
            served_by=change.user.full_name,
            notes=f"Letter {number}: {new.name.strip()}",
        )
    else:
        _enter(change, case_id, new, number)


def _enter(change: Change, case_id: int, new: NewLetter, number: int) -> None:
    entry = ChronologyEntry
    highest = entry.select(fn.MAX(entry.number)).where(entry.case == case_id)
    now = moment_on(change.today)
    assert new.sent is not None
    to = f" to {new.recipient.name}" if new.recipient else ""
    change.add(
        entry,
        case=case_id,
        number=(highest.scalar(change.database) or 0) + 1,
        kind="contact",
        occurred=now if new.sent == change.today else datetime.datetime.combine(new.sent, NOON),
        entered=now,
        entered_by=change.user_id,
        text=f"Letter {number} sent{to}{_how(new, ' ')}: {new.name.strip()}.",
    )


def _how(new: NewLetter, before: str = "") -> str:
    """In words: ``by post``."""
    if not new.method:
        return ""
    word = vocabularies.name("method", new.method).lower()
    plain = word if word.startswith(("in ", "through ")) else f"by {word}"
    return f"{before}{plain}"


def _check_name(name: str) -> None:
    if not name.strip():
        raise InvalidError({"name": "Say what the template is called."})
    if len(name) > LONGEST or cannot_be_kept(name):
        raise InvalidError(
            {"name": f"A name can have at most {LONGEST} characters, and no null characters."}
        )


def _refuse_same_name(change: Change, name: str, template_id: int | None) -> None:
    wanted = name.strip().casefold()
    rows = LetterTemplate.select().where(LetterTemplate.retired.is_null())
    own = [row.name for row in rows.execute(change.database) if row.id != template_id]
    if any(one.casefold() == wanted for one in (*own, *(one.name for one in shipped()))):
        raise InvalidError({"name": "Another template has this name. Choose a different name."})
