"""What stands on the screen while the register is locked: nothing of a case."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.looks import icons, theme
from ui.users.waiting import Waiting
from ui.widgets.card import Card
from ui.widgets.empty_state import in_the_middle
from ui.widgets.fields.field import Field
from ui.widgets.fields.passphrase_edit import PassphraseEdit
from ui.widgets.plain import plain_label

WIDTH = 420


class LockScreen(QWidget):
    """A window of its own in the place of every other."""

    tried = Signal(str)
    somebody_else = Signal()
    leave = Signal()

    def __init__(self, who: str, register_name: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Probity is locked")
        self.passphrase = PassphraseEdit()
        self.field = Field(f"Passphrase of {who}", self.passphrase)
        self.unlock = QPushButton("Unlock")
        self.unlock.setProperty("kind", "primary")
        self.waiting = Waiting(self.unlock)
        self.other = QPushButton("Sign in as somebody else…")
        self.quit = QPushButton("Quit")
        for button in (self.other, self.quit):
            button.setProperty("kind", "link")
        self.note = plain_label("", "muted")
        self._lay_out(register_name)
        self.unlock.clicked.connect(lambda _: self._try())
        self.passphrase.entered.connect(self._try)
        self.other.clicked.connect(lambda _: self.somebody_else.emit())
        self.quit.clicked.connect(lambda _: self.leave.emit())
        self.waiting.over.connect(lambda: self.field.set_error(None))

    def begin(self) -> None:
        """Come to the front, empty."""
        self.passphrase.clear()
        self.field.set_error(None)
        self.note.clear()
        self.note.hide()
        self.show()
        self.raise_()
        self.activateWindow()
        self.passphrase.setFocus()

    def refuse(self, sentence: str, wait: float = 0) -> None:
        """Say why it stays locked."""
        self.busy(False)
        if wait:
            self.field.set_error("Too many wrong attempts. Wait before you try again.")
            self.waiting.begin(wait)
        else:
            self.field.set_error(sentence)
            self.passphrase.clear()
        self.passphrase.setFocus()

    def busy(self, busy: bool) -> None:
        """While a passphrase is tried."""
        for part in (self.unlock, self.other, self.quit, self.passphrase):
            part.setEnabled(not busy)

    def say(self, sentence: str) -> None:
        """Why something else than unlocking is not done."""
        self.note.setText(sentence)
        self.note.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it leaves the program, where that loses nothing."""
        event.ignore()
        self.leave.emit()

    def _try(self) -> None:
        if self.waiting.is_on or not self.unlock.isEnabled():
            return
        if not self.passphrase.text():
            self.field.set_error("Type your passphrase.")
            return
        self.field.set_error(None)
        self.busy(True)
        self.tried.emit(self.passphrase.text())

    def _lay_out(self, register_name: str) -> None:
        card = Card()
        card.setFixedWidth(theme.px(WIDTH))
        picture = QLabel()
        picture.setPixmap(icons.pixmap("lock", "muted", 28))
        card.body.addWidget(picture)
        card.body.addWidget(plain_label("Locked", "title"))
        said = f"{register_name} is open and locked. What was being written is kept."
        card.body.addWidget(plain_label(said, "muted"))
        card.body.addWidget(self.field)
        card.body.addWidget(self.unlock)
        card.body.addWidget(self.note)
        below = QHBoxLayout()
        below.addWidget(self.other)
        below.addStretch(1)
        below.addWidget(self.quit)
        card.body.addLayout(below)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(in_the_middle(card))
        column.addStretch(2)
