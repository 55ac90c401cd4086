"""Of every field it is known what it is called, whether it names somebody, and of which list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from peewee import BooleanField, DateField, DateTimeField, ForeignKeyField, TextField

from models.rules import vocabularies
from models.schema import TABLES, Allegation, Case, Subject, dictionary, sections
from models.schema.base import Entry, Privacy, code, day, flag, text

EVERY: tuple[type[Any], ...] = TABLES
#: Words that are written so wherever they stand.
AS_THEY_ARE = {"IOPC", "SHA-256", "No."}
#: Tables of whose fields nobody is shown any.
UNSEEN = {
    *("case_line", "search_entry", "case_clock"),  # made of the others
    *("exhibit_file", "exhibit_chunk", "reference_counter"),  # the program's own
}


BY_TABLE = pytest.mark.parametrize("model", EVERY, ids=lambda one: one._meta.table_name)


def _fields(model: Any) -> Iterator[tuple[str, Any, Entry]]:
    """Each field of a table: its name in full, itself, and what is known of it."""
    for field in model._meta.sorted_fields:
        name = f"{model._meta.table_name}.{field.column_name}"
        yield name, field, dictionary.entry(model, field.column_name)


@BY_TABLE
def test_a_field_has_a_label_or_is_the_programs_own(model: Any) -> None:
    for name, field, entry in _fields(model):
        said = isinstance(getattr(field, "entry", None), Entry) or field.name in ("id", "version")
        assert said, f"{name}: its line says nothing of it"
        assert bool(entry.label) != entry.technical, f"{name}: neither a label nor technical"


@BY_TABLE
def test_the_kind_is_what_the_column_holds(model: Any) -> None:
    kinds = (
        (ForeignKeyField, {"link"}),
        (DateTimeField, {"moment"}),
        (DateField, {"day"}),
        (BooleanField, {"flag", "yesno"}),
        (TextField, {"text", "area", "code"}),
    )
    other = {"number", "bytes"}
    for name, field, entry in _fields(model):
        wanted = next((names for kind, names in kinds if isinstance(field, kind)), other)
        assert entry.kind in wanted, name
        if entry.kind in ("flag", "yesno"):
            assert field.null == (entry.kind == "yesno"), name
        target = dictionary.target(model, field.column_name)
        assert (target is not None) == (entry.kind == "link"), name


@BY_TABLE
def test_of_a_text_it_is_known_whether_it_names_somebody(model: Any) -> None:
    for name, _, entry in _fields(model):
        if entry.kind in ("text", "area"):
            assert isinstance(entry.privacy, Privacy), f"{name}: may it name somebody?"
        else:
            assert entry.privacy is None, name
            assert not entry.searched or entry.kind == "code", name


@BY_TABLE
def test_a_code_is_of_a_list_that_there_is(model: Any) -> None:
    for name, field, entry in _fields(model):
        assert bool(entry.vocabulary) == (entry.kind == "code"), name
        if not entry.vocabulary:
            assert not entry.by_regime, name
            continue
        assert entry.vocabulary in vocabularies.names(), name
        if isinstance(field.default, str):
            assert vocabularies.term(entry.vocabulary, field.default), name
        limited = any(term.regimes for term in vocabularies.terms(entry.vocabulary))
        assert limited or not entry.by_regime, name


@BY_TABLE
def test_a_label_is_in_sentence_case_and_what_is_said_of_it_a_sentence(model: Any) -> None:
    for name, _, entry in _fields(model):
        for words in filter(None, (entry.label, entry.short)):
            assert words == words.strip(), name
            assert words in AS_THEY_ARE or not words.endswith((".", ":")), name
            assert words[0].isupper(), name
            later = [one for one in words.split()[1:] if one not in AS_THEY_ARE]
            assert all(one == one.lower() for one in later), name
        assert len(entry.brief) <= len(entry.label), name
        for sentence in filter(None, (entry.about, entry.required)):
            assert sentence[0].isupper(), name
            assert sentence.endswith("."), name


@BY_TABLE
def test_no_two_fields_of_a_table_are_called_alike(model: Any) -> None:
    entries = [one for one in dictionary.entries(model).values() if one.label]
    labels = [one.label for one in entries]
    assert len(set(labels)) == len(labels)
    briefs = [one.brief for one in entries]
    assert len(set(briefs)) == len(briefs)
    assert bool(labels) or model._meta.table_name in UNSEEN


@pytest.mark.parametrize("section", sections.MODELS)
def test_no_two_fields_of_a_section_are_called_alike(section: str) -> None:
    labels = [one.label for one in sections.entries(section).values() if one.label]
    assert len(set(labels)) == len(labels)


@BY_TABLE
def test_every_table_has_a_name_for_people(model: Any) -> None:
    thing = dictionary.thing(model._meta.table_name)
    assert thing
    assert thing[0].islower()
    assert dictionary.heading(model)[0].isupper()
    assert dictionary.plural(model)[0].isupper()


def test_what_a_section_carries_from_elsewhere_is_known_too() -> None:
    assert sections.entry("subjects", "number").label == "Collar number"
    assert sections.entry("subjects", "family_name").privacy is Privacy.PERSON
    assert not sections.entry("subjects", "family_name").required
    assert sections.entry("complainants", "family_name").required
    assert sections.entry("allegations", "factors").vocabulary == "factor"
    assert sections.entry("case", "owner_id").label == "Investigator"
    with pytest.raises(KeyError):
        sections.entry("subjects", "shoe_size")


@pytest.mark.parametrize("model", [Case, Subject, Allegation])
def test_a_field_added_while_it_runs_is_in_all_that_was_made_of_the_dictionary(
    model: Any,
) -> None:
    section = sections.section_of(model._meta.table_name)
    before = dictionary.entries(model), sections.entries(section), dictionary.words(model)
    added = {
        "badge_colour": text("Badge colour", privacy=Privacy.PERSON),
        "mood": code("Mood", "priority"),
        "seen_on": day("Seen on"),
        "loud": flag("Loud"),
    }
    try:
        for name, field in added.items():
            dictionary.add_field(model, name, field)
        assert sections.entry(section, "badge_colour").label == "Badge colour"
        assert "badge_colour" in dictionary.words(model)
        assert "badge_colour" in dictionary.identifying(model)
        assert set(added) <= set(dictionary.entries(model))
    finally:
        for name in added:
            dictionary.remove_field(model, name)
    assert before == (
        dictionary.entries(model),
        sections.entries(section),
        dictionary.words(model),
    )


def test_the_room_of_the_schema_has_twenty_files_at_most() -> None:
    folder = Path(dictionary.__file__).parent
    assert len(list(folder.glob("*.py"))) <= 20
