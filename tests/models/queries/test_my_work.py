from __future__ import annotations

import datetime

import pytest

from models.case import casefile
from models.changes.case import tasks
from models.errors import NotFoundError
from models.queries.cases.my_work import work
from models.register import Register
from models.schema import User
from tests.models.making import TODAY, case_file, loaded, save

DAY = datetime.timedelta(days=1)


def a_case(register: Register, title: str, due: datetime.date, owner: int | None = 1) -> int:
    file = case_file(title, owner_id=owner, next_due=due, next_due_for="Statement")
    return save(register, file)


def test_what_is_due_is_grouped_and_the_first_due_comes_first(register: Register) -> None:
    a_case(register, "Later", TODAY + 7 * DAY)
    a_case(register, "Week", TODAY + 6 * DAY)
    a_case(register, "Today", TODAY)
    a_case(register, "Late", TODAY - DAY)
    a_case(register, "Not mine", TODAY, owner=None)
    file = case_file("Waiting", owner_id=1, regime="2012")
    subject = file.subjects[0]["id"]
    file.assessments.append(
        casefile.blank_row(
            "assessments",
            file,
            subject_id=subject,
            severity="misconduct",
            decided=TODAY,
            reason="If proven, a breach.",
        )
    )
    save(register, file)
    with register.reader() as connection:
        items = work(connection, TODAY, 1)
        everybody = work(connection, TODAY)
    assert [(one.title, one.group) for one in items] == [
        ("Late", "overdue"),
        ("Today", "week"),
        ("Week", "week"),
        ("Later", "later"),
        ("Waiting", "waiting"),
    ]
    assert items[-1].what == "Notice of investigation · PC 4417 Harmer"
    assert len(everybody) == 6


def test_a_closed_case_asks_for_nothing(register: Register) -> None:
    file = case_file(owner_id=1, next_due=TODAY, recorded=TODAY)
    file.case |= {"kind": "miscellaneous", "stage": "closed", "closed": TODAY}
    subject = file.subjects[0]["id"]
    file.outcomes.append(
        casefile.blank_row("outcomes", file, subject_id=subject, outcome="none", decided=TODAY)
    )
    save(register, file)
    with register.reader() as connection:
        assert work(connection, TODAY) == []


def test_a_task_is_for_whoever_it_is_given_to_until_it_is_done(register: Register) -> None:
    with register.change("A colleague") as change:
        other = change.add(User, name="pell", full_name="R. Pell", role="investigator")
    file = case_file(owner_id=1)
    for title, who, priority in (
        ("For me", 1, "normal"),
        ("For me, first", 1, "high"),
        ("For Pell", other, "normal"),
    ):
        file.tasks.append(
            casefile.blank_row(
                "tasks", file, title=title, assigned_to_id=who, due=TODAY, priority=priority
            )
        )
    save(register, file)

    def mine(user_id: int) -> list[str]:
        with register.reader() as connection:
            return [one.what for one in work(connection, TODAY, user_id)]

    assert mine(1) == ["For me, first", "For me"]
    assert mine(other) == ["For Pell"]
    with register.change("Task done") as change:
        tasks.finish(change, 1)
    assert mine(1) == ["For me, first"]
    assert loaded(register, 1).tasks[0]["done"] == TODAY
    with register.change("Not done after all") as change:
        tasks.finish(change, 1, done=False)
    assert len(mine(1)) == 2
    with pytest.raises(NotFoundError, match="no longer exists"), register.change() as change:
        tasks.finish(change, 99)
