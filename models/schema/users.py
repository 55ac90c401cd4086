"""Who works in the register, and what the register knows about itself."""

from __future__ import annotations

from models.schema.base import Privacy, Record, Table, code, day, flag, link, mark, number, text
from models.schema.people import Member

CODE = Privacy.CODE


class User(Record):
    """Someone who records and decides; ``name`` is what they sign in as.

    ``member`` is who they are in the force: of a case in which they play a part they see nothing.
    ``must_change`` asks for a passphrase of their own, where somebody else has set theirs.
    """

    name = mark("Signs in as", privacy=Privacy.PERSON, searched=False, unique=True)
    full_name = text("Name", privacy=Privacy.PERSON, searched=False)
    role = code("Role", "user_role", about="What they may do in the register.")
    retired = flag("Retired", about="No longer a user, and cannot sign in.")
    member = link(
        Member,
        "In the force",
        about="Who they are in the force. They see nothing of a case in which they are involved.",
        null=True,
        backref="users",
    )
    must_change = flag(
        "Must change the passphrase",
        about="Chooses a passphrase of their own when they next sign in.",
    )

    class Meta:
        thing = "a user"
        heading = "User"
        plural = "Users"


class Setting(Table):
    """One fact about this register: its force, its identity, a demonstration's date."""

    key = mark("Setting", unique=True)
    value = text("Value", privacy=CODE)

    class Meta:
        thing = "a setting"
        plural = "Settings"


class ReferenceCounter(Table):
    """The last number given in a year of a series: references are given once and without gaps.

    Restricted cases are numbered in the series ``R``, so that the open one, ``""``, has no gaps.
    """

    year = number()
    last = number()
    series = text(privacy=CODE)

    class Meta:
        thing = "the last number given"
        plural = "Last numbers given"
        indexes = ((("series", "year"), True),)


class VoidReference(Table):
    """A number that was given and is in use no longer; it is never given again."""

    series = text(privacy=CODE)
    year = number()
    number = number()
    since = day("Since")

    class Meta:
        thing = "a number no longer in use"
        plural = "Numbers no longer in use"
        indexes = ((("series", "year", "number"), True),)
