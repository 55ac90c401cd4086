"""Words by which old cases are proposed for a factor: data in ``resources/coding.json``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

from models.resources import RESOURCES

FILE = RESOURCES / "coding.json"
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True)
class WordList:
    """The words of one factor; ``asks`` are the fields of an allegation that belong to it."""

    factor: str
    words: tuple[str, ...]
    asks: tuple[str, ...]

    @property
    def match(self) -> str:
        """What the search index is asked: any of the words, as FTS5 reads it."""
        return " OR ".join(_asked(word) for word in self.words)

    def marks(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand in a text, from and to, in order."""
        return [found.span() for found in _pattern(self.words).finditer(text)]

    def found(self, text: str) -> list[str]:
        """The words as they stand in a text, each once, in small letters."""
        spans = self.marks(text)
        return list(dict.fromkeys(" ".join(text[a:b].lower().split()) for a, b in spans))


def word_list(factor: str | None) -> WordList | None:
    """The list of a factor; ``None`` where it has none."""
    return _lists().get(factor or "")


def factors() -> tuple[str, ...]:
    """The factors that have a list."""
    return tuple(_lists())


def _asked(word: str) -> str:
    tokens = " ".join(_WORD.findall(word))
    return f'"{tokens}"{"*" if word.endswith("*") else ""}'


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """The same words for a text: what parts them may be any spaces or marks, as in the index."""
    parts = []
    for word in sorted(words, key=len, reverse=True):
        tokens = [re.escape(token) for token in _WORD.findall(word)]
        ending = r"\w*" if word.endswith("*") else ""
        parts.append(r"[\W_]+".join(tokens) + ending)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])", re.IGNORECASE)


@cache
def _lists() -> dict[str, WordList]:
    read = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        one["factor"]: WordList(one["factor"], tuple(one["words"]), tuple(one["asks"]))
        for one in read["lists"]
    }
