"""Small registers made by hand, for tests that need a case or a few."""

from __future__ import annotations

import datetime
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.case import casefile
from models.case.casefile import CaseFile
from models.changes.case import cases
from models.entering.open import open_register
from models.queries.cases.casefile import load_case
from models.register import Register
from models.rules.new_case import blank_case
from models.schema import User
from models.storage import engine, opening
from models.storage.engine import Keys, sqlite3
from models.storage.keys import KeyFile

TODAY = datetime.date(2014, 2, 28)
PASSPHRASE = "correct horse battery staple"
#: A migration that no release has: :func:`later_release`.
LATER = "0900_lists_and_search"
_LISTS_AND_SEARCH = """
import re
from pathlib import Path

OURS = re.compile('(TABLE|ON) "(case_line|search_entry|search)"')


def up(migrator, db):
    for table in ("search", "search_entry", "case_line"):
        db.execute_sql(f"DROP TABLE IF EXISTS {table}")
    script = Path(__file__).with_name("0001_register.sql").read_text(encoding="utf-8")
    for statement in script.split(";\\n"):
        if OURS.search(statement):
            db.execute_sql(statement)
"""
#: In a style of a Word file: that it is what paragraphs have which name none.
DEFAULT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}default"


def case_file(title: str = "Facebook contact with a crime victim", **fields: Any) -> CaseFile:
    """A conduct matter with one officer, one social-media allegation and a finding."""
    file = blank_case(TODAY, 1)
    file.case |= {
        "title": title,
        "kind": "conduct",
        "received": datetime.date(2014, 2, 12),
        "came_to_notice": datetime.date(2014, 2, 12),
    } | fields
    subject = casefile.blank_row(
        "subjects", file, family_name="Harmer", number="4417", role="officer", rank="constable"
    )
    file.subjects.append(subject)
    allegation = casefile.blank_row(
        "allegations",
        file,
        subject_id=subject["id"],
        particulars="Sent private messages to a victim of crime.",
        factors=["social-media"],
        platform="facebook",
    )
    file.allegations.append(allegation)
    file.findings.append(
        casefile.blank_row(
            "findings",
            file,
            allegation_id=allegation["id"],
            finding="cta-misconduct",
            decided=datetime.date(2014, 2, 20),
        )
    )
    file.chronology.append(
        casefile.blank_row(
            "chronology",
            file,
            text="Reported by victim support.",
            occurred=datetime.datetime(2014, 2, 12, 9, 0),
        )
    )
    return file


def docx_of(*paragraphs: str, head: str = "", foot: str = "") -> bytes:
    """A Word file with these paragraphs, and no more styles than it takes to be one.

    Those that python-docx begins with are thousands of elements to look into in each letter.
    """
    import docx

    document = docx.Document()
    styles = document.styles.element
    for style in list(styles):
        if style.tag.endswith(("}latentStyles", "}style")) and not style.get(DEFAULT):
            styles.remove(style)
    relations = document.part.rels
    for key in [key for key in relations if relations[key].reltype.endswith("stylesWithEffects")]:
        del relations[key]
    for words in paragraphs:
        document.add_paragraph(words)
    document.sections[0].header.paragraphs[0].text = head
    document.sections[0].footer.paragraphs[0].text = foot
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def raw(path: Path) -> sqlite3.Connection:
    """A connection past every rule, as somebody with the keys and other tools could make one."""
    return engine.connect(path, KeyFile.read(path).open())


def in_the_clear(path: Path) -> None:
    """A file that says it is a register, and that nothing encrypts."""
    connection = engine.connect(path, Keys(b"", b""))
    connection.execute(f"PRAGMA application_id = {opening.APPLICATION_ID}")
    connection.execute("CREATE TABLE user (name TEXT)")
    connection.close()


@contextmanager
def later_release(folder: Path, script: str = "") -> Iterator[None]:
    """Inside, this is a later release: it has one migration more, ``LATER``.

    :param folder: where its migrations are put; it must not be there.
    :param script: that migration; without one it makes lists and search anew, which
        :func:`make_older` takes away.
    """
    ours = opening.MIGRATIONS
    shutil.copytree(ours, folder)
    (folder / f"{LATER}.py").write_text(script or _LISTS_AND_SEARCH)
    opening.MIGRATIONS = folder
    try:
        yield
    finally:
        opening.MIGRATIONS = ours


def make_older(path: Path) -> None:
    """Take away lists and search, as in a register of a release before :func:`later_release`."""
    connection = raw(path)
    for table in ("case_line", "search", "search_entry"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("PRAGMA journal_mode = delete")
    connection.close()


@contextmanager
def colleague(register: Register, name: str = "vance", **columns: Any) -> Iterator[Register]:
    """The same register, open for somebody else who works in it from now on."""
    with register.change() as change:
        change.add(
            User, **{"name": name, "full_name": name.title(), "role": "investigator"} | columns
        )
    with open_register(register.path, user=name) as theirs:
        yield theirs


def save(register: Register, file: CaseFile, original: CaseFile | None = None) -> int:
    """Save the file through the change path and return the case's id."""
    with register.change() as change:
        return cases.save(change, file, original).case_id


def loaded(register: Register, case_id: int) -> CaseFile:
    with register.reader() as connection:
        return load_case(connection, case_id)
