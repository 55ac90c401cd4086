from __future__ import annotations

import datetime

import pytest

from models.case import casefile
from models.changes.settings import set_up
from models.entering.open import open_register
from models.errors import InvalidError
from models.record.check import check
from models.register import Register
from tests.models.making import case_file, save


def due(register: Register) -> str:
    with register.reader() as connection:
        return str(connection.execute("SELECT next_due FROM case_line").fetchone()[0])


def test_another_nation_s_bank_holidays_move_what_is_due(register: Register) -> None:
    file = case_file(kind="miscellaneous", regime="2012")
    casefile.add_row(
        "notices",
        file,
        kind="meeting",
        subject_id=file.subjects[0]["id"],
        served=datetime.date(2014, 2, 27),
        response_received=datetime.date(2014, 2, 28),
    )
    save(register, file)
    assert due(register) == "2014-03-27"
    set_up(register, force="Antrim", nation="NIR")
    assert (register.force, register.nation) == ("Antrim", "NIR")
    assert due(register) == "2014-03-28"  # Saint Patrick’s Day
    with register.reader() as connection:
        assert all(not one.problems for one in check(connection))
    with open_register(register.path) as again:
        assert again.nation == "NIR"


def test_what_is_no_setting_is_said(register: Register) -> None:
    with pytest.raises(InvalidError) as refused:
        set_up(register, force=" ", nation=None)
    assert set(refused.value.problems) == {"force", "nation"}
    assert register.nation == "ENG"
