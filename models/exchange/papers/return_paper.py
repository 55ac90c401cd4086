"""A return on paper."""

from __future__ import annotations

from models.exchange.papers.templates import environment
from models.rules.publishing.returns import TOTAL, Return, shown


def return_sections(made: Return, why: str = "") -> list[str]:
    """The return as HTML sections: what is to be known of it, then each table.

    :param why: it leaves in spite of its problems.
    """
    template = environment().get_template("return.html")
    parts = [None, *made.tables]
    return [
        template.render(made=made, table=table, about=made.about(why), shown=shown, total=TOTAL)
        for table in parts
    ]
