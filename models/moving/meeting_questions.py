"""What is asked of the register here to know what and whom a parcel tells of."""

from __future__ import annotations

from typing import Any

from peewee import SQL, BaseQuery, fn

from models.queries.joins import members_of
from models.schema import Case, CaseLink, CaseOrigin, Member, Person, PersonOrigin, Table, User
from models.storage.asking import given, plain, question, questions


@question
def number_of_user() -> BaseQuery:
    """The number in the force of ``user``."""
    return members_of(User.select(Member.number), User).where(User.id == given("user"))


@question
def numbers_of_person() -> BaseQuery:
    """The numbers in the force of ``person``."""
    return Member.select(Member.number).where(Member.person == given("person"))


@question
def arrived() -> BaseQuery:
    """The case that was first recorded in ``register`` under ``reference``."""
    return CaseOrigin.select(CaseOrigin.case).where(
        CaseOrigin.register == given("register"), CaseOrigin.reference == given("reference")
    )


@question
def of_reference() -> BaseQuery:
    """The case first recorded here, in ``register``, that bears or once bore ``reference``.

    ``former`` is the reference between spaces.
    """
    once = fn.INSTR(plain(" ").concat(Case.former_references).concat(" "), given("former"))
    elsewhere = CaseOrigin.select(SQL("1")).where(
        CaseOrigin.case == Case.id, CaseOrigin.register != given("register")
    )
    return Case.select(Case.id).where(
        (Case.reference == given("reference")) | ((Case.former_references != "") & once),
        ~fn.EXISTS(elsewhere),
    )


@question
def received_as() -> BaseQuery:
    """The people who are ``origin`` in ``register``."""
    return PersonOrigin.select(PersonOrigin.person).where(
        PersonOrigin.register == given("register"), PersonOrigin.origin_id == given("origin")
    )


@question
def of_number() -> BaseQuery:
    """The people of a ``number`` and a ``family`` name."""
    return (
        Member.select(Member.person)
        .join(Person)
        .where(
            Member.number == given("number"),
            Person.family_name == given("family"),
            Member.merged_into.is_null(),
        )
        .order_by(Member.id)
    )


@question
def of_name_and_birth() -> BaseQuery:
    """The people of a ``family`` name, ``given_names`` and a day of birth (``born``)."""
    return (
        Person.select(Person.id)
        .where(
            Person.family_name == given("family"),
            Person.given_names == given("given_names"),
            Person.date_of_birth == given("born"),
        )
        .order_by(Person.id)
    )


@question
def details_received() -> BaseQuery:
    """What the details of ``person`` were when they were received, where they came with a case."""
    return PersonOrigin.select(PersonOrigin.ours).where(
        PersonOrigin.person == given("person"), PersonOrigin.ours != ""
    )


@question
def consolidations() -> BaseQuery:
    """Whether ``case`` is consolidated with another."""
    either = (CaseLink.case == given("case")) | (CaseLink.other == given("case"))
    return CaseLink.select(SQL("1")).where(CaseLink.kind == "consolidated", either)


@questions
def files_in(model: type[Table]) -> BaseQuery:
    """The hash and the id of each file that rows of a table give to ``case``."""
    columns: Any = model._meta.columns
    query = model.select(columns["sha256"], columns["file_id"])
    return query.where(columns["case_id"] == given("case"))
