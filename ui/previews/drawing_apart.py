"""Pictures and PDFs drawn in a process of their own, so that a hostile one harms nothing here.

Whatever it does to the process that draws it, crash, hang or grow, here it is one sentence.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from PySide6.QtGui import QImage

from models.exchange.apart import feed
from models.resources import ROOT
from ui.previews.drawing import SECONDS, WIDEST, WORD

MAIN = ROOT / "main.py"
MOST_ANSWERED = 4 * WIDEST * WIDEST + 1000
#: Seconds on the clock after which the process is ended: waiting for a busy machine included.
PATIENCE = 3.0 * SECONDS

#: While inside, what is called to end the process early is the function that is given.
Hold = Callable[[Callable[[], None]], AbstractContextManager[None]]


class CannotDrawError(Exception):
    """The file is damaged, hostile, or no such picture or document."""


@dataclass(frozen=True)
class Drawn:
    """A picture that is page ``page`` of ``pages``."""

    image: QImage
    page: int
    pages: int


def draw(kind: str, data: bytes, page: int = 0, hold: Hold = lambda _: nullcontext()) -> Drawn:
    """Draw a page of a file that holds ``data``.

    :param kind: its media type.
    :param hold: such as :meth:`ui.background.Job.interruptible`.
    :raises CannotDrawError: it could not be drawn.
    """
    asked = json.dumps({"kind": kind, "page": page, "size": len(data)}).encode() + b"\n"
    with subprocess.Popen(  # noqa: S603 - Probity itself, with words of its own
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        late = threading.Timer(PATIENCE, child.kill)
        late.start()
        try:
            with hold(child.kill):
                assert child.stdin is not None
                assert child.stdout is not None
                feeding = threading.Thread(target=feed, args=(child.stdin, asked, data))
                feeding.start()
                answer = child.stdout.read(MOST_ANSWERED)
        finally:
            late.cancel()
            child.kill()
            feeding.join()
    return _read(answer)


def _command() -> list[str]:
    """How Probity is started: by Python, or as one program of its own."""
    alone = getattr(sys, "frozen", False)
    return [sys.executable, WORD] if alone else [sys.executable, str(MAIN), WORD]


def _read(answer: bytes) -> Drawn:
    """The answer, trusted no further than the file that was drawn."""
    said, _, pixels = answer.partition(b"\n")
    try:
        found = json.loads(said)
        width, height, page, pages = (int(found[n]) for n in ("width", "height", "page", "pages"))
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError) as error:
        raise CannotDrawError from error
    if not (0 < width <= WIDEST and 0 < height <= WIDEST and len(pixels) == 4 * width * height):
        raise CannotDrawError
    image = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return Drawn(image.copy(), page, pages)
