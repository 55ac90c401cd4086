"""The list of everything that the program says: whole, and as the sources have it."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_spec = importlib.util.spec_from_file_location("words", ROOT / "tools" / "words.py")
assert _spec is not None
assert _spec.loader is not None
words = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(words)


def test_the_list_is_as_the_sources_have_it() -> None:
    assert words.PAGE.read_text(encoding="utf-8") == words.page(), "make words"


@pytest.mark.parametrize(
    "line",
    [
        'raise ProbityError("The file is not there.")',
        'label = QLabel("Came to notice")',
        'button = QPushButton("Save")',
        'FIELDS = {"place": ("Place of the incident",)}',
        'def ask():\n    return f"Wrote {count} cases."',
    ],
)
def test_what_is_said_is_listed(line: str) -> None:
    assert len(list(words.texts_of(ast.parse(line)))) == 1


@pytest.mark.parametrize(
    "line",
    [
        '"""Why the module is here."""',
        'def f():\n    """What it does for whom."""',
        'connection.execute("SELECT id FROM person WHERE id = 1")',
        'log.warning("The drive could not be read")',
        'widget.setObjectName("First field")',
        'CODES = ("no-case", "cta-gross")',
    ],
)
def test_what_nobody_reads_is_not(line: str) -> None:
    assert list(words.texts_of(ast.parse(line))) == []


def test_the_words_of_templates_and_data_are_listed() -> None:
    page = words.page()
    assert "Names shown as initials" in page  # of the case sheet's template
    assert "Public complaint (Schedule 3)" in page  # of a vocabulary
    assert "{% " not in page.split("## resources/templates")[1]
