"""Random registers sent whole and received: equal but for numbers, references and the record."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from models.entering.open import create_register, open_register
from models.moving.meeting import SAME
from models.record.check import check
from tests.models.making import TODAY
from tests.models.moving import moving_world
from tests.models.moving.moving import everything, looked_at, received, sent
from tests.models.sight.seeing_world import PLANS, Reference, build
from tests.often import often


@pytest.mark.slow
@settings(
    max_examples=often(6, 25),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # what fails is small already
)
@given(plan=PLANS)
def test_all_that_somebody_sees_goes_round_and_nothing_twice(plan: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        go_round(Path(name), without_chains(plan))


def without_chains(plan: dict[str, Any]) -> dict[str, Any]:
    """A case that is consolidated into another has none consolidated into it."""
    matters: list[dict[str, Any]] = []
    for matter in plan["matters"]:
        chained = bool(matters) and matters[-1]["link"] == matter["link"] == "consolidated"
        matters.append(matter | ({"link": "see-also"} if chained else {}))
    return plan | {"matters": matters}


def go_round(folder: Path, plan: dict[str, Any]) -> None:
    world = build(folder / "one.probity", plan, folder)
    reference = Reference(world)
    hidden = reference.hidden(1)
    reference.connection.close()
    with (
        open_register(world.path, user="user1") as one,
        create_register(
            folder / "two.probity", force="Weald", user="user1", full_name="User1", today=TODAY
        ) as two,
    ):
        there = [at for at in range(1, len(plan["matters"]) + 1) if at not in hidden]
        if not there:
            return
        parcel = sent(one, folder / "all.probity-cases")
        done = received(two, parcel)
        here = list(done.references)
        assert done.look.count("new") == len(here) == len(there)
        with one.reader() as first, two.reader() as second:
            expected, found = moving_world.told(first, there), moving_world.told(second, here)
            for before, after in zip(expected, found, strict=True):
                access = [
                    row for row in after["case_access"] if row["reason"] != "Received the case"
                ]
                assert after | {"case_access": access} == before
            assert moving_world.people(second) == moving_world.people(first)
            assert [item.problems for item in check(second)] == [[]] * len(check(second))
            for old, new in zip(there, here, strict=True):
                query = 'SELECT reference, former_references, restricted FROM "case" WHERE id = ?'
                was, now = (
                    c.execute(query, (i,)).fetchone() for c, i in ((first, old), (second, new))
                )
                assert was[0] in now[1].split()
                assert now[0].startswith("PS/R/" if was[2] else "PS/2")
        before = everything(two)
        assert {one.state for one in looked_at(two, parcel).arrivals} == {SAME}
        assert received(two, parcel).references == {}
        assert received(two, sent(one, folder / "again.probity-cases")).references == {}
        assert everything(two) == before
