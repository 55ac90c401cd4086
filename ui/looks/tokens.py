"""The colours of each theme: the one table from which palette, style sheet and charts are made."""

from __future__ import annotations

from dataclasses import dataclass

#: The colours in which a day is written by which something is due: late, soon, or neither.
OVERDUE, SOON, LATER = "danger", "warning", "muted"


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme, as ``#RRGGBB``; a ``_ground`` is what its colour stands on."""

    background: str
    surface: str
    line: str
    field_line: str
    text: str
    muted: str
    accent: str
    accent_ground: str
    on_accent: str
    danger: str
    danger_ground: str
    warning: str
    warning_ground: str
    good: str
    good_ground: str
    navigation: str
    navigation_selected: str
    navigation_text: str


LIGHT = Tokens(
    background="#F6F7F9",
    surface="#FFFFFF",
    line="#E1E5EA",
    field_line="#858F9B",
    text="#1B2430",
    muted="#5B6775",
    accent="#1F5FA8",
    accent_ground="#E6EFF9",
    on_accent="#FFFFFF",
    danger="#B3261E",
    danger_ground="#FBEAE9",
    warning="#8A5A00",
    warning_ground="#FFF3DC",
    good="#1D6B43",
    good_ground="#E4F4EB",
    navigation="#16263A",
    navigation_selected="#25405F",
    navigation_text="#DCE4EE",
)
DARK = Tokens(
    background="#14181D",
    surface="#1B2027",
    line="#2C343D",
    field_line="#6B7683",
    text="#E4E8ED",
    muted="#9AA6B2",
    accent="#7DB4F0",
    accent_ground="#1F3248",
    on_accent="#10161D",
    danger="#FF9A91",
    danger_ground="#3A1F1E",
    warning="#F2C265",
    warning_ground="#362A12",
    good="#7FD3A5",
    good_ground="#16301F",
    navigation="#0F141A",
    navigation_selected="#223247",
    navigation_text="#DCE4EE",
)
THEMES = {"light": LIGHT, "dark": DARK}
