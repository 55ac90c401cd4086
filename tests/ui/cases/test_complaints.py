from __future__ import annotations

import datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from models.case import casefile
from models.case.casefile import CaseFile
from models.queries.people.person import person
from models.register import Register
from tests.models import making
from tests.ui.cases.driving import closed, field, opened, pick, press, typed
from ui.background import Runner
from ui.cases.blocks.findings_block import FindingsBlock
from ui.cases.blocks.known_people import KnownPeople
from ui.cases.form.row_cards import STEP
from ui.cases.pages.subjects_page import NOBODY
from ui.cases.window.case_window import CaseWindow

DAY = datetime.date(2014, 2, 28)


def a_complaint() -> CaseFile:
    """Under the 2020 regulations, about nobody yet."""
    file = making.case_file(kind="complaint-schedule3", regime="2020")
    for section in ("findings", "allegations", "subjects"):
        file.rows(section).clear()
    since = datetime.date(2014, 2, 13)
    casefile.add_row("complainants", file, family_name="Lisle", given_names="Ana", since=since)
    return file


def save(qtbot: Any, window: CaseWindow) -> None:
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)


def told_button(qtbot: Any, window: CaseWindow, words: str) -> QPushButton:
    def found() -> list[QPushButton]:
        every = window.tabs.process.told.findChildren(QPushButton)
        return [one for one in every if one.isVisible() and one.text() == words]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def test_a_complaint_about_nobody_is_found_on_apart_from_misconduct(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, a_complaint())
    window = opened(qtbot, register, runner, case_id)
    page = window.tabs.subjects
    window.tabs.setCurrentWidget(page)
    assert [page.list.item(n).text() for n in range(page.list.count())] == ["Nobody identified"]
    page.show_subject(NOBODY)
    assert page.nobody is not None
    assert not page._remove.isEnabled()
    press(qtbot, page.nobody.allegations.add_button)
    typed(qtbot, window, "allegations.particulars", "No reply to three letters.")
    (block,) = page.nobody.findChildren(FindingsBlock)
    qtbot.waitUntil(block.on_complaint.isVisible)
    assert block.of_misconduct.heading.text() == "Findings of misconduct"
    press(qtbot, block.on_complaint.add_button)
    offered = field(window, "findings.finding")
    names = [offered.itemText(n) for n in range(offered.count())]
    assert "Service not acceptable" in names
    assert "No case to answer" not in names
    pick(qtbot, window, "findings.finding", "Service not acceptable")
    save(qtbot, window)
    after = making.loaded(register, case_id)
    assert after.allegations[0]["subject_id"] is None
    (found,) = after.findings
    assert (found["level"], found["finding"]) == ("complaint", "service-not-acceptable")
    closed(qtbot, window)


def test_an_allegation_is_put_against_somebody_once_they_are_known(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    file = a_complaint()
    casefile.add_row("allegations", file, particulars="Rude at the desk.")
    casefile.add_row("subjects", file, family_name="Harmer", number="4417", role="officer")
    case_id = making.save(register, file)
    window = opened(qtbot, register, runner, case_id)
    page = window.tabs.subjects
    window.tabs.setCurrentWidget(page)
    assert not page._details[page.list.item(0).data(0x0100)].allegations.cards
    page.show_subject(NOBODY)
    assert page.nobody is not None
    pick(qtbot, window, "allegations.subject_id", "4417 Harmer")
    assert not page.nobody.allegations.cards
    (detail,) = page._details.values()
    assert len(detail.allegations.cards) == 1
    save(qtbot, window)
    after = making.loaded(register, case_id)
    assert after.allegations[0]["subject_id"] == after.subjects[0]["id"]
    closed(qtbot, window)


@pytest.mark.slow
def test_a_conduct_matter_has_no_form_for_the_complaint(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, making.save(register, making.case_file()))
    window.tabs.setCurrentWidget(window.tabs.subjects)
    (block,) = window.findChildren(FindingsBlock)
    assert not block.on_complaint.isVisible()
    window.tabs.setCurrentWidget(window.tabs.summary)
    pick(qtbot, window, "case.kind", "Public complaint (Schedule 3)")
    window.tabs.setCurrentWidget(window.tabs.subjects)
    assert block.on_complaint.isVisible()
    closed(qtbot, window)


def test_a_complainant_is_told_and_asks_for_a_review_that_is_decided(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, a_complaint())
    window = opened(qtbot, register, runner, case_id)
    page = window.tabs.process
    window.tabs.setCurrentWidget(page)
    assert page.told.shown is not None
    assert "Next update due 13 Mar 2014." in page.told.shown[0].words()
    press(qtbot, told_button(qtbot, window, "Outcome letter sent"))
    typed(qtbot, window, "updates.sent", "24 Feb 2014")
    review = "Request for review of the complaint's outcome · Ana Lisle"

    def running() -> dict[str, datetime.date | None]:
        return {one.words: one.due for one in page.clocks.shown}

    qtbot.waitUntil(lambda: running().get(review) == datetime.date(2014, 3, 24))
    press(qtbot, told_button(qtbot, window, "Review requested"))
    typed(qtbot, window, "updates.sent", "26 Feb 2014")
    press(qtbot, window.header.save)
    assert "Say who decides the review." in window.bar.text()
    pick(qtbot, window, "updates.review_body", "Local policing body")
    qtbot.waitUntil(lambda: review not in running())
    press(qtbot, told_button(qtbot, window, "Review decided"))
    pick(
        qtbot,
        window,
        "updates.review_result",
        "Not upheld: the outcome was reasonable and proportionate",
    )
    save(qtbot, window)
    rows = making.loaded(register, case_id).updates
    assert [row["kind"] for row in rows] == ["outcome-letter", "review-requested", "review-decided"]
    assert rows[1]["review_body"] == "local-policing-body"
    assert (rows[2]["review_result"], rows[2]["sent"]) == ("not-upheld", DAY)
    closed(qtbot, window)


def test_a_referral_stands_as_decided_and_is_revised_by_a_further_one(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    file = making.case_file()
    casefile.add_row("referrals", file, kind="mandatory", decided=DAY, reason="Injury.")
    case_id = making.save(register, file)
    window = opened(qtbot, register, runner, case_id)
    cards = window.tabs.summary.referrals
    (card,) = cards.cards.values()
    assert set(card.form.fields) == {"referred", "mode", "mode_decided"}
    typed(qtbot, window, "referrals.referred", "28 Feb 2014")
    press(qtbot, next(one for one in card.findChildren(QPushButton) if one.text() == "Revise…"))
    pick(qtbot, window, "referrals.kind", "Voluntary")
    typed(qtbot, window, "referrals.reason", "No injury, but in the public interest.")
    save(qtbot, window)
    first, second = making.loaded(register, case_id).referrals
    assert (first["kind"], first["reason"], first["referred"]) == ("mandatory", "Injury.", DAY)
    assert (second["kind"], second["revises_id"]) == ("voluntary", first["id"])
    headings = [one._heading.text() for one in cards.cards.values()]
    assert headings == [
        "Mandatory · 28 Feb 2014 · revised by a later decision",
        "Voluntary · 28 Feb 2014",
    ]
    for one, offered in zip(cards.cards.values(), (False, True), strict=True):
        (button,) = [two for two in one.findChildren(QPushButton) if two.text() == "Revise…"]
        assert button.isHidden() != offered
    closed(qtbot, window)


@pytest.mark.slow
def test_a_severity_assessment_is_revised_from_the_one_in_force(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    file = making.case_file()
    casefile.add_row(
        "assessments",
        file,
        subject_id=file.subjects[0]["id"],
        severity="misconduct",
        decided=datetime.date(2014, 2, 13),
        reason="At first sight.",
    )
    case_id = making.save(register, file)
    window = opened(qtbot, register, runner, case_id)
    window.tabs.setCurrentWidget(window.tabs.subjects)
    (detail,) = window.tabs.subjects._details.values()
    (card,) = detail.assessments.cards.values()
    press(qtbot, next(one for one in card.findChildren(QPushButton) if one.text() == "Revise…"))
    pick(qtbot, window, "assessments.severity", "Gross misconduct")
    typed(qtbot, window, "assessments.reason", "Further messages were found.")
    save(qtbot, window)
    (detail,) = window.tabs.subjects._details.values()
    assert [one._heading.text() for one in detail.assessments.cards.values()] == [
        "Misconduct · revised by a later one",
        "Gross misconduct · in force",
    ]
    closed(qtbot, window)


@pytest.mark.slow
def test_many_allegations_are_shown_some_at_a_time_and_a_problem_shows_its_own(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    file = making.case_file()
    for number in range(30):
        casefile.add_row(
            "allegations", file, subject_id=file.subjects[0]["id"], particulars=f"Matter {number}."
        )
    window = opened(qtbot, register, runner, making.save(register, file))
    window.tabs.setCurrentWidget(window.tabs.subjects)
    (detail,) = window.tabs.subjects._details.values()
    cards = detail.allegations
    assert len(cards.cards) == STEP
    press(qtbot, cards.more)
    assert len(cards.cards) == 2 * STEP
    assert cards.more.text() == f"Show {STEP} more of {31 - 2 * STEP}"
    last = window.draft.file.allegations[-1]
    window.draft.set("allegations", last["id"], "particulars", "")
    window.leading.to_first()
    assert last["id"] in cards.cards
    assert cards.cards[last["id"]].form.fields["particulars"].error_text() == "Say what is alleged."
    closed(qtbot, window)


def test_a_notice_shows_when_its_answer_is_due(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    file = making.case_file()
    casefile.add_row(
        "notices",
        file,
        kind="investigation",
        subject_id=file.subjects[0]["id"],
        served=datetime.date(2014, 2, 21),
    )
    window = opened(qtbot, register, runner, making.save(register, file))
    window.tabs.setCurrentWidget(window.tabs.process)
    (card,) = window.tabs.process.notices.cards.values()
    heading = "Notice of investigation · PC 4417 Harmer · response"
    assert card._heading.text() == f"{heading} due 7 Mar 2014"
    typed(qtbot, window, "notices.response_received", "27 Feb 2014")
    qtbot.waitUntil(lambda: card._heading.text() == f"{heading} received 27 Feb 2014")
    closed(qtbot, window)


def test_a_member_known_already_is_offered_as_a_witness(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    making.save(register, making.case_file())
    window = opened(qtbot, register, runner, making.save(register, a_complaint()))
    cards = window.tabs.summary.complainants
    press(qtbot, cards.add_button)
    typed(qtbot, window, "complainants.family_name", "Harmer")
    pick(qtbot, window, "complainants.capacity", "Witness")
    known = window.findChildren(KnownPeople)[-1]
    qtbot.waitUntil(lambda: bool(known.offers) and known.offers[0].isVisible())
    assert known.offers[0].text() == "Harmer, 4417 is already in the register: use this person"
    press(qtbot, known.offers[0])
    save(qtbot, window)
    with register.reader() as connection:
        shown = person(connection, 1, DAY)
        assert [one.part for one in shown.appearances] == ["Witness", "Subject"]
        named = connection.execute("SELECT COUNT(*) FROM person WHERE family_name = 'Harmer'")
        assert named.fetchone()[0] == 1
    closed(qtbot, window)
