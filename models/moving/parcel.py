"""A parcel: parts with names, one after the other, and at the end a manifest of their hashes.

``about.json`` comes first. The files of a case come before the case itself, so that its rows can
point at them when they are read. The manifest lists every part with size and SHA-256; it is
compared with what is there before anything is written anywhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from models.errors import ProbityError
from models.moving.sealed import DAMAGED, SealedReader, SealedWriter
from models.storage import reading

SUFFIX = ".probity-cases"
ABOUT, MANIFEST = "about.json", "manifest.json"
FORMAT, VERSION = "probity-cases", 1
CHUNK = 1 << 20
#: Bytes of what is read whole: one case with its record. A parcel holds no more parts than that.
LARGEST_CASE, MOST_PARTS = 256 << 20, 2_000_000
LONGEST_NAME = 100
_NAME = re.compile(r"about\.json|manifest\.json|(cases/\d{1,18}\.json)|(files/\d{1,18})")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Part:
    """One part, to be read before the next one is asked for."""

    name: str
    size: int
    chunks: Iterator[bytes]

    @property
    def number(self) -> int:
        """What the sender called the case or the file."""
        return int(re.sub(r"\D", "", self.name) or 0)

    @property
    def is_file(self) -> bool:
        """Whether it holds the bytes of a file."""
        return self.name.startswith("files/")

    @property
    def is_case(self) -> bool:
        """Whether it holds a case."""
        return self.name.startswith("cases/")

    def digest(self) -> str:
        """The SHA-256 of all of it, in hexadecimal."""
        digest = hashlib.sha256()
        for data in self.chunks:
            digest.update(data)
        return digest.hexdigest()

    def json(self) -> Any:
        """The whole of it as JSON.

        :raises ProbityError: it is none, or too large.
        """
        if self.size > LARGEST_CASE:
            raise ProbityError(DAMAGED)
        try:
            return json.loads(b"".join(self.chunks))
        except (ValueError, RecursionError) as error:
            raise ProbityError(DAMAGED) from error


class ParcelWriter:
    """Writes the parts of a parcel to a sealed file."""

    def __init__(self, sealed: SealedWriter) -> None:
        self._sealed = sealed
        self._listed: list[tuple[str, int, str]] = []

    def add(self, name: str, size: int, chunks: Iterable[bytes]) -> str:
        """Add a part; return its SHA-256 in hexadecimal.

        :raises ProbityError: it is not of the size that was said.
        """
        digest, written = hashlib.sha256(), 0
        self._begin(name, size)
        for data in chunks:
            self._sealed.write(data)
            digest.update(data)
            written += len(data)
        if written != size:
            raise ProbityError(
                "The cases changed while they were being sent. Nothing was sent. Try again."
            )
        self._listed.append((name, size, digest.hexdigest()))
        return digest.hexdigest()

    def add_json(self, name: str, value: Any) -> None:
        """Add a part that is JSON."""
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        self.add(name, len(data), [data])

    def finish(self) -> None:
        """End with the manifest."""
        data = json.dumps(self._listed).encode()
        self._begin(MANIFEST, len(data))
        self._sealed.write(data)
        self._sealed.finish()

    def _begin(self, name: str, size: int) -> None:
        said = name.encode()
        self._sealed.write(len(said).to_bytes(2, "big") + size.to_bytes(8, "big") + said)


class Parcel:
    """A parcel that somebody gave, open for reading; ended by :meth:`close`.

    :raises ProbityError: it cannot be read, or is none.
    :raises InvalidError: the passphrase does not open it.
    """

    def __init__(self, path: Path, passphrase: str) -> None:
        self.path = path
        try:
            self._file = reading.open_file(path)
            self._size = path.stat().st_size
        except OSError as error:
            raise ProbityError(
                f"{path.name} cannot be read ({error.strerror}). Nothing was brought in."
            ) from error
        try:
            self._sealed = SealedReader(self._file, passphrase)
        except BaseException:
            self._file.close()
            raise

    def parts(
        self,
        progress: Progress = lambda _done, _total: None,
        check: Callable[[], None] = lambda: None,
    ) -> Iterator[Part]:
        """Every part, from the beginning; at the end they are compared with the manifest.

        :raises ProbityError: something of it was changed or is missing.
        """
        self._sealed.again()
        found: list[list[Any]] = []
        while True:
            check()
            name, size = self._head()
            if name == MANIFEST:
                break
            if len(found) >= MOST_PARTS:
                raise ProbityError(DAMAGED)
            digest = hashlib.sha256()
            part = Part(name, size, self._chunks(size, digest.update, progress, check))
            yield part
            for _ in part.chunks:  # what was not asked for is hashed too
                pass
            found.append([name, size, digest.hexdigest()])
        listed = Part(name, size, self._chunks(size, lambda _: None, progress, check)).json()
        if listed != found or not self._sealed.is_at_end:
            raise ProbityError(DAMAGED)
        progress(self._size, self._size)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Parcel:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _head(self) -> tuple[str, int]:
        head = self._sealed.read(10)
        length, size = int.from_bytes(head[:2], "big"), int.from_bytes(head[2:], "big")
        if length > LONGEST_NAME:
            raise ProbityError(DAMAGED)
        try:
            name = self._sealed.read(length).decode()
        except UnicodeDecodeError as error:
            raise ProbityError(DAMAGED) from error
        if not _NAME.fullmatch(name) or size > self._size:  # it is not compressed
            raise ProbityError(DAMAGED)
        return name, size

    def _chunks(
        self,
        size: int,
        each: Callable[[bytes], None],
        progress: Progress,
        check: Callable[[], None],
    ) -> Iterator[bytes]:
        left = size
        while left:
            check()
            data = self._sealed.read(min(left, CHUNK))
            each(data)
            left -= len(data)
            progress(self._sealed.place, self._size)
            yield data
