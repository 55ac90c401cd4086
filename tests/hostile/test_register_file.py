"""A damaged or foreign register: it opens right or is one sentence, and is never written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entering.open import create_register, open_register
from models.errors import NotARegisterError, ProbityError, RegisterError
from models.record.check import check
from models.storage import engine, opening
from models.storage.keys import key_path
from tests.hostile.mutating import damage, examples
from tests.hostile.watching import in_time, linux_only, only, posix_only
from tests.models import making

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of one case, closed; not to be written."""
    path = tmp_path_factory.mktemp("small") / "small.probity"
    with create_register(path, force="Weald", user="okafor", today=making.TODAY) as register:
        making.save(register, making.case_file())
    return path


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another force's, with a journal beside it as a crash leaves one."""
    folder = tmp_path_factory.mktemp("other")
    path = folder / "other.probity"
    with create_register(path, force="Downs", user="okafor", today=making.TODAY) as register:
        making.save(register, making.case_file("Another matter"))
        for name in ("other.probity", "other.probity-wal", "other.probity-keys"):
            shutil.copy(folder / name, folder / f"left-{name}")
    return folder / "left-other.probity"


def placed(tmp_path: Path, small: Path, data: bytes | None = None, **beside: bytes) -> Path:
    """A copy of the register (or what became of it) in a folder of its own, with files beside."""
    folder = tmp_path / "placed"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / "force.probity"
    path.write_bytes(small.read_bytes() if data is None else data)
    shutil.copy(key_path(small), key_path(path))
    for ending, content in beside.items():
        (folder / f"force.probity-{ending}").write_bytes(content)
    return path


def told(path: Path) -> str:
    """Open the register and read it whole: what is said where it does not open, else nothing.

    Whatever happens, a file that does not open is as it was, byte for byte, and no file but its
    own is read.
    """
    before = path.read_bytes()
    try:
        with (
            in_time(),
            only(path.parent),
            open_register(path) as register,
            register.reader(whole=True) as connection,
        ):
            check(connection)
        return ""
    except ProbityError as error:
        said = str(error)
    assert path.read_bytes() == before
    assert said
    assert "Traceback" not in said
    assert len(said) < 400
    return said


def test_an_undamaged_one_opens(tmp_path: Path, small: Path) -> None:
    assert told(placed(tmp_path, small)) == ""


@examples(60)
@given(data=st.data())
def test_a_damaged_one_is_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, small: Path, other: Path, data: st.DataObject
) -> None:
    harmed = data.draw(damage(small.read_bytes(), other.read_bytes()))
    said = told(placed(tmp_path_factory.mktemp("x"), small, harmed))
    if harmed != small.read_bytes():
        assert said  # every page is sealed: no damage goes unseen


@pytest.mark.parametrize("size", [0, 1, 15, 16, 100, 4095, 4096, 8192, 8193, 40960])
def test_one_cut_short_is_one_sentence(tmp_path: Path, small: Path, size: int) -> None:
    assert told(placed(tmp_path, small, small.read_bytes()[:size]))


def test_one_with_another_ones_pages_is_one_sentence(
    tmp_path: Path, small: Path, other: Path
) -> None:
    mine, theirs = small.read_bytes(), other.read_bytes()
    for page in (0, 1, 5):
        start = page * 4096
        assert told(
            placed(
                tmp_path, small, mine[:start] + theirs[start : start + 4096] + mine[start + 4096 :]
            )
        )
    swapped = mine[:4096] + mine[8192:12288] + mine[4096:8192] + mine[12288:]
    assert told(placed(tmp_path, small, swapped))  # its own pages, in another order


@pytest.mark.parametrize(
    "data",
    [
        b"SQLite format 3\0" + bytes(84),
        b"SQLite format 3\0" + b"\xff" * 8192,
        b"SQLite format 3\0" + bytes(52) + b"PROB" + bytes(28) + bytes(4096),
        b"PK\x03\x04" + bytes(8192),
        b"%PDF-1.7" + bytes(8184),
        b"Ein Text, kein Register.\n" * 1000,
    ],
)
def test_something_else_under_its_name_is_one_sentence(
    tmp_path: Path, small: Path, data: bytes
) -> None:
    assert told(placed(tmp_path, small, data))


# --- journals ---


def test_its_own_journal_is_folded_in(tmp_path: Path, other: Path) -> None:
    path = placed(tmp_path, other, wal=Path(f"{other}-wal").read_bytes())
    with open_register(path) as register, register.reader() as connection:
        titles = [row[0] for row in connection.execute('SELECT title FROM "case"')]
    assert titles == ["Another matter"]


def test_another_registers_journal_never_overwrites_this_one(
    tmp_path: Path, small: Path, other: Path
) -> None:
    journal = Path(f"{other}-wal").read_bytes()
    path = placed(tmp_path, small, wal=journal)
    assert "force.probity-wal belongs to another register" in told(path)
    assert Path(f"{path}-wal").read_bytes() == journal
    Path(f"{path}-wal").unlink()
    assert told(path) == ""


def test_a_journal_of_its_key_but_of_another_copy_is_refused_too(
    tmp_path: Path, other: Path
) -> None:
    """As when a backup is put in the place of a register whose journal is still there."""
    from models.storage import copying
    from models.storage.keys import KeyFile

    keys = KeyFile.read(other).open()
    backup = tmp_path / "backup.probity"
    source = engine.connect(other, keys, read_only=True)
    copying.copy(other, keys, source, backup)
    source.close()
    path = placed(tmp_path, backup, wal=Path(f"{other}-wal").read_bytes())
    assert "belongs to another register" in told(path)


def test_another_registers_rollback_journal_is_refused(
    tmp_path: Path, small: Path, other: Path
) -> None:
    journal = tmp_path / "j.probity"
    shutil.copy(other, journal)
    shutil.copy(key_path(other), key_path(journal))
    raw = making.raw(journal)
    raw.execute("PRAGMA journal_mode = persist")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("UPDATE user SET full_name = ?", ("x" * 100,))
    raw.execute("PRAGMA cache_spill = 1")
    raw.execute("PRAGMA cache_size = 1")
    raw.execute("UPDATE search_entry SET words = words || 'y'")
    left = Path(f"{journal}-journal").read_bytes()
    raw.execute("ROLLBACK")
    raw.close()
    assert left.startswith(bytes.fromhex("d9d505f920a163d7")) or not any(left[:8])
    head = bytes.fromhex("d9d505f920a163d7") + left[8:]
    path = placed(tmp_path, small, journal=head)
    assert "force.probity-journal belongs to another register" in told(path)
    path = placed(tmp_path, journal, journal=b"nonsense" * 1000)
    assert told(path) == ""


@examples(60)
@given(data=st.data())
def test_a_damaged_journal_costs_no_more_than_what_it_held(
    tmp_path_factory: pytest.TempPathFactory, other: Path, data: st.DataObject
) -> None:
    harmed = data.draw(damage(Path(f"{other}-wal").read_bytes()))
    told(placed(tmp_path_factory.mktemp("x"), other, wal=harmed))


# --- what is no file ---


@posix_only
@pytest.mark.parametrize("what", ["pipe", "folder", "null", "zero", "nowhere", "loop"])
@pytest.mark.parametrize("which", ["", "-keys", "-failed", "-wal"])
def test_what_is_no_file_is_not_waited_for(
    tmp_path: Path, small: Path, what: str, which: str
) -> None:
    path = placed(tmp_path, small)
    target = Path(f"{path}{which}")
    target.unlink(missing_ok=True)
    if what == "pipe":
        os.mkfifo(target)
    elif what == "folder":
        target.mkdir()
    elif what == "loop":
        target.symlink_to(target)
    else:
        target.symlink_to({"null": "/dev/null", "zero": "/dev/zero"}.get(what, "/nowhere"))
    with in_time():
        try:
            open_register(path).close()
            refused = False
        except ProbityError:
            refused = True
    assert refused or which in ("-failed", "-wal")
    if which == "-failed":
        with in_time(), pytest.raises(ProbityError):
            open_register(path, user="okafor", passphrase="wrong horse battery")


@posix_only
def test_a_name_that_cannot_be_one_is_one_sentence(tmp_path: Path) -> None:
    for name in ("a\0b", "x" * 5000, "", ".", "..", "\udcff"):
        with pytest.raises(ProbityError):
            open_register(Path(name) if "\0" not in name else tmp_path / name)


# --- what somebody with the keys wrote past the program ---


def written(path: Path, *statements: str) -> Path:
    raw = making.raw(path)
    for statement in statements:
        raw.execute(statement)
    raw.close()
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON audit_record BEGIN DELETE FROM user; END",
        "CREATE VIEW v AS WITH RECURSIVE n AS (SELECT 1 UNION ALL SELECT * FROM n) SELECT 1 FROM n",
    ],
)
def test_what_would_run_unasked_is_refused(tmp_path: Path, small: Path, statement: str) -> None:
    path = written(placed(tmp_path, small), statement)
    assert "Probity did not make" in told(path)


@pytest.mark.parametrize("table", ["setting", "user", "schema_migration", "case_line", "case"])
def test_a_table_that_is_gone_is_one_sentence(tmp_path: Path, small: Path, table: str) -> None:
    path = written(placed(tmp_path, small), "PRAGMA foreign_keys = 0", f'DROP TABLE "{table}"')
    assert told(path)


def test_a_table_that_nothing_can_point_at_any_more_is_one_sentence(
    tmp_path: Path, small: Path
) -> None:
    path = written(
        placed(tmp_path, small),
        "PRAGMA writable_schema = 1",
        "UPDATE sqlite_master SET sql = replace(sql, 'PRIMARY KEY', '') WHERE name = 'user'",
    )
    with (
        open_register(path) as register,
        pytest.raises(NotARegisterError, match="damaged or cut short"),
    ):
        making.save(register, making.case_file("Another", owner_id=1))
    assert making.raw(path).execute('SELECT COUNT(*) FROM "case"').fetchone()[0] == 1


def test_a_register_of_a_newer_release_is_left_to_it(tmp_path: Path, small: Path) -> None:
    path = written(
        placed(tmp_path, small),
        "UPDATE schema_migration SET name = '9999_later' WHERE name LIKE '0001%'",
    )
    assert "newer release" in told(path)


def test_a_value_that_is_none_is_found_by_check_and_ends_no_command(
    tmp_path: Path, small: Path
) -> None:
    path = written(
        placed(tmp_path, small),
        "UPDATE \"case\" SET received = 'soon'",
        "UPDATE chronology_entry SET occurred = x'ff00'",
    )
    for words in (["check"], ["list"], ["show", "PS/2014/00001"]):
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "--register", str(path), *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr + done.stdout
        assert done.returncode == 1 or words == ["list"]
        if words == ["check"]:
            assert "could not be checked" in done.stdout


def test_a_demonstrations_day_that_is_none_is_one_sentence(tmp_path: Path, small: Path) -> None:
    path = written(placed(tmp_path, small), "UPDATE setting SET value = 'x' WHERE key = 'today'")
    assert told(path)


# --- in the clear ---


def test_one_in_the_clear_is_no_register(tmp_path: Path, small: Path) -> None:
    """The small register without its encryption, put in its place beside its own keys."""
    path = placed(tmp_path, small)
    plain = tmp_path / "plain.probity"
    source = making.raw(small)
    source.execute("ATTACH DATABASE ? AS made KEY ''", (str(plain),))
    source.execute("SELECT sqlcipher_export('made')").fetchall()
    source.execute(f"PRAGMA made.application_id = {opening.APPLICATION_ID}")
    source.close()
    plain.replace(path)
    before = path.read_bytes()
    assert "not a Probity register" in told(path)
    assert path.read_bytes() == before


# --- the whole program on them ---


@linux_only
@pytest.mark.parametrize("harm", ["page", "journal", "keys", "zero"])
def test_the_program_says_one_sentence_within_its_memory(
    tmp_path: Path, small: Path, other: Path, harm: str
) -> None:
    path = placed(tmp_path, small)
    if harm == "page":
        data = bytearray(path.read_bytes())
        data[2000] ^= 1
        path.write_bytes(data)
    elif harm == "journal":
        shutil.copy(f"{other}-wal", f"{path}-wal")
    elif harm == "keys":
        key_path(path).write_text("[" * 200_000)
    else:
        key_path(path).unlink()
        key_path(path).symlink_to("/dev/zero")
    limited = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30));"
        f"sys.argv = ['main.py', '--register', {str(path)!r}, 'list'];"
        f"sys.path.insert(0, {str(ROOT)!r});"
        f"runpy.run_path({str(ROOT / 'main.py')!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("probity: ")
    assert json.dumps(done.stderr)


def test_a_register_error_is_what_is_raised(tmp_path: Path, small: Path) -> None:
    path = placed(tmp_path, small, small.read_bytes()[:4000])
    with pytest.raises(RegisterError):
        open_register(path)
