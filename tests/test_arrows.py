"""The arrows of the house, and the sizes of its rooms: what the gate refuses, and that it does."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import {}\n"
INSIDE = "def somewhere():\n    import {}\n"
PLAIN = "import {}\n"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house in which an arrow can be drawn."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for room in ("models", "ui"):
        shutil.copytree(
            ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
        )
    return folder


def contracts(house: Path) -> subprocess.CompletedProcess[str]:
    """What the contracts say of a house, as ``make lint`` asks them."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "pyproject.toml"],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_house_as_it_stands_is_let_through(house: Path) -> None:
    said = contracts(house)
    assert said.returncode == 0, said.stdout
    assert "0 broken" in said.stdout


@pytest.mark.parametrize(
    ("file", "drawn", "broken"),
    [
        # A circle of two files in one room, of two rooms, and of two rooms within one.
        ("models/storage/engine.py", PLAIN.format("models.storage.opening"), "No circles"),
        ("models/storage/engine.py", INSIDE.format("models.storage.opening"), "No circles"),
        ("models/storage/engine.py", TYPES.format("models.storage.opening"), "No circles"),
        ("ui/cases/form/draft.py", INSIDE.format("ui.cases.window.saver"), "No circles"),
        ("models/storage/copying.py", TYPES.format("models.register"), "No circles"),
        # An arrow that runs up, though it closes no circle.
        ("models/exchange/files_to_be.py", INSIDE.format("models.changes.noting"), "of models/"),
        ("ui/guidance/new_page.py", PLAIN.format("ui.cases.list.case_list"), "of ui/"),
        ("models/record/check.py", INSIDE.format("ui.background"), "The screen knows"),
        # What a room has no business with.
        ("models/record/check.py", INSIDE.format("PySide6.QtCore"), "No Qt"),
        ("ui/work/my_work.py", INSIDE.format("peewee"), "No engine"),
        ("ui/work/my_work.py", TYPES.format("sqlite3"), "No engine"),
        ("ui/work/my_work.py", PLAIN.format("models.schema.cases"), "No engine"),
        # A room that nobody has placed.
        ("models/attic/__init__.py", "", "of models/"),
        ("ui/cellar.py", "", "of ui/"),
    ],
)
def test_an_arrow_drawn_on_purpose_is_refused(
    house: Path, file: str, drawn: str, broken: str
) -> None:
    path = house / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text((before or "") + "\n" + drawn, encoding="utf-8")
    try:
        said = contracts(house)
    finally:
        if before is None:
            path.unlink()
            if path.name == "__init__.py":
                path.parent.rmdir()
        else:
            path.write_text(before, encoding="utf-8")
    assert said.returncode == 1, said.stdout
    assert [line for line in said.stdout.splitlines() if broken in line and "BROKEN" in line]


def test_nothing_reaches_up_to_the_entry() -> None:
    """``main`` is no room, so the contracts do not know it."""
    reaching = [
        path
        for room in ("models", "ui")
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"^\s*(import|from) main\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert reaching == []
