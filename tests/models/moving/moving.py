"""A parcel sent by one register and received by another, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.changes import disclosing
from models.changes.incoming import receiving
from models.changes.incoming.receiving import Received
from models.moving.meeting import Look
from models.moving.parcel import Parcel
from models.queries.cases import case_list
from models.queries.cases.filters import Filter
from models.register import Register
from models.schema import TABLES
from tests.models.making import PASSPHRASE, TODAY


def sent(register: Register, path: Path, ids: Sequence[int] | None = None) -> Path:
    """The cases of these ids, or all that the user sees, in a parcel at ``path``."""
    with register.reader() as connection:
        wanted = case_list.ids(connection, Filter(), TODAY) if ids is None else ids
        disclosing.send_cases(register, connection, path, wanted, PASSPHRASE)
    return path


def looked_at(register: Register, path: Path) -> Look:
    with Parcel(path, PASSPHRASE) as parcel:
        return receiving.preview(register, parcel)


def received(register: Register, path: Path) -> Received:
    with Parcel(path, PASSPHRASE) as parcel:
        return receiving.receive(register, parcel)


def everything(register: Register) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    names = [model._meta.table_name for model in TABLES]
    with register.reader(whole=True) as connection:
        return {
            name: [tuple(row) for row in connection.execute(f'SELECT * FROM "{name}"')]
            for name in names
        }
