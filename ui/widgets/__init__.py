"""Small parts used in more than one place."""

from __future__ import annotations

from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.date_edit import DateEdit
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.message_bar import MessageBar
from ui.widgets.pill import Chip, Pill
from ui.widgets.text_area import TextArea

__all__ = [
    "Card",
    "Chip",
    "Choice",
    "DateEdit",
    "EmptyState",
    "Field",
    "FlowLayout",
    "MessageBar",
    "Pill",
    "TextArea",
]
