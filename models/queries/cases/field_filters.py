"""Conditions on fields to which the schema gives a column of the list, as words and as SQL.

A condition is a field's column in the line and its values, all of them text: of a text the words
that it holds, of a code those that it may be, of a day the first and the last (either may be
empty), of a flag ``yes`` or ``no``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from models.errors import InvalidError
from models.rules import vocabularies
from models.rules.dates import period_words
from models.schema import Case
from models.schema.derived import Listed, listed

Condition = tuple[str, tuple[str, ...]]
YES, NO = "yes", "no"


def described(code: str, values: tuple[str, ...]) -> str:
    """A condition in words: ``Crime number: contains “417”``."""
    one = listed()[code]
    label, kind = one.entry.brief, one.entry.kind
    if kind == "code":
        return f"{label}: {or_list([vocabularies.name(one.entry.vocabulary, it) for it in values])}"
    if kind == "day":
        return f"{label}: {period_words(*days(values))}"
    if kind in ("flag", "yesno"):
        return f"{label}: {'Yes' if values[0] == YES else 'No'}"
    return f"{label}: {or_list([f'“{value}”' for value in values])}"


def condition(code: str, values: tuple[str, ...]) -> tuple[str, list[Any]]:
    """A condition over ``case_line AS l``, and its values."""
    one = listed()[code]
    field = f"l.{code}" if one.model is Case else f"r.{one.field}"
    said, given = _said(one, field, values)
    if one.model is Case:
        return said, given
    table = one.model._meta.table_name
    return f"EXISTS (SELECT 1 FROM {table} r WHERE r.case_id = l.case_id AND ({said}))", given


def _said(one: Listed, field: str, values: tuple[str, ...]) -> tuple[str, list[Any]]:
    kind = one.entry.kind
    if kind == "code":
        return f"{field} IN ({', '.join('?' * len(values))})", list(values)
    if kind == "day":
        ends = [(at, day) for at, day in zip((">=", "<="), values, strict=True) if day]
        return " AND ".join(f"{field} {at} ?" for at, _ in ends) or "1", [day for _, day in ends]
    if kind in ("flag", "yesno"):
        return f"{field} = ?", [int(values[0] == YES)]
    if kind == "number":
        return f"{field} IN ({', '.join('?' * len(values))})", [int(value) for value in values]
    likes = " OR ".join([f"{field} LIKE ? ESCAPE '\\'"] * len(values))
    return likes, [f"%{_plain(value)}%" for value in values]


def _plain(text: str) -> str:
    """A text in which no sign stands for another."""
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text


def days(values: tuple[str, ...]) -> tuple[datetime.date | None, datetime.date | None]:
    """The days of a condition on a day."""
    start, end = (datetime.date.fromisoformat(value) if value else None for value in values)
    return start, end


def known(conditions: Iterable[Any]) -> tuple[Condition, ...]:
    """Those of the conditions, as JSON kept them, whose field and values there still are."""
    found = []
    for code, values in conditions:
        one = listed().get(code)
        if one is None or not values:
            continue
        if one.entry.kind == "day":
            days(tuple(values))
        found.append((str(code), tuple(str(value) for value in values)))
    return tuple(found)


def read(code: str, text: str) -> tuple[str, ...]:
    """What somebody wrote after ``code=``: ``post``, ``yes``, ``2014-02-01..2014-02-28``.

    :raises InvalidError: there is no such field in the list, or no such value.
    """
    one = listed().get(code)
    if one is None:
        known = f"it is one of {', '.join(listed())}" if listed() else "there are none"
        raise InvalidError({"where": f"“{code}” is not a field to filter by: {known}."})
    kind = one.entry.kind
    if kind == "day":
        start, dots, end = text.partition("..")
        wanted = (start, end if dots else start)
        try:
            days(wanted)
        except ValueError as error:
            raise InvalidError(
                {"where": f"“{text}” is not a date: write 2014-02-01, or 2014-02-01..2014-02-28."}
            ) from error
        return wanted
    if kind in ("flag", "yesno") and text not in (YES, NO):
        raise InvalidError({"where": f"“{text}” is neither yes nor no."})
    if kind == "code" and vocabularies.term(one.entry.vocabulary, text) is None:
        codes = ", ".join(term.code for term in vocabularies.terms(one.entry.vocabulary))
        raise InvalidError({"where": f"“{text}” is not among {codes}."})
    if kind == "number" and not text.lstrip("-").isdigit():
        raise InvalidError({"where": f"“{text}” is not a whole number."})
    if not text.strip():
        raise InvalidError({"where": f"Give a value for “{code}”."})
    return (text,)


def or_list(names: list[str]) -> str:
    """``A``, ``A or B``, ``A, B or C``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
