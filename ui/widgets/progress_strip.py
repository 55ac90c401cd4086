"""What is being done now, how far it is, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ui.background import Job, Runner
from ui.looks import theme
from ui.widgets.job_progress import JobProgress

PATIENCE = 500  # milliseconds that work may take before it is shown


class ProgressStrip(QWidget):
    """Follows a runner; hidden while nothing takes longer than half a second."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._job: Job | None = None
        self.label = QLabel()
        self.label.setProperty("kind", "muted")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = JobProgress()
        self.bar.setFixedWidth(theme.px(120))
        self.stop = QPushButton("Stop")
        self.stop.setProperty("kind", "link")
        self.stop.clicked.connect(lambda _: self._stop())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.label, self.bar, self.stop):
            layout.addWidget(part)
        self.hide()
        runner.started.connect(self._started)

    def _started(self, job: Job) -> None:
        if not job.title:
            return
        self._jobs.append(job)
        job.finished.connect(lambda: self._finished(job))
        QTimer.singleShot(PATIENCE, self, lambda: self._show(job))

    def _show(self, job: Job) -> None:
        if job not in self._jobs or self._job is not None:
            return
        self._job = job
        self.label.setText(f"{job.title}…")
        self.label.setAccessibleName(f"{job.title}…")
        self.bar.step(*job.steps)
        job.progressed.connect(self.bar.step)
        self.stop.setVisible(not job.must_finish)
        self.stop.setAccessibleName(f"Stop {job.title.lower()}")
        self.show()

    def _finished(self, job: Job) -> None:
        self._jobs.remove(job)
        if self._job is job:
            self._job = None
            self.hide()
            if self._jobs:
                self._show(self._jobs[0])

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
