"""Write the table of rooms in ``docs/architecture.md`` from what each room says of itself.

A room is a package of ``models/`` or ``ui/``; the first sentence of its ``__init__.py`` is its row.
``make map`` writes the table; ``tests/tools/test_map.py`` says when it is not up to date.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
HOUSES = ("models", "ui")
BEGIN, END = "<!-- rooms: written by make map -->", "<!-- end of the rooms -->"


class MapError(Exception):
    """The map cannot be drawn; the sentence says what is missing."""


def rooms(root: Path) -> list[str]:
    """Every folder with Python of ours in it, as ``models/queries/cases``, in order."""
    folders = {path.parent for house in HOUSES for path in (root / house).rglob("*.py")}
    return sorted(folder.relative_to(root).as_posix() for folder in folders)


def sentence(root: Path, room: str) -> str:
    """What a room says it is for.

    :raises MapError: it says nothing.
    """
    file = root / room / "__init__.py"
    words = ast.get_docstring(ast.parse(file.read_text("utf-8"))) if file.exists() else None
    if not words:
        raise MapError(f"{room}/__init__.py has no docstring: say in a sentence what the room is.")
    first = " ".join(words.partition("\n\n")[0].split())
    return first.replace("``", "`").replace("|", "\\|").removesuffix(".")


def table(root: Path) -> str:
    """The rows, a room each."""
    rows = [f"| `{room}/` | {sentence(root, room)} |" for room in rooms(root)]
    return "\n".join(["| room | what it is for |", "|---|---|", *rows])


def with_table(text: str, rows: str) -> str:
    """The page with these rows between its two marks.

    :raises MapError: a mark is missing.
    """
    before, begun, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (begun and ended):
        raise MapError(f"The page has no place for the table: it needs {BEGIN} and {END}.")
    return f"{before}{BEGIN}\n{rows}\n{END}{after}"


def main() -> int:
    """Write the table."""
    try:
        text = with_table(PAGE.read_text(encoding="utf-8"), table(ROOT))
    except MapError as error:
        print(error, file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
