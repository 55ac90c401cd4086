"""Exhibits that are meant to harm: what is shown of them, and what they cannot do."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from models.changes.case.exhibits import NewExhibit, attach
from models.entering.open import create_register
from models.errors import ProbityError
from models.rules.media_types import media_type
from tests.hostile.mutating import damage, examples
from tests.hostile.watching import Watch, in_time, linux_only, posix_only
from tests.models import making
from ui.previews import drawing, drawing_apart
from ui.previews.drawing_apart import CannotDrawError, draw
from ui.previews.file_preview import LONGEST_LINE, TEXT_SHOWN, can_show, drawn

pytestmark = pytest.mark.slow

MAIN = Path(__file__).parents[2] / "main.py"


@dataclass(frozen=True)
class Row:
    """A file as the register describes it."""

    media_type: str
    size: int = 0
    called: str = "Exhibit"
    file_name: str = "exhibit"
    file_id: int = 0
    sha256: str = ""


def picture(kind: str = "png", width: int = 40, height: int = 30) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 5, 70))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


GIF = (
    b"GIF89a\x05\x00\x05\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x05\x00\x05\x00\x00\x02\x05\x8c\x8f\xa9\xcb\x05\x00;"
)
PICTURES = {
    "image/png": lambda: picture("png"),
    "image/jpeg": lambda: picture("jpeg"),
    "image/bmp": lambda: picture("bmp"),
    "image/webp": lambda: picture("webp"),
    "image/tiff": lambda: picture("tiff"),
    "image/gif": lambda: GIF,
}


def pdf(box: str = "0 0 100 200", root: str = "", page: str = "", count: str = "1") -> bytes:
    return (
        f"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R{root}>>endobj\n"
        f"2 0 obj<</Type/Pages/Kids[3 0 R]/Count {count}>>endobj\n"
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R{page}>>endobj\n"
        "4 0 obj<</Length 28>>stream\n1 0 0 rg 0 0 100 200 re f    \nendstream endobj\n"
        "trailer<</Root 1 0 R>>"
    ).encode()


def png_bomb(width: int, height: int) -> bytes:
    """A few kilobytes that say they are a picture of this size, and are."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    packer, line = zlib.compressobj(9), bytes(1 + width)
    rows = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    )


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_of_each_kind_is_shown(kind: str) -> None:
    found = draw(kind, PICTURES[kind]())
    assert not found.image.isNull()
    if kind != "image/gif":
        colour = found.image.pixelColor(5, 5)
        apart = zip((colour.red(), colour.green(), colour.blue()), (200, 5, 70), strict=True)
        assert max(abs(one - other) for one, other in apart) < 8


def test_a_page_of_a_pdf_is_shown() -> None:
    found = draw("application/pdf", pdf())
    assert (found.image.width(), found.image.height()) == (200, 400)
    assert found.image.pixelColor(50, 50) == QColor(255, 0, 0)
    assert (found.page, found.pages) == (0, 1)


@examples(12)
@given(data=st.data(), kind=st.sampled_from([*PICTURES, "application/pdf"]))
def test_a_damaged_one_is_shown_or_a_sentence(data: st.DataObject, kind: str) -> None:
    seeds = [pdf(), pdf(count="3")] if kind == "application/pdf" else [PICTURES[kind]()]
    content = data.draw(damage(*seeds))
    with in_time(120):
        try:
            shown = drawn(Row(kind, len(content)), content)
        except ProbityError as error:
            assert "cannot be shown" in str(error)
        else:
            assert shown.image is not None
            assert max(shown.image.width(), shown.image.height()) <= drawing.WIDEST


@pytest.mark.parametrize(
    "content",
    [
        pdf(box="0 0 1 2000000"),
        pdf(box="0 0 1e38 1e38"),
        pdf(box="0 0 0 0"),
        pdf(box="0 0 -5 nan"),
        pdf(count="99999999"),
        pdf(count="-1"),
        pdf(root="/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://192.0.2.1'\\))>>"),
        pdf(root="/OpenAction<</S/Launch/F(/bin/true)>>"),
        pdf(page="/Annots[<</Subtype/Link/A<</S/URI/URI(http://192.0.2.1)>>/Rect[0 0 9 9]>>]"),
        pdf(page="/Resources<</XObject<</A 3 0 R>>>>"),
        pdf().replace(b"/Length 28", b"/Length 999999999"),
        pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
        b"%PDF-1.7\n" + b"<<" * 100_000,
        b"%PDF-1.7\n" + b"[" * 100_000,
        b"%PDF-1.7\n1 0 obj\n" * 50_000,
    ],
    ids=lambda content: f"{len(content)} {content[40:80]!r}",
)
def test_a_hostile_pdf_is_shown_or_a_sentence(content: bytes) -> None:
    with in_time(120):
        try:
            shown = drawn(Row("application/pdf", len(content)), content)
        except ProbityError as error:
            assert "cannot be shown" in str(error)
        else:
            assert shown.image is not None


def test_a_pdf_that_wants_a_password_is_a_sentence() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(ProbityError, match="cannot be shown"):
        drawn(Row("application/pdf", len(out.getvalue())), out.getvalue())


@pytest.mark.parametrize(("width", "height"), [(16_000, 16_000), (30_000, 30_000), (900_000, 400)])
def test_a_picture_far_larger_than_its_file_is_a_sentence(width: int, height: int) -> None:
    content = png_bomb(width, height)
    assert len(content) < 2_000_000
    with in_time(120), pytest.raises(ProbityError, match="cannot be shown"):
        drawn(Row("image/png", len(content)), content)


@pytest.mark.parametrize(("side", "shown"), [(17_300, True), (17_400, False)])
def test_a_picture_of_more_pixels_than_any_camera_s_is_not_begun(side: int, shown: bool) -> None:
    """A JPEG is made small as it is read, so that no limit of memory would keep one out."""
    content = bytearray(picture("jpeg"))
    head = content.index(b"\xff\xc0")  # where it says its height and width
    content[head + 5 : head + 9] = struct.pack(">HH", side, side)
    assert drawing._picture(bytes(content), "jpg").isNull() is not shown


def svg(planted: Path) -> bytes:
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {link} width="9" height="9">'
        f'<image width="9" height="9" xlink:href="{planted}"/>'
        f'<image width="9" height="9" xlink:href="file://{planted}"/></svg>'
    ).encode()


@linux_only
def test_a_picture_that_names_another_file_does_not_have_it_read(tmp_path: Path) -> None:
    planted = tmp_path / "planted.png"
    planted.write_bytes(picture())
    content = svg(planted)
    assert media_type("a.svg", content) == "image/svg+xml"
    assert "not shown inside" in can_show(Row("image/svg+xml", len(content)))
    with Watch(planted) as watch:
        for kind in ("image/svg+xml", *drawing.PICTURES):  # under a name of its own, and of others
            with pytest.raises(ProbityError):
                drawn(Row(kind, len(content)), content)
        assert not watch.opened()


#: Takes the place of the reading of a picture, to try what the process that draws may still do.
TRY = """
import json, sys
sys.path.insert(0, {root!r})
from ui.previews import drawing
def attempt(*_):
    said = []
    for what, act in {{
        "open": lambda: open("/etc/hostname").read(),
        "write": lambda: open({out!r}, "w").write("x"),
        "socket": lambda: __import__("_socket").socket(),
        "start": lambda: __import__("os").pipe(),
        "memory": lambda: len(bytearray(3 << 30)),
    }}.items():
        try:
            act()
            said.append(what)
        except (OSError, MemoryError):
            pass
    sys.stdout.write(json.dumps(said))
    sys.stdout.flush()
    sys.exit(0)
import _socket, os
drawing._picture = attempt
drawing.main()
"""


@posix_only
def test_the_process_that_draws_can_open_nothing_and_take_no_more(tmp_path: Path) -> None:
    asked = json.dumps({"kind": "image/png", "page": 0, "size": 3}).encode() + b"\nabc"
    code = TRY.format(root=str(MAIN.parent), out=str(tmp_path / "out"))
    done = subprocess.run(
        [sys.executable, "-c", code], input=asked, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"[]"), done.stderr


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has other code stand for the process that draws."""

    def stand(code: str) -> None:
        monkeypatch.setattr(drawing_apart, "_command", lambda: [sys.executable, "-c", code])

    return stand


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "import os; os.kill(os.getpid(), 9)",
        "raise SystemExit(0)",
        "print('[' * 100000)",
        'print(\'{"width": 1600, "height": 1600, "page": 0, "pages": 1}\')',
        'print(\'{"width": 99999999, "height": 1, "page": 0, "pages": 1}\')',
        'print(\'{"width": "x", "height": null, "page": 0, "pages": 1}\')',
        'print(\'{"width": 1e999, "height": 1, "page": 0, "pages": 1}\')',
        "import sys\nwhile True: sys.stdout.write('x' * 65536)",
    ],
)
def test_a_crash_or_a_lie_of_the_process_that_draws_is_a_sentence(
    instead: Callable[[str], None], code: str
) -> None:
    instead(code)
    with in_time(), pytest.raises(CannotDrawError):
        draw("image/png", bytes(5_000_000))


def test_a_process_that_never_ends_is_ended(
    instead: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    instead("import time\nwhile True: time.sleep(1)")
    monkeypatch.setattr(drawing_apart, "PATIENCE", 0.5)
    with in_time(), pytest.raises(CannotDrawError):
        draw("image/png", b"x")


def test_closing_the_preview_ends_the_process(instead: Callable[[str], None]) -> None:
    instead("import time\nwhile True: time.sleep(1)")
    held = []

    @contextmanager
    def hold(stop: Callable[[], None]) -> Any:
        held.append(stop)
        stop()
        yield

    with in_time(), pytest.raises(CannotDrawError):
        draw("image/png", b"x", hold=hold)
    assert len(held) == 1


# --- text ---


@examples(200)
@given(content=st.binary(max_size=3000))
def test_any_bytes_are_shown_as_text(content: bytes) -> None:
    shown = drawn(Row("text/plain", len(content)), content).text
    assert not set(shown) & {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))}
    assert max(len(line) for line in shown.split("\n")) <= LONGEST_LINE


def test_a_long_line_is_shown_on_several_and_whole() -> None:
    words = "".join(chr(97 + at % 26) for at in range(1201))
    lines = drawn(Row("text/plain", 1300), f"short\n\n{words}\nlast".encode()).text.split("\n")
    assert [len(line) for line in lines] == [5, 0, 500, 500, 201, 4]
    assert "".join(lines[2:5]) == words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_of_the_usual_encodings_is_read(encoding: str) -> None:
    content = "Café – naïve “quoted” £5".encode(encoding)
    assert drawn(Row("text/plain", len(content)), content).text == "Café – naïve “quoted” £5"


@pytest.mark.parametrize(
    "content",
    [
        b"x" * TEXT_SHOWN,
        b"\0" * TEXT_SHOWN,
        "a\u0301\u0301\u0301".encode() * (TEXT_SHOWN // 7),
        "\u202e".encode() * (TEXT_SHOWN // 3),
        "\u0627\u0628 a".encode() * (TEXT_SHOWN // 6),
        b"\r\n" * (TEXT_SHOWN // 2),
        b"\t" * TEXT_SHOWN,
    ],
    ids=lambda content: repr(content[:6]),
)
def test_a_text_of_one_endless_line_is_laid_out(app: QApplication, content: bytes) -> None:
    shown = drawn(Row("text/plain", 1 << 30), content)
    assert "GB more" in shown.text
    editor = QPlainTextEdit()
    editor.resize(900, 700)
    with in_time():  # one line of a million letters took Qt minutes
        editor.setPlainText(shown.text)
        editor.show()
        editor.grab()


# --- files taken in ---


@posix_only
@pytest.mark.parametrize("what", ["pipe", "folder", "zero"])
def test_what_is_no_file_is_not_taken_in(tmp_path: Path, what: str) -> None:
    given = tmp_path / "given"
    if what == "pipe":
        os.mkfifo(given)
    elif what == "folder":
        given.mkdir()
    else:
        given.symlink_to("/dev/zero")
    with create_register(
        tmp_path / "f.probity", force="Weald", user="okafor", today=making.TODAY
    ) as register:
        case_id = making.save(register, making.case_file())
        with in_time(), pytest.raises(ProbityError):
            attach(register, case_id, NewExhibit(given))
        with register.reader() as connection:
            assert connection.execute("SELECT COUNT(*) FROM exhibit_file").fetchone()[0] == 0


def test_a_file_that_grows_as_it_is_read_is_refused(tmp_path: Path) -> None:
    given = tmp_path / "log.txt"
    given.write_bytes(bytes(1 << 20))

    def grow(_done: int, _total: int) -> None:
        with given.open("ab") as file:
            file.write(bytes(2 << 20))

    with create_register(
        tmp_path / "f.probity", force="Weald", user="okafor", today=making.TODAY
    ) as register:
        case_id = making.save(register, making.case_file())
        with in_time(), pytest.raises(ProbityError, match="changed while it was being read"):
            attach(register, case_id, NewExhibit(given), progress=grow)


@examples(300)
@given(name=st.text(max_size=40), head=st.binary(max_size=64))
def test_any_name_and_bytes_have_a_media_type(name: str, head: bytes) -> None:
    assert "/" in media_type(name, head)
