"""Everything that is written is on record, before and after: the record alone gives the rows."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from models.case import casefile
from models.changes import comparing, people, publishing, settings
from models.changes.case import cases, coding, exhibits, letters
from models.changes.case.exhibits import NewExhibit
from models.changes.merging import merge_people, undo_merge
from models.entering.open import open_register
from models.queries.cases import exhibits as stored
from models.queries.figures.publication import answer
from models.record.examining import verify
from models.record.records import Asked, page
from models.register import Register
from models.rules import vocabularies
from models.rules.publishing.questions import Question
from models.schema import TABLES, Person, User
from tests.models.making import TODAY, case_file, docx_of, loaded, save
from tests.once import demo_register

#: Derived from the records, counted on, or the record itself.
NOT_ON_RECORD = {"case_line", "case_clock", "search_entry", "reference_counter", "audit_record"}
#: Bytes of exhibits: on record by their hash, with the exhibit.
BYTES = {"exhibit_file", "exhibit_chunk"}
SIX = {"collect", "alter", "consult", "disclose", "combine", "erase"}


def replayed(register: Register) -> dict[str, dict[int, dict[str, Any]]]:
    """Every table as its records say that it is."""
    found: dict[str, dict[int, dict[str, Any]]] = {}
    query = "SELECT table_name, record_id, entry FROM audit_record ORDER BY id"
    with register.reader(whole=True) as connection:
        for table, row_id, entry in connection.execute(query):
            said = json.loads(entry)
            if "after" not in said:
                continue
            rows = found.setdefault(table, {})
            # What an act says was there before is what the one before it left.
            assert rows.get(row_id) == said["before"], (table, row_id)
            if said["after"] is None:
                del rows[row_id]
            else:
                rows[row_id] = said["after"]
            # What came or went with it, where a file was imported or taken back.
            for other, some in said.get("with", {}).items():
                for row in some:
                    if said["after"] is None:
                        assert found[other].pop(row["id"]) == row
                    else:
                        assert found.setdefault(other, {}).setdefault(row["id"], row) is row
    return found


def standing(register: Register) -> dict[str, dict[int, dict[str, Any]]]:
    found = {}
    with register.reader(whole=True) as connection:
        for model in TABLES:
            table = model._meta.table_name
            if table not in NOT_ON_RECORD | BYTES:
                rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
                found[table] = {row["id"]: dict(row) for row in rows}
    return found


def work(register: Register, tmp_path: Path) -> None:
    """A bit of everything that changes rows."""
    one, two = save(register, case_file("One")), save(register, case_file("Two"))
    before = loaded(register, one)
    file = before.copy()
    file.findings.clear()
    link = casefile.blank_row("links", file, kind="consolidated", other_reference="PS/2014/00002")
    file.links.append(link | {"reason": "One incident"})
    casefile.add_row("complainants", file, family_name="Oduya", capacity="witness")
    save(register, file, before)
    before = loaded(register, one)
    file = before.copy()
    file.links.clear()
    file.case["restricted"] = True
    save(register, file, before)
    (tmp_path / "note.txt").write_text("seen at nine")
    exhibit_id = exhibits.attach(register, two, NewExhibit(tmp_path / "note.txt"))
    exhibits.describe(
        register, exhibit_id, 1, mark="X/1", description="A note", source="", withdrawn=""
    )
    exhibits.record_view(register, exhibit_id, two)
    (tmp_path / "ours.docx").write_bytes(docx_of("{{ case.title }}"))
    letters.add_template(register, tmp_path / "ours.docx", name="Ours", about="other")
    letters.send(register, two, letters.NewLetter("Ours", "other", docx_of("A"), "a.docx", TODAY))
    with register.change() as change:
        letters.retire_template(change, 1, 1)
    with register.change() as change:
        kept, gone = change.add(Person, family_name="Pell"), change.add(Person, family_name="Pel")
        merge = merge_people(change, kept, gone, "One number")
    with register.change() as change:
        undo_merge(change, merge)
        people.describe(change, kept, 1, family_name="Pell-Hart")
        change.add(User, name="sethi", full_name="A. Sethi", role="auditor")
    settings.set_up(register, force="Weald and Downs Constabulary", nation="SCT")
    with register.reader() as connection:
        question = Question(TODAY.replace(year=2013), TODAY, threshold=0)
        made = answer(connection, question, force=register.force, today=TODAY)
    publishing.keep(register, made, "For the website")
    with register.change() as change:
        coding.decide(change, 2, "social-media", "yes", values={"platform": "twitter"})
    for value in ("61", "62"):
        head = "force,from,to,measure,value\n"
        (tmp_path / "in.csv").write_text(f"{head}Ashmoor,2013-02-28,2014-02-28,left,{value}\n")
        comparing.import_figures(register, tmp_path / "in.csv")
    cases.record_consultation(register, one)
    with register.change() as change:
        change.note("disclose", two, what="Case sheet printed")


def test_the_record_alone_gives_every_row(register: Register, tmp_path: Path) -> None:
    work(register, tmp_path)
    told, stands = replayed(register), standing(register)
    assert {table: rows for table, rows in told.items() if rows} == {
        table: rows for table, rows in stands.items() if rows
    }
    assert len([table for table, rows in stands.items() if rows]) > 10


@pytest.mark.slow
def test_the_record_of_the_demonstration_gives_every_row(tmp_path: Path) -> None:
    with demo_register(tmp_path / "demo.probity") as register:
        told, stands = replayed(register), standing(register)
    assert {table: rows for table, rows in told.items() if rows} == {
        table: rows for table, rows in stands.items() if rows
    }


def test_each_kind_of_act_is_on_record_in_the_words_of_the_act(
    register: Register, tmp_path: Path
) -> None:
    work(register, tmp_path)
    with register.reader() as connection:
        events = page(connection, Asked(), limit=10_000)
        assert verify(connection) == []
        (row,) = stored.exhibits(connection, 2)
        custody = [line.what for line in stored.custody(connection, row.id)]
    assert {event.action for event in events} == SIX
    terms = {term.code: term for term in vocabularies.terms("record_act")}
    assert set(terms) == SIX
    assert {term.name for term in terms.values()} == {
        "Collection", "Alteration", "Consultation", "Disclosure", "Combination", "Erasure",
    }  # fmt: skip
    assert all("section 62" in term.source for term in terms.values())
    said = [event.what for event in events if event.action == "combine"]
    assert said == [
        "A person’s details: Merge undone",
        "A person’s details: Merged with another record",
        "A link to another case: No longer consolidated",
        "A link to another case: Consolidated into another case",
    ]
    assert custody == ["Added", "Described", "Viewed"]
    viewed = next(event for event in events if event.what == "An exhibit: Viewed")
    assert (viewed.act, viewed.case_id) == ("Disclosure", 2)
    assert all(event.at < datetime.datetime(2100, 1, 1) for event in events)


def test_an_exhibit_is_shown_to_whoever_may_only_read_and_that_is_a_disclosure(
    register: Register, path: Path, tmp_path: Path
) -> None:
    work(register, tmp_path)
    with register.change() as change:
        change.add(User, name="reader", full_name="N. Reader", role="reader")
    with open_register(path, user="reader") as reader:
        exhibits.record_view(reader, 1, 2)
    with register.reader() as connection:
        newest = page(connection, Asked(), limit=1)[0]
    assert (newest.act, newest.user_name) == ("Disclosure", "N. Reader")
