"""Memory while a large exhibit is stored and exported, against a small one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from models.rules.new_case import blank_case

SIZES = {"16 MB": 16 << 20, "1 GB": 1 << 30}
PROGRAM = """
import resource, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from models.entering.open import create_register, open_register
from models.register import Register
from models.changes.case.exhibits import NewExhibit, attach
from models.storage.stored_files import export_exhibit
from models.queries.cases.exhibits import exhibit
folder, size = Path(sys.argv[1]), int(sys.argv[2])
with open_register(folder / "exhibits.probity") as register:
    with (folder / "film.bin").open("wb") as file:
        file.truncate(size)
    found = attach(register, 1, NewExhibit(folder / "film.bin"))
    with register.reader() as connection:
        export_exhibit(connection, exhibit(connection, found), folder / "out.bin")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main(folder: Path) -> None:
    """Print the most memory held for each size, and their ratio."""
    from models.changes.case import cases
    from models.entering.open import create_register

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "exhibits.probity"
    path.unlink(missing_ok=True)
    with (
        create_register(path, force="Benchmark", user="bench") as register,
        register.change() as change,
    ):
        file = blank_case(register.today(), 1)
        file.case |= {"title": "Exhibits", "kind": "miscellaneous"}
        cases.save(change, file, None)
    program = PROGRAM.format(root=str(Path(__file__).parent.parent))
    held = {}
    for words, size in SIZES.items():
        command = [sys.executable, "-c", program, str(folder), str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        held[words] = int(done.stdout)
    for left in ("film.bin", "out.bin", "exhibits.probity"):
        (folder / left).unlink(missing_ok=True)
    small, large = held.values()
    said = ", ".join(f"{words} {kept / 1024:.0f} MB" for words, kept in held.items())
    print(f"Most memory held while an exhibit is stored and exported: {said}")
    print(f"  ratio {large / small:.2f} (constant memory asked: 1.0)")
