"""Where a table stands in a sheet, and what below its headings is no row of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import ProbityError
from models.exchange.incoming import headings
from models.exchange.incoming.fields import (
    GROUPS,
    NOT_READ,
    field,
    fields,
    folded,
    guess,
    of_section,
)
from models.exchange.incoming.open_file import open_cells
from models.schema import Subject, dictionary, sections
from models.schema.base import Privacy, text
from tests.models.queries.foi import FOI, OFFICERS, written


def _found(tmp_path: Path, text: str, at: int | None = None) -> headings.Heads:
    return headings.find(open_cells(written(tmp_path / "in.csv", text)), at)


def test_headings_over_two_rows_below_a_title(tmp_path: Path) -> None:
    found = _found(tmp_path, FOI)
    assert (found.first, found.last) == (4, 5)
    assert found.names == (
        *("Case Ref", "Received", "Officer Rank", "Officer Role"),
        *("Allegation", "Outcome", "Platform", "Borough code"),
    )


def test_headings_in_the_first_row(tmp_path: Path) -> None:
    found = _found(tmp_path, OFFICERS)
    assert (found.first, found.last) == (1, 1)
    assert found.names[:3] == ("Case number", "Date of complaint", "Type")


def test_names_are_made_different_and_none_is_empty(tmp_path: Path) -> None:
    found = _found(tmp_path, "Ref,Outcome,,outcome,Outcome\n1,a,b,c,d\n")
    assert found.names == ("Ref", "Outcome", "Column 3", "outcome (2)", "Outcome (3)")


def test_a_row_of_words_is_no_second_row_of_headings(tmp_path: Path) -> None:
    found = _found(tmp_path, "Rank,Platform,,Outcome\nPC,Facebook,Yes,NFA\nPS,Twitter,No,Advice\n")
    assert (found.first, found.last) == (1, 1)


def test_the_row_can_be_said(tmp_path: Path) -> None:
    found = _found(tmp_path, "a,b\nc,d\n1,2\n", 2)
    assert (found.names, found.first, found.last) == (("c", "d"), 2, 2)
    with pytest.raises(ProbityError, match=r"Row 9 .* has no headings"):
        _found(tmp_path, "a,b\nc,d\n", 9)
    with pytest.raises(ProbityError, match="nothing to import"):
        _found(tmp_path, " \n,,\n")


def test_what_is_no_row_is_told_from_what_is(tmp_path: Path) -> None:
    text = (
        "Ref,Received,Allegation\n"
        "1,12/02/2014,Total disregard of the rules\n"
        ",,A second allegation of the same case\n"
        "\n"
        "Ref,Received,Allegation\n"
        "2,12/02/2014,Rude\n"
        "Sub-total,2,\n"
        "Grand total:,4,\n"
        "Total number of cases,4,\n"
        "Note: figures are provisional,,\n"
    )
    cells = open_cells(written(tmp_path / "in.csv", text))
    found = {one.number: one.skip for one in headings.lines(cells, headings.find(cells))}
    assert found == {
        2: None,
        3: None,
        4: headings.BLANK,
        5: headings.AGAIN,
        6: None,
        7: headings.TOTAL,
        8: headings.TOTAL,
        9: headings.TOTAL,
        10: headings.NOTE,
    }


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Case Ref.", "key"),
        ("Date Received", "received"),
        ("Officer Rank (at time)", "rank"),
        ("Sanction", "outcome"),
        ("SOCIAL MEDIA PLATFORM", "platform"),
        ("Standards of Professional Behaviour", "standard"),
        ("Officer’s shoe size", ""),
        ("", ""),
    ],
)
def test_headings_are_guessed(heading: str, code: str) -> None:
    assert guess(heading) == code


def test_every_field_is_known_by_its_own_title_and_no_heading_twice() -> None:
    seen: dict[str, str] = {}
    for one in fields():
        assert guess(one.title) == one.code, one.title
        assert field(one.code) is one
        for heading in one.called:
            assert folded(heading) == heading
            assert seen.setdefault(heading, one.code) == one.code, heading


@pytest.mark.parametrize("privacy", list(Privacy))
def test_a_new_field_is_read_by_its_label_and_each_of_its_headings(privacy: Privacy) -> None:
    shoes = text("Shoe size", privacy=privacy, headings="size of shoe, foot ref")
    dictionary.add_field(Subject, "shoe_size", shoes)
    try:
        for heading in ("Shoe size", "Size of Shoe", "FOOT REF", "Officer Foot Ref"):
            assert guess(heading) == "shoe_size", heading
    finally:
        dictionary.remove_field(Subject, "shoe_size")
    assert guess("Shoe size") == ""


@pytest.mark.parametrize("section", list(GROUPS))
def test_whatever_a_person_fills_in_can_be_read_from_a_file(section: str) -> None:
    offered = {one.column for one in of_section(section)}
    filled_in = {
        name
        for name, entry in sections.entries(section).items()
        if entry.kind in ("text", "area", "code", "day", "flag", "yesno", "number")
        and not entry.technical
        and name not in sections.own(section)
        and (section, name) not in NOT_READ
    }
    assert filled_in <= offered
