"""What every table of the register shares, and how a field is declared.

Models here are descriptions: they are bound to no database. A query on them is executed against
the connection of one register (``Case.select().execute(database)``), so two registers can be open
in one process and nothing is global.

A field's line says everything that is known of it: what people call it, what it means, whether it
may name somebody, what files call it. The field carries that as its :class:`Entry`, and whatever
shows, reads, finds, strikes or forgets fields asks :mod:`models.schema.dictionary` for it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    DateField,
    DateTimeField,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Privacy(enum.Enum):
    """What a text may say of people, and so what becomes of it where names must not be read."""

    #: People write freely here: struck, shortened to initials, emptied when anonymised.
    WORDS = "words"
    #: It tells who somebody is (a name, a number): the same, and left out where initials do.
    PERSON = "person"
    #: A reference, code or figure kept as text: never touched, since it names nobody.
    CODE = "code"


@dataclass(frozen=True)
class Column:
    """A field as a column of the case list, its CSV and its printed list.

    :ivar width: pixels at 100% text.
    :ivar shown: whether it is there before anybody chose columns.
    """

    width: int = 140
    shown: bool = False


@dataclass(frozen=True)
class Entry:
    """What is known of a field, said once.

    :ivar label: what people call it, everywhere; ``short`` is its form where room is scarce.
    :ivar about: what it means, in a sentence, shown when the label is pointed at.
    :ivar kind: ``text``, ``area`` (of several lines), ``code``, ``day``, ``moment``, ``flag``,
        ``yesno`` (yes, no or not known), ``number``, ``link`` or ``bytes``.
    :ivar vocabulary: the list that a code is of; ``by_regime``, that the case's regime limits it.
    :ivar privacy: of a text; a text without one fails ``tests/models/schema``.
    :ivar searched: whether search finds a case by it; by a code, by what people call it.
    :ivar headings: what files call it besides, in small letters, given as one text with commas.
    :ivar imported: the code under which a mapping of columns names it, where not the column's own.
    :ivar required: the sentence for a person who leaves it empty; empty where it may be.
    :ivar past: of a day: something was done on it, so that it cannot lie in the future.
    :ivar exact: of a day: figures are made of it, so that it stays when a case is anonymised.
    :ivar forgotten: of a day: of what was still to be done, so that it goes with the words.
    :ivar column: how the case list shows it; nothing where it does not.
    :ivar technical: kept for the program and not shown to anybody.
    """

    label: str
    short: str = ""
    about: str = ""
    kind: str = "text"
    vocabulary: str = ""
    by_regime: bool = False
    privacy: Privacy | None = None
    searched: bool = False
    headings: tuple[str, ...] = ()
    imported: str = ""
    required: str = ""
    past: bool = False
    exact: bool = False
    forgotten: bool = False
    column: Column | None = None
    technical: bool = False

    def __post_init__(self) -> None:
        if self.column is not None and self.kind in ("link", "moment", "bytes", "codes"):
            raise ValueError(f"“{self.label}” cannot be a column of the list: it is a {self.kind}")

    @property
    def brief(self) -> str:
        """The label where room is scarce."""
        return self.short or self.label


class Table(Model):
    """A table that is written only through :class:`models.change.Change`."""

    id = AutoField()

    class Meta:
        legacy_table_names = False


class Record(Table):
    """A table whose rows are edited: ``version`` counts the saves, for optimistic locking."""

    version = IntegerField(default=1)


def _entered(field: Field, entry: Entry) -> Any:
    field.entry = entry  # type: ignore[attr-defined]
    return field


#: The options of an entry that a field's line may give, beside those of peewee.
_KNOWN = frozenset(Entry.__dataclass_fields__)


def _field(
    made: type[Field], kind: str, label: str, options: dict[str, Any], **defaults: Any
) -> Any:
    known = {key: options.pop(key) for key in list(options) if key in _KNOWN}
    known.setdefault("technical", not label)
    known["headings"] = tuple(filter(None, known.get("headings", "").split(", ")))
    return _entered(made(**(defaults | options)), Entry(label, kind=kind, **known))


def text(label: str = "", *, long: bool = False, **options: Any) -> Any:
    """A text column that holds an empty string rather than nothing.

    :param long: it may be of several lines.
    :param options: those of :class:`Entry`, and of peewee's ``TextField``.
    """
    named = options.get("privacy") in (Privacy.WORDS, Privacy.PERSON)
    options.setdefault("searched", named)
    return _field(TextField, "area" if long else "text", label, options, default="")


def mark(label: str = "", **options: Any) -> Any:
    """A reference or code that is given once and is no word of anybody's; never empty."""
    options.setdefault("privacy", Privacy.CODE)
    return _field(TextField, "text", label, options)


def code(label: str = "", vocabulary: str = "", **options: Any) -> Any:
    """A column that holds a vocabulary's code; nothing where not yet decided."""
    options.setdefault("vocabulary", vocabulary)
    return _field(TextField, "code", label, options, null=True)


def day(label: str = "", **options: Any) -> Any:
    """A calendar day, stored as ``YYYY-MM-DD``; nothing where unknown."""
    return _field(DateField, "day", label, options, null=True)


def moment(label: str = "", **options: Any) -> Any:
    """A moment in UTC, stored as ``YYYY-MM-DD HH:MM:SS[.ffffff]``."""
    return _field(DateTimeField, "moment", label, options)


def flag(label: str = "", **options: Any) -> Any:
    """Yes or no; no unless said."""
    return _field(BooleanField, "flag", label, options, default=False)


def yes_no(label: str = "", **options: Any) -> Any:
    """Yes, no, or nothing where it is not known."""
    return _field(BooleanField, "yesno", label, options, null=True)


def number(label: str = "", **options: Any) -> Any:
    """A whole number."""
    return _field(IntegerField, "number", label, options)


def content(label: str = "", **options: Any) -> Any:
    """Bytes: of a file, of a hash."""
    return _field(BlobField, "bytes", label, options)


def link(model: Any, label: str = "", **options: Any) -> Any:
    """A pointer at a row of another table, which stays while it is pointed at."""
    options.setdefault("on_delete", "RESTRICT")
    options["model"] = model
    return _field(ForeignKeyField, "link", label, options)
