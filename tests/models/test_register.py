from __future__ import annotations

import multiprocessing
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from models.change import Changed
from models.entering import migrating
from models.entering.open import create_register, open_register
from models.errors import (
    NewerRegisterError,
    NotARegisterError,
    NotFoundError,
    RegisterBusyError,
    RegisterError,
)
from models.queries.cases.casefile import load_case
from models.record.examining import verify
from models.register import Register
from models.schema import Case, Setting, User
from models.storage.engine import Keys
from models.storage.keys import KeyFile, key_path
from tests.models import making
from tests.models.making import TODAY, case_file, save


@pytest.mark.usefixtures("founded_anew")
class TestCreate:
    def test_is_one_file_and_its_keys_that_open_again(self, register: Register, path: Path) -> None:
        register.close()
        assert sorted(path.parent.iterdir()) == [path, key_path(path)]
        with open_register(path) as again:
            assert again.force == "Weald and Downs Police"
            assert again.user_label() == "D. Okafor\nAdministrator"
            assert again.today() == TODAY

    def test_refuses_to_replace_a_file(self, path: Path) -> None:
        path.write_text("somebody's work")
        with pytest.raises(RegisterError, match="exists already"):
            create_register(path, force="F", user="u")
        assert path.read_text() == "somebody's work"

    def test_one_that_somebody_else_made_meanwhile_is_theirs(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make = migrating.make

        def meanwhile(temporary: Path, keys: Keys) -> None:
            make(temporary, keys)
            path.write_bytes(b"theirs")

        monkeypatch.setattr(migrating, "make", meanwhile)
        with pytest.raises(RegisterError, match="created by somebody else in the meantime"):
            create_register(path, force="Weald", user="okafor")
        assert path.read_bytes() == b"theirs"
        assert [one.name for one in path.parent.iterdir() if "force" in one.name] == [path.name]

    def test_leaves_nothing_in_a_folder_that_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(RegisterError, match="Choose a folder"):
            create_register(tmp_path / "none" / "r.probity", force="F", user="u")
        assert list(tmp_path.iterdir()) == []


class TestOpen:
    @pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7" + b"x" * 500])
    def test_refuses_what_is_no_register(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        with pytest.raises(NotARegisterError, match="not a Probity register"):
            open_register(path)
        assert path.read_bytes() == content
        assert [item.name for item in path.parent.iterdir()] == [path.name]

    def test_refuses_another_program_s_database(self, path: Path) -> None:
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE t (x)")
        other.close()
        with pytest.raises(NotARegisterError, match="not a Probity register"):
            open_register(path)

    def test_says_when_there_is_none(self, path: Path) -> None:
        with pytest.raises(RegisterError, match="There is no register"):
            open_register(path)
        assert not path.exists()

    def test_refuses_a_truncated_one(self, register: Register, path: Path) -> None:
        register.close()
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2])
        with pytest.raises(NotARegisterError, match="cut short"):
            open_register(path)

    def test_refuses_a_damaged_one(self, register: Register, path: Path) -> None:
        register.close()
        content = bytearray(path.read_bytes())
        content[100:4096] = b"\x55" * 3996
        path.write_bytes(content)
        with pytest.raises(NotARegisterError, match="damaged"):
            open_register(path)

    def test_refuses_one_of_a_newer_release(self, register: Register, path: Path) -> None:
        register.close()
        raw = making.raw(path)
        raw.execute("INSERT INTO schema_migration (name, applied) VALUES ('9000_later', '2030')")
        raw.close()
        with pytest.raises(NewerRegisterError, match="newer release"):
            open_register(path)

    def test_knows_who_works_and_refuses_a_stranger(self, register: Register, path: Path) -> None:
        with pytest.raises(NotFoundError, match="nobody"):
            open_register(path, user="nobody")

    def test_an_older_register_is_backed_up_migrated_and_checked(
        self, register: Register, path: Path, tmp_path: Path
    ) -> None:
        case_id = save(register, case_file())
        register.close()
        making.make_older(path)
        with (
            making.later_release(tmp_path / "later"),
            open_register(path) as migrated,
            migrated.reader() as connection,
        ):
            assert load_case(connection, case_id).subjects[0]["family_name"] == "Harmer"
            assert connection.execute("SELECT COUNT(*) FROM case_line").fetchone()[0] == 1
            hits = connection.execute("SELECT rowid FROM search WHERE search MATCH 'harmer'")
            assert len(hits.fetchall()) == 1
        (backup,) = path.parent.glob("force.before-update-*.probity")
        kept = making.raw(backup)
        assert kept.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert kept.execute('SELECT COUNT(*) FROM "case"').fetchone()[0] == 1
        assert not kept.execute("SELECT 1 FROM sqlite_master WHERE name='case_line'").fetchall()
        kept.close()
        with pytest.raises(NewerRegisterError, match="newer release"):
            open_register(path)

    def test_a_journal_left_of_another_register_stops_a_new_one(self, tmp_path: Path) -> None:
        path = tmp_path / "new.probity"
        left = path.with_name("new.probity-wal")
        left.write_bytes(b"left")
        with pytest.raises(RegisterError, match="move that file elsewhere"):
            create_register(path, force="Weald", user="okafor")
        assert left.read_bytes() == b"left"
        assert not path.exists()

    def test_a_migration_that_fails_leaves_the_register_as_it_was(
        self, register: Register, path: Path, tmp_path: Path
    ) -> None:
        register.close()
        breaks = (
            "def up(migrator, db):\n"
            "    db.execute_sql('CREATE TABLE half (x)')\n"
            "    db.execute_sql('no such statement')\n"
        )
        with (
            making.later_release(tmp_path / "scripts", breaks),
            pytest.raises(RegisterError, match="left as it was"),
        ):
            migrating.bring_up_to_date(path, KeyFile.read(path).open())
        database = making.raw(path)
        assert not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall()
        database.close()
        open_register(path).close()

    def test_a_migration_whose_transaction_a_full_disk_ended_says_where_the_backup_is(
        self, register: Register, path: Path, tmp_path: Path
    ) -> None:
        register.close()
        fills = (
            "def up(migrator, db):\n"
            "    db.execute_sql('CREATE TABLE half (x)')\n"
            "    db.execute_sql('ROLLBACK')  # as SQLite does by itself\n"
            "    raise OSError('disk i/o error')\n"
        )
        with (
            making.later_release(tmp_path / "scripts", fills),
            pytest.raises(RegisterError, match="A backup is next to it as force"),
        ):
            migrating.bring_up_to_date(path, KeyFile.read(path).open())
        open_register(path).close()

    def test_a_migration_after_which_a_row_points_at_nothing_leaves_it_as_it_was(
        self, register: Register, path: Path, tmp_path: Path
    ) -> None:
        save(register, case_file())
        register.close()
        loses = "def up(migrator, db):\n    db.execute_sql('DELETE FROM person')\n"
        with (
            making.later_release(tmp_path / "scripts", loses),
            pytest.raises(RegisterError, match="would have been damaged"),
        ):
            migrating.bring_up_to_date(path, KeyFile.read(path).open())
        with open_register(path) as again, again.reader() as connection:
            assert connection.execute("SELECT COUNT(*) FROM person").fetchone()[0] == 1
        assert len(list(path.parent.glob("force.before-update-*.probity"))) == 1


class TestChange:
    def test_is_all_or_nothing(self, register: Register) -> None:
        def add_and_fail() -> None:
            with register.change() as change:
                change.add(Setting, key="a", value="b")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            add_and_fail()
        with register.reader() as connection:
            assert not connection.execute("SELECT 1 FROM setting WHERE key = 'a'").fetchall()
            assert verify(connection) == []

    def test_a_row_that_points_at_nothing_is_refused_in_a_sentence(
        self, register: Register
    ) -> None:
        case_id = save(register, case_file())

        def give_to_nobody() -> None:
            with register.change() as change:
                change.add(Setting, key="a", value="b")
                change.edit(Case, case_id, 1, owner=99)

        with pytest.raises(RegisterError) as refused:
            give_to_nobody()
        assert str(refused.value) == (
            "This refers to something that is not in the register, so nothing was written. "
            "Choose it again."
        )
        with register.reader() as connection:
            assert not connection.execute("SELECT 1 FROM setting WHERE key = 'a'").fetchall()

    def test_there_is_no_other_way_to_write(self, register: Register) -> None:
        with (
            pytest.raises(RegisterError, match="read-only"),
            register.reader() as connection,
        ):
            connection.execute("DELETE FROM setting")

    def test_tells_listeners_after_the_commit(self, register: Register) -> None:
        heard: list[tuple[Changed, int]] = []

        def listen(changed: Changed) -> None:
            with register.reader() as connection:
                count = connection.execute("SELECT COUNT(*) FROM case_line").fetchone()[0]
            heard.append((changed, count))

        stop = register.subscribe(listen)
        case_id = save(register, case_file())
        stop()
        save(register, case_file("Another"))
        ((changed, count),) = heard
        assert case_id in changed.case_ids
        assert "allegation" in changed.tables
        assert count == 1

    def test_a_full_disk_writes_nothing_and_says_so(self, register: Register) -> None:
        save(register, case_file())
        pages = register._database.execute_sql("PRAGMA page_count").fetchone()[0]
        register._database.execute_sql(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(RegisterError, match="disk is full"):
            save(register, case_file("x" * 90_000, summary="y" * 90_000))
        register._database.execute_sql("PRAGMA max_page_count = 1000000")
        with register.reader() as connection:
            assert connection.execute('SELECT COUNT(*) FROM "case"').fetchone()[0] == 1
            assert verify(connection) == []
        assert save(register, case_file("after")) == 2

    def test_a_busy_register_is_said_to_be_busy(self, register: Register, path: Path) -> None:
        register._database.execute_sql("PRAGMA busy_timeout = 50")
        other = making.raw(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RegisterBusyError, match="Another program"):
            save(register, case_file())
        other.execute("ROLLBACK")
        save(register, case_file())

    def test_after_closing_says_so(self, register: Register) -> None:
        register.close()
        with pytest.raises(RegisterError, match="closed"), register.change():
            pass

    def test_a_folder_that_cannot_be_written_is_said_to_be_so(
        self, register: Register, path: Path
    ) -> None:
        register.close()
        program = (
            "import os, sys; sys.path.insert(0, os.getcwd());"
            "from models.entering.open import open_register\n"
            "from models.errors import RegisterError\n"
            "import models.schema\n"
            "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            "try:\n"
            "    with open_register(sys.argv[1]) as r, r.change() as c:\n"
            "        c.note('consult')\n"
            "    print('written')\n"
            "except RegisterError as error: print(error)\n"
        )
        content = path.read_bytes()
        for folder in (path.parent, path.parent.parent):
            folder.chmod(0o755)
        path.chmod(0o444)
        path.parent.chmod(0o555)
        try:
            done = subprocess.run(
                [sys.executable, "-c", program, str(path)],
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            path.parent.chmod(0o755)
        if "Permission" in done.stderr:  # an interpreter that only root may read
            pytest.fail(done.stderr)
        assert "written" not in done.stdout
        assert "Copy the register" in done.stdout or "permission" in done.stdout, done
        assert path.read_bytes() == content


class TestReader:
    def test_what_is_hidden_stays_hidden_with_every_further_question(
        self, register: Register, path: Path
    ) -> None:
        with register.change() as change:
            change.add(User, name="sethi", full_name="A. Sethi", role="investigator")
        save(register, case_file(restricted=True))
        query = 'SELECT (SELECT COUNT(*) FROM "case") + (SELECT COUNT(*) FROM subject)'
        with open_register(path, user="sethi") as theirs:

            def seen() -> int:
                with theirs.reader() as connection:
                    return int(connection.execute(query).fetchone()[0])

            assert [seen() for _ in range(3)] == [0, 0, 0]
            save(register, case_file("Open to all"))
            assert [seen() for _ in range(3)] == [2, 2, 2]
            with pytest.raises(ZeroDivisionError), theirs.reader():
                raise ZeroDivisionError
            assert seen() == 2


def _record(path: Path, many: int) -> None:
    with open_register(path) as register:
        for number in range(many):
            save(register, case_file(f"Case {number}"))


class TestReferences:
    def test_are_given_once_and_without_gaps_by_racing_processes(
        self, register: Register, path: Path
    ) -> None:
        context = multiprocessing.get_context("spawn")
        racers = [context.Process(target=_record, args=(path, 15)) for _ in range(2)]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()
        assert [racer.exitcode for racer in racers] == [0, 0]
        with register.reader() as connection:
            given = connection.execute('SELECT reference FROM "case" ORDER BY number').fetchall()
            assert verify(connection) == []
        assert [row[0] for row in given] == [f"PS/2014/{n:05d}" for n in range(1, 31)]

    def test_a_failed_save_gives_its_number_back(self, register: Register) -> None:
        def take_and_fail() -> None:
            with register.change() as change:
                assert change.next_reference(2014) == ("PS/2014/00001", 1)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            take_and_fail()
        case_id = save(register, case_file())
        with register.reader() as connection:
            assert load_case(connection, case_id).case["reference"] == "PS/2014/00001"

    def test_each_year_has_its_own_series(self, register: Register) -> None:
        with register.change() as change:
            assert change.next_reference(2013)[0] == "PS/2013/00001"
            assert change.next_reference(2014)[0] == "PS/2014/00001"
            assert change.next_reference(2013)[0] == "PS/2013/00002"


class TestEdit:
    def test_bumps_the_version_and_refuses_an_old_one(self, register: Register) -> None:
        from models.errors import ConflictError

        case_id = save(register, case_file())
        with register.change() as change:
            assert change.edit(Case, case_id, 1, title="Mine") == 2
        with pytest.raises(ConflictError) as caught, register.change() as change:
            change.edit(Case, case_id, 1, title="Late")
        assert caught.value.theirs == {"title": "Mine"}
