"""Who holds which role on a day; a holding's first and last day both count."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from storage import models as m
from storage.errors import DayOutOfOrder
from storage.vocabulary import Standing

DAY = timedelta(days=1)


def held_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The condition that a role is held on a day."""
    return (m.RoleHolding.held_from <= day) & ends_from(day)


def ends_from(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The condition that a holding, begun or not, goes on to this day or further."""
    return or_(m.RoleHolding.held_to.is_(None), m.RoleHolding.held_to >= day)


def holders(session: Session, role_id: int, day: date) -> tuple[int, ...]:
    """The ids of everyone who holds a role on a day; a shared role has several."""
    found = (
        select(m.RoleHolding.person_id)
        .where(m.RoleHolding.role_id == role_id, held_on(day))
        .order_by(m.RoleHolding.id)
    )
    return tuple(session.scalars(found))


def office_staffed(session: Session, day: date, *without: ColumnElement[bool]) -> bool:
    """Whether anybody holds a role of the programme office on a day.

    Holdings for which a condition of `without` is true are not counted.
    """
    found = (
        select(m.RoleHolding.id)
        .join(m.Role, m.Role.id == m.RoleHolding.role_id)
        .where(m.Role.standing == Standing.PROGRAMME_OFFICE, held_on(day), *(~w for w in without))
        .limit(1)
    )
    return session.scalar(found) is not None


def end_holdings(
    session: Session, whose: ColumnElement[bool], last_day: date, today: date
) -> dict[int, date]:
    """End some holdings with their last day; one that is to begin later never begins.

    Returns role → the first day on which it is no longer held, as far as these holdings go.

    Raises:
        DayOutOfOrder: one that has begun would end before its first day.
    """
    rows = session.scalars(
        select(m.RoleHolding)
        .where(whose, ends_from(last_day + DAY))
        .order_by(m.RoleHolding.id)
        .with_for_update()
    ).all()
    if any(last_day < row.held_from <= today for row in rows):
        raise DayOutOfOrder
    free = {row.role_id: max(row.held_from, last_day + DAY) for row in rows}
    for row in rows:
        if row.held_from > last_day:
            session.delete(row)
        else:
            row.held_to = last_day
    session.flush()
    return free
