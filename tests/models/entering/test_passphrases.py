"""The gauge of a passphrase."""

from __future__ import annotations

import pytest

from models.entering.passphrases import strength


@pytest.mark.parametrize(
    ("passphrase", "step"),
    [
        ("", 0),
        ("short", 0),
        ("aaaaaaaaaaaaaaaa", 1),
        ("123456789012", 2),
        ("Password1234", 1),
        ("password password password", 1),
        ("policepolice1", 1),
        ("d.okafor-okafor", 1),
        ("herons waiting", 1),
        ("grey herons waiting", 2),
        ("seven grey herons waiting", 3),
        ("seven grey herons waiting quietly", 4),
        ("q7#kV9!xTz2&mLp4", 4),
    ],
)
def test_words_count_by_being_words(passphrase: str, step: int) -> None:
    assert strength(passphrase, "d.okafor").step == step


def test_it_says_how_much_is_missing() -> None:
    assert strength("herons grey").words == "Too short: 1 more character"
    assert strength("herons").words == "Too short: 6 more characters"


def test_more_is_never_weaker() -> None:
    said = "seven grey herons waiting quietly 47"
    steps = [strength(said[:length]).step for length in range(len(said) + 1)]
    assert steps == sorted(steps)
