"""A question needs as many statements for a large plan with a long history as for a new one."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from itertools import chain

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dialogs.facts import gather, week_start
from storage import models as m
from storage.assessments import Assessment, Mitigation
from storage.calendar import LONDON
from storage.database import Database
from storage.record import Record
from storage.requests import Asked
from storage.rows import add
from storage.said import Change, Opening
from storage.selection import Wanted
from storage.updates import Updates
from storage.vocabulary import Rating, RequestKind, Stage
from tests.statements import statements_to
from tests.storage.conftest import (
    CUT_OFF,
    HR_PARTNER,
    MINUTE,
    action,
    author,
    person,
    theme,
    turn,
)
from tests.storage.lived import live

LATER = datetime(2022, 12, 6, 9, 30, tzinfo=LONDON)
NOW = datetime(2022, 12, 21, 9, 30, tzinfo=LONDON)
WEEK = timedelta(weeks=1)
BEFORE_ALL = CUT_OFF - WEEK

MITIGATIONS = (Mitigation("Weekly review"), Mitigation("A second adviser"))

Answer = Collection[object]
Question = Callable[[Record], Answer]


def status_facts(record: Record) -> Answer:
    """What `status of workforce` is made of."""
    facts = gather(record, theme(record, "WF"), week_start(record, NOW), NOW)
    return [*facts.actions, *facts.risks, *chain.from_iterable(facts.reports.values())]


def summary_facts(record: Record) -> Answer:
    """What a summary that covers a long gap is made of."""
    facts = gather(record, theme(record, "WF"), CUT_OFF, NOW)
    return [*facts.actions, *facts.risks, *chain.from_iterable(facts.reports.values())]


def my_actions(record: Record) -> Answer:
    """The actions of somebody's own roles."""
    return record.plan.actions_of_roles(person(record, HR_PARTNER).own_role_ids)


def as_at(record: Record) -> Answer:
    """A theme as it stood at a moment with much before and much after it."""
    return record.plan.actions_of_theme(theme(record, "WF").id, LATER + WEEK)


def history(record: Record) -> Answer:
    """All that was reported on one action."""
    return record.updates.reports([action(record, "WF-02").id], BEFORE_ALL, NOW)


def register(record: Record) -> Answer:
    """Every risk with its mitigating actions."""
    return record.risks.all()


def last_seen(record: Record) -> Answer:
    """How a board last saw each risk."""
    return record.risks.last_seen().values()


def open_requests(record: Record) -> Answer:
    """What waits for a theme's lead."""
    return record.requests.open_of_theme(theme(record, "WF").id)


def selection(record: Record) -> Answer:
    """Actions by everything that they can be found by."""
    wanted = Wanted(
        theme="WF", evidence=False, silent_since=date(2023, 1, 1), changed_since=date(2022, 11, 1)
    )
    return record.selections.actions(wanted)


def directory(record: Record) -> Answer:
    """What the plan calls things, read anew."""
    found = record.directory()
    return [*found.actions, *found.risks]


def told(record: Record) -> Answer:
    """The history of one action as it is told in chat."""
    return record.histories.of(action(record, "WF-02"))


QUESTIONS = (
    status_facts,
    summary_facts,
    my_actions,
    as_at,
    history,
    register,
    last_seen,
    open_requests,
    selection,
    directory,
    told,
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_statements_do_not_grow(database: Database, question: Question) -> None:
    """More actions, risks and requests make an answer longer, and it takes no more statements."""
    live(database)
    _grow(database, range(1))
    young, short = _asked(database, question)
    _grow(database, range(1, 9))
    old, long = _asked(database, question)
    assert long > short
    assert old == young


def _asked(database: Database, question: Question) -> tuple[int, int]:
    """How many statements it took to answer, and how long the answer is.

    The statements that find whom the question is about are among them, and do not grow either.
    """
    with turn(database, NOW) as record, statements_to(database) as sent:
        answer = question(record)
    return len(sent), len(answer)


def _grow(database: Database, numbers: range) -> None:
    """More actions of one owner; each is reported on for weeks, with a risk and a request."""
    for number in numbers:
        with database.transaction() as session:
            _add_action(session, f"WF-{number + 50}")
        for week in range(3):
            with turn(database, LATER + week * WEEK + number * MINUTE) as record:
                for ref in ("WF-02", f"WF-{number + 50}"):
                    _report(record, ref, f"{number} {week}")
        with turn(database, LATER + 2 * WEEK + number * MINUTE) as record:
            _raise_and_ask(record, f"WF-{number + 50}", f"{number}")


def _add_action(session: Session, ref: str) -> None:
    like = session.scalars(select(m.Action).where(m.Action.ref == "WF-02")).one()
    same = {column.name: getattr(like, column.name) for column in m.Action.__table__.columns}
    del same["id"]
    id_ = add(session, m.Action, **same | {"ref": ref})
    position = Opening(Rating.GREEN, 10, Stage.IN_PROGRESS, "Begun", LATER.date())
    Updates(session, LATER).open_position(id_, like.owner_role_id, position, LATER)


def _report(record: Record, ref: str, token: str) -> None:
    stands = action(record, ref)
    owner = author(record, HR_PARTNER)
    submission = record.submissions.begin(owner.person_id, "update", f"{ref} {token}")
    change = Change(note=f"News {token}")
    record.updates.report(submission, owner, stands, stands.position.update_id, change)


def _raise_and_ask(record: Record, ref: str, token: str) -> None:
    about, owner = action(record, ref), author(record, HR_PARTNER)
    submission = record.submissions.begin(owner.person_id, "risk", f"risk {ref} {token}")
    risk_ref = record.risks.raise_risk(
        submission, owner, about, Assessment(4, 4, words="May be late", mitigations=MITIGATIONS)
    )
    risk = record.risks.by_ref(risk_ref)
    assert risk is not None
    record.risks.seen(risk, record.plan.meetings()[0].id, owner.person_id)
    asked = Asked(RequestKind.DUE_DATE, "More to do", about.due + 2 * WEEK)
    record.requests.ask(submission, owner, about, asked)
