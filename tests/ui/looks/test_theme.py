from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from models.resources import RESOURCES
from ui.looks import stylesheet, theme
from ui.looks.theme import contrast
from ui.looks.tokens import DARK, LIGHT, Tokens

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


@THEMES
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("text", "background"),
        ("text", "surface"),
        ("text", "accent_ground"),
        ("muted", "background"),
        ("muted", "surface"),
        ("accent", "surface"),
        ("accent", "accent_ground"),
        ("on_accent", "accent"),
        ("danger", "surface"),
        ("danger", "danger_ground"),
        ("warning", "warning_ground"),
        ("warning", "background"),
        ("good", "good_ground"),
        ("navigation_text", "navigation"),
        ("navigation_text", "navigation_selected"),
    ],
)
def test_text_can_be_read(tokens: Tokens, words: str, ground: str) -> None:
    assert contrast(getattr(tokens, words), getattr(tokens, ground)) >= 4.5


@THEMES
def test_the_outline_of_controls_can_be_seen(tokens: Tokens) -> None:
    assert contrast(tokens.field_line, tokens.surface) >= 3
    assert contrast(tokens.field_line, tokens.background) >= 3


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@THEMES
def test_every_token_in_the_style_sheet_is_known(tokens: Tokens) -> None:
    sheet = stylesheet.sheet(tokens, 1.5, RESOURCES / "icons")
    assert "@" not in sheet
    assert "icon(" not in sheet


def test_the_shipped_font_is_used(app: QApplication) -> None:
    assert QFontInfo(theme.font()).family() == "Inter"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_at_200_percent_is_not_cut(app: QApplication, name: str) -> None:
    button, label = QPushButton("Save changes"), QLabel("Received")
    theme.apply_theme(app, name, 2.0)
    for widget in (button, label):
        widget.ensurePolished()
        needed = widget.fontMetrics().horizontalAdvance(widget.text())
        assert widget.sizeHint().width() >= needed
        assert widget.sizeHint().height() >= widget.fontMetrics().height()
    assert theme.font().pixelSize() == 26
    theme.apply_theme(app, "light")
