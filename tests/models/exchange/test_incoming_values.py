"""Days in mixed forms, the words of other systems, names: what a cell means."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidError
from models.exchange.incoming import values
from models.rules import vocabularies
from models.rules.dates import FULL, MONTHS
from models.rules.names import subject_label
from tests.models.making import TODAY

DAY = datetime.date(2014, 2, 12)


@pytest.mark.parametrize(
    "text",
    [
        *("12/02/2014", "12/2/14", "12.02.2014", "12-02-2014", "2014-02-12", "2014/02/12"),
        *("20140212", "12 Feb 2014", "12-Feb-14", "12th February 2014", "Wed 12 Feb 2014"),
        *("Wednesday, 12 February 2014", "February 12, 2014", "Feb 12th 2014", "41682"),
        *("12/02/2014 09:30", "12/02/2014 9:30:15 am", "2014-02-12T09:30:00Z"),
        *("2014-02-12 00:00:00", " 12  Feb\n2014 "),
    ],
)
def test_one_day_in_many_forms(text: str) -> None:
    assert values.day_of(text, TODAY) == (DAY, "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Feb 2014", datetime.date(2014, 2, 1)),
        ("Feb-14", datetime.date(2014, 2, 1)),
        ("February 2014", datetime.date(2014, 2, 1)),
        ("02/2014", datetime.date(2014, 2, 1)),
        ("2014-02", datetime.date(2014, 2, 1)),
        ("2013", datetime.date(2013, 1, 1)),
        ("2012/13", datetime.date(2012, 4, 1)),
        ("2012-2013", datetime.date(2012, 4, 1)),
    ],
)
def test_less_than_a_day_is_taken_as_its_first_and_said_so(text: str, day: datetime.date) -> None:
    found, note = values.day_of(text, TODAY)
    assert found == day
    assert note == f"“{text}” is taken as its first day"


@pytest.mark.parametrize("text", ["", "31/02/2014", "Q1 2013", "soon", "2014-13-01", "99999", "٣"])
def test_what_is_no_day_is_said_to_be_none(text: str) -> None:
    with pytest.raises(InvalidError, match="date"):
        values.day_of(text, TODAY)


def test_the_month_first_where_that_is_chosen() -> None:
    assert values.day_of("03/04/2013", TODAY)[0] == datetime.date(2013, 4, 3)
    assert values.day_of("03/04/2013", TODAY, True)[0] == datetime.date(2013, 3, 4)


@given(
    day=st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31)),
    form=st.sampled_from(
        ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%Y%m%d", "%d.%m.%Y %H:%M", "%B %d, %Y"]
    ),
)
def test_any_day_in_any_form_is_that_day(day: datetime.date, form: str) -> None:
    assert values.day_of(day.strftime(form), TODAY) == (day, "")


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_a_sentence(text: str) -> None:
    try:
        found = str(values.day_of(text, TODAY)[0]) + "."
    except InvalidError as error:
        found = str(error)
    assert found.endswith(".")


def test_every_term_is_known_by_its_code_and_its_name() -> None:
    for name in values.other_words():
        for term in vocabularies.terms(name):
            regime = term.regimes[0] if term.regimes else None
            assert values.code_of(name, term.code, regime) == term.code
            assert values.code_of(name, term.name.upper(), regime) == term.code


def test_every_word_of_other_systems_means_a_code_that_there_is() -> None:
    for name, words in values.other_words().items():
        for word, code in words.items():
            assert vocabularies.term(name, code) is not None, (name, word)


def test_one_word_of_two_regimes_is_the_one_that_holds() -> None:
    assert values.code_of("category", "K", "2012") == "2012-K"
    assert values.code_of("category", "K Discreditable conduct", "2020") == "2020-K"
    assert values.code_of("kind", "Public complaint (Schedule 3)") == "complaint-schedule3"
    other = "Public complaint (otherwise than under Schedule 3)"
    assert values.code_of("kind", other) == "complaint-other"
    assert values.code_of("platform", "MySpace") == ""


@given(
    rank=st.sampled_from([*(term.code for term in vocabularies.terms("rank")), None]),
    role=st.sampled_from(["officer", "special", "pcso", "staff", "designated"]),
    number=st.sampled_from(["", "4417", "S12"]),
    family=st.sampled_from(["Harmer", "De La Rue", "O’Neil", "Smith-Jones"]),
    given=st.sampled_from(["", "Ann", "Jo Ann"]),
    title=st.sampled_from(["", "Ms", "Dr"]),
)
def test_a_label_is_read_as_it_is_written(**row: str) -> None:
    """As far as it says: initials for given names, and no rank for a role without one."""
    row["given_names"] = row.pop("given")
    row["family_name"] = row.pop("family")
    label = subject_label(row)
    read, others = values.label_of(f"{label} and 2 others")
    assert others == 2
    staff = {"role": None, "rank": None, "number": "", "title": "", "given_names": ""}
    assert subject_label(staff | read) == label


def test_names_in_either_order() -> None:
    for text in ("Harmer, Ms Ann", "Ms Ann Harmer"):
        read = values.name_of(text)
        assert read == {"family_name": "Harmer", "given_names": "Ann", "title": "Ms"}
    assert values.name_of("") == {"family_name": "", "given_names": "", "title": ""}


def test_yes_and_no() -> None:
    assert values.flag_of(" Yes ")
    assert not values.flag_of("N")
    with pytest.raises(InvalidError, match="neither"):
        values.flag_of("perhaps")
    assert len(FULL) == len(MONTHS) == 12
