"""One exhibit of a case: what it is, where it has been, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from models.errors import ProbityError
from models.queries.cases.exhibits import CustodyLine, ExhibitRow, custody
from models.register import Register
from models.rules.dates import format_moment
from ui.background import Asking, Runner
from ui.previews.file_preview import can_show
from ui.widgets.card import Card
from ui.widgets.plain import plain_label, plain_tip

CUSTODY_SHOWN = 200


class ExhibitCard(Asking, Card):
    """The buttons are for the page to connect; ``failed`` has what could not be read."""

    failed = Signal(object)  # ProbityError

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._register = register
        self._runner = runner
        self.about = plain_label("", "muted")
        self.custody = plain_label("", "muted")
        self.preview_button = QPushButton("Preview")
        self.export_button = QPushButton("Export…")
        self.outside_button = QPushButton("Open outside…")
        self.edit_button = QPushButton("Edit details…")
        for button in (
            self.preview_button,
            self.export_button,
            self.outside_button,
            self.edit_button,
        ):
            self.buttons.addWidget(button)
        self.body.addWidget(self.about)
        self.body.addWidget(plain_label("Chain of custody", "label"))
        self.body.addWidget(self.custody)
        self.hide()

    def show_exhibit(self, row: ExhibitRow | None) -> None:
        """Show one, or with ``None`` nothing."""
        self.setVisible(row is not None)
        if row is None:
            return
        self.set_title(f"{row.mark}  ·  {row.description or row.file_name}")
        parts = [
            f"Withdrawn: {row.withdrawn}" if row.withdrawn else "",
            f"From: {row.source}" if row.source else "",
            f"{row.file_name}  ·  {row.media_type}  ·  {row.size:,} bytes",
            f"SHA-256 {row.sha256}",
        ]
        self.about.setText("\n".join(part for part in parts if part))
        why_not = can_show(row)
        self.preview_button.setEnabled(not why_not)
        self.preview_button.setToolTip(plain_tip(why_not))

        self._ask(lambda connection: custody(connection, row.id), self._show_custody, "custody")

    def _unanswered(self, error: ProbityError) -> None:
        self.failed.emit(error)

    def _show_custody(self, lines: list[CustodyLine]) -> None:
        said = [f"{format_moment(one.at)}  {one.who}  {one.what}" for one in lines[-CUSTODY_SHOWN:]]
        shown = said[-5:]
        earlier = len(lines) - len(shown)
        self.custody.setText("\n".join([f"… {earlier} earlier"] * (earlier > 0) + shown))
        self.custody.setToolTip(plain_tip("\n".join(said)))
