from __future__ import annotations

import datetime
from typing import Any

import pytest

from models.case import casefile
from models.case.casefile import CaseFile
from models.errors import InvalidError
from models.exchange.papers.case_sheet import sheet_html
from models.register import Register
from models.rules import vocabularies
from models.rules.process import complaints
from models.rules.process.clocks import clocks_of
from models.rules.process.stages import in_the_way
from tests.models.making import case_file, loaded, save

D = datetime.date


def put(file: CaseFile, section: str, **values: Any) -> dict[str, Any]:
    return casefile.add_row(section, file, **values)


def complaint(**fields: Any) -> CaseFile:
    """A complaint under the 2020 regulations against nobody identified, told of once."""
    file = case_file(kind="complaint-schedule3", regime="2020", **fields)
    file.subjects.clear()
    file.findings.clear()
    file.allegations[0]["subject_id"] = None
    put(file, "complainants", family_name="Lisle", given_names="Ana", since=D(2014, 1, 6))
    return file


def told(file: CaseFile) -> complaints.Told:
    (one,) = complaints.standing(file, clocks_of(file))
    return one


def test_an_allegation_against_nobody_has_a_finding_on_the_complaint(register: Register) -> None:
    file = complaint()
    put(
        file,
        "findings",
        allegation_id=file.allegations[0]["id"],
        level="complaint",
        finding="service-not-acceptable",
        decided=D(2014, 2, 20),
    )
    after = loaded(register, save(register, file))
    assert after.allegations[0]["subject_id"] is None
    assert (after.findings[0]["level"], after.findings[0]["finding"]) == (
        "complaint",
        "service-not-acceptable",
    )
    told = sheet_html(after)
    assert "Finding (on the complaint)" in told
    assert "Service not acceptable" in told


@pytest.mark.parametrize(
    ("level", "finding", "said"),
    [
        ("complaint", "cta-misconduct", "is not a finding on a complaint"),
        ("investigation", "service-acceptable", "is a finding on the complaint"),
        ("proceedings", "unable-to-determine", "is a finding on the complaint"),
        ("complaint", "withdrawn", ""),
        ("investigation", "withdrawn", ""),
        ("complaint", "unable-to-determine", ""),
    ],
)
def test_a_finding_on_the_complaint_is_none_of_misconduct(
    level: str, finding: str, said: str
) -> None:
    problem = complaints.finding_problem({"level": level, "finding": finding})
    assert said in problem
    assert bool(said) == bool(problem)


def test_findings_on_a_complaint_are_those_of_its_regime() -> None:
    def of(regime: str) -> set[str]:
        every = vocabularies.terms("finding", regime=regime)
        return {one.code for one in every if one.group == "complaint"}

    assert "service-acceptable" in of("2020")
    assert of("2012") == {"upheld", "not-upheld", "locally-resolved"}


def test_a_decision_needs_a_finding_on_the_complaint_for_every_allegation() -> None:
    file = complaint(stage="proceedings", recorded=D(2014, 1, 7), owner_id=1)
    finding = put(
        file,
        "findings",
        allegation_id=file.allegations[0]["id"],
        level="investigation",
        finding="no-case",
        decided=D(2014, 2, 20),
    )
    assert [one.code for one in in_the_way(file, "decision")] == ["complaint-findings"]
    finding |= {"level": "complaint", "finding": "service-acceptable"}
    assert list(in_the_way(file, "decision")) == []


def test_how_it_stands_is_told_from_the_first_update_to_the_review_decided() -> None:
    file = complaint()
    who = file.complainants[0]["id"]
    assert told(file).next == ("update", "outcome-letter")
    assert told(file).due == D(2014, 2, 3)
    put(file, "updates", complainant_id=who, kind="update", sent=D(2014, 2, 3))
    assert (told(file).told, told(file).due) == (D(2014, 2, 3), D(2014, 3, 3))
    put(file, "updates", complainant_id=who, kind="outcome-letter", sent=D(2014, 2, 20))
    assert (told(file).due, told(file).review_until) == (None, D(2014, 3, 20))
    assert told(file).next == ("review-requested",)
    put(
        file,
        "updates",
        complainant_id=who,
        kind="review-requested",
        sent=D(2014, 2, 24),
        review_body="iopc",
    )
    assert (told(file).review_until, told(file).next) == (None, ("review-decided",))
    put(
        file,
        "updates",
        complainant_id=who,
        kind="review-decided",
        sent=D(2014, 2, 27),
        review_result="upheld",
    )
    assert told(file).next == ()
    assert told(file).words() == [
        "Last told 20 Feb 2014.",
        "Outcome letter 20 Feb 2014.",
        ("Review requested 24 Feb 2014, to be decided by: IOPC (before 8 January 2018: IPCC)."),
        "Review decided 27 Feb 2014: Upheld, with recommendations.",
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "review-requested"}, "Say who decides the review"),
        ({"kind": "review-decided", "review_result": "upheld"}, "Record the request"),
        ({"kind": "review-decided"}, "Choose the result"),
    ],
)
def test_a_review_says_who_decides_it_and_what_it_came_to(
    register: Register, row: dict[str, str], said: str
) -> None:
    file = complaint()
    put(file, "updates", complainant_id=file.complainants[0]["id"], sent=D(2014, 2, 24), **row)
    with pytest.raises(InvalidError, match=said):
        save(register, file)


def test_a_witness_is_not_kept_informed() -> None:
    file = complaint()
    put(file, "complainants", family_name="Orme", capacity="witness", since=D(2014, 1, 6))
    put(file, "complainants", family_name="Tace", capacity="interested-person", since=D(2014, 1, 6))
    clocks = [clock.of for clock in clocks_of(file) if clock.rule.code == "update"]
    assert sorted(clocks) == ["Ana Lisle", "Tace"]
    assert [one.name for one in complaints.standing(file, [])] == ["Ana Lisle", "Tace"]


def test_a_witness_alone_has_not_complained() -> None:
    file = complaint(stage="recorded", recorded=D(2014, 1, 7))
    assert list(in_the_way(file, "received")) == []
    file.complainants[0]["capacity"] = "witness"
    assert [one.code for one in in_the_way(file, "received")] == ["complainant"]
