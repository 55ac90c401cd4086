"""Restricted cases and conflicts of interest, one rule at a time."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from models.case import casefile
from models.case.casefile import CaseFile
from models.change import Change
from models.changes import people
from models.changes.case import restricting, tasks
from models.changes.merging import merge_people, undo_merge
from models.errors import ConflictError, InvalidError, NotFoundError, SignInError
from models.exchange import case_json
from models.exchange.calendar_file import CalendarTask
from models.queries.cases import case_list, history
from models.queries.cases.casefile import case_id_of, load_case
from models.queries.cases.filters import Filter
from models.queries.people import directory
from models.record.check import check
from models.register import Register
from models.schema import (
    AllegationFactor,
    Case,
    CaseAccess,
    ChronologyEntry,
    Member,
    Person,
    Subject,
    Task,
    User,
    VoidReference,
)
from models.storage.sqlite import walking
from tests.models.making import TODAY, case_file, colleague, loaded, save


@pytest.fixture
def theirs(register: Register) -> Iterator[Register]:
    """The register as A. Vance has it open, who is user 2."""
    with colleague(register) as opened:
        yield opened


def seen(register: Register) -> list[str]:
    with register.reader() as connection:
        rows = case_list.rows(
            connection,
            Filter(),
            case_list.Sort("reference", False),
            TODAY,
            ("reference",),
            offset=0,
            limit=50,
        )
    return [row.values["reference"] for row in rows]


def edited(register: Register, case_id: int, **fields: Any) -> CaseFile:
    """Change fields of a case and save it."""
    file = loaded(register, case_id)
    changed = file.copy()
    changed.case |= fields
    save(register, changed, file)
    return loaded(register, case_id)


def member_of(register: Register, user_id: int, number: str) -> None:
    """Say that a user is the member of this number."""
    with register.change() as change:
        member = next(iter(Member.select().where(Member.number == number).execute(change.database)))
        user = next(iter(User.select().where(User.id == user_id).execute(change.database)))
        change.edit(User, user_id, user.version, member=member.id)


def in_order(connection: Any) -> bool:
    """Whether a check finds nothing wrong."""
    return not any(item.problems for item in check(connection))


class TestWhoSees:
    def test_the_owner_and_those_named_and_nobody_else(
        self, register: Register, theirs: Register
    ) -> None:
        file = case_file(restricted=True)
        casefile.add_row("named", file, user_id=2, since=TODAY, reason="Works on it")
        case_id = save(register, file)
        assert seen(register) == seen(theirs) == ["PS/R/2014/00001"]
        with colleague(register, "pell") as others:
            assert seen(others) == []
            with pytest.raises(NotFoundError, match="no such case"):
                loaded(others, case_id)

    def test_one_question_after_another_hides_as_much(
        self, register: Register, theirs: Register
    ) -> None:
        save(register, case_file("Open to all"))
        save(register, case_file("Quokka", restricted=True))
        for _ in range(3):
            with theirs.reader() as connection:
                assert case_list.count(connection, Filter(), TODAY) == 1
                assert case_list.count(connection, Filter(text="quokka"), TODAY) == 0

    def test_naming_and_taking_off_hold_from_the_next_question(
        self, register: Register, theirs: Register
    ) -> None:
        case_id = save(register, case_file(restricted=True))
        assert seen(theirs) == []
        with register.change() as change:
            row = change.add(CaseAccess, case=case_id, user=2)
            change.touch(case_id)
        assert seen(theirs) == ["PS/R/2014/00001"]
        with register.change() as change:
            change.remove(CaseAccess, row)
        assert seen(theirs) == []

    def test_a_question_that_is_broken_off_hides_as_much_afterwards(
        self, register: Register, theirs: Register
    ) -> None:
        save(register, case_file(restricted=True))
        with pytest.raises(NotFoundError), theirs.reader() as connection:
            load_case(connection, 1)
        assert seen(theirs) == []

    def test_neither_role_nor_keys_open_it(self, register: Register) -> None:
        save(register, case_file(restricted=True))
        for role in ("administrator", "auditor", "supervisor", "reader"):
            with colleague(register, role, role=role) as opened:
                assert seen(opened) == []

    def test_who_was_retired_reads_nothing_more(self, register: Register, theirs: Register) -> None:
        with register.change() as change:
            change.edit(User, 2, 1, retired=True)
        with pytest.raises(SignInError, match="no longer a user"), theirs.reader():
            pass


class TestReferences:
    def test_the_open_series_has_no_gap(self, register: Register, theirs: Register) -> None:
        for at in range(6):
            save(register, case_file(restricted=bool(at % 2)))
        assert seen(theirs) == [f"PS/2014/0000{number}" for number in (1, 2, 3)]
        assert len(seen(register)) == 6

    def test_a_case_restricted_later_leaves_a_void_number_that_finds_it(
        self, register: Register, theirs: Register
    ) -> None:
        case_id = save(register, case_file())
        assert edited(register, case_id, restricted=True).case["reference"] == "PS/R/2014/00001"
        with register.reader() as connection:
            assert case_id_of(connection, "ps/2014/00001") == case_id
            void = connection.execute("SELECT series, number FROM void_reference").fetchall()
            assert [tuple(row) for row in void] == [("", 1)]
        with theirs.reader() as connection:
            with pytest.raises(NotFoundError) as hidden:
                case_id_of(connection, "PS/2014/00001")
            with pytest.raises(NotFoundError) as missing:
                case_id_of(connection, "PS/2014/00009")
        assert str(hidden.value).replace("00001", "00009") == str(missing.value)
        save(register, case_file())
        assert seen(theirs) == ["PS/2014/00002"]
        assert edited(register, case_id, restricted=False).case["reference"] == "PS/2014/00003"

    def test_nobody_outside_reads_that_a_number_became_void(
        self, register: Register, theirs: Register
    ) -> None:
        edited(register, save(register, case_file()), restricted=True)
        query = "SELECT COUNT(*) FROM audit_record WHERE table_name = ?"
        table = VoidReference._meta.table_name
        for opened, count in ((register, 1), (theirs, 0)):
            with opened.reader() as connection:
                assert connection.execute(query, (table,)).fetchone()[0] == count

    def test_check_is_in_order_for_everybody_and_counts_what_they_see(
        self, register: Register, theirs: Register
    ) -> None:
        first = save(register, case_file())
        save(register, case_file(restricted=True))
        save(register, case_file())
        edited(register, first, restricted=True)
        for opened, count in ((register, 3), (theirs, 1)):
            with opened.reader() as connection:
                found = {item.name: item for item in check(connection)}
            assert [item.problems for item in found.values()] == [[]] * len(found)
            assert found["References"].counted == found["Case list"].counted == count

    def test_a_gap_in_the_open_series_is_told_to_everybody_one_in_the_other_to_insiders(
        self, register: Register, theirs: Register
    ) -> None:
        save(register, case_file())
        save(register, case_file(restricted=True))
        with register.change() as change:
            for series in ("", "R"):
                change.next_reference(2014, series)
        for opened, names in ((register, ["2014", "R 2014"]), (theirs, ["2014"])):
            with opened.reader() as connection:
                found = {item.name: item.problems for item in check(connection)}["References"]
            assert [sentence.partition(" has given")[0] for sentence in found] == names


class TestConflicts:
    @pytest.mark.parametrize("part", ["subject", "complainant"])
    def test_whoever_plays_a_part_sees_nothing_of_it(
        self, register: Register, theirs: Register, part: str
    ) -> None:
        file = case_file("Quokka", owner_id=2)
        if part == "complainant":
            file.subjects[0] |= {"number": "1", "family_name": "Other"}
            casefile.add_row("complainants", file, family_name="Vance", capacity="witness")
        case_id = save(register, file)
        assert seen(theirs) == ["PS/2014/00001"]
        with register.change() as change:
            person = change.add(Person, family_name="Vance") if part == "complainant" else 0
            member = change.add(Member, person=person, number="77") if person else 1
            change.edit(User, 2, 1, member=member)
        if part == "complainant":
            with register.change() as change:
                witness = loaded(register, case_id).complainants[0]["person_id"]
                merge_people(change, witness, person, "The same person")
        assert seen(theirs) == []
        assert seen(register) == ["PS/2014/00001"]
        with theirs.reader() as connection:
            assert case_list.count(connection, Filter(text="quokka"), TODAY) == 0
            assert history.history(connection, case_id) == []
            assert in_order(connection)

    def test_a_number_is_enough(self, register: Register, theirs: Register) -> None:
        with register.change() as change:  # recorded under another spelling of the name
            person = change.add(Person, family_name="Harmar")
            change.edit(User, 2, 1, member=change.add(Member, person=person, number="4417"))
        save(register, case_file())
        assert seen(theirs) == []

    @pytest.mark.parametrize("number", ["4417", "9"])
    @pytest.mark.parametrize("kept", [True, False])
    def test_a_merge_makes_the_conflict_and_undoing_it_ends_it(
        self, register: Register, theirs: Register, number: str, kept: bool
    ) -> None:
        save(register, case_file())
        with register.change() as change:
            person = change.add(Person, family_name="Alias")
            member = change.add(Member, person=person, number=number)
            change.edit(User, 2, 1, member=member)
        assert seen(theirs) == ([] if number == "4417" else ["PS/2014/00001"])
        with register.change() as change:
            merge = merge_people(change, *((1, person) if kept else (person, 1)), "One person")
        assert seen(theirs) == []
        with register.change() as change:
            assert undo_merge(change, merge) == []
        assert seen(theirs) == ([] if number == "4417" else ["PS/2014/00001"])

    @pytest.mark.parametrize("kept_is_me", [True, False])
    def test_whatever_still_hangs_on_a_merged_record_counts(
        self, register: Register, theirs: Register, kept_is_me: bool
    ) -> None:
        with register.change() as change:
            me = change.add(Person, family_name="Vance")
            member = change.add(Member, person=me, number="77")
            change.edit(User, 2, 1, member=member)
            other = change.add(Person, family_name="Vance-Lee")
            namesake = change.add(Member, person=other, number="77")
            merge_people(change, *((me, other) if kept_is_me else (other, me)), "One person")
        with register.change() as change:  # one of the two numbers is put right afterwards
            row = next(iter(Member.select().where(Member.id == namesake).execute(change.database)))
            change.edit(Member, namesake, row.version, number="78")
        file = case_file()
        file.subjects, file.allegations, file.findings = [], [], []
        casefile.add_row(  # from a window that was open before they were merged
            "complainants", file, person_id=other, family_name="Vance-Lee", capacity="witness"
        )
        save(register, file)
        assert seen(theirs) == []

    def test_it_reaches_what_is_consolidated(self, register: Register, theirs: Register) -> None:
        first = save(register, case_file())
        second = case_file()
        second.subjects[0] |= {"number": "8", "family_name": "Other"}
        lead = save(register, second)
        member_of(register, 2, "4417")
        assert seen(theirs) == ["PS/2014/00002"]
        file = loaded(register, first)
        linked = file.copy()
        casefile.add_row(
            "links", linked, kind="consolidated", other_reference="PS/2014/00002", reason="One"
        )
        save(register, linked, file)
        assert seen(theirs) == []
        assert loaded(register, lead).taken_over

    def test_a_part_that_is_taken_out_again_ends_it(
        self, register: Register, theirs: Register
    ) -> None:
        file = case_file()
        file.subjects, file.allegations, file.findings = [], [], []
        casefile.add_row("subjects", file, family_name="Harmer", number="4417", role="officer")
        case_id = save(register, file)
        member_of(register, 2, "4417")
        assert seen(theirs) == []
        stands = loaded(register, case_id)
        without = stands.copy()
        without.subjects = []
        save(register, without, stands)
        assert seen(theirs) == ["PS/2014/00001"]

    def test_nobody_is_newly_given_what_they_play_a_part_in(
        self, register: Register, theirs: Register
    ) -> None:
        case_id = save(register, case_file())
        member_of(register, 2, "4417")
        file = loaded(register, case_id)
        given = file.copy()
        given.case["owner_id"] = 2
        casefile.add_row("tasks", given, title="Call them", assigned_to_id=2)
        with pytest.raises(InvalidError) as refused:
            save(register, given, file)
        task = given.tasks[0]["id"]
        assert set(refused.value.problems) == {
            "case.0.owner_id",
            f"tasks.{task}.assigned_to_id",
        }


class TestSomebodyIsLeft:
    def test_whoever_restricts_it_stays_named_on_it(
        self, register: Register, theirs: Register
    ) -> None:
        case_id = save(register, case_file(owner_id=1))
        file = edited(theirs, case_id, restricted=True)
        assert [row["user_id"] for row in file.named] == [2]
        assert seen(register) == seen(theirs) == ["PS/R/2014/00001"]

    def test_a_case_is_not_saved_with_nobody_who_sees_it(self, register: Register) -> None:
        case_id = save(register, case_file(restricted=True))
        with pytest.raises(InvalidError, match="Nobody would be left"):
            edited(register, case_id, owner_id=None)

    def test_who_is_retired_or_plays_a_part_does_not_count(
        self, register: Register, theirs: Register
    ) -> None:
        case_id = save(register, case_file(restricted=True))
        member_of(register, 2, "4417")
        file = loaded(register, case_id)
        given = file.copy()
        given.case["owner_id"] = None
        casefile.add_row("named", given, user_id=2)
        with pytest.raises(InvalidError, match="is involved in"):
            save(register, given, file)
        with register.change() as change:
            gone = change.add(User, name="gone", role="investigator", retired=True)
        given.named[0]["user_id"] = gone
        with pytest.raises(InvalidError, match="Nobody would be left"):
            save(register, given, file)

    def test_the_last_one_is_not_retired(self, register: Register, theirs: Register) -> None:
        save(theirs, case_file(restricted=True, owner_id=2))
        with register.change() as change:
            restricting.keep_somebody(change, 1)
            with pytest.raises(InvalidError, match="hand their cases over"):
                restricting.keep_somebody(change, 2)
        member_of(register, 1, "4417")
        with theirs.change() as change:
            change.add(CaseAccess, case=1, user=1)
            with pytest.raises(InvalidError, match="hand their cases over"):
                restricting.keep_somebody(change, 2)

    def test_a_task_goes_to_somebody_who_may_see_the_case(
        self, register: Register, theirs: Register
    ) -> None:
        file = case_file(restricted=True)
        task = casefile.add_row("tasks", file, title="Call them", assigned_to_id=2)
        with pytest.raises(InvalidError) as refused:
            save(register, file)
        assert refused.value.problems == {
            f"tasks.{task['id']}.assigned_to_id": "This person may not see this case. Name "
            "them on it first, or give the task to "
            "somebody who may see it."
        }
        casefile.add_row("named", file, user_id=2)
        case_id = save(register, file)
        stands = loaded(register, case_id)
        off = stands.copy()
        off.named = []
        with pytest.raises(InvalidError, match="This person may not see"):
            save(register, off, stands)
        off.tasks[0]["done"] = TODAY
        save(register, off, stands)
        assert seen(theirs) == []


class TestConsolidated:
    INTO = {"kind": "consolidated", "other_reference": "PS/2014/00002", "reason": "One matter"}

    def _two(self, register: Register) -> None:
        file = case_file("The earlier")
        save(register, file)
        save(register, case_file("The later"))
        stands = loaded(register, 1)
        linked = stands.copy()
        casefile.add_row("links", linked, **self.INTO)
        save(register, linked, stands)

    def test_what_is_consolidated_is_restricted_and_opened_together(
        self, register: Register, theirs: Register
    ) -> None:
        self._two(register)
        stands = loaded(register, 2)
        file = stands.copy()
        file.case["restricted"] = True
        casefile.add_row("named", file, user_id=2)
        save(register, file, stands)
        assert {row["user_id"] for row in loaded(register, 1).named} == {2}
        with register.reader() as connection:
            assert in_order(connection)
        assert seen(theirs) == ["PS/R/2014/00001", "PS/R/2014/00002"]
        with colleague(register, "pell") as others:
            assert seen(others) == []
            edited(register, 2, restricted=False)
            assert len(seen(others)) == 2

    def test_only_the_case_that_leads_is_restricted(self, register: Register) -> None:
        self._two(register)
        with pytest.raises(InvalidError, match="restrict or open that case"):
            edited(register, 1, restricted=True)

    def test_an_open_case_is_not_consolidated_into_a_restricted_one(
        self, register: Register
    ) -> None:
        save(register, case_file())
        save(register, case_file(restricted=True))
        stands = loaded(register, 1)
        linked = stands.copy()
        casefile.add_row("links", linked, **self.INTO | {"other_reference": "PS/R/2014/00001"})
        with pytest.raises(InvalidError, match="Restrict this case first"):
            save(register, linked, stands)


class TestLinks:
    def test_a_link_to_a_hidden_case_is_not_told_of(
        self, register: Register, theirs: Register
    ) -> None:
        save(register, case_file())
        save(register, case_file("Quokka"))
        stands = loaded(register, 1)
        linked = stands.copy()
        row = {"kind": "see-also", "other_reference": "PS/2014/00002", "reason": "numbat"}
        casefile.add_row("links", linked, **row)
        save(register, linked, stands)
        with theirs.reader() as connection:
            assert case_list.count(connection, Filter(text="numbat"), TODAY) == 1
            assert "numbat" in repr(history.history(connection, 1))
        edited(register, 2, restricted=True)
        with theirs.reader() as connection:
            assert load_case(connection, 1).links == []
            assert case_list.count(connection, Filter(text="numbat"), TODAY) == 0
            assert "numbat" not in repr(history.history(connection, 1))
            assert in_order(connection)

    def test_no_link_finds_out_that_there_is_one(
        self, register: Register, theirs: Register
    ) -> None:
        save(register, case_file())
        edited(register, save(register, case_file()), restricted=True)
        said = set()
        for reference in ("PS/R/2014/00001", "PS/2014/00002", "PS/R/2014/00007"):
            stands = loaded(theirs, 1)
            linked = stands.copy()
            casefile.add_row("links", linked, kind="see-also", other_reference=reference)
            with pytest.raises(InvalidError) as refused:
                save(theirs, linked, stands)
            said.add(str(refused.value).replace(reference, "it"))
        assert said == {"No case has the reference it."}

    def test_a_case_is_linked_by_a_reference_that_it_bore(self, register: Register) -> None:
        save(register, case_file())
        edited(register, save(register, case_file()), restricted=True)
        stands = loaded(register, 1)
        linked = stands.copy()
        casefile.add_row("links", linked, kind="see-also", other_reference="PS/2014/00002")
        save(register, linked, stands)
        assert loaded(register, 1).links[0]["other_reference"] == "PS/R/2014/00001"


Act = Callable[[Change, int], object]
#: What somebody might try by number: the row's table, and the act on its id.
ACTS: tuple[tuple[str, Act], ...] = (
    ("case", lambda change, at: change.edit(Case, at, 1, title="x")),
    ("case", lambda change, at: change.edit(Case, at, 99, title="x")),
    ("case", lambda change, at: change.note("consult", case_id=at)),
    ("case", lambda change, at: change.add(Task, case=at, title="x", uid="x")),
    ("case", lambda change, at: change.remove(Case, at)),
    ("subject", lambda change, at: change.edit(Subject, at, 1, post="x")),
    ("subject", lambda change, at: change.edit(Subject, at, 99, post="x")),
    ("subject", lambda change, at: change.remove(Subject, at, 1)),
    ("subject", lambda change, at: change.note("consult", about=(Subject, at))),
    ("chronology_entry", lambda change, at: change.edit(ChronologyEntry, at, 1, pinned=True)),
    ("allegation_factor", lambda change, at: change.remove(AllegationFactor, at)),
    ("allegation", lambda change, at: change.add(AllegationFactor, allegation=at, factor="x")),
    ("task", lambda change, at: tasks.finish(change, at)),
    ("person", lambda change, at: change.edit(Person, at, 1, family_name="x")),
    ("person", lambda change, at: people.describe(change, at, 1, family_name="x")),
    ("person", lambda change, at: merge_people(change, at, 1, "x")),
    ("person", lambda change, at: merge_people(change, 1, at, "x")),
    ("person", lambda change, at: people.review_alert(change, at, "x", "1", "x", closed=True)),
    ("member", lambda change, at: change.edit(Member, at, 1, number="x")),
    ("member", lambda change, at: people.add_post(change, at, post="x")),
)


@pytest.mark.parametrize(("table", "act"), ACTS)
def test_what_is_hidden_answers_as_what_is_not_there(
    register: Register, theirs: Register, table: str, act: Act
) -> None:
    save(register, case_file())
    file = case_file("Quokka", restricted=True)
    file.subjects[0] |= {"family_name": "Quoll", "number": "5555"}
    casefile.add_row("tasks", file, title="Call them", assigned_to_id=1)
    save(register, file)
    with register.reader() as connection:
        hidden = connection.execute(f'SELECT MAX(id) FROM "{table}"').fetchone()[0]
        before = connection.execute("SELECT COUNT(*) FROM audit_record").fetchone()[0]
    answers = []
    for at in (hidden, 999):
        with pytest.raises(Exception) as refused, theirs.change() as change:  # noqa: PT011
            act(change, at)
        answers.append((type(refused.value).__name__, str(refused.value)))
        if isinstance(refused.value, ConflictError):
            assert refused.value.theirs == {}
    if answers[1][0] == "RegisterError":  # what is not there is no row to point at
        assert answers[0][0] == "NotFoundError"
    else:
        assert answers[0] == answers[1]
    with register.reader() as connection:
        after = connection.execute("SELECT COUNT(*) FROM audit_record").fetchone()[0]
    assert after == before


def test_a_calendar_reaches_no_hidden_task(register: Register, theirs: Register) -> None:
    save(register, case_file())
    file = case_file(restricted=True)
    casefile.add_row("tasks", file, title="Call them", assigned_to_id=1)
    save(register, file)
    uid = loaded(register, 2).tasks[0]["uid"]
    given = [
        CalendarTask(one, "Changed", "", None, None, "normal", reference)
        for one in (uid, "new")
        for reference in ("PS/R/2014/00001", "PS/R/2014/00009")
    ]
    with theirs.change() as change:
        taken = tasks.take_in(change, given)
    assert (taken.changed, taken.added) == (0, 0)
    assert set(taken.passed_over) == {"Changed: it does not name a case in this register."}
    assert loaded(register, 2).tasks[0]["title"] == "Call them"


class TestPeople:
    def _secret(self, register: Register) -> int:
        file = case_file(restricted=True)
        file.subjects[0] |= {
            "family_name": "Quoll",
            "number": "5555",
            "date_of_birth": datetime.date(1980, 1, 1),
        }
        casefile.add_row("complainants", file, family_name="Numbat")
        return save(register, file)

    def test_whoever_is_in_hidden_cases_alone_is_not_known(
        self, register: Register, theirs: Register
    ) -> None:
        self._secret(register)
        with theirs.reader() as connection:
            assert directory.people(connection, "") == []
        file = case_file()
        casefile.add_row("complainants", file, family_name="Bilby")
        save(register, file)
        with theirs.reader() as connection:
            names = [one.name for one in directory.people(connection, "")]
        assert names == ["Bilby", "Harmer"]

    def test_nor_who_was_taken_out_of_one(self, register: Register, theirs: Register) -> None:
        stands = loaded(register, self._secret(register))
        without = stands.copy()
        without.complainants = []
        save(register, without, stands)
        with theirs.reader() as connection:
            assert directory.people(connection, "Numb") == []
        with register.reader() as connection:
            assert len(directory.people(connection, "Numb")) == 1

    def test_their_number_brings_nothing_to_light(
        self, register: Register, theirs: Register
    ) -> None:
        self._secret(register)
        file = case_file()
        file.subjects[0] |= {"family_name": "Quoll", "number": "5555"}
        case_id = save(theirs, file)
        assert loaded(theirs, case_id).subjects[0]["date_of_birth"] is None
        with register.reader() as connection:  # for those who see both to find
            (pair,) = directory.duplicates(connection)
        assert pair.why == "same number"
        with theirs.reader() as connection:
            assert directory.duplicates(connection) == []

    def test_a_merge_reaches_into_hidden_cases(self, register: Register, theirs: Register) -> None:
        case_id = self._secret(register)
        file = case_file()
        file.subjects[0] |= {"family_name": "Quoll", "number": "5555"}
        witness = loaded(register, case_id).complainants[0]["person_id"]
        known = {"person_id": witness, "family_name": "Numbat"}
        casefile.add_row("complainants", file, **known)
        casefile.add_row("complainants", file, family_name="Numbatt")
        save(register, file)  # the same member and witness, in an open case too
        third = case_file()
        third.subjects[0] |= {"family_name": "Quoll", "number": "5556"}
        save(register, third)
        with theirs.reader() as connection:
            ids = [one.person_id for one in directory.people(connection, "Quoll")]
        with theirs.change() as change:
            merge = merge_people(change, ids[1], ids[0], "One person")
        with theirs.reader() as connection:
            (found,) = directory.people(connection, "Quoll")
            one, other = (row.person_id for row in directory.people(connection, "Numb"))
        with theirs.change() as change:
            merge_people(change, other, one, "One person")
        assert loaded(register, case_id).complainants[0]["person_id"] == other
        assert (found.person_id, found.cases) == (ids[1], 2)
        assert seen(theirs) == ["PS/2014/00001", "PS/2014/00002"]
        with register.reader() as connection:
            assert directory.people(connection, "Quoll")[0].cases == 3
        with theirs.change() as change:
            assert undo_merge(change, merge) == []
        with register.reader() as connection:
            assert in_order(connection)
        assert loaded(register, case_id).subjects[0]["number"] == "5555"


def test_no_number_of_a_row_leaves_in_json(register: Register) -> None:
    for _ in range(3):
        save(register, case_file(restricted=True))
    said = case_json.to_json(loaded(register, 3))
    text = json.dumps(said)
    assert "id" not in said
    for name in ("case_id", "member_id", "person_id", "other_id"):
        assert f'"{name}"' not in text
    assert [row["id"] for row in said["allegations"]] == [1]
    assert said["findings"][0]["allegation_id"] == said["allegations"][0]["subject_id"] == 1


def test_what_is_written_of_people_while_a_case_is_saved_is_on_its_record(
    register: Register, theirs: Register
) -> None:
    with register.change("Told by numbat") as change:
        from models.changes.case import cases

        cases.save(change, case_file(restricted=True), None)
    file = case_file()
    save(register, file)  # so that the member is known to everybody
    with theirs.reader() as connection:
        rows = connection.execute("SELECT * FROM audit_record").fetchall()
    assert not any("numbat" in str(tuple(row)) for row in rows)


def test_every_reader_of_the_register_goes_by_its_own_user(
    register: Register, theirs: Register
) -> None:
    save(register, case_file(restricted=True))
    assert seen(theirs) == []
    theirs.user = register.user  # somebody else signs in where the register stays open
    assert seen(theirs) == ["PS/R/2014/00001"]


def test_what_is_hidden_is_answered_from_an_index(register: Register) -> None:
    with register.reader() as connection:
        plan = [
            row[3]
            for query in (walking.HIDDEN, walking.UNKNOWN)
            for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", (1,))
        ]
    scanned = {step.split()[1] for step in plan if step.startswith("SCAN ")}
    assert scanned <= {"own", "hidden", "met", "e", "u"}


CLOSED_EARLY = """
import pathlib, sys
from models.storage.engine import Keys, connect
connection = connect(pathlib.Path(sys.argv[1]), Keys.make())
query = "SELECT 1 UNION ALL SELECT 2"
first = connection.execute(query)
second = connection.execute(query)
first.fetchone(), second.fetchone()
connection.close()
del connection, first, second
print("went on")
"""


def test_a_connection_closed_under_a_cursor_does_not_end_the_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLOSED_EARLY, str(tmp_path / "x.db")],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "went on\n")
