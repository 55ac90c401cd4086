from __future__ import annotations

import datetime

import pytest

from models.rules import vocabularies

CODES = {
    "regime": "2004 2008 2012 2020",
    "stage": "received recorded assessed investigation decision proceedings outcome closed",
    "finding": "cta-misconduct cta-gross no-case practice-improvement service-acceptable"
    " service-not-acceptable unable-to-determine resolved not-resolved upheld not-upheld"
    " locally-resolved withdrawn discontinued proven-misconduct proven-gross not-proven",
    "outcome": "none advice words rprp ww fww rank dwn dwon wouldve resigned retired",
    "role": "officer special pcso staff designated contractor volunteer unknown former",
    "conduct": "incident-photo derogatory-comment offensive-language discriminatory-group"
    " colleagues-or-force information-disclosed victim-contact known-person-association"
    " identifying-as-police other",
}


@pytest.mark.parametrize("vocabulary", CODES)
def test_every_code_is_there_with_a_name_and_a_source(vocabulary: str) -> None:
    found = {term.code: term for term in vocabularies.terms(vocabulary)}
    assert set(found) == set(CODES[vocabulary].split())
    assert all(term.name and term.source for term in found.values())


def test_a_regime_keeps_its_own_words() -> None:
    older = {term.code for term in vocabularies.terms("category", regime="2012")}
    newer = {term.code for term in vocabularies.terms("category", regime="2020")}
    assert "2012-U" in older
    assert "2020-H1" in newer
    assert not older & newer


def test_the_regime_is_that_of_the_day_it_came_to_notice() -> None:
    days = {
        (2008, 11, 30): "2004",
        (2008, 12, 1): "2008",
        (2012, 11, 21): "2008",
        (2012, 11, 22): "2012",
        (2020, 1, 31): "2012",
        (2020, 2, 1): "2020",
    }
    for day, regime in days.items():
        assert vocabularies.regime_for(datetime.date(*day)) == regime


def test_names_of_nothing_and_of_the_unknown() -> None:
    assert vocabularies.name("stage", None) == ""
    assert vocabularies.name("stage", "elsewhere") == "elsewhere"
    assert vocabularies.term("stage", "elsewhere") is None


def test_staff_keep_what_the_regulations_no_longer_have() -> None:
    def codes(role: str) -> set[str]:
        return {term.code for term in vocabularies.terms("outcome", regime="2020", role=role)}

    assert {"advice", "dwn"} <= codes("staff")
    assert not {"advice", "dwn"} & codes("officer")
    assert "rank" in codes("officer")
    assert "rank" not in codes("pcso")


def test_staff_have_proceedings_and_letters_of_their_own() -> None:
    for vocabulary in ("proceeding", "notice"):
        staff = {term.code for term in vocabularies.terms(vocabulary, role="staff")}
        officer = {term.code for term in vocabularies.terms(vocabulary, role="officer")}
        assert any(code.startswith("staff-") for code in staff)
        assert not any(code.startswith("staff-") for code in officer)
        assert not {"misconduct-meeting", "misconduct-hearing", "investigation"} & staff


def test_the_law_by_which_subjects_are_dealt_with() -> None:
    words = vocabularies.regime_words
    assert words("2012", ["officer"]) == "Police (Conduct) Regulations 2012"
    assert words("2012", []) == "Police (Conduct) Regulations 2012"
    assert "Complaints and Misconduct" in words("2020", ["officer"])
    assert words("2012", ["staff", "pcso"]) == "The force's own discipline policy for police staff"
    both = words("2012", ["officer", "staff"])
    assert both.startswith("Police (Conduct) Regulations 2012; the force's own")
    assert words(None, ["officer"]) == ""


@pytest.mark.parametrize("term", vocabularies.terms("outcome"), ids=lambda term: term.code)
def test_an_outcome_is_ranked_and_told_of_in_public(term: vocabularies.Term) -> None:
    ranks = [one.seriousness for one in vocabularies.terms("outcome")]
    assert term.seriousness > 0
    assert ranks.count(term.seriousness) == 1
    assert {"one", "many", "in"} <= term.phrases.keys()
