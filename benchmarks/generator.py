"""A register of many cases by a seeded generator, made once and kept in ``build/``."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

from models.entering.open import create_register
from models.queries.cases import derive
from models.storage import engine, opening
from models.storage.engine import sqlite3
from models.storage.keys import KeyFile, key_path

WORDS = [
    "photograph",
    "messages",
    "station",
    "custody",
    "vehicle",
    "search",
    "notebook",
    "victim",
    "witness",
    "colleague",
    "public",
    "house",
    "shift",
    "report",
    "phone",
    "group",
    "comment",
    "complaint",
    "officer",
    "statement",
    "record",
    "property",
    "street",
]
NAMES = [
    "Harmer",
    "Pell",
    "Vance",
    "Thorne",
    "Marsh",
    "Quill",
    "Ferrow",
    "Dace",
    "Rowe",
    "Amiri",
    "Ravel",
    "Okoro",
    "Lind",
    "Baptiste",
]
STAGES = [
    "received",
    "recorded",
    "assessed",
    "investigation",
    "decision",
    "proceedings",
    "outcome",
    "closed",
]
KINDS = ["conduct", "recordable-conduct", "complaint-schedule3", "dsi", "staff-discipline"]
PLATFORMS = ("facebook", "twitter", "instagram", None, None, None, None)


def register_of(many: int, folder: Path) -> Path:
    """A register of ``many`` cases; the same seed makes the same cases."""
    path = folder / f"cases-{many}.probity"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    making = folder / f"making-{many}.probity"
    for left in (making, key_path(making)):
        left.unlink(missing_ok=True)
    create_register(
        making, force="Benchmark", user="bench", today=datetime.date(2014, 2, 28)
    ).close()
    connection = engine.connect(making, KeyFile.read(making).open())
    connection.execute("BEGIN")
    _fill(connection, many, random.Random(2014))
    connection.commit()
    connection.execute("BEGIN")
    derive.rebuild(connection)
    connection.commit()
    connection.execute("ANALYZE")
    connection.close()
    opening.look_at(making)
    key_path(making).replace(key_path(path))
    making.rename(path)
    return path


def _fill(connection: sqlite3.Connection, many: int, chance: random.Random) -> None:
    first = datetime.date(2004, 1, 1)
    for number, name in enumerate(NAMES * 40, start=1):
        connection.execute(
            "INSERT INTO person (id, version, family_name, given_names, title, email, telephone,"
            " address, monitored_why) VALUES (?, 1, ?, 'A', '', '', '', '', '')",
            (number, name),
        )
        connection.execute(
            "INSERT INTO member (id, version, person_id, number, role)"
            " VALUES (?, 1, ?, ?, 'officer')",
            (number, number, str(2000 + number)),
        )
    counters: dict[int, int] = {}
    for case_id in range(1, many + 1):
        day = first + datetime.timedelta(days=chance.randrange(3700))
        counters[day.year] = number = counters.get(day.year, 0) + 1
        title = " ".join(chance.choices(WORDS, k=5)).capitalize()
        stage = chance.choice(STAGES)
        connection.execute(
            'INSERT INTO "case" (id, version, reference, year, number, title, summary, kind,'
            " regime, stage, owner_id, received, incident_place, restricted, marking,"
            " next_due, next_due_for, series, former_references) VALUES"
            " (?, 1, ?, ?, ?, ?, ?, ?, '2012', ?, 1, ?, '', 0, 'official-sensitive', ?, '', '',"
            " '')",
            (
                case_id,
                f"PS/{day.year}/{number:05d}",
                day.year,
                number,
                title,
                " ".join(chance.choices(WORDS, k=30)),
                chance.choice(KINDS),
                stage,
                day.isoformat(),
                None if stage == "closed" else (day + datetime.timedelta(days=28)).isoformat(),
            ),
        )
        connection.execute(
            "INSERT INTO subject (id, version, case_id, member_id, role, rank, post, unit)"
            " VALUES (?, 1, ?, ?, 'officer', 'constable', '', '')",
            (case_id, case_id, chance.randrange(1, len(NAMES) * 40 + 1)),
        )
        connection.execute(
            "INSERT INTO allegation (id, version, case_id, subject_id, particulars, standard,"
            " platform, guidance) VALUES (?, 1, ?, ?, ?, 'discreditable-conduct', ?, '')",
            (
                case_id,
                case_id,
                case_id,
                " ".join(chance.choices(WORDS, k=20)),
                chance.choice(PLATFORMS),
            ),
        )
    connection.executemany(
        "INSERT INTO reference_counter (series, year, last) VALUES ('', ?, ?)",
        sorted(counters.items()),
    )
