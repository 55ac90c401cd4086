"""What other people's files could trip over, done in a process apart.

Such a process is given bytes on its standard input and answers bytes. Before it looks at them it
gives up what could do harm: to open any file or connection, to write one, to start a program, to
take more memory or time than the work needs. Whatever a hostile file does to it, crash, hang or
grow, here it is one sentence. (Windows knows no such limits; there it is a process apart, ended
when it takes too long.)
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import IO

from models.errors import ProbityError
from models.resources import ROOT

#: The word on the command line that makes such a process of a start of Probity.
WORD = "--apart"
MAIN = ROOT / "main.py"
#: What may be asked, and the module that answers: it has ``make_ready()``, which loads what it
#: needs while files can still be opened, and ``answer(bytes) -> bytes``.
ANSWERS = {"letter": "models.exchange.letters.apart", "pdf": "models.exchange.bundle.pdf_apart"}
SECONDS, MEMORY = 20, 2 << 30  # of the processor, and bytes
#: Seconds on the clock after which it is ended: waiting for a busy machine included.
PATIENCE = 3.0 * SECONDS
MOST_ANSWERED = 200_000_000  # bytes
GOOD, REFUSED = b"+", b"-"

#: While inside, what is called to end the process early is the function that is given.
Hold = Callable[[Callable[[], None]], AbstractContextManager[None]]


def ask(what: str, data: bytes, failed: str, hold: Hold = lambda _: nullcontext()) -> bytes:
    """What a process apart answers.

    :param what: a key of :data:`ANSWERS`.
    :param failed: the sentence where it gives no answer at all.
    :param hold: such as :meth:`ui.background.Job.interruptible`.
    :raises ProbityError: it refused, and says why; or ``failed``.
    """
    with subprocess.Popen(  # noqa: S603 - Probity itself, with words of its own
        [*_command(), WORD, what],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        late = threading.Timer(PATIENCE, child.kill)
        late.start()
        assert child.stdin is not None
        assert child.stdout is not None
        feeding = threading.Thread(target=feed, args=(child.stdin, data))
        try:
            with hold(child.kill):
                feeding.start()
                answer = child.stdout.read(MOST_ANSWERED)
        finally:
            late.cancel()
            child.kill()
            if feeding.ident is not None:
                feeding.join()
    if answer[:1] == GOOD:
        return answer[1:]
    if answer[:1] == REFUSED:
        raise ProbityError(answer[1:].decode("utf-8", errors="replace"))
    raise ProbityError(failed)


def main(what: str) -> int:
    """Answer what standard input asks, on standard output; 1 where there is no answer."""
    module = importlib.import_module(ANSWERS[what])
    module.make_ready()
    data = sys.stdin.buffer.read()
    give_up(SECONDS, MEMORY)
    try:
        said = GOOD + module.answer(data)
    except ProbityError as error:
        said = REFUSED + str(error).encode()
    except Exception:  # noqa: BLE001 - of a file that is damaged or hostile; nothing is said of it
        return 1
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()
    return 0


def give_up(seconds: int, memory: int) -> None:
    """Give up, for the rest of this process, what a hostile file could do harm with.

    :param seconds: of the processor.
    :param memory: in bytes.
    """
    if sys.platform == "win32":
        return
    import resource  # only there: not on Windows

    for name, most in (
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NPROC", 0),
        ("RLIMIT_NOFILE", 0),
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_AS", memory),
    ):
        with contextlib.suppress(AttributeError, ValueError, OSError):  # not known on this system
            resource.setrlimit(getattr(resource, name), (most, most))


def _command() -> list[str]:
    """How Probity is started: by Python, or as one program of its own."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, os.fspath(MAIN)]


def feed(pipe: IO[bytes], *parts: bytes) -> None:
    """Write all of it to a process that may end before it has read it; the pipe is then closed."""
    try:
        for part in parts:
            pipe.write(part)
    except OSError:
        pass  # it ended early: what it answered, or did not, says why
    finally:
        with contextlib.suppress(OSError):  # what was not taken is tried once more, and lost
            pipe.close()
