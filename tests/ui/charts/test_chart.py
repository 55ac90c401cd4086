from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPdfWriter
from PySide6.QtWidgets import QApplication

from models.errors import ProbityError
from models.queries.cases.filters import Filter
from models.queries.figures.figures import Bar, Series
from ui.charts.chart import Chart
from ui.charts.chart_card import ChartCard

BARS = tuple(
    Bar(label, value, Filter(platforms=(label.lower(),)))
    for label, value in (("Facebook", 39), ("Twitter", 10), ("YouTube", 1))
)


def leave(_how: str, then: Callable[[], None], _failed: object) -> None:
    """Nothing is put on record here."""
    then()


@pytest.fixture(params=[False, True], ids=["lying", "upright"])
def chart(request: pytest.FixtureRequest, qtbot: Any, app: QApplication) -> Chart:
    made = Chart(Series("platform", "Platform", "cases", BARS, upright=request.param))
    qtbot.addWidget(made)
    made.resize(500, made.height())
    made.show()
    made.repaint()
    return made


def test_a_bar_s_length_is_its_value(chart: Chart) -> None:
    if chart.series.upright:
        lengths = [one.bar.height() for one in chart.placed]
    else:
        lengths = [one.bar.width() for one in chart.placed]
    assert lengths[1] / lengths[0] == pytest.approx(10 / 39)
    assert lengths[2] / lengths[0] == pytest.approx(1 / 39)


def test_a_click_opens_what_is_behind_the_bar(qtbot: Any, chart: Chart) -> None:
    for at, bar in enumerate(BARS):
        with qtbot.waitSignal(chart.opened) as opened:
            middle = chart.placed[at].bar.center().toPoint()
            qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=middle)
        assert opened.args == [bar.where]


def test_the_keyboard_reaches_every_bar(qtbot: Any, chart: Chart) -> None:
    chart.activateWindow()
    chart.setFocus()
    qtbot.waitUntil(chart.hasFocus)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    with qtbot.waitSignal(chart.opened) as opened:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened.args == [BARS[1].where]


def test_it_is_saved_as_png_and_svg(chart: Chart, tmp_path: Path) -> None:
    chart.save(tmp_path / "a.png")
    image = QImage(str(tmp_path / "a.png"))
    assert image.width() == 1440
    chart.save(tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<text" in text
    assert "Facebook" in text
    assert "<image" not in text


def test_what_cannot_be_saved_is_said_and_leaves_nothing(chart: Chart, tmp_path: Path) -> None:
    with pytest.raises(ProbityError, match=r"\.png or \.svg"):
        chart.save(tmp_path / "a.bmp")
    with pytest.raises(ProbityError, match="could not be written"):
        chart.save(tmp_path / "none" / "a.png")
    assert not list(tmp_path.glob("*.bmp"))


def test_it_is_copied_and_printed(chart: Chart, tmp_path: Path) -> None:
    chart.copy()
    assert QGuiApplication.clipboard().pixmap().width() == 1440
    writer = QPdfWriter(str(tmp_path / "a.pdf"))
    assert chart.print_to(writer)
    del writer
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_it_says_its_figures_to_a_screen_reader(chart: Chart) -> None:
    assert chart.accessibleDescription() == "Facebook: 39; Twitter: 10; YouTube: 1"


def test_its_table_is_one_click_away(qtbot: Any, app: QApplication) -> None:
    card = ChartCard(Series("platform", "Platform", "cases", BARS), leave)
    qtbot.addWidget(card)
    card.show()
    qtbot.mouseClick(card.as_table, Qt.MouseButton.LeftButton)
    assert card.table.isVisible()
    assert not card.chart.isVisible()
    value = card.table.item(0, 1)
    assert value is not None
    assert value.text() == "39"


def test_an_empty_chart_says_so(qtbot: Any, app: QApplication) -> None:
    card = ChartCard(Series("platform", "Platform", "cases", ()), leave)
    qtbot.addWidget(card)
    card.show()
    assert card.none.isVisible()
