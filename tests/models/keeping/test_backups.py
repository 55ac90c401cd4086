from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models.changes.backups import set_plan
from models.entering.open import create_register, open_register
from models.errors import (
    CancelledError,
    InvalidError,
    NewerRegisterError,
    NotAllowedError,
    NotARegisterError,
    RegisterBusyError,
    RegisterError,
    SignInError,
)
from models.keeping import restoring
from models.keeping.backups import is_due, make, make_if_due, make_in, plan
from models.keeping.contents import Inside, look_into, problem_in
from models.record.check import check
from models.record.examining import verify
from models.register import Register
from models.schema import User
from models.storage import copies, copying, engine
from models.storage.keys import KeyFile, key_path
from models.storage.locking import FileLock
from tests.models import making
from tests.models.making import PASSPHRASE, case_file, colleague, loaded, save

HOUR = datetime.timedelta(hours=1)
NOON = datetime.datetime(2014, 2, 28, 12, 0, tzinfo=datetime.UTC)


def titles(register: Register) -> list[str]:
    with register.reader() as connection:
        return [row[0] for row in connection.execute('SELECT title FROM "case" ORDER BY id')]


def made(register: Register) -> Path:
    found = make(register)
    assert found is not None
    return found


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))


def spoil(path: Path, at: int = 20_000) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + 64] = bytes(64)
    path.write_bytes(content)


class TestMake:
    def test_it_is_a_whole_register_with_its_keys_that_opens(self, register: Register) -> None:
        save(register, case_file("Kept"))
        backup = made(register)
        save(register, case_file("Later"))
        assert backup.parent == register.path.parent / "Backups"
        assert names(backup.parent) == [backup.name, key_path(backup).name]
        with open_register(backup) as copy:
            assert titles(copy) == ["Kept"]
            with copy.reader() as connection:
                assert not [one for one in check(connection) if one.problems]

    def test_it_holds_up_nobody_who_saves_meanwhile(self, register: Register) -> None:
        save(register, case_file("Before", summary="s" * 90_000))
        during: list[int] = []

        def progress(_done: int, _total: int) -> None:
            during.append(save(register, case_file(f"During {len(during)}")))

        backup = make(register, progress=progress)
        assert backup is not None
        assert len(during) >= 1
        with open_register(backup) as copy:
            assert titles(copy) == ["Before"]
        assert len(titles(register)) == 1 + len(during)

    def test_a_copy_is_of_one_moment_whatever_is_saved_between_its_steps(
        self, register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("models.storage.copying.PAGES_A_STEP", 8)
        save(register, case_file("Before"))
        steps: list[int] = []

        def progress(done: int, _total: int) -> None:
            if not steps:
                save(register, case_file("During"))
            steps.append(done)

        made = path.with_name("copy.probity")
        reading = engine.connect(path, register.keys, read_only=True)
        copying.copy(path, register.keys, reading, made, progress)
        reading.close()
        assert len(steps) > 2
        assert steps == sorted(steps)  # it never began anew
        with open_register(made) as copy:
            assert titles(copy) == ["Before"]

    def test_stopped_it_leaves_nothing(self, register: Register) -> None:
        def stop() -> None:
            raise CancelledError("Stopped.")

        with pytest.raises(CancelledError):
            make(register, check=stop)
        assert names(plan(register).folder) == []
        assert not list(plan(register).folder.glob("*.probity*"))

    def test_it_is_stopped_between_two_steps_of_the_copying(
        self, register: Register, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("models.storage.copying.PAGES_A_STEP", 8)
        steps: list[tuple[int, int]] = []

        def stop() -> None:
            if len(steps) == 3:
                raise CancelledError("Stopped.")

        with pytest.raises(CancelledError):
            make(register, progress=lambda *step: steps.append(step), check=stop)
        assert len(steps) == 3
        assert steps[-1][0] < steps[-1][1]

    def test_it_can_be_read_where_nothing_can_be_written(self, register: Register) -> None:
        """A write-ahead log would need files of its own beside it."""
        raw = making.raw(made(register))
        assert raw.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        raw.close()

    def test_one_that_cannot_be_verified_is_not_kept(
        self, register: Register, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        copy_pages = copying.copy_pages

        def badly(keys: object, connection: object, target: Path, *rest: object) -> None:
            copy_pages(keys, connection, target, *rest)  # type: ignore[arg-type]
            spoil(target)

        monkeypatch.setattr(copying, "copy_pages", badly)
        with pytest.raises(RegisterError, match="could not be verified"):
            make(register)
        assert names(plan(register).folder) == []

    def test_nothing_of_it_is_in_the_clear(self, register: Register) -> None:
        save(register, case_file("Wordplantedhere"))
        backup = made(register)
        for one in backup.parent.iterdir():
            assert b"Wordplantedhere" not in one.read_bytes()
        assert backup.stat().st_mode & 0o077 == 0
        assert key_path(backup).stat().st_mode & 0o077 == 0

    def test_only_the_number_asked_for_is_kept_and_only_of_this_register(
        self, register: Register, tmp_path: Path
    ) -> None:
        set_plan(register, folder="", hours="24", kept="2")
        folder = plan(register).folder
        folder.mkdir(exist_ok=True)
        other = folder / "force.backup-20100101-000000.probity"
        create_register(other, force="Another", user="else").close()
        stranger = folder / "notes.txt"
        stranger.write_text("mine")
        kept = [made(register) for _ in range(4)][-2:]
        assert set(names(folder)) == {
            *(one.name for one in (*kept, other)),
            *(key_path(one).name for one in (*kept, other)),
            stranger.name,
        }

    def test_a_failure_thins_nothing(
        self, register: Register, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = made(register)
        set_plan(register, folder="", hours="24", kept="1")
        monkeypatch.setattr("models.storage.copying.is_whole", lambda *_: False)
        with pytest.raises(RegisterError):
            make(register)
        assert first.exists()

    def test_two_programs_do_not_both_make_one(self, register: Register) -> None:
        folder = plan(register).folder
        folder.mkdir()
        other = FileLock(folder / ".force.lock")
        assert other.take()
        assert make(register) is None
        other.close()
        assert make(register) is not None

    def test_none_is_made_where_another_program_was_just_quicker(self, register: Register) -> None:
        set_plan(register, folder="", hours="24", kept="3")
        first = make(register, only_if_due=True)
        assert first is not None
        assert make(register, only_if_due=True) is None  # it was due when this program looked
        assert names(first.parent) == [first.name, key_path(first).name]

    def test_what_a_killed_one_left_is_cleared_away(self, register: Register) -> None:
        folder = plan(register).folder
        folder.mkdir()
        (folder / ".force.backup-20140101-000000.probity.x1").write_bytes(b"half")
        (folder / "force.backup-20140101-000000.probity-keys").write_bytes(b"alone")
        backup = made(register)
        found = {one.name for one in folder.iterdir()}
        assert found == {backup.name, key_path(backup).name, ".force.lock"}

    def test_to_a_folder_of_somebody_s_choosing_leaves_a_trace(
        self, register: Register, tmp_path: Path
    ) -> None:
        (tmp_path / "stick").mkdir()
        backup = make_in(register, tmp_path / "stick")
        assert backup.parent.name == "stick"
        with register.reader() as connection:
            row = connection.execute(
                "SELECT action, entry FROM audit_record ORDER BY id DESC LIMIT 1"
            ).fetchone()
        assert row[0] == "disclose"
        assert backup.name in row[1]

    def test_an_investigator_makes_and_restores_none_by_hand(
        self, register: Register, path: Path
    ) -> None:
        with register.change() as change:
            change.add(User, name="sayer", full_name="S. Ayer", role="investigator")
        with open_register(path, user="sayer") as theirs:
            with pytest.raises(NotAllowedError, match="backups"):
                make_in(theirs, path.parent)
            with pytest.raises(NotAllowedError, match="how the register works"):
                set_plan(theirs, folder="Elsewhere", hours="1", kept="1")
            assert not (path.parent / "Elsewhere").exists()
            backup = make(theirs)  # the schedule asks nobody's leave
            assert backup is not None
            with pytest.raises(NotAllowedError, match="backups"):
                restoring.prepare_over(theirs, backup)
            with pytest.raises(NotAllowedError, match="backups"):
                restoring.unlock(backup, "sayer")
            restoring.prepare_over(register, backup).drop()
            assert not list(path.parent.glob(".*restoring*"))

    def test_a_folder_that_is_away_is_said_to_be(self, register: Register, tmp_path: Path) -> None:
        stick = tmp_path / "stick"
        stick.mkdir()
        set_plan(register, folder=str(stick / "b"), hours="24", kept="3")
        (stick / "b").rmdir()
        stick.rmdir()
        with pytest.raises(
            RegisterError, match="No backup was made: Probity cannot write to the folder"
        ):
            make(register)
        assert save(register, case_file()) == 1


class TestSchedule:
    @pytest.mark.parametrize(
        ("hours", "last", "due"),
        [
            (24, None, True),
            (24, NOON - 23 * HOUR, False),
            (24, NOON - 24 * HOUR, True),
            (1, NOON - 23 * HOUR, True),
            (24, NOON + HOUR, True),  # the clock was put right since
            (0, None, False),
        ],
    )
    def test_when_one_is_due(self, hours: int, last: datetime.datetime, due: bool) -> None:
        assert is_due(hours, last, NOON) is due

    def test_is_daily_and_keeps_a_fortnight_unless_told_otherwise(self, tmp_path: Path) -> None:
        with create_register(tmp_path / "real.probity", force="Weald", user="okafor") as register:
            found = plan(register)
            assert (found.folder, found.hours, found.kept) == (tmp_path / "Backups", 24, 14)
            assert make_if_due(register) is not None
            assert make_if_due(register) is None

    def test_a_demonstration_is_left_alone(self, register: Register) -> None:
        assert make_if_due(register) is None
        assert not plan(register).folder.exists()

    def test_the_settings_are_kept_in_the_register(self, register: Register, path: Path) -> None:
        (path.parent / "elsewhere").mkdir()
        set_plan(register, folder="elsewhere", hours="6", kept="30")
        set_plan(register, folder="elsewhere", hours="8", kept="30")
        with open_register(path) as again:
            found = plan(again)
        assert (found.folder, found.hours, found.kept) == (path.parent / "elsewhere", 8, 30)

    def test_what_cannot_be_kept_is_said_beside_it(
        self, register: Register, tmp_path: Path
    ) -> None:
        with pytest.raises(InvalidError) as caught:
            set_plan(register, folder=str(tmp_path / "no" / "such"), hours="often", kept="0")
        assert set(caught.value.problems) == {"folder", "hours", "kept"}


class TestList:
    def test_newest_first_with_what_is_in_each(self, register: Register) -> None:
        save(register, case_file("One"))
        first = made(register)
        save(register, case_file("Two"))
        second = made(register)
        found = copies.standing(register.path, plan(register).folder)
        assert [one.path for one in found] == [second, first]
        assert [look_into(register, one).cases for one in found] == [2, 1]
        assert all(one.kind == "backup" and one.size > 4096 for one in found)

    def test_another_register_s_of_the_same_name_is_not_among_them(
        self, register: Register, tmp_path: Path
    ) -> None:
        ours = made(register)
        (tmp_path / "elsewhere").mkdir()
        other = tmp_path / "elsewhere" / register.path.name
        with create_register(other, force="Downs", user="else") as another:
            theirs = made(another)
        shutil.move(theirs, ours.with_name("force.backup-20140101-000000.probity"))
        shutil.move(key_path(theirs), ours.with_name("force.backup-20140101-000000.probity-keys"))
        found = copies.standing(register.path, ours.parent)
        assert [one.path for one in found] == [ours]

    def test_a_case_that_somebody_may_not_see_is_not_counted(
        self, register: Register, path: Path
    ) -> None:
        with register.change() as change:
            change.add(User, name="sayer", full_name="S. Ayer", role="administrator")
        save(register, case_file("Open"))
        save(register, case_file("Hidden", restricted=True))
        backup = made(register)
        (found,) = copies.standing(path, backup.parent)
        assert look_into(register, found).cases == 2
        with open_register(path, user="sayer") as theirs:
            assert look_into(theirs, found).cases == 1

    @pytest.mark.parametrize("then", [True, False])
    def test_one_that_was_hidden_then_or_is_hidden_now_is_not_counted(
        self, register: Register, then: bool
    ) -> None:
        save(register, case_file("Open"))
        case_id = save(register, case_file("Other", restricted=then))
        backup = made(register)
        original = loaded(register, case_id)
        file = original.copy()
        file.case["restricted"] = not then
        save(register, file, original)
        (found,) = copies.standing(register.path, backup.parent)
        with colleague(register, role="administrator") as theirs:
            assert look_into(theirs, found).cases == 1
        assert look_into(register, found).cases == 2

    def test_of_an_older_one_without_what_says_who_may_see_what_nothing_is_counted(
        self, register: Register
    ) -> None:
        save(register, case_file("Open"))
        backup = made(register)
        raw = making.raw(backup)
        raw.execute("DROP TABLE case_access")
        raw.close()
        (found,) = copies.standing(register.path, backup.parent)
        assert look_into(register, found) == Inside(None)

    def test_damage_where_nothing_stands_any_more_is_found_too(self, register: Register) -> None:
        backup = made(register)
        raw = making.raw(backup)
        raw.execute("CREATE TABLE more (x)")
        raw.executemany("INSERT INTO more VALUES (?)", [("x" * 4000,)] * 12)
        raw.execute("DROP TABLE more")
        raw.close()
        assert problem_in(backup, register.keys) == ""
        size = backup.stat().st_size
        for page in range(1, 9):
            content = backup.read_bytes()
            spoil(backup, size - page * 4096 + 1000)
            assert problem_in(backup, register.keys) == "Damaged"
            backup.write_bytes(content)

    def test_damage_is_found(self, register: Register) -> None:
        for number in range(20):
            save(register, case_file(f"{number}"))
        backup = made(register)
        assert problem_in(backup, register.keys) == ""
        spoil(backup, backup.stat().st_size // 2)
        assert problem_in(backup, register.keys) == "Damaged"
        spoil(backup, 0)
        (found,) = copies.standing(register.path, backup.parent)
        assert look_into(register, found).problem == "Does not open"

    @pytest.mark.parametrize(
        "harm",
        [
            ["UPDATE subject SET member_id = 99"],
            [
                "CREATE INDEX more ON setting (value)",
                "PRAGMA writable_schema = 1",
                "UPDATE sqlite_master SET sql = replace(sql, 'value', 'key') WHERE name = 'more'",
            ],
        ],
        ids=["a row that points at nothing", "an index that does not agree"],
    )
    def test_one_in_which_every_page_is_well_and_the_whole_is_not_is_found(
        self, register: Register, harm: list[str]
    ) -> None:
        save(register, case_file())
        backup = made(register)
        raw = making.raw(backup)
        for statement in harm:
            raw.execute(statement)
        raw.close()
        assert problem_in(backup, register.keys) == "Damaged"
        with pytest.raises(NotARegisterError, match="was not restored"):
            restoring.prepare(backup, register.path, register.keys, register.user)

    def test_a_record_altered_in_it_is_found(self, register: Register) -> None:
        save(register, case_file())
        backup = made(register)
        raw = making.raw(backup)
        raw.execute("UPDATE audit_record SET user_name = 'nobody' WHERE id = 2")
        raw.close()
        assert problem_in(backup, register.keys) == "Record altered"

    def test_checking_can_be_stopped(self, register: Register) -> None:
        for number in range(20):
            save(register, case_file(f"{number}"))
        backup = made(register)

        def stop() -> None:
            raise CancelledError("Stopped.")

        with pytest.raises(CancelledError):
            problem_in(backup, register.keys, stop)


def restored(backup: Path, register: Register) -> Path | None:
    prepared = restoring.prepare(backup, register.path, register.keys, register.user)
    register.close()
    try:
        return prepared.put_in_place()
    finally:
        prepared.drop()


class TestRestore:
    def test_brings_back_what_was_there_and_keeps_what_stood_there(
        self, register: Register, path: Path
    ) -> None:
        save(register, case_file("Kept"))
        backup = made(register)
        slots = key_path(path).read_bytes()
        save(register, case_file("Later"))
        key_path(path).write_bytes(slots + b"\n")  # as after somebody changed a passphrase
        kept = restored(backup, register)
        assert kept is not None
        assert kept.name.startswith("force.before-restore-")
        assert key_path(path).read_bytes() == slots
        assert key_path(kept).read_bytes() == slots + b"\n"
        with open_register(path) as again:
            assert titles(again) == ["Kept"]
            with again.reader() as connection:
                assert not [one for one in check(connection) if one.problems]
                last = connection.execute(
                    "SELECT user_name, reason, entry FROM audit_record ORDER BY id DESC LIMIT 1"
                ).fetchone()
            assert (last[0], last[1]) == ("okafor", "Restored from a backup")
            assert backup.name in last[2]
        with open_register(kept) as before:
            assert titles(before) == ["Kept", "Later"]

    def test_what_was_put_aside_can_be_restored_in_its_turn(
        self, register: Register, path: Path
    ) -> None:
        save(register, case_file("Kept"))
        kept = restored(made(register), register)
        with open_register(path) as again:
            found = copies.standing(path, plan(again).folder)
            assert [one.kind for one in found] == ["before-restore", "backup"]
            assert found[0].path == kept

    def test_is_refused_while_another_program_has_the_register_open(
        self, register: Register, path: Path
    ) -> None:
        save(register, case_file("Kept"))
        backup = made(register)
        program = (
            "import os, sys; sys.path.insert(0, os.getcwd())\n"
            "from pathlib import Path\n"
            "from models.entering.open import open_register\n"
            "with open_register(Path(sys.argv[1])):\n"
            "    print('open', flush=True); sys.stdin.read()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", program, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == b"open\n"
            with pytest.raises(RegisterBusyError, match="open in another window"):
                restored(backup, register)
            other.communicate()
        assert not list(path.parent.glob("*before-restore*"))
        assert not list(path.parent.glob(".*restoring*"))
        with open_register(path) as again:
            assert titles(again) == ["Kept"]

    def test_a_damaged_one_is_not_restored(self, register: Register, path: Path) -> None:
        save(register, case_file("Kept"))
        backup = made(register)
        spoil(backup, backup.stat().st_size // 2)
        with pytest.raises(NotARegisterError, match="was not restored"):
            restoring.prepare(backup, path, register.keys, register.user)
        spoil(backup, 0)
        with pytest.raises(NotARegisterError, match="was not restored"):
            restoring.prepare(backup, path, register.keys, register.user)
        assert not list(path.parent.glob(".*restoring*"))
        assert titles(register) == ["Kept"]

    def test_what_a_killed_restore_left_is_cleared_away_and_not_that_of_one_under_way(
        self, register: Register, path: Path
    ) -> None:
        backup = made(register)
        old, young = (path.with_name(f".{path.name}.restoring-{one}") for one in ("old", "young"))
        for left in (old, young):
            left.write_bytes(b"half")
        os.utime(old, (10**9, 10**9))
        restoring.prepare(backup, path, register.keys, register.user).drop()
        assert not old.exists()
        assert young.exists()

    def test_one_in_the_clear_is_none(self, register: Register, path: Path) -> None:
        plain = path.with_name("plain.probity")
        making.in_the_clear(plain)
        shutil.copy(key_path(path), key_path(plain))
        for refused in (
            lambda: restoring.asks_nothing(plain),
            lambda: restoring.unlock(plain, "okafor"),
            lambda: restoring.prepare(plain, path, register.keys, register.user),
        ):
            with pytest.raises(NotARegisterError, match="a database, but not a Probity register"):
                refused()
        assert not list(path.parent.glob(".*restoring*"))

    def test_one_that_was_copied_badly_is_not_put_in_place(
        self, register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save(register, case_file("Kept"))
        backup = made(register)
        copy_pages = copying.copy_pages

        def badly(keys: object, connection: object, target: Path, *rest: object) -> None:
            copy_pages(keys, connection, target, *rest)  # type: ignore[arg-type]
            spoil(target)

        monkeypatch.setattr(restoring, "copy_pages", badly)
        with pytest.raises(NotARegisterError, match="was not restored"):
            restoring.prepare(backup, path, register.keys, register.user)
        assert not list(path.parent.glob(".*restoring*"))

    def test_one_of_a_newer_release_is_not_restored(self, register: Register, path: Path) -> None:
        backup = made(register)
        raw = making.raw(backup)
        raw.execute("INSERT INTO schema_migration (name, applied) VALUES ('9000_later', '2030')")
        raw.close()
        with pytest.raises(NewerRegisterError):
            restoring.prepare(backup, path, register.keys, register.user)

    def test_one_of_an_older_release_is_brought_up_to_date(
        self, register: Register, path: Path, tmp_path: Path
    ) -> None:
        save(register, case_file("Kept"))
        backup = made(register)
        making.make_older(backup)
        with making.later_release(tmp_path / "later"):
            assert restored(backup, register)
            with open_register(path) as again, again.reader() as connection:
                assert not [one for one in check(connection) if one.problems]
        assert not list(path.parent.glob("*before-update*"))

    def test_a_register_damaged_beyond_opening_is_replaced_and_kept(
        self, register: Register, path: Path
    ) -> None:
        save(register, case_file("Kept"))
        backup = made(register)
        prepared = restoring.prepare(backup, path, register.keys, register.user)
        register.close()
        spoil(path, 0)
        damaged = path.read_bytes()
        journal = path.with_name(f"{path.name}-wal")
        journal.write_bytes(b"its journal")
        kept = prepared.put_in_place()
        assert kept is not None
        assert kept.read_bytes() == damaged
        assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"its journal"
        assert not journal.exists()
        with open_register(path) as again:
            assert titles(again) == ["Kept"]

    def test_where_nothing_stands_any_more(self, register: Register, path: Path) -> None:
        save(register, case_file("Kept"))
        backup = made(register)
        keys, user = register.keys, register.user
        register.close()
        path.unlink()
        key_path(path).unlink()
        prepared = restoring.prepare(backup, path, keys, user)
        assert prepared.put_in_place() is None
        with open_register(path) as again:
            assert titles(again) == ["Kept"]

    def test_what_is_left_of_a_register_that_is_gone_is_kept(
        self, register: Register, path: Path
    ) -> None:
        save(register, case_file("Kept"))
        backup = made(register)
        keys, user = register.keys, register.user
        register.close()
        path.unlink()
        slots, journal = key_path(path), path.with_name(f"{path.name}-wal")
        slots.write_bytes(slots.read_bytes() + b"\n")  # as after somebody changed a passphrase
        left = slots.read_bytes()
        journal.write_bytes(b"a journal")
        assert restoring.prepare(backup, path, keys, user).put_in_place() is None
        (kept,) = path.parent.glob("force.before-restore-*.probity-keys")
        assert kept.read_bytes() == left
        (kept,) = path.parent.glob("force.before-restore-*.probity-wal")
        assert kept.read_bytes() == b"a journal"
        with open_register(path) as again:
            assert titles(again) == ["Kept"]

    @pytest.mark.parametrize("beside", ["", "-keys"])
    def test_what_is_made_there_meanwhile_is_left_as_it_is(
        self, register: Register, path: Path, monkeypatch: pytest.MonkeyPatch, beside: str
    ) -> None:
        backup = made(register)
        prepared = restoring.prepare(backup, path, register.keys, register.user)
        register.close()
        path.unlink()
        key_path(path).unlink()
        theirs = path.with_name(path.name + beside)
        monkeypatch.setattr(prepared, "_put_leavings_aside", lambda: theirs.write_bytes(b"theirs"))
        with pytest.raises(RegisterError, match="created in the meantime and was left as it is"):
            prepared.put_in_place()
        assert theirs.read_bytes() == b"theirs"

    def test_guessing_a_passphrase_of_a_backup_must_wait_too(self, path: Path) -> None:
        with create_register(path, force="F", user="okafor", passphrase=PASSPHRASE) as register:
            backup = made(register)
        for _ in range(3):
            with pytest.raises(SignInError, match="do not open"):
                restoring.unlock(backup, "okafor", "not the passphrase")
        with pytest.raises(SignInError, match="Wait"):
            restoring.unlock(backup, "okafor", PASSPHRASE)

    def test_a_second_name_left_by_a_killed_one_is_no_backup(
        self, register: Register, path: Path
    ) -> None:
        second = path.with_name("force.before-restore-20140228-120000.probity")
        os.link(path, second)
        os.link(key_path(path), key_path(second))
        assert copies.standing(path, plan(register).folder) == []
        made(register)
        assert not second.exists()
        assert path.exists()


def test_an_update_keeps_the_newest_few_copies(register: Register, path: Path) -> None:
    from models.entering import migrating

    keys = KeyFile.read(path).open()
    copies = [migrating.back_up(path, keys) for _ in range(5)]
    left = [one for one in copies if one.exists()]
    assert left == copies[-3:]
    assert verify(making.raw(left[-1])) == []
