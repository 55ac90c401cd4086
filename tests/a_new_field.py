"""Fields that the schema did not have when the program began: of each kind, on three tables."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.case.casefile import SECTIONS, CaseFile, Row
from models.entering.open import create_register, open_register
from models.register import Register
from models.schema import Allegation, Case, CaseLine, Record, Subject, Table, dictionary
from models.schema.base import Column, Privacy, code, day, flag, text
from tests.models.making import TODAY, case_file, raw, save

#: Stands in every text, so that one can see whether the subject is still named in it.
NAMED = "Harmer"


@dataclass(frozen=True)
class New:
    """A field that is added while the program runs.

    :ivar value: as a case file has it, and ``other`` a value to change it to.
    :ivar words: what people read of the value; ``search`` a word by which it is found.
    """

    section: str
    model: type[Record]
    kind: str
    label: str
    value: Any
    other: Any
    words: str
    search: str = ""
    field: Any = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """Its column."""
        return f"added_{self.kind}"

    @property
    def column(self) -> str:
        """Its column in the list."""
        before = {"case": "", "subjects": "subject_", "allegations": "allegation_"}
        return f"{before[self.section]}{self.name}"

    @property
    def asked(self) -> str:
        """What the command line asks of it, so that the case of its value is found."""
        return {"text": "ZEBRA", "flag": "yes"}.get(self.kind, str(self.value))

    def row(self, file: CaseFile) -> Row:
        """The row of a case file that has it."""
        return file.rows(self.section)[0]

    def __str__(self) -> str:
        return f"{self.section}-{self.kind}"


def _four(section: str, model: type[Record], what: str) -> Iterator[New]:
    word, shown = f"zebra{section}", Column()
    yield New(
        section, model, "text", f"Words on the {what}",
        f"{NAMED} said {word} at the gate", f"{NAMED} said giraffe{section}",
        f"said {word} at the gate", word,
        text(f"Words on the {what}", privacy=Privacy.WORDS, column=shown),
    )  # fmt: skip
    yield New(
        section, model, "code", f"Way of the {what}", "post", "email", "Post", "post",
        code(f"Way of the {what}", "method", searched=True, column=shown),
    )  # fmt: skip
    yield New(
        section, model, "day", f"Day of the {what}",
        datetime.date(2014, 2, 13), datetime.date(2014, 2, 14), "13 Feb 2014", "",
        day(f"Day of the {what}", past=True, column=shown),
    )  # fmt: skip
    yield New(
        section, model, "flag", f"Flag on the {what}", True, False, "Yes", "",
        flag(f"Flag on the {what}", column=shown),
    )  # fmt: skip


def fields() -> tuple[New, ...]:
    """A text, a code, a day and a flag of the case, of a subject and of an allegation."""
    return (
        *_four("case", Case, "case"),
        *_four("subjects", Subject, "subject"),
        *_four("allegations", Allegation, "allegation"),
    )


NEW = fields()


def of(section: str, kind: str) -> New:
    """One of them."""
    return next(one for one in NEW if (one.section, one.kind) == (section, kind))


@contextmanager
def added() -> Iterator[None]:
    """The schema with the new fields; without them again afterwards."""
    done: list[New] = []
    try:
        for one in fields():
            dictionary.add_field(one.model, one.name, one.field)
            done.append(one)
        yield
    finally:
        for one in reversed(done):
            dictionary.remove_field(one.model, one.name)


def migrate(path: Path) -> None:
    """Give a register the columns that the schema has and it has not, as a migration would."""
    connection = raw(path)
    models: tuple[Any, ...] = (Case, Subject, Allegation, CaseLine)
    for model in models:
        table = model._meta.table_name
        known = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
        for name in model._meta.columns.keys() - known:
            item = model._meta.columns[name]
            kind = item.field_type
            rest = "" if item.null else f" NOT NULL DEFAULT {0 if kind == 'BOOL' else repr('')}"
            connection.execute(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {kind}{rest}')
            if item.index:
                index = f'CREATE INDEX "{table}_{name}" ON "{table}" ("{name}")'
                connection.execute(index)
    connection.close()


@contextmanager
def register_at(path: Path) -> Iterator[Register]:
    """A register that has the columns of the new fields."""
    create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY).close()
    migrate(path)
    with open_register(path, user="okafor") as register:
        yield register


def filled(**fields: Any) -> CaseFile:
    """A case in which every new field has its value."""
    file = case_file(**fields)
    for one in NEW:
        one.row(file)[one.name] = one.value
    return file


def put(register: Register) -> int:
    """The same in a register; the id of the case."""
    return save(register, filled())


def tables() -> dict[str, type[Table]]:
    """The tables of the sections, by section."""
    return {"case": Case, **{name: section.model for name, section in SECTIONS.items()}}
