"""Every way out of a register: a question for each public function that reads one.

What is in neither table fails a test, so that no way out is forgotten.
"""

from __future__ import annotations

import datetime
import importlib
import inspect
import pkgutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import models.exchange
import models.queries
from models.case.casefile import CaseFile
from models.errors import ProbityError
from models.exchange import calendar_file, case_json
from models.exchange.bundle import files as bundle_files
from models.exchange.bundle import parts as bundle_parts
from models.exchange.bundle import plan as bundle
from models.exchange.bundle import verify as bundle_verify
from models.exchange.incoming import deciding, headings
from models.exchange.incoming.kept_mappings import kept_mapping, mapping_names
from models.exchange.incoming.mapping import guessed
from models.exchange.incoming.open_file import open_cells
from models.exchange.incoming.staging import Stage
from models.exchange.letters import fields as letter_fields
from models.exchange.letters import templates as letter_templates
from models.exchange.letters import text as letter_text
from models.exchange.letters.occasion import Occasion, about_whom, recipients
from models.exchange.papers import (
    answer_paper,
    case_list_paper,
    case_sheet,
    chronology_paper,
    return_paper,
    sheet_guidance,
    sheet_process,
    sheet_subject,
)
from models.exchange.tables import answer_files, csv_export, guidance_csv, record_csv, return_files
from models.exchange.tables.return_words import defined
from models.moving import asking, parts
from models.queries import importing
from models.queries.cases import (
    case_list,
    case_window,
    exhibits,
    history,
    hits,
    letters,
    my_work,
    origins,
    preview,
    retention,
)
from models.queries.cases.case_list import Sort
from models.queries.cases.casefile import case_id_of, load_case
from models.queries.cases.chronology import Entries
from models.queries.cases.columns import columns
from models.queries.cases.filters import Filter
from models.queries.figures import (
    coding,
    comparison,
    counting,
    disclosure_rows,
    figures,
    publication,
    published,
    return_evidence,
    returns,
    statistics,
)
from models.queries.people import (
    acknowledgements,
    directory,
    early_intervention,
    guidance,
    people,
    person,
    users,
)
from models.record import records as record
from models.rules.process.working_days import DEFAULT_NATION
from models.rules.publishing.answers import Answer
from models.rules.publishing.questions import ROWS, Question
from models.rules.publishing.returns import Period, Return
from models.storage import stored_files
from models.storage.engine import sqlite3
from tests.models.making import TODAY
from tests.models.sight.seeing_world import NAMES, USERS

Connection = sqlite3.Connection
IDS = range(1, 8)
EVERY = tuple(item.code for item in columns())
WORDS = ("xcase", *(f"xcase{one}" for one in IDS), "common", "Harmer", "PS/R", "link", "00002")
NOW = datetime.datetime(2014, 2, 28, 12, 0)
FILTERS = (
    Filter(),
    *(Filter(text=word) for word in WORDS),
    Filter(kinds=("conduct",)),
    Filter(roles=("officer",)),
    Filter(outcomes=("ww",), findings=("cta-misconduct",)),
    Filter(factors=("social-media",), platforms=("facebook",)),
    *(Filter(owners=(user,)) for user in range(1, USERS + 1)),
    Filter(restricted=True),
    Filter(restricted=False, is_open=True),
    Filter(overdue=True),
    Filter(consolidated=True),
    Filter(case_ids=tuple(IDS)),
)
RECORDS = (
    record.Asked(),
    record.Asked(words="xcase"),
    *(record.Asked(case_id=one) for one in IDS),
    record.Asked(who="user1", act="combine"),
    record.Asked(start=NOW.date(), end=datetime.date(2199, 1, 1)),
)
QUESTIONS = (
    *(
        Question(TODAY.replace(year=2013), TODAY, factor=factor, threshold=threshold)
        for factor in (None, "social-media")
        for threshold in (0, 5)
    ),
    *(
        Question(TODAY.replace(year=2013), TODAY, basis, counts, threshold=0)
        for basis in ("finalised", "conduct")
        for counts in ("individuals", "cases", "allegations")
    ),
    Question(TODAY.replace(year=2013), TODAY, role="officer", kind="conduct", form=ROWS),
    Question(TODAY.replace(year=2013), TODAY, threshold=0, form=ROWS),
)
PERIODS = (Period.around(TODAY), Period(2013), Period(2014, financial=False))
SORTS = (Sort(), Sort("reference", False), Sort("matter", True), Sort("next_due", False))


def _each(question: Callable[..., Any], *over: Iterable[Any]) -> list[Any]:
    """The answer for every choice of one from each of ``over``; an error is an answer too."""
    choices: list[tuple[Any, ...]] = [()]
    for items in over:
        choices = [(*one, item) for one in choices for item in items]
    found = []
    for choice in choices:
        try:
            found.append((choice, question(*choice)))
        except ProbityError as error:
            found.append((choice, (type(error).__name__, str(error))))
    return found


def _files(connection: Connection) -> list[CaseFile]:
    return [
        one
        for _, one in _each(lambda at: load_case(connection, at), IDS)
        if isinstance(one, CaseFile)
    ]


def _answer(connection: Connection) -> Answer:
    return publication.answer(connection, QUESTIONS[0], force="Weald", today=TODAY).answer


def _return(connection: Connection, period: Period) -> Return:
    return returns.make_return(connection, period, force="Weald", nation="ENG", today=TODAY)


def _return_files(connection: Connection) -> list[bytes]:
    made = _return(connection, PERIODS[0])
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "return"
        return_files.write_return(out, made)
        found = [one.read_bytes() for one in sorted(out.iterdir())]
    return [*found, _written(lambda path: return_files.write_return(path, made), ".xlsx")]


def _written(write: Callable[[Path], object], ending: str = "") -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out{ending}"
        write(path)
        return path.read_bytes()


def _exhibits(connection: Connection) -> list[exhibits.ExhibitRow]:
    return [row for at in IDS for row in exhibits.exhibits(connection, at)]


def _letters(connection: Connection) -> list[letters.LetterRow]:
    return [row for at in IDS for row in letters.letters(connection, at)]


def _letter_words(connection: Connection) -> list[str]:
    return [
        letter_text.letter_words(stored_files.read_head(connection, row, 10**7), row.called)
        for row in _letters(connection)
    ]


def _letter_values(file: CaseFile) -> list[dict[str, Any]]:
    found = []
    for one in (None, *recipients(file)):
        about = about_whom(file, one)
        found.append(letter_fields.values(Occasion(file, one, about, TODAY)))
    return found


class _Drawn:
    """Draws nothing: what would stand on pages is their words."""

    def pages(self, title: str, sections: Any) -> tuple[bytes, int]:
        return repr((title, sections)).encode(), 1

    def picture(self, title: str, kind: str, data: bytes, hold: Any) -> bytes:
        return repr((title, kind, data, hold)).encode()


def _case_material(connection: Connection, at: int) -> bundle.Material:
    nobody = SimpleNamespace(
        force="Weald", nation=DEFAULT_NATION, user=SimpleNamespace(full_name="U")
    )
    found = bundle.material(nobody, connection, at)  # type: ignore[arg-type]
    return replace(found, made_at=NOW)


def _case_folder(connection: Connection, at: int, level: str) -> dict[str, bytes]:
    found = _case_material(connection, at)
    wanted = bundle.Wanted(level, frozenset(one.key for one in bundle.parts(found)))
    making = bundle_parts.Making(connection, bundle.shown(found, wanted), _Drawn())
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "case"
        bundle_files.write_folder(making, out, lambda _: None, lambda _done, _total: None)
        return {one.name: one.read_bytes() for one in sorted(out.iterdir())}


def _csv(connection: Connection, where: Filter) -> bytes:
    return _written(
        lambda path: csv_export.export_csv(connection, path, where, Sort(), EVERY, TODAY)
    )


def _sheet(connection: Connection, file: CaseFile, names: str) -> str:
    return case_sheet.sheet_html(
        file,
        names=names,
        users=case_list.owners(connection),
        exhibits=exhibits.exhibits(connection, file.case["id"]),
        receipts=guidance.receipts_by_member(connection, file.subjects),
    )


def _verified(connection: Connection, row: exhibits.ExhibitRow) -> list[bytes]:
    found: list[bytes] = []
    stored_files.verify(connection, row, found.append)
    return found


def _exported(connection: Connection, row: exhibits.ExhibitRow) -> bytes:
    return _written(lambda path: stored_files.export_exhibit(connection, row, path))


def _recipients(connection: Connection) -> list[Any]:
    return _each(
        lambda at, which, text: acknowledgements.recipients(connection, at, which, text, TODAY),
        (1,),
        [code for code, _ in acknowledgements.WHICH],
        ("", "Harm", "440"),
    )


def _recipients_csv(connection: Connection) -> bytes:
    rows = [row for _, some in _recipients(connection) for row in some]
    version = guidance.versions(connection)[0]
    return _written(lambda path: guidance_csv.export_recipients(path, version, rows))


IMPORTED = (
    "Ref,Received,Type,Title,Rank,Collar number,Surname\n"
    + "".join(f"xcase{one}key,0{one}/02/2014,Conduct,A title,PC,440,Harmer\n" for one in IDS)
    + "".join(f"PS/2014/0000{one},1{one}/02/2014,Conduct,Another,PC,441,Pell\n" for one in IDS)
    + "".join(f"n{one},0{one}/02/2014,Conduct,xcase{one}title,PC,440,Harmer\n" for one in IDS)
)


def _dry_run(connection: Connection) -> list[Any]:
    """What an import would do, which tells of the cases that are there."""
    with tempfile.TemporaryDirectory() as folder, Stage() as stage:
        path = Path(folder) / "rows.csv"
        path.write_text(IMPORTED)
        cells = open_cells(path)
        heads = headings.find(cells)
        how = replace(guessed(heads.names), known="update")
        stage.load(cells, heads, how)
        deciding.dry_run(connection, stage, how, TODAY, "rows.csv")
        return [(one.number, one.became, one.why, one.reference) for one in stage.verdicts()]


#: What each public function answers that asks a register, or shows a case that was read from one.
WAYS: dict[str, Callable[[Connection], Any]] = {
    "queries.cases.case_list.count": lambda c: _each(
        lambda where: case_list.count(c, where, TODAY), FILTERS
    ),
    "queries.cases.case_list.ids": lambda c: _each(
        lambda where: case_list.ids(c, where, TODAY), FILTERS
    ),
    "queries.cases.case_list.overview": lambda c: _each(
        lambda where, user: case_list.overview(c, where, TODAY, user), FILTERS, range(1, USERS + 1)
    ),
    "queries.cases.case_list.rows": lambda c: _each(
        lambda where, sort: case_list.rows(c, where, sort, TODAY, EVERY, offset=0, limit=100),
        FILTERS,
        SORTS,
    ),
    "queries.cases.case_list.every_row": lambda c: _each(
        lambda where: list(case_list.every_row(c, where, Sort(), TODAY, EVERY, batch=2)), FILTERS
    ),
    "queries.cases.case_list.page_query": lambda c: [
        [
            tuple(row)
            for row in c.execute(
                *case_list.page_query(Filter(), sort, TODAY, EVERY, offset=1, limit=3)
            )
        ]
        for sort in SORTS
    ],
    "queries.cases.case_list.position": lambda c: _each(
        lambda sort, at: case_list.position(c, Filter(), sort, TODAY, at), SORTS, IDS
    ),
    "queries.cases.case_list.owners": case_list.owners,
    "queries.cases.case_window.load": lambda c: _each(
        lambda at: case_window.load(c, at), (None, *IDS)
    ),
    "queries.people.directory.people": lambda c: _each(
        lambda text: directory.people(c, text), ("", *NAMES, "Witness", "440", "441")
    ),
    "queries.people.directory.duplicates": directory.duplicates,
    "queries.people.early_intervention.standing_alerts": lambda c: _each(
        lambda closed: early_intervention.standing_alerts(c, TODAY, closed=closed), (True, False)
    ),
    "queries.cases.exhibits.exhibits": lambda c: _each(lambda at: exhibits.exhibits(c, at), IDS),
    "queries.cases.exhibits.exhibit": lambda c: _each(lambda at: exhibits.exhibit(c, at), IDS),
    "queries.cases.exhibits.custody": lambda c: _each(lambda at: exhibits.custody(c, at), IDS),
    "queries.figures.figures.figures": lambda c: _each(
        lambda where: figures.figures(c, where, TODAY, case_list.owners(c)), FILTERS
    ),
    "queries.people.acknowledgements.recipients": _recipients,
    "queries.people.acknowledgements.candidates": lambda c: _each(
        lambda text: acknowledgements.candidates(c, TODAY, text=text), ("", "Harm", "440")
    ),
    "queries.people.acknowledgements.units": lambda c: acknowledgements.units(c, TODAY),
    "queries.people.acknowledgements.pasted": lambda c: acknowledgements.pasted(
        c, "440, 441 442\n443 Thorne", TODAY
    ),
    "queries.people.guidance.versions": guidance.versions,
    "queries.people.guidance.receipts": lambda c: _each(lambda at: guidance.receipts(c, at), IDS),
    "queries.people.guidance.receipts_by_member": lambda c: [
        guidance.receipts_by_member(c, file.subjects) for file in _files(c)
    ],
    "queries.people.guidance.documents": guidance.documents,
    "queries.people.guidance.named_by": lambda c: guidance.named_by(c, 1),
    "queries.people.guidance.kept_file": lambda c: _each(
        lambda at: guidance.kept_file(c, at), (1,)
    ),
    "queries.cases.history.history": lambda c: _each(lambda at: history.history(c, at), IDS),
    "queries.cases.origins.origin": lambda c: _each(lambda at: origins.origin(c, at), IDS),
    "queries.cases.origins.before": lambda c: _each(lambda at: origins.before(c, at), IDS),
    "queries.cases.origins.record_hash": lambda c: _each(
        lambda at: origins.record_hash(c, at), IDS
    ),
    "queries.cases.hits.hits": lambda c: _each(lambda word: hits.hits(c, IDS, word), WORDS),
    "queries.cases.letters.letters": lambda c: _each(lambda at: letters.letters(c, at), IDS),
    "queries.cases.letters.letter": lambda c: _each(lambda at: letters.letter(c, at), IDS),
    "queries.cases.letters.templates": letters.templates,
    "queries.cases.letters.template": lambda c: letters.template(c, 1),
    "queries.cases.my_work.work": lambda c: _each(
        lambda user: my_work.work(c, TODAY, user), (None, *range(1, USERS + 1))
    ),
    "queries.people.people.find_members": lambda c: _each(
        lambda text: people.find_members(c, text), (*NAMES, "440", "441", "442", "443")
    ),
    "queries.people.people.find_people": lambda c: _each(
        lambda family: people.find_people(c, family, "", 9), (*NAMES, "Witness0", "Witness1")
    ),
    "queries.people.person.person": lambda c: _each(
        lambda at: person.person(c, at, TODAY), range(1, 12)
    ),
    "queries.cases.preview.preview": lambda c: _each(
        lambda at: preview.preview(c, at, DEFAULT_NATION), IDS
    ),
    "queries.cases.history.event_of": lambda c: [
        history.event_of(dict(row), history.Names(c))
        for row in c.execute("SELECT *, user_name AS who FROM audit_record ORDER BY id")
    ],
    "record.records.page": lambda c: _each(
        lambda asked, before: record.page(c, asked, before, 20), RECORDS, (None, 40)
    ),
    "record.records.every": lambda c: _each(lambda asked: list(record.every(c, asked)), RECORDS),
    "record.records.who_works": record.who_works,
    "queries.cases.retention.reviews": lambda c: retention.reviews(c, TODAY),
    "queries.cases.retention.matter": lambda c: _each(lambda at: retention.matter(c, at), IDS),
    "queries.cases.retention.done": retention.done,
    "queries.cases.retention.file_is_waiting": retention.file_is_waiting,
    "queries.people.users.named_users": users.named_users,
    "queries.people.users.workers": users.workers,
    "queries.people.users.working": users.working,
    "queries.figures.coding.queue": lambda c: [
        coding.queue(c, replace(one, factor="social-media")) for one in QUESTIONS
    ],
    "queries.figures.coding.candidate": lambda c: _each(
        lambda at: coding.candidate(c, at, "social-media"), range(1, 20)
    ),
    "queries.figures.comparison.comparison": lambda c: [
        comparison.comparison(c, one, "Weald", {"investigated": 9}) for one in QUESTIONS
    ],
    "queries.figures.counting.counted": lambda c: [
        (one.found, one.outcome, [tuple(row) for row in one.rows])
        for question in QUESTIONS
        for one in counting.counted(c, question)
    ],
    "queries.figures.publication.answer": lambda c: [
        publication.answer(c, one, force="Weald", today=TODAY) for one in QUESTIONS
    ],
    "queries.figures.published.kept": published.kept,
    "queries.figures.published.kept_answer": lambda c: _each(
        lambda at: published.kept_answer(c, at), (1, 2, 3)
    ),
    "queries.figures.published.kept_as": lambda c: _each(
        lambda code: published.kept_as(c, code), [one.code for one in published.kept(c)]
    ),
    "queries.figures.disclosure_rows.listing": lambda c: [
        disclosure_rows.listing(counting.counted(c, one), 0) for one in QUESTIONS[:3]
    ],
    "queries.figures.counting.outcomes": counting.outcomes,
    "queries.figures.return_evidence.evidence": lambda c: _each(
        lambda period: return_evidence.evidence(c, period), PERIODS
    ),
    "queries.figures.returns.make_return": lambda c: _each(
        lambda period: _return(c, period), PERIODS
    ),
    "queries.figures.statistics.stats": lambda c: _each(
        lambda factor: statistics.stats(
            c, factor=factor, start=TODAY.replace(year=2013), end=TODAY
        ).to_dict(),
        (None, "social-media"),
    ),
    "exchange.tables.answer_files.write_answer": lambda c: _written(
        lambda path: answer_files.write_answer(path, _answer(c)), ".csv"
    ),
    "exchange.papers.answer_paper.answer_sections": lambda c: answer_paper.answer_sections(
        _answer(c)
    ),
    "exchange.bundle.plan.material": lambda c: _each(lambda at: _case_material(c, at), IDS),
    "exchange.bundle.files.write_folder": lambda c: _each(
        lambda at, level: _case_folder(c, at, level), IDS, (bundle.FULL, bundle.INITIALS)
    ),
    "exchange.bundle.verify.known_to": lambda c: _each(
        lambda sha256: bundle_verify.known_to(c, sha256), ("0" * 64, "a" * 64)
    ),
    "exchange.calendar_file.write_calendar": lambda c: _written(
        lambda path: calendar_file.write_calendar(c, my_work.work(c, TODAY), path, NOW)
    ),
    "exchange.case_json.to_json": lambda c: [case_json.to_json(file) for file in _files(c)],
    "exchange.papers.case_list_paper.list_sections": lambda c: _each(
        lambda where: case_list_paper.list_sections(c, where, Sort(), EVERY, TODAY), FILTERS
    ),
    "exchange.papers.case_sheet.sheet_html": lambda c: _each(
        lambda at, names: _sheet(c, load_case(c, at), names), IDS, ("recorded", "initials")
    ),
    "exchange.papers.case_sheet.with_initials": lambda c: [
        case_sheet.with_initials(file) for file in _files(c)
    ],
    "exchange.papers.chronology_paper.chronology_sections": lambda c: [
        chronology_paper.chronology_sections(file, Entries(words="common")) for file in _files(c)
    ],
    "exchange.papers.chronology_paper.chronology_lines": lambda c: [
        chronology_paper.chronology_lines(file) for file in _files(c)
    ],
    "exchange.tables.csv_export.export_csv": lambda c: _each(lambda where: _csv(c, where), FILTERS),
    "storage.stored_files.chunks": lambda c: [
        list(stored_files.chunks(c, row)) for row in _exhibits(c)
    ],
    "storage.stored_files.verify": lambda c: [_verified(c, row) for row in _exhibits(c)],
    "storage.stored_files.export_exhibit": lambda c: [_exported(c, row) for row in _exhibits(c)],
    "storage.stored_files.read_head": lambda c: [
        stored_files.read_head(c, row, 99) for row in _exhibits(c)
    ],
    "exchange.tables.guidance_csv.export_recipients": _recipients_csv,
    "exchange.letters.occasion.recipients": lambda c: [recipients(file) for file in _files(c)],
    "exchange.letters.occasion.about_whom": lambda c: [
        about_whom(file, None) for file in _files(c)
    ],
    "exchange.letters.fields.values": lambda c: [_letter_values(file) for file in _files(c)],
    "exchange.letters.text.letter_words": _letter_words,
    "exchange.letters.text.letter_html": lambda c: [
        letter_text.letter_html(stored_files.read_head(c, row, 10**7), row.called)
        for row in _letters(c)
    ],
    "exchange.letters.templates.offered": letter_templates.offered,
    "exchange.letters.templates.template_called": lambda c: _each(
        lambda name: letter_templates.template_called(c, name), ("update", "Ours", "none")
    ),
    "exchange.letters.templates.content": lambda c: [
        letter_templates.content(c, one) for one in letter_templates.offered(c)
    ],
    "exchange.tables.record_csv.export_record": lambda c: _each(
        lambda asked: _written(lambda path: record_csv.export_record(c, path, asked)), RECORDS
    ),
    "exchange.tables.record_csv.change_lines": lambda c: [
        record_csv.change_lines(event) for event in record.every(c, record.Asked())
    ],
    "exchange.tables.return_files.write_return": _return_files,
    "exchange.tables.return_words.defined": lambda c: defined(_return(c, PERIODS[0])),
    "exchange.papers.return_paper.return_sections": lambda c: return_paper.return_sections(
        _return(c, PERIODS[0])
    ),
    "exchange.papers.sheet_subject.subject_parts": lambda c: [
        sheet_subject.subject_parts(
            file, case_list.owners(c), guidance.receipts_by_member(c, file.subjects)
        )
        for file in _files(c)
    ],
    "exchange.papers.sheet_subject.ended": lambda c: [
        sheet_subject.ended(file) for file in _files(c)
    ],
    "exchange.papers.sheet_process.clocks_in_short": lambda c: [
        sheet_process.clocks_in_short(file, DEFAULT_NATION) for file in _files(c)
    ],
    "exchange.papers.sheet_guidance.guidance_named": lambda c: [
        sheet_guidance.guidance_named(file, row) for file in _files(c) for row in file.allegations
    ],
    "exchange.papers.sheet_guidance.guidance_known": lambda c: [
        sheet_guidance.guidance_known(file, row, guidance.receipts_by_member(c, file.subjects))
        for file in _files(c)
        for row in file.allegations
    ],
    "exchange.papers.sheet_process.process_lines": lambda c: [
        sheet_process.process_lines(file, case_list.owners(c), DEFAULT_NATION) for file in _files(c)
    ],
    "queries.importing.runs": importing.runs,
    "queries.importing.run_of": lambda c: _each(
        lambda said: importing.run_of(c, said), ("last", "1", "foi.csv", "2")
    ),
    "exchange.incoming.kept_mappings.mapping_names": mapping_names,
    "exchange.incoming.kept_mappings.kept_mapping": lambda c: _each(
        lambda name: kept_mapping(c, name), ("A",)
    ),
    "queries.importing.beside": lambda c: _each(lambda at: importing.beside(c, at), IDS),
    "exchange.incoming.deciding.dry_run": _dry_run,
    "exchange.incoming.deciding.load": lambda c: _each(lambda at: deciding.load(c, at), IDS),
    "exchange.incoming.deciding.users_of": deciding.users_of,
    "moving.parts.part_of": lambda c: _each(
        lambda at: parts.part_of(c, at, asking.Whose("0" * 32, "Weald")), IDS
    ),
    "queries.cases.casefile.load_case": lambda c: _each(lambda at: load_case(c, at), IDS),
    "queries.cases.casefile.case_id_of": lambda c: _each(
        lambda series, number: case_id_of(c, f"PS/{series}2014/0000{number}"),
        ("", "R/"),
        range(1, 8),
    ),
}
#: Public functions that know nothing of a register: words, columns and file formats.
PURE = frozenset(
    {
        *(
            "queries.cases.columns.column",
            "queries.cases.columns.known",
        ),
        # What the dictionary of fields says, and words for values that the caller has.
        "exchange.field_words.further",
        "exchange.field_words.further_line",
        "exchange.field_words.is_told",
        "exchange.field_words.value_words",
        "exchange.incoming.fields.fields",
        "exchange.incoming.fields.of_section",
        "exchange.incoming.values.number_of",
        "queries.cases.columns.cell_words",
        "queries.cases.columns.columns",
        "queries.cases.columns.default",
        "queries.cases.field_filters.condition",
        "queries.cases.field_filters.days",
        "queries.cases.field_filters.described",
        "queries.cases.field_filters.known",
        "queries.cases.field_filters.or_list",
        "queries.cases.field_filters.read",
        "queries.cases.filters.coded",
        "queries.cases.filters.periods",
        "queries.figures.counting.by_seriousness",
        "queries.cases.history.records_with_who",  # a part of questions, which asks nothing
        "queries.people.guidance.clause_key",
        *(
            "queries.figures.counting.weight",
            "queries.figures.counting.who",
            "exchange.tables.answer_files.size",
        ),
        "exchange.tables.figures_csv.read_figures",
        # The same answer that write_answer is given, in other wrappings.
        *(
            "exchange.tables.answer_workbook.write_workbook",
            "exchange.tables.answer_document.write_document",
        ),
        # The same return that write_return is given.
        "exchange.tables.return_workbook.write_return_workbook",
        *("queries.figures.statistics.outcome_name", "exchange.calendar_file.read_calendar"),
        *("exchange.case_json.from_json", "exchange.papers.case_sheet.names_hidden"),
        *("exchange.tables.csv_file.neutralise", "exchange.tables.csv_file.restore"),
        *("exchange.tables.csv_export.cell_text", "storage.files.replacing"),
        # They are given rows, and write them.
        *("exchange.tables.csv_file.write_csv", "exchange.tables.csv_file.fill_csv"),
        *("exchange.papers.templates.environment", "exchange.papers.templates.environment_of"),
        *("exchange.papers.templates.lines", "exchange.papers.sheet_subject.joined"),
        "exchange.papers.sheet_subject.span",
        *("exchange.incoming.open_file.open_cells", "exchange.incoming.cells.too_many"),
        *("exchange.incoming.csv_cells.cells", "exchange.incoming.csv_cells.sniff_delimiter"),
        *("exchange.incoming.csv_cells.sniff_encoding", "exchange.incoming.xlsx_cells.cells"),
        *("exchange.incoming.xlsx_cells.text_of", "exchange.incoming.deciding.why_refused"),
        "exchange.incoming.deciding.say",
        "exchange.incoming.values.other_words",
        *(f"exchange.incoming.fields.{name}" for name in ("field", "folded", "guess", "is_field")),
        *("exchange.incoming.fields.known_headings", "exchange.incoming.fields.whole"),
        *("exchange.incoming.headings.find", "exchange.incoming.headings.lines"),
        *(f"exchange.incoming.mapping.{name}" for name in ("fitted", "from_json", "guessed")),
        *("exchange.incoming.mapping.refuse", "exchange.incoming.matching.merged"),
        *("exchange.incoming.reports.write_refused", "exchange.incoming.reports.write_report"),
        *(f"exchange.incoming.values.{name}" for name in ("code_of", "day_of", "flag_of")),
        *(f"exchange.incoming.values.{name}" for name in ("label_of", "name_of", "says_nothing")),
        # They are given a case's material, or files, and look at nothing else.
        *("exchange.bundle.plan.parts", "exchange.bundle.plan.usual", "exchange.bundle.plan.shown"),
        *("exchange.bundle.plan.level_words", "exchange.bundle.files.write_pdf"),
        *("exchange.bundle.files.refuse_what_is_left", "exchange.bundle.verify.verify"),
        *("exchange.bundle.striking.pieces", "exchange.bundle.striking.struck_file"),
        *("exchange.bundle.striking.words_to_strike", "storage.files.making_folder"),
        "exchange.bundle.pdf_work.refuse_too_much",
        *(
            "exchange.bundle.pdf_work.clean",
            "exchange.bundle.pdf_work.join",
            "exchange.bundle.pdf_work.words_left",
        ),
        *(
            "exchange.bundle.pdf_apart.make_ready",
            "exchange.bundle.pdf_apart.answer",
            "exchange.bundle.pdf_apart.clean",
        ),
        *("exchange.bundle.pdf_apart.join", "exchange.bundle.pdf_apart.search"),
        # They are given what a letter says, or a Word file, and look at nothing else.
        *("exchange.letters.docx_safe.inspect", "exchange.letters.files.write_docx"),
        *("exchange.letters.fields.fields", "exchange.letters.fields.lists"),
        *("exchange.letters.fields.known", "exchange.letters.language.refuse"),
        *("exchange.letters.language.context", "exchange.letters.making.fields_of"),
        *("exchange.letters.making.make", "exchange.letters.templates.shipped"),
        *("exchange.letters.templates.letter_file_name", "exchange.letters.apart.answer"),
        *("exchange.letters.apart.make_ready", "exchange.letters.apart.look"),
        "exchange.letters.apart.fill",
    }
)


#: What asks or lets out in a room whose other files do neither.
APART = ("models.record.records", "models.storage.files", "models.storage.stored_files")
#: What neither asks for somebody nor lets out: it derives lines and search for all who read, when
#: something is written; it tells a change and a watcher, who see everything, what was touched; it
#: starts a process apart; it says parts of questions and asks none.
NEITHER = (
    *("models.queries.cases.derive", "models.queries.showing", "models.exchange.apart"),
    *("models.queries.joins", "models.queries.parts", "models.queries.cases.casefile_questions"),
)


def public() -> set[str]:
    """Every public function that asks a register something or lets it out, by module and name."""
    rooms = [
        info.name
        for package in (models.queries, models.exchange)
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    found = set()
    for name_of_module in {*rooms, *APART} - set(NEITHER):
        module: ModuleType = importlib.import_module(name_of_module)
        for name, item in vars(module).items():
            ours = inspect.unwrap(item) if callable(item) else None
            own = inspect.isfunction(ours) and ours.__module__ == module.__name__
            if own and not name.startswith("_"):
                found.add(f"{module.__name__.removeprefix('models.')}.{name}")
    return found
