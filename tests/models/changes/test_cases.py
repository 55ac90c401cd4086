"""Saving a case: what is written, what is refused, who is told."""

from __future__ import annotations

import datetime

import pytest

from models.case import casefile
from models.changes.case import cases
from models.errors import ConflictError, InvalidError
from models.register import Register
from tests.models.making import TODAY, case_file, loaded, save


def test_a_new_case_comes_back_as_it_was_given(register: Register) -> None:
    given = case_file(summary="Line one\n<b>bold</b> =1+1 \u05d0\u05d1 \U0001f600")
    case_id = save(register, given)
    file = loaded(register, case_id)
    assert file.case["reference"] == "PS/2014/00001"
    assert file.case["summary"] == given.case["summary"]
    assert file.allegations[0]["subject_id"] == file.subjects[0]["id"]
    assert file.findings[0]["allegation_id"] == file.allegations[0]["id"]
    assert file.allegations[0]["factors"] == ["social-media"]
    assert file.chronology[0]["entered_by_name"] == "D. Okafor"
    assert not cases.differs(file.copy(), file)


def test_only_the_difference_is_written(register: Register) -> None:
    file = loaded(register, save(register, case_file()))
    changed = file.copy()
    changed.subjects[0]["unit"] = "Westmere"
    save(register, changed, file)
    after = loaded(register, file.case["id"])
    assert after.subjects[0]["version"] == 2
    assert after.case["version"] == file.case["version"]
    assert after.allegations[0]["version"] == 1


def test_a_known_member_is_linked_not_recorded_twice(register: Register) -> None:
    first = loaded(register, save(register, case_file()))
    second = loaded(register, save(register, case_file("Another matter")))
    assert first.subjects[0]["member_id"] == second.subjects[0]["member_id"]


def test_rows_are_added_and_removed(register: Register) -> None:
    file = loaded(register, save(register, case_file()))
    changed = file.copy()
    changed.findings.clear()
    changed.complainants.append(
        casefile.blank_row("complainants", changed, family_name="Oduya", given_names="Ife")
    )
    save(register, changed, file)
    after = loaded(register, file.case["id"])
    assert after.findings == []
    assert after.complainants[0]["family_name"] == "Oduya"


def test_an_allegation_with_its_factor_can_be_removed(register: Register) -> None:
    file = loaded(register, save(register, case_file()))
    changed = file.copy()
    changed.findings.clear()
    changed.allegations.clear()
    save(register, changed, file)
    assert loaded(register, file.case["id"]).allegations == []


def test_the_second_save_is_told_and_loses_nothing(register: Register) -> None:
    file = loaded(register, save(register, case_file("As it was")))
    mine, theirs = file.copy(), file.copy()
    theirs.case["title"] = "Theirs"
    save(register, theirs, file)
    mine.case["title"] = "Mine"
    mine.subjects[0]["unit"] = "Westmere"
    with pytest.raises(ConflictError):
        save(register, mine, file)
    after = loaded(register, file.case["id"])
    assert after.case["title"] == "Theirs"
    assert after.subjects[0]["unit"] == ""


def test_a_person_s_details_are_not_overwritten_unseen(register: Register) -> None:
    file = loaded(register, save(register, case_file()))
    theirs, mine = file.copy(), file.copy()
    theirs.subjects[0]["given_names"] = "Alan"
    save(register, theirs, file)
    mine.subjects[0]["given_names"] = "Adam"
    with pytest.raises(ConflictError, match="person's details"):
        save(register, mine, file)


def test_chronology_is_never_edited_nor_removed(register: Register) -> None:
    file = loaded(register, save(register, case_file()))
    edited, removed = file.copy(), file.copy()
    edited.chronology[0]["text"] = "Something else"
    with pytest.raises(InvalidError, match="cannot be edited"):
        save(register, edited, file)
    removed.chronology.clear()
    with pytest.raises(InvalidError, match="cannot be removed"):
        save(register, removed, file)
    assert loaded(register, file.case["id"]).chronology == file.chronology


def test_a_correction_points_at_the_entry_it_corrects(register: Register) -> None:
    file = loaded(register, save(register, case_file()))
    changed = file.copy()
    changed.chronology.append(
        casefile.blank_row(
            "chronology",
            changed,
            kind="correction",
            text="It was the 13th.",
            corrects_id=file.chronology[0]["id"],
            occurred=datetime.datetime(2014, 2, 13, 9, 0),
        )
    )
    save(register, changed, file)
    second = loaded(register, file.case["id"]).chronology[1]
    assert (second["number"], second["corrects_id"]) == (2, file.chronology[0]["id"])


def test_two_entries_made_at_once_get_numbers_one_after_the_other(register: Register) -> None:
    file = loaded(register, save(register, case_file()))
    for text in ("Mine", "Theirs"):
        copy = file.copy()
        copy.chronology.append(casefile.blank_row("chronology", copy, text=text))
        copy.chronology[-1]["occurred"] = datetime.datetime(2014, 2, 20)
        save(register, copy, file)
    numbers = [row["number"] for row in loaded(register, file.case["id"]).chronology]
    assert numbers == [1, 2, 3]


def test_what_cannot_be_kept_is_refused_whole(register: Register) -> None:
    file = case_file(title="", received=TODAY + datetime.timedelta(days=1))
    with pytest.raises(InvalidError) as caught:
        save(register, file)
    assert set(caught.value.problems) >= {"case.0.title", "case.0.received"}
    with register.reader() as connection:
        assert connection.execute('SELECT COUNT(*) FROM "case"').fetchone()[0] == 0
        assert connection.execute("SELECT COUNT(*) FROM person").fetchone()[0] == 0


def test_ten_megabytes_in_a_field_are_refused_with_a_sentence(register: Register) -> None:
    with pytest.raises(InvalidError, match="characters long"):
        save(register, case_file(summary="x" * 10_000_000))


def test_consultation_is_on_record(register: Register) -> None:
    case_id = save(register, case_file())
    cases.record_consultation(register, case_id)
    with register.reader() as connection:
        row = connection.execute("SELECT * FROM audit_record ORDER BY id DESC").fetchone()
    assert (row["action"], row["case_id"], row["user_name"]) == ("consult", case_id, "okafor")


def test_nobody_dates_the_entry_back(register: Register) -> None:
    file = case_file()
    file.chronology[0]["entered"] = datetime.datetime(1999, 1, 1)
    after = loaded(register, save(register, file))
    assert after.chronology[0]["entered"].year > 2000


@pytest.mark.parametrize("section", ["assessments", "referrals"])
def test_a_decision_is_revised_by_a_later_one_and_never_removed(
    register: Register, section: str
) -> None:
    file = case_file()
    given = {
        "assessments": {"severity": "misconduct", "subject_id": file.subjects[0]["id"]},
        "referrals": {"kind": "voluntary"},
    }[section]
    row = casefile.blank_row(section, file, decided=TODAY, reason="At first sight.", **given)
    file.rows(section).append(row)
    before = loaded(register, save(register, file))
    without = before.copy()
    without.rows(section).clear()
    with pytest.raises(InvalidError, match="cannot be removed"):
        save(register, without, before)
    revised = before.copy()
    subject = {"subject_id": before.subjects[0]["id"]} if section == "assessments" else {}
    revised.rows(section).append(
        casefile.blank_row(
            section, revised, **(given | subject), decided=TODAY, reason="On the evidence."
        )
    )
    after = loaded(register, save(register, revised, before))
    assert [one["reason"] for one in after.rows(section)] == ["At first sight.", "On the evidence."]


@pytest.mark.parametrize(
    ("section", "given", "changed"),
    [
        ("assessments", {"severity": "misconduct"}, {"severity": "gross-misconduct"}),
        ("referrals", {"kind": "voluntary"}, {"reason": "Otherwise."}),
    ],
)
def test_a_decision_stands_as_it_was_written(
    register: Register, section: str, given: dict[str, str], changed: dict[str, str]
) -> None:
    file = case_file()
    about = {"subject_id": file.subjects[0]["id"]} if section == "assessments" else {}
    casefile.add_row(section, file, decided=TODAY, reason="At first sight.", **given, **about)
    before = loaded(register, save(register, file))
    edited = before.copy()
    edited.rows(section)[0].update(changed)
    with pytest.raises(InvalidError, match="decision cannot be edited"):
        save(register, edited, before)


def test_what_came_of_a_referral_is_written_after_it(register: Register) -> None:
    file = case_file()
    casefile.add_row("referrals", file, kind="mandatory", decided=TODAY, reason="Serious.")
    before = loaded(register, save(register, file))
    edited = before.copy()
    edited.referrals[0] |= {"referred": TODAY, "mode": "local", "mode_decided": TODAY}
    save(register, edited, before)
    assert loaded(register, 1).referrals[0]["mode"] == "local"
