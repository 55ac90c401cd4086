"""What is alleged, how serious it is held to be, and what was found."""

from __future__ import annotations

from models.schema.base import Privacy, Record, Table, code, day, link, text
from models.schema.cases import Case, Subject
from models.schema.guidance import GuidanceClause, GuidanceVersion
from models.schema.users import User

WORDS = Privacy.WORDS


class Allegation(Record):
    """One thing alleged; ``subject`` is empty until somebody is identified.

    ``category`` and ``standard`` are codes of the lists that hold under the case's regime;
    ``platform`` and ``conduct`` belong to the social-media factor. ``guidance_version`` is the
    guidance in force on the day of the conduct; ``guidance`` says in words what no version does.
    """

    case = link(Case, backref="allegations")
    subject = link(
        Subject,
        "Against",
        about="Whose conduct it is about; empty while nobody is identified.",
        null=True,
        backref="allegations",
    )
    particulars = text(
        "What is alleged",
        about="The allegation, as it is put to the subject.",
        privacy=WORDS,
        long=True,
        required="Say what is alleged.",
        headings=(
            "allegation, allegations, particulars, what was alleged, alleged, nature of "
            "allegation, allegation details, nature of complaint, nature, nature of misconduct, "
            "details of allegation, allegation summary, reason for investigation, reason, nature "
            "of incident, brief description, description, allegation description, misconduct, "
            "conduct"
        ),
    )
    category = code(
        "Category",
        "category",
        about="The category of the Home Office counting rules under the case’s regime.",
        by_regime=True,
        searched=True,
        headings=(
            "allegation category, allegation type, type of allegation, category of allegation, "
            "complaint category, complaint type, allegation code, category code"
        ),
    )
    standard = code(
        "Standard breached",
        "standard",
        short="Standard",
        about="The standard of professional behaviour that is said to be breached.",
        by_regime=True,
        searched=True,
        headings=(
            "standard, standards breached, breach, breach of standards, standard of professional "
            "behaviour, standards of professional behaviour, professional standard"
        ),
    )
    conduct_from = day(
        "Conduct from",
        about="The day, or the first of the days, of what is alleged.",
        past=True,
        headings="date of conduct, conduct date, misconduct date, date of misconduct",
    )
    conduct_to = day("Conduct to", about="The last day of what is alleged.", past=True)
    platform = code(
        "Platform",
        "platform",
        about="Where it was said, of social media.",
        searched=True,
        headings=(
            "social media platform, site, social network, social media, social media site, social "
            "networking site, website, medium, social media used"
        ),
    )
    conduct = code(
        "What was done",
        "conduct",
        about="What was done, on social media.",
        searched=True,
        headings="kind of conduct, conduct type, type of conduct, kind of conduct online",
        imported="conduct_kind",
    )
    duty = code(
        "On or off duty",
        "duty",
        short="Duty",
        headings="duty, on off duty, duty status, on duty off duty",
    )
    guidance = text(
        "Guidance in other words",
        about="The guidance that was breached, where the register has no version of it.",
        privacy=WORDS,
    )
    guidance_version = link(
        GuidanceVersion,
        "Guidance in force that it breached",
        short="Guidance breached",
        about="The version of the force’s guidance in force on the day of the conduct.",
        null=True,
    )
    guidance_clause = link(
        GuidanceClause,
        "Clause",
        about="The clause of that guidance that was breached.",
        null=True,
    )

    class Meta:
        thing = "an allegation"
        plural = "Allegations"


class AllegationFactor(Table):
    """A national factor put on an allegation, such as ``social-media``."""

    allegation = link(Allegation, "Allegation", backref="factors")
    factor = code("Factor", "factor", null=False, index=True)

    class Meta:
        thing = "a factor of an allegation"
        plural = "Factors of allegations"
        indexes = ((("allegation", "factor"), True),)


class SeverityAssessment(Record):
    """How serious a subject's conduct would be if proven: dated, reasoned and signed.

    A revision is a further assessment; the earlier ones stay.
    """

    case = link(Case, backref="assessments")
    subject = link(
        Subject,
        "Subject",
        backref="assessments",
        required="Choose whose conduct is assessed.",
    )
    severity = code(
        "Severity",
        "severity",
        about="How serious it would be, if proven.",
        by_regime=True,
        required="Choose the severity.",
        headings=(
            "severity assessment, assessment, level, seriousness, misconduct level, assessed as, "
            "initial assessment"
        ),
    )
    decided = day("Assessed", past=True, exact=True, required="Say when the assessment was made.")
    decided_by = link(User, "Assessed by", null=True)
    reason = text(
        "Reason", privacy=WORDS, long=True, required="Give the reason for the assessment."
    )

    class Meta:
        thing = "a severity assessment"
        plural = "Severity assessments"


class Finding(Record):
    """What was found on one allegation.

    ``level`` says whether by the investigation (of misconduct), at proceedings, or on the
    complaint: what the complainant is told of the service given, whatever is found of misconduct.
    """

    case = link(Case, backref="findings")
    allegation = link(Allegation, "Allegation", backref="findings")
    level = code(
        "Found by",
        "finding_level",
        about="Whether by the investigation, at proceedings or on the complaint.",
        default="investigation",
    )
    finding = code(
        "Finding",
        "finding",
        by_regime=True,
        required="Choose the finding.",
        headings=(
            "findings, result, allegation result, case to answer, decision, conclusion, "
            "determination, investigation result, allegation outcome, complaint result, complaint "
            "outcome, result of investigation"
        ),
    )
    decided = day(
        "Decided",
        past=True,
        exact=True,
        required="Say when the finding was made.",
        headings=(
            "finding date, date of finding, date of decision, decision date, result date, date of "
            "result, date decided, day of the finding"
        ),
        imported="found",
    )
    decided_by = link(User, "Decided by", null=True)
    reason = text("Reason", privacy=WORDS, long=True)

    class Meta:
        thing = "a finding"
        plural = "Findings"
