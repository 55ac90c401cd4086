"""A field is declared once: it is added while the program runs, and walks every way in and out.

Each test is named after what must know the field; what does not fails by that name. Nothing here
says how: a consumer that keeps a list of fields of its own is what these tests are there to find.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case import casefile, edits, merge
from models.case.casefile import CaseFile
from models.changes.case import cases
from models.exchange import case_json
from models.exchange.bundle import striking
from models.exchange.papers.case_sheet import with_initials
from models.record.check import check
from models.register import Register
from models.schema import dictionary
from models.storage import keys
from tests.a_new_field import NAMED, NEW, New, added, filled, put, register_at
from tests.models.making import TODAY, loaded, save
from tests.models.moving.moving import received, sent

every = pytest.mark.parametrize("new", NEW, ids=str)
texts = pytest.mark.parametrize("new", [one for one in NEW if one.kind == "text"], ids=str)


@pytest.fixture(scope="module", autouse=True)
def schema() -> Iterator[None]:
    with added():
        yield


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Register, Register]]:
    """Two registers that have the fields; each test works on a case of its own."""
    folder = tmp_path_factory.mktemp("registers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(keys.COST, "passes", 1)
        patch.setitem(keys.COST, "memory", 64)
        with register_at(folder / "a.probity") as one, register_at(folder / "b.probity") as other:
            yield one, other


@pytest.fixture
def register(registers: tuple[Register, Register]) -> Register:
    return registers[0]


@pytest.fixture
def elsewhere(registers: tuple[Register, Register]) -> Register:
    return registers[1]


@pytest.fixture
def case_id(register: Register) -> int:
    return put(register)


def edited(register: Register, case_id: int, new: New) -> None:
    """Give the field its other value."""
    original = loaded(register, case_id)
    mine = original.copy()
    new.row(mine)[new.name] = new.other
    save(register, mine, original)


def test_nothing_of_it_stays_in_the_schema() -> None:
    assert all(dictionary.entry(one.model, one.name).label == one.label for one in NEW)


@every
def test_saved(register: Register, case_id: int, new: New) -> None:
    assert new.row(loaded(register, case_id))[new.name] == new.value


@every
def test_changed(register: Register, case_id: int, new: New) -> None:
    original = loaded(register, case_id)
    mine = original.copy()
    new.row(mine)[new.name] = new.other
    assert cases.differs(mine, original)
    edited(register, case_id, new)
    assert new.row(loaded(register, case_id))[new.name] == new.other


@every
def test_blank(new: New) -> None:
    assert new.name in casefile.blank_case(TODAY).case or new.section != "case"
    file = filled()
    if new.section != "case":
        assert new.name in casefile.blank_row(new.section, file)


@every
def test_conflicted(register: Register, case_id: int, new: New) -> None:
    original = loaded(register, case_id)
    mine, theirs = original.copy(), original.copy()
    new.row(mine)[new.name] = new.other
    merged, clashes = merge.merge(original, mine, theirs)
    assert new.row(merged)[new.name] == new.other
    assert not clashes
    new.row(theirs)[new.name] = None
    _, (clash,) = merge.merge(original, mine, theirs)
    assert (clash.section, clash.field) == (new.section, new.name)


@every
def test_journal_after_a_crash(register: Register, case_id: int, new: New) -> None:
    original = loaded(register, case_id)
    mine = original.copy()
    new.row(mine)[new.name] = new.other
    kept, _ = edits.from_json(edits.to_json(edits.edits_of(mine, original), "okafor"))
    back, _ = edits.bring_back(kept, original)
    assert new.row(back)[new.name] == new.other


@every
def test_json(register: Register, case_id: int, new: New) -> None:
    written = json.loads(json.dumps(case_json.to_json(loaded(register, case_id))))
    read = case_json.from_json(written, TODAY)
    assert new.row(read)[new.name] == new.value


def latest(register: Register) -> CaseFile:
    """The case that came last."""
    with register.reader() as connection:
        (last,) = connection.execute('SELECT MAX(id) FROM "case"').fetchone()
    return loaded(register, last)


@every
def test_sent_and_received(
    register: Register, elsewhere: Register, case_id: int, new: New, tmp_path: Path
) -> None:
    received(elsewhere, sent(register, tmp_path / "first.probity-cases", [case_id]))
    assert new.row(latest(elsewhere))[new.name] == new.value
    edited(register, case_id, new)
    received(elsewhere, sent(register, tmp_path / "second.probity-cases", [case_id]))
    assert new.row(latest(elsewhere))[new.name] == new.other


@texts
def test_struck(new: New) -> None:
    file = filled()
    strikes = striking.Strikes([NAMED])
    shown = striking.struck_file(file, frozenset(), strikes)
    assert NAMED not in new.row(shown)[new.name]
    assert striking.BAR in new.row(shown)[new.name]


@texts
def test_passage_to_be_struck(new: New) -> None:
    (piece,) = [one for one in striking.pieces(filled()) if one.words == new.value]
    assert piece.where.endswith(f": {new.label}")
    shown = striking.struck_file(filled(), frozenset([piece.key]), striking.Strikes(()))
    assert new.row(shown)[new.name] == striking.BAR


@texts
def test_shortened_to_initials(new: New) -> None:
    assert NAMED not in new.row(with_initials(filled()))[new.name]
    assert new.words in new.row(with_initials(filled()))[new.name]


def test_check(register: Register, case_id: int) -> None:
    """What is derived of it is compared with it: nothing is wrong, until it is written past."""
    with register.reader() as connection:
        assert [one.problems for one in check(connection) if one.problems] == []
