"""The looks: a screen that changed is named with what changed in it, any other is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from tools import looks
from tools.looks import Difference, Grid

SIZE = (640, 400)


def screen(*spots: tuple[int, int, str], size: tuple[int, int] = SIZE) -> QImage:
    """A white screen with small spots on it."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    for x, y, colour in spots:
        painter.fillRect(QRect(x, y, 10, 10), QColor(colour))
    painter.end()
    return image


def grids(**images: QImage) -> dict[str, Grid]:
    return {name.replace("_", "-"): Grid.of(image) for name, image in images.items()}


def test_a_changed_screen_is_named_with_the_part_that_changed_and_another_is_not() -> None:
    kept = grids(cases_light=screen((100, 200, "black")), people_light=screen((10, 10, "red")))
    drawn = grids(cases_light=screen((110, 200, "black")), people_light=screen((10, 10, "red")))
    (difference,) = looks.compare(kept, drawn)
    assert difference.screen == "cases-light"
    at = 20 * looks.ACROSS + 10  # a part is ten by ten pixels here
    assert {at, at + 1} <= set(difference.parts)
    assert all(part // looks.ACROSS in (19, 20, 21) for part in difference.parts)
    assert "of it changed, by at most" in difference.what


def test_a_word_in_other_words_is_a_change_and_a_breath_of_grey_is_none() -> None:
    kept = grids(cases_light=screen((100, 200, "#FFFFFF")))
    assert looks.compare(kept, grids(cases_light=screen((100, 200, "#FEFEFE")))) == []
    assert looks.compare(kept, grids(cases_light=screen((100, 200, "#F6F6F6")))) != []


def test_what_is_made_up_afresh_may_differ_and_still_not_be_anything() -> None:
    kept = grids(recovery_key_dark=screen((100, 200, "#FFFFFF")))
    assert looks.compare(kept, grids(recovery_key_dark=screen((100, 200, "#A0A0A0")))) == []
    assert looks.compare(kept, grids(recovery_key_dark=screen((100, 200, "#000000")))) != []


def test_a_new_a_missing_and_a_resized_screen_are_named() -> None:
    kept = grids(gone_light=screen(), same_light=screen(), size_light=screen())
    drawn = grids(new_light=screen(), same_light=screen(), size_light=screen(size=(640, 410)))
    assert looks.compare(kept, drawn) == [
        Difference("gone-light", "gone"),
        Difference("new-light", "new"),
        Difference("size-light", "640 × 400 before, 640 × 410 now"),
    ]


def test_the_grids_are_read_as_they_were_written_a_line_a_screen(tmp_path: Path) -> None:
    kept = grids(b_light=screen((5, 5, "blue")), a_dark=screen((300, 300, "black")))
    path = tmp_path / "looks.json"
    assert looks.read(path) == {}
    looks.write(path, kept)
    assert looks.read(path) == kept
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line[1:8] for line in lines[1:-1]] == ['a-dark"', "b-light"]


def test_old_and_new_stand_side_by_side_with_what_changed_framed(tmp_path: Path) -> None:
    old, out = tmp_path / "old", tmp_path / "out"
    for folder, spot in ((old, (100, 200, "#00FF00")), (out / "now", (100, 200, "#0000FF"))):
        folder.mkdir(parents=True)
        screen(spot).save(str(folder / "cases-light.png"))
    kept, drawn = looks.grids(old), looks.grids(out / "now")
    looks.leave(looks.compare(kept, drawn), kept, old, out)
    both = QImage(str(out / "cases-light.png"))
    assert (both.width(), both.height()) == (1280, 400)
    assert both.pixelColor(105, 205) == QColor("#00FF00")
    assert both.pixelColor(745, 205) == QColor("#0000FF")
    assert both.pixelColor(100, 200) == both.pixelColor(740, 200) == looks.FRAME


def test_where_no_old_picture_is_left_its_grid_is_shown(tmp_path: Path) -> None:
    (tmp_path / "now").mkdir()
    screen().save(str(tmp_path / "now" / "cases-light.png"))
    kept = grids(cases_light=screen((100, 200, "black")))
    nowhere = tmp_path / "nowhere"
    looks.leave(looks.compare(kept, looks.grids(tmp_path / "now")), kept, nowhere, tmp_path)
    both = QImage(str(tmp_path / "cases-light.png"))
    assert both.pixelColor(105, 205).lightness() < 30
    assert both.pixelColor(400, 100) == QColor("white")


def test_drawing_lives_at_one_moment_and_days_are_still_days() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STANDING], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["2014-02-28", "2014-02-28T12:00:00+00:00", "2015-01-02"]


STANDING = f"""
import sys
sys.path.insert(0, {str(looks.ROOT)!r})
from tools import looks
looks._stop_the_clock()
import datetime
day = datetime.date(2015, 1, 2)
assert isinstance(day, datetime.date) and isinstance(datetime.datetime.now(), datetime.date)
assert not isinstance(day, datetime.datetime) and issubclass(type(day), datetime.date)
print(datetime.date.today(), datetime.datetime.now(datetime.UTC).isoformat(), day)
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_grids_are_kept_of_every_screen_that_documents_show(theme: str) -> None:
    kept = looks.read(looks.KEPT)
    shown = {path.stem for path in (looks.ROOT / "docs" / "pictures").glob(f"*-{theme}.png")}
    assert shown
    assert shown <= kept.keys()
