"""What was decided about people: that two are one, and what an alert about one came to."""

from __future__ import annotations

from models.schema.base import Privacy, Record, flag, link, mark, moment, text
from models.schema.people import Person
from models.schema.users import User


class PersonMerge(Record):
    """Two people found to be one: ``gone`` became ``kept``.

    ``moved`` is JSON, a list of ``[table, id, column, before, after]`` in the order it was done,
    by which the merge is undone; ``undone`` says when it was.
    """

    kept = link(Person, "The record that stays", backref="merges")
    gone = link(Person, "The record that went", backref="merged")
    at = moment("When")
    by = link(User, "By", null=True)
    reason = text(
        "How it is known that they are one person",
        short="Reason",
        privacy=Privacy.WORDS,
        long=True,
        searched=False,
    )
    moved = text(privacy=Privacy.PERSON, searched=False)
    undone = moment("Undone", null=True)

    class Meta:
        thing = "a merge of two records"
        heading = "Merge"
        plural = "Merges"


class AlertReview(Record):
    """A review of an early-intervention alert; ``closed`` with a ``reason``, or kept open.

    An alert is known by its person, its ``rule`` and its ``cases`` (ids in order, with spaces): a
    further case makes it a new one.
    """

    person = link(Person, "Person", backref="alert_reviews")
    rule = mark("Alert", about="The rule that raised it.")
    cases = text(privacy=Privacy.CODE)
    at = moment("When")
    by = link(User, "By", null=True)
    closed = flag("Closed")
    reason = text(
        "What was considered and decided",
        short="Reason",
        privacy=Privacy.WORDS,
        long=True,
        searched=False,
    )

    class Meta:
        thing = "a review of an alert"
        plural = "Reviews of alerts"
