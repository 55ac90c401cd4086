"""Words struck out of what is given out, so that they are gone from it and not only covered.

What is struck is struck wherever it stands, in small letters or large, also inside a longer word:
so that nobody who searches the file for it finds it. In its place stands a bar that says nothing,
not even how long it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Any

from models.case.casefile import SECTIONS, CaseFile
from models.errors import InvalidError
from models.schema.sections import heading, label, words

#: Stands for what was struck until it is shown; a character that no text has.
BAR = "\ue0b0"
SHOWN = '<span style="background-color: #1B2430; color: #FFFFFF">&nbsp;redacted&nbsp;</span>'
SAID = "[redacted]"
#: What is shorter would be found in most words; it is struck in its own place alone.
SHORTEST = 3
#: Of this length and more it is looked for without regard to spaces: lines break where they will.
LONG = 12
#: What stands between letters and is not seen.
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_JOINED = f"[{_UNSEEN}]*"


@dataclass(frozen=True)
class Piece:
    """A passage of a case that may be struck: its key, where it stands, and its words.

    ``chronology.3.text`` is the text of the third entry; places count from 1.
    """

    key: str
    where: str
    words: str


class Strikes:
    """What is struck, and how it is taken out of a text."""

    def __init__(self, words: Iterable[str]) -> None:
        """:param words: three letters or more each; what is shorter is left out."""
        wanted = {" ".join(_plain(one).split()) for one in words}
        self.words = sorted((one for one in wanted if len(one) >= SHORTEST), key=len, reverse=True)
        pattern = "|".join(_pattern(one) for one in self.words)
        self._pattern = re.compile(pattern, re.IGNORECASE) if pattern else None

    def hide(self, text: str) -> str:
        """The text with a bar in the place of each word that holds something struck."""
        if self._pattern is None or not text:
            return text
        said = unicodedata.normalize("NFC", text)
        kept: list[str] = []
        done = 0
        for hit in self._pattern.finditer(said):
            if hit.start() < done:  # within a word that is struck already
                continue
            start, end = hit.span()
            while start > done and _joins(said[start - 1]):
                start -= 1
            while end < len(said) and _joins(said[end]):
                end += 1
            kept += [said[done:start], BAR]
            done = end
        return "".join([*kept, said[done:]])

    def say(self, text: str) -> str:
        """The same for where there is no markup: a title, a file's name, the foot of a page."""
        return self.hide(text).replace(BAR, SAID)

    def hide_html(self, html: str) -> str:
        """The same for every text in a piece of HTML, bars shown."""
        reader = _Texts(self.hide)
        reader.feed(html)
        reader.close()
        return "".join(reader.out).replace(BAR, SHOWN)

    def left_in(self, text: str) -> list[str]:
        """Which of the words are found in a text after all, however it is broken over lines."""
        said, squeezed = _collapsed(text), _squeezed(text)
        return [
            one
            for one in self.words
            if _collapsed(one) in said or (len(one) >= LONG and _squeezed(one) in squeezed)
        ]


def pieces(file: CaseFile) -> list[Piece]:
    """Every passage of a case that may be struck, in the order in which it is shown."""
    found = [_piece("case", 0, name, file.case) for name in ("title", *_fields("case", file.case))]
    for section in SECTIONS:
        for place, row in enumerate(file.rows(section), start=1):
            found += [_piece(section, place, name, row) for name in _fields(section, row)]
    unique = {one.key: one for one in found if one is not None}
    return list(unique.values())


def struck_file(file: CaseFile, keys: frozenset[str], strikes: Strikes) -> CaseFile:
    """A copy of a case with the passages of ``keys``, and all that ``strikes`` takes, struck."""
    shown = file.copy()
    shown.taken_over = [struck_file(one, frozenset(), strikes) for one in file.taken_over]
    shown.linked_from = [_struck(row, "case", 0, frozenset(), strikes) for row in file.linked_from]
    shown.case = _struck(shown.case, "case", 0, keys, strikes)
    for section in SECTIONS:
        rows = shown.rows(section)
        rows[:] = [
            _struck(row, section, place, keys, strikes) for place, row in enumerate(rows, start=1)
        ]
    return shown


def words_to_strike(file: CaseFile, keys: frozenset[str], wanted: Sequence[str]) -> list[str]:
    """All that is to be found nowhere: the passages of ``keys``, each line of them, and ``wanted``.

    :raises InvalidError: a key names no passage, or a word is too short to be looked for.
    """
    known = {one.key: one.words for one in pieces(file)}
    for key in sorted(keys - known.keys()):
        raise InvalidError({"strike": f"There is no passage “{key}” in this case to redact."})
    said = [one.strip() for one in wanted if one.strip()]
    for one in said:
        if len(" ".join(_plain(one).split())) < SHORTEST:
            raise InvalidError(
                {"strike": f"“{one}” is too short to redact: give {SHORTEST} letters or more."}
            )
    passages = [known[key] for key in sorted(keys)]
    lines = [line for one in passages for line in one.splitlines() if len(line.strip()) > SHORTEST]
    return [*said, *passages, *lines]


def _piece(section: str, place: int, name: str, row: dict[str, Any]) -> Piece | None:
    said = row.get(name)
    if not isinstance(said, str) or not said.strip():
        return None
    where = f"{heading(section)} {place}" if place else "Case"
    return Piece(_key(section, place, name), f"{where}: {label(section, name)}", said)


def _key(section: str, place: int, name: str) -> str:
    return f"{section}.{place}.{name}" if place else f"{section}.{name}"


def _fields(section: str, row: dict[str, Any]) -> list[str]:
    return [name for name in row if name in words(section)]


def _struck(
    row: dict[str, Any], section: str, place: int, keys: frozenset[str], strikes: Strikes
) -> dict[str, Any]:
    """A row with its words struck; codes and references stay, for clocks are made of them."""
    made = dict(row)
    for name in _fields(section, row):
        value = row[name]
        if isinstance(value, str):
            struck = value and _key(section, place, name) in keys
            made[name] = BAR if struck else strikes.hide(value)
    return made


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(one for one in composed if one not in _UNSEEN)


def _pattern(words: str) -> str:
    """A word of a pattern: its letters, whatever unseen stands between them, any space as any."""
    parts = [_JOINED.join(re.escape(letter) for letter in word) for word in words.split()]
    return rf"[\s{_UNSEEN}]+".join(parts)


def _joins(letter: str) -> bool:
    return letter.isalnum() or letter == "_" or letter in _UNSEEN


def _collapsed(text: str) -> str:
    """What is seen, in small letters, with single spaces."""
    said = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(one for one in said if one not in _UNSEEN)
    return " ".join(re.sub(r"-\s*\n\s*", "-", seen).split())


def _squeezed(text: str) -> str:
    """The same without spaces."""
    return _collapsed(text).replace(" ", "")


class _Texts(HTMLParser):
    """Hands every text of an HTML to a function, and leaves the markup as it is."""

    def __init__(self, said: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._said = said
        self._styling = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - as it is called
        self.out.append(self.get_starttag_text() or "")
        self._styling = tag == "style"

    def handle_startendtag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")
        self._styling = False

    def handle_data(self, data: str) -> None:
        self.out.append(data if self._styling else escape(self._said(data), quote=False))
