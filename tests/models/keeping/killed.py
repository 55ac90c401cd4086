"""What the programs do that are killed: many acts a start, each said before and after.

A child says ``("begun", word)`` over a pipe before an act and ``("done", word)`` once it has
returned; a word is unique. After the last act it says ``("ended", "")`` and waits to be killed.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any

from models.case import casefile
from models.case.edits import edits_of
from models.changes.case import cases, exhibits
from models.changes.case.exhibits import NewExhibit, attach
from models.entering.open import open_register
from models.keeping import backups, restoring
from models.keeping.drafts import Keeper
from models.storage.keys import key_path
from tests.models.making import case_file, later_release, loaded, save
from ui.commands.parser import parse
from ui.commands.run import run

Say = Callable[[str], contextlib.AbstractContextManager[None]]

#: Cases in one file that is imported.
IMPORTED = 4
#: Calls that putting a backup in the place of a register takes, and some more.
SWAPPING = 800


def start(
    act: str, path: Path, folder: Path, seed: int, calls: int | None, pipe: Connection
) -> None:
    """Run one of the acts below until killed.

    :param calls: after so many calls of Python and C functions it kills itself.
    """
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - it is never closed

    @contextlib.contextmanager
    def say(word: str) -> Iterator[None]:
        pipe.send(("begun", word))
        yield
        pipe.send(("done", word))

    pipe.send(("ready", ""))
    if calls is not None:
        _die_after(calls)
    ACTS[act](path, folder, random.Random(seed), f"{act}-{seed}", say)
    sys.setprofile(None)
    pipe.send(("ended", ""))
    while True:
        time.sleep(1)


def _die_after(calls: int) -> None:
    left = calls

    def count(_frame: FrameType, _event: str, _arg: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)


def saving(path: Path, _: Path, chance: random.Random, tag: str, say: Say) -> None:
    """New cases and edits; a case's title is always the text of its last chronology entry."""
    with open_register(path) as register:
        ids: list[int] = []
        for number in range(40):
            word = f"{tag}-{number}"
            if ids and chance.random() < 0.5:
                original = loaded(register, chance.choice(ids))
                file = original.copy()
                file.case["title"] = word
            else:
                original, file = None, case_file(word)
                file.chronology.clear()
            when = datetime.datetime(2014, 2, 12, 9)
            casefile.add_row("chronology", file, text=word, occurred=when)
            with say(word):
                ids.append(save(register, file, original))


def importing(path: Path, folder: Path, _: random.Random, tag: str, say: Say) -> None:
    """Files of several cases, by the command ``new``."""
    for number in range(12):
        word = f"{tag}-{number}"
        case = {
            "title": word,
            "kind": "conduct",
            "received": "2014-02-12",
            "subjects": [{"id": -1, "family_name": "Pell", "number": "2209", "role": "officer"}],
            "allegations": [{"subject_id": -1, "particulars": "Late."}],
        }
        file = folder / "import.json"
        file.write_text(json.dumps([case] * IMPORTED))
        with say(word):
            run(parse(["--register", str(path), "new", "--json-file", str(file)]))


def migrating(path: Path, folder: Path, _: random.Random, tag: str, say: Say) -> None:
    """Registers of an older release, opened by a later one; ``path`` is one."""
    with later_release(folder / f"release-{tag}"):
        for number in range(12):
            word = f"{tag}-{number}"
            mine = folder / f"{word}.probity"
            shutil.copy(key_path(path), key_path(mine))
            shutil.copy(path, folder / "copy")
            (folder / "copy").replace(mine)
            with say(word):
                open_register(mine).close()


def backing_up(path: Path, _: Path, chance: random.Random, tag: str, say: Say) -> None:
    """Backups, a save now and then between them; the word is the backup's name."""
    with open_register(path) as register:
        for number in range(20):
            if chance.random() < 0.5:
                save(register, case_file(f"{tag}-{number}"))
            made = backups.make(register)
            assert made is not None
            with say(made.name):
                pass


def attaching(path: Path, folder: Path, chance: random.Random, tag: str, say: Say) -> None:
    """Exhibits of random sizes, in many small transactions each."""
    exhibits.CHUNK, exhibits.CHUNKS_A_WRITE = 4096, 2
    with open_register(path) as register:
        for number in range(30):
            word = f"{tag}-{number}"
            file = folder / f"{word}.bin"
            file.write_bytes(chance.randbytes(chance.randrange(60_000)))
            with say(word):
                attach(register, 1, NewExhibit(file, word))


def restoring_over(path: Path, _: Path, chance: random.Random, tag: str, say: Say) -> None:
    """A save, then the backup of before it restored over it; the word is the save's title."""
    with open_register(path) as register:
        backup = backups.make(register)
        keys, user = register.keys, register.user
    assert backup is not None
    last = chance.randrange(4)
    for number in range(12):
        word = f"{tag}-{number}"
        with say(word):
            with open_register(path) as register:
                save(register, case_file(word))
            prepared = restoring.prepare(backup, path, keys, user)
            if number == last:  # most of the time goes by elsewhere, and this is the point
                _die_after(chance.randrange(SWAPPING))
            prepared.put_in_place()
            sys.setprofile(None)


def drafting(path: Path, _: Path, chance: random.Random, tag: str, say: Say) -> None:
    """One window's edits, written anew after each; the word is the title."""
    with open_register(path) as register:
        draft = Keeper(register).new()
        original = loaded(register, 1)
        file = original.copy()
        for number in range(200):
            word = f"{tag}-{number:03d}"
            file.case["title"] = word
            file.case["summary"] = word * chance.randrange(1, 2000)
            with say(word):
                draft.write(draft.turn(), edits_of(file, original))


ACTS: dict[str, Callable[[Path, Path, random.Random, str, Say], None]] = {
    "saving": saving,
    "importing": importing,
    "migrating": migrating,
    "backing-up": backing_up,
    "attaching": attaching,
    "restoring": restoring_over,
    "drafting": drafting,
}
assert cases  # the whole change path is read before the fork
