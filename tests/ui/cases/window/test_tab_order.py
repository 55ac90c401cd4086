"""The Tab key goes through a page of the case as it is read."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from models.register import Register
from tests.models import making
from tests.ui.cases.driving import closed, opened
from ui.background import Runner
from ui.cases.form.page import Page


def blocks_by_tab(page: Page) -> list[int]:
    """The places of the page's blocks, in the order in which the Tab key comes to their fields."""
    items = [page.column.itemAt(place) for place in range(page.column.count())]
    blocks = [item.widget() for item in items if item is not None]
    told: list[int] = []
    widget: QWidget | None = page.nextInFocusChain()
    while widget is not None and widget is not page:
        if widget.isVisibleTo(page) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            told += [at for at, one in enumerate(blocks) if one and one.isAncestorOf(widget)]
        widget = widget.nextInFocusChain()
    return told


@pytest.mark.parametrize("name", ["summary", "subjects", "process", "proceedings"])
def test_block_by_block_from_the_top(
    qtbot: Any, register: Register, runner: Runner, name: str
) -> None:
    window = opened(qtbot, register, runner, making.save(register, making.case_file()))
    page = getattr(window.tabs, name)
    window.tabs.setCurrentWidget(page)
    if name == "subjects":
        page = next(iter(page._details.values()))
    told = blocks_by_tab(page)
    assert len(set(told)) > 1
    assert told == sorted(told)
    closed(qtbot, window)
