"""What somebody says about a risk: scores, response, and the mitigating actions that stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from storage import models as m
from storage.errors import ScoreOutOfRange
from storage.rows import add
from storage.vocabulary import MitigationState, Response, RiskStatus


@dataclass(frozen=True, slots=True)
class Mitigation:
    """What is done so that a risk does not happen or hurts less: in place, or planned."""

    words: str
    state: MitigationState = MitigationState.EXISTING
    owner_role_id: int | None = None
    owner_role: str | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """What somebody says about a risk, scores 1 to 5; None leaves it as it stands.

    The mitigating actions given join those that stand; the same words take the earlier's place.
    """

    likelihood: int | None = None
    impact: int | None = None
    residual_likelihood: int | None = None
    residual_impact: int | None = None
    response: Response | None = None
    proximity: date | None = None
    status: RiskStatus | None = None
    words: str = ""
    mitigations: tuple[Mitigation, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a score that the scale does not have.

        Raises:
            ScoreOutOfRange: a likelihood or an impact is not 1 to 5.
        """
        given = (self.likelihood, self.impact, self.residual_likelihood, self.residual_impact)
        if any(score is not None and not 1 <= score <= 5 for score in given):
            raise ScoreOutOfRange


def add_mitigations(session: Session, revision_id: int, mitigations: Iterable[Mitigation]) -> None:
    """Write down the mitigating actions that stand with a revision."""
    for mitigation in mitigations:
        add(
            session,
            m.Mitigation,
            revision_id=revision_id,
            words=mitigation.words,
            state=mitigation.state,
            owner_role_id=mitigation.owner_role_id,
            due=mitigation.due,
        )


def mitigations_of(
    session: Session, revision_ids: Sequence[int]
) -> dict[int, tuple[Mitigation, ...]]:
    """Revision id → the mitigating actions that stand with it."""
    if not revision_ids:
        return {}
    found: dict[int, tuple[Mitigation, ...]] = {}
    for row, title in session.execute(_mitigations(), {"ids": revision_ids}):
        mitigation = Mitigation(
            row.words, MitigationState(row.state), row.owner_role_id, title, row.due
        )
        found[row.revision_id] = (*found.get(row.revision_id, ()), mitigation)
    return found


@lru_cache
def _mitigations() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Mitigation, m.Role.title)
        .outerjoin(m.Role, m.Role.id == m.Mitigation.owner_role_id)
        .where(m.Mitigation.revision_id.in_(bindparam("ids", expanding=True)))
        .order_by(m.Mitigation.id)
    )
