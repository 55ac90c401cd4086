"""The case, those it is about, and those who brought it."""

from __future__ import annotations

from models.schema.base import Column, Privacy, Record, code, day, flag, link, mark, number, text
from models.schema.people import Member, Person
from models.schema.users import User

WORDS = Privacy.WORDS


class Case(Record):
    """One matter, from receipt to closure, under the regime in force when it came to notice.

    ``series`` is ``R`` while the case is restricted; ``former_references`` are those it once bore.
    ``anonymised`` is the day on which nobody was left in it: from then on no change of the case is
    accepted.
    """

    reference = mark("Reference", unique=True, searched=True)
    year = number()
    number = number()
    title = text(
        "Title of the matter",
        short="Title",
        about="What the matter is, in a few words.",
        privacy=WORDS,
        required="Give the matter a short title.",
        headings=(
            "title, matter, subject matter, heading, brief details, short description, case title"
        ),
    )
    summary = text(
        "Summary",
        about="What is said to have happened, in a paragraph.",
        privacy=WORDS,
        long=True,
        headings=(
            "details, circumstances, case summary, narrative, synopsis, description of incident, "
            "brief circumstances"
        ),
    )
    kind = code(
        "Kind of matter",
        "kind",
        short="Kind",
        about="Whether it is a complaint, a conduct matter or something else.",
        required="Choose the kind of matter.",
        headings=(
            "kind, type, case type, matter type, type of matter, type of case, complaint or "
            "conduct, record type"
        ),
    )
    regime = code(
        "Regime", "regime", about="The conduct regulations in force when the matter came to notice."
    )
    stage = code(
        "Stage",
        "stage",
        about="How far the case has come.",
        default="received",
        required="Choose the stage.",
        headings="status, case status, state, current status",
    )
    owner = link(
        User,
        "Investigator",
        about="Who has the case in hand.",
        null=True,
        backref="cases",
        headings="owner, investigating officer, io, case officer, case handler, assigned to",
        imported="owner",
    )
    received = day(
        "Received",
        about="The day on which the matter reached the force.",
        past=True,
        exact=True,
        required="Say when the matter was received.",
        headings=(
            "date received, received date, date of complaint, complaint date, date, date "
            "reported, reported, case date, date opened, opened, start date, date of allegation, "
            "allegation date, date made, year, month, year received, month received, date of "
            "receipt, receipt date"
        ),
    )
    recorded = day(
        "Recorded",
        about="The day on which it was recorded as what it is.",
        past=True,
        headings="date recorded, recorded date, date of recording",
        column=Column(100),
    )
    came_to_notice = day(
        "Came to notice",
        about="The day on which the force first knew of it, which decides the regime.",
        past=True,
        headings="date came to notice, date of notice",
        column=Column(120),
    )
    incident_from = day(
        "Incident from",
        about="The day, or the first of the days, on which it happened.",
        past=True,
        headings=(
            "incident date, date of incident, incident, date occurred, occurred, date of occurrence"
        ),
    )
    incident_to = day(
        "Incident to",
        about="The last day on which it happened.",
        past=True,
        headings="incident end date",
    )
    incident_place = text(
        "Place of the incident",
        short="Place",
        about="Where it happened, as reported.",
        privacy=WORDS,
        headings="place, location, incident place, place of incident, incident location, venue",
        column=Column(190),
    )
    restricted = flag("Restricted", about="Seen only by its investigator and those named on it.")
    marking = code(
        "Handling marking",
        "marking",
        short="Marking",
        about="How its papers are handled.",
        default="official-sensitive",
        headings="marking, protective marking, classification",
        column=Column(150),
    )
    next_due = day(
        "Reminder on", about="A day on which the case is to be looked at again.", forgotten=True
    )
    next_due_for = text("Reminder of", about="What is to be done that day.", privacy=WORDS)
    closed = day(
        "Closed",
        about="The day on which the case was closed.",
        past=True,
        exact=True,
        headings=(
            "date closed, closed date, date finalised, finalised, finalised date, date concluded, "
            "concluded, conclusion date, date completed, completed, date of conclusion, closure "
            "date, end date"
        ),
    )
    series = mark(default="")
    former_references = text("Former references", privacy=Privacy.CODE, searched=True)
    anonymised = day("Anonymised", exact=True)

    class Meta:
        thing = "the case"
        heading = "The case"
        plural = "Cases"
        indexes = ((("series", "year", "number"), True),)


class CaseAccess(Record):
    """Somebody named on a restricted case, who may see it beside its owner."""

    case = link(Case, backref="named")
    user = link(User, "Who may see it", backref="named_on", required="Choose who may see the case.")
    since = day("Since", past=True)
    reason = text("Reason", privacy=WORDS, long=True)

    class Meta:
        thing = "who may see the case"
        heading = "Person named"
        plural = "People named"
        indexes = ((("case", "user"), True),)


class Subject(Record):
    """Somebody whose conduct is looked into, with role, rank and post as they were at the time.

    ``member`` is empty while the subject is unidentified.
    """

    case = link(Case, backref="subjects")
    member = link(Member, "Member of the force", null=True, backref="appearances")
    role = code(
        "Role",
        "role",
        about="Officer, special constable, PCSO or member of staff, as they were at the time.",
        headings=(
            "officer or staff, officer staff, employee type, staff type, member type, officer "
            "type, police officer or staff, officer police staff, position type"
        ),
    )
    rank = code(
        "Rank",
        "rank",
        about="The rank held at the time.",
        headings=(
            "officer rank, rank grade, rank or grade, rank role, rank of officer, subject rank, "
            "grade"
        ),
    )
    post = text(
        "Post",
        about="The post held at the time.",
        privacy=WORDS,
        headings="job title, position, job, occupation",
    )
    unit = text(
        "Unit",
        about="The unit served in at the time.",
        privacy=WORDS,
        headings=(
            "department, division, bcu, district, area, station, team, directorate, business "
            "area, owning area"
        ),
    )

    class Meta:
        thing = "a subject"
        plural = "Subjects"


class Complainant(Record):
    """A person who complains, or is told of the outcome as an interested person."""

    case = link(Case, backref="complainants")
    person = link(Person, "Person", backref="complaints")
    capacity = code(
        "Capacity",
        "capacity",
        about="Whether they complain, are interested persons or witnesses.",
        default="complainant",
    )
    contact_preference = code("Prefers contact by", "contact_preference")
    since = day("Since", past=True)
    wants_told = text(
        "How they want to be told", about="What they asked to be told, and how.", privacy=WORDS
    )

    class Meta:
        thing = "a complainant"
        plural = "Complainants"


class CaseLink(Record):
    """``case`` points at ``other``; both show it.

    A case *consolidated into* another keeps its reference, which is never given again; what is
    still to be done is done in the other, so its own clocks stop.
    """

    case = link(Case, backref="links")
    other = link(Case, "Other case", backref="linked_from")
    kind = code(
        "How they belong together",
        "link",
        short="Link",
        default="see-also",
        required="Say how they belong together.",
    )
    since = day("Since", past=True)
    reason = text("Reason", privacy=WORDS, long=True)

    class Meta:
        thing = "a link to another case"
        heading = "Link"
        plural = "Links"
