"""How Probity looks: the applied tokens, from which palette, style sheet and charts are made."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from models.resources import RESOURCES
from ui.looks import stylesheet
from ui.looks.tokens import THEMES, Tokens

FAMILY = "Inter"
LARGE = 1.5  # of the text's size
BODY, LABEL, HEADING, TITLE = 13, 12, 15, 20  # pixels at 100% text


class _State(QObject):
    """The theme that is applied now; ``changed`` tells painters to paint anew."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = "light"
        self.scale = 1.0
        self.fonts_loaded = False


state = _State()


def current() -> Tokens:
    """The tokens of the theme that is applied."""
    return THEMES[state.name]


def theme_name() -> str:
    """``"light"`` or ``"dark"``."""
    return state.name


def scale() -> float:
    """The text scale, 1.0 to 2.0."""
    return state.scale


def is_large() -> bool:
    """Whether the text is so large that what stands side by side goes one under the other."""
    return state.scale >= LARGE


def px(length: int) -> int:
    """A length in pixels at 100% text, at the present text scale."""
    return round(length * state.scale)


def apply_theme(app: QApplication, name: str = "light", scale: float = 1.0) -> None:
    """Give the application its fonts, palette and style sheet.

    :param name: ``"light"``, ``"dark"`` or ``"system"``.
    :param scale: text size, 1.0 to 2.0.
    """
    _load_fonts()
    state.name = name if name in THEMES else _system()
    state.scale = min(max(scale, 1.0), 2.0)
    sheet = stylesheet.sheet(current(), state.scale, RESOURCES / "icons")
    if sheet == app.styleSheet():
        return
    app.setStyleSheet("")  # else font and palette would each be worked through every widget's
    app.setFont(font())
    app.setPalette(_palette(current()))
    app.setStyleSheet(sheet)
    state.changed.emit()


def font(size: int = BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Inter at ``size`` pixels (at 100% text), with tabular figures where Qt can set them."""
    return QFont(_font(px(size), weight))


@cache
def _font(pixels: int, weight: QFont.Weight) -> QFont:
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(weight)
    if hasattr(QFont, "Tag"):
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def colour(token: str) -> QColor:
    """A token of the applied theme as a colour."""
    return QColor(_colour(getattr(current(), token)))


@cache
def _colour(hexadecimal: str) -> QColor:
    return QColor(hexadecimal)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, 1 to 21 (WCAG 2.2)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(hexadecimal: str) -> float:
    parts = [int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _load_fonts() -> None:
    if state.fonts_loaded:
        return
    for path in sorted((RESOURCES / "fonts").glob("Inter-*.otf")):
        QFontDatabase.addApplicationFont(str(path))
    state.fonts_loaded = True


def _system() -> str:
    hints = QGuiApplication.styleHints()
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for roles, value in {
        (role.Window,): tokens.background,
        (role.Base, role.Button, role.ToolTipBase): tokens.surface,
        (role.AlternateBase,): tokens.background,
        (role.Text, role.WindowText, role.ButtonText, role.ToolTipText): tokens.text,
        (role.PlaceholderText,): tokens.muted,
        (role.Highlight,): tokens.accent_ground,
        (role.HighlightedText,): tokens.text,
        (role.Link, role.Accent): tokens.accent,
        (role.Mid, role.Midlight, role.Dark): tokens.line,
        (role.BrightText,): tokens.danger,
    }.items():
        for item in roles:
            palette.setColor(item, QColor(value))
    for item in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, item, QColor(tokens.muted))
    return palette
