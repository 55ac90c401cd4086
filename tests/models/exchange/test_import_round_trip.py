"""What the list's export writes is imported into an equal list, as far as its columns hold it."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.case import casefile
from models.case.casefile import CaseFile
from models.changes.case import cases
from models.entering.open import create_register
from models.exchange.tables.csv_export import export_csv
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import columns
from models.queries.cases.filters import Filter
from models.record.check import check
from models.register import Register
from models.rules import vocabularies
from models.rules.new_case import blank_case
from models.rules.process import complaints, stages
from tests.models.making import TODAY
from tests.models.queries.foi import imported
from tests.often import often

#: What the CSV does not hold, or holds of what is derived: new references, clocks, links.
NOT_HELD = {"reference", "next_due", "consolidated"}
HELD = tuple(one.code for one in columns() if one.code not in NOT_HELD)
EVERY = tuple(one.code for one in columns())

CODES = {
    name: st.sampled_from([term.code for term in vocabularies.terms(name, regime="2012")])
    for name in ("kind", "category", "standard", "platform", "severity", "finding", "outcome")
}
WORDS = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
TITLES = WORDS | st.sampled_from(["=1+1", "-x", "'quoted", "@a", "a, b; c", 'he said "so"'])
DAYS = st.dates(datetime.date(2013, 1, 1), datetime.date(2014, 1, 31))
SUBJECTS = st.fixed_dictionaries(
    {
        "family_name": st.sampled_from(["", "Harmer", "De La Rue", "O’Neil"]),
        "given_names": st.sampled_from(["", "Ann", "Jo Ann"]),
        "title": st.sampled_from(["", "Ms"]),
        "number": st.sampled_from(["", "4417"]),
        "role": st.sampled_from(["officer", "special", "pcso", "staff", "volunteer"]),
        "rank": st.sampled_from([None, "constable", "chief-inspector"]),
    }
)  # of subjects with a role and without, the list does not say which is which
CASES = st.fixed_dictionaries(
    {
        "title": TITLES,
        "kind": CODES["kind"],
        "received": DAYS,
        "closed": st.none() | st.integers(0, 20),
        "restricted": st.booleans(),
        "owner": st.booleans(),
        "subjects": st.lists(SUBJECTS, max_size=3),
        "category": st.none() | CODES["category"],
        "standard": st.none() | CODES["standard"],
        "platform": st.none() | CODES["platform"],
        "severity": st.none() | CODES["severity"],
        "finding": st.none() | CODES["finding"],
        "outcome": st.none() | CODES["outcome"],
    }
)


def _file(made: dict[str, Any]) -> CaseFile:
    file = blank_case(TODAY, 1 if made["owner"] or made["restricted"] else None)
    received = made["received"]
    file.case |= {name: made[name] for name in ("title", "kind", "received", "restricted")}
    file.case |= {"came_to_notice": received, "recorded": received, "regime": "2012"}
    for one in made["subjects"]:
        number = one["number"] if one["family_name"] else ""
        casefile.add_row("subjects", file, **(one | {"number": number}))
    if any(made[name] for name in ("category", "standard", "platform", "finding")):
        codes = {name: made[name] for name in ("category", "standard", "platform")}
        row = casefile.add_row("allegations", file, particulars="As said", **codes)
        if made["finding"]:
            found = casefile.add_row("findings", file, allegation_id=row["id"], decided=received)
            found["finding"] = made["finding"]
            for level in ("investigation", "complaint"):
                found["level"] = level
                if not complaints.finding_problem(found):
                    break
    if file.subjects:
        subject_id = file.subjects[0]["id"]
        if made["severity"]:
            casefile.add_row("assessments", file, subject_id=subject_id, decided=received,
                             severity=made["severity"], reason="So held")  # fmt: skip
        if made["outcome"]:
            casefile.add_row("outcomes", file, subject_id=subject_id, decided=received,
                             outcome=made["outcome"])  # fmt: skip
    if made["closed"] is not None:
        closed = received + datetime.timedelta(days=made["closed"])
        file.case |= {"stage": "closed", "closed": closed}
        for requirement in list(stages.in_the_way(file, None)):
            casefile.add_row("steps", file, requirement=requirement.code, reason="Not so",
                             decided=closed)  # fmt: skip
    return file


def _list(register: Register) -> list[dict[str, Any]]:
    order = Sort("reference", False)
    with register.reader() as connection:
        rows = case_list.every_row(connection, Filter(), order, TODAY, HELD)
        found = sorted((row.case_id, row.values) for row in rows)
    return [values for _, values in found]


@pytest.mark.slow
@settings(
    max_examples=often(8, 25),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # what fails is small already
)
@given(planned=st.lists(CASES, min_size=1, max_size=4))
def test_what_the_list_exports_is_imported_into_an_equal_list(
    planned: list[dict[str, Any]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.csv"
        source = create_register(Path(folder) / "a.probity", force="A", user="okafor", today=TODAY)
        target = create_register(Path(folder) / "b.probity", force="B", user="okafor", today=TODAY)
        with source, target:
            with source.change() as change:
                for made in planned:
                    cases.save(change, _file(made), None)
            order = Sort("reference", False)
            with source.reader() as connection:
                export_csv(connection, path, Filter(), order, EVERY, TODAY)
                rows = case_list.every_row(connection, Filter(), order, TODAY, HELD)
                expected = [row.values for row in rows]
            found = imported(target, path, alike="add")
            assert set(found.became().values()) == {"added"}, found.verdicts
            assert _list(target) == expected
            with target.reader() as connection:
                assert [item.problems for item in check(connection) if item.problems] == []
