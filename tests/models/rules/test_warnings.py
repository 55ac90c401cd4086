from __future__ import annotations

import datetime

import pytest

from models.case import casefile
from models.rules import validation
from models.rules.process.warnings import expires, latest
from tests.models.making import TODAY, case_file

D = datetime.date


@pytest.mark.parametrize(
    ("outcome", "regime", "starts", "last"),
    [
        ("ww", "2012", D(2013, 3, 1), D(2014, 2, 28)),
        ("ww", "2020", D(2020, 8, 31), D(2022, 2, 27)),  # 18 months: to the end of February
        ("fww", "2008", D(2011, 1, 10), D(2012, 7, 9)),
        ("fww", "2020", D(2022, 2, 1), D(2024, 1, 31)),
    ],
)
def test_a_warning_lasts_as_long_as_its_regime_says(
    outcome: str, regime: str, starts: datetime.date, last: datetime.date
) -> None:
    assert expires(outcome, starts, regime) == last


def test_what_is_no_warning_has_no_end() -> None:
    assert expires("dwon", D(2020, 3, 1), "2020") is None
    assert expires(None, D(2020, 3, 1), "2020") is None


def test_a_final_written_warning_may_be_longer_since_2020_and_no_other() -> None:
    assert latest("fww", D(2022, 2, 1), "2020") == D(2027, 1, 31)
    file = case_file(regime="2012")
    subject = file.subjects[0]["id"]
    row = casefile.blank_row(
        "outcomes",
        file,
        subject_id=subject,
        outcome="ww",
        decided=TODAY,
        starts=TODAY,
        expires=TODAY + datetime.timedelta(days=400),
    )
    file.outcomes.append(row)
    (problem,) = validation.problems(file, TODAY)
    assert (problem.field, problem.message) == (
        "expires",
        "Under the 2012 regime it can last until 27 Feb 2015 at the latest.",
    )
