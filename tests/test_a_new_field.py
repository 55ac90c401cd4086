"""A field is declared once: it is added while the program runs, and walks every way in and out.

Each test is named after what must know the field; what does not fails by that name. Nothing here
says how: a consumer that keeps a list of fields of its own is what these tests are there to find.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.case import casefile, edits, merge
from models.case.casefile import CaseFile
from models.changes.case import cases
from models.exchange import case_json
from models.exchange.bundle import striking
from models.exchange.papers.case_list_paper import list_sections
from models.exchange.papers.case_sheet import with_initials
from models.exchange.tables.csv_export import export_csv
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import column
from models.queries.cases.field_filters import read
from models.queries.cases.filters import Filter
from models.record.check import check
from models.register import Register
from models.rules.new_case import blank_case
from models.schema import dictionary
from models.storage import keys
from tests.a_new_field import NAMED, NEW, New, added, filled, put, register_at
from tests.models.making import TODAY, colleague, loaded, save
from tests.models.moving.moving import received, sent
from ui.cases.list.columns_picker import ColumnsPicker
from ui.cases.list.filter_bar import FilterBar
from ui.cases.list.list_model import shown_text
from ui.commands.list_options import filter_of
from ui.commands.parser import make_parser

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
    assert new.name in blank_case(TODAY).case or new.section != "case"
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


# --- the list ---


def asked(register: Register, where: Filter, sort: Sort, new: New) -> list[case_list.ListRow]:
    with register.reader() as connection:
        return case_list.rows(connection, where, sort, TODAY, (new.column,), offset=0, limit=999)


@every
def test_found(register: Register, case_id: int, new: New) -> None:
    if new.search:
        rows = asked(register, Filter(text=new.search), Sort(), new)
        assert case_id in [row.case_id for row in rows]


@every
def test_filtered(register: Register, case_id: int, new: New) -> None:
    words = ["list", "--where", f"{new.column}={new.asked}"]
    where = filter_of(make_parser().parse_args(words), ())
    assert Filter.from_dict(json.loads(json.dumps(where.to_dict()))) == where
    ((name, described),) = where.describe()
    assert described.startswith(f"{new.label}: ")
    assert where.without(name) == Filter()
    assert case_id in [row.case_id for row in asked(register, where, Sort(), new)]
    edited(register, case_id, new)
    assert case_id not in [row.case_id for row in asked(register, where, Sort(), new)]


@every
def test_filtered_by_one_who_may_not_see(register: Register, case_id: int, new: New) -> None:
    original = loaded(register, case_id)
    mine = original.copy()
    mine.case["restricted"] = True
    save(register, mine, original)
    where = Filter(fields=((new.column, read(new.column, new.asked)),))
    assert case_id in [row.case_id for row in asked(register, where, Sort(), new)]
    with colleague(register, f"vance{case_id}") as theirs:
        rows = asked(theirs, where, Sort(new.column), new)
        assert case_id not in [row.case_id for row in rows]


@every
def test_sorted(register: Register, case_id: int, new: New) -> None:
    other = put(register)
    edited(register, other, new)
    for descending in (False, True):
        rows = asked(register, Filter(), Sort(new.column, descending), new)
        places = [row.case_id for row in rows if row.case_id in (case_id, other)]
        values = {row.case_id: row.values[new.column] for row in rows}
        assert places == sorted((case_id, other), key=values.__getitem__, reverse=descending)


@every
def test_sorted_from_an_index(register: Register, new: New) -> None:
    query, values = case_list.page_query(
        Filter(), Sort(new.column, False), TODAY, (new.column,), offset=0, limit=100
    )
    with register.reader(whole=True) as connection:
        plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
    assert any("USING" in step and "INDEX" in step and new.column in step for step in plan), plan


@every
def test_column(register: Register, case_id: int, new: New) -> None:
    item = column(new.column)
    assert item.title == new.label
    (row,) = [one for one in asked(register, Filter(), Sort(), new) if one.case_id == case_id]
    assert new.words in shown_text(new.column, row)


@every
def test_csv(register: Register, case_id: int, new: New, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    with register.reader() as connection:
        where = Filter(case_ids=(case_id,))
        export_csv(connection, out, where, Sort(), ("reference", new.column), TODAY)
    heading, (_, value) = list(csv.reader(out.open(encoding="utf-8", newline="")))
    assert heading == ["Reference", new.label]
    said = {"day": str(new.value), "flag": "yes"}.get(new.kind, new.words)
    assert said in value


@every
def test_printed_list(register: Register, case_id: int, new: New) -> None:
    with register.reader() as connection:
        where = Filter(case_ids=(case_id,))
        (html,) = list_sections(connection, where, Sort(), ("reference", new.column), TODAY)
    assert new.label in html
    assert new.words in html


@every
def test_columns_picker_and_filter_bar(qtbot: Any, app: Any, new: New) -> None:
    bar = FilterBar(TODAY)
    qtbot.addWidget(bar)
    offered = [action.text() for action in bar.more.actions()]
    assert any(text.startswith(new.label) for text in offered)
    picker = ColumnsPicker(("reference",), lambda _: None, bar)
    qtbot.addWidget(picker)
    assert new.label in [picker.list.item(at).text() for at in range(picker.list.count())]


def test_check(register: Register, case_id: int) -> None:
    """What is derived of it is compared with it: nothing is wrong, until it is written past."""
    with register.reader() as connection:
        assert [one.problems for one in check(connection) if one.problems] == []
