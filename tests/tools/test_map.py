"""The map: every room has its row, made of what the room says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import map as rooms


def test_the_table_of_rooms_is_up_to_date() -> None:
    text = rooms.PAGE.read_text(encoding="utf-8")
    assert rooms.with_table(text, rooms.table(rooms.ROOT)) == text, "run `make map`"


def test_the_map_fits_on_a_page() -> None:
    assert len(rooms.PAGE.read_text(encoding="utf-8").splitlines()) <= 100


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for room, words in (("models", "What it knows."), ("ui/list", "The ``List``.\n\nMore.")):
        (tmp_path / room).mkdir(parents=True)
        (tmp_path / room / "__init__.py").write_text(f'"""{words}"""\n', encoding="utf-8")
        (tmp_path / room / "code.py").write_text("", encoding="utf-8")
    return tmp_path


def test_a_row_is_the_first_sentence_of_the_room(house: Path) -> None:
    rows = rooms.table(house).splitlines()[2:]
    assert rows == ["| `models/` | What it knows |", "| `ui/list/` | The `List` |"]


def test_a_room_that_says_nothing_is_named(house: Path) -> None:
    (house / "models" / "attic").mkdir()
    (house / "models" / "attic" / "code.py").write_text("", encoding="utf-8")
    with pytest.raises(rooms.MapError, match=r"models/attic/__init__\.py has no docstring"):
        rooms.table(house)


def test_only_what_stands_between_the_marks_is_written() -> None:
    text = f"before\n{rooms.BEGIN}\nold\n{rooms.END}\nafter\n"
    assert rooms.with_table(text, "new") == text.replace("old", "new")
    with pytest.raises(rooms.MapError, match="no place for the table"):
        rooms.with_table("before", "new")
