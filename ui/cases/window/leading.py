"""Leading a person to a field of a case: the one with something wrong, or the one they ask for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.rules.validation import Problem
from ui.cases.form.draft import Draft
from ui.cases.form.forms import forms_in
from ui.cases.form.page import Page
from ui.cases.form.row_cards import RowCards
from ui.cases.pages.subjects_page import NOBODY
from ui.cases.window.case_tabs import SECTION_PAGES, CaseTabs
from ui.widgets.message_bar import MessageBar


class Leading:
    """Shows the page, opens the card and puts the cursor in the field."""

    def __init__(self, tabs: CaseTabs, draft: Draft, bar: MessageBar) -> None:
        self._tabs = tabs
        self._draft = draft
        self._bar = bar

    def to_first(self) -> None:
        """Go to the first field with something wrong."""
        problems = self._draft.blocking() or self._draft.problems
        if problems:
            self.to_problem(problems[0])

    def to_unreadable(self) -> bool:
        """Whether something is typed that is no value, such as 31 Feb; if so, it is shown."""
        for place in range(self._tabs.count()):
            for _, form in forms_in(self._tabs.made()[place]):
                for name, editor in form.editors.items():
                    if editor.problem():
                        self._tabs.setCurrentIndex(place)
                        form.focus(name)
                        self._bar.show_message(f"Not saved. {editor.problem()}", "error")
                        return True
        return False

    def refuse(self, blocking: list[Problem]) -> None:
        """Say what stops a save, and go to the first of it."""
        sentences = list(dict.fromkeys(item.message for item in blocking))
        self._bar.show_message("Not saved. " + " ".join(sentences[:4]), "error")
        self.to_problem(blocking[0])

    def to_problem(self, problem: Problem) -> None:
        """Go to the field with something wrong."""
        page = self._tabs.of_section(problem.section)
        self._tabs.setCurrentWidget(page)
        subject_id = self._subject_of(problem)
        if SECTION_PAGES.get(problem.section) == "subjects":
            self._tabs.subjects.show_subject(NOBODY if subject_id is None else subject_id)
        for cards in page.findChildren(RowCards):
            cards.reveal_about(problem.section, problem.row_id)
        for card, form in forms_in(page):
            same = problem.section == "case" or card.row_id == problem.row_id
            if card.section == problem.section and same and form.focus(problem.field):
                self._scroll_to(form.fields[problem.field])
                return

    def to(self, section: str, where: str) -> None:
        """Lead to a field of the case, or to the page on which rows of a section are added."""
        if section == "case":
            self.to_problem(Problem("case", None, where, ""))
        elif section in ("complainants", "referrals"):
            button = getattr(self._tabs.summary, section).add_button
            button.setFocus()
            self._scroll_to(button)
        else:
            self._tabs.setCurrentWidget(self._tabs.of_section(section))

    def _scroll_to(self, shown: QWidget) -> None:
        above = shown.parentWidget()
        while above is not None and not isinstance(above, Page):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(shown)

    def _subject_of(self, problem: Problem) -> int | None:
        row = self._draft.file.row(problem.section, problem.row_id) or {}
        allegation = self._draft.file.row("allegations", row.get("allegation_id")) or {}
        if problem.section == "subjects":
            return problem.row_id
        return row.get("subject_id") or allegation.get("subject_id")
