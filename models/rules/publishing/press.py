"""Published figures in plain English: the paragraph for a press officer, and every definition."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from models.resources import RESOURCES
from models.rules import vocabularies
from models.rules.publishing.questions import Question

FILE = RESOURCES / "publication.json"
#: In what cases, by the basis.
CASES = {"received": "cases received", "finalised": "cases closed", "conduct": "matters of conduct"}
IN_PERIOD = {
    "received": "of cases received in the period",
    "finalised": "of cases closed in the period",
    "conduct": "whose conduct began in the period",
}
UNIT_NOTES = {
    "subjects": "Somebody who is the subject of two cases is counted in each.",
    "individuals": "Somebody who is the subject of two cases is counted once. Anybody not "
    "identified, or in an anonymised case, cannot be matched with other cases "
    "and is counted once for each case.",
    "cases": "A case with several subjects is counted once, also where nobody was identified.",
    "allegations": "Each allegation is counted, also where nobody was identified.",
}


def leaving() -> frozenset[str]:
    """The outcomes by which somebody leaves the police."""
    return frozenset(vocabularies.codes("outcome", "leaves"))


def investigated(question: Question) -> str:
    """What the first figure counts, in a sentence."""
    what = {
        "subjects": "Subjects {period}, with an allegation against them{which}.",
        "individuals": "People who were subjects {period}, with an allegation against them{which}.",
        "cases": "Cases {period}, with an allegation{which}.",
        "allegations": "Allegations {period}{which}.",
    }[question.counts]
    period = IN_PERIOD[question.basis]
    if question.basis == "conduct":
        period = "with conduct that began in the period"
    elif question.counts == "cases":
        period = period.removeprefix("of cases ")
    elif question.counts == "allegations":
        period = f"in {period.removeprefix('of ')}"
    return what.format(period=period, which=_which(question))


def definition(measure: str, question: Question) -> str:
    """What a further figure counts; an outcome's measure is ``outcome:`` and its code."""
    if measure == "investigated":
        return investigated(question)
    kind, _, code = measure.partition(":")
    of = "people" if question.counts in ("subjects", "individuals") else "matters"
    return str(_words()["definitions"]["pending" if code == "pending" else kind][of])


def origin(kind: str | None) -> str:
    """Whether a matter of this kind came from the public or from inside, in words."""
    found = vocabularies.term("kind", kind)
    return (found.origin if found else "") or "Other"


def paragraph(
    question: Question,
    force: str,
    counts: Mapping[str, int | None],
    outcomes: Sequence[tuple[str, int | None]],
    *,
    alone: bool = False,
) -> str:
    """The answer for a press officer, of what is published alone.

    :param counts: by measure; ``None`` where withheld. Without ``investigated``, there are fewer
        than the threshold and nothing else is said.
    :param alone: say no more than how many were investigated.
    """
    people = question.counts in ("subjects", "individuals")
    lead = f"In {CASES[question.basis]}"
    if question.basis == "conduct":
        lead += f" that began {question.period()}"
    else:
        lead += f" {question.period()}"
    total = counts.get("investigated")
    if total is None:
        many = f"fewer than {question.threshold}" if "investigated" not in counts else "some"
        return _sentence(f"{lead}, {_were(question, force, many, 2)}")
    if total == 0:
        return _sentence(f"{lead}, {_were(question, force, 'no', 2)}")
    said = [_sentence(f"{lead}, {_were(question, force, f'{total:,}', total)}")]
    said.append(_counted_how(question))
    if alone:
        return " ".join(said)
    answer = counts.get("case-to-answer")
    where = "For" if people else "In"
    if answer is None:
        said.append("For how many there was a case to answer is withheld.")
    elif answer == 0:
        said.append(f"{where} none of them was there a case to answer.")
    else:
        share = f" ({100 * answer / total:.0f}%)" if total > answer else ""
        of = f"{answer:,} of the {total:,}{share}" if total > answer else _all(total)
        said.append(f"{where} {of} there was a case to answer.")
        said += _outcomes(answer, outcomes, people=people)
    return " ".join(said)


def _outcomes(
    answer: int, outcomes: Sequence[tuple[str, int | None]], *, people: bool
) -> list[str]:
    known = [(code, count) for code, count in outcomes if count]
    hidden = [code for code, count in outcomes if count is None]
    said = []
    if known and people:
        parts = [f"{count:,} {_phrase(code, 'one' if count == 1 else 'many')}"
                 for code, count in known]  # fmt: skip
        said.append(f"Of {_those(answer)}, {_listed(parts)}.")
    elif known:
        parts = [f"{count:,} ended in {_phrase(code, 'in')}" if code != "pending"
                 else f"{count:,} had no outcome yet" for code, count in known]  # fmt: skip
        said.append(f"Of {_those(answer)}, {_listed(parts)}.")
    if hidden:
        names = [_phrase(code, "in") for code in hidden]
        many = "numbers" if len(hidden) > 1 else "number"
        said.append(
            f"The {many} for {_listed(names)} {'are' if len(hidden) > 1 else 'is'} withheld."
        )
    return said


def _were(question: Question, force: str, many: str, number: int) -> str:
    about = _about(question)
    of = f" of {force}" if force else ""
    verb = "was" if number == 1 else "were"
    if question.counts in ("subjects", "individuals"):
        who = _people(question.role, "one" if number == 1 else "many")
        return f"{many} {who}{of} {verb} investigated{about}"
    name = question.counts[:-1] if number == 1 else question.counts
    said = "investigated" if question.counts == "cases" else "recorded and investigated"
    role = f" against {_people(question.role, 'many')}" if question.role else ""
    return f"{many} {name}{role} {verb} {said}{of and f' by {force}'}{about}"


def _about(question: Question) -> str:
    said = []
    if question.factor:
        name = vocabularies.name("factor", question.factor)
        involving = _words()["over"].get(question.factor, "in matters involving")
        said.append(f"{involving} {name[:1].lower()}{name[1:]}")
    if question.category:
        said.append(f"over allegations of the category “{_name('category', question)}”")
    if question.kind:
        said.append(f"in matters of the kind “{_name('kind', question)}”")
    return f" {', '.join(said)}" if said else ""


def _which(question: Question) -> str:
    said = []
    if question.factor:
        name = _name("factor", question)
        carry = "carry" if question.counts == "allegations" else "carries"
        said.append(f"that {carry} the factor {name[:1].lower()}{name[1:]}")
    if question.category:
        said.append(f"of the category {_name('category', question)}")
    if question.kind:
        said.append(f"in a case of the kind {_name('kind', question)}")
    if question.role:
        of_people = question.counts in ("subjects", "individuals")
        whose = "and whose role is" if of_people else "against somebody whose role is"
        said.append(f"{whose} {_name('role', question)}")
    return f" {' '.join(said)}" if said else ""


def _counted_how(question: Question) -> str:
    return {
        "subjects": "A person is counted once for each case.",
        "individuals": "A person is counted once, in however many cases.",
        "cases": "A case is counted once, however many people it is about.",
        "allegations": "One case may contain several allegations.",
    }[question.counts]


def _name(field: str, question: Question) -> str:
    return vocabularies.name(field, getattr(question, field))


def _all(total: int) -> str:
    return {1: "that one", 2: "both"}.get(total, f"all {total:,}")


def _those(answer: int) -> str:
    return "those" if answer == 1 else f"those {answer:,}"


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _sentence(words: str) -> str:
    return f"{words}."


def _people(role: str | None, form: str) -> str:
    """People of a role, of ``one`` or of ``many``; of any where none is asked for."""
    term = vocabularies.term("role", role)
    if term is None:
        return str(_words()["person" if form == "one" else "people"])
    return term.phrases.get(form, term.name.lower())


def _phrase(code: str, form: str) -> str:
    term = vocabularies.term("outcome", code)
    found = term.phrases if term else _words()["outcomes"].get(code, {})
    return str(found[form]) if form in found else vocabularies.name("outcome", code).lower()


@cache
def _words() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return read
