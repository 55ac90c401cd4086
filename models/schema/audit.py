"""The audit record: who did what to which row, each record chained to the one before."""

from __future__ import annotations

from peewee import BlobField, IntegerField, TextField

from models.schema.base import Table, moment, text


class AuditRecord(Table):
    """One act on one row.

    ``entry`` is the canonical JSON of before and after; ``digest`` is SHA-256 of what was done and
    ``chain`` is HMAC-SHA-256 over the previous record's chain and this digest, so that a record
    changed, removed or put in between is found. The digest is over ``entry_hash`` and
    ``reason_hash``, made with ``salt``: with entry, reason and salt blank the chain is still whole,
    and the hashes tell nothing.
    """

    at = moment()
    user_name = text(index=True)
    action = TextField(index=True)
    table = TextField(column_name="table_name", default="")
    record_id = IntegerField(null=True)
    case_id = IntegerField(null=True, index=True)
    reason = text()
    entry = text()
    digest = BlobField()
    chain = BlobField()
    entry_hash = BlobField()
    reason_hash = BlobField()
    salt = BlobField(null=True)  # nothing once the words were erased
