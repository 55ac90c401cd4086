"""What followed a case to answer: proceedings and outcomes."""

from __future__ import annotations

from models.schema.base import Privacy, Record, code, day, link, text, yes_no
from models.schema.case.allegations import Allegation
from models.schema.cases import Case, Subject

WORDS = Privacy.WORDS
EVERY = "Empty where it is about all that is alleged of the subject."


class Proceeding(Record):
    """A meeting, hearing or other proceeding against one subject, with its appeal if any.

    ``fixed_for`` is the day set for it, ``held`` the day it took place, which stops its clock.
    ``allegation`` is empty where it is about all of the subject's.
    """

    case = link(Case, backref="proceedings")
    subject = link(
        Subject,
        "Subject",
        backref="proceedings",
        required="Choose the subject of the proceeding.",
    )
    kind = code(
        "Kind of proceeding",
        "proceeding",
        short="Kind",
        by_regime=True,
        required="Choose the kind of proceeding.",
        headings=(
            "proceeding, proceedings, type of proceeding, proceeding type, hearing type, type of "
            "hearing, misconduct proceedings, means of resolution"
        ),
        imported="proceeding",
    )
    notified = day("Notice given", about="The day on which the subject was told of it.", past=True)
    held = day(
        "Held",
        about="The day on which it took place.",
        past=True,
        headings=(
            "date held, hearing date, date of hearing, meeting date, proceedings date, date of "
            "proceedings"
        ),
    )
    chair = text("Chaired by", privacy=WORDS)
    representative = text(
        "Representative", about="Who spoke for the subject, or advised them.", privacy=WORDS
    )
    public = yes_no("Held in public")
    result = code("Result", "proceeding_result")
    allegation = link(Allegation, "About the allegation", about=EVERY, null=True)
    panel = text("Panel", about="Who sat beside the chair.", privacy=WORDS)
    appeal_lodged = day("Appeal lodged", past=True)
    appeal_decided = day("Appeal decided", past=True)
    appeal_result = code("Result of the appeal", "appeal_result")
    fixed_for = day("Fixed for", about="The day that is set for it.")

    class Meta:
        thing = "a proceeding"
        plural = "Proceedings"


class Outcome(Record):
    """What happened to a subject; ``expires`` is the last day of a warning.

    ``decided_by`` is whoever decided it: the chair, or the appropriate authority, who need not work
    in the register.

    ``barred_listed`` and ``advisory_listed`` are the days on which the subject was reported to
    the College of Policing's lists; ``allegation`` is empty where it is for all of them.
    """

    case = link(Case, backref="outcomes")
    subject = link(
        Subject, "Subject", backref="outcomes", required="Choose the subject of the outcome."
    )
    proceeding = link(
        Proceeding,
        "Following",
        about="The proceeding at which it was decided.",
        null=True,
        backref="outcomes",
    )
    outcome = code(
        "Outcome",
        "outcome",
        by_regime=True,
        required="Choose the outcome.",
        headings=(
            "sanction, action taken, disciplinary outcome, disciplinary action, disposal, outcome "
            "sanction, sanction imposed, final outcome, result outcome, penalty, punishment, "
            "outcome of investigation, outcome for officer, action, misconduct outcome, outcome "
            "of proceedings"
        ),
    )
    decided = day(
        "Decided",
        past=True,
        exact=True,
        required="Say when the outcome was decided.",
        headings=(
            "outcome date, date of outcome, sanction date, date of sanction, day of the outcome"
        ),
        imported="outcome_day",
    )
    starts = day("Takes effect", about="The first day on which it applies.")
    expires = day("Expires", about="The last day of a warning.")
    notes = text("Notes", privacy=WORDS, long=True)
    allegation = link(Allegation, "For the allegation", about=EVERY, null=True)
    barred_listed = day(
        "Barred list told",
        about="The day on which the College of Policing was told, for its barred list.",
        past=True,
    )
    advisory_listed = day(
        "Advisory list told",
        about="The day on which the College of Policing was told, for its advisory list.",
        past=True,
    )
    list_details = text("Details given to the list", privacy=WORDS, long=True)
    decided_by = text("Decided by", about="The chair or the appropriate authority.", privacy=WORDS)

    class Meta:
        thing = "an outcome"
        plural = "Outcomes"
