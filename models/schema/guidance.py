"""The force's guidance: documents, the versions they held in, and who was given which."""

from __future__ import annotations

from models.schema import base
from models.schema.base import Privacy, Record, code, day, link, text
from models.schema.exhibits import ExhibitFile
from models.schema.people import Member

CODE = Privacy.CODE


class GuidanceDocument(Record):
    """A policy, standing order or code of the force.

    ``factor`` is the national factor that it is about, such as ``social-media``: its versions are
    proposed for allegations with that factor.
    """

    title = text("Title", privacy=CODE)
    factor = code(
        "What it is about",
        "factor",
        short="About",
        about="The national factor for whose allegations it is proposed.",
    )
    notes = text("Notes", privacy=Privacy.WORDS, long=True, searched=False)

    class Meta:
        thing = "a guidance document"
        heading = "Document"
        plural = "Documents"


class GuidanceVersion(Record):
    """A document as it stood from ``starts`` to ``ends``, both included.

    No two versions of a document hold on the same day (:mod:`models.changes.guidance`). The file
    is kept as an exhibit's is; ``size`` is in bytes, ``sha256`` in hexadecimal.
    """

    document = link(GuidanceDocument, "Document", backref="versions")
    name = text("Version", privacy=CODE)
    starts = day("In force from")
    ends = day("In force to", about="Empty: until the next version begins.")
    notes = text("Text or notes", privacy=Privacy.WORDS, long=True, searched=False)
    file = link(ExhibitFile, null=True)
    file_name = text("File", about="The name of the file as received.", privacy=CODE)
    media_type = text("Kind of file", privacy=CODE)
    size = base.number("Size", about="In bytes.", default=0)
    sha256 = text("SHA-256", about="The hash of the file as it came in.", privacy=CODE)

    class Meta:
        thing = "a version of guidance"
        heading = "Version"
        plural = "Versions"


class GuidanceClause(Record):
    """A numbered clause of a version, which an allegation can name."""

    guidance = link(GuidanceVersion, "Guidance", backref="clauses")
    number = text("Number", privacy=CODE)
    words = text("What it says", privacy=CODE, long=True)

    class Meta:
        thing = "a clause of guidance"
        heading = "Clause"
        plural = "Clauses"


class GuidanceIssue(Record):
    """A version given to a member, and when it was acknowledged (empty: not yet)."""

    guidance = link(GuidanceVersion, "Guidance", backref="issues")
    member = link(Member, "Member", backref="guidance")
    given = day("Given on", short="Given")
    how = code("How it was given", "guidance_given", short="How given")
    acknowledged = day("Acknowledged on", short="Acknowledged")
    acknowledged_how = code(
        "How it was acknowledged", "guidance_acknowledged", short="How acknowledged"
    )

    class Meta:
        thing = "guidance given to a member"
        heading = "Guidance given"
        plural = "Guidance given"
