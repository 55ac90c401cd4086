"""The dashboard on the demo register: the figures of `stats`, and the cases behind every bar."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from models.case import casefile
from models.entering.open import open_register
from models.queries.cases import case_list
from models.queries.figures.statistics import Statistics, stats
from models.register import Register
from models.storage.keys import key_path
from tests.models.making import loaded, save
from tests.once import copy_demo
from tests.ui.cases.driving import choose
from ui.background import Runner
from ui.charts.dashboard import Dashboard

START, END = datetime.date(2009, 1, 1), datetime.date(2014, 2, 28)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dashboard") / "demo.probity"
    copy_demo(path)
    return path


@pytest.fixture
def register(made: Path, tmp_path: Path) -> Iterator[Register]:
    shutil.copy(key_path(made), tmp_path)
    opened = open_register(shutil.copy(made, tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot: Any, app: QApplication, register: Register, runner: Runner) -> Dashboard:
    shown = Dashboard(register, runner)
    qtbot.addWidget(shown)
    shown.resize(1060, 700)
    shown.show()
    qtbot.waitUntil(lambda: bool(shown.cards) and not runner.busy)
    choose(qtbot, shown.factor, "Social media")
    qtbot.waitUntil(lambda: not runner.busy and shown.figures["investigated"].text() == "54")
    return shown


def counted(register: Register) -> Statistics:
    with register.reader() as connection:
        return stats(connection, factor="social-media", start=START, end=END)


def bars(page: Dashboard, code: str) -> dict[str, float]:
    return {bar.label: bar.value for bar in page.cards[code].chart.series.bars}


def test_it_shows_the_published_figures(page: Dashboard, register: Register) -> None:
    found = counted(register)
    said = {name: label.text() for name, label in page.figures.items()}
    assert said["investigated"] == str(found.investigated) == "54"
    assert said["case_to_answer"] == str(found.case_to_answer) == "36"
    assert said["per_year"] == f"{found.case_to_answer_per_year:g}"
    assert said["outcomes"].splitlines() == [
        "2 resigned during the matter",
        "20 written warning",
        "14 management advice",
    ]
    assert page.period() == (START, END)
    assert sum(bars(page, "year").values()) == 54  # in this register each is a case of its own
    assert bars(page, "year") == found.by_year


def test_every_chart_that_was_asked_for_is_there(page: Dashboard) -> None:
    titles = {card.chart.series.code: card.heading.text() for card in page.cards.values()}
    wanted = {"year", "month", "category", "platform", "outcome", "age", "close", "workload"}
    assert set(titles) == wanted
    assert all(titles.values())
    assert all(card.chart.series.unit for card in page.cards.values())
    assert all(card.chart.series.bars for card in page.cards.values())


def test_the_list_behind_every_bar_has_as_many_cases_as_it_says(
    page: Dashboard, register: Register
) -> None:
    with register.reader() as connection:
        for card in page.cards.values():
            for bar in card.chart.series.bars:
                found = case_list.count(connection, bar.where, register.today())
                assert found == bar.value, (card.heading.text(), bar.label)


def test_a_changed_case_changes_what_it_shows_at_once(
    qtbot: Any, page: Dashboard, register: Register
) -> None:
    with register.reader() as connection:
        (case_id,) = connection.execute(
            "SELECT MIN(case_id) FROM outcome WHERE outcome = 'resigned'"
        ).fetchone()
    before = loaded(register, case_id)
    changed = before.copy()
    for row in before.allegations:
        changed.findings.append(
            casefile.blank_row(
                "findings", changed, allegation_id=row["id"], finding="no-case", decided=END
            )
        )
    save(register, changed, before)
    qtbot.waitUntil(lambda: page.figures["case_to_answer"].text() == "35")
    assert page.figures["investigated"].text() == "54"
    assert page.figures["outcomes"].text().startswith("1 resigned")
    assert counted(register).case_to_answer == 35


def test_a_period_that_cannot_be_is_said_beside_it_and_the_figures_stay(
    qtbot: Any, page: Dashboard
) -> None:
    for words, said in (
        ("31 Feb 2014", "not a date that exists"),
        ("1 Jan 2008", "end before it begins"),
    ):
        page.end.setFocus()
        page.end.selectAll()
        qtbot.keyClicks(page.end, words)
        assert said in page._end_field.error_text()
        assert page.figures["investigated"].text() == "54"
    page.end.selectAll()
    qtbot.keyClicks(page.end, "31 Dec 2013")
    qtbot.waitUntil(lambda: page.figures["investigated"].text() not in ("54", "…"))
    assert page._end_field.error_text() == ""
    with qtbot.waitSignal(page.show_cases) as asked:
        qtbot.mouseClick(page.list_button, Qt.MouseButton.LeftButton)
    (where,) = asked.args
    assert (where.factors, where.received_to) == (("social-media",), datetime.date(2013, 12, 31))
