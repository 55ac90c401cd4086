"""What many questions say alike: who stands behind a subject, and what people are called.

Each takes the tables under the names that the question gives them
(:func:`models.storage.asking.named`) and adds to a question or gives a column of it.
"""

from __future__ import annotations

from typing import Any, TypeVar

from peewee import JOIN, SQL, Function, Model, ModelSelect, fn

from models.schema import (
    Allegation,
    AuditRecord,
    GuidanceClause,
    GuidanceDocument,
    GuidanceIssue,
    GuidanceVersion,
    Member,
    Person,
    Posting,
    Subject,
    User,
)
from models.storage.asking import named

Q = TypeVar("Q", bound="ModelSelect[Any]")
Held = type[Subject] | type[Posting] | type[GuidanceIssue] | type[User]


def members_of(query: Q, held: Held, member: type[Member] = Member, *, left: bool = False) -> Q:
    """Join the member that a subject, a posting, an issue of guidance or a user is.

    :param left: keep the rows that have none: a subject who is not identified.
    """
    return query.join(member, _kind(left), on=(member.id == held.member))


def people_of(
    query: Q,
    held: Held,
    member: type[Member] = Member,
    person: type[Person] = Person,
    *,
    left: bool = False,
) -> Q:
    """Join the member, and the person that the member is."""
    joined = members_of(query, held, member, left=left)
    return joined.join(person, _kind(left), on=(person.id == member.person))


def with_user(query: Q, by: Any, user: type[User] = User) -> Q:
    """Join the user in a column that may be empty: the owner, or who decided."""
    return query.join(user, JOIN.LEFT_OUTER, on=(user.id == by))


def with_user_named(query: Q, name: Any, user: type[User] = User) -> Q:
    """Join the user who signs in by a name, as the record has it; they may be gone."""
    return query.join(user, JOIN.LEFT_OUTER, on=(user.name == name))


def with_guidance(query: Q, allegation: type[Allegation]) -> Q:
    """Join the document, the version and the clause that an allegation names, where it does."""
    version, clause = GuidanceVersion, GuidanceClause
    return (
        query.join(version, JOIN.LEFT_OUTER, on=(version.id == allegation.guidance_version))
        .join(GuidanceDocument, JOIN.LEFT_OUTER, on=(GuidanceDocument.id == version.document))
        .join(clause, JOIN.LEFT_OUTER, on=(clause.id == allegation.guidance_clause))
    )


def called(user: type[User] = User) -> Function:
    """The full name of a joined user, empty where there is none."""
    return fn.COALESCE(user.full_name, "")


def recorded_by(record: type[AuditRecord], user: type[User] = User) -> Function:
    """The full name of who made a record, or else what they signed in as."""
    return fn.COALESCE(user.full_name, record.user_name)


def listed_name(person: type[Person] = Person) -> Function:
    """``Harmer, Daniel``: as a list is sorted."""
    return fn.TRIM(person.family_name.concat(", ").concat(person.given_names), ", ")


def spoken_name(person: type[Person] = Person) -> Function:
    """``Daniel Harmer``: as people say it; empty where nobody is joined."""
    given = fn.COALESCE(person.given_names, "")
    return fn.TRIM(given.concat(" ").concat(fn.COALESCE(person.family_name, "")))


def numbers_of(person: type[Person] = Person) -> Function:
    """The numbers of a person as a member of the force, with commas between."""
    member = named(Member, "numbered")
    numbers = member.select(fn.GROUP_CONCAT(member.number, ", ")).where(
        member.person == person.id, member.number != "", member.merged_into.is_null()
    )
    return fn.COALESCE(numbers, "")


def counted(table: type[Model]) -> ModelSelect[Any]:
    """How many rows a table has, or those that are asked for."""
    return table.select(fn.COUNT(SQL("*")))


def empty(column: Any, alias: str | None = None) -> Any:
    """A column with an empty text where nothing is said."""
    found = fn.COALESCE(column, "")
    return found.alias(alias) if alias else found


def _kind(left: bool) -> str:
    return JOIN.LEFT_OUTER if left else JOIN.INNER
