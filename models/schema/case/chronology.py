"""The case's chronology: written once, corrected only by a later entry."""

from __future__ import annotations

from models.schema import base
from models.schema.base import Privacy, Record, code, flag, link, moment, text
from models.schema.cases import Case
from models.schema.users import User

WORDS = Privacy.WORDS


class ChronologyEntry(Record):
    """One numbered entry: when it happened (``occurred``), when and by whom it was written.

    ``corrects`` points at the earlier entry that this one puts right; ``rationale`` says why, for a
    decision. Only ``pinned`` is ever changed: it says where the entry is shown, not what it says.
    """

    case = link(Case, backref="chronology")
    number = base.number("Number", about="Its place in the chronology; never given again.")
    kind = code("Kind", "chronology_kind", default="event")
    occurred = moment("When it happened")
    entered = moment()  # the audit record tells when and by whom
    entered_by = link(User, null=True)
    text = text("What happened", privacy=WORDS, long=True, required="Write what happened.")
    corrects = link("self", "Corrects", null=True, backref="corrections")

    rationale = base.text(
        "Rationale", about="Why it was decided so, of a decision.", privacy=WORDS, long=True
    )
    pinned = flag("Pinned", about="Shown at the head of the chronology.")

    class Meta:
        thing = "a chronology entry"
        plural = "Chronology"
        indexes = ((("case", "number"), True),)
