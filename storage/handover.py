"""Roles change hands: people change, roles last (programme.md, Who is in it)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.audit import Audit
from storage.calendar import london_date
from storage.errors import (
    AlreadyHolds,
    DayOutOfOrder,
    HandoverCircular,
    HandoverGap,
    HandoverOverlaps,
    HasLeft,
    NotHolder,
    RoleHeld,
    RoleShared,
    RoleSucceeded,
    RoleVacant,
)
from storage.holdings import DAY


class Handovers:
    """Gives roles to people, from a day on.

    Actions and deputies belong to the role and stay with it; what an earlier holder wrote stays
    under that person's name, because every update carries its author.
    """

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def appoint(
        self,
        role_id: int,
        person_id: int,
        on: date,
        by_person_id: int | None,
        *,
        shared: bool = False,
    ) -> None:
        """Give a role that nobody holds to a person; `shared` adds a holder beside the others.

        Raises:
            RoleHeld: somebody holds it on that day or later, and it is not to be shared.
            AlreadyHolds, HasLeft, RoleSucceeded: as for a handover.
        """
        holdings = self._holdings(role_id)
        self._check_newcomer(holdings, person_id, on)
        if not shared and any(_goes_on(row, on) for row in holdings):
            raise RoleHeld
        self._begin(role_id, person_id, on)
        self._note(by_person_id, "appoint", role_id, to_id=person_id, on=on.isoformat())

    def hand_over(
        self,
        role_id: int,
        to_person_id: int,
        on: date,
        by_person_id: int | None,
        from_person_id: int | None = None,
    ) -> None:
        """Give a role to its next holder from a day on, past or to come.

        The holding before ends on the day before. Of a role that several people share,
        `from_person_id` says who hands over.

        Raises:
            DayOutOfOrder: the day is not after the one on which the role was taken on.
            HandoverGap, HandoverOverlaps: nobody, or somebody else, holds the role by that day.
            HandoverCircular: a person would follow themselves.
            AlreadyHolds, HasLeft: the next holder cannot take it.
            RoleVacant, RoleShared, NotHolder, RoleSucceeded: there is nobody, or no one person,
                to hand it over.
        """
        holdings = self._holdings(role_id)
        outgoing = self._outgoing(holdings, on, from_person_id)
        if outgoing.person_id == to_person_id:
            raise HandoverCircular
        self._check_newcomer(holdings, to_person_id, on)
        _check_unarranged(holdings, outgoing)
        outgoing.held_to = on - DAY
        self._begin(role_id, to_person_id, on)
        people = {"from_id": outgoing.person_id, "to_id": to_person_id}
        self._note(by_person_id, "hand_over", role_id, **people, on=on.isoformat())

    def _holdings(self, role_id: int) -> Sequence[m.RoleHolding]:
        """All holdings of a role, which nobody else changes until this transaction ends."""
        role = self._session.get_one(m.Role, role_id, with_for_update=True)
        if role.successor_role_id is not None:
            raise RoleSucceeded
        return self._session.scalars(
            select(m.RoleHolding)
            .where(m.RoleHolding.role_id == role_id)
            .order_by(m.RoleHolding.held_from, m.RoleHolding.id)
        ).all()

    def _outgoing(
        self, holdings: Sequence[m.RoleHolding], on: date, person_id: int | None
    ) -> m.RoleHolding:
        """The one holding that reaches to the day before the handover."""
        if person_id is not None:
            holdings = [row for row in holdings if row.person_id == person_id]
            if not holdings:
                raise NotHolder
        found = [row for row in holdings if row.held_from < on and _goes_on(row, on - DAY)]
        if len(found) > 1:
            raise RoleShared
        if not found:
            self._explain_nobody(holdings, on)
        return found[0]

    def _explain_nobody(self, holdings: Sequence[m.RoleHolding], on: date) -> None:
        """Say why nobody holds the role on the day before the handover."""
        if any(_goes_on(row, on) for row in holdings):
            raise DayOutOfOrder
        if any(_goes_on(row, london_date(self._now)) for row in holdings):
            raise HandoverGap
        raise RoleVacant

    def _check_newcomer(self, holdings: Sequence[m.RoleHolding], person_id: int, on: date) -> None:
        if self._session.get_one(m.Person, person_id).left_on is not None:
            raise HasLeft
        if any(row.person_id == person_id and _goes_on(row, on) for row in holdings):
            raise AlreadyHolds

    def _begin(self, role_id: int, person_id: int, on: date) -> None:
        self._session.add(m.RoleHolding(role_id=role_id, person_id=person_id, held_from=on))
        self._session.flush()

    def _note(
        self, by_person_id: int | None, operation: str, role_id: int, **detail: object
    ) -> None:
        Audit(self._session, self._now).note(by_person_id, operation, f"role:{role_id}", **detail)


def _goes_on(holding: m.RoleHolding, day: date) -> bool:
    return holding.held_to is None or holding.held_to >= day


def _check_unarranged(holdings: Sequence[m.RoleHolding], outgoing: m.RoleHolding) -> None:
    """Whoever comes after a holder whose last day is known would hold it beside the new one."""
    end = outgoing.held_to
    if end is not None and any(row.held_from > end for row in holdings):
        raise HandoverOverlaps
