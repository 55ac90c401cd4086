"""Questions said through the models against the same questions as plain SQL, in one run.

Each pair answers the same rows, or the measurement stops. They are asked in turn, on the
demonstration and on many cases; of each the quickest asking counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.generator import register_of
from models import demo
from models.entering.open import open_register
from models.exchange.incoming import deciding
from models.moving import meeting_questions, shape
from models.queries.figures import counting, return_evidence, returns
from models.queries.people import (
    acknowledgements,
    directory,
    early_intervention,
    guidance,
    people,
    person,
)
from models.record import check_questions, records
from models.schema import Allegation, AllegationFactor, Case, Subject
from models.storage.asking import Question, rows
from models.storage.engine import sqlite3

MANY, ROUNDS, MOST = 20_000, 9, 1.2
#: Asking goes on for so many seconds in each round, so that a short question is asked many times.
LONG = 0.01
#: What takes less than this many milliseconds nobody notices, however often it is asked.
NOTICED = 0.5

LISTED = """
SELECT p.id, TRIM(p.family_name || ', ' || p.given_names, ', ') AS name,
       COALESCE((SELECT GROUP_CONCAT(number, ', ') FROM member m
                 WHERE m.person_id = p.id AND m.number <> '' AND m.merged_into_id IS NULL), ''),
       COALESCE(p.date_of_birth, '') AS born,
       (SELECT COUNT(*) FROM (
            SELECT s.case_id AS id FROM subject s JOIN member m ON m.id = s.member_id
            WHERE m.person_id = p.id
            UNION SELECT c.case_id FROM complainant c WHERE c.person_id = p.id)) AS cases
FROM person p WHERE p.merged_into_id IS NULL AND p.anonymised IS NULL
"""
PAIRS = """
SELECT MIN(one, other) AS one, MAX(one, other) AS other, MIN(why) AS why FROM (
    SELECT a.person_id AS one, b.person_id AS other, 'same number' AS why
    FROM member a JOIN member b ON b.number = a.number AND b.person_id > a.person_id
    WHERE a.number <> '' AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL
    UNION ALL
    SELECT a.id, b.id,
           CASE WHEN a.date_of_birth = b.date_of_birth THEN 'same family name and date of birth'
                ELSE 'same name' END
    FROM person a JOIN person b ON b.family_name = a.family_name AND b.id > a.id
    WHERE a.family_name <> ''
      AND (a.date_of_birth = b.date_of_birth
           OR (a.given_names = b.given_names AND a.given_names <> ''
               AND (a.date_of_birth IS NULL OR b.date_of_birth IS NULL))))
GROUP BY 1, 2 LIMIT :limit
"""
MEMBERS = """
SELECT m.id, m.number, m.role, p.title, p.given_names, p.family_name, p.date_of_birth,
       o.rank, o.post, o.unit
FROM member m
JOIN person p ON p.id = m.person_id
LEFT JOIN posting o ON o.id = (
    SELECT id FROM posting WHERE member_id = m.id
    ORDER BY starts IS NOT NULL DESC, starts DESC, id DESC LIMIT 1)
WHERE m.merged_into_id IS NULL AND p.merged_into_id IS NULL AND p.anonymised IS NULL
    AND p.family_name >= :text AND p.family_name < :after
ORDER BY p.family_name, p.given_names, m.number, m.id LIMIT :limit
"""
OF_A_NAME = """
SELECT p.*, COALESCE((SELECT GROUP_CONCAT(number, ', ') FROM member m
    WHERE m.person_id = p.id AND m.number <> '' AND m.merged_into_id IS NULL), '') AS numbers
FROM person p
WHERE p.merged_into_id IS NULL AND p.anonymised IS NULL AND p.family_name = :family
  AND (:given = '' OR p.given_names = :given)
  AND (EXISTS (SELECT 1 FROM member m WHERE m.person_id = p.id)
       OR EXISTS (SELECT 1 FROM complainant c WHERE c.person_id = p.id))
ORDER BY p.given_names, p.id LIMIT :limit
"""
CANDIDATES = """
SELECT m.id, m.number, TRIM(p.family_name || ', ' || p.given_names, ', '),
    COALESCE(m.role, '') AS role, COALESCE(
    NULLIF((SELECT unit FROM posting o WHERE o.member_id = m.id
            ORDER BY o.starts IS NOT NULL DESC, o.starts DESC, o.id DESC LIMIT 1), ''),
    (SELECT s.unit FROM subject s WHERE s.member_id = m.id AND s.unit <> ''
     ORDER BY s.id DESC LIMIT 1), '') AS unit
FROM member m JOIN person p ON p.id = m.person_id
WHERE m.merged_into_id IS NULL AND p.merged_into_id IS NULL
    AND (m.left IS NULL OR m.left >= :today) AND (m.joined IS NULL OR m.joined <= :today)
ORDER BY p.family_name, p.given_names, m.number, m.id LIMIT :limit
"""
MATTERS = """
SELECT m.person_id, s.case_id, l.received, l.kind, COALESCE(s.role, '') AS role, s.post,
       COALESCE((SELECT GROUP_CONCAT(a.category, ' ') FROM allegation a
                 WHERE a.subject_id = s.id AND a.category IS NOT NULL), '') AS categories,
       COALESCE(p.monitored_from <= l.received
                AND (p.monitored_to IS NULL OR l.received <= p.monitored_to), 0) AS monitored
FROM subject s JOIN member m ON m.id = s.member_id JOIN person p ON p.id = m.person_id
JOIN case_line l ON l.case_id = s.case_id
WHERE l.received IS NOT NULL
"""
APPEARANCES = """
SELECT l.case_id, l.reference, l.title, l.received, l.stage, 'Subject' AS part,
       COALESCE((SELECT outcome FROM outcome o WHERE o.subject_id = s.id
                 ORDER BY o.decided DESC, o.id DESC LIMIT 1), '') AS outcome,
       COALESCE((SELECT f.finding FROM finding f JOIN allegation a ON a.id = f.allegation_id
                 WHERE a.subject_id = s.id
                 ORDER BY f.level = 'complaint', f.decided DESC, f.id DESC LIMIT 1), '')
FROM subject s JOIN member m ON m.id = s.member_id JOIN case_line l ON l.case_id = s.case_id
WHERE m.person_id = :person
UNION ALL
SELECT l.case_id, l.reference, l.title, l.received, l.stage, c.capacity, '', ''
FROM complainant c JOIN case_line l ON l.case_id = c.case_id
WHERE c.person_id = :person
ORDER BY 4 DESC, 1 DESC
"""
RECEIPTS = """
SELECT i.guidance_id, v.document_id, v.name, i.given, i.how, i.acknowledged, i.acknowledged_how
FROM guidance_issue i
JOIN guidance_version v ON v.id = i.guidance_id JOIN member m ON m.id = i.member_id
WHERE m.person_id = (SELECT person_id FROM member WHERE id = :member) ORDER BY i.given, i.id
"""
COUNTED = """
SELECT c.id AS case_id, c.kind, c.received, c.closed, c.received AS day,
    a.id AS allegation_id, a.category, a.standard, a.platform, a.conduct, a.duty,
    s.id AS subject_id, s.role, s.rank, s.member_id,
    (SELECT m.person_id FROM member m WHERE m.id = s.member_id) AS person_id,
    (SELECT f.finding FROM finding f WHERE f.allegation_id = a.id AND f.level = 'investigation'
        AND f.finding IS NOT NULL ORDER BY f.decided DESC, f.id DESC LIMIT 1) AS finding
FROM "case" c {join}
WHERE c.received BETWEEN :start AND :end {more} ORDER BY {order}
"""
OF_SUBJECTS = {
    "join": "JOIN subject s ON s.case_id = c.id JOIN allegation a ON a.subject_id = s.id",
    "order": "s.id, a.id",
}
OF_ALLEGATIONS = {
    "join": "JOIN allegation a ON a.case_id = c.id LEFT JOIN subject s ON s.id = a.subject_id",
    "order": "a.id",
}
FACTOR = """AND EXISTS (SELECT 1 FROM allegation_factor x
    WHERE x.allegation_id = a.id AND x.factor = :factor)"""
CASES = """
SELECT c.id, c.kind, c.received, c.recorded, c.closed,
    (SELECT MIN(u.sent) FROM complainant_update u
        WHERE u.case_id = c.id AND u.kind IN ('update', 'outcome-letter')) AS told,
    (SELECT MIN(l.sent) FROM letter l
        WHERE l.case_id = c.id AND l.about IN ('acknowledgement', 'update', 'outcome'))
FROM "case" c
"""
NO_FINDING = """
SELECT c.id FROM "case" c WHERE c.closed BETWEEN :start AND :end
    AND NOT EXISTS (SELECT 1 FROM case_link k WHERE k.case_id = c.id AND k.kind = 'consolidated')
    AND NOT EXISTS (SELECT 1 FROM stage_step t WHERE t.case_id = c.id AND t.kind = 'skip'
        AND t.requirement IN ('finding', 'findings', 'complaint-findings'))
    AND EXISTS (SELECT 1 FROM allegation a WHERE a.case_id = c.id AND NOT EXISTS
        (SELECT 1 FROM finding f WHERE f.allegation_id = a.id AND f.finding IS NOT NULL))
ORDER BY c.id
"""
RECORD = """
SELECT a.id, a.at, a.action, a.table_name, a.record_id, a.case_id, a.reason, a.entry,
    COALESCE(u.full_name, a.user_name) AS who
FROM audit_record a LEFT JOIN user u ON u.name = a.user_name {where} ORDER BY a.id DESC LIMIT :limit
"""
WORDS = """
WHERE a.reason LIKE :words ESCAPE '!' OR CASE WHEN a.entry LIKE :written ESCAPE '!' THEN EXISTS
    (SELECT 1 FROM json_tree(a.entry) j WHERE j.type = 'text'
     AND j.value LIKE :words ESCAPE '!') ELSE 0 END
"""
IMPORTED = """
SELECT r.case_id, c.reference, c.received, i.file_name, i.at FROM imported_row r
JOIN "case" c ON c.id = r.case_id JOIN import_run i ON i.id = r.run_id
WHERE r.key = :key ORDER BY r.id LIMIT 20
"""
ALIKE = """
SELECT case_id, reference FROM case_line WHERE received = :received
AND +title_key = :title_key AND +who = :who LIMIT 1
"""
OF_NUMBER = """
SELECT m.person_id FROM member m JOIN person p ON p.id = m.person_id
WHERE m.number = :number AND p.family_name = :family AND m.merged_into_id IS NULL ORDER BY m.id
"""
OF_REFERENCE = """
SELECT id FROM "case" c WHERE (reference = :reference OR (former_references <> ''
    AND instr(' ' || former_references || ' ', :former)))
AND NOT EXISTS (SELECT 1 FROM case_origin o WHERE o.case_id = c.id AND o.register <> :register)
"""
FACTORS = """
SELECT r.* FROM allegation_factor r JOIN allegation p ON p.id = r.allegation_id
WHERE p.case_id = :case ORDER BY r.id
"""


@dataclass(frozen=True)
class Pair:
    """A question as it is said through the models, and as plain SQL with the same values.

    :ivar columns: those that the plain one asks for, where the other asks for more.
    """

    name: str
    question: Question
    plain: str
    values: dict[str, Any] = field(default_factory=dict)
    columns: tuple[str, ...] = ()


def main(folder: Path) -> None:
    """Print, a line a question: plain, ours (milliseconds) and their ratio."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = folder / "questions-demo.probity"
    if not shown.exists():
        demo.build(shown).close()
    slow: list[str] = []
    for path in (shown, register_of(MANY, folder)):
        with open_register(path) as register, register.reader() as connection:
            slow += _measure(connection, path.stem)
    print(f"Slower than {MOST} times, of those that are noticed: {', '.join(slow) or 'none'}")


def _measure(connection: sqlite3.Connection, called: str) -> list[str]:
    print(f"{called}: the quickest of {ROUNDS} rounds (milliseconds)")
    slow = []
    for pair in _pairs(connection):
        _same(connection, pair)
        plain, ours = _quickest(
            lambda pair=pair: connection.execute(pair.plain, pair.values).fetchall(),  # type: ignore[misc]
            lambda pair=pair: rows(connection, pair.question, **pair.values),  # type: ignore[misc]
        )
        ratio = ours / plain
        noticed = max(plain, ours) >= NOTICED
        print(f"  {pair.name:34} plain {plain:9.3f}  ours {ours:9.3f}  ratio {ratio:5.2f}")
        if noticed and ratio > MOST:
            slow.append(f"{pair.name} ({called})")
    return slow


def _same(connection: sqlite3.Connection, pair: Pair) -> None:
    ours = rows(connection, pair.question, **pair.values)
    plain = connection.execute(pair.plain, pair.values).fetchall()
    told = [
        tuple(row[name] for name in pair.columns) if pair.columns else tuple(row) for row in ours
    ]
    if told != [tuple(row) for row in plain]:
        raise SystemExit(f"{pair.name}: the two do not answer the same.")


def _quickest(*ways: Callable[[], object]) -> list[float]:
    """Milliseconds of one asking, each way in turn, so that a busy moment is everybody's."""
    best = [float("inf")] * len(ways)
    for _ in range(ROUNDS):
        for at, way in enumerate(ways):
            asked, began = 0, time.process_time()
            while not asked or time.process_time() - began < LONG:
                way()
                asked += 1
            best[at] = min(best[at], (time.process_time() - began) / asked)
    return [1000 * one for one in best]


def _pairs(connection: sqlite3.Connection) -> list[Pair]:
    person_id, member_id, number, family = connection.execute(
        "SELECT p.id, m.id, m.number, p.family_name FROM member m JOIN person p"
        " ON p.id = m.person_id ORDER BY m.id LIMIT 1"
    ).fetchone()
    reference, received, title_key, who = connection.execute(
        "SELECT reference, received, title_key, who FROM case_line ORDER BY case_id DESC LIMIT 1"
    ).fetchone()
    days = {"start": "2009-01-01", "end": "2014-02-28"}
    counted = counting._counted
    nobody: frozenset[str] = frozenset()
    return [
        Pair("people by name", directory._people(False), f"{LISTED} ORDER BY p.family_name,"
             " p.given_names, p.id LIMIT :limit", {"limit": 200}),
        Pair("people who may be one", directory._pairs, PAIRS, {"limit": 200}),
        Pair("members by name, as one types", people._by_name, MEMBERS,
             {"text": "Ha", "after": "Ha\U0010ffff", "limit": 10}),
        Pair("anybody of a name", people._of_a_name, OF_A_NAME,
             {"family": family, "given": "", "limit": 9},
             (*_columns(connection, "person"), "numbers")),
        Pair("serving members", acknowledgements._candidates(False, False, False), CANDIDATES,
             {"today": "2014-02-28", "limit": -1}),
        Pair("matters for the alerts", early_intervention._matters, MATTERS),
        Pair("a person's part in cases", person._appearances, APPEARANCES, {"person": person_id}),
        Pair("guidance given to a member", guidance._receipts, RECEIPTS, {"member": member_id}),
        Pair("subjects counted", counted("received", True, nobody),
             COUNTED.format(more="", **OF_SUBJECTS), days),
        Pair("allegations counted", counted("received", False, nobody),
             COUNTED.format(more="", **OF_ALLEGATIONS), days),
        Pair("allegations of a factor", counted("received", False, frozenset({"factor"})),
             COUNTED.format(more=FACTOR, **OF_ALLEGATIONS), days | {"factor": "social-media"}),
        Pair("cases of a return", returns._cases, CASES),
        Pair("cases without a finding", return_evidence._breaking("no-finding"), NO_FINDING, days),
        Pair("a page of the record", records._page(nobody), RECORD.format(where=""),
             {"limit": 100}),
        Pair("words in the record", records._page(frozenset({"words", "written"})),
             RECORD.format(where=WORDS), {"words": "%a b%", "written": "%a b%", "limit": 100}),
        Pair("a case's line, in a check", check_questions.line,
             "SELECT * FROM case_line WHERE case_id = :case", {"case": 7}),
        Pair("a case's entries, in a check", check_questions.entries,
             "SELECT source, source_id, words FROM search_entry WHERE id BETWEEN :first AND :last",
             {"first": 7_000_000, "last": 7_999_999}),
        Pair("a case, to be sent", shape.row_of(Case), 'SELECT * FROM "case" WHERE id = :id',
             {"id": 7}, _columns(connection, "case")),
        Pair("its subjects", shape.rows_of(Subject),
             "SELECT * FROM subject WHERE case_id = :case ORDER BY id", {"case": 7},
             _columns(connection, "subject")),
        Pair("its allegations", shape.rows_of(Allegation),
             "SELECT * FROM allegation WHERE case_id = :case ORDER BY id", {"case": 7},
             _columns(connection, "allegation")),
        Pair("their factors", shape.rows_of(AllegationFactor), FACTORS, {"case": 7},
             _columns(connection, "allegation_factor")),
        Pair("whom a number names", meeting_questions.of_number, OF_NUMBER,
             {"number": number, "family": family}),
        Pair("the case of a reference", meeting_questions.of_reference, OF_REFERENCE,
             {"reference": reference, "former": f" {reference} ", "register": "none"}),
        Pair("what was imported by a key", deciding._imported, IMPORTED, {"key": "A/1"}),
        Pair("a case that looks alike", deciding._called_alike, ALIKE,
             {"received": received, "title_key": title_key, "who": who}),
    ]  # fmt: skip


def _columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The columns of a table in the order in which it has them."""
    cursor = connection.execute(f'SELECT * FROM "{table}" LIMIT 0')
    return tuple(item[0] for item in cursor.description)
