"""Two people changed the same field: both versions side by side, and a choice for each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.case.casefile import POINTERS, SECTIONS, CaseFile
from models.case.merge import Clash
from models.schema import sections
from ui.cases.form.words import row_words, value_words


class ConflictDialog(QDialog):
    """Asks, for every clash, whose version stands; :meth:`resolved` is the case put together."""

    def __init__(
        self,
        merged: CaseFile,
        mine: CaseFile,
        clashes: list[Clash],
        users: dict[int, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._merged = merged
        self._mine = mine
        self._clashes = clashes
        self._users = users
        self.mine: list[QRadioButton] = []
        self.theirs: list[QRadioButton] = []
        self.setWindowTitle("Two people changed this case")
        self.resize(860, min(200 + 90 * len(clashes), 480))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        intro = QLabel(
            "Somebody else saved this case while you were editing it, and you both changed "
            "what is below. Choose which to keep. All your other changes and theirs are kept."
        )
        intro.setWordWrap(True)
        column.addWidget(intro)
        column.addWidget(self._make_table(), 1)
        buttons = QDialogButtonBox()
        self.keep = buttons.addButton("Save these", QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep.setDefault(True)
        self.keep.setProperty("kind", "primary")
        buttons.addButton("Keep editing", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def resolved(self) -> CaseFile:
        """The merged case with each clash as the person chose."""
        file = self._merged.copy()
        for clash, mine in zip(self._clashes, self.mine, strict=True):
            if mine.isChecked():
                _take_mine(file, clash)
        _drop_orphans(file)
        return file

    def _make_table(self) -> QWidget:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        for place, words in enumerate(("Field", "Yours", "Theirs")):
            heading = QLabel(words)
            heading.setProperty("kind", "strong")
            grid.addWidget(heading, 0, place)
            grid.setColumnStretch(place, 2 if place else 1)
        for line, clash in enumerate(self._clashes, 1):
            called = [sections.heading(clash.section)]
            if clash.field:
                called.append(sections.label(clash.section, clash.field))
            label = QLabel("\n".join(called))
            grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            group = QButtonGroup(inner)
            for place, value, kept in ((1, clash.mine, self.mine), (2, clash.theirs, self.theirs)):
                grid.addWidget(self._side(clash, value, group, kept), line, place)
            self.theirs[-1].setChecked(True)
        grid.setRowStretch(len(self._clashes) + 1, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        return scroll

    def _side(
        self, clash: Clash, value: object, group: QButtonGroup, kept: list[QRadioButton]
    ) -> QWidget:
        """A choice with the value whole beside it, whatever its length."""
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        choice = QRadioButton("Keep this")
        whose = "Yours" if kept is self.mine else "Theirs"
        what = sections.heading(clash.section)
        if clash.field:
            what = sections.label(clash.section, clash.field)
        choice.setAccessibleName(f"{whose}: {what}")
        group.addButton(choice)
        kept.append(choice)
        words = QLabel(self._words(clash, value))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(choice)
        column.addWidget(words)
        column.addStretch(1)
        return side

    def _words(self, clash: Clash, value: object) -> str:
        if clash.field:
            return value_words(clash.section, clash.field, value, self._mine, self._users)
        if isinstance(value, dict):
            return row_words(clash.section, value, self._mine, self._users)
        return "Removed"


def _take_mine(file: CaseFile, clash: Clash) -> None:
    rows = file.rows(clash.section)
    row = file.row(clash.section, clash.row_id)
    if clash.field:
        if row is not None:
            row[clash.field] = clash.mine
    elif clash.mine is None:
        rows[:] = [one for one in rows if one["id"] != clash.row_id]
    elif clash.section in SECTIONS:
        # They removed the row that I edited: mine is added again, as a row of its own.
        rows.append(dict(clash.mine))


def _drop_orphans(file: CaseFile) -> None:
    """Rows that point at a row that is no longer there go with it; an outcome merely unlinks."""
    for section in SECTIONS:
        for row in list(file.rows(section)):
            for key, target in POINTERS.items():
                if row.get(key) is None or file.row(target, row[key]) is not None:
                    continue
                if key == "proceeding_id":
                    row[key] = None
                else:
                    file.rows(section).remove(row)
                    break
