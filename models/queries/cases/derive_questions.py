"""What is asked of the register, and taken out of it, to derive lists and search."""

from __future__ import annotations

from peewee import SQL, BaseQuery, fn

from models.queries.joins import people_of, with_guidance, with_user
from models.schema import (
    Allegation,
    AllegationFactor,
    Case,
    CaseClock,
    CaseLine,
    Complainant,
    GuidanceClause,
    GuidanceDocument,
    GuidanceVersion,
    Member,
    Person,
    SearchEntry,
    Setting,
    Subject,
    User,
)
from models.storage.asking import given, question

#: The columns of a clock as they are written and compared: all but its id.
CLOCK_COLUMNS = ("case_id", "clock", "about", "words", "started", "due", "state")
ENTRY_COLUMNS = ("id", "source", "source_id", "words")


@question
def case() -> BaseQuery:
    """The row of ``case``, with its owner's full name."""
    chosen = Case.select(Case, User.full_name.alias("owner_name"))
    return with_user(chosen, Case.owner, User).where(Case.id == given("case"))


@question
def subjects() -> BaseQuery:
    """The subjects of ``case``, with who they are."""
    chosen = Subject.select(
        *(Subject.id, Subject.role, Subject.rank, Subject.post, Subject.unit, Member.number),
        *(Person.family_name, Person.given_names, Person.title),
    )
    joined = people_of(chosen, Subject, Member, Person, left=True)
    return joined.where(Subject.case == given("case")).order_by(Subject.id)


@question
def allegations() -> BaseQuery:
    """The allegations of ``case``, with what they name of guidance."""
    clause = GuidanceClause.number.concat(SQL("' '")).concat(GuidanceClause.words)
    chosen = Allegation.select(
        Allegation,
        GuidanceDocument.title.alias("document"),
        GuidanceVersion.name.alias("version_name"),
        fn.TRIM(clause).alias("clause"),
    )
    joined = with_guidance(chosen, Allegation)
    return joined.where(Allegation.case == given("case")).order_by(Allegation.id)


@question
def complainants() -> BaseQuery:
    """The complainants of ``case``, with who they are."""
    person = Person
    return (
        Complainant.select(
            *(Complainant.id, person.family_name, person.given_names),
            *(person.email, person.telephone, person.address),
        )
        .join(person, on=(person.id == Complainant.person))
        .where(Complainant.case == given("case"))
        .order_by(Complainant.id)
    )


@question
def factors() -> BaseQuery:
    """The factors of the allegations of ``case``, once each."""
    return (
        AllegationFactor.select(AllegationFactor.factor)
        .distinct()
        .join(Allegation, on=(Allegation.id == AllegationFactor.allegation))
        .where(Allegation.case == given("case"))
        .order_by(AllegationFactor.factor)
    )


@question
def nation() -> BaseQuery:
    """The nation whose bank holidays the register goes by."""
    return Setting.select(Setting.value).where(Setting.key == "nation")


@question
def clocks() -> BaseQuery:
    """The clocks of ``case``, as they are written."""
    columns = [CaseClock._meta.columns[name] for name in CLOCK_COLUMNS]
    return CaseClock.select(*columns).where(CaseClock.case == given("case")).order_by(CaseClock.id)


@question
def entries() -> BaseQuery:
    """The search entries from ``first`` to ``last``."""
    between = SearchEntry.id.between(given("first"), given("last"))
    return SearchEntry.select().where(between).order_by(SearchEntry.id)


@question
def remove_line() -> BaseQuery:
    """Take out the line of ``case``."""
    return CaseLine.delete().where(CaseLine.case == given("case"))


@question
def remove_clocks() -> BaseQuery:
    """Take out the clocks of ``case``."""
    return CaseClock.delete().where(CaseClock.case == given("case"))


@question
def remove_entry() -> BaseQuery:
    """Take out the search entry ``entry``."""
    return SearchEntry.delete().where(SearchEntry.id == given("entry"))
