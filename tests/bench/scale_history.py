"""Years of weekly reports on a plan: words, corrections, withdrawals, reviews and decisions.

Most rows come by the thousand, decisions through the record's own rules. A week is one
transaction, and its audit entry covers all of it: `check` holds afterwards.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import ceil

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.calendar import at_london, london_date
from storage.database import Database
from storage.record import Record
from storage.said import Author
from storage.vocabulary import ImpactRating, Rating, Stage, UpdateKind
from tests.bench.scale_reviews import decide, review
from tests.bench.scale_rows import Row, add_many

CORRECTED, WITHDRAWN = 0.02, 0.01  # of all reports
NO_CHANGE, WITH_EVIDENCE = 0.3, 0.05
MOST_AT_ONCE = 4  # actions reported on together
WEEKS_BETWEEN_REVIEWS = 4

WEEK, MINUTE = timedelta(weeks=1), timedelta(minutes=1)
ENDS = date(2022, 11, 16)  # a Wednesday: all records end with the same week's reports
OPENED_AT, REPORTED_AT = time(12, 0), time(10, 0)  # on a Monday; on Tuesdays
RATINGS = (Rating.GREEN, Rating.GREEN, Rating.GREEN, Rating.AMBER, Rating.AMBER, Rating.RED)
DONE = ("interviews held", "cases audited", "staff trained", "visits made in time", "posts filled",
        "plans reviewed", "partners written to", "families asked what helped")  # fmt: skip
NEXT = ("the rest by the end of the month", "the panel meets on Thursday", "a second round after "
        "half-term", "the team manager reviews what is left")  # fmt: skip
NOTHING_SAID = dict.fromkeys(
    ("note", "impact_note", "achievement", "next_steps", "blocked_by", "spend", "reason"), ""
)


@dataclass(slots=True)
class Line:
    """An action as its owner reports on it: the place and the figures of its position."""

    action_id: int
    author: Author
    place: int
    figures: Row
    measure_id: int | None
    before: Row = field(default_factory=dict)
    """The figures that the latest report replaced."""
    row: Row = field(default_factory=dict)
    """The latest report, with its id."""


def weeks_for(updates: int, actions: int) -> int:
    """How many weeks of reports there are in a record of that many updates."""
    return ceil((updates - actions) / (actions * (1 + CORRECTED + WITHDRAWN)))


def opens(weeks: int) -> date:
    """The Monday on which a plan was taken in that has so many weeks of reports by now."""
    return ENDS - timedelta(days=ENDS.weekday()) - (weeks - 1) * WEEK


def fill(database: Database, weeks: int) -> None:
    """Let that many weeks go by on a plan that was taken in on the Monday of the first."""
    first = at_london(opens(weeks) + timedelta(days=1), REPORTED_AT)
    with database.transaction() as session:
        years = Years(*_beginning(session, Record(session, first)))
    for week in range(weeks):
        with database.transaction() as session:
            years.live(session, week, at_london((first + week * WEEK).date(), REPORTED_AT))


@dataclass
class Years:
    """A plan under way; the same seed gives the same history."""

    groups: list[list[Line]]
    refs: Sequence[str]
    chance: random.Random = field(default_factory=lambda: random.Random(2022))

    def live(self, session: Session, week: int, now: datetime) -> None:
        """One week: everybody reports, some put it right, some take it back, some ask for time."""
        self._report(session, now)
        self._correct(session, now + 5 * MINUTE)
        self._take_back(session, now + 6 * MINUTE)
        record = Record(session, now + 10 * MINUTE)
        if week % WEEKS_BETWEEN_REVIEWS == 0:
            review(session, record)
        decide(record, self.refs, week)
        record.audit.note(None, "week", f"week {week}", week=week)

    def _report(self, session: Session, now: datetime) -> None:
        submissions = _submit(session, "update", self.groups, now)
        lines = [line for group in self.groups for line in group]
        for group, submission_id in zip(self.groups, submissions, strict=True):
            for line in group:
                line.place += 1
                line.before = line.figures
                line.row = self._said(line) | _by(line, submission_id, now)
        ids = add_many(session, m.Update, [line.row for line in lines])
        for line, id_ in zip(lines, ids, strict=True):
            line.row["id"] = id_
        add_many(session, m.MeasureReading, list(self._readings(lines)))
        add_many(session, m.Evidence, list(self._evidence(lines)))

    def _said(self, line: Line) -> Row:
        """What somebody reports: nothing new, or new figures with words."""
        chance = self.chance
        if chance.random() < NO_CHANGE:
            return line.figures | NOTHING_SAID | {"kind": UpdateKind.NO_CHANGE}
        moved = {
            "rating": chance.choice(RATINGS),
            "percent": min(99, (line.figures["percent"] or 0) + chance.randint(0, 3)),
        }
        line.figures = line.figures | moved
        words = {
            "note": f"{chance.randint(2, 40)} {chance.choice(DONE)}, {chance.choice(NEXT)}.",
            "impact_note": "Children wait less long." if chance.random() < 0.3 else "",
            "next_steps": chance.choice(NEXT) if chance.random() < 0.5 else "",
        }
        return line.figures | NOTHING_SAID | words | {"kind": UpdateKind.PROGRESS}

    def _readings(self, lines: Sequence[Line]) -> Iterator[Row]:
        for line in lines:
            if line.measure_id and line.row["kind"] is UpdateKind.PROGRESS:
                yield {
                    "update_id": line.row["id"],
                    "measure_id": line.measure_id,
                    "value": Decimal(self.chance.randint(600, 990)) / 10,
                    "read_on": line.row["reported_on"],
                }

    def _evidence(self, lines: Sequence[Line]) -> Iterator[Row]:
        for line in lines:
            if line.row["note"] and self.chance.random() < WITH_EVIDENCE:
                url = f"https://arden.example/evidence/{line.row['id']}"
                yield {"update_id": line.row["id"], "url": url, "title": "Audit"}

    def _correct(self, session: Session, now: datetime) -> None:
        lines = [line for group in self.groups for line in group]
        wrong = [[one] for one in self.chance.sample(lines, round(len(lines) * CORRECTED))]
        submissions = _submit(session, "correction", wrong, now)
        for (line,), submission_id in zip(wrong, submissions, strict=True):
            line.row = _again(line.row, submission_id, now) | {
                "kind": UpdateKind.CORRECTION,
                "note": "Counted again with the team manager.",
                "reason": "Counted twice",
            }
        rows = [line.row for (line,) in wrong]
        ids = add_many(session, m.Update, rows)
        for row, id_ in zip(rows, ids, strict=True):
            row["id"] = id_

    def _take_back(self, session: Session, now: datetime) -> None:
        """Whole submissions are taken back, as the record does it."""
        intact = [one for one in self.groups if all(_reported(line) for line in one)]
        count = round(len(self.groups) * WITHDRAWN)
        groups = self.chance.sample(intact, min(count, len(intact)))
        undone = [group[0].row["submission_id"] for group in groups]
        submissions = _submit(session, "undo", groups, now, undone)
        rows = []
        for group, submission_id in zip(groups, submissions, strict=True):
            for line in group:
                line.place -= 1
                line.figures = line.before
                again = _again(line.row, submission_id, now)
                rows.append(again | NOTHING_SAID | {"kind": UpdateKind.WITHDRAWAL})
        add_many(session, m.Update, rows)


def _beginning(session: Session, record: Record) -> tuple[list[list[Line]], Sequence[str]]:
    """Every action with its owner, those of one owner together, a few at a time."""
    holders = {role.id: person.id for person in record.people.all() for role in person.roles}
    measures = dict(session.execute(select(m.Measure.action_id, m.Measure.id)).tuples().all())
    owned: dict[int, list[Line]] = {}
    refs = record.plan.refs()
    for action in record.plan.actions_by_ref(refs):
        position, role_id = action.position, action.owner_role_id
        figures = {
            "rating": position.rating,
            "impact_rating": ImpactRating.AMBER,
            "stage": Stage.IN_PROGRESS,
            "percent": position.percent,
            "forecast": action.due,
        }
        author = Author(holders[role_id], role_id)
        line = Line(action.id, author, position.place, figures, measures.get(action.id))
        owned.setdefault(role_id, []).append(line)
    return [
        lines[at : at + MOST_AT_ONCE]
        for lines in owned.values()
        for at in range(0, len(lines), MOST_AT_ONCE)
    ], refs


def _submit(
    session: Session,
    kind: str,
    groups: Sequence[Sequence[Line]],
    now: datetime,
    undone: Sequence[int] = (),
) -> Sequence[int]:
    """A submission of each group's author; `undone` are those that they take back."""
    rows = [
        {
            "person_id": group[0].author.person_id,
            "kind": kind,
            "token": f"{kind} {now:%Y-%m-%d} {number}",
            "undoes_id": undone[number] if undone else None,
            "at": now,
        }
        for number, group in enumerate(groups)
    ]
    return add_many(session, m.Submission, rows)


def _by(line: Line, submission_id: int, now: datetime) -> Row:
    return {
        "action_id": line.action_id,
        "submission_id": submission_id,
        "author_id": line.author.person_id,
        "author_role_id": line.author.role_id,
        "place": line.place,
        "supersedes_id": None,
        "reported_on": london_date(now),
        "at": now,
    }


def _again(row: Row, submission_id: int, now: datetime) -> Row:
    """The same report in a row that takes its place."""
    again = row | {"submission_id": submission_id, "supersedes_id": row["id"], "at": now}
    del again["id"]
    return again


def _reported(line: Line) -> bool:
    return line.row["kind"] is not UpdateKind.CORRECTION
