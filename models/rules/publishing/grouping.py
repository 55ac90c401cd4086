"""Ranks and roles of a list of rows, those with too few of them grouped with their neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.rules import vocabularies

EVERYBODY, OTHERS = "Officers and staff", "Staff and others"
#: Grades that are no rank are roles, or an officer of whom no rank was recorded.
NO_RANK = "officer"


@dataclass(frozen=True)
class Group:
    """Grades that are called by one name, from the most junior."""

    name: str
    grades: tuple[str, ...]
    size: int


def grade_of(role: str | None, rank: str | None) -> str:
    """The rank of an officer, else the role: codes of either vocabulary."""
    held = vocabularies.term("role", role)
    ranked = held.ranked if held is not None else role is None
    if ranked and vocabularies.term("rank", rank) is not None:
        return str(rank)
    return role or "unknown"


def grouped(counts: Mapping[str, int], threshold: int) -> list[Group]:
    """Groups of at least ``threshold``, or a single one of everybody.

    Ranks are grouped downwards from the highest, so that what a group is called says where it ends;
    roles too small to stand alone are put together.
    """
    low = max(threshold, 1)
    ranks = [one.code for one in vocabularies.terms("rank") if counts.get(one.code)]
    officers = _ladder(ranks, counts, low)
    roles = [code for code in counts if code not in ranks and counts[code]]
    large = [Group(_name(code), (code,), counts[code]) for code in sorted(roles)
             if counts[code] >= low]  # fmt: skip
    rest = [code for code in sorted(roles) if counts[code] < low]
    if officers and officers[0].size < low:
        rest = [*officers.pop().grades, *rest]
    groups = officers + large
    if rest:
        size = sum(counts[code] for code in rest)
        if size < low and large:  # not enough by themselves: with the smallest beside them
            least = min(large, key=lambda one: (one.size, one.name))
            groups.remove(least)
            rest, size = [*least.grades, *rest], size + least.size
        if size < low:
            return [Group(EVERYBODY, tuple(counts), sum(counts.values()))]
        several = set(rest) & set(ranks) and set(rest) - set(ranks)
        groups.append(Group(EVERYBODY if several else OTHERS, tuple(rest), size))
    return groups


def _ladder(ranks: list[str], counts: Mapping[str, int], low: int) -> list[Group]:
    """The ranks in groups of at least ``low``, the last of all if there are fewer in all."""
    found: list[list[str]] = []
    taken: list[str] = []
    for code in reversed(ranks):
        taken.insert(0, code)
        if sum(counts[one] for one in taken) >= low:
            found.insert(0, taken)
            taken = []
    if taken and found:
        found[0] = [*taken, *found[0]]
    elif taken:
        found = [taken]
    return [
        Group(_span(codes, ranks), tuple(codes), sum(counts[code] for code in codes))
        for codes in found
    ]


def _span(codes: list[str], ranks: list[str]) -> str:
    first, last = _name(codes[0]), _name(codes[-1])
    if len(codes) == 1:
        return first
    if codes[-1] == ranks[-1]:
        return f"{first} and above" if codes[0] != ranks[0] else "Officer of any rank"
    return f"{first} to {last[:1].lower()}{last[1:]}"


def _name(code: str) -> str:
    if code == NO_RANK:
        return "Officer, rank not recorded"
    return vocabularies.name("rank", code) if vocabularies.term("rank", code) else (
        vocabularies.name("role", code)
    )  # fmt: skip
