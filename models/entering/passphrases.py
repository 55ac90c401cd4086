"""How long a passphrase would hold out, roughly: an aid for whoever chooses one, not a promise.

What is counted is what somebody who knows how people choose would have to try: a word counts by
its being a word and not by its letters, a run such as ``1234`` by its being a run, and the person's
own name not at all. Only the length is enforced (:func:`models.storage.keys.check_passphrase`).
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass

from models.storage.secrets import SHORTEST_PASSPHRASE, known_as

#: What a word, drawn from those that people know, adds (in powers of two), whatever its length.
WORD = 11.0
#: Words that are tried first.
TRIED_FIRST = frozenset(
    ("password", "passphrase", "passwort", "letmein", "welcome", "admin", "administrator", "secret",
     "qwerty", "qwertyuiop", "asdfgh", "zxcvbn", "monkey", "dragon", "football", "liverpool",
     "arsenal", "chelsea", "police", "constable", "sergeant", "inspector", "probity",
     "professional", "standards", "monday", "january", "summer", "winter", "spring", "autumn")
)  # fmt: skip
#: The least powers of two for each step of the gauge.
STEPS = ((0.0, "Easy to guess"), (30.0, "Weak"), (42.0, "Fair"), (54.0, "Strong"))
_PARTS = re.compile(r"[^\W\d_]+|\d+|[\W_]")


@dataclass(frozen=True)
class Strength:
    """A step of the gauge, 0 to 4, and what it is called."""

    step: int
    words: str


def strength(passphrase: str, name: str = "") -> Strength:
    """How strong a passphrase of the person of this name is."""
    said = passphrase.strip()
    if not said:
        return Strength(0, "")
    if len(said) < SHORTEST_PASSPHRASE:
        left = SHORTEST_PASSPHRASE - len(said)
        return Strength(0, f"Too short: {left} more character{'s' * (left != 1)}")
    bits = _bits(said, known_as(name))
    step = sum(bits >= least for least, _ in STEPS)
    return Strength(step, STEPS[step - 1][1])


def _bits(said: str, name: str) -> float:
    """The tries it would take, as a power of two."""
    total, seen = 0.0, set()
    for found in _PARTS.finditer(said):
        part = found[0]
        known = known_as(part)
        if known in seen or known in name:
            continue  # said before, or known to everybody
        if not part.isspace():
            seen.add(known)
        total += _of(part, known)
    return total


def _of(part: str, known: str) -> float:
    if part.isspace():
        return 0.5  # it stands where anybody would put one
    if part.isdigit():
        return 2.0 if _is_run(part) else len(part) * math.log2(10)
    if not part[0].isalpha():
        return 4.0
    if known in TRIED_FIRST:
        return 2.0
    if _is_run(known):
        return 3.0
    capitals = 1.0 if part[0].isupper() else 0.0
    inside = 3.0 if any(one.isupper() for one in part[1:]) and not part.isupper() else 0.0
    return min(WORD, len(part) * math.log2(26)) + capitals + inside


def _is_run(part: str) -> bool:
    """Whether it goes on as it begins: ``1111``, ``1234``, ``cba``."""
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(part)}
    return len(steps) == 1 and steps <= {-1, 0, 1}
