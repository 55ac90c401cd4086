from __future__ import annotations

import json

import pytest

from models.errors import InvalidError
from models.exchange import case_json
from models.register import Register
from tests.models.making import TODAY, case_file, loaded, save


def test_what_show_prints_new_reads(register: Register) -> None:
    first = loaded(register, save(register, case_file()))
    text = json.dumps(case_json.to_json(first))
    second = loaded(register, save(register, case_json.from_json(json.loads(text), TODAY, 1)))
    own = {"id", "version", "reference", "number", "case_id", "entered", "allegation_id"}
    own |= {"subject_id"}
    for (_, one), (_, other) in zip(first.every_row(), second.every_row(), strict=True):
        assert {k: v for k, v in one.items() if k not in own} == {
            k: v for k, v in other.items() if k not in own
        }


def test_a_short_hand_written_case_is_enough(register: Register) -> None:
    given = {
        "title": "Late update",
        "kind": "conduct",
        "received": "2013-03-01",
        "subjects": [{"family_name": "Pell", "number": "2209", "role": "officer"}],
        "allegations": [{"particulars": "Did not update the complainant."}],
    }
    file = loaded(register, save(register, case_json.from_json(given, TODAY, 1)))
    assert file.case["reference"] == "PS/2013/00001"
    assert file.case["regime"] == "2012"
    assert file.allegations[0]["subject_id"] == file.subjects[0]["id"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "one JSON object"),
        ({"titel": "x"}, "no field “titel”"),
        ({"received": "2014-02-30"}, "“received” cannot be"),
        ({"title": 5}, "“title” cannot be"),
        ({"subjects": {}}, "list of objects"),
        ({"allegations": [{"subject_id": 7}]}, "names no row"),
    ],
)
def test_what_cannot_be_read_is_said(given: object, said: str) -> None:
    with pytest.raises(InvalidError, match=said):
        case_json.from_json(given, TODAY)
