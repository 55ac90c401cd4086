from __future__ import annotations

import datetime
import json
import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.case import casefile
from models.errors import InvalidError
from models.queries.figures.answer_tables import Figures
from models.queries.figures.counting import FOUND, Counted
from models.queries.figures.publication import answer
from models.register import Register
from models.rules.publishing.answers import Answer, Table, shown
from models.rules.publishing.questions import Question
from models.rules.publishing.suppression import Sum
from tests.models.making import TODAY, case_file, save
from tests.models.rules.test_suppression import Reader, solved
from tests.often import often
from tests.once import demo_register

START, END = datetime.date(2009, 1, 1), datetime.date(2014, 2, 28)
FIVE_YEARS = Question(START, END, factor="social-media")
WHOLE = Question(START, END, factor="social-media", threshold=0)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    register = demo_register(tmp_path_factory.mktemp("demo") / "demo.probity")
    yield register
    register.close()


def asked(register: Register, question: Question) -> Answer:
    with register.reader() as connection:
        made = answer(connection, question, force=register.force, today=register.today())
    return made.answer


def lines(table: Table) -> list[tuple[str, ...]]:
    return [(one.label, *map(shown, one.values)) for one in table.lines]


def test_the_paragraph_of_the_demonstration_to_the_figure(built: Register) -> None:
    assert asked(built, WHOLE).paragraph == (
        "In cases received between 1 January 2009 and 28 February 2014, 54 officers and staff of "
        "Weald and Downs Police were investigated over social media. A person is counted once for "
        "each case. For 36 of the 54 (67%) there was a case to answer. Of those 36, 2 resigned, 20 "
        "received a written warning and 14 received management advice."
    )
    assert asked(built, FIVE_YEARS).paragraph == (
        "In cases received between 1 January 2009 and 28 February 2014, 54 officers and staff of "
        "Weald and Downs Police were investigated over social media. A person is counted once for "
        "each case. For 36 of the 54 (67%) there was a case to answer. Of those 36, 20 received a "
        "written warning. The numbers for a resignation and management advice are withheld."
    )


def test_the_tables_of_the_demonstration_to_the_figure(built: Register) -> None:
    said = asked(built, WHOLE)
    findings, years, platforms = said.tables
    assert findings.columns == (
        *("Police officer", "Special constable", "Police community support officer (PCSO)"),
        *("Police staff", "Designated person", "Total"),
    )
    assert lines(findings) == [
        ("Investigated", "39", "3", "5", "6", "1", "54"),
        ("Case to answer", "26", "3", "3", "3", "1", "36"),
        ("Resigned during the matter", "1", "0", "0", "1", "0", "2"),
        ("Written warning", "14", "1", "3", "1", "1", "20"),
        ("Management advice", "11", "2", "0", "1", "0", "14"),
        ("No case to answer", "9", "0", "1", "2", "0", "12"),
        ("No finding yet", "4", "0", "1", "1", "0", "6"),
    ]
    assert [one.level for one in findings.lines] == [0, 1, 2, 2, 2, 1, 1]
    assert lines(years) == [
        ("2009", "3", "2", "1"),
        ("2010", "7", "5", "2"),
        ("2011", "11", "10", "1"),
        ("2012", "12", "9", "3"),
        ("2013", "14", "9", "5"),
        ("2014 (to 28 February)", "7", "1", "6"),
        ("Total", "54", "36", "18"),
    ]
    assert lines(platforms)[:2] == [("Facebook", "39", "27", "12"), ("Twitter/X", "10", "6", "4")]
    assert said.unit == "Subjects (a person counted once a case)"
    assert said.basis == "Day the case was received"
    withheld = lines(asked(built, FIVE_YEARS).tables[0])
    assert [one[-1] for one in withheld] == ["54", "36", "[c]", "20", "[c]", "12", "6"]
    assert [one[1] for one in withheld] == ["39", "26", "[c]", "14", "[c]", "[c]", "[c]"]
    assert {one[2] for one in withheld} == {"[c]"}  # three special constables: nothing of them


def test_every_figure_has_its_definition_unit_and_day(built: Register) -> None:
    for counts in ("subjects", "individuals", "cases", "allegations"):
        for basis in ("received", "finalised", "conduct"):
            said = asked(built, Question(START, END, basis, counts, "social-media"))
            assert said.unit
            assert said.basis
            for table in said.tables:
                columns = dict(table.definitions)
                for line in table.lines:
                    assert line.definition or set(columns) == set(table.columns)
            first = said.tables[0].lines[0].definition
            day = {"received": "received", "finalised": "closed", "conduct": "conduct that began"}
            assert day[basis] in first
            assert "social media" in first


@pytest.mark.parametrize(
    ("counts", "basis", "expected"),
    [
        ("cases", "received", "54 cases were investigated by Weald and Downs Police"),
        ("cases", "finalised", "In cases closed between"),
        ("allegations", "conduct", "In matters of conduct that began between"),
        ("individuals", "received", "A person is counted once, in however many cases."),
    ],
)
def test_the_unit_and_the_day_are_in_the_paragraph(
    built: Register, counts: str, basis: str, expected: str
) -> None:
    said = asked(built, Question(START, END, basis, counts, "social-media"))
    assert expected in said.paragraph


def test_units_differ_where_one_officer_is_in_two_cases_with_two_allegations(
    register: Register,
) -> None:
    for title in ("One", "Two"):
        file = case_file(title)
        further = casefile.blank_row(
            "allegations", file, subject_id=file.subjects[0]["id"], particulars="And another."
        )
        file.allegations.append(further | {"factors": ["social-media"], "conduct_from": TODAY})
        save(register, file)
    found = {}
    for counts in ("subjects", "individuals", "cases", "allegations"):
        said = asked(register, Question(START, END, counts=counts, threshold=0))
        found[counts] = [one[-1] for one in lines(said.tables[0])]
    assert found["subjects"] == ["2", "2", "2", "0"]
    assert found["individuals"] == ["1", "1", "1", "0"]
    assert found["cases"] == ["2", "2", "2", "0"]
    assert found["allegations"] == ["4", "2", "2", "0", "2"]
    on_the_day = asked(register, Question(TODAY, TODAY, "conduct", "allegations", threshold=0))
    assert lines(on_the_day.tables[0])[0][-1] == "2"


def test_one_person_is_spoken_of_in_the_singular(register: Register) -> None:
    save(register, case_file())
    said = asked(register, Question(START, END, factor="social-media", role="officer", threshold=0))
    assert said.paragraph == (
        "In cases received between 1 January 2009 and 28 February 2014, 1 police officer of "
        f"{register.force} was investigated over social media. A person is counted once for each "
        "case. For that one there was a case to answer. Of those, 1 has no outcome yet."
    )


def test_too_few_are_told_of_by_nothing_else(register: Register) -> None:
    save(register, case_file())
    said = asked(register, FIVE_YEARS)
    assert said.tables == ()
    assert "fewer than 5 officers and staff" in said.paragraph
    assert "case to answer" not in said.paragraph
    nobody = asked(register, Question(START, START))
    assert nobody.paragraph.startswith(
        "In cases received between 1 January 2009 and 1 January 2009, no officers and staff"
    )


def test_no_name_or_other_word_of_a_case_is_in_an_answer(register: Register) -> None:
    for number in range(6):
        file = case_file("Untold", summary="Unsaid", incident_place="Nowhere")
        file.subjects[0] |= {"family_name": f"Nameless{number}", "number": f"77{number}"}
        file.allegations[0]["particulars"] = "Unspoken"
        save(register, file)
    said = json.dumps(asked(register, WHOLE).to_dict())
    for word in ("Untold", "Unsaid", "Nowhere", "Nameless", "77", "Unspoken", "PS/"):
        assert word not in said


def test_an_answer_comes_back_from_json_as_it_was(built: Register) -> None:
    said = asked(built, FIVE_YEARS)
    assert Answer.from_dict(json.loads(json.dumps(said.to_dict()))) == said


def test_what_cannot_be_asked_is_said_beside_its_field(built: Register) -> None:
    bad = Question(END, START, basis="other", counts="dogs", kind="none", threshold=-1, form="x")
    with pytest.raises(InvalidError) as refused:
        asked(built, bad)
    assert set(refused.value.problems) == {"end", "basis", "counts", "kind", "threshold", "form"}
    with pytest.raises(InvalidError, match="at most 100 years"):
        asked(built, Question(datetime.date(1, 1, 1), END))


ROLES = ("officer", "pcso", "staff")
OUTCOMES = ("resigned", "ww", "advice", "pending")


@st.composite
def things(draw: st.DrawFn) -> list[Counted]:
    found = []
    for _ in range(draw(st.integers(0, 40))):
        finding = draw(st.sampled_from(FOUND))
        outcome = draw(st.sampled_from(OUTCOMES)) if finding == "case-to-answer" else None
        row: dict[str, Any] = {
            "case_id": 1,
            "role": draw(st.sampled_from(ROLES)),
            "day": f"{draw(st.integers(2012, 2014))}-01-05",
            "platform": draw(st.sampled_from(("facebook", "twitter", None))),
        }
        found.append(Counted(finding, outcome, [row]))
    return found


def read(tables: list[Table]) -> tuple[dict[Hashable, Any], list[Sum]]:
    """What somebody with the tables in hand knows: cells, and what adds up to what."""
    cells: dict[Hashable, Any] = {}
    sums = []
    for table in tables:
        for line in table.lines:
            for column, value in zip(table.columns, line.values, strict=True):
                cells[_cell(table, line.label, column)] = value
    first, *others = tables
    inside: dict[str, list[str]] = {}
    above: list[str] = []
    for line in first.lines:
        above = [*above[: line.level], line.label]
        if line.level:
            inside.setdefault(above[-2], []).append(line.label)
    for column in first.columns:
        for label, under in inside.items():
            sums.append(Sum((label, column), tuple((part, column) for part in under)))
    for line in first.lines:
        parts: tuple[Hashable, ...] = tuple((line.label, one) for one in first.columns[:-1])
        if parts:
            sums.append(Sum((line.label, "Total"), parts))
    for table in others:
        labels = [line.label for line in table.lines]
        for label in labels:
            whole, *split = (_cell(table, label, column) for column in table.columns)
            sums.append(Sum(whole, tuple(split)))
        for column in table.columns:
            parts = tuple(_cell(table, label, column) for label in labels[:-1])
            sums.append(Sum(_cell(table, "Total", column), parts))
    return cells, sums


def _cell(table: Table, label: str, column: str) -> Hashable:
    """Cells that are one and the same in two tables have one name."""
    if table.code == "findings":
        return label, column
    return (column, "Total") if label == "Total" else (column, f"{table.code} {label}")


QUESTION = Question(datetime.date(2012, 1, 1), datetime.date(2014, 12, 31), threshold=5)


@pytest.mark.slow
@settings(max_examples=often(20, 60), deadline=None)
@given(made=things(), threshold=st.sampled_from((3, 5, 10)))
def test_nobody_works_back_from_any_table_what_another_withholds(
    made: list[Counted], threshold: int
) -> None:
    whole = Question(QUESTION.start, QUESTION.end, threshold=0)
    truth, _ = read(list(Figures(whole, made).tables())) if made else ({}, [])
    asked_so = Question(QUESTION.start, QUESTION.end, threshold=threshold)
    tables = list(Figures(asked_so, made).tables())
    if not tables:
        assert len(made) < threshold
        return
    shown_cells, sums = read(tables)
    hidden = frozenset(cell for cell, value in shown_cells.items() if value is None)
    for cell, value in shown_cells.items():
        assert value is None or value == truth[cell]
        assert value is None or not 0 < value < threshold
    assert not solved(hidden, sums)
    values = {cell: value or 0 for cell, value in truth.items()}
    bounds = Reader(values, hidden, sums)._bounds(Reader(values, hidden, sums).known)
    assert bounds is not None
    assert not [cell for cell in hidden if bounds[cell][0] == bounds[cell][1]]
    for cell in sorted(hidden, key=repr)[:2]:
        assert Reader(values, hidden, sums).another_value(cell)


@pytest.mark.slow
@settings(max_examples=often(20, 60), deadline=None)
@given(made=things(), threshold=st.sampled_from((3, 5, 10)))
def test_the_paragraph_tells_no_number_that_the_tables_withhold(
    made: list[Counted], threshold: int
) -> None:
    asked_so = Question(QUESTION.start, QUESTION.end, threshold=threshold)
    figures = Figures(asked_so, made)
    said = figures.paragraph("Weald").replace(asked_so.period(), "")
    numbers = [int(one) for one in re.findall(r"\d+", re.sub(r"\(\d+%\)", "", said))]
    tables = list(figures.tables())
    if not tables:
        assert set(numbers) <= {threshold}
        return
    told = {line.values[-1] for line in tables[0].lines} - {None}
    assert set(numbers) <= told
    assert "%" not in said or {len(made)} <= told


def test_the_definitions_name_nobody(tmp_path: Path) -> None:
    for field, code in (("category", "2012-K"), ("kind", "conduct"), ("role", "staff")):
        question = Question(START, END, **{field: code})  # type: ignore[arg-type]
        assert question.in_words().count(question.about()) == 1
        assert Question.from_dict(question.to_dict()) == question
