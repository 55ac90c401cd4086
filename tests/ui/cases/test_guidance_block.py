from __future__ import annotations

import datetime
from typing import Any

import pytest

from models.case.casefile import CaseFile
from models.changes import acknowledgements, guidance
from models.register import Register
from tests.models import making
from tests.ui.cases.driving import choose, field, opened, press, typed
from ui.background import Runner
from ui.cases.blocks.guidance_block import GuidanceBlock
from ui.cases.form.words import row_words, value_words
from ui.cases.window.case_window import CaseWindow
from ui.printing import papers

DAY = datetime.date
TITLE = "Use of social media"


@pytest.fixture
def window(qtbot: Any, register: Register, runner: Runner) -> CaseWindow:
    """Harmer's case, whose social-media allegation names no guidance yet."""
    case_id = making.save(register, making.case_file())
    with register.change() as change:
        document = guidance.add_document(change, title=TITLE, factor="social-media")
        first = guidance.add_version(change, document, name="1", starts=DAY(2009, 2, 2))
        guidance.add_clause(change, first, number="3.1", words="Comment is civil.")
        second = guidance.add_version(change, document, name="2", starts=DAY(2012, 3, 5))
        guidance.add_clause(change, second, number="4.2", words="Victims are not contacted.")
        acknowledgements.give(
            change, 2, [1], given=DAY(2012, 3, 6), how="email", acknowledged=DAY(2012, 3, 9)
        )
    made = opened(qtbot, register, runner, case_id)
    made.tabs.setCurrentWidget(made.tabs.subjects)
    return made


def _block(window: CaseWindow) -> GuidanceBlock:
    return next(one for one in window.findChildren(GuidanceBlock) if one.parent() is not None)


def _error(window: CaseWindow) -> tuple[str, str]:
    shell = field(window, "allegations.guidance_version_id").parent()
    return shell.error_text(), shell.error.property("kind")


def _saved(qtbot: Any, register: Register, window: CaseWindow) -> CaseFile:
    press(qtbot, window.header.save)
    qtbot.waitUntil(lambda: window.header.status.text().startswith("Saved"))
    return making.loaded(register, 1)


def test_the_version_of_the_day_is_proposed_named_and_answered(
    qtbot: Any, register: Register, window: CaseWindow
) -> None:
    assert not _block(window).isVisible()
    typed(qtbot, window, "allegations.conduct_from", "9 feb 2014")
    block = _block(window)
    qtbot.waitUntil(lambda: len(block.offers()) == 1)
    assert block.offers()[0].text() == f"Name {TITLE}, version 2, in force on 9 Feb 2014"
    press(qtbot, block.offers()[0])
    qtbot.waitUntil(lambda: block.verdict.text() == "Acknowledged by then")
    assert "acknowledged it on 9 Mar 2012, before the conduct (9 Feb 2014)" in block.words.text()
    qtbot.waitUntil(lambda: not block.offers())
    assert _error(window)[0] == ""
    choose(
        qtbot,
        field(window, "allegations.guidance_clause_id"),
        "4.2 Victims are not contacted.",
    )
    (row,) = _saved(qtbot, register, window).allegations
    assert (row["guidance_version"], row["guidance_clause"]) == ("2", "4.2")
    qtbot.waitUntil(lambda: _block(window).verdict.text() == "Acknowledged by then")


def test_a_version_of_another_time_is_told_and_the_right_one_offered(
    qtbot: Any, register: Register, window: CaseWindow
) -> None:
    typed(qtbot, window, "allegations.conduct_from", "9 feb 2014")
    choice = field(window, "allegations.guidance_version_id")
    labels = [choice.itemText(at) for at in range(choice.count())]
    assert labels[1:] == [
        f"{TITLE}, version 2  ·  in force that day",
        f"{TITLE}, version 1  ·  2 Feb 2009 to 4 Mar 2012",
    ]
    choose(qtbot, choice, labels[2])
    said, kind = _error(window)
    assert said == (
        "Version 1 was not in force on 9 Feb 2014: it was in force 2 Feb 2009 to 4 Mar 2012."
    )
    assert kind == "warning"
    block = _block(window)
    qtbot.waitUntil(lambda: block.verdict.text() == "▲ Not given by then")
    assert not window.header.problems.isVisible()
    (row,) = _saved(qtbot, register, window).allegations
    assert row["guidance_version"] == "1"
    block = _block(window)
    qtbot.waitUntil(lambda: len(block.offers()) == 1)
    press(qtbot, block.offers()[0])
    qtbot.waitUntil(lambda: block.verdict.text() == "Acknowledged by then")
    assert _error(window)[0] == ""
    typed(qtbot, window, "allegations.conduct_from", "7 mar 2012")
    qtbot.waitUntil(lambda: block.verdict.text() == "▲ Given by then, not yet acknowledged")
    typed(qtbot, window, "allegations.conduct_to", "1 may 2012")
    qtbot.waitUntil(lambda: "while the conduct went on" in block.words.text())


def test_another_version_drops_the_clause_and_undo_brings_both_back(
    qtbot: Any, window: CaseWindow
) -> None:
    versions = field(window, "allegations.guidance_version_id")
    clauses = field(window, "allegations.guidance_clause_id")
    choose(qtbot, versions, f"{TITLE}, version 1  ·  2 Feb 2009 to 4 Mar 2012")
    choose(qtbot, clauses, "3.1 Comment is civil.")
    choose(qtbot, versions, f"{TITLE}, version 2  ·  from 5 Mar 2012")
    assert clauses.value() is None
    labels = [clauses.itemText(at) for at in range(1, clauses.count())]
    assert labels == ["4.2 Victims are not contacted."]
    window.draft.stack.undo()
    assert (versions.value(), clauses.value()) == (1, 1)
    assert clauses.currentText() == "3.1 Comment is civil."


def test_what_is_recorded_meanwhile_is_answered_at_once(
    qtbot: Any, register: Register, window: CaseWindow
) -> None:
    typed(qtbot, window, "allegations.conduct_from", "9 feb 2014")
    versions = field(window, "allegations.guidance_version_id")
    choose(qtbot, versions, f"{TITLE}, version 2  ·  in force that day")
    block = _block(window)
    qtbot.waitUntil(lambda: block.verdict.text() == "Acknowledged by then")
    with register.change() as change:
        acknowledgements.take_back(change, 1, 1)
        third = guidance.add_version(change, 1, name="3", starts=DAY(2014, 2, 1))
    qtbot.waitUntil(lambda: block.verdict.text() == "▲ Not given by then")
    qtbot.waitUntil(lambda: [one.text() for one in block.offers()] != [])
    assert "version 3" in block.offers()[0].text()
    assert "Version 2 was not in force" in _error(window)[0]
    press(qtbot, block.offers()[0])
    assert window.draft.file.allegations[0]["guidance_version_id"] == third


def test_a_subject_nobody_knows_was_given_nothing(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow
) -> None:
    press(qtbot, window.tabs.subjects.add_button)
    detail = next(reversed(window.tabs.subjects._details.values()))
    press(qtbot, detail.allegations.add_button)
    (card,) = detail.allegations.cards.values()
    (block,) = card.findChildren(GuidanceBlock)
    typed(qtbot, window, "allegations.conduct_from", "9 feb 2014")
    choose(
        qtbot,
        field(window, "allegations.guidance_version_id"),
        f"{TITLE}, version 2  ·  in force that day",
    )
    qtbot.waitUntil(lambda: block.verdict.text() == "▲ Not given by then")
    assert "Unidentified subject" in block.words.text()


def test_the_printed_sheet_answers_too(register: Register, window: CaseWindow) -> None:
    original = making.loaded(register, 1)
    edited = original.copy()
    edited.allegations[0] |= {"guidance_version_id": 2, "conduct_from": DAY(2014, 2, 9)}
    making.save(register, edited, original)
    with register.reader() as connection:
        paper = papers.case_sheet(register, connection, 1)
    words = " ".join(paper.sections)
    assert f"{TITLE}, version 2 (from 5 Mar 2012)" in words
    assert "Acknowledged by then. PC 4417 Harmer was given it on 6 Mar 2012 (email)" in words


def test_a_conflict_tells_guidance_by_its_name(window: CaseWindow) -> None:
    file = window.draft.file
    file.allegations[0] |= {"guidance_version_id": 2, "guidance_clause_id": 2}
    for name, words in (
        ("guidance_version_id", f"{TITLE}, version 2"),
        ("guidance_clause_id", "4.2 Victims are not contacted."),
    ):
        value = file.allegations[0][name]
        assert value_words("allegations", name, value, file, {}) == words
    said = row_words("allegations", file.allegations[0] | {"guidance_version": "2"}, file, {})
    assert said.count("version 2") == 1
