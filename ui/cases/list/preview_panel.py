"""The selected case in a few lines, beside the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.case.casefile import CaseFile
from models.changes.noting import consulted
from models.exchange.papers.sheet_subject import ended
from models.queries.cases.preview import Preview, preview
from models.register import Register
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.links import consolidated_into
from models.rules.names import subject_label
from models.rules.process.decisions import latest
from models.schema import sections
from ui.background import Job, Runner
from ui.cases.list.list_delegate import due_words
from ui.looks import theme
from ui.looks.tokens import OVERDUE
from ui.widgets.plain import clear, plain_label

WIDTH = 276
#: How long a row is chosen before its case is read, so that the list is drawn first and a person
#: who holds an arrow key down reads no case on the way (milliseconds).
SETTLED = 40
#: How long a case is shown before that is a look at it and goes on record (milliseconds).
LOOKED_AT = 2000


class PreviewPanel(QFrame):
    """Shows one case; :meth:`show_case` loads it in the background."""

    open_case = Signal(int)
    print_sheet = Signal(int)

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(theme.px(WIDTH))
        self._register = register
        self._runner = runner
        self.case_id: int | None = None
        self._body = QVBoxLayout()
        self._body.setSpacing(4)
        self._body.setContentsMargins(0, 0, 6, 0)
        inside = QWidget()
        inside.setLayout(self._body)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.open_button = QPushButton("Open")
        self.open_button.setProperty("kind", "primary")
        self.open_button.clicked.connect(lambda _: self._emit(self.open_case))
        self.print_button = QPushButton("Print sheet")
        self.print_button.clicked.connect(lambda _: self._emit(self.print_sheet))
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button, 1)
        buttons.addWidget(self.print_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)
        self._soon = QTimer(self, interval=SETTLED, singleShot=True)
        self._soon.timeout.connect(self._load)
        self._look = QTimer(self, interval=LOOKED_AT, singleShot=True)
        self._look.timeout.connect(self._note_look)
        self._noted: int | None = None
        self.show_case(None)

    def show_case(self, case_id: int | None) -> None:
        """Load and show a case; ``None`` empties the panel."""
        if self.case_id is None:
            self._clear()  # nothing to choose any more, and nothing of the case yet
        self.case_id = case_id
        self._look.stop()
        self.open_button.setEnabled(case_id is not None)
        self.print_button.setEnabled(case_id is not None)
        if case_id is None:
            self._soon.stop()
            self._clear()
            self._say("Choose a case to see it here.", "muted")
            self._body.addStretch(1)
        else:
            self._soon.start()

    def _load(self) -> None:
        case_id = self.case_id
        if case_id is None:
            return

        def work(job: Job) -> Preview:
            with job.reading(self._register) as connection:
                return preview(connection, case_id, self._register.nation)

        self._runner.run(
            work,
            done=self._show,
            failed=lambda error: self._fail(str(error)),
            key=f"preview {id(self)}",
            title="Reading a case",
            owner=self,
        )

    def _show(self, answer: Preview) -> None:
        file = answer.file
        case = file.case
        if case["id"] != self.case_id:  # another row was chosen meanwhile
            return
        if case["id"] != self._noted:
            self._look.start()
        self._clear()
        self._say(case["reference"], "label")
        self._say(case["title"], "heading")
        severity = (latest(file.assessments) or {}).get("severity")
        parts = [
            sections.label("case", "restricted") if case["restricted"] else "",
            vocabularies.name("stage", case["stage"]),
            vocabularies.name("severity", severity).lower(),
            _law(file),
        ]
        self._say("  ·  ".join(part for part in parts if part), "muted")
        self._body.addSpacing(6)
        for section, words in (("subjects", _subjects(file)), ("allegations", _alleged(file))):
            several = len(file.rows(section)) > 1
            called = sections.plural(section) if several else sections.heading(section)
            self._pair(called, words)
        standards = dict.fromkeys(
            vocabularies.name("standard", row["standard"]) for row in file.allegations
        )
        self._pair(
            sections.entry("allegations", "standard").brief, "\n".join(filter(None, standards))
        )
        self._pair(sections.label("case", "owner_id"), answer.owner)
        self._pair("Consolidated into", (consolidated_into(file) or {}).get("other_reference", ""))
        if file.referrals:
            last = file.referrals[-1]
            parts = [
                vocabularies.name("referral", last["kind"]),
                format_date(last["referred"]) or ("not yet sent" if last["kind"] != "none" else ""),
                vocabularies.name("referral_mode", last["mode"]).lower(),
            ]
            self._pair("Referred", " · ".join(part for part in parts if part))
        self._pair(sections.label("outcomes", "outcome"), ended(file))
        if answer.due:
            words, token = due_words(answer.due, self._register.today())
            said = f"{answer.due_for or 'Next step'}\n{words}"
            self._say(said, "danger-box" if token == OVERDUE else "strong")
        self._body.addStretch(1)

    def _note_look(self) -> None:
        """Leave on record that the case was looked at, once while it stays chosen."""
        case_id = self._noted = self.case_id
        if case_id is None:
            return

        def work(_: Job) -> None:
            consulted(self._register, "Viewed in the preview", case_id=case_id)

        self._runner.run(
            work, failed=lambda error: self._fail(str(error)), must_finish=True, owner=self
        )

    def _pair(self, label: str, words: str) -> None:
        if words:
            self._say(label, "label")
            self._say(words, "")
            self._body.addSpacing(4)

    def _say(self, words: str, kind: str) -> None:
        self._body.addWidget(plain_label(words, kind))

    def _fail(self, sentence: str) -> None:
        self._clear()
        self._say(sentence, "error")
        self._body.addStretch(1)

    def _clear(self) -> None:
        clear(self._body)

    def _emit(self, signal: object) -> None:
        if self.case_id is not None:
            signal.emit(self.case_id)  # type: ignore[attr-defined]


def _law(file: CaseFile) -> str:
    """By what the case goes, in a word or two."""
    roles = {row["role"] for row in file.subjects}
    if roles and all(vocabularies.is_staff(role) for role in roles):
        return "staff policy"
    return f"{file.case['regime']} Regulations" if file.case["regime"] else ""


def _subjects(file: CaseFile) -> str:
    rows = file.subjects[:6]
    lines = [", ".join(part for part in (subject_label(row), row["unit"]) if part) for row in rows]
    more = len(file.subjects) - len(rows)
    return "\n".join(lines + ([f"and {more} more"] if more else []))


def _alleged(file: CaseFile) -> str:
    lines = []
    for row in file.allegations[:3]:
        words = [
            vocabularies.name("conduct", row["conduct"])
            or vocabularies.name("category", row["category"])
            or row["particulars"][:80],
            vocabularies.name("platform", row["platform"]),
            vocabularies.name("duty", row["duty"]).lower(),
        ]
        lines.append(" · ".join(part for part in words if part))
    more = len(file.allegations) - len(lines)
    return "\n".join(lines + ([f"and {more} more"] if more else []))
