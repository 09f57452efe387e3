"""The questions that updates are asked, each built once."""

from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, exists, select
from sqlalchemy.orm import aliased

from storage import models as m
from storage.vocabulary import UpdateKind


@lru_cache
def locked() -> Select[Any]:
    """Holds actions still until the transaction ends (PostgreSQL; readers wait for nothing).

    By id, so that two people who report on the same actions wait and do not stand in each
    other's way.
    """
    actions = select(m.Action.id).where(m.Action.id.in_(bindparam("action_ids", expanding=True)))
    return actions.order_by(m.Action.id).with_for_update(key_share=True)


@lru_cache
def latest() -> Select[Any]:
    """The update at which an action stands now."""
    newer = aliased(m.Update)
    return (
        select(m.Update.id)
        .where(
            m.Update.action_id == bindparam("action_id"),
            m.Update.kind != UpdateKind.WITHDRAWAL,
            ~exists().where(newer.supersedes_id == m.Update.id),
        )
        .order_by(m.Update.place.desc(), m.Update.id.desc())
        .limit(1)
    )


@lru_cache
def with_evidence() -> Select[Any]:
    """One piece of evidence of a standing update, if there is any."""
    newer = aliased(m.Update)
    return (
        select(m.Evidence.id)
        .join(m.Update, m.Update.id == m.Evidence.update_id)
        .where(
            m.Update.action_id == bindparam("action_id"),
            ~exists().where(newer.supersedes_id == m.Update.id),
        )
        .limit(1)
    )


@lru_cache
def of_submission() -> Select[*tuple[Any, ...]]:
    """What one act of a person saved on actions."""
    return (
        select(m.Update, m.Action.ref, m.Role.title)
        .join(m.Action, m.Action.id == m.Update.action_id)
        .outerjoin(m.Role, m.Role.id == m.Update.on_behalf_of_role_id)
        .where(m.Update.submission_id == bindparam("submission_id"))
        .order_by(m.Update.id)
    )


@lru_cache
def readings() -> Select[*tuple[Any, ...]]:
    """The values of measures that one act of a person gave."""
    return (
        select(
            m.Action.ref,
            m.Measure.name,
            m.Measure.unit,
            m.MeasureReading.value,
            m.MeasureReading.out_of,
        )
        .select_from(m.MeasureReading)
        .join(m.Measure, m.Measure.id == m.MeasureReading.measure_id)
        .join(m.Update, m.Update.id == m.MeasureReading.update_id)
        .join(m.Action, m.Action.id == m.Update.action_id)
        .where(m.Update.submission_id == bindparam("submission_id"))
        .order_by(m.MeasureReading.id)
    )


@lru_cache
def of_period() -> Select[*tuple[Any, ...]]:
    """Standing updates of some actions within a period, without openings and decisions."""
    newer, behalf = aliased(m.Update), aliased(m.Role)
    until = bindparam("until", type_=m.Instant())
    return (
        select(m.Update, m.Role.title, m.Person.name, behalf.title)
        .join(m.Role, m.Role.id == m.Update.author_role_id)
        .outerjoin(m.Person, m.Person.id == m.Update.author_id)
        .outerjoin(behalf, behalf.id == m.Update.on_behalf_of_role_id)
        .where(
            m.Update.action_id.in_(bindparam("action_ids", expanding=True)),
            m.Update.at > bindparam("after", type_=m.Instant()),
            m.Update.at <= until,
            m.Update.kind.not_in((UpdateKind.OPENING, UpdateKind.DECISION, UpdateKind.WITHDRAWAL)),
            ~exists().where(newer.supersedes_id == m.Update.id, newer.at <= until),
        )
        .order_by(m.Update.id)
    )


@lru_cache
def before() -> Select[m.Update]:
    """What stood before an update came: of a lower place, and not superseded at that time."""
    newer = aliased(m.Update)
    update_id = bindparam("update_id", type_=BigInteger())
    return (
        select(m.Update)
        .where(
            m.Update.action_id == bindparam("action_id"),
            m.Update.place < bindparam("place", type_=BigInteger()),
            m.Update.id < update_id,
            m.Update.kind != UpdateKind.WITHDRAWAL,
            ~exists().where(newer.supersedes_id == m.Update.id, newer.id < update_id),
        )
        .order_by(m.Update.place.desc(), m.Update.id.desc())
        .limit(1)
    )
