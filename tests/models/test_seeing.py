from __future__ import annotations

import pytest

from models.casefile import CaseFile
from models.errors import SignInError
from models.register import Register
from models.schema import User
from tests.models.making import case_file, save

QUESTIONS = (
    'SELECT COUNT(*) FROM "case"',
    "SELECT COUNT(*) FROM case_line",
    "SELECT COUNT(*) FROM allegation",
    "SELECT COUNT(*) FROM search_entry WHERE words LIKE '%Secret%'",
    "SELECT COUNT(*) FROM audit_record WHERE case_id IS NOT NULL",
)


@pytest.fixture
def outsider(register: Register) -> Register:
    with register.change() as change:
        change.add(User, name="vance", full_name="V. Vance", role="investigator")
    return Register.open(register.path, user="vance")


def _restricted() -> CaseFile:
    return case_file("Secret", restricted=True)


def _counts(register: Register) -> list[int]:
    found = []
    for query in QUESTIONS:
        with register.reader() as connection:
            found.append(connection.execute(query).fetchone()[0])
    return found


def test_a_restricted_case_is_hidden_from_every_question_on_a_connection(
    register: Register, outsider: Register
) -> None:
    save(register, _restricted())
    with outsider:
        assert _counts(outsider) == [0] * len(QUESTIONS)
        assert _counts(outsider) == [0] * len(QUESTIONS)
        assert len(outsider._idle) == 1  # all of them were asked on the same one
    assert all(_counts(register))


def test_what_is_restricted_meanwhile_is_hidden_from_the_next_question(
    register: Register, outsider: Register
) -> None:
    with outsider:
        save(register, case_file("Open"))
        assert _counts(outsider)[:2] == [1, 1]
        save(register, _restricted())
        assert _counts(outsider)[:2] == [1, 1]
        assert _counts(register)[:2] == [2, 2]


def test_who_has_been_retired_reads_no_more(register: Register, outsider: Register) -> None:
    with outsider:
        assert _counts(outsider)[0] == 0
        with register.change() as change:
            change.edit(User, outsider.user.id, 1, retired=True)
        for _ in range(2):
            with pytest.raises(SignInError, match="no longer work"), outsider.reader():
                pass
