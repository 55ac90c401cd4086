from __future__ import annotations

import datetime

import pytest

from models.case import casefile
from models.changes import people as changes
from models.changes.merging import merge_people, undo_merge
from models.errors import InvalidError, NotFoundError
from models.queries.people import directory
from models.queries.people.person import Person, person
from models.record.check import check
from models.register import Register
from models.schema import Case
from tests.models.making import TODAY, case_file, colleague, loaded, save

DAY = datetime.date


def _person(register: Register, person_id: int) -> Person:
    with register.reader() as connection:
        return person(connection, person_id, TODAY)


def _all(register: Register) -> dict[str, list[dict[str, object]]]:
    """Every row that a merge could touch, but for its version."""
    found = {}
    with register.reader() as connection:
        for table in ("person", "member", "posting", "subject", "complainant"):
            rows = connection.execute(f"SELECT * FROM {table} ORDER BY id")
            found[table] = [dict(row) | {"version": 0} for row in rows]
    return found


@pytest.fixture
def two(register: Register) -> tuple[int, int]:
    """PC Harmer twice: once as 4417, once as 4417 with another spelling, and as a witness."""
    save(register, case_file())
    other = case_file("Another", received=DAY(2014, 2, 20))
    other.subjects[0] |= {"family_name": "Harmar", "given_names": "Daniel", "rank": "sergeant"}
    other.complainants.append(
        casefile.blank_row("complainants", other, family_name="Harmar", capacity="witness")
    )
    save(register, other)
    with register.reader() as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM person ORDER BY id")]
    return ids[0], ids[1]


def test_a_page_shows_every_part_warnings_and_suspensions(register: Register) -> None:
    file = case_file()
    subject = file.subjects[0]["id"]
    casefile.add_row(
        "outcomes", file, subject_id=subject, outcome="ww", decided=DAY(2014, 2, 20),
        starts=DAY(2014, 2, 20), expires=DAY(2015, 2, 19),
    )  # fmt: skip
    held = casefile.add_row(
        "suspensions", file, subject_id=subject, began=DAY(2014, 2, 13), reason="Risk",
        kind="suspension",
    )  # fmt: skip
    casefile.add_row(
        "reviews", file, suspension_id=held["id"], reviewed=DAY(2014, 2, 27),
        decision="continue", reason="Still so",
    )  # fmt: skip
    save(register, file)
    found = _person(register, 1)
    assert found.name == "Harmer"
    (part,) = found.appearances
    assert (part.part, part.result) == ("Subject", "Written warning")
    (warned,) = found.warnings
    assert (warned.live, warned.expires) == (True, DAY(2015, 2, 19))
    (held_since,) = found.suspensions
    assert (held_since.ended, held_since.reviews) == (None, [DAY(2014, 2, 27)])
    with register.reader() as connection:
        later = person(connection, 1, DAY(2015, 2, 20))
    assert not later.warnings[0].live


def test_what_was_found_of_misconduct_goes_before_what_the_complainant_is_told(
    register: Register,
) -> None:
    file = case_file(kind="complaint-schedule3")
    casefile.add_row(
        "findings", file, allegation_id=file.allegations[0]["id"], level="complaint",
        finding="upheld", decided=DAY(2014, 2, 27),
    )  # fmt: skip
    casefile.add_row("complainants", file, family_name="Lisle")
    save(register, file)
    (part,) = _person(register, 1).appearances
    assert part.result == "Case to answer: misconduct"


def test_posts_held_are_kept_and_offered(register: Register) -> None:
    save(register, case_file())
    with register.change() as change:
        changes.add_post(change, 1, rank="constable", post="Response", starts=DAY(2008, 1, 1))
        changes.add_post(change, 1, rank="sergeant", post="Custody", starts=DAY(2013, 1, 1))
        with pytest.raises(InvalidError, match="end before"):
            changes.add_post(
                change, 1, rank="sergeant", starts=DAY(2013, 1, 1), ends=DAY(2012, 1, 1)
            )
    assert [row["post"] for row in _person(register, 1).posts] == ["Custody", "Response"]


def test_duplicates_are_found_with_their_reason(register: Register, two: tuple[int, int]) -> None:
    with register.reader() as connection:
        pairs = directory.duplicates(connection)
    assert [(pair.first.person_id, pair.second.person_id, pair.why) for pair in pairs] == [
        (*two, "same number")
    ]


def test_same_name_with_two_days_of_birth_is_nobody_s_duplicate(register: Register) -> None:
    for born in (DAY(1980, 1, 1), DAY(1990, 1, 1)):
        file = case_file()
        file.subjects[0] |= {"given_names": "Daniel", "number": "", "date_of_birth": born}
        save(register, file)
    with register.reader() as connection:
        assert directory.duplicates(connection) == []


def test_a_merge_brings_everything_together_and_is_undone_to_the_letter(
    register: Register, two: tuple[int, int]
) -> None:
    kept, gone = two
    with register.change() as change:
        changes.add_post(change, 2, rank="sergeant", post="Custody")
    before = _all(register)
    with register.change() as change:
        merge_id = merge_people(change, kept, gone, "Same number, one misspelt")
    found = _person(register, kept)
    assert len(found.appearances) == 2
    assert found.row["given_names"] == "Daniel"
    assert len(found.service) == 1
    assert [row["post"] for row in found.posts] == ["Custody"]
    assert [one.gone for one in found.merges] == ["Daniel Harmar"]
    with register.reader() as connection:
        assert directory.duplicates(connection) == []
        assert all(one.person_id != gone for one in directory.people(connection, ""))
        assert all(not one.problems for one in check(connection))
    assert loaded(register, 2).subjects[0]["family_name"] == "Harmer"
    with register.change() as change:
        assert undo_merge(change, merge_id) == []
    assert _all(register) == before
    with register.reader() as connection:
        assert all(not one.problems for one in check(connection))
    with pytest.raises(NotFoundError), register.change() as change:
        undo_merge(change, merge_id)


def test_what_was_changed_since_a_merge_stays_and_is_said(
    register: Register, two: tuple[int, int]
) -> None:
    with register.change() as change:
        merge_id = merge_people(change, *two, "One person")
    with register.change() as change:
        version = _person(register, two[0]).row["version"]
        changes.describe(change, two[0], version, given_names="Danny")
    with register.change() as change:
        left = undo_merge(change, merge_id)
    assert left == ["The person given_names has been changed since, so it was kept."]
    assert _person(register, two[0]).row["given_names"] == "Danny"


def test_no_merge_without_a_reason_or_with_itself(register: Register, two: tuple[int, int]) -> None:
    for pair, why in ((two, " "), ((two[0], two[0]), "x")):
        with pytest.raises(InvalidError), register.change() as change:
            merge_people(change, *pair, why)
    assert len(_person(register, two[1]).appearances) >= 1


def test_a_restricted_case_is_shown_to_its_owner_alone(register: Register) -> None:
    case_id = save(register, case_file())
    with register.change() as change:
        change.edit(Case, case_id, 1, restricted=True, owner=register.user.id)
    save(register, case_file("Open to all"))
    assert len(_person(register, 1).appearances) == 2
    with colleague(register) as theirs, theirs.reader() as connection:
        assert [part.title for part in _person(theirs, 1).appearances] == ["Open to all"]
        assert directory.people(connection, "Harm")[0].cases == 1


def test_people_are_found_by_name_or_number(register: Register, two: tuple[int, int]) -> None:
    with register.reader() as connection:
        assert len(directory.people(connection, "harm")) == 3
        assert len(directory.people(connection, "4417")) == 2
        assert directory.people(connection, "%") == []
