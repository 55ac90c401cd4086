"""Who may see what: every way out of random registers, against a plain reference."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from models.entering.open import open_register
from models.record.check import check
from models.register import Register
from models.storage.sqlite import hiding
from tests.models.sight.seeing_ways import APART, PURE, WAYS, public
from tests.models.sight.seeing_world import PLANS, USERS, Reference, World, build
from tests.often import often


def test_every_way_out_is_in_the_table() -> None:
    rooms = ("queries.", "exchange.", *(f"{one.removeprefix('models.')}." for one in APART))
    asked = {name for name in WAYS if name.startswith(rooms)}
    assert public() == asked | PURE
    assert not asked & PURE


def test_every_table_is_hidden_or_of_no_case(register: Register) -> None:
    with register.reader(whole=True) as connection:
        shaded = {table for table, _ in hiding.views(connection)}
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%'"
        tables = {row[0] for row in connection.execute(query)} | {"search_entry"}
    assert tables == shaded | hiding.OF_NO_CASE
    assert not shaded & hiding.OF_NO_CASE


MATTER: dict[str, Any] = {
    "restricted": False,
    "owner": 1,
    "named": set(),
    "officers": {0},
    "witnesses": {0},
    "taken_out": False,
    "doer": 2,
    "exhibit": True,
    "link": "see-also",
    "then": "",
    "long_closed": False,
}
PLAN: dict[str, Any] = {
    "matters": [MATTER, MATTER | {"restricted": True}, MATTER],
    "members": [None] * USERS,
    "merges": [],
    "review": True,
}


@pytest.mark.slow
def test_the_views_are_looked_through_and_never_filled(tmp_path: Path) -> None:
    """So that what is hidden costs each question a look-up a row, on the indexes it has."""
    world = build(tmp_path / "force.probity", PLAN, tmp_path)
    asked: dict[str, None] = {}
    with open_register(world.path, user="user3") as theirs, theirs.reader() as connection:
        assert not hiding.sees_all(connection)
        connection.set_trace_callback(lambda sql: asked.setdefault(sql))
        for ask in WAYS.values():
            ask(connection)
        connection.set_trace_callback(None)
        shaded = {table for table, _ in hiding.views(connection)}
        for sql in asked:
            if sql.strip().startswith("SELECT"):
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
                filled = {step.split()[1] for step in plan if step.startswith("MATERIALIZE")}
                assert not filled & shaded, sql
    assert len(asked) > 100


@pytest.mark.slow
@settings(
    max_examples=often(4, 20),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # what fails is small already
)
@given(plan=PLANS)
def test_nobody_is_told_of_what_they_may_not_see(plan: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = build(Path(folder) / "force.probity", plan, Path(folder))
        reference = Reference(world)
        try:
            for user_id in range(1, USERS + 1):
                compare(world, reference, user_id)
        finally:
            reference.connection.close()


def compare(world: World, reference: Reference, user_id: int) -> None:
    """What a user is told by every way out is what a register without the rest would tell."""
    hidden = reference.hidden(user_id)
    with open_register(world.path, user=f"user{user_id}") as register:
        told = {}
        for name, ask in WAYS.items():  # a reader each: the second question hides as much
            with register.reader() as connection:
                told[name] = ask(connection)
        with register.reader() as connection:
            rows = _every_row(connection)
            checked = {item.name: item for item in check(connection)}
    with reference.as_if_never(user_id) as connection:
        for name, ask in WAYS.items():
            assert told[name] == ask(connection), name
        expected = _every_row(connection)
        for table in expected:
            assert rows[table] == expected[table], table
    said = repr((told, rows))
    for case_id in hidden:
        assert not re.search(rf"xcase{case_id}[a-z]", said)
    assert [item.problems for item in checked.values()] == [[]] * len(checked)
    seen = len(reference.tables["case"]) - len(hidden)
    assert (checked["References"].counted, checked["Case list"].counted) == (seen, seen)
    assert checked["Search index"].counted == len(expected["search_entry"])
    assert checked["Exhibits"].counted == len(expected["exhibit"])


def _every_row(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as any question yet to be asked could find it."""
    names = (
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
        " OR name = 'search_entry'"
    )
    return {
        name: [tuple(row) for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')]
        for (name,) in connection.execute(names).fetchall()
        if name not in ("sqlite_sequence",)
    }
