"""A case file looked at again: whether it is as it was given out."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import ProbityError
from models.exchange.bundle.files import MANIFEST
from models.rules.dates import format_moment
from models.schema import AuditRecord
from models.storage import reading
from models.storage.asking import ask
from models.storage.engine import sqlite3

LARGEST_MANIFEST = 5_000_000  # bytes
#: What a register says of a case file that it does not know.
UNKNOWN = "This register has no record, that you may see, of giving it out."
_LINE = re.compile(r"([0-9a-f]{64})  (\S[^\r\n]*)")


@dataclass(frozen=True)
class Verified:
    """What was compared, what does not hold, and the hash by which a register knows it.

    :ivar known: what the register says of it; empty where no register was asked.
    """

    name: str
    files: int
    sha256: str
    problems: list[str] = field(default_factory=list)
    known: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it: an altered PDF is one that no record knows."""
        return not self.problems and self.known != UNKNOWN

    @property
    def sentence(self) -> str:
        """What is said of it."""
        if self.problems:
            many = len(self.problems)
            return (
                f"{self.name} has changed since it was given out: {many} "
                f"problem{'s' * (many != 1)}."
            )
        if self.known == UNKNOWN:
            return f"{self.name} has changed since, or was given out by another register."
        if self.known and not self.files:
            return f"{self.name} has not changed since it was given out."
        if self.files:
            return f"{self.name} is complete: {self.files:,} files match the manifest."
        return f"{self.name} was read. Only a register can say whether it gave this file out."


def verify(path: Path) -> Verified:
    """Compare a folder with its manifest; of a PDF only the hash is worked out.

    :raises ProbityError: it is no case file, or cannot be read.
    """
    try:
        return _folder(path) if path.is_dir() else Verified(path.name, 0, _digest(path))
    except OSError as error:
        raise ProbityError(
            f"{path.name} cannot be read ({error.strerror}). Name the folder or the PDF of a case "
            "file."
        ) from error


def known_to(connection: sqlite3.Connection, sha256: str) -> str:
    """What the record says of a case file with this hash: by whom it was given out, and when.

    A sentence; one that says that it is not known, where it is not.
    """
    query = (
        AuditRecord.select(AuditRecord.at, AuditRecord.user_name, AuditRecord.entry)
        .where(AuditRecord.action == "disclose", AuditRecord.entry.like(f"%{sha256}%"))
        .order_by(AuditRecord.id)
    )
    for at, who, entry in ask(connection, query):
        said = json.loads(entry)
        if said.get("sha256") == sha256:
            when = format_moment(datetime.datetime.fromisoformat(at))
            return f"This register gave it out on {when}, by {who}: {said['what']}."
    return UNKNOWN


def _folder(path: Path) -> Verified:
    manifest = path / MANIFEST
    if not manifest.is_file() or manifest.is_symlink():
        raise ProbityError(
            f"{path.name} has no {MANIFEST}: it is not a case file, or its manifest has been "
            "removed."
        )
    data = reading.read_file(manifest, LARGEST_MANIFEST)
    problems: list[str] = []
    listed: dict[str, str] = {}
    for number, line in enumerate(data.decode("utf-8", errors="replace").splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if found is None or not _is_inside(found[2]) or found[2] in listed:
            problems.append(f"Line {number} of {MANIFEST} is not a hash followed by a file name.")
        else:
            listed[found[2]] = found[1]
    for name, wanted in listed.items():
        one = path / name
        if one.is_symlink() or not one.is_file():
            problems.append(f"{name} is missing.")
        elif _digest(one) != wanted:
            problems.append(f"{name} was changed.")
    present = {one.name for one in path.iterdir()}
    problems += [f"{name} was added." for name in sorted(present - listed.keys() - {MANIFEST})]
    return Verified(path.name, len(listed), hashlib.sha256(data).hexdigest(), problems)


def _is_inside(name: str) -> bool:
    return name == Path(name).name and name not in (".", "..") and "\\" not in name


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with reading.open_file(path) as file:
        while data := file.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()
