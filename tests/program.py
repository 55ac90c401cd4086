"""The program run as a script runs it, without waiting each time for its start.

A process that has read all of the program's code divides itself for every run; what it begins
with is its caller's: words, environment, folder, input. Argon2id is as cheap there as in the tests.
Where a process cannot divide itself, and for tests of the start itself, the program is started.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import pkgutil
import runpy
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parent.parent
MAIN = str(ROOT / "main.py")
_WORD = 8  # bytes that say how long a request is, or how a run ended
_alone = threading.Lock()


def run(
    *words: object,
    given: str | bytes = "",
    room: int | None = None,
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run ``main.py`` with these words.

    :param given: what it reads on its standard input.
    :param room: bytes past which no file can grow.
    :param variables: of the environment, beside those of the test.
    """
    environment = {**os.environ, "PYTHONUTF8": "1", **(variables or {})}
    data = given.encode() if isinstance(given, str) else given
    if not sys.platform.startswith("linux"):
        return started(*words, given=data, room=room, environment=environment)
    asked = {
        "words": [str(word) for word in words],
        "environment": environment,
        "folder": str(Path.cwd()),
        "room": room,
    }
    with _alone, tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        status, told = _divided(asked, source)
    out, error = (one.decode(errors="surrogateescape") for one in told)
    return subprocess.CompletedProcess([MAIN, *map(str, words)], status, out, error)


def started(
    *words: object,
    given: bytes = b"",
    room: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """As :func:`run`, by a new interpreter and at the cost that people pay."""
    done = subprocess.run(
        [sys.executable, MAIN, *map(str, words)],
        capture_output=True,
        input=given,
        check=False,
        env=environment if environment is not None else os.environ | {"PYTHONUTF8": "1"},
        preexec_fn=(lambda: _limit(room)) if room is not None else None,
    )
    out, error = (one.decode(errors="surrogateescape") for one in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, error)


def _divided(asked: dict[str, Any], source: IO[bytes]) -> tuple[int, list[bytes]]:
    """Have one run done; its exit status, and what it wrote on its two outputs."""
    server = _server()
    ends = [os.pipe(), os.pipe()]
    told = [b"", b""]

    def listen(at: int) -> None:
        with os.fdopen(ends[at][0], "rb") as file:
            told[at] = file.read()

    request = json.dumps(asked).encode()
    server.sendall(len(request).to_bytes(_WORD, "big"))
    server.sendall(request)
    socket.send_fds(server, [b"!"], [source.fileno(), ends[0][1], ends[1][1]])
    for _, theirs in ends:
        os.close(theirs)
    listeners = [threading.Thread(target=listen, args=(at,)) for at in range(2)]
    for one in listeners:
        one.start()
    status = int.from_bytes(_exactly(server, _WORD), "big", signed=True)
    for one in listeners:
        one.join()
    return status, told


@cache
def _server() -> socket.socket:
    """The process that divides itself, as the end of a line to it; it ends with the line."""
    ours, theirs = socket.socketpair()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.program", str(theirs.fileno())],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _exactly(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = line.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def _limit(room: int) -> None:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


def serve(line: socket.socket) -> None:
    """Read the program's code, then divide for each request until the line ends."""
    from PySide6 import QtGui, QtPrintSupport, QtWidgets  # noqa: F401

    import main  # noqa: F401
    import ui.commands
    import ui.tour
    from models.storage import secrets

    for room in (ui.commands, ui.tour):
        for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            importlib.import_module(found.name)
    secrets.COST.update(passes=1, memory=64)
    while True:
        try:
            size = int.from_bytes(_exactly(line, _WORD), "big")
        except (EOFError, ConnectionResetError):
            return
        asked = json.loads(_exactly(line, size))
        _, handles, _, _ = socket.recv_fds(line, 1, 3)
        child = os.fork()
        if not child:
            line.close()
            _become(asked, handles)
        for one in handles:
            os.close(one)
        _, ended = os.waitpid(child, 0)
        status = os.waitstatus_to_exitcode(ended)
        line.sendall(status.to_bytes(_WORD, "big", signed=True))


def _become(asked: dict[str, Any], handles: list[int]) -> None:
    """Be the program, and end as it ends."""
    status = 1
    try:
        for place, handle in enumerate(handles):
            os.dup2(handle, place)
            os.close(handle)
        os.environ.clear()
        os.environ.update(asked["environment"])
        time.tzset()
        os.chdir(asked["folder"])
        if asked["room"] is not None:
            _limit(asked["room"])
        sys.argv = [MAIN, *asked["words"]]
        runpy.run_path(MAIN, run_name="__main__")
        status = 0
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
        else:
            status = int(end.code or 0)
    except BaseException:  # noqa: BLE001 - as an interpreter ends
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
