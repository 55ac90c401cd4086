"""The options that say which cases, in which order and by which columns."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterable
from typing import Any

from models.errors import InvalidError
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import columns, default
from models.queries.cases.field_filters import Condition, read
from models.queries.cases.filters import Filter, coded
from models.rules import vocabularies
from models.rules.dates import parse_date
from models.schema.derived import listed


def filter_of(args: argparse.Namespace, owners: tuple[int, ...]) -> Filter:
    """The filter that the options ask for; ``owners`` are the ids of the users they name."""
    known = {name: getattr(args, name) for name, *_ in coded()}
    values: dict[str, Any] = {name: tuple(codes or ()) for name, codes in known.items()}
    return Filter(
        **values,
        text=args.text or "",
        owners=owners,
        received_from=args.received_from,
        received_to=args.received_to,
        closed_from=args.closed_from,
        closed_to=args.closed_to,
        restricted=args.restricted,
        overdue=args.overdue,
        is_open=args.is_open,
        fields=_fields(args.where or ()),
    )


def _fields(asked: Iterable[Condition]) -> tuple[Condition, ...]:
    """What ``--where`` asks: a field given twice means either, except of a day, a yes or a no."""
    found: dict[str, tuple[str, ...]] = {}
    for code, values in asked:
        either = listed()[code].entry.kind in ("text", "area", "code", "number")
        found[code] = (*found.get(code, ()), *values) if either else values
    return tuple(found.items())


def sort_of(args: argparse.Namespace) -> Sort:
    """The order that ``--sort`` asks for: a column's code, ``-`` before it for descending."""
    return Sort(args.sort.removeprefix("-"), args.sort.startswith("-"))


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Options for the conditions of the list."""
    group = parser.add_argument_group("filters (an option given twice means either)")
    group.add_argument("--text", metavar="WORDS", help="words anywhere in the case")
    for name, heading, vocabulary, _ in coded():
        option = {"categories": "category", "severities": "severity"}.get(name, name[:-1])
        group.add_argument(
            f"--{option}",
            dest=name,
            action="append",
            choices=codes_of(vocabulary),
            metavar="CODE",
            help=f"{heading.lower()}, such as {codes_of(vocabulary)[0]}",
        )
    group.add_argument(
        "--owner",
        dest="owners",
        action="append",
        metavar="NAME",
        help="who investigates: a user's sign-in name or full name",
    )
    for option, dest, words in (
        ("--from", "received_from", "received on or after; 2014-02-12 or 12 Feb 2014"),
        ("--to", "received_to", "received on or before"),
        ("--closed-from", "closed_from", "closed on or after"),
        ("--closed-to", "closed_to", "closed on or before"),
    ):
        group.add_argument(option, dest=dest, type=day_of, metavar="DAY", help=words)
    group.add_argument(
        "--where",
        action="append",
        type=_where,
        metavar="FIELD=VALUE",
        help="what a field of the list holds; a day or FIRST..LAST; yes or no",
    )
    group.add_argument("--overdue", action="store_true", help="only what is late")
    for name, yes, no in (
        ("is_open", "open", "closed"),
        ("restricted", "restricted", "open-to-all"),
    ):
        either = group.add_mutually_exclusive_group()
        for option, value in ((yes, True), (no, False)):
            either.add_argument(
                f"--{option}",
                dest=name,
                action="store_const",
                const=value,
                help=f"only cases that are {option.replace('-', ' ')}",
            )


def add_order(parser: argparse.ArgumentParser) -> None:
    """Options for the list’s order and columns."""
    codes = [item.code for item in columns()]
    parser.add_argument(
        "--sort",
        default="-received",
        metavar="COLUMN",
        type=_order,
        help="a column; --sort=-COLUMN for descending (the default is --sort=-received)",
    )
    parser.add_argument(
        "--columns",
        default=default(),
        type=_columns,
        metavar="A,B,…",
        help=f"among: {', '.join(codes)}",
    )


def _where(text: str) -> Condition:
    code, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not written as FIELD=VALUE")
    try:
        return code.strip(), read(code.strip(), value.strip())
    except InvalidError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _column(text: str) -> str:
    codes = [item.code for item in columns()]
    if text not in codes:
        raise argparse.ArgumentTypeError(f"{text!r} is not among {', '.join(codes)}")
    return text


def _order(text: str) -> str:
    _column(text.removeprefix("-"))
    return text


def _columns(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_column(code.strip()) for code in text.split(",")))


def codes_of(vocabulary: str) -> list[str]:
    """The codes of a list, for an option that takes one."""
    return [term.code for term in vocabularies.terms(vocabulary)]


def day_of(text: str) -> datetime.date:
    """The day that an option says."""
    try:
        return parse_date(text, datetime.date.today())
    except InvalidError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
