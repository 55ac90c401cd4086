"""What is asked of the register to have one case whole."""

from __future__ import annotations

from functools import cache

from peewee import SQL, BaseQuery, fn

from models.queries.joins import empty, people_of, with_guidance, with_user
from models.schema import (
    Allegation,
    AllegationFactor,
    Case,
    CaseLink,
    ChronologyEntry,
    Complainant,
    GuidanceClause,
    GuidanceDocument,
    GuidanceVersion,
    Member,
    Person,
    Subject,
    Table,
    Task,
    User,
)
from models.storage.asking import Question, given, question


def subjects(fields: tuple[str, ...]) -> Question:
    """The subjects of ``case``, with these fields of the person and the number of the member."""
    about = [getattr(Person, name) for name in fields]
    chosen = Subject.select(Subject, *about, Member.number)
    joined = people_of(chosen, Subject, Member, Person, left=True)
    return Question(lambda: joined.where(Subject.case == given("case")).order_by(Subject.id))


def complainants(fields: tuple[str, ...]) -> Question:
    """The complainants of ``case``, with these fields of the person."""
    about = [getattr(Person, name) for name in fields]
    joined = Complainant.select(Complainant, *about).join(
        Person, on=(Person.id == Complainant.person)
    )
    of_case = joined.where(Complainant.case == given("case"))
    return Question(lambda: of_case.order_by(Complainant.id))


@question
def allegations() -> BaseQuery:
    """The allegations of ``case``, with what they name of guidance."""
    chosen = Allegation.select(
        Allegation,
        empty(GuidanceDocument.title, "guidance_document"),
        empty(GuidanceVersion.name, "guidance_version"),
        empty(GuidanceClause.number, "guidance_clause"),
    )
    joined = with_guidance(chosen, Allegation)
    return joined.where(Allegation.case == given("case")).order_by(Allegation.id)


@question
def chronology() -> BaseQuery:
    """The chronology of ``case``, in the order of its numbers."""
    entry = ChronologyEntry
    chosen = entry.select(entry, User.full_name.alias("entered_by_name"))
    joined = with_user(chosen, entry.entered_by, User)
    return joined.where(entry.case == given("case")).order_by(entry.number)


@question
def links() -> BaseQuery:
    """The links of ``case`` to others, with what those are called."""
    chosen = CaseLink.select(
        CaseLink, Case.reference.alias("other_reference"), Case.title.alias("other_title")
    )
    joined = chosen.join(Case, on=(Case.id == CaseLink.other))
    return joined.where(CaseLink.case == given("case")).order_by(CaseLink.id)


@cache
def rows_of_case(model: type[Table]) -> Question:
    """The rows of a table of the case ``case``, in the order in which they were added."""
    case = model._meta.columns["case_id"]
    return Question(lambda: model.select().where(case == given("case")).order_by(model.id))


@question
def case() -> BaseQuery:
    """The row of ``case``."""
    return Case.select().where(Case.id == given("case"))


@question
def of_reference() -> BaseQuery:
    """The case that bears ``reference``."""
    return Case.select(Case.id).where(Case.reference == given("reference"))


@question
def of_former_reference() -> BaseQuery:
    """The case that once bore ``reference``, which is given with a space on either side."""
    former = SQL("' '").concat(Case.former_references).concat(SQL("' '"))
    return Case.select(Case.id).where(
        (Case.former_references != "") & fn.instr(former, given("reference"))
    )


@question
def linked_from() -> BaseQuery:
    """The links of other cases to ``case``."""
    open_tasks = Task.select(fn.COUNT(Task.id)).where((Task.case == Case.id) & Task.done.is_null())
    return (
        CaseLink.select(
            *(CaseLink.id, CaseLink.kind, CaseLink.case, Case.reference, Case.title),
            *(Case.stage, Case.restricted, open_tasks.alias("open_tasks")),
        )
        .join(Case, on=(Case.id == CaseLink.case))
        .where(CaseLink.other == given("case"))
        .order_by(CaseLink.id)
    )


@question
def factors() -> BaseQuery:
    """The factors of the allegations of ``case``, in order of their codes."""
    factor = AllegationFactor
    return (
        factor.select(factor.allegation, factor.factor)
        .join(Allegation, on=(Allegation.id == factor.allegation))
        .where(Allegation.case == given("case"))
        .order_by(factor.factor)
    )
