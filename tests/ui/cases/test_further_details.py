"""A field that no page places is asked by itself; what it is called comes from the dictionary."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QWidget

from models.case import casefile
from models.case.merge import Clash
from models.schema import Allegation, Case, Outcome, Subject, dictionary, sections
from models.schema.base import Entry, Privacy, code, day, flag, number, text
from tests.models.making import TODAY, case_file
from ui.cases.form import forms
from ui.cases.form.draft import Draft
from ui.cases.form.editors import Sources
from ui.cases.form.forms import FormCard, further
from ui.cases.form.words import row_words, value_words
from ui.cases.pages.proceedings_page import ProceedingsPage
from ui.cases.pages.process_page import ProcessPage
from ui.cases.pages.subject_detail import SubjectDetail
from ui.cases.pages.summary_page import SummaryPage
from ui.cases.window.conflict_dialog import ConflictDialog
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields.line_edit import LineEdit
from ui.widgets.fields.text_area import TextArea

ABOUT = "Asked for the test."
ADDED: dict[str, Any] = {
    "badge_colour": lambda: text("Badge colour", about=ABOUT, privacy=Privacy.PERSON),
    "remarks": lambda: text("Remarks", about=ABOUT, privacy=Privacy.WORDS, long=True),
    "urgency": lambda: code("Urgency", "priority", about=ABOUT),
    "seen_on": lambda: day("Seen on", about=ABOUT, past=True),
    "loud": lambda: flag("Loud", about=ABOUT),
    "witnesses": lambda: number("How many saw it", about=ABOUT, null=True),
}
#: Section: its table, and the page on which it is asked.
PAGES: dict[str, tuple[Any, Callable[[Draft, Sources], QWidget]]] = {
    "case": (Case, lambda draft, sources: SummaryPage(draft, sources)),
    "subjects": (Subject, lambda draft, sources: _subject(draft, sources)),
    "allegations": (Allegation, lambda draft, sources: _subject(draft, sources)),
    "outcomes": (Outcome, lambda draft, sources: ProceedingsPage(draft, sources)),
}


def _subject(draft: Draft, sources: Sources) -> SubjectDetail:
    return SubjectDetail(draft, draft.file.subjects[0]["id"], sources)


@pytest.fixture(autouse=True)
def added() -> Iterator[None]:
    """Each of the fields on each of the tables, as long as the test runs."""
    for model, _ in PAGES.values():
        for name, field in ADDED.items():
            dictionary.add_field(model, name, field())
    yield
    for model, _ in PAGES.values():
        for name in ADDED:
            dictionary.remove_field(model, name)


@pytest.fixture
def draft(qtbot: Any) -> Draft:
    file = case_file()
    casefile.add_row("outcomes", file, subject_id=file.subjects[0]["id"])
    return Draft(file, None, TODAY)


def shown(qtbot: Any, draft: Draft, section: str) -> tuple[QWidget, FormCard]:
    """The page of a section, and the card on it that asks the new fields."""
    make: Callable[[Draft, Sources], QWidget] = PAGES[section][1]
    page = make(draft, Sources(1, "D. Okafor", TODAY))
    qtbot.addWidget(page)
    page.show()
    cards = [
        card
        for card in page.findChildren(FormCard)
        if card.section == section and "badge_colour" in card.form.editors
    ]
    assert len(cards) == 1
    return page, cards[0]


@pytest.mark.parametrize("section", PAGES)
def test_it_is_asked_on_the_page_of_its_section(qtbot: Any, draft: Draft, section: str) -> None:
    _, card = shown(qtbot, draft, section)
    alone = section in ("case", "subjects")
    assert (card._heading.text() == "Further details") == alone
    known = sections.entries(section)
    for name in ADDED:
        field = card.form.fields[name]
        assert field.isVisible()
        assert field.label.text() == known[name].label
        assert field.label.toolTip() == ABOUT
        editor = card.form.editors[name].widget
        assert editor.accessibleName() == known[name].label
        assert editor.accessibleDescription() == ABOUT


@pytest.mark.parametrize("section", PAGES)
def test_what_is_typed_is_written_and_undone(qtbot: Any, draft: Draft, section: str) -> None:
    _, card = shown(qtbot, draft, section)
    row_id = None if section == "case" else draft.file.rows(section)[0]["id"]
    before = {name: draft.value(section, row_id, name) for name in ADDED}
    assert before == {
        "badge_colour": "",
        "remarks": "",
        "urgency": None,
        "seen_on": None,
        "loud": False,
        "witnesses": None,
    }
    editors: dict[str, Any] = {name: card.form.editors[name].widget for name in ADDED}
    qtbot.keyClicks(editors["badge_colour"], "42/117")
    assert isinstance(editors["remarks"], TextArea)
    editors["remarks"].setPlainText("As it was told.")
    assert isinstance(editors["urgency"], Choice)
    editors["urgency"].setCurrentIndex(1)
    assert isinstance(editors["seen_on"], DateEdit)
    qtbot.keyClicks(editors["seen_on"], "3 Feb 2014")
    assert isinstance(editors["loud"], QCheckBox)
    editors["loud"].click()
    assert isinstance(editors["witnesses"], LineEdit)
    qtbot.keyClicks(editors["witnesses"], "12")
    after = {name: draft.value(section, row_id, name) for name in ADDED}
    assert after["urgency"] is not None
    assert after | {"urgency": None} == {
        "badge_colour": "42/117",
        "remarks": "As it was told.",
        "urgency": None,
        "seen_on": datetime.date(2014, 2, 3),
        "loud": True,
        "witnesses": 12,
    }
    while draft.stack.canUndo():
        draft.stack.undo()
    assert {name: draft.value(section, row_id, name) for name in ADDED} == before
    assert editors["badge_colour"].text() == editors["witnesses"].text() == ""


def test_what_is_no_number_is_said_beside_it_and_not_kept(qtbot: Any, draft: Draft) -> None:
    _, card = shown(qtbot, draft, "case")
    qtbot.keyClicks(card.form.editors["witnesses"].widget, "several")
    assert card.form.fields["witnesses"].error_text() == "This is not a whole number."
    assert draft.file.case["witnesses"] is None


def test_a_day_of_what_was_done_cannot_lie_ahead(qtbot: Any, draft: Draft) -> None:
    draft.set("case", None, "seen_on", datetime.date(2014, 3, 1))
    _, card = shown(qtbot, draft, "case")
    assert card.form.fields["seen_on"].error_text() == "This is in the future."


def test_two_versions_of_it_are_told_in_words(qtbot: Any, draft: Draft) -> None:
    day_one, day_two = datetime.date(2014, 2, 3), datetime.date(2014, 2, 4)
    clash = Clash("case", None, "seen_on", None, day_one, day_two)
    dialog = ConflictDialog(draft.file, draft.file, [clash], {})
    qtbot.addWidget(dialog)
    assert dialog.mine[0].accessibleName() == "Yours: Seen on"
    assert value_words("case", "seen_on", day_two, draft.file, {}) == "4 Feb 2014"
    subject = draft.file.subjects[0] | {"urgency": "high", "loud": True}
    said = row_words("subjects", subject, draft.file, {}).splitlines()
    assert "Urgency: High" in said
    assert "Loud: Yes" in said


def test_nothing_is_asked_twice(qtbot: Any) -> None:
    for _, (model, _page) in PAGES.items():
        for name in ADDED:
            dictionary.remove_field(model, name)
    try:
        file = case_file()
        for section in sections.MODELS:
            if section != "case" and not file.rows(section):
                casefile.add_row(section, file)
        file.findings[0]["allegation_id"] = file.allegations[0]["id"]
        draft = Draft(file, None, TODAY)
        sources = Sources(1, "D. Okafor", TODAY)
        pages = (
            SummaryPage(draft, sources),
            _subject(draft, sources),
            ProceedingsPage(draft, sources),
            ProcessPage(draft, sources),
        )
        for page in pages:
            qtbot.addWidget(page)
            for card in page.findChildren(FormCard):
                assert card._heading.text() != "Further details"
                names = [item.name for item in card.form._fields]
                assert len(set(names)) == len(names)
        for section, elsewhere in forms.ELSEWHERE.items():
            assert elsewhere <= dictionary.entries(sections.MODELS[section]).keys()
    finally:
        for model, _page in PAGES.values():
            for name, field in ADDED.items():
                dictionary.add_field(model, name, field())


def test_what_the_program_keeps_for_itself_is_not_asked() -> None:
    hidden = flag()
    dictionary.add_field(Case, "hidden", hidden)
    try:
        assert "hidden" not in [item.name for item in further("case", ())]
        assert dictionary.entry(Case, "hidden") == Entry("", kind="flag", technical=True)
    finally:
        dictionary.remove_field(Case, "hidden")
