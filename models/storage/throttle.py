"""How fast somebody may try passphrases: at will at first, then ever more slowly.

Failures are lines in ``force.probity-failed`` beside the register, so that closing the program does
not begin the count anew. They slow down whoever sits at the workstation; whoever takes the files
away is slowed by Argon2id alone.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from models.errors import SignInError
from models.storage import reading
from models.storage.engine import Keys
from models.storage.keys import KeyFile

SUFFIX = "-failed"
FREE = 3  # so many failures cost nothing
FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0  # seconds
KEPT = 10_000  # lines of the file that are read
LARGEST = 4_000_000  # bytes of it: the last ones


def unlock(register: Path, slots: KeyFile, name: str, passphrase: str) -> tuple[Keys, int]:
    """The keys by a name and passphrase, and how many wrong ones came before.

    :raises SignInError: wrong, or the next try must wait.
    """
    who = slots.who(name)
    check(register, who)
    try:
        keys = slots.unlock(name, passphrase)
    except SignInError:
        failed(register, who)
        raise
    return keys, passed(register, who)


def check(register: Path, who: str) -> None:
    """Let somebody try, unless they must wait first.

    :raises SignInError: with the seconds still to wait.
    """
    times = _failures(register, who)
    if len(times) < FREE:
        return
    wait = min(FIRST_WAIT * 2 ** min(len(times) - FREE, 10), LONGEST_WAIT)
    now = time.time()
    # What a clock that ran ahead, or another hand, dated after now counts, but is not waited for.
    left = max((at for at in times if at <= now), default=-wait) + wait - now
    if left > 0:
        seconds = max(1, round(left))
        raise SignInError(
            f"That was wrong {len(times)} times. Wait, then try again: {seconds} s left.",
            wait=left,
        )


def failed(register: Path, who: str) -> None:
    """Count a failure. On a folder that cannot be written it is not counted."""
    line = json.dumps({"who": who, "at": time.time()}) + "\n"
    path = _file(register)
    try:
        if path.is_file() or not path.exists():  # a pipe would be waited for
            with open(path, "a", encoding="utf-8", opener=_for_its_owner) as file:
                file.write(line)
    except OSError:
        pass


def passed(register: Path, who: str) -> int:
    """End the count of somebody who has signed in; return how many failures there were."""
    count = len(_failures(register, who))
    if count:
        failed_path = _file(register)
        others = [line for line in _lines(register) if _of(line)[0] != who]
        try:
            if others:
                failed_path.write_text("\n".join(others) + "\n", encoding="utf-8")
            else:
                failed_path.unlink(missing_ok=True)
        except OSError:
            pass
    return count


def _file(register: Path) -> Path:
    return register.with_name(register.name + SUFFIX)


def _for_its_owner(path: str, flags: int) -> int:
    """As every other file beside the register: nobody else of the machine reads it."""
    return os.open(path, flags, 0o600)


def _lines(register: Path) -> list[str]:
    try:
        with reading.open_file(_file(register)) as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(max(0, size - LARGEST))
            text = file.read(LARGEST).decode("utf-8", errors="replace")
    except OSError:
        return []
    return text.splitlines()[-KEPT:]


def _failures(register: Path, who: str) -> list[float]:
    found = (_of(line) for line in _lines(register))
    return [at for name, at in found if name == who]


def _of(line: str) -> tuple[str, float]:
    """Who failed and when; of a damaged line nobody."""
    try:
        data = json.loads(line)
        return str(data["who"]), float(data["at"])
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return "", 0.0
