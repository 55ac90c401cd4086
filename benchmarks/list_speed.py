"""First screenful of the list against the same SQL through plain sqlite3, with 100,000 cases."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QTimer

from benchmarks.generator import register_of
from models.entering.open import open_register
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.queries.cases.hits import hits
from models.register import Register
from models.storage import engine
from models.storage.engine import sqlite3
from models.storage.keys import KeyFile
from ui.app import make_application
from ui.background import Runner
from ui.cases.list.case_list import CaseList
from ui.cases.list.list_model import PAGE
from ui.settings import Settings

MANY, ROUNDS = 100_000, 7
FRAME = 1000 / 60
QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("filter: stage", {"where": Filter(stages=("investigation",))}),
    ("filter: platform", {"where": Filter(platforms=("twitter",))}),
    ("sort: matter", {"sort": Sort("matter", False)}),
    ("sort: subject", {"sort": Sort("who", True)}),
    ("key stroke: h", {"where": Filter(text="h")}),
    ("key stroke: har", {"where": Filter(text="har")}),
    ("key strokes: harmer photo", {"where": Filter(text="harmer photo")}),
)


def main(folder: Path) -> None:
    """Print, a line a question: ours, plain sqlite3, their ratio less one frame."""
    app = make_application([])
    register = open_register(register_of(MANY, folder))
    runner = Runner()
    page = CaseList(register, runner, Settings(folder / "bench.ini"))
    page.resize(1060, 700)
    page.show()
    beat = _Heartbeat()
    _until(app, lambda: page.model.overview is not None and not runner.busy)
    plain = engine.connect(register.path, KeyFile.read(register.path).open(), read_only=True)
    print(f"First screenful, {MANY:,} cases, median of {ROUNDS} (milliseconds)")
    worst = 0.0
    for words, question in QUESTIONS:
        ours, theirs = [], []
        for _ in range(ROUNDS):
            page.model.ask(Filter(), Sort())
            _until(app, lambda: not runner.busy)
            theirs.append(_plain(plain, register, question))
            beat.reset()
            ours.append(_ours(app, page, runner, question))
            worst = max(worst, beat.longest)
        mine, other = statistics.median(ours), statistics.median(theirs)
        ratio = max(mine - FRAME, 0) / other
        print(f"  {words:28} ours {mine:7.1f}  plain {other:7.1f}  ratio less a frame {ratio:5.2f}")
    _until(app, lambda: not runner.busy)
    print(f"Longest block of the UI thread: {worst:.0f} ms (at most 50 asked)")
    runner.shutdown()
    plain.close()
    register.close()


class _Heartbeat:
    """The longest time between two beats of a timer on the UI thread."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self.reset()
        self._timer.start(1)

    def reset(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, 1000 * (now - self._last)), now


def _ours(app: Any, page: CaseList, runner: Runner, question: dict[str, Any]) -> float:
    answered: list[float] = []

    def painted(_: object) -> None:
        page.table.viewport().repaint()
        answered.append(time.perf_counter())

    page.model.counted.connect(painted)
    began = time.perf_counter()
    page.model.ask(question.get("where"), question.get("sort"))
    _until(app, lambda: bool(answered))
    page.model.counted.disconnect(painted)
    _until(app, lambda: not runner.busy)
    return 1000 * (answered[0] - began)


def _plain(connection: sqlite3.Connection, register: Register, question: dict[str, Any]) -> float:
    where, sort = question.get("where", Filter()), question.get("sort", Sort())
    today = register.today()
    began = time.perf_counter()
    query, values = case_list.page_query(where, sort, today, default(), offset=0, limit=PAGE)
    rows = connection.execute(query, values).fetchall()
    condition, given = where.conditions(today)
    connection.execute(
        "SELECT COUNT(*), COALESCE(SUM(l.owner_id = 1), 0),"
        " COALESCE(SUM(l.open AND l.next_due < '2014-02-28'), 0)"
        f" FROM case_line l WHERE {condition}",
        given,
    ).fetchone()
    if where.text:
        hits(connection, [row[0] for row in rows], where.text)
    return 1000 * (time.perf_counter() - began)


def _until(app: Any, done: Any) -> None:
    while not done():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)
