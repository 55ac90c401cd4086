"""Under a complainant or witness being added: the people of that name whom the register knows."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from models.queries.people.people import FoundPerson
from models.rules.dates import format_date
from ui.cases.form.draft import Draft
from ui.cases.form.editors import Sources
from ui.widgets.plain import clear


class KnownPeople(QWidget):
    """Offers each person of the name typed, so that nobody is recorded twice."""

    def __init__(
        self, draft: Draft, sources: Sources, row_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._sources = sources
        self._row_id = row_id
        self.offers: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()
        draft.changed.connect(self._look_up)

    def _look_up(self, section: str, row_id: Any, field: str) -> None:
        if (section, row_id) != ("complainants", self._row_id):
            return
        row = self._draft.file.row(section, row_id)
        if row is None or field not in ("family_name", "given_names", "person_id"):
            return
        if row["person_id"] is None and row["family_name"].strip():
            names = row["family_name"].strip(), row["given_names"].strip()
            self._sources.find_people(*names, self._show, self)
        else:
            self._show([])

    def _show(self, found: list[FoundPerson]) -> None:
        row = self._draft.file.row("complainants", self._row_id)
        if row is None or row["person_id"] is not None:
            found = []
        family = row["family_name"].strip() if row else ""
        fits = [one for one in found if one.values["family_name"] == family]
        clear(self._column)
        self.offers = []
        for one in fits:
            button = QPushButton(f"{_words(one)} is already in the register: use this person")
            button.clicked.connect(partial(self._take, one))
            self._column.addWidget(button)
            self.offers.append(button)
        self.setVisible(bool(fits))

    def _take(self, found: FoundPerson, _: bool = False) -> None:
        with self._draft.step("Use the known person"):
            for name, value in {**found.values, "person_id": found.person_id}.items():
                self._draft.set("complainants", self._row_id, name, value)
        self._show([])


def _words(found: FoundPerson) -> str:
    born = format_date(found.values["date_of_birth"])
    given, family = found.values["given_names"], found.values["family_name"]
    parts = (f"{given} {family}".strip(), found.numbers, f"born {born}" if born else "")
    return ", ".join(part for part in parts if part)
