"""A file of 400,000 rows imported: its speed against a plain load, and its peak of memory.

The plain load is what ``sqlite3 .import`` does: the very rows that the import made, table by table
from CSV files, into the same tables and indexes of an empty register, the search index among them,
in one transaction, without a rule, a reference, a record or a look at what is there. It is measured
with and without the audit record's own table. Both are in processor time, since others may be at
work on the machine. Each import runs in a process of its own, whose peak of memory is its own too.
"""

from __future__ import annotations

import csv
import datetime
import random
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.generator import WORDS
from models.entering.open import create_register, open_register
from models.exchange.incoming.open_file import open_cells
from models.storage.engine import connect, sqlite3
from models.storage.keys import KeyFile, key_path

MANY, TENTH, ASKED = 400_000, 40_000, 6
NAMES = ["Harmer", "Pell", "Vance", "Thorne", "Marsh", "Quill", "Ferrow", "Dace", "Rowe", "Amiri"]
HEADINGS = (
    *("Case Ref", "Date Received", "Case Type", "Officer Rank", "Surname", "Collar No"),
    *("Allegation", "Standard Breached", "Result", "Outcome", "Date Finalised", "Location"),
    *("Borough Code", "Notes"),
)
#: Not loaded: what a register has when it is made, and what is in other tables.
LEFT = {"user", "setting", "schema_migration", "import_run", "sqlite_stat1"}


def main(folder: Path) -> None:
    """Print the peak of memory for a tenth and for all, then the ratio of the speeds."""
    folder.mkdir(parents=True, exist_ok=True)
    peaks = {}
    for many in (TENTH, MANY):
        file, path = folder / f"import-{many}.csv", folder / f"import-{many}.probity"
        write_file(file, many)
        new_register(path)
        peaks[many], seconds = _apart(path, file)
        print(f"  {many:,} rows imported in {seconds:.0f} s, peak {peaks[many]} MB", flush=True)
    print(f"  peak of memory, all against a tenth: {peaks[MANY] / peaks[TENTH]:.2f}")
    for words, record in (("without the record's table", False), ("with it", True)):
        plain = plain_load(path, folder, record=record)
        said = f"ratio {seconds / plain:.2f} (at most {ASKED} asked)"
        print(f"  plain load {words}: {plain:.0f} s, {said}", flush=True)


def write_file(path: Path, many: int) -> None:
    """A file as forces publish: a row an allegation, mixed days, Windows-1252, line breaks."""
    if path.exists():
        return
    chance = random.Random(2014)
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        row = case = 0
        while row < many:
            case += 1
            received = datetime.date(2009, 1, 1) + datetime.timedelta(days=chance.randrange(1800))
            closed = received + datetime.timedelta(days=chance.randrange(20, 300))
            number = chance.randrange(1000, 5000)
            form = chance.choice(("%d/%m/%Y", "%d-%b-%y", "%Y-%m-%d", "%d %B %Y"))
            for _ in range(min(many - row, chance.choice((1, 1, 2)))):
                row += 1
                writer.writerow(
                    (
                        f"CO/{case:06d}/{received.year % 100}",
                        received.strftime(form),
                        "Conduct",
                        ("PC", "PS", "Insp")[number % 3],
                        NAMES[number % len(NAMES)],
                        number,
                        "\n".join(" ".join(chance.choices(WORDS, k=6)) for _ in range(2)),
                        chance.choice(("Discreditable Conduct", "Use of Force", "Confidentiality")),
                        chance.choice(("No case to answer", "Case to answer: misconduct")),
                        chance.choice(("NFA", "Words of advice", "Written warning")),
                        closed.strftime("%d/%m/%Y"),
                        f"{chance.choice(WORDS).title()} Street",
                        f"B{chance.randrange(40)}",
                        "Seen at the café – no further action",
                    )
                )


def new_register(path: Path) -> None:
    """An empty register, in the place of one that an earlier run left."""
    for left in (path, key_path(path), Path(f"{path}-wal"), Path(f"{path}-shm")):
        left.unlink(missing_ok=True)
    create_register(path, force="Benchmark", user="bench").close()


def _apart(path: Path, file: Path) -> tuple[int, float]:
    """Import in a process of its own: its peak of memory in MB, and how long it took."""
    command = [sys.executable, "-m", "benchmarks.importing", str(path), str(file)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(said[0]), float(said[1])


def import_here(path: Path, file: Path) -> None:
    """What the process of its own does."""
    import resource

    from models.changes.incoming.importing import import_rows
    from models.exchange.incoming import headings, mapping
    from models.exchange.incoming.staging import Stage

    with open_register(path) as register:
        began = time.process_time()
        opened = open_cells(file)
        heads = headings.find(opened)
        how = mapping.guessed(heads.names)
        with Stage() as stage:
            stage.load(opened, heads, how)
            done = import_rows(register, stage, opened, how)
        seconds = time.process_time() - began
    assert done.counts.refused == 0, done.counts
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(peak, f"{seconds:.1f}")


def plain_load(path: Path, folder: Path, *, record: bool) -> float:
    """Seconds that a plain load of the same rows takes."""
    source = connect(path, KeyFile.read(path).open(), read_only=True)
    left = LEFT | (set() if record else {"audit_record"})
    files = {}
    for table, columns in _tables(source, left).items():
        files[table] = folder / f"plain-{table}.csv"
        _dump(source, table, columns, files[table])
    tables = _tables(source, left)
    source.close()
    target = folder / "plain.probity"
    new_register(target)
    into = connect(target, KeyFile.read(target).open())
    began = time.process_time()
    into.execute("BEGIN IMMEDIATE")
    for table, columns in tables.items():
        into.execute(f'DELETE FROM "{table}"')
        _load(into, table, columns, files[table])
    into.execute("COMMIT")
    seconds = time.process_time() - began
    into.close()
    for one in files.values():
        one.unlink()
    return seconds


def _tables(source: sqlite3.Connection, left: set[str]) -> dict[str, list[str]]:
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%'"
    found = {}
    for (table,) in source.execute(f"{names} UNION SELECT 'search_entry'").fetchall():
        columns = [row[1] for row in source.execute(f'PRAGMA table_info("{table}")')]
        if table not in left:
            found[table] = ["id", "words"] if table == "search" else columns
    return found


def _dump(source: sqlite3.Connection, table: str, columns: list[str], path: Path) -> None:
    named = ", ".join(f'"{name}"' for name in columns)
    of = "search_entry" if table == "search" else table
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in source.execute(f'SELECT {named} FROM "{of}"'):
            writer.writerow(row)


def _load(into: sqlite3.Connection, table: str, columns: list[str], path: Path) -> None:
    names = ["rowid", "words"] if table == "search" else columns
    named = ", ".join(f'"{name}"' for name in names)
    query = f'INSERT INTO "{table}" ({named}) VALUES ({", ".join("?" * len(names))})'
    csv.field_size_limit(1 << 24)
    with path.open(encoding="utf-8", newline="") as file:
        into.executemany(query, csv.reader(file))


if __name__ == "__main__":
    import_here(Path(sys.argv[1]), Path(sys.argv[2]))
