"""No byte of any file that the program leaves says what is in the register."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.casefile import SECTIONS
from models.entering.open import open_register
from models.record.check import check
from models.register import Register
from models.storage import engine
from models.storage.engine import Keys
from models.storage.keys import KeyFile
from tests.planted_run import GIVEN, PASSPHRASE, ROWS, STEM, USER, planted, words

STEPS = [
    *("created", "saved", "kept", "window", "searched", "worked in a case", "previewed"),
    *("printed", "exported", "imported", "failed"),
]
MIDDLE = "in the middle of a change"


def test_every_section_has_its_words() -> None:
    assert set(ROWS) == set(SECTIONS) - {"links"}
    file = planted()
    bare = [
        f"{section}.{name}"
        for section, row in file.every_row()
        for name, value in row.items()
        if value == "" and name not in GIVEN and not name.startswith("guidance")
    ]
    assert bare == []
    assert len(words(file)) > 40


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["close", "kill"])
def test_nothing_that_the_program_leaves_says_what_is_in_the_register(
    tmp_path: Path, ending: str
) -> None:
    sandbox, outside = tmp_path / "sandbox", tmp_path / "outside"
    run = _begin(sandbox, outside, ending)
    path = sandbox / "register" / "force.probity"
    kinds: set[str] = set()
    try:
        for step in [*STEPS, *([MIDDLE] if ending == "kill" else []), "closed"]:
            said = _said(run)
            assert said == step, run.communicate()[1]
            assert _found_in(sandbox, _secrets(path)) == [], step
            kinds |= {file.name for file in _files(sandbox)}
            if step == MIDDLE:
                assert path.with_name(f"{path.name}-wal").stat().st_size > 1_000_000
                run.send_signal(signal.SIGKILL)
                break
            _go_on(run)
        run.wait()
    finally:
        run.kill()
        run.communicate()
    assert _found_in(sandbox, _secrets(path)) == []
    assert {path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-keys"} <= kinds
    assert "probity.log" in kinds
    assert ending == "kill" or "probity.ini" in kinds  # written at the end
    with open_register(path, user=USER, passphrase=PASSPHRASE) as register:
        with register.reader() as connection:
            assert not any(item.problems for item in check(connection))
            title = connection.execute('SELECT title FROM "case" WHERE id = 1').fetchone()[0]
        assert title == f"{STEM}casetitle"
        _could_be_found(register, tmp_path)
    assert _found_in(sandbox, _secrets(path)) == []


def _could_be_found(register: Register, tmp_path: Path) -> None:
    """The same search finds every word in a copy that is not encrypted, and where they left to."""
    plain = tmp_path / "plain" / "force.probity"
    plain.parent.mkdir()
    with register.reader(whole=True) as connection:
        connection.execute("COMMIT")
        connection.execute("PRAGMA query_only = 0")
        connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
        connection.execute("SELECT sqlcipher_export('plain')").fetchall()
    content = plain.read_bytes()
    missing = [word for word in words(planted()) if word.encode() not in content]
    assert missing == []
    for word in (f"{STEM}text", f"{STEM}page", f"{STEM}comment", f"{STEM}note.txt", f"{STEM}typed"):
        assert word.encode() in content
    assert _found_in(plain.parent, _needles()) == [plain.name]
    assert "cases.csv" in _found_in(tmp_path / "outside", _needles())


def test_the_search_knows_every_shape_of_a_secret(tmp_path: Path) -> None:
    keys = Keys.make()
    for number, hidden in enumerate(_needles(keys)):
        (tmp_path / f"{number}").write_bytes(b"x" * 5000 + hidden + b"x" * 100)
    (tmp_path / "nothing").write_bytes(os.urandom(9000))
    found = _found_in(tmp_path, _needles(keys))
    assert sorted(found) == sorted(str(number) for number in range(len(_needles(keys))))
    engine.connect(tmp_path / "empty", keys).close()


def _needles(keys: Keys | None = None) -> list[bytes]:
    """What is looked for: the words in each encoding that a file might have, and the keys."""
    found = [
        form.encode(coding)
        for form in (STEM, STEM.upper(), STEM.title(), PASSPHRASE.partition(" ")[2])
        for coding in ("utf-8", "utf-16-le", "utf-16-be")
    ]
    for key in (keys.database, keys.record) if keys else ():
        found += [key, key.hex().encode(), key.hex().upper().encode()]
        found += [key.hex().encode("utf-16-le")]
    return found


def _secrets(path: Path) -> list[bytes]:
    return _needles(KeyFile.read(path).unlock(USER, PASSPHRASE))


def _found_in(folder: Path, needles: list[bytes]) -> list[str]:
    """The files under a folder whose bytes, or name, hold any of what is looked for."""
    found = []
    for file in _files(folder):
        try:
            content = file.read_bytes()
        except FileNotFoundError:  # it was temporary
            continue
        content += str(file.relative_to(folder)).encode()
        if any(needle in content for needle in needles):
            found.append(file.name)
    return found


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        for name in names:
            file = Path(place) / name
            if file.is_file():
                yield file


def _begin(sandbox: Path, outside: Path, ending: str) -> subprocess.Popen[str]:
    """The program, with every folder that it could write in inside one."""
    root = Path(__file__).parents[1]
    places = {
        "HOME": "home",
        "TMPDIR": "temporary",
        "XDG_CONFIG_HOME": "home/.config",
        "XDG_CACHE_HOME": "home/.cache",
        "XDG_DATA_HOME": "home/.local/share",
        "XDG_STATE_HOME": "home/.local/state",
        "XDG_RUNTIME_DIR": "runtime",
        "PROBITY_CONFIG_DIR": "config",
        "PROBITY_LOG_DIR": "log",
        "SQLITE_TMPDIR": "temporary",
    }
    for place in places.values():
        (sandbox / place).mkdir(parents=True, exist_ok=True, mode=0o700)
    given = {name: str(sandbox / place) for name, place in places.items()}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.planted_run", str(sandbox), str(outside), ending],
        cwd=root,
        env=os.environ | given | {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _said(run: subprocess.Popen[str]) -> str:
    assert run.stdout is not None
    return run.stdout.readline().strip()


def _go_on(run: subprocess.Popen[str]) -> None:
    assert run.stdin is not None
    run.stdin.write("\n")
    run.stdin.flush()
