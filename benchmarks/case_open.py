"""Opening a case of 200 allegations, 5,000 entries and 2,000 exhibits, against one of ten each."""

from __future__ import annotations

import datetime
import hashlib
import os
import statistics
import time
from pathlib import Path
from typing import Any

from models.rules.new_case import blank_case

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop

from models.case import casefile
from models.change import Change
from models.changes.case import cases
from models.entering.open import create_register, open_register
from models.register import Register
from models.schema import Exhibit, ExhibitChunk, ExhibitFile
from ui.app import make_application
from ui.background import Runner
from ui.cases.window.case_window import CaseWindow

ROUNDS = 9
TODAY = datetime.date.today()
SIZES = {"ten": (10, 10, 10), "many": (200, 5000, 2000)}


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
    path = folder / "open-exhibits.probity"
    if path.exists():
        return open_register(path)
    register = create_register(path, force="Bench", user="bench")
    for allegations, entries, exhibits in SIZES.values():
        with register.change() as change:
            saved = cases.save(change, _file(allegations, entries), None)
            for number in range(1, exhibits + 1):
                _exhibit(change, saved.case_id, number)
    return register


def _exhibit(change: Change, case_id: int, number: int) -> None:
    moment = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    stored = ExhibitFile.insert(started=moment, complete=True).execute(change.database)
    ExhibitChunk.insert(file=stored, place=0, data=b"seen").execute(change.database)
    change.add(
        Exhibit,
        case=case_id,
        number=number,
        mark=f"AB/{number}",
        description=f"Page {number}",
        file_name=f"page-{number}.txt",
        size=4,
        sha256=hashlib.sha256(b"seen").hexdigest(),
        file=stored,
        added=moment,
    )


def _file(allegations: int, entries: int) -> casefile.CaseFile:
    file = blank_case(TODAY, 1)
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
