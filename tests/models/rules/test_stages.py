from __future__ import annotations

import datetime
from typing import Any

import pytest

from models.case import casefile
from models.case.casefile import CaseFile
from models.errors import InvalidError
from models.register import Register
from models.rules import vocabularies
from models.rules.process import stages
from models.rules.process.stages import checklist, following, in_the_way, requirements
from tests.models.making import TODAY, case_file, loaded, save


def put(file: CaseFile, section: str, **values: Any) -> None:
    file.rows(section).append(casefile.blank_row(section, file, **values))


def codes(file: CaseFile, came_from: str | None = None) -> list[str]:
    return [item.code for item in in_the_way(file, came_from)]


def investigated(**fields: Any) -> CaseFile:
    file = case_file(stage="investigation", recorded=TODAY, owner_id=1)
    file.case |= {"regime": "2012"} | fields
    file.findings.clear()
    return file


def test_the_table_speaks_of_stages_and_sections_that_there_are() -> None:
    known = {term.code for term in vocabularies.terms("stage")}
    sections = {"case", *casefile.SECTIONS}
    for item in requirements():
        assert item.before in known
        assert item.at[0] in sections
        assert {item.test[key] for key in ("any", "each", "has") if key in item.test} <= sections
        for field, values in item.case.items():
            assert all(vocabularies.term(field, value) for value in values), item.code


def test_the_stages_follow_one_another() -> None:
    assert following("received") == "recorded"
    assert following("closed") is None
    assert stages.order(None) == 0


def test_an_officer_is_assessed_before_and_served_with_a_notice_during_the_investigation() -> None:
    file = investigated()
    subject = file.subjects[0]["id"]
    assert codes(file) == ["severity"]
    put(file, "assessments", subject_id=subject, severity="misconduct", decided=TODAY)
    assert codes(file) == []
    file.case["stage"] = "decision"
    assert codes(file) == ["notice"]
    put(file, "notices", kind="other", subject_id=subject, served=TODAY)
    assert codes(file) == ["notice"]
    put(file, "notices", kind="investigation", subject_id=subject, served=TODAY)
    assert codes(file) == []


def test_each_of_several_subjects_counts() -> None:
    file = investigated()
    put(file, "subjects", family_name="Pell", role="officer")
    put(
        file,
        "assessments",
        subject_id=file.subjects[0]["id"],
        severity="misconduct",
        decided=TODAY,
    )
    assert codes(file) == ["severity"]
    file.subjects[1]["role"] = "staff"
    assert codes(file) == []


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({"kind": "staff-discipline"}, []),
        ({"kind": "intelligence"}, []),
        ({"kind": "complaint-schedule3"}, ["complainant"]),
        ({"regime": "2004"}, []),
    ],
)
def test_kind_and_regime_say_what_is_needed(change: dict[str, str], lacking: list[str]) -> None:
    assert codes(investigated(**change)) == lacking


def test_a_mandatory_referral_is_sent_before_the_case_is_assessed() -> None:
    file = investigated(kind="dsi")
    put(file, "referrals", kind="voluntary", decided=TODAY)
    assert codes(file) == []
    put(file, "referrals", kind="mandatory", decided=TODAY)
    assert codes(file) == ["referral"]
    file.referrals[-1]["referred"] = TODAY
    assert codes(file) == []


def test_a_referral_that_was_revised_need_not_be_sent() -> None:
    file = investigated(kind="dsi")
    put(file, "referrals", kind="mandatory", decided=TODAY)
    put(file, "referrals", kind="none", decided=TODAY, revises_id=file.referrals[0]["id"])
    assert codes(file) == []


@pytest.mark.parametrize(
    ("severity", "outcome", "lacking"),
    [
        ("gross-misconduct", "resigned", ["advisory-list"]),
        ("gross-misconduct", "retired", ["advisory-list"]),
        ("misconduct", "resigned", []),
        ("gross-misconduct", "dwon", ["barred-list"]),
        ("gross-misconduct", "ww", []),
    ],
)
def test_a_list_is_told_of_whom_it_concerns_before_the_case_is_closed(
    severity: str, outcome: str, lacking: list[str]
) -> None:
    file = investigated(kind="staff-discipline", regime="2020", stage="closed", closed=TODAY)
    subject = file.subjects[0]["id"]
    allegation = file.allegations[0]["id"]
    put(file, "findings", allegation_id=allegation, finding="cta-gross", decided=TODAY)
    put(file, "assessments", subject_id=subject, severity=severity, decided=TODAY)
    since_the_lists = datetime.date(2022, 1, 10)
    put(file, "outcomes", subject_id=subject, outcome=outcome, decided=since_the_lists)
    assert codes(file, "outcome") == lacking
    file.outcomes[0] |= {"barred_listed": TODAY, "advisory_listed": TODAY}
    assert codes(file, "outcome") == []


def test_a_step_is_left_out_with_a_reason() -> None:
    file = investigated()
    put(file, "steps", requirement="severity", reason="Assessed by the appropriate authority.")
    assert codes(file) == []
    (step,) = [one for one in checklist(file) if one.requirement.code == "severity"]
    assert (step.met, step.done) == (False, True)
    assert step.reason == "Assessed by the appropriate authority."


def test_what_opened_a_stage_is_not_asked_again_but_what_is_always_needed_is() -> None:
    file = investigated()
    assert codes(file, came_from="investigation") == []
    file.case["owner_id"] = None
    assert codes(file, came_from="investigation") == ["owner"]


def test_a_closed_case_is_opened_again_with_a_reason_only(register: Register) -> None:
    file = case_file(kind="miscellaneous", stage="closed", recorded=TODAY, owner_id=1, closed=TODAY)
    put(file, "outcomes", subject_id=file.subjects[0]["id"], outcome="none", decided=TODAY)
    case_id = save(register, file)
    before = loaded(register, case_id)
    again = before.copy()
    again.case |= {"stage": "investigation", "closed": None}
    with pytest.raises(InvalidError, match="reason for reopening"):
        save(register, again, before)
    put(again, "steps", kind="reopen", reason="A new witness came forward.")
    save(register, again, before)
    stored = loaded(register, case_id)
    assert stored.case["stage"] == "investigation"
    assert stored.steps[0]["reason"] == "A new witness came forward."
    once_more = stored.copy()
    once_more.case["title"] = "Another title"
    save(register, once_more, stored)


@pytest.mark.parametrize(
    ("regime", "decided", "asked"),
    [
        ("2012", datetime.date(2017, 12, 14), False),  # there was no list to tell
        ("2012", datetime.date(2017, 12, 15), True),
        ("2020", datetime.date(2022, 1, 10), True),
    ],
)
def test_the_barred_list_is_told_of_a_dismissal_since_there_is_one(
    regime: str, decided: datetime.date, asked: bool
) -> None:
    file = investigated(regime=regime, stage="closed", closed=TODAY)
    subject = file.subjects[0]["id"]
    put(file, "outcomes", subject_id=subject, outcome="dwon", decided=decided)
    assert ("barred-list" in codes(file, "outcome")) is asked
