"""Who works in a register: added, retired, given a role and a passphrase; signing in."""

from __future__ import annotations

import datetime
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.case import casefile
from models.changes import merging, settings, users
from models.changes.noting import person_consulted
from models.entering import sessions
from models.entering.open import create_register, open_register
from models.errors import (
    InvalidError,
    NotAllowedError,
    NotFoundError,
    RegisterError,
    SignInError,
)
from models.record import records as record
from models.record.examining import verify
from models.register import Register
from models.rules.idle_lock import DEFAULT_MINUTES
from models.schema import Setting, User
from models.sight.users import Session
from models.storage import throttle
from models.storage.engine import sqlite3
from models.storage.keys import KeyFile, key_path
from tests.models.making import PASSPHRASE, case_file, loaded, save

ANOTHER = "seven grey herons waiting"
GIVEN = "given by the administrator"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(time, "time", lambda: made.now)
    return made


class Clock:
    """A clock that goes only when it is told to."""

    now = 1_800_000_000.0


@pytest.fixture
def force(path: Path) -> Iterator[Register]:
    made = create_register(
        path, force="Weald", user="okafor", full_name="D. Okafor", passphrase=PASSPHRASE
    )
    yield made
    made.close()


def added(register: Register, name: str = "sethi", role: str = "investigator", **more: str) -> int:
    return users.add(register, name=name, full_name="A. Sethi", role=role, passphrase=GIVEN, **more)


def opened(path: Path, name: str, passphrase: str = PASSPHRASE) -> Register:
    return open_register(path, user=name, passphrase=passphrase)


def acts(register: Register) -> list[tuple[str, str]]:
    with register.reader() as connection:
        rows = connection.execute("SELECT user_name, action FROM audit_record ORDER BY id")
        return [(row[0], row[1]) for row in rows.fetchall()]


def the_user(register: Register, user_id: int) -> sqlite3.Row:
    with register.reader() as connection:
        row = connection.execute("SELECT * FROM user WHERE id = ?", (user_id,)).fetchone()
    assert isinstance(row, sqlite3.Row)
    return row


class TestAdd:
    def test_somebody_added_signs_in_and_must_choose_a_passphrase(
        self, force: Register, path: Path
    ) -> None:
        added(force)
        with opened(path, "sethi", GIVEN) as theirs:
            assert theirs.user.must_change
            with pytest.raises(NotAllowedError, match="choose one of your own first"):
                save(theirs, case_file())
            with pytest.raises(NotAllowedError, match="choose one of your own first"):
                theirs.require("disclose")
            users.change_passphrase(theirs, GIVEN, ANOTHER)
            assert save(theirs, case_file()) > 0  # it need not be opened again
        with opened(path, "sethi", ANOTHER) as theirs:
            assert save(theirs, case_file()) > 0  # it need not be opened again
        with pytest.raises(SignInError):
            opened(path, "sethi", GIVEN)

    def test_the_passphrase_is_nowhere_on_record(self, force: Register) -> None:
        added(force)
        users.change_passphrase(force, PASSPHRASE, ANOTHER)
        with force.reader() as connection:
            said = str([tuple(row) for row in connection.execute("SELECT * FROM audit_record")])
            assert verify(connection) == []
        assert "Passphrase set by an administrator" in said
        assert "Passphrase changed by the user" in said
        for secret in (GIVEN, PASSPHRASE, ANOTHER):
            assert secret not in said

    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("name", {"name": " "}),
            ("name", {"name": "OKAFOR"}),
            ("name", {"name": "a\nb"}),
            ("name", {"name": "x" * 61}),
            ("full_name", {"full_name": "  "}),
            ("role", {"role": "chief"}),
            ("passphrase", {"passphrase": "short"}),
            ("passphrase", {"name": "a.sethi-of-the-force", "passphrase": "A.Sethi-of-the-force"}),
        ],
    )
    def test_what_cannot_be_kept_is_said_beside_its_field(
        self, force: Register, field: str, values: dict[str, Any]
    ) -> None:
        good = {"name": "sethi", "full_name": "A. Sethi", "role": "reader", "passphrase": GIVEN}
        before = key_path(force.path).read_bytes()
        with pytest.raises(InvalidError) as refused:
            users.add(force, **(good | values))
        assert field in refused.value.problems
        assert key_path(force.path).read_bytes() == before

    def test_a_name_of_somebody_retired_is_not_given_again(self, force: Register) -> None:
        users.retire(force, added(force))
        with pytest.raises(InvalidError, match="belonged to a retired user"):
            added(force, "Sethi")

    def test_a_commit_that_fails_puts_the_key_file_back(
        self, force: Register, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = key_path(path).read_bytes()
        meanwhile: list[bytes] = []

        def fail(*_: object) -> None:
            meanwhile.append(key_path(path).read_bytes())
            raise sqlite3.OperationalError("database or disk is full")

        with monkeypatch.context() as patch:
            patch.setattr("playhouse.sqlcipher_ext.SqlCipherDatabase.commit", fail)
            with pytest.raises(RegisterError, match="disk is full"):
                added(force)
        assert meanwhile != [before]
        assert key_path(path).read_bytes() == before
        added(force)
        opened(path, "sethi", GIVEN).close()

    def test_a_key_file_that_cannot_be_written_adds_nobody(
        self, force: Register, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(RegisterError, match="could not be written"):
                added(force)
        with force.reader() as connection:
            assert connection.execute("SELECT COUNT(*) FROM user").fetchone()[0] == 1
        added(force)


class TestMember:
    def test_a_number_nobody_has_is_recorded_as_theirs(self, force: Register) -> None:
        user_id = added(force, number="2209")
        with force.reader() as connection:
            query = (
                "SELECT m.number, p.family_name, p.given_names FROM user u"
                " JOIN member m ON m.id = u.member_id JOIN person p ON p.id = m.person_id"
                " WHERE u.id = ?"
            )
            found = tuple(connection.execute(query, (user_id,)).fetchone())
        assert found == ("2209", "Sethi", "A.")

    def test_the_number_of_a_subject_shuts_them_out_of_the_case(
        self, force: Register, path: Path
    ) -> None:
        case_id = save(force, case_file())  # against 4417 Harmer
        added(force, number="4417")
        users.link(force, user_id=added(force, "brand", number="1"), number="")
        with opened(path, "sethi", GIVEN) as theirs, theirs.reader() as connection:
            query = 'SELECT COUNT(*) FROM "case" WHERE id = ?'
            assert connection.execute(query, (case_id,)).fetchone()[0] == 0
        with opened(path, "brand", GIVEN) as others, others.reader() as connection:
            assert connection.execute(query, (case_id,)).fetchone()[0] == 1

    def test_a_number_that_two_have_asks_for_the_family(self, force: Register) -> None:
        file = case_file()
        other = dict(file.subjects[0]) | {"id": -50, "family_name": "Pell"}
        file.subjects.append(other)
        save(force, file)
        with pytest.raises(InvalidError, match="Give the family name"):
            added(force, number="4417")
        user_id = added(force, number="4417", family_name="pell")
        with force.reader() as connection:
            query = (
                "SELECT p.family_name FROM user u JOIN member m ON m.id = u.member_id"
                " JOIN person p ON p.id = m.person_id WHERE u.id = ?"
            )
            assert connection.execute(query, (user_id,)).fetchone()[0] == "Pell"

    def test_a_family_that_is_not_the_known_member_s_is_another_member(
        self, force: Register
    ) -> None:
        save(force, case_file())  # against 4417 Harmer
        user_id = added(force, number="4417", family_name="Pell")
        with force.reader() as connection:
            query = (
                "SELECT m.id, p.family_name FROM user u JOIN member m ON m.id = u.member_id"
                " JOIN person p ON p.id = m.person_id WHERE u.id = ?"
            )
            assert tuple(connection.execute(query, (user_id,)).fetchone()) == (2, "Pell")

    def test_a_member_who_was_found_to_be_another_is_asked_after_no_more(
        self, force: Register
    ) -> None:
        for family in ("Harmer", "Pell"):
            file = case_file()
            file.subjects[0] |= {"family_name": family}
            save(force, file)
        with force.change() as change:
            merging.merge_people(change, 1, 2, "She married")
        assert the_user(force, added(force, number="4417"))["member_id"] == 1

    def test_a_member_known_only_in_a_hidden_case_is_not_told_of(
        self, force: Register, path: Path
    ) -> None:
        user_id = added(force, "brand", role="administrator")
        with opened(path, "brand", GIVEN) as theirs:
            users.change_passphrase(theirs, GIVEN, ANOTHER)
            hidden = save(theirs, case_file(restricted=True, owner_id=user_id))
            for other in ("Harmer", "Pell"):  # two in hidden cases bear the number
                file = case_file(restricted=True, owner_id=user_id)
                file.subjects[0] |= {"family_name": other}
                save(theirs, file)
        added(force, number="4417")  # nobody asks for the family, which would tell that there are
        with opened(path, "sethi", GIVEN) as shut_out, shut_out.reader() as connection:
            query = 'SELECT COUNT(*) FROM "case" WHERE id = ?'
            assert connection.execute(query, (hidden,)).fetchone()[0] == 0

    def test_one_member_signs_in_as_one_person(self, force: Register) -> None:
        first = added(force, number="2209")
        with pytest.raises(InvalidError, match="already belongs to another user"):
            added(force, "sethi2", number="2209")
        users.link(force, first, "2209")
        users.link(force, first, "")
        assert the_user(force, first)["member_id"] is None
        second = added(force, "sethi2", number="2209")
        users.retire(force, second)
        added(force, "sethi3", number="2209")  # of somebody who came back


class TestRole:
    def test_a_role_holds_from_the_next_act(self, force: Register, path: Path) -> None:
        user_id = added(force)
        with opened(path, "sethi", GIVEN) as theirs:
            users.change_passphrase(theirs, GIVEN, ANOTHER)
            save(theirs, case_file())
            theirs.require("disclose")
            users.change_role(force, user_id, "reader")
            with pytest.raises(NotAllowedError):
                theirs.require("disclose")
            with pytest.raises(NotAllowedError):
                save(theirs, case_file())
            assert "Reader" in theirs.why_not("record")

    def test_the_last_administrator_stays_one(self, force: Register) -> None:
        with pytest.raises(InvalidError, match="only administrator"):
            users.change_role(force, 1, "supervisor")
        with pytest.raises(InvalidError, match="only administrator"):
            users.retire(force, 1)
        other = added(force, role="administrator")
        users.retire(force, other)
        with pytest.raises(InvalidError, match="only administrator"):
            users.retire(force, 1)
        third = added(force, "third", role="administrator")
        users.change_role(force, 1, "reader")
        assert the_user(force, third)["role"] == "administrator"


class TestRetire:
    def test_who_is_retired_opens_nothing_and_has_no_slot(
        self, force: Register, path: Path
    ) -> None:
        user_id = added(force)
        with opened(path, "sethi", GIVEN) as theirs:
            users.change_passphrase(theirs, GIVEN, ANOTHER)
            users.retire(force, user_id)
            assert not KeyFile.read(path).has("sethi")
            with pytest.raises(SignInError, match="no longer a user"), theirs.reader():
                pass
            with pytest.raises(SignInError, match="no longer a user"):
                save(theirs, case_file())
            with pytest.raises(SignInError, match="no longer a user"):
                sessions.unlock(theirs, ANOTHER)
        with pytest.raises(SignInError):
            opened(path, "sethi", ANOTHER)

    def test_a_slot_left_by_a_crash_goes_with_the_next_sign_in(
        self, force: Register, path: Path
    ) -> None:
        user_id = added(force)
        left = key_path(path).read_bytes()
        users.retire(force, user_id)
        key_path(path).write_bytes(left)  # as if the program had ended before the slot went
        with pytest.raises(NotFoundError):
            opened(path, "sethi", GIVEN)
        opened(path, "okafor").close()
        assert not KeyFile.read(path).has("sethi")
        assert KeyFile.read(path).has("okafor")

    def test_a_slot_of_nobody_known_goes_with_the_next_sign_in(
        self, force: Register, path: Path
    ) -> None:
        slots = KeyFile.read(path)
        slots.set_passphrase("eve", ANOTHER, slots.unlock("okafor", PASSPHRASE))
        slots.write()
        opened(path, "okafor").close()
        assert not KeyFile.read(path).has("eve")

    def test_nobody_retires_themselves(self, force: Register, path: Path) -> None:
        added(force, role="administrator")
        with pytest.raises(InvalidError, match="another administrator"):
            users.retire(force, 1)
        opened(path, "okafor").close()

    @pytest.mark.parametrize("owns", [True, False])
    def test_who_alone_sees_a_restricted_case_hands_it_over_first(
        self, force: Register, path: Path, owns: bool
    ) -> None:
        user_id = added(force)
        with opened(path, "sethi", GIVEN) as theirs:
            users.change_passphrase(theirs, GIVEN, ANOTHER)
            case_id = save(theirs, case_file(restricted=True, owner_id=user_id if owns else None))
            with pytest.raises(InvalidError, match="hand their cases over first"):
                users.retire(force, user_id)
            assert KeyFile.read(path).has("sethi")
            file = loaded(theirs, case_id)
            handed = file.copy()
            casefile.add_row("named", handed, user_id=1)
            save(theirs, handed, file)
        users.retire(force, user_id)
        assert not KeyFile.read(path).has("sethi")

    def test_twice_is_said(self, force: Register) -> None:
        user_id = added(force)
        users.retire(force, user_id)
        with pytest.raises(NotFoundError, match="no longer a user"):
            users.retire(force, user_id)


class TestPassphrases:
    def test_a_lost_one_is_reset_by_an_administrator(
        self, force: Register, path: Path, clock: Clock
    ) -> None:
        user_id = added(force)
        with opened(path, "sethi", GIVEN) as theirs:
            users.change_passphrase(theirs, GIVEN, "and then it was forgotten")
        for _ in range(3):
            with pytest.raises(SignInError):
                opened(path, "sethi", ANOTHER)
        with pytest.raises(SignInError, match="Wait"):
            opened(path, "sethi", "and then it was forgotten")
        users.reset(force, user_id, ANOTHER)
        with opened(path, "sethi", ANOTHER) as theirs:  # without waiting
            assert theirs.user.must_change
        with force.reader() as connection:
            query = "SELECT entry FROM audit_record WHERE action = 'passphrase' ORDER BY id DESC"
            assert json.loads(connection.execute(query).fetchone()[0])["failures"] == 3

    def test_one_s_own_is_changed_by_whoever_knows_it(self, force: Register, path: Path) -> None:
        with pytest.raises(SignInError, match="not your current passphrase"):
            users.change_passphrase(force, "not the present one", ANOTHER)
        with pytest.raises(InvalidError, match="at least 12"):
            users.change_passphrase(force, PASSPHRASE, "short")
        with pytest.raises(InvalidError, match="different from your current one"):
            users.change_passphrase(force, PASSPHRASE, PASSPHRASE)
        opened(path, "okafor").close()
        users.change_passphrase(force, PASSPHRASE, ANOTHER)
        opened(path, "okafor", ANOTHER).close()
        with pytest.raises(SignInError):
            opened(path, "okafor")

    def test_guessing_the_old_one_must_wait_too(self, force: Register, clock: Clock) -> None:
        for _ in range(3):
            with pytest.raises(SignInError, match="not your current"):
                users.change_passphrase(force, "not the present one", ANOTHER)
        with pytest.raises(SignInError, match="Wait") as waiting:
            users.change_passphrase(force, PASSPHRASE, ANOTHER)
        assert waiting.value.wait > 0

    def test_a_demonstration_has_none_to_change(self, register: Register) -> None:
        with pytest.raises(SignInError, match="none to change"):
            users.change_passphrase(register, "", ANOTHER)

    def test_nothing_is_encrypted_again(self, force: Register, path: Path) -> None:
        before = KeyFile.read(path).unlock("okafor", PASSPHRASE)
        users.change_passphrase(force, PASSPHRASE, ANOTHER)
        assert KeyFile.read(path).unlock("okafor", ANOTHER) == before


class TestRecovery:
    def test_an_administrator_gets_a_new_passphrase(self, force: Register, path: Path) -> None:
        added(force)
        key = force.recovery_key
        force.close()
        with users.recover(path, key, "okafor", ANOTHER) as again:
            assert again.user.name == "okafor"
            assert acts(again)[-1] == ("okafor", "sign in")
            assert ("okafor", "passphrase") in acts(again)[-4:]
        with pytest.raises(SignInError):
            opened(path, "okafor")
        opened(path, "okafor", ANOTHER).close()

    def test_not_after_waiting_for_wrong_passphrases(
        self, force: Register, path: Path, clock: Clock
    ) -> None:
        for _ in range(4):
            with pytest.raises(SignInError):
                opened(path, "okafor", ANOTHER)
        users.recover(path, force.recovery_key, "okafor", ANOTHER).close()
        with opened(path, "okafor", ANOTHER) as again:
            assert again.session is not None
            assert again.session.failures == 0

    def test_nobody_else_gets_one(self, force: Register, path: Path) -> None:
        added(force, role="supervisor")
        before = key_path(path).read_bytes()
        for name, kind in (("sethi", NotAllowedError), ("nobody", NotFoundError)):
            with pytest.raises(kind):
                users.recover(path, force.recovery_key, name, ANOTHER)
        with pytest.raises(InvalidError, match="12"):
            users.recover(path, force.recovery_key, "okafor", "short")
        with pytest.raises(InvalidError, match="14 groups"):
            users.recover(path, force.recovery_key[:-1], "okafor", ANOTHER)
        assert key_path(path).read_bytes() == before

    def test_made_anew_the_older_ends(self, force: Register, path: Path) -> None:
        old = force.recovery_key
        new = users.make_recovery_key(force)
        with pytest.raises(SignInError, match="newer one"):
            users.recover(path, old, "okafor", ANOTHER)
        users.recover(path, new, "okafor", ANOTHER).close()


class TestOnRecord:
    """As an auditor reads it: which act, and whose role, passphrase or setting it was."""

    def test_an_act_names_whom_it_was_about(self, force: Register, path: Path) -> None:
        sethi = added(force)
        users.change_role(force, sethi, "supervisor")
        users.reset(force, sethi, ANOTHER)
        settings.set_up(force, force="Weald", nation="ENG", lock_minutes=7)
        with pytest.raises(SignInError):
            opened(path, "sethi", "wrong wrong wrong")
        opened(path, "sethi", ANOTHER).close()
        with force.reader() as connection:
            events = record.page(connection, record.Asked())
            (tried,) = record.page(connection, record.Asked(who="sethi", act="sign in"))
        said = {(event.act, event.what) for event in events}
        assert said >= {
            ("Sign-in", "Signed in"),
            ("Sign-out", "Signed out"),
            ("Passphrase", "A. Sethi: Passphrase set by an administrator"),
            ("Alteration", "Changed A. Sethi, a user"),
            ("Collection", "Added a setting: Lock minutes"),
        }
        assert ("Failed attempts before", "", "1") in tried.changes
        assert ("Role", "Investigator", "Supervisor") in [
            change for event in events for change in event.changes
        ]
        assert record.Asked(act="sign in").describe() == "Sign-in"

    def test_whose_details_were_looked_at_is_said(self, force: Register) -> None:
        save(force, case_file())
        person_consulted(force, 1)
        with force.reader() as connection:
            (looked,) = record.page(connection, record.Asked(act="consult"))
        assert (looked.what, looked.changes) == (
            "A person’s details: Viewed",
            [("Person", "", "Harmer")],
        )


class TestSessions:
    def test_signing_in_and_out_is_recorded_and_the_last_time_told(
        self, force: Register, path: Path
    ) -> None:
        assert force.session is not None
        assert force.session.words() == "Your first sign-in"
        force.close()
        for _ in range(2):
            with pytest.raises(SignInError):
                opened(path, "okafor", ANOTHER)
        with opened(path, "okafor") as again:
            assert again.session is not None
            assert again.session.failures == 2
            assert again.session.last is not None
            assert again.session.words().startswith("Last sign-in ")
            assert again.session.words().endswith("; 2 failed tries since")
            done = [act for _, act in acts(again)]
            assert [act for act in done if act.startswith("sign")] == [
                *("sign in", "sign out", "sign in"),
            ]
            with again.reader() as connection:
                assert verify(connection) == []
                entry = connection.execute(
                    "SELECT entry FROM audit_record WHERE action = 'sign in' ORDER BY id DESC"
                ).fetchone()[0]
        assert json.loads(entry)["failures"] == 2
        with opened(path, "okafor") as third:
            assert third.session is not None
            assert third.session.failures == 0

    def test_the_last_sign_in_is_one_s_own(self, force: Register, path: Path) -> None:
        added(force)
        with force.reader() as connection:
            query = "SELECT at FROM audit_record WHERE action = 'sign in'"
            (mine,) = (row[0] for row in connection.execute(query))
        with opened(path, "sethi", GIVEN) as theirs:
            assert theirs.session is not None
            assert theirs.session.last is None
        with opened(path, "okafor") as again:
            assert again.session is not None
            assert again.session.last == datetime.datetime.fromisoformat(mine)

    def test_one_try_is_a_try(self) -> None:
        assert Session(None, 1).words() == "Your first sign-in; 1 failed try since"

    def test_the_last_sign_in_is_found_by_its_index(self, force: Register) -> None:
        with force.reader() as connection:
            plan = connection.execute(
                "EXPLAIN QUERY PLAN SELECT at FROM main.audit_record WHERE action = 'sign in'"
                " AND user_name = ? ORDER BY id DESC LIMIT 1",
                ("okafor",),
            ).fetchone()[3]
        assert "audit_record_action" in plan

    def test_locking_and_unlocking_are_recorded(self, force: Register, clock: Clock) -> None:
        sessions.lock(force)
        with pytest.raises(SignInError):
            sessions.unlock(force, ANOTHER)
        sessions.unlock(force, PASSPHRASE)
        assert acts(force)[-2:] == [("okafor", "lock"), ("okafor", "unlock")]
        for _ in range(3):
            with pytest.raises(SignInError):
                sessions.unlock(force, ANOTHER)
        with pytest.raises(SignInError, match="Wait"):
            sessions.unlock(force, PASSPHRASE)

    def test_opening_a_demonstration_records_nothing(self, register: Register, path: Path) -> None:
        before = acts(register)
        register.close()
        with open_register(path) as again:
            assert again.session is None
        with open_register(path) as again:
            assert acts(again) == before


class TestThrottle:
    def test_waits_grow_with_each_failure_and_end_with_the_clock(
        self, force: Register, path: Path, clock: Clock
    ) -> None:
        waited = []
        for _ in range(14):
            try:
                opened(path, "okafor", ANOTHER)
            except SignInError as error:
                if error.wait:
                    waited.append(round(error.wait))
                    clock.now += error.wait - 0.5
                    with pytest.raises(SignInError, match="Wait"):
                        opened(path, "okafor")  # even the right one
                    clock.now += 0.5
        assert waited[:4] == [5, 10, 20, 40]
        clock.now += throttle.LONGEST_WAIT
        opened(path, "okafor").close()
        opened(path, "okafor").close()

    def test_nobody_waits_longer_than_a_quarter_of_an_hour(self, path: Path, clock: Clock) -> None:
        waited = []
        for _ in range(40):
            throttle.failed(path, "somebody")
            try:
                throttle.check(path, "somebody")
            except SignInError as error:
                waited.append(error.wait)
        assert waited[:9] == [5, 10, 20, 40, 80, 160, 320, 640, 900]
        assert set(waited[9:]) == {900}

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
    def test_it_is_read_by_its_owner_alone(self, force: Register, path: Path) -> None:
        with pytest.raises(SignInError):
            opened(path, "okafor", ANOTHER)
        (file,) = path.parent.glob("*-failed")
        assert file.stat().st_mode & 0o077 == 0

    def test_it_is_not_waited_for_somebody_else(
        self, force: Register, path: Path, clock: Clock
    ) -> None:
        added(force)
        for _ in range(5):
            with pytest.raises(SignInError):
                opened(path, "sethi", ANOTHER)
        with pytest.raises(SignInError, match="do not open"):
            opened(path, "okafor", ANOTHER)
        opened(path, "okafor").close()  # which ends the count of their own failures alone
        with pytest.raises(SignInError, match="Wait"):
            opened(path, "sethi", GIVEN)

    def test_closing_the_program_does_not_begin_anew(
        self, force: Register, path: Path, clock: Clock
    ) -> None:
        force.close()
        for _ in range(3):
            with pytest.raises(SignInError, match="do not open"):
                opened(path, "okafor", ANOTHER)
        with pytest.raises(SignInError, match="3 times"):
            opened(path, "OKAFOR ", PASSPHRASE)
        assert b"okafor" not in path.with_name(path.name + throttle.SUFFIX).read_bytes()

    def test_a_clock_put_back_does_not_prolong_the_wait(
        self, force: Register, path: Path, clock: Clock
    ) -> None:
        for _ in range(3):
            with pytest.raises(SignInError):
                opened(path, "okafor", ANOTHER)
        clock.now -= 86_400
        opened(path, "okafor").close()


class TestSettings:
    def test_administrators_say_when_it_locks(self, force: Register, path: Path) -> None:
        assert force.lock_minutes == DEFAULT_MINUTES
        settings.set_up(force, force="Weald", nation="ENG", lock_minutes=5)
        assert force.lock_minutes == 5
        with opened(path, "okafor") as again:
            assert again.lock_minutes == 5

    @pytest.mark.parametrize("minutes", [0, -1, 241])
    def test_never_is_not_allowed(self, force: Register, minutes: int) -> None:
        with pytest.raises(InvalidError, match="between 1 and 240"):
            settings.set_up(force, force="Weald", nation="ENG", lock_minutes=minutes)
        assert force.lock_minutes == DEFAULT_MINUTES

    @pytest.mark.parametrize("said", ["0", "", "-3", "soon", "²"])
    def test_what_is_no_number_of_minutes_counts_as_the_usual(
        self, force: Register, said: str
    ) -> None:
        with force.change() as change:
            change.add(Setting, key="lock_minutes", value=said)
        assert force.lock_minutes == DEFAULT_MINUTES


def test_two_processes_add_people_and_both_sign_in(force: Register, path: Path) -> None:
    import threading

    with opened(path, "okafor") as second:
        names = [(which, f"person{number}") for number in range(4) for which in (force, second)]
        failed: list[Exception] = []

        def run(register: Register) -> None:
            try:
                for which, name in names:
                    if which is register:
                        added(register, f"{name}{id(register)}")
            except Exception as error:  # noqa: BLE001 - told by the test
                failed.append(error)

        threads = [threading.Thread(target=run, args=(one,)) for one in (force, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []
    with force.reader() as connection:
        known = [row[0] for row in connection.execute("SELECT name FROM user WHERE id > 1")]
        assert verify(connection) == []
    assert len(known) == 8
    for name in known:
        opened(path, name, GIVEN).close()


def test_the_user_s_table_is_written_by_no_other_act(force: Register, path: Path) -> None:
    added(force)
    with opened(path, "sethi", GIVEN) as theirs:
        users.change_passphrase(theirs, GIVEN, ANOTHER)
        with pytest.raises(NotAllowedError), theirs.change() as change:
            change.edit(User, theirs.user.id, 2, role="administrator")
