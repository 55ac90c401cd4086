"""A new passphrase, typed twice, with a plain gauge of how soon it would be guessed."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from models.entering.passphrases import strength
from models.errors import InvalidError
from models.storage.secrets import check_passphrase
from ui.widgets.fields.field import Field
from ui.widgets.fields.passphrase_edit import PassphraseEdit

HINT = "Four words or more that nobody would put together. Spaces and capitals count."


class NewPassphrase(QWidget):
    """Two fields and the gauge; :meth:`value` says beside them what is wrong."""

    def __init__(
        self,
        first: str = "Passphrase",
        second: str = "Passphrase again",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = ""
        self.first, self.second = PassphraseEdit(first), PassphraseEdit(second)
        self.fields = (Field(first, self.first), Field(second, self.second))
        self.gauge = QProgressBar()
        self.gauge.setRange(0, 4)
        self.gauge.setAccessibleName("How strong the passphrase is")
        self.said = QLabel(HINT)
        self.said.setProperty("kind", "muted")
        self.said.setWordWrap(True)
        measure = QVBoxLayout()
        measure.setSpacing(4)
        measure.addWidget(self.gauge)
        measure.addWidget(self.said)
        across = QHBoxLayout()
        across.setSpacing(20)
        for field in self.fields:
            across.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(across)
        column.addLayout(measure)
        self.setFocusProxy(self.first)
        self.first.changed.connect(self._measure)
        self.second.changed.connect(lambda: self.fields[1].set_error(None))

    def value(self) -> str | None:
        """The passphrase; ``None`` where it cannot be kept, which is then said beside it."""
        wrong = ""
        try:
            check_passphrase(self.name, self.first.text())
        except InvalidError as error:
            wrong = error.problems["passphrase"]
        self.fields[0].set_error(wrong)
        other = self.first.text() != self.second.text()
        self.fields[1].set_error(
            "The two passphrases do not match." if other and not wrong else None
        )
        if wrong or other:
            (self.first if wrong else self.second).setFocus()
            return None
        return self.first.text()

    def refuse(self, sentence: str) -> None:
        """Say beside the first field why the register would not take it."""
        self.fields[0].set_error(sentence)

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()

    def _measure(self) -> None:
        self.fields[0].set_error(None)
        found = strength(self.first.text(), self.name)
        self.gauge.setValue(found.step)
        self.said.setText(found.words or HINT)
        self.gauge.setAccessibleDescription(found.words)
