"""The audit record: who did what to which row, each record chained to the one before."""

from __future__ import annotations

from models.schema.base import Privacy, Table, content, mark, moment, number, text

WORDS = Privacy.WORDS


class AuditRecord(Table):
    """One act on one row.

    ``entry`` is the canonical JSON of before and after; ``digest`` is SHA-256 of what was done and
    ``chain`` is HMAC-SHA-256 over the previous record's chain and this digest, so that a record
    changed, removed or put in between is found. The digest is over ``entry_hash`` and
    ``reason_hash``, made with ``salt``: with entry, reason and salt blank the chain is still whole,
    and the hashes tell nothing.
    """

    at = moment("When")
    user_name = text("Who", privacy=Privacy.PERSON, searched=False, index=True)
    action = mark("Act", index=True)
    table = mark(column_name="table_name", default="")
    record_id = number(null=True)
    case_id = number(null=True, index=True)
    reason = text("Reason", privacy=WORDS, searched=False)
    entry = text(privacy=WORDS, searched=False)
    digest = content()
    chain = content()
    entry_hash = content()
    reason_hash = content()
    salt = content(null=True)  # nothing once the words were erased

    class Meta:
        thing = "audit records"
        plural = "Audit records"
