"""Seeing past Python which files a process opens, and whether it asks for a network."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import pytest

linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the kernel's own watch on files is Linux's"
)
_IN_OPEN = 0x20


class Watch:
    """Whether any code of this machine, Qt's included, opened a file meanwhile (inotify)."""

    def __init__(self, *paths: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._handle = libc.inotify_init1(os.O_NONBLOCK)
        for path in paths:
            assert libc.inotify_add_watch(self._handle, os.fsencode(path), _IN_OPEN) >= 0

    def opened(self) -> bool:
        try:
            return bool(os.read(self._handle, 4096))
        except BlockingIOError:
            return False

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)
