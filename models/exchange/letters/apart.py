"""What looks into a letter template, and makes a letter of it, in a process of its own.

Asked for by :mod:`models.exchange.letters.making`. The Word file and what it says are trusted with
nothing: see :mod:`models.exchange.apart`, :mod:`models.exchange.letters.docx_safe` and
:mod:`models.exchange.letters.language`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from models.errors import ProbityError
from models.exchange.letters.docx_safe import inspect
from models.exchange.letters.language import Found, Language, Words, context, refuse

#: A template that uses all of the language: what it needs is loaded once it has been gone through.
TRIED = (
    "{%p for one in subjects %}",
    "{{ one.name|upper }}{% if loop.first and not case.title == 'x' %}-{% endif %}",
    "{%p endfor %}",
)
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
#: Of a document's properties, those that docxtpl takes for templates too.
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


def make_ready() -> None:
    """Load what the work needs while files can still be opened."""
    import defusedxml.ElementTree  # type: ignore[import-untyped]  # noqa: F401  # heavy: only where XML is read  # heavy: only where XML is read
    import docx  # heavy: only where a Word file is read or written
    import jinja2.debug  # noqa: F401 - else read when a template is first found to be wrong  # heavy: only where a letter or a paper is made  # heavy: only where a letter or a paper is made
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: F401  # heavy: only where a Word file is read or written  # heavy: only where a Word file is read or written
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # heavy: only where a letter is made  # heavy: only where a letter is made

    language = Language(Words(("case.title",), {"subjects": frozenset({"name"})}))
    document, made = docx.Document(), io.BytesIO()
    for words in TRIED:
        document.add_paragraph(words)
    document.save(made)
    template = DocxTemplate(io.BytesIO(made.getvalue()))
    template.render(context({"case.title": "", "subjects": []}), language, autoescape=True)
    template.save(io.BytesIO())
    language.look("{{ case.titel }} {{ 'broken", Found())


def answer(data: bytes) -> bytes:
    """What is asked of a template.

    :param data: a line of JSON (``act``, ``name``, ``fields``, ``lists``, ``values``), then the
        Word file.
    :returns: of ``look`` JSON (``fields``, ``needed``, ``problems``), of ``fill`` the letter.
    """
    said, _, file = data.partition(b"\n")
    asked = json.loads(said)
    lists = {name: frozenset(fields) for name, fields in asked["lists"].items()}
    language = Language(Words(tuple(asked["fields"]), lists))
    inspect(file, asked["name"])
    found = look(file, language, asked["name"])
    if asked["act"] == "look":
        fields = {"fields": sorted(found.fields), "needed": sorted(found.needed)}
        told = fields | {"problems": found.problems}
        return json.dumps(told).encode()
    refuse(found)
    return fill(file, language, asked["values"], asked["name"])


def look(data: bytes, language: Language, name: str) -> Found:
    """What a template names, everywhere in it: text, headers, footers, footnotes, properties."""
    found = Found()
    for source in _sources(data, name):
        language.look(source, found)
    return found


def fill(data: bytes, language: Language, values: dict[str, Any], name: str) -> bytes:
    """The letter: the template with ``values`` in the places of its fields.

    :raises ProbityError: it would have no end, or is no document any more.
    """
    template = _open(data, name)
    try:
        template.render(context(values), language, autoescape=True)
        made = io.BytesIO()
        template.save(made)
    except ProbityError:
        raise
    except Exception as error:  # what a broken document trips over has many kinds
        raise ProbityError(f"{name} cannot be filled in: its text is damaged.") from error
    inspect(made.getvalue(), name)  # once more: what was taken out may have held it together
    return made.getvalue()


def _open(data: bytes, name: str) -> Any:
    from docxtpl import DocxTemplate  # heavy: only where a letter is made

    template = DocxTemplate(io.BytesIO(data))
    try:
        template.init_docx()
    except Exception as error:  # as above
        raise ProbityError(f"{name} cannot be opened: it is damaged.") from error
    return template


def _sources(data: bytes, name: str) -> Iterator[str]:
    template = _open(data, name)
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.parts:
        if part.content_type == FOOTNOTES:
            yield template.patch_xml(part.blob.decode("utf-8"))
    for one in PROPERTIES:
        yield getattr(template.docx.core_properties, one)
