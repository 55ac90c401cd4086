"""Where a case came from: another register, and what was done to it there."""

from __future__ import annotations

from models.schema import base
from models.schema.base import (
    Privacy,
    Record,
    Table,
    code,
    content,
    day,
    flag,
    link,
    mark,
    moment,
    text,
)
from models.schema.cases import Case
from models.schema.people import Person

CODE, WORDS = Privacy.CODE, Privacy.WORDS


class CaseOrigin(Record):
    """The register in which a case was first recorded, and the reference that it was given there.

    Row numbers are used again when a case is erased, references never; so a case is known by its
    first. ``force`` is whose register that is. ``sender`` is the
    register that it was last received from, which need not be the first. ``versions`` are the
    hashes of what was received each time, the last one last, and ``ours`` that of the case as it
    then stood here (:func:`models.moving.parts.version_of`): by them a later parcel is told from
    an older one, and a case changed here from one that was left alone. They are made of its words,
    and go with them.
    """

    case = link(Case, unique=True, backref="origins")
    register = text(privacy=CODE)
    reference = text("Reference there", privacy=CODE)
    force = text("Force", about="The force whose register it came from.", privacy=CODE)
    sender = text(privacy=CODE)
    versions = text(privacy=WORDS, searched=False)
    ours = text(privacy=WORDS, searched=False)
    received = moment("Received", about="When it last came from elsewhere.")

    class Meta:
        thing = "where the case came from"
        heading = "Origin"
        plural = "Origins"
        indexes = ((("register", "reference"), True),)


class OriginRecord(Table):
    """An audit record that another register made of a case, as it was sealed there.

    ``number``, ``origin_case`` and ``record_id`` are that register's own; ``who`` is ``user_name``
    in full and ``names`` is JSON, what the ids in ``entry`` stood for. It is data here, no part of
    this register's chain; one record of collection holds the hash of all of them.
    """

    case = link(Case, backref="origin_records")
    register = text(privacy=CODE)
    force = text("Force", about="The force whose register made it.", privacy=CODE)
    number = base.number()
    at = moment("When")
    user_name = text(privacy=WORDS, searched=False)
    who = text("Who", privacy=WORDS, searched=False)
    action = text("Act", privacy=CODE)
    about_table = text(privacy=CODE)
    record_id = base.number(null=True)
    origin_case = base.number(null=True)
    reason = text("Reason", privacy=WORDS, searched=False)
    entry = text(privacy=WORDS, searched=False)
    names = text(privacy=WORDS, searched=False)
    digest = content()
    chain = content()
    entry_hash = content()
    reason_hash = content()
    salt = content(null=True)  # nothing once the words were erased

    class Meta:
        thing = "a record made elsewhere"
        plural = "Records made elsewhere"
        indexes = ((("case", "register", "number"), True),)


class OriginLink(Table):
    """A link to a case that did not come along, by its reference; made a link when it comes.

    ``outward`` says that the case points at the other, which was first recorded in ``register`` as
    ``first_reference`` and was last known as ``reference``.
    """

    case = link(Case, backref="origin_links")
    outward = flag()
    register = text(privacy=CODE)
    first_reference = text(privacy=CODE)
    reference = text("Reference of the other case", short="Reference", privacy=CODE)
    kind = code("How they belong together", "link", short="Link")
    since = day("Since")
    reason = text("Reason", privacy=WORDS, long=True, searched=False)

    class Meta:
        thing = "a link to a case elsewhere"
        plural = "Links to cases elsewhere"


class PersonOrigin(Record):
    """Somebody as another register knows them, so that they are never recorded twice.

    ``theirs`` is the hash of their details as last received; ``ours`` that of the details here just
    then, empty where they were known here before, whose details stay as they are.
    """

    person = link(Person, "Person", backref="origins")
    register = mark()
    origin_id = base.number()
    theirs = text(privacy=WORDS, searched=False)
    ours = text(privacy=WORDS, searched=False)

    class Meta:
        thing = "how another register knows a person"
        heading = "Person elsewhere"
        plural = "People elsewhere"
        indexes = ((("register", "origin_id", "person"), True),)
