"""What an empty page says: what it is for, and the first step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.looks import icons, theme


class EmptyState(QWidget):
    """An icon, a title, a sentence, and one button where there is a first step."""

    clicked = Signal()

    def __init__(
        self,
        title: str,
        sentence: str = "",
        button: str = "",
        icon: str = "file-text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        picture = QLabel()
        picture.setPixmap(icons.pixmap(icon, "muted", 28))
        self.title = QLabel(title)
        self.title.setProperty("kind", "heading")
        self.sentence = QLabel(sentence)
        self.sentence.setProperty("kind", "muted")
        self.sentence.setWordWrap(True)
        self.sentence.setFixedWidth(theme.px(420))
        self.button = QPushButton(button)
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(lambda _: self.clicked.emit())
        layout.addStretch(1)
        for words in (self.title, self.sentence):
            words.setTextFormat(Qt.TextFormat.PlainText)
        for part in (picture, self.title, self.sentence, self.button):
            if isinstance(part, QLabel):
                part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addLayout(in_the_middle(part))
        self.button.setVisible(bool(button))
        layout.addStretch(1)

    def say(self, title: str, sentence: str, button: str = "") -> None:
        """Change what it says."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))


def in_the_middle(part: QWidget) -> QHBoxLayout:
    """``part`` between two stretches.

    An alignment would do the same to its width, but reckons the height of words that wrap as if
    they had the whole line.
    """
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(part)
    line.addStretch(1)
    return line
