"""What the process asks for along the way: notices, suspensions, updates, tasks, clocks, review."""

from __future__ import annotations

from models.schema import base
from models.schema.base import Privacy, Record, Table, code, day, link, mark, number, text
from models.schema.cases import Case, Complainant, Subject
from models.schema.users import User

WORDS = Privacy.WORDS
REASON = "Give the reason."


class Referral(Record):
    """One decision on referring the case to the IOPC (before 8 January 2018: the IPCC).

    A later decision is a further row that ``revises`` the earlier one, which stays. ``referred``
    is the day it went.
    """

    case = link(Case, backref="referrals")
    kind = code(
        "Kind of referral", "referral", short="Kind", required="Choose the kind of referral."
    )
    decided = day("Decided", past=True, required="Say when it was decided.")
    decided_by = link(User, "Decided by", null=True)
    reason = text("Reason", privacy=WORDS, long=True, required=REASON)
    referred = day("Sent to the IOPC", about="Before 8 January 2018 to the IPCC.", past=True)
    mode = code("Mode decided", "referral_mode", about="How the IOPC decided to deal with it.")
    mode_decided = day("Mode decided on", past=True)
    revises = link("self", "Revises", null=True, backref="revisions")

    class Meta:
        thing = "a referral"
        plural = "Referrals"


class Notice(Record):
    """A notice: whom it was served on, when and how, and the response received."""

    case = link(Case, backref="notices")
    subject = link(Subject, "Served on", null=True, backref="notices")
    kind = code("Kind of notice", "notice", short="Kind", required="Choose the kind of notice.")
    served = day("Served", past=True, required="Say when it was served.")
    method = code("How", "method", about="How it was served.")
    served_by = text("Served by", privacy=WORDS)
    response_received = day("Response received", past=True)
    notes = text("Notes", privacy=WORDS, long=True)

    class Meta:
        thing = "a notice"
        plural = "Notices"


class Suspension(Record):
    """A subject suspended, or on restricted duties, from ``began`` until ``ended``."""

    case = link(Case, backref="suspensions")
    subject = link(
        Subject,
        "Subject",
        backref="suspensions",
        required="Choose who is suspended or restricted.",
    )
    kind = code(
        "Suspension or restriction",
        "suspension",
        short="Kind",
        default="suspension",
        required="Choose whether it is a suspension or a restriction.",
    )
    began = day("From", past=True, required="Say from when.")
    ended = day("Ended", past=True)
    decided_by = link(User, "Decided by", null=True)
    reason = text("Reason", privacy=WORDS, long=True, required=REASON)

    class Meta:
        thing = "a suspension or restriction"
        heading = "Suspension"
        plural = "Suspensions"


class SuspensionReview(Record):
    """One review of a suspension: what was decided, and why."""

    case = link(Case, backref="suspension_reviews")
    suspension = link(Suspension, "Suspension", backref="reviews")
    reviewed = day("Reviewed", past=True, required="Say when it was reviewed.")
    decision = code(
        "Decision", "review_decision", default="continue", required="Choose what was decided."
    )
    decided_by = link(User, "Decided by", null=True)
    reason = text("Reason", privacy=WORDS, long=True, required=REASON)

    class Meta:
        thing = "a review of a suspension"
        heading = "Review"
        plural = "Reviews"


class ComplainantUpdate(Record):
    """Something a complainant or interested person was told, or asked for.

    Of a review: ``review_body`` is who decides it, ``review_result`` what it came to.
    """

    case = link(Case, backref="updates")
    complainant = link(Complainant, "Who", backref="updates", required="Choose who was told.")
    kind = code(
        "What",
        "update",
        about="What they were told, or what they asked for.",
        default="update",
        required="Choose what they were told.",
    )
    sent = day("When", past=True, required="Say when.")
    method = code("How", "method", about="How they were told.")
    summary = text("What was said", privacy=WORDS, long=True)
    review_body = code("Who decides the review", "review_body", by_regime=True)
    review_result = code("Result of the review", "review_result")

    class Meta:
        thing = "what a complainant was told"
        heading = "Update"
        plural = "Updates"


class ClockChange(Record):
    """A clock extended, paused or resumed; ``about`` is the row from which the clock runs."""

    case = link(Case, backref="clock_changes")
    clock = mark("Deadline")
    about = number()
    kind = code("What was changed", "clock_change", short="Change")
    day = day("From", about="The day from which the change applies.", past=True)
    until = base.day("New last day", about="The last day of a deadline that was extended.")
    reason = text(
        "Reason",
        privacy=WORDS,
        long=True,
        required="Give the reason for changing the deadline.",
    )

    class Meta:
        thing = "a deadline"
        plural = "Deadlines"


class StageStep(Record):
    """A step left out on purpose (``requirement``), or the case opened again, and why."""

    case = link(Case, backref="steps")
    kind = code("What was done", "step", default="skip")
    requirement = text("Step", about="What was left out.", privacy=Privacy.CODE)
    decided = day("Decided", past=True)
    decided_by = link(User, "Decided by", null=True)
    reason = text("Reason", privacy=WORDS, long=True, required=REASON)

    class Meta:
        thing = "a step outside the order of stages"
        heading = "Step"
        plural = "Steps"


class Task(Record):
    """Something to be done by ``assigned_to``; ``done`` is the day it was.

    ``uid`` is its name in calendars outside, given once.
    """

    case = link(Case, backref="tasks")
    title = text(
        "What is to be done", short="Task", privacy=WORDS, required="Say what is to be done."
    )
    notes = text("Notes", privacy=WORDS, long=True)
    due = day("Due", about="The last day on which it is to be done.")
    priority = code("Priority", "priority", default="normal")
    assigned_to = link(
        User, "By whom", null=True, backref="tasks", required="Choose who is to do it."
    )
    assigned_by = link(User, "Asked by", null=True)
    done = day("Done", about="The day on which it was done.", past=True)
    uid = mark(unique=True)

    class Meta:
        thing = "a task"
        plural = "Tasks"


class RetentionReview(Record):
    """A case kept longer than the rules say; it comes to review again on ``until``.

    Anonymising and erasing leave no row here: the audit record says that they were done.
    """

    case = link(Case, backref="retention_reviews")
    decided = day("Decided")
    decided_by = link(User, "Decided by", null=True)
    until = day("Until", about="The day on which the case comes to review again.")
    reason = text(
        "Why it is still needed", short="Reason", privacy=WORDS, long=True, searched=False
    )

    class Meta:
        thing = "how long the case is kept"
        heading = "Retention review"
        plural = "Retention reviews"


class CaseClock(Table):
    """A clock of a case as it stands, derived by :mod:`models.rules.process.clocks`.

    ``state`` is ``running``, ``soon`` (as soon as practicable), ``paused`` or ``lapses``.
    """

    case = link(Case, backref="clocks", on_delete="CASCADE")
    clock = mark()
    about = number()
    words = text(privacy=WORDS, searched=False)
    started = day(null=False)
    due = day(index=True)
    state = mark()

    class Meta:
        thing = "a running deadline"
        plural = "Running deadlines"
