"""The pages of a case under their tabs, each made when it is first needed."""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from models.register import Register
from ui.background import Runner
from ui.cases.form.draft import Draft
from ui.cases.form.forms import Sources
from ui.cases.pages.chronology_page import ChronologyPage
from ui.cases.pages.exhibits_page import ExhibitsPage
from ui.cases.pages.history_page import HistoryPage
from ui.cases.pages.letters_page import LettersPage
from ui.cases.pages.proceedings_page import ProceedingsPage
from ui.cases.pages.process_page import ProcessPage
from ui.cases.pages.subjects_page import SubjectsPage
from ui.cases.pages.summary_page import SummaryPage
from ui.widgets.fields.forbid import forbid

P = TypeVar("P", bound=QWidget)

#: The pages in their order: the property that makes each, and the words of its tab.
TABS = {
    "summary": "&Summary",
    "subjects": "Subjects and &allegations",
    "process": "Deadlines, &notices and tasks",
    "chronology": "&Chronology",
    "letters": "&Letters",
    "exhibits": "&Exhibits",
    "proceedings": "&Proceedings and outcomes",
    "history": "&History",
}
#: The page on which a section's rows are edited; the summary where none is named.
SECTION_PAGES = {
    "subjects": "subjects",
    "allegations": "subjects",
    "assessments": "subjects",
    "findings": "subjects",
    "notices": "process",
    "suspensions": "process",
    "reviews": "process",
    "updates": "process",
    "clock_changes": "process",
    "tasks": "process",
    "chronology": "chronology",
    "proceedings": "proceedings",
    "outcomes": "proceedings",
}


class CaseTabs(QTabWidget):
    """A page not yet made stands as an empty one: a case opens at the cost of its summary."""

    chronology_wanted = Signal(object)  # Entries, to be printed
    entry_edited = Signal()

    def __init__(
        self,
        register: Register,
        runner: Runner,
        draft: Draft,
        sources: Sources,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._draft = draft
        self._sources = sources
        self.setDocumentMode(True)
        self.setObjectName("caseTabs")
        # Pages are made inside what is to hold them: else all in them is styled again.
        self._inside = self.findChild(QStackedWidget)
        for words in TABS.values():
            self.addTab(QWidget(), words)
        self.currentChanged.connect(self._need)
        self._need(0)

    @cached_property
    def summary(self) -> SummaryPage:
        """What the matter is, where it stands, who brought it."""
        return self._put("summary", SummaryPage(self._draft, self._sources, self._inside))

    @cached_property
    def subjects(self) -> SubjectsPage:
        """Subjects, their allegations, assessments and findings."""
        return self._put("subjects", SubjectsPage(self._draft, self._sources, self._inside))

    @cached_property
    def process(self) -> ProcessPage:
        """Clocks, tasks, notices, suspensions, updates."""
        return self._put("process", ProcessPage(self._draft, self._sources, self._inside))

    @cached_property
    def chronology(self) -> ChronologyPage:
        """What happened, entry by entry."""
        page = self._put("chronology", ChronologyPage(self._draft, self._sources, self._inside))
        page.print_wanted.connect(self.chronology_wanted)
        forbid(page.print_button, self._register.why_not("disclose"))
        page.form.edited.connect(self.entry_edited)
        return page

    @cached_property
    def letters(self) -> LettersPage:
        """Letters, each as it was sent."""
        return self._put(
            "letters", LettersPage(self._register, self._runner, self._draft, self._inside)
        )

    @cached_property
    def exhibits(self) -> ExhibitsPage:
        """Files kept with the case."""
        return self._put(
            "exhibits", ExhibitsPage(self._register, self._runner, self._draft, self._inside)
        )

    @cached_property
    def proceedings(self) -> ProceedingsPage:
        """Proceedings and outcomes."""
        return self._put("proceedings", ProceedingsPage(self._draft, self._sources, self._inside))

    @cached_property
    def history(self) -> HistoryPage:
        """Who changed what, when."""
        return self._put(
            "history", HistoryPage(self._register, self._runner, self._draft, self._inside)
        )

    def of_section(self, section: str) -> QWidget:
        """The page on which the rows of a section are edited."""
        page: QWidget = getattr(self, SECTION_PAGES.get(section, "summary"))
        return page

    def made(self) -> list[QWidget]:
        """The pages that there are, by their place; one not yet made is empty."""
        found = (self.widget(place) for place in range(self.count()))
        return [page for page in found if page is not None]

    def is_written_in(self) -> bool:
        """Whether a chronology entry is begun and not yet added."""
        return "chronology" in self.__dict__ and self.chronology.form.is_written_in()

    def entry_written(self) -> dict[str, Any]:
        """The chronology entry that is begun; empty if none is."""
        return self.chronology.form.written() if self.is_written_in() else {}

    def is_storing(self) -> bool:
        """Whether exhibits are on their way into the register."""
        return "exhibits" in self.__dict__ and self.exhibits.is_storing()

    def take_sent(self) -> str:
        """What is to be said of a letter that was just kept here; nothing where none was."""
        if "letters" not in self.__dict__:
            return ""
        said, self.letters.sent = self.letters.sent, ""
        return said

    def reload_history(self) -> None:
        """Something was done with the case that is no edit of it."""
        if "history" in self.__dict__:
            self.history.reload()

    def _need(self, place: int) -> None:
        getattr(self, list(TABS)[place])

    def _put(self, name: str, page: P) -> P:
        place = list(TABS).index(name)
        current = self.currentIndex()
        blocked = QSignalBlocker(self)
        empty = self.widget(place)
        self.removeTab(place)
        self.insertTab(place, page, TABS[name])
        self.setCurrentIndex(current)
        blocked.unblock()
        if empty is not None:
            empty.deleteLater()
        return page
