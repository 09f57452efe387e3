"""A return becomes updates, requests and risks in one go, labelled with who entered it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from storage import models as m
from storage.calendar import LONDON
from storage.database import Database
from storage.decisions import Ruling
from storage.exchange.returns.filled import Return
from storage.exchange.returns.reading import read_return
from storage.exchange.returns.refused import ReturnRefused
from storage.exchange.returns.taking_in import TakenIn, take_in_return
from storage.said import Change
from storage.vocabulary import (
    MitigationState,
    Outcome,
    Rating,
    RequestKind,
    Stage,
    ToldBy,
    UpdateKind,
)
from tests.databases import NOW
from tests.storage.conftest import (
    MINUTE,
    PROGRAMME_MANAGER,
    WEDNESDAY,
    action,
    author,
    person,
    turn,
)
from tests.storage.returned import COUNCIL, TUESDAY, changed, filled, returned, sent

OFFICE = "daniel.hargreave@arden.example"
NURSE = "angela.brathwaite@mercia-icb.example"  # holds the role that owns PT-02
DEPUTY_NURSE = "maeve.corrigan@mercia-icb.example"
PARTNERSHIPS_LEAD = "fiona.garrick@mercia-police.example"  # leads PT, not RK
POLICE = "rob.pemberton@mercia-police.example"
FOR_THE_NURSE = "Entered for the Designated Nurse – Safeguarding Children"
EVERYTHING = {
    "Rating": "Red",
    "Percent": 70,
    "What changed": "6 offers,\nall accepted",
    "So what for children?": "Fewer changes of worker",
    "Achievement": "Two started",
    "Next steps": "Interviews",
    "Blocked by": "Checks",
    "Forecast": date(2023, 1, 20),
    "Evidence link": "https://sharepoint.example/offers",
    "New due date": date(2023, 1, 31),
    "Why a new due date?": "Agency contracts end later",
}
RISK = {
    "Action": "PT-02",
    "Risk": "As rates rise, two may leave, and visits would be late",
    "Likelihood": 5,
    "Impact": 3,
    "What is done about it": "Rates are agreed",
}


def take_in(database: Database, back: Return, **how: Any) -> TakenIn:
    """By the programme office on Tuesday, told by email on Monday, unless said otherwise."""
    given = {
        "now": NOW,
        "by": OFFICE,
        "told_by": ToldBy.EMAIL,
        "told_on": date(2022, 11, 14),
        **how,
    }
    with database.transaction() as session:
        return take_in_return(session, back, **given)


def refused(database: Database, back: Return, **how: Any) -> tuple[str, ...]:
    """The mistakes of a return that is not taken in; nothing is changed by it."""
    before = rows(database)
    with pytest.raises(ReturnRefused) as refusal:
        take_in(database, back, **how)
    assert rows(database) == before
    return refusal.value.mistakes


def rows(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in m.Base.metadata.sorted_tables
        }


def report(
    database: Database, ref: str, change: Change, now: datetime = WEDNESDAY, token: str = "report"
) -> None:
    """An update by the programme office, of its own accord."""
    with turn(database, now) as record:
        stands = action(record, ref)
        submission = record.submissions.begin(person(record, PROGRAMME_MANAGER).id, "update", token)
        by = author(record, PROGRAMME_MANAGER)
        record.updates.report(submission, by, stands, stands.position.update_id, change)


def update_of(database: Database, ref: str) -> m.Update:
    """The update by which an action stands."""
    with turn(database) as record:
        stands = action(record, ref).position.update_id
    with database.transaction() as session:
        return session.get_one(m.Update, stands)


def test_the_differences_are_said_first(database: Database) -> None:
    """In sentences, with what stays, and labelled with how it was told."""
    back = returned(
        database,
        {
            "PT-02": EVERYTHING,
            "RK-03": {"Percent": 35, "Rating": "Amber", "What changed": "6 offers"},
        },
        RISK,
    )
    assert take_in(database, back, dry_run=True).sentences == (
        "PT-02: Percent 70, was 60. Rating Red, was Amber. Forecast 20 Jan 2023, was not given. "
        "“6 offers, all accepted” So what for children? “Fewer changes of worker” Achievement: "
        "“Two started” Next steps: “Interviews” Blocked by: “Checks” Evidence: "
        "https://sharepoint.example/offers Asks for the due date 31 Jan 2023 instead of 16 Dec "
        f"2022: “Agency contracts end later” {FOR_THE_NURSE}, told by email on 14 Nov 2022.",
        "RK-03: Percent 35, was 30. Rating Amber (stays). “6 offers” Entered for the Named GP for "
        "Safeguarding, told by email on 14 Nov 2022.",
        "PT-02: New risk: “As rates rise, two may leave, and visits would be late” Scored 5 × 3 = "
        f"15, high. What is done about it: “Rates are agreed” {FOR_THE_NURSE}, told by email on "
        "14 Nov 2022.",
    )


def test_a_dry_run_changes_nothing(database: Database) -> None:
    """It says the same as when it is taken in, and then it can be."""
    back, before = returned(database, {"PT-02": EVERYTHING}, RISK), rows(database)
    tried = take_in(database, back, dry_run=True)
    assert tried.submission_id is None
    assert rows(database) == before
    done = take_in(database, back)
    assert done.submission_id is not None
    assert done.sentences == tried.sentences


def test_an_update_says_who_entered_it_and_how_they_were_told(database: Database) -> None:
    """By the office, for the role that owns the action (programme.md, Entered for them)."""
    take_in(database, returned(database, {"PT-02": EVERYTHING}))
    with turn(database) as record:
        office, stands = person(record, PROGRAMME_MANAGER), action(record, "PT-02")
        assert stands.position.author_role == PROGRAMME_MANAGER
    row = update_of(database, "PT-02")
    assert (row.author_id, row.on_behalf_of_role_id) == (office.id, stands.owner_role_id)
    assert (row.told_by, row.told_on) == ("email", date(2022, 11, 14))
    assert (row.rating, row.percent, row.forecast) == ("red", 70, date(2023, 1, 20))
    assert (row.note, row.achievement) == ("6 offers,\nall accepted", "Two started")
    with database.read() as session:
        assert session.scalars(select(m.Evidence.url)).all() == [
            "https://sharepoint.example/offers"
        ]


def test_no_change_is_kept_as_such(database: Database) -> None:
    """An answer that moves nothing, and no rating that was not given."""
    back = returned(database, {"RK-03": {"Rating": "No change"}, "PT-02": {"Rating": "Amber"}})
    assert (
        take_in(database, back)
        .sentences[1]
        .startswith("RK-03: No change: rating Amber, percent 30. Entered for")
    )
    for ref in ("RK-03", "PT-02"):
        assert update_of(database, ref).kind == UpdateKind.NO_CHANGE


def test_no_change_keeps_the_rating_beside_other_news(database: Database) -> None:
    """The rating stays, the words are progress."""
    back = returned(database, {"PT-02": {"Rating": "No change", "What changed": "6 offers"}})
    assert "Rating Amber (stays). “6 offers”" in take_in(database, back).sentences[0]
    row = update_of(database, "PT-02")
    assert (row.kind, row.rating, row.note) == (UpdateKind.PROGRESS, "amber", "6 offers")


def test_what_is_said_again_stays(database: Database) -> None:
    """Figures that stand already are read back as such."""
    report(database, "PT-02", Change(forecast=date(2023, 1, 20)), now=NOW)
    same = {"Percent": 60, "Forecast": date(2023, 1, 20), "What changed": "6 offers"}
    assert (
        take_in(database, returned(database, {"PT-02": same}))
        .sentences[0]
        .startswith(
            "PT-02: Percent 60 (stays). Forecast 20 Jan 2023 (stays). “6 offers” Entered for"
        )
    )


def test_a_new_due_date_is_asked_for_and_not_made(database: Database) -> None:
    """It waits for a decision, labelled as asked for on behalf of the owner."""
    cells = {"New due date": "31/01/2023", "Why a new due date?": "Agency contracts"}
    before = update_of(database, "PT-02").id
    take_in(database, returned(database, {"PT-02": cells}))
    with turn(database) as record:
        stands = action(record, "PT-02")
        (request,) = record.requests.open_of(stands)
    assert stands.due == date(2022, 12, 16)
    assert (request.kind, request.due_to) == (RequestKind.DUE_DATE, date(2023, 1, 31))
    assert (request.reason, request.author_role) == ("Agency contracts", PROGRAMME_MANAGER)
    assert update_of(database, "PT-02").id == before
    with database.read() as session:
        (row,) = session.scalars(select(m.Request))
        assert row.on_behalf_of_role_id == stands.owner_role_id


@pytest.mark.parametrize("cells", [{"Done?": "Yes"}, {"Done?": "Yes", "Percent": 100}])
def test_done_asks_for_sign_off(database: Database, cells: Mapping[str, object]) -> None:
    """Completion is claimed, never decided, by a return."""
    taken_in = take_in(database, returned(database, {"PT-02": cells}))
    assert "Asks for sign-off." in taken_in.sentences[0]
    with turn(database) as record:
        stands = action(record, "PT-02")
        (request,) = record.requests.open_of(stands)
    assert request.kind is RequestKind.COMPLETION
    assert stands.position.stage is Stage.COMPLETION_CLAIMED
    assert stands.position.percent == cells.get("Percent", 60)
    assert stands.position.rating is Rating.AMBER


def test_a_risk_joins_the_register(database: Database) -> None:
    """With its scores, its mitigating action in place, and the owner of the action as its own."""
    taken_in = take_in(database, returned(database, {}, RISK, {"Action": "RK-03", "Risk": "Late"}))
    assert taken_in.submission_id is not None
    with turn(database) as record:
        refs = [saved.ref for saved in record.risks.saved_by(taken_in.submission_id)]
        scored, unscored = (record.risks.by_ref(ref) for ref in refs)
    assert scored is not None
    assert unscored is not None
    assert (scored.action_ref, scored.score) == ("PT-02", 15)
    assert scored.owner_role == "Designated Nurse – Safeguarding Children"
    (mitigation,) = scored.mitigations
    assert mitigation.words == "Rates are agreed"
    assert mitigation.state is MitigationState.EXISTING
    assert (unscored.action_ref, unscored.score, unscored.mitigations) == ("RK-03", None, ())


def test_all_of_it_is_one_submission(database: Database) -> None:
    """So that it can be taken back as a whole; the audit entry holds ids and nobody's words."""
    taken_in = take_in(
        database, returned(database, {"PT-02": EVERYTHING, "RK-03": {"Percent": 35}}, RISK)
    )
    with database.read() as session:
        for kind in (m.Update, m.Request, m.RiskRevision):
            ids = session.scalars(select(kind.submission_id)).all()
            assert set(ids) - {None} == {taken_in.submission_id}
        entry = session.scalars(select(m.AuditEntry).order_by(m.AuditEntry.id.desc())).first()
        actions = session.scalars(select(m.Action.id).where(m.Action.ref.in_(["PT-02", "RK-03"])))
        assert entry is not None
        assert (entry.operation, entry.subject) == (
            "return",
            f"submission:{taken_in.submission_id}",
        )
        assert entry.detail == {"actions": sorted(actions), "told_by": "email"}
        assert entry.covers is not None
        assert {"submissions", "updates", "requests", "risk_revisions"} <= entry.covers.keys()


@pytest.mark.parametrize(
    ("by", "labelled"),
    [(NURSE, False), (DEPUTY_NURSE, False), (PARTNERSHIPS_LEAD, True), (OFFICE.upper(), True)],
)
def test_it_is_labelled_when_entered_for_somebody_else(
    database: Database, by: str, labelled: bool
) -> None:
    """Who owns the action, or stands in for its owner, enters it for themselves."""
    taken_in = take_in(database, returned(database, {"PT-02": {"Percent": 70}}), by=by)
    assert (FOR_THE_NURSE in taken_in.sentences[0]) is labelled
    row = update_of(database, "PT-02")
    assert bool(row.on_behalf_of_role_id) is labelled
    assert row.told_by == ("email" if labelled else "")


@pytest.mark.parametrize(
    ("told_by", "words"),
    [
        (ToldBy.EMAIL, "told by email"),
        (ToldBy.PHONE, "told by phone"),
        (ToldBy.MEETING, "told in a meeting"),
        (ToldBy.WORKBOOK, "told by workbook"),
    ],
)
def test_each_way_of_being_told_has_its_words(
    database: Database, told_by: ToldBy, words: str
) -> None:
    """And is kept with the update."""
    taken_in = take_in(database, returned(database, {"PT-02": {"Percent": 70}}), told_by=told_by)
    assert taken_in.sentences[0].endswith(f"{FOR_THE_NURSE}, {words} on 14 Nov 2022.")
    assert update_of(database, "PT-02").told_by == told_by


def test_who_may_not_report_is_told_for_each_action(database: Database) -> None:
    """A lead of one theme may enter that theme's actions and no other's; a stranger none."""
    back = returned(database, {"PT-02": {"Percent": 70}, "RK-03": {"Percent": 35}}, RISK)
    only = "may not report on it: only its owner, its theme's lead or the programme office."
    police = f"Rob Pemberton {only}"
    assert refused(database, back, by=PARTNERSHIPS_LEAD) == (
        f"Return, row 3, column A (Reference): RK-03: Fiona Garrick {only}",
    )
    assert refused(database, back, by=POLICE) == (
        f"Return, row 2, column A (Reference): PT-02: {police}",
        f"Return, row 3, column A (Reference): RK-03: {police}",
        f"New risks, row 2, column A (Action): PT-02: {police}",
    )
    assert refused(database, back, by="nobody@arden.example") == (
        "There is nobody in the plan with the address nobody@arden.example.",
    )


def test_nobody_was_told_tomorrow(database: Database) -> None:
    """The day is a mistake beside the others."""
    back = returned(database, {"PT-02": {"Percent": 70}}, {"Action": "ZZ-99", "Risk": "Late"})
    assert refused(database, back, told_on=date(2022, 11, 16)) == (
        "The day on which you were told, 16 Nov 2022, is after today.",
        "New risks, row 2, column A (Action): there is no action ZZ-99 in the plan.",
    )


def test_the_same_return_is_not_taken_in_twice(database: Database) -> None:
    """Whoever sends it again, and though every action has moved on by then."""
    content = filled(sent(database), {"PT-02": {"Percent": 70}})
    take_in(database, read_return(content))
    before = rows(database)
    again = take_in(database, read_return(content), now=WEDNESDAY, by=NURSE)
    assert again.already
    assert again.sentences == (
        "This return was taken in already, on 15 Nov 2022. Nothing was changed.",
    )
    assert rows(database) == before


def test_a_return_that_was_taken_back_can_be_taken_in_again(database: Database) -> None:
    """And stands again once the undo itself is undone."""
    back = returned(database, {"PT-02": {"Percent": 70}})
    first = take_in(database, back)
    _undo(database, first.submission_id, "undo", MINUTE)
    assert not take_in(database, back, dry_run=True, now=NOW + 2 * MINUTE).already
    with turn(database, NOW + 3 * MINUTE) as record:
        undo = record.submissions.under("undo")
        assert undo is not None
        record.submissions.put_back(undo, undo.person_id, "put back")
    assert take_in(database, back, now=NOW + 4 * MINUTE).already


def test_a_return_can_be_taken_in_and_back_more_than_once(database: Database) -> None:
    """Each time under a token of its own."""
    back = returned(database, {"PT-02": {"Percent": 70}})
    for minute in (0, 2, 4):
        taken_in = take_in(database, back, now=NOW + minute * MINUTE)
        _undo(database, taken_in.submission_id, f"undo {minute}", (minute + 1) * MINUTE)
    assert update_of(database, "PT-02").percent == 60
    assert not take_in(database, back, now=NOW + 6 * MINUTE).already


def _undo(database: Database, submission_id: int | None, token: str, after: timedelta) -> None:
    assert submission_id is not None
    with turn(database, NOW + after) as record:
        submission = record.submissions.by_id(submission_id)
        assert submission is not None
        record.submissions.take_back(submission, submission.person_id, token)


def test_a_stale_return_says_how_the_action_stands_now(database: Database) -> None:
    """And by whom; nothing of the return is taken in, unless it is to count all the same."""
    back = returned(database, {"PT-02": {"Percent": 70}, "RK-03": {"Percent": 35}})
    report(database, "PT-02", Change(percent=80, rating=Rating.GREEN))
    assert refused(database, back, now=WEDNESDAY + MINUTE) == (
        "Return, row 2, column A (Reference): PT-02 has moved on since the workbook was made: it "
        "is Green, percent 80, by Daniel Hargreave (Improvement Programme Manager) on 16 Nov 2022. "
        "Compare, and say so if the return is to count all the same.",
    )
    taken_in = take_in(database, back, now=WEDNESDAY + MINUTE, anyway=True)
    assert taken_in.sentences[0].startswith("PT-02: Percent 70, was 80. Entered for")
    row = update_of(database, "PT-02")
    assert (row.percent, row.rating) == (70, "green")


def test_a_position_that_came_with_the_plan_has_no_person(database: Database) -> None:
    """The role that gave it is named: the update that the workbook was made from is undone."""
    report(database, "PT-02", Change(percent=80), now=NOW)
    back = returned(database, {"PT-02": {"Percent": 70}})
    with turn(database, NOW + MINUTE) as record:
        undone = record.submissions.under("report")
        assert undone is not None
        record.submissions.take_back(undone, undone.person_id, "undo")
    (mistake,) = refused(database, back, now=NOW + 2 * MINUTE)
    assert "it is Amber, percent 60, by Designated Nurse – Safeguarding Children on" in mistake


def test_a_row_with_the_key_of_another_is_refused(database: Database) -> None:
    """Anyway or not: nobody knows what its author saw."""

    def swap(workbook: Any) -> None:
        sheet = workbook["Return"]
        sheet["U2"], sheet["U3"] = sheet["U3"].value, sheet["U2"].value

    content = filled(sent(database), {"PT-02": {"Percent": 70}})
    assert refused(database, read_return(changed(content, swap)), anyway=True) == (
        "Return, row 2, column A (Reference): PT-02: the hidden key of this row belongs to another "
        "action; have a new workbook made.",
    )


def test_an_action_that_left_the_plan_is_not_there(database: Database) -> None:
    """Nor is one that never was; for that a likely one is suggested."""
    back = returned(database, {"PT-02": {"Percent": 70}}, {"Action": "RK-033", "Risk": "Late"})
    with database.transaction() as session:
        gone = session.scalars(select(m.Action).where(m.Action.ref == "PT-02")).one()
        gone.vanished_on = TUESDAY
    assert refused(database, back) == (
        "Return, row 2, column A (Reference): PT-02 has left the plan.",
        "New risks, row 2, column A (Action): there is no action RK-033 in the plan. Did you mean "
        "“RK-03”?",
    )


def test_an_action_of_another_organisation_is_refused(database: Database) -> None:
    """A return speaks for one organisation, though its reader may report on all."""
    back = returned(database, {"PT-02": {"Percent": 70}}, {"Action": "WF-01", "Risk": "Late"})
    with database.transaction() as session:
        moved = session.scalars(select(m.Action).where(m.Action.ref == "PT-02")).one()
        police = select(m.Organisation.id).where(m.Organisation.name == "Mercia Police")
        moved.organisation_id = session.scalars(police).one()
    assert refused(database, back) == (
        "Return, row 2, column A (Reference): PT-02 is owned by another organisation now, Mercia "
        "Police; ask there.",
        "New risks, row 2, column A (Action): WF-01 is owned by another organisation now, Arden "
        "Borough Council; ask there.",
    )


def test_nothing_is_reported_on_what_is_signed_off(database: Database) -> None:
    """Anyway or not: it has to be reopened first."""
    back = returned(database, {"PT-02": {"Percent": 70}})
    take_in(database, returned(database, {"PT-02": {"Done?": "Yes"}}))
    with turn(database, NOW + MINUTE) as record:
        lead = next(one for one in record.people.all() if one.email == PARTNERSHIPS_LEAD)
        (request,) = record.requests.open_of(action(record, "PT-02"))
        submission = record.submissions.begin(lead.id, "decision", "decision")
        record.decisions.decide(submission, lead, request.id, Ruling(Outcome.APPROVED, "Agreed"))
    assert refused(database, back, now=NOW + 2 * MINUTE, anyway=True) == (
        "Return, row 2, column A (Reference): PT-02 is signed off; nothing is reported on it until "
        "it is reopened.",
    )


def test_no_change_alone_is_no_answer_on_an_overdue_action(database: Database) -> None:
    """programme.md, Rules; with a word beside it, it is."""
    assert refused(
        database, returned(database, {"RK-01": {"Rating": "No change"}}, of=COUNCIL)
    ) == (
        "Return, row 16, column I (Rating): RK-01 is overdue (due 11 Nov 2022), so No change is "
        "not enough: say what is being done, or ask for a new due date.",
    )
    more = {"Rating": "No change", "Next steps": "Two audits are left"}
    assert take_in(database, returned(database, {"RK-01": more}, of=COUNCIL)).submission_id


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("16/12/2022", "PT-02 is due on 16 Dec 2022 already."),
        ("15/11/2022", "the new due date, 15 Nov 2022, is not after today."),
        ("16/11/2022", "PT-02 cannot be due before it starts, on 1 Dec 2022."),
    ],
)
def test_a_due_date_that_cannot_be_is_refused(database: Database, day: str, sentence: str) -> None:
    """At the cell with the date."""
    back = returned(database, {"PT-02": {"New due date": day, "Why a new due date?": "Agency"}})
    with database.transaction() as session:
        row = session.scalars(select(m.Action).where(m.Action.ref == "PT-02")).one()
        row.start = date(2022, 12, 1)
    assert refused(database, back) == (f"Return, row 2, column R (New due date): {sentence}",)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"New due date": "31/01/2023", "Why a new due date?": "Agency"},
            "column R (New due date): a new due date for PT-02 is asked for already and waits for "
            "a decision.",
        ),
        (
            {"Done?": "Yes"},
            "column T (Done?): the sign-off of PT-02 is asked for already and waits for a "
            "decision.",
        ),
    ],
)
def test_what_was_asked_for_already_is_not_asked_again(
    database: Database, cells: dict[str, object], sentence: str
) -> None:
    """Until it is decided."""
    take_in(database, returned(database, {"PT-02": cells}))
    later = returned(database, {"PT-02": {**cells, "What changed": "Still so"}})
    assert refused(database, later, now=WEDNESDAY) == (f"Return, row 2, {sentence}",)


def test_one_mistake_keeps_all_of_it_out(database: Database) -> None:
    """All mistakes are told at once, and no row is half saved."""
    back = returned(
        database,
        {"LG-01": EVERYTHING, "RK-01": {"Rating": "No change"}, "LG-02": {"Percent": 41}},
        {**RISK, "Action": "LG-01"},
        of=COUNCIL,
    )
    report(database, "LG-02", Change(percent=50), now=datetime(2022, 11, 15, 10, tzinfo=LONDON))
    mistakes = refused(database, back, now=WEDNESDAY)
    assert [mistake.split(":")[0] for mistake in mistakes] == [
        "Return, row 3, column A (Reference)",
        "Return, row 16, column I (Rating)",
    ]


def test_what_is_refused_stays_out_of_the_log(database: Database) -> None:
    """The exception's own text holds no words and no names."""
    back = returned(database, {"PT-02": {"Percent": 70, "What changed": "6 offers"}})
    with pytest.raises(ReturnRefused, match=r"^the return was refused: 1 mistakes$"):
        take_in(database, back, by=POLICE)
