"""Values picked by digits: one field at a time is asked, and a digit answers it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from models.rules import vocabularies
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import plain_label

TITLES = {"platform": "Platform", "conduct": "What was done", "duty": "On or off duty"}
#: The key of each choice, in the order of the vocabulary.
DIGITS = "1234567890"


class ValuePicker(QWidget):
    """Fields with their values as buttons; :meth:`press` picks by a digit and goes to the next."""

    changed = Signal()

    def __init__(self, fields: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self._at = 0
        self.buttons: dict[str, dict[str, QPushButton]] = {}
        self._titles = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for field in fields:
            title = plain_label(TITLES[field], "label")
            self._titles[field] = title
            column.addWidget(title)
            holder = QWidget()
            flow = FlowLayout(holder, 6)
            self.buttons[field] = {}
            for key, term in zip(DIGITS, vocabularies.terms(field), strict=False):
                button = QPushButton(f"{key}  {term.name}")
                button.setCheckable(True)
                button.setAccessibleName(f"{TITLES[field]}: {term.name}")
                button.clicked.connect(
                    lambda _, field=field, code=term.code: self._click(field, code)
                )
                self.buttons[field][term.code] = button
                flow.addWidget(button)
            column.addWidget(holder)
        self.show_values({})

    def values(self) -> dict[str, str | None]:
        """The code picked for each field."""
        return {
            field: next((code for code, one in buttons.items() if one.isChecked()), None)
            for field, buttons in self.buttons.items()
        }

    def show_values(self, values: dict[str, str | None]) -> None:
        """Show what stands, and ask the first field."""
        for field, buttons in self.buttons.items():
            for code, button in buttons.items():
                button.setChecked(values.get(field) == code)
        self._ask(0)

    @property
    def asked(self) -> str:
        """The field that the next digit answers."""
        return self._fields[self._at]

    def press(self, digit: str) -> None:
        """Pick by a digit in the field that is asked."""
        codes = list(self.buttons[self.asked])
        at = DIGITS.index(digit)
        if at < len(codes):
            self._pick(self.asked, codes[at])
            self._ask((self._at + 1) % len(self._fields))

    def step(self, by: int) -> None:
        """Ask the next field, or the one before."""
        self._ask((self._at + by) % len(self._fields))

    def _click(self, field: str, code: str) -> None:
        """By the mouse a second click takes a value back."""
        if self.buttons[field][code].isChecked():
            self._pick(field, code)
        self._ask(self._fields.index(field))

    def _pick(self, field: str, code: str) -> None:
        for other, button in self.buttons[field].items():
            button.setChecked(other == code)
        self.changed.emit()

    def _ask(self, at: int) -> None:
        self._at = at
        for place, field in enumerate(self._fields):
            title = self._titles[field]
            title.setText(f"▸ {TITLES[field]}" if place == at else TITLES[field])
            title.setProperty("kind", "strong" if place == at else "label")
            title.style().unpolish(title)
            title.style().polish(title)
