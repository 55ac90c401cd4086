"""Writing a file so that a half-written one never stands under its final name."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import ProbityError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path``; what is written there takes its place at the end.

    :raises ProbityError: it could not be written; what stood at ``path`` still does.
    """
    temporary: Path | None = None
    if not path.name:
        raise ProbityError("No file name was given, so nothing was written. Give one.")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent or None)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o600)
        temporary.replace(path)
    except OSError as error:
        raise ProbityError(
            f"{path.name} could not be written in {path.parent} ({error.strerror}). What was "
            "there before is unchanged; choose another folder or free some space."
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


@contextmanager
def making_folder(path: Path) -> Iterator[Path]:
    """Give a new folder beside ``path``; when all is written in it, it takes that name.

    :raises ProbityError: it could not be written, or something stands there; nothing is left.
    """
    if path.exists() or path.is_symlink() or not path.name:
        raise ProbityError(
            f"{path} already exists. Nothing was written; name a folder that does not exist yet."
        )
    temporary: Path | None = None
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        yield temporary
        for one in temporary.iterdir():
            one.chmod(0o600)
            with one.open("rb+") as file:
                os.fsync(file.fileno())
        temporary.rename(path)
        temporary = None
    except OSError as error:
        raise ProbityError(
            f"{path.name} could not be written in {path.parent} ({error.strerror}). Nothing of it "
            "is left there; choose another folder or free some space."
        ) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
