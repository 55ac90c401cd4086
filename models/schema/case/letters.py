"""Letters: the force's own templates, and every letter of a case as it was sent."""

from __future__ import annotations

from models.schema import base
from models.schema.base import Privacy, Record, Table, code, day, link, mark, moment, text
from models.schema.cases import Case
from models.schema.exhibits import ExhibitFile
from models.schema.users import User

WORDS = Privacy.WORDS


class LetterTemplate(Record):
    """A Word template that the force added; never taken out, ``retired`` on the day it ended.

    ``about`` says what letters made from it are about, a code of the vocabulary ``letter``. The
    file is kept as an exhibit's is; ``size`` is in bytes, ``sha256`` in hexadecimal.
    """

    name = text("What it is called", short="Template", privacy=Privacy.CODE)
    about = code("What its letters are about", "letter", short="About")
    file_name = text("File", about="The name of the file as received.", privacy=Privacy.CODE)
    size = base.number("Size", about="In bytes.")
    sha256 = mark("SHA-256", about="The hash of the file as it came in.")
    file = link(ExhibitFile, backref="letter_templates")
    added = moment("Added")
    added_by = link(User, "Added by", null=True)
    retired = day("Retired", about="The day from which no letter is made from it.")

    class Meta:
        thing = "a letter template"
        plural = "Letter templates"


class Letter(Table):
    """A letter of a case as it was sent, numbered there; never changed and never taken out.

    ``name`` is what it is, ``recipient`` whom it went to and ``recorded`` what it was recorded as,
    each in the words of that day. The file is kept as an exhibit's is.
    """

    case = link(Case, backref="letters")
    number = base.number("Number", short="No.", about="Its place among the case’s letters.")
    name = text("Letter", about="What it is.", privacy=WORDS)
    about = code("What it is about", "letter", short="About")
    recipient = text("To", about="To whom it went.", privacy=WORDS)
    sent = day("Sent")
    method = code("How it is sent", "method", short="How")
    recorded = text(
        "Recorded as",
        about="What it was recorded as in the case.",
        privacy=WORDS,
        searched=False,
    )
    file_name = text("File", about="The file’s name.", privacy=WORDS)
    size = base.number("Size", about="In bytes.")
    sha256 = mark("SHA-256", about="The hash of the file as it was sent.")
    file = link(ExhibitFile, backref="letters")
    kept = moment("Kept")
    kept_by = link(User, "Kept by", null=True)

    class Meta:
        thing = "a letter"
        plural = "Letters"
        indexes = ((("case", "number"), True),)
