"""The style sheet, filled from the tokens."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import QDir, QTemporaryDir

from models.resources import RESOURCES
from ui.looks.tokens import Tokens

TEMPLATE = RESOURCES / "styles" / "probity.qss"
_LENGTH = re.compile(r"(\d+)px")


def sheet(tokens: Tokens, scale: float, icons: Path) -> str:
    """The application's style sheet in these colours, its lengths at this text scale."""
    text = TEMPLATE.read_text(encoding="utf-8")
    if scale != 1.0:
        text = _LENGTH.sub(lambda found: f"{_scaled(int(found[1]), scale)}px", text)
    for name in sorted(tokens.__dataclass_fields__, key=len, reverse=True):
        text = text.replace(f"@{name}", getattr(tokens, name))
    return re.sub(r"icon\(([\w-]+), (#\w+)\)", lambda found: _icon(icons, found[1], found[2]), text)


def _scaled(length: int, scale: float) -> int:
    """Hairlines and focus rings stay; everything else grows with the text."""
    return length if length <= 2 else round(length * scale)


def _icon(icons: Path, name: str, colour: str) -> str:
    """A style sheet can only name a file, so the coloured icon is written to one."""
    path = _folder() / f"{name}-{colour[1:]}.svg"
    if not path.exists():
        source = (icons / f"{name}.svg").read_text(encoding="utf-8")
        path.write_text(source.replace("currentColor", colour), encoding="utf-8")
    return f'url("{path.as_posix()}")'


@cache
def _holder() -> QTemporaryDir:
    return QTemporaryDir(QDir.tempPath() + "/probity-style-XXXXXX")


def _folder() -> Path:
    return Path(_holder().path())
