"""A new outcome, category, rank or finding is one entry in one file, and is known everywhere."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from models.case import casefile
from models.exchange.incoming.values import code_of, label_of
from models.exchange.letters.fields import values
from models.exchange.letters.occasion import Occasion, Recipient
from models.exchange.papers.case_list_paper import list_sections
from models.exchange.papers.case_sheet import sheet_html
from models.exchange.tables.csv_export import export_csv
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.filters import Filter
from models.queries.cases.history import history
from models.queries.figures.counting import by_seriousness
from models.queries.figures.figures import figures
from models.queries.figures.publication import answer
from models.queries.figures.returns import make_return
from models.queries.figures.statistics import outcome_name, stats
from models.register import Register
from models.rules import validation, vocabularies
from models.rules.names import subject_label
from models.rules.process import warnings
from models.rules.publishing.questions import Question
from models.rules.publishing.returns import Period
from tests.models.making import TODAY, case_file, loaded, save
from ui.cases.form.editors import ChoiceEditor, Sources, make_editor

DAY = datetime.date
#: Vocabulary: the entry that is added to its file, and after which of its terms.
NEW: dict[str, tuple[str, dict[str, Any]]] = {
    "outcome": (
        "fww",
        {
            "code": "pay",
            "name": "Deduction from pay",
            "seriousness": 65,
            "months": {"2012": [6, 6]},
            "phrases": {
                "one": "had pay deducted",
                "many": "had pay deducted",
                "in": "a deduction from pay",
            },
        },
    ),
    "category": (
        "2012-W",
        {"code": "2012-Z", "name": "Z Drones", "regimes": ["2012"]},
    ),
    "rank": ("sergeant", {"code": "warden", "name": "Custody warden", "short": "Cust"}),
    "finding": (
        "cta-gross",
        {
            "code": "cta-other",
            "name": "Case to answer: other",
            "group": "investigation",
            "case_to_answer": True,
        },
    ),
}
OUTCOME, CATEGORY, RANK, FINDING = (entry["name"] for _, entry in NEW.values())


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A copy of the vocabularies, each with one entry more; nothing else is touched."""
    folder = tmp_path / "vocabularies"
    shutil.copytree(vocabularies.FOLDER, folder)
    for vocabulary, (after, entry) in NEW.items():
        path = folder / f"{vocabulary}.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        places = [term["code"] for term in data["terms"]]
        data["terms"].insert(places.index(after) + 1, entry)
        path.write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.setattr(vocabularies, "FOLDER", folder)
    vocabularies.forget()
    yield
    monkeypatch.undo()
    vocabularies.forget()


@pytest.fixture
def case_id(added: None, register: Register) -> int:
    """A case in which each of the new terms is said, and a lesser outcome besides."""
    file = case_file(regime="2012")
    file.subjects[0]["rank"] = "warden"
    file.allegations[0]["category"] = "2012-Z"
    file.findings[0]["finding"] = "cta-other"
    subject = file.subjects[0]["id"]
    for day, outcome in ((20, "pay"), (19, "ww")):
        row = casefile.add_row("outcomes", file, subject_id=subject, outcome=outcome)
        row["decided"] = DAY(2014, 2, day)
    assert not [one for one in validation.problems(file, TODAY) if one.blocking]
    return save(register, file)


def test_it_is_offered_in_its_place(added: None, qtbot: QtBot) -> None:
    fields = {
        "outcome": ("outcomes", "outcome"),
        "category": ("allegations", "category"),
        "rank": ("subjects", "rank"),
        "finding": ("findings", "finding"),
    }
    file = case_file(regime="2012")
    file.outcomes.append(casefile.blank_row("outcomes", file, subject_id=file.subjects[0]["id"]))
    for vocabulary, (section, name) in fields.items():
        editor = make_editor(section, name, Sources(1, "D. Okafor", TODAY))
        assert isinstance(editor, ChoiceEditor)
        qtbot.addWidget(editor.widget)
        editor.refill(file, file.rows(section)[0])
        offered = [editor.widget.itemText(place) for place in range(editor.widget.count())]
        before, entry = NEW[vocabulary]
        assert entry["name"] in offered, vocabulary
        after = offered[offered.index(entry["name"]) - 1]
        assert after == vocabularies.name(vocabulary, before), vocabulary


def test_it_ranks_where_its_entry_says(case_id: int, register: Register) -> None:
    known = by_seriousness()
    assert known.index("rank") < known.index("pay") < known.index("fww")
    assert "pay" in warnings.outcomes()
    assert warnings.expires("pay", DAY(2014, 2, 20), "2012") == DAY(2014, 8, 19)
    with register.reader() as connection:
        found = stats(connection, start=DAY(2014, 1, 1), end=TODAY)
    assert found.case_to_answer == 1
    assert found.outcomes == {"pay": 1}
    assert outcome_name("pay") == OUTCOME
    assert OUTCOME in found.to_text()


def test_a_case_is_told_in_its_words(case_id: int, register: Register, tmp_path: Path) -> None:
    file = loaded(register, case_id)
    assert subject_label(file.subjects[0]) == "Cust 4417 Harmer"
    sheet = sheet_html(file)
    assert all(words in sheet for words in (OUTCOME, CATEGORY, RANK, FINDING))
    occasion = Occasion(file, Recipient("subjects", file.subjects[0]), file.subjects[0], TODAY)
    said = values(occasion)
    assert said["subject.rank"] == RANK
    assert OUTCOME in [one["name"] for one in said["outcomes"]]
    (allegation,) = said["allegations"]
    assert (allegation["category"], allegation["finding"]) == (CATEGORY, FINDING)
    with register.reader() as connection:
        told = {new for event in history(connection, case_id) for _, _, new in event.changes}
        shown = case_list.rows(
            connection,
            Filter(),
            Sort(),
            TODAY,
            ("outcome", "category", "finding"),
            offset=0,
            limit=5,
        )
        pages = "".join(
            list_sections(connection, Filter(), Sort(), ("outcome", "category", "finding"), TODAY)
        )
        path = tmp_path / "list.csv"
        export_csv(connection, path, Filter(), Sort(), ("outcome", "category", "finding"), TODAY)
    assert {OUTCOME, CATEGORY, RANK, FINDING} <= told
    assert list(shown[0].values.values()) == [OUTCOME, CATEGORY, FINDING]
    assert all(words in pages for words in (OUTCOME, CATEGORY, FINDING))
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert rows[1] == [OUTCOME, CATEGORY, FINDING]


def test_figures_and_what_is_published_count_it_by_name(case_id: int, register: Register) -> None:
    period = Period(2014, financial=False)
    with register.reader() as connection:
        bars = {
            bar.label for series in figures(connection, Filter(), TODAY, {}) for bar in series.bars
        }
        question = Question(DAY(2014, 1, 1), TODAY, counts="subjects", threshold=1)
        told = answer(connection, question, force="Northern", today=TODAY).answer
        made = make_return(connection, period, force="Northern", nation="England", today=TODAY)
    assert {OUTCOME, CATEGORY} <= bars
    assert "had pay deducted" in told.paragraph
    assert OUTCOME in {line.label for table in told.tables for line in table.lines}
    lines = {line.label for table in made.tables for line in table.rows}
    assert {CATEGORY, RANK} <= lines


@pytest.mark.parametrize("vocabulary", ["outcome", "category", "finding"])
def test_cases_are_found_by_it(vocabulary: str, case_id: int, register: Register) -> None:
    names = {"outcome": "outcomes", "category": "categories", "finding": "findings"}
    entry = NEW[vocabulary][1]
    chosen: dict[str, Any] = {names[vocabulary]: (entry["code"],)}
    where = replace(Filter(), **chosen)
    with register.reader() as connection:
        assert case_list.ids(connection, where, TODAY) == [case_id]
    assert entry["name"] in where.in_words()


@pytest.mark.parametrize("vocabulary", NEW)
def test_a_file_that_says_it_is_read(vocabulary: str, added: None) -> None:
    entry = NEW[vocabulary][1]
    assert code_of(vocabulary, entry["name"].upper()) == entry["code"]


def test_a_label_that_begins_with_a_new_rank_is_read(added: None) -> None:
    assert label_of("Cust 4417 Harmer")[0]["rank"] == "warden"


def test_nothing_of_it_is_left_afterwards() -> None:
    for vocabulary, (_, entry) in NEW.items():
        assert vocabularies.term(vocabulary, entry["code"]) is None
