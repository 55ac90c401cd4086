"""The page of publication, worked as a press officer and a reviewer do."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from models.entering.open import create_register
from models.errors import RegisterBusyError
from models.queries.figures.published import kept
from models.record.records import Asked, page
from models.register import Register
from models.rules.publishing.questions import ROWS
from tests.models.changes.test_coding import old_case
from tests.models.making import TODAY, case_file, colleague, loaded, save
from tests.once import demo_register
from tests.ui.cases.driving import choose, press
from ui.background import Runner
from ui.cases.list.export_dialog import CsvDialog
from ui.printing import papers
from ui.printing.preview import PreviewDialog
from ui.publishing.publishing_page import PublishingPage
from ui.widgets.fields_dialog import FieldsDialog


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = create_register(
        tmp_path / "force.probity", force="Weald", user="okafor", full_name="D. Okafor", today=TODAY
    )
    for number in range(8):
        file = case_file(f"Matter {number}")
        file.allegations[0]["platform"] = "facebook" if number < 6 else "twitter"
        file.findings[0]["finding"] = "cta-misconduct" if number < 6 else "no-case"
        save(made, file)
    yield made
    made.close()


def opened(qtbot: Any, register: Register, runner: Runner) -> PublishingPage:
    made = PublishingPage(register, runner)
    qtbot.addWidget(made)
    made.resize(1060, 660)
    made.show()
    rest(qtbot, made)
    return made


def rest(qtbot: Any, shown: PublishingPage) -> None:
    qtbot.waitUntil(lambda: not shown._soon.isActive() and not shown._runner.busy)


def dialog(qtbot: Any, parent: Any, kind: type[Any]) -> Any:
    qtbot.waitUntil(lambda: bool(parent.findChildren(kind)))
    return parent.findChildren(kind)[-1]


def words(shown: PublishingPage) -> str:
    return "\n".join(one.text() for one in shown.view.findChildren(QLabel))


@pytest.mark.slow
def test_the_question_of_the_demonstration_on_its_page(
    qtbot: Any, runner: Runner, tmp_path: Path
) -> None:
    with demo_register(tmp_path / "demo.probity") as register:
        shown = opened(qtbot, register, runner)
        choose(qtbot, shown.form.filters["factor"], "Social media")
        choose(qtbot, shown.form.threshold, "Nothing")
        rest(qtbot, shown)
        assert shown.view.paragraph.text().endswith(
            "For 36 of the 54 (67%) there was a case to answer. Of those 36, 2 resigned, 20 "
            "received a written warning and 14 received management advice."
        )
        outcomes = shown.view.cards["findings"].chart.series
        assert [(bar.label, bar.value) for bar in outcomes.bars] == [
            ("Resigned during the matter", 2),
            ("Written warning", 20),
            ("Management advice", 14),
        ]
        choose(qtbot, shown.form.threshold, "Numbers from 1 to 4")
        rest(qtbot, shown)
        assert "are withheld" in shown.view.paragraph.text()
        outcomes = shown.view.cards["findings"].chart.series
        assert [bar.label for bar in outcomes.bars] == ["Written warning"]
        assert "Resigned" in outcomes.note
        runner.shutdown()


def test_every_figure_says_its_unit_its_day_and_what_it_counts(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    shown = opened(qtbot, register, runner)
    said = words(shown)
    assert "Subjects (a person counted once a case)  ·  by the day the case was received" in said
    numbers = [one for one in shown.view.findChildren(QLabel) if one.accessibleName() ==
               "Investigated, Total"]  # fmt: skip
    assert numbers[0].text() == "8"
    assert "with an allegation against them" in numbers[0].accessibleDescription()
    choose(qtbot, shown.form.counts, "Cases")
    choose(qtbot, shown.form.basis, "Day the case was closed")
    rest(qtbot, shown)
    assert shown.view.paragraph.text().startswith("In cases closed between")
    assert "no cases were investigated" in shown.view.paragraph.text()


def test_a_wrong_period_is_said_beside_its_field_and_nothing_can_leave(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    shown = opened(qtbot, register, runner)
    shown.form.end.selectAll()
    qtbot.keyClicks(shown.form.end, "1 Feb 2001")
    rest(qtbot, shown)
    qtbot.waitUntil(lambda: bool(shown.form.fields["end"].error_text()))
    assert shown.form.fields["end"].error_text() == "The period cannot end before it begins."
    assert not shown.acts.export.isEnabled()
    shown.form.end.selectAll()
    qtbot.keyClicks(shown.form.end, "yesterweek")
    rest(qtbot, shown)
    assert "is not a date" in shown.form.fields["end"].error_text()
    shown.form.end.selectAll()
    qtbot.keyClicks(shown.form.end, "28 Feb 2014")
    rest(qtbot, shown)
    assert not shown.form.fields["end"].error_text()
    assert shown.acts.export.isEnabled()


def test_an_answer_is_kept_and_shown_again_as_it_was(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    shown = opened(qtbot, register, runner)
    before = shown.view.answer
    press(qtbot, shown.acts.keep)
    asked = dialog(qtbot, shown.acts, FieldsDialog)
    press(qtbot, asked.agree)
    qtbot.waitUntil(lambda: bool(asked.fields["purpose"].error_text()))
    assert asked.fields["purpose"].error_text() == "Say who it is published for, and why."
    qtbot.keyClicks(asked.editors["purpose"], "Request 12")
    press(qtbot, asked.agree)
    qtbot.waitUntil(lambda: "Kept as published" in shown.message.text())
    original = loaded(register, 1)
    changed = original.copy()
    changed.findings.clear()
    save(register, changed, original)
    rest(qtbot, shown)
    assert shown.view.answer != before
    press(qtbot, shown.buttons["kept"])
    qtbot.waitUntil(lambda: shown.kept.view.answer == before)
    assert shown.kept.when.text().startswith("As kept by D. Okafor on 28 Feb 2014")
    choose(qtbot, shown.form.counts, "Allegations")
    press(qtbot, shown.kept.again)
    rest(qtbot, shown)
    assert shown.form.counts.currentText() == "Subjects"
    assert shown.view.answer is not None
    assert before is not None
    assert shown.view.answer.question == before.question
    with register.reader() as connection:
        assert [one.purpose for one in kept(connection)] == ["Request 12"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "docx"])
def test_an_answer_is_exported_and_that_is_on_record(
    qtbot: Any, register: Register, runner: Runner, tmp_path: Path, ending: str
) -> None:
    shown = opened(qtbot, register, runner)
    press(qtbot, shown.acts.export)
    asked = dialog(qtbot, shown.acts, CsvDialog)
    assert asked.path.text().endswith("any-matter-2009-2014.xlsx")
    out = tmp_path / f"out.{ending}"
    asked.path.setText(str(out))
    qtbot.keyClicks(asked.reason, "For the website")
    press(qtbot, asked.export)
    qtbot.waitUntil(lambda: "Wrote" in asked.message.text())
    if ending == "csv":
        with out.open(encoding="utf-8", newline="") as file:
            assert any(row["Value"] == "8" for row in csv.DictReader(file))
    if ending == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        assert openpyxl.load_workbook(out)["Findings and outcomes"]["B2"].value == 8
    with register.reader() as connection:
        event = page(connection, Asked(act="disclose"))[0]
    assert event.what == f"Answer for publication saved as out.{ending}"
    assert event.reason == "For the website"


def test_an_ending_that_is_none_is_said_beside_the_file(
    qtbot: Any, register: Register, runner: Runner, tmp_path: Path
) -> None:
    shown = opened(qtbot, register, runner)
    press(qtbot, shown.acts.export)
    asked = dialog(qtbot, shown.acts, CsvDialog)
    asked.path.setText(str(tmp_path / "out.odt"))
    press(qtbot, asked.export)
    qtbot.waitUntil(lambda: "should end in" in asked._field.error_text())
    assert not (tmp_path / "out.odt").exists()


def test_an_answer_is_put_on_paper_and_read_back(
    qtbot: Any, register: Register, runner: Runner, tmp_path: Path
) -> None:
    shown = opened(qtbot, register, runner)
    press(qtbot, shown.acts.paper)
    preview = dialog(qtbot, shown.acts, PreviewDialog)
    out = tmp_path / "out.pdf"
    preview.save_pdf(out)
    qtbot.waitUntil(lambda: "Saved out.pdf" in preview.message.text())
    text = subprocess.run(
        ["pdftotext", "-layout", str(out), "-"], check=True, capture_output=True, text=True
    ).stdout
    said = " ".join(text.split())
    assert shown.view.answer is not None
    assert shown.view.answer.paragraph in said
    assert "Unit: Subjects (a person counted once a case)." in said
    assert "Harmer" not in said
    assert "OFFICIAL-SENSITIVE" not in said
    assert "Printed on " in said
    assert register.user.full_name not in said


def test_rows_are_shown_for_each_subject_and_a_warning_beside_the_form(
    qtbot: Any, register: Register, runner: Runner, tmp_path: Path
) -> None:
    shown = opened(qtbot, register, runner)
    assert not shown.form.about_rows.isVisible()
    choose(qtbot, shown.form.form, "A row for each subject")
    rest(qtbot, shown)
    assert shown.form.about_rows.isVisible()
    assert not shown.form.counts.isEnabled()
    answer = shown.view.answer
    assert answer is not None
    assert answer.question.form == ROWS
    assert answer.listing is not None
    assert len(answer.listing.rows) == 8
    out = tmp_path / "rows.pdf"
    papers.save_answer(register, out, answer)
    text = subprocess.run(["pdftotext", str(out), "-"], check=True, capture_output=True, text=True)
    assert text.stdout.count("Constable") == 8


def test_whoever_may_give_nothing_out_reads_figures_alone(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    with colleague(register, "rowan", role="reader") as reader:
        shown = opened(qtbot, reader, runner)
        assert "8 officers and staff" in shown.view.paragraph.text()
        for button in (shown.acts.keep, shown.acts.export, shown.acts.paper):
            assert not button.isEnabled()
            assert "may not" in button.toolTip()
        press(qtbot, shown.buttons["coding"])
        rest(qtbot, shown)
        assert not any(one.isEnabled() for one in shown.coding.buttons.values())
        runner.shutdown()


def test_other_forces_figures_are_taken_in_and_held_beside_ones_own(
    qtbot: Any,
    register: Register,
    runner: Runner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = opened(qtbot, register, runner)
    assert not shown.form.take_in.isVisible()
    choose(qtbot, shown.form.form, "Compared with other forces")
    rest(qtbot, shown)
    assert "No other force’s figures on this question" in words(shown)
    figures = tmp_path / "figures.csv"
    head = "force,from,to,measure,value,headcount\n"
    figures.write_text(f"{head}Ashmoor,2009-01-01,2014-02-28,investigated,many,\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(figures), ""))
    press(qtbot, shown.form.take_in)
    qtbot.waitUntil(lambda: "Line 2" in shown.message.text())
    figures.write_text(
        f"{head}Ashmoor,2009-01-01,2014-02-28,investigated,61,3100\nWeald,2009-01-01,2014-02-28,"
        "investigated,,1000\n"
    )
    press(qtbot, shown.form.take_in)
    qtbot.waitUntil(lambda: "Imported 2 figures from 2 forces." in shown.message.text())
    rest(qtbot, shown)
    qtbot.waitUntil(lambda: "forces" in shown.view.cards)
    series = shown.view.cards["forces"].chart.series
    assert series.title == "Investigated per 1,000"
    assert [(bar.label, bar.value) for bar in series.bars] == [("Weald", 8.0), ("Ashmoor", 19.7)]
    assert "Together, 2 forces investigated 69 officers and staff" in shown.view.paragraph.text()


# --- coding after the fact ---


@pytest.fixture
def coding(qtbot: Any, register: Register, runner: Runner) -> PublishingPage:
    for text in ("Wrote of it on Facebook.", "Posted a selfie.", "A blog was found."):
        save(register, old_case(text))
    shown = opened(qtbot, register, runner)
    choose(qtbot, shown.form.filters["factor"], "Social media")
    press(qtbot, shown.buttons["coding"])
    qtbot.waitUntil(lambda: shown.coding.current is not None)
    return shown


def key(qtbot: Any, shown: PublishingPage, letters: str) -> None:
    for letter in letters:
        qtbot.keyClick(shown.coding, letter)


def in_front(shown: PublishingPage) -> str:
    one = shown.coding.current
    return one.passages[0].text if one is not None else ""


def decisions(register: Register) -> list[tuple[int, str]]:
    with register.reader() as connection:
        query = "SELECT allegation_id, decision FROM coding_review ORDER BY id"
        return [tuple(row) for row in connection.execute(query)]


def test_cases_are_decided_on_the_keyboard_one_after_another(
    qtbot: Any, register: Register, coding: PublishingPage
) -> None:
    assert in_front(coding) == "Wrote of it on Facebook."
    assert coding.coding.card.marked() == ["Facebook"]
    assert coding.coding.progress.text() == "0 reviewed, 3 waiting, 0 unsure"
    key(qtbot, coding, "122")
    assert coding.coding.picker.values() == {
        "platform": "facebook", "conduct": "derogatory-comment", "duty": "off",
    }  # fmt: skip
    key(qtbot, coding, "y")
    qtbot.waitUntil(lambda: in_front(coding) == "Posted a selfie.")
    assert coding.coding.picker.values() == {"platform": None, "conduct": None, "duty": None}
    key(qtbot, coding, "n")
    qtbot.waitUntil(lambda: in_front(coding) == "A blog was found.")
    key(qtbot, coding, "u")
    rest(qtbot, coding)
    assert coding.coding.empty.title.text() == "Everything has been reviewed"
    assert coding.coding.progress.text() == "3 reviewed, 0 waiting, 1 unsure"
    assert decisions(register) == [(9, "yes"), (10, "no"), (11, "unsure")]
    (row,) = loaded(register, 9).allegations
    assert (row["factors"], row["platform"], row["duty"]) == (["social-media"], "facebook", "off")
    press(qtbot, coding.buttons["question"])
    rest(qtbot, coding)
    said = words(coding)
    assert "3 were reviewed, of which 1 was left unsure, and 0 are waiting." in said
    assert "9 officers and staff" in said


def test_one_goes_back_and_decides_anew(
    qtbot: Any, register: Register, coding: PublishingPage
) -> None:
    key(qtbot, coding, "y")
    qtbot.waitUntil(lambda: in_front(coding) == "Posted a selfie.")
    rest(qtbot, coding)
    key(qtbot, coding, "b")
    qtbot.waitUntil(lambda: in_front(coding) == "Wrote of it on Facebook.")
    assert coding.coding.buttons["yes"].property("kind") == "primary"
    key(qtbot, coding, "n")
    qtbot.waitUntil(lambda: in_front(coding) == "Posted a selfie.")
    rest(qtbot, coding)
    assert decisions(register) == [(9, "yes"), (9, "no")]
    assert loaded(register, 9).allegations[0]["factors"] == []
    assert coding.coding.progress.text() == "1 reviewed, 2 waiting, 0 unsure"


def test_what_was_left_unsure_is_read_again(
    qtbot: Any, register: Register, coding: PublishingPage
) -> None:
    key(qtbot, coding, "u")
    qtbot.waitUntil(lambda: in_front(coding) == "Posted a selfie.")
    rest(qtbot, coding)
    press(qtbot, coding.coding.unsure)
    qtbot.waitUntil(lambda: in_front(coding) == "Wrote of it on Facebook.")
    qtbot.keyClick(coding.coding, Qt.Key.Key_Right)
    assert coding.coding.picker.asked == "conduct"
    key(qtbot, coding, "9")
    qtbot.keyClick(coding.coding, Qt.Key.Key_Left)
    press(qtbot, coding.coding.buttons["yes"])
    rest(qtbot, coding)
    assert loaded(register, 9).allegations[0]["conduct"] == "identifying-as-police"
    assert coding.coding.progress.text() == "1 reviewed, 2 waiting, 0 unsure"


def test_that_cases_are_read_is_on_record_once(
    qtbot: Any, register: Register, coding: PublishingPage
) -> None:
    rest(qtbot, coding)
    coding.coding.reload()
    rest(qtbot, coding)
    with register.reader() as connection:
        said = [one.what for one in page(connection, Asked(act="consult"))]
    assert said == ["Cases read for coding"]


def test_a_decision_that_could_not_be_written_is_told_and_waits_again(
    qtbot: Any, register: Register, coding: PublishingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any, **__: Any) -> Any:
        raise RegisterBusyError("Another program kept the register for too long.")

    with monkeypatch.context() as patch:
        patch.setattr(register, "change", busy)
        key(qtbot, coding, "y")
        qtbot.waitUntil(lambda: "too long" in coding.coding.message.text())
    qtbot.waitUntil(lambda: in_front(coding) == "Wrote of it on Facebook.")
    assert decisions(register) == []
    assert coding.coding.progress.text() == "0 reviewed, 3 waiting, 0 unsure"


def test_a_factor_without_words_says_which_have_some(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    shown = opened(qtbot, register, runner)
    press(qtbot, shown.buttons["coding"])
    rest(qtbot, shown)
    assert shown.coding.empty.title.text() == "Choose a factor"
    assert "Social media" in shown.coding.empty.sentence.text()
    choose(qtbot, shown.form.filters["factor"], "Social media")
    press(qtbot, shown.buttons["coding"])
    rest(qtbot, shown)
    assert shown.coding.empty.title.text() == "Nothing to review"


def test_a_case_is_opened_from_its_coding(
    qtbot: Any, register: Register, coding: PublishingPage
) -> None:
    with qtbot.waitSignal(coding.open_case) as told:
        press(qtbot, coding.coding.open)
    assert told.args == [9]


def test_long_words_and_markup_are_shown_as_they_were_typed(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    save(register, old_case("<b>On Facebook</b> " + "word " * 900 + "tweeted"))
    shown = opened(qtbot, register, runner)
    choose(qtbot, shown.form.filters["factor"], "Social media")
    press(qtbot, shown.buttons["coding"])
    qtbot.waitUntil(lambda: shown.coding.current is not None)
    assert "<b>On Facebook</b>" in shown.coding.card.text.toPlainText()
    assert shown.coding.card.marked()[0] == "Facebook"
