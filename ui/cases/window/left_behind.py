"""After a crash: the edits that were not saved, to be brought back or dropped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.keeping.drafts import Found
from models.rules.dates import format_moment
from ui.widgets.agrees import CANCEL, agrees
from ui.widgets.plain import plain_label


class LeftBehind(QDialog):
    """Offers each of them; those that are neither brought back nor dropped are offered again."""

    wanted = Signal(list)  # Found
    dropped = Signal(list)  # Found

    def __init__(self, found: Sequence[Found], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Edits that were not saved")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._found = list(found)
        self.boxes: list[QCheckBox] = []
        inner = QWidget()
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for one in found:
            box = QCheckBox(f"{_shortened(one.edits.title)}\n{format_moment(one.at)}")
            box.setChecked(True)
            box.toggled.connect(lambda _: self._count())
            self.boxes.append(box)
            lines.addWidget(box)
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        scroll.setMaximumHeight(320)
        self.later = QPushButton("Ask me later")
        self.later.clicked.connect(self.reject)
        self.drop = QPushButton("Discard…")
        self.drop.clicked.connect(lambda _: self._drop())
        self.bring = QPushButton("Bring back")
        self.bring.setProperty("kind", "primary")
        self.bring.setDefault(True)
        self.bring.clicked.connect(lambda _: self._bring())
        buttons = QHBoxLayout()
        buttons.addWidget(self.drop)
        buttons.addStretch(1)
        buttons.addWidget(self.later)
        buttons.addWidget(self.bring)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(plain_label("Edits that were not saved", "heading"))
        column.addWidget(
            plain_label(
                "Probity closed while you were editing. What you had typed was kept, "
                "encrypted. Bring it back to see it in its case as before, then save or revert "
                "it.",
                "muted",
            )
        )
        column.addWidget(scroll)
        column.addLayout(buttons)

    def chosen(self) -> list[Found]:
        """Those whose box is ticked."""
        return [one for one, box in zip(self._found, self.boxes, strict=True) if box.isChecked()]

    def _count(self) -> None:
        for button in (self.bring, self.drop):
            button.setEnabled(bool(self.chosen()))

    def _bring(self) -> None:
        self.wanted.emit(self.chosen())
        self.accept()

    def _drop(self) -> None:
        question = "Discard these edits for good? They are not in any backup."
        if agrees(self, "Discard the edits", question, "Discard", CANCEL):
            self.dropped.emit(self.chosen())
            self.accept()


def _shortened(text: str, most: int = 70) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
