"""The whole record, read as an auditor does."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from models.changes.case import cases
from models.changes.noting import disclosed, record_consulted
from models.errors import ProbityError
from models.exchange.tables.csv_export import restore
from models.exchange.tables.record_csv import export_record
from models.queries.cases.history import Event
from models.record import records as record
from models.record.check import check
from models.record.records import Asked
from models.register import Register
from models.schema import AuditRecord, Person, User
from models.storage import chain as audit
from tests.models import making
from tests.models.making import case_file, loaded, save

SECRET = "Zebedee Quillfeather"


@pytest.fixture
def worked(register: Register) -> Register:
    """Two cases; the second was altered, looked at and printed by an auditor-to-be."""
    with register.change() as change:
        change.add(User, name="sethi", full_name="A. Sethi", role="auditor")
    save(register, case_file("First"))
    case_id = save(register, case_file("Second"))
    before = loaded(register, case_id)
    changed = before.copy()
    changed.case["title"] = "50% of “it”\\_"
    with register.change("Put right, as the witness asked") as change:
        cases.save(change, changed, before)
    with Register.open(register.path, user="sethi") as auditor:
        cases.record_consultation(auditor, case_id)
        disclosed(auditor, "List of cases printed", asked="every case")
    return register


def asked(register: Register, **what: object) -> list[Event]:
    with register.reader() as connection:
        return record.page(connection, Asked(**what), limit=1000)  # type: ignore[arg-type]


def test_newest_first_a_page_at_a_time_without_gap_or_repeat(worked: Register) -> None:
    whole = asked(worked)
    with worked.reader() as connection:
        pages: list[Event] = []
        while found := record.page(
            connection, Asked(), pages[-1].number if pages else None, limit=7
        ):
            assert len(found) <= 7
            pages += found
        assert list(record.every(connection, Asked())) == whole
    assert pages == whole
    assert [event.number for event in whole] == list(range(len(whole), 0, -1))


def test_who_what_case_and_words(worked: Register) -> None:
    assert {event.user_name for event in asked(worked, who="sethi")} == {"A. Sethi"}
    (printed,) = asked(worked, act="disclose")
    assert printed.what == "List of cases printed"
    assert printed.changes == [("Asked for", "", "every case")]
    assert {event.reference for event in asked(worked, case_id=2)} == {"PS/2014/00002"}
    (altered,) = asked(worked, act="alter")
    assert ("Title of the matter", "Second", "50% of “it”\\_") in altered.changes
    for words in ("50% of “it”\\_", "% OF", "witness asked"):
        assert asked(worked, words=words) == [altered]
    for words in ("5_% of", "title", "before", "restricted"):
        assert asked(worked, words=words) == []
    assert asked(worked, who="sethi", act="consult", case_id=2, words="nothing") == []


def test_days_are_those_of_the_wall_clock(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In July London is an hour before UTC: half past midnight there is yesterday in UTC."""
    base = audit.now().replace(microsecond=0) + datetime.timedelta(days=365)
    july = datetime.datetime(base.year, 7, 2, 23, 30)
    for minutes in range(0, 180, 30):
        at = july + datetime.timedelta(minutes=minutes)
        monkeypatch.setattr(audit, "now", lambda at=at: at)
        with register.change() as change:
            change.note("consult", what=f"{minutes}")
    third, fourth = datetime.date(base.year, 7, 3), datetime.date(base.year, 7, 4)
    found = [event.what for event in asked(register, start=third, end=third)]
    assert found == ["150", "120", "90", "60", "30", "0"]
    assert asked(register, start=fourth) == []
    assert len(asked(register, end=datetime.date(base.year, 7, 2))) == len(asked(register)) - 6


def test_a_case_that_is_hidden_leaves_no_trace_and_no_gap(
    worked: Register, path: Path, tmp_path: Path
) -> None:
    with Register.open(path, user="sethi") as auditor:

        def seen() -> list[tuple[object, ...]]:
            """All that the record shows: moments, never numbers."""
            return [
                (one.at, one.user_name, one.act, one.what, one.changes, one.reason, one.reference)
                for one in asked(auditor)
            ]

        def export() -> str:
            with auditor.reader() as connection:
                export_record(connection, tmp_path / "r.csv", Asked())
            return (tmp_path / "r.csv").read_text(encoding="utf-8")

        def checked() -> list[dict[str, object]]:
            with auditor.reader() as connection:
                return [item.to_dict() for item in check(connection) if item.name != "File"]

        before = (seen(), export(), checked())
        file = case_file(SECRET, restricted=True, owner_id=1)
        file.subjects[0] |= {"family_name": "Quillfeather", "number": "9901"}
        hidden = save(worked, file)
        cases.record_consultation(worked, hidden)
        disclosed(worked, "Case sheet printed", case_id=hidden)
        assert (seen(), export(), checked()) == before
        assert asked(auditor, case_id=hidden) == asked(auditor, words="Quillfeather") == []
    assert len(asked(worked, case_id=hidden)) > 5
    assert asked(worked, words="Quillfeather")


def test_damage_is_told_by_moment_to_who_does_not_see_it_all(worked: Register, path: Path) -> None:
    save(worked, case_file("Hidden", restricted=True, owner_id=1))
    worked.close()
    raw = making.raw(path)
    raw.execute("DELETE FROM audit_record WHERE id IN (6, 7)")
    raw.execute("UPDATE audit_record SET user_name = 'x' WHERE id IN (10, 12, 13)")
    raw.close()
    with Register.open(path, user="sethi") as auditor, auditor.reader() as connection:
        (found,) = [item for item in check(connection) if item.name == "Audit record"]
    assert len(found.problems) == 4
    assert "One or more audit records are missing after that of " in found.problems[0]
    assert "was changed after it was written" in " ".join(found.problems)
    for problem in found.problems:
        assert "record 1" not in problem
        assert "records 1" not in problem
        assert "record 6" not in problem


def test_csv_says_what_the_page_says_and_is_safe(worked: Register, tmp_path: Path) -> None:
    with worked.change("=1+1") as change:
        change.note("consult", what="@sum")
    told: list[bool] = []
    with worked.reader() as connection:
        written = export_record(
            connection,
            tmp_path / "r.csv",
            Asked(),
            bom=True,
            record=lambda: told.append((tmp_path / "r.csv").exists()),
        )
    assert told == [False]  # on record once, before it stands there
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    events = asked(worked)
    assert written == len(events) == len(lines)
    assert (lines[0]["What"], lines[0]["Reason"]) == ("'@sum", "'=1+1")
    for line, event in zip(lines, events, strict=True):
        assert restore(line["What"]) == event.what
        assert line["Act"] == event.act
        assert line["Case"] == event.reference
    (altered,) = [line for line in lines if line["Act"] == "Alteration"]
    assert "Title of the matter: Second  →  50% of “it”\\_" in altered["Before and after"]
    assert "id" not in {key.lower() for key in lines[0]}
    assert "number" not in {key.lower() for key in lines[0]}


def test_what_cannot_be_put_on_record_is_not_exported(worked: Register, tmp_path: Path) -> None:
    def refuse() -> None:
        raise ProbityError("No.")

    with worked.reader() as connection, pytest.raises(ProbityError, match="No"):
        export_record(connection, tmp_path / "r.csv", Asked(), record=refuse)
    assert not list(tmp_path.glob("*.csv*"))


def test_reading_the_record_and_a_person_are_consultations(register: Register) -> None:
    with register.change() as change:
        change.add(Person, family_name="Pell")
    record_consulted(register, "")
    newest = asked(register)[0]
    assert (newest.act, newest.what) == ("Consultation", "Read the record")
    assert newest.changes == [("Asked for", "", "everything")]
    assert AuditRecord._meta.table_name == audit.TABLE


def test_a_page_costs_what_it_shows(worked: Register) -> None:
    """By key, from an index: nothing is sorted, nothing is skipped over by counting."""
    for what in (Asked(), Asked(who="sethi"), Asked(act="disclose"), Asked(case_id=2)):
        with worked.reader() as connection:
            told: list[str] = []
            connection.set_trace_callback(told.append)
            record.page(connection, what, before=20)
            connection.set_trace_callback(None)
            (query,) = [one for one in told if "ORDER BY a.id DESC" in one]
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert "OFFSET" not in query
        assert not any("TEMP B-TREE" in step for step in plan), plan
        assert "SEARCH a" in plan[0], plan
