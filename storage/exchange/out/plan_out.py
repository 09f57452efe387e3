"""The plan of the record in the layout in which a plan is taken in."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from storage import models as m
from storage.calendar import london_date
from storage.exchange.extracts.coverage import rows_then
from storage.exchange.extracts.programme import programme_name
from storage.exchange.extracts.titles import Titles
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.layout.rows import (
    ClosedDaysRow,
    CouncilPriorityRow,
    FindingRow,
    FocusAreaRow,
    MeetingRow,
    OrganisationRow,
    PersonRow,
    ProgrammeRow,
    SourceRow,
    ThemeRow,
)
from storage.exchange.out.plan_actions_out import PlanActions
from storage.exchange.out.plan_risks_out import PlanRisks
from storage.vocabulary import PlanStatus, SourceKind, Standing


def plan_as_sheets(session: Session, as_at: datetime) -> PlanSheets:
    """The plan as it stood at a moment: what was agreed then, and every position then.

    Written to a workbook and taken in again it shows no difference. People and roles are those
    of that day; what has left the plan by then is left out. Organisations, sources, findings and
    tags carry no date and are there from the first to the last.

    Args:
        session: for reading only.
        as_at: an aware moment, not before the plan was taken in.
    """
    titles = Titles(session)
    actions, risks = PlanActions(session, as_at, titles), PlanRisks(session, as_at, titles)
    return PlanSheets(
        programme=_programme(session, as_at),
        organisations=tuple(
            OrganisationRow.model_construct(name=row["name"])
            for row in rows_then(session, m.Organisation, as_at)
        ),
        closed_days=tuple(_closed_days(session, as_at, titles)),
        people=tuple(_people(session, as_at, titles)),
        themes=tuple(_themes(session, as_at, titles)),
        sources=tuple(_sources(session, as_at)),
        findings=tuple(_findings(session, as_at, titles)),
        focus_areas=tuple(
            FocusAreaRow.model_construct(name=row["name"])
            for row in rows_then(session, m.FocusArea, as_at)
        ),
        council_priorities=tuple(
            CouncilPriorityRow.model_construct(name=row["name"])
            for row in rows_then(session, m.CouncilPriority, as_at)
        ),
        actions=tuple(actions.rows()),
        measures=tuple(actions.measures()),
        milestones=tuple(actions.milestones()),
        risks=tuple(risks.rows()),
        mitigations=tuple(risks.mitigations()),
        issues=tuple(risks.issues()),
        meetings=tuple(_meetings(session)),
    )


def _programme(session: Session, as_at: datetime) -> ProgrammeRow:
    version = session.scalar(
        select(m.PlanVersion)
        .where(m.PlanVersion.at <= as_at)
        .order_by(m.PlanVersion.id.desc())
        .limit(1)
    )
    return ProgrammeRow.model_construct(
        name=programme_name(session, as_at),
        as_at=london_date(as_at),
        version=version.name if version else "",
        status=PlanStatus(version.status) if version else PlanStatus.DRAFT,
    )


def _closed_days(session: Session, as_at: datetime, titles: Titles) -> Iterator[ClosedDaysRow]:
    for row in rows_then(session, m.ClosedDays, as_at):
        yield ClosedDaysRow.model_construct(
            organisation=titles.organisations[row["organisation_id"]],
            first_day=row["first_day"],
            last_day=row["last_day"],
            why=row["why"],
        )


def _people(session: Session, as_at: datetime, titles: Titles) -> Iterator[PersonRow]:
    """Who held which role on that day, in the order in which roles and people were taken in."""
    people = {row["id"]: row for row in rows_then(session, m.Person, as_at)}
    roles = {row["id"]: row for row in rows_then(session, m.Role, as_at)}
    deputies = defaultdict(list)
    for row in roles.values():
        deputies[row["deputy_role_id"]].append(row["title"])
    taken_in = _days_taken_in(session)
    for holding in session.scalars(_holdings(london_date(as_at))):
        person, role = people[holding.person_id], roles[holding.role_id]
        yield PersonRow.model_construct(
            name=person["name"],
            email=person["email"],
            role=role["title"],
            organisation=titles.organisations[role["organisation_id"]],
            standing=Standing(role["standing"]),
            deputy_for=tuple(deputies[role["id"]]),
            working_days=tuple(map(int, person["working_days"])),
            held_from=None if holding.held_from in taken_in else holding.held_from,
        )


def _holdings(day: date) -> Select[m.RoleHolding]:
    holding = m.RoleHolding
    return (
        select(holding)
        .where(
            holding.held_from <= day,
            or_(holding.held_to.is_(None), holding.held_to >= day),
        )
        .order_by(holding.id)
    )


def _days_taken_in(session: Session) -> frozenset[date]:
    """The as-at days of the imports: an empty "From" means such a day."""
    rows = session.execute(select(m.PlanImport.as_at, m.PlanImport.weeks_moved))
    return frozenset(as_at + timedelta(weeks=weeks) for as_at, weeks in rows)


def _themes(session: Session, as_at: datetime, titles: Titles) -> Iterator[ThemeRow]:
    for row in rows_then(session, m.Theme, as_at):
        yield ThemeRow.model_construct(
            code=row["code"],
            name=row["name"],
            lead_role=titles.roles[row["lead_role_id"]],
            summary_weekday=row["summary_weekday"],
            summary_time=row["summary_time"],
        )


def _sources(session: Session, as_at: datetime) -> Iterator[SourceRow]:
    for row in rows_then(session, m.Source, as_at):
        yield SourceRow.model_construct(
            name=row["name"], kind=SourceKind(row["kind"]), published=row["published_on"]
        )


def _findings(session: Session, as_at: datetime, titles: Titles) -> Iterator[FindingRow]:
    for row in rows_then(session, m.Finding, as_at):
        yield FindingRow.model_construct(
            ref=row["ref"], words=row["words"], source=titles.sources.get(row["source_id"])
        )


def _meetings(session: Session) -> Iterator[MeetingRow]:
    query = (
        select(m.Board.name, m.Meeting.held_on)
        .join(m.Board, m.Board.id == m.Meeting.board_id)
        .order_by(m.Meeting.id)
    )
    for board, held_on in session.execute(query):
        yield MeetingRow.model_construct(board=board, held_on=held_on)
