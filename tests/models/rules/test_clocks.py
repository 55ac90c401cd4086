from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.case import casefile
from models.case.casefile import CaseFile
from models.register import Register
from models.rules import vocabularies
from models.rules.process import clocks
from models.rules.process.clocks import Clock, clocks_of, due_day, next_due, rules
from models.rules.process.working_days import is_working_day, months_after, nth_working_day
from models.schema import sections
from tests.models.making import case_file, loaded, save

D = datetime.date
DAYS = st.dates(D(2008, 12, 1), D(2040, 1, 1))
WORKING = [rule for rule in rules().values() if rule.unit == "working days"]


def put(file: CaseFile, section: str, **values: Any) -> int:
    row = casefile.blank_row(section, file, **values)
    file.rows(section).append(row)
    number: int = row["id"]
    return number


def running(file: CaseFile, code: str) -> list[Clock]:
    return [one for one in clocks_of(file) if one.rule.code == code]


def a_case(regime: str = "2020", **fields: Any) -> CaseFile:
    file = case_file(regime=regime, stage="investigation", **fields)
    file.findings.clear()
    return file


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (D(2014, 4, 17), True),  # the Thursday before Good Friday
        (D(2014, 4, 18), False),  # Good Friday
        (D(2014, 4, 21), False),  # Easter Monday
        (D(2013, 12, 25), False),
        (D(2022, 12, 27), False),  # Christmas Day fell on a Sunday
        (D(2012, 6, 5), False),  # the Diamond Jubilee
        (D(2014, 4, 19), False),  # a Saturday
        (D(2014, 1, 1), False),
        (D(2014, 1, 2), True),
    ],
)
def test_working_days_of_england_and_wales(day: datetime.date, working: bool) -> None:
    assert is_working_day(day) is working


def test_each_nation_has_its_own_bank_holidays() -> None:
    assert [term.code for term in vocabularies.terms("nation")] == ["ENG", "SCT", "NIR"]
    assert not is_working_day(D(2014, 1, 2), "SCT")
    assert not is_working_day(D(2014, 3, 17), "NIR")
    assert is_working_day(D(2014, 3, 17))
    assert is_working_day(D(2014, 4, 21), "SCT")


EXAMPLES = [
    ("referral", D(2020, 4, 9), D(2020, 4, 14)),  # across Easter: the Thursday to the Tuesday
    ("referral", D(2020, 12, 24), D(2020, 12, 29)),  # Boxing Day kept on the Monday
    ("referral", D(2020, 12, 31), D(2021, 1, 4)),
    ("response", D(2020, 12, 18), D(2021, 1, 6)),  # Christmas and New Year
    ("response", D(2020, 4, 3), D(2020, 4, 21)),
    ("meeting", D(2014, 4, 10), D(2014, 5, 13)),  # Easter and May Day
    ("meeting", D(2013, 12, 2), D(2014, 1, 2)),
    ("meeting", D(2020, 2, 3), D(2020, 3, 2)),  # the first counted is the day after
    ("hearing", D(2020, 2, 3), D(2020, 6, 26)),
    ("hearing", D(2020, 11, 2), D(2021, 3, 25)),
    ("hearing-30", D(2013, 12, 2), D(2014, 1, 16)),
    ("hearing-30", D(2014, 4, 7), D(2014, 5, 22)),
    ("referral-response", D(2020, 12, 21), D(2021, 1, 7)),
    ("referral-response", D(2021, 3, 29), D(2021, 4, 14)),
    ("meeting-appeal", D(2020, 4, 8), D(2020, 4, 21)),
    ("meeting-appeal", D(2021, 12, 22), D(2022, 1, 5)),  # three days are kept on a Monday or later
    ("tribunal", D(2020, 12, 30), D(2021, 1, 14)),
    ("tribunal", D(2020, 12, 22), D(2021, 1, 8)),
    ("tribunal", D(2020, 4, 6), D(2020, 4, 22)),
    ("update", D(2014, 3, 28), D(2014, 4, 25)),
    ("update", D(2013, 12, 20), D(2014, 1, 17)),
    ("review", D(2020, 12, 20), D(2021, 1, 17)),
    ("review", D(2014, 4, 1), D(2014, 4, 29)),
    ("suspension-review", D(2020, 12, 15), D(2021, 1, 12)),
    ("suspension-review", D(2014, 3, 28), D(2014, 4, 25)),
    ("twelve-months", D(2020, 2, 29), D(2021, 2, 28)),
    ("twelve-months", D(2020, 12, 31), D(2021, 12, 31)),
]
EASTER = {2014: D(2014, 4, 20), 2020: D(2020, 4, 12), 2021: D(2021, 4, 4)}


@pytest.mark.parametrize(("code", "started", "due"), EXAMPLES)
def test_worked_examples(code: str, started: datetime.date, due: datetime.date) -> None:
    assert due_day(rules()[code], started, []) == due


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.code)
def test_every_rule_has_a_source_and_examples_across_easter_christmas_and_a_year_s_end(
    rule: clocks.Rule,
) -> None:
    assert rule.source
    if rule.unit == clocks.SOON:
        return
    spans = [(started, due) for code, started, due in EXAMPLES if code == rule.code]
    christmas = [D(year, 12, 25) for year in range(2012, 2022)]
    new_year = [D(year, 1, 1) for year in range(2012, 2023)]
    for days in (EASTER.values(), christmas, new_year):
        assert any(started < day < due for started, due in spans for day in days)


@given(DAYS, st.sampled_from(WORKING))
def test_a_clock_in_working_days_ends_on_one(started: datetime.date, rule: clocks.Rule) -> None:
    due = due_day(rule, started, [])
    assert due is not None
    assert is_working_day(due)
    between = (due - started).days
    counted = sum(is_working_day(started + datetime.timedelta(n)) for n in range(1, between + 1))
    assert counted == rule.length


@given(DAYS, st.integers(0, 40), st.sampled_from(list(rules().values())))
def test_a_later_start_is_never_due_earlier(
    started: datetime.date, later: int, rule: clocks.Rule
) -> None:
    first = due_day(rule, started, [])
    second = due_day(rule, started + datetime.timedelta(later), [])
    assert first is None or (second is not None and first <= second)


def change(kind: str, day: datetime.date, until: datetime.date | None = None) -> dict[str, Any]:
    return {"kind": kind, "day": day, "until": until}


@given(DAYS, st.integers(0, 30), st.integers(-60, 400), st.sampled_from(WORKING))
def test_an_extension_only_moves_it_later(
    started: datetime.date, after: int, until: int, rule: clocks.Rule
) -> None:
    day = started + datetime.timedelta(after)
    moved = due_day(rule, started, [change("extension", day, started + datetime.timedelta(until))])
    plain = due_day(rule, started, [])
    assert moved is not None
    assert plain is not None
    assert moved >= plain


@given(DAYS, st.integers(0, 15), st.integers(0, 90), st.sampled_from(list(rules().values())))
def test_a_pause_moves_it_later_and_stands_still_until_resumed(
    started: datetime.date, after: int, length: int, rule: clocks.Rule
) -> None:
    pause = started + datetime.timedelta(after)
    resume = pause + datetime.timedelta(length)
    assert due_day(rule, started, [change("pause", pause)]) is None
    moved = due_day(rule, started, [change("pause", pause), change("resume", resume)])
    plain = due_day(rule, started, [])
    assert plain is None or (moved is not None and moved >= plain)


@given(DAYS, st.integers(0, 200))
def test_months_never_run_over(start: datetime.date, months: int) -> None:
    found = months_after(start, months)
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    assert found.day <= start.day


def test_ten_working_days_paused_for_a_week_end_a_week_later() -> None:
    rule = rules()["response"]
    changes = [change("pause", D(2020, 3, 4)), change("resume", D(2020, 3, 11))]
    assert due_day(rule, D(2020, 3, 2), []) == D(2020, 3, 16)
    assert due_day(rule, D(2020, 3, 2), changes) == D(2020, 3, 23)
    assert nth_working_day(D(2020, 3, 2), 10) == D(2020, 3, 16)


class TestOfACase:
    def test_the_notice_is_asked_for_until_it_is_served_then_the_response(self) -> None:
        file = a_case()
        subject = file.subjects[0]["id"]
        put(file, "assessments", subject_id=subject, severity="misconduct", decided=D(2020, 3, 2))
        (soon,) = running(file, "notice")
        assert (soon.due, soon.state, soon.of) == (None, "soon", "PC 4417 Harmer")
        put(file, "notices", kind="investigation", subject_id=subject, served=D(2020, 3, 3))
        assert running(file, "notice") == []
        (response,) = running(file, "response")
        assert response.due == D(2020, 3, 17)
        file.notices[0]["response_received"] = D(2020, 3, 12)
        assert running(file, "response") == []

    def test_a_revised_assessment_asks_for_one_notice(self) -> None:
        file = a_case()
        subject = file.subjects[0]["id"]
        for day in (2, 9):
            put(
                file,
                "assessments",
                subject_id=subject,
                severity="gross-misconduct",
                decided=D(2020, 3, day),
            )
        assert len(running(file, "notice")) == 1

    def test_staff_are_not_under_the_conduct_regulations(self) -> None:
        file = a_case()
        file.subjects[0]["role"] = "staff"
        subject = file.subjects[0]["id"]
        put(file, "assessments", subject_id=subject, severity="misconduct", decided=D(2020, 3, 2))
        assert running(file, "notice") == []

    def test_each_update_begins_the_next_until_the_outcome_letter(self) -> None:
        file = a_case(kind="complaint-schedule3", received=D(2020, 3, 2))
        who = put(file, "complainants", family_name="Ambler", given_names="Violet", since=None)
        assert running(file, "update")[0].due == D(2020, 3, 30)
        put(file, "updates", complainant_id=who, kind="update", sent=D(2020, 3, 20))
        (clock,) = running(file, "update")
        assert (clock.due, clock.of) == (D(2020, 4, 17), "Violet Ambler")
        put(file, "updates", complainant_id=who, kind="outcome-letter", sent=D(2020, 4, 1))
        assert running(file, "update") == []
        (review,) = running(file, "review")
        assert (review.due, review.state) == (D(2020, 4, 29), "lapses")
        put(file, "updates", complainant_id=who, kind="review-requested", sent=D(2020, 4, 9))
        assert running(file, "review") == []

    def test_twelve_months_then_every_six(self) -> None:
        file = a_case(received=D(2020, 3, 2), recorded=D(2020, 3, 3))
        assert running(file, "twelve-months")[0].due == D(2021, 3, 3)
        put(file, "notices", kind="delay-report", served=D(2021, 3, 1))
        assert running(file, "twelve-months")[0].due == D(2021, 9, 1)
        file.case["stage"] = "decision"
        assert running(file, "twelve-months") == []
        assert running(a_case("2012", recorded=D(2014, 2, 12)), "twelve-months") == []

    def test_a_suspension_is_reviewed_every_four_weeks_until_it_ends(self) -> None:
        file = a_case()
        subject = file.subjects[0]["id"]
        at = put(file, "suspensions", subject_id=subject, kind="suspension", began=D(2020, 3, 2))
        assert running(file, "suspension-review")[0].due == D(2020, 3, 30)
        put(file, "reviews", suspension_id=at, reviewed=D(2020, 3, 27))
        assert running(file, "suspension-review")[0].due == D(2020, 4, 24)
        file.suspensions[0]["ended"] = D(2020, 4, 1)
        assert running(file, "suspension-review") == []

    def test_a_hearing_has_its_regime_s_length(self) -> None:
        for regime, due in (("2020", D(2020, 6, 26)), ("2012", D(2020, 3, 16))):
            file = a_case(regime)
            subject = file.subjects[0]["id"]
            put(file, "notices", kind="hearing", subject_id=subject, served=D(2020, 2, 3))
            (clock,) = running(file, "hearing") + running(file, "hearing-30")
            assert clock.due == due
            put(
                file,
                "proceedings",
                kind="misconduct-hearing",
                subject_id=subject,
                held=D(2020, 3, 2),
            )
            assert running(file, "hearing") + running(file, "hearing-30") == []

    def test_an_appeal_is_a_right_that_lapses_and_never_the_next_due(self) -> None:
        file = a_case(kind="staff-discipline")
        subject = file.subjects[0]["id"]
        at = put(file, "proceedings", kind="misconduct-meeting", subject_id=subject)
        put(
            file,
            "outcomes",
            subject_id=subject,
            outcome="ww",
            proceeding_id=at,
            decided=D(2020, 3, 2),
        )
        (clock,) = running(file, "meeting-appeal")
        assert (clock.due, clock.state) == (D(2020, 3, 11), "lapses")
        assert next_due(file, clocks_of(file)) == (None, "")

    def test_a_mandatory_referral_is_due_the_next_working_day(self) -> None:
        file = a_case()
        put(file, "referrals", kind="voluntary", decided=D(2020, 4, 9))
        assert running(file, "referral") == []
        put(file, "referrals", kind="mandatory", decided=D(2020, 4, 9))
        assert running(file, "referral")[0].due == D(2020, 4, 14)
        file.referrals[-1]["referred"] = D(2020, 4, 9)
        assert running(file, "referral") == []

    def test_to_revise_a_referral_wins_no_time_and_to_take_it_back_ends_its_clock(self) -> None:
        file = a_case()
        put(file, "referrals", kind="mandatory", decided=D(2020, 4, 7), reason="Injury.")
        first = file.referrals[0]["id"]
        put(
            file,
            "referrals",
            kind="mandatory",
            decided=D(2020, 4, 9),
            reason="Injury, seen by a doctor.",
            revises_id=first,
        )
        (clock,) = running(file, "referral")
        assert (clock.about, clock.due) == (file.referrals[1]["id"], D(2020, 4, 8))
        second = file.referrals[1]["id"]
        put(file, "referrals", kind="none", decided=D(2020, 4, 9), reason="No.", revises_id=second)
        assert running(file, "referral") == []

    @pytest.mark.parametrize(
        ("kind", "role", "due"),
        [
            ("investigation", "officer", D(2020, 4, 21)),
            ("hearing", "officer", D(2020, 4, 21)),
            ("investigation", "staff", None),
            ("other", "officer", None),
        ],
    )
    def test_a_notice_says_when_it_is_to_be_answered(
        self, kind: str, role: str, due: datetime.date | None
    ) -> None:
        file = a_case()
        put(file, "subjects", family_name="Harmer", role=role)
        who = file.subjects[-1]["id"]
        put(file, "notices", kind=kind, served=D(2020, 4, 3), subject_id=who)
        assert clocks.response_due(file, file.notices[0]) == due

    def test_a_closed_case_has_no_clock(self) -> None:
        file = a_case(recorded=D(2020, 3, 3))
        assert clocks_of(file)
        file.case["stage"] = "closed"
        assert clocks_of(file) == []
        assert next_due(file, []) == (None, "")


def test_what_is_due_next_is_in_the_list_with_its_extension_and_its_pause(
    register: Register,
) -> None:
    file = case_file(regime="2012", stage="assessed", recorded=D(2014, 2, 12))
    file.findings.clear()
    subject = file.subjects[0]["id"]
    put(file, "notices", kind="meeting", subject_id=subject, served=D(2014, 2, 13))
    case_id = save(register, file)

    def line() -> tuple[str | None, str]:
        with register.reader() as connection:
            query = "SELECT next_due, next_due_for FROM case_line WHERE case_id = ?"
            return tuple(connection.execute(query, (case_id,)).fetchone())

    assert line()[0] == "2014-02-27"  # the response to the notice, ten working days
    for kind, until in (("extension", D(2014, 3, 6)), ("pause", None)):
        before = loaded(register, case_id)
        after = before.copy()
        put(
            after,
            "clock_changes",
            clock="referral-response",
            about=before.notices[0]["id"],
            kind=kind,
            day=D(2014, 2, 20),
            until=until,
            reason="The representative is away.",
        )
        save(register, after, before)
        if kind == "extension":
            assert line() == (
                "2014-03-06",
                "Officer's response to the notice of referral · PC 4417 Harmer",
            )
    assert line() == ("2014-03-13", "Misconduct meeting · PC 4417 Harmer")
    with register.reader() as connection:
        states = dict(connection.execute("SELECT clock, state FROM case_clock"))
    assert states["referral-response"] == "paused"


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.code)
def test_a_clock_names_fields_and_codes_that_there_are(rule: clocks.Rule) -> None:
    """One that is misspelt would never run, and nobody would be told."""
    for event in filter(None, (rule.starts, rule.again, rule.ends)):
        section = event["section"]
        assert sections.entry(section, event["day"]).kind == "day"
        for key in ("pointer", "same", "once", "from_first"):
            assert key not in event or sections.entry(section, event[key]).kind == "link"
        _known(section, event.get("where", {}))
        _known("case", event.get("case", {}))


def _known(section: str, wanted: dict[str, list[str | bool | None]]) -> None:
    for name, values in wanted.items():
        pointer, _, further = name.partition(".")
        if name == "revised":
            continue
        of = f"{pointer.removesuffix('_id')}s" if further else section
        entry = (
            sections.entry("assessments", "severity")
            if name == "severity_now"
            else sections.entry(of, further or name)
        )
        if entry.vocabulary:
            codes = {term.code for term in vocabularies.terms(entry.vocabulary)}
            assert set(values) - {None} <= codes, name
