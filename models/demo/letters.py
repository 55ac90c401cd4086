"""A letter of the case that the demonstration shows, made from its template as anybody's is."""

from __future__ import annotations

import datetime

from models.changes.case.letters import NewLetter, send
from models.exchange.letters.making import make
from models.exchange.letters.occasion import Occasion, about_whom, recipients
from models.exchange.letters.templates import content, letter_file_name, template_called
from models.queries.cases.case_list import owners
from models.queries.cases.casefile import load_case
from models.register import Register

#: The template, the day on which it went and how, and what was written for it.
TEMPLATE, DAY, HOW = "notice", datetime.date(2014, 2, 18), "person"
WORDS = "You are not to contact the victim of the crime, in person or by any other means."


def write(register: Register, case_id: int) -> None:
    """Give the subject the notice; the case says already that it was served."""
    with register.reader() as connection:
        file = load_case(connection, case_id)
        template = template_called(connection, TEMPLATE)
        data, users = content(connection, template), owners(connection)
    to = next(one for one in recipients(file) if one.section == "subjects")
    occasion = Occasion(
        file,
        to,
        about_whom(file, to),
        DAY,
        WORDS,
        register.user.full_name,
        register.force,
        register.nation,
        users,
    )
    made = make(data, template.file_name, occasion)
    name = letter_file_name(file.case["reference"], template.name)
    new = NewLetter(template.name, template.about, made.docx, name, DAY, HOW, to)
    send(register, case_id, new)
