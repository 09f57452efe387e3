"""Whatever people do with an action, in whatever order, no history is lost or rewritten."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from storage import models as m
from storage.calendar import LONDON
from storage.database import Database
from storage.decisions import Ruling
from storage.errors import AlreadyDecided, RuleBroken, UndoRefused
from storage.record import Record
from storage.requests import Asked
from storage.said import Change, Link
from storage.submissions import Submission
from storage.verification import verify
from storage.vocabulary import ImpactRating, Outcome, Rating, RequestKind, Stage
from tests.databases import Copies
from tests.storage.conftest import (
    HR_PARTNER,
    PROGRAMME_MANAGER,
    WORKFORCE_LEAD,
    action,
    author,
    person,
)

REF = "WF-02"
STARTS = datetime(2022, 11, 30, 9, 30, tzinfo=LONDON)  # the day after a board
REFUSALS = (RuleBroken, UndoRefused)
HISTORY = [table for table in m.Base.metadata.sorted_tables if table.name in {
    kind.__tablename__ for kind in m.History.__subclasses__()
}]  # fmt: skip

percents = st.integers(min_value=-5, max_value=105)
ratings = st.sampled_from(Rating)
# What most lives are made of comes up most.
kinds = st.sampled_from([RequestKind.COMPLETION] * 4 + list(RequestKind))
outcomes = st.sampled_from([Outcome.APPROVED, Outcome.REFUSED] * 2 + list(Outcome))
words = st.sampled_from(["", "", "14 interviews done", "=1+1", "\u202eright to left", "🙂"])


@dataclass(frozen=True)
class Stands:
    """What is to be expected of the action."""

    rating: Rating
    percent: int | None
    stage: Stage
    due: date
    slips: int
    impact: ImpactRating


def stands(record: Record) -> Stands:
    """How the action stands in the record."""
    found = action(record, REF)
    at = found.position
    return Stands(at.rating, at.percent, at.stage, found.due, found.slips, at.impact_rating)


class LifeCycle(RuleBasedStateMachine):
    """One action, its owner, its lead and the programme office, and a clock that goes on."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.now = STARTS
        self.tokens = count()
        self.seen: dict[tuple[str, int], tuple[Any, ...]] = {}

    @initialize()
    def begin(self) -> None:
        with self.turn() as record:
            self.expected = self.first = stands(record)
            self.last_open_rating = self.expected.rating
        self.updates: list[int] = []
        self.last: tuple[Submission, Stands, Stands] | None = None
        self.taken_back: tuple[Submission, Stands, Stands] | None = None

    @contextmanager
    def turn(self) -> Iterator[Record]:
        with self.database.transaction() as session:
            yield Record(session, self.now)

    def submission(self, record: Record, role: str, kind: str) -> Submission:
        return record.submissions.begin(person(record, role).id, kind, f"t{next(self.tokens)}")

    def done(self, submission: Submission | None, becomes: Stands) -> None:
        """Something was saved: it can be undone if it was the owner's own and the latest."""
        self.last = (submission, self.expected, becomes) if submission else None
        self.taken_back = None
        self.expected = becomes
        if becomes.rating is not Rating.BLUE:
            self.last_open_rating = becomes.rating

    @rule(percent=st.none() | percents, rating=st.none() | ratings, note=words)
    def report(self, percent: int | None, rating: Rating | None, note: str) -> None:
        """Only what the rules allow is saved, and exactly that."""
        change = Change(percent=percent, rating=rating, note=note)
        try:
            with self.turn() as record:
                submission = self.submission(record, HR_PARTNER, "update")
                owner, about = author(record, HR_PARTNER), action(record, REF)
                record.updates.report(submission, owner, about, about.position.update_id, change)
        except RuleBroken:
            allowed = percent is None or 0 <= percent <= 100
            moved = rating not in {None, self.expected.rating} or percent not in {
                None,
                self.expected.percent,
            }
            closed = self.expected.stage in {Stage.IMPLEMENTED, Stage.EMBEDDED}
            assert not allowed or rating is Rating.BLUE or (closed and moved)
            return
        becomes = replace(
            self.expected,
            rating=rating or self.expected.rating,
            percent=self.expected.percent if percent is None else percent,
        )
        self.done(submission, becomes)

    @rule(percent=percents, which=st.integers(min_value=0, max_value=30))
    def correct(self, percent: int, which: int) -> None:
        """A correction takes the place of what it corrects, and moves nothing newer."""
        with self.turn() as record:
            rows = record.plan._session.scalars(
                select(m.Update.id).where(m.Update.action_id == action(record, REF).id)
            ).all()
            update_id = rows[which % len(rows)]
            latest = update_id == action(record, REF).position.update_id
        try:
            with self.turn() as record:
                submission = self.submission(record, HR_PARTNER, "correct")
                record.updates.correct(
                    submission,
                    author(record, HR_PARTNER),
                    action(record, REF),
                    update_id,
                    Change(percent=percent),
                    "a slip of the pen",
                )
        except RuleBroken:
            return
        assert 0 <= percent <= 100
        becomes = replace(self.expected, percent=percent) if latest else self.expected
        self.done(submission, becomes)

    @rule()
    def give_evidence(self) -> None:
        """An impact rating and a link, at any stage."""
        said = Change(
            impact_rating=ImpactRating.GREEN, evidence=(Link("https://arden.example/a", "A"),)
        )
        with self.turn() as record:
            submission = self.submission(record, HR_PARTNER, "update")
            owner, about = author(record, HR_PARTNER), action(record, REF)
            record.updates.report(submission, owner, about, about.position.update_id, said)
        self.done(submission, replace(self.expected, impact=ImpactRating.GREEN))

    @precondition(lambda self: self.last is not None)
    @rule()
    def undo(self) -> None:
        """The latest of the owner's own, within ten minutes: then it is as it was."""
        assert self.last is not None
        submission, before, after = self.last
        with self.turn() as record:
            undo = record.submissions.take_back(
                submission, submission.person_id, f"t{next(self.tokens)}"
            )
        self.taken_back = (undo, before, after)
        self.last, self.expected = None, before

    @precondition(lambda self: self.taken_back is not None)
    @rule()
    def put_back(self) -> None:
        """Then it is as it had been saved."""
        assert self.taken_back is not None
        undo, before, after = self.taken_back
        with self.turn() as record:
            again = record.submissions.put_back(undo, undo.person_id, f"t{next(self.tokens)}")
        self.taken_back, self.last, self.expected = None, (again, before, after), after

    @rule(minutes=st.sampled_from([1, 11, 60 * 24]))
    def time_goes_on(self, minutes: int) -> None:
        """After ten minutes nothing is undone any more, nor put back."""
        self.now += timedelta(minutes=minutes)
        if minutes > 10:
            for kept in filter(None, (self.last, self.taken_back)):
                with pytest.raises(UndoRefused), self.turn() as record:
                    record.submissions.take_back(
                        kept[0], kept[0].person_id, f"t{next(self.tokens)}"
                    )
            self.last = self.taken_back = None

    @rule(kind=kinds, weeks=st.integers(min_value=-3, max_value=6))
    def ask(self, kind: RequestKind, weeks: int) -> None:
        """A claim moves the stage; nothing else that is asked for moves anything."""
        try:
            with self.turn() as record:
                submission = self.submission(record, HR_PARTNER, "ask")
                about = action(record, REF)
                asked = Asked(
                    kind,
                    "because",
                    due_to=about.due + timedelta(weeks=weeks)
                    if kind is RequestKind.DUE_DATE
                    else None,
                    priority_to=True if kind is RequestKind.PRIORITY else None,
                )
                record.requests.ask(submission, author(record, HR_PARTNER), about, asked)
        except RuleBroken:
            return
        claimed = replace(self.expected, stage=Stage.COMPLETION_CLAIMED)
        self.done(submission, claimed if kind is RequestKind.COMPLETION else self.expected)
        if kind is not RequestKind.COMPLETION:
            self.last = None  # a request alone is undone too; the decisions' tests show it

    @rule(
        outcome=outcomes,
        by_board=st.booleans(),
        reason=st.sampled_from(["as agreed", "as agreed", ""]),
    )
    def decide(self, outcome: Outcome, by_board: bool, reason: str) -> None:
        """Each stage moves by the decision that the programme names, and by no other."""
        with self.turn() as record:
            waiting = record.requests.open_of(action(record, REF))
            (meeting,) = record.plan.meetings(on=date(2022, 11, 29))
        if not waiting:
            return
        asked = waiting[0]
        role = PROGRAMME_MANAGER if by_board else WORKFORCE_LEAD
        ruling = Ruling(outcome, reason, meeting.id if by_board else None)
        try:
            with self.turn() as record:
                submission = self.submission(record, role, "decide")
                record.decisions.decide(submission, person(record, role), asked.id, ruling)
        except RuleBroken:
            return
        assert outcome is not Outcome.WITHDRAWN
        assert (
            by_board
            or asked.kind not in {RequestKind.EMBEDDING, RequestKind.PRIORITY}
            or (outcome is not Outcome.APPROVED)
        )
        self.done(None, self.after(asked.kind, outcome, asked.due_to))
        with pytest.raises(AlreadyDecided), self.turn() as record:
            self.again(record, role, asked.id, ruling)

    def again(self, record: Record, role: str, request_id: int, ruling: Ruling) -> None:
        submission = self.submission(record, role, "decide")
        record.decisions.decide(submission, person(record, role), request_id, ruling)

    def after(self, kind: RequestKind, outcome: Outcome, due_to: date | None) -> Stands:
        """What a decision makes of the action, said once more in plain words."""
        at = self.expected
        date_moves = {}
        if due_to:
            date_moves = {"due": due_to, "slips": at.slips + (due_to > at.due)}
        if kind is RequestKind.EMBEDDING and outcome is Outcome.APPROVED:
            assert at.impact is ImpactRating.GREEN
        changes: dict[tuple[RequestKind, Outcome], dict[str, Any]] = {
            (RequestKind.COMPLETION, Outcome.REFUSED): {"stage": Stage.IN_PROGRESS},
            (RequestKind.COMPLETION, Outcome.APPROVED): {
                "stage": Stage.IMPLEMENTED,
                "rating": Rating.BLUE,
            },
            (RequestKind.EMBEDDING, Outcome.APPROVED): {"stage": Stage.EMBEDDED},
            (RequestKind.REOPENING, Outcome.APPROVED): {
                "stage": Stage.IN_PROGRESS,
                "rating": self.last_open_rating,
            },
            (RequestKind.DUE_DATE, Outcome.APPROVED): date_moves,
        }
        return replace(at, **changes.get((kind, outcome), {}))

    @invariant()
    def it_stands_as_expected(self) -> None:
        with self.turn() as record:
            assert stands(record) == self.expected

    @invariant()
    def as_at_the_beginning_it_is_as_it_was(self) -> None:
        with self.turn() as record:
            (found,) = (
                found
                for found in record.plan.actions_of_theme(
                    action(record, REF).theme_id, STARTS - timedelta(minutes=1)
                )
                if found.ref == REF
            )
            was = (found.position.rating, found.position.percent, found.due, found.slips)
        assert was == (self.first.rating, self.first.percent, self.first.due, self.first.slips)

    @invariant()
    def no_row_is_lost_or_other_than_it_was(self) -> None:
        with self.database.transaction() as session:
            now = {
                (table.name, row.id): tuple(row)
                for table in HISTORY
                for row in session.execute(select(table))
            }
        assert {key: now.get(key) for key in self.seen} == self.seen
        self.seen = now

    @invariant()
    def the_chain_is_whole(self) -> None:
        with self.database.transaction() as session:
            assert verify(session.connection()).faults == ()

    def teardown(self) -> None:
        self.database.dispose()


def test_no_way_through_the_life_cycle_loses_history(copies: Copies) -> None:
    """Reports, corrections, undo, claims, decisions, in any order, on both databases."""
    quickly = settings(
        max_examples=20,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

    class OnThisDatabase(LifeCycle):
        def __init__(self) -> None:
            super().__init__(Database(copies("sample")))

    run_state_machine_as_test(OnThisDatabase, settings=quickly)
