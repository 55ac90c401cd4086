from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.queries.cases import case_list, hits
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import columns, default, known
from models.queries.cases.filters import Filter
from models.register import Register
from models.storage.sqlite.searching import match_terms
from tests.models.making import TODAY, case_file, save
from tests.often import often

ALL = tuple(column.code for column in columns())


@pytest.fixture
def filled(register: Register) -> Register:
    day = datetime.date(2014, 1, 1)
    for number, title in enumerate(["Élan lost", "zebra crossing", "Anger", "beta", "Anger"]):
        file = case_file(title, received=day + datetime.timedelta(days=number % 3))
        file.case["came_to_notice"] = day
        file.case["next_due"] = TODAY - datetime.timedelta(days=1) if number == 2 else None
        if number == 1:
            file.allegations[0] |= {"factors": [], "platform": None}
            file.case["owner_id"] = None
        if number == 3:
            file.case |= {"restricted": True, "kind": "dsi"}
        save(register, file)
    return register


def titles(register: Register, where: Filter, sort: Sort | None = None) -> list[str]:
    with register.reader() as connection:
        rows = case_list.rows(
            connection, where, sort or Sort("reference", False), TODAY, ALL, offset=0, limit=100
        )
    return [row.values["matter"] for row in rows]


@pytest.mark.parametrize("code", ALL)
@pytest.mark.parametrize("descending", [False, True])
def test_every_column_sorts_and_pages_join(filled: Register, code: str, descending: bool) -> None:
    sort = Sort(code, descending)
    with filled.reader() as connection:
        ask = (connection, Filter(), sort, TODAY, ALL)
        whole = [row.case_id for row in case_list.rows(*ask, offset=0, limit=100)]
        paged = [
            row.case_id
            for offset in range(0, 6, 2)
            for row in case_list.rows(*ask, offset=offset, limit=2)
        ]
        streamed = [row.case_id for row in case_list.every_row(*ask, batch=2)]
        found = [
            case_list.position(connection, Filter(), sort, TODAY, case_id) for case_id in whole
        ]
    assert sorted(whole) == [1, 2, 3, 4, 5]
    assert paged == whole == streamed
    assert found == [0, 1, 2, 3, 4]


def test_titles_sort_as_a_reader_expects(filled: Register) -> None:
    assert titles(filled, Filter(), Sort("matter", False)) == [
        "Anger",
        "Anger",
        "beta",
        "Élan lost",
        "zebra crossing",
    ]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filter(text="elan"), {"Élan lost"}),
        (Filter(text="harm victim"), {"Élan lost", "zebra crossing", "Anger", "beta"}),
        (Filter(text="zebra nobody"), set()),
        (Filter(text='")(*'), set()),
        (Filter(factors=("social-media",)), {"Élan lost", "Anger", "beta"}),
        (Filter(platforms=("facebook",), kinds=("dsi",)), {"beta"}),
        (Filter(kinds=("dsi", "conduct"), restricted=True), {"beta"}),
        (Filter(restricted=False, text="beta"), set()),
        (Filter(overdue=True), {"Anger"}),
        (Filter(due_to=datetime.date(2014, 2, 27)), {"Anger"}),
        (Filter(due_from=datetime.date(2200, 1, 1)), set()),
        (Filter(consolidated=True), set()),
        (Filter(consolidated=False, text="beta"), {"beta"}),
        (Filter(owners=(1,), text="zebra"), set()),
        (Filter(received_from=datetime.date(2014, 1, 3)), {"Anger"}),
        (Filter(received_to=datetime.date(2014, 1, 1)), {"Élan lost", "beta"}),
        (Filter(roles=("staff",)), set()),
        (Filter(findings=("cta-misconduct",), text="beta"), {"beta"}),
        (Filter(is_open=False), set()),
        (Filter(case_ids=(2,)), {"zebra crossing"}),
        (Filter(case_ids=()), set()),
    ],
)
def test_filters(filled: Register, where: Filter, expected: set[str]) -> None:
    found = titles(filled, where)
    assert set(found) == expected
    with filled.reader() as connection:
        assert case_list.count(connection, where, TODAY) == len(found)
        view = case_list.overview(connection, where, TODAY, 1)
        assert view.total == len(found)
    assert Filter.from_dict(where.to_dict()) == where


def test_the_hit_is_shown(filled: Register) -> None:
    with filled.reader() as connection:
        (row,) = case_list.rows(
            connection, Filter(text="zebr"), Sort(), TODAY, default(), offset=0, limit=5
        )
    assert f"{hits.HIT_START}zebra{hits.HIT_END}" in row.hit


def test_words_for_chips_and_taking_one_away() -> None:
    where = Filter(
        factors=("social-media",),
        received_from=datetime.date(2009, 1, 1),
        received_to=datetime.date(2014, 2, 28),
        overdue=True,
    )
    assert where.describe() == [
        ("factors", "Social media"),
        ("received", "Received: Jan 2009 – Feb 2014"),
        ("overdue", "Overdue"),
    ]
    assert where.without("received").describe()[1] == ("overdue", "Overdue")
    assert where.without("overdue") == replace(where, overdue=False)


@pytest.mark.slow
@settings(max_examples=often(60, 200))
@given(st.text())
def test_whatever_is_typed_is_a_question_not_an_error(text: str) -> None:
    for term in match_terms(text):
        assert term.startswith('"')
        assert term.endswith('"*')
        assert '"' not in term[1:-2]


def test_unknown_columns_are_passed_over() -> None:
    assert known(["stage", "nonsense", "stage"]) == ("stage",)
    assert known([]) == default()
