from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt

from models.case import casefile
from models.entering.open import create_register
from models.register import Register
from tests.models.making import TODAY, case_file, loaded, save
from ui.background import Runner
from ui.work.my_work import MyWork

DAY = datetime.timedelta(days=1)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: Any, register: Register, runner: Runner) -> MyWork:
    for number, days in enumerate((-3, 0, 30), start=1):
        save(register, case_file(f"Matter {number}", owner_id=1, next_due=TODAY + days * DAY))
    save(register, case_file("Somebody else's", owner_id=None, next_due=TODAY))
    made = MyWork(register, runner)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 3)
    return made


def column(page: MyWork, at: int) -> list[str]:
    return [page.model.index(row, at).data() for row in range(page.model.rowCount())]


def test_the_late_comes_first_and_the_buttons_count(qtbot: Any, page: MyWork) -> None:
    assert column(page, 0) == ["▲ 3 days overdue", "▲ Due today", "Due 30 Mar"]
    words = [button.text().split("  ") for button in page.groups.values()]
    assert [number for _, number in words] == ["3", "1", "1", "0", "1"]
    qtbot.mouseClick(page.groups["overdue"], Qt.MouseButton.LeftButton)
    assert column(page, 3) == ["Matter 1"]
    qtbot.mouseClick(page.groups["waiting"], Qt.MouseButton.LeftButton)
    assert page.empty.isVisible()
    assert page.empty.title.text() == "Nothing is waiting"


def test_enter_opens_the_case(qtbot: Any, page: MyWork) -> None:
    with qtbot.waitSignal(page.open_case) as opened:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_everybody_s_cases_name_their_owner(qtbot: Any, page: MyWork) -> None:
    assert page.table.isColumnHidden(4)
    page.everybody.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert not page.table.isColumnHidden(4)
    assert "D. Okafor" in column(page, 4)


def test_a_save_is_seen_at_once(qtbot: Any, register: Register, page: MyWork) -> None:
    before = loaded(register, 1)
    after = before.copy()
    after.case["next_due"] = None
    save(register, after, before)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)


def test_a_task_is_ticked_off(qtbot: Any, register: Register, page: MyWork) -> None:
    before = loaded(register, 2)
    after = before.copy()
    after.tasks.append(
        casefile.blank_row("tasks", after, title="Ring the witness", assigned_to_id=1, due=TODAY)
    )
    save(register, after, before)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert not page.done.isEnabled()
    row = column(page, 1).index("Task: Ring the witness")
    page.table.setCurrentIndex(page.model.index(row, 0))
    assert page.done.isEnabled()
    qtbot.mouseClick(page.done, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    qtbot.waitUntil(lambda: page.message.text() == "Done: Ring the witness")
    assert loaded(register, 2).tasks[0]["done"] == TODAY


def test_a_day_of_the_calendar_narrows_the_list(qtbot: Any, page: MyWork) -> None:
    late = TODAY - 3 * DAY
    assert page.calendar._marked == {late, TODAY, TODAY + 30 * DAY}
    page.calendar.calendar.clicked.emit(QDate(late.year, late.month, late.day))
    assert column(page, 3) == ["Matter 1"]
    qtbot.mouseClick(page.calendar.every, Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == 3


def test_work_goes_to_a_calendar_and_tasks_come_back(
    qtbot: Any, register: Register, page: MyWork, tmp_path: Path
) -> None:
    path = tmp_path / "work.ics"
    page.save_calendar(path)
    qtbot.waitUntil(page.message.isVisible)
    assert page.message.text() == "Wrote 3 to work.ics."
    with register.reader() as connection:
        actions = [row[0] for row in connection.execute("SELECT action FROM audit_record")]
    assert actions[-1] == "disclose"
    task = (
        "BEGIN:VTODO\r\nUID:1@phone\r\nSUMMARY:Collect the phone\r\n"
        "X-PROBITY-CASE:PS/2014/00001\r\nEND:VTODO\r\nEND:VCALENDAR"
    )
    path.write_text(path.read_text().replace("END:VCALENDAR", task), newline="")
    page.open_calendar(path)
    qtbot.waitUntil(lambda: page.message.text() == "0 tasks changed and 1 added.")
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    path.write_text("nothing")
    page.open_calendar(path)
    qtbot.waitUntil(lambda: "cannot read this as a calendar file" in page.message.text())
