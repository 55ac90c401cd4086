"""A Word file that somebody gave, looked at before anything else reads it.

It may be large, damaged or meant to harm. It is a text with its pictures and nothing else: no
program, no other document inside, nothing that Word would fetch from elsewhere when it is opened.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from models.errors import ProbityError

#: Bytes: of the file, of all that is packed in it, and of the text in that; and how many parts.
LARGEST, MOST_UNPACKED, MOST_TEXT, MOST_PARTS = 10_000_000, 40_000_000, 4_000_000, 500
DOCUMENT = "word/document.xml"
TYPES = "[Content_Types].xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Kinds of content, and of what a part leads to, that are programs or other documents inside.
FORBIDDEN = re.compile(r"macro|vbaproject|activex|oleobject|embeddings", re.IGNORECASE)
FORBIDDEN_LINKS = frozenset(
    {
        *("package", "oleobject", "afchunk", "subdocument", "control", "frame", "vbaproject"),
        *("mailmergesource", "mailmergeheadersource", "recipientdata", "wordvbadata"),
    }
)
#: Elements that bring in another document, a program or a source of data.
FORBIDDEN_PARTS = frozenset({"altChunk", "subDoc", "OLEObject", "control", "mailMerge"})
OFFICE_DOCUMENT = "/officeDocument"
HYPERLINK = "/hyperlink"
LINKED = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
#: What Word may work out by itself in a letter; any other field could fetch something or run it.
FIELDS = frozenset(
    {
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE"),
        *("SAVEDATE", "PRINTDATE", "HYPERLINK", "PAGEREF", "REF", "SEQ", "STYLEREF", "TOC"),
        *("SYMBOL", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN"),
    }
)
NOT_WORD = (
    "{name} is not a Word document, or is damaged. Nothing was kept; open it in Word and "
    "save it as a Word document (.docx)."
)


def inspect(data: bytes, name: str) -> None:
    """Make sure that a file is a Word document and nothing else.

    :param name: what a sentence calls it.
    :raises ProbityError: it is none, too large, or holds what a letter may not.
    """
    if len(data) > LARGEST:
        raise ProbityError(
            f"{name} is larger than {LARGEST // 1_000_000} MB, which is too large for a letter. "
            "Nothing was kept; make its pictures smaller."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _inspect(packed, name)
    except ProbityError:
        raise
    except (
        Exception
    ) as error:  # as zipfile and the parser have them for damaged files, in many kinds
        raise ProbityError(NOT_WORD.format(name=name)) from error


def _inspect(packed: zipfile.ZipFile, name: str) -> None:
    parts = packed.infolist()
    names = [one.filename for one in parts]
    sizes = {one.filename: one.file_size for one in parts}
    if len(parts) > MOST_PARTS or sum(sizes.values()) > MOST_UNPACKED:
        raise _too_much(name)
    unfit = len({one.lower() for one in names}) != len(names)  # two parts of one name
    unfit = unfit or any(one.flag_bits & 1 for one in parts)  # locked
    if unfit or not {DOCUMENT, TYPES} <= set(names) or sizes[TYPES] > MOST_TEXT:
        raise ProbityError(NOT_WORD.format(name=name))
    kinds = _kinds(_parsed(packed.read(TYPES), name), name)
    texts = [one for one in names if _is_text(one, kinds)]
    if sum(sizes[one] for one in texts) > MOST_TEXT:
        raise _too_much(name)
    if any(_is_outside(path) for path in names):
        raise ProbityError(f"{name} refers to parts outside itself. Nothing was kept.")
    if any(FORBIDDEN.search(path) for path in names):
        raise _forbidden(name)
    for one in texts:
        if one != TYPES:
            _look_into(one, _parsed(packed.read(one), name), name)


def _parsed(data: bytes, name: str) -> Any:
    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # heavy: only where XML is read  # heavy: only where XML is read
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]  # heavy: only where XML is read  # heavy: only where XML is read

    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ProbityError(
            f"{name} declares entities, which no Word document does. Nothing was kept."
        ) from error


def _look_into(part: str, root: Any, name: str) -> None:
    if part.lower().endswith(".rels"):
        for one in root:
            _look_at_link(one.attrib, name)
    else:
        if any(one.tag.rpartition("}")[2] in FORBIDDEN_PARTS for one in root.iter()):
            raise _forbidden(name)
        if any(_names_elsewhere(one.attrib) for one in root.iter()):
            raise _fetches(name)
        for said in _fields(root):
            first = said.split()[0].upper() if said.split() else ""
            if first not in FIELDS:
                which = first[:20] or "without a name"
                raise ProbityError(
                    f"{name} contains a Word field ({which}) that could fetch or run something. "
                    "Nothing was kept; remove the field in Word."
                )


def _kinds(root: Any, name: str) -> dict[str, str]:
    """What kind of content each part has, or each ending of a name: ``/word/x.xml``, ``png``."""
    kinds = {
        (one.get("PartName") or one.get("Extension", "")).lower(): one.get("ContentType", "")
        for one in root
    }
    if any(FORBIDDEN.search(one) for one in kinds.values()):
        raise _forbidden(name)
    mains = [part for part, kind in kinds.items() if kind == MAIN_TYPE]
    if mains != [f"/{DOCUMENT}"]:
        raise ProbityError(NOT_WORD.format(name=name))
    return kinds


def _is_text(part: str, kinds: dict[str, str]) -> bool:
    """Whether a part is XML, by its name or by what it is said to be."""
    lower = part.lower()
    said = kinds.get(f"/{lower}") or kinds.get(lower.rpartition(".")[2], "")
    return lower.endswith((".xml", ".rels")) or "xml" in said.lower()


def _look_at_link(link: dict[str, str], name: str) -> None:
    kind, target = link.get("Type", ""), link.get("Target", "")
    if FORBIDDEN.search(kind) or kind.rpartition("/")[2].lower() in FORBIDDEN_LINKS:
        raise _forbidden(name)
    if kind.endswith(OFFICE_DOCUMENT) and target.lstrip("/") != DOCUMENT:
        raise ProbityError(NOT_WORD.format(name=name))
    if link.get("TargetMode", "Internal") == "Internal":
        if ":" in target or target.startswith(("//", "\\")):
            raise _fetches(name)
        return
    if not kind.endswith(HYPERLINK) or not LINKED.match(target):
        raise _fetches(name)


def _names_elsewhere(attributes: dict[str, str]) -> bool:
    """Whether an old-fashioned picture names the place where it is to be fetched."""
    return any(
        key.rpartition("}")[2].lower() in ("src", "href", "althref") and not value.startswith("rId")
        for key, value in attributes.items()
        if value and (":" in value or value.startswith(("/", "\\")))
    )


def _fields(root: Any) -> Iterator[str]:
    """What each field of a part says, however many pieces it stands in."""
    open_fields: list[list[str]] = []
    for one in root.iter():
        if one.tag == f"{WORD}fldSimple":
            yield one.get(f"{WORD}instr", "")
        elif one.tag == f"{WORD}fldChar":
            kind = one.get(f"{WORD}fldCharType")
            if kind == "begin":
                open_fields.append([])
            elif open_fields and kind in ("separate", "end"):
                if open_fields[-1] is not _TOLD:
                    yield "".join(open_fields[-1])
                    open_fields[-1] = _TOLD
                if kind == "end":
                    open_fields.pop()
        elif one.tag in (f"{WORD}instrText", f"{WORD}delInstrText"):
            if not open_fields or open_fields[-1] is _TOLD:
                yield one.text or ""
            else:
                open_fields[-1].append(one.text or "")
    for left in open_fields:
        if left is not _TOLD:
            yield "".join(left)


#: Stands for a field whose words were handed on.
_TOLD: list[str] = []


def _is_outside(part: str) -> bool:
    return part.startswith(("/", "\\")) or "\\" in part or ":" in part or ".." in part.split("/")


def _too_much(name: str) -> ProbityError:
    return ProbityError(
        f"{name} would unpack to something far too large for a letter. Nothing was kept."
    )


def _forbidden(name: str) -> ProbityError:
    return ProbityError(
        f"{name} contains a program or another document. Nothing was kept; save the text alone "
        "as a Word document (.docx)."
    )


def _fetches(name: str) -> ProbityError:
    return ProbityError(
        f"{name} would make Word fetch something from elsewhere when it is opened. Nothing was "
        "kept; put pictures into the document itself and detach its template."
    )
