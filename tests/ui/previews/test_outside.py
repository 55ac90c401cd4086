"""What another program was given to open is private, and gone with Probity."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import os, sys; sys.path.insert(0, os.getcwd())
from ui.previews.outside import folder_for_others
folder = folder_for_others()
assert os.name != "posix" or folder.stat().st_mode & 0o077 == 0
(folder / "exhibit.txt").write_text("in the clear")
print(folder)
"""


def test_its_folder_is_private_and_gone_at_the_end() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    folder = Path(done.stdout.strip())
    assert folder.name.startswith("probity-")
    assert not folder.exists()
