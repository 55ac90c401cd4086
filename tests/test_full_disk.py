"""Every command on a disk that is full, or a register that another program holds, for real."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from models.entering.open import create_register, open_register
from models.storage.keys import key_path
from tests import program
from tests.models.making import TODAY, case_file, raw, save
from tests.once import copy_demo

pytestmark = pytest.mark.slow

resource = pytest.importorskip("resource", reason="no limits can be set on a process here")
ROOT = Path(__file__).parent.parent
WIDE = "reference,matter,who,kind,category,standard,severity,finding,outcome,role,platform,owner"


def run(room: int, *words: object, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command where no file can grow past ``room`` bytes."""
    return program.run(*words, given=given, room=None if room < 0 else room)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("full") / "demo.probity"
    copy_demo(path)
    return path


@pytest.fixture
def register(made: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "r"
    folder.mkdir()
    shutil.copy(key_path(made), folder)
    return Path(shutil.copy(made, folder))


def in_order(register: Path) -> None:
    """Nothing is lost and nothing half written."""
    done = run(resource.RLIM_INFINITY, "--register", register, "check", "--json")
    assert done.returncode == 0, done.stdout
    checks = {item["check"]: item for item in json.loads(done.stdout)}
    assert checks["References"]["counted"] == 270
    assert [path.name for path in register.parent.iterdir() if path.suffix == ".probity"] == [
        register.name
    ]


@pytest.mark.parametrize("stood", [None, "yesterday's"])
@pytest.mark.parametrize(
    ("room", "words", "name"),
    [
        (48_000, ["export", "OUT", "--columns", WIDE], "out.csv"),
        (20_000, ["sheet", "PS/2014/00036", "--pdf", "OUT"], "out.pdf"),
    ],
    ids=["csv", "pdf"],
)
def test_what_is_written_out_is_whole_or_not_there(
    register: Path, tmp_path: Path, room: int, words: list[str], name: str, stood: str | None
) -> None:
    out = tmp_path / name
    if stood is not None:
        out.write_text(stood)
    with open_register(register):  # keeps SQLite's own files from having to grow
        done = run(room, "--register", register, *[out if one == "OUT" else one for one in words])
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert done.stderr.count("\n") == 1
    assert (out.read_text() if out.exists() else None) == stood
    assert [path for path in tmp_path.iterdir() if path.name.startswith(f".{name}")] == []
    in_order(register)


def test_a_case_is_added_whole_or_not_at_all(register: Path) -> None:
    case = {"title": "A", "kind": "conduct", "received": "2014-02-12", "summary": "y" * 90_000}
    with open_register(register):
        done = run(
            60_000, "--register", register, "new", "--json-file", "-", given=json.dumps(case)
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing was written" in done.stderr
    in_order(register)


@pytest.mark.parametrize("room", [20_000, 200_000, 2_000_000])
def test_a_new_register_is_made_whole_or_not_at_all(tmp_path: Path, room: int) -> None:
    done = run(room, "--register", tmp_path / "new.probity", "demo")
    assert done.returncode == 1
    assert done.stderr.startswith("probity: new.probity cannot be reached on its drive")
    assert list(tmp_path.glob("*new.probity*")) == []


def test_an_older_register_that_has_no_room_to_be_updated_stays_as_it_was(register: Path) -> None:
    with contextlib.closing(raw(register)) as database:
        database.execute("DELETE FROM schema_migration")  # the first thing done is the copy
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = register.read_bytes()
    done = run(1_000_000, "--register", register, "list")
    assert done.returncode == 1
    assert "no copy was made. The register itself is as it was." in done.stderr
    assert "Traceback" not in done.stderr
    assert register.read_bytes() == content


def test_a_register_that_another_program_holds_is_said_to_be_held(tmp_path: Path) -> None:
    path = tmp_path / "held.probity"
    with create_register(path, force="Weald", user="okafor", today=TODAY) as held:
        save(held, case_file())
    with contextlib.closing(raw(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        read = run(resource.RLIM_INFINITY, "--register", path, "check")
        given_out = run(resource.RLIM_INFINITY, "--register", path, "list")
        case = json.dumps({"title": "A", "kind": "conduct", "received": "2014-02-12"})
        words = ("--register", path, "new", "--json-file", "-")
        done = run(resource.RLIM_INFINITY, *words, given=case)
    assert read.returncode == 0
    assert (given_out.returncode, given_out.stdout) == (1, "")  # it cannot be put on record
    assert (done.returncode, done.stdout) == (1, "")
    assert "Another program is writing to this register" in done.stderr
    assert run(resource.RLIM_INFINITY, *words, given=case).returncode == 0
