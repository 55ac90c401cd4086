"""The letters that come with Probity are those that tools/letters.py makes."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from tools import letters


def parts(packed: io.BytesIO | Path) -> dict[str, bytes]:
    """What is in a Word file, however it was packed."""
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("code", letters.LETTERS)
def test_a_text_that_was_changed_was_also_made(code: str) -> None:
    made = parts(io.BytesIO(letters.made(letters.LETTERS[code])))
    assert made == parts(letters.FOLDER / f"{code}.docx"), "run tools/letters.py"


def test_every_letter_is_listed_and_no_other_is_there() -> None:
    listed = json.loads((letters.FOLDER / "letters.json").read_text(encoding="utf-8"))
    assert listed["templates"] == list(letters.LETTERS)
    assert {path.stem for path in letters.FOLDER.glob("*.docx")} == set(letters.LETTERS)
