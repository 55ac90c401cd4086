"""Where a case came from: another register, and what was done to it there."""

from __future__ import annotations

from peewee import BlobField, ForeignKeyField, IntegerField, TextField

from models.schema.base import Record, Table, code, day, flag, moment, text
from models.schema.cases import Case
from models.schema.people import Person


class CaseOrigin(Record):
    """The register in which a case was first recorded, and the reference that it was given there.

    Row numbers are used again when a case is erased, references never; so a case is known by its
    first. ``force`` is whose register that is. ``sender`` is the
    register that it was last received from, which need not be the first. ``versions`` are the
    hashes of what was received each time, the last one last, and ``ours`` that of the case as it
    then stood here (:func:`models.moving.parts.version_of`): by them a later parcel is told from
    an older one, and a case changed here from one that was left alone.
    """

    case = ForeignKeyField(Case, unique=True, backref="origins", on_delete="RESTRICT")
    register = text()
    reference = text()
    force = text()
    sender = text()
    versions = text()
    ours = text()
    received = moment()

    class Meta:
        indexes = ((("register", "reference"), True),)


class OriginRecord(Table):
    """An audit record that another register made of a case, as it was sealed there.

    ``number``, ``origin_case`` and ``record_id`` are that register's own; ``who`` is ``user_name``
    in full and ``names`` is JSON, what the ids in ``entry`` stood for. It is data here, no part of
    this register's chain; one record of collection holds the hash of all of them.
    """

    case = ForeignKeyField(Case, backref="origin_records", on_delete="RESTRICT")
    register = text()
    force = text()
    number = IntegerField()
    at = moment()
    user_name = text()
    who = text()
    action = text()
    about_table = text()
    record_id = IntegerField(null=True)
    origin_case = IntegerField(null=True)
    reason = text()
    entry = text()
    names = text()
    digest = BlobField()
    chain = BlobField()
    entry_hash = BlobField()
    reason_hash = BlobField()
    salt = BlobField(null=True)

    class Meta:
        indexes = ((("case", "register", "number"), True),)


class OriginLink(Table):
    """A link to a case that did not come along, by its reference; made a link when it comes.

    ``outward`` says that the case points at the other, which was first recorded in ``register`` as
    ``first_reference`` and was last known as ``reference``.
    """

    case = ForeignKeyField(Case, backref="origin_links", on_delete="RESTRICT")
    outward = flag()
    register = text()
    first_reference = text()
    reference = text()
    kind = code()
    since = day()
    reason = text()


class PersonOrigin(Record):
    """Somebody as another register knows them, so that they are never recorded twice.

    ``theirs`` is the hash of their details as last received; ``ours`` that of the details here just
    then, empty where they were known here before, whose details stay as they are.
    """

    person = ForeignKeyField(Person, backref="origins", on_delete="RESTRICT")
    register = TextField()
    origin_id = IntegerField()
    theirs = text()
    ours = text()

    class Meta:
        indexes = ((("register", "origin_id", "person"), True),)
