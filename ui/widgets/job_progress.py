"""How far a piece of work is."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar

#: What a bar is given at most: the bytes of a large file are more than it can count.
MOST = 1_000_000


class JobProgress(QProgressBar):
    """Follows a job by its ``progressed``."""

    def begin(self) -> None:
        """Show that it runs, before it says how far it is."""
        self.setRange(0, 0)
        self.show()

    def step(self, done: int, total: int) -> None:
        """``done`` of ``total``; of 0 it is not known how many there are."""
        if total > MOST:
            done, total = MOST * done // total, MOST
        self.setRange(0, total)
        self.setValue(done)
