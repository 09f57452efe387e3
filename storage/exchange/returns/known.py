"""What the record knows of the actions that a return is about, asked once for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.exchange.returns.filled import Return
from storage.exchange.returns.owned import still_in_plan
from storage.plan import Action, Plan
from storage.requests import Requests
from storage.updates import Origin, Updates
from storage.vocabulary import RequestKind


@dataclass(frozen=True, slots=True)
class Known:
    """The actions by reference as they stand, and what waits for a decision on each."""

    actions: Mapping[str, Action]
    refs: tuple[str, ...]
    """Every reference that the plan has or had, to suggest one that was meant."""
    asked: Mapping[str, frozenset[RequestKind]]
    origins: Mapping[int, Origin]
    """Who gave the positions that stand, by the id of their updates."""
    action_of: Mapping[int, int]
    """The id of the action by the id of the update that a row was made from."""


def known_of(session: Session, filled: Return, now: datetime) -> Known:
    """What there is to know before a return can be judged."""
    said, risks = filled.actions.rows.values(), filled.risks.rows.values()
    refs = {row.ref for row in said} | {row.action for row in risks}
    plan, requests = Plan(session), Requests(session, now)
    actions = still_in_plan(session, plan.actions_by_ref(refs))
    bases = select(m.Update.id, m.Update.action_id).where(
        m.Update.id.in_([row.basis for row in said])
    )
    return Known(
        actions={action.ref: action for action in actions},
        refs=plan.refs(),
        asked={
            action.ref: frozenset(request.kind for request in requests.open_of(action))
            for action in actions
        },
        origins=Updates(session, now).authors(one.position.update_id for one in actions),
        action_of=dict(session.execute(bases).all()),
    )
