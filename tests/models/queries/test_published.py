"""Answers kept, shown again as they were, and hidden where a case they count is."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from models.changes.publishing import keep
from models.errors import InvalidError, NotAllowedError, NotFoundError
from models.queries.figures.publication import Made, answer
from models.queries.figures.published import kept, kept_answer, kept_as
from models.record.records import Asked, page
from models.register import Register
from models.rules.publishing.answers import Answer
from models.rules.publishing.questions import ROWS, Question
from models.schema import CodingReview, Publication
from tests.models.making import TODAY, case_file, colleague, loaded, save

QUESTION = Question(datetime.date(2014, 1, 1), TODAY, factor="social-media", threshold=0)


def asked(register: Register, question: Question = QUESTION) -> Made:
    with register.reader() as connection:
        return answer(connection, question, force=register.force, today=register.today())


def shown_again(register: Register, number: int) -> Answer:
    with register.reader() as connection:
        code = next(one.code for one in kept(connection) if one.id == number)
        return kept_answer(connection, kept_as(connection, code).id)


def test_what_was_published_is_shown_again_as_it_was(register: Register) -> None:
    case_id = save(register, case_file())
    made = asked(register)
    number = keep(register, made, "  Freedom of information  request 12 ")
    original = loaded(register, case_id)
    changed = original.copy()
    changed.allegations[0]["factors"] = []
    save(register, changed, original)
    assert asked(register).answer != made.answer
    assert shown_again(register, number) == made.answer
    with register.reader() as connection:
        (one,) = kept(connection)
        (event, *_) = page(connection, Asked(act="collect"))
        row = connection.execute("SELECT * FROM publication").fetchone()
    assert (one.id, one.who, one.purpose) == (
        number,
        "D. Okafor",
        "Freedom of information request 12",
    )
    assert one.at.date() == TODAY
    assert event.reason == "Published: Freedom of information request 12"
    assert json.loads(row["question"]) == QUESTION.to_dict()
    assert row["cases"] == str(case_id)


def test_what_is_withheld_is_not_kept_either(register: Register) -> None:
    for number in range(9):
        file = case_file(f"Matter {number}")
        file.findings[0]["finding"] = "cta-misconduct" if number < 2 else "no-case"
        save(register, file)
    made = asked(register, Question(datetime.date(2014, 1, 1), TODAY, threshold=5))
    number = keep(register, made, "For the website")
    values = [one.values[-1] for one in shown_again(register, number).tables[0].lines]
    assert values == [9, None, None, None]


def test_it_is_kept_for_somebody_and_by_somebody_who_may(register: Register) -> None:
    save(register, case_file())
    made = asked(register)
    for purpose in ("  ", "x" * 2001):
        with pytest.raises(InvalidError) as refused:
            keep(register, made, purpose)
        assert set(refused.value.problems) == {"purpose"}
    with colleague(register, "rowan", role="reader") as reader:
        with pytest.raises(NotAllowedError):
            keep(reader, made, "For the website")
        with reader.reader() as connection:
            assert kept(connection) == []


def test_a_kept_answer_does_not_exist_for_whom_a_case_in_it_is_hidden(register: Register) -> None:
    save(register, case_file("Open"))
    before = keep(register, asked(register), "First")
    with colleague(register, "vance") as theirs:
        mine = save(register, case_file("Restricted", restricted=True, owner_id=1))
        with_it = keep(register, asked(register), "Second")
        with register.reader() as connection:
            hidden = next(one.code for one in kept(connection) if one.id == with_it)
        assert asked(register).answer.tables[0].lines[0].values == (2,)
        seen = asked(theirs)
        assert seen.answer.tables[0].lines[0].values == (1,)
        assert mine not in seen.cases
        with theirs.reader() as connection:
            assert [one.purpose for one in kept(connection)] == ["First"]
            said = [(event.what, event.reason) for event in page(connection, Asked(), limit=999)]
            with pytest.raises(NotFoundError):
                kept_as(connection, hidden)
            with pytest.raises(NotFoundError):
                kept_answer(connection, with_it)
        assert not [one for one in said if "Second" in one[1]]
        # What their answer says is what it would say if the case had never been there.
        assert seen.answer == shown_again(theirs, before)
        with pytest.raises(NotFoundError), theirs.change() as change:
            change.note("disclose", about=(Publication, with_it), what="Saved")


def test_rows_name_nobody_and_group_small_ranks(register: Register) -> None:
    for number in range(7):
        file = case_file(f"Matter {number}")
        file.subjects[0] |= {"family_name": f"Nameless{number}", "number": f"88{number}"}
        file.subjects[0]["rank"] = "sergeant" if number < 2 else "constable"
        file.allegations[0] |= {"conduct": "derogatory-comment", "duty": "off"}
        file.case["kind"] = "complaint-schedule3" if number == 6 else "conduct"
        save(register, file)
    question = Question(datetime.date(2014, 1, 1), TODAY, form=ROWS, threshold=5)
    said = asked(register, question).answer
    assert said.listing is not None
    assert said.listing.columns == (
        *("Rank or role", "Platform", "Nature", "Outcome", "Internal or public"),
        "Days to conclusion",
    )
    row = ("Facebook", "Derogatory comment, off duty", "No outcome yet", "Internal")
    assert said.listing.rows[0] == ("Officer of any rank", *row, "Not concluded")
    assert [one[4] for one in said.listing.rows].count("Public") == 1
    assert len(said.listing.rows) == 7
    assert "Nameless" not in json.dumps(said.to_dict())
    assert Answer.from_dict(json.loads(json.dumps(said.to_dict()))) == said
    whole = asked(register, Question(datetime.date(2014, 1, 1), TODAY, form=ROWS, threshold=0))
    assert whole.answer.listing is not None
    assert {one[0] for one in whole.answer.listing.rows} == {"Constable", "Sergeant"}
    few = Question(datetime.date(2014, 1, 1), TODAY, kind="complaint-schedule3", form=ROWS)
    assert asked(register, few).answer.listing is None


def test_days_to_conclusion_are_from_receipt_to_closure(register: Register) -> None:
    file = case_file(closed=datetime.date(2014, 2, 22), stage="closed", recorded=TODAY)
    file.steps.extend(_step(file, code) for code in ("severity", "notice", "outcome"))
    save(register, file)
    said = asked(register, Question(datetime.date(2014, 1, 1), TODAY, form=ROWS, threshold=0))
    assert said.answer.listing is not None
    assert said.answer.listing.rows[0][-1] == "10"


def _step(file: object, code: str) -> dict[str, object]:
    from models.case import casefile

    return casefile.blank_row("steps", file, requirement=code, reason="An old case.")  # type: ignore[arg-type]


def test_a_removed_allegation_takes_its_coding_along(register: Register, path: Path) -> None:
    case_id = save(register, case_file())
    with register.change() as change:
        change.add(
            CodingReview, case=case_id, allegation=1, factor="vawg", decision="no",
            words="", at=datetime.datetime(2014, 2, 1), by=1,
        )  # fmt: skip
    original = loaded(register, case_id)
    changed = original.copy()
    changed.findings.clear()
    changed.allegations.clear()
    save(register, changed, original)
    with register.reader() as connection:
        assert connection.execute("SELECT COUNT(*) FROM coding_review").fetchone()[0] == 0
