from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from models.changes import people as changes
from models.queries.people.early_intervention import StandingAlert, standing_alerts
from models.register import Register
from models.rules import vocabularies
from models.rules.process.early_intervention import Matter, Rule, alerts, rules
from models.rules.process.working_days import months_after
from models.schema import Case
from tests.models.making import TODAY, case_file, colleague, save

DAY = datetime.date


def _matter(case_id: int, received: datetime.date, **given: object) -> Matter:
    usual: dict[str, object] = {
        "person_id": 1,
        "kind": "conduct",
        "role": "officer",
        "post": "Response",
        "categories": frozenset(),
        "monitored": False,
    }
    return Matter(case_id=case_id, received=received, **usual | given)  # type: ignore[arg-type]


def _standing(register: Register, **asked: bool) -> list[StandingAlert]:
    with register.reader() as connection:
        return standing_alerts(connection, TODAY, **asked)


THREE = Rule("matters", "Three in a year", "count", 3, 12)


def test_the_shipped_rules_are_whole() -> None:
    assert {rule.measure for rule in rules()} == {"count", "repeated", "monitored", "peers"}
    assert len({rule.code for rule in rules()}) == len(rules())


def test_so_many_in_so_many_months() -> None:
    first = months_after(TODAY, -12)
    days = [first + datetime.timedelta(1), DAY(2013, 9, 1), TODAY]
    matters = [_matter(number, day) for number, day in enumerate(days, 1)]
    assert [alert.case_ids for alert in alerts(matters, TODAY, [THREE])] == [(1, 2, 3)]
    assert alerts([_matter(1, first), *matters[1:]], TODAY, [THREE]) == []


def test_one_case_counts_once() -> None:
    assert alerts([_matter(1, TODAY)] * 3, TODAY, [THREE]) == []


def test_of_a_kind_only() -> None:
    rule = Rule("c", "c", "count", 2, 6, ("complaint-s3",))
    matters = [_matter(1, TODAY, kind="complaint-s3"), _matter(2, TODAY)]
    assert alerts(matters, TODAY, [rule]) == []
    again = [*matters, _matter(3, TODAY, kind="complaint-s3")]
    assert [alert.case_ids for alert in alerts(again, TODAY, [rule])] == [(1, 3)]


def test_a_repeated_allegation_and_a_matter_while_monitored() -> None:
    repeated = Rule("r", "r", "repeated", 2, 36)
    monitored = Rule("m", "m", "monitored")
    matters = [
        _matter(1, TODAY, categories=frozenset({"U", "W"})),
        _matter(2, TODAY, categories=frozenset({"U"}), monitored=True),
        _matter(3, TODAY, categories=frozenset({"X"})),
    ]
    found = alerts(matters, TODAY, [repeated, monitored])
    assert [(alert.rule.code, alert.case_ids) for alert in found] == [("r", (1, 2)), ("m", (2,))]


def test_the_highest_among_peers_and_nobody_where_all_are_alike() -> None:
    rule = Rule("p", "p", "peers", 2, 12, percent=5, peers=20)
    alike = [
        _matter(10 * person + n, TODAY, person_id=person) for person in range(20) for n in range(3)
    ]
    assert alerts(alike, TODAY, [rule]) == []
    one_more = [*alike, _matter(9, TODAY, person_id=0)]
    assert [alert.person_id for alert in alerts(one_more, TODAY, [rule])] == [0]
    assert alerts([one for one in one_more if one.person_id < 19], TODAY, [rule]) == []


@given(
    st.lists(
        st.tuples(
            st.integers(1, 5), st.integers(1, 40), st.dates(DAY(2009, 1, 1), DAY(2014, 12, 31))
        ),
        max_size=40,
    )
)
def test_every_alert_shows_cases_of_its_person_that_reach_the_threshold(
    given_matters: list[tuple[int, int, datetime.date]],
) -> None:
    matters = [_matter(case, day, person_id=person) for person, case, day in given_matters]
    for alert in alerts(matters, TODAY):
        theirs = {one.case_id for one in matters if one.person_id == alert.person_id}
        assert set(alert.case_ids) <= theirs
        assert len(alert.case_ids) >= alert.rule.count
        assert list(alert.case_ids) == sorted(alert.case_ids)


def test_an_alert_is_reviewed_closed_and_raised_anew_by_a_further_case(register: Register) -> None:
    for _ in range(3):
        save(register, case_file())
    found = {alert.rule.code: alert for alert in _standing(register)}
    alert = found["matters"]
    assert [reference for _, reference, _ in alert.cases] == [
        "PS/2014/00001",
        "PS/2014/00002",
        "PS/2014/00003",
    ]
    with register.change() as change:
        changes.review_alert(change, 1, "matters", alert.key, "Spoke to the sergeant", closed=False)
    assert _standing(register)[0].reviewed == "Spoke to the sergeant"
    with register.change() as change:
        changes.review_alert(change, 1, "matters", alert.key, "Support in place", closed=True)
    assert "matters" not in {one.rule.code for one in _standing(register)}
    assert "matters" in {one.rule.code for one in _standing(register, closed=True)}
    save(register, case_file())
    assert "matters" in {one.rule.code for one in _standing(register)}


def test_a_matter_while_monitored_is_told_at_once(register: Register) -> None:
    save(register, case_file())
    with register.change() as change:
        changes.describe(
            change, 1, 1, monitored_from=DAY(2014, 2, 1), monitored_why="After a warning"
        )
    assert "monitored" in {alert.rule.code for alert in _standing(register)}


def test_nobody_outside_a_restricted_case_sees_what_it_makes(register: Register) -> None:
    ids = [save(register, case_file()) for _ in range(3)]
    with colleague(register) as theirs:
        assert "matters" in {alert.rule.code for alert in _standing(theirs)}
        with register.change() as change:
            change.edit(Case, ids[0], 1, restricted=True)
        assert "matters" in {alert.rule.code for alert in _standing(register)}
        seen = _standing(theirs)
        assert all(ids[0] not in {case for case, _, _ in one.cases} for one in seen)
        assert "matters" not in {alert.rule.code for alert in seen}


def test_the_kinds_that_rules_name_are_in_the_vocabulary() -> None:
    known = {term.code for term in vocabularies.terms("kind")}
    assert {kind for rule in rules() for kind in rule.kinds} <= known
