"""A file imported: what becomes of each row, that it is on record, and that it can be undone."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from models.case import casefile
from models.changes import disclosing
from models.changes.incoming import undoing_import
from models.errors import CancelledError, InvalidError, NotAllowedError, NotFoundError
from models.exchange.incoming.fields import WHY
from models.exchange.incoming.staging import Stage
from models.queries import importing
from models.queries.cases import case_list, history
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.record.check import check
from models.register import Register
from tests.models.changes.test_every_act import replayed, standing
from tests.models.making import TODAY, case_file, colleague, loaded, save
from tests.models.queries.foi import FOI, OFFICERS, imported, opened, tried, written

DAY = datetime.date


def problems(register: Register) -> list[str]:
    with register.reader() as connection:
        return [problem for item in check(connection) for problem in item.problems]


def references(register: Register) -> list[str]:
    with register.reader() as connection:
        rows = connection.execute('SELECT reference FROM "case" ORDER BY id').fetchall()
    return [row[0] for row in rows]


def state(register: Register) -> dict[str, Any]:
    """Every row but what an undo leaves behind on purpose."""
    left = ("void_reference", "import_run", "import_mapping")
    return {name: rows for name, rows in standing(register).items() if name not in left}


# --- what becomes of each row ---


def test_a_disclosure_is_swallowed_and_what_cannot_be_is_said(
    register: Register, tmp_path: Path
) -> None:
    found = tried(register, written(tmp_path / "foi.csv", FOI, "cp1252"))
    assert found.became() == {
        6: "added",
        7: "added",
        8: "added",
        10: "refused",
        11: "added",
        13: "skipped",
        14: "skipped",
    }
    assert found.why(10) == (
        "Received: “31/02/2012” is not a date that exists. Platform: “Bebo” is not in the list."
    )
    assert "“Feb 2012” is taken as its first day" in found.why(8)
    assert "“Not upheld” is read as the finding" in found.why(11)
    assert found.why(13) == "It is a total."
    assert references(register) == []  # a dry run writes nothing


def test_rows_of_one_reference_are_one_case(register: Register, tmp_path: Path) -> None:
    done = imported(register, written(tmp_path / "foi.csv", FOI, "cp1252")).done
    assert done is not None
    assert (done.cases, done.counts.added, done.counts.refused) == (3, 4, 1)
    first = loaded(register, 1)
    assert first.case["reference"] == "PS/2011/00001"
    assert first.case["received"] == DAY(2011, 2, 3)
    assert [(row["role"], row["rank"]) for row in first.subjects] == [
        ("officer", "constable"),
        ("pcso", None),
    ]
    assert [row["particulars"] for row in first.allegations] == [
        "Posted a photo of an incident",
        "Commented on it",
    ]
    assert [row["subject_id"] for row in first.allegations] == [row["id"] for row in first.subjects]
    assert [row["outcome"] for row in first.outcomes] == ["ww", "words"]
    assert {row["platform"] for row in first.allegations} == {"facebook"}
    assert all(row["factors"] == ["social-media"] for row in first.allegations)
    second = loaded(register, 2)
    assert second.allegations[0]["particulars"] == "Offensive\nlanguage – in a café"
    assert problems(register) == []


def test_one_row_a_person_and_a_member_known_by_number(register: Register, tmp_path: Path) -> None:
    done = imported(register, written(tmp_path / "officers.csv", OFFICERS)).done
    assert done is not None
    assert done.cases == 2
    one, two = loaded(register, 1), loaded(register, 2)
    assert [row["family_name"] for row in one.subjects] == ["Harmer", "Pell"]
    assert one.subjects[0]["member_id"] == two.subjects[0]["member_id"]
    assert [row["severity"] for row in one.assessments] == ["gross-misconduct", "misconduct"]
    assert [row["outcome"] for row in one.outcomes] == ["dwon", "fww"]
    assert (one.case["stage"], one.case["closed"]) == ("closed", DAY(2013, 11, 2))
    assert two.case["closed"] == DAY(2013, 11, 1)  # 41579, as a spreadsheet counts days
    assert problems(register) == []


def test_what_a_file_says_otherwise_of_somebody_known_is_kept_beside(
    register: Register, tmp_path: Path
) -> None:
    save(register, case_file())  # Harmer 4417, of whom no given names are known
    imported(register, written(tmp_path / "officers.csv", OFFICERS))
    file = loaded(register, 2)
    assert file.subjects[0]["member_id"] == loaded(register, 1).subjects[0]["member_id"]
    assert file.subjects[0]["given_names"] == ""
    with register.reader() as connection:
        (row, _) = importing.beside(connection, 2)
    assert dict(row.kept) == {"Given names of 4417 Harmer in the file": "Ann"}
    assert problems(register) == []


def test_a_workbook_is_imported_as_its_csv_would_be(register: Register, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in csv.reader(FOI.splitlines(keepends=True), delimiter=";"):
        sheet.append(row)
    sheet.merge_cells("C4:D4")
    book.save(tmp_path / "foi.xlsx")
    done = imported(register, tmp_path / "foi.xlsx").done
    assert done is not None
    assert (done.cases, done.counts.refused) == (3, 1)
    assert len(loaded(register, 1).subjects) == 2


def test_unknown_columns_are_kept_beside_the_case_and_searched(
    register: Register, tmp_path: Path
) -> None:
    imported(register, written(tmp_path / "foi.csv", FOI, "cp1252"))
    with register.reader() as connection:
        rows = importing.beside(connection, 1)
        assert [(row.file_name, row.number, row.key) for row in rows] == [
            ("foi.csv", 6, "SM/1/11"),
            ("foi.csv", 7, "SM/1/11"),
        ]
        assert rows[0].kept == (("Borough code", "N1"),)
        found = case_list.rows(
            connection, Filter(text="S4"), Sort(), TODAY, default(), offset=0, limit=9
        )
        assert [row.case_id for row in found] == [2]
        found = case_list.rows(
            connection, Filter(text="SM/4/12"), Sort(), TODAY, default(), offset=0, limit=9
        )
        assert [row.case_id for row in found] == [3]


def test_words_may_be_mapped_or_kept_where_they_are_not_known(
    register: Register, tmp_path: Path
) -> None:
    text = FOI.replace("31/02/2012", "28/02/2012")
    path = written(tmp_path / "foi.csv", text, "cp1252")
    mapped = tried(register, path, values={"platform": {"bebo": "other"}})
    assert mapped.became()[10] == "added"
    kept = imported(register, path, unknown_values="keep")
    assert "“Bebo” is not in the list; it is kept as a note" in kept.why(10)
    with register.reader() as connection:
        row = importing.beside(connection, 3)[0]
    assert dict(row.kept) == {"Borough code": "S4", "Platform": "Bebo"}
    ignored = tried(register, path, values={"platform": {"bebo": ""}}, alike="add")
    assert ignored.became()[10] == "skipped"  # it was imported above


def test_what_no_column_says_is_said_for_all(register: Register, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Allegation,Rank\nRude,PC\n")
    found = tried(register, path, defaults={"kind": ""})
    assert found.became() == {2: "refused"}
    assert "Choose the kind of matter." in found.why(2)
    assert "Say when the matter was received." in found.why(2)
    given = {"received": "2012/13", "stage": "investigation", "owner": "D. Okafor"}
    imported(register, path, defaults=given)
    case = loaded(register, 1).case
    assert (case["received"], case["stage"], case["owner_id"]) == (
        DAY(2012, 4, 1),
        "investigation",
        1,
    )
    nobody = tried(register, path, defaults=given | {"owner": "Nobody"}, alike="add")
    assert "This register has no user called “Nobody”" in nobody.why(2)


def test_a_case_stands_or_falls_as_a_whole(register: Register, tmp_path: Path) -> None:
    text = "Ref,Received,Allegation\nA,1/2/2013,One\nA,,Two\nA,99/9/2013,Three\nB,2/2/2013,Four\n"
    found = imported(register, written(tmp_path / "a.csv", text))
    assert found.became() == {2: "refused", 3: "refused", 4: "refused", 5: "added"}
    assert found.why(3) == "Row 4 of the same case cannot be imported."
    assert references(register) == ["PS/2013/00001"]


def test_rows_that_differ_on_the_case_keep_both(register: Register, tmp_path: Path) -> None:
    text = "Ref,Received,Location,Allegation\nA,1/2/2013,North,One\nB,2/2/2013,x,y\nA,,South,Two\n"
    found = imported(register, written(tmp_path / "a.csv", text))
    assert "it differs from the row above" in found.why(4)
    assert loaded(register, 1).case["incident_place"] == "North"
    with register.reader() as connection:
        assert importing.beside(connection, 1)[1].kept == (("Location", "South"),)


# --- twice ---


def test_a_file_imported_twice_adds_nothing(register: Register, tmp_path: Path) -> None:
    for name, text in (
        ("foi.csv", FOI),
        ("nokey.csv", "Received,Rank\n1/2/2013,PC\n1/2/2013,PC\n"),
    ):
        path = written(tmp_path / name, text, "cp1252")
        imported(register, path)
        stood = standing(register)
        again = imported(register, path)
        assert again.done is not None
        assert again.done.run_id is None
        assert {"added", "changed"}.isdisjoint(again.became().values())
        assert standing(register) == stood
    assert "It was imported as PS/2013/00001" in again.why(2)
    assert references(register)[-2:] == ["PS/2013/00001", "PS/2013/00002"]  # alike, and two


def test_a_case_that_looks_like_one_here_is_left_out_unless_asked(
    register: Register, tmp_path: Path
) -> None:
    save(register, case_file())
    text = (
        "Date,Title,Collar number,Surname,Rank\n"
        "12/02/2014,Facebook contact with a crime victim,4417,Harmer,PC\n"
        "12/02/2014,Facebook contact with a crime victim,4418,Harmer,PC\n"
    )
    path = written(tmp_path / "a.csv", text)
    found = tried(register, path)
    assert found.became() == {2: "skipped", 3: "added"}
    assert found.why(2) == ("It looks like PS/2014/00001: the same day, title and subject.")
    assert tried(register, path, alike="add").became() == {2: "added", 3: "added"}


def test_what_is_known_is_changed_where_that_is_asked(register: Register, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Ref,Received,Title,Surname,Collar,Allegation\n"
                   "A/77,1/2/2013,First,Harmer,12,One\n")  # fmt: skip
    imported(register, path)
    written(path, "Ref,Received,Title,Surname,Collar,Allegation,Outcome,Closed\n"
            "A/77,1/2/2013,Second,Harmer,12,Two,NFA,3/4/2013\n")  # fmt: skip
    assert tried(register, path).became() == {2: "skipped"}
    shown = tried(register, path, known="update")
    assert shown.became() == {2: "changed"}
    assert shown.why(2).endswith(
        "Changed: title of the matter, closed, stage, an allegation, an outcome."
    )
    before = loaded(register, 1)
    done = imported(register, path, known="update").done
    assert done is not None
    file = loaded(register, 1)
    assert (file.case["title"], file.case["stage"]) == ("Second", "closed")
    assert [row["particulars"] for row in file.allegations] == ["One", "Two"]
    assert len(file.subjects) == 1
    assert imported(register, path, known="update").became() == {2: "skipped"}
    assert problems(register) == []
    assert done.run_id is not None
    undoing_import.undo(register, done.run_id)
    after = loaded(register, 1)
    for row in (before.case, after.case, *before.subjects, *after.subjects):
        row.pop("version")
    assert after.case == before.case
    assert after.allegations == before.allegations
    assert problems(register) == []


def test_a_case_is_known_by_the_reference_it_bears(register: Register, tmp_path: Path) -> None:
    save(register, case_file())
    path = written(tmp_path / "a.csv", "Ref,Received,Title\nps/2014/00001,12/02/2014,Another\n")
    found = tried(register, path)
    assert found.why(2) == "It is in the register as PS/2014/00001."
    imported(register, path, known="update")
    assert loaded(register, 1).case["title"] == "Another"


def test_rows_that_say_the_same_are_one_unless_each_is_a_person(
    register: Register, tmp_path: Path
) -> None:
    row = "A/1,1/2/2013,PC,Facebook"
    path = written(tmp_path / "a.csv", f"Ref,Received,Rank,Platform\n{row}\n{row}\n")
    found = tried(register, path, rows_are="allegation")
    assert found.became() == {2: "added", 3: "skipped"}
    assert found.why(3) == "It is the same as row 2."
    assert tried(register, path, rows_are="subject").became() == {2: "added", 3: "added"}
    imported(register, path, rows_are="subject")
    assert len(loaded(register, 1).subjects) == 2


def test_a_case_of_another_register_with_that_number_is_another(
    register: Register, tmp_path: Path
) -> None:
    save(register, case_file())
    path = written(tmp_path / "a.csv", "Ref,Received,Title\nPS/2014/00001,3/1/2014,Other\n")
    assert tried(register, path).became() == {2: "added"}


def test_a_small_number_alone_does_not_make_two_cases_one(
    register: Register, tmp_path: Path
) -> None:
    imported(register, written(tmp_path / "a.csv", "No,Id,Received\nx,1,1/2/2013\n"))
    other = written(tmp_path / "b.csv", "No,Id,Received\nx,1,5/6/2012\n")
    assert tried(register, other).became() == {2: "added"}


# --- all or nothing, and back ---


def test_bad_rows_stop_everything_only_where_asked(register: Register, tmp_path: Path) -> None:
    stood = standing(register)
    with pytest.raises(InvalidError, match=r"Row 10: .* Nothing was imported\."):
        imported(register, written(tmp_path / "foi.csv", FOI, "cp1252"), stop_on_error=True)
    assert standing(register) == stood


def test_cancelling_leaves_nothing_half_done(register: Register, tmp_path: Path) -> None:
    rows = "".join(f"K{n},1/2/2013,Rude {n}\n" for n in range(1500))
    path = written(tmp_path / "a.csv", f"Ref,Received,Allegation\n{rows}")
    stood = standing(register)
    steps: list[tuple[int, int]] = []

    def stop() -> None:
        if steps and steps[-1][0] > 600:
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        imported(register, path, progress=lambda *one: steps.append(one), check=stop)
    assert steps[-1][1] == 1500
    assert standing(register) == stood
    assert imported(register, path).done is not None  # what was cancelled is in nobody's way
    assert len(references(register)) == 1500
    assert problems(register) == []


def test_the_record_alone_gives_every_row_that_was_imported(
    register: Register, tmp_path: Path
) -> None:
    save(register, case_file())
    imported(register, written(tmp_path / "foi.csv", FOI, "cp1252"))
    run = imported(register, written(tmp_path / "officers.csv", OFFICERS)).done
    assert run is not None
    assert run.run_id is not None
    assert _some(replayed(register)) == _some(standing(register))
    undoing_import.undo(register, run.run_id)
    assert _some(replayed(register)) == _some(standing(register))


def _some(tables: dict[str, Any]) -> dict[str, Any]:
    return {name: rows for name, rows in tables.items() if rows}


def test_an_import_is_undone_as_a_whole(register: Register, tmp_path: Path) -> None:
    save(register, case_file())
    imported(register, written(tmp_path / "officers.csv", OFFICERS))  # Harmer 4417 is known
    stood = state(register)
    done = imported(register, written(tmp_path / "foi.csv", FOI, "cp1252")).done
    assert done is not None
    assert done.run_id is not None
    assert state(register) != stood
    undone = undoing_import.undo(register, done.run_id)
    assert (undone.removed, undone.restored) == (3, 0)
    assert state(register) == stood
    assert problems(register) == []
    with pytest.raises(InvalidError, match="has already been undone"):
        undoing_import.undo(register, done.run_id)
    with pytest.raises(NotFoundError):
        undoing_import.undo(register, 99)
    again = imported(register, written(tmp_path / "foi.csv", FOI, "cp1252")).done
    assert again is not None
    assert again.cases == 3  # it can be imported again, under new references
    assert references(register)[-3:] == ["PS/2011/00002", "PS/2012/00003", "PS/2012/00004"]


def test_who_came_with_an_import_and_is_elsewhere_since_stays(
    register: Register, tmp_path: Path
) -> None:
    done = imported(register, written(tmp_path / "officers.csv", OFFICERS)).done
    assert done is not None
    assert done.run_id is not None
    save(register, case_file())  # Harmer 4417 again
    undoing_import.undo(register, done.run_id)
    with register.reader() as connection:
        rows = connection.execute("SELECT family_name FROM person ORDER BY id").fetchall()
    assert [row[0] for row in rows] == ["Harmer"]
    assert problems(register) == []


def test_what_was_worked_on_since_is_not_taken_away(register: Register, tmp_path: Path) -> None:
    done = imported(register, written(tmp_path / "foi.csv", FOI, "cp1252")).done
    assert done is not None
    assert done.run_id is not None
    before = loaded(register, 2)
    file = before.copy()
    casefile.add_row("chronology", file, text="Spoken to", occurred=datetime.datetime(2014, 2, 1))
    save(register, file, before)
    stood = standing(register)
    with pytest.raises(InvalidError, match=r"PS/2012/00001.* have been changed since"):
        undoing_import.undo(register, done.run_id)
    assert standing(register) == stood


def test_an_import_of_what_is_hidden_since_is_not_undone(
    register: Register, tmp_path: Path
) -> None:
    done = imported(register, written(tmp_path / "foi.csv", FOI, "cp1252")).done
    assert done is not None
    assert done.run_id is not None
    before = loaded(register, 1)
    file = before.copy()
    file.case["restricted"] = True
    file.case["owner_id"] = 1
    save(register, file, before)
    with (
        colleague(register, role="supervisor") as theirs,
        pytest.raises(InvalidError) as refused,
    ):
        undoing_import.undo(theirs, done.run_id)
    assert "PS/" not in str(refused.value)


# --- files that come of it ---


def test_rows_to_be_mended_are_mended_and_imported(register: Register, tmp_path: Path) -> None:
    cells, heads, how = opened(written(tmp_path / "foi.csv", FOI, "cp1252"))
    with Stage() as stage:
        stage.load(cells, heads, how)
        from models.changes.incoming.importing import import_rows

        import_rows(register, stage, cells, how)
        report, bad = tmp_path / "report.csv", tmp_path / "bad.csv"
        assert disclosing.save_import_report(register, stage, report, "foi.csv") == 7
        assert disclosing.save_refused_rows(register, stage, bad, "foi.csv") == 1
    with report.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["What"] for row in rows].count("Added") == 4
    assert rows[0]["Case"] == "PS/2011/00001"
    with bad.open(encoding="utf-8-sig", newline="") as file:
        (row,) = list(csv.DictReader(file))
    assert row["Case Ref"] == "SM/3/12"
    assert "31/02/2012" in row[WHY]
    text = bad.read_text(encoding="utf-8-sig")
    bad.write_text(text.replace("31/02/2012", "28/02/2012").replace("Bebo", "Other"))
    done = imported(register, bad).done
    assert done is not None
    assert (done.cases, done.counts.refused) == (1, 0)
    with register.reader() as connection:
        rows_beside = importing.beside(connection, 4)
    assert [one.kept for one in rows_beside] == [(("Borough code", "S4"),)]
    assert problems(register) == []


# --- who, and how it looks ---


def test_only_some_roles_may_import(register: Register, tmp_path: Path) -> None:
    path = written(tmp_path / "foi.csv", FOI, "cp1252")
    with colleague(register) as theirs, pytest.raises(NotAllowedError):
        imported(theirs, path)
    with colleague(register, "moss", role="supervisor") as theirs:
        assert imported(theirs, path).done is not None


def test_an_imported_case_appears_like_any_other(register: Register, tmp_path: Path) -> None:
    imported(register, written(tmp_path / "officers.csv", OFFICERS))
    with register.reader() as connection:
        (_, row) = case_list.rows(
            connection, Filter(), Sort("reference"), TODAY, ("who", "outcome", "closed"),
            offset=0, limit=9,
        )  # fmt: skip
        assert row.values == {
            "who": "PC 4417 Harmer and 1 other",
            "outcome": "Final written warning",
            "closed": DAY(2013, 11, 2),
        }
        events = history.history(connection, 1)
        what = [event.what for event in events]
    assert what[0] == "Added the case"
    said = {(label, after) for label, _, after in events[0].changes}
    assert ("Title of the matter", "Imported matter 7/13") in said
    assert ("A subject: Member of the force", "4417 Harmer") in said
    assert events[0].reason == "Imported from officers.csv"
    before = loaded(register, 1)
    file = before.copy()
    file.case["summary"] = "Worked on like any other"
    save(register, file, before)  # nothing stands in the way of the rules


def test_a_restricted_case_is_numbered_apart_and_seen_by_who_imports(
    register: Register, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.csv", "Ref,Received,Restricted\nA,1/2/2013,yes\nB,1/2/2013,no\n")
    with colleague(register, role="supervisor") as theirs:
        imported(theirs, path)
        assert references(theirs) == ["PS/R/2013/00001", "PS/2013/00001"]
    assert references(register) == ["PS/2013/00001"]
    assert problems(register) == []


def test_nobody_is_given_a_case_in_which_they_play_a_part(
    register: Register, tmp_path: Path
) -> None:
    from models.changes import users

    save(register, case_file())
    who = {"name": "vance", "full_name": "A. Vance", "role": "investigator"}
    users.add(register, **who, number="4417", passphrase="a sentence to begin with")
    text = "Ref,Received,Surname,Collar,Owner\nA,1/2/2013,Harmer,4417,A. Vance\n"
    found = imported(register, written(tmp_path / "a.csv", text))
    assert found.became() == {2: "refused"}
    assert "This person is involved in the case" in found.why(2)
    assert len(references(register)) == 1


# --- what a file says of a field that no code names ---


def test_a_field_is_read_by_its_label_wherever_its_section_is_read(
    register: Register, tmp_path: Path
) -> None:
    path = written(
        tmp_path / "further.csv",
        "Ref,Received,Surname,Collar,Allegation,Reminder of,Guidance in other words,"
        "Proceeding,Chaired by,Outcome,Outcome notes,Finding,Finding reason,Finding date\n"
        "A/1,1/2/2013,Harmer,12,Posted a photograph,the papers,Standing order 4,"
        "misconduct meeting,Supt Ashe,Written warning,Paid,case to answer,Admitted,2/2/2013\n",
    )
    imported(register, path)
    file = loaded(register, 1)
    assert file.case["next_due_for"] == "the papers"
    assert file.allegations[0]["guidance"] == "Standing order 4"
    assert file.proceedings[0]["chair"] == "Supt Ashe"
    assert file.outcomes[0]["notes"] == "Paid"
    assert file.findings[0]["reason"] == "Admitted"


def test_what_a_further_row_says_otherwise_of_a_subject_is_kept_and_said(
    register: Register, tmp_path: Path
) -> None:
    path = written(
        tmp_path / "twice.csv",
        "Ref,Received,Surname,Collar,Allegation,Post,Unit\n"
        "A/1,1/2/2013,Harmer,12,One,Response,\n"
        "A/1,1/2/2013,Harmer,12,Two,Custody,North\n",
    )
    done = imported(register, path)
    (subject,) = loaded(register, 1).subjects
    assert (subject["post"], subject["unit"]) == ("Response", "North")
    assert "Post: it differs from the row above" in done.why(3)
