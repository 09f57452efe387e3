"""Takes in who takes part: organisations and their closed days, roles, and who holds them."""

from datetime import date

from sqlalchemy import select

from storage import models as m
from storage.calendar import london_date
from storage.exchange.layout.known import folded
from storage.exchange.layout.rows import (
    CLOSED_DAYS,
    ORGANISATIONS,
    PEOPLE,
    ClosedDaysRow,
    OrganisationRow,
    PersonRow,
)
from storage.exchange.taking_in.intake import Intake
from storage.handover import Handovers
from storage.rows import add


def take_in_organisations(intake: Intake) -> None:
    """Add organisations and closed days; a closed period whose end moved is changed."""
    for row in intake.added(ORGANISATIONS, OrganisationRow):
        id_ = add(intake.session, m.Organisation, name=row.name)
        intake.ids.organisations[row.name] = id_
    for closed in intake.added(CLOSED_DAYS, ClosedDaysRow):
        add(
            intake.session,
            m.ClosedDays,
            organisation_id=intake.ids.organisations[closed.organisation],
            first_day=closed.first_day,
            last_day=closed.last_day,
            why=closed.why,
        )
    for closed, _, _ in intake.changed(CLOSED_DAYS, ClosedDaysRow):
        _change_closed_days(intake, closed)


def _change_closed_days(intake: Intake, row: ClosedDaysRow) -> None:
    id_ = intake.session.scalar(
        select(m.ClosedDays.id).where(
            m.ClosedDays.organisation_id == intake.ids.organisations[row.organisation],
            m.ClosedDays.first_day == row.first_day,
        )
    )
    if id_ is not None:
        intake.change(m.ClosedDays, id_, {"last_day": row.last_day, "why": row.why})


def take_in_people(intake: Intake) -> None:
    """Add people and roles, hand roles over, and put names, addresses and deputies right."""
    new = tuple(intake.added(PEOPLE, PersonRow))
    known_before = set(intake.ids.roles)
    for row in new:
        _add_role(intake, row)
        _add_person(intake, row)
    for row, _, fields in intake.changed(PEOPLE, PersonRow):
        _change_person(intake, row, fields)
    for row in new:
        _give_role(intake, row, is_new=row.role not in known_before)
    _name_deputies(intake, new)


def _add_role(intake: Intake, row: PersonRow) -> None:
    if row.role not in intake.ids.roles:
        intake.ids.roles[row.role] = add(
            intake.session,
            m.Role,
            title=row.role,
            organisation_id=intake.ids.organisations[row.organisation],
            standing=row.standing,
        )


def _add_person(intake: Intake, row: PersonRow) -> None:
    if folded(row.email) not in intake.ids.people:
        intake.ids.people[folded(row.email)] = add(
            intake.session,
            m.Person,
            name=row.name,
            email=row.email,
            working_days=_days(row),
        )


def _give_role(intake: Intake, row: PersonRow, *, is_new: bool) -> None:
    """A new role is held from the start; one that somebody gives up is handed over."""
    role_id, person_id = intake.ids.roles[row.role], intake.ids.people[folded(row.email)]
    if is_new:
        since = row.held_from or intake.as_at
        add(intake.session, m.RoleHolding, role_id=role_id, person_id=person_id, held_from=since)
        return
    by = intake.person.id if intake.person else None
    handovers = Handovers(intake.session, intake.now)
    on = row.held_from or london_date(intake.now)
    before = [
        intake.ids.people[folded(old.email)]
        for old in intake.gone(PEOPLE, PersonRow)
        if old.role == row.role and _still_holds(intake, old, on)
    ]
    if before:
        handovers.hand_over(role_id, person_id, on, by, from_person_id=before[0])
    else:
        handovers.appoint(role_id, person_id, on, by, shared=True)


def _still_holds(intake: Intake, row: PersonRow, on: date) -> bool:
    holding = select(m.RoleHolding.id).where(
        m.RoleHolding.role_id == intake.ids.roles[row.role],
        m.RoleHolding.person_id == intake.ids.people[folded(row.email)],
        m.RoleHolding.held_from < on,
        m.RoleHolding.held_to.is_(None),
    )
    return intake.session.scalar(holding) is not None


def _change_person(intake: Intake, row: PersonRow, fields: frozenset[str]) -> None:
    """What a role was is kept; what a person was called is not: leavers can be forgotten."""
    person = intake.session.get_one(m.Person, intake.ids.people[folded(row.email)])
    if "name" in fields:
        person.name = row.name
    if "working_days" in fields:
        person.working_days = _days(row)
    intake.session.flush()
    role: dict[str, object] = {}
    if "organisation" in fields:
        role["organisation_id"] = intake.ids.organisations[row.organisation]
    if "standing" in fields:
        role["standing"] = row.standing
    intake.change(m.Role, intake.ids.roles[row.role], role)
    if "held_from" in fields and row.held_from:
        _change_holding(intake, row, row.held_from)


def _change_holding(intake: Intake, row: PersonRow, since: date) -> None:
    id_ = intake.session.scalar(
        select(m.RoleHolding.id)
        .where(
            m.RoleHolding.role_id == intake.ids.roles[row.role],
            m.RoleHolding.person_id == intake.ids.people[folded(row.email)],
        )
        .order_by(m.RoleHolding.id.desc())
    )
    if id_ is not None:
        intake.change(m.RoleHolding, id_, {"held_from": since})


def _name_deputies(intake: Intake, new: tuple[PersonRow, ...]) -> None:
    """Who stands in for whom: a role that is no longer named has no deputy."""
    for row in new:
        for title in row.deputy_for:
            _set_deputy(intake, title, row.role)
    for row, stands, _ in intake.changed(PEOPLE, PersonRow):
        for title in set(stands.deputy_for) - set(row.deputy_for):
            _set_deputy(intake, title, None)
        for title in set(row.deputy_for) - set(stands.deputy_for):
            _set_deputy(intake, title, row.role)


def _set_deputy(intake: Intake, title: str, deputy: str | None) -> None:
    deputy_id = intake.ids.roles[deputy] if deputy else None
    role = intake.session.get_one(m.Role, intake.ids.roles[title])
    if role.deputy_role_id is None and deputy_id is not None:  # nothing to keep of before
        role.deputy_role_id = deputy_id
        intake.session.flush()
    else:
        intake.change(m.Role, role.id, {"deputy_role_id": deputy_id})


def _days(row: PersonRow) -> str:
    return "".join(map(str, row.working_days))
