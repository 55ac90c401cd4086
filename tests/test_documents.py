"""The documents: what they point at is there, and every decision is numbered once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "user-guide.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
#: Those that tell whoever changes the code how it works.
PAGES = [ROOT / "CONTRIBUTING.md", *sorted({*(ROOT / "docs").glob("*.md")} - {GUIDE})]
ROOMS = ("models/", "ui/", "resources/", "tests/", "tools/", "benchmarks/", "docs/")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
MOST_PICTURES = 15


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_document_points_at_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    nearby = [target for target in targets if "://" not in target]
    assert [target for target in nearby if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_places_that_a_document_names_are_there(document: Path) -> None:
    assert strangers(document.read_text(encoding="utf-8")) == []


def test_a_place_that_is_not_there_is_named() -> None:
    text = (
        "`models/nowhere.py`, `ui/cases/`, `tests/test_main.py::test_nothing`, `nowhere.py`, "
        "`register.py`, `make run`, `ui/*.py`, `models/*.rs`, `queries/cases/hits.py`, `a/b.py`"
    )
    assert strangers(text) == [
        *("models/nowhere.py", "tests/test_main.py::test_nothing", "nowhere.py"),
        *("models/*.rs", "a/b.py"),
    ]


#: Names in documents that are no names of ours.
FOREIGN = (".py", ".md", ".sh", ".json", ".lock", ".toml", ".yml", ".docx")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_the_names_that_a_page_of_the_code_uses_are_in_the_code(page: Path) -> None:
    names = re.findall(r"`([A-Za-z_][\w.]*)(?:\(\))?`", page.read_text(encoding="utf-8"))
    ours = [name for name in names if not name.endswith(FOREIGN)]
    assert [name for name in ours if not set(name.split(".")) <= words_of_the_code()] == []


@cache
def words_of_the_code() -> frozenset[str]:
    """Every word in the Python of the program, its tools and tests."""
    texts = ((ROOT / file).read_text("utf-8") for file in files() if file.endswith(".py"))
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


def strangers(text: str) -> list[str]:
    """What stands in back-ticks and looks like a place in this repository, but is none."""
    return [name for name in re.findall(r"`([^`\s]+)`", text) if not is_there(name)]


def is_there(name: str) -> bool:
    place, _, what = name.partition("::")
    at_root = place.startswith(ROOMS)
    if not at_root and (not place.endswith((".py", ".sh")) or "*" in place):
        return True
    if not at_root:  # a file that is named by the end of its place
        found = [path for path in files() if f"/{path}".endswith(f"/{place}")]
    elif what:
        found = [place] if place in files() else []
    else:
        found = [path.as_posix() for path in ROOT.glob(place.rstrip("/"))]
    return any(not what or f"def {what}(" in (ROOT / path).read_text("utf-8") for path in found)


@cache
def files() -> list[str]:
    """Every file in the repository, but for what is made here and can be made again."""
    made = {".git", ".venv", ".tools", "build"}
    return [
        path.relative_to(ROOT).as_posix()
        for folder in ROOT.iterdir()
        if folder.name not in made
        for path in (folder.rglob("*") if folder.is_dir() else [folder])
        if path.is_file() and "__pycache__" not in path.parts
    ]


def test_the_repository_keeps_few_pictures_and_a_document_shows_each() -> None:
    shown = {
        (document.parent / target).resolve().relative_to(ROOT).as_posix()
        for document in DOCUMENTS
        for target in re.findall(r"!\[[^\]]+\]\(([^)\s]+)\)", document.read_text(encoding="utf-8"))
    }
    kept = [file for file in files() if file.lower().endswith(PICTURES)]
    assert len(kept) <= MOST_PICTURES, "keep only what documents show; `make run` makes the rest"
    assert [picture for picture in kept if picture not in shown] == []


def test_the_tests_mirror_the_rooms_but_for_those_that_contributing_names() -> None:
    named = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = {path.parent.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")}
    others = [room.as_posix() for room in rooms if not (ROOT / room.relative_to("tests")).is_dir()]
    assert sorted(room for room in others if f"`{room}/`" not in named) == []


ANSWERS = re.findall(
    r"^\| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$",
    (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Where is …?")[2],
    re.MULTILINE,
)


def test_ten_questions_of_a_newcomer_are_answered() -> None:
    assert len(ANSWERS) >= 10


@pytest.mark.parametrize(("place", "word"), ANSWERS, ids=[word for _, word in ANSWERS])
def test_what_a_newcomer_asks_for_is_where_it_is_said_to_be(place: str, word: str) -> None:
    assert re.search(rf"\b{re.escape(word)}\b", (ROOT / place).read_text(encoding="utf-8"))


def test_the_readme_says_what_this_is_and_how_to_run_it_in_ten_lines() -> None:
    opening = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:10]
    for words in ("desktop register", "make run", "make test", "uv run main.py"):
        assert any(words in line for line in opening), words


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert sorted(numbers) == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
