"""Somebody at their desk: comes in on a day, works a case through the window, prints its sheet.

Everything here is done as a person does it: fields are found by the words above them, buttons and
tabs by their own, and each is scrolled into sight before it is clicked or typed into.
"""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)

from models.entering.open import open_register
from models.rules.dates import parse_date
from models.schema import Setting
from ui.cases.form.editors import Sources
from ui.cases.form.forms import FormCard
from ui.cases.form.reason_dialog import ReasonDialog
from ui.cases.form.row_cards import RowCards
from ui.cases.pages.exhibit_dialogs import AddExhibits
from ui.cases.window.case_window import CaseWindow
from ui.desktop.desktop import Desktop
from ui.printing.preview import PreviewDialog
from ui.settings import Settings
from ui.widgets.fields.field import Field

D = TypeVar("D", bound=QDialog)

LONG_AGO = datetime.date(2000, 1, 1)
#: What is asked of a field: its words, and what is put there (a list ticks boxes).
Values = dict[str, str | list[str]]


class AtWork:
    """One person, one register, one case; the days go by with :meth:`come_in`."""

    def __init__(
        self, qtbot: Any, path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._qtbot = qtbot
        self._path = path
        self._settings = settings
        self._monkeypatch = monkeypatch
        self._desktop: Desktop | None = None
        self._window: CaseWindow | None = None
        self.reference = ""

    @property
    def desktop(self) -> Desktop:
        assert self._desktop is not None, "Nobody has come in."
        return self._desktop

    @property
    def window(self) -> CaseWindow:
        assert self._window is not None, "No case is open."
        return self._window

    # --- days ---

    def come_in(self, day: str) -> None:
        """Leave, come back on ``day``, and open the case by its reference."""
        self.go_home()
        said = parse_date(day, LONG_AGO).isoformat()
        keeper = open_register(self._path, user="keeper")
        with keeper as register, register.change("Another day") as change:
            with register.reader() as connection:
                known = connection.execute("SELECT id FROM setting WHERE key = 'today'").fetchone()
            change.remove(Setting, known[0])
            change.add(Setting, key="today", value=said)
        self._desktop = Desktop(open_register(self._path, user="okafor"), self._settings)
        self.desktop.show()
        self.rest()
        if self.reference:
            self.open_case()

    def go_home(self) -> None:
        """Close every window; there is nothing left to be saved."""
        if self._desktop is None:
            return
        for window in self._windows():
            assert not window.draft.is_edited(), "Somebody went home without saving."
            window.close()
        self.rest()
        self.desktop.window.close()
        self._desktop, self._window = None, None

    def abandon(self) -> None:
        """After a test that failed: close without asking."""
        if self._desktop is not None:
            for window in self._windows():
                window.draft.revert()
            self.rest()
            self.go_home()

    def rest(self) -> None:
        """Wait until nothing is under way."""
        self._qtbot.waitUntil(lambda: not self.desktop.runner.busy, timeout=20_000)

    # --- the case ---

    def new_case(self) -> None:
        """Press “New case”."""
        self.click(self.desktop.window.primary)
        self._take(self.desktop._new_windows)

    def open_case(self) -> None:
        """Go to the case by its reference."""
        jump = self.desktop.window.jump
        self.click(jump)
        self._qtbot.keyClicks(jump, self.reference)
        self._qtbot.keyClick(jump, Qt.Key.Key_Return)
        self._qtbot.waitUntil(lambda: bool(self.desktop.case_windows), timeout=20_000)
        self._take(self.desktop.case_windows.values())

    def save(self) -> None:
        """Press Save and see that it says Saved."""
        with self._qtbot.waitSignal(self.window.saved, timeout=20_000):
            self.click(self.window.header.save)
            assert not self.window.bar.isVisible(), self.window.bar.text()
        self.rest()
        assert self.window.header.status.text().startswith("Saved")
        self.reference = self.window.header.reference.text()

    def refused(self, stage: str) -> str:
        """Put the case at a stage that it lacks something for and press Save; what is said."""
        self.go("Summary")
        field = self.field("Stage", self.card("Progress"))
        self.put(field, stage, taken=False)
        self.click(self.window.header.save)
        assert self.window.bar.isVisible()
        return self.window.bar.text()

    def stage(self, words: str) -> None:
        """Put the case at a stage and save it."""
        self.go("Summary")
        self.fill("Progress", {"Stage": words})
        self.save()
        assert self.window.header.stage.text() == words

    def close_case(self, day: str) -> None:
        """Put the case at its last stage with the day, and save it."""
        self.go("Summary")
        progress = self.card("Progress")
        self.put(self.field("Stage", progress), "Closed", taken=False)
        self.put(self.field("Closed", progress), day)
        self.save()
        assert self.clocks() == {}
        assert self.checklist() == ["This case is closed", "Give a reason to reopen it."]

    def go(self, words: str) -> QWidget:
        """Click the tab with these words; the page."""
        tabs = self.window.tabs
        bar = tabs.tabBar()
        place = next(at for at in range(bar.count()) if plain(bar.tabText(at)) == words)
        self._qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())
        assert tabs.currentIndex() == place
        self.rest()
        found = tabs.currentWidget()
        assert found is not None
        return found

    # --- forms ---

    def add(self, heading: str, values: Values, under: QWidget | None = None) -> FormCard:
        """Press the button beside ``heading`` and fill in the card that comes."""
        block = self._block(heading, under)
        before = set(block.cards)
        self.click(block.add_button)
        (made,) = [card for row_id, card in block.cards.items() if row_id not in before]
        self._qtbot.waitUntil(lambda: made.form.isVisible() and bool(self._asked(made)))
        self.fill(made, values)
        return made

    def card(self, heading: str, under: QWidget | None = None) -> FormCard:
        """The one card in sight whose heading begins with these words."""
        found = [
            card
            for card in self._inside(under).findChildren(FormCard)
            if card.isVisible() and card._heading.text().startswith(heading)
        ]
        assert len(found) == 1, f"{len(found)} cards are called “{heading}”."
        return found[0]

    def fill(self, card: FormCard | str, values: Values) -> None:
        """Put each value into the field with those words above it."""
        QApplication.processEvents()  # a field that is asked for only now is shown
        where = self.card(card) if isinstance(card, str) else card
        for words, value in values.items():
            self.put(self.field(words, where), value)

    def field(self, words: str, inside: QWidget) -> Field:
        """The field with these words above it, which must be there to be seen."""
        found = [one for one in self._asked(inside) if label_of(one) == words]
        shown = [label_of(one) for one in self._asked(inside)]
        assert len(found) == 1, f"“{words}” is not among {shown}."
        return found[0]

    def asks(self, inside: QWidget) -> list[str]:
        """The words over the fields of a card, as far as they are shown."""
        return [label_of(one) for one in self._asked(inside)]

    def offers(self, words: str, inside: QWidget) -> list[str]:
        """What a drop-down offers."""
        box = self.field(words, inside).editor
        assert isinstance(box, QComboBox)
        return [box.itemText(place) for place in range(1, box.count())]

    def shows(self, words: str, inside: QWidget) -> str:
        """What stands in a field."""
        editor: Any = self.field(words, inside).editor
        return str(editor.currentText() if isinstance(editor, QComboBox) else editor.text())

    def put(self, field: Field, value: str | list[str], *, taken: bool = True) -> None:
        """Click into a field, type, and leave it with Tab; see that it takes what was typed."""
        editor = field.editor
        if isinstance(value, list):
            for words in value:
                (box,) = [one for one in editor.findChildren(QCheckBox) if one.text() == words]
                self.click(box, QPoint(10, box.height() // 2))
            return
        if isinstance(editor, QComboBox):
            line = editor.lineEdit()
            assert line is not None
            self.click(line)
            line.selectAll()
            for key in (*value, Qt.Key.Key_Tab):  # what is offered meanwhile takes the keys
                self._qtbot.keyClick(QApplication.activePopupWidget() or line, key)
            chosen = editor.itemText(editor.currentIndex())
            assert chosen == editor.currentText() == value, (
                f"{label_of(field)} offers no “{value}”."
            )
        else:
            self.click(editor)
            editor.selectAll()  # type: ignore[attr-defined]
            self._qtbot.keyClicks(editor, value)
            if not value:
                self._qtbot.keyClick(editor, Qt.Key.Key_Delete)
            self._qtbot.keyClick(editor, Qt.Key.Key_Tab)
        assert not (taken and field.error_text()), f"{label_of(field)}: {field.error_text()}"

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Scroll to a widget and click on it; it must be there to be clicked."""
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                QApplication.processEvents()  # what was just added has its place only then
                above.ensureWidgetVisible(widget)
            above = above.parentWidget()
        assert widget.isVisible()
        assert widget.isEnabled(), widget.toolTip()
        assert not widget.visibleRegion().isEmpty(), "It cannot be scrolled to."
        if not widget.isActiveWindow() and QApplication.activePopupWidget() is None:
            widget.activateWindow()
            self._qtbot.waitUntil(widget.isActiveWindow)
        where = at or widget.visibleRegion().boundingRect().center()
        self._qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where)

    def button(self, words: str, inside: QWidget | None = None) -> QPushButton:
        """The button in sight that says, or is called, this."""
        found = [
            one
            for one in self._inside(inside).findChildren(QPushButton)
            if one.isVisible() and words in (one.text(), one.accessibleName())
        ]
        assert len(found) == 1, f"{len(found)} buttons are called “{words}”."
        return found[0]

    # --- the process ---

    def write(self, when: str, kind: str, words: str, rationale: str = "") -> None:
        """Add an entry to the chronology; a decision with its rationale."""
        self.go("Chronology")
        form = self.window.tabs.chronology.form
        day, time = when.rsplit(" ", 1)
        self.put(self.field("When it happened", form), day)
        self.put(self.field("Time", form), time)
        self.put(self.field("Kind", form), kind)
        if rationale:
            self.put(self.field("What was decided", form), words)
            self.put(self.field("Rationale", form), rationale)
        else:
            self.put(self.field("What happened", form), words)
        self.click(form.add_button)

    def attach(self, files: dict[Path, str], source: str) -> None:
        """Choose files, say what each is and where they came from, and store them."""
        self.go("Exhibits")
        page = self.window.tabs.exhibits
        names = [str(path) for path in files]
        self._monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
        before = page.model.rowCount()
        self.click(page.add_button)
        dialog = self._dialog(AddExhibits)
        for editor, words in zip(dialog.descriptions, files.values(), strict=True):
            self.click(editor)
            self._qtbot.keyClicks(editor, words)
        self.click(dialog.source)
        self._qtbot.keyClicks(dialog.source, source)
        self.click(dialog.agree)
        self._qtbot.waitUntil(lambda: page.model.rowCount() == before + len(files), timeout=20_000)
        self.rest()

    def clocks(self) -> dict[str, str]:
        """What the clocks' card says: each clock, and how it stands."""
        self.go("Deadlines, notices and tasks")
        card = self.window.tabs.process.clocks
        self._settle(card.refresh)
        found = {}
        for place in range(card.body.count()):
            item = card.body.itemAt(place)
            line = item.widget() if item else None
            if line is not None and line.layout() is not None:
                words = [one.text() for one in line.findChildren(QLabel)]
                found[words[0]] = words[1]
        return found

    def change_clock(self, button: str, day: str, reason: str) -> None:
        """Press “Extend…” or the like of a clock, give the day and the reason."""
        self.go("Deadlines, notices and tasks")
        self._settle(self.window.tabs.process.clocks.refresh)
        self.click(self.button(button, self.window.tabs.process.clocks))
        dialog = self._dialog(ReasonDialog)
        label = "New last day" if button.startswith("Extend") else "From"
        self.put(self.field(label, dialog), day)
        self.put(self.field("Reason", dialog), reason)
        self.click(dialog.agree)

    def checklist(self) -> list[str]:
        """What the next stage needs, as the card says it."""
        self.go("Summary")
        card = self.window.tabs.summary.checklist
        self._settle(card.refresh)
        labels = [one for one in card.findChildren(QLabel) if one is not card.heading]
        return [card.heading.text(), *(one.text() for one in labels)]

    def leave_out(self, words: str, reason: str) -> None:
        """Press “Leave out…” beside a step of the checklist and say why."""
        self.checklist()
        card = self.window.tabs.summary.checklist
        self.click(self.button(f"Leave out: {words}", card))
        dialog = self._dialog(ReasonDialog)
        self.put(self.field("Reason", dialog), reason)
        self.click(dialog.agree)

    def print_sheet(self, path: Path) -> str:
        """Press “Print sheet”, save it as PDF, and read that back; see :func:`reviewable`."""
        self.click(self.window.header.sheet)
        found = self.window.findChildren
        self._qtbot.waitUntil(lambda: bool(found(PreviewDialog)), timeout=20_000)
        (preview,) = found(PreviewDialog)
        self._monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
        self.click(preview.pdf_button)
        self._qtbot.waitUntil(preview.message.isVisible, timeout=20_000)
        assert preview.message.text().startswith(f"Saved {path.name}")
        preview.close()
        return reviewable(path)

    def in_the_list(self) -> tuple[dict[str, str], list[str]]:
        """The case's row in the list, by its headings, and what is said beside it."""
        page = self.desktop.cases
        model = page.model
        self._qtbot.waitUntil(lambda: model.rowCount() == 1 and page.table.isVisible())
        across = Qt.Orientation.Horizontal
        row = {
            str(model.headerData(column, across)): str(model.index(0, column).data())
            for column in range(model.columnCount())
        }
        page.table.selectRow(0)
        said = page.preview.findChildren
        self._qtbot.waitUntil(lambda: any(one.text() == self.reference for one in said(QLabel)))
        self.rest()
        return row, [one.text() for one in said(QLabel)]

    def figures(self) -> dict[str, str]:
        """What the dashboard counts over all the years that it offers."""
        page: Any = self.desktop.window.show_page("Dashboard")
        self._qtbot.waitUntil(lambda: page.figures["investigated"].text() == "1", timeout=20_000)
        self.rest()
        wanted = ("investigated", "case_to_answer", "outcomes")
        return {name: page.figures[name].text() for name in wanted}

    # --- the parts ---

    def _windows(self) -> list[CaseWindow]:
        return [*self.desktop.case_windows.values(), *self.desktop._new_windows]

    def _take(self, windows: Iterable[CaseWindow]) -> None:
        (self._window,) = windows
        sources: Sources = self.window._sources
        self._qtbot.waitUntil(lambda: bool(sources.users), timeout=20_000)
        self.rest()

    def _inside(self, under: QWidget | None) -> QWidget:
        found = under or self.window.tabs.currentWidget()
        assert found is not None
        return found

    def _block(self, heading: str, under: QWidget | None) -> RowCards:
        found = [
            one
            for one in self._inside(under).findChildren(RowCards)
            if one.isVisible() and one.heading.text() == heading
        ]
        assert len(found) == 1, f"{len(found)} groups are headed “{heading}”."
        return found[0]

    def _asked(self, inside: QWidget) -> list[Field]:
        """The fields of a card itself, not of cards inside it."""
        form = inside.form if isinstance(inside, FormCard) else inside
        return [one for one in form.findChildren(Field) if one.isVisible()]

    def _dialog(self, kind: type[D]) -> D:
        def found() -> list[D]:
            return [one for one in self.window.findChildren(kind) if one.isVisible()]

        self._qtbot.waitUntil(lambda: bool(found()))
        return found()[0]

    def _settle(self, refresh: Callable[[], None]) -> None:
        """What follows edits is worked out after them."""
        QApplication.processEvents()
        refresh()
        QApplication.processEvents()


def plain(words: str) -> str:
    """Words of a tab without the mark of its key."""
    return words.replace("&", "")


def label_of(field: Field) -> str:
    return field.label.text().removesuffix(" (required)")


def reviewable(path: Path) -> str:
    """A PDF as text, page by page, without when it was printed and how wide its gaps are."""
    tool = shutil.which("pdftotext")
    assert tool, "pdftotext is part of the tests' set-up (poppler-utils)"
    done = subprocess.run([tool, "-layout", str(path), "-"], capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")[:-1]
    lines = []
    for page in pages:
        for line in page.splitlines():
            words = re.sub(r"  +", "   ", line.rstrip())
            words = re.sub(r"(Printed by .+? on) .*?\d\d:\d\d", r"\1 (day and time)", words)
            if words.strip():
                lines.append(words)
        lines.append("")
    return "\n".join(lines)
