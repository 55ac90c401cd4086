"""Nothing at run time reaches the network: it is done where the kernel forbids it.

Every screen is shown there by the tour of `tests/test_main.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.watching import linux_only

ROOT = Path(__file__).parents[2]
#: Runs Probity where an internet socket, Qt's or Python's, ends the process, and says what
#: Python's own hooks saw of any.
GUARDED = """
import runpy, sys
sys.path.insert(0, {root!r})
from tests.hostile.watching import no_internet_from_now
no_internet_from_now()
def hook(event, args):
    if event.startswith("socket."):
        sys.stderr.write(f"SOCKET {{event}} {{args[1:]}}\\n")
sys.addaudithook(hook)
sys.argv = ["main.py", *sys.argv[1:]]
{first}
runpy.run_path({main!r}, run_name="__main__")
"""


def guarded(*words: object, first: str = "") -> subprocess.CompletedProcess[str]:
    code = GUARDED.format(root=str(ROOT), main=str(ROOT / "main.py"), first=first)
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
    )


@linux_only
def test_the_guard_ends_a_process_that_makes_a_connection(path: Path) -> None:
    first = "import socket\nsocket.create_connection(('127.0.0.1', 9))"
    done = guarded("--register", path, "check", first=first)
    assert done.returncode < 0
    assert "SOCKET" in done.stderr
    qt = (
        "from PySide6.QtCore import QCoreApplication\n"
        "from PySide6.QtNetwork import QTcpSocket\n"
        "app = QCoreApplication([])\ns = QTcpSocket()\ns.connectToHost('127.0.0.1', 9)\n"
        "s.waitForConnected(1000)"
    )
    assert guarded("--register", path, "check", first=qt).returncode < 0


@linux_only
@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", "PS/2014/00036"),
        ("check",),
        ("export", "{}/out.csv"),
        ("sheet", "PS/2014/00036", "--pdf", "{}/out.pdf"),
    ],
    ids=lambda words: words[0],
)
def test_a_command_makes_no_connection(path: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    done = guarded("--register", path, *(word.format(tmp_path) for word in words))
    assert done.returncode == 0, done.stderr[-2000:]
    assert "SOCKET" not in done.stderr


def test_nothing_in_the_source_names_what_reaches_a_network() -> None:
    """What the kernel saw is one machine's: elsewhere no code may even know how."""
    words = (
        "import socket",
        "urllib.request",
        "http.client",
        "QtNetwork",
        "import requests",
        "from requests",
        "QtWebEngine",
    )
    sources = [ROOT / "main.py", *(ROOT / "models").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
    assert len(sources) > 150
    found = [
        f"{path.name}: {word}"
        for path in sources
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []
