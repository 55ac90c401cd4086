"""Letters: the force's own templates, and every letter of a case as it was sent."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from models.schema.base import Record, Table, code, day, moment, text
from models.schema.cases import Case
from models.schema.exhibits import ExhibitFile
from models.schema.users import User


class LetterTemplate(Record):
    """A Word template that the force added; never taken out, ``retired`` on the day it ended.

    ``about`` says what letters made from it are about, a code of the vocabulary ``letter``. The
    file is kept as an exhibit's is; ``size`` is in bytes, ``sha256`` in hexadecimal.
    """

    name = text()
    about = code()
    file_name = text()
    size = IntegerField()
    sha256 = TextField()
    file = ForeignKeyField(ExhibitFile, backref="letter_templates", on_delete="RESTRICT")
    added = moment()
    added_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    retired = day()


class Letter(Table):
    """A letter of a case as it was sent, numbered there; never changed and never taken out.

    ``name`` is what it is, ``recipient`` whom it went to and ``recorded`` what it was recorded as,
    each in the words of that day. The file is kept as an exhibit's is.
    """

    case = ForeignKeyField(Case, backref="letters", on_delete="RESTRICT")
    number = IntegerField()
    name = text()
    about = code()
    recipient = text()
    sent = day()
    method = code()
    recorded = text()
    file_name = text()
    size = IntegerField()
    sha256 = TextField()
    file = ForeignKeyField(ExhibitFile, backref="letters", on_delete="RESTRICT")
    kept = moment()
    kept_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("case", "number"), True),)
