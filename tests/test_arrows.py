"""The arrows of the house, and the sizes of its rooms: what the gate refuses, and that it does."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import {}\n"
#: Through these every start goes. What they show only when somebody asks for it, and what that
#: brings with it, they import then: three quarters of the program, which a start would wait for.
AT_THE_START = {
    *("ui/desktop/desktop.py", "ui/desktop/pages.py", "ui/desktop/keeping.py"),
    *("ui/desktop/starting.py", "ui/users/account.py", "ui/entering/entering.py"),
    *("ui/entering/first_run.py", "ui/entering/sign_in.py"),
}
MOST_LINES, MOST_FILES, MOST_AT_ROOT = 400, 20, 6
#: Not yet parted: tests that are longer. None may be added, and none may grow back.
LONG_TESTS = 24
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
        ("ui/work/my_work.py", PLAIN.format("models.storage.asking"), "No engine"),
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


def sources(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported_inside(path: Path) -> list[tuple[str, str]]:
    """What functions of a file import, each as the root of its name and its line."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    seen: dict[int, tuple[str, ast.Import | ast.ImportFrom]] = {}
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom):
                    seen[node.lineno] = (node.module or "", node)
                elif isinstance(node, ast.Import):
                    seen[node.lineno] = (node.names[0].name, node)
    return [
        (name.partition(".")[0], " ".join(lines[node.lineno - 1 : node.end_lineno]))
        for name, node in seen.values()
    ]


def reason(line: str) -> str:
    """The comment beside an import that a person reads, without what tools read."""
    return re.sub(r"# (type: \S+|noqa\S*( \S+)?)", "", line).partition("#")[2].strip()


def test_a_function_imports_nothing_of_our_own() -> None:
    """But for what a start does not wait for, each with its word beside it."""
    found = {
        (named(path), line.strip())
        for path in sources("models", "ui")
        for root, line in imported_inside(path)
        if root in ("models", "ui")
        and not (named(path) in AT_THE_START and reason(line) == "when shown")
    }
    assert found == set()


def test_whatever_else_a_function_imports_has_its_reason_beside_it() -> None:
    found = {
        (named(path), line.strip())
        for path in sources("models", "ui")
        for root, line in imported_inside(path)
        if root not in ("models", "ui") and not reason(line)
    }
    assert found == set()


def test_a_function_imports_of_the_standard_library_only_what_is_not_everywhere() -> None:
    found = {
        (named(path), root)
        for path in sources("models", "ui")
        for root, line in imported_inside(path)
        if root in sys.stdlib_module_names and not reason(line).startswith("only there")
    }
    assert found == set()


def test_no_file_is_too_long() -> None:
    def is_long(path: Path) -> bool:
        return len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES

    assert [named(path) for path in sources("models", "ui") if is_long(path)] == []
    assert len([path for path in sources("tests") if is_long(path)]) <= LONG_TESTS


def test_no_folder_is_too_full() -> None:
    counts: dict[str, int] = {}
    for path in sources("models", "ui", "tests"):
        if path.parent.name != "migrations":  # numbered scripts, which grow by the release
            counts[named(path.parent)] = counts.get(named(path.parent), 0) + 1
    assert {room: many for room, many in counts.items() if many > MOST_FILES} == {}
    assert max(counts["models"], counts["ui"]) <= MOST_AT_ROOT


def test_models_know_no_qt() -> None:
    """Not by name either, as one would be imported while the program runs."""
    found = [
        named(path)
        for path in sources("models")
        if re.search(r"\b(PySide6|shiboken6)\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []
