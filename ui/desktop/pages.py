"""The pages of the main window beside the list of cases, and who has which."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from models.register import Register
from models.rules import roles
from ui.background import Runner
from ui.main_window import Page


class Pages(QObject):
    """Makes each page when it is first shown, and passes on what it asks for."""

    open_case = Signal(int)
    show_cases = Signal(object)  # Filter

    def __init__(self, register: Register, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner

    def others(self) -> list[Page]:
        """Every page but the list, as far as the role of whoever works has it."""
        return [
            Page("My work", self._make_work, "Ctrl+2"),
            Page("People", self._make_people, "Ctrl+3"),
            Page("Dashboard", self._make_dashboard, "Ctrl+4"),
            Page("Publication", self._make_publication, "Ctrl+8"),
            Page("Returns", self._make_returns, "Ctrl+0"),
            Page("Guidance", self._make_guidance, "Ctrl+5"),
            *self._pages_of_role(),
        ]

    def _make_work(self) -> QWidget:
        from ui.work.my_work import MyWork  # when shown

        page = MyWork(self._register, self._runner)
        page.open_case.connect(self.open_case)
        return page

    def _make_people(self) -> QWidget:
        from ui.people.people_page import PeoplePage  # when shown

        page = PeoplePage(self._register, self._runner)
        page.open_case.connect(self.open_case)
        return page

    def _make_guidance(self) -> QWidget:
        from ui.guidance.guidance_page import GuidancePage  # when shown

        page = GuidancePage(self._register, self._runner)
        page.open_case.connect(self.open_case)
        return page

    def _make_dashboard(self) -> QWidget:
        from ui.charts.dashboard import Dashboard  # when shown

        page = Dashboard(self._register, self._runner)
        page.show_cases.connect(self.show_cases)
        return page

    def _make_publication(self) -> QWidget:
        from ui.publishing.publishing_page import PublishingPage  # when shown

        page = PublishingPage(self._register, self._runner)
        page.open_case.connect(self.open_case)
        return page

    def _make_returns(self) -> QWidget:
        from ui.returns.returns_page import ReturnsPage  # when shown

        page = ReturnsPage(self._register, self._runner)
        page.show_cases.connect(self.show_cases)
        return page

    def _make_users(self) -> QWidget:
        from ui.users.users_page import UsersPage  # when shown

        return UsersPage(self._register, self._runner)

    def _pages_of_role(self) -> list[Page]:
        """What only some roles have."""
        role, found = self._register.user.role, []
        if roles.may(role, "audit"):
            found.append(Page("Record", self._make_record, "Ctrl+6"))
        if roles.may(role, "retain"):
            found.append(Page("Retention", self._make_retention, "Ctrl+7"))
        if roles.may(role, "users"):
            found.append(Page("Users", self._make_users, "Ctrl+9"))
        return found

    def _make_record(self) -> QWidget:
        from ui.record.record_page import RecordPage  # when shown

        page = RecordPage(self._register, self._runner)
        page.open_case.connect(self.open_case)
        return page

    def _make_retention(self) -> QWidget:
        from ui.retention.retention_page import RetentionPage  # when shown

        page = RetentionPage(self._register, self._runner)
        page.open_case.connect(self.open_case)
        return page
