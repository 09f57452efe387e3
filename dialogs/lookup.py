"""Which actions or risks a question is about, by the record's own queries."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from dialogs.language.meaning import Query, QueryKind
from dialogs.questions import worst_first
from storage.calendar import monday_of
from storage.people import Person
from storage.plan import FAR_FUTURE, Action
from storage.record import Record
from storage.risks import Risk
from storage.selection import Wanted, meant
from storage.vocabulary import Rating, RiskStatus

LISTS = frozenset(
    {
        QueryKind.OVERDUE,
        QueryKind.FILTER,
        QueryKind.MY_ACTIONS,
        QueryKind.NO_UPDATE_SINCE,
        QueryKind.CHANGES_SINCE,
        QueryKind.DUE_BETWEEN,
        QueryKind.BY_PARTNER,
        QueryKind.BY_SOURCE,
        QueryKind.RISKS,
        QueryKind.EXCEPTION_REPORT,
    }
)
"""The kinds of question whose answer is a list of actions, or of risks."""

RISK_BANDS = frozenset({"low", "medium", "high"})
"""What a question about risks may name as its field."""
EXCEPTIONS = frozenset({Rating.RED, Rating.AMBER})

SortKey = Callable[[Action], tuple[object, ...]]


def refs_asked(
    record: Record, query: Query, person: Person, today: date, as_at: datetime = FAR_FUTURE
) -> tuple[str, ...] | None:
    """The references that answer a question, in the order asked for; None if it wants no list."""
    if query.kind not in LISTS:
        return None
    if query.kind is QueryKind.RISKS:
        return tuple(risk.ref for risk in risks_asked(record, query, person, as_at))
    return tuple(action.ref for action in actions_asked(record, query, person, today, as_at))


def actions_asked(
    record: Record, query: Query, person: Person, today: date, as_at: datetime = FAR_FUTURE
) -> tuple[Action, ...]:
    """The actions that a question is about: worst first, then soonest due, unless it says else.

    Everybody named in the plan may read all of them (storage.rights).
    """
    found = record.selections.actions(wanted_by(record, query, person, today), as_at)
    if query.action is not None:
        found = tuple(action for action in found if action.ref == query.action)
    if query.kind is QueryKind.EXCEPTION_REPORT and query.action is None:
        found = tuple(action for action in found if _is_exception(action, today))
    ordered = sorted(found, key=SORTS.get(query.sort or "", worst_first))
    return tuple(ordered[: query.limit])


def wanted_by(record: Record, query: Query, person: Person, today: date) -> Wanted:
    """What a question narrows the plan down to."""
    kind = query.kind
    own = query.scope == "own" or kind is QueryKind.MY_ACTIONS
    wanted = Wanted(
        role_ids=person.own_role_ids if own else None,
        theme=query.theme,
        organisations=organisations_asked(record, query),
        owners=_owners(record, query),
        rating=query.rag,
        stage=query.stage,
        open=True if kind in {QueryKind.MY_ACTIONS, QueryKind.DUE_BETWEEN} else None,
        evidence=None if query.evidence is None else query.evidence == "some",
        source=query.source,
    )
    return _on_days(wanted, query, today)


def _on_days(wanted: Wanted, query: Query, today: date) -> Wanted:
    since = since_asked(query, today)
    match query.kind:
        case QueryKind.OVERDUE:
            return replace(wanted, overdue_on=today)
        case QueryKind.DUE_BETWEEN:
            return replace(wanted, due_from=query.from_, due_to=query.to)
        case QueryKind.NO_UPDATE_SINCE:
            return replace(wanted, silent_since=since)
        case QueryKind.CHANGES_SINCE:
            return replace(wanted, changed_since=since, changed_until=query.to or date.max)
        case _:
            return wanted


def since_asked(query: Query, today: date) -> date:
    """The day from which a question looks; this week's Monday where it names none."""
    return query.since or query.from_ or monday_of(today)


def organisations_asked(record: Record, query: Query) -> frozenset[str] | None:
    """The organisations that a question names, as the plan calls them; None if it names none."""
    if query.organisation is None:
        return None
    return meant(query.organisation, record.directory().organisations)


def _owners(record: Record, query: Query) -> frozenset[str] | None:
    if query.owner is None:
        return None
    return meant(query.owner, (role.title for role in record.directory().roles))


def risks_asked(
    record: Record, query: Query, person: Person, as_at: datetime = FAR_FUTURE
) -> tuple[Risk, ...]:
    """The open risks that a question is about, the highest score first."""
    directory = record.directory()
    about = {risk.ref: risk for risk in directory.risks}
    owners, organisations = _owners(record, query), organisations_asked(record, query)
    belongs = {role.title: role.organisation for role in directory.roles}
    found = [
        risk
        for risk in record.risks.all(as_at)
        if risk.status is RiskStatus.OPEN
        and query.theme in {None, about[risk.ref].theme}
        and query.action in {None, risk.action_ref}
        and (query.field not in RISK_BANDS or risk.band == query.field)
        and (owners is None or risk.owner_role in owners)
        and (organisations is None or belongs.get(risk.owner_role) in organisations)
        and (query.scope != "own" or risk.owner_role_id in person.own_role_ids)
    ]
    found.sort(key=lambda risk: (-(risk.score or 0), risk.ref))
    return tuple(found[: query.limit])


def _soonest(action: Action) -> tuple[object, ...]:
    return action.due, action.ref


def _longest_silent(action: Action) -> tuple[object, ...]:
    return action.position.reported_on, action.ref


def _least_done(action: Action) -> tuple[object, ...]:
    return action.position.percent or 0, action.ref


SORTS: Mapping[str, SortKey] = {
    "due": _soonest,
    "last_update": _longest_silent,
    "percent": _least_done,
}


def _is_exception(action: Action, today: date) -> bool:
    return action.open and (action.position.rating in EXCEPTIONS or action.overdue(today))
