"""The encrypted register against the same one in the clear: list, search and save."""

from __future__ import annotations

import shutil
import statistics
import time
from pathlib import Path

from benchmarks.generator import register_of
from benchmarks.list_speed import QUESTIONS
from models.entering.open import open_register, open_with_keys
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.queries.cases.hits import hits
from models.register import Register
from models.schema import Case
from models.storage import engine, opening
from models.storage.engine import Keys
from models.storage.keys import KeyFile, key_path

MANY, ROUNDS, SAVES, SCREEN = 100_000, 9, 25, 100


def main(folder: Path) -> None:
    """Print, a line a question and one for saves: both medians and their ratio."""
    path = register_of(MANY, folder)
    keys = KeyFile.read(path).open()
    clear = Keys(b"", keys.record)
    sealed = open_register(path)
    plain = open_with_keys(_in_the_clear(path, keys), clear, "bench")
    both = (sealed, plain)
    print(f"Encrypted against in the clear, {MANY:,} cases, medians (milliseconds)")
    for words, question in QUESTIONS:
        where, sort = question.get("where", Filter()), question.get("sort", Sort())
        times: list[list[float]] = [[], []]
        for turn in range(ROUNDS + 1):
            for at, register in enumerate(both):
                took = _ask(register, where, sort)
                if turn:
                    times[at].append(took)
        _say(words, times)
    times = [[], []]
    after: list[list[float]] = [[], []]
    for turn in range(SAVES + 1):
        for at, register in enumerate(both):
            saved = _save(register, 1 + turn * 37)
            listed = _ask(register, Filter(), Sort())
            if turn:
                times[at].append(saved)
                after[at].append(listed)
    _say("save of a case", times)
    _say("list after that save", after)
    for register in both:
        register.close()


def _say(words: str, times: list[list[float]]) -> None:
    sealed, plain = (1000 * statistics.median(taken) for taken in times)
    ratio = f"ratio {sealed / plain:5.2f} (at most 1.3 asked)"
    print(f"  {words:28} encrypted {sealed:7.1f}  clear {plain:7.1f}  {ratio}")


def _ask(register: Register, where: Filter, sort: Sort) -> float:
    today = register.today()
    began = time.perf_counter()
    with register.reader() as connection:
        query, values = case_list.page_query(where, sort, today, default(), offset=0, limit=SCREEN)
        rows = connection.execute(query, values).fetchall()
        case_list.count(connection, where, today)
        if where.text:
            hits(connection, [row[0] for row in rows], where.text)
    return time.perf_counter() - began


def _save(register: Register, case_id: int) -> float:
    with register.reader() as connection:
        version = connection.execute(
            'SELECT version FROM "case" WHERE id = ?', (case_id,)
        ).fetchone()[0]
    began = time.perf_counter()
    with register.change() as change:
        change.edit(Case, case_id, version, title=f"Saved {time.perf_counter_ns()}")
    return time.perf_counter() - began


def _in_the_clear(path: Path, keys: Keys) -> Path:
    """The same register without encryption, made once."""
    plain = path.with_name(f"{path.stem}-clear{path.suffix}")
    if not plain.exists():
        making = plain.with_suffix(".making")
        making.unlink(missing_ok=True)
        connection = engine.connect(path, keys)
        connection.execute("ATTACH DATABASE ? AS made KEY ''", (str(making),))
        connection.execute("SELECT sqlcipher_export('made')").fetchall()
        connection.execute(f"PRAGMA made.application_id = {opening.APPLICATION_ID}")
        connection.close()
        making.rename(plain)
    shutil.copy(key_path(path), key_path(plain))  # read when a register opens, in the clear too
    return plain
