"""The list's lines and the search entries always equal a fresh derivation."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from models.case import casefile
from models.queries.cases import derive
from models.queries.cases.history import history
from models.register import Register
from models.storage.sqlite.searching import ENTRIES_PER_CASE
from tests.models.making import TODAY, case_file, loaded, save

words = st.sampled_from(["Harmer", "عمر", "Zoë", "", "photo posted"])
edits = st.lists(
    st.tuples(st.sampled_from(["title", "unit", "factor", "complainant", "finding"]), words),
    min_size=1,
    max_size=6,
)


def assert_derived(register: Register, case_id: int) -> None:
    with register.reader() as connection:
        line = connection.execute("SELECT * FROM case_line WHERE case_id = ?", (case_id,))
        assert dict(line.fetchone()) == derive.line_of(connection, case_id)
        low, high = case_id * ENTRIES_PER_CASE, (case_id + 1) * ENTRIES_PER_CASE
        entries = connection.execute(
            "SELECT source, source_id, words FROM search_entry WHERE id >= ? AND id < ?",
            (low, high),
        )
        found = {(row[0], row[1]): row[2] for row in entries}
        assert found == derive.search_rows(connection, case_id)
    with register.change():
        register._database.execute_sql("INSERT INTO search(search) VALUES ('integrity-check')")


@settings(max_examples=20, deadline=None)
@given(edits)
def test_after_any_edits(steps: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.probity"
        with Register.create(path, force="F", user="okafor", today=TODAY) as register:
            case_id = save(register, case_file())
            for what, word in steps:
                file = loaded(register, case_id)
                edited = file.copy()
                if what == "title":
                    edited.case["title"] = word or "A title"
                elif what == "unit":
                    edited.subjects[0]["unit"] = word
                elif what == "factor":
                    edited.allegations[0]["factors"] = ["custody"] if word else []
                elif what == "complainant":
                    row = casefile.blank_row("complainants", edited, family_name=word or "A")
                    edited.complainants.append(row)
                else:
                    edited.findings.clear()
                save(register, edited, file)
                assert_derived(register, case_id)


def test_a_renamed_person_is_found_by_the_new_name_only(register: Register) -> None:
    first = loaded(register, save(register, case_file()))
    other = save(register, case_file("Another matter"))
    renamed = first.copy()
    renamed.subjects[0]["family_name"] = "Quill"
    save(register, renamed, first)
    assert_derived(register, first.case["id"])
    assert_derived(register, other)
    with register.reader() as connection:
        line = connection.execute("SELECT who FROM case_line WHERE case_id = ?", (other,))
        assert line.fetchone()[0] == "PC 4417 Quill"


def test_history_says_who_changed_what(register: Register) -> None:
    file = loaded(register, save(register, case_file("First")))
    edited = file.copy()
    edited.case |= {"title": "Second", "kind": "dsi"}
    save(register, edited, file)
    with register.reader() as connection:
        event = history(connection, file.case["id"])[0]
    assert (event.user_name, event.what) == ("D. Okafor", "Changed the case")
    assert ("Title", "First", "Second") in event.changes
    assert ("Kind", "Conduct matter", "Death or serious injury (DSI)") in event.changes
