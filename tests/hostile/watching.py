"""Seeing, past Python too, which files a process opens and whether it asks for a network."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the kernel's own watch on files is Linux's"
)
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="no pipes and limits of this kind")
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


class _Reports(threading.local):
    """What the audit hook, which can never be taken off, does with an event in this thread."""

    to: Callable[[str, tuple[Any, ...]], None] | None = None


_reports = _Reports()


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if _reports.to is not None:
        _reports.to(event, args)


sys.addaudithook(_hook)


@contextmanager
def only(*allowed: Path) -> Iterator[None]:
    """Inside, this thread may open files under ``allowed``, and no network at all.

    What Python itself reads (its modules, the zones of the world) is let through.
    """
    roots = [os.path.realpath(path) for path in (*allowed, *_of_python())]
    broken: list[str] = []

    def judge(event: str, args: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "socket.__new__", "subprocess.Popen"):
            broken.append(f"{event} {args[1:]}")
        elif event == "open" and isinstance(args[0], str | bytes | os.PathLike):
            path = os.path.realpath(os.fsdecode(args[0]))
            if not any(path == root or path.startswith(root + os.sep) for root in roots):
                broken.append(f"open {path}")

    before, _reports.to = _reports.to, judge
    try:
        yield
    finally:
        _reports.to = before
    assert broken == []


def _of_python() -> list[Path]:
    root = Path(__file__).parents[2]
    return [
        *(Path(one) for one in {sys.prefix, sys.base_prefix}),
        *(root / room for room in ("models", "ui", "resources", "tests", ".hypothesis")),
        *(Path(one) for one in ("/usr/share/zoneinfo", "/etc/localtime", "/dev/null")),
        *(Path(one) for one in ("/dev/urandom", "/usr/lib", "/usr/share/mime", "/etc/mime.types")),
    ]


@contextmanager
def in_time(seconds: float = 30.0) -> Iterator[None]:
    """A watchdog for what would never end: it stops the whole run, with every thread's place.

    It judges no speed: what ends, however late, is let be unless it is this late.
    """
    import faulthandler

    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def no_internet_from_now() -> None:
    """Have the kernel end this process, and those it starts, if it makes an internet socket.

    For a child of a test, past Python too (seccomp). Sockets of the machine itself are let be.

    :raises RuntimeError: this system has no such thing.
    """
    machine = platform.machine()
    number = {"x86_64": 41, "aarch64": 198}.get(machine)
    if not sys.platform.startswith("linux") or number is None:
        raise RuntimeError("no seccomp here")

    class Filter(ctypes.Structure):
        _fields_ = [
            ("code", ctypes.c_ushort),
            ("yes", ctypes.c_ubyte),
            ("no", ctypes.c_ubyte),
            ("value", ctypes.c_uint),
        ]

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filters", ctypes.POINTER(Filter))]

    load, equal, give = 0x20, 0x15, 0x06
    kill, allow = 0x80000000, 0x7FFF0000
    steps = [
        Filter(load, 0, 0, 0),  # the number of the system call
        Filter(equal, 0, 4, number),  # other than socket(): allow
        Filter(load, 0, 0, 16),  # its first argument, the family
        Filter(equal, 1, 0, 2),  # AF_INET: kill
        Filter(equal, 0, 1, 10),  # AF_INET6: kill, else allow
        Filter(give, 0, 0, kill),
        Filter(give, 0, 0, allow),
    ]
    program = Program(len(steps), (Filter * len(steps))(*steps))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(program), 0, 0):
        raise RuntimeError(os.strerror(ctypes.get_errno()))
