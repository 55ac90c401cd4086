"""Waiting for what a test wants to see, for as long as a busy machine may take to show it."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

#: Milliseconds. What comes is not waited for longer because of it, only what never comes.
PATIENCE = 120_000


class PatientBot(QtBot):
    """pytest-qt's, which waits at least :data:`PATIENCE` for what must come.

    What may stay away (``raising=False``) is waited for as long as the test says.
    """

    def waitUntil(self, callback: Any, *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(
        self, signal: Any, *, timeout: int = PATIENCE, raising: bool | None = None, **more: Any
    ) -> Any:
        return super().waitSignal(
            signal, timeout=_patient(timeout, raising), raising=raising, **more
        )

    def waitSignals(
        self, signals: Any, *, timeout: int = PATIENCE, raising: bool | None = None, **more: Any
    ) -> Any:
        return super().waitSignals(
            signals, timeout=_patient(timeout, raising), raising=raising, **more
        )

    def waitExposed(self, widget: Any, *, timeout: int = PATIENCE) -> Any:
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE))

    def waitActive(self, widget: Any, *, timeout: int = PATIENCE) -> Any:
        return super().waitActive(widget, timeout=max(timeout, PATIENCE))


def _patient(timeout: int, raising: bool | None) -> int:
    return timeout if raising is False else max(timeout, PATIENCE)
