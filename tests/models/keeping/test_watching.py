"""What another program writes in the register is told here."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.change import Changed
from models.changes.case.cases import record_consultation
from models.changes.noting import disclosed, person_consulted
from models.entering.open import open_register
from models.keeping.watching import Watcher, watch
from models.register import Register
from models.schema import Member, Person, Record, User
from tests.models.making import case_file, loaded, save

PATIENCE = 30.0


@pytest.fixture
def other(register: Register, path: Path) -> Iterator[Register]:
    with open_register(path) as made:
        yield made


class Heard(list[Changed]):
    def __init__(self, register: Register) -> None:
        super().__init__()
        self.anything = threading.Event()
        register.subscribe(self._hear)

    def _hear(self, changed: Changed) -> None:
        self.append(changed)
        self.anything.set()


@pytest.fixture
def heard(register: Register) -> Heard:
    return Heard(register)


def looked(register: Register) -> None:
    """As the watcher's own thread does once a second."""
    assert isinstance(register._watcher, Watcher)
    register._watcher.look()


@pytest.fixture
def watched(register: Register, monkeypatch: pytest.MonkeyPatch) -> Register:
    monkeypatch.setattr("models.keeping.watching.SECONDS", 3600.0)  # the tests look by themselves
    watch(register)
    return register


def test_another_program_s_save_is_heard_of(register: Register, path: Path, heard: Heard) -> None:
    watch(register)
    program = (
        "import os, sys; sys.path.insert(0, os.getcwd())\n"
        "from pathlib import Path\n"
        "from models.entering.open import open_register\n"
        "from tests.models.making import case_file, save\n"
        "with open_register(Path(sys.argv[1])) as register:\n"
        "    save(register, case_file('Theirs'))\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=True)
    assert heard.anything.wait(PATIENCE)
    (changed,) = heard
    assert changed.case_ids == {1}
    assert {"case", "subject", "allegation"} <= changed.tables


def test_what_is_written_here_is_told_once(
    watched: Register, other: Register, heard: Heard
) -> None:
    mine = save(watched, case_file("Mine"))
    looked(watched)
    assert [one.case_ids for one in heard] == [{mine}]
    theirs = save(other, case_file("Theirs"))
    again = save(watched, case_file("Mine again"))
    looked(watched)
    looked(watched)
    assert [one.case_ids for one in heard] == [{mine}, {again}, {theirs}]


def test_a_change_here_that_failed_hides_nothing_of_theirs(
    watched: Register, other: Register, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no")

    with monkeypatch.context() as patched:
        patched.setattr("playhouse.sqlcipher_ext.SqlCipherDatabase.commit", fail)
        with pytest.raises(OSError, match="no"):
            save(watched, case_file("Mine"))
    theirs = save(other, case_file("Theirs"))
    looked(watched)
    assert [one.case_ids for one in heard] == [{theirs}]


def test_looking_and_printing_elsewhere_is_nothing_to_hear_of(
    watched: Register, other: Register, heard: Heard
) -> None:
    case_id = save(watched, case_file())
    looked(watched)
    heard.clear()
    record_consultation(other, case_id)
    person_consulted(other, 1)
    disclosed(other, "Printed", about=(Person, 1))
    looked(watched)
    assert heard == []


def test_a_person_s_name_put_right_touches_their_cases(
    watched: Register, other: Register, heard: Heard
) -> None:
    case_id = save(watched, case_file())
    looked(watched)
    heard.clear()
    with other.reader() as connection:
        row = connection.execute("SELECT id, version FROM person").fetchone()
    with other.change() as change:
        change.edit(Person, row["id"], row["version"], family_name="Harper")
    looked(watched)
    (changed,) = heard
    assert changed == Changed(frozenset({case_id}), frozenset({"person"}))
    assert loaded(watched, case_id).subjects[0]["family_name"] == "Harper"


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (Person, {"family_name": "Harper"}),
        (Member, {"number": "9"}),
        (User, {"full_name": "D. O."}),
    ],
    ids=["person", "member", "user"],
)
def test_what_several_cases_show_touches_them_all(
    watched: Register, other: Register, heard: Heard, table: type[Record], values: dict[str, str]
) -> None:
    both = {save(watched, case_file(title, owner_id=1)) for title in ("One", "Two")}
    looked(watched)
    heard.clear()
    with other.change() as change:
        change.edit(table, 1, 1, **values)
    looked(watched)
    (changed,) = heard
    assert changed.case_ids == both


def test_a_case_that_the_user_may_not_see_is_not_told_of(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.keeping.watching.SECONDS", 3600.0)
    with register.change() as change:
        change.add(User, name="sayer", full_name="S. Ayer", role="investigator")
    with open_register(path, user="sayer") as theirs:
        heard = Heard(theirs)
        watch(theirs)
        save(register, case_file("Hidden", restricted=True))
        looked(theirs)
        assert not [one for one in heard if one.case_ids]


def test_a_case_going_out_of_sight_is_told_of_and_coming_back(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.keeping.watching.SECONDS", 3600.0)
    with register.change() as change:
        change.add(User, name="sayer", full_name="S. Ayer", role="investigator")
    case_id = save(register, case_file("Seen by all"))
    save(register, case_file("Another"))
    with open_register(path, user="sayer") as theirs:
        heard = Heard(theirs)
        watch(theirs)
        for restricted in (True, False):
            stands = loaded(register, case_id)
            changed = stands.copy()
            changed.case["restricted"] = restricted
            save(register, changed, stands)
            looked(theirs)
            assert heard[-1].case_ids == {case_id}
            assert heard[-1].tables >= {"case", "person"}
        count = len(heard)
        looked(theirs)
        assert len(heard) == count


def test_closing_ends_it(register: Register) -> None:
    watch(register)
    watcher = register._watcher
    assert isinstance(watcher, Watcher)
    register.close()
    assert not watcher._thread.is_alive()
