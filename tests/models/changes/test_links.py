from __future__ import annotations

import datetime

import pytest

from models.case import casefile
from models.case.casefile import CaseFile
from models.errors import InvalidError
from models.exchange import case_json
from models.exchange.papers.case_sheet import sheet_html
from models.record.check import check
from models.register import Register
from models.rules.process.clocks import clocks_of
from models.schema import Case
from tests.models.making import TODAY, case_file, loaded, save


@pytest.fixture
def two(register: Register) -> tuple[int, int]:
    first = case_file()
    casefile.add_row(
        "referrals", first, kind="mandatory", decided=datetime.date(2014, 2, 20), reason="DSI"
    )
    return save(register, first), save(register, case_file("Another"))


def _link(register: Register, case_id: int, **given: str) -> CaseFile:
    file = loaded(register, case_id)
    edited = file.copy()
    casefile.add_row("links", edited, **given)
    save(register, edited, file)
    return loaded(register, case_id)


def test_a_link_is_seen_from_both_sides(register: Register, two: tuple[int, int]) -> None:
    file = _link(register, 1, kind="same-incident", other_reference=" ps/2014/00002 ")
    (row,) = file.links
    assert (row["other_id"], row["other_reference"]) == (2, "PS/2014/00002")
    assert row["other_title"] == "Another"
    (seen,) = loaded(register, 2).linked_from
    assert (seen["case_id"], seen["reference"]) == (1, "PS/2014/00001")


def test_a_consolidated_case_keeps_its_reference_and_its_clocks_stop(
    register: Register, two: tuple[int, int]
) -> None:
    assert clocks_of(loaded(register, 1))
    file = _link(
        register, 1, kind="consolidated", other_reference="PS/2014/00002", reason="One incident"
    )
    assert clocks_of(file) == []
    assert file.case["reference"] == "PS/2014/00001"
    with register.reader() as connection:
        due = connection.execute("SELECT next_due FROM case_line WHERE case_id = 1").fetchone()[0]
        assert due is None
        assert connection.execute("SELECT 1 FROM case_clock WHERE case_id = 1").fetchall() == []
        assert all(not one.problems for one in check(connection))
    assert save(register, case_file("A third")) == 3
    assert loaded(register, 3).case["reference"] == "PS/2014/00003"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"other_reference": "PS/2014/00099"}, "No case has"),
        ({"other_reference": "PS/2014/00001"}, "linked to itself"),
        ({"other_reference": ""}, "Give the reference"),
        ({"other_reference": "PS/2014/00002", "kind": "consolidated"}, "Give the reason"),
        ({"other_reference": "PS/2014/00002", "kind": "sideways"}, "not in the list"),
    ],
)
def test_what_is_no_link_is_said(
    register: Register, two: tuple[int, int], given: dict[str, str], said: str
) -> None:
    with pytest.raises(InvalidError, match=said):
        _link(register, 1, **{"kind": "see-also"} | given)
    assert loaded(register, 1).links == []


def test_nothing_is_consolidated_in_a_chain(register: Register, two: tuple[int, int]) -> None:
    third = save(register, case_file("A third"))
    into = {"kind": "consolidated", "reason": "One incident"}
    _link(register, 1, other_reference="PS/2014/00002", **into)
    with pytest.raises(InvalidError, match="itself consolidated"):
        _link(register, third, other_reference="PS/2014/00001", **into)
    with pytest.raises(InvalidError, match="cannot be consolidated into another"):
        _link(register, 2, other_reference="PS/2014/00003", **into)
    with pytest.raises(InvalidError, match="only one other case"):
        _link(register, 1, other_reference="PS/2014/00003", **into)


def test_a_case_that_one_may_not_see_does_not_exist(
    register: Register, two: tuple[int, int]
) -> None:
    with register.change() as change:
        change.edit(Case, 2, 1, restricted=True, owner=None)
    with pytest.raises(InvalidError, match="No case has"):
        _link(register, 1, kind="see-also", other_reference="PS/2014/00002")


def test_a_link_is_written_in_json_by_reference(register: Register, two: tuple[int, int]) -> None:
    said = case_json.to_json(_link(register, 1, kind="see-also", other_reference="PS/2014/00002"))
    assert said["links"][0]["other_reference"] == "PS/2014/00002"
    given = {
        "title": "From a file",
        "kind": "conduct",
        "received": "2014-02-20",
        "links": [{"kind": "see-also", "other_reference": "PS/2014/00001"}],
    }
    case_id = save(register, case_json.from_json(given, TODAY))
    assert loaded(register, case_id).links[0]["other_id"] == 1


INTO = {"kind": "consolidated", "reason": "One incident", "other_reference": "PS/2014/00002"}


def _complaint(title: str, recorded: datetime.date, regime: str = "2020") -> CaseFile:
    file = case_file(title, kind="complaint-schedule3", regime=regime, recorded=recorded)
    file.findings.clear()
    casefile.add_row("complainants", file, family_name="Lisle", since=recorded)
    return file


def test_a_deadline_that_began_earlier_runs_on_in_the_other_case(register: Register) -> None:
    first = save(register, _complaint("The earlier", datetime.date(2014, 2, 13)))
    lead = save(register, _complaint("The later", datetime.date(2014, 2, 24)))
    _link(register, first, **INTO)
    found = {clock.words: clock.due for clock in clocks_of(loaded(register, lead))}
    assert found == {
        "Written report: not finished in 12 months · PS/2014/00001": datetime.date(2015, 2, 13),
        "Update to the complainant · Lisle": datetime.date(2014, 3, 24),
        "Update to the complainant · Lisle · PS/2014/00001": datetime.date(2014, 3, 13),
    }
    with register.reader() as connection:
        due = connection.execute("SELECT next_due FROM case_line WHERE case_id = 2").fetchone()[0]
        assert due == "2014-03-13"
        line = "SELECT consolidated_into FROM case_line WHERE case_id = 1"
        assert connection.execute(line).fetchone()[0] == "PS/2014/00002"


def test_what_is_recorded_in_a_consolidated_case_stops_its_clock_in_the_other(
    register: Register,
) -> None:
    first = save(register, _complaint("The earlier", datetime.date(2014, 2, 13)))
    lead = save(register, _complaint("The later", datetime.date(2014, 2, 24)))
    before = _link(register, first, **INTO)
    edited = before.copy()
    casefile.add_row(
        "updates",
        edited,
        complainant_id=edited.complainants[0]["id"],
        kind="update",
        sent=datetime.date(2014, 2, 27),
    )
    save(register, edited, before)
    with register.reader() as connection:
        query = "SELECT due FROM case_clock WHERE case_id = ? AND words LIKE '%Lisle · PS%'"
        assert connection.execute(query, (lead,)).fetchone()[0] == "2014-03-27"
        assert all(not one.problems for one in check(connection))


def test_a_consolidation_undone_gives_each_case_its_clocks_again(
    register: Register, two: tuple[int, int]
) -> None:
    before = clocks_of(loaded(register, 1))
    file = _link(register, 1, **INTO)
    assert [one.reference for one in clocks_of(loaded(register, 2))] == ["PS/2014/00001"]
    undone = file.copy()
    undone.links.clear()
    save(register, undone, file)
    assert clocks_of(loaded(register, 1)) == before
    assert clocks_of(loaded(register, 2)) == []
    with register.reader() as connection:
        assert all(not one.problems for one in check(connection))


def test_a_consolidated_case_is_closed_without_what_the_other_decides(
    register: Register, two: tuple[int, int]
) -> None:
    file = _link(register, 1, **INTO)
    edited = file.copy()
    edited.case |= {"stage": "closed"}
    with pytest.raises(InvalidError, match="when the case was closed"):
        save(register, edited, file)
    edited.case |= {"closed": TODAY}
    save(register, edited, file)
    assert loaded(register, 1).case["stage"] == "closed"


def test_nothing_is_consolidated_into_a_closed_case_nor_a_restricted_one_into_an_open(
    register: Register, two: tuple[int, int]
) -> None:
    with register.change() as change:
        change.edit(Case, 1, 1, restricted=True)
    with pytest.raises(InvalidError, match="not restricted"):
        _link(register, 1, **INTO)
    with register.change() as change:
        change.edit(Case, 2, 1, restricted=True)
    _link(register, 1, **INTO)
    lead = loaded(register, 2)
    opened = lead.copy()
    opened.case["restricted"] = False
    save(register, opened, lead)  # and what is consolidated into it with it
    assert not loaded(register, 1).case["restricted"]
    third = save(register, case_file("A third", stage="received"))
    with register.change() as change:
        change.edit(Case, 2, 3, stage="closed", closed=TODAY)
    with pytest.raises(InvalidError, match="is closed"):
        _link(register, third, **INTO)


def test_a_link_that_stands_is_not_judged_again(register: Register, two: tuple[int, int]) -> None:
    file = _link(register, 1, kind="see-also", other_reference="PS/2014/00002")
    with register.change() as change:
        change.edit(Case, 2, 1, restricted=True, owner=None)
    edited = file.copy()
    edited.case["title"] = "Another title"
    save(register, edited, file)
    assert loaded(register, 1).case["title"] == "Another title"


def test_initials_hide_the_names_of_a_case_taken_over(register: Register) -> None:
    first = save(register, _complaint("The earlier", datetime.date(2014, 2, 13)))
    lead = save(register, _complaint("The later", datetime.date(2014, 2, 24)))
    _link(register, first, **INTO)
    said = sheet_html(loaded(register, lead), names="initials")
    assert "PS/2014/00001" in said
    assert "Lisle" not in said


def test_a_clock_that_was_carried_over_is_extended_in_the_other_case(register: Register) -> None:
    first = save(register, _complaint("The earlier", datetime.date(2014, 2, 13)))
    lead = save(register, _complaint("The later", datetime.date(2014, 2, 24)))
    _link(register, first, **INTO)
    before = loaded(register, lead)
    carried = next(one for one in clocks_of(before) if one.of and one.reference)
    edited = before.copy()
    casefile.add_row(
        "clock_changes",
        edited,
        clock=carried.rule.code,
        about=carried.about,
        kind="extension",
        day=TODAY,
        until=datetime.date(2014, 4, 1),
        reason="Agreed with her.",
    )
    save(register, edited, before)
    after = next(one for one in clocks_of(loaded(register, lead)) if one.of and one.reference)
    assert (after.due, after.first_due) == (datetime.date(2014, 4, 1), carried.due)


def test_a_sheet_says_where_a_case_was_consolidated(
    register: Register, two: tuple[int, int]
) -> None:
    file = _link(register, 1, **INTO)
    assert "Consolidated into" in sheet_html(file)
    assert "is consolidated into this case" in sheet_html(loaded(register, 2))
