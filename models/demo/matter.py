"""One planned matter as a whole case file: what its stages so far have made of it."""

from __future__ import annotations

import datetime

from models.case import casefile
from models.case.casefile import CaseFile, Row
from models.case.guidance import Version
from models.demo import guidance, process
from models.demo.source import STAGE_TITLES, read
from models.rules import vocabularies
from models.rules.new_case import blank_case
from models.rules.process.warnings import expires

STANDARDS = {
    "incident-photo": "confidentiality",
    "information-disclosed": "confidentiality",
    "derogatory-comment": "authority-respect-courtesy",
    "offensive-language": "authority-respect-courtesy",
    "discriminatory-group": "equality-diversity",
}
CATEGORIES = {"information-disclosed": "2012-X", "discriminatory-group": "2012-F"}
#: What the highlighted open matters wait for, by family name.
DUE = {
    "Harmer": ("2014-02-25", "28-day update"),
    "Pell": ("2014-03-01", "Decision on case to answer"),
    "Ravel": ("2014-03-05", "Decision on case to answer"),
    "Amiri": ("2014-03-10", "28-day update"),
    "Thorne": ("2014-02-28", "Notice of investigation"),
    "Marsh": ("2014-03-04", "28-day update"),
    "Quill": ("2014-02-28", "Severity assessment"),
}
#: Which matters are restricted, by their place in the plan; none of them in 2014.
RESTRICTED = frozenset({17, 62, 107, 152, 197})
GROSS = frozenset({"Harmer", "Pell", "Rudge", "Wickens"})


def case_of(
    item: Row, owners: list[int], number: int, today: datetime.date, known: list[Version]
) -> CaseFile:
    """The case file of one planned matter; ``number`` only varies what is chosen for it.

    :param known: the guidance that its allegations may name.
    """
    received = datetime.date.fromisoformat(item["received"])
    file = blank_case(
        received, owners[0] if item["family_name"] in DUE else owners[number % len(owners)]
    )
    file.guidance = known
    is_open = item["result"] in STAGE_TITLES
    stage = item["result"] if is_open else "closed"
    length = 60 + number * 37 % 150
    decided = min(received + datetime.timedelta(length), today - datetime.timedelta(10))
    decided = max(decided, received + datetime.timedelta(1))
    social = item["factor"] == "social-media"
    staff = item["role"] in ("staff", "designated")
    file.case |= {
        "title": item["title"],
        "summary": item["particulars"],
        "kind": item.get("kind") or ("staff-discipline" if staff else "conduct"),
        "stage": stage,
        "recorded": min(received + datetime.timedelta(2), today),
        "incident_from": received - datetime.timedelta(3),
        "restricted": number in RESTRICTED,
    }
    if stage == "closed":
        file.case["closed"] = min(decided + datetime.timedelta(21), today)
    _set_due(file, item, today)
    units = read("force")["units"]
    unit = "Estuary" if item["family_name"] == "Harmer" else units[number % len(units)]
    post = {"staff": "Police staff", "designated": "Detention officer"}.get(item["role"], "")
    subject = casefile.add_row("subjects", file, unit=unit, post=post, **_person(item))
    named = [subject]
    if not social and number % 19 == 4:
        named.append(casefile.add_row("subjects", file, unit=unit, **_person(_partner(item))))
    if file.case["kind"].startswith("complaint"):
        people = read("force")["complainants"]
        casefile.add_row(
            "complainants",
            file,
            since=received,
            capacity="complainant",
            contact_preference=("email", "post", "telephone")[number % 3],
            # Two of one name are two people, but for a few whose day of birth nobody took down.
            date_of_birth=None if number % 41 == 0 else _born(number),
            **people[number % len(people)],
        )
    for one in named:
        _judge(file, item, one, stage, decided)
    if item["family_name"] == "Harmer":
        casefile.add_row(
            "referrals",
            file,
            kind="mandatory",
            decided=datetime.date(2014, 2, 13),
            decided_by_id=file.case["owner_id"],
            reason="Conduct towards a victim of crime: serious enough to be referred.",
            referred=datetime.date(2014, 2, 14),
            mode="returned",
            mode_decided=datetime.date(2014, 2, 14),
        )
    _tell(file, item, today)
    process.follow(file, today)
    return file


def _set_due(file: CaseFile, item: Row, today: datetime.date) -> None:
    known = DUE.get(item["family_name"]) if item["result"] in STAGE_TITLES else None
    if known and item["received"] >= "2014":
        file.case |= {"next_due": datetime.date.fromisoformat(known[0]), "next_due_for": known[1]}
    elif item.get("due_days"):
        what = {
            "recorded": "Severity assessment",
            "assessed": "Notice of investigation",
            "decision": "Decision on case to answer",
            "proceedings": "Misconduct meeting",
        }
        file.case |= {
            "next_due": today + datetime.timedelta(item["due_days"]),
            "next_due_for": what.get(item["result"], "28-day update"),
        }


def _judge(file: CaseFile, item: Row, subject: Row, stage: str, decided: datetime.date) -> None:
    """The allegation against one subject, and what the stages passed so far made of it."""
    conduct = item.get("conduct")
    received = file.case["received"]
    allegation = casefile.add_row(
        "allegations",
        file,
        subject_id=subject["id"],
        particulars=item["particulars"],
        category=item.get("category") or CATEGORIES.get(conduct or "", "2012-W"),
        standard=item.get("standard") or STANDARDS.get(conduct or "", "discreditable-conduct"),
        conduct_from=file.case["incident_from"],
        platform=item.get("platform"),
        conduct=conduct,
        duty=item["duty"],
        factors=[item["factor"]] if item["factor"] else [],
    )
    if conduct:
        guidance.name_in(file, allegation)
    if stage == "recorded":
        return
    _assess(file, item, subject, received)
    if stage in ("assessed", "investigation", "decision"):
        return
    result = "ww" if stage in ("proceedings", "outcome") else item["result"]
    answers = result != "no-case"
    gross = result in ("resigned", "fww")
    finding = ("cta-gross" if gross else "cta-misconduct") if answers else "no-case"
    reason = (
        "The evidence is such that a panel could find it proven."
        if answers
        else "The evidence does not support the allegation on the balance of probabilities."
    )
    made = {
        "allegation_id": allegation["id"],
        "decided": decided,
        "decided_by_id": file.case["owner_id"],
    }
    if file.case["kind"].startswith("complaint"):
        found = "upheld" if answers else "not-upheld"
        casefile.add_row(
            "findings", file, level="complaint", finding=found, reason=ON_COMPLAINT[found], **made
        )
    casefile.add_row("findings", file, finding=finding, reason=reason, **made)
    if answers and result not in ("advice", "words", "resigned"):
        staff = subject["role"] in ("staff", "designated", "pcso")
        held = decided + datetime.timedelta(8)
        pending = stage == "proceedings"
        casefile.add_row(
            "proceedings",
            file,
            subject_id=subject["id"],
            notified=decided,
            kind="misconduct-hearing"
            if gross and not staff
            else "staff-meeting"
            if staff
            else "misconduct-meeting",
            held=None if pending else held,
            fixed_for=held if pending else None,
            public=False,
            result=None if pending else "proven-gross" if gross else "proven-misconduct",
        )
    if stage == "proceedings":
        return
    day = decided + datetime.timedelta(8)
    warned = expires(result, day, file.case["regime"])
    casefile.add_row(
        "outcomes",
        file,
        subject_id=subject["id"],
        outcome=result if answers else "none",
        decided=day,
        starts=day if warned else None,
        expires=warned,
        proceeding_id=file.proceedings[-1]["id"] if warned else None,
    )


def _assess(file: CaseFile, item: Row, subject: Row, received: datetime.date) -> None:
    gross = item["family_name"] in GROSS or item["result"] == "fww"
    severity = "gross-misconduct" if gross else "misconduct"
    if item["family_name"] == "Thorne":
        severity = "unsatisfactory-performance"
    about = {"subject_id": subject["id"], "decided_by_id": file.case["owner_id"]}
    if item["family_name"] == "Harmer":
        casefile.add_row(
            "assessments",
            file,
            severity="misconduct",
            **about,
            decided=received + datetime.timedelta(1),
            reason="On the first account, a single message outside the course of duty.",
        )
    casefile.add_row(
        "assessments",
        file,
        severity=severity,
        **about,
        decided=received + datetime.timedelta(3 if gross else 2),
        reason="If proven, so serious a breach that dismissal could be justified."
        if gross
        else "If proven, a breach that would not by itself justify dismissal.",
    )


def _tell(file: CaseFile, item: Row, today: datetime.date) -> None:
    """The chronology, oldest first, by what the file already says."""
    received = file.case["received"]
    told: list[tuple[datetime.date, str, str]] = [
        (received, "event", "Matter received by professional standards."),
        (file.case["recorded"], "action", "Recorded and allocated to an investigator."),
    ]
    told += [
        (
            row["decided"],
            "decision",
            "Severity assessed: "
            + vocabularies.name("severity", row["severity"]).lower()
            + ". "
            + row["reason"],
        )
        for row in file.assessments
    ]
    told += [
        (row["decided"], "decision", vocabularies.name("finding", row["finding"]) + ".")
        for row in file.findings
    ]
    told += [
        (
            row["decided"],
            "decision",
            "Outcome: " + vocabularies.name("outcome", row["outcome"]).lower() + ".",
        )
        for row in file.outcomes
    ]
    if item["factor"] == "social-media":
        told += [
            (
                min(received + datetime.timedelta(1), today),
                "action",
                "Pages captured with date and address, and the captures exhibited.",
            ),
            (
                min(received + datetime.timedelta(4), today),
                "contact",
                "The subject's line manager told, and the staff representative named.",
            ),
        ]
    if item["family_name"] == "Harmer":
        told += [(datetime.date(2014, 2, day), kind, text) for day, kind, text in HARMER]
    for number, (day, kind, text) in enumerate(sorted(told, key=lambda one: one[0])):
        moment = datetime.datetime.combine(day, datetime.time(9 + number % 8, 5 * number % 60))
        rationale = RATIONALE if kind == "decision" else ""
        casefile.add_row(
            "chronology", file, kind=kind, occurred=moment, text=text, rationale=rationale
        )


ON_COMPLAINT = {
    "upheld": "The service fell below what a member of the public may expect.",
    "not-upheld": "The service was what a member of the public may expect.",
}
RATIONALE = "Made on the evidence held that day, which was weighed with the subject's account."

HARMER = (
    (12, "contact", "The victim's support worker rang to report the messages and sent copies."),
    (13, "contact", "The victim was seen at home. She had not replied and wants it to stop."),
    (14, "decision", "Referred to the IPCC; returned to the force for investigation."),
    (18, "action", "Notice of investigation served; duties restricted, no contact with victims."),
    (21, "action", "Access to the crime report audited: opened twice after the statement."),
)


def _born(number: int) -> datetime.date:
    return datetime.date(1940, 1, 1) + datetime.timedelta(days=number * 4421 % 20_000)


def _person(item: Row) -> Row:
    title = {"Ravel": "Ms"}.get(item["family_name"], "")
    names = ("family_name", "given_names", "number", "role")
    return {name: item[name] for name in names} | {"rank": item["rank"] or None, "title": title}


def _partner(item: Row) -> Row:
    members: list[Row] = read("force")["members"]
    at = next(n for n, one in enumerate(members) if one["family_name"] == item["family_name"])
    return members[at - 1]
