from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from models.case import casefile
from models.changes.case import tasks
from models.errors import InvalidError
from models.exchange.calendar_file import read_calendar, write_calendar
from models.queries.cases.my_work import work
from models.register import Register
from tests.models.making import TODAY, case_file, loaded, save

NOW = datetime.datetime(2014, 2, 28, 12, tzinfo=datetime.UTC)
OUTSIDE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Somebody else//EN
BEGIN:VTODO
UID:{uid}
SUMMARY:{summary}
DUE;VALUE=DATE:20140310
{more}END:VTODO
END:VCALENDAR
""".replace("\n", "\r\n")


def with_a_task(register: Register) -> int:
    file = case_file(owner_id=1, next_due=TODAY, next_due_for="Statement; with, signs")
    file.tasks.append(
        casefile.blank_row(
            "tasks",
            file,
            title="Ring the witness; twice, \u05d0 \U0001f600",
            notes="Line one\nline two",
            assigned_to_id=1,
            due=datetime.date(2014, 3, 7),
            priority="high",
        )
    )
    return save(register, file)


def written(register: Register, path: Path) -> bytes:
    with register.reader() as connection:
        assert write_calendar(connection, work(connection, TODAY, 1), path, NOW) == 2
    return path.read_bytes()


def test_what_is_written_is_a_calendar_that_reads_back(register: Register, tmp_path: Path) -> None:
    with_a_task(register)
    content = written(register, tmp_path / "work.ics")
    parts = list(Calendar.from_ical(content).walk("VTODO"))
    assert [str(part["summary"]) for part in parts] == [
        "Statement; with, signs (PS/2014/00001)",
        "Ring the witness; twice, \u05d0 \U0001f600",
    ]
    (task,) = read_calendar(content)
    assert task.title == "Ring the witness; twice, \u05d0 \U0001f600"
    assert task.notes == "Line one\nline two"
    assert (task.due, task.done, task.priority) == (datetime.date(2014, 3, 7), None, "high")
    assert task.reference == "PS/2014/00001"
    with register.change("Calendar read") as change:
        taken = tasks.take_in(change, [task])
    assert (taken.changed, taken.added, taken.passed_over) == (0, 0, [])


def test_the_name_of_nobody_goes_out_with_a_task(register: Register, tmp_path: Path) -> None:
    case_id = with_a_task(register)
    before = loaded(register, case_id)
    after = before.copy()
    subject = before.subjects[0]["id"]
    after.notices.append(
        casefile.blank_row("notices", after, kind="meeting", subject_id=subject, served=TODAY)
    )
    save(register, after, before)
    path = tmp_path / "work.ics"
    with register.reader() as connection:
        write_calendar(connection, work(connection, TODAY, 1), path, NOW)
    content = path.read_text(encoding="utf-8")
    assert "Misconduct meeting" in content
    assert "Harmer" not in content
    assert "Facebook" not in content


def test_a_task_done_elsewhere_is_done_here(register: Register, tmp_path: Path) -> None:
    case_id = with_a_task(register)
    content = written(register, tmp_path / "work.ics")
    ticked = content.replace(
        b"STATUS:NEEDS-ACTION", b"STATUS:COMPLETED\r\nCOMPLETED:20140228T090000Z"
    )
    with register.change("Calendar read") as change:
        assert tasks.take_in(change, read_calendar(ticked)).changed == 1
    assert loaded(register, case_id).tasks[0]["done"] == TODAY


def test_a_new_one_is_added_to_the_case_it_names_and_others_are_named(register: Register) -> None:
    case_id = with_a_task(register)
    content = "".join(
        OUTSIDE.format(uid=f"u{n}@phone", summary=summary, more=more)
        for n, (summary, more) in enumerate(
            [
                ("Collect the phone", "X-PROBITY-CASE:PS/2014/00001\r\n"),
                ("Buy milk", ""),
                ("", "X-PROBITY-CASE:PS/2014/00001\r\n"),
            ]
        )
    )
    found = [
        task
        for part in content.split("END:VCALENDAR\r\n")
        if part
        for task in read_calendar(f"{part}END:VCALENDAR\r\n".encode())
    ]
    with register.change("Calendar read") as change:
        taken = tasks.take_in(change, found)
    assert (taken.changed, taken.added) == (0, 1)
    assert taken.passed_over == [
        "Buy milk: it does not name a case in this register.",
        "A task without a title: it does not say what is to be done.",
    ]
    added = loaded(register, case_id).tasks[1]
    assert (added["title"], added["due"]) == ("Collect the phone", datetime.date(2014, 3, 10))


@pytest.mark.parametrize(
    "content",
    [b"", b"not a calendar", b"\x00\xff\xfe", b"BEGIN:VCALENDAR\r\nBEGIN:VTODO", b"PK\x03"],
)
def test_what_is_no_calendar_is_said(content: bytes) -> None:
    with pytest.raises(InvalidError, match="cannot read this as a calendar file"):
        read_calendar(content)


@given(st.binary(max_size=300))
def test_nothing_in_a_file_breaks_it(junk: bytes) -> None:
    whole = OUTSIDE.format(uid="u", summary="x", more="{}").encode().replace(b"{}", junk)
    for content in (junk, whole):
        try:
            read_calendar(content)
        except InvalidError as error:
            assert "Nothing was changed" in str(error)  # noqa: PT017
