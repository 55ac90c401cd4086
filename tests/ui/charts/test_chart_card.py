"""A chart's menu: saved as PNG or SVG, copied, printed; what goes wrong is said on its card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from models.queries.cases.filters import Filter
from models.queries.figures.figures import Bar, Series
from ui.charts.chart_card import ChartCard

SERIES = Series(
    "platform",
    "Social-media platform",
    "cases",
    tuple(Bar(name, n + 1, Filter(platforms=(name,))) for n, name in enumerate(("<b>a</b>", "B"))),
)


@pytest.fixture
def card(qtbot: Any, app: QApplication) -> ChartCard:
    made = ChartCard(SERIES)
    qtbot.addWidget(made)
    made.resize(520, 300)
    made.show()
    return made


def choose(card: ChartCard, words: str) -> None:
    next(one for one in card.menu.actions() if one.text() == words).trigger()


def named(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


@pytest.mark.parametrize(("words", "ending"), [("Save as PNG…", ".png"), ("Save as SVG…", ".svg")])
def test_it_is_saved_from_its_menu(
    card: ChartCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, ending: str
) -> None:
    named(monkeypatch, tmp_path / "chart")  # the ending is added where somebody leaves it out
    choose(card, words)
    path = tmp_path / f"chart{ending}"
    assert card.message.text() == f"Saved chart{ending}."
    image = QImage(str(path))
    assert not image.isNull()
    if ending == ".svg":
        assert "&lt;b&gt;a&lt;/b&gt;" in path.read_text(encoding="utf-8")


def test_what_cannot_be_saved_is_said_on_the_card(
    card: ChartCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(monkeypatch, tmp_path / "none" / "chart.png")
    choose(card, "Save as PNG…")
    assert "could not be written" in card.message.text()
    assert card.message.isVisible()
    assert not (tmp_path / "none").exists()


def test_it_is_copied_from_its_menu(card: ChartCard) -> None:
    QGuiApplication.clipboard().clear()
    choose(card, "Copy picture")
    copied = QGuiApplication.clipboard().image()
    assert copied == card.chart.picture().toImage()


def test_it_is_printed_from_its_menu(
    card: ChartCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "chart.pdf"

    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(out))
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    choose(card, "Print…")
    assert out.read_bytes().startswith(b"%PDF")
    assert b"%%EOF" in out.read_bytes()
    assert not card.message.isVisible()


def test_a_line_of_the_table_opens_the_cases_behind_it(qtbot: Any, card: ChartCard) -> None:
    qtbot.mouseClick(card.as_table, Qt.MouseButton.LeftButton)
    card.table.setCurrentCell(1, 0)
    with qtbot.waitSignal(card.opened) as opened:
        card.table.cellActivated.emit(1, 0)
    assert opened.args == [SERIES.bars[1].where]
