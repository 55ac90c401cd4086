"""Who may see a case, in its window: restricted, named, taken off, given away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from models.case import casefile
from models.errors import NotFoundError
from models.queries.cases import case_list
from models.queries.cases.filters import Filter
from models.register import Register
from models.schema import CaseAccess, Member, User
from tests.models import making
from tests.ui.cases.driving import answer, button, closed, field, opened, pick, press, typed
from ui.background import Runner
from ui.cases.form.forms import FormCard
from ui.cases.window.case_window import CaseWindow
from ui.cases.window.sight import LOST, UNSAVED
from ui.desktop.desktop import Desktop
from ui.settings import Settings


@pytest.fixture
def theirs(register: Register) -> Iterator[Register]:
    with making.colleague(register, "vance", full_name="A. Vance") as opened_too:
        yield opened_too


def _restricted(register: Register, *named: int, **fields: Any) -> int:
    file = making.case_file("Before", restricted=True, **fields)
    for user_id in named:
        casefile.add_row("named", file, user_id=user_id)
    return making.save(register, file)


def _told(window: CaseWindow) -> list[str]:
    said: list[str] = []
    window.out_of_sight.connect(said.append)
    return said


@pytest.mark.usefixtures("theirs")
def test_a_case_is_restricted_and_somebody_named(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    block = window.tabs.summary.named
    assert not block.isVisible()
    assert window.header.restricted.text() == ""
    field(window, "case.restricted").click()
    qtbot.waitUntil(block.isVisible)
    assert window.header.restricted.text() == "Restricted"
    assert "D. Okafor (investigator)." in block.seen_by.text()
    assert "PS/R/" in block.reference.text()
    press(qtbot, block.cards.add_button)
    press(qtbot, window.header.save)
    assert window.bar.text() == "Not saved. Choose who may see the case."
    pick(qtbot, window, "named.user_id", "A. Vance")
    typed(qtbot, window, "named.reason", "Works on it")
    qtbot.waitUntil(lambda: "D. Okafor (investigator) and A. Vance." in block.seen_by.text())
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    assert window.header.reference.text() == "PS/R/2014/00001"
    assert window.windowTitle() == "PS/R/2014/00001 Before"
    qtbot.waitUntil(lambda: not block.reference.isVisible())
    assert [row["user_id"] for row in making.loaded(register, case_id).named] == [2]
    field(window, "case.restricted").click()
    qtbot.waitUntil(block.reference.isVisible)
    assert "every user" in block.reference.text()
    assert not block.cards.isVisible()
    closed(qtbot, window)


@pytest.mark.usefixtures("theirs")
def test_a_task_for_somebody_outside_is_told_beside_the_field(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, _restricted(register))
    window.tabs.setCurrentWidget(window.tabs.process)
    press(qtbot, window.tabs.process.tasks.add_button)
    typed(qtbot, window, "tasks.title", "Call them")
    pick(qtbot, window, "tasks.assigned_to_id", "A. Vance")
    (card,) = window.tabs.process.tasks.cards.values()
    assert "This person may not see this case" in card.form.fields["assigned_to_id"].error.text()
    press(qtbot, window.header.save)
    assert window.bar.text().startswith("Not saved. This person may not see this case")
    closed(qtbot, window)


def test_what_the_register_refuses_is_told_beside_the_field(
    qtbot: Any, register: Register, runner: Runner, theirs: Register
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    _is_the_subject(register, theirs.user.id)
    window = opened(qtbot, register, runner, case_id)
    pick(qtbot, window, "case.owner_id", "A. Vance")
    press(qtbot, window.header.save)
    qtbot.waitUntil(window.bar.isVisible)
    assert "This person is involved in the case" in window.bar.text()
    (card,) = (
        one for one in window.tabs.summary.findChildren(FormCard) if "owner_id" in one.form.fields
    )
    assert "This person is involved" in card.form.fields["owner_id"].error.text()
    pick(qtbot, window, "case.owner_id", "D. Okafor")
    assert card.form.fields["owner_id"].error.text() == ""
    closed(qtbot, window)


def _is_the_subject(register: Register, user_id: int) -> None:
    with register.change() as change:
        query = Member.select().where(Member.number == "4417")
        member = next(iter(query.execute(change.database)))
        user = next(iter(User.select().where(User.id == user_id).execute(change.database)))
        change.edit(User, user_id, user.version, member=member.id)


@pytest.mark.parametrize("edited", [False, True])
def test_the_window_of_somebody_taken_off_closes_and_says_why(
    qtbot: Any, register: Register, runner: Runner, edited: bool
) -> None:
    case_id = making.save(register, making.case_file("Before", owner_id=None))
    window = opened(qtbot, register, runner, case_id)
    if edited:
        typed(qtbot, window, "case.title", "After")
    said = _told(window)
    with making.colleague(register, "vance") as theirs, qtbot.waitSignal(window.closed):
        stands = making.loaded(theirs, case_id)
        hidden = stands.copy()
        hidden.case |= {"restricted": True, "owner_id": theirs.user.id}
        making.save(theirs, hidden, stands)
        QApplication.sendEvent(window, _comes_to_the_front(qtbot, window))
    assert said == [LOST + (UNSAVED if edited else "")]
    with pytest.raises(NotFoundError):
        making.loaded(register, case_id)


def _comes_to_the_front(qtbot: Any, window: CaseWindow) -> Any:
    """As when the person comes back to the window from somewhere else."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return QEvent(QEvent.Type.ActivationChange)


def test_taken_off_in_the_same_program_it_closes_at_once(
    qtbot: Any, register: Register, runner: Runner, theirs: Register
) -> None:
    case_id = _restricted(register, theirs.user.id)
    window = opened(qtbot, theirs, runner, case_id)
    said = _told(window)
    with qtbot.waitSignal(window.closed), theirs.change() as change:
        row = next(iter(CaseAccess.select().execute(change.database)))
        change.remove(CaseAccess, row.id)
        change.touch(case_id)
    qtbot.waitUntil(lambda: said == [LOST])


def test_becoming_a_part_of_it_closes_it(qtbot: Any, register: Register, runner: Runner) -> None:
    case_id = making.save(register, making.case_file("Before", owner_id=None))
    window = opened(qtbot, register, runner, case_id)
    said = _told(window)
    with qtbot.waitSignal(window.closed):
        _is_the_subject(register, register.user.id)
    qtbot.waitUntil(lambda: said == [LOST])


def test_saving_what_one_may_not_see_any_more_closes_it_and_writes_nothing(
    qtbot: Any, register: Register, runner: Runner, theirs: Register
) -> None:
    case_id = _restricted(register, theirs.user.id)
    window = opened(qtbot, theirs, runner, case_id)
    typed(qtbot, window, "case.title", "After")
    with register.change() as change:  # in another program, so that this window is not told
        row = next(iter(CaseAccess.select().execute(change.database)))
        change.remove(CaseAccess, row.id)
        change.touch(case_id)
    said = _told(window)
    with qtbot.waitSignal(window.closed):
        press(qtbot, window.header.save)
    qtbot.waitUntil(lambda: said == [LOST + UNSAVED])
    assert making.loaded(register, case_id).case["title"] == "Before"


@pytest.mark.parametrize("sure", [True, False])
def test_giving_a_restricted_case_away_is_asked_about(
    qtbot: Any,
    register: Register,
    runner: Runner,
    theirs: Register,
    monkeypatch: pytest.MonkeyPatch,
    sure: bool,
) -> None:
    case_id = _restricted(register)
    window = opened(qtbot, register, runner, case_id)
    pick(qtbot, window, "case.owner_id", "A. Vance")
    answer(monkeypatch, "Save" if sure else "Keep editing")
    said = _told(window)
    if not sure:
        press(qtbot, window.header.save)
        assert not window.saver.writing
        assert window.draft.is_edited()
        closed(qtbot, window)
        return
    with qtbot.waitSignal(window.closed):
        press(qtbot, window.header.save)
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["PS/R/2014/00001 is saved. You may no longer see it, so its window was closed."]
    assert making.loaded(theirs, case_id).case["owner_id"] == theirs.user.id


@pytest.mark.usefixtures("app")
def test_the_main_window_says_it_and_shows_nothing_of_the_case(
    qtbot: Any,
    register: Register,
    settings: Settings,
    theirs: Register,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _: pytest.fail("nothing is to be asked"))
    case_id = making.save(register, making.case_file("Quokka", owner_id=None))
    desktop = Desktop(register, settings)
    qtbot.addWidget(desktop.show())
    window = desktop.open_case(case_id)
    qtbot.waitUntil(lambda: window.case_id == case_id and not desktop.runner.busy)
    stands = making.loaded(theirs, case_id)
    hidden = stands.copy()
    hidden.case |= {"restricted": True, "owner_id": theirs.user.id}
    making.save(theirs, hidden, stands)
    with qtbot.waitSignal(window.closed):
        window.sight.look(case_id)
    qtbot.waitUntil(lambda: desktop.window.message.text() == LOST)
    assert desktop.case_windows == {}
    desktop.cases.model.ask()
    qtbot.waitUntil(lambda: not desktop.runner.busy)
    assert desktop.cases.model.rowCount() == 0
    for words in ("PS/R/2014/00001", "PS/2014/00001", "Quokka"):
        desktop.jump(words)
        qtbot.waitUntil(lambda: not desktop.runner.busy)
        assert desktop.case_windows == {}
        assert desktop.cases.model.rowCount() == 0
    desktop.window.close()


def test_the_list_says_restricted_in_words(register: Register) -> None:
    _restricted(register)
    making.save(register, making.case_file("Open to all"))
    with register.reader() as connection:
        rows = case_list.rows(
            connection,
            Filter(),
            case_list.Sort("reference", False),
            making.TODAY,
            ("matter",),
            offset=0,
            limit=9,
        )
    assert [row.second["matter"] for row in rows] == [
        "PC 4417 Harmer",
        "Restricted  ·  PC 4417 Harmer",
    ]


def test_the_names_of_the_button_and_heading(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, _restricted(register))
    assert button(window.tabs.summary.named, "Name somebody").isVisible()
    assert window.tabs.summary.named.heading.text() == "Who may see it"
    closed(qtbot, window)
