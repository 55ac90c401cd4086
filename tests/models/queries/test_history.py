from __future__ import annotations

import datetime

from models.changes.case import cases
from models.queries.cases.casefile import load_case
from models.queries.cases.history import history
from models.register import Register
from tests.models.making import case_file, save


def test_what_was_done_is_told_in_people_s_words(register: Register) -> None:
    case_id = save(register, case_file())
    cases.record_consultation(register, case_id)
    with register.reader() as connection:
        before = load_case(connection, case_id)
        events = history(connection, case_id)
    assert events[0].what == "Viewed the case"
    said = {line for event in events for line in event.changes}
    assert ("Against", "", "4417 Harmer") in said
    assert ("Decided", "", "20 Feb 2014") in said
    assert ("Finding", "", "Case to answer: misconduct") in said
    assert ("When it happened", "", "12 Feb 2014, 09:00") in said
    assert ("Allegation", "", "Sent private messages to a victim of crime.") in said

    file = before.copy()
    file.case["owner_id"] = None
    file.case["received"] = datetime.date(2014, 2, 13)
    save(register, file, before)
    with register.reader() as connection:
        latest = history(connection, case_id)[0]
    assert latest.what == "Changed the case"
    assert ("Received", "12 Feb 2014", "13 Feb 2014") in latest.changes
    assert ("Investigator", register.user.full_name, "") in latest.changes


def test_what_is_gone_is_said_to_be_gone(register: Register) -> None:
    case_id = save(register, case_file())
    with register.reader() as connection:
        before = load_case(connection, case_id)
    file = before.copy()
    file.findings.clear()
    file.allegations.clear()
    file.subjects.clear()
    save(register, file, before)
    with register.reader() as connection:
        said = {line for event in history(connection, case_id) for line in event.changes}
    assert ("Against", "", "one that was removed") in said
