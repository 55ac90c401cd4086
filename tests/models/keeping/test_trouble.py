"""A full disk, a read-only file, a drive taken out, an I/O error: one sentence, and nothing lost.

Each runs in a name space of its own, where also an ordinary user may mount a small drive; when the
tests are run by root, each runs as root and as an ordinary user.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.keeping import troubled

ROOT = Path(__file__).parents[3]
NOBODY = 65534
USERS = ("root", "ordinary") if os.geteuid() == 0 else ("ordinary",)

FULL = "The disk is full, so nothing was written. Everything saved before is safe"
AWAY = "cannot be reached on its drive, so nothing was written"
GONE = "is no longer in"
ROOM = "There is no room for force.+, so no copy was made. The register itself is as it was"

SAID: dict[str, list[str]] = {
    "full-save": [FULL, FULL],
    "full-exhibit": [FULL],
    "full-backup": [ROOM],
    "full-restore": [ROOM],
    "full-update": [ROOM, f"{FULL}|could not be updated and was left as it was"],
    "full-draft": ["Unsaved edits would be lost if Probity crashed"],
    "read-only": ["read-only, so nothing was written|cannot be reached on its drive"],
    "read-only-file": ["read-only, so nothing was written|cannot be reached on its drive"],
    "read-only-permissions": ["read-only, so nothing was written|cannot be reached on its drive"],
    "read-only-backups": ["(cannot be written|Nothing can be written in).*[Rr]ead-only"],
    "removed": [GONE, AWAY, "cannot be|missing"],
    "vanished": [GONE, GONE],
    "removed-backups": ["No backup was made: Probity cannot write to the folder"],
    "io-error": [f"{AWAY}|{FULL}", f"{AWAY}|{FULL}", "no copy was made|Nothing can be"],
    "io-error-exhibit": [f"{AWAY}|{FULL}"],
}

#: What is tried where no drive can be mounted.
INSTEAD = {"full": "io-error", "read": "read-only-permissions", "removed": "vanished"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that also an ordinary user reaches."""
    made = Path(tempfile.mkdtemp(prefix="probity-trouble-"))
    yield made
    shutil.rmtree(made)


def tried(what: str, user: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "tests.models.keeping.troubled", what, str(folder)]
    if user == "ordinary" and os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        words.append(str(NOBODY))
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, check=False, env=environment
    )


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts drives as Linux does")
@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("what", list(SAID))
def test_trouble_is_one_sentence_and_loses_nothing(what: str, user: str, folder: Path) -> None:
    done = tried(what, user, folder)
    if done.returncode == troubled.NO_MOUNTS:  # a system that lets only root mount a drive
        what = INSTEAD[what.partition("-")[0]]
        done = tried(what, user, folder)
    if (what, user) == ("read-only-permissions", "root"):
        assert "nothing was refused" in done.stderr  # permissions do not hold root
        return
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    said = done.stdout.splitlines()
    assert len(said) == len(SAID[what]), said
    for sentence, wanted in zip(said, SAID[what], strict=True):
        assert re.search(wanted, sentence), sentence
        assert len(sentence) < 330
