"""The part of the walk about publication that needs old cases: a small register of its own."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from models.case import casefile
from models.changes.case import cases
from models.changes.publishing import keep
from models.entering.open import create_register
from models.queries.figures.publication import answer
from models.register import Register
from models.rules.new_case import blank_case
from models.rules.publishing.questions import Question
from ui.desktop.desktop import Desktop
from ui.settings import Settings

TODAY = datetime.date(2014, 2, 28)
#: Titles and particulars of cases of before the factor existed; nobody in them is real.
OLD = (
    (
        "Remarks about a colleague",
        "Wrote on Facebook, where the shift could read it, that a colleague was drunk on duty.",
    ),
    (
        "Photograph of a custody cell",
        "A picture of the cell was uploaded and later found on a blog about policing.",
    ),
    ("Manner at the counter", "The complainant says that a tweet of theirs was laughed at."),
)
Picture = Callable[[QWidget, str, Desktop], None]


def pictures(picture: Picture, size: tuple[int, int]) -> None:
    """Take one of each part of the page."""
    with tempfile.TemporaryDirectory(prefix="probity-tour-") as folder:
        path = Path(folder) / "weald.probity"
        with create_register(
            path, force="Weald and Downs Police", user="okafor", full_name="D. Okafor", today=TODAY
        ) as register:
            for title, particulars in OLD:
                _save(register, title, particulars)
            question = Question(datetime.date(2009, 1, 1), TODAY, threshold=0)
            with register.reader() as connection:
                made = answer(connection, question, force=register.force, today=TODAY)
            keep(register, made, "Freedom of information request 12 of 2014")
            desktop = Desktop(register, Settings())
            desktop.window.resize(*size)
            page: Any = desktop.window.show_page("Publication")
            desktop.window.show()
            page.show_part("kept")
            picture(desktop.window, "publication-kept", desktop)
            factor = page.form.filters["factor"]
            factor.setCurrentIndex(factor.findData("social-media"))
            page.show_part("coding")
            picture(desktop.window, "publication-coding", desktop)
            desktop.window.hide()
            desktop.runner.shutdown()
            desktop.deleteLater()


def _save(register: Register, title: str, particulars: str) -> None:
    day = datetime.date(2012, 5, 14)
    file = blank_case(TODAY, 1)
    file.case |= {"title": title, "kind": "conduct", "received": day, "came_to_notice": day}
    subject = casefile.add_row(
        "subjects", file, family_name="Tolley", number="1988", role="officer", rank="constable"
    )
    casefile.add_row("allegations", file, subject_id=subject["id"], particulars=particulars)
    with register.change("Shown") as change:
        cases.save(change, file, None)
