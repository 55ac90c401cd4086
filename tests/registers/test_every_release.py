"""A register of every release, from 0.1 on, opens for ever.

Whoever makes a release makes its register with ``python -m tests.registers.make`` and commits the
three files; those of releases before are never touched again. Until a release is out, whatever
changes the tables makes its register anew by the same command.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from models.changes import users
from models.entering.open import open_register
from models.keeping.contents import problem_in
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.record.check import check
from models.storage import opening
from models.storage.keys import KeyFile, key_path
from tests.models.shapes import differences, of_the_schema
from tests.registers.make import FOLDER, contents, this_release

KEPT = sorted(FOLDER.glob("*.probity"))
AGAIN = "made before the tables were changed? python -m tests.registers.make makes it anew"


@pytest.fixture(params=KEPT, ids=lambda path: path.stem)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the register, with its key file, that may be written."""
    for one in (request.param, key_path(request.param)):
        shutil.copy(one, tmp_path)
    return tmp_path / str(request.param.name)


@pytest.fixture
def told(kept: Path) -> dict[str, Any]:
    """What opens it, and what must be found in it."""
    return dict(json.loads((FOLDER / kept.with_suffix(".json").name).read_text(encoding="utf-8")))


def test_it_opens_for_each_of_its_people_and_all_of_it_is_in_order(
    kept: Path, told: dict[str, Any]
) -> None:
    for name, passphrase in told["people"].items():
        with open_register(kept, user=name, passphrase=passphrase) as register:
            assert register.user.name == name
            with register.reader(whole=True) as connection, of_the_schema() as wanted:
                assert differences(connection, wanted) == [], AGAIN
                assert [said for one in check(connection) for said in one.problems] == []


def test_its_list_and_its_cases_say_what_they_said(kept: Path, told: dict[str, Any]) -> None:
    with open_register(kept, user="okafor", passphrase=told["people"]["okafor"]) as register:
        assert contents(register) == told["cases"]
        with register.reader() as connection:
            rows = case_list.rows(
                connection, Filter(), Sort(), register.today(), default(), offset=0, limit=100
            )
            hits = case_list.ids(connection, Filter(text="Harmer"), register.today())
    assert {row.case_id for row in rows} >= set(hits) != set()
    assert len(rows) == len(told["cases"])


def test_one_that_is_brought_up_to_date_is_copied_first(kept: Path, told: dict[str, Any]) -> None:
    passphrase = told["people"]["okafor"]
    connection = opening.connect(kept, KeyFile.read(kept).unlock("okafor", passphrase))
    current = opening.is_current(kept, connection)
    connection.close()
    with open_register(kept, user="okafor", passphrase=passphrase) as register:
        copies = list(kept.parent.glob("*.before-update-*.probity"))
        assert len(copies) == (not current)
        assert [problem_in(one, register.keys) for one in copies] == [""] * len(copies)


def test_its_recovery_key_lets_an_administrator_in(kept: Path, told: dict[str, Any]) -> None:
    new = "eleven patient lanterns"
    with users.recover(kept, told["recovery_key"], "okafor", new) as register:
        assert register.user.name == "okafor"
    open_register(kept, user="okafor", passphrase=new).close()


def test_there_is_one_of_this_release() -> None:
    assert this_release() in [one.stem for one in KEPT], "python -m tests.registers.make"
