"""A reorganisation: one role takes over what belonged to another."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.audit import Audit
from storage.calendar import london_date
from storage.changes import note_change
from storage.errors import DayToCome, HandoverCircular, LastOfOffice, RoleSucceeded
from storage.holdings import DAY, end_holdings, office_staffed
from storage.vocabulary import Standing

Owned = m.Action | m.Risk | m.Issue | m.Theme | m.Role
BELONGINGS: tuple[tuple[type[Owned], str], ...] = (
    (m.Action, "owner_role_id"),
    (m.Risk, "owner_role_id"),
    (m.Issue, "owner_role_id"),
    (m.Theme, "lead_role_id"),
    (m.Role, "deputy_role_id"),
)


class Successions:
    """Moves actions, risks, issues, led themes and deputyships from a role to its successor."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def succeed(
        self, role_id: int, successor_role_id: int, on: date, by_person_id: int
    ) -> dict[str, int]:
        """Let a role take over another, which ends on the day before `on`.

        Everything that belonged to it moves at once, whatever its state; an action that counted
        for the earlier role's organisation counts for the successor's. Each change is kept in
        `plan_changes`. Returns table → how many of its rows moved.

        Raises:
            HandoverCircular: a role would follow itself, directly or by way of others.
            RoleSucceeded: one of the two has been taken over already.
            DayToCome: the day is still to come.
            DayOutOfOrder: somebody took the role on after the day on which it is to end.
            LastOfOffice: nobody would be left in the programme office.
        """
        role, successor = self._both(role_id, successor_role_id)
        self._check_circle(role, successor)
        if role.successor_role_id or successor.successor_role_id:
            raise RoleSucceeded
        if on > london_date(self._now):
            raise DayToCome
        self._check_office(role, successor, on)
        end_holdings(
            self._session, m.RoleHolding.role_id == role_id, on - DAY, london_date(self._now)
        )
        moved = self._move_all(role, successor, by_person_id)
        ids = {"successor_id": successor_role_id, "on": on.isoformat()}
        audit = Audit(self._session, self._now)
        audit.note(by_person_id, "succeed", f"role:{role_id}", **ids, **moved)
        return moved

    def _both(self, role_id: int, successor_role_id: int) -> tuple[m.Role, m.Role]:
        """Both roles, locked in the order of their ids, so that two never wait for each other."""
        rows = {
            id_: self._session.get_one(m.Role, id_, with_for_update=True)
            for id_ in sorted({role_id, successor_role_id})
        }
        return rows[role_id], rows[successor_role_id]

    def _check_circle(self, role: m.Role, successor: m.Role) -> None:
        seen: set[int] = set()
        later: int | None = successor.id
        while later is not None and later not in seen:
            if later == role.id:
                raise HandoverCircular
            seen.add(later)
            later = self._session.get_one(m.Role, later).successor_role_id

    def _check_office(self, role: m.Role, successor: m.Role, on: date) -> None:
        office = Standing.PROGRAMME_OFFICE
        if role.standing != office or successor.standing == office:
            return
        if not office_staffed(self._session, on, m.RoleHolding.role_id == role.id):
            raise LastOfOffice

    def _move_all(self, role: m.Role, successor: m.Role, by: int) -> dict[str, int]:
        moved = {
            kind.__tablename__: self._move(kind, field, role, successor, by)
            for kind, field in BELONGINGS
        }
        self._inherit_deputy(role, successor, by)
        self._change(role, "successor_role_id", successor.id, by)
        self._session.flush()
        return moved

    def _inherit_deputy(self, role: m.Role, successor: m.Role, by: int) -> None:
        """The successor keeps its own deputy; without one it takes the earlier role's."""
        deputy = role.deputy_role_id
        if deputy is None:
            return
        self._change(role, "deputy_role_id", None, by)
        if successor.deputy_role_id is None and deputy not in {role.id, successor.id}:
            self._change(successor, "deputy_role_id", deputy, by)

    def _move(self, kind: type[Owned], field: str, role: m.Role, successor: m.Role, by: int) -> int:
        column = getattr(kind, field)
        belonging = select(kind).where(column == role.id).order_by(kind.id)
        rows: Sequence[Any] = self._session.scalars(belonging).all()
        for row in rows:
            # A role that takes over its own deputy is left without one.
            self._change(row, field, successor.id if row is not successor else None, by)
            if isinstance(row, m.Action) and row.organisation_id == role.organisation_id:
                self._change(row, "organisation_id", successor.organisation_id, by)
        return len(rows)

    def _change(self, row: Owned, field: str, became: int | None, by: int) -> None:
        was = getattr(row, field)
        if was == became:
            return
        note_change(
            self._session,
            row.__tablename__,
            row.id,
            field,
            was,
            became,
            at=self._now,
            person_id=by,
        )
        setattr(row, field, became)
