"""What is asked about guidance: documents, versions, clauses, and what is recorded of members."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from models.case.guidance import Clause
from models.change import Change
from models.changes import acknowledgements, guidance
from models.queries.people.acknowledgements import Recipient
from models.queries.people.guidance import Document, Held
from models.register import Register
from models.schema import GuidanceClause, GuidanceDocument, GuidanceIssue, GuidanceVersion
from ui.background import Runner
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields_dialog import Asked, FieldsDialog, area, asked_of, chosen_of, line


def document(
    register: Register, runner: Runner, parent: QWidget, shown: Document | None = None
) -> FieldsDialog:
    """Record a document, or change what is said of one."""
    factor = chosen_of(GuidanceDocument, "factor", shown.factor if shown else "")

    def write(values: dict[str, Any]) -> None:
        with register.change("Guidance document") as change:
            if shown is None:
                guidance.add_document(change, **values)
            else:
                guidance.describe_document(change, shown.id, shown.row_version, **values)

    return FieldsDialog(
        "Edit the document" if shown else "Add a guidance document",
        [
            asked_of(GuidanceDocument, "title", line(shown.title if shown else ""), required=True),
            asked_of(GuidanceDocument, "factor", factor),
            asked_of(GuidanceDocument, "notes", area(shown.notes if shown else "")),
        ],
        write,
        runner,
        note="Its versions are proposed for allegations with the factor that it is about.",
        parent=parent,
    )


def version(
    register: Register,
    runner: Runner,
    parent: QWidget,
    of: Document,
    shown: Held | None = None,
) -> FieldsDialog:
    """Record a version of a document, or change one."""
    starts, ends = DateEdit(register.today()), DateEdit(register.today())
    asked = [
        asked_of(GuidanceVersion, "name", line(shown.version.name if shown else ""), required=True),
        asked_of(GuidanceVersion, "starts", starts, required=True),
        asked_of(GuidanceVersion, "ends", ends),
        asked_of(GuidanceVersion, "notes", area(shown.notes if shown else "")),
    ]
    if shown is not None:
        starts.set_value(shown.version.starts)
        ends.set_value(shown.version.ends)
    elif of.versions:
        earlier = [(one.version.id, f"Those of version {one.version.name}") for one in of.versions]
        asked.append(Asked("clauses_of", "Clauses to start with", Choice(earlier, empty="None")))

    def write(values: dict[str, Any]) -> None:
        with register.change("Version of guidance") as change:
            if shown is None:
                guidance.add_version(change, of.id, **values)
            else:
                guidance.edit_version(change, shown.version.id, shown.row_version, **values)

    return FieldsDialog(
        f"Version {shown.version.name}" if shown else "New version",
        asked,
        write,
        runner,
        note=f"{of.title}. The version before it ends the day before it begins.",
        parent=parent,
    )


def clause(
    register: Register,
    runner: Runner,
    parent: QWidget,
    of: Held,
    shown: Clause | None = None,
) -> FieldsDialog:
    """Record a clause of a version, or change one."""

    def write(values: dict[str, Any]) -> None:
        with register.change("Clause of guidance") as change:
            if shown is None:
                guidance.add_clause(change, of.version.id, **values)
            else:
                guidance.edit_clause(change, shown.id, of.clause_versions[shown.id], **values)

    return FieldsDialog(
        f"Clause {shown.number}" if shown else "Add a clause",
        [
            asked_of(GuidanceClause, "number", line(shown.number if shown else ""), required=True),
            asked_of(GuidanceClause, "words", area(shown.words if shown else "")),
        ],
        write,
        runner,
        note=of.version.called,
        parent=parent,
    )


def acknowledge(
    register: Register, runner: Runner, parent: QWidget, of: Held, rows: list[Recipient]
) -> FieldsDialog:
    """Record that members acknowledged what they were given."""
    ids = [one.issue_id for one in rows if one.issue_id is not None and one.acknowledged is None]
    day = DateEdit(register.today())
    day.set_value(register.today())
    how = chosen_of(GuidanceIssue, "acknowledged_how")

    def write(values: dict[str, Any]) -> None:
        with register.change("Guidance acknowledged") as change:
            acknowledgements.acknowledge(change, ids, values["acknowledged"], values["how"])

    who = rows[0].name if len(ids) == 1 else f"{len(ids)} members"
    return FieldsDialog(
        "Record acknowledgement",
        [
            asked_of(GuidanceIssue, "acknowledged", day, required=True),
            asked_of(GuidanceIssue, "acknowledged_how", how, name="how"),
        ],
        write,
        runner,
        yes="Record",
        note=f"{of.version.called}: {who}.",
        parent=parent,
    )


def correct(
    register: Register, runner: Runner, parent: QWidget, of: Held, row: Recipient
) -> FieldsDialog:
    """Put right what was recorded of one member."""
    given, acknowledged = DateEdit(register.today()), DateEdit(register.today())
    given.set_value(row.given)
    acknowledged.set_value(row.acknowledged)

    def write(values: dict[str, Any]) -> None:
        assert row.issue_id is not None
        with register.change("Guidance given, corrected") as change:
            acknowledgements.correct(change, row.issue_id, row.row_version, **values)

    return FieldsDialog(
        "Correct what was recorded",
        [
            asked_of(GuidanceIssue, "given", given, required=True),
            asked_of(GuidanceIssue, "how", chosen_of(GuidanceIssue, "how", row.how)),
            asked_of(GuidanceIssue, "acknowledged", acknowledged),
            asked_of(
                GuidanceIssue,
                "acknowledged_how",
                chosen_of(GuidanceIssue, "acknowledged_how", row.acknowledged_how),
            ),
        ],
        write,
        runner,
        note=f"{of.version.called}: {row.name}.",
        parent=parent,
    )


def removal(document: Document, held: Held | None, clause: Clause | None) -> Callable[..., None]:
    """What takes out a clause, or else a version, or else a whole document."""

    def act(change: Change) -> None:
        if held is not None and clause is not None:
            guidance.remove_clause(change, clause.id, held.clause_versions[clause.id])
        elif held is not None:
            guidance.remove_version(change, held.version.id, held.row_version)
        else:
            guidance.remove_document(change, document.id, document.row_version)

    return act
