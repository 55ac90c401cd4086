from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from models.case import casefile
from models.case.casefile import CaseFile
from models.rules.process.clock_record import Period, clock_record
from models.rules.process.clocks import clocks_of
from tests.models.making import case_file

D = datetime.date
WEEKS_4 = datetime.timedelta(28)


def suspended(
    began: datetime.date, reviews: list[datetime.date], ended: datetime.date | None
) -> CaseFile:
    file = case_file(regime="2012", stage="investigation", kind="miscellaneous")
    subject = file.subjects[0]["id"]
    row = casefile.blank_row(
        "suspensions", file, kind="suspension", subject_id=subject, began=began, ended=ended
    )
    file.suspensions.append(row)
    for day in reviews:
        file.reviews.append(
            casefile.blank_row("reviews", file, suspension_id=row["id"], reviewed=day)
        )
    return file


def of(file: CaseFile, code: str) -> list[Period]:
    return [one for one in clock_record(file) if one.rule.code == code]


def test_each_review_is_held_against_the_day_of_its_own_period() -> None:
    file = suspended(D(2014, 3, 3), [D(2014, 3, 31), D(2014, 4, 30)], D(2014, 5, 2))
    first, second, last = of(file, "suspension-review")
    assert (first.due, first.state, first.days_late) == (D(2014, 3, 31), "met", 0)
    assert (second.due, second.state, second.days_late) == (D(2014, 4, 28), "late", 2)
    assert (last.begun, last.done, last.over) == (D(2014, 4, 30), D(2014, 5, 2), True)


def test_an_extension_belongs_to_the_period_in_which_it_was_given() -> None:
    file = suspended(D(2014, 3, 3), [D(2014, 4, 2)], None)
    values = {"clock": "suspension-review", "about": file.suspensions[0]["id"], "reason": "Ill."}
    change = casefile.blank_row("clock_changes", file, kind="extension", **values)
    file.clock_changes.append(change | {"day": D(2014, 4, 10), "until": D(2014, 5, 9)})
    first, second = of(file, "suspension-review")
    assert (first.due, first.state, first.changes) == (D(2014, 3, 31), "late", ())
    assert (second.due, second.first_due) == (D(2014, 5, 9), D(2014, 4, 30))
    assert [row["reason"] for row in second.changes] == ["Ill."]


def test_a_closed_case_tells_how_its_clocks_went() -> None:
    file = suspended(D(2014, 3, 3), [], None)
    assert of(file, "suspension-review")[0].state == "running"
    file.case["stage"] = "closed"
    assert clocks_of(file) == []
    assert of(file, "suspension-review")[0].state == "stopped"


def test_a_right_to_appeal_is_used_or_not() -> None:
    file = case_file(regime="2012", stage="outcome")
    subject = file.subjects[0]["id"]
    meeting = casefile.blank_row(
        "proceedings", file, subject_id=subject, kind="misconduct-meeting", held=D(2014, 5, 13)
    )
    file.proceedings.append(meeting)
    values = {"subject_id": subject, "proceeding_id": meeting["id"], "outcome": "ww"}
    file.outcomes.append(casefile.blank_row("outcomes", file, decided=D(2014, 5, 13), **values))
    assert [one.state for one in of(file, "meeting-appeal")] == ["lapses"]
    assert "meeting-appeal" in [one.rule.code for one in clocks_of(file)]
    meeting["appeal_lodged"] = D(2014, 5, 20)
    (used,) = of(file, "meeting-appeal")
    assert (used.due, used.done, used.state) == (D(2014, 5, 22), D(2014, 5, 20), "used")
    assert "meeting-appeal" not in [one.rule.code for one in clocks_of(file)]


def test_before_2018_it_was_the_ipcc() -> None:
    file = case_file(regime="2012", stage="recorded")
    row = casefile.blank_row("referrals", file, kind="mandatory", decided=D(2014, 4, 17))
    file.referrals.append(row | {"referred": D(2014, 4, 22)})
    (one,) = of(file, "referral")
    assert one.words == "Mandatory referral to the IPCC"
    assert (one.due, one.state) == (D(2014, 4, 22), "met")  # across Easter
    assert (
        one.rule.source_under("2012") == "Police Reform Act 2002, Schedule 3, and its regulations"
    )
    assert "2020" in one.rule.source_under("2020")


@given(st.lists(st.integers(1, 90), max_size=6), st.booleans())
def test_the_last_period_is_the_clock_that_runs(gaps: list[int], closed: bool) -> None:
    day, reviews = D(2014, 3, 3), []
    for gap in gaps:
        day += datetime.timedelta(gap)
        reviews.append(day)
    file = suspended(D(2014, 3, 3), reviews, day + WEEKS_4 if closed else None)
    record = of(file, "suspension-review")
    assert len(record) == len(reviews) + 1
    assert [one.begun for one in record] == [D(2014, 3, 3), *reviews]
    assert all(
        one.days_late == max((one.done - one.begun).days - 28, 0) for one in record if one.done
    )
    running = [one for one in clocks_of(file) if one.rule.code == "suspension-review"]
    assert [one.due for one in running] == ([] if closed else [record[-1].due])
