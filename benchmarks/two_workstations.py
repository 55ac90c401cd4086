"""Saves while another program works on the same register, against saves alone."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.generator import register_of
from models.entering.open import open_register
from models.keeping import backups
from models.keeping.watching import watch
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.register import Register
from models.schema import Case
from models.storage.keys import key_path

MANY, SAVES = 10_000, 200

#: Saves a case ten times a second, as nobody types, until it is told to end.
OTHER = """
import os, sys, threading
sys.path.insert(0, os.getcwd())
from pathlib import Path
from models.entering.open import open_register
from models.register import Register
from benchmarks.two_workstations import save
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
with open_register(Path(sys.argv[1])) as register:
    save(register, 1)
    print("at work", flush=True)
    while not ended.wait(0.1):
        save(register, 1)
"""


def main(folder: Path) -> None:
    """Print medians and the longest wait, alone and beside another, and their ratios."""
    path = _own_copy(register_of(MANY, folder))
    with open_register(path) as register:
        print(f"Two workstations, {MANY:,} cases, {SAVES} saves (milliseconds)")
        alone = _saves(register)
        listed = _lists(register)
        _say("save alone", alone, alone)
        with _other(path):
            _say("save while another saves", _saves(register), alone)
            _say("list while another saves", _lists(register), listed)
        with _backing_up(register):
            _say("save while it is backed up", _saves(register), alone)
        _say_noticing(register, path)


def save(register: Register, case_id: int) -> float:
    """Save a case and say how long it took, in seconds."""
    with register.reader() as connection:
        version = connection.execute(
            'SELECT version FROM "case" WHERE id = ?', (case_id,)
        ).fetchone()[0]
    began = time.perf_counter()
    with register.change() as change:
        change.edit(Case, case_id, version, title=f"Saved {time.perf_counter_ns()}")
    return time.perf_counter() - began


def _saves(register: Register) -> list[float]:
    return [save(register, 2 + number) for number in range(SAVES)]


def _lists(register: Register) -> list[float]:
    taken = []
    for _ in range(SAVES):
        began = time.perf_counter()
        with register.reader() as connection:
            case_list.rows(
                connection, Filter(), Sort(), register.today(), default(), offset=0, limit=100
            )
        taken.append(time.perf_counter() - began)
    return taken


def _say(words: str, taken: list[float], alone: list[float]) -> None:
    median, longest = 1000 * statistics.median(taken), 1000 * max(taken)
    ratio = statistics.median(taken) / statistics.median(alone)
    print(f"  {words:28} median {median:7.1f}  longest {longest:7.1f}  ratio {ratio:5.2f}")


def _say_noticing(register: Register, path: Path) -> None:
    """How long until another's save is told here."""
    heard = threading.Event()
    watch(register)
    stop = register.subscribe(lambda _: heard.set())
    taken = []
    with open_register(path) as other:
        for _ in range(10):
            heard.clear()
            save(other, 3)
            began = time.perf_counter()
            heard.wait(10)
            taken.append(time.perf_counter() - began)
    stop()
    median, longest = 1000 * statistics.median(taken), 1000 * max(taken)
    print(f"  {'another’s save noticed':28} median {median:7.1f}  longest {longest:7.1f}")


@contextmanager
def _other(path: Path) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield
        process.communicate()


@contextmanager
def _backing_up(register: Register) -> Iterator[None]:
    """Backups made one after another meanwhile."""
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            backups.make(register)

    thread = threading.Thread(target=work)
    thread.start()
    yield
    ended.set()
    thread.join()


def _own_copy(path: Path) -> Path:
    """A copy that other measurements do not use."""
    own = path.with_name(f"two-{path.name}")
    own.write_bytes(path.read_bytes())
    key_path(own).write_bytes(key_path(path).read_bytes())
    return own
