"""A mapping of columns: guessed, kept as JSON, fitted to another file, refused where it is none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.changes.incoming import importing
from models.errors import InvalidError, NotFoundError
from models.exchange.incoming.fields import LEFT_OUT, WHY, fields
from models.exchange.incoming.kept_mappings import kept_mapping, mapping_names
from models.exchange.incoming.mapping import CHOICES, Mapping, fitted, from_json, guessed, refuse
from models.register import Register


def test_columns_are_guessed_once_each_and_the_rest_is_kept() -> None:
    made = guessed(["Ref", "Case Ref", "Received", "Shoe size", WHY])
    assert made.columns == {
        "Ref": "key",
        "Case Ref": "",
        "Received": "received",
        "Shoe size": "",
        WHY: LEFT_OUT,
    }
    assert guessed(["Ref", "Surname", "Outcome"]).rows_are == "subject"
    assert guessed(["Ref", "Surname", "Allegation"]).rows_are == "allegation"


def test_a_mapping_fits_a_file_with_other_columns() -> None:
    kept = Mapping(columns={"REF": "key", "Area": "unit"}, values={"rank": {"pc": "constable"}})
    made = fitted(kept, ["Ref", "Area", "New", WHY])
    assert made.columns == {"Ref": "key", "Area": "unit", "New": "", WHY: LEFT_OUT}
    assert made.values == kept.values


CODES = st.sampled_from(["", LEFT_OUT, *(one.code for one in fields())])
MAPPINGS = st.builds(
    Mapping,
    columns=st.dictionaries(st.text(max_size=8), CODES, max_size=4).filter(
        lambda columns: (
            len([one for one in columns.values() if one not in ("", LEFT_OUT)])
            == len({one for one in columns.values() if one not in ("", LEFT_OUT)})
        )
    ),
    values=st.dictionaries(
        st.just("rank"),
        st.dictionaries(
            st.text(max_size=5).map(str.casefold), st.sampled_from(["", "constable"]), max_size=3
        ),
        max_size=1,
    ),
    defaults=st.dictionaries(st.just("kind"), st.just("conduct"), max_size=1),
    **{name: st.sampled_from(sorted(choices)) for name, choices in CHOICES.items()},
)


@given(MAPPINGS)
def test_json_brings_back_the_same_mapping(made: Mapping) -> None:
    assert from_json(made.to_json()) == made


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("no", "not JSON"),
        ("[]", "one JSON object"),
        ('{"version": 9}', "another release"),
        ('{"columns": []}', "JSON object"),
        ('{"columns": {"A": 1}}', "words to words"),
        ('{"columns": {"A": "shoes"}}', "no field “shoes” for the column “A”"),
        ('{"columns": {"A": "key", "B": "key"}}', "Two columns are imported as"),
        ('{"values": {"title": {"a": "b"}}}', "not a field with a list of values"),
        ('{"values": {"rank": {"a": "general"}}}', "not a code of “Rank”"),
        ('{"defaults": {"shoes": "b"}}', "cannot be set for all rows"),
        ('{"defaults": {"kind": "b"}}', "not a code of “kind”"),
        ('{"known": "burn"}', "one of: skip, update"),
        ("[" * 100_000, "not JSON"),
        ("x" * 3_000_000, "far too long"),
    ],
)
def test_what_is_no_mapping_is_refused_in_a_sentence(given: str, said: str) -> None:
    with pytest.raises(InvalidError, match=said):
        from_json(given)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5),
        lambda some: st.dictionaries(
            st.sampled_from(["columns", "values", "defaults", "known", "x"]), some, max_size=3
        ),
    )
)
def test_any_json_is_a_mapping_or_a_sentence(given: Any) -> None:
    try:
        refuse(from_json(json.dumps(given)))
    except InvalidError as error:
        said = str(error)
    else:
        said = "."
    assert said.endswith((".", ")."))


def test_mappings_are_kept_in_the_register_by_name(register: Register) -> None:
    one = Mapping(columns={"A": "key"})
    importing.save_mapping(register, " FOI  requests ", one)
    importing.save_mapping(register, "Another", Mapping())
    with register.reader() as connection:
        assert mapping_names(connection) == ["Another", "FOI requests"]
        assert kept_mapping(connection, "FOI requests") == one
        with pytest.raises(NotFoundError, match="There are: Another, FOI requests"):
            kept_mapping(connection, "Other")
    importing.save_mapping(register, "FOI requests", Mapping(known="update"))
    importing.remove_mapping(register, "Another")
    with register.reader() as connection:
        assert mapping_names(connection) == ["FOI requests"]
        assert kept_mapping(connection, "FOI requests").known == "update"
    with pytest.raises(NotFoundError, match="No mapping is called “Another”"):
        importing.remove_mapping(register, "Another")
    for name in ("", "x" * 99):
        with pytest.raises(InvalidError, match="Give the mapping a name"):
            importing.save_mapping(register, name, one)
