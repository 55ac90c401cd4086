"""What an option holds, read as it is typed: argparse says whatever a reader here refuses."""

from __future__ import annotations

import argparse
import datetime

from models.errors import InvalidError
from models.rules import vocabularies
from models.rules.dates import parse_date


def codes_of(vocabulary: str) -> list[str]:
    """The codes of a list, for an option that takes one."""
    return [term.code for term in vocabularies.terms(vocabulary)]


def day_of(text: str) -> datetime.date:
    """The day that an option says."""
    try:
        return parse_date(text, datetime.date.today())
    except InvalidError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def count_of(text: str) -> int:
    """A whole number above nought."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above nought")
    return int(text)


def whole_of(text: str) -> int:
    """A whole number."""
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def pair_of(text: str) -> tuple[str, str]:
    """What is written as A=B, in two."""
    before, equals, after = text.rpartition("=")
    if not equals or not before.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not written as A=B")
    return before.strip(), after.strip()


def delimiter_of(text: str) -> str:
    """One character, or the word tab."""
    found = {"tab": "\t", "\\t": "\t"}.get(text, text)
    if len(found) != 1 or found in '\r\n"':
        raise argparse.ArgumentTypeError("a delimiter is one character, or the word tab")
    return found
