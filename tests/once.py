"""What many tests begin with, made once and copied: new registers and the demonstration."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from models import demo
from models.demo.source import read
from models.entering import founding
from models.entering.open import open_register
from models.register import Register
from models.sight.users import UserInfo
from models.storage import opening, secrets
from models.storage.engine import Keys
from models.storage.keys import key_path

ROOT = Path(__file__).parent.parent
#: Where the demonstration register of these sources is kept; ``make clean`` takes it away.
BUILT = ROOT / "build" / "tests"
#: Seconds that one process waits while another builds the demonstration register.
PATIENCE = 600
DAY = 24 * 60 * 60
#: What a demonstration register is made of.
SOURCES = ("models", "resources", "requirements.lock")

#: As it is outside tests.
found_anew = founding.found
#: As ``founding.found``: path, settings, first user, their passphrase, colleagues.
Found = Callable[
    [Path, Mapping[str, str], UserInfo, str | None, Sequence[dict[str, str]]], tuple[Keys, str]
]


def founding_once(folder: Path) -> Found:
    """``founding.found``, which founds a register of the same words once and copies it then.

    The copies share their keys and their identity, as a register and its copies do. A test that
    needs two registers which are strangers gives them different words, or founds them anew.

    :param folder: where the originals are kept.
    """
    made: dict[str, tuple[Path, tuple[Keys, str]]] = {}

    def found(
        path: Path,
        settings: Mapping[str, str],
        first: UserInfo,
        passphrase: str | None,
        colleagues: Sequence[dict[str, str]],
    ) -> tuple[Keys, str]:
        opening.refuse_existing(path)
        words = repr((sorted(settings.items()), first, passphrase, list(colleagues), secrets.COST))
        if words not in made:
            original = Path(tempfile.mkdtemp(dir=folder)) / "original.probity"
            opens = found_anew(original, settings, first, passphrase, colleagues)
            made[words] = (original, opens)
        original, opens = made[words]
        with opening.under_a_temporary_name(path) as temporary:
            shutil.copyfile(original, temporary)
            shutil.copyfile(key_path(original), key_path(temporary))
        return opens

    return found


def demo_register(path: Path) -> Register:
    """The demonstration register, copied to ``path`` and open as :func:`demo.build` leaves it."""
    copy_demo(path)
    return open_register(path, user=read("force")["users"][0]["name"])


def copy_demo(path: Path) -> Path:
    """Copy the demonstration register, with its key file; it is built where no process has yet."""
    original = _built()
    shutil.copyfile(original, path)
    shutil.copyfile(key_path(original), key_path(path))
    return path


@cache
def _built() -> Path:
    """The demonstration register of today's sources; not to be opened, as it is everybody's."""
    folder = BUILT / f"demo-{_sources()}"
    BUILT.mkdir(parents=True, exist_ok=True)
    with _alone(BUILT / "lock.sqlite"):
        if not folder.exists():
            _sweep()
            making = Path(tempfile.mkdtemp(dir=BUILT, prefix="making-"))
            demo.build(making / "demo.probity").close()
            making.rename(folder)
    return folder / "demo.probity"


def _sources() -> str:
    """A word for what the demonstration is made of, and for the day: its record tells the time."""
    words = hashlib.sha256(f"{sys.version} {datetime.datetime.now(datetime.UTC).date()}".encode())
    for name in SOURCES:
        for file in sorted([ROOT / name, *(ROOT / name).rglob("*")]):
            if file.is_file() and file.suffix != ".pyc":
                words.update(f"{file.relative_to(ROOT)}\0{file.stat().st_size}\0".encode())
                words.update(file.read_bytes())
    return words.hexdigest()[:16]


def _sweep() -> None:
    """Take away what was built of other sources, but for what another run may still copy."""
    for older in (*BUILT.glob("demo-*"), *BUILT.glob("making-*")):
        if time.time() - older.stat().st_mtime > DAY:
            shutil.rmtree(older)


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """No other process is in here; the lock of one that was killed ends with it."""
    connection = sqlite3.connect(lock, timeout=PATIENCE, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()
