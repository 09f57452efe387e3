"""Takes a checked plan into the record: a first one whole, a later one by what is different."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.audit import Audit
from storage.calendar import at_london, london_date, monday_of
from storage.errors import RuleBroken
from storage.exchange.layout.days import shown_day
from storage.exchange.layout.mistakes import PlanRejected
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.out.plan_out import plan_as_sheets
from storage.exchange.taking_in.actions_in import take_in_actions
from storage.exchange.taking_in.differences import Difference, Rows, as_said, differences
from storage.exchange.taking_in.findings_in import with_references
from storage.exchange.taking_in.ids import Ids
from storage.exchange.taking_in.intake import Intake, Progress, silent
from storage.exchange.taking_in.merging import merged
from storage.exchange.taking_in.people_in import take_in_organisations, take_in_people
from storage.exchange.taking_in.refusals import refusals
from storage.exchange.taking_in.risks_in import take_in_issues, take_in_risks
from storage.exchange.taking_in.themes_in import (
    take_in_meetings,
    take_in_sources,
    take_in_tags,
    take_in_themes,
)
from storage.people import People, Person
from storage.rows import add
from storage.submissions import Submission, Submissions

IN_FUTURE = "Programme, row 2 (As at): {} is after today."
NO_PERSON = "There is nobody in the plan with the address {}."
RULE = "The record's rules forbid it ({}). Nothing was taken in."
MIDNIGHT = time(0, 0)


@dataclass(frozen=True, slots=True)
class Imported:
    """How much a plan holds, and in what it differed from the record."""

    themes: int
    actions: int
    risks: int
    people: int
    meetings: int
    differences: tuple[Difference, ...]
    first: bool

    @property
    def unchanged(self) -> bool:
        """The record said all of it already."""
        return not self.differences

    def sentences(self) -> Iterable[str]:
        """A line to show for each difference."""
        for difference in self.differences:
            yield from difference.sentences()


def weeks_to_today(as_at: date, today: date) -> int:
    """By how many weeks a plan must be moved for its week to become this one."""
    return (monday_of(today) - monday_of(as_at)).days // 7


def import_plan(
    session: Session,
    plan: PlanSheets,
    *,
    now: datetime,
    weeks_moved: int = 0,
    by: str = "",
    merging: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Take a plan in, in the caller's transaction: all of it or, if anything is wrong, nothing.

    A first plan fills the record. A later one changes it by reference where a cell is neither as
    the record is now nor as the plan before had it; what it no longer has is marked, and nothing
    is deleted. Whatever it reports is entered in the name of `by`, an email address of the plan.

    With `merging` the plan is a second source that joins the one in the record: its actions get
    references of their own and keep the former ones, and likely duplicates must be decided.

    The dates of a first plan are moved by `weeks_moved`, which is kept: the same workbook is
    known again later.

    `progress` is told the sheet, how many of its rows are in, and how many there are.

    Raises:
        PlanRejected: the plan's as-at day is after today, or it changes what only a decision may
            change, or what needs a name without one, or a likely duplicate is not decided; the
            mistakes say what.
    """
    earlier = session.scalar(select(m.PlanImport).order_by(m.PlanImport.id.desc()).limit(1))
    weeks = weeks_moved if earlier is None else _weeks_moved(session, plan)
    moved = plan.moved(weeks)
    record = plan_as_sheets(session, now)
    moved = with_references(moved, record)
    before = _before(session, earlier)
    if merging and earlier is not None:
        moved = merged(moved, record, _former(session))
        found, said = differences(moved, record, {}), before
    else:
        found, said = differences(moved, record, before), as_said(moved)
    if found or _version_is_new(session, moved):
        person = _person(session, by, now)
        _Import(session, moved, found, said, now, weeks, person, progress).take_in()
    return _imported(moved, found, first=earlier is None)


@dataclass(frozen=True, slots=True)
class _Import:
    """A plan that differs from the record, its dates moved, and who enters it."""

    session: Session
    plan: PlanSheets
    found: tuple[Difference, ...]
    said: Rows
    """What the next workbook is compared with: a second source does not speak for the first."""
    now: datetime
    weeks: int
    person: Person | None
    progress: Progress

    def take_in(self) -> None:
        """Change the record, unless its rules forbid it."""
        as_at = self.plan.programme.as_at
        if as_at > london_date(self.now):
            raise PlanRejected([IN_FUTURE.format(shown_day(as_at))])
        mistakes = list(refusals(self.found, named=self.person is not None))
        if mistakes:
            told = (sentence for one in self.found for sentence in one.sentences())
            raise PlanRejected(mistakes, told)
        first = self.session.scalar(select(m.PlanImport.id).limit(1)) is None
        import_id = self._remember()
        try:
            _take_in_sheets(self._intake(import_id, first=first))
        except RuleBroken as broken:
            raise PlanRejected([RULE.format(type(broken).__name__)]) from None
        self._remember_version(import_id)
        by = self.person.id if self.person else None
        detail = {"weeks_moved": self.weeks, "differences": len(self.found)}
        Audit(self.session, self.now).note(by, "import", f"plan_imports {import_id}", **detail)

    def _intake(self, import_id: int, *, first: bool) -> Intake:
        as_at = self.plan.programme.as_at
        return Intake(
            session=self.session,
            now=self.now,
            as_at=as_at,
            import_id=import_id,
            opens=at_london(as_at, MIDNIGHT) if first else self.now,
            ids=Ids(self.session),
            found=self.found,
            person=self.person,
            submission=self._submission(import_id),
            progress=self.progress,
        )

    def _submission(self, import_id: int) -> Submission | None:
        if self.person is None:
            return None
        submissions = Submissions(self.session, self.now)
        return submissions.begin(self.person.id, "import", f"import {import_id}")

    def _remember(self) -> int:
        programme = self.plan.programme
        id_: int = add(
            self.session,
            m.PlanImport,
            at=self.now,
            as_at=programme.as_at - timedelta(weeks=self.weeks),
            sha256=self.plan.sha256,
            weeks_moved=self.weeks,
            summary={"programme": programme.name, "rows": self.said},
        )
        return id_

    def _remember_version(self, import_id: int) -> None:
        """A version is drafted once and accepted once; both stay to be seen (seed 2.7)."""
        if _version_is_new(self.session, self.plan):
            add(
                self.session,
                m.PlanVersion,
                name=self.plan.programme.version,
                status=self.plan.programme.status,
                plan_import_id=import_id,
                person_id=self.person.id if self.person else None,
                at=self.now,
            )


def _take_in_sheets(intake: Intake) -> None:
    """Everything after what it names."""
    take_in_organisations(intake)
    take_in_people(intake)
    take_in_themes(intake)
    take_in_sources(intake)
    take_in_tags(intake)
    take_in_actions(intake)
    take_in_risks(intake)
    take_in_issues(intake)
    take_in_meetings(intake)
    intake.session.flush()


def _before(session: Session, earlier: m.PlanImport | None) -> Rows:
    """What the workbook taken in last said: the first version of this table kept marks only."""
    if earlier is None:
        return {}
    rows: Rows = earlier.summary["rows"]
    whole = all(isinstance(row, dict) for rows_ in rows.values() for row in rows_.values())
    return rows if whole else as_said(plan_as_sheets(session, earlier.at))


def _former(session: Session) -> dict[tuple[str, str], str]:
    """(source, reference there) → the action's reference in the record."""
    rows = session.execute(
        select(m.Source.name, m.FormerReference.ref, m.Action.ref)
        .join(m.Source, m.Source.id == m.FormerReference.source_id)
        .join(m.Action, m.Action.id == m.FormerReference.action_id)
    )
    return {(source, ref): action for source, ref, action in rows}


def _weeks_moved(session: Session, plan: PlanSheets) -> int:
    """How a workbook of that day was moved when it was taken in; 0 for any other day's."""
    moved = select(m.PlanImport.weeks_moved).where(m.PlanImport.as_at == plan.programme.as_at)
    return session.scalar(moved.order_by(m.PlanImport.id)) or 0


def _person(session: Session, email: str, now: datetime) -> Person | None:
    if not email:
        return None
    everyone = People(session, now).all()
    found = next((one for one in everyone if one.email.casefold() == email.casefold()), None)
    if found is None or not found.roles:
        raise PlanRejected([NO_PERSON.format(email)])
    return found


def _version_is_new(session: Session, plan: PlanSheets) -> bool:
    version = (plan.programme.version, plan.programme.status)
    known = select(m.PlanVersion.id).where(
        m.PlanVersion.name == version[0], m.PlanVersion.status == version[1]
    )
    return bool(plan.programme.version) and session.scalar(known) is None


def _imported(plan: PlanSheets, found: tuple[Difference, ...], *, first: bool) -> Imported:
    return Imported(
        themes=len(plan.themes),
        actions=len(plan.actions),
        risks=len(plan.risks),
        people=len({person.email.casefold() for person in plan.people}),
        meetings=len(plan.meetings),
        differences=found,
        first=first,
    )
