from __future__ import annotations

import datetime
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import DateField

from models.changes.case.exhibits import NewExhibit, attach
from models.changes.merging import merge_people
from models.changes.retention import reviewing as retention
from models.entering.open import create_register, open_register
from models.errors import (
    AnonymisedError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
    ProbityError,
    RegisterBusyError,
)
from models.exchange.case_json import to_json
from models.keeping.writing_anew import compact
from models.queries.cases import case_list, exhibits, history
from models.queries.cases import retention as asked
from models.queries.cases.casefile import case_id_of, load_case
from models.queries.cases.filters import Filter
from models.queries.figures import statistics
from models.queries.figures.figures import figures
from models.queries.people.directory import people
from models.record.check import check
from models.record.examining import verify
from models.register import Register
from models.rules import vocabularies
from models.rules.process import retention as rules
from models.rules.process.retention import Facts
from models.schema import (
    TABLES,
    AlertReview,
    Allegation,
    AllegationFactor,
    Case,
    CaseLink,
    Complainant,
    Finding,
    GuidanceIssue,
    Member,
    Outcome,
    Person,
    SeverityAssessment,
    Subject,
    Task,
    User,
    dictionary,
)
from models.schema.of_cases import tables_of_cases
from models.storage import compacting
from tests.models import making, planting
from tests.models.planting import Planted, plant, tail
from tests.models.storage.decrypting import every_byte
from tests.often import often

WHY = "Six years are over."
DAY = datetime.date
LATELY = DAY(2014, 2, 25)


@pytest.fixture
def planted(register: Register) -> Planted:
    return plant(register)


def _do(register: Register, act: Any, *given: Any, why: str = WHY) -> None:
    with register.change(why) as change:
        act(change, *given)
    compact(register)


def _rows(register: Register, query: str, *values: Any) -> list[Any]:
    with register.reader(whole=True) as connection:
        return [tuple(row) for row in connection.execute(query, values)]


def _problems(register: Register) -> list[str]:
    with register.reader(whole=True) as connection:
        return [problem for item in check(connection) for problem in item.problems]


def _found(path: Path, words: dict[tuple[str, str], str]) -> set[tuple[str, str]]:
    """Which of the planted words stand anywhere in the file."""
    content = every_byte(path).lower()
    return {place for place, one in words.items() if tail(one).encode() in content}


# --- nothing is left of it ---


def test_every_table_is_planted_or_known_to_be_the_forces(planted: Planted) -> None:
    known = {model._meta.table_name for model in (*planting.MADE, *planting.OF_THE_FORCE)}
    every = {model._meta.table_name for model in TABLES}
    assert every == set(planted.rows) | known


@pytest.mark.parametrize("act", [retention.anonymise, retention.erase])
def test_no_planted_word_is_left_in_any_byte_of_the_file(
    register: Register, path: Path, planted: Planted, act: Any
) -> None:
    assert _found(path, planted.words) == set(planted.words)
    _do(register, act, planted.case_id)
    assert _found(path, planted.words) == set()
    assert _problems(register) == []
    register.close()
    assert _found(path, planted.words) == set()


def test_no_planted_word_is_left_of_a_person_who_is_anonymised(
    register: Register, path: Path, planted: Planted
) -> None:
    with register.change() as change:  # known from guidance, at work here, and monitored
        change.edit(Member, planted.rows["member"], 1, left=None)
        change.edit(Person, planted.rows["person"], 1, monitored_to=None)
        change.edit(User, 1, 1, member=planted.rows["member"])
    with pytest.raises(NotFoundError):  # to the one whose own case it is there is none
        _do(register, retention.anonymise, planted.case_id)
    with register.change() as change:
        change.edit(User, 1, 2, member=None)
        colleague = change.add(User, name="moss", full_name="M. Moss", role="supervisor")
        change.edit(User, colleague, 1, member=planted.rows["member"])
    _do(register, retention.anonymise_person, planted.rows["person"])
    assert _found(path, planted.words) == set()
    assert _rows(register, "SELECT member_id FROM user WHERE id = ?", colleague) == [(None,)]
    assert _problems(register) == []


def test_who_is_known_from_elsewhere_stays_there_and_not_in_the_case(
    register: Register, path: Path, planted: Planted
) -> None:
    with register.change() as change:
        second = change.add(Subject, case=planted.other, member=planted.rows["member"])
    _do(register, retention.anonymise, planted.case_id)
    left = {table for table, _ in _found(path, planted.words)}
    assert left == {
        "person",
        "member",
        "posting",
        "guidance_issue",
        "person_merge",
        "person_origin",
        "alert_review",
    } & {table for table, _ in planted.words}
    query = "SELECT member_id FROM subject WHERE case_id = ?"
    assert _rows(register, query, planted.other) == [(planted.rows["member"],)]
    assert _rows(register, query, planted.case_id) != [(planted.rows["member"],)]
    with register.reader() as connection:
        assert load_case(connection, planted.other).subjects[0]["id"] == second
        (subject,) = load_case(connection, planted.case_id).subjects
    assert subject["family_name"] == "Anonymised"
    assert subject["number"] == ""
    assert _problems(register) == []


@pytest.mark.parametrize("known", ["guidance", "user", "monitored"])
def test_a_member_who_is_known_from_other_work_stays(register: Register, known: str) -> None:
    case_id = _closed(register)
    with register.change() as change:
        if known == "user":
            change.add(User, name="moss", role="investigator", member=1)
        elif known == "monitored":
            change.edit(Person, 1, 1, monitored_from=DAY(2014, 1, 1), monitored_why="Pattern")
        else:
            change.add(GuidanceIssue, guidance=_version(change), member=1, given=DAY(2014, 1, 1))
    _do(register, retention.anonymise, case_id)
    assert _rows(register, "SELECT family_name FROM person WHERE id = 1") == [("Harmer",)]
    assert _rows(register, "SELECT who FROM case_line") == [("PC Anonymised",)]


def test_one_who_has_left_the_force_goes_with_their_acknowledgements(register: Register) -> None:
    case_id = _closed(register)
    with register.change() as change:
        change.edit(Member, 1, 1, left=DAY(2014, 2, 1))
        change.add(GuidanceIssue, guidance=_version(change), member=1, given=DAY(2014, 1, 1))
    _do(register, retention.anonymise, case_id)
    assert _rows(register, "SELECT * FROM guidance_issue") == []
    assert _rows(register, "SELECT 1 FROM person WHERE family_name = 'Harmer'") == []


def test_nothing_tells_that_one_in_two_anonymised_cases_is_the_same(register: Register) -> None:
    first, second = _closed(register), _closed(register)
    for case_id in (first, second):
        _do(register, retention.anonymise, case_id)
    members = _rows(register, "SELECT DISTINCT member_id FROM subject")
    assert len(members) == 2
    assert len(_rows(register, "SELECT id FROM person")) == 2


def test_a_merge_no_longer_tells_who_was_in_the_case(register: Register) -> None:
    case_id = _closed(register)
    with register.change() as change:
        other = change.add(Person, family_name="Harmar")
        member = change.add(Member, person=other, number="4417")
        kept_case = planting._bare_case(change, 2014)
        change.add(Subject, case=kept_case, member=member)
        merge_people(change, other, 1, "One misspelt")
    assert "subject" in _rows(register, "SELECT moved FROM person_merge")[0][0]
    _do(register, retention.anonymise, case_id)
    ((moved,),) = _rows(register, "SELECT moved FROM person_merge")
    assert '"subject"' not in moved
    assert _rows(register, "SELECT 1 FROM audit_record WHERE entry LIKE '%\"subject\\\"%'") == []
    assert _rows(register, "SELECT family_name FROM person WHERE id = ?", other) == [("Harmar",)]


def test_no_review_of_an_alert_tells_who_was_in_the_case(register: Register) -> None:
    case_id, other = _closed(register), _closed(register)
    with register.change() as change:
        for cases_ in (f"{case_id} {other}", f"{other} {other + 10}"):
            values = {"person": 1, "rule": "pattern", "cases": cases_, "reason": "Spoken to"}
            change.add(AlertReview, at=datetime.datetime(2014, 2, 26), **values)
    _do(register, retention.anonymise, case_id)
    assert _rows(register, "SELECT cases FROM alert_review") == [(f"{other} {other + 10}",)]
    query = "SELECT entry FROM audit_record WHERE table_name = 'alert_review' ORDER BY id"
    assert [bool(entry) for (entry,) in _rows(register, query)] == [False, True]


def test_what_was_asked_for_by_name_is_erased_from_the_record(register: Register) -> None:
    case_id = _closed(register)
    with register.change() as change:
        change.note("disclose", what="List exported as CSV", asked="Words: HARMER", file="list.csv")
        change.note("disclose", what="List exported as CSV", asked="Words: Pharmer", file="l.csv")
    _do(register, retention.anonymise, case_id)
    said = [row[0] for row in _rows(register, "SELECT entry FROM audit_record") if row[0]]
    assert not any("HARMER" in entry for entry in said)
    assert any("Pharmer" in entry for entry in said)


def test_the_bytes_of_exhibits_are_gone(register: Register, path: Path, tmp_path: Path) -> None:
    case_id = _closed(register)
    word = planting.word("exhibit")
    (tmp_path / f"{word}.txt").write_text(f"{word} " * 90_000)
    attach(register, case_id, NewExhibit(tmp_path / f"{word}.txt", word, word))
    assert tail(word).encode() in every_byte(path)
    _do(register, retention.anonymise, case_id)
    assert tail(word).encode() not in every_byte(path)
    assert _rows(register, "SELECT COUNT(*) FROM exhibit_chunk") == [(0,)]


def test_what_was_edited_away_long_before_is_gone_too(register: Register, path: Path) -> None:
    case_id = _closed(register)
    words = {("case", "summary"): planting.word("edited away")}
    write = 'UPDATE "case" SET summary = ? WHERE id = ?'
    register._database.execute_sql("PRAGMA secure_delete = OFF")  # as another program has it
    with register.change() as change:  # past the record, so that only free pages are left with it
        change.database.execute_sql(write, (f"{words['case', 'summary']} " * 2000, case_id))
    register._database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with register.change() as change:
        change.database.execute_sql(write, ("", case_id))
    register._database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert _found(path, words)
    _do(register, retention.anonymise, case_id)
    assert _found(path, words) == set()


def test_days_stay_only_as_far_as_figures_need_them(register: Register, planted: Planted) -> None:
    _do(register, retention.anonymise, planted.case_id)
    for model in tables_of_cases():
        table = model._meta.table_name
        for item in model._meta.sorted_fields:
            if not isinstance(item, DateField):
                continue
            for (day,) in _rows(register, f'SELECT "{item.column_name}" FROM "{table}"'):
                exact = dictionary.entry(model, item.column_name).exact
                assert day is None or str(day)[:10].endswith("17" if exact else "01"), item
    query = 'SELECT received, closed FROM "case" WHERE id = ?'
    assert _rows(register, query, planted.case_id) == [("2003-05-17", "2003-05-17")]


# --- figures stay true ---

CODES = {
    "kind": ("conduct", "complaint-schedule3", "dsi"),
    "role": ("officer", "staff", "special", None),
    "platform": ("facebook", "twitter", None),
    "category": ("2012-X", "2012-F", None),
    "finding": ("cta-misconduct", "cta-gross", "no-case", None),
    "outcome": ("dwn", "ww", "none", "advice", None),
    "severity": ("misconduct", "gross-misconduct", None),
}


def _random_register(path: Path, seed: int) -> tuple[Register, list[int]]:
    """A register of a dozen cases that share their people; and the ids of those that may go."""
    chance = random.Random(seed)
    register = create_register(path, force="Weald", user="okafor", today=making.TODAY)

    def day() -> datetime.date:
        return DAY(2009, 1, 1) + datetime.timedelta(chance.randrange(1800))

    def decided() -> datetime.date:  # many in one month, the later not always written later
        return DAY(2013, 3, 1) + datetime.timedelta(chance.randrange(28))

    def code(name: str) -> Any:
        return chance.choice(CODES[name])

    closed = []
    with register.change() as change:
        members = [
            change.add(Member, person=change.add(Person, family_name=f"Name{n}"), number=str(n))
            for n in range(5)
        ]
        ids: list[int] = []
        for _ in range(12):
            received = day()
            is_open = chance.random() < 0.3
            case_id = change.add(
                Case,
                **planting._numbered(change, received.year) | {"kind": code("kind")},
                title=f"Case {len(ids)}",
                received=received,
                stage="investigation" if is_open else "closed",
                closed=None if is_open else received + datetime.timedelta(chance.randrange(500)),
                owner=1,
                regime="2012",
            )
            ids.append(case_id)
            subjects = [
                change.add(Subject, case=case_id, member=who, role=code("role"), rank="constable")
                for who in chance.choices([*members, None], k=chance.randrange(1, 4))
            ]
            for _ in range(chance.randrange(1, 5)):
                subject = chance.choice(subjects)
                allegation = change.add(
                    Allegation,
                    case=case_id,
                    subject=subject,
                    particulars="Said",
                    category=code("category"),
                    platform=code("platform"),
                )
                if chance.random() < 0.6:
                    change.add(AllegationFactor, allegation=allegation, factor="social-media")
                for _ in range(chance.randrange(3)):
                    change.add(
                        Finding,
                        case=case_id,
                        allegation=allegation,
                        finding=code("finding"),
                        decided=decided(),
                    )
                change.add(
                    SeverityAssessment,
                    case=case_id,
                    subject=subject,
                    severity=code("severity"),
                    decided=decided(),
                )
                if chance.random() < 0.7:
                    change.add(
                        Outcome,
                        case=case_id,
                        subject=subject,
                        outcome=code("outcome"),
                        decided=decided(),
                    )
            if chance.random() < 0.4:
                who = chance.randrange(1, 6)
                change.add(Complainant, case=case_id, person=who, capacity="complainant")
            if not is_open:
                closed.append(case_id)
        for _ in range(3):
            one, other = chance.sample(ids, 2)
            kind = chance.choice(["see-also", "same-person", "consolidated"])
            change.add(CaseLink, case=one, other=other, kind=kind, reason="Said")
    return register, closed


def _every_figure(register: Register) -> dict[str, Any]:
    """What the register answers when it is asked how many."""
    found: dict[str, Any] = {}
    today = register.today()
    periods = [(DAY(2009, 1, 1), today), (DAY(2010, 3, 7), DAY(2012, 8, 19))]
    filters = [
        Filter(),
        *(Filter(received_from=start, received_to=end) for start, end in periods),
        *(Filter(closed_from=start, closed_to=end) for start, end in periods),
        *(Filter(due_from=start, due_to=end) for start, end in periods),
        *(
            Filter.from_dict({f"{name}s": [one]})
            for name in ("kind", "role", "outcome", "finding", "platform")
            for one in CODES[name]
            if one
        ),
        *(Filter(categories=(one,)) for one in CODES["category"] if one),
        *(Filter(severities=(one,)) for one in CODES["severity"] if one),
        *(Filter(factors=("social-media",), is_open=one) for one in (True, False)),
        *(Filter(consolidated=one, owners=(1,)) for one in (True, False)),
        Filter(overdue=True),
        Filter(stages=("closed",), restricted=False),
    ]
    with register.reader() as connection:
        for start, end in periods:
            for name, values in (
                ("factor", ("social-media",)),
                ("kind", CODES["kind"]),
                ("category", CODES["category"]),
                ("role", CODES["role"]),
            ):
                for value in (None, *values):
                    wanted: dict[str, Any] = {name: value}
                    said = statistics.stats(connection, start=start, end=end, **wanted)
                    found[f"stats {start} {name} {value}"] = said.to_dict()
        for where in filters:
            found[f"count {where}"] = case_list.count(connection, where, today)
            if not where.due_from:
                found[f"figures {where}"] = figures(connection, where, today, {1: "D. Okafor"})
        lines = (
            "SELECT kind, category, severity, finding, outcome, role, factors, platform_name,"
            " stage, received, closed, open, subject_count FROM case_line ORDER BY case_id"
        )
        found["lines"] = [tuple(row) for row in connection.execute(lines)]
    return found


@pytest.mark.slow
@settings(
    max_examples=often(4, 15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10_000), how_many=st.integers(1, 12))
def test_every_figure_is_the_same_before_and_after(
    tmp_path_factory: pytest.TempPathFactory, seed: int, how_many: int
) -> None:
    path = tmp_path_factory.mktemp("random") / "force.probity"
    register, closed = _random_register(path, seed)
    with register:
        before = _every_figure(register)
        went = 0
        for case_id in random.Random(seed).sample(closed, min(how_many, len(closed))):
            try:
                _do(register, retention.anonymise, case_id)
                went += 1
            except (InvalidError, AnonymisedError):  # part of another, or gone with it
                continue
        assert _every_figure(register) == before
        assert _problems(register) == []
        anonymised = _rows(register, 'SELECT COUNT(*) FROM "case" WHERE anonymised IS NOT NULL')
        assert anonymised[0][0] >= went
        with register.reader() as connection:
            assert not any("Anonymised" in one.name for one in people(connection, "", 1))


# --- what is on record ---


@pytest.mark.parametrize(
    ("act", "word"), [(retention.anonymise, "anonymised"), (retention.erase, "erased")]
)
def test_what_was_done_is_on_record_and_the_chain_is_whole(
    register: Register, planted: Planted, act: Any, word: str
) -> None:
    before = _rows(register, "SELECT COUNT(*) FROM audit_record")[0][0]
    _do(register, act, planted.case_id)
    with register.reader() as connection:
        assert verify(connection) == []
        (said,) = asked.done(connection)
        told = history.history(connection, planted.case_id)
    assert (said.action, said.user_name, said.reason) == ("erase", "D. Okafor", WHY)
    assert said.what == f"The case: PS/2003/00002 {word}"
    kept = [event for event in told if not event.erased]
    assert [event.what for event in kept] == [said.what]
    assert len(told) > 20  # who did what kind of thing when still stands
    assert _rows(register, "SELECT COUNT(*) FROM audit_record")[0][0] > before
    (blanked,) = _rows(
        register,
        "SELECT reason FROM audit_record WHERE action = 'erase' AND table_name = 'audit_record'",
    )
    assert blanked == (WHY,)


def test_the_first_record_outlives_the_second_act(register: Register, planted: Planted) -> None:
    _do(register, retention.anonymise, planted.case_id)
    _do(register, retention.erase, planted.case_id, why="Nobody needs the figures.")
    with register.reader() as connection:
        assert [event.reason for event in asked.done(connection)] == [
            "Nobody needs the figures.",
            WHY,
        ]
        assert verify(connection) == []


@pytest.mark.parametrize(
    "why", ["", "  ", "PC Harmer asked", "officer 4417 left", "as HARMER says"]
)
def test_a_reason_is_asked_for_that_names_nobody(register: Register, why: str) -> None:
    case_id = _closed(register)
    with pytest.raises(InvalidError) as caught, register.change(why) as change:
        retention.anonymise(change, case_id)
    assert list(caught.value.problems) == ["reason"]
    assert _rows(register, "SELECT who FROM case_line") == [("PC 4417 Harmer",)]


def test_all_of_it_is_done_or_nothing(register: Register, planted: Planted) -> None:
    before = _rows(register, "SELECT * FROM audit_record")
    person = _rows(register, "SELECT * FROM person")
    problems = _problems(register)  # the planted exhibit's hash is a word
    for act in (retention.anonymise, retention.erase):
        with pytest.raises(ProbityError, match="The power went"):
            _do(register, _cut_short, act, planted.case_id)
    assert _rows(register, "SELECT * FROM audit_record") == before
    assert _rows(register, "SELECT * FROM person") == person
    assert _rows(register, "SELECT 1 FROM setting WHERE key = ?", compacting.SETTING) == []
    assert _problems(register) == problems


# --- who may, and what may go ---


@pytest.mark.parametrize("role", ["investigator", "auditor", "reader"])
@pytest.mark.parametrize("act", ["keep", "anonymise", "anonymise_person", "erase"])
def test_only_who_decides_on_retention_may(path: Path, role: str, act: str) -> None:
    made = create_register(
        path,
        force="Weald",
        user="okafor",
        today=making.TODAY,
        colleagues=[{"name": "moss", "full_name": "M. Moss", "role": role}],
    )
    with made:
        case_id = _closed(made)
    with open_register(path, user="moss") as other:
        before = _rows(other, "SELECT * FROM audit_record")
        more = (DAY(2030, 1, 1), WHY) if act == "keep" else ()
        with pytest.raises(NotAllowedError):
            _do(other, getattr(retention, act), case_id, *more)
        assert _rows(other, "SELECT * FROM audit_record") == before


def test_an_open_case_neither_goes_nor_is_kept(register: Register) -> None:
    case_id = making.save(register, making.case_file())
    for act in (retention.anonymise, retention.erase):
        with pytest.raises(InvalidError, match="PS/2014/00001 is open"):
            _do(register, act, case_id)
    with pytest.raises(InvalidError, match="is open"):
        _do(register, retention.anonymise_person, 1)
    with pytest.raises(InvalidError, match="is open"):
        _do(register, retention.keep, case_id, DAY(2030, 1, 1), WHY)


def test_a_consolidated_case_goes_with_the_one_that_took_it_over(register: Register) -> None:
    part, whole = _closed(register), _closed(register)
    with register.change() as change:
        change.add(CaseLink, case=part, other=whole, kind="consolidated", reason="One night")
    for act in (retention.anonymise, retention.erase):
        with pytest.raises(InvalidError, match="PS/2014/00001 is consolidated into PS/2014/00002"):
            _do(register, act, part)
    _do(register, retention.anonymise, whole)
    assert _rows(register, "SELECT DISTINCT who FROM case_line") == [("PC Anonymised",)]
    assert _rows(register, "SELECT kind, reason FROM case_link") == [("consolidated", "")]
    _do(register, retention.erase, whole)
    assert _rows(register, 'SELECT id FROM "case"') == []
    assert _problems(register) == []


def test_nothing_is_written_in_an_anonymised_case(register: Register, tmp_path: Path) -> None:
    case_id = _closed(register)
    _do(register, retention.anonymise, case_id)
    file = making.loaded(register, case_id)
    changed = file.copy()
    changed.case["title"] = "Harmer again"
    with pytest.raises(AnonymisedError, match="PS/2014/00001 has been anonymised"):
        making.save(register, changed, file)
    with pytest.raises(AnonymisedError), register.change() as change:
        change.add(Task, case=case_id, title="Ring Harmer", uid="x")
    evidence = tmp_path / "harmer.txt"
    evidence.write_text("Harmer")
    with pytest.raises(AnonymisedError):
        attach(register, case_id, NewExhibit(evidence))
    for act, more in ((retention.anonymise, ()), (retention.keep, (DAY(2030, 1, 1), WHY))):
        with pytest.raises(AnonymisedError):
            _do(register, act, case_id, *more)
    assert to_json(file)["title"] == "Anonymised"


def test_a_check_finds_words_in_an_anonymised_case(register: Register, planted: Planted) -> None:
    _do(register, retention.anonymise, planted.case_id)
    raw = making.raw(register.path)
    raw.execute("UPDATE notice SET notes = 'Harmer'")
    raw.close()
    said = "PS/2003/00002 was anonymised, but its notice rows still contain text."
    assert said in _problems(register)


def test_of_an_erased_restricted_case_the_record_names_nothing(register: Register) -> None:
    case_id = _closed(register, restricted=True)
    _do(register, retention.erase, case_id)
    with register.reader() as connection:
        (said,) = asked.done(connection)
    assert said.what == "The case: A case erased"
    assert _problems(register) == []


def test_an_erased_number_is_void_and_never_given_again(register: Register) -> None:
    first, second = _closed(register), _closed(register)
    with register.change() as change:
        change.add(CaseLink, case=second, other=first, kind="same-person", reason="Harmer")
    _do(register, retention.erase, first)
    void = "SELECT series, year, number FROM void_reference"
    assert _rows(register, void) == [("", 2014, 1)]
    assert making.loaded(register, second).links == []
    third = _closed(register)
    assert making.loaded(register, third).case["reference"] == "PS/2014/00003"
    assert _problems(register) == []
    with register.reader() as connection, pytest.raises(NotFoundError):
        case_id_of(connection, "PS/2014/00001")


def test_what_is_on_record_of_an_erased_case_is_of_no_other(
    register: Register, tmp_path: Path
) -> None:
    file = tmp_path / "page.txt"
    file.write_text("a page")
    case_id = _closed(register)
    attach(register, case_id, NewExhibit(file, "One"))
    _do(register, retention.erase, case_id)
    following = _closed(register)
    attach(register, following, NewExhibit(file, "Another"))
    assert following > case_id
    with register.reader() as connection:
        assert not any(one.erased for one in history.history(connection, following))
        (erasure,) = asked.done(connection)
        (row,) = exhibits.exhibits(connection, following)
        custody = [line.what for line in exhibits.custody(connection, row.id)]
    assert (erasure.what, erasure.case_id, erasure.reference) == (
        "The case: PS/2014/00001 erased", None, "",
    )  # fmt: skip
    assert custody == ["Added"]
    assert _problems(register) == []


# --- the review list ---


def test_the_list_says_what_is_due_what_comes_and_why(register: Register) -> None:
    due = _closed(register, DAY(2003, 3, 1))
    comes = _closed(register, DAY(2004, 12, 31))
    _closed(register, DAY(2009, 1, 1))
    making.save(
        register, making.case_file("Open", came_to_notice=DAY(2001, 1, 1), received=DAY(2001, 1, 1))
    )
    with register.reader() as connection:
        found = asked.reviews(connection, register.today())
    assert [(one.case_id, one.late) for one in found] == [(due, True), (comes, False)]
    assert found[0].due.why == (
        "Case to answer, or proven: 10 years after it was closed on 1 Mar 2003."
    )
    assert found[0].to_dict() == {
        "case_id": due,
        "reference": "PS/2003/00001",
        "title": "Facebook contact with a crime victim",
        "who": "PC 4417 Harmer",
        "closed": "2003-03-01",
        "review": "2013-03-01",
        "due": True,
        "rule": "answered",
        "why": found[0].due.why,
        "suggests": "anonymise",
    }


def test_a_case_kept_with_a_reason_comes_again_on_its_day(register: Register) -> None:
    case_id = _closed(register, DAY(2003, 3, 1))
    with pytest.raises(InvalidError) as caught:
        _do(register, retention.keep, case_id, register.today(), "")
    assert set(caught.value.problems) == {"until", "reason"}
    _do(register, retention.keep, case_id, DAY(2014, 8, 1), "An inquest is pending")
    _do(register, retention.keep, case_id, DAY(2014, 9, 1), "The inquest was put off")
    with register.reader() as connection:
        (found,) = asked.reviews(connection, register.today())
        kept = asked.matter(connection, case_id).kept
    assert not found.late
    assert found.due.day == DAY(2014, 9, 1)
    assert found.due.why == "Kept until 1 Sep 2014: The inquest was put off"
    assert [one.reason for one in kept] == ["The inquest was put off", "An inquest is pending"]
    _do(register, retention.keep, case_id, DAY(2020, 9, 1), "The inquest goes on")
    with register.reader() as connection:
        assert asked.reviews(connection, register.today()) == []
    _do(register, retention.anonymise, case_id)
    assert _rows(register, "SELECT * FROM retention_review") == []


def test_what_is_consolidated_is_reviewed_with_the_whole(register: Register) -> None:
    part, whole = _closed(register, DAY(2003, 3, 1)), _closed(register, DAY(2003, 3, 2))
    with register.change() as change:
        change.add(CaseLink, case=part, other=whole, kind="consolidated")
        change.add(Outcome, case=part, subject=1, outcome="dwon", decided=DAY(2003, 1, 1))
    with register.reader() as connection:
        assert asked.reviews(connection, register.today()) == []  # somebody was dismissed: 20 years
        found = asked.reviews(connection, DAY(2023, 3, 2))
        said = asked.matter(connection, whole)
    assert [one.case_id for one in found] == [whole]
    assert found[0].due.rule.code == "dismissed"
    assert said.consolidated == ("PS/2003/00001",)
    assert [(one.name, one.part, one.elsewhere) for one in said.people] == [
        ("4417 Harmer", "Subject", ("PS/2003/00001",))
    ]


def test_a_hidden_case_is_in_no_list_and_nobody_who_may_not_see_it_reaches_it(path: Path) -> None:
    made = create_register(
        path,
        force="Weald",
        user="okafor",
        today=making.TODAY,
        colleagues=[{"name": "moss", "full_name": "M. Moss", "role": "supervisor"}],
    )
    with made:
        hidden = _closed(made, DAY(2003, 3, 1), restricted=True)
        still_open = making.save(made, making.case_file(restricted=True))
        seen = _closed(made, DAY(2003, 3, 1))
    with open_register(path, user="moss") as other:
        with other.reader() as connection:
            assert [one.case_id for one in asked.reviews(connection, other.today())] == [seen]
            assert asked.matter(connection, seen).people[0].elsewhere == ()
            with pytest.raises(NotFoundError):
                asked.matter(connection, hidden)
        for act in (retention.anonymise, retention.erase):
            for one in (hidden, still_open):  # nor are they told that it is open
                with pytest.raises(NotFoundError):
                    _do(other, act, one)
        _do(other, retention.anonymise_person, 1)
        with other.reader() as connection:
            assert len(asked.done(connection)) == 2
    with open_register(path, user="okafor") as owner:
        assert making.loaded(owner, hidden).subjects[0]["family_name"] == "Harmer"
        assert making.loaded(owner, seen).subjects[0]["family_name"] == "Anonymised"
        assert _problems(owner) == []


# --- the rules ---


def _facts(**given: Any) -> Facts:
    days = given.pop("days", {"closed": DAY(2004, 2, 29)})
    codes = {
        name: frozenset(given.pop(name, ())) for name in ("kind", "finding", "outcome", "severity")
    }
    codes["named"] = frozenset(given.pop("named", ("yes",)))
    return Facts(codes, days, **given)


@pytest.mark.parametrize(
    ("facts", "code", "day"),
    [
        (_facts(), "ordinary", DAY(2010, 2, 28)),
        (_facts(kind=["intelligence"], named=["no"]), "nobody-named", DAY(2007, 2, 28)),
        (_facts(kind=["intelligence"]), "ordinary", DAY(2010, 2, 28)),
        (_facts(finding=["cta-gross", "no-case"]), "answered", DAY(2014, 2, 28)),
        (_facts(outcome=["resigned"]), "ordinary", DAY(2010, 2, 28)),
        (
            _facts(outcome=["resigned"], severity=["gross-misconduct"]),
            "left-during",
            DAY(2024, 2, 29),
        ),
        (_facts(finding=["cta-gross"], outcome=["dwon"]), "dismissed", DAY(2024, 2, 29)),
        (_facts(kind=["dsi"]), "death", DAY(2024, 2, 29)),
        (
            _facts(
                finding=["proven-misconduct"],
                days={"closed": DAY(2004, 2, 29), "warning-ended": DAY(2005, 8, 1)},
            ),
            "answered",
            DAY(2015, 8, 1),
        ),
    ],
)
def test_of_the_rules_that_hold_the_longest_counts(
    facts: Facts, code: str, day: datetime.date
) -> None:
    found = rules.due(facts)
    assert found is not None
    assert (found.rule.code, found.day) == (code, day)
    assert not rules.is_due(found, day - datetime.timedelta(1))
    assert rules.is_due(found, day)


def test_what_never_ended_comes_to_no_review() -> None:
    assert rules.due(_facts(days={})) is None


def test_the_rules_speak_in_codes_that_there_are() -> None:
    for rule in rules.rules():
        assert rule.suggests in {term.code for term in vocabularies.terms("retention")}
        assert set(rule.starts) <= set(rules.EVENTS)
        for name, codes in rule.where.items():
            if name != "named":
                assert set(codes) <= {term.code for term in vocabularies.terms(name)}, rule.code
        assert rule.instead_of <= {one.code for one in rules.rules()}


# --- writing the file anew ---


def test_the_file_waits_while_somebody_reads_what_was_there(
    register: Register, path: Path, planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compacting, "TRIES", 1)
    register._database.execute_sql("PRAGMA busy_timeout = 50")
    reading = making.raw(path)
    reading.execute("BEGIN")
    reading.execute("SELECT * FROM person").fetchall()
    with pytest.raises(RegisterBusyError, match="when nobody else is reading"):
        _do(register, retention.anonymise, planted.case_id)
    with register.reader() as connection:
        assert asked.file_is_waiting(connection)
        assert verify(connection) == []
    reading.close()
    compact(register)
    with register.reader() as connection:
        assert not asked.file_is_waiting(connection)
    assert _found(path, planted.words) == set()


def _cut_short(change: Any, act: Any, case_id: int) -> None:
    act(change, case_id)
    raise ProbityError("The power went.")


def _closed(register: Register, closed: datetime.date = LATELY, **fields: Any) -> int:
    received = min(DAY(2014, 2, 12), closed)
    file = making.case_file(received=received, came_to_notice=received, **fields)
    case_id = making.save(register, file)
    with register.change() as change:
        version = Case.select(Case.version).where(Case.id == case_id).scalar(change.database)
        change.edit(Case, case_id, version, stage="closed", closed=closed)
    return case_id


def _version(change: Any) -> int:
    from models.schema import GuidanceDocument, GuidanceVersion

    document = change.add(GuidanceDocument, title="Social media")
    return int(change.add(GuidanceVersion, document=document, name="1", starts=DAY(2012, 1, 1)))
