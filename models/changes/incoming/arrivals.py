"""What a case that is received points at outside itself: found here, or recorded here once."""

from __future__ import annotations

from typing import Any

from models.change import Change
from models.moving.asking import Data, Whose
from models.moving.meeting import Here
from models.moving.parts import (
    MARK,
    content_of,
    details_version,
    plain_user,
    version_of,
)
from models.queries.parts import cases_of_person
from models.schema import (
    CaseOrigin,
    GuidanceClause,
    GuidanceDocument,
    GuidanceVersion,
    ImportRun,
    Member,
    Person,
    PersonOrigin,
    Posting,
    User,
)
from models.storage.asking import rows
from models.storage.keys import known_as


class Arrivals:
    """The users, people and guidance of one parcel as rows here, each looked for once.

    :ivar touched: cases received before that were as they were received, and show somebody whose
        details are brought up to date now.
    """

    def __init__(self, change: Change, here: Here, sender: Whose) -> None:
        self._change = change
        self._here = here
        self._sender = sender
        self._users: dict[str, int] = {}
        self._people: dict[str, int] = {}
        self._members: dict[str, int] = {}
        self._versions: dict[str, int | None] = {}
        self._added_documents: set[int] = set()
        self.people_added = 0
        self.touched: set[int] = set()

    def row_of(self, part: Data, kind: str, key: str) -> int | None:
        """The id here of what a number of the parcel stands for; ``None``: it has none here."""
        if kind == "users":
            return self._user(part, key)
        if kind == "people":
            return self._person(part, key)
        if kind == "members":
            return self._member(part, key)
        if kind == "versions":
            return self._version(part, key)
        if kind == "runs":
            return self._run(part, key)
        return self._clause(part, key)

    def meet_people(self, part: Data) -> None:
        """Record everybody of a case who is not known here, and put right who came from there."""
        for key in part["people"]:
            self._person(part, key)
        for key in part["members"]:
            self._member(part, key)

    def _user(self, part: Data, key: str) -> int:
        """Whoever decided there: known here by both names, or a user who does not work here."""
        if key not in self._users:
            name, full = part["users"][key]["name"], part["users"][key]["full_name"]
            known = {
                known_as(row.name): row for row in User.select().execute(self._change.database)
            }
            own = f"@{self._here.own.register[:MARK]}"
            plain = known.get(known_as(plain_user(name) if name.endswith(own) else name))
            if plain is not None and (name.endswith(own) or plain.full_name == full):
                self._users[key] = plain.id
                return self._users[key]
            marked = name
            if plain_user(name) == name:
                marked = f"{name}@{self._sender.register[:MARK]}"
            there = known.get(known_as(marked))
            self._users[key] = (
                there.id
                if there is not None
                else self._change.add(User, name=marked, full_name=full, retired=True)
            )
        return self._users[key]

    def _person(self, part: Data, key: str) -> int:
        if key in self._people:
            return self._people[key]
        there = part["people"][key]
        theirs = details_version(there)
        known = self._here.person_of(part, key)
        if known is None:
            person_id = self._change.add(Person, **there)
            self.people_added += 1
            self._people[key] = person_id
            self._remember(part, key, person_id, theirs, theirs)
            return person_id
        person_id = known[0]
        self._people[key] = person_id
        ours = ""
        if not self._here.is_touched(person_id):
            here = self._here.person(person_id)
            different = {name: value for name, value in there.items() if value != here[name]}
            if different:
                self.touched |= self._left_alone(person_id)
                self._change.edit(Person, person_id, here["version"], **different)
            ours = theirs
        self._remember(part, key, person_id, theirs, ours)
        return person_id

    def _remember(self, part: Data, key: str, person_id: int, theirs: str, ours: str) -> None:
        """Keep by which numbers other registers know somebody."""
        for register, origin_id in part["identities"][key]:
            if register == self._here.own.register:
                continue
            query = PersonOrigin.select().where(
                (PersonOrigin.person == person_id)
                & (PersonOrigin.register == register)
                & (PersonOrigin.origin_id == origin_id)
            )
            row = next(iter(query.execute(self._change.database)), None)
            values = {"theirs": theirs, "ours": ours}
            if row is None:
                one = {"person": person_id, "register": register, "origin_id": origin_id}
                self._change.add(PersonOrigin, **one, **values)
            elif (row.theirs, row.ours) != (theirs, ours):
                self._change.edit(PersonOrigin, row.id, row.version, **values)

    def _left_alone(self, person_id: int) -> set[int]:
        """The cases in which somebody plays a part and that are as they were received."""
        connection = self._here.connection
        cases = [row[0] for row in rows(connection, cases_of_person, person=person_id)]
        received = CaseOrigin.select(CaseOrigin.case, CaseOrigin.ours)
        return {
            case_id
            for case_id, ours in rows(connection, received.where(CaseOrigin.case.in_(cases)))
            if version_of(content_of(connection, case_id)) == ours
        }

    def _member(self, part: Data, key: str) -> int:
        if key in self._members:
            return self._members[key]
        there = part["members"][key]
        person_id = self._person(part, there["person"])
        values = {
            name: value for name, value in there.items() if name not in ("person", "postings")
        }
        found = None
        query = Member.select().where((Member.person == person_id) & Member.merged_into.is_null())
        for row in query.order_by(Member.id).execute(self._change.database):
            if found is None and row.number == there["number"]:
                found = row.id if row.number or row.role == there["role"] else None
        member_id = found or self._change.add(Member, person=person_id, **values)
        self._members[key] = member_id
        posts = Posting.select().where(Posting.member == member_id).dicts()
        here = [
            {name: _plain(row[name]) for name in ("rank", "post", "unit", "starts", "ends")}
            for row in posts.execute(self._change.database)
        ]
        for posting in there["postings"]:
            if posting not in here:
                self._change.add(Posting, member=member_id, **posting)
        return member_id

    def _version(self, part: Data, key: str) -> int | None:
        """The version of guidance of this title, name and first day.

        A force's own guidance is not mixed with another's: a document that is not here is added
        under the name of the force it is from, and is proposed for nothing.
        """
        if key in self._versions:
            return self._versions[key]
        there = part["versions"][key]
        same_force = self._sender.force == self._here.own.force
        called = f"{there['title']} ({self._sender.force})"
        documents = [
            row
            for title in (there["title"], called)
            for row in GuidanceDocument.select()
            .where(GuidanceDocument.title == title)
            .order_by(GuidanceDocument.id)
            .execute(self._change.database)
        ]
        found: int | None = None
        for document in documents:
            for row in self._versions_of(document.id):
                same = (row.name, _plain(row.starts)) == (there["name"], there["starts"])
                found = found or (row.id if same else None)
        if found is None:
            mine = [one.id for one in documents if one.title == called or same_force]
            document_id = mine[0] if mine else None
            if document_id is None and (not documents or not same_force):
                title = there["title"] if same_force else called
                factor = there["factor"] if same_force else None
                document_id = self._change.add(GuidanceDocument, title=title, factor=factor)
            if document_id is not None and not self._overlaps(document_id, there):
                values = {name: there[name] for name in ("name", "starts", "ends")}
                found = self._change.add(GuidanceVersion, document=document_id, **values)
                self._added_documents.add(found)
        self._versions[key] = found
        return found

    def _versions_of(self, document_id: int) -> list[Any]:
        query = GuidanceVersion.select().where(GuidanceVersion.document == document_id)
        return list(query.order_by(GuidanceVersion.id).execute(self._change.database))

    def _overlaps(self, document_id: int, there: Data) -> bool:
        return any(
            (_plain(row.starts) or "") <= (there["ends"] or "9999")
            and (there["starts"] or "") <= (_plain(row.ends) or "9999")
            for row in self._versions_of(document_id)
        )

    def _run(self, part: Data, key: str) -> int:
        """The import of a file elsewhere: known by its file, and nothing that is undone here."""
        there = part["runs"][key]
        run = ImportRun
        same = (run.sha256 == there["sha256"]) & (run.file_name == there["file_name"])
        query = run.select(run.id).where(same & (run.at == there["at"])).limit(1)
        found = query.scalar(self._change.database)
        return int(found) if found is not None else self._change.add(run, **there)

    def _clause(self, part: Data, key: str) -> int | None:
        there = part["clauses"][key]
        version_id = self._version(part, there["version"])
        if version_id is None:
            return None
        query = GuidanceClause.select().where(
            (GuidanceClause.guidance == version_id) & (GuidanceClause.number == there["number"])
        )
        for row in query.order_by(GuidanceClause.id).execute(self._change.database):
            return int(row.id)
        if version_id not in self._added_documents:
            return None
        values = {"number": there["number"], "words": there["words"]}
        return self._change.add(GuidanceClause, guidance=version_id, **values)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
