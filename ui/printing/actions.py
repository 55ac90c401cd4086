"""Opening the preview of a paper from anywhere in the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from models.changes.noting import consulted
from models.errors import ProbityError
from models.queries.cases.case_list import Sort
from models.queries.cases.chronology import Entries
from models.queries.cases.filters import Filter
from models.register import Register
from ui.background import Job, Runner
from ui.printing import papers
from ui.printing.paper import Paper
from ui.printing.preview import PreviewDialog, show_as_made

Failed = Callable[[ProbityError], None]


def preview_case_sheet(
    parent: QWidget, register: Register, runner: Runner, case_id: int, failed: Failed | None = None
) -> None:
    """Show the sheet of a case in a preview, once it is laid out."""

    def make(names: str) -> Paper:
        with register.reader() as connection:
            return papers.case_sheet(register, connection, case_id, names)

    def record(how: str, names: str, reason: str) -> None:
        papers.record_sheet(register, case_id, how, names, reason=reason)

    def allow() -> None:
        register.require("disclose")

    def show(paper: Paper) -> None:
        PreviewDialog(
            paper, make, record, runner, allow=allow, offer_names=True, parent=parent
        ).show()

    def first(_: Job) -> Paper:
        paper = make("recorded")
        consulted(register, "Case sheet previewed before printing", case_id=case_id)
        return paper

    runner.run(
        first,
        done=show,
        failed=failed,
        title="Laying out the case sheet",
        owner=parent,
    )


def preview_chronology(
    parent: QWidget,
    register: Register,
    runner: Runner,
    case_id: int,
    wanted: Entries,
    failed: Failed | None = None,
) -> None:
    """Show what is wanted of a case's chronology in a preview, once it is laid out."""

    def make(names: str) -> Paper:
        with register.reader() as connection:
            return papers.chronology(register, connection, case_id, wanted, names)

    def record(how: str, names: str, reason: str) -> None:
        papers.record_sheet(register, case_id, how, names, "Chronology", reason)

    def allow() -> None:
        register.require("disclose")

    def show(paper: Paper) -> None:
        PreviewDialog(
            paper, make, record, runner, allow=allow, offer_names=True, parent=parent
        ).show()

    runner.run(
        lambda _job: make("recorded"),
        done=show,
        failed=failed,
        title="Laying out the chronology",
        owner=parent,
    )


def preview_list(
    parent: QWidget,
    register: Register,
    runner: Runner,
    where: Filter,
    sort: Sort,
    columns: tuple[str, ...],
    failed: Failed | None = None,
) -> None:
    """Show the list as it is on screen in a preview."""

    def work(job: Job) -> Paper:
        with job.reading(register) as connection:
            return papers.cases(register, connection, where, sort, columns, job.check)

    def show(paper: Paper) -> None:
        def record(how: str, why: str) -> None:
            papers.record_list(register, how, where, why)

        show_as_made(paper, record, register, runner, parent)

    runner.run(
        work, done=show, failed=failed, key="print list", title="Laying out the list", owner=parent
    )
