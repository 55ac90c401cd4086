"""Say which screens look otherwise than they did, without a picture kept in the repository.

``make looks`` draws the tour of the demonstration and compares each screen with its *grid* in
``tests/looks.json``: how light it is in each of 64 by 40 parts. It names the screens that changed
and by how much, and leaves the old and the new side by side in ``build/looks/``, changed parts
framed. ``make looks-keep`` writes the grids anew, in the commit that meant the change.
``make looks ARGS=--release`` compares with the last release instead, drawn by its own source.

Two drawings on one machine give the same grids: the clock stands still, sizes are fixed, the font
is the one that ships. It is no part of the gate all the same. How a glyph is smoothed depends on
the system's font settings, signs that the font lacks come from whatever font the machine has, and a
new look is not wrong, only to be looked at.
"""

from __future__ import annotations

import argparse
import base64
import datetime as real
import importlib
import io
import itertools
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import types
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "looks.json"
OUT = ROOT / "build" / "looks"
NOW, KEPT_PICTURES = OUT / "now", OUT / "kept"
ACROSS, DOWN = 64, 40  # parts of a screen
TOLERANCE = 2  # levels of 255 that two drawings may differ by and be the same
#: Screens that show something made up afresh each time (a key, a hash), and how much that moves a
#: part of them.
MADE_UP = {"recovery-key": 120, "checkpoint": 40, "case-history": 12, "case-letters": 12}
MOMENT = real.datetime(2014, 2, 28, 12, 0, tzinfo=real.UTC)
THIRD_PARTIES = (
    *("docxtpl", "holidays", "icalendar", "openpyxl", "peewee", "sqlcipher3.dbapi2", "xlsxwriter"),
)
FRAME = QColor("#D0021B")


@dataclass(frozen=True)
class Grid:
    """A screen's size in pixels, and how light each of its parts is, row by row."""

    width: int
    height: int
    parts: bytes

    @classmethod
    def of(cls, image: QImage) -> Grid:
        """Measure a picture, without regard to its colours."""
        small = image.convertToFormat(QImage.Format.Format_RGB32).scaled(
            ACROSS,
            DOWN,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        grey = small.convertToFormat(QImage.Format.Format_Grayscale8)
        parts = b""
        for y in range(DOWN):
            row: Any = grey.constScanLine(y)
            parts += bytes(row[:ACROSS])  # a row may be longer than what is drawn in it
        return cls(image.width(), image.height(), parts)

    @classmethod
    def read(cls, words: str) -> Grid:
        """Read what :meth:`words` wrote."""
        size, _, packed = words.partition(" ")
        width, height = map(int, size.split("x"))
        return cls(width, height, zlib.decompress(base64.b64decode(packed)))

    def words(self) -> str:
        """One line of text: the size, and the parts packed."""
        packed = base64.b64encode(zlib.compress(self.parts, 9)).decode("ascii")
        return f"{self.width}x{self.height} {packed}"

    def picture(self) -> QImage:
        """What is known of the screen, as large as the screen."""
        small = QImage(self.parts, ACROSS, DOWN, ACROSS, QImage.Format.Format_Grayscale8)
        return small.scaled(self.width, self.height).convertToFormat(QImage.Format.Format_RGB32)


@dataclass(frozen=True)
class Difference:
    """A screen that is not as it was."""

    screen: str
    what: str
    parts: tuple[int, ...] = ()  # those that changed, counted row by row


def compare(kept: dict[str, Grid], drawn: dict[str, Grid]) -> list[Difference]:
    """Name every screen that is new, gone, of another size or otherwise drawn."""
    differences = []
    for screen in sorted(kept.keys() | drawn.keys()):
        if screen not in drawn:
            differences.append(Difference(screen, "gone"))
        elif screen not in kept:
            differences.append(Difference(screen, "new"))
        else:
            differences += _difference(screen, kept[screen], drawn[screen])
    return differences


def _difference(screen: str, old: Grid, new: Grid) -> list[Difference]:
    if (old.width, old.height) != (new.width, new.height):
        size = f"{old.width} × {old.height} before, {new.width} × {new.height} now"
        return [Difference(screen, size)]
    allowed = max(TOLERANCE, MADE_UP.get(screen.rpartition("-")[0], 0))
    changes = [abs(a - b) for a, b in zip(old.parts, new.parts, strict=True)]
    parts = tuple(at for at, change in enumerate(changes) if change > allowed)
    if not parts:
        return []
    share = 100 * len(parts) / len(changes)
    what = f"{share:.1f} % of it changed, by at most {max(changes)} of 255"
    return [Difference(screen, what, parts)]


def grids(folder: Path) -> dict[str, Grid]:
    """Measure every picture in a folder, by the screen's name."""
    return {path.stem: Grid.of(QImage(str(path))) for path in sorted(folder.glob("*.png"))}


def read(path: Path) -> dict[str, Grid]:
    """Read the grids that were kept; none where there is no file."""
    if not path.exists():
        return {}
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {screen: Grid.read(words) for screen, words in kept.items()}


def write(path: Path, drawn: dict[str, Grid]) -> None:
    """Keep grids, a line a screen, so that a change of them names the screens."""
    lines = {screen: grid.words() for screen, grid in sorted(drawn.items())}
    path.write_text(json.dumps(lines, indent=0) + "\n", encoding="utf-8")


def side_by_side(old: QImage, new: QImage, parts: tuple[int, ...]) -> QImage:
    """The old picture and the new one beside it, the parts that changed framed in both."""
    size = old.size().expandedTo(new.size())
    both = QImage(QSize(2 * size.width(), size.height()), QImage.Format.Format_RGB32)
    both.fill(Qt.GlobalColor.gray)
    painter = QPainter(both)
    for left, image in ((0, old), (size.width(), new)):
        painter.drawImage(left, 0, image)
        painter.setPen(FRAME)
        wide, high = image.width() / ACROSS, image.height() / DOWN
        for part in parts:
            down, across = divmod(part, ACROSS)
            corner = QRect(left + int(across * wide), int(down * high), int(wide), int(high))
            painter.drawRect(corner)
    painter.end()
    return both


def leave(differences: list[Difference], kept: dict[str, Grid], old: Path, out: Path) -> None:
    """Leave old and new of each screen that changed.

    What was kept elsewhere left no pictures here, so that the old may be only its grid, enlarged.
    """
    for difference in differences:
        name = f"{difference.screen}.png"
        before, after = QImage(str(old / name)), QImage(str(out / "now" / name))
        grid = kept.get(difference.screen)
        if grid is not None and (before.isNull() or Grid.of(before) != grid):
            before = grid.picture()
        side_by_side(before, after, difference.parts).save(str(out / name))


def draw(source: Path, folder: Path) -> None:
    """Leave a picture of every screen of the program at ``source``, in a process of its own.

    :raises subprocess.CalledProcessError: it could not be drawn.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    settings = {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "Europe/London",
        "PYTHONPATH": str(source),
        "PYTHONHASHSEED": "0",
    }
    command = [sys.executable, str(Path(__file__).resolve()), "--draw", str(folder)]
    # What the tour says on its way (a list of files) is not what is asked here.
    done = subprocess.run(
        command, cwd=source, env=os.environ | settings, check=False, capture_output=True, text=True
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        done.check_returncode()


def _draw_here(folder: Path) -> None:
    """Make the demonstration and walk it, at one moment."""
    _stop_the_clock()
    _name_without_chance()
    with tempfile.TemporaryDirectory(prefix="probity-looks-") as place:
        tempfile.tempdir = place
        os.environ["PROBITY_CONFIG_DIR"] = os.environ["PROBITY_LOG_DIR"] = str(Path(place, "own"))
        from main import main

        register = str(Path(place, "demo.probity"))
        for words in (["demo"], ["tour", "--out", str(folder)]):
            status = main(["--register", register, *words])
            if status:
                sys.exit(status)


def _stop_the_clock() -> None:
    """Let this process live at :data:`MOMENT`, so that no picture tells when it was drawn.

    The classes are stand-ins only where they are asked for the time: what they make are true days
    and moments, and these are instances of the stand-ins.
    """

    class Meta(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, cls.__mro__[1])

        def __subclasscheck__(cls, subclass: type) -> bool:
            return issubclass(subclass, cls.__mro__[1])

    class Day(real.date, metaclass=Meta):
        def __new__(cls, *given: Any, **named: Any) -> Any:
            return real.date(*given, **named)

        @classmethod
        def today(cls) -> Any:
            return MOMENT.astimezone().date()

    class Moment(real.datetime, metaclass=Meta):
        def __new__(cls, *given: Any, **named: Any) -> Any:
            return real.datetime(*given, **named)  # noqa: DTZ001  (as it was asked for)

        @classmethod
        def now(cls, tz: real.tzinfo | None = None) -> Any:
            return MOMENT.astimezone(tz) if tz else MOMENT.astimezone().replace(tzinfo=None)

    for name in THIRD_PARTIES:  # what others have written keeps the true clock
        importlib.import_module(name)
    standing: Any = types.ModuleType("datetime")
    vars(standing).update(vars(real))
    standing.date, standing.datetime = Day, Moment
    sys.modules["datetime"] = standing


def _name_without_chance() -> None:
    """Let passing folders have the first name that is free: some screens show where a file is."""
    vars(tempfile)["_get_candidate_names"] = lambda: map("{:08}".format, itertools.count())


def last_release() -> str:
    """The tag of the last release before what is checked out; nothing where there is none."""
    words = ["git", "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def release_pictures(tag: str) -> Path:
    """The screens of a release, drawn once by its own source and left in ``build/``.

    :raises subprocess.CalledProcessError: today's packages cannot draw it.
    """
    folder = OUT / tag
    if not any(folder.glob("*.png")):
        packed = subprocess.run(["git", "archive", tag], cwd=ROOT, capture_output=True, check=True)
        with tempfile.TemporaryDirectory(prefix="probity-release-") as source:
            with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
                archive.extractall(source, filter="data")
            draw(Path(source), folder)
    return folder


def main(words: list[str] | None = None) -> int:
    """Compare, or keep; the exit status of a comparison is 0: to look otherwise is no fault."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--keep", action="store_true", help="keep today's looks as those expected")
    parser.add_argument("--release", action="store_true", help="compare with the last release")
    parser.add_argument("--draw", metavar="FOLDER", help="only leave pictures, at a fixed moment")
    args = parser.parse_args(words)
    if args.draw:
        _draw_here(Path(args.draw))
        return 0
    old = KEPT_PICTURES
    if args.release:
        tag = last_release()
        if not tag:
            print("No release is tagged yet: `make looks` compares with what was kept.")
            return 1
        try:
            old = release_pictures(tag)
        except subprocess.CalledProcessError:
            print(f"{tag} cannot be drawn with today's packages: check it out and use its own.")
            return 1
    draw(ROOT, NOW)
    drawn = grids(NOW)
    if args.keep:
        keep(drawn)
    else:
        tell(grids(old) if args.release else read(KEPT), drawn, old)
    return 0


def keep(drawn: dict[str, Grid]) -> None:
    """Expect these looks from now on; the pictures stay here, for the next comparison."""
    write(KEPT, drawn)
    shutil.rmtree(KEPT_PICTURES, ignore_errors=True)
    shutil.copytree(NOW, KEPT_PICTURES)
    print(f"The looks of {len(drawn)} screens are kept in {KEPT.relative_to(ROOT)}.")


def tell(kept: dict[str, Grid], drawn: dict[str, Grid], old: Path) -> None:
    """Print what changed, and leave old and new of it side by side."""
    differences = compare(kept, drawn)
    for path in OUT.glob("*.png"):
        path.unlink()
    for difference in differences:
        print(f"{difference.screen}: {difference.what}")
    leave(differences, kept, old, OUT)
    print(f"{len(differences)} of {len(kept.keys() | drawn.keys())} screens look otherwise.")
    if differences:
        print(f"Old and new side by side: {OUT.relative_to(ROOT)}/. Meant? `make looks-keep`.")


if __name__ == "__main__":
    sys.exit(main())
