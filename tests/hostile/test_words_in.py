"""What comes in as words: JSON, calendars, pasted lists, the command line, settings, searches."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.changes import acknowledgements, guidance
from models.changes.case import cases, tasks
from models.entering.open import create_register
from models.errors import InvalidError, ProbityError
from models.exchange import case_json
from models.exchange.calendar_file import LARGEST, read_calendar
from models.exchange.tables.csv_export import export_csv
from models.exchange.tables.csv_file import restore
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.filters import Filter
from models.queries.people.acknowledgements import pasted
from models.register import Register
from models.rules.dates import parse_date, parse_time
from tests import program
from tests.hostile.mutating import damage, examples
from tests.hostile.watching import in_time, only
from tests.models import making
from tests.models.making import TODAY
from ui.app import make_application
from ui.commands.parser import make_parser
from ui.looks import theme
from ui.looks.tokens import THEMES
from ui.settings import Settings

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TEXT = st.text(st.characters(exclude_categories=[]), max_size=30)  # halves of characters too
KEPT = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.just(10**30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = tmp_path_factory.mktemp("words") / "force.probity"
    with create_register(path, force="Weald", user="okafor", today=TODAY) as made:
        making.save(made, making.case_file())
        yield made


# --- JSON ---


def saved(register: Register, given: Any) -> str:
    """Add what was given, then take it back: what was said, or nothing where it could be kept."""
    try:
        with in_time(), only(register.path.parent), register.change("x") as change:
            file = case_json.from_json(given, register.today(), register.user.id)
            cases.save(change, file, None)
            raise _UndoError
    except _UndoError:
        return ""
    except ProbityError as error:
        assert str(error)
        return str(error)


class _UndoError(Exception):
    pass


@pytest.fixture(scope="module")
def shown(register: Register) -> Any:
    """A case as ``show --json`` prints it."""
    with register.reader() as connection:
        (case_id,) = connection.execute('SELECT MIN(id) FROM "case"').fetchone()
    return json.loads(json.dumps(case_json.to_json(making.loaded(register, case_id))))


def test_what_is_shown_can_be_added(register: Register, shown: Any) -> None:
    assert saved(register, shown) == ""


@examples(100)
@given(data=st.data())
def test_any_json_in_any_place_of_a_case_is_kept_or_a_sentence(
    register: Register, shown: Any, data: st.DataObject
) -> None:
    whole = json.loads(json.dumps(shown))
    place: Any = whole
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        deeper = isinstance(place[key], dict | list) and bool(place[key])
        if not deeper or data.draw(st.integers(0, 3)) == 0:
            place[key] = data.draw(JSON)
            break
        place = place[key]
    said = saved(register, whole)
    assert len(said) < 5000


@examples(100)
@given(given_=JSON)
def test_any_json_is_no_case_or_a_sentence(register: Register, given_: Any) -> None:
    saved(register, given_)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "\ud800"),
        ("title", "a\0b"),
        ("owner_id", 999),
        ("owner_id", 10**30),
        ("owner_id", True),
        ("received", "0001-01-01"),
        ("received", "9999-12-31"),
        ("received", "2014-02-30"),
        ("subjects", [{"id": 1, "family_name": "x" * 200_000}]),
        ("allegations", [{"particulars": "x", "subject_id": [1]}]),
        ("allegations", [{"particulars": "x", "subject_id": {}}]),
        ("allegations", [{"particulars": "x", "factors": [["x"]]}]),
        ("chronology", [{"text": "x", "occurred": "0001-01-01T00:00:00+23:59"}]),
        ("chronology", [{}] * 20_000),
        ("links", [{"other_reference": "x" * 10_000, "kind": "consolidated"}]),
        ("x" * 100_000, 1),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_hostile_value_is_a_sentence(
    register: Register, shown: Any, field: str, value: Any
) -> None:
    said = saved(register, shown | {field: value})
    assert said
    assert len(said) < 2000


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "a\ud800", "cannot be saved"),
        ("title", "a\0", "cannot be saved"),
        ("chronology", [{}] * 20_000, "a case holds 10,000"),
        ("tasks", [{"title": "x", "assigned_to_id": 999}], "not in the register"),
    ],
    ids=["half", "nul", "rows", "pointer"],
)
def test_the_sentence_names_what_cannot_be_kept(
    register: Register, shown: Any, field: str, value: Any, words: str
) -> None:
    assert words in saved(register, shown | {field: value})


def test_many_rows_cost_no_more_than_they_are(register: Register) -> None:
    rows = [
        {"id": at, "text": f"Entry {at}", "occurred": "2014-02-12T09:00:00"} for at in range(8000)
    ]
    given = {"title": "Long", "kind": "conduct", "received": "2014-02-12", "chronology": rows}
    with in_time(60):
        file = case_json.from_json(given, TODAY)
    assert [row["number"] for row in file.chronology] == list(range(1, 8001))
    assert len({row["id"] for row in file.chronology}) == 8000


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"\xff\xfe",
        b"",
        b"NaN",
        b"9" * 5000,
        b'{"title": "\\ud800", "kind": "conduct", "received": "2014-02-12"}',
        b'[{"title": "a"}, 3]',
        b"[" + b" " * case_json.LARGEST + b"]",  # whole and empty, were it read to its end
    ],
    ids=lambda content: f"{len(content)} {content[:12]!r}",
)
@pytest.mark.parametrize("way", ["file", "input"])
def test_new_takes_no_hostile_file(
    register: Register, tmp_path: Path, content: bytes, way: str
) -> None:
    file = tmp_path / "given.json"
    file.write_bytes(content)
    name = str(file) if way == "file" else "-"
    done = run(register, "new", "--json-file", name, given=content)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Something went wrong" not in done.stderr
    assert len(done.stderr) < 1000


def run(register: Register, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[str]:
    return program.run("--register", register.path, *words, given=given)


# --- the command line ---


@examples(100)
@given(
    words=st.lists(
        st.sampled_from(
            [
                "list",
                "show",
                "stats",
                "export",
                "--text",
                "--limit",
                "--owner",
                "--from",
                "--to",
                "--sort",
                "--columns",
                "reference",
                "-received",
                "--json",
                "²",
                "-1",
                "9" * 30,
                "\udcff",
                "",
                "2014",
                "31/12/9999",
                "--overdue",
                "--stage",
                "a,,b",
                "--factor",
                "social-media",
                "new",
                "sheet",
            ]
        ),
        max_size=6,
    )
)
def test_any_words_parse_or_are_misuse(words: list[str]) -> None:
    try:
        with in_time():
            make_parser().parse_args(words)
    except SystemExit as end:
        assert end.code in (0, 2)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["list", "--limit", "9" * 30], 1),
        (["list", "--owner", "9" * 30], 1),
        (["list", "--text", '"(*)^-OR NEAR'], 0),
        (["list", "--text", "x" * 50_000], 0),
        (["show", "x" * 50_000], 1),
        (["export", "."], 1),
        (["sheet", "PS/2014/00001", "--pdf", "/nowhere/at/all.pdf"], 1),
    ],
    ids=lambda value: str(value)[:40],
)
def test_hostile_words_end_with_a_sentence(
    register: Register, words: list[str], status: int
) -> None:
    done = run(register, *words)
    assert "Traceback" not in done.stderr
    assert "Something went wrong" not in done.stderr
    assert done.returncode in (status, 2)


def test_a_title_commands_no_terminal(register: Register) -> None:
    making.save(register, making.case_file("\x1b]0;owned\x07\x1b[2J \x9b31m clear"))
    for words in (["list"], ["show", "PS/2014/00002"]):
        said = run(register, *words).stdout
        assert "clear" in said
        assert not set(said) & {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))}


@examples(100)
@given(text=TEXT)
def test_any_words_are_a_day_a_time_or_a_sentence(text: str) -> None:
    for read in (lambda: parse_date(text, TODAY), lambda: parse_time(text)):
        try:
            read()
        except InvalidError as error:
            assert str(error)


@examples(100)
@given(text=TEXT | st.text('"*()^:+-{}ANDORNOTEAR ', max_size=40))
def test_any_words_can_be_searched_for(register: Register, text: str) -> None:
    try:
        with in_time(), register.reader() as connection:
            found = case_list.count(connection, Filter(text=text), TODAY)
            rows = case_list.rows(
                connection, Filter(text=text), Sort(), TODAY, ("reference",), offset=0, limit=5
            )
            assert len(rows) <= found
    except ProbityError as error:
        assert "cannot be saved" in str(error)


# --- calendars ---

CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\n"
    b"DTSTART:16010101T000000\r\nRRULE:FREQ=YEARLY\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n"
    b"END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VTODO\r\nUID:1@x\r\nDTSTAMP:20140101T000000Z\r\n"
    b"SUMMARY:Ring \xc3\xa9\r\nDUE;TZID=X:20140301T090000\r\nPRIORITY:1\r\nSTATUS:COMPLETED\r\n"
    b"COMPLETED:20140228T080000Z\r\nX-PROBITY-CASE:PS/2014/00001\r\nDESCRIPTION:a\\,b\r\n c\r\n"
    b"END:VTODO\r\nEND:VCALENDAR\r\n"
)
SHARP = [
    b"DUE;TZID=../../../../etc/passwd:20140101T000000",
    b"DUE:00010101T000000Z",
    b"DUE:99991231T235959Z",
    b"COMPLETED:00010101",
    b"PRIORITY:" + b"9" * 5000,
    b"PRIORITY:1\r\nPRIORITY:2",
    b"DUE:20140101\r\nDUE:20140102",
    b"DURATION:P" + b"9" * 5000 + b"D",
    b"ATTACH:http://192.0.2.1/x",
    b"ATTACH:file:///etc/passwd",
    b"RRULE:FREQ=SECONDLY;COUNT=999999999",
    b"DESCRIPTION:" + b"\\" * 50_000,
    b"DESCRIPTION" + b";A=b" * 20_000 + b":x",
    b"UID:\xed\xa0\x80\0",
    b"BEGIN:VTODO\r\n" * 2000,
    b"BEGIN:VALARM\r\n" * 900 + b"END:VALARM\r\n" * 900,
]


def taken(register: Register, content: bytes) -> None:
    try:
        with in_time(), only(register.path.parent):
            found = read_calendar(content)
            with register.change("x") as change:
                tasks.take_in(change, found)
                raise _UndoError
    except _UndoError:
        pass
    except InvalidError as error:
        assert "cannot read this as a calendar file" in str(error)


@pytest.mark.filterwarnings("ignore")
@examples(200)
@given(data=st.data())
def test_a_damaged_calendar_is_taken_in_or_a_sentence(
    register: Register, data: st.DataObject
) -> None:
    content = data.draw(st.just(CALENDAR) | damage(CALENDAR, *SHARP))
    if data.draw(st.booleans()):
        line = data.draw(st.sampled_from(SHARP))
        content = content.replace(b"SUMMARY", line + b"\r\nSUMMARY", 1)
    taken(register, content)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("line", SHARP, ids=lambda line: str(line[:24]))
def test_a_hostile_line_of_a_calendar(register: Register, line: bytes) -> None:
    taken(register, CALENDAR.replace(b"SUMMARY", line + b"\r\nSUMMARY", 1))


def test_a_calendar_too_large_is_not_begun() -> None:
    with pytest.raises(InvalidError):
        read_calendar(CALENDAR + b" " * LARGEST)


# --- pasted lists ---


@pytest.fixture(scope="module")
def version(register: Register) -> int:
    with register.change() as change:
        document = guidance.add_document(change, title="Guidance")
        return guidance.add_version(change, document, name="1", starts=TODAY)


@examples(100)
@given(text=st.text(st.characters(exclude_categories=[]), max_size=200))
def test_any_pasted_list_is_understood_or_a_sentence(
    register: Register, version: int, text: str
) -> None:
    with in_time(), register.reader() as connection:
        found = pasted(connection, text, TODAY)
    try:
        with register.change("x") as change:
            acknowledgements.give(
                change,
                version,
                [one.member_id for one in found.known],
                given=TODAY,
                new=found.new,
            )
            raise _UndoError
    except (_UndoError, ProbityError):
        pass


def test_a_very_long_list_costs_no_more_than_it_is(register: Register) -> None:
    text = "\n".join(f"{number} Name{number}, A" for number in range(60_000))
    numbers = " ".join(str(number) for number in range(100_000, 160_000))
    with in_time(60), register.reader() as connection:
        found = pasted(connection, f"{text}\n{numbers}", TODAY)
    assert len(found.new) >= 59_999
    assert len(found.unknown) == 60_000


# --- CSV out and back ---


@examples(60)
@given(title=st.text(KEPT, min_size=1, max_size=60) | st.text("=+-@\t\r'x\",", min_size=1))
def test_a_list_written_as_csv_reads_back_to_what_was_typed(
    register: Register, tmp_path: Path, title: str
) -> None:
    if not title.strip():
        return
    with register.change("x") as change:
        saved_case = cases.save(change, making.case_file(title), None)
    out = tmp_path / "out.csv"
    with register.reader() as connection:
        export_csv(connection, out, Filter(), Sort(), ("reference", "matter"), TODAY)
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row[0]: row[1] for row in csv.reader(file)}
    assert restore(rows[saved_case.reference]) == title
    assert not rows[saved_case.reference].startswith(("=", "+", "-", "@", "\t", "\r"))


# --- settings ---


@examples(100)
@given(
    value=JSON,
    name=st.sampled_from(
        ["theme", "text_scale", "register", "columns", "widths", "sort", "window"]
    ),
)
def test_any_value_of_a_setting_counts_or_does_not(tmp_path: Path, value: Any, name: str) -> None:
    kept = Settings(tmp_path / "s.ini")
    try:
        kept.set(name, value)
    except UnicodeEncodeError:
        return
    assert isinstance(kept.get_text(name), str)
    assert abs(kept.get_number(name, 1.0)) < 1e7
    assert all(isinstance(one, str) for one in kept.get_texts(name))
    assert all(isinstance(one, float) for one in kept.get_numbers(name).values())
    kept.get_bytes(name)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 5000,
        b'[General]\ntheme="[[[["\ntext_scale=abc\n',
        b"[General]\ntheme=@Variant(\\0\\0\\0\\x7f\\xff\\xff\\xff\\xff)\n",
        b'[General]\ntext_scale=NaN\ntheme="\\"purple\\""\ncolumns=5\nwidths="[1]"\n',
        b'[General]\ntext_scale=1e400\nwidths="{\\"matter\\": 1e300}"\n',
        b"[General]\ntheme=" + b"[" * 200_000,
        b"x" * 3_000_000,
    ],
    ids=lambda content: str(len(content)),
)
def test_the_program_starts_with_any_settings(app: object, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "s.ini"
    file.write_bytes(content)
    with in_time():
        kept = Settings(file)
        make_application([], kept)
        kept.get_texts("columns")
    assert theme.theme_name() in THEMES
    assert 1.0 <= theme.scale() <= 2.0


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes by name")
def test_settings_that_are_no_file_are_let_be(tmp_path: Path) -> None:
    file = tmp_path / "s.ini"
    os.mkfifo(file)
    with in_time():
        kept = Settings(file)
        kept.set("theme", "dark")
        assert kept.get_text("theme", "light") == "light"
