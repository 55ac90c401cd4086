"""Links that come with cases: made where both ends are here, else kept by the other's reference."""

from __future__ import annotations

from typing import Any

from models.change import Change
from models.changes.case.links import note_consolidation
from models.moving.asking import Data
from models.moving.meeting import Here
from models.schema import Case, CaseLink, OriginLink


class LinksIn:
    """The links of the cases of one parcel, written once all of them are here."""

    def __init__(self, change: Change, here: Here) -> None:
        self._change = change
        self._here = here
        self._noted: list[tuple[int, Data, list[Any]]] = []
        self._written: dict[tuple[Any, ...], int] = {}

    def note(self, case_id: int, part: Data) -> None:
        """Keep in mind the links of a case."""
        self._written[tuple(part["identity"])] = case_id
        self._noted += [(case_id, row, part["identity"]) for row in part["links"]]

    def write(self) -> None:
        """Make them, or keep them by reference."""
        for case_id, row, identity in self._noted:
            other = self._written.get(tuple(row["identity"]))
            if other is None:
                other = self._here.case_of(row["identity"])
            if other == case_id:
                continue
            if (
                other is not None
                and self._change.sees(Case, other)
                and self._link(case_id, other, row)
            ):
                self._forget(case_id, row["identity"], row["kind"])
                self._forget(other, identity, row["kind"])
            else:
                self._keep(case_id, row)

    def _link(self, case_id: int, other: int, row: Data) -> bool:
        """Whether the two are linked so from now on."""
        one, two = (case_id, other) if row["outward"] else (other, case_id)
        link = CaseLink
        known = (link.case == one) & (link.other == two) & (link.kind == row["kind"])
        if self._any(link, known):
            return True
        if row["kind"] == "consolidated" and not self._may_consolidate(one, two):
            return False
        values = {name: row[name] for name in ("kind", "since", "reason")}
        link_id = self._change.add(link, case=one, other=two, **values)
        note_consolidation(self._change, one, link_id, None, {"other_id": two, **values})
        return True

    def _may_consolidate(self, one: int, two: int) -> bool:
        """As :func:`~models.changes.case.links.case_meant`: no chains, both as restricted."""
        link, into = CaseLink, CaseLink.kind == "consolidated"
        if self._any(link, into & ((link.case << [one, two]) | (link.other == one))):
            return False
        rows = Case.select().where(Case.id << [one, two]).execute(self._change.database)
        return len({bool(row.restricted) for row in rows}) == 1

    def _keep(self, case_id: int, row: Data) -> None:
        register, first = row["identity"]
        values = {name: row[name] for name in ("kind", "since", "reason", "reference", "outward")}
        known = self._of(case_id, row["identity"], row["kind"])
        if not self._any(OriginLink, known):
            self._change.add(
                OriginLink, case=case_id, register=register, first_reference=first, **values
            )

    def _forget(self, case_id: int, identity: list[Any], kind: str | None) -> None:
        found = OriginLink.select().where(self._of(case_id, identity, kind))
        for row in found.execute(self._change.database):
            self._change.remove(OriginLink, row.id)

    def _of(self, case_id: int, identity: list[Any], kind: str | None) -> Any:
        link = OriginLink
        of = (link.case == case_id) & (link.register == identity[0])
        return of & (link.first_reference == identity[1]) & (link.kind == kind)

    def _any(self, model: Any, condition: Any) -> bool:
        return bool(model.select().where(condition).exists(self._change.database))
