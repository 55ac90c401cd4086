"""What is derived from the case's records so that lists and search answer from an index.

Both are rewritten for every touched case in the transaction that touched it
(:mod:`models.queries.cases.derive`), and ``check`` compares them with a fresh derivation. Their
fields are called as those they are made of; the columns of the list say how.
"""

from __future__ import annotations

from peewee import Model

from models.schema.base import Privacy, Table, day, flag, link, mark, number, text
from models.schema.cases import Case

CODE, WORDS = Privacy.CODE, Privacy.WORDS


class CaseLine(Model):
    """A case as the list shows it: one row a case, every sortable value an indexed column."""

    case = link(Case, primary_key=True, on_delete="CASCADE")
    reference = text(privacy=CODE, index=True)
    reference_key = number(default=0, index=True)
    title = text(privacy=WORDS)
    title_key = text(privacy=WORDS, index=True)
    who = text(privacy=WORDS, index=True)
    subject_count = number(default=0, index=True)
    role = text(privacy=CODE, index=True)
    stage = text(privacy=CODE)
    stage_rank = number(default=0, index=True)
    kind = text(privacy=CODE)
    kind_name = text(privacy=CODE, index=True)
    category = text(privacy=CODE)
    category_name = text(privacy=CODE, index=True)
    standard = text(privacy=CODE)
    standard_name = text(privacy=CODE, index=True)
    severity = text(privacy=CODE)
    severity_name = text(privacy=CODE, index=True)
    finding = text(privacy=CODE)
    finding_name = text(privacy=CODE, index=True)
    outcome = text(privacy=CODE)
    outcome_name = text(privacy=CODE, index=True)
    factors = text(privacy=CODE)
    platform_name = text(privacy=CODE, index=True)
    regime = text(privacy=CODE, index=True)
    owner_id = number(null=True)
    owner_name = text(privacy=WORDS, index=True)
    received = day(index=True)
    closed = day(index=True)
    next_due = day(index=True)
    next_due_for = text(privacy=WORDS)
    open = flag(default=True)
    restricted = flag(index=True)
    consolidated_into = text(privacy=CODE, index=True)

    class Meta:
        thing = "a line of the list"
        plural = "Lines of the list"
        legacy_table_names = False


class SearchEntry(Table):
    """The words of one record of a case, as FTS5 indexes them.

    ``id`` is ``case_id * 1_000_000 + n``: a hit's case is read from the index itself.
    """

    source = mark()
    source_id = number()
    words = text(privacy=WORDS)

    class Meta:
        thing = "an entry of the search"
        plural = "Entries of the search"
        indexes = ((("source", "source_id"), True),)
