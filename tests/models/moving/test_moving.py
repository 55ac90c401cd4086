"""Cases sent by one register and received by another: what is equal, what is told, what is left."""

from __future__ import annotations

import datetime
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from models.case import casefile
from models.changes import guidance
from models.changes.case import exhibits
from models.changes.case.exhibits import NewExhibit
from models.changes.incoming import receiving
from models.changes.merging import merge_people
from models.changes.retention import reviewing as retention
from models.entering.open import create_register, open_register
from models.errors import CancelledError, InvalidError, NotAllowedError, NotFoundError
from models.moving.meeting import ANONYMISED, BOTH, HERE, NEW, OLDER, REFUSED, SAME, UPDATE
from models.moving.parcel import Parcel
from models.queries.cases import exhibits as stored
from models.queries.cases import history, origins
from models.queries.cases.casefile import load_case
from models.record.check import check
from models.register import Register
from models.schema import Case, Member, Person, User
from models.storage.stored_files import verify
from tests.models.making import PASSPHRASE, TODAY, case_file, colleague, loaded, raw, save
from tests.models.moving.moving import everything, looked_at, received, sent


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Register]:
    made = create_register(
        tmp_path / "other.probity", force="Downs", user="vance", full_name="V. Vance", today=TODAY
    )
    save(made, case_file("Of the other register"))
    yield made
    made.close()


def full_case(title: str = "Facebook contact with a crime victim") -> Any:
    file = case_file(title)
    file.case |= {"summary": "Seen by her sister", "owner_id": 1}
    subject = file.subjects[0]
    casefile.add_row("complainants", file, family_name="Marsh", given_names="A.", telephone="0199")
    casefile.add_row(
        "suspensions", file, subject_id=subject["id"], began=TODAY, decided_by_id=1, reason="Why"
    )
    casefile.add_row("tasks", file, title="Ring", assigned_to_id=1, due=TODAY)
    casefile.add_row("notices", file, subject_id=subject["id"], kind="investigation", served=TODAY)
    return file


def extended(register: Register, case_id: int) -> None:
    """Its clock for the response runs longer."""
    before = loaded(register, case_id)
    file = before.copy()
    casefile.add_row(
        "clock_changes",
        file,
        clock="response",
        about=file.notices[0]["id"],
        kind="extension",
        day=TODAY,
        until=TODAY + datetime.timedelta(days=40),
        reason="Away",
    )
    save(register, file, before)


def with_exhibit(register: Register, case_id: int, folder: Path, content: bytes = b"seen") -> None:
    (folder / "note.bin").write_bytes(content)
    exhibits.attach(register, case_id, NewExhibit(folder / "note.bin", "A note"))


def test_a_case_arrives_with_everything_and_keeps_its_reference_beside_the_new_one(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, full_case())
    with_exhibit(register, case_id, tmp_path, bytes(range(256)) * 10_000)
    save(register, case_file("Between"))
    extended(register, case_id)
    parcel = sent(register, tmp_path / "out.probity-cases", [case_id])
    look = looked_at(other, parcel)
    assert [(one.reference, one.state) for one in look.arrivals] == [("PS/2014/00001", NEW)]
    assert {one.name for one in look.people.values() if not one.known} == {"A. Marsh"}
    assert [one.known for one in look.people.values() if one.name == "Harmer"] == ["number 4417"]
    done = received(other, parcel)
    assert list(done.references.values()) == ["PS/2014/00002"]
    (here,) = done.references
    file = loaded(other, here)
    assert (file.case["reference"], file.case["former_references"]) == (
        "PS/2014/00002",
        "PS/2014/00001",
    )
    assert file.case["summary"] == "Seen by her sister"
    assert file.clock_changes[0]["about"] == file.notices[0]["id"]
    with other.reader() as connection:
        assert [one.problems for one in check(connection)] == [[]] * len(check(connection))
        (row,) = stored.exhibits(connection, here)
        found: list[bytes] = []
        verify(connection, row, found.append)
        assert b"".join(found) == bytes(range(256)) * 10_000
        owner = connection.execute(
            'SELECT u.full_name, u.retired FROM "case" c JOIN user u ON u.id = c.owner_id'
            " WHERE c.id = ?",
            (here,),
        ).fetchone()
        assert tuple(owner) == ("D. Okafor", 1)


def test_the_same_parcel_twice_changes_nothing(
    register: Register, other: Register, tmp_path: Path
) -> None:
    save(register, full_case())
    parcel = sent(register, tmp_path / "out.probity-cases")
    received(other, parcel)
    before = everything(other)
    assert [one.state for one in looked_at(other, parcel).arrivals] == [SAME]
    assert received(other, parcel).references == {}
    assert everything(other) == before
    again = sent(register, tmp_path / "again.probity-cases")
    assert received(other, again).references == {}
    assert everything(other) == before


def edited(register: Register, case_id: int, **fields: Any) -> None:
    before = loaded(register, case_id)
    file = before.copy()
    file.case |= fields
    save(register, file, before)


def test_a_later_parcel_brings_up_to_date_what_was_left_alone(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, full_case())
    with_exhibit(register, case_id, tmp_path)
    first = sent(register, tmp_path / "first.probity-cases")
    (here,) = received(other, first).references
    before = loaded(register, case_id)
    file = before.copy()
    file.case["title"] = "A better title"
    file.findings.clear()
    casefile.add_row(
        "chronology", file, text="A later entry", occurred=datetime.datetime(2014, 2, 20)
    )
    file.complainants[0]["telephone"] = "0200"
    file.allegations[0]["factors"] = ["custody"]
    save(register, file, before)
    with_exhibit(register, case_id, tmp_path, b"another")
    second = sent(register, tmp_path / "second.probity-cases")
    assert [one.state for one in looked_at(other, second).arrivals] == [UPDATE]
    kept = {row["id"] for row in loaded(other, here).chronology}
    received(other, second)
    now = loaded(other, here)
    assert (now.case["title"], now.findings) == ("A better title", [])
    assert now.case["reference"] == "PS/2014/00002"
    assert kept < {row["id"] for row in now.chronology}
    assert now.complainants[0]["telephone"] == "0200"
    assert now.allegations[0]["factors"] == ["custody"]
    with other.reader() as connection:
        assert len(stored.exhibits(connection, here)) == 2
        assert all(not one.problems for one in check(connection))
    assert [one.state for one in looked_at(other, second).arrivals] == [SAME]
    assert [one.state for one in looked_at(other, first).arrivals] == [OLDER]
    before_old = everything(other)
    received(other, first)
    assert everything(other) == before_old


def test_what_changed_here_stays_and_what_changed_in_both_is_said(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, full_case())
    first = sent(register, tmp_path / "first.probity-cases")
    (here,) = received(other, first).references
    edited(other, here, title="Ours")
    assert [one.state for one in looked_at(other, first).arrivals] == [HERE]
    edited(register, case_id, title="Theirs")
    second = sent(register, tmp_path / "second.probity-cases")
    assert [one.state for one in looked_at(other, second).arrivals] == [BOTH]
    received(other, second)
    assert loaded(other, here).case["title"] == "Ours"


def test_a_case_that_comes_home_is_known_and_brought_up_to_date(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, full_case())
    (here,) = received(other, sent(register, tmp_path / "1.probity-cases")).references
    back = sent(other, tmp_path / "2.probity-cases", [here])
    assert [one.state for one in looked_at(register, back).arrivals] == [SAME]
    edited(other, here, title="Worked on elsewhere")
    back = sent(other, tmp_path / "3.probity-cases", [here])
    assert [one.state for one in looked_at(register, back).arrivals] == [UPDATE]
    received(register, back)
    now = loaded(register, case_id)
    assert (now.case["title"], now.case["reference"]) == ("Worked on elsewhere", "PS/2014/00001")
    assert now.case["owner_id"] == 1
    with register.reader() as connection:
        elsewhere = origins.before(connection, case_id)
        assert {one.user_name for one in elsewhere} == {"V. Vance"}
        assert any("Viewed" in one.what or "Changed" in one.what for one in elsewhere)
        assert all(not item.problems for item in check(connection))
    edited(register, case_id, title="And here again")
    there = sent(register, tmp_path / "4.probity-cases")
    assert [one.state for one in looked_at(other, there).arrivals] == [UPDATE]
    received(other, there)
    assert loaded(other, here).case["title"] == "And here again"
    with register.reader() as connection:
        assert connection.execute('SELECT COUNT(*) FROM "case"').fetchone()[0] == 1
        assert connection.execute("SELECT COUNT(*) FROM person").fetchone()[0] == 2


def test_the_record_comes_along_as_it_was_sealed_and_shows_before_the_own(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, full_case())
    with register.reader() as connection:
        there = connection.execute(
            "SELECT id, digest, chain FROM audit_record WHERE case_id = ? ORDER BY id", (case_id,)
        ).fetchall()
        said = [(one.what, one.changes) for one in history.history(connection, case_id)]
    (here,) = received(other, sent(register, tmp_path / "1.probity-cases")).references
    with other.reader() as connection:
        kept = connection.execute(
            "SELECT number, digest, chain FROM origin_record WHERE case_id = ? ORDER BY number",
            (here,),
        ).fetchall()
        assert [tuple(row) for row in kept] == [tuple(row) for row in there]
        before = origins.before(connection, here)
        assert [(one.what, one.changes) for one in before] == said
        assert {one.user_name for one in before} == {"D. Okafor"}
        came = origins.origin(connection, here)
        assert came is not None
        assert came.words == "PS/2014/00001, Weald and Downs Police"
        noted = [one for one in history.history(connection, here) if "Received as" in one.what]
        assert len(noted) == 1
        assert origins.record_hash(connection, here) in str(noted[0].changes)


def test_links_come_along_or_wait_for_the_other_case(
    register: Register, other: Register, tmp_path: Path
) -> None:
    one, two = save(register, case_file("One")), save(register, case_file("Two"))
    before = loaded(register, one)
    file = before.copy()
    casefile.add_row("links", file, kind="see-also", other_reference="PS/2014/00002", reason="Why")
    save(register, file, before)
    (first,) = received(other, sent(register, tmp_path / "1.probity-cases", [one])).references
    assert loaded(other, first).links == []
    with other.reader() as connection:
        came = origins.origin(connection, first)
    assert came is not None
    assert came.links == ("See also PS/2014/00002",)
    (second,) = received(other, sent(register, tmp_path / "2.probity-cases", [two])).references
    (link,) = loaded(other, first).links
    assert (link["other_id"], link["reason"]) == (second, "Why")
    with other.reader() as connection:
        came = origins.origin(connection, first)
    assert came is not None
    assert came.links == ()


def test_people_are_known_by_number_by_birth_and_by_having_come_before(
    register: Register, other: Register, tmp_path: Path
) -> None:
    file = full_case()
    file.complainants[0]["telephone"] = ""
    born = datetime.date(1980, 5, 1)
    casefile.add_row("complainants", file, family_name="Oduya", date_of_birth=born, email="a@b")
    case_id = save(register, file)
    with other.change() as change:
        change.add(Person, family_name="Oduya", given_names="", date_of_birth=born, email="c@d")
    look = looked_at(other, sent(register, tmp_path / "1.probity-cases"))
    met = {one.name: (one.known, one.differs) for one in look.people.values()}
    assert met == {
        "Harmer": ("number 4417", ()),
        "Oduya": ("name and date of birth", ("email",)),
        "A. Marsh": ("", ()),
    }
    done = received(other, tmp_path / "1.probity-cases")
    assert done.people_added == 1
    again = save(register, full_case("Another with the same people"))
    before = loaded(register, again)
    mended = before.copy()
    mended.complainants[0]["telephone"] = "0300"
    save(register, mended, before)
    with register.change("One and the same") as change:
        kept = loaded(register, case_id).complainants[0]["person_id"]
        merge_people(change, kept, loaded(register, again).complainants[0]["person_id"], "Same")
    done = received(other, sent(register, tmp_path / "2.probity-cases"))
    assert done.people_added == 0
    with other.reader() as connection:
        query = "SELECT email, telephone FROM person WHERE family_name = ? ORDER BY id"
        assert [tuple(row) for row in connection.execute(query, ("Marsh",))] == [("", "0300")]
        assert [row[0] for row in connection.execute(query, ("Oduya",))] == ["c@d"]


def test_a_restricted_case_is_sent_by_whoever_sees_it_and_stays_restricted(
    register: Register, other: Register, tmp_path: Path
) -> None:
    secret = save(register, case_file("Secret", restricted=True))
    save(register, case_file("Open"))
    with colleague(register, role="supervisor") as theirs:
        look = looked_at(other, sent(theirs, tmp_path / "theirs.probity-cases"))
        assert [one.title for one in look.arrivals] == ["Open"]
        with pytest.raises(NotFoundError):
            sent(theirs, tmp_path / "none.probity-cases", [secret])
    done = received(other, sent(register, tmp_path / "all.probity-cases"))
    assert sorted(done.references.values()) == ["PS/2014/00002", "PS/R/2014/00001"]
    here = next(at for at, said in done.references.items() if said.startswith("PS/R"))
    with colleague(other, "smith", role="supervisor") as smith:
        with smith.reader() as connection, pytest.raises(NotFoundError):
            load_case(connection, here)
        look = looked_at(smith, tmp_path / "all.probity-cases")
        assert {one.title: one.state for one in look.arrivals} == {"Secret": REFUSED, "Open": SAME}
        assert [one.case_id for one in look.arrivals if one.title == "Secret"] == [None]
        received(smith, tmp_path / "all.probity-cases")
    with other.reader() as connection:
        assert connection.execute('SELECT COUNT(*) FROM "case"').fetchone()[0] == 3


def test_nobody_brings_in_a_case_in_which_they_play_a_part(
    register: Register, other: Register, tmp_path: Path
) -> None:
    parcel_of = save(register, case_file())
    parcel = sent(register, tmp_path / "out.probity-cases", [parcel_of])
    with other.change() as change:
        person = change.add(Person, family_name="Smith")
        member = change.add(Member, person=person, number="4417", role="officer")
        change.add(User, name="smith", full_name="S. Smith", role="supervisor", member=member)
    with open_register(other.path, user="smith") as smith:
        assert [one.state for one in looked_at(smith, parcel).arrivals] == [REFUSED]
        assert received(smith, parcel).references == {}


def test_what_may_be_sent_and_received_by_whom(
    register: Register, other: Register, tmp_path: Path
) -> None:
    save(register, case_file())
    parcel = sent(register, tmp_path / "out.probity-cases")
    ways: tuple[tuple[Register, Callable[..., Any]], ...] = (
        *((register, sent), (other, received), (other, looked_at)),
    )
    for made, act in ways:
        name = f"in{act.__name__}"
        with colleague(made, name) as theirs, pytest.raises(NotAllowedError):
            act(theirs, parcel if act is not sent else tmp_path / "new.probity-cases")
    assert not (tmp_path / "new.probity-cases").exists()


def test_sending_is_on_record_in_each_case_and_nothing_is_in_the_clear(
    register: Register, tmp_path: Path
) -> None:
    case_id = save(register, case_file("Facebook contact"))
    parcel = sent(register, tmp_path / "out.probity-cases")
    with register.reader() as connection:
        newest = history.history(connection, case_id, 1)[0]
    assert (newest.action, newest.what) == ("disclose", "The case: Sent to another register")
    assert b"Facebook" not in parcel.read_bytes()
    assert [one.name for one in tmp_path.iterdir() if "out" in one.name] == [parcel.name]
    with pytest.raises(InvalidError) as wrong:
        Parcel(parcel, PASSPHRASE + "x")
    assert set(wrong.value.problems) == {"passphrase"}


def test_it_can_be_stopped_and_then_nothing_is_written(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, full_case())
    with_exhibit(register, case_id, tmp_path)
    parcel = sent(register, tmp_path / "out.probity-cases")
    before = everything(other)
    for after in range(0, 40, 4):
        left = [after]

        def check_(left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise CancelledError("Stopped.")

        with Parcel(parcel, PASSPHRASE) as opened:
            try:
                receiving.receive(other, opened, check=check_)
            except CancelledError:
                assert everything(other) == before
            else:
                break
    assert everything(other) != before


def test_what_was_recorded_elsewhere_cannot_be_altered_without_a_trace(
    register: Register, other: Register, tmp_path: Path
) -> None:
    save(register, case_file())
    (here,) = received(other, sent(register, tmp_path / "out.probity-cases")).references
    connection = raw(other.path)
    connection.execute("UPDATE origin_record SET user_name = 'x' WHERE case_id = ?", (here,))
    connection.close()
    with other.reader() as connection:
        found = {item.name: item.problems for item in check(connection) if item.problems}
    said = "What was recorded of PS/2014/00002 before it came here was altered."
    assert found == {"Record from elsewhere": [said]}


def test_a_large_exhibit_is_never_whole_in_memory(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, case_file())
    large = 24 << 20
    with_exhibit(register, case_id, tmp_path, bytes(large))
    tracemalloc.start()
    try:
        received(other, sent(register, tmp_path / "out.probity-cases"))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < large // 2


def closed(register: Register, case_id: int) -> None:
    with register.change() as change:
        version = loaded(register, case_id).case["version"]
        change.edit(Case, case_id, version, stage="closed", closed=TODAY)


def test_what_was_anonymised_here_does_not_come_back_and_what_was_erased_is_gone(
    register: Register, other: Register, tmp_path: Path
) -> None:
    one, two = save(register, full_case("One")), save(register, full_case("Two"))
    parcel = sent(register, tmp_path / "out.probity-cases", [one, two])
    first, second = received(other, parcel).references
    for act, case_id in ((retention.anonymise, first), (retention.erase, second)):
        closed(other, case_id)
        with other.change("Kept long enough") as change:
            act(change, case_id)
    assert [one.state for one in looked_at(other, parcel).arrivals] == [ANONYMISED, NEW]
    with other.reader() as connection:
        assert [item.problems for item in check(connection)] == [[]] * len(check(connection))
        assert connection.execute("SELECT COUNT(*) FROM origin_record").fetchone()[0] == 0
        assert connection.execute("SELECT COUNT(*) FROM person_origin").fetchone()[0] <= 1
    with register.change("Kept long enough") as change:
        version = loaded(register, one).case["version"]
        change.edit(Case, one, version, stage="closed", closed=TODAY)
        retention.anonymise(change, one)
    again = sent(register, tmp_path / "again.probity-cases", [one, two])
    assert [found.title for found in looked_at(other, again).arrivals] == ["Two"]


def with_guidance(register: Register) -> int:
    file = case_file()
    file.allegations[0] |= {"guidance_document": "Social media", "guidance_version": "1"}
    file.allegations[0] |= {"guidance_clause": "3"}
    return save(register, file)


def guided(register: Register, starts: datetime.date, clause: str = "3") -> None:
    with register.change() as change:
        document = guidance.add_document(change, title="Social media", factor="social-media")
        version = guidance.add_version(change, document, name="1", starts=starts)
        guidance.add_clause(change, version, number=clause)


@pytest.mark.parametrize(
    ("starts", "clause", "document", "words"),
    [
        (None, "", "Social media (Weald and Downs Police)", ""),
        (datetime.date(2010, 1, 1), "3", "Social media", ""),
        (datetime.date(2010, 1, 1), "4", "Social media", "clause 3"),
        (datetime.date(2011, 1, 1), "3", "Social media (Weald and Downs Police)", ""),
    ],
)
def test_guidance_is_found_by_its_title_and_not_mixed_with_that_of_another_force(
    register: Register, other: Register, tmp_path: Path,
    starts: datetime.date | None, clause: str, document: str, words: str,
) -> None:  # fmt: skip
    guided(register, datetime.date(2010, 1, 1))
    case_id = with_guidance(register)
    if starts is not None:
        guided(other, starts, clause)
    parcel = sent(register, tmp_path / "out.probity-cases", [case_id])
    (here,) = received(other, parcel).references
    (allegation,) = loaded(other, here).allegations
    said = (allegation["guidance_document"], allegation["guidance_version"])
    assert said == (document, "1")
    assert allegation["guidance"] == words
    assert allegation["guidance_clause"] == ("" if words else "3")
    with other.reader() as connection:
        query = "SELECT factor FROM guidance_document WHERE title = ?"
        factor = connection.execute(query, (document,)).fetchone()[0]
        assert factor == ("social-media" if document == "Social media" else None)
        assert all(not item.problems for item in check(connection))
    assert [one.state for one in looked_at(other, parcel).arrivals] == [SAME]


def test_who_was_named_on_a_restricted_case_here_stays_named_when_it_is_brought_up_to_date(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, case_file("Secret", restricted=True, owner_id=1))
    (here,) = received(other, sent(register, tmp_path / "1.probity-cases")).references
    (named,) = loaded(other, here).named
    assert (named["user_id"], named["reason"]) == (1, "Received the case")
    edited(register, case_id, title="Secret still", restricted=False)
    second = sent(register, tmp_path / "2.probity-cases")
    received(other, second)
    now = loaded(other, here)
    assert (now.case["title"], bool(now.case["restricted"])) == ("Secret still", True)
    assert [row["user_id"] for row in now.named] == [1]
    assert now.case["reference"].startswith("PS/R/")
    assert [one.state for one in looked_at(other, second).arrivals] == [SAME]


def test_a_case_restricted_there_since_becomes_restricted_here(
    register: Register, other: Register, tmp_path: Path
) -> None:
    case_id = save(register, case_file("Open", owner_id=1))
    (here,) = received(other, sent(register, tmp_path / "1.probity-cases")).references
    edited(register, case_id, restricted=True)
    received(other, sent(register, tmp_path / "2.probity-cases"))
    now = loaded(other, here)
    assert bool(now.case["restricted"])
    assert now.case["reference"] == "PS/R/2014/00001"
    assert "PS/2014/00002" in now.case["former_references"].split()
    assert [row["user_id"] for row in now.named if row["reason"] == "Received the case"] == [1]
    with other.reader() as connection:
        assert all(not item.problems for item in check(connection))
