"""Other people's PDFs cleaned, joined and searched in a process apart.

The process is :mod:`models.exchange.apart`'s.

What is asked comes as a line of JSON, then the files it speaks of, one after the other.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from models.errors import ProbityError
from models.exchange.bundle.striking import Strikes

#: In which the text of a PDF may be written.
ENCODINGS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32-be", "latin-1", "ascii"),
    *("cp1252", "mac-roman", "charmap", "gbk", "gb18030", "big5", "cp949", "euc_jp", "shift_jis"),
    *("unicode_escape", "iso2022_jp", "euc_kr"),
)
#: Pages of one file.
MOST_PAGES = 5_000
#: Letters of a word that is looked for in what is no text, and what would be there by chance.
FEWEST, HEX = 6, re.compile("[0-9a-fA-F ]+")
#: What of a page is of no use to a reader, and may hold words.
ASIDE = ("/Metadata", "/PieceInfo", "/Thumb", "/B", "/StructParents")
#: What of a page and of a mark on it does something when it is opened or pressed.
ACTIONS = ("/AA", "/A", "/PA", "/OpenAction", "/JS", "/Launch")


def make_ready() -> None:
    """Load what the work needs while files can still be opened."""
    import pypdf  # heavy: only where a PDF is worked on

    for one in ENCODINGS:
        codecs.lookup(one)
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment(filename="a", data=b"b")
    writer.add_outline_item(title="a", page_number=0)
    made = io.BytesIO()
    writer.write(made)
    reader = pypdf.PdfReader(io.BytesIO(made.getvalue()))
    reader.pages[0].extract_text()
    again = pypdf.PdfWriter()
    again.append(io.BytesIO(made.getvalue()), import_outline=False)


def answer(data: bytes) -> bytes:
    """What is asked of PDFs.

    ``clean`` (one file, ``bare``): its pages alone, in which nothing runs; then how many there are.
    ``join`` (files, ``parts``, ``attached``, ``title``): one PDF with a bookmark a part.
    ``search`` (one file, ``words``): JSON, which of the words it holds.
    """
    said, _, rest = data.partition(b"\n")
    asked = json.loads(said)
    files = list(_files(rest, asked["sizes"]))
    if asked["act"] == "clean":
        return clean(files[0], bare=asked["bare"])
    if asked["act"] == "join":
        return join(files, asked)
    return json.dumps(search(files[0], asked["words"])).encode()


def clean(data: bytes, *, bare: bool) -> bytes:
    """The pages of a PDF and nothing else of it.

    :param bare: without any mark on its pages either: comments and forms hold words of their own.
    :returns: how many pages, a line; then the PDF.
    """
    import pypdf  # heavy: only where a PDF is worked on

    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ProbityError("it is locked with a password")
    if len(reader.pages) > MOST_PAGES:
        raise ProbityError(f"it has more than {MOST_PAGES:,} pages")
    writer = pypdf.PdfWriter()
    for page in reader.pages:
        for name in (*ACTIONS, *ASIDE, *(("/Annots",) if bare else ())):
            page.pop(name, None)
        for mark in page.get("/Annots", None) or []:
            for name in ACTIONS:
                mark.get_object().pop(name, None)
        writer.add_page(page)  # only now: what has been cloned stays, though nothing leads to it
    writer.metadata = None
    made = io.BytesIO()
    writer.write(made)
    return f"{len(reader.pages)}\n".encode() + made.getvalue()


def join(files: list[bytes], asked: dict[str, Any]) -> bytes:
    """One PDF: the ``parts`` in their order, then what is ``attached``."""
    import pypdf  # heavy: only where a PDF is worked on
    from pypdf.generic import Fit  # heavy: only where a PDF is worked on

    writer = pypdf.PdfWriter()
    above: dict[str, Any] = {}
    for part, data in zip(asked["parts"], files, strict=False):
        first = len(writer.pages)
        for page in pypdf.PdfReader(io.BytesIO(data)).pages:
            writer.add_page(page)
        group = part["under"]
        if group and group not in above:
            above[group] = writer.add_outline_item(
                title=group, page_number=first, fit=Fit.fit_horizontally()
            )
        writer.add_outline_item(
            title=part["title"],
            page_number=first,
            parent=above.get(group),
            fit=Fit.fit_horizontally(),
        )
    for name, data in zip(asked["attached"], files[len(asked["parts"]) :], strict=True):
        writer.add_attachment(filename=name, data=data)
    writer.add_metadata({"/Title": asked["title"], "/Creator": "Probity", "/Producer": "Probity"})
    writer.page_mode = "/UseOutlines"
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def search(data: bytes, words: list[str]) -> list[str]:
    """Which of the words are in a PDF: in its text, its bookmarks, or any piece of it unpacked."""
    import pypdf  # heavy: only where a PDF is worked on

    strikes = Strikes(words)
    # Letters that are also digits of a number, or few of them, stand in any drawing by chance.
    telling = Strikes(one for one in strikes.words if len(one) >= FEWEST and not HEX.fullmatch(one))
    reader = pypdf.PdfReader(io.BytesIO(data))
    found: set[str] = set()
    for page in reader.pages:
        found |= set(strikes.left_in(page.extract_text()))
    size: Any = reader.trailer["/Size"]
    for number in range(1, int(size)):
        one = reader.get_object(number)
        for text in _strings(one):
            found |= set(strikes.left_in(text))
        for text in _unpacked(one):
            found |= set(telling.left_in(text))
    return sorted(found)


def _strings(one: Any) -> Iterator[str]:
    """Every text of an object, such as a bookmark's title."""
    from pypdf.generic import (  # heavy: only where a PDF is worked on
        ByteStringObject,
        IndirectObject,
    )

    if isinstance(one, IndirectObject):
        return
    if isinstance(one, ByteStringObject):
        yield one.decode("utf-8", errors="ignore")
    elif isinstance(one, str):
        yield str(one)
    elif isinstance(one, dict):
        for value in one.values():
            yield from _strings(value)
    elif isinstance(one, list):
        for value in one:
            yield from _strings(value)


def _unpacked(one: Any) -> Iterator[str]:
    """A stream unpacked and read in each way in which text is written; pictures hold none."""
    from pypdf.generic import StreamObject  # heavy: only where a PDF is worked on

    if isinstance(one, StreamObject) and one.get("/Subtype") != "/Image":
        data = one.get_data()
        for encoding in ("utf-8", "latin-1", "utf-16-be", "utf-16-le"):
            yield data.decode(encoding, errors="ignore")


def _files(data: bytes, sizes: list[int]) -> Iterator[bytes]:
    at = 0
    for size in sizes:
        yield data[at : at + size]
        at += size
