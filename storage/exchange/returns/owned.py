"""Which actions an organisation owns and still has to report on."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.exchange.layout.cells import shown
from storage.exchange.layout.known import folded
from storage.exchange.layout.suggestions import suggestion
from storage.exchange.returns.refused import ReturnRefused
from storage.plan import Action, Plan

NO_ORGANISATION = "There is no organisation “{}” in the plan."
OWNS_NOTHING = "{} owns no open action, so there is nothing to return."


def open_actions_of(session: Session, organisation: str) -> tuple[Action, ...]:
    """An organisation's open actions, by theme and reference.

    Raises:
        ReturnRefused: the plan has no such organisation, or it owns no open action.
    """
    name = _known_as(session, organisation)
    plan = Plan(session)
    actions = (one for theme in plan.themes() for one in plan.actions_of_theme(theme.id))
    owned = (one for one in actions if one.organisation == name and one.open)
    if not (found := still_in_plan(session, owned)):
        raise ReturnRefused([OWNS_NOTHING.format(name)])
    return found


def still_in_plan(session: Session, actions: Iterable[Action]) -> tuple[Action, ...]:
    """The same actions without those that a later plan no longer had."""
    gone = frozenset(session.scalars(select(m.Action.id).where(m.Action.vanished_on.is_not(None))))
    return tuple(action for action in actions if action.id not in gone)


def _known_as(session: Session, organisation: str) -> str:
    names = {folded(name): name for name in session.scalars(select(m.Organisation.name))}
    found = names.get(folded(organisation))
    if found is None:
        near = suggestion(organisation, names.values())
        raise ReturnRefused([NO_ORGANISATION.format(shown(organisation)) + near])
    return found
