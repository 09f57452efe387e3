"""Which actions, risks and issues belonged to a theme or an organisation at a moment."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.changes import Row, as_it_was


@dataclass(frozen=True, slots=True)
class Wanted:
    """A theme, an organisation, or what is both; at least one is given."""

    theme_id: int | None
    organisation_id: int | None


def rows_then(session: Session, kind: type[m.Base], until: datetime) -> list[Row]:
    """Every row of a table as it was agreed at a moment, in the order in which rows came."""
    columns = kind.__table__.columns
    rows = session.execute(select(*columns).order_by(columns["id"]))
    agreed = [dict(row._mapping) for row in rows]
    return as_it_was(session, kind.__tablename__, agreed, until)


def covered_actions(session: Session, until: datetime, wanted: Wanted) -> frozenset[int]:
    """Actions of the theme that the organisation owned or supported."""
    rows = actions_then(session, until)
    name = session.get(m.Organisation, wanted.organisation_id or 0)
    return frozenset(
        row["id"]
        for row in rows
        if wanted.theme_id in {None, row["theme_id"]}
        and (
            wanted.organisation_id in {None, row["organisation_id"]}
            or (name is not None and name.name in row["supporting"])
        )
    )


def actions_then(session: Session, until: datetime) -> list[Row]:
    """Every action as it was agreed, with the names of its supporting organisations."""
    supporting = supporting_organisations(session)
    rows = rows_then(session, m.Action, until)
    return [{"supporting": supporting.get(row["id"], []), **row} for row in rows]


def supporting_organisations(session: Session) -> dict[int, list[str]]:
    """Action id → the names of the organisations that support it today."""
    link = m.SupportingOrganisation
    found = defaultdict(list)
    for action_id, name in session.execute(
        select(link.action_id, m.Organisation.name)
        .join(m.Organisation, m.Organisation.id == link.organisation_id)
        .order_by(m.Organisation.name)
    ):
        found[action_id].append(name)
    return dict(found)


def covered_risks(
    session: Session, until: datetime, wanted: Wanted, actions: frozenset[int]
) -> frozenset[int]:
    """Risks of the theme that are about a covered action or owned at the organisation."""
    return frozenset(_beneath(session, m.Risk, until, wanted, actions))


def covered_issues(
    session: Session, until: datetime, wanted: Wanted, actions: frozenset[int]
) -> frozenset[int]:
    """Issues of the theme that are about a covered action or owned at the organisation."""
    return frozenset(_beneath(session, m.Issue, until, wanted, actions))


def _beneath(
    session: Session,
    kind: type[m.Risk | m.Issue],
    until: datetime,
    wanted: Wanted,
    actions: frozenset[int],
) -> Iterator[int]:
    at = dict(session.execute(select(m.Role.id, m.Role.organisation_id)).all())
    for row in rows_then(session, kind, until):
        in_theme = wanted.theme_id in {None, row["theme_id"]}
        theirs = wanted.organisation_id in {None, at[row["owner_role_id"]]}
        if in_theme and (theirs or row["action_id"] in actions):
            yield row["id"]
