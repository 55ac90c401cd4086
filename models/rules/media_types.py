"""What kind of file something is: by its first bytes where they say, else by its name."""

from __future__ import annotations

import mimetypes

UNKNOWN = "application/octet-stream"
#: First bytes, where they begin, and what they mean.
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (0, b"BM", "image/bmp"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyp", "video/mp4"),
)


def media_type(name: str, head: bytes) -> str:
    """The media type of a file called ``name`` that begins with ``head``.

    What its bytes say outweighs what its name claims.
    """
    for place, signature, found in SIGNATURES:
        if head[place : place + len(signature)] == signature:
            return found
    guessed = mimetypes.guess_type(name)[0]
    claimed = {found for _, _, found in SIGNATURES}
    if guessed and guessed not in claimed:
        return guessed
    return "text/plain" if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    if not head or b"\0" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # a letter cut through at the end
    return True


def size_words(size: int) -> str:
    """A size in bytes as people read it: ``3.4 MB``."""
    value, unit = float(size), "bytes"
    for unit in ("bytes", "KB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{value:,.0f} {unit}" if unit == "bytes" or value >= 100 else f"{value:,.1f} {unit}"
