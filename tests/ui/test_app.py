from __future__ import annotations

import logging
import sys

import pytest
from PySide6.QtWidgets import QApplication

from ui import app as application
from ui.settings import log_folder


def test_an_unexpected_error_offscreen_is_a_sentence_and_waits_for_nobody(
    app: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise RuntimeError("secret detail")
    except RuntimeError as error:
        application._last_net(type(error), error, error.__traceback__)
    said = capsys.readouterr().err
    assert "Something went wrong in Probity" in said
    assert "secret" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="an open log cannot be removed there")
def test_the_log_is_made_with_the_first_thing_to_say() -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        application.start_log()
        assert not log_folder().exists()
        logging.getLogger("probity.test").warning("a warning")
        logging.getLogger("probity.test").warning("another")
        text = (log_folder() / "probity.log").read_text(encoding="utf-8")
        assert text.count("a warning") == 1
        assert text.count("another") == 1
    finally:
        for handler in [one for one in root.handlers if one not in before]:
            root.removeHandler(handler)
            handler.close()
