"""How cases belong together: what a consolidation does, and a link in words from the other side."""

from __future__ import annotations

from models.case.casefile import CaseFile, Row

#: What another case's link says seen from this one; ``OTHERWISE`` of any other kind.
SEEN_FROM_HERE = {
    "consolidated": "is consolidated into this case",
    "same-incident": "is about the same incident",
    "same-person": "is about the same person",
}
OTHERWISE = "points at this case"


def consolidated_into(file: CaseFile) -> Row | None:
    """The link by which the case is consolidated into another, where its clocks run on."""
    return next((row for row in file.links if row["kind"] == "consolidated"), None)
