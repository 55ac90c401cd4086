"""The import that a wizard leads through: what has been read, how it is mapped, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from models.changes.incoming import importing, undoing_import
from models.changes.incoming.importing import Done
from models.changes.incoming.undoing_import import Undone
from models.errors import ProbityError
from models.exchange.incoming import headings, mapping
from models.exchange.incoming.cells import Cells, Options
from models.exchange.incoming.deciding import dry_run
from models.exchange.incoming.fields import field, is_field
from models.exchange.incoming.headings import Heads
from models.exchange.incoming.kept_mappings import kept_mapping
from models.exchange.incoming.mapping import Mapping
from models.exchange.incoming.open_file import open_cells
from models.exchange.incoming.staging import Counts, Stage
from models.register import Register
from ui.background import Job, Runner

T = TypeVar("T")
#: Rows shown of a file, and words of a column that are offered to be mapped.
SAMPLE, MOST_WORDS = 8, 200
#: Coded fields whose words are put together of others, and so are not mapped one by one.
PUT_TOGETHER = ("factors",)


class Work(QObject):
    """What the pages of the wizard show and change; long work is done in the background.

    ``busy`` tells whether something is being done, ``stepped`` how far it is.
    """

    busy = Signal(bool)
    stepped = Signal(object, object)
    failed = Signal(str)

    def __init__(self, register: Register, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self.register = register
        self._runner = runner
        self.cells: Cells | None = None
        self.heads: Heads | None = None
        self.sample: list[list[str]] = []
        self.mapping = Mapping()
        self.stage: Stage | None = None
        self.words: dict[str, dict[str, int]] = {}
        self.counts = Counts()
        self.done: Done | None = None
        self._job: Job | None = None

    def read(self, path: Path, options: Options, at: int | None, then: Callable[[], None]) -> None:
        """Look at a file: what it is, its headings, its first rows.

        :param at: the row in which the headings begin, where somebody says so.
        """

        def work(job: Job) -> tuple[Cells, Heads, list[list[str]]]:
            cells = open_cells(path, options, job.check)
            heads = headings.find(cells, at)
            rows = (one.cells for one in headings.lines(cells, heads) if one.skip is None)
            return cells, heads, list(islice(rows, SAMPLE))

        def found(result: tuple[Cells, Heads, list[list[str]]]) -> None:
            self.cells, self.heads, self.sample = result
            self.mapping = mapping.guessed(self.heads.names)
            then()

        self._run(work, found, "Reading the file")

    def use_mapping(self, name: str, then: Callable[[], None]) -> None:
        """Read the file by a mapping that is kept."""

        def work(job: Job) -> Mapping:
            with job.reading(self.register) as connection:
                return kept_mapping(connection, name)

        def found(kept: Mapping) -> None:
            assert self.heads is not None
            self.mapping = mapping.fitted(kept, self.heads.names)
            then()

        self._run(work, found, "Reading the mapping")

    def load(self, then: Callable[[], None]) -> None:
        """Take in every row, and see which words stand in the columns of codes."""
        cells, heads, how = self.cells, self.heads, self.mapping
        assert cells is not None
        assert heads is not None
        self._drop_stage()
        stage = self.stage = Stage()
        places = {
            code: place
            for place, name in enumerate(heads.names)
            if is_field(code := how.field_of(name))
            and field(code).vocabulary
            and code not in PUT_TOGETHER
        }

        def work(job: Job) -> dict[str, dict[str, int]]:
            stage.load(cells, heads, how, job.progress, job.check)
            words = stage.words(list(places.values()), MOST_WORDS)
            return {code: words[place] for code, place in places.items()}

        def found(words: dict[str, dict[str, int]]) -> None:
            self.words = words
            then()

        self._run(work, found, "Reading the rows")

    def dry_run(self, then: Callable[[], None]) -> None:
        """See what an import would make of each row."""
        cells, stage, how = self.cells, self.stage, self.mapping
        assert cells is not None
        assert stage is not None

        def work(job: Job) -> Counts:
            mapping.refuse(how)
            with job.reading(self.register) as connection:
                today = self.register.today()
                name = cells.path.name
                dry_run(connection, stage, how, today, name, job.progress, job.check)
            return stage.counts()

        def found(counts: Counts) -> None:
            self.counts = counts
            then()

        self._run(work, found, "Trying the import")

    def write(self, stop_on_error: bool, then: Callable[[], None]) -> None:
        """Import, all in one transaction."""
        cells, stage, how = self.cells, self.stage, self.mapping
        assert cells is not None
        assert stage is not None

        def work(job: Job) -> Done:
            return importing.import_rows(
                self.register,
                stage,
                cells,
                how,
                stop_on_error=stop_on_error,
                progress=job.progress,
                check=job.check,
            )

        def found(done: Done) -> None:
            self.done, self.counts = done, done.counts
            then()

        self._run(work, found, "Importing")

    def undo(self, run_id: int, then: Callable[[Undone], None]) -> None:
        """Take an import back as a whole."""

        def work(job: Job) -> Undone:
            return undoing_import.undo(self.register, run_id, job.progress, job.check)

        self._run(work, then, "Undoing the import")

    def keep_mapping(self, name: str, then: Callable[[], None]) -> None:
        """Keep the mapping in the register, under a name."""
        how = self.mapping
        self._run(
            lambda _job: importing.save_mapping(self.register, name, how),
            lambda _: then(),
            "Keeping the mapping",
        )

    def choose(self, **choices: str) -> None:
        """Change a choice of the mapping, such as what is done with what is known."""
        self.mapping = replace(self.mapping, **choices)  # type: ignore[arg-type]

    def cancel(self) -> None:
        """Stop what is being done; nothing is left half done."""
        if self._job is not None:
            self._job.stop()

    def end(self) -> None:
        """Nobody is left to hear of it: stop, and take away what was read."""
        if self._job is not None:
            self._job.finished.connect(self._drop_stage)
            self._job.forget()
        else:
            self._drop_stage()

    def _run(self, work: Callable[[Job], T], done: Callable[[T], None], title: str) -> None:
        def ended() -> None:
            self._job = None
            self.busy.emit(False)

        def good(result: T) -> None:
            ended()
            done(result)

        def bad(error: ProbityError) -> None:
            ended()
            self.failed.emit(str(error))

        self.busy.emit(True)
        self._job = self._runner.run(work, done=good, failed=bad, title=title)
        self._job.progressed.connect(self.stepped)

    def _drop_stage(self) -> None:
        if self.stage is not None:
            self.stage.close()
            self.stage = None
