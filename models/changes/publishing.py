"""Answers kept as they are published."""

from __future__ import annotations

import json

from models.errors import InvalidError
from models.queries.figures.publication import Made
from models.register import Register
from models.rules.dates import moment_on
from models.schema import Publication

LONGEST = 2000  # characters of a purpose


def keep(register: Register, made: Made, purpose: str) -> int:
    """Keep an answer as it is, and return its number; it is never edited.

    :param purpose: for whom it is, and why.
    :raises InvalidError: the purpose is not said, or is too long.
    :raises NotAllowedError: the user's role may not let anything out.
    """
    said = " ".join(purpose.split())
    if not said:
        raise InvalidError({"purpose": "Say for whom it is published, and why."})
    if len(said) > LONGEST:
        raise InvalidError({"purpose": f"Say it in {LONGEST:,} characters or fewer."})
    answer = made.answer
    with register.change(f"Published: {said}") as change:
        return change.add(
            Publication,
            question=json.dumps(answer.question.to_dict(), ensure_ascii=False),
            answer=json.dumps(answer.to_dict(), ensure_ascii=False),
            cases=" ".join(str(one) for one in sorted(made.cases)),
            purpose=said,
            at=moment_on(change.today),
            by=change.user_id,
        )
