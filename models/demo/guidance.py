"""The demonstration's guidance: published before its cases, given to everybody in them."""

from __future__ import annotations

import datetime

from models.case.casefile import CaseFile, Row
from models.case.guidance import Version
from models.changes import acknowledgements, guidance
from models.demo.source import read
from models.queries.people.guidance import versions
from models.register import Register
from models.rules.process.guidance import proposed
from models.schema import GuidanceIssue, Member

HOW = ("briefing", "email", "intranet", "training")
SIGNED = ("signed", "electronic", "electronic", "register")


def publish(register: Register) -> list[Version]:
    """Record the documents with their versions and clauses; return the versions."""
    with register.change("Guidance of the demonstration register") as change:
        for document in read("guidance")["documents"]:
            document_id = guidance.add_document(
                change,
                title=document["title"],
                factor=document["factor"],
                notes=document["notes"],
            )
            for one in document["versions"]:
                starts = datetime.date.fromisoformat(one["starts"])
                version_id = guidance.add_version(
                    change, document_id, name=one["name"], starts=starts, notes=one["notes"]
                )
                for number, words in one["clauses"].items():
                    guidance.add_clause(change, version_id, number=number, words=words)
    with register.reader() as connection:
        return versions(connection)


def name_in(file: CaseFile, allegation: Row) -> None:
    """Have an allegation name the version in force on the day of the conduct, and its clause."""
    for version in proposed(file.guidance, allegation)[:1]:
        clauses = _clauses_by_conduct(version)
        number = clauses.get(allegation["conduct"] or "", clauses[""])
        allegation["guidance_version_id"] = version.id
        allegation["guidance_clause_id"] = next(
            one.id for one in version.clauses if one.number == number
        )


def hand_out(register: Register, known: list[Version]) -> None:
    """Give every version to nearly everybody, most of whom acknowledge it, some of them late."""
    with register.change("Guidance given, demonstration register") as change:
        rows = Member.select(Member.id).order_by(Member.id).tuples().execute(change.database)
        members = [row[0] for row in rows]
        for version in known:
            assert version.starts is not None
            for week, how in enumerate(HOW):
                given = version.starts + datetime.timedelta(days=1 + 7 * week)
                those = [one for one in members if one % 4 == week and one % 13 != 6]
                acknowledgements.give(change, version.id, those, given=given, how=how)
            query = GuidanceIssue.select().where(GuidanceIssue.guidance == version.id)
            for issue in list(query.execute(change.database)):
                number = issue.member_id + 3 * version.id
                day = issue.given + datetime.timedelta(days=number * 5 % 21)
                if number % 9 == 4:
                    continue
                if number % 7 == 3:
                    day += datetime.timedelta(days=420)
                if day <= change.today:
                    how = SIGNED[HOW.index(issue.how)]
                    acknowledgements.acknowledge(change, [issue.id], day, how)


def _clauses_by_conduct(version: Version) -> Row:
    for document in read("guidance")["documents"]:
        for one in document["versions"]:
            if (document["title"], one["name"]) == (version.title, version.name):
                found: Row = one["conduct"]
                return found
    raise KeyError(version.called)
