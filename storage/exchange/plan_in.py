"""Takes a checked plan into the record, once; the same plan again changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.audit import Audit
from storage.calendar import at_london, london_date, monday_of
from storage.exchange.mistakes import PlanRejected
from storage.exchange.rows import ActionRow, RiskRow
from storage.exchange.workbook import PlanSheets
from storage.risks import Risks
from storage.updates import Opening, Updates

IN_FUTURE = "Programme, row 2 (As at): {} is after today."
NEW = "{}: {} is new."
CHANGED = "{}: {} is not as it was taken in."
GONE = "{}: {} is no longer there."
NOT_YET = (
    "The plan that was taken in on {} has started; changing it by a workbook is not possible yet. "
    "Nothing was taken in."
)
MIDNIGHT = time(0, 0)


@dataclass(frozen=True, slots=True)
class Imported:
    """How much the plan holds; `unchanged` when it was in the record already."""

    themes: int
    actions: int
    risks: int
    people: int
    meetings: int
    unchanged: bool


def weeks_to_today(as_at: date, today: date) -> int:
    """By how many weeks a plan must be moved for its week to become this one."""
    return (monday_of(today) - monday_of(as_at)).days // 7


def import_plan(
    session: Session, plan: PlanSheets, *, now: datetime, weeks_moved: int = 0
) -> Imported:
    """Take a plan into an empty record, in the caller's transaction.

    All dates are moved by `weeks_moved`, which is kept: the same workbook is known again later.

    Raises:
        PlanRejected: the plan's as-at day is after today, or the record holds another plan; the
            mistakes say what differs.
    """
    earlier = session.scalar(select(m.PlanImport).order_by(m.PlanImport.id.desc()).limit(1))
    if earlier is None:
        moved = plan.moved(weeks_moved)
        if moved.programme.as_at > london_date(now):
            raise PlanRejected([IN_FUTURE.format(_shown(moved.programme.as_at))])
        _Intake(session, moved, now).run()
        _remember(session, plan, now, weeks_moved)
    elif earlier.sha256 != plan.sha256:
        raise PlanRejected(_differences(earlier, plan))
    return _imported(plan, unchanged=earlier is not None)


def _imported(plan: PlanSheets, *, unchanged: bool) -> Imported:
    return Imported(
        themes=len(plan.themes),
        actions=len(plan.actions),
        risks=len(plan.risks),
        people=len({person.email.casefold() for person in plan.people}),
        meetings=len(plan.meetings),
        unchanged=unchanged,
    )


def _remember(session: Session, plan: PlanSheets, now: datetime, weeks_moved: int) -> None:
    row = m.PlanImport(
        at=now,
        as_at=plan.programme.as_at,
        sha256=plan.sha256,
        weeks_moved=weeks_moved,
        summary={"programme": plan.programme.name, "rows": plan.fingerprints()},
    )
    session.add(row)
    session.flush()
    Audit(session, now).note(None, "import", f"plan_imports {row.id}", weeks_moved=weeks_moved)


def _differences(earlier: m.PlanImport, plan: PlanSheets) -> Iterator[str]:
    before: Mapping[str, Mapping[str, str]] = earlier.summary["rows"]
    for sheet, rows in plan.fingerprints().items():
        old = before[sheet]
        yield from (NEW.format(sheet, key) for key in rows if key not in old)
        yield from (
            CHANGED.format(sheet, key) for key in rows if old.get(key, rows[key]) != rows[key]
        )
        yield from (GONE.format(sheet, key) for key in old if key not in rows)
    yield NOT_YET.format(_shown(london_date(earlier.at)))


def _shown(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


class _Intake:
    """One plan on its way into the record, with the ids that its names have got so far."""

    def __init__(self, session: Session, plan: PlanSheets, now: datetime) -> None:
        self._session = session
        self._plan = plan
        self._updates = Updates(session, now)
        self._risk_register = Risks(session, now)
        self._as_at = plan.programme.as_at
        self._opens = at_london(self._as_at, MIDNIGHT)
        self._organisation_ids: dict[str, int] = {}
        self._role_ids: dict[str, int] = {}
        self._theme_ids: dict[str, int] = {}
        self._action_ids: dict[str, int] = {}

    def run(self) -> None:
        """Add everything, each thing after what it names."""
        self._organisations()
        self._roles()
        self._deputies()
        self._people()
        self._themes()
        self._actions()
        self._risks()
        self._meetings()
        self._session.flush()

    def _organisations(self) -> None:
        rows = {row.name: m.Organisation(name=row.name) for row in self._plan.organisations}
        self._session.add_all(rows.values())
        self._session.flush()
        self._organisation_ids = {name: row.id for name, row in rows.items()}

    def _roles(self) -> None:
        rows = {
            person.role: m.Role(
                title=person.role,
                organisation_id=self._organisation_ids[person.organisation],
                standing=person.standing,
            )
            for person in self._plan.people
        }
        self._session.add_all(rows.values())
        self._session.flush()
        self._role_ids = {title: row.id for title, row in rows.items()}

    def _deputies(self) -> None:
        for person in self._plan.people:
            for title in person.deputy_for:
                role = self._session.get_one(m.Role, self._role_ids[title])
                role.deputy_role_id = self._role_ids[person.role]

    def _people(self) -> None:
        rows: dict[str, m.Person] = {}
        for person in self._plan.people:
            new = m.Person(name=person.name, email=person.email)
            rows.setdefault(person.email.casefold(), new)
        self._session.add_all(rows.values())
        self._session.flush()
        self._session.add_all(
            m.RoleHolding(
                role_id=self._role_ids[person.role],
                person_id=rows[person.email.casefold()].id,
                held_from=self._as_at,
            )
            for person in self._plan.people
        )

    def _themes(self) -> None:
        rows = {
            theme.code: m.Theme(
                code=theme.code,
                name=theme.name,
                lead_role_id=self._role_ids[theme.lead_role],
                summary_weekday=theme.summary_weekday,
                summary_time=theme.summary_time,
            )
            for theme in self._plan.themes
        }
        self._session.add_all(rows.values())
        self._session.flush()
        self._theme_ids = {code: row.id for code, row in rows.items()}

    def _actions(self) -> None:
        rows = {action.ref: self._action(action) for action in self._plan.actions}
        self._session.add_all(rows.values())
        self._session.flush()
        self._action_ids = {ref: row.id for ref, row in rows.items()}
        for action in self._plan.actions:
            self._support(action)
            self._open(action)

    def _action(self, action: ActionRow) -> m.Action:
        return m.Action(
            ref=action.ref,
            theme_id=self._theme_ids[action.theme],
            short_title=action.short_title,
            title=action.title,
            owner_role_id=self._role_ids[action.owner_role],
            organisation_id=self._organisation_ids[action.organisation],
            finding=action.finding,
            success_measure=action.success_measure,
            priority=action.priority,
            original_due=action.original_due,
            due=action.due,
        )

    def _support(self, action: ActionRow) -> None:
        self._session.add_all(
            m.SupportingOrganisation(
                action_id=self._action_ids[action.ref],
                organisation_id=self._organisation_ids[name],
            )
            for name in action.supporting
        )

    def _open(self, action: ActionRow) -> None:
        position = Opening(
            rating=action.rating,
            percent=action.percent,
            stage=action.stage,
            note=action.last_note,
            reported_on=action.last_note_date or self._as_at,
        )
        owner = self._role_ids[action.owner_role]
        self._updates.open_position(self._action_ids[action.ref], owner, position, self._opens)

    def _risks(self) -> None:
        for risk in self._plan.risks:
            self._risk(risk)

    def _risk(self, risk: RiskRow) -> None:
        owner = self._role_ids[risk.owner_role]
        action_id = self._action_ids[risk.action] if risk.action else None
        theme_id = self._theme_ids[risk.theme]
        risk_id = self._risk_register.register(
            risk.ref, theme_id, action_id, owner, risk.description
        )
        scores = (risk.likelihood, risk.impact)
        self._risk_register.open_position(risk_id, owner, scores, risk.mitigation, self._opens)

    def _meetings(self) -> None:
        boards = {row.board: m.Board(name=row.board) for row in self._plan.meetings}
        self._session.add_all(boards.values())
        self._session.flush()
        self._session.add_all(
            m.Meeting(board_id=boards[row.board].id, held_on=row.held_on)
            for row in self._plan.meetings
        )
