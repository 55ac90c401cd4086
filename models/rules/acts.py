"""What people call the kinds of act that stand on record."""

from __future__ import annotations

from models.rules import vocabularies

#: Those of the Data Protection Act 2018, section 62, and those of whoever signs in.
KINDS = ("record_act", "session_act")


def terms() -> list[vocabularies.Term]:
    """Every kind, as it can be asked for."""
    return [term for kind in KINDS for term in vocabularies.terms(kind)]


def name(code: str) -> str:
    """What people call the act: ``Disclosure``, ``Sign-in``; the code itself if it is unknown."""
    return next((term.name for term in terms() if term.code == code), code)
