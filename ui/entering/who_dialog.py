"""Who works in a demonstration, which asks for no passphrase: so that each role can be seen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from models.entering.open import open_register
from models.queries.people.users import working
from models.register import Register
from models.rules import vocabularies
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.field import Field
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.plain import plain_label


class WhoDialog(FittingDialog):
    """Ends with ``register`` open for whoever is chosen, or is dismissed.

    :raises ProbityError: the register cannot be read.
    """

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Probity")
        self.setMinimumWidth(440)
        self.register: Register | None = None
        self._path = path
        with open_register(path) as register, register.reader() as connection:
            people = [
                (one.name, f"{one.full_name}, {vocabularies.name('user_role', one.role).lower()}")
                for one in working(connection)
            ]
        self.who = Choice(people, empty="Choose somebody")
        self.field = Field("Work as", self.who)
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton("Continue", QDialogButtonBox.ButtonRole.AcceptRole)
        self.agree.setProperty("kind", "primary")
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.try_it)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(plain_label("Who are you?", "title"))
        column.addWidget(plain_label("This demonstration does not ask for a passphrase.", "muted"))
        column.addWidget(self.field)
        column.addWidget(buttons)

    def try_it(self) -> None:
        """Open it for whoever is chosen."""
        name = self.who.value()
        self.field.set_error(None if name else "Choose somebody.")
        if name:
            self.register = open_register(self._path, user=name)
            self.accept()
