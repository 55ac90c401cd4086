"""The first step: open a register, make one, or look at the demonstration."""

from __future__ import annotations

import getpass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import demo
from models.errors import ProbityError
from models.register import Register
from models.rules.working_days import DEFAULT_NATION
from ui.register_settings import nation_choice
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.message_bar import MessageBar

SUFFIX = ".probity"


class FirstRun(QDialog):
    """Ends with ``register`` open, or is dismissed."""

    def __init__(self, problem: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Probity")
        self.setMinimumWidth(560)
        self.register: Register | None = None
        title = QLabel("Which register?")
        title.setProperty("kind", "title")
        words = QLabel("A register is one file on this machine. Nothing in it reaches the network.")
        words.setProperty("kind", "muted")
        self.message = MessageBar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        for part in (title, words, self.message, self._open_card(), self._new_card()):
            layout.addWidget(part)
        layout.addWidget(self._demo_card())
        if problem:
            self.message.show_message(problem, "error")

    def open_file(self, path: Path) -> None:
        """Open the register at ``path``, or say why not."""
        self._try(lambda: Register.open(path))

    def create_file(self, path: Path) -> None:
        """Make a register at ``path`` for the force and person named."""
        force, name = self.force.text().strip(), self.name.text().strip()
        self._force_field.set_error(None if force else "Name the force.")
        self._name_field.set_error(None if name else "Say who you are.")
        nation = self.nation.value()
        self._nation_field.set_error(None if nation else "Choose the nation.")
        if force and name and nation:
            self._try(
                lambda: Register.create(
                    path,
                    force=force,
                    user=getpass.getuser(),
                    full_name=name,
                    nation=str(nation),
                )
            )

    def make_demo(self, path: Path) -> None:
        """Make the demonstration register at ``path``."""
        self._try(lambda: demo.build(path))

    def _try(self, make: object) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.register = make()  # type: ignore[operator]
        except ProbityError as error:
            self.message.show_message(str(error), "error")
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        self.accept()

    def _open_card(self) -> Card:
        card = Card("Open a register")
        self.open_button = QPushButton("Choose a file…")
        self.open_button.setProperty("kind", "primary")
        self.open_button.clicked.connect(lambda _: self._ask_open())
        self.restore_button = QPushButton("Restore from a backup…")
        self.restore_button.clicked.connect(lambda _: self._ask_restore())
        line = QHBoxLayout()
        line.addWidget(self.open_button)
        line.addWidget(self.restore_button)
        line.addStretch(1)
        card.body.addLayout(line)
        return card

    def _new_card(self) -> Card:
        card = Card("Make a new one")
        self.force, self.name = QLineEdit(), QLineEdit()
        self._force_field = Field("Force", self.force)
        self._name_field = Field("Your name", self.name)
        self.nation = nation_choice(DEFAULT_NATION)
        self._nation_field = Field("Bank holidays of", self.nation)
        line = QHBoxLayout()
        line.addWidget(self._force_field)
        line.addWidget(self._name_field)
        card.body.addLayout(line)
        card.body.addWidget(self._nation_field)
        self.create_button = QPushButton("Choose where to keep it…")
        self.create_button.clicked.connect(lambda _: self._ask_new(self.create_file))
        card.body.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _demo_card(self) -> Card:
        card = Card("Look around first")
        words = QLabel("A demonstration register: an invented force, 270 invented cases.")
        words.setProperty("kind", "muted")
        card.body.addWidget(words)
        self.demo_button = QPushButton("Make the demonstration register…")
        self.demo_button.clicked.connect(lambda _: self._ask_new(self.make_demo))
        card.body.addWidget(self.demo_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Open a register", "", f"Registers (*{SUFFIX});;All files (*)"
        )
        if name:
            self.open_file(Path(name))

    def _ask_restore(self) -> None:
        from ui.backups.restore_file import RestoreFile

        dialog = RestoreFile(self)

        def restored() -> None:
            if dialog.target is not None:
                self.open_file(dialog.target)

        dialog.accepted.connect(restored)
        dialog.open()

    def _ask_new(self, take: object) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Where to keep the register", f"register{SUFFIX}", f"Registers (*{SUFFIX})"
        )
        if name:
            path = Path(name)
            take(path if path.suffix else path.with_suffix(SUFFIX))  # type: ignore[operator]
