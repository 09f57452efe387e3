"""Which actions are meant: by theme, owner, rating, stage, date, evidence, source and silence."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.calendar import at_london
from storage.exchange.layout.known import folded
from storage.plan import FAR_FUTURE, Action, Plan
from storage.rows import ask
from storage.vocabulary import Rating, Stage, UpdateKind

MIDNIGHT = time(0, 0)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows a list of actions down; whatever is None does not."""

    role_ids: frozenset[int] | None = None
    """Owned by one of these roles."""
    theme: str | None = None
    """The theme's code."""
    organisations: frozenset[str] | None = None
    owners: frozenset[str] | None = None
    """Titles of roles."""
    rating: Rating | None = None
    stage: Stage | None = None
    open: bool | None = None
    evidence: bool | None = None
    source: str | None = None
    """A source's name, its beginning, or words of a finding."""
    due_from: date | None = None
    due_to: date | None = None
    overdue_on: date | None = None
    """Open, and due before this day."""
    silent_since: date | None = None
    """Open, and last reported on before this day."""
    changed_since: date | None = None
    """Reported, decided or agreed otherwise on this day or later; "no change" is none."""
    changed_until: date = date.max
    """Not later than this day, where `changed_since` is given."""


class Selections:
    """Finds actions; the number of statements does not grow with the history."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def actions(self, wanted: Wanted, as_at: datetime = FAR_FUTURE) -> tuple[Action, ...]:
        """The actions that are wanted, by reference, as they stood at a moment."""
        found = [a for a in self._among(wanted, as_at) if _as_it_stands(a, wanted)]
        for ids, has in self._by_history(wanted, as_at):
            found = [action for action in found if (action.id in ids) is has]
        return tuple(found)

    def supported_by(self, organisations: Collection[str]) -> tuple[str, ...]:
        """The references of the actions that organisations help with, without owning them."""
        rows = ask(self._session, _supporting(), {})
        return tuple(dict.fromkeys(row.ref for row in rows if row.name in organisations))

    def last_reports(self, as_at: datetime = FAR_FUTURE) -> dict[int, date]:
        """Action id → the day of its last report; a decision is none, "no change" is one."""
        rows = ask(self._session, _last_reports(), {"as_at": as_at})
        return {row.id: row.reported_on for row in rows if row.reported_on}

    def _among(self, wanted: Wanted, as_at: datetime) -> tuple[Action, ...]:
        plan = Plan(self._session)
        if wanted.role_ids is not None:
            owned = plan.actions_of_roles(wanted.role_ids, as_at)
            return tuple(a for a in owned if wanted.theme in {None, a.theme_code})
        if wanted.theme is not None:
            return plan.actions_of_code(wanted.theme, as_at)
        return plan.actions(as_at)

    def _by_history(self, wanted: Wanted, as_at: datetime) -> Iterable[tuple[set[int], bool]]:
        """Ids of actions, and whether the wanted ones are among them."""
        if wanted.evidence is not None:
            yield self._ids(_with_evidence(), as_at=as_at), wanted.evidence
        if wanted.source is not None:
            yield self._of_source(wanted.source), True
        if wanted.silent_since is not None:
            last = self.last_reports(as_at).items()
            yield {id_ for id_, day in last if day < wanted.silent_since}, True
        if wanted.changed_since is not None:
            yield self._changed(wanted.changed_since, wanted.changed_until, as_at), True

    def _changed(self, since: date, until: date, as_at: datetime) -> set[int]:
        days = {"since": since, "until": until, "moment": at_london(since, MIDNIGHT)}
        return self._ids(_changes(), **days, as_at=min(as_at, _end_of(until)))

    def _of_source(self, words: str) -> set[int]:
        """By the source's name; by what a finding says only where no source is called so."""
        rows = ask(self._session, _sources(), {})
        for named in ("source", "finding"):
            called = {value for row in rows if (value := getattr(row, named))}
            names = beginning(words, called) or meant(words, called)
            if names:
                return {row.id for row in rows if getattr(row, named) in names}
        return set()

    def _ids(self, query: Select[*tuple[Any, ...]], **values: object) -> set[int]:
        return {row.id for row in ask(self._session, query, values)}


def meant(words: str, names: Iterable[str]) -> frozenset[str]:
    """The names that are spelt so, else those that begin so, else those that hold the words."""
    wanted = folded(words)
    spelt = {name: folded(name) for name in names}
    for fits in (str.__eq__, str.startswith, str.__contains__):
        if found := frozenset(name for name, typed in spelt.items() if fits(typed, wanted)):
            return found
    return frozenset()


def beginning(words: str, names: Iterable[str]) -> frozenset[str]:
    """The names that begin with these words: "JTAI" is also said of the "JTAI headline"."""
    return frozenset(name for name in names if folded(name).startswith(folded(words)))


def _as_it_stands(action: Action, wanted: Wanted) -> bool:
    position = action.position
    must_be_open = wanted.open or wanted.overdue_on or wanted.silent_since
    return (
        (action.open if must_be_open else wanted.open in {None, action.open})
        and wanted.rating in {None, position.rating}
        and wanted.stage in {None, position.stage}
        and (wanted.organisations is None or action.organisation in wanted.organisations)
        and (wanted.owners is None or action.owner_role in wanted.owners)
        and (wanted.overdue_on is None or action.overdue(wanted.overdue_on))
        and (wanted.due_from is None or wanted.due_from <= action.due)
        and (wanted.due_to is None or action.due <= wanted.due_to)
    )


def _end_of(day: date) -> datetime:
    return FAR_FUTURE if day == date.max else at_london(day + DAY, MIDNIGHT)


def _standing(update: type[m.Update]) -> tuple[Any, ...]:
    """The conditions that an update of an action stood at a moment and was not taken back."""
    newer = aliased(m.Update)
    as_at = bindparam("as_at", type_=m.Instant())
    return (
        update.action_id == m.Action.id,
        update.at <= as_at,
        update.kind != UpdateKind.WITHDRAWAL,
        ~exists().where(newer.supersedes_id == update.id, newer.at <= as_at),
    )


@lru_cache
def _with_evidence() -> Select[*tuple[Any, ...]]:
    update = aliased(m.Update)
    shown = exists().where(m.Evidence.update_id == update.id, *_standing(update))
    return select(m.Action.id).where(shown)


@lru_cache
def _last_reports() -> Select[*tuple[Any, ...]]:
    update = aliased(m.Update)
    last = (
        select(update.reported_on)
        .where(*_standing(update), update.kind != UpdateKind.DECISION)
        .order_by(update.place.desc(), update.id.desc())
        .limit(1)
        .correlate(m.Action)
        .scalar_subquery()
    )
    return select(m.Action.id, last.label("reported_on"))


@lru_cache
def _changes() -> Select[*tuple[Any, ...]]:
    """Actions with news; an opening position is as new as the words that it came with."""
    update, change = aliased(m.Update), aliased(m.PlanChange)
    moment = bindparam("moment", type_=m.Instant())
    reported = exists().where(
        *_standing(update),
        update.at >= moment,
        update.reported_on.between(
            bindparam("since", type_=Date()), bindparam("until", type_=Date())
        ),
        update.kind != UpdateKind.NO_CHANGE,
    )
    agreed = exists().where(
        change.subject == m.Action.__tablename__,
        change.row_id == m.Action.id,
        change.at >= moment,
        change.at <= bindparam("as_at", type_=m.Instant()),
    )
    return select(m.Action.id).where(reported | agreed)


@lru_cache
def _sources() -> Select[*tuple[Any, ...]]:
    """Each action with a source and a finding that it has, on a row for each pair."""
    return (
        select(m.Action.id, m.Source.name.label("source"), m.Finding.words.label("finding"))
        .outerjoin(m.ActionSource, m.ActionSource.action_id == m.Action.id)
        .outerjoin(m.Source, m.Source.id == m.ActionSource.source_id)
        .outerjoin(m.ActionFinding, m.ActionFinding.action_id == m.Action.id)
        .outerjoin(m.Finding, m.Finding.id == m.ActionFinding.finding_id)
    )


@lru_cache
def _supporting() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Action.ref, m.Organisation.name)
        .join(m.SupportingOrganisation, m.SupportingOrganisation.action_id == m.Action.id)
        .join(m.Organisation, m.Organisation.id == m.SupportingOrganisation.organisation_id)
        .order_by(m.Action.ref)
    )
