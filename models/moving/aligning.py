"""The rows of a case as they are here and as they arrive: which stays, changes, comes and goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Aligned:
    """What is to be done with the rows of one table, by their places from 0.

    :ivar pairs: place here, place there, and whether the two say the same; in order.
    :ivar added: places there, which all come after the pairs.
    :ivar removed: places here.
    """

    pairs: tuple[tuple[int, int, bool], ...]
    added: tuple[int, ...]
    removed: tuple[int, ...]


def align(here: Sequence[str], there: Sequence[str]) -> Aligned:
    """Match rows by what they say, keeping their order; new rows can only be put at the end."""
    pairs: list[tuple[int, int, bool]] = []
    added: list[int] = []
    removed: list[int] = []
    for act, a, b, c, d in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if added and act != "insert":
            return _by_place(here, there)
        many = min(b - a, d - c)
        pairs += [(a + at, c + at, act == "equal") for at in range(many)]
        removed += range(a + many, b)
        added += range(c + many, d)
    return Aligned(tuple(pairs), tuple(added), tuple(removed))


def _by_place(here: Sequence[str], there: Sequence[str]) -> Aligned:
    """The first with the first, the second with the second: right for any two lists."""
    many = min(len(here), len(there))
    return Aligned(
        tuple((at, at, here[at] == there[at]) for at in range(many)),
        tuple(range(many, len(there))),
        tuple(range(many, len(here))),
    )
