"""Coding after the fact: what is proposed, what is decided, what the figures then say."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.case import casefile
from models.changes.case.coding import decide
from models.changes.retention.reviewing import anonymise
from models.errors import AnonymisedError, InvalidError, NotAllowedError, NotFoundError
from models.queries.cases.history import history
from models.queries.figures.coding import NO, UNSURE, YES, Queue, candidate, queue
from models.queries.figures.publication import answer
from models.register import Register
from models.rules import vocabularies
from models.rules.publishing.questions import Question
from models.rules.publishing.word_lists import factors, word_list
from tests.models.making import TODAY, case_file, colleague, loaded, save

QUESTION = Question(datetime.date(2014, 1, 1), TODAY, factor="social-media", threshold=0)


def old_case(particulars: str = "Was rude at the counter.", **fields: Any) -> Any:
    """A case of before the factor existed."""
    file = case_file(**{"title": "Conduct at the counter"} | fields)
    file.allegations[0] |= {"particulars": particulars, "factors": [], "platform": None}
    file.chronology.clear()
    return file


def read(register: Register, question: Question = QUESTION) -> Queue:
    with register.reader() as connection:
        found = queue(connection, question)
    assert found is not None
    return found


def decided(register: Register, allegation_id: int, decision: str, **values: str | None) -> None:
    with register.change() as change:
        decide(change, allegation_id, "social-media", decision, words=["facebook"], values=values)


def counted(register: Register) -> int:
    with register.reader() as connection:
        made = answer(connection, QUESTION, force="Weald", today=TODAY)
    tables = made.answer.tables
    return int(tables[0].lines[0].values[-1] or 0) if tables else 0


def test_words_of_the_list_propose_an_allegation_and_are_marked(register: Register) -> None:
    save(register, old_case("Posted it on FACEBOOK, then re-tweeted. Not facebooked."))
    save(register, old_case(title="A remark in a chat  room"))
    save(register, old_case("The uniform was facing a book case."))
    coded = case_file()
    save(register, coded)
    assert read(register).waiting == (1, 2)
    with register.reader() as connection:
        one = candidate(connection, 1, "social-media")
        two = candidate(connection, 2, "social-media")
    first = one.passages[0]
    assert [first.text[a:b] for a, b in first.marks] == ["FACEBOOK", "tweeted"]
    assert one.words == ("facebook", "tweeted")
    assert [(p.where, [p.text[a:b] for a, b in p.marks]) for p in two.passages] == [
        ("What is alleged", []),
        ("The case", ["chat room"]),
    ]
    assert one.values == {"platform": None, "conduct": None, "duty": None}


def test_a_word_in_one_allegation_does_not_propose_another_of_the_case(register: Register) -> None:
    file = old_case("Wrote of it on Twitter.")
    casefile.add_row(
        "allegations", file, subject_id=file.subjects[0]["id"], particulars="Came late."
    )
    save(register, file)
    assert read(register).waiting == (1,)
    entry = old_case("Came late.")
    entry.chronology.append(
        casefile.blank_row(
            "chronology",
            entry,
            text="A witness showed the Instagram page.",
            occurred=datetime.datetime(2014, 2, 12, 9, 0),
        )
    )
    save(register, entry)
    assert read(register).waiting == (1, 3)  # what stands of the whole case proposes all of it


def test_yes_puts_the_factor_and_what_was_picked_and_the_figures_follow(
    register: Register,
) -> None:
    case_id = save(register, old_case("Wrote of it on Facebook."))
    assert counted(register) == 0
    decided(register, 1, YES, platform="facebook", conduct="derogatory-comment", duty=None)
    (row,) = loaded(register, case_id).allegations
    assert (row["factors"], row["platform"]) == (["social-media"], "facebook")
    assert (row["conduct"], row["duty"]) == ("derogatory-comment", None)
    assert counted(register) == 1
    found = read(register)
    assert (found.waiting, found.coding.reviewed, found.coding.waiting) == ((), 1, 0)
    with register.reader() as connection:
        events = [(one.what, one.user_name) for one in history(connection, case_id)]
        (review,) = connection.execute("SELECT * FROM coding_review").fetchall()
    assert ("Added a review of coding", "D. Okafor") in events
    assert (review["decision"], review["words"], review["by_id"]) == (YES, "facebook", 1)
    assert review["at"].startswith("2014-02-28")


@pytest.mark.parametrize("then", [NO, UNSURE])
def test_a_later_decision_stands_and_takes_its_own_factor_back(
    register: Register, then: str
) -> None:
    case_id = save(register, old_case("Wrote of it on Facebook."))
    decided(register, 1, YES, platform="facebook")
    decided(register, 1, then)
    (row,) = loaded(register, case_id).allegations
    assert row["factors"] == []
    found = read(register)
    assert found.waiting == ()
    assert found.unsure == ((1,) if then == UNSURE else ())
    assert counted(register) == 0
    decided(register, 1, YES)
    assert counted(register) == 1


def test_no_takes_no_factor_that_somebody_put_there_otherwise(register: Register) -> None:
    case_id = save(register, case_file())
    decided(register, 1, NO)
    assert loaded(register, case_id).allegations[0]["factors"] == ["social-media"]


def test_the_figures_say_how_many_were_reviewed_and_how_many_wait(register: Register) -> None:
    for _ in range(4):
        save(register, old_case("Wrote of it on Facebook."))
    decided(register, 1, NO)
    decided(register, 2, UNSURE)
    with register.reader() as connection:
        said = answer(connection, QUESTION, force="Weald", today=TODAY).answer.coding
        other = Question(QUESTION.start, QUESTION.end, factor="custody")
        assert answer(connection, other, force="Weald", today=TODAY).answer.coding is None
    assert said is not None
    assert said.sentence("social-media") == (
        "Coding after the fact: 4 uncoded allegations appear to involve social media by the words "
        "used; 2 were reviewed, of which 1 was left unsure, and 2 are waiting."
    )


def test_the_question_says_which_cases_are_read(register: Register) -> None:
    may = datetime.date(2013, 5, 1)
    save(register, old_case("On Facebook.", received=may, came_to_notice=may))
    save(register, old_case("On Facebook.", kind="staff-discipline"))
    save(register, old_case("On Facebook."))
    assert read(register).waiting == (2, 3)
    only = Question(QUESTION.start, QUESTION.end, factor="social-media", kind="conduct")
    assert read(register, only).waiting == (3,)
    long = Question(datetime.date(2013, 1, 1), TODAY, factor="social-media")
    assert read(register, long).waiting == (1, 2, 3)


def test_what_cannot_be_decided_is_refused_and_nothing_is_written(register: Register) -> None:
    save(register, old_case("On Facebook."))
    for factor, decision, values, problem in (
        ("social-media", "maybe", {}, "decision"),
        ("custody", YES, {}, "factor"),
        ("social-media", YES, {"platform": "telegraph"}, "platform"),
        ("social-media", YES, {"category": "2012-K"}, "category"),
    ):
        with pytest.raises(InvalidError) as refused, register.change() as change:
            decide(change, 1, factor, decision, values=values)
        assert set(refused.value.problems) == {problem}
    with pytest.raises(NotFoundError):
        decided(register, 99, NO)
    assert read(register).coding.reviewed == 0


def test_an_anonymised_case_is_neither_proposed_nor_decided_on(register: Register) -> None:
    file = old_case(
        "On Facebook.", stage="closed", closed=TODAY, recorded=TODAY, title="On Facebook"
    )
    file.steps.extend(
        casefile.blank_row("steps", file, requirement=code, reason="An old case.")
        for code in ("severity", "notice", "outcome")
    )
    case_id = save(register, file)
    decided(register, 1, UNSURE)
    with register.change("Due") as change:
        anonymise(change, case_id)
    assert read(register).waiting == ()
    with pytest.raises(AnonymisedError):
        decided(register, 1, NO)
    with register.reader() as connection:
        assert connection.execute("SELECT words FROM coding_review").fetchone()[0] == ""


def test_who_may_not_see_a_case_is_proposed_none_of_it(register: Register) -> None:
    save(register, old_case("On Facebook.", restricted=True, owner_id=1))
    save(register, old_case("On Facebook."))
    decided(register, 1, UNSURE)
    with colleague(register, "vance") as theirs:
        found = read(theirs)
        assert (found.waiting, found.unsure, found.coding.reviewed) == ((2,), (), 0)
        with theirs.reader() as connection, pytest.raises(NotFoundError):
            candidate(connection, 1, "social-media")
        with pytest.raises(NotFoundError):
            decided(theirs, 1, NO)
    with colleague(register, "rowan", role="reader") as reader, pytest.raises(NotAllowedError):
        decided(reader, 2, NO)


def test_every_list_is_of_a_factor_and_asks_what_an_allegation_has() -> None:
    assert "social-media" in factors()
    for factor in factors():
        words = word_list(factor)
        assert words is not None
        assert vocabularies.term("factor", factor) is not None
        assert set(words.asks) <= {"platform", "conduct", "duty"}
        assert len(set(words.words)) == len(words.words)
    assert word_list(None) is None


LIST = word_list("social-media")
assert LIST is not None


@given(
    word=st.sampled_from(LIST.words),
    around=st.tuples(
        st.sampled_from(("", "On ", "(", "x ", "é ")), st.sampled_from(("", ".", " y"))
    ),
)
def test_every_word_of_the_list_is_marked_wherever_it_stands(
    word: str, around: tuple[str, str]
) -> None:
    assert LIST is not None
    said = word.removesuffix("*") + ("s" if word.endswith("*") else "")
    text = f"{around[0]}{said.upper()}{around[1]}"
    marks = LIST.marks(text)
    assert [text[a:b].lower() for a, b in marks] == [said]
    assert LIST.marks(f"pre{said}") == [] or " " in said or "-" in said
