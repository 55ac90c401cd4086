"""What in the cases of a return does not hold: the cases of each rule that is broken."""

from __future__ import annotations

from models.rules.publishing.returns import Period
from models.storage.engine import sqlite3

#: What tells a complainant something, but for what is about a review, which comes after the end;
#: and the letters that do.
TOLD = ("update", "outcome-letter")
WRITTEN = ("acknowledgement", "update", "outcome")
#: Cases that some table of the return counts.
_COUNTED = """((c.received <= :end
    AND (c.closed IS NULL OR c.closed >= :start OR c.received >= :start))
    OR c.closed BETWEEN :start AND :end)"""
#: Cases finalised in the period that are decided in themselves and not in another.
_DECIDED = """c.closed BETWEEN :start AND :end
    AND NOT EXISTS (SELECT 1 FROM case_link k WHERE k.case_id = c.id AND k.kind = 'consolidated')"""


def _left_out(*steps: str) -> str:
    """Whether none of these steps was left out of the case on purpose, with a reason."""
    names = ", ".join(f"'{one}'" for one in steps)
    return (
        "NOT EXISTS (SELECT 1 FROM stage_step t WHERE t.case_id = c.id AND t.kind = 'skip'"
        f" AND t.requirement IN ({names}))"
    )


def _decided_early(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} d WHERE d.case_id = c.id AND d.decided < c.received)"


#: Of each rule the cases that break it, as a condition on ``"case" c``.
RULES = {
    "no-receipt": "c.received IS NULL",
    "no-day-closed": "c.stage = 'closed' AND c.closed IS NULL AND c.received <= :end",
    "not-at-closed": f"c.closed IS NOT NULL AND c.stage IS NOT 'closed' AND {_COUNTED}",
    "closed-early": f"c.closed < c.received AND {_COUNTED}",
    "recorded-early": f"c.recorded < c.received AND {_COUNTED}",
    "contacted-early": f"""{_COUNTED} AND (EXISTS (SELECT 1 FROM complainant_update u
        WHERE u.case_id = c.id AND u.kind IN {TOLD} AND u.sent < c.received)
        OR EXISTS (SELECT 1 FROM letter l
        WHERE l.case_id = c.id AND l.about IN {WRITTEN} AND l.sent < c.received))""",
    "decided-early": f"""{_COUNTED} AND ({_decided_early("severity_assessment")}
        OR {_decided_early("finding")} OR {_decided_early("outcome")})""",
    "undated": f"""{_COUNTED} AND (EXISTS (SELECT 1 FROM finding d
        WHERE d.case_id = c.id AND d.finding IS NOT NULL AND d.decided IS NULL)
        OR EXISTS (SELECT 1 FROM outcome d
        WHERE d.case_id = c.id AND d.outcome IS NOT NULL AND d.decided IS NULL))""",
    "no-allegation": f"""{_DECIDED}
        AND NOT EXISTS (SELECT 1 FROM allegation a WHERE a.case_id = c.id)""",
    "no-finding": f"""{_DECIDED} AND {_left_out("finding", "findings", "complaint-findings")}
        AND EXISTS (SELECT 1 FROM allegation a WHERE a.case_id = c.id AND NOT EXISTS
        (SELECT 1 FROM finding f WHERE f.allegation_id = a.id AND f.finding IS NOT NULL))""",
    "no-outcome": f"""{_DECIDED} AND {_left_out("outcome")}
        AND EXISTS (SELECT 1 FROM subject s WHERE s.case_id = c.id AND NOT EXISTS
        (SELECT 1 FROM outcome o WHERE o.subject_id = s.id AND o.outcome IS NOT NULL))""",
    "uncounted-subject": f"""{_COUNTED} AND EXISTS (SELECT 1 FROM subject s
        WHERE s.case_id = c.id
        AND NOT EXISTS (SELECT 1 FROM allegation a WHERE a.subject_id = s.id))""",
}


def evidence(connection: sqlite3.Connection, period: Period) -> dict[str, tuple[int, ...]]:
    """The cases that break each rule, by its code; what the user does not see breaks none."""
    days = {"start": period.start.isoformat(), "end": period.end.isoformat()}
    found = {}
    for code, condition in RULES.items():
        query = f'SELECT c.id FROM "case" c WHERE {condition} ORDER BY c.id'
        found[code] = tuple(row[0] for row in connection.execute(query, days))
    return found
