"""A walk through every screen, in both themes, leaving a picture of each."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QThread, QTimer
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from models.case.merge import merge
from models.changes.noting import LIST_AS_CSV, disclosed
from models.demo import ADMINISTRATOR, SHOWN
from models.demo.showing import reference_shown, settled_case
from models.entering.open import open_register
from models.exchange.tables.csv_export import export_csv
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.casefile import case_id_of, load_case
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.register import Register
from ui.app import make_application
from ui.cases.window.case_tabs import TABS
from ui.cases.window.conflict_dialog import ConflictDialog
from ui.desktop.desktop import Desktop
from ui.entering.first_run import FirstRun
from ui.looks import theme
from ui.printing import papers
from ui.printing.preview import PreviewDialog
from ui.record.check_dialog import CheckDialog
from ui.record.checkpoint_actions import CompareDialog
from ui.settings import Settings
from ui.tour import importing as tour_importing
from ui.tour import moving as tour_moving
from ui.tour import publishing as tour_publishing
from ui.tour import returns as tour_returns
from ui.tour import users as tour_of_users
from ui.tour.giving_out import giving_out
from ui.tour.keeping import backups_to_show, keeping_dialogs
from ui.widgets.fields_dialog import FieldsDialog

SIZE = (1280, 800)
PATIENCE = 120_000  # milliseconds for a screen to come to rest, on the busiest machine
QUIET = 5  # looks without work, after which nothing that was set going is still to come
LOOK = 10  # milliseconds between one look and the next
SOON = 400  # a timer of fewer milliseconds, that goes off once, is about to begin some work


def walk(register: Register, folder: Path, themes: Sequence[str] = ("light", "dark")) -> list[Path]:
    """Leave pictures of every screen in these themes, a case sheet and the list.

    :return: the files.
    """
    app = make_application([])
    app.styleHints().setCursorFlashTime(0)  # a cursor is in every picture, or it is chance
    made: list[Path] = []
    disclosed(register, "Pictures of every screen", file=folder.name)
    with backups_to_show(register):
        for name in themes:
            theme.apply_theme(app, name)
            made += _screens(app, register, folder, name)
    reference = _a_reference(register)
    if reference:
        sheet = folder / "case-sheet.pdf"
        papers.save_case_sheet(register, reference, sheet, "recorded")
        made.append(sheet)
    out = folder / "cases.csv"
    with register.reader() as connection:
        export_csv(
            connection,
            out,
            Filter(),
            Sort(),
            default(),
            register.today(),
            record=lambda: disclosed(register, LIST_AS_CSV, file=out.name),
        )
    return [*made, out]


def _screens(app: QApplication, register: Register, folder: Path, name: str) -> list[Path]:
    made: list[Path] = []

    def picture(widget: QWidget, what: str, of: Desktop | None = None) -> None:
        _rest(app, of or desktop)
        path = folder / f"{what}-{name}.png"
        widget.grab().save(str(path))
        made.append(path)

    desktop = Desktop(register, Settings())
    window = desktop.window
    window.resize(*SIZE)
    desktop.show()
    desktop.keeping.schedule.refresh()
    picture(window, "cases")
    first = datetime.date(2009, 1, 1)
    where = Filter(factors=("social-media",), received_from=first, received_to=register.today())
    desktop.cases.show_filter(where)
    picture(window, "cases-filtered")
    menu = desktop.cases.bar.menu
    menu.popup(window.mapToGlobal(window.rect().center()))
    picture(menu, "cases-filters")
    menu.hide()
    window.show_page("My work")
    picture(window, "my-work")
    people: Any = window.show_page("People")
    _rest(app, desktop)
    people.show_list("alerts")
    people.tables["alerts"].selectRow(0)
    picture(window, "people")
    guidance: Any = window.show_page("Guidance")
    _rest(app, desktop)
    guidance.table.selectRow(guidance.model.rowCount() - 2)  # the newer of the last document
    picture(window, "guidance")
    guidance.panel.show_text.click()
    picture(window, "guidance-text")
    window.show_page("Dashboard")
    picture(window, "dashboard")
    publishing: Any = window.show_page("Publication")
    factor = publishing.form.filters["factor"]
    factor.setCurrentIndex(factor.findData("social-media"))
    picture(window, "publication")
    publishing.form.form.setCurrentIndex(1)
    picture(window, "publication-rows")
    publishing.form.form.setCurrentIndex(2)
    picture(window, "publication-forces")
    tour_returns.pictures(picture, desktop)
    reference = _a_reference(register)
    if reference:
        with register.reader() as connection:
            case_id = case_id_of(connection, reference)
        case = desktop.open_case(case_id)
        case.resize(*SIZE)
        picture(case, "case-summary")
        tabs = case.findChild(QTabWidget)
        assert isinstance(tabs, QTabWidget)
        for at in range(1, tabs.count()):
            tabs.setCurrentIndex(at)
            for page in ("exhibits", "letters"):
                if list(TABS)[at] == page:
                    _rest(app, desktop)
                    getattr(case.tabs, page).table.selectRow(0)
            if list(TABS)[at] != "proceedings":
                picture(case, f"case-{list(TABS)[at]}")
        desktop.print_sheet(case_id, case)
        _rest(app, desktop)
        for preview in case.findChildren(PreviewDialog):
            picture(preview, "case-sheet-preview")
            preview.close()
        giving_out(desktop, case, picture, lambda: _rest(app, desktop))
        conflict = _conflict(desktop, case_id, case)
        conflict.show()
        picture(conflict, "case-conflict")
        conflict.reject()
        case.close()
    settled = _settled_case(register)
    if settled is not None:
        case = desktop.open_case(settled)
        case.resize(*SIZE)
        _rest(app, desktop)
        case.tabs.setCurrentWidget(case.tabs.proceedings)
        picture(case, "case-proceedings")
        case.close()
    new = desktop.new_case()
    new.resize(*SIZE)
    picture(new, "case-new")
    new.close()
    for dialog, what in keeping_dialogs(desktop):
        picture(dialog, what)
        dialog.close()
    export = desktop.export(Filter(), Sort(), default())
    picture(export, "export")
    export.reject()
    made += _record_screens(app, register, folder, name)
    tour_of_users.pictures(picture, SIZE)
    tour_importing.pictures(picture, SIZE)
    tour_moving.pictures(picture, SIZE)
    tour_publishing.pictures(picture, SIZE)
    start = FirstRun(desktop.settings)
    start.show()
    picture(start, "first-run")
    start.close()
    _rest(app, desktop)
    window.hide()
    desktop.runner.shutdown()
    desktop.deleteLater()
    return made


def _record_screens(app: QApplication, register: Register, folder: Path, name: str) -> list[Path]:
    """The record and what belongs to it, as the demonstration's administrator sees them."""
    if not register.is_demo():
        return []
    made: list[Path] = []
    with open_register(register.path, user=ADMINISTRATOR) as seen:
        desktop = Desktop(seen, Settings())
        desktop.window.resize(*SIZE)

        def picture(widget: QWidget, what: str) -> None:
            _rest(app, desktop)
            path = folder / f"{what}-{name}.png"
            widget.grab().save(str(path))
            made.append(path)

        page: Any = desktop.window.show_page("Record")
        desktop.window.show()
        page.filter.act.set_value("alter")
        page.reload()
        _rest(app, desktop)
        page.table.selectRow(0)
        picture(desktop.window, "record")
        page.check_register()
        for check in page.findChildren(CheckDialog):
            picture(check, "check")
            check.reject()
        page.checkpoints.compare()
        for compare in page.findChildren(CompareDialog):
            picture(compare, "checkpoint-compare")
            compare.reject()
        page.checkpoints.print_one()
        _rest(app, desktop)
        for preview in page.findChildren(PreviewDialog):
            picture(preview, "checkpoint")
            preview.close()
        _retention_screens(app, desktop, picture)
        _rest(app, desktop)
        desktop.window.hide()
        desktop.runner.shutdown()
        desktop.deleteLater()
    return made


def _retention_screens(
    app: QApplication, desktop: Desktop, picture: Callable[[QWidget, str], None]
) -> None:
    """What comes to review, and what is asked before something goes; nothing is done."""
    page: Any = desktop.window.show_page("Retention")
    _rest(app, desktop)
    page.tables["due"].selectRow(0)
    picture(desktop.window, "retention")
    for act in ("keep", "anonymise", "erase"):
        page.panel.buttons[act].click()
        for dialog in page.findChildren(FieldsDialog):
            picture(dialog, f"retention-{act}")
            dialog.reject()
            dialog.deleteLater()
        _rest(app, desktop)


def _conflict(desktop: Desktop, case_id: int, parent: QWidget) -> ConflictDialog:
    """As when two people have given a case two titles; nothing is written."""
    with desktop.register.reader() as connection:
        original = load_case(connection, case_id)
        users = case_list.owners(connection)
    mine, theirs = original.copy(), original.copy()
    mine.case["title"] += ", with messages deleted"
    theirs.case["title"] += " and a witness"
    merged, clashes = merge(original, mine, theirs)
    return ConflictDialog(merged, mine, clashes, users, parent)


def _a_reference(register: Register) -> str:
    """The demonstration's shown case, or whichever case there is."""
    with register.reader() as connection:
        return reference_shown(connection, SHOWN)


def _settled_case(register: Register) -> int | None:
    """The latest case that came to a hearing or meeting and an outcome."""
    with register.reader() as connection:
        return settled_case(connection)


def _rest(app: QApplication, desktop: Desktop) -> None:
    """Until nothing is under way: no job, no timer that one is waiting for.

    Looks are counted and not milliseconds: on a busy machine one slow event may take longer than
    all the quiet asked for, and what it set going (a layout, a chart) is still to come.
    """
    deadline, quiet = QDeadlineTimer(PATIENCE), 0
    while quiet < QUIET and not deadline.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QThread.msleep(LOOK)
        quiet = 0 if desktop.runner.busy or _timed(app) else quiet + 1


def _timed(app: QApplication) -> bool:
    """Whether a timer is about to begin something."""
    return any(
        timer.isActive() and timer.isSingleShot() and timer.interval() < SOON
        for window in app.topLevelWidgets()
        if window.isVisible()
        for timer in window.findChildren(QTimer)
    )
