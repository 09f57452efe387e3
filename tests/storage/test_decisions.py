"""Who decides what, what a decision changes, and that it is taken once (programme.md, Rules)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, text

from storage import models as m
from storage.calendar import LONDON
from storage.database import Database
from storage.decisions import Ruling, board_decides
from storage.errors import (
    AlreadyAsked,
    AlreadyDecided,
    DueBeforeStart,
    ImpactEvidenceMissing,
    MeetingMissing,
    NeedsBoard,
    NotAllowed,
    NotForBoard,
    NothingAsked,
    NotImplementedYet,
    ReasonMissing,
    RecordConflict,
    RuleBroken,
    StageNeedsDecision,
    UndoRefused,
)
from storage.plan import Action
from storage.record import Record
from storage.requests import Asked, Request
from storage.said import Change, Link
from storage.submissions import Submission
from storage.verification import verify
from storage.vocabulary import (
    ImpactRating,
    Level,
    Outcome,
    Rating,
    RequestKind,
    Stage,
    UpdateKind,
)
from tests.databases import NOW
from tests.storage.conftest import (
    HR_PARTNER,
    MINUTE,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    WORKFORCE_LEAD,
    action,
    author,
    person,
    theme,
    turn,
)

OTHER_LEAD = "Detective Superintendent – Public Protection"
THURSDAY = datetime(2022, 11, 17, 9, 5, tzinfo=LONDON)
AFTER_BOARD = datetime(2022, 11, 30, 9, 0, tzinfo=LONDON)
BOARD_DAY = date(2022, 11, 29)
FEBRUARY, MARCH = date(2023, 2, 28), date(2023, 3, 31)
WHY = "payment needs the Employment Committee on 6 Dec"
NUMBERS = count()
LATER = Asked(RequestKind.DUE_DATE, WHY, due_to=FEBRUARY)
APPROVED, REFUSED, TO_BOARD = map(Ruling, (Outcome.APPROVED, Outcome.REFUSED, Outcome.TO_BOARD))


def begin(record: Record, role: str, kind: str = "ask") -> Submission:
    """A submission under a token of its own."""
    return record.submissions.begin(person(record, role).id, kind, f"{kind} {next(NUMBERS)}")


def ask(record: Record, asked: Asked = LATER, ref: str = "WF-02", role: str = HR_PARTNER) -> int:
    """The owner asks for a decision on an action."""
    return record.requests.ask(
        begin(record, role), author(record, role), action(record, ref), asked
    )


def decide(
    record: Record, request_id: int, ruling: Ruling = APPROVED, role: str = WORKFORCE_LEAD
) -> None:
    """Somebody, the theme's lead unless said otherwise, decides."""
    submission = begin(record, role, "decide")
    record.decisions.decide(submission, person(record, role), request_id, ruling)


def of_board(record: Record, outcome: Outcome = Outcome.APPROVED, reason: str = "") -> Ruling:
    """The Improvement Board's ruling of 29 November."""
    (meeting,) = record.plan.meetings(on=BOARD_DAY)
    return Ruling(outcome, reason, meeting.id)


def request(record: Record, request_id: int) -> Request:
    found = record.requests.by_id(request_id)
    assert found is not None
    return found


def claim(record: Record, ref: str = "WF-02", role: str = HR_PARTNER) -> int:
    return ask(record, Asked(RequestKind.COMPLETION, "all agreed"), ref, role)


def evidenced(record: Record, ref: str = "WF-02", role: str = HR_PARTNER) -> None:
    """An action gets an impact rating and evidence."""
    about, owner = action(record, ref), author(record, role)
    said = Change(
        impact_rating=ImpactRating.GREEN,
        impact_note="fewer changes of social worker",
        evidence=(Link("https://arden.example/audit.pdf", "Audit"),),
    )
    submission = begin(record, role, "update")
    record.updates.report(submission, owner, about, about.position.update_id, said)


def test_the_lead_moves_a_due_date_once(database: Database) -> None:
    """The original date and the slip count stay visible; as at the day before it was January."""
    with turn(database, WEDNESDAY) as record:
        first = ask(record)
        (waiting,) = record.requests.open_of(action(record, "WF-02"))
        assert (waiting.id, waiting.reason, waiting.due_from) == (first, WHY, date(2023, 1, 31))
    with turn(database, THURSDAY) as record:
        decide(record, first)
        moved = action(record, "WF-02")
        (before,) = (
            found
            for found in record.plan.actions_of_theme(theme(record, "WF").id, WEDNESDAY)
            if found.ref == "WF-02"
        )
        decided = request(record, first)
    assert (moved.due, moved.original_due, moved.slips) == (FEBRUARY, date(2023, 1, 31), 1)
    assert (before.due, before.slips) == (date(2023, 1, 31), 0)
    assert not decided.open
    (made,) = decided.decisions
    assert (made.level, made.outcome, made.author_role) == (
        Level.LEAD,
        Outcome.APPROVED,
        WORKFORCE_LEAD,
    )


def test_a_forecast_never_moves_a_due_date(database: Database) -> None:
    """Whatever its owner expects (programme.md, Due date)."""
    with turn(database, WEDNESDAY) as record:
        about, owner = action(record, "WF-02"), author(record, HR_PARTNER)
        submission = begin(record, HR_PARTNER)
        late = Change(forecast=FEBRUARY, percent=100)
        record.updates.report(submission, owner, about, about.position.update_id, late)
        after = action(record, "WF-02")
    assert (after.due, after.slips) == (about.due, 0)
    assert (after.position.forecast, after.position.rating) == (FEBRUARY, about.position.rating)


def test_an_earlier_date_is_no_slip(database: Database) -> None:
    """And needs no board, whatever slipped before."""
    with turn(database, WEDNESDAY) as record:
        decide(record, ask(record))
        earlier = Asked(RequestKind.DUE_DATE, "committee met", due_to=date(2023, 2, 14))
        decide(record, ask(record, earlier))
        after = action(record, "WF-02")
    assert (after.due, after.slips) == (date(2023, 2, 14), 1)


def test_a_second_slip_goes_to_the_board(database: Database) -> None:
    """The lead may refuse it or send it on; the programme office records what the board said."""
    again = Asked(RequestKind.DUE_DATE, "committee postponed", due_to=MARCH)
    with turn(database, WEDNESDAY) as record:
        decide(record, ask(record))
        second = ask(record, again)
        with pytest.raises(NeedsBoard):
            decide(record, second)
        with pytest.raises(NeedsBoard):
            decide(record, second, role=PROGRAMME_MANAGER)
        decide(record, second, TO_BOARD)
        assert request(record, second).open
        assert request(record, second).with_board
        with pytest.raises(MeetingMissing):
            decide(record, second, of_board(record), PROGRAMME_MANAGER)
    with turn(database, AFTER_BOARD) as record:
        with pytest.raises(NotAllowed):
            decide(record, second, of_board(record), WORKFORCE_LEAD)
        decide(record, second, of_board(record), PROGRAMME_MANAGER)
        after = action(record, "WF-02")
    assert (after.due, after.slips) == (MARCH, 2)
    assert [made.level for made in request_of(database, second).decisions] == [
        Level.LEAD,
        Level.BOARD,
    ]


def request_of(database: Database, request_id: int) -> Request:
    with turn(database) as record:
        return request(record, request_id)


def test_any_slip_of_a_priority_action_goes_to_the_board(database: Database) -> None:
    """Its priority itself is the board's to give."""
    priority = Asked(RequestKind.PRIORITY, "inspectors asked", priority_to=True)
    with turn(database, AFTER_BOARD) as record:
        asked = ask(record, priority, role=WORKFORCE_LEAD)
        with pytest.raises(NeedsBoard):
            decide(record, asked)
        decide(record, asked, of_board(record), PROGRAMME_MANAGER)
        assert action(record, "WF-02").priority
        with pytest.raises(NeedsBoard):
            decide(record, ask(record))


def test_what_the_lead_decides_is_not_the_boards(database: Database) -> None:
    """A first slip that nobody sent on."""
    with turn(database, AFTER_BOARD) as record:
        asked = ask(record)
        with pytest.raises(NotForBoard):
            decide(record, asked, of_board(record), PROGRAMME_MANAGER)


def test_complete_needs_the_lead(database: Database) -> None:
    """Claimed it is not blue; signed off it is implemented and blue, in the lead's name."""
    with turn(database, WEDNESDAY) as record:
        asked = claim(record)
        claimed = action(record, "WF-02").position
    with turn(database, THURSDAY) as record:
        decide(record, asked)
        after = action(record, "WF-02")
    assert (claimed.stage, claimed.rating) == (Stage.COMPLETION_CLAIMED, Rating.AMBER)
    assert (after.position.stage, after.position.rating) == (Stage.IMPLEMENTED, Rating.BLUE)
    assert (after.position.kind, after.position.author_role) == (
        UpdateKind.DECISION,
        WORKFORCE_LEAD,
    )
    assert after.position.percent == claimed.percent
    assert not after.open


def test_a_refused_claim_goes_on(database: Database) -> None:
    """With the rating that its owner gave, and a reason."""
    with turn(database, WEDNESDAY) as record:
        asked = claim(record)
        with pytest.raises(ReasonMissing):
            decide(record, asked, REFUSED)
        decide(record, asked, Ruling(Outcome.REFUSED, "no evidence of the third month"))
        after = action(record, "WF-02").position
    assert (after.stage, after.rating) == (Stage.IN_PROGRESS, Rating.AMBER)


def test_embedded_needs_impact_evidence_and_the_board(database: Database) -> None:
    """Two separate, evidenced states (seed 2.12)."""
    embedded = Asked(RequestKind.EMBEDDING)
    with turn(database, WEDNESDAY) as record:
        with pytest.raises(NotImplementedYet):
            ask(record, embedded)
        decide(record, claim(record))
        asked = ask(record, embedded)
        with pytest.raises(NeedsBoard):
            decide(record, asked)
    with turn(database, AFTER_BOARD) as record:
        with pytest.raises(ImpactEvidenceMissing):
            decide(record, asked, of_board(record), PROGRAMME_MANAGER)
        evidenced(record)
        decide(record, asked, of_board(record), PROGRAMME_MANAGER)
        after = action(record, "WF-02").position
    assert (after.stage, after.rating, after.impact_rating) == (
        Stage.EMBEDDED,
        Rating.BLUE,
        ImpactRating.GREEN,
    )


def test_a_board_may_find_it_not_embedded_yet(database: Database) -> None:
    """Without evidence, and with a reason; it stays implemented."""
    with turn(database, AFTER_BOARD) as record:
        decide(record, claim(record))
        asked = ask(record, Asked(RequestKind.EMBEDDING))
        no = of_board(record, Outcome.REFUSED, "come back in spring")
        decide(record, asked, no, PROGRAMME_MANAGER)
        assert action(record, "WF-02").position.stage is Stage.IMPLEMENTED


def test_reopening_is_a_recorded_event(database: Database) -> None:
    """The action goes on with the rating it had before it was signed off."""
    reopening = Asked(RequestKind.REOPENING, "audit found gaps")
    with turn(database, WEDNESDAY) as record:
        with pytest.raises(NotImplementedYet):
            ask(record, reopening)
        decide(record, claim(record))
        with pytest.raises(ReasonMissing):
            ask(record, Asked(RequestKind.REOPENING))
        decide(record, ask(record, reopening, role=WORKFORCE_LEAD))
        after = action(record, "WF-02")
    assert (after.position.stage, after.position.rating) == (Stage.IN_PROGRESS, Rating.AMBER)
    assert after.open


def test_a_plan_that_came_with_a_signed_off_action_can_reopen_it(database: Database) -> None:
    """WF-03 was never anything but blue in this record: it is at risk until its owner says."""
    reopening = Asked(RequestKind.REOPENING, "caseloads are up again")
    with turn(database, WEDNESDAY) as record:
        decide(record, ask(record, reopening, "WF-03", WORKFORCE_LEAD))
        assert action(record, "WF-03").position.rating is Rating.AMBER


def test_a_new_owner_is_the_programme_offices_to_name(database: Database) -> None:
    """The history stays under the earlier owner's name; as at yesterday she owns it still."""
    with turn(database, WEDNESDAY) as record:
        heir = author(record, RECRUITMENT_LEAD).role_id
        asked = ask(record, Asked(RequestKind.NEW_OWNER, "restructure", role_to_id=heir))
        with pytest.raises(NotAllowed):
            decide(record, asked)
    with turn(database, THURSDAY) as record:
        decide(record, asked, role=PROGRAMME_MANAGER)
        after = action(record, "WF-02")
        (before,) = (
            found
            for found in record.plan.actions_of_theme(theme(record, "WF").id, WEDNESDAY)
            if found.ref == "WF-02"
        )
    assert after.owner_role == RECRUITMENT_LEAD
    assert after.position.author_role == HR_PARTNER
    assert before.owner_role == HR_PARTNER


def test_a_risk_goes_to_the_board(database: Database) -> None:
    """Asked by its owner, sent on by the lead, seen by the board with its score of that day."""
    with turn(database, WEDNESDAY) as record:
        risk = record.risks.by_ref("R-01")
        assert risk is not None
        owner = author(record, HR_PARTNER)
        with pytest.raises(ReasonMissing):
            record.requests.ask_about_risk(begin(record, HR_PARTNER), owner, risk, " ")
        asked = record.requests.ask_about_risk(
            begin(record, HR_PARTNER), owner, risk, "beyond what we can do"
        )
        with pytest.raises(AlreadyAsked):
            record.requests.ask_about_risk(begin(record, HR_PARTNER), owner, risk, "again")
        decide(record, asked, TO_BOARD)
    with turn(database, AFTER_BOARD) as record:
        decide(record, asked, of_board(record), PROGRAMME_MANAGER)
        seen = record.risks.last_seen()[risk.id]
    assert (seen.held_on, seen.likelihood, seen.impact) == (BOARD_DAY, 4, 5)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (Asked(RequestKind.DUE_DATE, due_to=FEBRUARY), ReasonMissing),
        (Asked(RequestKind.DUE_DATE, "because"), NothingAsked),
        (Asked(RequestKind.DUE_DATE, "because", due_to=date(2023, 1, 31)), NothingAsked),
        (Asked(RequestKind.PRIORITY, "because", priority_to=False), NothingAsked),
        (Asked(RequestKind.NEW_OWNER, "because"), NothingAsked),
    ],
)
def test_a_request_that_asks_for_nothing_is_refused(
    database: Database, asked: Asked, error: type[RuleBroken]
) -> None:
    """Nothing of it is saved."""
    with pytest.raises(error), turn(database) as record:
        ask(record, asked)
    with database.transaction() as session:
        assert session.scalar(select(m.Request.id)) is None
        assert session.scalar(select(m.Submission.id)) is None


def test_a_date_before_the_start_is_refused(database: Database) -> None:
    """An action cannot be due before it starts."""
    with database.transaction() as session:
        session.scalars(select(m.Action).where(m.Action.ref == "WF-02")).one().start = NOW.date()
    too_early = Asked(RequestKind.DUE_DATE, "soon", due_to=NOW.date() - timedelta(days=1))
    with turn(database) as record, pytest.raises(DueBeforeStart):
        ask(record, too_early)


def test_the_same_is_asked_for_once(database: Database) -> None:
    """Until it was decided; then it can be asked for again."""
    with turn(database, WEDNESDAY) as record:
        first = ask(record)
        with pytest.raises(AlreadyAsked):
            ask(record)
        decide(record, first, Ruling(Outcome.REFUSED, "no"))
        assert ask(record) != first


def test_an_implemented_action_is_not_claimed_again(database: Database) -> None:
    """It is complete."""
    with turn(database) as record, pytest.raises(StageNeedsDecision):
        claim(record, "WF-03")


@pytest.mark.parametrize("role", [HR_PARTNER, RECRUITMENT_LEAD, OTHER_LEAD])
def test_a_decision_that_is_not_yours(database: Database, role: str) -> None:
    """Only the theme's lead and the programme office (programme.md, Rights)."""
    with turn(database) as record:
        asked = ask(record)
        with pytest.raises(NotAllowed):
            decide(record, asked, role=role)
        assert request(record, asked).open


def test_whoever_is_second_changes_nothing(database: Database) -> None:
    """And learns who was quicker."""
    with turn(database, THURSDAY) as record:
        asked = ask(record)
        decide(record, asked, role=PROGRAMME_MANAGER)
    with turn(database, THURSDAY + MINUTE) as record:
        with pytest.raises(AlreadyDecided):
            decide(record, asked, Ruling(Outcome.REFUSED, "no"))
        (made,) = request(record, asked).decisions
        assert action(record, "WF-02").due == FEBRUARY
    assert (made.author_role, made.at) == (PROGRAMME_MANAGER, THURSDAY)


def test_two_leads_at_once_give_one_decision(database: Database) -> None:
    """The database refuses the second, however close it was."""
    with turn(database, THURSDAY) as record:
        asked = ask(record)
        decide(record, asked)
    copied = text(
        "INSERT INTO decisions (request_id, submission_id, level, outcome, author_id, "
        "author_role_id, reason, at) SELECT request_id, submission_id, level, 'refused', "
        "author_id, author_role_id, reason, at FROM decisions"
    )
    with pytest.raises(RecordConflict), database.transaction() as session:
        session.execute(copied)


@pytest.mark.parametrize(
    "ruling",
    [Ruling(Outcome.WITHDRAWN), Ruling(Outcome.TO_BOARD, meeting_id=1)],
)
def test_a_ruling_that_is_none(database: Database, ruling: Ruling) -> None:
    """Withdrawing is the asker's; a board sends nothing to the board."""
    with turn(database, AFTER_BOARD) as record:
        asked = ask(record)
        with pytest.raises((NothingAsked, NotForBoard)):
            decide(record, asked, ruling, PROGRAMME_MANAGER)


def test_a_request_that_is_not_there(record: Record) -> None:
    """Nothing to decide."""
    with pytest.raises(NothingAsked):
        decide(record, 999)


def test_undo_takes_a_request_back(database: Database) -> None:
    """A claim is gone with its stage, until somebody decided; put back it waits again."""
    with turn(database, WEDNESDAY) as record:
        owner = author(record, HR_PARTNER)
        submission = begin(record, HR_PARTNER)
        asked = Asked(RequestKind.COMPLETION, "done")
        record.requests.ask(submission, owner, action(record, "WF-02"), asked)
        undo = record.submissions.take_back(submission, owner.person_id, "undo")
        assert record.requests.open_of(action(record, "WF-02")) == ()
        assert action(record, "WF-02").position.stage is Stage.IN_PROGRESS
        again = record.submissions.put_back(undo, owner.person_id, "again")
        (waiting,) = record.requests.open_of(action(record, "WF-02"))
        assert (waiting.kind, waiting.reason) == (RequestKind.COMPLETION, "done")
        assert action(record, "WF-02").position.stage is Stage.COMPLETION_CLAIMED
        decide(record, waiting.id)
        with pytest.raises(UndoRefused):
            record.submissions.take_back(again, owner.person_id, "too late")


def test_a_decision_is_not_undone(database: Database) -> None:
    """It is revised by another: a reopening, another date."""
    with turn(database, WEDNESDAY) as record:
        asked = ask(record)
        lead = person(record, WORKFORCE_LEAD)
        submission = begin(record, WORKFORCE_LEAD, "decide")
        record.decisions.decide(submission, lead, asked, APPROVED)
        with pytest.raises(UndoRefused):
            record.submissions.take_back(submission, lead.id, "undo")


Step = Callable[[Record], object]


@pytest.mark.parametrize("broken", [lambda r: decide(r, 999), lambda r: ask(r, Asked(LATER.kind))])
def test_a_broken_rule_leaves_nothing_behind(database: Database, broken: Step) -> None:
    """Not even the submission that carried it, and the chain is whole."""
    with database.transaction() as session:
        before = session.scalar(text("SELECT count(*) FROM submissions"))
    with pytest.raises(RuleBroken), turn(database) as record:
        broken(record)
    with database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM submissions")) == before
        assert verify(session.connection()).faults == ()


def test_about(record: Record) -> None:
    """Requests of a theme come oldest first, and carry what they are about."""
    ask(record)
    ask(record, LATER, "WF-01", RECRUITMENT_LEAD)
    found = record.requests.open_of_theme(theme(record, "WF").id)
    assert [(one.action_ref, one.theme_code, one.author_role) for one in found] == [
        ("WF-02", "WF", HR_PARTNER),
        ("WF-01", "WF", RECRUITMENT_LEAD),
    ]
    assert isinstance(action(record, "WF-02"), Action)


def test_what_a_submission_asked_for_and_an_undo_took_back(database: Database) -> None:
    """Each is found by the act of the person who did it."""
    with turn(database, WEDNESDAY) as record:
        owner, submission = author(record, HR_PARTNER), begin(record, HR_PARTNER)
        record.requests.ask(submission, owner, action(record, "WF-02"), LATER)
        (asked,) = record.requests.saved_by(submission.id)
        assert (asked.action_ref, asked.due_to) == ("WF-02", FEBRUARY)
        undo = record.submissions.take_back(submission, owner.person_id, "undo")
        assert [one.id for one in record.requests.withdrawn_by(undo.id)] == [asked.id]
        assert record.requests.saved_by(undo.id) == ()
        assert record.requests.withdrawn_by(submission.id) == ()


@pytest.mark.parametrize(
    ("changes", "to", "board"),
    [
        ({}, FEBRUARY, False),
        ({"slips": 1}, FEBRUARY, True),
        ({"slips": 1}, date(2023, 1, 10), False),
        ({"priority": True}, FEBRUARY, True),
        ({"priority": True}, date(2023, 1, 10), False),
    ],
)
def test_who_decides_on_a_date(
    record: Record, changes: dict[str, Any], to: date, board: bool
) -> None:
    """The lead a first slip; the board a second, and any of a priority action (programme.md)."""
    assert board_decides(replace(action(record, "WF-02"), **changes), to) is board
