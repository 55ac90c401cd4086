"""Every way out of Probity leaves a disclosure on record, and what cannot be recorded stays in.

``PRIMITIVES`` are what something can leave by; whoever uses one in another module than these finds
this test asking for a way that walks it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from models.change import Change
from models.changes import guidance
from models.changes.case import exhibits, letters
from models.changes.case.exhibits import NewExhibit
from models.entering.open import create_register, open_register
from models.errors import ProbityError
from models.queries.cases.case_list import Sort
from models.queries.cases.chronology import Entries
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.record import checkpoint
from models.record.records import Asked, page
from models.register import Register
from models.schema import User
from tests.models.making import PASSPHRASE, TODAY, case_file, docx_of, save
from tests.ui.cases.driving import answer, press
from ui.cases.list.export_dialog import CsvDialog
from ui.commands import parser
from ui.commands.case_file import case_file as headless_case_file
from ui.commands.run import run
from ui.desktop.clipboard import NOT_YOURS
from ui.desktop.desktop import Desktop
from ui.previews.file_preview import ExhibitPreview
from ui.printing import papers
from ui.printing.pages_view import PagesView
from ui.printing.preview import PreviewDialog
from ui.record.check_dialog import CheckDialog
from ui.settings import Settings

ROOT = Path(__file__).parents[2]
#: Milliseconds for a process apart to answer on a machine with much to do.
PATIENCE = 30_000


@dataclass
class Office:
    """A desktop on a register with a case, an exhibit and guidance, and a folder to write in."""

    qtbot: Any
    desktop: Desktop
    folder: Path
    patch: pytest.MonkeyPatch

    @property
    def register(self) -> Register:
        return self.desktop.register

    @property
    def out(self) -> Path:
        return self.folder / "out.file"

    def rest(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desktop.runner.busy, timeout=PATIENCE)

    def open(self, title: str) -> Any:
        shown = self.desktop.window.show_page(title)
        self.rest()
        return shown

    def dialog(self, kind: type[QDialog], parent: QWidget) -> Any:
        self.qtbot.waitUntil(lambda: bool(parent.findChildren(kind)))
        self.rest()
        return parent.findChildren(kind)[-1]

    def saved(self) -> str:
        return self.out.read_text(encoding="utf-8", errors="replace") if self.out.exists() else ""

    def disclosures(self) -> list[str]:
        with self.register.reader() as connection:
            return [one.what for one in page(connection, Asked(act="disclose"))]


@pytest.fixture
def office(
    qtbot: Any, app: QApplication, settings: Settings, tmp_path: Path, monkeypatch: Any
) -> Iterator[Office]:
    path = tmp_path / "force.probity"
    register = create_register(
        path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY
    )
    case_id = save(register, case_file(owner_id=1, next_due=TODAY))
    (tmp_path / "note.txt").write_text("seen at nine")
    exhibits.attach(register, case_id, NewExhibit(tmp_path / "note.txt"))
    desktop = Desktop(register, settings)
    desktop.show()
    made = Office(qtbot, desktop, tmp_path / "out", monkeypatch)
    made.folder.mkdir()
    made.rest()
    monkeypatch.setenv("PROBITY_PARCEL_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(made.out), "CSV (*.csv)"))
    QGuiApplication.clipboard().clear()
    yield made
    for window in list(desktop.case_windows.values()):
        window.close()
    made.rest()
    desktop.runner.shutdown()
    desktop.window.hide()
    register.close()


def list_csv(office: Office) -> None:
    dialog = office.desktop.export(Filter(), Sort(), default())
    export(office, dialog)


def export(office: Office, dialog: CsvDialog) -> None:
    dialog.path.setText(str(office.out))
    office.qtbot.keyClicks(dialog.reason, "For the panel")
    press(office.qtbot, dialog.export)
    office.rest()
    dialog.reject()


def cases_sent(office: Office) -> None:
    dialog = office.desktop.send_cases()
    office.rest()
    dialog.path.setText(str(office.out))
    office.qtbot.keyClicks(dialog.reason, "For the panel")
    for one in (dialog.passphrase.first, dialog.passphrase.second):
        office.qtbot.keyClicks(one.line, PASSPHRASE)
    press(office.qtbot, dialog.send)
    office.rest()
    dialog.reject()


def as_pdf(office: Office, parent: QWidget) -> None:
    preview = office.dialog(PreviewDialog, parent)
    office.qtbot.keyClicks(preview.reason, "For the panel")
    press(office.qtbot, preview.pdf_button)
    office.rest()
    preview.close()


def list_pdf(office: Office) -> None:
    office.desktop.print_list(Filter(), Sort(), default())
    as_pdf(office, office.desktop.window)


def sheet_pdf(office: Office) -> None:
    office.desktop.print_sheet(1)
    as_pdf(office, office.desktop.window)


def chronology_pdf(office: Office) -> None:
    office.desktop.print_chronology(1, Entries(), office.desktop.window)
    as_pdf(office, office.desktop.window)


def sheet_printed(office: Office) -> None:
    office.desktop.print_sheet(1)
    preview = office.dialog(PreviewDialog, office.desktop.window)
    to_paper(office)
    press(office.qtbot, preview.print_button)
    office.rest()
    preview.close()


def to_paper(office: Office) -> None:
    """A printer that prints to a file, agreed to in the dialog."""

    def agree(dialog: QPrintDialog) -> int:
        chosen = dialog.printer()
        chosen.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        chosen.setOutputFileName(str(office.out))
        return int(QDialog.DialogCode.Accepted)

    office.patch.setattr(QPrintDialog, "exec", agree)


def calendar(office: Office) -> None:
    work = office.open("My work")
    work._ask_save()
    office.rest()


def chart(office: Office, words: str) -> None:
    dashboard = office.open("Dashboard")
    to_paper(office)
    card = next(iter(dashboard.cards.values()))
    next(one for one in card.menu.actions() if one.text() == words).trigger()
    office.rest()


def answer_exported(office: Office) -> None:
    shown = office.open("Publication")
    press(office.qtbot, shown.acts.export)
    dialog = office.dialog(CsvDialog, shown)
    dialog.path.setText(str(office.out.with_suffix(".xlsx")))
    press(office.qtbot, dialog.export)
    office.rest()
    dialog.reject()


def answer_pdf(office: Office) -> None:
    shown = office.open("Publication")
    press(office.qtbot, shown.acts.paper)
    as_pdf(office, shown)


def answer_printed(office: Office) -> None:
    shown = office.open("Publication")
    press(office.qtbot, shown.acts.paper)
    preview = office.dialog(PreviewDialog, shown)
    to_paper(office)
    press(office.qtbot, preview.print_button)
    office.rest()
    preview.close()


def answer_chart(office: Office) -> None:
    shown = office.open("Publication")
    shown.form.threshold.setCurrentIndex(0)
    office.qtbot.waitUntil(lambda: bool(shown.view.cards))
    card = next(iter(shown.view.cards.values()))
    next(one for one in card.menu.actions() if one.text() == "Save as PNG…").trigger()
    office.rest()


def return_exported(office: Office) -> None:
    shown = office.open("Returns")
    press(office.qtbot, shown.acts.export)
    dialog = office.dialog(CsvDialog, shown)
    dialog.path.setText(str(office.out.with_suffix(".xlsx")))
    press(office.qtbot, dialog.export)
    office.rest()
    dialog.reject()


def return_pdf(office: Office) -> None:
    shown = office.open("Returns")
    press(office.qtbot, shown.acts.paper)
    as_pdf(office, shown)


def exhibits_page(office: Office) -> Any:
    window = office.desktop.open_case(1)
    office.rest()
    shown = window.tabs.exhibits
    window.tabs.setCurrentWidget(shown)
    office.rest()
    shown.table.selectRow(0)
    office.rest()
    return shown


def exhibit_exported(office: Office) -> None:
    press(office.qtbot, exhibits_page(office).details.export_button)
    office.rest()


def exhibit_outside(office: Office) -> None:
    office.patch.setattr(
        QDesktopServices,
        "openUrl",
        lambda url: office.out.write_bytes(Path(QUrl.toLocalFile(url)).read_bytes()),
    )
    answer(office.patch, "Open outside")
    press(office.qtbot, exhibits_page(office).details.outside_button)
    office.rest()


def exhibit_previewed(office: Office) -> None:
    shown = exhibits_page(office)
    press(office.qtbot, shown.details.preview_button)
    preview = office.dialog(ExhibitPreview, shown)
    office.out.write_text(preview.text.toPlainText())
    preview.close()


def letters_page(office: Office) -> Any:
    new = letters.NewLetter("Update", "update", docx_of("As sent"), "u.docx", TODAY)
    letters.send(office.register, 1, new)
    window = office.desktop.open_case(1)
    office.rest()
    shown = window.tabs.letters
    window.tabs.setCurrentWidget(shown)
    office.rest()
    shown.table.selectRow(0)
    office.rest()
    return shown


def letter_saved(office: Office) -> None:
    press(office.qtbot, letters_page(office).save_button)
    office.rest()


def letter_outside(office: Office) -> None:
    office.patch.setattr(
        QDesktopServices,
        "openUrl",
        lambda url: office.out.write_bytes(Path(QUrl.toLocalFile(url)).read_bytes()),
    )
    answer(office.patch, "Open in Word")
    press(office.qtbot, letters_page(office).outside_button)
    office.rest()


def letter_shown(office: Office) -> None:
    shown = letters_page(office)
    press(office.qtbot, shown.show_button)
    office.rest()
    for one in shown.findChildren(PagesView):
        office.out.write_text(str(one.count))


def letter_draft(office: Office) -> None:
    window = office.desktop.open_case(1)
    office.rest()
    dialog: Any = window.tabs.letters.write()
    office.rest()
    dialog.form.template.set_value("update")
    dialog.preview()
    office.qtbot.waitUntil(dialog.draft_button.isEnabled, timeout=PATIENCE)
    press(office.qtbot, dialog.draft_button)
    office.rest()
    dialog.reject()


def template_saved(office: Office) -> None:
    dialog = office.desktop.show_templates()
    office.rest()
    press(office.qtbot, dialog.save_button)
    office.rest()
    dialog.reject()


def whole_case(office: Office, which: str) -> None:
    window = office.desktop.open_case(1)
    office.rest()
    dialog: Any = window.make_case_file()
    button = getattr(dialog, which)
    office.qtbot.waitUntil(button.isEnabled, timeout=PATIENCE)
    office.qtbot.keyClicks(dialog.reason, "For the panel")
    press(office.qtbot, button)
    office.rest()
    dialog.reject()


def record_csv(office: Office) -> None:
    shown = office.open("Record")
    press(office.qtbot, shown.export_button)
    export(office, office.dialog(CsvDialog, shown))


def checkpoint_saved(office: Office) -> None:
    office.open("Record").checkpoints.ask_save()
    office.rest()


def checkpoint_pdf(office: Office) -> None:
    shown = office.open("Record")
    made = checkpoint.take(office.register, "taken to be printed")
    paper = papers_of_record().checkpoint_page(office.register, made)
    what = "Checkpoint of the record"
    papers_of_record().preview(paper, what, office.register, office.desktop.runner, shown)
    as_pdf(office, shown)


def papers_of_record() -> Any:
    from ui.record import papers as found

    return found


def check_pdf(office: Office) -> None:
    shown = office.open("Record")
    press(office.qtbot, shown.check_button)
    dialog = office.dialog(CheckDialog, shown)
    press(office.qtbot, dialog.print_button)
    as_pdf(office, dialog)
    dialog.reject()


def guidance_page(office: Office) -> Any:
    """A version of guidance with a file of its own, chosen on its page."""
    (office.folder.parent / "policy.txt").write_text("1 Take care.")
    with office.register.change() as change:
        document = guidance.add_document(change, title="Social media")
        version = guidance.add_version(change, document, name="1", starts=TODAY)
    guidance.attach_file(office.register, version, office.folder.parent / "policy.txt")
    shown = office.open("Guidance")
    office.qtbot.waitUntil(lambda: shown.panel.members._held is not None)
    office.rest()
    return shown


def guidance_saved(office: Office) -> None:
    shown = guidance_page(office)
    shown._save_file(shown.panel.members._held)
    office.rest()


def guidance_members(office: Office) -> None:
    guidance_page(office).panel.members._export()
    office.rest()


def imported(office: Office, button: str) -> None:
    """A file with a row that cannot be imported, tried, and what came of it saved."""
    (office.folder.parent / "in.csv").write_text("Ref,Received,Type\nA,99/9/2013,Conduct\n")
    wizard = office.desktop.import_file()
    office.rest()
    wizard.file.path.setText(str(office.folder.parent / "in.csv"))
    wizard.file.look()
    office.rest()
    for _ in range(3):
        press(office.qtbot, wizard.next)
        office.rest()
    press(office.qtbot, getattr(wizard.dry_run.rows, button))
    office.rest()
    wizard.reject()


def words_copied(office: Office) -> None:
    window = office.desktop.open_case(1)
    office.rest()
    title = next(one for one in window.findChildren(QWidget, "case.title"))
    title.selectAll()  # type: ignore[attr-defined]
    office.qtbot.keyClick(title, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    office.rest()


def command(*words: str) -> Callable[[Office], None]:
    def act(office: Office) -> None:
        given = [
            office.out.with_suffix(Path(one).suffix or ".file") if one.startswith("OUT") else one
            for one in words
        ]
        args = parser.parse(["--register", str(office.register.path), *map(str, given)])
        if words[0] == "case-file":
            headless_case_file(office.register, args)
        elif words[0] == "sheet":
            papers.save_case_sheet(office.register, "PS/2014/00001", office.out, "recorded")
        else:
            run(args)

    return act


PERIOD = ("--from", "2014-01-01", "--to", "2014-02-28")
QUARTER = ("--year", "2013/14", "--quarter", "4")
#: How it leaves, and what the record says of it.
WAYS: dict[str, tuple[Callable[[Office], None], str]] = {
    "list as CSV": (list_csv, "List of cases exported as CSV"),
    "cases sent": (cases_sent, "The case: Sent to another register"),
    "list as PDF": (list_pdf, "List of cases saved as out.file"),
    "sheet as PDF": (sheet_pdf, "Case sheet saved as out.file"),
    "sheet printed": (sheet_printed, "Case sheet printed"),
    "chronology as PDF": (chronology_pdf, "Chronology saved as out.file"),
    "calendar": (calendar, "Tasks and deadlines saved as a calendar"),
    "chart as PNG": (lambda office: chart(office, "Save as PNG…"), "saved as out.png"),
    "chart as SVG": (lambda office: chart(office, "Save as SVG…"), "saved as out.svg"),
    "chart copied": (lambda office: chart(office, "Copy picture"), "copied"),
    "chart printed": (lambda office: chart(office, "Print…"), "printed"),
    "exhibit exported": (exhibit_exported, "An exhibit: Exported as out.file"),
    "exhibit opened outside": (exhibit_outside, "An exhibit: Opened outside Probity"),
    "exhibit previewed": (exhibit_previewed, "An exhibit: Viewed"),
    "letter saved": (letter_saved, "A letter: Saved as out.file"),
    "letter opened outside": (letter_outside, "A letter: Opened outside Probity"),
    "letter shown": (letter_shown, "A letter: Viewed"),
    "letter drafted": (letter_draft, "Draft of a letter saved: 28-day update"),
    "letter template saved": (template_saved, "Letter template saved: Acknowledgement"),
    "letter by command": (
        command("letter", "PS/2014/00001", "--template", "witness", "--out", "OUT"),
        "Draft of a letter saved: Witness request",
    ),
    "letters on the command line": (
        command("letter", "PS/2014/00001", "--json"),
        "Letters listed on the command line",
    ),
    "case file as PDF": (
        lambda office: whole_case(office, "pdf_button"),
        "Case file as PDF (full) saved as out.file",
    ),
    "case file as folder": (
        lambda office: whole_case(office, "folder_button"),
        "Case file in a folder (full) saved as out.file",
    ),
    "case file by command": (
        command("case-file", "PS/2014/00001", "--out", "OUT"),
        "Case file as PDF (full) saved as out.file",
    ),
    "parts of a case file on the command line": (
        command("case-file", "PS/2014/00001", "--parts", "--json"),
        "Parts of a case file on the command line",
    ),
    "record as CSV": (record_csv, "The record exported as CSV"),
    "checkpoint saved": (checkpoint_saved, "Checkpoint of the record saved as out.file"),
    "checkpoint as PDF": (checkpoint_pdf, "Checkpoint of the record saved as out.file"),
    "check report as PDF": (check_pdf, "Report of a check saved as out.file"),
    "guidance saved": (guidance_saved, "Guidance saved: Social media"),
    "members given guidance as CSV": (guidance_members, "Members given Social media"),
    "import report as CSV": (lambda office: imported(office, "report"), "What an import of in.csv"),
    "rows to be mended as CSV": (lambda office: imported(office, "refused"), "Rows of in.csv"),
    "words copied": (words_copied, "Copied 36 characters"),
    "answer as workbook": (answer_exported, "Answer for publication saved as out.xlsx"),
    "answer as PDF": (answer_pdf, "Answer for publication saved as out.file"),
    "answer printed": (answer_printed, "Answer for publication printed"),
    "chart of an answer": (answer_chart, "saved as out.png"),
    "answer on the command line": (command("publish", *PERIOD), "Answer on the command line"),
    "answers kept on the command line": (
        command("publish", "--list-kept", "--json"),
        "Answers that were kept, on the command line",
    ),
    "answer by command": (
        command("publish", *PERIOD, "--out", "OUT.csv"),
        "Answer for publication saved as out.csv",
    ),
    "return as workbook": (return_exported, "Return saved as out.xlsx"),
    "return as PDF": (return_pdf, "Return saved as out.file"),
    "return on the command line": (command("returns", *QUARTER), "Return on the command line"),
    "return by command": (
        command("returns", *QUARTER, "OUT.xlsx"),
        "Return saved as out.xlsx",
    ),
    "list on the command line": (command("list"), "List of cases on the command line"),
    "case on the command line": (
        command("show", "PS/2014/00001", "--json"),
        "Case shown on the command line",
    ),
    "figures on the command line": (command("stats", *PERIOD), "Figures on the command line"),
    "CSV by command": (command("export", "OUT"), "List of cases exported as CSV"),
    "cases sent by command": (
        command("send", "OUT", "--ref", "PS/2014/00001"),
        "The case: Sent to another register",
    ),
    "sheet by command": (command("sheet", "X", "--pdf", "OUT"), "Case sheet saved as out.file"),
    "checkpoint by command": (
        command("checkpoint", "OUT"),
        "Checkpoint of the record saved as out.file",
    ),
}


def left(office: Office) -> bool:
    """Whether anything is outside."""
    clipboard = QGuiApplication.clipboard()
    copied = bool(clipboard.text()) or not clipboard.pixmap().isNull()
    return copied or any(one.stat().st_size for one in office.folder.iterdir())


@pytest.mark.parametrize("way", WAYS)
def test_each_way_out_leaves_its_record(
    office: Office, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    act, said = WAYS[way]
    assert not left(office)
    act(office)
    assert left(office) or capsys.readouterr().out
    office.qtbot.waitUntil(lambda: bool(office.disclosures()))
    assert said in office.disclosures()[0]
    given = ("list as CSV", "sheet as PDF", "record as CSV", "case file as PDF", "cases sent")
    if way in given:
        with office.register.reader() as connection:
            assert page(connection, Asked(act="disclose"))[0].reason == "For the panel"


@pytest.mark.parametrize("way", WAYS)
def test_what_cannot_be_put_on_record_does_not_leave(
    office: Office, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    note = Change.note

    def refuse(change: Change, action: str, *args: Any, **details: Any) -> int:
        if action == "disclose":
            raise ProbityError("The disk is full.")
        return note(change, action, *args, **details)

    office.patch.setattr(Change, "note", refuse)
    with contextlib.suppress(ProbityError, AssertionError, IndexError):
        WAYS[way][0](office)  # where it needs what was refused, there is nothing to go on with
    office.qtbot.waitUntil(lambda: not left(office))
    assert not capsys.readouterr().out
    assert office.disclosures() == []


def test_whoever_may_not_give_out_copies_nothing(
    qtbot: Any, app: QApplication, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "force.probity"
    with create_register(path, force="Weald", user="okafor", today=TODAY) as register:
        save(register, case_file())
        with register.change() as change:
            change.add(User, name="reader", full_name="N. Reader", role="reader")
    desktop = Desktop(open_register(path, user="reader"), settings)
    desktop.show()
    qtbot.waitUntil(lambda: not desktop.runner.busy)
    QGuiApplication.clipboard().setText("words of a case")
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().text())
    assert desktop.window.message.text() == NOT_YOURS
    desktop.runner.shutdown()
    desktop.window.hide()
    desktop.register.close()


PRIMITIVES = (
    r"\breplacing\(",
    r"\bmaking_folder\(",
    r"\b_save_as\(",
    r"\b_give_to_another\(",
    r"\bwrite_csv\(",
    r"\bfill_csv\(",
    r"getSaveFileName\(",
    r"\.clipboard\(\)",
    r"\bQPrinter\(",
    r"\bQPdfWriter\(",
    r"\.grab\(\)",
    r"write_text\(",
    r"write_bytes\(",
    r"mkdtemp\(",
    r"sys\.stdout",
    r"openUrl\(",
)
#: Where something can leave, and by which of the ways above it is walked.
DOORS = {
    "models/record/checkpoint.py": "checkpoint saved",
    "models/exchange/tables/answer_files.py": "answer by command",
    "models/exchange/calendar_file.py": "calendar",
    "models/exchange/tables/return_files.py": "return by command",
    "models/exchange/tables/csv_export.py": "list as CSV",
    "models/storage/stored_files.py": "exhibit exported",
    "models/exchange/apart.py": "letter drafted",
    "models/exchange/bundle/files.py": "case file as PDF",
    "ui/cases/giving_out/case_file_dialog.py": "case file as PDF",
    "ui/printing/bundle_pages.py": "case file as PDF",
    "models/exchange/letters/files.py": "letter drafted",
    "ui/cases/pages/letters_page.py": "letter saved",
    "ui/letters/templates_dialog.py": "letter template saved",
    "ui/letters/write_dialog.py": "letter drafted",
    "models/exchange/tables/guidance_csv.py": "members given guidance as CSV",
    "models/exchange/incoming/reports.py": "import report as CSV",
    "models/exchange/tables/record_csv.py": "record as CSV",
    "models/moving/sending.py": "cases sent",
    "ui/commands/output.py": "list on the command line",
    "ui/previews/drawing.py": "exhibit previewed",
    "ui/cases/pages/exhibits_page.py": "exhibit exported",
    "ui/cases/pages/files_page.py": "exhibit opened outside",
    "ui/charts/chart.py": "chart as PNG",
    "ui/charts/chart_card.py": "chart printed",
    "ui/desktop/clipboard.py": "words copied",
    "ui/cases/list/export_dialog.py": "list as CSV",
    "ui/guidance/guidance_page.py": "guidance saved",
    "ui/guidance/recipients_panel.py": "members given guidance as CSV",
    "ui/importing/dry_run_page.py": "rows to be mended as CSV",
    "ui/moving/send_dialog.py": "cases sent",
    "ui/previews/outside.py": "exhibit opened outside",
    "ui/printing/paper.py": "sheet as PDF",
    "ui/printing/preview.py": "sheet printed",
    "ui/record/checkpoint_actions.py": "checkpoint saved",
    "ui/users/recovery_key.py": "tests/ui/entering/test_sign_in.py",
    "ui/work/my_work.py": "calendar",
    "ui/commands/drawing.py": "tests/test_main.py",
    "ui/tour/walk.py": "tests/test_main.py",
}
#: What is written there says nothing of any case.
NOTHING_OF_A_CASE = {
    "models/storage/files.py",  # the primitive itself
    "models/exchange/tables/csv_file.py",  # the primitive of every CSV
    "models/storage/sqlite/scratch.py",  # rows of a file, under a key that ends with the program
    "models/storage/throttle.py",  # digests of names, and waits
    "ui/backups/restore_file.py",  # a backup put somewhere, encrypted as it was
    "ui/desktop/menus.py",  # opens the folder of the log
    "ui/entering/first_run.py",  # where a register is to be made
    "ui/looks/stylesheet.py",  # icons in the theme's colour
}


def test_there_is_no_way_out_that_is_not_walked() -> None:
    found = {
        str(path.relative_to(ROOT))
        for folder in ("models", "ui")
        for path in (ROOT / folder).rglob("*.py")
        if re.search("|".join(PRIMITIVES), path.read_text(encoding="utf-8"))
    }
    assert found - NOTHING_OF_A_CASE == set(DOORS)
    assert all(way in WAYS or (ROOT / way).exists() for way in DOORS.values())
