"""Everything that belongs to an action beside its position: where it comes from, what shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.plan import FAR_FUTURE, Action, Plan
from storage.vocabulary import Better


@dataclass(frozen=True, slots=True)
class Finding:
    """What a source found, in its words (seed 2.2)."""

    ref: str
    words: str
    source: str | None


@dataclass(frozen=True, slots=True)
class MeasureNow:
    """A measure with its latest reading; it is never a percent complete."""

    id: int
    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    better: Better
    latest: Decimal | None
    out_of: Decimal | None
    read_on: date | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on the way, reached or not."""

    title: str
    due: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A link that a standing update gave."""

    url: str
    title: str
    update_id: int


@dataclass(frozen=True, slots=True)
class ActionDetails:
    """What the detail card of an action shows (mockups.md, 8.2)."""

    findings: tuple[Finding, ...]
    sources: tuple[str, ...]
    former_references: tuple[tuple[str, str], ...]
    """(source or "", what the action was called there)."""
    focus_areas: tuple[str, ...]
    council_priorities: tuple[str, ...]
    supporting: tuple[str, ...]
    measures: tuple[MeasureNow, ...]
    milestones: tuple[Milestone, ...]
    evidence: tuple[Evidence, ...]
    cost_note: str
    equality_note: str


class Details:
    """Asks for what belongs to actions, and for actions by what they belong to."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, action: Action, as_at: datetime = FAR_FUTURE) -> ActionDetails:
        """Everything about one action; readings and evidence as they stood at that moment."""
        row = self._session.get_one(m.Action, action.id)
        return ActionDetails(
            findings=self._findings(action),
            sources=self._names(m.ActionSource, m.Source, action),
            former_references=self._former_references(action),
            focus_areas=self._names(m.ActionFocusArea, m.FocusArea, action),
            council_priorities=self._names(m.ActionCouncilPriority, m.CouncilPriority, action),
            supporting=self._names(m.SupportingOrganisation, m.Organisation, action),
            measures=self._measures(action, as_at),
            milestones=self._milestones(action),
            evidence=self._evidence(action, as_at),
            cost_note=row.cost_note,
            equality_note=row.equality_note,
        )

    def measures_of(self, action: Action, as_at: datetime = FAR_FUTURE) -> tuple[MeasureNow, ...]:
        """The measures of an action with their latest readings."""
        return self._measures(action, as_at)

    def unanswered_findings(self) -> tuple[Finding, ...]:
        """Findings that no action answers (seed 2.2, 2.3)."""
        answered = exists().where(m.ActionFinding.finding_id == m.Finding.id)
        return tuple(Finding(*row) for row in self._session.execute(_findings().where(~answered)))

    def of_organisation(self, name: str) -> tuple[Action, ...]:
        """The actions that an organisation owns or supports, by reference (seed 2.3)."""
        organisation = select(m.Organisation.id).where(m.Organisation.name == name)
        supported = select(m.SupportingOrganisation.action_id).where(
            m.SupportingOrganisation.organisation_id.in_(organisation)
        )
        either = m.Action.organisation_id.in_(organisation) | m.Action.id.in_(supported)
        return self._actions(select(m.Action.ref).where(either))

    def of_source(self, name: str) -> tuple[Action, ...]:
        """The actions that come from a source, by reference."""
        source = select(m.Source.id).where(m.Source.name == name)
        named = select(m.ActionSource.action_id).where(m.ActionSource.source_id.in_(source))
        return self._actions(select(m.Action.ref).where(m.Action.id.in_(named)))

    def of_focus_area(self, name: str) -> tuple[Action, ...]:
        """The actions that belong to a focus area, by reference (seed 2.4)."""
        area = select(m.FocusArea.id).where(m.FocusArea.name == name)
        tagged = select(m.ActionFocusArea.action_id).where(
            m.ActionFocusArea.focus_area_id.in_(area)
        )
        return self._actions(select(m.Action.ref).where(m.Action.id.in_(tagged)))

    def _actions(self, refs: Select[str]) -> tuple[Action, ...]:
        return Plan(self._session).actions_by_ref(self._session.scalars(refs))

    def _findings(self, action: Action) -> tuple[Finding, ...]:
        answered = select(m.ActionFinding.finding_id).where(m.ActionFinding.action_id == action.id)
        rows = self._session.execute(_findings().where(m.Finding.id.in_(answered)))
        return tuple(Finding(*row) for row in rows)

    def _names(self, link: Any, named: Any, action: Action) -> tuple[str, ...]:
        query = select(named.name).join(link).where(link.action_id == action.id)
        return tuple(self._session.scalars(query.order_by(named.id)))

    def _former_references(self, action: Action) -> tuple[tuple[str, str], ...]:
        rows = self._session.execute(
            select(func.coalesce(m.Source.name, ""), m.FormerReference.ref)
            .outerjoin(m.Source, m.Source.id == m.FormerReference.source_id)
            .where(m.FormerReference.action_id == action.id)
            .order_by(m.FormerReference.id)
        )
        return tuple((source, ref) for source, ref in rows)

    def _measures(self, action: Action, as_at: datetime) -> tuple[MeasureNow, ...]:
        rows = self._session.execute(
            select(m.Measure, m.MeasureReading)
            .outerjoin(m.MeasureReading, m.MeasureReading.id == _latest_reading(as_at))
            .where(m.Measure.action_id == action.id)
            .order_by(m.Measure.id)
        )
        return tuple(_measure(measure, reading) for measure, reading in rows)

    def _milestones(self, action: Action) -> tuple[Milestone, ...]:
        rows = self._session.scalars(
            select(m.Milestone)
            .where(m.Milestone.action_id == action.id)
            .order_by(m.Milestone.due, m.Milestone.id)
        )
        return tuple(Milestone(row.title, row.due, row.done_on) for row in rows)

    def _evidence(self, action: Action, as_at: datetime) -> tuple[Evidence, ...]:
        rows = self._session.scalars(
            select(m.Evidence)
            .join(m.Update, m.Update.id == m.Evidence.update_id)
            .where(m.Update.action_id == action.id, *_stood(as_at))
            .order_by(m.Evidence.id)
        )
        return tuple(Evidence(row.url, row.title, row.update_id) for row in rows)


def _findings() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Finding.ref, m.Finding.words, m.Source.name)
        .outerjoin(m.Source, m.Source.id == m.Finding.source_id)
        .order_by(m.Finding.id)
    )


def _stood(as_at: datetime) -> tuple[Any, ...]:
    """The conditions that an update stood at a moment."""
    newer = aliased(m.Update)
    superseded = exists().where(newer.supersedes_id == m.Update.id, newer.at <= as_at)
    return m.Update.at <= as_at, ~superseded


def _latest_reading(as_at: datetime) -> Any:
    reading = aliased(m.MeasureReading)
    return (
        select(reading.id)
        .join(m.Update, m.Update.id == reading.update_id)
        .where(reading.measure_id == m.Measure.id, *_stood(as_at))
        .order_by(reading.read_on.desc(), reading.id.desc())
        .limit(1)
        .correlate(m.Measure)
        .scalar_subquery()
    )


def _measure(measure: m.Measure, reading: m.MeasureReading | None) -> MeasureNow:
    return MeasureNow(
        id=measure.id,
        name=measure.name,
        unit=measure.unit,
        baseline=measure.baseline,
        target=measure.target,
        better=Better(measure.better),
        latest=reading.value if reading else None,
        out_of=reading.out_of if reading else None,
        read_on=reading.read_on if reading else None,
    )
