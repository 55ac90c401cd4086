"""What a column of a file may hold: one table, from which guesses, forms and reading are made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

Kind = Literal["text", "day", "code", "codes", "flag", "user", "key", "name", "label"]


@dataclass(frozen=True)
class Field:
    """One thing that a column may hold.

    :ivar section: of a case file; ``column`` is the row's key there.
    :ivar vocabulary: where a coded value comes from.
    :ivar called: headings by which it is known, folded (:func:`folded`).
    """

    code: str
    title: str
    section: str
    column: str
    kind: Kind = "text"
    vocabulary: str = ""
    called: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The heading under which it is offered."""
        return GROUPS[self.section]


GROUPS = {
    "case": "The case",
    "subjects": "Whose conduct it is about",
    "allegations": "What is alleged",
    "assessments": "How serious",
    "findings": "What was found",
    "proceedings": "Proceedings",
    "outcomes": "What happened",
    "complainants": "Who complained",
}
#: Columns that are left out on purpose, and those that this program wrote beside bad rows.
LEFT_OUT, WHY = "-", "Why it was not imported"

FIELDS: tuple[Field, ...] = (
    Field("key", "Reference in the file", "case", "", "key", called=(
        "reference", "ref", "ref no", "ref number", "reference number", "reference no",
        "case ref", "case reference", "case number", "case no", "case id", "case",
        "complaint reference", "complaint ref", "complaint number", "complaint no",
        "complaint case number", "cm reference", "log number", "log no", "urn", "unique reference",
        "file number", "file ref", "file reference", "psd reference", "psd ref", "misconduct ref",
        "matter reference", "id",
    )),
    Field("title", "Title", "case", "title", called=(
        "title", "matter", "subject matter", "heading", "brief details", "short description",
        "case title",
    )),
    Field("summary", "Summary", "case", "summary", called=(
        "summary", "details", "circumstances", "case summary", "narrative", "synopsis",
        "description of incident", "brief circumstances",
    )),
    Field("kind", "Kind of matter", "case", "kind", "code", "kind", called=(
        "kind", "type", "case type", "matter type", "type of matter", "type of case",
        "kind of matter", "complaint or conduct", "record type",
    )),
    Field("received", "Received", "case", "received", "day", called=(
        "received", "date received", "received date", "date of complaint", "complaint date",
        "date", "date reported", "reported", "case date", "date opened", "opened", "start date",
        "date of allegation", "allegation date", "date made", "year", "month", "year received",
        "month received", "date of receipt", "receipt date",
    )),
    Field("recorded", "Recorded", "case", "recorded", "day", called=(
        "recorded", "date recorded", "recorded date", "date of recording",
    )),
    Field("came_to_notice", "Came to notice", "case", "came_to_notice", "day", called=(
        "came to notice", "date came to notice", "date of notice",
    )),
    Field("incident_from", "Incident from", "case", "incident_from", "day", called=(
        "incident date", "date of incident", "incident", "incident from", "date occurred",
        "occurred", "date of occurrence",
    )),
    Field("incident_to", "Incident to", "case", "incident_to", "day", called=(
        "incident to", "incident end date",
    )),
    Field("incident_place", "Place of the incident", "case", "incident_place", called=(
        "place", "location", "incident place", "place of incident", "incident location", "venue",
    )),
    Field("stage", "Stage", "case", "stage", "code", "stage", called=(
        "stage", "status", "case status", "state", "current status",
    )),
    Field("owner", "Investigator", "case", "owner_id", "user", called=(
        "owner", "investigator", "investigating officer", "io", "case officer", "case handler",
        "assigned to",
    )),
    Field("closed", "Closed", "case", "closed", "day", called=(
        "closed", "date closed", "closed date", "date finalised", "finalised", "finalised date",
        "date concluded", "concluded", "conclusion date", "date completed", "completed",
        "date of conclusion", "closure date", "end date",
    )),
    Field("regime", "Regime", "case", "regime", "code", "regime", called=("regime",)),
    Field("restricted", "Restricted", "case", "restricted", "flag", called=("restricted",)),
    Field("marking", "Handling marking", "case", "marking", "code", "marking", called=(
        "marking", "protective marking", "handling marking", "classification",
    )),
    Field("label", "Subject, as rank, number and name", "subjects", "", "label", called=(
        "subject", "who", "officer subject", "subject officer",
    )),
    Field("subject_name", "Full name", "subjects", "", "name", called=(
        "name", "officer name", "full name", "subject name", "name of officer", "member name",
    )),
    Field("family_name", "Family name", "subjects", "family_name", called=(
        "family name", "surname", "last name", "officer surname", "subject surname",
    )),
    Field("given_names", "Given names", "subjects", "given_names", called=(
        "given names", "given name", "forename", "forenames", "first name", "first names",
        "officer forename",
    )),
    Field("number", "Collar or staff number", "subjects", "number", called=(
        "number", "collar number", "collar no", "collar", "warrant number", "warrant no",
        "shoulder number", "staff number", "officer number", "payroll number", "pay number",
    )),
    Field("role", "Role", "subjects", "role", "code", "role", called=(
        "role", "officer or staff", "officer staff", "employee type", "staff type", "member type",
        "officer type", "police officer or staff", "officer police staff", "position type",
    )),
    Field("rank", "Rank", "subjects", "rank", "code", "rank", called=(
        "rank", "officer rank", "rank grade", "rank or grade", "rank role", "rank of officer",
        "subject rank", "grade",
    )),
    Field("post", "Post", "subjects", "post", called=(
        "post", "job title", "position", "job", "occupation",
    )),
    Field("unit", "Unit", "subjects", "unit", called=(
        "unit", "department", "division", "bcu", "district", "area", "station", "team",
        "directorate", "business area", "owning area",
    )),
    Field("date_of_birth", "Date of birth", "subjects", "date_of_birth", "day", called=(
        "date of birth", "dob",
    )),
    Field("particulars", "What is alleged", "allegations", "particulars", called=(
        "allegation", "allegations", "particulars", "what was alleged", "alleged",
        "nature of allegation", "allegation details",
        "nature of complaint", "nature", "nature of misconduct", "details of allegation",
        "allegation summary", "reason for investigation", "reason", "nature of incident",
        "brief description", "description", "allegation description", "misconduct", "conduct",
    )),
    Field("category", "Category of allegation", "allegations", "category", "code", "category",
          called=(
        "category", "allegation category", "allegation type", "type of allegation",
        "category of allegation", "complaint category", "complaint type", "allegation code",
        "category code",
    )),
    Field("standard", "Standard breached", "allegations", "standard", "code", "standard", called=(
        "standard", "standard breached", "standards breached", "breach", "breach of standards",
        "standard of professional behaviour", "standards of professional behaviour",
        "professional standard",
    )),
    Field("factors", "National factors", "allegations", "factors", "codes", "factor", called=(
        "factor", "factors", "national factor", "national factors",
    )),
    Field("platform", "Platform", "allegations", "platform", "code", "platform", called=(
        "platform", "social media platform", "site", "social network", "social media",
        "social media site", "social networking site", "website", "medium", "social media used",
    )),
    Field("conduct_kind", "Kind of conduct online", "allegations", "conduct", "code", "conduct",
          called=("kind of conduct", "conduct type", "type of conduct")),
    Field("duty", "On or off duty", "allegations", "duty", "code", "duty", called=(
        "duty", "on or off duty", "on off duty", "duty status", "on duty off duty",
    )),
    Field("conduct_from", "Conduct from", "allegations", "conduct_from", "day", called=(
        "conduct from", "date of conduct", "conduct date", "misconduct date",
        "date of misconduct",
    )),
    Field("conduct_to", "Conduct to", "allegations", "conduct_to", "day", called=(
        "conduct to",
    )),
    Field("severity", "Severity", "assessments", "severity", "code", "severity", called=(
        "severity", "severity assessment", "assessment", "level", "seriousness",
        "misconduct level", "assessed as", "initial assessment",
    )),
    Field("finding", "Finding", "findings", "finding", "code", "finding", called=(
        "finding", "findings", "result", "allegation result", "case to answer", "decision",
        "conclusion", "determination", "investigation result", "allegation outcome",
        "complaint result", "complaint outcome", "result of investigation",
    )),
    Field("found", "Day of the finding", "findings", "decided", "day", called=(
        "finding date", "date of finding", "date of decision", "decision date", "result date",
        "date of result", "date decided",
    )),
    Field("proceeding", "Kind of proceeding", "proceedings", "kind", "code", "proceeding", called=(
        "proceeding", "proceedings", "type of proceeding", "proceeding type", "hearing type",
        "type of hearing", "misconduct proceedings", "means of resolution",
    )),
    Field("held", "Day it was held", "proceedings", "held", "day", called=(
        "held", "date held", "hearing date", "date of hearing", "meeting date",
        "proceedings date", "date of proceedings",
    )),
    Field("outcome", "Outcome", "outcomes", "outcome", "code", "outcome", called=(
        "outcome", "sanction", "action taken", "disciplinary outcome", "disciplinary action",
        "disposal", "outcome sanction", "sanction imposed", "final outcome", "result outcome",
        "penalty", "punishment", "outcome of investigation", "outcome for officer", "action",
        "misconduct outcome", "outcome of proceedings",
    )),
    Field("outcome_day", "Day of the outcome", "outcomes", "decided", "day", called=(
        "outcome date", "date of outcome", "sanction date", "date of sanction",
    )),
    Field("complainant_name", "Complainant’s full name", "complainants", "", "name", called=(
        "complainant", "complainant name", "name of complainant",
    )),
    Field("complainant_family", "Complainant’s family name", "complainants", "family_name",
          called=("complainant surname", "complainant family name", "complainant last name")),
    Field("complainant_given", "Complainant’s given names", "complainants", "given_names",
          called=("complainant forename", "complainant given names", "complainant first name",
                  "complainant forenames")),
    Field("email", "Complainant’s email", "complainants", "email", called=(
        "email", "email address", "complainant email", "e mail")),
    Field("telephone", "Complainant’s telephone", "complainants", "telephone", called=(
        "telephone", "phone", "complainant telephone", "complainant phone", "telephone number",
        "mobile")),
    Field("address", "Complainant’s address", "complainants", "address", called=(
        "address", "complainant address", "postal address")),
)  # fmt: skip
_BY_CODE = {one.code: one for one in FIELDS}


def field(code: str) -> Field:
    """The field with this code.

    :raises KeyError: there is none.
    """
    return _BY_CODE[code]


def is_field(code: str) -> bool:
    """Whether a column mapped to ``code`` is read into a field."""
    return code in _BY_CODE


@cache
def known_headings() -> dict[str, str]:
    """Every heading that is known, folded, with the code of its field."""
    found: dict[str, str] = {}
    for one in FIELDS:
        for heading in (*one.called, folded(one.title)):
            found.setdefault(heading, one.code)
    return found


_BRACKETS = re.compile(r"\([^()]*\)")
_OTHERS = re.compile(r"[^a-z0-9]+")


def folded(heading: str) -> str:
    """A heading as it is compared: small letters and figures, without what stands in brackets."""
    return whole(_BRACKETS.sub(" ", heading)) or whole(heading)


def whole(text: str) -> str:
    """Words as they are compared: small letters and figures, with a space between."""
    return _OTHERS.sub(" ", text.casefold().replace("&", " and ").replace("’", "")).strip()


def guess(heading: str) -> str:
    """The code of the field that a heading names; empty for one that is not known."""
    known = known_headings()
    said = folded(heading)
    if said in known:
        return known[said]
    words = said.split()
    # The heading of a group stands before that of its column: “Officer Rank”, “Allegation Result”.
    for start in range(1, len(words)):
        if " ".join(words[start:]) in known:
            return known[" ".join(words[start:])]
    return ""
