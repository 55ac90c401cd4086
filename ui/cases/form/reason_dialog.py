"""Asks for a reason before something is done that needs one."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from ui.widgets.fields.field import Field
from ui.widgets.fields.text_area import TextArea
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.plain import plain_label


class ReasonDialog(FittingDialog):
    """Takes no empty reason; what else is asked stands above it, in ``above``."""

    def __init__(
        self,
        question: str,
        yes: str,
        parent: QWidget | None = None,
        *,
        lacking: str = "Give the reason.",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(question)
        self.setMinimumWidth(440)
        self._lacking = lacking
        self.reason = TextArea()
        self._reason_field = Field("Reason", self.reason, required=True)
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole)
        self.agree.setProperty("kind", "primary")
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        self.heading = plain_label(question, "heading")
        self.above = QVBoxLayout()
        self.above.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addLayout(self.above)
        column.addWidget(self._reason_field)
        column.addWidget(buttons)
        self.reason.setFocus()

    def words(self) -> str:
        """The reason given."""
        return self.reason.toPlainText().strip()

    def _holds(self) -> bool:
        """Whether all can be taken; what cannot is said beside its field."""
        self._reason_field.set_error(None if self.words() else self._lacking)
        return bool(self.words())

    def _try(self) -> None:
        if self._holds():
            self.accept()
