from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from tests.ui.users.driving import cut
from ui.widgets.empty_state import EmptyState


def test_a_sentence_of_several_lines_is_shown_whole(qtbot: Any, app: QApplication) -> None:
    made = EmptyState("No guidance yet", "The force’s guidance and who was given it. " * 4, "Add")
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    assert made.sentence.height() > 2 * made.title.height()
    assert cut(made) == []
