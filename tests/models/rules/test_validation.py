from __future__ import annotations

import datetime

import pytest

from models.case.casefile import CaseFile
from models.rules.validation import problems
from tests.models.making import TODAY, case_file


def said(file: CaseFile) -> dict[tuple[str, str], str]:
    return {(item.section, item.field): item.message for item in problems(file, TODAY)}


def test_a_sound_case_has_no_problem() -> None:
    assert said(case_file()) == {}


@pytest.mark.parametrize(
    ("section", "fields", "field"),
    [
        ("case", {"title": "  "}, "title"),
        ("case", {"kind": None}, "kind"),
        ("case", {"received": datetime.date(2014, 3, 1)}, "received"),
        ("case", {"incident_from": datetime.date(2014, 2, 13)}, "received"),
        ("case", {"recorded": datetime.date(2014, 2, 1)}, "recorded"),
        ("case", {"incident_from": datetime.date(214, 2, 1)}, "incident_from"),
        ("case", {"stage": "recorded"}, "recorded"),
        ("case", {"stage": "closed", "recorded": TODAY}, "closed"),
        ("case", {"closed": TODAY}, "closed"),
        ("case", {"stage": "investigation", "recorded": TODAY, "owner_id": None}, "owner_id"),
        ("case", {"kind": "no-such-kind"}, "kind"),
        ("case", {"summary": "x" * 100_001}, "summary"),
        ("case", {"summary": "a\0b"}, "summary"),
        ("allegations", {"particulars": ""}, "particulars"),
        ("allegations", {"category": "2020-A1"}, "category"),
        ("subjects", {"family_name": ""}, "family_name"),
        ("findings", {"decided": None}, "decided"),
        ("chronology", {"text": ""}, "text"),
    ],
)
def test_each_problem_is_named_beside_its_field(
    section: str, fields: dict[str, object], field: str
) -> None:
    file = case_file()
    file.rows(section)[0].update(fields)
    assert (section, field) in said(file)


def test_a_decision_needs_its_finding() -> None:
    file = case_file(kind="miscellaneous", stage="proceedings", recorded=TODAY)
    assert said(file) == {}
    file.findings.clear()
    assert ("case", "stage") in said(file)


def test_an_entry_that_stands_is_not_judged_again() -> None:
    file = case_file()
    file.chronology[0] |= {"id": 7, "text": ""}
    assert said(file) == {}


@pytest.mark.parametrize("character", ["\0", "\ud83d"])
def test_a_character_that_no_file_can_keep_is_refused_beside_its_field(character: str) -> None:
    file = case_file(summary=f"a{character}b")
    assert "cannot be saved" in said(file)[("case", "summary")]
    file = case_file(summary="a whole pair: \U0001f469")
    assert said(file) == {}
