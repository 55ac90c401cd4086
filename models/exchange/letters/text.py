"""The text of a Word letter, for the screen and for a page; Word alone lays it out as it is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup, escape

from models.errors import ProbityError
from models.exchange.letters.docx_safe import WORD, inspect
from models.exchange.papers.templates import environment, lines

PARAGRAPH, TABLE = f"{WORD}p", f"{WORD}tbl"
ALIGNED = {"center": "center", "right": "right", "end": "right", "both": "justify"}
MOST_DEEP = 5  # tables inside tables, which are then told as their words


def letter_html(data: bytes, name: str, heading: str = "", said: Callable[[str], str] = str) -> str:
    """The text of a letter as HTML, for :class:`ui.printing.paper.Paper`; everything is escaped.

    :param data: a Word file.
    :param name: what a sentence calls it.
    :param heading: what stands above it: which letter it is.
    :param said: what is done with every paragraph's words, such as names hidden.
    :raises ProbityError: it is no Word document, or holds what a letter may not.
    """
    document = _open(data, name)
    head = "".join(_blocks(part, said, 0) for part in _around(document, "header"))
    foot = "".join(_blocks(part, said, 0) for part in _around(document, "footer"))
    return (
        environment()
        .get_template("letter.html")
        .render(
            heading=heading,
            head=Markup(head),  # noqa: S704 - made below, where all words are escaped
            body=Markup(_blocks(document.element.body, said, 0)),  # noqa: S704
            foot=Markup(foot),  # noqa: S704
        )
    )


def letter_words(data: bytes, name: str) -> str:
    """The words of a letter, a paragraph a line, with those of its header and footer.

    :raises ProbityError: it is no Word document, or holds what a letter may not.
    """
    document = _open(data, name)
    parts = [*_around(document, "header"), document.element.body, *_around(document, "footer")]
    return "\n".join(line for part in parts for line in _lines(part, 0))


def _open(data: bytes, name: str) -> Any:
    inspect(data, name)
    import docx  # heavy: only where a Word file is read or written

    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # what a damaged document trips over has many kinds
        raise ProbityError(f"{name} cannot be read: it is damaged.") from error


def _around(document: Any, what: str) -> list[Any]:
    """The headers or footers of the first section: that of the first page, then of the others."""
    if not document.sections:
        return []
    section = document.sections[0]
    first = section.different_first_page_header_footer
    wanted = [getattr(section, f"first_page_{what}")] if first else []
    parts = [one for one in [*wanted, getattr(section, what)] if not one.is_linked_to_previous]
    return [one._element for one in parts]


def _inside(element: Any) -> Iterator[Any]:
    """The paragraphs and tables of a part, also those in a content control."""
    for one in element:
        if one.tag in (PARAGRAPH, TABLE):
            yield one
        elif one.tag in (f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}customXml"):
            yield from _inside(one)


def _blocks(element: Any, said: Callable[[str], str], depth: int) -> str:
    return "".join(
        _table(one, said, depth) if one.tag == TABLE else _paragraph(one, said)
        for one in _inside(element)
    )


def _lines(element: Any, depth: int) -> Iterator[str]:
    for one in _inside(element):
        if one.tag == PARAGRAPH:
            yield _words(one)
        elif depth < MOST_DEEP:
            for row in _rows(one):
                for cell in row:
                    yield from _lines(cell, depth + 1)


def _rows(table: Any) -> list[list[Any]]:
    rows = table.findall(f"{WORD}tr")
    return [[one for one in row.iter(f"{WORD}tc") if _owner(one, row)] for row in rows]


def _owner(cell: Any, row: Any) -> bool:
    """Whether a cell is of this row, and not of one in a table inside it."""
    above = cell.getparent()
    while above is not None and above.tag != f"{WORD}tr":
        above = above.getparent()
    return above is row


def _words(element: Any) -> str:
    """What stands in a paragraph, in whatever its runs are wrapped, text boxes too."""
    found: list[str] = []
    _gather(element, found)
    return "".join(found)


def _gather(element: Any, found: list[str]) -> None:
    for one in element:
        if one.tag == f"{WORD}t":
            found.append(one.text or "")
        elif one.tag == f"{WORD}tab" and one.getparent().tag == f"{WORD}r":
            found.append("\t")
        elif one.tag in (f"{WORD}br", f"{WORD}cr"):
            found.append("\n")
        elif isinstance(one.tag, str) and not one.tag.endswith("}Fallback"):
            _gather(one, found)  # docx_safe has seen that it is not too deep
            if one.tag == PARAGRAPH:
                found.append("\n")


def _paragraph(one: Any, said: Callable[[str], str]) -> str:
    words = said(_words(one))
    style = _value(one, "pStyle")
    if not words.strip():
        return "<p>&nbsp;</p>"
    if style.startswith(("Heading", "Title")):
        return f"<h3>{lines(words)}</h3>"
    place = ALIGNED.get(_value(one, "jc"))
    align = f' align="{place}"' if place else ""
    runs = [run for run in one.iter(f"{WORD}r") if _words(run).strip()]
    bold = bool(runs) and all(_is_bold(run) for run in runs)
    inside = f"<b>{lines(words)}</b>" if bold else str(lines(words))
    dot = "•&nbsp;&nbsp;" if style.startswith("List") else ""
    return f"<p{align}>{dot}{inside}</p>"


def _table(one: Any, said: Callable[[str], str], depth: int) -> str:
    if depth >= MOST_DEEP:
        return f"<p>{escape(said(_words(one)))}</p>"
    rows = []
    for row in _rows(one):
        cells = [f"<td>{_blocks(cell, said, depth + 1)}</td>" for cell in row]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table width="100%" cellspacing="0" cellpadding="3">{"".join(rows)}</table>'


def _value(paragraph: Any, name: str) -> str:
    found = paragraph.find(f"{WORD}pPr/{WORD}{name}")
    return str(found.get(f"{WORD}val", "")) if found is not None else ""


def _is_bold(run: Any) -> bool:
    found = run.find(f"{WORD}rPr/{WORD}b")
    return found is not None and found.get(f"{WORD}val") not in ("0", "false", "off")
