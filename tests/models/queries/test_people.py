from __future__ import annotations

from models.queries.people.people import find_members
from models.register import Register
from tests.models import making


def test_a_member_is_found_by_number_or_by_how_the_name_begins(register: Register) -> None:
    making.save(register, making.case_file())
    with register.reader() as connection:
        by_number = find_members(connection, " 4417 ")
        by_name = find_members(connection, "Harm")
        assert [one.family_name for one in by_number] == ["Harmer"]
        assert by_name == by_number
        assert find_members(connection, "441") == []
        assert find_members(connection, "") == []
        assert find_members(connection, "%") == []


def test_no_more_are_found_than_asked_for(register: Register) -> None:
    for number in ("1", "2", "3"):
        file = making.case_file()
        file.subjects[0] |= {"number": number, "family_name": f"Pell{number}"}
        making.save(register, file)
    with register.reader() as connection:
        assert [one.number for one in find_members(connection, "Pell", 2)] == ["1", "2"]
