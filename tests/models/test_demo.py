from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import demo
from models.demo.plan import plan
from models.errors import RegisterError
from models.queries.cases import derive
from models.queries.cases.casefile import case_id_of, load_case
from models.queries.figures.statistics import stats
from models.queries.people.guidance import versions
from models.record import check
from models.record.examining import verify
from models.register import Register

START, END = datetime.date(2009, 1, 1), datetime.date(2014, 2, 28)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    register = demo.build(tmp_path_factory.mktemp("demo") / "demo.probity")
    yield register
    register.close()


def test_the_social_media_figures_to_the_number(built: Register) -> None:
    with built.reader() as connection:
        found = stats(connection, factor="social-media", start=START, end=END)
    assert found.investigated == 54
    assert found.case_to_answer == 36
    assert found.outcomes == {"resigned": 2, "ww": 20, "advice": 14}
    assert found.case_to_answer_per_year < 8


def test_those_who_resigned_are_a_constable_and_a_member_of_staff(built: Register) -> None:
    with built.reader() as connection:
        found = connection.execute(
            "SELECT s.role, a.conduct, a.duty FROM outcome o JOIN subject s ON s.id = o.subject_id"
            " JOIN allegation a ON a.subject_id = s.id WHERE o.outcome = 'resigned' ORDER BY s.role"
        ).fetchall()
    assert [tuple(row) for row in found] == [
        ("officer", "discriminatory-group", "off"),
        ("staff", "information-disclosed", "off"),
    ]


def test_the_highlighted_case_is_late(built: Register) -> None:
    assert built.is_demo()
    assert built.user.full_name == "D. Okafor"
    with built.reader() as connection:
        case_id = case_id_of(connection, "PS/2014/00036")
        file = load_case(connection, case_id)
        late = connection.execute(
            "SELECT count(*) FROM case_line WHERE open AND next_due < ?", (str(built.today()),)
        ).fetchone()[0]
    assert file.case["title"] == "Facebook contact with a crime victim"
    assert (built.today() - file.case["next_due"]).days == 3
    assert [row["severity"] for row in file.assessments] == ["misconduct", "gross-misconduct"]
    assert late == 3


def test_every_social_media_allegation_names_the_guidance_in_force(built: Register) -> None:
    with built.reader() as connection:
        total, named = connection.execute(
            "SELECT COUNT(*), SUM(v.starts <= a.conduct_from AND a.guidance_clause_id IS NOT NULL"
            " AND (v.ends IS NULL OR a.conduct_from <= v.ends)) FROM allegation a"
            " JOIN allegation_factor f ON f.allegation_id = a.id AND f.factor = 'social-media'"
            " LEFT JOIN guidance_version v ON v.id = a.guidance_version_id"
        ).fetchone()
        names = [one.called for one in versions(connection) if one.factor == "social-media"]
        given = connection.execute(
            "SELECT COUNT(*), COUNT(acknowledged) FROM guidance_issue"
        ).fetchone()
    assert (total, named) == (54, 54)
    assert names == ["Use of social media, version 1", "Use of social media, version 2"]
    assert 0 < given[1] < given[0]


@pytest.mark.slow
def test_what_is_derived_and_the_audit_record_hold(built: Register) -> None:
    with built.reader() as connection:
        assert [one.problems for one in check.check(connection) if one.problems] == []
        assert verify(connection) == []
        for row in connection.execute("SELECT * FROM case_line").fetchall():
            assert derive.line_of(connection, row["case_id"]) == dict(row)


def test_the_plan_is_the_same_every_time() -> None:
    assert plan() == plan()


def test_it_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.probity"
    path.write_text("mine")
    with pytest.raises(RegisterError):
        demo.build(path)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]
