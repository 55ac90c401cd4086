"""A field is declared once: it is added while the program runs, and walks every way in and out.

Each test is named after what must know the field; what does not fails by that name. Nothing here
says how: a consumer that keeps a list of fields of its own is what these tests are there to find.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from models.case import casefile, edits, merge
from models.case.casefile import CaseFile
from models.changes.case import cases
from models.changes.retention import reviewing
from models.exchange import case_json
from models.exchange.bundle import striking
from models.exchange.letters import fields as letter_fields
from models.exchange.letters.occasion import Occasion, recipients
from models.exchange.papers.case_list_paper import list_sections
from models.exchange.papers.case_sheet import sheet_html, with_initials
from models.exchange.tables.csv_export import export_csv
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import column
from models.queries.cases.field_filters import read
from models.queries.cases.filters import Filter
from models.queries.cases.history import history
from models.record.check import check
from models.register import Register
from models.rules.new_case import blank_case
from models.schema import Allegation, Case, Subject, dictionary, sections
from models.schema.base import Column, Privacy, link, text
from models.storage import secrets
from tests.a_new_field import NAMED, NEW, New, added, filled, put, register_at
from tests.models.making import TODAY, colleague, loaded, raw, save
from tests.models.moving.moving import received, sent
from tests.models.queries.foi import imported
from ui.cases.form.draft import Draft
from ui.cases.form.forms import Form, Sources
from ui.cases.list.columns_picker import ColumnsPicker
from ui.cases.list.filter_bar import FilterBar
from ui.cases.list.list_model import shown_text
from ui.cases.pages.subject_detail import SubjectDetail
from ui.cases.pages.summary_page import SummaryPage
from ui.commands.options import filter_of
from ui.commands.parser import make_parser

every = pytest.mark.parametrize("new", NEW, ids=str)
texts = pytest.mark.parametrize("new", [one for one in NEW if one.kind == "text"], ids=str)


@pytest.fixture(scope="module", autouse=True)
def schema() -> Iterator[None]:
    with added():
        yield


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Register]]:
    """Registers that have the fields; each test works on a case of its own.

    The third is for what looks through every case.
    """
    folder = tmp_path_factory.mktemp("registers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(secrets.COST, "passes", 1)
        patch.setitem(secrets.COST, "memory", 64)
        with ExitStack() as stack:
            names = [folder / f"{name}.probity" for name in ("here", "elsewhere", "small")]
            yield [stack.enter_context(register_at(name)) for name in names]


@pytest.fixture
def register(registers: list[Register]) -> Register:
    return registers[0]


@pytest.fixture
def elsewhere(registers: list[Register]) -> Register:
    return registers[1]


@pytest.fixture
def small(registers: list[Register]) -> Register:
    return registers[2]


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
def test_journal_of_before_it_was_added(register: Register, case_id: int, new: New) -> None:
    original = loaded(register, case_id)
    mine = original.copy()
    mine.case["title"] = "Changed before the program was brought up to date"
    kept = edits.edits_of(mine, None)
    for _, _, row in kept.rows:
        if row is not None:
            row.pop(new.name, None)
            row["of_an_older_release"] = "gone"
    read, _ = edits.from_json(edits.to_json(kept, "okafor"))
    back = edits.bring_back(replace(read, case_id=None), None)[0]
    assert new.row(back)[new.name] == casefile.fitted(new.section, {})[new.name]
    assert not any("of_an_older_release" in row for _, row in back.every_row())


@every
def test_json(register: Register, case_id: int, new: New) -> None:
    written = json.loads(json.dumps(case_json.to_json(loaded(register, case_id))))
    read = case_json.from_json(written, TODAY)
    assert new.row(read)[new.name] == new.value


@pytest.mark.parametrize("model", [Case, Subject, Allegation])
def test_what_tells_who_somebody_is_is_left_out_with_initials(model: Any) -> None:
    section = sections.section_of(model._meta.table_name)
    dictionary.add_field(model, "badge", text("Badge", privacy=Privacy.PERSON))
    try:
        file = filled()
        file.rows(section)[0]["badge"] = "4417"
        assert with_initials(file).rows(section)[0]["badge"] == ""
    finally:
        dictionary.remove_field(model, "badge")


def test_a_pointer_cannot_be_a_column_of_the_list() -> None:
    with pytest.raises(ValueError, match="cannot be a column"):
        link(Case, "Other case", column=Column())


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


# --- the window and files ---


def pages(draft: Draft) -> list[QWidget]:
    """The pages on which the fields stand."""
    sources = Sources(1, "D. Okafor", TODAY)
    subject = draft.file.subjects[0]["id"]
    return [SummaryPage(draft, sources), SubjectDetail(draft, subject, sources)]


def in_the_form(form: Form, new: New) -> Any:
    """What the field's widget holds."""
    widget: Any = form.editors[new.name].widget
    return (
        widget.isChecked()
        if new.kind == "flag"
        else (widget.text() if new.kind == "text" else widget.value())
    )


@every
def test_shown(qtbot: Any, app: Any, new: New) -> None:
    draft = Draft(filled(), None, TODAY)
    found = []
    for page in pages(draft):
        qtbot.addWidget(page)
        forms = [form for form in page.findChildren(Form) if new.name in form.editors]
        found += [form for form in forms if form._section == new.section]
    (form,) = found
    assert in_the_form(form, new) == new.value
    assert form.fields[new.name].label.text().startswith(new.label)
    draft.set(new.section, new.row(draft.file)["id"], new.name, new.other)
    assert in_the_form(form, new) == new.other


@every
def test_undone(app: Any, new: New) -> None:
    file = filled()
    draft = Draft(file, None, TODAY)
    draft.set(new.section, new.row(file)["id"], new.name, new.other)
    assert new.row(draft.file)[new.name] == new.other
    assert draft.is_edited()
    draft.stack.undo()
    assert new.row(draft.file)[new.name] == new.value
    assert not draft.is_edited()
    draft.stack.redo()
    assert new.row(draft.file)[new.name] == new.other


@every
def test_imported(register: Register, new: New, tmp_path: Path) -> None:
    written = {"day": "13/02/2014", "flag": "yes", "code": "Post"}.get(new.kind, str(new.value))
    headings = ("Title", "Date received", "Collar number", "Surname", "Allegation", new.label)
    values = (f"From a file: {new}", "12/02/2014", "4417", "Marsh", "Sent messages", written)
    path = tmp_path / "cases.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows((headings, values))
    imported(register, path)
    assert new.row(latest(register))[new.name] == new.value


# --- papers and letters ---


@every
def test_printed_on_the_sheet(new: New) -> None:
    html = sheet_html(filled())
    assert new.label in html
    assert html.count(new.words) >= 1
    blank = filled()
    new.row(blank)[new.name] = "" if new.kind == "text" else None
    assert new.label not in sheet_html(blank)


@texts
def test_printed_with_initials(new: New) -> None:
    html = sheet_html(filled(), names="initials")
    assert new.words in html
    assert NAMED not in html


@every
def test_lettered(new: New) -> None:
    file = filled()
    of = {"case": "case", "subjects": "subject"}
    occasion = Occasion(file, subject=file.subjects[0], sent=TODAY)
    said = letter_fields.values(occasion)
    words = "13 February 2014" if new.kind == "day" else new.words
    if new.section in of:
        (field,) = [
            one for one in letter_fields.fields() if one.code == f"{of[new.section]}.{new.name}"
        ]
        assert field.label == new.label
        assert words in said[field.code]
    if new.section != "case":
        (listed,) = [one for one in letter_fields.lists() if one.code == new.section]
        assert listed.fields[new.name] == new.label
        assert words in said[new.section][0][new.name]


@every
def test_lettered_to_a_subject(new: New) -> None:
    if new.section == "subjects":
        file = filled()
        (to,) = recipients(file)
        said = letter_fields.values(Occasion(file, to, file.subjects[0], TODAY))
        assert said[f"recipient.{new.name}"] == said[f"subject.{new.name}"] != ""


# --- what leaves no trace ---


def put_away(register: Register) -> int:
    """A case that is closed, so that it can be anonymised or erased."""
    case_id = put(register)
    with register.change() as change:
        version = Case.select(Case.version).where(Case.id == case_id).scalar(change.database)
        change.edit(Case, case_id, version, stage="closed", closed=TODAY)
    return case_id


def stored(register: Register, new: New) -> list[Any]:
    """What every row of its table holds."""
    with register.reader(whole=True) as connection:
        query = f'SELECT "{new.name}" FROM "{new.model._meta.table_name}"'
        return [row[0] for row in connection.execute(query)]


@every
def test_anonymised(register: Register, new: New) -> None:
    case_id = put_away(register)
    with register.change("Its time is over") as change:
        reviewing.anonymise(change, case_id)
    kept = new.row(loaded(register, case_id))[new.name]
    month = {"text": "", "day": TODAY.replace(day=1)}
    assert kept == month.get(new.kind, new.value)


@texts
def test_anonymised_after_all_is_found_by_check(small: Register, new: New) -> None:
    case_id = put_away(small)
    with small.change("Its time is over") as change:
        reviewing.anonymise(change, case_id)
    table = new.model._meta.table_name
    key = "id" if new.section == "case" else "case_id"
    connection = raw(small.path)
    write = f'UPDATE "{table}" SET "{new.name}" = ? WHERE {key} = ?'
    connection.execute(write, (new.value, case_id))
    with small.reader() as reader:
        (found,) = [one for one in check(reader) if one.name == "Anonymised"]
    connection.execute(write, ("", case_id))
    connection.close()
    assert len(found.problems) == 1
    assert table in found.problems[0]


@every
def test_erased(register: Register, case_id: int, new: New) -> None:
    gone = put_away(register)
    before = len(stored(register, new))
    with register.change("Its time is over") as change:
        reviewing.erase(change, gone)
    assert len(stored(register, new)) == before - 1


# --- what is told of it ---


@every
def test_told_in_history(register: Register, case_id: int, new: New) -> None:
    edited(register, case_id, new)
    with register.reader() as connection:
        latest, *_ = history(connection, case_id)
    ((label, before, after),) = latest.changes
    assert label == new.label
    assert new.words.lower() in before.lower()
    assert after != before


@every
def test_check_compares_it(small: Register, new: New) -> None:
    """What the list says of it differs from the case: it was written past the program."""
    case_id = put(small)
    table = new.model._meta.table_name
    key = "id" if new.section == "case" else "case_id"
    connection = raw(small.path)
    write = f'UPDATE "{table}" SET "{new.name}" = ? WHERE {key} = ?'
    connection.execute(write, (new.other, case_id))
    with small.reader() as reader:
        found = [one.name for one in check(reader) if one.problems]
    connection.execute(write, (new.value, case_id))
    connection.close()
    assert "Case list" in found
    assert ("Search index" in found) == bool(new.search)


def test_check(register: Register, case_id: int) -> None:
    """What is derived of it is compared with it: nothing is wrong, until it is written past."""
    with register.reader() as connection:
        assert [one.problems for one in check(connection) if one.problems] == []
