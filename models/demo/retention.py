"""Decisions to keep a few closed cases, so that the demonstration has some that come to review."""

from __future__ import annotations

import datetime

from models.changes.retention.reviewing import keep
from models.register import Register
from models.schema import CaseLine, RetentionReview
from models.storage.asking import ask

#: Until when cases are kept, counted in days from the demonstration's today, and why.
KEPT = (
    (-38, "The subject asked for erasure; kept while the complainant’s review was open"),
    (-9, "Kept until the inquest had ended"),
    (0, "Kept for a civil claim, said to be settled by now"),
    (61, "Kept while a linked matter is under investigation"),
    (204, "Kept until the warning of another subject has ended"),
)


def review(register: Register) -> None:
    """Let the oldest closed cases have been reviewed before."""
    query = (
        CaseLine.select(CaseLine.case)
        .where(~CaseLine.open, ~CaseLine.restricted)
        .order_by(CaseLine.closed, CaseLine.case)
        .limit(len(KEPT))
    )
    with register.reader() as connection:
        ids = [row[0] for row in ask(connection, query)]
    today = register.today()
    with register.change("Kept at its review") as change:
        for case_id, (days, why) in zip(ids, KEPT, strict=True):
            kept = keep(change, case_id, today + datetime.timedelta(400), why)
            until = today + datetime.timedelta(days)
            change.edit(
                RetentionReview,
                kept,
                1,
                decided=until - datetime.timedelta(365),
                until=until,
            )
