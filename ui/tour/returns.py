"""The part of the walk about returns; nothing leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from models.rules.publishing.returns import Problem
from ui.desktop.desktop import Desktop
from ui.widgets.fields_dialog import FieldsDialog

Picture = Callable[[QWidget, str], None]
SHOWN = "outcomes"  # the table of which one is taken
PROBLEM = "One case finalised in the period has a subject without an outcome."


def pictures(picture: Picture, desktop: Desktop) -> None:
    """Take one of the checks, one of a table, and one of the question why."""
    page: Any = desktop.window.show_page("Returns")
    page.chooser.part.setCurrentIndex(0)
    picture(desktop.window, "returns")
    codes = [one.definition.code for one in page.made.tables]
    page.list.selectRow(1 + codes.index(SHOWN))
    picture(desktop.window, "returns-table")
    page.acts.show_return(replace(page.made, problems=(Problem("no-outcome", PROBLEM),)))
    page.acts.export.click()
    for dialog in page.findChildren(FieldsDialog):
        picture(dialog, "returns-why")
        dialog.reject()
    page.acts.show_return(page.made)
