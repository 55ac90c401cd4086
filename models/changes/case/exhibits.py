"""Exhibits put into a case: read a piece at a time, stored whole or not at all."""

from __future__ import annotations

import datetime
import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peewee import fn

from models.change import Change
from models.errors import InvalidError, ProbityError
from models.register import Register
from models.rules import roles
from models.rules.dates import moment_on
from models.rules.media_types import media_type
from models.rules.names import initials
from models.rules.texts import cannot_be_kept
from models.rules.validation import TEXT_LIMIT
from models.schema import Exhibit, ExhibitChunk, ExhibitFile
from models.storage import reading

log = logging.getLogger(__name__)

CHUNK = 1 << 20
#: Chunks written in one transaction: others can write between two of them.
CHUNKS_A_WRITE = 16
#: A file begun and not finished for so long is nobody's any more.
ABANDONED = datetime.timedelta(days=2)

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class NewExhibit:
    """A file to be exhibited: what it is, and where it came from."""

    path: Path
    description: str = ""
    source: str = ""


def attach(
    register: Register,
    case_id: int,
    new: NewExhibit,
    progress: Progress = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Store a file in the register as the case's next exhibit; return the exhibit's id.

    The chunks are written in many short transactions, so that memory and the journal stay small
    and others can work meanwhile; the exhibit itself appears in the last one. Whatever ends it
    earlier leaves nothing behind.

    :param progress: told ``(done, total)`` in bytes.
    :param check: called between chunks; may raise to stop.
    :raises ProbityError: the file cannot be read, or changed while it was read.
    """
    _refuse_text(new.description, new.source)

    def put(change: Change, stored: dict[str, Any]) -> int:
        return _add(change, register, case_id, new, stored)

    return keep(register, new.path, put, "Exhibit", progress, check)


def keep(
    register: Register,
    path: Path,
    put: Callable[[Change, dict[str, Any]], int],
    what: str,
    progress: Progress = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Store a file; in the last transaction ``put`` writes the row that it belongs to.

    :param put: given the columns ``file``, ``size``, ``sha256`` and ``media_type``.
    :param what: what it is, as the audit record says it.
    :returns: what ``put`` returned.
    """
    with register.change(f"{what} begun") as change:
        file_id = _insert_file(change)
        _clear_abandoned(change)
    try:
        size, digest, head = _store(register, file_id, path, progress, check)
        with register.change(f"{what} added") as change:
            finished = ExhibitFile.update(complete=True).where(ExhibitFile.id == file_id)
            finished.execute(change.database)
            kind = media_type(path.name, head)
            stored = {"file": file_id, "size": size, "sha256": digest, "media_type": kind}
            return put(change, stored)
    except BaseException:
        try:
            discard(register, file_id)
        except ProbityError:  # the first reason is told; a later file clears this one away
            log.warning("an unfinished file was left to be cleared away later")
        raise


def keep_whole(change: Change, data: bytes) -> dict[str, Any]:
    """Store a small file within a change.

    :returns: the columns ``file``, ``size`` and ``sha256`` of the row that it belongs to.
    """
    file_id = _insert_file(change)
    change.require(roles.act_of("exhibit_chunk"))
    for place, at in enumerate(range(0, len(data), CHUNK)):
        ExhibitChunk.insert(file=file_id, place=place, data=data[at : at + CHUNK]).execute(
            change.database
        )
    ExhibitFile.update(complete=True).where(ExhibitFile.id == file_id).execute(change.database)
    return {"file": file_id, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def describe(
    register: Register,
    exhibit_id: int,
    version: int,
    *,
    mark: str,
    description: str,
    source: str,
    withdrawn: str,
) -> None:
    """Change what is said of an exhibit; its file never changes.

    :raises InvalidError: it has no mark, or a text is too long.
    :raises ConflictError: somebody else changed it first.
    """
    if not mark.strip():
        raise InvalidError({"mark": "Say what the exhibit is called, such as DO/3."})
    _refuse_text(mark, description, source, withdrawn)
    values = {
        "mark": mark.strip(),
        "description": description,
        "source": source,
        "withdrawn": withdrawn,
    }
    with register.change("Exhibit described") as change:
        change.edit(Exhibit, exhibit_id, version, **values)


def record(register: Register, exhibit_id: int, case_id: int, action: str, what: str) -> None:
    """Put an export (``disclose``) or another act on the chain of custody."""
    with register.change() as change:
        change.note(action, case_id=case_id, about=(Exhibit, exhibit_id), what=what)


def record_view(register: Register, exhibit_id: int, case_id: int) -> None:
    """Put on the chain of custody that an exhibit is shown, to whoever may read the case."""
    with register.change() as change:
        about = (Exhibit, exhibit_id)
        change.note("disclose", case_id=case_id, about=about, inside=True, what="Viewed")


def discard(register: Register, file_id: int) -> None:
    """Take out what was stored of a file that is no exhibit, a few chunks at a time."""
    gone = 1
    while gone:
        with register.change("Unfinished exhibit cleared away") as change:
            gone = _discard_some(change, file_id)


def before_abandoned() -> datetime.datetime:
    """A file begun before this moment (UTC) and not finished is nobody's."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - ABANDONED


def _store(
    register: Register, file_id: int, path: Path, progress: Progress, check: Callable[[], None]
) -> tuple[int, str, bytes]:
    """Write the chunks; the size, the hash and the first bytes of what was written."""
    digest = hashlib.sha256()
    size, head = 0, b""
    total = _size_of(path)
    pending: list[bytes] = []
    place = 0

    def write() -> int:
        with register.change("Exhibit stored") as change:
            change.require(roles.act_of("exhibit_chunk"))
            for at, data in enumerate(pending, start=place):
                ExhibitChunk.insert(file=file_id, place=at, data=data).execute(change.database)
        written = len(pending)
        pending.clear()
        return written

    for data in _chunks_of(path):
        check()
        head = head or data[:4096]
        digest.update(data)
        size += len(data)
        if size > total:  # else a file that grows as fast as it is read would never end
            break
        pending.append(data)
        if len(pending) == CHUNKS_A_WRITE:
            place += write()
        progress(size, total)
    if pending:
        write()
    check()
    if size != _size_of(path):
        raise ProbityError(
            f"{path.name} changed while it was being read, so it was not stored. Wait until no "
            "other program is writing to it, then add it again."
        )
    return size, digest.hexdigest(), head


def _chunks_of(path: Path) -> Iterator[bytes]:
    try:
        with reading.open_file(path) as file:
            while data := file.read(CHUNK):
                yield data
    except OSError as error:
        raise _unreadable(path, error) from error


def _size_of(path: Path) -> int:
    try:
        if path.is_dir():
            raise ProbityError(
                f"{path.name} is a folder. Nothing was stored; add the files in it instead."
            )
        return path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> ProbityError:
    return ProbityError(
        f"{path.name} cannot be read ({error.strerror}). Nothing was stored. Check the drive "
        "and your permission to read the file."
    )


def _refuse_text(*texts: str) -> None:
    for text in texts:
        if len(text) > TEXT_LIMIT or cannot_be_kept(text):
            raise InvalidError(
                {
                    "description": (
                        f"A field can hold at most {TEXT_LIMIT:,} characters, and no "
                        "null characters."
                    )
                }
            )


def _add(
    change: Change, register: Register, case_id: int, new: NewExhibit, stored: dict[str, Any]
) -> int:
    highest = Exhibit.select(fn.MAX(Exhibit.number)).where(Exhibit.case == case_id)
    number = (highest.scalar(change.database) or 0) + 1
    who = initials(register.user.full_name).replace(".", "") or "PS"
    return change.add(
        Exhibit,
        case=case_id,
        number=number,
        mark=f"{who}/{number}",
        description=new.description,
        source=new.source,
        file_name=new.path.name,
        added=moment_on(change.today),
        added_by=change.user_id,
        **stored,
    )


def _insert_file(change: Change) -> int:
    change.require(roles.act_of("exhibit_file"))
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    file_id: int = ExhibitFile.insert(started=now).execute(change.database)
    return file_id


def _clear_abandoned(change: Change) -> None:
    """What a crash left of files begun long ago: a few chunks of it with every new exhibit."""
    query = (
        ExhibitFile.select(ExhibitFile.id)
        .where(~ExhibitFile.complete & (ExhibitFile.started < before_abandoned()))
        .limit(1)
    )
    file_id = query.scalar(change.database)
    if file_id is not None:
        _discard_some(change, file_id)


def _discard_some(change: Change, file_id: int) -> int:
    """Take out some chunks, then the file itself; how many rows went."""
    change.require(roles.act_of("exhibit_file"))
    some = (
        ExhibitChunk.select(ExhibitChunk.id)
        .where(ExhibitChunk.file == file_id)
        .limit(4 * CHUNKS_A_WRITE)
    )
    gone: int = ExhibitChunk.delete().where(ExhibitChunk.id.in_(some)).execute(change.database)
    if not gone:
        gone = (
            ExhibitFile.delete()
            .where((ExhibitFile.id == file_id) & ~ExhibitFile.complete)
            .execute(change.database)
        )
    return gone
