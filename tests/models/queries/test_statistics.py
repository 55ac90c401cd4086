from __future__ import annotations

import datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.case import casefile
from models.entering.open import create_register
from models.queries.figures.counting import by_seriousness
from models.queries.figures.statistics import Statistics, stats
from models.register import Register
from models.storage.keys import key_path
from tests.models.making import TODAY, case_file, loaded, save

START, END = datetime.date(2009, 1, 1), datetime.date(2014, 2, 28)


def figures(register: Register) -> Statistics:
    with register.reader() as connection:
        return stats(connection, factor="social-media", start=START, end=END)


def test_a_changed_case_changes_the_figures(register: Register) -> None:
    case_id = save(register, case_file())
    before = figures(register)
    assert (before.investigated, before.case_to_answer) == (1, 1)
    assert before.outcomes == {"pending": 1}

    original = loaded(register, case_id)
    mine = original.copy()
    mine.findings.append(
        casefile.blank_row(
            "findings",
            mine,
            allegation_id=mine.allegations[0]["id"],
            finding="no-case",
            decided=datetime.date(2014, 2, 21),
        )
    )
    save(register, mine, original)
    after = figures(register)
    assert (after.investigated, after.case_to_answer, after.outcomes) == (1, 0, {})


def test_only_the_period_and_the_factor_count(register: Register) -> None:
    save(register, case_file())
    other = case_file()
    other.allegations[0]["factors"] = []
    save(register, other)
    with register.reader() as connection:
        assert stats(connection, factor=None, start=START, end=END).investigated == 2
        early = stats(
            connection, factor="social-media", start=START, end=datetime.date(2014, 2, 11)
        )
    assert early.investigated == 0
    assert early.case_to_answer_per_year == 0


def test_the_text_says_the_unit_and_the_definitions(register: Register) -> None:
    save(register, case_file())
    said = figures(register).to_text()
    assert figures(register).unit in said
    assert "Case to answer: 1" in said
    assert "latest finding" in said
    assert figures(register).to_dict()["start"] == "2009-01-01"


CASE = st.tuples(
    st.booleans(),
    st.lists(st.sampled_from(["cta-misconduct", "cta-gross", "no-case"]), max_size=3),
    st.lists(st.sampled_from(["advice", "ww", "fww", "resigned", "none"]), max_size=2),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=st.lists(CASE, max_size=4))
def test_the_figures_are_those_of_a_plain_count(
    tmp_path: Path, made: list[tuple[bool, list[str], list[str]]]
) -> None:
    path = tmp_path / "counted.probity"
    path.unlink(missing_ok=True)
    key_path(path).unlink(missing_ok=True)
    expected: dict[str, int] = {}
    with create_register(path, force="Weald and Downs Police", user="a", today=TODAY) as register:
        for marked, findings, outcomes in made:
            file = case_file()
            file.allegations[0]["factors"] = ["social-media"] if marked else []
            file.findings.clear()
            for day, finding in enumerate(findings):
                file.findings.append(
                    casefile.blank_row(
                        "findings",
                        file,
                        allegation_id=file.allegations[0]["id"],
                        finding=finding,
                        decided=datetime.date(2014, 2, 13 + day),
                    )
                )
            for outcome in outcomes:
                file.outcomes.append(
                    casefile.blank_row(
                        "outcomes",
                        file,
                        subject_id=file.subjects[0]["id"],
                        outcome=outcome,
                        decided=datetime.date(2014, 2, 20),
                    )
                )
            save(register, file)
            if marked and findings and findings[-1] != "no-case":
                main = min(outcomes, key=by_seriousness().index, default="pending")
                expected[main] = expected.get(main, 0) + 1
        found = figures(register)
    assert found.investigated == sum(marked for marked, _, _ in made)
    assert found.case_to_answer == sum(expected.values())
    assert found.outcomes == expected
