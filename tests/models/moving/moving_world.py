"""What stands in a register, said without its numbers: a plain reference for moved cases.

It reads whole tables and takes nothing from :mod:`models.moving`.
"""

from __future__ import annotations

import re
from typing import Any

from models.storage.engine import sqlite3
from tests.models.sight.seeing_world import OF_A_CASE

#: Kept by each register for itself.
OWN = {"id", "version", "case_id", "reference", "year", "number", "series", "former_references"}
LINE = {"reference", "reference_key", "owner_id", "consolidated_into"}
#: Columns that point at another row of the same case.
WITHIN = {
    "subject_id": "subject",
    "allegation_id": "allegation",
    "proceeding_id": "proceeding",
    "complainant_id": "complainant",
    "suspension_id": "suspension",
    "corrects_id": "chronology_entry",
    "revises_id": "referral",
}
USERS = {"user_id", "owner_id", "decided_by_id", "entered_by_id", "assigned_to_id", "added_by_id"}
USERS |= {"assigned_by_id", "kept_by_id", "by_id"}


def told(connection: sqlite3.Connection, case_ids: list[int]) -> list[dict[str, Any]]:
    """Everything in these cases, without the numbers that a register gives."""
    return [_case(connection, case_id, case_ids) for case_id in case_ids]


def people(connection: sqlite3.Connection) -> int:
    """How many people play a part in some case."""
    query = (
        "SELECT COUNT(*) FROM (SELECT m.person_id FROM subject s JOIN member m"
        " ON m.id = s.member_id UNION SELECT person_id FROM complainant)"
    )
    return int(connection.execute(query).fetchone()[0])


def _case(connection: sqlite3.Connection, case_id: int, case_ids: list[int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for table in OF_A_CASE:
        if "origin" in table:  # how it came, which differs
            continue
        query = f"SELECT * FROM {table} WHERE case_id = ? ORDER BY 1"
        rows = [dict(row) for row in connection.execute(query, (case_id,))]
        found[table] = [_row(connection, table, row, case_id) for row in rows]
    (case,) = connection.execute('SELECT * FROM "case" WHERE id = ?', (case_id,)).fetchall()
    found["case"] = _row(connection, "case", dict(case), case_id)
    found["factors"] = [
        (_place(connection, "allegation", row["allegation_id"], case_id), row["factor"])
        for row in connection.execute(
            "SELECT f.* FROM allegation_factor f JOIN allegation a ON a.id = f.allegation_id"
            " WHERE a.case_id = ? ORDER BY f.id",
            (case_id,),
        )
    ]
    found["links"] = sorted(
        (case_ids.index(row["other_id"]), row["kind"], row["since"], row["reason"])
        for row in connection.execute("SELECT * FROM case_link WHERE case_id = ?", (case_id,))
        if row["other_id"] in case_ids
    )
    found["words"] = sorted(
        row["words"]
        for row in connection.execute(
            "SELECT * FROM search_entry WHERE id / 1000000 = ?", (case_id,)
        )
        if row["source"] not in ("case", "case_link")
    )
    return found


def _row(
    connection: sqlite3.Connection, table: str, row: dict[str, Any], case_id: int
) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for column, value in row.items():
        if column in OWN - ({"number"} if table in ("exhibit", "chronology_entry") else set()):
            continue
        if table == "case_line" and column in LINE:
            continue
        if value is None:
            said[column] = None
        elif column in WITHIN:
            said[column] = _place(connection, WITHIN[column], value, case_id)
        elif column in USERS:
            query = "SELECT full_name FROM user WHERE id = ?"
            said[column] = connection.execute(query, (value,)).fetchone()[0]
        elif column == "person_id":
            said[column] = _person(connection, value)
        elif column == "member_id":
            said[column] = _member(connection, value)
        elif column == "guidance_version_id":
            query = (
                "SELECT d.title, d.factor, v.name, v.starts, v.ends FROM guidance_version v"
                " JOIN guidance_document d ON d.id = v.document_id WHERE v.id = ?"
            )
            said[column] = tuple(connection.execute(query, (value,)).fetchone())
        elif column == "run_id":
            query = "SELECT file_name, sha256, at FROM import_run WHERE id = ?"
            said[column] = tuple(connection.execute(query, (value,)).fetchone())
        elif column == "file_id":
            query = "SELECT data FROM exhibit_chunk WHERE file_id = ? ORDER BY place"
            said[column] = b"".join(one[0] for one in connection.execute(query, (value,)))
        elif column == "about":
            said[column] = bool(value)
        elif column == "words":  # of a clock, which names the case that it comes from
            said[column] = re.sub(r"PS/[0-9R/]+", "PS", value)
        else:
            said[column] = value
    return said


def _person(connection: sqlite3.Connection, person_id: int) -> dict[str, Any]:
    (row,) = connection.execute("SELECT * FROM person WHERE id = ?", (person_id,)).fetchall()
    return {key: row[key] for key in set(row.keys()) - {"id", "version", "merged_into_id"}}


def _member(connection: sqlite3.Connection, member_id: int) -> dict[str, Any]:
    (row,) = connection.execute("SELECT * FROM member WHERE id = ?", (member_id,)).fetchall()
    said = {key: row[key] for key in ("number", "role", "joined", "left")}
    query = "SELECT rank, post, unit, starts, ends FROM posting WHERE member_id = ? ORDER BY id"
    posts = [tuple(one) for one in connection.execute(query, (member_id,))]
    return said | {"person": _person(connection, row["person_id"]), "posts": posts}


def _place(connection: sqlite3.Connection, table: str, row_id: int, case_id: int) -> int:
    query = f"SELECT id FROM {table} WHERE case_id = ? ORDER BY id"
    return [row[0] for row in connection.execute(query, (case_id,))].index(row_id)
