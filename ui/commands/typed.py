"""How one word of the command line is read: a day, a number, a column, a code."""

from __future__ import annotations

import argparse
import datetime

from models.errors import InvalidError
from models.queries.cases import columns as list_columns
from models.rules import vocabularies
from models.rules.dates import parse_date


def pair(text: str) -> tuple[str, str]:
    """A heading and a field, written ``A=B``."""
    before, equals, after = text.rpartition("=")
    if not equals or not before.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not written as A=B")
    return before.strip(), after.strip()


def delimiter(text: str) -> str:
    """The one character between cells; ``tab`` is one too."""
    found = {"tab": "\t", "\\t": "\t"}.get(text, text)
    if len(found) != 1 or found in '\r\n"':
        raise argparse.ArgumentTypeError("a delimiter is one character, or the word tab")
    return found


def column(text: str) -> str:
    """The code of a column of the list."""
    codes = [item.code for item in list_columns.columns()]
    if text not in codes:
        raise argparse.ArgumentTypeError(f"{text!r} is not among {', '.join(codes)}")
    return text


def order(text: str) -> str:
    """A column to sort by, ``-`` before it for descending."""
    column(text.removeprefix("-"))
    return text


def columns(text: str) -> tuple[str, ...]:
    """Columns of the list, with commas between."""
    return tuple(dict.fromkeys(column(code.strip()) for code in text.split(",")))


def codes_of(vocabulary: str) -> list[str]:
    """The codes of a vocabulary."""
    return [term.code for term in vocabularies.terms(vocabulary)]


def day(text: str) -> datetime.date:
    """A day, as people write it."""
    try:
        return parse_date(text, datetime.date.today())
    except InvalidError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def count(text: str) -> int:
    """A whole number above nought."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")
    return int(text)


def whole(text: str) -> int:
    """A whole number."""
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)
