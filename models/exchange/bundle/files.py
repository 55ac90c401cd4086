"""A case file written: one PDF with bookmarks, or a folder with a manifest of hashes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models.errors import ProbityError
from models.exchange.bundle import pdf_work
from models.exchange.bundle.parts import LARGEST_ATTACHED, LEFT_OUT, Made, Making
from models.exchange.bundle.pdf_work import Bookmarked
from models.exchange.bundle.plan import DISCLOSURE, Shown, level_words
from models.exchange.papers.templates import environment
from models.rules.dates import format_date
from models.storage.files import making_folder, replacing
from models.storage.stored_files import chunks

INDEX = "Index"
MANIFEST, ABOUT = "manifest.sha256", "case-file.json"
IN_PDF = "Probity put this file together and recorded its SHA-256 when it was given out."
IN_FOLDER = (
    "The SHA-256 of every file is in manifest.sha256. The SHA-256 of the manifest was recorded "
    "when the folder was given out. To compare them, use Probity’s command verify-file, or "
    "sha256sum -c manifest.sha256."
)

Progress = Callable[[int, int], None]
#: Puts on record that it leaves, with its SHA-256; where it raises, nothing is given out.
Record = Callable[[str], None]


@dataclass(frozen=True)
class Written:
    """A case file as it was given out: its pages, its files, and the hash that is on record."""

    pages: int
    files: int
    sha256: str


def write_pdf(making: Making, path: Path, record: Record, progress: Progress) -> Written:
    """Write a case file as one PDF, bookmarked.

    :raises ProbityError: it could not be written; or what was to be struck is in it after all.
    """
    every, size = [], 0
    for one in _each(making, progress):
        every.append(one)
        size += len(one.pages) + (_size(one) if _is_attached(one) else 0)
        pdf_work.refuse_too_much(size)
    included = [one for one in every if one.note != LEFT_OUT]
    attached = [
        (_file_name(one), making.file_of(one.part)) for one in included if _is_attached(one)
    ]
    names = {id(one): _file_name(one) for one in included}
    told = [name for name, _ in attached]

    def where(first: dict[int, int]) -> list[str]:
        said = []
        for one in included:
            start = first.get(id(one), 0)
            here = f"pages {start} to {start + one.count - 1}" if one.count > 1 else f"page {start}"
            parts = [here] if one.count else []
            if names[id(one)] in told:
                parts.append("attached" if one.count else f"attached as {names[id(one)]}")
            elif one.original:
                parts.append("too large to be attached")
            said.append("\n".join(parts) or "not in this file")
        return said

    index, count = _index(making, every, where({}), "Pages", IN_PDF)
    first, at = {}, count + 1
    for one in included:
        first[id(one)] = at
        at += one.count
    index, _ = _index(making, every, where(first), "Pages", IN_PDF)
    pages = [Bookmarked(INDEX, index)]
    pages += [Bookmarked(one.title, one.pages, one.part.group) for one in included if one.count]
    title = making.shown.said(f"Case file {making.shown.material.reference}")
    making.check()
    data = pdf_work.join(pages, title, attached, making.hold)
    refuse_what_is_left(data, making)
    digest = hashlib.sha256(data).hexdigest()
    with replacing(path) as temporary:
        temporary.write_bytes(data)
        making.check()
        record(digest)
    return Written(at - 1, 1, digest)


def write_folder(making: Making, path: Path, record: Record, progress: Progress) -> Written:
    """Write a case file as a folder: a PDF a part, the files themselves, and a manifest.

    :param path: the folder, which is made; it must not be there.
    :raises ProbityError: it could not be written; or what was to be struck is in it after all.
    """
    every: list[Made] = []
    with making_folder(path) as folder:
        where: list[str] = []
        for one in _each(making, progress):
            every.append(replace(one, pages=b""))  # it stands in the folder
            if one.note == LEFT_OUT:
                continue
            said = []
            if one.count:
                name = f"{len(where) + 1:02d}-{_plain(one)}.pdf"
                refuse_what_is_left(one.pages, making)
                (folder / name).write_bytes(one.pages)
                said.append(name)
            if one.original:
                name = _file_name(one)
                _write_original(making, one, folder / name)
                said.append(name)
            where.append("\n".join(said) or "not in this folder")
        index, _ = _index(making, every, where, "File", IN_FOLDER)
        refuse_what_is_left(index, making)
        (folder / "00-index.pdf").write_bytes(index)
        (folder / ABOUT).write_text(_about(making.shown), encoding="utf-8")
        names = sorted(one.name for one in folder.iterdir())
        lines = [f"{_digest(folder / name)}  {name}\n" for name in names]
        (folder / MANIFEST).write_text("".join(lines), encoding="utf-8")
        digest = _digest(folder / MANIFEST)
        making.check()
        record(digest)
    return Written(sum(one.count for one in every), len(names) + 1, digest)


def refuse_what_is_left(data: bytes, making: Making) -> None:
    """Look through a PDF as somebody else would for what was struck out.

    :raises ProbityError: something of it is there; the sentence says which words.
    """
    left = pdf_work.words_left(data, making.shown.strikes.words, making.hold)
    if left:
        named = ", ".join(f"“{one[:60]}”" for one in left[:5])
        raise ProbityError(
            f"Redacted words would still be found in this case file: {named}. Nothing was "
            "written. Leave out the exhibit that contains them, or choose other words to "
            "redact."
        )


def _each(making: Making, progress: Progress) -> Iterator[Made]:
    total = 2 + len(making.shown.material.letters) + len(making.shown.material.exhibits)
    for done, one in enumerate(making.all(), start=1):
        yield one
        progress(done, total + 1)


def _is_attached(one: Made) -> bool:
    return one.original and _size(one) <= LARGEST_ATTACHED


def _index(
    making: Making, every: Sequence[Made], where: Sequence[str], heading: str, rests: str
) -> tuple[bytes, int]:
    shown, found = making.shown, making.shown.material
    included = [one for one in every if one.note != LEFT_OUT]
    html = (
        environment()
        .get_template("case_file_index.html")
        .render(
            force=found.force,
            title=shown.file.case["title"],
            reference=found.reference,
            level=level_words(shown.wanted.level),
            made=f"{format_date(found.made_at.date())} at {found.made_at:%H:%M} by {found.made_by}",
            struck=_struck(shown),
            where=heading,
            rests=rests,
            included=[
                {"title": one.title, "note": one.note, "sha256": one.sha256, "where": said}
                for one, said in zip(included, where, strict=True)
            ],
            left_out=[{"title": one.title} for one in every if one.note == LEFT_OUT],
        )
    )
    title = shown.said(f"Case file {found.reference}")
    return making.draw.pages(title, [shown.html(html)])


def _struck(shown: Shown) -> str:
    if shown.wanted.level != DISCLOSURE:
        return ""
    passages, words = len(shown.wanted.passages), len(shown.wanted.words)
    if not passages and not words:
        return "Nothing is redacted."
    said = [f"{passages} passage{'s' * (passages != 1)}"] if passages else []
    said += (
        [f"{words} word{'s' * (words != 1)} or phrases, wherever they appeared"] if words else []
    )
    return (
        f"{' and '.join(said)}. What is redacted has been removed from this file, and the "
        "file was searched for it."
    )


def _about(shown: Shown) -> str:
    found = shown.material
    said: dict[str, Any] = {
        "case": shown.said(found.reference),
        "force": shown.said(found.force),
        "level": shown.wanted.level,
        "made": found.made_at.isoformat(timespec="seconds"),
        "made_by": shown.said(found.made_by),
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _write_original(making: Making, one: Made, path: Path) -> None:
    """The file of a letter or exhibit, a chunk at a time, compared with its hash."""
    row = one.part.letter or one.part.exhibit
    assert row is not None
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for data in chunks(making.connection, row):
            making.check()
            digest.update(data)
            file.write(data)
    if digest.hexdigest() != row.sha256:
        raise ProbityError(
            f"{row.called} has changed since it was stored: its hash differs. Nothing was given "
            "out. Restore the register from a backup, and tell the administrator."
        )


def _size(one: Made) -> int:
    row = one.part.letter or one.part.exhibit
    return row.size if row else 0


def _file_name(one: Made) -> str:
    """What the file of a letter or an exhibit is called: its number, and the end of its name."""
    row = one.part.letter or one.part.exhibit
    name = row.file_name if row else ""
    end = Path(name).suffix.lower()
    plain = end if re.fullmatch(r"\.[a-z0-9]{1,8}", end) else ".bin"
    return f"{_plain(one)}{plain}"


def _plain(one: Made) -> str:
    if one.part.letter is not None:
        return f"letter-{one.part.letter.number}"
    return f"exhibit-{one.part.exhibit.number}" if one.part.exhibit else one.part.key


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()
