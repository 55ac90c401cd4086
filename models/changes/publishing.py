"""What is published: answers kept as they are, and answers and returns leaving the register."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from models.changes.disclosing import leaving
from models.errors import InvalidError
from models.exchange.tables.answer_files import write_answer
from models.exchange.tables.return_files import write_return
from models.queries.figures.publication import Made
from models.register import Register
from models.rules.dates import moment_on
from models.rules.publishing.answers import Answer
from models.rules.publishing.returns import Return
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
        raise InvalidError({"purpose": "Say who it is published for, and why."})
    if len(said) > LONGEST:
        raise InvalidError({"purpose": f"Use {LONGEST:,} characters or fewer."})
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


def save_answer(
    register: Register,
    path: Path,
    answer: Answer,
    *,
    kept: int | None = None,
    bom: bool = False,
    reason: str = "",
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write a published answer as CSV, XLSX or DOCX; return how many figures or rows it holds.

    :param kept: the number under which it is kept, if it is.
    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written.
    """
    record = answer_leaving(register, answer, f"saved as {path.name}", kept=kept, reason=reason)
    return write_answer(path, answer, bom=bom, record=record, check=check)


def answer_leaving(
    register: Register, answer: Answer, how: str, *, kept: int | None = None, reason: str = ""
) -> Callable[[], None]:
    """Let a published answer leave; what is returned puts on record that it does.

    :raises NotAllowedError: the user's role may not; nothing has been written.
    """
    about = None if kept is None else (Publication, kept)
    what = f"Answer for publication {how}"
    asked = answer.question.in_words()
    return leaving(register, what, about=about, reason=reason, asked=asked)


def save_return(
    register: Register,
    path: Path,
    made: Return,
    *,
    why: str = "",
    bom: bool = False,
    reason: str = "",
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write a return as a workbook or a folder of CSV; return how many tables it holds.

    :param why: it leaves in spite of its problems; asked for only where it has some.
    :raises InvalidError: it has problems, and nobody said why it leaves.
    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written.
    """
    record = return_leaving(register, made, f"saved as {path.name}", why=why, reason=reason)
    return write_return(path, made, why=why, bom=bom, record=record, check=check)


def return_leaving(
    register: Register, made: Return, how: str, *, why: str = "", reason: str = ""
) -> Callable[[], None]:
    """Let a return leave; what is returned puts on record that it does.

    :param why: it leaves in spite of its problems; asked for only where it has some.
    :raises InvalidError: it has problems, and nobody said why it leaves.
    :raises NotAllowedError: the user's role may not; nothing has been written.
    """
    said = " ".join(why.split())
    if made.problems and not said:
        raise InvalidError({"why": "Say why it is being sent despite the problems found."})
    spite = f"Despite the problems found: {said}" if made.problems else ""
    asked = made.period.in_words()
    because = ". ".join(filter(None, (reason, spite)))
    return leaving(register, f"Return {how}", reason=because, asked=asked)
