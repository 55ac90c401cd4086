"""The shipped icons, coloured from the tokens."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from models.resources import RESOURCES
from ui.looks import theme


def icon(name: str, token: str, size: int = 16) -> QIcon:
    """The icon ``name`` of ``resources/icons`` in a token's colour, ``size`` pixels at 100%."""
    return QIcon(pixmap(name, token, size))


def pixmap(name: str, token: str, size: int = 16) -> QPixmap:
    """The same as a pixmap, sharp on the screen it will be shown on."""
    source = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    coloured = source.replace("currentColor", getattr(theme.current(), token))
    renderer = QSvgRenderer(QByteArray(coloured.encode()))
    side = theme.px(size)
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    made = QPixmap(QSize(side, side) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return made
