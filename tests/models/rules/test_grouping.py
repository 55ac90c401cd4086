from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.rules import vocabularies
from models.rules.publishing.grouping import EVERYBODY, OTHERS, grade_of, grouped

GRADES = [
    *(term.code for term in vocabularies.terms("rank")),
    *(term.code for term in vocabularies.terms("role") if term.code != "former"),
]


def names(counts: dict[str, int], threshold: int = 5) -> dict[str, int]:
    return {one.name: one.size for one in grouped(counts, threshold)}


def test_high_ranks_are_grouped_downwards_until_they_are_enough() -> None:
    ranks = {"constable": 37, "sergeant": 6, "inspector": 2, "chief-inspector": 2, "dcc": 1}
    assert names(ranks) == {"Constable": 37, "Sergeant": 6, "Inspector and above": 5}
    assert names({"constable": 3, "sergeant": 6, "dcc": 7}) == {
        "Constable to sergeant": 9,
        "Deputy chief constable or deputy assistant commissioner": 7,
    }
    assert names({"constable": 37, "sergeant": 2}) == {"Officer of any rank": 39}


def test_roles_too_small_to_stand_alone_are_put_together() -> None:
    counts = {"constable": 37, "special": 3, "pcso": 5, "staff": 6, "designated": 1}
    assert names(counts) == {
        "Constable": 37,
        "Police staff": 6,
        OTHERS: 9,
    }
    assert names({"constable": 37, "special": 2}) == {EVERYBODY: 39}
    assert names({"constable": 2, "staff": 9}) == {EVERYBODY: 11}
    assert names({"constable": 2, "special": 1}, 0) == {"Constable": 2, "Special constable": 1}


def test_a_grade_is_the_rank_of_an_officer_and_the_role_of_others() -> None:
    assert grade_of("officer", "sergeant") == "sergeant"
    assert grade_of("former", "inspector") == "inspector"
    assert grade_of("staff", "sergeant") == "staff"
    assert grade_of("officer", None) == "officer"
    assert grade_of(None, None) == "unknown"


@given(
    counts=st.dictionaries(st.sampled_from(GRADES), st.integers(1, 12), min_size=1),
    threshold=st.sampled_from((0, 3, 5, 10)),
)
def test_everybody_is_in_one_group_and_no_group_is_small(
    counts: dict[str, int], threshold: int
) -> None:
    found = grouped(counts, threshold)
    assert sorted(code for one in found for code in one.grades) == sorted(counts)
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert one.size == sum(counts[code] for code in one.grades)
        assert one.size >= threshold or len(found) == 1
