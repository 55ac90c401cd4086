from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.ui.cases.driving import choose
from ui.first_run import FirstRun


def test_a_new_register_goes_by_the_nation_that_is_chosen(qtbot: Any, tmp_path: Path) -> None:
    dialog = FirstRun()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.force, "Lothian")
    qtbot.keyClicks(dialog.name, "D. Okafor")
    choose(qtbot, dialog.nation, "—")
    dialog.create_file(tmp_path / "force.probity")
    assert dialog._nation_field.error_text() == "Choose the nation."
    assert not (tmp_path / "force.probity").exists()
    choose(qtbot, dialog.nation, "Scotland")
    dialog.create_file(tmp_path / "force.probity")
    assert dialog.register is not None
    assert (dialog.register.force, dialog.register.nation) == ("Lothian", "SCT")
    dialog.register.close()
