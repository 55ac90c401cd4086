"""A bar that follows a job."""

from __future__ import annotations

from typing import Any

import pytest

from ui.background import Job
from ui.widgets.job_progress import MOST, JobProgress


@pytest.mark.parametrize(
    ("done", "total", "shown"),
    [
        (3, 7, (3, 7)),
        (0, 0, (0, 0)),
        (3 * 2**31, 4 * 2**31, (MOST * 3 // 4, MOST)),  # bytes that a bar cannot count
    ],
)
def test_it_shows_how_far_a_job_is(
    qtbot: Any, done: int, total: int, shown: tuple[int, int]
) -> None:
    bar = JobProgress()
    qtbot.addWidget(bar)
    bar.begin()
    assert bar.isVisible()
    bar.step(done, total)
    assert (max(bar.value(), 0), bar.maximum()) == shown


def test_the_bytes_of_a_large_file_reach_it(qtbot: Any) -> None:
    bar = JobProgress()
    qtbot.addWidget(bar)
    job = Job("Reading", bar)
    job.progressed.connect(bar.step)
    job.progress(3 * 2**31, 4 * 2**31)
    assert (bar.value(), bar.maximum()) == (MOST * 3 // 4, MOST)
