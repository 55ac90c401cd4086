"""What came in from files: each import, the rows it read, and how columns were mapped."""

from __future__ import annotations

from models.schema import base
from models.schema.base import Privacy, Record, Table, link, mark, moment, number, text
from models.schema.cases import Case
from models.schema.users import User

CODE = Privacy.CODE


class ImportMapping(Record):
    """How the columns and values of a kind of file are read; ``mapping`` is JSON.

    :mod:`models.exchange.incoming.mapping` says what is in it.
    """

    name = mark("Name", unique=True)
    mapping = text("Mapping", privacy=CODE)
    saved = moment("Saved")
    saved_by = link(User, "Saved by", null=True)

    class Meta:
        thing = "how the columns of a file are read"
        heading = "Mapping"
        plural = "Mappings"


class ImportRun(Record):
    """One file imported: its rows counted by what came of them, and the mapping it was read by.

    ``first_record`` and ``last_record`` are the numbers of the audit records that it made;
    ``undone`` is when it was taken back as a whole.
    """

    at = moment("When")
    by = link(User, "By", null=True)
    file_name = text("File", about="The name of the file as received.", privacy=CODE)
    sha256 = text("SHA-256", about="The hash of the file as it came in.", privacy=CODE)
    rows = number("Rows", default=0)
    added = number("Added", default=0)
    changed = number("Changed", default=0)
    skipped = number("Skipped", default=0)
    refused = number("Refused", default=0)
    mapping = text("Mapping", privacy=CODE)
    first_record = number("First record", default=0)
    last_record = number("Last record", default=0)
    undone = moment("Taken back", null=True)

    class Meta:
        thing = "an import of a file"
        heading = "Import"
        plural = "Imports"


class ImportedRow(Table):
    """A row of an imported file, beside the case that it made or changed.

    ``number`` is its place in the file; ``key`` is the case's reference there, or a hash of the row
    where the file has none, by which the same row is known when it comes again. ``kept`` are the
    columns that the register has no field for (:mod:`models.rules.imported`).
    """

    case = link(Case, backref="imported")
    run = link(ImportRun, "Import", backref="imported")
    number = base.number("Row", about="Its place in the file.")
    key = text(
        "Reference in the file",
        about="What the file calls the case.",
        privacy=Privacy.WORDS,
        searched=False,  # its words are found by column
        index=True,
    )
    kept = text(
        "Other columns",
        about="What the file says besides, for which the register has no field.",
        privacy=Privacy.WORDS,
        searched=False,
    )

    class Meta:
        thing = "a row of an imported file"
        heading = "Imported row"
        plural = "Imported rows"
