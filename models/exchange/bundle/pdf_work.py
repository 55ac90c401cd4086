"""PDFs joined to one with bookmarks, cleaned of what runs, and searched for words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.errors import ProbityError
from models.exchange import apart
from models.exchange.apart import Hold

FAILED = (
    "The case file could not be put together. Nothing was written; leave out the largest exhibit."
)
#: Bytes of a PDF that is joined, and of all that a case file of one PDF takes in.
LARGEST, MOST = 60_000_000, 180_000_000


@dataclass(frozen=True)
class Bookmarked:
    """A PDF that becomes part of another: its bookmark, and the one under which that stands."""

    title: str
    data: bytes
    under: str = ""


def clean(data: bytes, *, bare: bool, hold: Hold | None = None) -> tuple[bytes, int]:
    """The pages of somebody's PDF, in which nothing runs, and how many there are.

    :param bare: also without comments and forms, which hold words of their own.
    :raises ProbityError: it is damaged, locked, or hostile; the words go after "since".
    """
    said = _ask({"act": "clean", "bare": bare}, [data], "it is damaged", hold)
    pages, _, cleaned = said.partition(b"\n")
    return cleaned, int(pages)


def join(
    parts: Sequence[Bookmarked],
    title: str,
    attached: Sequence[tuple[str, bytes]] = (),
    hold: Hold | None = None,
) -> bytes:
    """One PDF of all parts, a bookmark each, with files attached.

    :raises ProbityError: it would be too large.
    """
    files = [*(one.data for one in parts), *(data for _, data in attached)]
    refuse_too_much(sum(map(len, files)))
    asked = {
        "act": "join",
        "title": title,
        "parts": [{"title": one.title, "under": one.under} for one in parts],
        "attached": [name for name, _ in attached],
    }
    return _ask(asked, files, FAILED, hold)


def refuse_too_much(size: int) -> None:
    """Let so many bytes become one PDF.

    :raises ProbityError: they are too many.
    """
    if size > MOST:
        raise ProbityError(
            f"The case file would be larger than {MOST // 1_000_000} MB. Nothing was written; "
            "save it as a folder, or leave something out."
        )


def words_left(data: bytes, words: Sequence[str], hold: Hold | None = None) -> list[str]:
    """Which of the words are found in a PDF: in its text or in any piece of it unpacked."""
    if not words:
        return []
    found = json.loads(_ask({"act": "search", "words": list(words)}, [data], FAILED, hold))
    return [str(one) for one in found]


def _ask(asked: dict[str, Any], files: list[bytes], failed: str, hold: Hold | None) -> bytes:
    said = json.dumps(asked | {"sizes": [len(one) for one in files]}).encode() + b"\n"
    return apart.ask("pdf", b"".join([said, *files]), failed, *([hold] if hold else []))
