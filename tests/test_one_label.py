"""A field has one name and its short form, whoever says it: screen, paper, file or history.

Each collector tells what one room of the program calls fields. What is made of several fields, or
is no field at all, is named in the collector that leaves it out.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pytestqt.qtbot import QtBot

from models.case import casefile
from models.case.casefile import CaseFile
from models.case.merge import Clash
from models.entering.open import create_register
from models.exchange.bundle.striking import pieces
from models.exchange.incoming import fields as incoming
from models.exchange.letters import fields as letters
from models.exchange.papers.case_sheet import sheet_html
from models.exchange.tables import csv_export, guidance_csv
from models.queries.cases import columns, filters
from models.queries.cases.history import Names, event_of
from models.register import Register
from models.rules import validation, vocabularies
from models.rules.new_case import blank_case
from models.schema import TABLES, dictionary, sections
from models.schema.base import Entry
from models.schema.derived import listed
from tests.models.making import TODAY, case_file
from ui.cases.blocks.findings_block import FindingsBlock
from ui.cases.form.draft import Draft
from ui.cases.form.editors import Sources
from ui.cases.form.forms import forms_in
from ui.cases.form.words import row_words
from ui.cases.pages import exhibits_page, letters_page
from ui.cases.pages.proceedings_page import ProceedingsPage
from ui.cases.pages.process_page import ProcessPage
from ui.cases.pages.subject_detail import SubjectDetail
from ui.cases.pages.summary_page import SummaryPage
from ui.cases.window.conflict_dialog import ConflictDialog
from ui.guidance import recipients_panel
from ui.letters import templates_dialog
from ui.users import users_page


class Said(NamedTuple):
    """What a field of a section, or of a table, is called somewhere."""

    of: str
    field: str
    words: str


def _entry(of: str, field: str) -> Entry:
    if of in sections.MODELS:
        return sections.entry(of, field)
    return dictionary.entry(dictionary.tables()[of], field)


def disagreeing(said: list[Said]) -> list[str]:
    """Each field that is called otherwise than its label or its short form."""
    found = []
    for of, field, words in said:
        known = _entry(of, field)
        if words not in (known.label, known.brief):
            found.append(f"{of}.{field} is “{known.label}” and is called “{words}”")
    return sorted(set(found))


def whole_case() -> CaseFile:
    """A case with a row in every section, every text of its own and every code chosen."""
    file = case_file(regime="2012")
    subject = file.subjects[0]["id"]
    allegation = file.allegations[0]["id"]
    person = casefile.add_row("complainants", file)["id"]
    suspension = casefile.add_row("suspensions", file, subject_id=subject)["id"]
    pointers = {
        "subject_id": subject,
        "allegation_id": allegation,
        "complainant_id": person,
        "suspension_id": suspension,
        "user_id": 1,
        "decided_by_id": 1,
    }
    for section in sections.MODELS:
        if section != "case" and not file.rows(section):
            casefile.add_row(section, file)
    number = 0
    for section, row in file.every_row():
        for name, known in sections.entries(section).items():
            number += 1
            if name in pointers and name in row:
                row[name] = pointers[name]
            elif known.technical:
                continue
            elif known.kind in ("text", "area"):
                row[name] = f"Word{number:03}"
            elif known.kind == "code":
                held = vocabularies.terms(known.vocabulary, regime="2012")
                row[name] = row[name] or held[0].code
            elif known.kind == "day":
                row[name] = datetime.date(2014, 1, 1) + datetime.timedelta(days=number % 28)
    file.case["owner_id"] = 1
    file.case["stage"] = "investigation"
    return file


# --- what each room calls fields ---


def forms(qtbot: QtBot, _: Register) -> Iterator[Said]:
    """The case window's pages, those of every card."""
    file = whole_case()
    draft = Draft(file, None, TODAY)
    sources = Sources(1, "D. Okafor", TODAY, users={1: "D. Okafor"})
    pages = (
        SummaryPage(draft, sources),
        SubjectDetail(draft, file.subjects[0]["id"], sources),
        FindingsBlock(draft, sources, file.allegations[0]["id"]),
        ProceedingsPage(draft, sources),
        ProcessPage(draft, sources),
    )
    for page in pages:
        qtbot.addWidget(page)
        for card, form in forms_in(page):
            for name, field in form.fields.items():
                words = field.label.text().removesuffix(" (required)")
                yield Said(card.section, name, words)
                yield Said(card.section, name, form.editors[name].widget.accessibleName())


def conflicts(qtbot: QtBot, _: Register) -> Iterator[Said]:
    """Two versions of one case, side by side."""
    file = whole_case()
    places = [
        (section, name)
        for section in sections.MODELS
        for name, known in sections.entries(section).items()
        if not known.technical
    ]
    clashes = [
        Clash(section, file.rows(section)[0]["id"], name, None, None, None)
        for section, name in places
    ]
    dialog = ConflictDialog(file, file, clashes, {})
    qtbot.addWidget(dialog)
    for (section, name), choice in zip(places, dialog.mine, strict=True):
        yield Said(section, name, choice.accessibleName().removeprefix("Yours: "))


def rows_in_words(_: QtBot, __: Register) -> Iterator[Said]:
    """A whole row for reading, where somebody has removed it."""
    file = whole_case()
    for section in sections.MODELS:
        for row in file.rows(section):
            for name, value in row.items():
                words = row_words(section, {name: value}, file, {1: "D. Okafor"})
                if words:
                    yield Said(section, name, words.partition(":")[0])


def told_in_history(_: QtBot, register: Register) -> Iterator[Said]:
    """A line of the record for each column of every table."""
    with register.reader() as connection:
        names = Names(connection)
        for model in TABLES:
            table = model._meta.table_name
            for column, known in dictionary.entries(model).items():
                value: Any = {"moment": "2014-02-12 09:00:00", "day": "2014-02-12"}.get(known.kind)
                if value is None:
                    value = "{}" if known.kind in ("text", "area", "code") else 1
                row = {
                    "id": 1,
                    "at": "2014-02-12 09:00:00",
                    "user_name": "okafor",
                    "who": "x",
                    "action": "alter",
                    "table_name": table,
                    "record_id": 1,
                    "case_id": None,
                    "reason": "",
                    "entry": json.dumps({"after": {column: value}}),
                }
                for label, _old, _new in event_of(row, names).changes:
                    yield Said(table, column, label)


#: Columns of the list that are made of several fields.
OF_SEVERAL = {"next_due", "who", "subjects", "consolidated"}
#: By which field a column is called whose code is another.
COLUMNS = {
    "reference": ("case", "reference"),
    "matter": ("case", "title"),
    **{name: ("case", name) for name in ("received", "stage", "kind", "regime", "closed")},
    **{name: ("allegations", name) for name in ("category", "standard", "platform")},
    "severity": ("assessments", "severity"),
    "finding": ("findings", "finding"),
    "outcome": ("outcomes", "outcome"),
    "role": ("subjects", "role"),
    "owner": ("case", "owner_id"),
    "restricted": ("case", "restricted"),
}


def list_columns(_: QtBot, __: Register) -> Iterator[Said]:
    """The list's headings, and those of its CSV."""
    codes = [one.code for one in columns.columns() if one.code not in OF_SEVERAL]
    headings = [one for one in csv_export._headings(codes) if not one.endswith("(second line)")]
    of_fields = {
        one.code: (sections.section_of(one.model._meta.table_name), one.field)
        for one in listed().values()
    }
    for code, heading in zip(codes, headings, strict=True):
        where = (COLUMNS | of_fields)[code]
        yield Said(*where, columns.column(code).title)
        yield Said(*where, heading)


#: By which field a filter is called.
FILTERED = {
    "stages": ("case", "stage"),
    "kinds": ("case", "kind"),
    "categories": ("allegations", "category"),
    "standards": ("allegations", "standard"),
    "roles": ("subjects", "role"),
    "outcomes": ("outcomes", "outcome"),
    "findings": ("findings", "finding"),
    "factors": ("allegation_factor", "factor"),
    "platforms": ("allegations", "platform"),
    "severities": ("assessments", "severity"),
    "received": ("case", "received"),
    "closed": ("case", "closed"),
}


def filtered(_: QtBot, __: Register) -> Iterator[Said]:
    """What the list is filtered by; ``due`` is made of several."""
    for name, heading, *_rest in filters.coded():
        yield Said(*FILTERED[name], heading)
    for name, heading in filters.periods():
        if name != "due":
            yield Said(*FILTERED[name], heading)


def read_from_files(_: QtBot, __: Register) -> Iterator[Said]:
    """What a column of a file can be read as; of two alike the section is said before."""
    for field in incoming.fields():
        if field.column and field not in incoming.TOGETHER:
            words = field.title.rpartition(": ")[2]
            yield Said(field.section, field.column, f"{words[:1].upper()}{words[1:]}")


#: The fields of letters that are made of several, or are of the letter and not of the case.
OF_LETTERS = re.compile(
    r"(force|sender|letter|clock)\..*|case\.(next_due|due).*|.*\.(name|dear|label)"
)
#: Whose rows a letter's fields are of, by what stands before the dot.
OWNERS = {
    "case": "case",
    "recipient": "complainants",
    "complainant": "complainants",
    "subject": "subjects",
    "notice": "notices",
    "proceeding": "proceedings",
    "outcome": "outcomes",
}


def written_in_letters(_: QtBot, __: Register) -> Iterator[Said]:
    """The picker of a letter's fields, and the fields of its lists."""
    for field in letters.fields():
        owner, _dot, name = field.code.partition(".")
        words = field.label.rpartition(": ")[2]
        words = f"{words[:1].upper()}{words[1:]}"
        if field.code == "subject.severity":
            yield Said("assessments", "severity", words)
        elif not OF_LETTERS.fullmatch(field.code):
            known = sections.entries(OWNERS[owner]) if owner in OWNERS else {}
            of = OWNERS[owner] if name in known or f"{name}_id" in known else "subjects"
            column = name if name in sections.entries(of) else f"{name}_id"
            yield Said(of, column, words)
    for given in letters.lists():
        for name, words in given.fields.items():
            if name in ("number", "name", "complaint_finding"):
                continue  # its place; what it is called; the finding of another level
            of = "findings" if name == "finding" else given.code
            column = name if name in sections.entries(of) else f"{name}_id"
            yield Said(of, column, words)


def struck(_: QtBot, __: Register) -> Iterator[Said]:
    """The passages of a case that can be struck out."""
    for piece in pieces(whole_case()):
        section, *_place, name = piece.key.split(".")
        yield Said(section, name, piece.where.partition(": ")[2])


_FACT = re.compile(r'<td width="26%" class="label">(.*?)</td><td>(.*?)</td>', re.DOTALL)


def printed(_: QtBot, __: Register) -> Iterator[Said]:
    """The lines of the case sheet that hold one text and nothing else."""
    file = whole_case()
    texts = {
        value: (section, name)
        for section, row in file.every_row()
        for name, value in row.items()
        if isinstance(value, str) and re.fullmatch(r"Word\d{3}", value)
    }
    found = _FACT.findall(sheet_html(file, users={1: "D. Okafor"}))
    assert found
    for label, words in found:
        if words.strip() in texts:
            yield Said(*texts[words.strip()], label)


#: The tables of other pages: their headings, and the field that each is of; ``None`` for none.
TABLES_OF_PAGES: tuple[tuple[tuple[str, ...], tuple[tuple[str, str] | None, ...]], ...] = (
    (
        exhibits_page.HEADINGS,
        tuple(
            ("exhibit", name)
            for name in ("mark", "description", "file_name", "size", "added", "added_by_id")
        ),
    ),
    (
        letters_page.HEADINGS,
        tuple(
            ("letter", name)
            for name in ("number", "name", "recipient", "sent", "method", "recorded")
        ),
    ),
    (
        users_page.HEADINGS,
        (
            ("user", "full_name"),
            ("user", "name"),
            ("user", "role"),
            ("user", "member_id"),
            None,
            None,
        ),
    ),
    (
        recipients_panel.HEADINGS,
        (
            None,
            ("member", "number"),
            ("posting", "unit"),
            ("guidance_issue", "given"),
            ("guidance_issue", "acknowledged"),
        ),
    ),
    (
        templates_dialog.HEADINGS,
        (
            ("letter_template", "name"),
            ("letter_template", "about"),
            None,
            ("letter_template", "added"),
            None,
        ),
    ),
    (
        guidance_csv.HEADINGS,
        (
            None,
            ("guidance_version", "name"),
            ("member", "number"),
            None,
            ("member", "role"),
            ("posting", "unit"),
            ("guidance_issue", "given"),
            ("guidance_issue", "how"),
            ("guidance_issue", "acknowledged"),
            ("guidance_issue", "acknowledged_how"),
        ),
    ),
)


def tables_of_pages(_: QtBot, __: Register) -> Iterator[Said]:
    """The headings of tables on other pages, and of the CSV of guidance."""
    for headings, places in TABLES_OF_PAGES:
        for heading, place in zip(headings, places, strict=True):
            if place is not None:
                yield Said(*place, heading)


ROOMS: tuple[Callable[[QtBot, Register], Iterator[Said]], ...] = (
    *(forms, conflicts, rows_in_words, told_in_history, list_columns, filtered),
    *(read_from_files, written_in_letters, struck, printed, tables_of_pages),
)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """An empty register."""
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY)
    yield made
    made.close()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_a_field_is_called_as_the_dictionary_calls_it(
    room: Callable[[QtBot, Register], Iterator[Said]], qtbot: QtBot, register: Register
) -> None:
    said = list(room(qtbot, register))
    assert said
    assert disagreeing(said) == []


def test_nothing_of_the_case_is_without_a_form(qtbot: QtBot, register: Register) -> None:
    asked = {(one.of, one.field) for one in forms(qtbot, register)}
    for section in ("case", "subjects", "allegations", "outcomes", "tasks"):
        for name, known in dictionary.entries(sections.MODELS[section]).items():
            if not known.technical and known.kind != "link" and name not in _ELSEWHERE:
                assert (section, name) in asked


#: Given by the register itself.
_ELSEWHERE = {"reference", "former_references", "anonymised"}


def test_a_message_that_asks_for_a_field_stands_beside_it(register: Register) -> None:
    file = blank_case(TODAY, 1)
    file.case["received"] = None
    for section in sections.MODELS:
        if section not in ("case", "chronology"):
            casefile.add_row(section, file)
    for section, row in file.every_row():
        for name, known in sections.entries(section).items():
            if known.required:
                row[name] = "" if isinstance(row[name], str) else None
    said = {(one.section, one.field): one.message for one in validation.problems(file, TODAY)}
    for section in sections.MODELS:
        for name, known in sections.entries(section).items():
            if known.required and section != "chronology":
                assert said.get((section, name)) == known.required
