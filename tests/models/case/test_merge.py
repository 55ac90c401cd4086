from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.case import casefile
from models.case.casefile import CaseFile
from models.case.merge import merge
from models.changes.case.cases import differs
from models.rules.new_case import blank_case
from tests.models.making import TODAY

FIELDS = ("title", "summary", "incident_place")
values = st.sampled_from(["", "a", "b", "c"])
rows = st.fixed_dictionaries(dict.fromkeys(FIELDS, values))


def file_of(fields: dict[str, str], units: list[str]) -> CaseFile:
    file = blank_case(TODAY)
    file.case |= fields | {"id": 1}
    for number, unit in enumerate(units, start=1):
        file.subjects.append(casefile.blank_row("subjects", file, unit=unit) | {"id": number})
    return file


@given(rows, rows, rows)
def test_every_edit_is_kept_or_named(
    before: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    merged, clashes = merge(file_of(before, []), file_of(mine, []), file_of(theirs, []))
    clashing = {clash.field for clash in clashes}
    for name in FIELDS:
        if mine[name] == before[name]:
            assert merged.case[name] == theirs[name]
            assert name not in clashing
        elif theirs[name] in (before[name], mine[name]):
            assert merged.case[name] == mine[name]
            assert name not in clashing
        else:
            assert name in clashing
            assert merged.case[name] == theirs[name]


def test_rows_that_only_i_added_or_removed_are_so_in_the_merge() -> None:
    original = file_of({}, ["A", "B"])
    mine, theirs = original.copy(), original.copy()
    del mine.subjects[0]
    mine.subjects.append(casefile.blank_row("subjects", mine, unit="C"))
    theirs.subjects[1]["unit"] = "B2"
    merged, clashes = merge(original, mine, theirs)
    assert [row["unit"] for row in merged.subjects] == ["B2", "C"]
    assert clashes == []


def test_removing_what_they_changed_is_a_clash() -> None:
    original = file_of({}, ["A"])
    mine, theirs = original.copy(), original.copy()
    mine.subjects.clear()
    theirs.subjects[0]["unit"] = "A2"
    merged, (clash,) = merge(original, mine, theirs)
    assert (clash.section, clash.row_id, clash.mine) == ("subjects", 1, None)
    assert merged.subjects[0]["unit"] == "A2"


def test_my_chronology_entry_follows_theirs() -> None:
    original = file_of({}, [])
    mine, theirs = original.copy(), original.copy()
    mine.chronology.append(casefile.blank_row("chronology", mine, text="mine"))
    theirs.chronology.append(casefile.blank_row("chronology", theirs, text="theirs") | {"id": 9})
    merged, _ = merge(original, mine, theirs)
    assert [(row["number"], row["text"]) for row in merged.chronology] == [
        (1, "theirs"),
        (2, "mine"),
    ]


def test_a_collar_number_that_i_changed_is_in_the_merge_beside_what_they_changed() -> None:
    original = file_of({}, ["A"])
    original.subjects[0]["number"] = "4417"
    mine, theirs = original.copy(), original.copy()
    mine.subjects[0]["number"] = "4471"
    theirs.subjects[0]["post"] = "Response"
    assert differs(mine, original)
    merged, clashes = merge(original, mine, theirs)
    assert (merged.subjects[0]["number"], merged.subjects[0]["post"]) == ("4471", "Response")
    assert clashes == []
