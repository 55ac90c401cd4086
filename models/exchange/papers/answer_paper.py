"""A published answer on paper."""

from __future__ import annotations

from models.exchange.papers.templates import environment
from models.rules.publishing.answers import Answer, shown

#: Rows laid out at a time: a layout's cost grows faster than its rows.
ROWS_A_SECTION = 240


def answer_sections(answer: Answer) -> list[str]:
    """The answer as HTML sections; a long list of rows is several."""
    template = environment().get_template("answer.html")
    rows = answer.listing.rows if answer.listing is not None else ()
    parts = [rows[at : at + ROWS_A_SECTION] for at in range(0, len(rows), ROWS_A_SECTION)] or [()]
    return [
        template.render(
            answer=answer,
            first=at == 0,
            last=at == len(parts) - 1,
            rows=part,
            shown=shown,
            about=[one for one in answer.about() if one[0] != "Answer"],
        )
        for at, part in enumerate(parts)
    ]
