"""Of the demonstration's members: sex, ethnicity and the day they joined, by which returns go."""

from __future__ import annotations

import datetime

from models.changes import people
from models.register import Register

#: Given names of the demonstration; who bears another one is a man, or a name that tells nothing.
WOMEN = """
Alison Amina Ann Bethan Brenda Carol Claire Dawn Emma Fiona Hannah Hazel Helen Jane Janet Joan
Joanne Julie Karen Laura Lesley Maria Nadia Priya Ruth Sarah Susan Teresa
"""
EITHER = "Chris Dara Lee Terry"
#: In turn, so that each is there and some are not recorded.
ETHNICITIES = ("W1", "W1", "A1", "W1", "W9", "B2", "W1", None, "W1", "M1", "A2", "W1", "not-said")
UNKNOWN = 14  # of so many one whose day of joining nobody took down
MEMBERS = """
SELECT m.id, m.version, p.given_names, p.id AS person_id, p.version AS person_version,
    (SELECT MIN(c.received) FROM subject s JOIN "case" c ON c.id = s.case_id
        WHERE s.member_id = m.id) AS first
FROM member m JOIN person p ON p.id = m.person_id
WHERE m.joined IS NULL AND m.merged_into_id IS NULL ORDER BY m.id
"""


def describe(register: Register) -> None:
    """Say it of all who have been subject to a case; they joined before their first."""
    with register.reader() as connection:
        members = [dict(row) for row in connection.execute(MEMBERS)]
    described: set[int] = set()
    with register.change("Demonstration register") as change:
        for at, one in enumerate(members):
            if one["first"] is None:
                continue
            if one["person_id"] not in described:
                described.add(one["person_id"])
                people.describe(
                    change,
                    one["person_id"],
                    one["person_version"],
                    sex=_sex(one["given_names"]),
                    ethnicity=ETHNICITIES[at % len(ETHNICITIES)],
                )
            if at % UNKNOWN:
                first = datetime.date.fromisoformat(one["first"])
                days = 90 + 389 * at % 9000  # from three months to some twenty-five years
                people.serve(change, one["id"], one["version"], first - datetime.timedelta(days))


def _sex(given_names: str) -> str | None:
    first = given_names.partition(" ")[0]
    if not first or first in EITHER.split():
        return None
    return "female" if first in WOMEN.split() else "male"
