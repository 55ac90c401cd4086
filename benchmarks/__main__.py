"""``make bench``: every measurement, or those named: ``make bench ARGS="start_up"``."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import (
    case_open,
    encryption,
    exhibits,
    importing,
    list_speed,
    questions,
    restricted,
    start_up,
    two_workstations,
)

FOLDER = Path("build") / "benchmarks"
ALL = {
    "start_up": start_up.main,
    "case_open": case_open.main,
    "exhibits": exhibits.main,
    "encryption": encryption.main,
    "two_workstations": two_workstations.main,
    "list_speed": list_speed.main,
    "restricted": restricted.main,
    "importing": importing.main,
    "questions": questions.main,
}

for name in sys.argv[1:] or ALL:
    ALL[name](FOLDER)
