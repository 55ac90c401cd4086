"""The desktop program: one register, one window, and what its parts say to each other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from models.errors import NotFoundError, ProbityError
from models.keeping.drafts import Found
from models.queries.cases.case_list import Sort
from models.queries.cases.casefile import case_id_of
from models.queries.cases.filters import Filter
from models.register import Register
from ui.background import Job, Runner
from ui.cases.list.case_list import CaseList
from ui.desktop.clipboard import ClipboardWatch
from ui.desktop.keeping import Keeping
from ui.desktop.menus import command, help_menu, view_menu
from ui.desktop.pages import Pages
from ui.desktop.register_settings import foot_words, register_settings
from ui.main_window import MainWindow, Menu, Page
from ui.settings import Settings
from ui.users.account import Account
from ui.widgets.fields.forbid import forbid
from ui.widgets.progress_strip import ProgressStrip

if TYPE_CHECKING:
    from models.keeping.restoring import Prepared
    from models.queries.cases.chronology import Entries
    from ui.cases.giving_out.verify_dialog import VerifyDialog
    from ui.cases.list.export_dialog import ExportDialog
    from ui.cases.window.case_window import CaseWindow
    from ui.importing.import_wizard import ImportWizard
    from ui.letters.templates_dialog import TemplatesDialog
    from ui.moving.receive_dialog import ReceiveDialog
    from ui.moving.send_dialog import SendDialog
    from ui.widgets.fields_dialog import FieldsDialog

#: Milliseconds after the window is shown: by then the list stands, and nothing is kept from it.
WHEN_UP = 250


class Desktop(QObject):
    """Builds the window for one open register and connects its pages."""

    another_register = Signal()
    another_user = Signal()
    restored = Signal(str, str)  # what to say once it is open again, and the kind of message

    def __init__(
        self, register: Register, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.register = register
        self.settings = settings
        self.runner = Runner(self)
        self.case_windows: dict[int, CaseWindow] = {}
        self._new_windows: list[CaseWindow] = []
        self._make_actions()
        self.pages = Pages(register, self.runner, self)
        self.pages.open_case.connect(self.open_case)
        self.pages.show_cases.connect(self.show_cases)
        self.window = MainWindow(
            [
                Page("Cases", self._make_cases, "Ctrl+1"),
                *self.pages.others(),
            ],
            settings,
            who=register.user_label(),
            where=foot_words(register),
            primary=self.new_action,
        )
        self.clipboard = ClipboardWatch(
            register, self.runner, self._case_in_front, self.say_error, self
        )
        self.account = Account(register, self.runner, self.window, self._is_unsaved, self)
        self.account.another_user.connect(self.another_user)
        self.account.abandoned.connect(self._abandon)
        self.keeping = Keeping(register, self.runner, self.window)
        self.keeping.wanted_back.connect(self.bring_back)
        self.keeping.prepared.connect(self.restore)
        self.window.add_menus(self._menus())
        self.window.add_to_foot(self.keeping.line)
        self.window.add_to_foot(ProgressStrip(self.runner))
        self.window.jumped.connect(self.jump)
        self.window.ask_before_closing(self._close_case_windows)
        self.window.about_to_close.connect(self._end)
        self.runner.unhandled.connect(self.say_error)

    def show(self) -> MainWindow:
        """Open the window on the list."""
        self.window.show_page("Cases")
        self.window.show()
        self.account.begin()
        QTimer.singleShot(WHEN_UP, self, self.keeping.begin)
        return self.window

    @property
    def cases(self) -> CaseList:
        """The page of cases."""
        page = self.window.page("Cases") or self.window.show_page("Cases")
        assert isinstance(page, CaseList)
        return page

    def say_error(self, sentence: str) -> None:
        """A sentence across the top of the window."""
        self.window.message.show_message(sentence, "error")

    def open_case(self, case_id: int) -> CaseWindow:
        """Show a case in its window, the one that is open already if there is one."""
        from models.changes.case.cases import record_consultation  # when shown

        window = self.case_windows.get(case_id)
        if window is None:
            window = self._make_case_window(case_id)
            self.case_windows[case_id] = window
            self.runner.run(
                lambda _job: record_consultation(self.register, case_id), title="Recording"
            )
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    def bring_back(self, found: Found) -> CaseWindow:
        """Show a case with the edits that a crash left."""
        case_id = found.edits.case_id
        if case_id is not None and case_id in self.case_windows:
            self.case_windows[case_id].close()
        window = self._make_case_window(case_id, found)
        if case_id is None:
            self._new_windows.append(window)
        else:
            self.case_windows[case_id] = window
        window.show()
        return window

    def new_case(self) -> CaseWindow:
        """Show an empty case."""
        window = self._make_case_window(None)
        self._new_windows.append(window)
        window.show()
        return window

    def jump(self, text: str) -> None:
        """Go to a case by its reference, or else search the list for the words."""

        def work(job: Job) -> int:

            with job.reading(self.register) as connection:
                return case_id_of(connection, text)

        def not_found(error: ProbityError) -> None:
            if not isinstance(error, NotFoundError):
                self.say_error(str(error))
                return
            self.window.show_page("Cases")
            self.cases.show_filter(Filter(text=text))

        def found(case_id: int) -> None:
            self.open_case(case_id)

        self.runner.run(work, done=found, failed=not_found, key="jump")

    def show_cases(self, where: Filter) -> None:
        """Show the list behind a figure."""
        self.window.show_page("Cases")
        self.cases.show_filter(where)

    def export(self, where: Filter, sort: Sort, columns: tuple[str, ...]) -> ExportDialog:
        """Ask where to, then write the list as CSV."""
        from ui.cases.list.export_dialog import ExportDialog  # when shown

        dialog = ExportDialog(self.register, self.runner, where, sort, columns, self.window)
        dialog.show()
        return dialog

    def import_file(self) -> ImportWizard:
        """Lead through importing a file."""
        from ui.importing.import_wizard import ImportWizard  # when shown

        wizard = ImportWizard(self.register, self.runner, self.window)
        wizard.show()
        return wizard

    def send_cases(self) -> SendDialog:
        """Ask which cases of the list go to another register, then write them."""
        from ui.moving.send_dialog import SendDialog  # when shown

        where, chosen = self.cases.filter(), self.cases.current_case_id()
        dialog = SendDialog(self.register, self.runner, where, chosen, self.window)
        dialog.show()
        return dialog

    def receive_cases(self) -> ReceiveDialog:
        """Look at a file of cases from another register, and bring them in."""
        from ui.moving.receive_dialog import ReceiveDialog  # when shown

        dialog = ReceiveDialog(self.register, self.runner, self.window)
        dialog.open_case.connect(self.open_case)
        dialog.show()
        return dialog

    def print_list(self, where: Filter, sort: Sort, columns: tuple[str, ...]) -> None:
        """Preview the list as it is on screen."""
        from ui.printing.actions import preview_list  # when shown

        preview_list(self.window, self.register, self.runner, where, sort, columns)

    def print_sheet(self, case_id: int, parent: QWidget | None = None) -> None:
        """Preview the sheet of a case."""
        from ui.printing.actions import preview_case_sheet  # when shown

        preview_case_sheet(parent or self.window, self.register, self.runner, case_id)

    def print_chronology(self, case_id: int, wanted: Entries, parent: QWidget) -> None:
        """Preview what is wanted of the chronology of a case."""
        from ui.printing.actions import preview_chronology  # when shown

        preview_chronology(parent, self.register, self.runner, case_id, wanted)

    def show_settings(self) -> FieldsDialog:
        """Ask what the whole register goes by."""

        def follow() -> None:
            for window in [*self.case_windows.values(), *self._new_windows]:
                window.go_by(self.register.nation)

        dialog = register_settings(self.register, self.runner, self.window)
        dialog.accepted.connect(follow)
        dialog.open()
        return dialog

    def _make_cases(self) -> QWidget:
        page = CaseList(self.register, self.runner, self.settings)
        page.open_case.connect(self.open_case)
        page.new_case.connect(self.new_case)
        page.print_sheet.connect(self.print_sheet)
        page.export_requested.connect(self.export)
        page.print_requested.connect(self.print_list)
        page.send_requested.connect(self.send_cases)
        return page

    def show_templates(self) -> TemplatesDialog:
        """Show the templates that letters are made from."""
        from ui.letters.templates_dialog import TemplatesDialog  # when shown

        dialog = TemplatesDialog(self.register, self.runner, self.window)
        dialog.show()
        return dialog

    def verify_case_file(self) -> VerifyDialog:
        """Look whether a case file is as it was given out."""
        from ui.cases.giving_out.verify_dialog import VerifyDialog  # when shown

        dialog = VerifyDialog(self.register, self.runner, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        return dialog

    def _check_register(self) -> None:
        from ui.record.check_dialog import CheckDialog  # when shown

        CheckDialog(self.register, self.runner, self.window).show()

    def _make_case_window(self, case_id: int | None, left: Found | None = None) -> CaseWindow:
        from ui.cases.window.case_window import CaseWindow  # when shown

        window = CaseWindow(
            self.register, self.runner, case_id, keeper=self.keeping.keeper, left=left
        )
        window.sheet_requested.connect(lambda found: self.print_sheet(found, window))
        window.case_wanted.connect(self.open_case)
        window.chronology_requested.connect(
            lambda found, wanted: self.print_chronology(found, wanted, window)
        )
        window.closed.connect(lambda: self._forget(window))
        window.out_of_sight.connect(self._say_out_of_sight)
        return window

    def _say_out_of_sight(self, sentence: str) -> None:
        self.window.message.show_message(sentence, "warning")

    def _forget(self, window: CaseWindow) -> None:
        for case_id, known in tuple(self.case_windows.items()):
            if known is window:
                del self.case_windows[case_id]
        if window in self._new_windows:
            self._new_windows.remove(window)
        window.deleteLater()

    def _case_in_front(self) -> int | None:
        """The case whose window, or a dialog of it, is in front."""
        front = QApplication.activeWindow()
        while front is not None:
            for case_id, window in self.case_windows.items():
                if window is front:
                    return case_id
            front = front.parentWidget()
        return None

    def _close_case_windows(self) -> bool:
        """Each asks about its unsaved edits; one that stays keeps the program open."""
        return all(window.close() for window in [*self.case_windows.values(), *self._new_windows])

    def _abandon(self) -> None:
        """Close every case without asking: whose edits these are can save them no more."""
        for window in [*self.case_windows.values(), *self._new_windows]:
            window.abandon()

    def _is_unsaved(self) -> bool:
        """Whether leaving now would lose something."""
        windows = [*self.case_windows.values(), *self._new_windows]
        return any(window.is_unsaved() for window in windows)

    def _end(self) -> None:
        self.account.end()
        self.runner.shutdown()
        self.keeping.end()
        self.register.close()

    def restore(self, prepared: Prepared) -> None:
        """Close the register and put what was prepared in its place."""
        if not self.window.close():
            prepared.drop()
            self.say_error(
                "Not restored, because a case is still open. Nothing was changed. "
                "Close it, then restore again."
            )
            return
        try:
            kept = prepared.put_in_place()
        except ProbityError as error:
            self.restored.emit(str(error), "error")
        else:
            aside = f" What was there before is kept as {kept.name}." if kept else ""
            self.restored.emit(f"The backup was restored.{aside}", "good")
        finally:
            prepared.drop()

    def _make_actions(self) -> None:
        self.new_action = QAction("&New case…", self)
        self.new_action.setShortcut(QKeySequence.StandardKey.New)
        self.new_action.triggered.connect(lambda _=False: self.new_case())
        forbid(self.new_action, self.register.why_not("record"))

    def _menus(self) -> list[Menu]:
        def list_now() -> tuple[Filter, Sort, tuple[str, ...]]:
            return self.cases.filter(), self.cases.sort(), self.cases.columns()

        made = partial(command, self)
        standard, why_not = QKeySequence.StandardKey, self.register.why_not
        return [
            Menu(
                "&File",
                [
                    self.new_action,
                    made("&Open another register…", self.another_register.emit, standard.Open),
                    None,
                    made("&Import…", self.import_file, "Ctrl+I", why_not("import")),
                    made(
                        "&Export the list…",
                        lambda: self.export(*list_now()),
                        "Ctrl+E",
                        why_not("disclose"),
                    ),
                    made(
                        "&Print the list…",
                        lambda: self.print_list(*list_now()),
                        standard.Print,
                        why_not("disclose"),
                    ),
                    None,
                    made(
                        "Sen&d to another register…",
                        self.send_cases,
                        why_not=why_not("transfer"),
                    ),
                    made("Re&ceive cases…", self.receive_cases, why_not=why_not("transfer")),
                    None,
                    made("Register &settings…", self.show_settings, why_not=why_not("settings")),
                    made("Letter &templates…", self.show_templates),
                    made("&Verify a case file…", self.verify_case_file),
                    self.keeping.backups_action,
                    None,
                    made("&Quit", self.window_close, standard.Quit),
                ],
            ),
            self.account.menu(),
            view_menu(self, self.settings, self.window.message.show_message),
            help_menu(self, self.window, self._check_register),
        ]

    def window_close(self) -> None:
        """Close the window, asking about unsaved edits."""
        self.window.close()
