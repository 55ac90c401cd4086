"""What was published, what other forces publish, and what was decided in reading old cases."""

from __future__ import annotations

from models.schema.base import Privacy, Table, code, day, link, mark, moment, number, text
from models.schema.case.allegations import Allegation
from models.schema.cases import Case
from models.schema.users import User

CODE = Privacy.CODE


class Publication(Table):
    """An answer kept: it is never edited, so that what was published on a day can be shown again.

    ``question`` and ``answer`` are JSON, of :mod:`models.rules.publishing.questions` and
    :mod:`models.rules.publishing.answers`; ``cases`` are the ids that were counted, in order, with
    spaces: whoever may not see one of them may not see what was made of it.
    """

    question = text(privacy=CODE)
    answer = text(privacy=CODE)
    cases = text(privacy=CODE)
    purpose = text("For whom, and why", short="For", privacy=Privacy.WORDS, searched=False)
    at = moment("When")
    by = link(User, "By", null=True)

    class Meta:
        thing = "a published answer"
        plural = "Published answers"


class CodingReview(Table):
    """Whether an allegation without a factor should carry it: ``yes``, ``no`` or ``unsure``.

    A later review of the same allegation and factor stands instead of the earlier ones. ``words``
    are those of the list that proposed it.
    """

    case = link(Case, backref="coding_reviews")
    allegation = link(Allegation, "Allegation", backref="coding_reviews")
    factor = code("Factor", "factor", index=True)
    decision = mark("Decision", null=True)
    words = text("Words that proposed it", short="Words", privacy=Privacy.WORDS, searched=False)
    at = moment("When")
    by = link(User, "By", null=True)

    class Meta:
        thing = "a review of coding"
        plural = "Reviews of coding"


class ForceFigure(Table):
    """One published figure of a force: what it counts, of when, and by which day.

    ``factor`` is empty for any matter, ``value`` where the force withheld it, ``headcount`` where
    nobody says how many officers and staff it has. ``measure`` is ``investigated``,
    ``case-to-answer`` or ``left``.
    """

    force = text("Force", privacy=CODE, index=True)
    source = text("Source", about="Where the figure was published.", privacy=CODE)
    starts = day("From")
    ends = day("To")
    factor = code("Factor", "factor", about="Empty for any matter.")
    counts = code("Counts", "counted")
    basis = code("By the day", "date_basis")
    measure = mark("Measure", null=True)
    value = number("Figure", about="Empty where the force withheld it.", null=True)
    headcount = number("Officers and staff", about="Empty where nobody says.", null=True)
    at = moment("When")
    by = link(User, "By", null=True)

    class Meta:
        thing = "a figure of another force"
        heading = "Figure"
        plural = "Figures of other forces"
