"""People, and the posts that members of the force held."""

from __future__ import annotations

from models.schema.base import Privacy, Record, code, day, link, text

PERSON = Privacy.PERSON


class Person(Record):
    """A human being, once in the register however many parts they play.

    ``merged_into`` is the person that this record was found to be. Any matter that comes in from
    ``monitored_from`` to ``monitored_to`` (empty: until further notice) raises an alert. One with a
    day in ``anonymised`` stands in an anonymised case for somebody who is no longer known.
    """

    family_name = text(
        "Family name",
        privacy=PERSON,
        index=True,
        headings="surname, last name, officer surname, subject surname",
    )
    given_names = text(
        "Given names",
        privacy=PERSON,
        headings="given name, forename, forenames, first name, first names, officer forename",
    )
    title = text("Title", about="Mr, Ms, Dr.", privacy=PERSON, searched=False)
    date_of_birth = day("Date of birth", past=True, headings="dob")
    sex = code("Sex", "sex")
    ethnicity = code("Ethnicity", "ethnicity", about="As they give it themselves.")
    email = text("Email", privacy=PERSON, headings="email address, e mail")
    telephone = text("Telephone", privacy=PERSON, headings="phone, telephone number, mobile")
    address = text("Address", privacy=PERSON, long=True, headings="postal address")
    merged_into = link("self", "Merged into", null=True)
    monitored_from = day(
        "Monitored from", about="Any matter that comes in from this day raises an alert."
    )
    monitored_to = day("Monitored to", about="Empty: until further notice.")
    monitored_why = text("Why monitored", privacy=Privacy.WORDS, long=True)
    anonymised = day("Anonymised")

    class Meta:
        thing = "a person’s details"
        heading = "Person"
        plural = "People"


class Member(Record):
    """A person's service with the force: officer, special constable, PCSO, staff, volunteer."""

    person = link(Person, "Person", backref="memberships")
    number = text(
        "Collar number",
        short="Number",
        about="The number by which the force knows them.",
        privacy=PERSON,
        index=True,
        headings=(
            "number, collar no, collar, warrant number, warrant no, shoulder number, staff "
            "number, officer number, payroll number, pay number"
        ),
    )
    role = code("Role", "role")
    joined = day("Joined", past=True)
    left = day("Left")
    merged_into = link("self", "Merged into", null=True)

    class Meta:
        thing = "a member’s details"
        heading = "Member"
        plural = "Members"


class Posting(Record):
    """The rank and post a member held between two days (``ends`` empty: still held)."""

    member = link(Member, "Member", backref="postings")
    rank = code("Rank", "rank")
    post = text("Post", privacy=Privacy.WORDS)
    unit = text("Unit", privacy=Privacy.WORDS)
    starts = day("From", past=True)
    ends = day("To")

    class Meta:
        thing = "a post held"
        plural = "Posts held"
