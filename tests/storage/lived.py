"""The sample plan after a fortnight: one row at least in every table of its history."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.assessments import Assessment, Mitigation
from storage.calendar import LONDON
from storage.database import Database
from storage.decisions import Ruling
from storage.digests import Edition, Period
from storage.record import Record
from storage.requests import Asked
from storage.rows import add
from storage.said import Change, Link, Reading
from storage.submissions import Submission
from storage.vocabulary import (
    Better,
    MitigationState,
    Outcome,
    PlanStatus,
    Rating,
    RequestKind,
    Response,
)
from tests.storage.conftest import (
    CUT_OFF,
    FRIDAY,
    HR_PARTNER,
    MINUTE,
    OPENS,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    WORKFORCE_LEAD,
    action,
    author,
    person,
    theme,
)

THURSDAY = datetime(2022, 11, 17, 9, 0, tzinfo=LONDON)
MONDAY = datetime(2022, 11, 21, 9, 0, tzinfo=LONDON)
AFTER_BOARD = datetime(2022, 11, 30, 9, 0, tzinfo=LONDON)
TODAY = date(2022, 11, 30)
HOSTILE = '=HYPERLINK("https://evil.example","14 interviews")'
UNPRINTABLE = "six offers\x07, _x0041_\nand +44 more"


def live(database: Database, *, after: datetime = OPENS, until: datetime = AFTER_BOARD) -> None:
    """Let a fortnight pass: reports, a correction, an undo, a decision, a board, a summary.

    Only what happens after one moment and until another is done.
    """
    days = (
        (WEDNESDAY, _report),
        (THURSDAY, _correct),
        (THURSDAY + MINUTE, _report_by_mistake),
        (THURSDAY + 2 * MINUTE, _undo),
        (FRIDAY, _raise_and_revise),
        (FRIDAY + MINUTE, _post),
        (MONDAY, _ask_and_decide),
        (AFTER_BOARD, _show_board),
    )
    for now, happens in days:
        if not after < now <= until:
            continue
        with database.transaction() as session:
            happens(session, Record(session, now))


def _begin(record: Record, role: str, token: str) -> Submission:
    return record.submissions.begin(person(record, role).id, "update", token)


def _report(session: Session, record: Record) -> None:
    recruitment = action(record, "WF-01")
    measure = m.Measure(
        action_id=recruitment.id, name="Vacancies", unit="%", baseline=Decimal("17.1"),
        target=Decimal(15), better=Better.LOWER,
    )  # fmt: skip
    milestone = m.Milestone(
        action_id=recruitment.id, title="Offers sent", due=date(2022, 12, 9), done_on=None
    )
    session.add_all((measure, milestone))
    session.flush()
    change = Change(
        percent=75,
        note=HOSTILE,
        impact_note="Fewer changes of worker",
        achievement="Two started",
        next_steps="Six offers",
        blocked_by="Checks",
        spend="£2,400",
        readings=(Reading(measure.id, Decimal("16.5"), None, date(2022, 11, 15)),),
        evidence=(Link("https://sharepoint.example/offers", "Offers"),),
    )
    record.updates.report(
        _begin(record, RECRUITMENT_LEAD, "report"),
        author(record, RECRUITMENT_LEAD),
        recruitment,
        recruitment.position.update_id,
        change,
    )


def _correct(_: Session, record: Record) -> None:
    wrong = action(record, "WF-01")
    record.updates.correct(
        _begin(record, RECRUITMENT_LEAD, "correction"),
        author(record, RECRUITMENT_LEAD),
        wrong,
        wrong.position.update_id,
        Change(percent=70, note=UNPRINTABLE),
        "Counted twice",
    )


def _report_by_mistake(_: Session, record: Record) -> None:
    offer = action(record, "WF-02")
    record.updates.report(
        _begin(record, HR_PARTNER, "mistake"),
        author(record, HR_PARTNER),
        offer,
        offer.position.update_id,
        Change(rating=Rating.RED, note="Wrong action"),
    )


def _undo(_: Session, record: Record) -> None:
    mistake = record.submissions.under("mistake")
    assert mistake is not None
    record.submissions.take_back(mistake, mistake.person_id, "undo")


def _raise_and_revise(_: Session, record: Record) -> None:
    submission, owner = _begin(record, HR_PARTNER, "risk"), author(record, HR_PARTNER)
    risk = record.risks.by_ref("R-01")
    assert risk is not None
    planned = Mitigation(
        "Retention payments", MitigationState.PLANNED, owner.role_id, "", date(2023, 1, 31)
    )
    assessment = Assessment(
        5, 5, 3, 4, Response.TREAT, date(2022, 12, 20), None, "@agency rates rise", (planned,)
    )
    record.risks.revise(submission, owner, risk, assessment)
    record.issues.raise_issue(submission, owner, action(record, "WF-02"), "Two have left")


def _post(session: Session, record: Record) -> None:
    workforce = theme(record, "WF")
    summary = {"blocks": [{"kind": "heading", "text": "Workforce"}, {"text": "WF-01 has news."}]}
    record.digests.keep(workforce.id, Edition.SCHEDULED, FRIDAY, Period(OPENS, CUT_OFF), summary)
    add(
        session,
        m.Report,
        kind="highlight",
        theme_id=workforce.id,
        covers_from=OPENS.date(),
        covers_to=FRIDAY.date(),
        version=1,
        status="draft",
        content={},
        sha256="ab" * 32,
        at=FRIDAY,
    )


def _ask_and_decide(_: Session, record: Record) -> None:
    offer, lead = action(record, "WF-02"), person(record, WORKFORCE_LEAD)
    asked = Asked(RequestKind.DUE_DATE, "Agency contracts end later", date(2023, 2, 28))
    submission = _begin(record, HR_PARTNER, "request")
    request_id = record.requests.ask(submission, author(record, HR_PARTNER), offer, asked)
    ruling = Ruling(Outcome.APPROVED, "Agreed once")
    decision = _begin(record, WORKFORCE_LEAD, "decision")
    record.decisions.decide(decision, lead, request_id, ruling)
    record.challenges.challenge(decision, lead, action(record, "WF-01"), "Is Amber right?")


def _show_board(session: Session, record: Record) -> None:
    office = person(record, PROGRAMME_MANAGER)
    meeting_id = session.scalars(select(m.Meeting.id).order_by(m.Meeting.id)).first()
    risk = record.risks.by_ref("R-01")
    assert risk is not None
    assert meeting_id is not None
    record.risks.seen(risk, meeting_id, office.id)
    add(
        session,
        m.PlanVersion,
        name="1",
        status=PlanStatus.ACCEPTED,
        person_id=office.id,
        meeting_id=meeting_id,
        at=record.now,
    )
