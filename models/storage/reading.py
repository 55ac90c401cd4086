"""Reading a file that somebody gave: a file and nothing else, and no more of it than is fit.

A pipe would never end, a device never fill; neither is what a person means when they name a file.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def open_file(path: Path) -> BinaryIO:
    """Open the file at ``path`` for reading, at its beginning.

    :raises OSError: it cannot be read, or is a folder, a pipe or a device.
    """
    # Without waiting: to open a pipe is else to wait until somebody writes in it.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is a folder, a pipe or a device, not a file")
    return os.fdopen(handle, "rb")


def read_file(path: Path, most: int) -> bytes:
    """The whole of the file at ``path``.

    :param most: the largest that it may be, in bytes.
    :raises OSError: as :func:`open_file`; or it is larger.
    """
    with open_file(path) as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise OSError(errno.EFBIG, "it is far too large for what it should be")
    return found
