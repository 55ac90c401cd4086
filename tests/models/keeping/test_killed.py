"""Programs killed (SIGKILL) at random points, hundreds of times, and what they leave.

Half of them are killed at a moment drawn by lot, half at the n-th call of a function, n drawn by
lot; the lots are seeded. Every act that was acknowledged over the pipe must be there, none by half.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from models.changes.case.exhibits import NewExhibit, attach
from models.entering.open import create_register, open_register
from models.keeping import backups
from models.keeping.contents import problem_in
from models.keeping.drafts import Keeper
from models.record.check import check
from models.storage import copies
from models.storage.keys import KeyFile, key_path
from tests.models import making
from tests.models.keeping import killed
from tests.models.making import TODAY, case_file, save
from tests.often import often

#: Registers begun anew after so many kills, so that they stay small.
LIVES = 8
LONGEST = 0.12  # seconds after an acknowledgment until a kill


@dataclass
class Told:
    """What a killed program had said."""

    begun: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    path = folder / "force.probity"
    file = folder / "page.bin"
    file.write_bytes(b"page" * 5000)
    with create_register(path, force="Weald", user="okafor", today=TODAY) as register:
        for number in range(3):
            save(register, case_file(f"Template {number}"))
        attach(register, 1, NewExhibit(file, "Template"))
    return path


@pytest.fixture(scope="module")
def context() -> multiprocessing.context.BaseContext:
    ways = multiprocessing.get_all_start_methods()
    made = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
    if "forkserver" in ways:
        made.set_forkserver_preload(["tests.models.keeping.killed"])
    return made


class Killer:
    """Starts programs on copies of a register and kills them."""

    def __init__(
        self, act: str, template: Path, folder: Path, context: multiprocessing.context.BaseContext
    ) -> None:
        self._act = act
        self._template = template
        self._context = context
        self._folder = folder
        self._chance = random.Random(f"kill {act}")
        self.folder = folder
        self.stood: set[str] = set()  # what the lives before have left
        self.path = folder / "force.probity"

    def kill(self, number: int) -> Told:
        """One life and death; what it said."""
        if number % LIVES == 0:
            self.folder = self._folder / str(number)
            self.folder.mkdir()
            self.path = self.folder / "force.probity"
            self.stood = set()
            for one in (self._template, key_path(self._template)):
                shutil.copy(one, self.folder)
        # A question that is asked for the first time takes many calls to be made.
        calls = self._chance.choice((None, self._chance.randrange(1, 240_000)))
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(  # type: ignore[attr-defined]
            target=killed.start,
            args=(self._act, self.path, self.folder, number, calls, theirs),
            daemon=True,
        )
        process.start()
        theirs.close()
        told = Told()
        acts = self._chance.randrange(4)
        alive = _listen(ours, told, None if calls else acts)
        if alive and calls is None:
            ours.poll(self._chance.random() * LONGEST)
        process.kill()
        _listen(ours, told, None)
        process.join()
        return told


def _listen(pipe: Connection, told: Told, acts: int | None) -> bool:
    """Hear what is said until so many acts are done, or the end; whether it may still live."""
    while acts is None or len(told.done) < acts:
        try:
            said, word = pipe.recv()
        except (EOFError, ConnectionResetError):
            return False
        if said == "ended":
            return True
        if said == "begun":
            told.begun.append(word)
        elif said == "done":
            told.done.append(word)
    return True


def in_order(path: Path) -> None:
    with open_register(path) as register, register.reader() as connection:
        problems = [said for one in check(connection) for said in one.problems]
    assert problems == []


def after_saving(killer: Killer, told: Told) -> None:
    in_order(killer.path)
    with open_register(killer.path) as register, register.reader() as connection:
        texts = {row[0] for row in connection.execute("SELECT text FROM chronology_entry")}
        half = connection.execute(
            'SELECT title FROM "case" c WHERE NOT EXISTS (SELECT 1 FROM subject WHERE case_id ='
            " c.id) OR NOT EXISTS (SELECT 1 FROM allegation WHERE case_id = c.id) OR"
            " NOT EXISTS (SELECT 1 FROM finding WHERE case_id = c.id) OR (title LIKE 'saving%' AND"
            " title <> (SELECT text FROM chronology_entry WHERE case_id = c.id"
            " ORDER BY number DESC LIMIT 1))"
        ).fetchall()
    assert half == []
    assert set(told.done) <= texts


def after_importing(killer: Killer, told: Told) -> None:
    in_order(killer.path)
    with open_register(killer.path) as register, register.reader() as connection:
        counts = dict(
            connection.execute(
                'SELECT title, COUNT(*) FROM "case" c JOIN subject s ON s.case_id = c.id'
                " JOIN allegation a ON a.subject_id = s.id WHERE title LIKE 'importing%'"
                " GROUP BY title"
            ).fetchall()
        )
    assert set(counts.values()) <= {killed.IMPORTED}
    assert set(told.done) <= counts.keys()


def after_migrating(killer: Killer, told: Told) -> None:
    for word in told.begun:
        path = killer.folder / f"{word}.probity"
        raw = making.raw(path)
        names = {row[0] for row in raw.execute("SELECT name FROM sqlite_master")}
        applied = {row[0] for row in raw.execute("SELECT name FROM schema_migration")}
        migrated = making.LATER in applied
        assert (
            ("case_line" in names) is ("search_entry" in names) is ("search" in names) is migrated
        )
        if migrated:
            assert [said for one in check(raw) for said in one.problems] == []
        raw.close()
        assert migrated or word not in told.done
        copies = list(killer.folder.glob(f"{word}.before-update-*.probity"))
        assert copies or not migrated
        for copy in copies:
            assert problem_in(copy, KeyFile.read(copy).open()) == ""
        in_order(path)  # the next start makes good what was not done
    for one in killer.folder.glob("migrating-*"):
        one.unlink()


def after_backing_up(killer: Killer, told: Told) -> None:
    in_order(killer.path)
    with open_register(killer.path) as register:
        folder = backups.plan(register).folder
        found = copies.standing(killer.path, folder) if folder.exists() else []
        for one in found:
            assert problem_in(one.path, KeyFile.read(one.path).open()) == ""
        if told.done:
            assert told.done[-1] in [one.path.name for one in found]
        made = backups.make(register)
    assert made is not None
    assert [one.name for one in folder.glob(".*")] == [".force.lock"]
    assert len(list(folder.glob("*.probity"))) == len(list(folder.glob("*.probity-keys")))


def after_attaching(killer: Killer, told: Told) -> None:
    in_order(killer.path)  # which reads each exhibit and compares its hash
    with open_register(killer.path) as register, register.reader() as connection:
        rows = connection.execute(
            "SELECT description, size FROM exhibit WHERE description LIKE 'attaching%'"
        ).fetchall()
        chunks = connection.execute(
            "SELECT COUNT(*) FROM exhibit_chunk WHERE file_id NOT IN (SELECT id FROM exhibit_file)"
        ).fetchone()[0]
    assert chunks == 0
    assert set(told.done) <= {row[0] for row in rows}
    for word, size in rows:
        assert size == (killer.folder / f"{word}.bin").stat().st_size


def after_restoring(killer: Killer, told: Told) -> None:
    in_order(killer.path)
    with open_register(killer.path) as register, register.reader() as connection:
        query = "SELECT title FROM \"case\" WHERE title LIKE 'restoring%'"
        titles = {row[0] for row in connection.execute(query)}
        found = copies.standing(killer.path, backups.plan(register).folder)
    # Before the act, between its save and its restore, or after it.
    last = told.begun[-1] if told.begun else ""
    assert titles in (killer.stood, killer.stood | {last})
    if told.done and told.done[-1] == last:
        assert titles == killer.stood
    killer.stood = titles
    kept = [one.path for one in found if one.kind == "before-restore"]
    assert len(kept) >= len(told.done)
    for path in kept:
        assert problem_in(path, KeyFile.read(path).open()) == ""
    for one in killer.folder.glob("*before-restore*"):
        one.unlink()


def after_drafting(killer: Killer, told: Told) -> None:
    in_order(killer.path)
    with open_register(killer.path) as register:
        keeper = Keeper(register)
        found = keeper.left_behind()
        titles = [str(one.edits.rows[0][2]["title"]) for one in found if one.edits.rows[0][2]]
        assert len(titles) == len(found) <= 1
        if told.done:
            assert titles
            assert titles[0] >= told.done[-1]
        for one in found:
            keeper.remove(one.path)
        keeper.close()
    assert not list(killer.folder.glob("*-drafts"))


AFTER: dict[str, tuple[int, Callable[[Killer, Told], None]]] = {
    "saving": (160, after_saving),
    "importing": (120, after_importing),
    "migrating": (80, after_migrating),
    "backing-up": (80, after_backing_up),
    "attaching": (120, after_attaching),
    "restoring": (80, after_restoring),
    "drafting": (60, after_drafting),
}


@pytest.mark.slow
@pytest.mark.parametrize("act", list(AFTER))
def test_a_killed_program_leaves_all_that_it_had_done_and_nothing_by_half(
    act: str,
    template: Path,
    tmp_path: Path,
    context: multiprocessing.context.BaseContext,
) -> None:
    with contextlib.ExitStack() as later:
        if act == "migrating":
            template = _older(template, tmp_path)
            later.enter_context(making.later_release(tmp_path / "release"))
        _kill_and_verify(act, template, tmp_path / "lives", context)


def _kill_and_verify(
    act: str, template: Path, lives: Path, context: multiprocessing.context.BaseContext
) -> None:
    killer = Killer(act, template, lives, context)
    lives.mkdir()
    most, verify = AFTER[act]
    kills = often(most // 5, most)
    acknowledged = unacknowledged = 0
    for number in range(kills):
        told = killer.kill(number)
        assert set(told.done) <= set(told.begun)
        verify(killer, told)
        acknowledged += len(told.done)
        unacknowledged += len(told.begun) > len(told.done)
    assert acknowledged > kills / 2  # else nothing was tried
    if act != "backing-up":  # whose words are said afterwards
        assert unacknowledged > kills / 4  # nor if all were killed while idle


def _older(template: Path, folder: Path) -> Path:
    """The template as a release without lists and search left it."""
    path = Path(shutil.copy(template, folder / "older.probity"))
    shutil.copy(key_path(template), key_path(path))
    making.make_older(path)
    (folder / "force.probity").unlink(missing_ok=True)
    path = path.rename(folder / "force.probity")
    key_path(folder / "older.probity").rename(key_path(path))
    return path
