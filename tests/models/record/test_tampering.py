"""Whatever is done to the record of a real register behind its back is found and named."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.changes.case import cases
from models.changes.erasing_words import erase_words
from models.changes.noting import disclosed
from models.entering.open import create_register
from models.record.examining import COLUMNS, examine, verify
from models.storage import chain as audit
from models.storage.engine import Keys, sqlite3
from tests.models import making
from tests.models.making import TODAY, case_file, loaded, save

Row = dict[str, Any]
Step = tuple[str, int, int]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A register in which things were done, words erased among them; each test undoes its own."""
    path = tmp_path_factory.mktemp("tampering") / "force.probity"
    with create_register(path, force="Weald", user="okafor", today=TODAY) as register:
        for title in ("One", "Two"):
            case_id = save(register, case_file(title))
            before = loaded(register, case_id)
            changed = before.copy()
            changed.case["title"] = f"{title}, retold"
            save(register, changed, before)
            cases.record_consultation(register, case_id)
        disclosed(register, "List of cases printed", reason="For the chief officer")
        with register.change("Kept long enough") as change:
            erase_words(change, [5, 6, 7, 12])
        cases.record_consultation(register, 1)
    connection = making.raw(path)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def original(raw: sqlite3.Connection) -> dict[int, Row]:
    assert verify(raw) == []
    return rows(raw)


def rows(raw: sqlite3.Connection) -> dict[int, Row]:
    found = raw.execute(f"SELECT {', '.join(COLUMNS)} FROM audit_record ORDER BY id").fetchall()
    return {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in found}


def write(raw: sqlite3.Connection, wanted: dict[int, Row]) -> None:
    raw.execute("DELETE FROM audit_record")
    names, places = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
    raw.executemany(
        f"INSERT INTO audit_record ({names}) VALUES ({places})",
        [tuple((row | {"id": number}).values()) for number, row in wanted.items()],
    )


def forged(row: Row, number: int) -> Row:
    """Another story under that number, sealed as well as it can be without the register's key."""
    words = audit.hashed_words('{"what":"Nothing to see"}', "")
    made = row | {"id": number, "entry": '{"what":"Nothing to see"}', "reason": ""} | words
    return made | {"digest": audit.digest_of(made), "chain": os.urandom(32)}


def shifted(wanted: dict[int, Row], start: int, by: int) -> dict[int, Row]:
    return {number + by if number >= start else number: row for number, row in wanted.items()}


def tampered(wanted: dict[int, Row], step: Step) -> dict[int, Row]:
    """What somebody with the file makes of the record in one go."""
    act, one, other = step
    numbers = sorted(wanted)
    if not numbers:
        return wanted
    first, second = numbers[one % len(numbers)], numbers[other % len(numbers)]
    row = wanted[first]
    made = dict(wanted)
    if act == "change":
        column = COLUMNS[1:][other % (len(COLUMNS) - 1)]
        made[first] = row | {column: changed(row[column])}
    elif act == "blank":
        made[first] = row | {"entry": "", "reason": "", "salt": None}
    elif act == "forge":
        made[first] = forged(row, first)
    elif act == "forge, chain kept":
        made[first] = forged(row, first) | {"chain": row["chain"]}
    elif act == "delete":
        del made[first]
    elif act == "delete and close up":
        del made[first]
        made = shifted(made, first, -1)
    elif act == "insert":
        made = shifted(made, first, 1) | {first: forged(row, first)}
    elif act == "insert before the first":
        made[-other] = forged(row, -other)
    elif act == "swap":
        made[first], made[second] = wanted[second], wanted[first]
    elif act == "move":
        del made[first]
        made = shifted(shifted(made, first, -1), second, 1) | {second: row}
    elif act == "repeat":
        made[max(made) + 1] = row
    return made


def changed(value: Any) -> Any:
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:] if value else b"x"
    return f"{value}x" if isinstance(value, str) else 7 if value is None else value + 1


ACTS = (
    "change",
    "blank",
    "forge",
    "forge, chain kept",
    "delete",
    "delete and close up",
    "insert",
    "insert before the first",
    "swap",
    "move",
    "repeat",
)
STEPS = st.tuples(st.sampled_from(ACTS), st.integers(0, 200), st.integers(0, 200))


def differing(original: dict[int, Row], now: dict[int, Row]) -> set[int]:
    """The numbers under which another thing stands than stood, or nothing, up to the last."""
    last = max(now, default=0)
    gone = {number for number in original if number not in now and number < last}
    other = {
        number
        for number, row in now.items()
        if number not in original or row | {"id": number} != original[number]
    }
    return gone | other


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(STEPS, min_size=1, max_size=6))
@example(steps=[("swap", 3, 4)])
@example(steps=[("delete", 8, 0), ("delete", 8, 0), ("forge", 8, 0)])
@example(steps=[("blank", 20, 0)])
def test_every_record_touched_is_named(
    raw: sqlite3.Connection, original: dict[int, Row], steps: list[Step]
) -> None:
    now = original
    for step in steps:
        now = tampered(now, step)
    touched = differing(original, now)
    raw.execute("BEGIN")
    try:
        write(raw, now)
        found = examine(raw)
    finally:
        raw.execute("ROLLBACK")
    assert touched <= found.named()
    # Beside those, only one that follows on one of them, or whose erasure is no longer told.
    erased = {5, 6, 7, 12} if touched else set()
    assert found.named() - touched <= {number + 1 for number in touched} | erased
    assert bool(found.faults) == bool(touched)
    said = " ".join(found.problems())
    assert all(str(fault.first) in said for fault in found.faults)


@pytest.mark.parametrize("act", ACTS)
def test_each_way_of_tampering_is_found_anywhere(
    raw: sqlite3.Connection, original: dict[int, Row], act: str
) -> None:
    for place in range(len(original)):
        now = tampered(original, (act, place, place + 3))
        touched = differing(original, now)
        raw.execute("BEGIN")
        try:
            write(raw, now)
            named = examine(raw).named()
        finally:
            raw.execute("ROLLBACK")
        assert touched <= named, place
        assert touched or (act, place) == ("delete", len(original) - 1) or act in {
            "blank", "delete and close up",
        }  # fmt: skip


@pytest.mark.parametrize("start", [1, 9])
@pytest.mark.parametrize("kind", ["another key", "no key"])
def test_without_the_key_nobody_makes_a_chain_that_verifies(
    raw: sqlite3.Connection, original: dict[int, Row], kind: str, start: int
) -> None:
    """Every record from ``start`` on rewritten and sealed anew by somebody who has the file."""
    key = Keys.make().record

    def seal(previous: bytes, digest: bytes) -> bytes:
        if kind == "no key":
            return hashlib.sha256(previous + digest).digest()
        import hmac

        return hmac.digest(key, previous + digest, "sha256")

    now = dict(original)
    for number in range(start, len(original) + 1):
        previous = now[number - 1]["chain"] if number > 1 else audit.START
        row = now[number] | {"user_name": "somebody else"}
        row["digest"] = audit.digest_of(row)
        now[number] = row | {"chain": seal(previous, row["digest"])}
    raw.execute("BEGIN")
    try:
        write(raw, now)
        named = examine(raw).named()
    finally:
        raw.execute("ROLLBACK")
    assert named >= set(range(start, len(original) + 1))


def test_what_no_program_writes_is_named_and_ends_nothing(
    raw: sqlite3.Connection, original: dict[int, Row]
) -> None:
    raw.execute("BEGIN")
    try:
        for number, column, value in (
            (3, "reason", "CAST(x'ff00fe' AS TEXT)"),
            (4, "entry", "x'00'"),
            (5, "digest", "'words'"),
            (8, "chain", "17"),
            (9, "at", "x'00'"),
            (10, "entry_hash", "'words'"),
            (11, "salt", "x''"),
        ):
            raw.execute(f"UPDATE audit_record SET {column} = {value} WHERE id = ?", (number,))
        assert examine(raw).named() >= {3, 4, 5, 8, 9, 10, 11}
    finally:
        raw.execute("ROLLBACK")


def test_a_record_of_an_erasure_cannot_be_made_up(
    raw: sqlite3.Connection, original: dict[int, Row]
) -> None:
    """Blanking a record and saying so in the last one needs the key, too."""
    last = max(original)
    entry = audit.canonical({"records": [[20, 20]], "what": "The words of 1 record"})
    words = audit.hashed_words(entry, "")
    row = original[last] | {"action": "erase", "table_name": "audit_record", "entry": entry}
    row |= words | {"reason": ""}
    row["digest"] = audit.digest_of(row)
    blank = original[20] | {"entry": "", "reason": "", "salt": None}
    raw.execute("BEGIN")
    try:
        write(raw, original | {20: blank, last: row})
        said = examine(raw).problems()
    finally:
        raw.execute("ROLLBACK")
    assert "Audit record 20 was blanked, and no record says why." in said


def test_hashes_of_what_was_said_do_not_tell_it(original: dict[int, Row]) -> None:
    """The same words twice leave two hashes; without the salt, trying words finds nothing."""
    said = [row for row in original.values() if (row["action"], row["entry"]) == ("consult", "{}")]
    assert len(said) > 2
    for name in ("entry_hash", "reason_hash", "salt"):
        assert len({row[name] for row in said}) == len(said)
    assert original[5]["salt"] is None
    for guess in (b"{}", b"entry\0{}"):
        assert hashlib.sha256(guess).digest() not in {row["entry_hash"] for row in said}
