"""The register's tables, a file a subject; ``TABLES`` is all of them, parents first."""

from __future__ import annotations

from models.schema.audit import AuditRecord
from models.schema.base import Record, Table
from models.schema.case.allegations import Allegation, AllegationFactor, Finding, SeverityAssessment
from models.schema.case.chronology import ChronologyEntry
from models.schema.case.letters import Letter, LetterTemplate
from models.schema.case.links import CaseLink
from models.schema.case.proceedings import Outcome, Proceeding
from models.schema.case.process import (
    CaseClock,
    ClockChange,
    ComplainantUpdate,
    Notice,
    Referral,
    StageStep,
    Suspension,
    SuspensionReview,
)
from models.schema.case.retention import RetentionReview
from models.schema.case.tasks import Task
from models.schema.cases import Case, CaseAccess, Complainant, Subject
from models.schema.comparing import ForceFigure
from models.schema.derived import CaseLine, SearchEntry
from models.schema.exhibits import Exhibit, ExhibitChunk, ExhibitFile
from models.schema.guidance import (
    GuidanceClause,
    GuidanceDocument,
    GuidanceIssue,
    GuidanceVersion,
)
from models.schema.imports import ImportedRow, ImportMapping, ImportRun
from models.schema.merges import AlertReview, PersonMerge
from models.schema.origins import CaseOrigin, OriginLink, OriginRecord, PersonOrigin
from models.schema.people import Member, Person, Posting
from models.schema.publishing import CodingReview, Publication
from models.schema.users import ReferenceCounter, Setting, User, VoidReference

TABLES = (
    Person,
    Member,
    User,
    Setting,
    ReferenceCounter,
    VoidReference,
    Posting,
    PersonMerge,
    AlertReview,
    ExhibitFile,
    ExhibitChunk,
    GuidanceDocument,
    GuidanceVersion,
    GuidanceClause,
    GuidanceIssue,
    ImportMapping,
    ImportRun,
    LetterTemplate,
    Case,
    CaseAccess,
    CaseLink,
    Subject,
    Complainant,
    Allegation,
    AllegationFactor,
    SeverityAssessment,
    Finding,
    Proceeding,
    Outcome,
    ChronologyEntry,
    Referral,
    Notice,
    Suspension,
    SuspensionReview,
    ComplainantUpdate,
    ClockChange,
    StageStep,
    Task,
    Exhibit,
    Letter,
    RetentionReview,
    ImportedRow,
    CodingReview,
    Publication,
    ForceFigure,
    CaseOrigin,
    OriginRecord,
    OriginLink,
    PersonOrigin,
    AuditRecord,
    CaseClock,
    CaseLine,
    SearchEntry,
)

__all__ = [
    "TABLES",
    "AlertReview",
    "Allegation",
    "AllegationFactor",
    "AuditRecord",
    "Case",
    "CaseAccess",
    "CaseClock",
    "CaseLine",
    "CaseLink",
    "CaseOrigin",
    "ChronologyEntry",
    "ClockChange",
    "CodingReview",
    "Complainant",
    "ComplainantUpdate",
    "Exhibit",
    "ExhibitChunk",
    "ExhibitFile",
    "Finding",
    "ForceFigure",
    "GuidanceClause",
    "GuidanceDocument",
    "GuidanceIssue",
    "GuidanceVersion",
    "ImportMapping",
    "ImportRun",
    "ImportedRow",
    "Letter",
    "LetterTemplate",
    "Member",
    "Notice",
    "OriginLink",
    "OriginRecord",
    "Outcome",
    "Person",
    "PersonMerge",
    "PersonOrigin",
    "Posting",
    "Proceeding",
    "Publication",
    "Record",
    "ReferenceCounter",
    "Referral",
    "RetentionReview",
    "SearchEntry",
    "Setting",
    "SeverityAssessment",
    "StageStep",
    "Subject",
    "Suspension",
    "SuspensionReview",
    "Table",
    "Task",
    "User",
    "VoidReference",
]
