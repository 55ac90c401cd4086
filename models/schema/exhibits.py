"""Exhibits: files kept in the register itself, in chunks."""

from __future__ import annotations

from models.schema import base
from models.schema.base import Privacy, Record, Table, content, flag, link, moment, text
from models.schema.cases import Case
from models.schema.users import User

WORDS = Privacy.WORDS


class ExhibitFile(Table):
    """The bytes of one file.

    ``complete`` is set when the last chunk stands; what is not complete is nobody's, and is
    cleared away.
    """

    started = moment()
    complete = flag()

    class Meta:
        thing = "a file"
        plural = "Files"


class ExhibitChunk(Table):
    """One piece of a file, in the order of ``place`` from 0."""

    file = link(ExhibitFile, backref="chunks", on_delete="CASCADE")
    place = base.number()
    data = content()

    class Meta:
        thing = "a piece of a file"
        plural = "Pieces of files"
        indexes = ((("file", "place"), True),)


class Exhibit(Record):
    """A file exhibited in a case, numbered there; ``mark`` is what it is called (``DO/3``).

    ``size`` is in bytes, ``sha256`` in hexadecimal, both taken as the file came in. It is never
    taken out: one that should not be there is ``withdrawn``, with the reason.
    """

    case = link(Case, backref="exhibits")
    number = base.number("Number", short="No.", about="Its place among the case’s exhibits.")
    mark = text("Mark", about="What it is called: initials and a number.", privacy=WORDS)
    description = text("Description", about="What it is.", privacy=WORDS)
    source = text("Where it came from", short="From", privacy=WORDS)
    file_name = text("File", about="The name of the file as received.", privacy=WORDS)
    media_type = base.mark("Kind of file", default="application/octet-stream")
    size = base.number("Size", about="In bytes.")
    sha256 = base.mark("SHA-256", about="The hash of the file as it came in.")
    file = link(ExhibitFile, backref="exhibits")
    added = moment("Added")
    added_by = link(User, "Added by", short="By", null=True)
    withdrawn = text(
        "Withdrawn", about="Why it should not be there; empty where it should.", privacy=WORDS
    )

    class Meta:
        thing = "an exhibit"
        plural = "Exhibits"
        indexes = ((("case", "number"), True),)
