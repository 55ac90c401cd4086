"""The first step: open a register, make one, or look at the demonstration."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import demo
from models.entering.open import create_register
from models.errors import ProbityError
from models.register import Register
from models.rules.process.working_days import DEFAULT_NATION
from ui.entering.entering import enter, show_recovery_key
from ui.settings import Settings
from ui.widgets.card import Card
from ui.widgets.fields.field import Field
from ui.widgets.fields.new_passphrase import NewPassphrase
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.nation_choice import nation_choice

SUFFIX = ".probity"


class FirstRun(FittingDialog):
    """Ends with ``register`` open, or is dismissed."""

    def __init__(
        self, settings: Settings, problem: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Probity")
        self.setMinimumWidth(600)
        self._settings = settings
        self.register: Register | None = None
        title = QLabel("Which register?")
        title.setProperty("kind", "title")
        words = QLabel(
            "A register is a file on this computer, with its key file. It does not use the network."
        )
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
        """Open the register at ``path`` for whoever signs in, or say why not."""
        self._try(lambda: enter(path, self._settings, parent=self))

    def create_file(self, path: Path) -> None:
        """Make an encrypted register at ``path``, and show its recovery key."""
        asked = self._asked()
        if asked is not None:
            self._try(lambda: _slowly(lambda: create_register(path, **asked)))

    def _asked(self) -> dict[str, Any] | None:
        """What the register is made of; ``None`` where something is missing, which is then said."""
        found = {
            "force": self.force.text().strip(),
            "full_name": self.name.text().strip(),
            "user": self.user.text().strip(),
            "nation": str(self.nation.value() or ""),
        }
        for name, words in (
            ("force", "Give the name of the force."),
            ("full_name", "Say who you are."),
            ("user", "Choose a name to sign in as."),
            ("nation", "Choose the nation."),
        ):
            self._fields[name].set_error(None if found[name] else words)
        self.passphrase.name = found["user"]
        passphrase = self.passphrase.value()
        if passphrase is None or not all(found.values()):
            return None
        return found | {"passphrase": passphrase}

    def make_demo(self, path: Path) -> None:
        """Make the demonstration register at ``path``."""
        self._try(lambda: _slowly(lambda: demo.build(path)))

    def _try(self, make: Callable[[], Register | None]) -> None:
        self.message.hide()
        try:
            self.register = make()
        except ProbityError as error:
            self.message.show_message(str(error), "error")
            return
        if self.register is not None:
            show_recovery_key(self.register, self)
            if self.register.session is not None:
                self._settings.set("user", self.register.user.name)
            self.passphrase.clear()
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
        self.user = QLineEdit(getpass.getuser())
        self.nation = nation_choice(DEFAULT_NATION)
        self._fields = {
            "force": Field("Force", self.force),
            "nation": Field("Bank holidays of", self.nation),
            "full_name": Field("Your name", self.name),
            "user": Field("You sign in as", self.user),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        for at, field in enumerate(self._fields.values()):
            grid.addWidget(field, at // 2, at % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        self.passphrase = NewPassphrase()
        card.body.addWidget(self.passphrase)
        self.create_button = QPushButton("Choose where to keep it…")
        self.create_button.clicked.connect(lambda _: self._create())
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

    def _create(self) -> None:
        if self._asked() is not None:
            self._ask_new(self.create_file)

    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Open a register", "", f"Registers (*{SUFFIX});;All files (*)"
        )
        if name:
            self.open_file(Path(name))

    def _ask_restore(self) -> None:
        from ui.backups.restore_file import RestoreFile  # when shown

        dialog = RestoreFile(self)

        def restored() -> None:
            if dialog.target is not None:
                self.open_file(dialog.target)

        dialog.accepted.connect(restored)
        dialog.open()

    def _ask_new(self, take: Callable[[Path], None]) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Where to keep the register", f"register{SUFFIX}", f"Registers (*{SUFFIX})"
        )
        if name:
            path = Path(name)
            take(path if path.suffix else path.with_suffix(SUFFIX))


def _slowly(make: Callable[[], Register]) -> Register:
    """What takes a moment, with the cursor that says so."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        return make()
    finally:
        QGuiApplication.restoreOverrideCursor()
