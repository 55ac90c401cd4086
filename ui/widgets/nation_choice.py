"""The choice of the nation whose bank holidays count."""

from __future__ import annotations

from models.rules import vocabularies
from ui.widgets.fields.choice import Choice


def nation_choice(nation: str) -> Choice:
    """The nations to choose from, one of them chosen."""
    choice = Choice([(term.code, term.name) for term in vocabularies.terms("nation")])
    choice.set_value(nation)
    return choice
