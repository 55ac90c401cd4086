"""Guidance: the force's documents with their versions, and who was given which."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from models.case.guidance import Clause
from models.change import Changed
from models.changes import disclosing, guidance
from models.changes.noting import consulted
from models.queries.people.guidance import Document, Held, NamedBy, documents, named_by
from models.register import Register
from models.rules.process.guidance import when_held
from ui.background import Job, Runner
from ui.guidance import guidance_dialogs
from ui.guidance.version_panel import VersionPanel
from ui.looks import theme
from ui.previews.file_preview import ExhibitPreview
from ui.widgets.agrees import CANCEL, agrees
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields.forbid import forbid
from ui.widgets.page import Page, side_by_side
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

HEADINGS = ("Document", "Version", "In force")
WIDTHS = (0, 72, 186)
#: Under this width, in pixels at 100% text, list and version stand under one another.
NARROW = 820
#: Changes of these tables are shown here.
TABLES = frozenset({"guidance_document", "guidance_version", "guidance_clause", "guidance_issue",
                    "person", "member", "posting", "allegation"})  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row of the list: a version, or a document that has none; ``first`` of its document."""

    document: Document
    held: Held | None
    first: bool

    @property
    def key(self) -> tuple[int, int | None]:
        """What it is, whatever was changed about it."""
        return self.document.id, self.held.version.id if self.held else None


class GuidancePage(Page):
    """The list on the left; the chosen version on the right."""

    asking = "Reading guidance"

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(register, runner, parent)
        self._key: tuple[int, int | None] | None = None
        self._line: Line | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText("Words of a document, a version or a clause")
        self.search.setAccessibleName("Find guidance")
        self.search.setClearButtonEnabled(True)
        self.add_button = QPushButton("Add document…")
        self.model: RowsModel[Line] = RowsModel(HEADINGS, _cells, muted=(2,), parent=self)
        self.table = self._make_table()
        self.empty = EmptyState("", "", icon="file-text")
        self._stack = QStackedWidget()
        self.panel = VersionPanel(register, runner)
        self._lay_out()
        self._connect()
        forbid(self.add_button, register.why_not("guidance"))
        self.setFocusProxy(self.search)
        self.reload()

    def reload(self) -> None:
        """Read the documents, and the chosen version."""
        text = self.search.text()
        self._ask(lambda connection: documents(connection, text), self._show, "documents")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little width the version stands under the list."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(NARROW)
        across = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._split.orientation() != across:
            self._split.setOrientation(across)
            self._split.setSizes([200, 400] if narrow else [theme.px(456), theme.px(594)])

    # --- making ---

    def _make_table(self) -> RowTable:
        table = RowTable("Guidance documents and versions", 36)
        table.setMinimumHeight(theme.px(36 * 4))
        table.setObjectName("rows")  # cells begin where their headings do
        table.setModel(self.model)
        table.set_widths(WIDTHS)
        return table

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.add_button)
        self._split = side_by_side(self.table, self.panel, (456, 594))
        self._stack.addWidget(self.empty)
        scroll = QScrollArea()  # large text in a small window: nothing is cut
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._split)
        self._stack.addWidget(scroll)
        self._fill([top], self._stack)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._soon.start())
        self.add_button.clicked.connect(lambda _: self._add_document())
        self.empty.clicked.connect(self._add_document)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        if not self._register.why_not("guidance"):
            self.table.opened.connect(lambda _: self._act("edit_version", None))
        self.panel.wanted.connect(self._act)
        self.panel.open_case.connect(self.open_case)

    # --- showing ---

    def _told(self, changed: Changed) -> None:
        if changed.tables & TABLES:
            self._soon.start()

    def _show(self, found: list[Document]) -> None:
        lines = [
            Line(document, held, at == 0)
            for document in found
            for at, held in enumerate(document.versions or (None,))
        ]
        known = [line.key for line in lines]
        self.model.show_items(lines)
        if self.search.text().strip():
            self.empty.say("Nothing found", "No guidance contains all of these words.")
        else:
            self.empty.say(
                "No guidance yet",
                "Record the force’s guidance and when each version was in force. An allegation "
                "can then name what was in force on the day, and show who had acknowledged it.",
                "" if self._register.why_not("guidance") else "Add the first document",
            )
        self._stack.setCurrentIndex(1 if lines else 0)
        if self._key in known:
            self.table.selectRow(known.index(self._key))
        elif lines:
            self.table.selectRow(self._near(lines))
        held = sum(len(document.versions) for document in found)
        self.status_changed.emit(f"{len(found)} documents, {held} versions")

    def _near(self, lines: list[Line]) -> int:
        """A row of the document that was chosen, whose version may be gone; else the first."""
        document_id = self._key[0] if self._key else None
        return next((at for at, one in enumerate(lines) if one.document.id == document_id), 0)

    def _choose(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if not rows:
            return
        line = self.model.items[rows[0].row()]
        self._line, self._key = line, line.key
        version_id = line.key[1]
        if version_id is None:
            self.panel.show_version(line.document, None, [])
            return

        def show(cases: list[NamedBy]) -> None:
            self.panel.show_version(line.document, line.held, cases)

        self._ask(lambda connection: named_by(connection, version_id), show, "cases")

    # --- acting ---

    def _add_document(self) -> None:
        guidance_dialogs.document(self._register, self._runner, self).open()

    def _act(self, name: str, clause: Clause | None) -> None:
        """Do what was pressed about the chosen version."""
        line = self._line
        if line is None:
            return
        given = (self._register, self._runner, self)
        if name == "new_version":
            guidance_dialogs.version(*given, line.document).open()
        elif name == "edit_document":
            guidance_dialogs.document(*given, line.document).open()
        elif name.startswith("remove"):
            self._remove(line, name, clause)
        elif line.held is None:
            guidance_dialogs.version(*given, line.document).open()
        elif name == "edit_version":
            guidance_dialogs.version(*given, line.document, line.held).open()
        elif name in ("add_clause", "edit_clause"):
            guidance_dialogs.clause(*given, line.held, clause).open()
        elif name == "attach":
            self._attach(line.held)
        elif name == "preview_file" and line.held.file is not None:
            called = line.held.version.called
            ExhibitPreview(
                self._register,
                self._runner,
                line.held.file,
                self,
                record=lambda: consulted(self._register, f"Guidance viewed: {called}"),
            ).show()
        elif name == "save_file":
            self._save_file(line.held)

    def _remove(self, line: Line, name: str, clause: Clause | None) -> None:
        held = None if name == "remove_document" else line.held
        what = f"clause {clause.number}" if clause else held.version.called if held else ""
        question = f"Remove {what or line.document.title}? The history keeps it."
        if not agrees(self, "Remove", question, "Remove", CANCEL):
            return
        act = guidance_dialogs.removal(line.document, held, clause)

        def work(_: Job) -> None:
            with self._register.change("Removed") as change:
                act(change)

        self._runner.run(work, failed=self._fail, title="Saving", owner=self, must_finish=True)

    def _attach(self, held: Held) -> None:
        name, _ = QFileDialog.getOpenFileName(self, f"The file of {held.version.called}")
        if not name:
            return
        path = Path(name)
        self._runner.run(
            lambda job: guidance.attach_file(
                self._register,
                held.version.id,
                path,
                lambda done, total: job.progress(done >> 10, max(total >> 10, 1)),
                job.check,
            ),
            done=lambda _: self.message.show_message(f"{path.name} is kept with it.", "good"),
            failed=self._fail,
            title="Storing a file",
            owner=self,
        )

    def _save_file(self, held: Held) -> None:
        kept = held.file
        if kept is None:
            return
        start = str(Path.home() / Path(kept.file_name).name)
        name, _ = QFileDialog.getSaveFileName(self, f"Save {kept.file_name}", start)
        if not name:
            return
        path = Path(name)

        def work(job: Job) -> None:
            with job.reading(self._register) as connection:
                disclosing.save_guidance(
                    self._register, connection, held.version, kept, path, job.check
                )

        self._runner.run(
            work,
            done=lambda _: self.message.show_message(f"Saved {path.name}, verified.", "good"),
            failed=self._fail,
            title="Saving a file",
            owner=self,
        )


def _cells(line: Line) -> tuple[str, ...]:
    title = line.document.title if line.first else ""
    if line.held is None:
        return title, "—", "no version yet"
    return title, line.held.version.name, when_held(line.held.version)
