"""The pages of a preview: as many as are printed, drawn, fitted and zoomed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from tests.models.making import TODAY
from ui.background import Runner
from ui.printing.pages_view import PagesView
from ui.printing.paper import Paper

WORDS = "<h2>Summary</h2>" + "<p>Sent private messages to a victim of crime.</p>" * 120


def paper(landscape: bool = False) -> Paper:
    moment = datetime.datetime.combine(TODAY, datetime.time(9))
    return Paper("Sheet", [WORDS, WORDS], "OFFICIAL", "PS/1", "me", moment, landscape)


@pytest.fixture
def view(qtbot: Any, app: QApplication) -> PagesView:
    made = PagesView()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.show_paper(paper())
    return made


def test_it_shows_as_many_pages_as_are_saved(view: PagesView, tmp_path: Any) -> None:
    assert view.count == paper().save_pdf(tmp_path / "out.pdf") > 4
    heard = []
    view.changed.connect(lambda: heard.append(view.count))
    view.show_paper(paper(landscape=True))
    assert heard == [paper(landscape=True).save_pdf(tmp_path / "wide.pdf")]


def test_a_page_is_fitted_to_the_width_then_whole_then_zoomed(view: PagesView) -> None:
    view.fit_width()
    across = view.transform().m11()
    assert view.sceneRect().width() * across == pytest.approx(view.viewport().width(), abs=2)
    view.fit_page()
    whole = view.transform().m11()
    assert whole < across
    view.zoom_in()
    assert view.transform().m11() == pytest.approx(whole * 1.25)
    view.zoom_out()
    assert view.transform().m11() == pytest.approx(whole)


def test_what_is_seen_is_paper_with_words_and_marking(view: PagesView) -> None:
    view.fit_page()
    picture = view.viewport().grab().toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    }
    assert QColor("white").name() in colours
    assert any(QColor(name).lightness() < 110 for name in colours)


def test_looking_makes_no_printer(
    qtbot: Any, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making one asks the print system, which may be on another machine."""
    from ui.printing import preview

    def refuse(*_: object) -> QPrinter:
        raise AssertionError("a printer was made")

    monkeypatch.setattr(preview, "QPrinter", refuse)
    dialog = preview.PreviewDialog(
        paper(),
        lambda _: paper(),
        lambda *_: None,
        runner,
        offer_names=True,
        allow=lambda: None,
    )
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.pages.text() == f"{dialog.preview.count} pages"
