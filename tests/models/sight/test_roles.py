"""What each role may do, cell by cell: every way to write, or to let something out."""

from __future__ import annotations

import datetime
import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import models.changes
from models.changes import (
    acknowledgements,
    backups,
    comparing,
    disclosing,
    guidance,
    merging,
    noting,
    people,
    publishing,
    settings,
    users,
)
from models.changes.case import cases, coding, exhibits, letters, tasks
from models.changes.case.exhibits import NewExhibit
from models.changes.erasing_words import erase_words
from models.changes.incoming import importing, receiving, undoing_import
from models.changes.publishing import answer_leaving, return_leaving, save_answer, save_return
from models.changes.retention import emptying, leaving
from models.changes.retention import reviewing as retention
from models.entering.open import create_register, open_register
from models.errors import ConflictError, NotAllowedError
from models.exchange.bundle import plan as bundle
from models.exchange.calendar_file import CalendarTask
from models.exchange.incoming import headings
from models.exchange.incoming.mapping import Mapping, guessed
from models.exchange.incoming.open_file import open_cells
from models.exchange.incoming.staging import Stage
from models.exchange.letters.templates import content, shipped
from models.exchange.tables.figures_csv import Given
from models.moving.parcel import Parcel
from models.queries.cases import my_work
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import default
from models.queries.cases.exhibits import exhibit
from models.queries.cases.filters import Filter
from models.queries.cases.letters import letter
from models.queries.figures.publication import answer
from models.queries.figures.returns import make_return
from models.queries.people.acknowledgements import recipients
from models.queries.people.guidance import documents
from models.record import checkpoint
from models.record.records import Asked
from models.register import Register
from models.rules import roles
from models.rules.publishing.questions import Question
from models.rules.publishing.returns import Period, Return
from models.schema import TABLES, Case, CaseAccess, CaseLink, ExhibitFile
from models.storage import engine
from models.storage.keys import KeyFile, key_path
from tests.models.making import PASSPHRASE, TODAY, case_file, loaded, save

ROLES = ("investigator", "supervisor", "administrator", "auditor", "reader")
#: Everybody may: it is the trace that their looking leaves.
ANYBODY = ""
DAY = datetime.date(2014, 2, 1)
BEGUN = 6  # a file that was never finished


@dataclass(frozen=True)
class World:
    """A register with something in it to be done with, and a folder outside."""

    register: Register
    outside: Path
    parcel: Path

    def file(self) -> Path:
        made = self.outside / "in.txt"
        made.write_text("what it says")
        return made


def case_saved(world: World) -> None:
    save(world.register, case_file("Another"))


def import_table(register: Register, file: Path) -> None:
    file.write_text("Ref,Received,Type,Allegation\nA/1,12/02/2014,Conduct,Rude to the public\n")
    cells = open_cells(file)
    heads = headings.find(cells)
    with Stage() as stage:
        stage.load(cells, heads, guessed(heads.names))
        importing.import_rows(register, stage, cells, guessed(heads.names))


def rows_imported(world: World) -> None:
    import_table(world.register, world.outside / "in.txt")


def import_reported(write: Callable[..., int]) -> Callable[[World], None]:
    def go(world: World) -> None:
        with Stage() as stage:
            write(world.register, stage, world.outside / "out.csv", "in.csv")

    return go


def case_edited(world: World) -> None:
    file = loaded(world.register, 1)
    changed = file.copy()
    changed.case["title"] = "Another title"
    save(world.register, changed, file)


def case_restricted(world: World) -> None:
    file = loaded(world.register, 1)
    changed = file.copy()
    changed.case["restricted"] = True
    save(world.register, changed, file)


def somebody_named(world: World) -> None:
    with world.register.change() as change:
        change.add(CaseAccess, case=1, user=1, since=TODAY, reason="Works it")


def consulted(world: World) -> None:
    cases.record_consultation(world.register, 1)


def exhibit_attached(world: World) -> None:
    exhibits.attach(world.register, 1, NewExhibit(world.file()))


def file_kept(world: World) -> None:
    exhibits.keep(world.register, world.file(), lambda *_: 0, "File")


def exhibit_described(world: World) -> None:
    said = {"mark": "DO/9", "description": "d", "source": "s", "withdrawn": ""}
    exhibits.describe(world.register, 1, 1, **said)


def exhibit_viewed(world: World) -> None:
    exhibits.record(world.register, 1, 1, "consult", "Viewed")


def file_discarded(world: World) -> None:
    exhibits.discard(world.register, BEGUN)


def calendar_task(due: datetime.date = TODAY) -> CalendarTask:
    return CalendarTask("uid@x", "Ring", "", due, None, "normal", "PS/2014/00001")


def inside(act: Callable[..., Any], *given: Any, **named: Any) -> Callable[[World], None]:
    """The act, in a change of its own."""

    def do(world: World) -> None:
        with world.register.change("Nobody needs it") as change:
            act(change, *given, **named)

    return do


def on_register(act: Callable[..., Any], *given: Any, **named: Any) -> Callable[[World], None]:
    return lambda world: act(world.register, *given, **named)


def guidance_filed(world: World) -> None:
    guidance.attach_file(world.register, 1, world.file())


def merge_undone(world: World) -> None:
    with world.register.change() as change:
        merging.undo_merge(change, 1)


def csv_saved(world: World) -> None:
    with world.register.reader() as connection:
        disclosing.save_csv(
            world.register, connection, world.outside / "out.csv", Filter(), Sort(), default()
        )


def calendar_saved(world: World) -> None:
    with world.register.reader() as connection:
        items = my_work.work(connection, TODAY, None)
        disclosing.save_calendar(world.register, connection, items, world.outside / "out.ics")


def update_template() -> Any:
    return next(one for one in shipped() if one.key == "update")


def letter_sent(world: World) -> None:
    letters.send(world.register, 1, a_letter())


def a_letter() -> letters.NewLetter:
    docx = content(None, update_template())  # type: ignore[arg-type]
    return letters.NewLetter("Update", "update", docx, "update.docx", DAY)


def template_added(world: World) -> None:
    path = world.outside / "in.txt"
    path.write_bytes(content(None, update_template()))  # type: ignore[arg-type]
    letters.add_template(world.register, path, name="Ours too", about="update")


def letter_saved(world: World) -> None:
    with world.register.reader() as connection:
        out = world.outside / "out.docx"
        disclosing.save_letter(world.register, connection, letter(connection, 1), out, "Saved")


def case_file_saved(world: World) -> None:
    with world.register.reader() as connection:
        found = bundle.material(world.register, connection, 1)
        wanted = bundle.Wanted(bundle.FULL, frozenset({"letter.1"}))
        out = world.outside / "case"
        disclosing.save_case_file(
            world.register, connection, bundle.shown(found, wanted), Drawn(), out, as_folder=True
        )


class Drawn:
    """Draws nothing."""

    def pages(self, title: str, sections: Any) -> tuple[bytes, int]:
        return b"drawn", 1

    def picture(self, title: str, kind: str, data: bytes, hold: Any) -> bytes:
        return b"drawn"


def draft_saved(world: World) -> None:
    disclosing.save_draft(world.register, 1, b"words", world.outside / "out.docx", "Update")


def template_saved(world: World) -> None:
    disclosing.save_template(world.register, world.outside / "out.docx", "Update", b"words")


def exhibit_saved(world: World) -> None:
    with world.register.reader() as connection:
        row = exhibit(connection, 1)
        out = world.outside / "out.bin"
        nothing: Any = lambda *_: None  # noqa: E731
        disclosing.save_exhibit(world.register, connection, row, out, "Exported", nothing, nothing)


def guidance_saved(world: World) -> None:
    with world.register.reader() as connection:
        (held, *_) = held_versions(connection)
        assert held.file is not None
        out = world.outside / "out.txt"
        disclosing.save_guidance(world.register, connection, held.version, held.file, out)


def recipients_saved(world: World) -> None:
    with world.register.reader() as connection:
        (held, *_) = held_versions(connection)
        rows = recipients(connection, held.version.id, "given", "", TODAY, 1)
        assert rows
    out = world.outside / "out.csv"
    disclosing.save_recipients(world.register, out, held.version, rows)


def held_versions(connection: Any) -> list[Any]:
    return [held for document in documents(connection, "") for held in document.versions]


def asked(world: World) -> Any:
    question = Question(DAY, TODAY, threshold=0)
    with world.register.reader() as connection:
        return answer(connection, question, force="Weald", today=TODAY)


FIGURE = Given("Ashmoor", "", DAY, TODAY, None, "subjects", "received", "investigated", 61, 3100)


def figures_imported(world: World) -> None:
    made = world.outside / "in.txt"
    made.write_text("force,from,to,measure,value\nAshmoor,2009-01-01,2014-02-28,left,6\n")
    comparing.import_figures(world.register, made)


def answer_kept(world: World) -> None:
    publishing.keep(world.register, asked(world), "For the website")


def answer_saved(world: World) -> None:
    save_answer(world.register, world.outside / "out.csv", asked(world).answer)


def answer_drawn(world: World) -> None:
    record = answer_leaving(world.register, asked(world).answer, "printed")
    (world.outside / "out.pdf").write_text("drawn")
    record()


def record_saved(world: World) -> None:
    with world.register.reader() as connection:
        out = world.outside / "record.csv"
        disclosing.save_record(world.register, connection, out, Asked())


def cases_sent(world: World) -> None:
    with world.register.reader() as connection:
        out = world.outside / "out.probity-cases"
        disclosing.send_cases(world.register, connection, out, [1], PASSPHRASE)


def cases_received(world: World) -> None:
    with Parcel(world.parcel, PASSPHRASE) as parcel:
        receiving.receive(world.register, parcel)


def parcel_looked_at(world: World) -> None:
    with Parcel(world.parcel, PASSPHRASE) as parcel:
        receiving.preview(world.register, parcel)


def checkpoint_saved(world: World) -> None:
    checkpoint.save(world.register, world.outside / "out.json")


def drawn(world: World) -> None:
    """As the window lets out what it draws: a sheet, a chronology, a list, a chart."""
    record = disclosing.leaving(world.register, "Case sheet saved as out.pdf", case_id=1)
    (world.outside / "out.pdf").write_text("drawn")
    record()


def returned(world: World) -> Return:
    with world.register.reader() as connection:
        return make_return(
            connection, Period.around(TODAY), force="Weald", nation="ENG", today=TODAY
        )


def return_saved(world: World) -> None:
    out = world.outside / "out.xlsx"
    save_return(world.register, out, returned(world), why="It is asked for today")


def return_drawn(world: World) -> None:
    made = returned(world)
    record = return_leaving(world.register, made, "printed", why="Asked for today")
    (world.outside / "out.pdf").write_text("drawn")
    record()


def required(act: str) -> Callable[[World], None]:
    """An act whose function asks for it by name."""
    return lambda world: world.register.require(act)


PERSON = {"family_name": "Pell", "given_names": "", "title": ""}
SUBJECT = PERSON | {"member_id": None, "number": "77", "role": "officer"}
OTHER = SUBJECT | {"number": "78"}
GUIDE = {"name": "2", "starts": datetime.date(2013, 1, 1)}
GIVEN = {"given": DAY, "how": None, "acknowledged": DAY, "acknowledged_how": None}
NEW = {"full_name": "N. New", "role": "reader", "passphrase": "a sentence to begin with"}

#: Every way in and out: its name, the act that it is, and how it is gone.
WAYS: dict[str, tuple[str, Callable[[World], None]]] = {
    "cases.save": ("record", case_saved),
    "cases.save, edited": ("record", case_edited),
    "cases.save, restricted": ("restrict", case_restricted),
    "case_access": ("restrict", somebody_named),
    "cases.record_consultation": (ANYBODY, consulted),
    "exhibits.attach": ("record", exhibit_attached),
    "exhibits.keep": ("record", file_kept),
    "exhibits.describe": ("record", exhibit_described),
    "exhibits.record": (ANYBODY, exhibit_viewed),
    "exhibits.discard": ("record", file_discarded),
    "exhibits.keep_whole": ("record", inside(exhibits.keep_whole, b"words")),
    "letters.send": ("record", letter_sent),
    "letters.record_view": (ANYBODY, on_register(letters.record_view, 1, 1)),
    "letters.add_template": ("templates", template_added),
    "letters.retire_template": ("templates", inside(letters.retire_template, 1, 1)),
    "letters.offer_template_again": ("templates", inside(letters.offer_template_again, 2, 2)),
    "tasks.finish": ("record", inside(tasks.finish, 1)),
    "tasks.take_in": ("record", inside(tasks.take_in, [calendar_task(DAY)])),
    "people.person_behind": ("record", inside(people.person_behind, PERSON, None)),
    "people.member_behind": (
        "record",
        inside(people.member_behind, OTHER, None),
    ),
    "people.describe": ("merge", inside(people.describe, 2, 1, family_name="Other")),
    "people.serve": ("merge", inside(people.serve, 1, 1, DAY)),
    "people.add_post": ("merge", inside(people.add_post, 1, rank="sergeant")),
    "people.review_alert": (
        "intervene",
        inside(people.review_alert, 1, "three-in-a-year", "1", "Spoken to", closed=False),
    ),
    "merging.merge_people": ("merge", inside(merging.merge_people, 3, 4, "The same")),
    "merging.undo_merge": ("merge", merge_undone),
    "guidance.add_document": ("guidance", inside(guidance.add_document, title="New")),
    "guidance.describe_document": (
        "guidance",
        inside(guidance.describe_document, 1, 1, title="Renamed"),
    ),
    "guidance.remove_document": ("guidance", inside(guidance.remove_document, 2, 1)),
    "guidance.add_version": ("guidance", inside(guidance.add_version, 1, **GUIDE)),
    "guidance.edit_version": ("guidance", inside(guidance.edit_version, 1, 2, **GUIDE)),
    "guidance.remove_version": ("guidance", inside(guidance.remove_version, 2, 1)),
    "guidance.add_clause": ("guidance", inside(guidance.add_clause, 1, number="9")),
    "guidance.edit_clause": ("guidance", inside(guidance.edit_clause, 1, 1, number="8")),
    "guidance.remove_clause": ("guidance", inside(guidance.remove_clause, 1, 1)),
    "guidance.attach_file": ("guidance", guidance_filed),
    "acknowledgements.give": ("guidance", inside(acknowledgements.give, 1, [2], given=DAY)),
    "acknowledgements.acknowledge": (
        "guidance",
        inside(acknowledgements.acknowledge, [1], DAY),
    ),
    "acknowledgements.correct": ("guidance", inside(acknowledgements.correct, 1, 1, **GIVEN)),
    "acknowledgements.take_back": ("guidance", inside(acknowledgements.take_back, 1, 1)),
    "backups.set_plan": (
        "settings",
        on_register(backups.set_plan, folder="", hours="12", kept="3"),
    ),
    "settings.keep": ("settings", inside(settings.keep, "force", "Other")),
    "settings.set_up": ("settings", on_register(settings.set_up, force="Other", nation="SCT")),
    "users.add": ("users", on_register(users.add, name="new", **NEW)),
    "users.change_role": ("users", on_register(users.change_role, 1, "investigator")),
    "users.link": ("users", on_register(users.link, 1, "31")),
    "users.retire": ("users", on_register(users.retire, 1)),
    "users.reset": ("users", on_register(users.reset, 1, "a sentence to begin with")),
    "users.make_recovery_key": ("users", on_register(users.make_recovery_key)),
    "users.set_by_recovery_key": (
        "users",
        on_register(users.set_by_recovery_key, "a sentence of their own"),
    ),
    "users.change_passphrase": (
        "passphrase",
        on_register(users.change_passphrase, PASSPHRASE, "a sentence of their own"),
    ),
    "importing.import_rows": ("import", rows_imported),
    "importing.save_mapping": (
        "import",
        on_register(importing.save_mapping, "Another", Mapping()),
    ),
    "importing.remove_mapping": ("import", on_register(importing.remove_mapping, "Kept")),
    "undoing_import.undo": ("import", on_register(undoing_import.undo, 1)),
    "disclosing.save_import_report": ("disclose", import_reported(disclosing.save_import_report)),
    "disclosing.save_refused_rows": ("disclose", import_reported(disclosing.save_refused_rows)),
    "disclosing.save_csv": ("disclose", csv_saved),
    "disclosing.save_calendar": ("disclose", calendar_saved),
    "disclosing.save_exhibit": ("disclose", exhibit_saved),
    "disclosing.save_letter": ("disclose", letter_saved),
    "disclosing.save_case_file": ("disclose", case_file_saved),
    "disclosing.save_draft": ("disclose", draft_saved),
    "disclosing.save_template": ("disclose", template_saved),
    "disclosing.save_guidance": ("disclose", guidance_saved),
    "disclosing.save_recipients": ("disclose", recipients_saved),
    "publishing.keep": ("disclose", answer_kept),
    "comparing.import_figures": ("record", figures_imported),
    "comparing.take_in": ("record", on_register(comparing.take_in, [FIGURE], "in.csv")),
    "coding.decide": ("record", inside(coding.decide, 1, "social-media", "unsure")),
    "publishing.save_answer": ("disclose", answer_saved),
    "publishing.save_return": ("disclose", return_saved),
    "publishing.return_leaving": ("disclose", return_drawn),
    "publishing.answer_leaving": ("disclose", answer_drawn),
    "disclosing.send_cases": ("transfer", cases_sent),
    "disclosing.leaving": ("disclose", drawn),
    "receiving.receive": ("transfer", cases_received),
    "receiving.preview": ("transfer", parcel_looked_at),
    "disclosing.save_record": ("audit", record_saved),
    "checkpoint.take": ("audit", on_register(checkpoint.take, "printed")),
    "checkpoint.save": ("audit", checkpoint_saved),
    "erasing_words.erase_words": ("retain", inside(erase_words, [3])),
    "exhibits.record_view": (ANYBODY, on_register(exhibits.record_view, 1, 1)),
    "noting.consulted": (ANYBODY, on_register(noting.consulted, "Viewed", case_id=1)),
    "noting.disclosed": ("disclose", on_register(noting.disclosed, "Printed", case_id=1)),
    "noting.person_consulted": (ANYBODY, on_register(noting.person_consulted, 1)),
    "noting.record_consulted": (ANYBODY, on_register(noting.record_consulted, "")),
    "reviewing.keep": ("retain", inside(retention.keep, 3, datetime.date(2030, 1, 1), "Needed")),
    "reviewing.anonymise": ("retain", inside(retention.anonymise, 3)),
    "reviewing.anonymise_person": ("retain", inside(retention.anonymise_person, 7)),
    "reviewing.erase": ("retain", inside(retention.erase, 3)),
    "emptying.empty": ("retain", inside(emptying.empty, [3])),
    "emptying.erase": ("retain", inside(emptying.erase, [3])),
    "emptying.remove_links": (
        "retain",
        inside(emptying.remove_links, [2], also_consolidated=False),
    ),
    "emptying.remove_files": ("retain", inside(emptying.remove_files, [1])),
    "leaving.put_nobody_in_place": ("retain", inside(leaving.put_nobody_in_place, 3)),
    "leaving.leave": ("retain", inside(leaving.leave, [3], leaving.Parts({4}, {}))),
    "backup": ("backup", required("backup")),
}
#: What is asked for by an act, and writes nothing.
READS = {"receiving.preview"}
#: Public functions that write nothing and let nothing out; of those that write, none that is not
#: handed the parts of one that has asked.
HELPERS = {
    *("cases.differs", "links.case_meant", "guidance_meant.meant", "exhibits.before_abandoned"),
    *("rows.as_stored", "rows.blank", "emptying.forget_index"),
    *("leaving.people_of", "leaving.records_of", "leaving.cases_of", "leaving.names_of"),
    *("leaving.names_in", "leaving.parts_of", "links.note_consolidation"),
    *("restricting.numbered", "restricting.renumbered", "restricting.settle"),
    "restricting.keep_somebody",
    "users.recover",  # lets in whoever holds the key, for set_by_recovery_key
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with something of everything, and somebody of each role with a passphrase."""
    folder = tmp_path_factory.mktemp("roles")
    path = folder / "force.probity"
    colleagues = [{"name": role, "full_name": role.title(), "role": role} for role in ROLES]
    with create_register(
        path, force="Weald", user="okafor", today=TODAY, colleagues=colleagues
    ) as register:
        file = case_file()
        file.complainants.append(_complainant(file, "Marsh"))
        file.complainants.append(_complainant(file, "Marsh"))
        save(register, file)
        save(register, case_file("Second"))
        (folder / "e.txt").write_text("exhibit")
        exhibits.attach(register, 1, NewExhibit(folder / "e.txt"))
        letters.send(register, 1, a_letter())
        (folder / "t.docx").write_bytes(a_letter().docx)
        for name in ("Ours", "Retired"):
            letters.add_template(register, folder / "t.docx", name=name, about="update")
        with register.change() as change:
            letters.retire_template(change, 2, 1)
            tasks.take_in(change, [calendar_task()])
            merging.merge_people(
                change, people.person_behind(change, PERSON, None),
                people.person_behind(change, PERSON, None), "The same",
            )  # fmt: skip
            document = guidance.add_document(change, title="Social media")
            version = guidance.add_version(
                change, document, name="1", starts=datetime.date(2012, 1, 1)
            )
            guidance.add_clause(change, version, number="1")
            other = guidance.add_document(change, title="Nobody's yet")
            assert other == 2
            guidance.add_version(change, document, name="0", starts=datetime.date(2010, 1, 1))
            acknowledgements.give(change, version, [1], given=DAY)
            people.member_behind(change, SUBJECT, None)
        guidance.attach_file(register, version, folder / "e.txt")
        with register.change() as change:
            change.add(CaseLink, case=2, other=1, kind="same-incident")
            assert change.add(ExhibitFile, started=datetime.datetime(2014, 2, 1)) == BEGUN
        last = case_file("Closed")
        last.subjects[0] |= {"family_name": "Pond", "number": "88"}
        save(register, last)
        with register.change() as change:
            change.edit(Case, 3, 1, stage="closed", closed=DAY)
        (folder / "rows.csv").write_text("Ref,Received,Type\nB/7,11/02/2014,Conduct\n")
        with Stage() as stage:
            cells = open_cells(folder / "rows.csv")
            heads = headings.find(cells)
            stage.load(cells, heads, guessed(heads.names))
            assert importing.import_rows(register, stage, cells, guessed(heads.names)).run_id == 1
        importing.save_mapping(register, "Kept", Mapping())
        with register.reader() as connection:
            assert connection.execute("SELECT MAX(id) FROM person").fetchone()[0] == 7
            assert connection.execute("SELECT MAX(id) FROM task").fetchone()[0] == 1
    slots = KeyFile.read(path)
    for role in ROLES:
        slots.set_passphrase(role, PASSPHRASE, slots.open())
    slots.write()
    _send_parcel(folder / "in.probity-cases")
    return path


def _send_parcel(path: Path) -> None:
    """A case of another register, to be brought in."""
    other = path.with_name("other.probity")
    with create_register(other, force="Downs", user="vance", today=TODAY) as register:
        file = case_file("From elsewhere")
        file.complainants.append(_complainant(file, "Marsh"))
        save(register, file)
        with register.reader() as connection:
            disclosing.send_cases(register, connection, path, [1], PASSPHRASE)


def _complainant(file: Any, name: str) -> Any:
    from models.case import casefile

    return casefile.blank_row("complainants", file, family_name=name)


@pytest.fixture(params=ROLES)
def world(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Any:
    path = tmp_path / "force.probity"
    for source, target in ((template, path), (key_path(template), key_path(path))):
        shutil.copy(source, target)
    outside = tmp_path / "outside"
    outside.mkdir()
    register = open_register(path, user=request.param)
    yield World(register, outside, template.with_name("in.probity-cases"))
    register.close()


def everything(register: Register) -> list[tuple[Any, ...]]:
    """All that stands in the register and its key file, whoever may see it."""
    connection = engine.connect(register.path, KeyFile.read(register.path).open())
    try:
        tables = [model._meta.table_name for model in TABLES]
        found = [(key_path(register.path).read_bytes(),)]
        for name in tables:
            found += [tuple(row) for row in connection.execute(f'SELECT * FROM "{name}"')]
        return found
    finally:
        connection.close()


@pytest.mark.parametrize("way", WAYS)
def test_every_cell_both_ways(world: World, way: str) -> None:
    act, go = WAYS[way]
    role = world.register.user.role
    if act == ANYBODY or roles.may(role, act):
        before = everything(world.register)
        go(world)
        assert act == "backup" or way in READS or everything(world.register) != before
        assert not world.register.why_not(act) if act else True
        return
    before = everything(world.register)
    with pytest.raises(NotAllowedError) as refused:
        go(world)
    assert everything(world.register) == before
    assert not [one for one in world.outside.iterdir() if one.name != "in.txt"]
    if way != "users.set_by_recovery_key":  # which says whom the key is for
        assert str(refused.value).startswith(f"{role.title()}: your role may not ")
        assert world.register.why_not(act) in str(refused.value)


@pytest.mark.parametrize("table", [model._meta.table_name for model in TABLES])
def test_every_table_is_written_by_an_act_or_by_nobody(world: World, table: str) -> None:
    model: Any = next(one for one in TABLES if one._meta.table_name == table)
    derived = table in ("audit_record", "case_clock", "case_line", "search_entry")
    allowed = not derived and roles.may(world.register.user.role, roles.act_of(table))
    expected = LookupError if derived else ConflictError if allowed else NotAllowedError
    with pytest.raises(expected), world.register.change() as change:
        change.remove(model, 1_000_000)  # allowed, it says that there is no such row


def test_every_act_has_a_way_and_every_role_is_in_the_vocabulary() -> None:
    from models.rules import vocabularies

    assert {act for act, _ in WAYS.values()} - {ANYBODY} == set(roles.acts())
    assert {term.code for term in vocabularies.terms("user_role")} == set(ROLES)


def test_every_public_function_that_changes_something_is_among_the_ways() -> None:
    """A new one fails here until it is said whose act it is."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(models.changes.__path__, "models.changes.")
    ]
    public = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in [*modules, disclosing]
        for name, item in inspect.getmembers(module, inspect.isfunction)
        if item.__module__ == module.__name__ and not name.startswith("_")
    }
    assert public - HELPERS == {way.partition(",")[0] for way in WAYS} & public
    assert public >= HELPERS


def test_the_table_as_it_is_meant() -> None:
    """Written out once more, so that a slip in the data is seen."""
    meant = {
        "record": "investigator supervisor administrator",
        "restrict": "investigator supervisor administrator",
        "disclose": "investigator supervisor administrator auditor",
        "merge": "investigator supervisor administrator",
        "intervene": "supervisor administrator",
        "guidance": "supervisor administrator",
        "templates": "supervisor administrator",
        "retain": "supervisor administrator",
        "import": "supervisor administrator",
        "transfer": "supervisor administrator",
        "audit": "administrator auditor",
        "backup": "administrator",
        "users": "administrator",
        "settings": "administrator",
        "passphrase": "investigator supervisor administrator auditor reader",
    }
    for act in roles.acts():
        assert {role for role in ROLES if roles.may(role, act)} == set(meant[act].split()), act
    assert not roles.may("nobody", "passphrase")
    with pytest.raises(KeyError):
        roles.may("administrator", "no such act")
