from __future__ import annotations

import datetime
import itertools
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.entering.open import create_register
from models.errors import InvalidError
from models.queries.cases.filters import Filter
from models.queries.figures.publication import answer
from models.queries.figures.returns import make_return
from models.register import Register
from models.rules import vocabularies
from models.rules.process.working_days import is_working_day, working_days_after
from models.rules.publishing.questions import Question
from models.rules.publishing.returns import Period, Return, definitions, service_band, shown
from models.storage.engine import sqlite3
from tests.models.making import TODAY, case_file, colleague, raw, save
from tests.models.queries.returning import YEAR, Matters, insert, made
from tests.often import often
from tests.once import demo_register

DAY = datetime.timedelta(1)
#: Of outcomes, the more serious before the less; written out once more.
SERIOUS = [
    "dwon",
    "wouldve",
    "dwn",
    "resigned",
    "retired",
    "rank",
    "fww",
    "ww",
    "rprp",
    "words",
    "advice",
    "none",
]
BANDS = ("", "5-9", "10-14", "15-19", "20-24")
COMPLAINTS = ("complaint-schedule3", "complaint-other")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    register = demo_register(tmp_path_factory.mktemp("demo") / "demo.probity")
    yield register
    register.close()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A register past every rule; whoever writes in it undoes that."""
    path = tmp_path_factory.mktemp("bare") / "bare.probity"
    create_register(path, force="Weald", user="okafor", today=TODAY).close()
    connection = raw(path)
    connection.row_factory = sqlite3.Row
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = 0")
    yield connection
    connection.close()


@pytest.fixture
def matters(bare: sqlite3.Connection) -> Iterator[Matters]:
    bare.execute("BEGIN")
    yield Matters(bare)
    bare.execute("ROLLBACK")


def of(register: Register, period: Period) -> Return:
    with register.reader() as connection:
        return make_return(
            connection,
            period,
            force=register.force,
            nation=register.nation,
            today=register.today(),
        )


def lines(found: Return, code: str) -> dict[str, tuple[Any, ...]]:
    """The rows of a table that hold anything, by their codes."""
    return {row.code: row.values for row in found.table(code).rows if any(row.values)}


def by_column(found: Return, code: str) -> dict[tuple[str, str], int | float]:
    """Every figure of a table that is not nought, by row and column."""
    table = found.table(code)
    return {
        (row.code, column): value
        for row in table.rows
        for column, value in zip(table.codes, row.values, strict=True)
        if value
    }


class Plain:
    """The register read by itself, with nothing of the rooms that are tested."""

    def __init__(self, register: Register, period: Period) -> None:
        with register.reader() as connection:

            def rows(query: str) -> list[dict[str, Any]]:
                return [dict(one) for one in connection.execute(query)]

            self.cases = {one["id"]: one for one in rows('SELECT * FROM "case"')}
            self.subjects = {one["id"]: one for one in rows("SELECT * FROM subject")}
            self.allegations = rows("SELECT * FROM allegation")
            self.findings = rows("SELECT * FROM finding")
            self.outcomes = rows("SELECT * FROM outcome")
            self.updates = rows("SELECT * FROM complainant_update")
            self.letters = rows("SELECT * FROM letter")
            self.people = {one["id"]: one for one in rows("SELECT * FROM person")}
            self.members = {one["id"]: one for one in rows("SELECT * FROM member")}
        self.first, self.last = period.start.isoformat(), period.end.isoformat()

    def within(self, day: str | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def matters(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for one in self.cases.values():
            closed = one["closed"] or "9999"
            for row in (one["kind"], "total"):
                found[row, "received"] += self.within(one["received"])
                found[row, "closed"] += self.within(one["closed"])
                found[row, "start"] += one["received"] < self.first <= closed
                found[row, "end"] += one["received"] <= self.last < closed
        return +found

    def latest(self, allegation: dict[str, Any], level: str) -> str:
        found = [
            one
            for one in self.findings
            if one["allegation_id"] == allegation["id"] and one["level"] == level
        ]
        found.sort(key=lambda one: (one["decided"] or "", one["id"]))
        return found[-1]["finding"] if found else "not-recorded"

    def of_allegations(self, day: str, row: Any, column: Any) -> Counter[tuple[str, str]]:
        return crossed(
            (row(one), column(one))
            for one in self.allegations
            if self.within(self.cases[one["case_id"]][day])
        )

    def role(self, allegation: dict[str, Any]) -> str:
        subject = self.subjects.get(allegation["subject_id"])
        return (subject or {}).get("role") or "not-recorded"

    def subject_of(self, day: str) -> dict[Any, list[dict[str, Any]]]:
        """The allegations against each subject: a member counts once a case."""
        found: dict[Any, list[dict[str, Any]]] = {}
        for one in self.allegations:
            subject = self.subjects.get(one["subject_id"])
            if subject is not None and self.within(self.cases[one["case_id"]][day]):
                who = subject["member_id"] or f"row {subject['id']}"
                found.setdefault((one["case_id"], who), []).append(one)
        return found

    def found(self, allegations: list[dict[str, Any]]) -> str:
        latest = {self.latest(one, "investigation") for one in allegations}
        if latest & {"cta-misconduct", "cta-gross"}:
            return "case-to-answer"
        if "not-recorded" in latest:
            return "waiting"
        return "no-case" if "no-case" in latest else "other"

    def worst(self, allegations: list[dict[str, Any]]) -> str:
        subject = self.subjects[allegations[0]["subject_id"]]
        alike = {
            one["id"]
            for one in self.subjects.values()
            if one["case_id"] == subject["case_id"]
            and (one["id"] == subject["id"] or one["member_id"] == (subject["member_id"] or -1))
        }
        said = {one["outcome"] for one in self.outcomes if one["subject_id"] in alike}
        return next((one for one in SERIOUS if one in said), "not-recorded")

    def personal(self, allegations: list[dict[str, Any]], what: str) -> str:
        member = self.members.get(self.subjects[allegations[0]["subject_id"]]["member_id"])
        if member is None:
            return "not-recorded"
        return self.people[member["person_id"]][what] or "not-recorded"

    def service(self, allegations: list[dict[str, Any]]) -> str:
        subject = self.subjects[allegations[0]["subject_id"]]
        joined = (self.members.get(subject["member_id"]) or {}).get("joined")
        received = self.cases[subject["case_id"]]["received"]
        if joined is None or joined > received:
            return "not-recorded"
        years = int(received[:4]) - int(joined[:4]) - (received[5:] < joined[5:])
        if years < 1:
            return "under-1"
        return "1-4" if years < 5 else "25-over" if years >= 25 else BANDS[years // 5]

    def took(self, case: dict[str, Any], end: str | None) -> int | None:
        if end is None or end < case["received"]:
            return None
        day, days = datetime.date.fromisoformat(case["received"]), 0
        while day.isoformat() < end:
            day += DAY
            days += is_working_day(day)
        return days

    def contacted(self, case_id: int) -> str | None:
        sent = [
            one["sent"]
            for one in self.updates
            if one["case_id"] == case_id and one["kind"] in ("update", "outcome-letter")
        ]
        sent += [
            one["sent"]
            for one in self.letters
            if one["case_id"] == case_id
            and one["about"] in ("acknowledgement", "update", "outcome")
        ]
        return min(sent, default=None)


def crossed(pairs: Any) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for row, column in pairs:
        for place in ((row, column), (row, "total"), ("total", column), ("total", "total")):
            found[place] += 1
    return found


PERIODS = [Period(2013, 4), Period(2013), Period(2012, financial=False), Period(2010, 2)]


@pytest.mark.parametrize("period", PERIODS, ids=Period.in_words)
def test_every_table_of_the_demonstration_is_what_a_plain_count_finds(
    built: Register, period: Period
) -> None:
    found, plain = of(built, period), Plain(built, period)
    assert by_column(found, "matters") == plain.matters()

    def kind(one: dict[str, Any]) -> str:
        return str(plain.cases[one["case_id"]]["kind"])

    assert by_column(found, "allegations") == plain.of_allegations(
        "received", lambda one: one["category"] or "not-recorded", plain.role
    )
    assert by_column(found, "findings") == plain.of_allegations(
        "closed", lambda one: plain.latest(one, "investigation"), plain.role
    )
    assert by_column(found, "complaint-findings") == crossed(
        (plain.latest(one, "complaint"), kind(one))
        for one in plain.allegations
        if plain.within(plain.cases[one["case_id"]]["closed"]) and kind(one) in COMPLAINTS
    )
    closed, received = plain.subject_of("closed"), plain.subject_of("received")
    for code, rows in (("outcomes", "role"), ("outcomes-finding", "found")):
        assert by_column(found, code) == crossed(
            (plain.worst(of), plain.role(of[0]) if rows == "role" else plain.found(of))
            for of in closed.values()
        )
    for code in ("role", "rank"):
        assert by_column(found, code) == crossed(
            (plain.subjects[of[0]["subject_id"]][code] or "not-recorded", plain.found(of))
            for of in received.values()
        )
    for code in ("sex", "ethnicity"):
        assert by_column(found, code) == crossed(
            (plain.personal(of, code), plain.found(of)) for of in received.values()
        )
    assert by_column(found, "service") == crossed(
        (plain.service(of), plain.found(of)) for of in received.values()
    )
    for code, day, end, mark in (
        ("time-to-log", "received", lambda one: one["recorded"], 2),
        ("time-to-contact", "received", lambda one: plain.contacted(one["id"]), 10),
        ("time-to-finalise", "closed", lambda one: one["closed"], 120),
    ):
        of_kind: dict[str, list[int | None]] = {}
        for case in plain.cases.values():
            wanted = code != "time-to-contact" or case["kind"] in COMPLAINTS
            if wanted and plain.within(case[day]):
                for row in (case["kind"], "total"):
                    of_kind.setdefault(row, []).append(plain.took(case, end(case)))
        measured = lines(found, code)
        assert set(measured) == set(of_kind)
        for row, every in of_kind.items():
            days = [one for one in every if one is not None]
            soon = sum(one <= mark for one in days)
            assert measured[row] == (
                len(every),
                len(days),
                len(every) - len(days),
                round(float(statistics.median(days)), 1) if days else None,
                round(sum(days) / len(days), 1) if days else None,
                round(100 * soon / len(days), 1) if days else None,
            )
    assert found.problems == ()


def test_the_year_of_the_demonstration_to_the_figure(built: Register) -> None:
    found = of(built, Period.named("2013/14"))
    assert found.title == "Return for 2013/14, 1 April 2013 to 31 March 2014"
    assert lines(found, "matters") == {
        "complaint-schedule3": (11, 35, 29, 17),
        "conduct": (9, 31, 25, 15),
        "recordable-conduct": (0, 1, 0, 1),
        "dsi": (1, 6, 6, 1),
        "staff-discipline": (1, 2, 2, 1),
        "total": (22, 75, 62, 35),
    }
    assert found.table("outcomes").columns == (
        *("Police officer", "Special constable", "Police community support officer (PCSO)"),
        *("Police staff", "Total"),
    )
    assert lines(found, "outcomes") == {
        "fww": (5, 0, 0, 0, 5),
        "ww": (7, 0, 1, 1, 9),
        "words": (4, 0, 0, 0, 4),
        "advice": (12, 1, 0, 0, 13),
        "none": (30, 0, 1, 2, 33),
        "total": (58, 1, 2, 3, 64),
    }
    assert lines(found, "complaint-findings") == {
        "upheld": (14, 14),
        "not-upheld": (17, 17),
        "total": (31, 31),
    }
    assert found.table("role").columns[:2] == ("Case to answer", "No finding yet")
    assert lines(found, "role")["total"] == (27, 29, 21, 0, 77)
    assert {row: values[-1] for row, values in lines(found, "sex").items()} == {
        "female": 33,
        "male": 42,
        "not-recorded": 2,
        "total": 77,
    }
    assert lines(found, "time-to-log")["total"] == (75, 75, 0, 2.0, 1.5, 100.0)
    assert lines(found, "time-to-finalise")["total"] == (62, 62, 0, 94.5, 99.4, 74.2)
    columns = found.table("time-to-finalise").columns
    assert columns[-2:] == ("Mean", "% within 120 days")


def test_a_return_counts_what_publication_counts(built: Register) -> None:
    question = Question(datetime.date(2013, 4, 1), datetime.date(2014, 3, 31), threshold=0)
    with built.reader() as connection:
        said = answer(connection, question, force="Weald", today=built.today()).answer
    published = {one.label: one.values[-1] for one in said.tables[0].lines}
    total = lines(of(built, Period(2013)), "role")["total"]
    assert total[-1] == published["Investigated"] == 77
    assert total[0] == published["Case to answer"] == 27


def test_every_table_says_what_it_counts_and_lists_what_is_behind_each_figure(
    built: Register,
) -> None:
    found = of(built, Period(2013))
    assert [one.definition for one in found.tables] == list(definitions())
    for table in found.tables:
        said = dict(table.about())
        assert said["Counts"]
        assert said["Date"]
        assert said["Definition"].endswith(".")
        labels = [row.label for row in table.rows]
        assert labels[-2:] == ["Not recorded", "Total"] or table.definition.kinds
        assert len(labels) == len(set(labels))
        for row in table.rows:
            for cell in row.cells:
                assert bool(cell.cases) == bool(cell.value) or isinstance(cell.value, float)
                assert Filter(case_ids=cell.cases).case_ids == cell.cases
                if isinstance(cell.value, int):
                    assert len(cell.cases) <= cell.value
    titles = [one.definition.title for one in found.tables]
    assert len(set(titles)) == len(titles)
    assert all(len(one) <= 31 for one in titles)  # as a sheet of a workbook is called


def test_years_begin_in_april_or_january() -> None:
    assert Period.named("2013/14", 4) == Period(2013, 4)
    days = [(one.start.isoformat(), one.end.isoformat()) for one in (
        Period.named("2013/14", 4),
        Period.named("1999/00"),
        Period.named("2014", 1),
        Period.named(" 2014 "),
    )]  # fmt: skip
    assert days == [
        ("2014-01-01", "2014-03-31"),
        ("1999-04-01", "2000-03-31"),
        ("2014-01-01", "2014-03-31"),
        ("2014-01-01", "2014-12-31"),
    ]
    for first in (True, False):
        quarters = [Period(2015, quarter, first) for quarter in (1, 2, 3, 4)]
        assert quarters[0].start == Period(2015, None, first).start
        assert quarters[3].end == Period(2015, None, first).end
        for one, following in itertools.pairwise(quarters):
            assert one.end + DAY == following.start
    for day in (datetime.date(2014, 2, 28), datetime.date(2014, 4, 1), datetime.date(2014, 12, 31)):
        assert Period.around(day).start <= day <= Period.around(day).end
    assert Period.around(datetime.date(2014, 2, 28)) == Period(2013, 4)


@pytest.mark.parametrize("year", ["2013/15", "13/14", "2013-14", "", "0001", "2014/14", "2300"])
def test_what_is_no_year_is_said(year: str) -> None:
    with pytest.raises(InvalidError, match="2013/14, from 1 April"):
        Period.named(year)
    with pytest.raises(InvalidError, match="quarters 1 to 4"):
        Period.named("2013/14", 5)


@given(st.dates(datetime.date(1995, 1, 1), datetime.date(2035, 1, 1)), st.integers(-5, 900))
def test_working_days_are_counted_as_one_by_one(start: datetime.date, days: int) -> None:
    end = start + datetime.timedelta(days)
    one_by_one = sum(is_working_day(start + DAY * one) for one in range(1, days + 1))
    assert working_days_after(start, end) == one_by_one


def test_length_of_service_goes_by_whole_years() -> None:
    day = datetime.date(2014, 2, 12)
    bands = {
        datetime.date(2014, 2, 12): "under-1",
        datetime.date(2013, 2, 13): "under-1",
        datetime.date(2013, 2, 12): "1-4",
        datetime.date(2009, 2, 12): "5-9",
        datetime.date(1989, 2, 12): "25-over",
        datetime.date(2014, 2, 13): "not-recorded",
        None: "not-recorded",
    }
    assert {joined: service_band(joined, day) for joined in bands} == bands


def test_people_are_told_apart_by_what_is_known_of_them(matters: Matters) -> None:
    received = datetime.date(2013, 6, 3)
    for person in (
        {"sex": "female", "ethnicity": "W1", "joined": datetime.date(2003, 6, 4)},
        {"sex": "male", "ethnicity": "B2", "joined": datetime.date(2003, 6, 3)},
        {"sex": "male"},
        None,
    ):
        case = matters.case(received=received)
        subject = matters.subject(case, person=person, role="officer", rank="constable")
        matters.allegation(case, subject)
    found = made(matters.connection)
    totals = {
        code: {row: values[-1] for row, values in lines(found, code).items()}
        for code in ("sex", "ethnicity", "service", "rank")
    }
    assert totals == {
        "sex": {"female": 1, "male": 2, "not-recorded": 1, "total": 4},
        "ethnicity": {"W1": 1, "B2": 1, "not-recorded": 2, "total": 4},
        "service": {"5-9": 1, "10-14": 1, "not-recorded": 2, "total": 4},
        "rank": {"constable": 4, "total": 4},
    }


def test_what_is_not_recorded_is_a_row_and_a_column(matters: Matters) -> None:
    case = matters.case(received=datetime.date(2013, 6, 3), kind=None)
    matters.allegation(case)
    matters.allegation(case, matters.subject(case, role="officer"), category="no such code")
    found = made(matters.connection)
    assert lines(found, "matters")["not-recorded"] == (0, 1, 0, 1)
    table = found.table("allegations")
    assert table.columns == ("Police officer", "Not recorded", "Total")
    assert [(row.label, row.values) for row in table.rows] == [
        ("no such code", (1, 0, 1)),
        ("Not recorded", (0, 1, 1)),
        ("Total", (1, 1, 2)),
    ]
    log = found.table("time-to-log").row("not-recorded")
    assert log is not None
    assert log.values == (1, 0, 1, None, None, None)
    assert shown(None) == "–"
    assert found.problems == ()


def test_restricted_cases_are_not_counted_for_those_outside(tmp_path: Path) -> None:
    with create_register(tmp_path / "f.probity", force="Weald", user="okafor", today=TODAY) as own:
        save(own, case_file())
        hidden = save(own, case_file("Hidden", restricted=True))
        period = Period.around(TODAY)
        mine = of(own, period)
        with colleague(own) as theirs:
            seen = of(theirs, period)
        assert lines(mine, "matters")["total"][1] == 2
        assert lines(seen, "matters")["total"][1] == 1
        assert lines(seen, "role")["total"][-1] == 1
        every = {
            case for one in seen.tables for row in one.rows for c in row.cells for case in c.cases
        }
        assert hidden not in every | {case for one in seen.problems for case in one.cases}


# --- random registers ---

DAYS = st.one_of(st.none(), st.dates(datetime.date(2012, 1, 1), datetime.date(2014, 12, 31)))
KINDS = st.sampled_from([None, "conduct", "complaint-schedule3", "dsi", "not of the list"])
SUBJECTS = st.fixed_dictionaries(
    {
        "role": st.sampled_from([None, "officer", "staff", "unknown"]),
        "rank": st.sampled_from([None, "constable", "sergeant"]),
        "known": st.booleans(),
        "sex": st.sampled_from([None, "female", "male"]),
        "joined": DAYS,
        "findings": st.lists(
            st.sampled_from(["cta-gross", "no-case", "withdrawn", None]), max_size=3
        ),
        "outcomes": st.lists(st.sampled_from(["ww", "none", "dwon"]), max_size=2),
    }
)
MATTERS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": KINDS,
            "stage": st.sampled_from(["received", "closed"]),
            "received": DAYS,
            "recorded": DAYS,
            "closed": DAYS,
            "subjects": st.lists(SUBJECTS, max_size=3),
            "nobody": st.booleans(),
        }
    ),
    max_size=6,
)
OF_TABLES = {"rows", "columns", "totals"}


def write(matters: Matters, plan: list[dict[str, Any]]) -> None:
    for one in plan:
        days = {name: one[name] for name in ("kind", "stage", "received", "recorded", "closed")}
        case = matters.case(**days)
        if one["nobody"]:
            matters.allegation(case)
        for each in one["subjects"]:
            person = {"sex": each["sex"], "joined": each["joined"]} if each["known"] else None
            subject = matters.subject(case, person=person, role=each["role"], rank=each["rank"])
            for finding in each["findings"]:
                allegation = matters.allegation(case, subject)
                if finding:
                    matters.finding(case, allegation, finding, decided=one["closed"])
            for outcome in each["outcomes"]:
                matters.outcome(case, subject, outcome)


@settings(
    max_examples=often(20, 60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(MATTERS, st.sampled_from(PERIODS))
def test_totals_agree_in_any_register(
    bare: sqlite3.Connection, plan: list[dict[str, Any]], period: Period
) -> None:
    bare.execute("BEGIN")
    try:
        matters = Matters(bare)
        write(matters, plan)
        found = made(bare, period)
    finally:
        bare.execute("ROLLBACK")
    broken = {one.code for one in found.problems}
    upside = any(
        one["closed"] and (one["received"] is None or one["closed"] < one["received"])
        for one in plan
    )
    assert not broken & OF_TABLES or upside
    for table in found.tables:
        total = table.total
        for place, code in enumerate(table.codes):
            if code not in ("median", "mean", "share"):
                parts = [row.values[place] for row in table.rows[:-1]]
                assert sum(one or 0 for one in parts) == total.values[place]
            behind = {case for row in table.rows[:-1] for case in row.cells[place].cases}
            assert behind == set(total.cells[place].cases)
        if table.codes[-1] == "total":
            for row in table.rows:
                assert sum(one or 0 for one in row.values[:-1]) == row.values[-1]
                assert {case for cell in row.cells[:-1] for case in cell.cases} == set(
                    row.cells[-1].cases
                )
    people = {
        found.table(code).total.values[-1]
        for code in ("role", "rank", "sex", "ethnicity", "service")
    }
    assert len(people) == 1
    received = sum(
        one["received"] is not None and period.start <= one["received"] <= period.end
        for one in plan
    )
    assert found.table("matters").total.values[1] == received
    assert found.table("time-to-log").total.values[0] == received


# --- what does not hold ---

IN, BEFORE = datetime.date(2013, 6, 3), datetime.date(2013, 5, 31)


def whole(matters: Matters, **values: Any) -> tuple[int, int, int]:
    """A case of which nothing is wrong: closed in the year, with a finding and an outcome."""
    given = {"received": IN, "recorded": IN, "closed": datetime.date(2013, 9, 2)}
    case = matters.case(**given | {"stage": "closed"} | values)
    subject = matters.subject(case, role="officer")
    allegation = matters.allegation(case, subject)
    return case, subject, allegation


def settled(matters: Matters, **values: Any) -> tuple[int, int, int]:
    case, subject, allegation = whole(matters, **values)
    matters.finding(case, allegation, "no-case", decided=datetime.date(2013, 8, 1))
    matters.outcome(case, subject, "none", decided=datetime.date(2013, 8, 1))
    return case, subject, allegation


def said(matters: Matters) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.sentence, one.cases) for one in made(matters.connection).problems]


def test_a_case_in_order_breaks_nothing(matters: Matters) -> None:
    settled(matters)
    assert said(matters) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"received": None}, "has no date of receipt, so no table counts it."),
        ({"closed": None}, "is closed without the day it was closed, so it counts as open."),
        ({"stage": "decision"}, "has a closing date but is not at the stage Closed."),
        ({"recorded": BEFORE}, "was recorded before it was received."),
        ({"closed": BEFORE}, "was closed before it was received."),
        ({"received": datetime.date(2013, 8, 5)}, "has a decision from before it was received."),
    ],
)
def test_days_that_are_missing_or_out_of_order_are_said(
    matters: Matters, values: dict[str, Any], sentence: str
) -> None:
    case, *_ = settled(matters, **values)
    assert (f"One case {sentence}", (case,)) in said(matters)


def test_a_case_closed_before_it_came_unbalances_the_matters(matters: Matters) -> None:
    settled(matters, closed=datetime.date(2012, 6, 1))
    sentences = [one for one, _ in said(matters)]
    assert sentences[0].startswith("In “Matters by kind”, “Conduct matter”: open at the start")
    assert "One case was closed before it was received." in sentences


def test_every_closed_case_has_findings_and_outcomes(matters: Matters) -> None:
    case, _, allegation = whole(matters)
    other, *_ = whole(matters)
    assert said(matters) == [
        ("2 cases finalised in the period have an allegation without a finding.", (case, other)),
        ("2 cases finalised in the period have a subject without an outcome.", (case, other)),
    ]
    matters.finding(case, allegation, "no-case")
    assert said(matters)[0] == (
        "One case has a finding or an outcome without the day it was decided.",
        (case,),
    )
    for step in ("findings", "outcome"):  # left out on purpose
        insert(matters.connection, "stage_step", case_id=other, kind="skip", requirement=step)
    assert [cases for _, cases in said(matters)] == [(case,), (case,)]
    for one in (case, other):  # decided where they were consolidated
        insert(matters.connection, "case_link", case_id=one, other_id=9, kind="consolidated")
    assert [cases for _, cases in said(matters)] == [(case,)]


def test_what_no_table_counts_is_said(matters: Matters) -> None:
    case, *_ = settled(matters)
    matters.outcome(case, matters.subject(case), "none", decided=IN)
    empty = matters.case(received=IN, closed=IN, stage="closed")
    assert said(matters) == [
        ("One case finalised in the period has no allegation.", (empty,)),
        (
            (
                "One case has a subject with no allegation against them, so no table counts that "
                "subject."
            ),
            (case,),
        ),
    ]


def test_contact_before_receipt_is_said_and_not_measured(matters: Matters) -> None:
    case, *_ = settled(matters, kind="complaint-schedule3")
    insert(matters.connection, "complainant_update", case_id=case, kind="update", sent=BEFORE)
    found = made(matters.connection)
    assert [one.code for one in found.problems] == ["contacted-early"]
    assert lines(found, "time-to-contact")["total"] == (1, 0, 1, None, None, None)


def test_an_acknowledgement_is_contact(matters: Matters) -> None:
    case, *_ = settled(matters, kind="complaint-schedule3")
    for about, sent in (
        ("witness", datetime.date(2013, 6, 4)),
        ("acknowledgement", datetime.date(2013, 6, 5)),
    ):
        insert(
            matters.connection, "letter", case_id=case, about=about, sent=sent, number=len(about)
        )
    insert(
        matters.connection,
        "complainant_update",
        case_id=case,
        kind="update",
        sent=datetime.date(2013, 7, 1),
    )
    found = made(matters.connection)
    assert lines(found, "time-to-contact")["total"] == (1, 1, 0, 2.0, 2.0, 100.0)


def test_the_words_of_sex_and_ethnicity_are_a_vocabulary() -> None:
    assert vocabularies.name("sex", "female") == "Female"
    assert len(vocabularies.terms("ethnicity")) == 19
    assert YEAR.year_name == "2013/14"
