"""Opening a case with 200 allegations and 5,000 chronology entries, against one with ten."""

from __future__ import annotations

import datetime
import os
import statistics
import time
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop

from models import casefile
from models.changes import cases
from models.register import Register
from ui.app import make_application
from ui.background import Runner
from ui.cases.case_window import CaseWindow

ROUNDS = 9
TODAY = datetime.date.today()
SIZES = {"ten": (10, 10), "many": (200, 5000)}


def main(folder: Path) -> None:
    """Print both medians and their ratio, measured in turn."""
    app = make_application([])
    register = _register(folder)
    runner = Runner()
    times: dict[str, list[float]] = {name: [] for name in SIZES}
    for turn in range(ROUNDS + 1):
        for case_id, name in enumerate(SIZES, start=1):
            took = _open(app, register, runner, case_id)
            if turn:
                times[name].append(took)
    ten, many = (statistics.median(times[name]) for name in SIZES)
    print(f"Opening a case: with ten {1000 * ten:.0f} ms, with many {1000 * many:.0f} ms")
    print(f"  ratio {many / ten:.2f} (at most 1.5 asked)")
    runner.shutdown()
    register.close()


def _open(app: Any, register: Register, runner: Runner, case_id: int) -> float:
    began = time.perf_counter()
    window = CaseWindow(register, runner, case_id)
    window.resize(1280, 800)
    window.show()
    while runner.busy:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window.grab()
    took = time.perf_counter() - began
    window.close()
    window.deleteLater()
    app.processEvents()
    return took


def _register(folder: Path) -> Register:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "open.probity"
    if path.exists():
        return Register.open(path)
    register = Register.create(path, force="Bench", user="bench")
    for allegations, entries in SIZES.values():
        with register.change() as change:
            cases.save(change, _file(allegations, entries), None)
    return register


def _file(allegations: int, entries: int) -> casefile.CaseFile:
    file = casefile.blank_case(TODAY, 1)
    file.case |= {"title": f"A case of {allegations}", "kind": "miscellaneous"}
    subject = casefile.blank_row("subjects", file, family_name="Harmer", role="officer")
    file.subjects.append(subject)
    blank = casefile.blank_row("allegations", file, subject_id=subject["id"])
    for number in range(allegations):
        given = {"id": -10 - number, "particulars": f"Matter number {number}.", "factors": []}
        file.allegations.append(blank | given)
    entry = casefile.blank_row("chronology", file)
    for number in range(entries):
        file.chronology.append(entry | {"id": -1000 - number, "text": f"What happened {number}."})
    return file
