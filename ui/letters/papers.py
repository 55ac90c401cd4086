"""A letter's text on pages, for the screen."""

from __future__ import annotations

import datetime

from models.case.casefile import CaseFile
from models.register import Register
from models.rules import vocabularies
from ui.printing.paper import Paper


def letter_paper(register: Register, file: CaseFile, title: str, html: str) -> Paper:
    """The text of a letter of a case."""
    return Paper(
        title=title,
        sections=[html],
        marking=vocabularies.name("marking", file.case["marking"]),
        reference=file.case["reference"],
        printed_by=register.user.full_name,
        printed_at=datetime.datetime.now(),
    )
