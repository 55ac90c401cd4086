"""Random registers, and a plain reference of who may see what of them.

The reference reads whole tables into sets and says it all again in Python; it takes nothing from
:mod:`models.sight.seeing`. What a user should be told is then what the same question answers in a
register from which every row that they may not see has been deleted.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from models.case import casefile
from models.case.casefile import CaseFile
from models.change import Change
from models.changes import acknowledgements, guidance, merging, noting
from models.changes.case import cases, exhibits, letters
from models.changes.case.coding import DECISIONS, decide
from models.changes.people import add_post, review_alert
from models.changes.publishing import keep
from models.entering.open import create_register
from models.errors import InvalidError
from models.queries.cases.casefile import load_case
from models.queries.figures.publication import answer
from models.register import Register
from models.rules.imported import kept_text
from models.rules.new_case import blank_case
from models.rules.publishing.questions import Question
from models.schema import (
    Case,
    CaseLink,
    CaseOrigin,
    Complainant,
    ImportedRow,
    ImportRun,
    Member,
    OriginLink,
    OriginRecord,
    Person,
    PersonOrigin,
    Publication,
    Task,
    User,
)
from models.storage.engine import sqlite3
from tests.models.making import TODAY, docx_of, raw

MOMENT = datetime.datetime(2014, 2, 1, 9, 0)
USERS, OFFICERS, WITNESSES = 4, 4, 3
NAMES = ("Harmer", "Pell", "Vance", "Thorne")
#: Every table with rows of one case by ``case_id``, written out here to be independent.
OF_A_CASE = (
    *("subject", "complainant", "allegation", "severity_assessment", "finding", "proceeding"),
    *("outcome", "chronology_entry", "referral", "notice", "suspension", "suspension_review"),
    *("complainant_update", "clock_change", "stage_step", "task", "exhibit", "letter"),
    *("case_clock", "case_line", "case_access", "retention_review", "imported_row"),
    "coding_review",
    *("case_origin", "origin_record", "origin_link"),
)


@dataclass
class World:
    """A register as a plan made it, and what was in it once and is no longer."""

    path: Path
    #: person, case: parts that were taken out again.
    once: set[tuple[int, int]] = field(default_factory=set)
    #: merge: the cases that the record gone was in when it was merged.
    brought: dict[int, set[int]] = field(default_factory=dict)


def _some(many: int) -> st.SearchStrategy[set[int]]:
    return st.sets(st.integers(0, many - 1), max_size=2)


MATTERS = st.fixed_dictionaries(
    {
        "restricted": st.booleans(),
        "owner": st.sampled_from([None, *range(1, USERS + 1)]),
        "named": st.sets(st.integers(1, USERS), max_size=2),
        "officers": _some(OFFICERS),
        "witnesses": _some(WITNESSES),
        "taken_out": st.booleans(),
        "doer": st.integers(1, USERS),
        "exhibit": st.booleans(),
        "link": st.sampled_from(["", "see-also", "consolidated", "from"]),
        "then": st.sampled_from(["", "", "restrict", "open"]),
        "long_closed": st.booleans(),
    }
)
PLANS = st.fixed_dictionaries(
    {
        "matters": st.lists(MATTERS, min_size=3, max_size=6),
        "members": st.lists(
            st.sampled_from([None, *range(OFFICERS)]), min_size=USERS, max_size=USERS
        ),
        "merges": st.lists(
            st.tuples(st.integers(0, OFFICERS - 1), st.integers(0, OFFICERS - 1), st.booleans()),
            max_size=2,
        ),
        "review": st.booleans(),
    }
)


def build(path: Path, plan: dict[str, Any], papers: Path) -> World:
    """Make the planned register at ``path``; words of case 3 are ``xcase3…`` wherever they are."""
    world = World(path)
    (papers / "template.docx").write_bytes(docx_of("{{ case.title }}"))
    with create_register(path, force="Weald", user="user1", full_name="User1", today=TODAY) as made:
        with made.change() as change, change.beyond_sight():
            for number in range(2, USERS + 1):
                change.add(User, name=f"user{number}", full_name=f"User{number}", role="supervisor")
            _guidance(change)
            change.add(ImportRun, at=MOMENT, file_name="foi.csv")

        letters.add_template(made, papers / "template.docx", name="Ours", about="other")
        for at, matter in enumerate(plan["matters"], start=1):
            _matter(made, world, at, matter, papers)
        for at, matter in enumerate(plan["matters"], start=1):
            _link(made, at, matter)
        for at, matter in enumerate(plan["matters"], start=1):
            _then(made, at, matter)
        for at, matter in enumerate(plan["matters"], start=1):
            _close(made, at, matter)
        for kept, gone, undone in plan["merges"]:
            _merge(made, world, kept, gone, undone)
        with made.change() as change, change.beyond_sight():
            for number, officer in enumerate(plan["members"], start=1):
                found = None if officer is None else _member(change, officer)
                if found is not None:
                    user = User.select().where(User.id == number).execute(change.database)
                    change.edit(User, number, next(iter(user)).version, member=found)
        if plan["review"]:
            _review(made)
        _publish(made)
    return world


def _publish(register: Register) -> None:
    """Decisions on what the first user sees, and two answers kept: of one factor, and of all."""
    with register.reader() as connection:
        rows = connection.execute("SELECT id FROM allegation ORDER BY id").fetchall()
    for (allegation_id,) in rows:
        with register.change() as change:
            decide(change, allegation_id, "social-media", DECISIONS[allegation_id % 3])
    for factor in ("social-media", None):
        question = Question(TODAY.replace(year=2013), TODAY, factor=factor, threshold=0)
        with register.reader() as connection:
            made = answer(connection, question, force="Weald", today=TODAY)
        number = keep(register, made, "For the website")
        noting.disclosed(register, "Answer saved", about=(Publication, number))


def _guidance(change: Change) -> None:
    person = change.add(Person, family_name="Given", given_names="Guidance")
    member = change.add(Member, person=person, number="9000", role="officer")
    document = guidance.add_document(change, title="Social media", factor="social-media")
    version = guidance.add_version(change, document, name="1", starts=TODAY.replace(year=2010))
    acknowledgements.give(change, version, [member], given=TODAY)


def _file(at: int, matter: dict[str, Any]) -> CaseFile:
    word = f"xcase{at}"
    file = blank_case(TODAY, matter["owner"])
    file.case |= {
        "title": f"{word}title",
        "summary": f"{word}summary common",
        "kind": "conduct" if at % 2 else "recordable-conduct",
        "received": TODAY.replace(day=at),
        "came_to_notice": TODAY.replace(day=at),
        "incident_place": f"{word}place",
        "next_due": TODAY.replace(day=at + 1),
        "next_due_for": f"{word}reminder",
        "restricted": matter["restricted"],
        "closed": None,
    }
    for officer in sorted(matter["officers"]):
        subject = casefile.add_row(
            "subjects",
            file,
            family_name=NAMES[officer % 3] if officer == 3 else NAMES[officer],
            given_names=f"Officer{officer}",
            number=f"44{officer}",
            role="officer",
            unit=f"{word}unit",
        )
        allegation = casefile.add_row(
            "allegations",
            file,
            subject_id=subject["id"],
            particulars=f"{word}particulars",
            category="2012-A",
            factors=["social-media"],
            platform="facebook",
            guidance_document="Social media",
            guidance_version="1",
        )
        casefile.add_row(
            "findings",
            file,
            allegation_id=allegation["id"],
            finding="cta-misconduct",
            decided=TODAY,
            reason=f"{word}finding",
        )
        casefile.add_row(
            "outcomes", file, subject_id=subject["id"], outcome="ww", decided=TODAY, starts=TODAY
        )
        casefile.add_row(
            "suspensions",
            file,
            subject_id=subject["id"],
            kind="suspension",
            began=TODAY.replace(day=at),
            reason=f"{word}suspension",
        )
    casefile.add_row("chronology", file, text=f"{word}entry common", occurred=MOMENT)
    return file


def _matter(made: Register, world: World, at: int, matter: dict[str, Any], papers: Path) -> None:
    file = _file(at, matter)
    for user in sorted(matter["named"]):
        casefile.add_row("named", file, user_id=user, since=TODAY, reason=f"xcase{at}named")
    with made.change(f"xcase{at}why") as change, change.beyond_sight():
        for witness in sorted(matter["witnesses"]):
            known = _person(change, f"Witness{witness}")
            casefile.add_row(
                "complainants",
                file,
                person_id=known,
                family_name=f"Witness{witness}",
                capacity="witness",
                wants_told=f"xcase{at}told",
            )
        case_id = cases.save(change, file, None).case_id
        assert case_id == at
        values = {"case": case_id, "number": at, "key": f"xcase{at}key"}
        change.add(ImportedRow, run=1, kept=kept_text({"Area": f"xcase{at}kept"}), **values)
        change.add(
            Task,
            case=case_id,
            title=f"xcase{at}task",
            notes=f"xcase{at}notes",
            assigned_to=matter["doer"],
            uid=f"xcase{at}uid",
        )
        change.within = at
        _origin(change, at)
        change.within = None
    if matter["exhibit"]:
        paper = papers / f"xcase{at}paper.txt"
        paper.write_text(f"xcase{at}bytes")
        with _everything(made):
            exhibits.attach(made, at, exhibits.NewExhibit(paper, f"xcase{at}exhibit"))
            docx = docx_of(f"xcase{at}words")
            letters.send(
                made,
                at,
                letters.NewLetter(f"xcase{at}letter", "other", docx, f"xcase{at}.docx", TODAY),
            )
    if matter["taken_out"] and matter["witnesses"]:
        loaded = _loaded(made, at)
        with made.change() as change, change.beyond_sight():
            gone = loaded.complainants[-1]
            world.once.add((gone["person_id"], at))
            change.remove(Complainant, gone["id"], gone["version"])


def _origin(change: Change, at: int) -> None:
    """It came from another register, as did everybody in it."""
    register, word = "f" * 32, f"xcase{at}"
    came = {"register": register, "reference": f"PS/2001/{at:05d}", "received": MOMENT}
    change.add(CaseOrigin, case=at, force=f"{word}force", **came)
    seals = dict.fromkeys(("digest", "chain", "entry_hash", "reason_hash"), b"0" * 32)
    said = {"who": f"{word}who", "entry": json.dumps({"what": f"{word}done"}), "names": "{}"}
    OriginRecord.insert(
        case=at, register=register, number=at, at=MOMENT, action="collect", **said, **seals
    ).execute(change.database)
    other = {"register": register, "first_reference": "PS/2001/00099", "outward": True}
    change.add(OriginLink, case=at, reference="PS/2001/00099", reason=f"{word}linked", **other)
    query = Complainant.select().where(Complainant.case == at)
    for row in query.execute(change.database):
        known = {"person": row.person_id, "register": register, "origin_id": 100 * at + row.id}
        change.add(PersonOrigin, theirs="0" * 64, **known)


def _loaded(made: Register, case_id: int) -> CaseFile:
    with made.reader(whole=True) as connection:
        return load_case(connection, case_id)


@contextmanager
def _everything(made: Register) -> Iterator[None]:
    """The one who makes the register writes in every case of it."""
    kept, made.change = made.change, None  # type: ignore[method-assign, assignment]

    @contextmanager
    def change(reason: str = "", undo: Callable[[], None] | None = None) -> Iterator[Change]:
        with kept(reason, undo) as opened, opened.beyond_sight():
            yield opened

    made.change = change  # type: ignore[method-assign]
    try:
        yield
    finally:
        made.change = kept  # type: ignore[method-assign]


def _link(made: Register, at: int, matter: dict[str, Any]) -> None:
    if not matter["link"] or at == 1:
        return
    with made.change() as change, change.beyond_sight():
        rows = {row.id: row for row in Case.select().execute(change.database)}
        values = {"since": TODAY, "reason": f"xcase{at}xcase{at - 1}link"}
        if matter["link"] == "from":
            change.add(CaseLink, case=at - 1, other=at, kind="see-also", **values)
        elif matter["link"] == "see-also":
            change.add(CaseLink, case=at, other=at - 1, kind="see-also", **values)
        elif rows[at].restricted == rows[at - 1].restricted:
            change.add(CaseLink, case=at, other=at - 1, kind="consolidated", **values)


def _then(made: Register, at: int, matter: dict[str, Any]) -> None:
    """Restrict it or open it later, where the rules let it be."""
    if not matter["then"]:
        return
    try:
        file = _loaded(made, at)
        with made.change() as change, change.beyond_sight():
            edited = file.copy()
            edited.case["restricted"] = matter["then"] == "restrict"
            edited.tasks = [row | {"assigned_to_id": 1} for row in edited.tasks]
            if edited.case["restricted"] and not any(row["user_id"] == 1 for row in edited.named):
                casefile.add_row("named", edited, user_id=1, reason=f"xcase{at}named")
            cases.save(change, edited, file)
    except InvalidError as error:
        if not ("consolidated" in str(error) or "Nobody would be left" in str(error)):
            raise


def _close(made: Register, at: int, matter: dict[str, Any]) -> None:
    """Long ago, so that it comes to review."""
    if matter["long_closed"]:
        with made.change() as change, change.beyond_sight():
            row = next(iter(Case.select().where(Case.id == at).execute(change.database)))
            change.edit(Case, at, row.version, stage="closed", closed=TODAY.replace(year=2001))


def _merge(made: Register, world: World, kept: int, gone: int, undone: bool) -> None:
    with made.change() as change, change.beyond_sight():
        query = Member.select().where(Member.id << [_member(change, one) for one in (kept, gone)])
        whose = {row.number: row.person_id for row in query.execute(change.database)}
        person, other = (whose.get(f"44{officer}") for officer in (kept, gone))
        merged = {
            row.id
            for row in Person.select().where(~Person.merged_into.is_null()).execute(change.database)
        }
        if person is None or other is None or person == other or merged & {person, other}:
            return
        parts = _parts(change.database.connection())
        cases_of_gone = {case for one, case in parts if one == other}
        merge_id = merging.merge_people(change, person, other, "One and the same")
        if undone:
            merging.undo_merge(change, merge_id)
        else:
            world.brought[merge_id] = cases_of_gone


def _review(made: Register) -> None:
    with made.change() as change, change.beyond_sight():
        by_person: dict[int, set[int]] = {}
        for person, case in _parts(change.database.connection()):
            by_person.setdefault(person, set()).add(case)
        for person, ids in sorted(by_person.items()):
            key = " ".join(map(str, sorted(ids)))
            reason = "".join(f"xcase{one}reviewed" for one in sorted(ids))
            review_alert(change, person, "matters", key, reason, closed=False)
        member = _member(change, 0)
        if member is not None:
            add_post(change, member, post="Custody", unit="Downham")


def _person(change: Change, family: str) -> int | None:
    query = Person.select().where((Person.family_name == family) & Person.merged_into.is_null())
    return next((row.id for row in query.execute(change.database)), None)


def _member(change: Change, officer: int) -> int | None:
    query = Member.select().where(Member.number == f"44{officer}").order_by(Member.id)
    return next((row.id for row in query.execute(change.database)), None)


def _parts(connection: sqlite3.Connection) -> set[tuple[int, int]]:
    """Who plays a part in which case: person, case."""
    subjects = (
        "SELECT m.person_id, s.case_id FROM main.subject s JOIN main.member m ON m.id = s.member_id"
    )
    complainants = "SELECT person_id, case_id FROM main.complainant"
    return {
        (row[0], row[1]) for query in (subjects, complainants) for row in connection.execute(query)
    }


class Reference:
    """Who may see what of a world, in plain sets."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.connection = raw(world.path)
        self.tables = {
            name: [dict(row) for row in self.connection.execute(f'SELECT * FROM "{name}"')]
            for (name,) in self.connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%'"
                " AND name <> 'search' OR name = 'search_entry'"
            ).fetchall()
        }
        self.parts = _parts(self.connection)

    def hidden(self, user_id: int) -> set[int]:
        """The cases that a user may not see."""
        member_id = next(row for row in self.tables["user"] if row["id"] == user_id)["member_id"]
        me = self._same_person(member_id)
        named = {(row["case_id"], row["user_id"]) for row in self.tables["case_access"]}
        found = set()
        for row in self.tables["case"]:
            mine = row["owner_id"] == user_id or (row["id"], user_id) in named
            if (row["restricted"] and not mine) or any(
                case == row["id"] and person in me for person, case in self.parts
            ):
                found.add(row["id"])
        grown: set[int] = set()
        while grown != found:
            grown = set(found)
            for row in self.tables["case_link"]:
                both = {row["case_id"], row["other_id"]}
                if row["kind"] == "consolidated" and both & found:
                    found |= both
        return found

    def unknown(self, hidden: set[int]) -> set[int]:
        """The people whom somebody does not know of, from whom ``hidden`` is hidden."""
        whose = {row["id"]: row["person_id"] for row in self.tables["member"]}
        known = {person for person, case in self.parts if case not in hidden}
        known |= {whose[row["member_id"]] for row in self.tables["guidance_issue"]}
        known |= {whose[row["member_id"]] for row in self.tables["user"] if row["member_id"]}
        met = {person for person, case in self.parts | self.world.once if case in hidden}
        kept_of = {row["id"]: row["merged_into_id"] for row in self.tables["person"]}
        for _ in kept_of:
            met |= {one for one, kept in kept_of.items() if kept in met}
            met |= {kept for one, kept in kept_of.items() if one in met and kept}
        unknown = met - known
        for _ in kept_of:
            for row in self.tables["person_merge"]:
                came = self.world.brought.get(row["id"])
                stands = row["undone"] is None and row["kept_id"] not in unknown
                if stands and came is not None and (not came or came - hidden):
                    unknown.discard(row["gone_id"])
        return unknown

    @contextmanager
    def as_if_never(self, user_id: int) -> Iterator[sqlite3.Connection]:
        """The register as if what is hidden from the user had never been in it."""
        hidden = self.hidden(user_id)
        unknown = self.unknown(hidden)
        self.connection.execute("BEGIN")
        try:
            self.connection.execute("PRAGMA defer_foreign_keys = 1")
            self._delete(hidden, unknown)
            yield self.connection
        finally:
            self.connection.rollback()

    def _same_person(self, member_id: int | None) -> set[int]:
        mine = next((row for row in self.tables["member"] if row["id"] == member_id), None)
        if mine is None:
            return set()
        found = {mine["person_id"]}
        found |= {
            row["person_id"]
            for row in self.tables["member"]
            if mine["number"] and row["number"] == mine["number"]
        }
        for _ in self.tables["person"]:
            for row in self.tables["person"]:
                if row["merged_into_id"] and {row["id"], row["merged_into_id"]} & found:
                    found |= {row["id"], row["merged_into_id"]}
        return found

    def _delete(self, hidden: set[int], unknown: set[int]) -> None:
        def drop(table: str, gone: set[int], key: str = "id") -> None:
            self.connection.executemany(
                f'DELETE FROM "{table}" WHERE {key} = ?', [(one,) for one in gone]
            )

        tables = self.tables
        allegations = {row["id"] for row in tables["allegation"] if row["case_id"] in hidden}
        files = {
            row["file_id"]
            for table in ("exhibit", "letter")
            for row in tables[table]
            if row["case_id"] in hidden
        }
        members = {row["id"] for row in tables["member"] if row["person_id"] in unknown}
        posts = {row["id"] for row in tables["posting"] if row["member_id"] in members}
        links = {
            row["id"] for row in tables["case_link"] if {row["case_id"], row["other_id"]} & hidden
        }
        merges = {
            row["id"]
            for row in tables["person_merge"]
            if {row["kept_id"], row["gone_id"]} & unknown
        }
        reviews = {
            row["id"]
            for row in tables["alert_review"]
            if row["person_id"] in unknown or {int(one) for one in row["cases"].split()} & hidden
        }
        answers = {
            row["id"]
            for row in tables["publication"]
            if {int(one) for one in row["cases"].split()} & hidden
        }
        origins = {row["id"] for row in tables["person_origin"] if row["person_id"] in unknown}
        about = {
            "publication": answers,
            "person": unknown,
            "member": members,
            "posting": posts,
            "person_merge": merges,
            "alert_review": reviews,
            "person_origin": origins,
        }
        records = {
            row["id"]
            for row in tables["audit_record"]
            if row["case_id"] in hidden
            or row["record_id"] in about.get(row["table_name"], ())
            or self._tells_of(row, hidden, unknown)
        }
        entries = {
            row["id"]
            for row in tables["search_entry"]
            if row["id"] // 1_000_000 in hidden
            or (row["source"] == "case_link" and row["source_id"] in links)
        }
        for row in tables["search_entry"]:
            if row["id"] in entries:
                self.connection.execute(
                    "INSERT INTO search(search, rowid, words) VALUES ('delete', ?, ?)",
                    (row["id"], row["words"]),
                )
        for table in OF_A_CASE:
            drop(table, hidden, "case_id")
        for table, gone in (about | {"case": hidden, "case_link": links}).items():
            drop(table, gone)
        drop("allegation_factor", allegations, "allegation_id")
        drop("exhibit_chunk", files, "file_id")
        drop("exhibit_file", files)
        drop("search_entry", entries)
        drop("audit_record", records)

    @staticmethod
    def _tells_of(row: dict[str, Any], hidden: set[int], unknown: set[int]) -> bool:
        """Whether a record of something else names what is hidden."""
        entry = json.loads(row["entry"] or "{}")
        before, after = entry.get("before") or {}, entry.get("after") or {}
        if row["table_name"] == "case_link":
            named = {before.get("other_id"), after.get("other_id"), entry.get("other_id")}
            return bool(named & hidden)
        if row["table_name"] == "person":
            return entry.get("gone") in unknown
        return row["table_name"] == "member" and before.get("person_id") in unknown
