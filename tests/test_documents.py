"""The documents: what they point at is there, and every decision is numbered once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_document_points_at_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    nearby = [target for target in targets if "://" not in target]
    assert [target for target in nearby if not (document.parent / target).exists()] == []


def test_the_architecture_names_only_rooms_that_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)
    assert rooms
    assert [room for room in rooms if not (ROOT / room).exists()] == []


def test_the_readme_says_what_this_is_and_how_to_run_it_in_ten_lines() -> None:
    opening = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:10]
    for words in ("desktop register", "make run", "make test", "uv run main.py"):
        assert any(words in line for line in opening), words


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert sorted(numbers) == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
