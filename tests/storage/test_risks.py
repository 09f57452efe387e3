"""The risk register: raised, revised by the owner, viewed by colleagues, never overwritten."""

from datetime import date

import pytest
from sqlalchemy import select

from storage import models as m
from storage.assessments import Assessment, Mitigation
from storage.database import Database
from storage.errors import ScoreOutOfRange, UndoRefused
from storage.record import Record
from storage.risks import Risk, SavedRisk
from storage.submissions import Submission
from storage.updates import Origin
from storage.vocabulary import MitigationState, Response, RevisionKind, RiskStatus, risk_band
from tests.databases import NOW
from tests.storage.conftest import (
    HR_PARTNER,
    MINUTE,
    OPENS,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    action,
    author,
    theme,
    turn,
)

PAPER_DUE = date(2022, 12, 6)
LAST_BOARD = date(2022, 10, 25)


def risk(record: Record, ref: str) -> Risk:
    found = record.risks.by_ref(ref)
    assert found is not None
    return found


def assessment(
    scores: tuple[int | None, int | None], words: str = "", mitigation: str = ""
) -> Assessment:
    mitigations = (Mitigation(mitigation),) if mitigation else ()
    return Assessment(*scores, words=words, mitigations=mitigations)


def mitigating(risk: Risk) -> list[str]:
    return [mitigation.words for mitigation in risk.mitigations]


def raise_one(
    record: Record,
    scores: tuple[int | None, int | None] = (4, 4),
    token: str = "token",
    mitigation: str = "exit interviews",
) -> tuple[Submission, str]:
    """The Recruitment and Retention Lead raises a risk on WF-01."""
    owner = author(record, RECRUITMENT_LEAD)
    submission = record.submissions.begin(owner.person_id, "update", token)
    said = assessment(scores, "agency staff leaving", mitigation)
    ref = record.risks.raise_risk(submission, owner, action(record, "WF-01"), said)
    return submission, ref


def revise(record: Record, ref: str, scores: tuple[int | None, int | None], **words: str) -> None:
    """The HR Business Partner revises a risk of hers."""
    partner = author(record, HR_PARTNER)
    submission = record.submissions.begin(partner.person_id, "update", f"revise {ref} {scores}")
    said = assessment(scores, words.get("words", ""), words.get("mitigation", ""))
    record.risks.revise(submission, partner, risk(record, ref), said)


def revisions(database: Database, ref: str) -> list[m.RiskRevision]:
    with database.transaction() as session:
        query = select(m.RiskRevision).join(m.Risk).where(m.Risk.ref == ref)
        return list(session.scalars(query.order_by(m.RiskRevision.id)))


def test_the_sample_opens_with_its_register(record: Record) -> None:
    """Mock-up section 2: R-01 on WF-02, 20 (4 × 5)."""
    found = risk(record, "R-01")
    assert found.description == "Agency social workers leave before permanent staff arrive"
    assert (found.likelihood, found.impact, found.score, found.band) == (4, 5, 20, "high")
    assert (found.action_ref, found.owner_role) == ("WF-02", HR_PARTNER)
    assert (mitigating(found), found.revised_at) == (["Early conversion offers"], OPENS)
    assert record.risks.by_ref("R-99") is None


@pytest.mark.parametrize(
    ("score", "band"),
    [(1, "low"), (4, "low"), (5, "medium"), (12, "medium"), (15, "high"), (25, "high")],
)
def test_a_score_has_a_band(score: int, band: str) -> None:
    """15 and more is high (programme.md, Risk)."""
    assert risk_band(score) == band


def test_a_risk_is_raised_on_an_action(database: Database) -> None:
    """Its owner is the action's, its reference the next free one, its words the author's."""
    with turn(database, WEDNESDAY) as record:
        submission, ref = raise_one(record)
        raised = risk(record, ref)
        (saved,) = record.risks.saved_by(submission.id)
    assert ref == "R-07"
    assert (raised.description, mitigating(raised)) == ("agency staff leaving", ["exit interviews"])
    assert (raised.score, raised.owner_role, raised.action_ref) == (16, RECRUITMENT_LEAD, "WF-01")
    assert raised.revised_at == WEDNESDAY
    assert (saved.ref, saved.kind) == (ref, RevisionKind.RAISED)
    assert (saved.likelihood, saved.impact) == (4, 4)


def test_references_are_given_once(database: Database) -> None:
    """Also where the plan's own numbering has gaps."""
    with database.transaction() as session:
        session.scalars(select(m.Risk).where(m.Risk.ref == "R-06")).one().ref = "R-08"
    with turn(database) as record:
        refs = [raise_one(record, token=str(number))[1] for number in range(3)]
    assert refs == ["R-07", "R-09", "R-10"]


def test_each_revision_has_an_author(database: Database) -> None:
    """Who, in which role, when: nobody for what came with the plan."""
    with turn(database, WEDNESDAY) as record:
        opening = risk(record, "R-01").revision_id
        revise(record, "R-01", (5, 5))
        revised = risk(record, "R-01").revision_id
        authors = record.risks.authors([opening, revised])
        assert record.risks.authors([]) == {}
    assert authors == {
        opening: Origin(None, HR_PARTNER, OPENS),
        revised: Origin("Claire Donnelly", HR_PARTNER, WEDNESDAY),
    }


@pytest.mark.parametrize(
    ("scores", "shown"), [((4, 3), "12 (4 × 3)"), ((None, 3), ""), ((4, None), "")]
)
def test_a_score_is_shown_with_its_parts(scores: tuple[int | None, int | None], shown: str) -> None:
    """Or not at all (mockups.md, Numbers)."""
    saved = SavedRisk("R-01", 1, RevisionKind.VIEW, *scores, RiskStatus.OPEN)
    assert saved.scored == shown


@pytest.mark.parametrize("scores", [(None, None), (4, None), (None, 4)])
def test_a_risk_without_both_scores_has_none(
    database: Database, scores: tuple[int | None, int | None]
) -> None:
    """Nothing is made up; it stands below every scored one."""
    with turn(database) as record:
        _, ref = raise_one(record, scores)
        raised = risk(record, ref)
        register = record.risks.of_theme(theme(record, "WF").id)
    assert (raised.score, raised.band) == (None, None)
    assert [found.ref for found in register] == ["R-01", ref]


def test_the_highest_risk_of_a_theme_stands_first(database: Database) -> None:
    """Equal scores by reference; other themes' risks are not there."""
    with turn(database) as record:
        raise_one(record, (5, 5), "first")
        raise_one(record, (4, 5), "second")
        register = record.risks.of_theme(theme(record, "WF").id)
    assert [(found.ref, found.score) for found in register] == [
        ("R-07", 25),
        ("R-01", 20),
        ("R-08", 20),
    ]


def test_a_revision_moves_the_score_and_keeps_the_rest(database: Database) -> None:
    """What the owner does not give stays; the earlier revision stays in the table."""
    with turn(database, WEDNESDAY) as record:
        revise(record, "R-01", (5, None), words="4 gave notice")
        after = risk(record, "R-01")
        before = next(
            found
            for found in record.risks.of_theme(theme(record, "WF").id, WEDNESDAY - MINUTE)
            if found.ref == "R-01"
        )
    assert (after.score, after.likelihood, after.impact) == (25, 5, 5)
    assert mitigating(after) == ["Early conversion offers"]
    assert before.score == 20
    opening, revised = revisions(database, "R-01")
    assert (opening.likelihood, revised.likelihood) == (4, 5)
    assert (revised.kind, revised.words) == (RevisionKind.REVISED, "4 gave notice")


def test_a_new_mitigating_action_joins_those_that_stand(database: Database) -> None:
    """The scores stay, and so does what is in place."""
    with turn(database, WEDNESDAY) as record:
        revise(record, "R-01", (None, None), mitigation="retention payment paper, 6 Dec")
        after = risk(record, "R-01")
    assert after.score == 20
    assert mitigating(after) == ["Early conversion offers", "retention payment paper, 6 Dec"]


def test_a_colleagues_view_moves_nothing(database: Database) -> None:
    """It is kept for the owner to see."""
    with turn(database, WEDNESDAY) as record:
        lead = author(record, RECRUITMENT_LEAD)
        before = risk(record, "R-01")
        submission = record.submissions.begin(lead.person_id, "update", "token")
        record.risks.view(submission, lead, before, assessment((5, 5), "it is getting worse"))
        assert risk(record, "R-01") == before
        (saved,) = record.risks.saved_by(submission.id)
    assert (saved.ref, saved.kind, saved.owner_role_id) == (
        "R-01",
        RevisionKind.VIEW,
        before.owner_role_id,
    )
    assert revisions(database, "R-01")[-1].words == "it is getting worse"


def test_a_raised_risk_is_taken_back_with_its_submission(database: Database) -> None:
    """It is gone from the register and stays in the table; put back it is as it was."""
    with turn(database) as record:
        submission, ref = raise_one(record)
        raised = risk(record, ref)
        undo = record.submissions.take_back(submission, submission.person_id, "undo")
        assert record.risks.by_ref(ref) is None
        assert [found.ref for found in record.risks.of_theme(theme(record, "WF").id)] == ["R-01"]
        record.submissions.put_back(undo, submission.person_id, "again")
        again = risk(record, ref)
    assert (again.score, again.mitigations, again.description) == (
        raised.score,
        raised.mitigations,
        raised.description,
    )
    kinds = [revision.kind for revision in revisions(database, ref)]
    assert kinds == [RevisionKind.RAISED, RevisionKind.WITHDRAWAL, RevisionKind.RAISED]


def test_a_revision_is_taken_back_to_the_score_before(database: Database) -> None:
    """The opening stands again."""
    with turn(database, NOW) as record:
        before = risk(record, "R-01")
        revise(record, "R-01", (5, 5))
        submission = record.submissions.under("revise R-01 (5, 5)")
        assert submission is not None
        record.submissions.take_back(submission, submission.person_id, "undo")
        assert risk(record, "R-01") == before


def test_a_risk_that_others_built_upon_is_not_taken_back(database: Database) -> None:
    """A later revision of it would hang in the air."""
    with turn(database) as record:
        submission, ref = raise_one(record)
    with turn(database) as record:
        revise(record, ref, (5, 5))
    with pytest.raises(UndoRefused), turn(database) as record:
        record.submissions.take_back(submission, submission.person_id, "undo")
    with turn(database) as record:
        assert risk(record, ref).score == 25


def test_a_view_may_be_taken_back_although_the_owner_has_moved_on(database: Database) -> None:
    """It moved nothing, so nothing was built upon it."""
    with turn(database) as record:
        lead = author(record, RECRUITMENT_LEAD)
        submission = record.submissions.begin(lead.person_id, "update", "token")
        record.risks.view(
            submission, lead, risk(record, "R-01"), assessment((5, 5), "getting worse")
        )
        revise(record, "R-01", (3, 5))
        record.submissions.take_back(submission, lead.person_id, "undo")
        assert risk(record, "R-01").score == 15


def test_a_reference_that_was_taken_back_is_not_given_again(database: Database) -> None:
    """It may stand in somebody's mail."""
    with turn(database) as record:
        submission, first = raise_one(record)
        record.submissions.take_back(submission, submission.person_id, "undo")
        _, second = raise_one(record, token="second")
    assert (first, second) == ("R-07", "R-08")


def test_a_risk_says_all_that_a_register_asks_for(database: Database) -> None:
    """Residual scores, response, proximity, and planned mitigating actions with owner and day."""
    with turn(database, WEDNESDAY) as record:
        partner = author(record, HR_PARTNER)
        submission = record.submissions.begin(partner.person_id, "update", "token")
        paper = Mitigation("Paper", MitigationState.PLANNED, partner.role_id, due=PAPER_DUE)
        said = Assessment(
            residual_likelihood=2,
            residual_impact=4,
            response=Response.TREAT,
            proximity=PAPER_DUE,
            mitigations=(paper,),
        )
        record.risks.revise(submission, partner, risk(record, "R-01"), said)
        after = risk(record, "R-01")
    assert (after.score, after.residual_score) == (20, 8)
    assert (after.response, after.proximity) == (Response.TREAT, PAPER_DUE)
    assert after.mitigations == (
        Mitigation("Early conversion offers"),
        Mitigation("Paper", MitigationState.PLANNED, partner.role_id, HR_PARTNER, PAPER_DUE),
    )


@pytest.mark.parametrize("score", [0, 6, -1])
@pytest.mark.parametrize(
    "field", ["likelihood", "impact", "residual_likelihood", "residual_impact"]
)
def test_a_score_that_the_scale_does_not_have_is_refused(field: str, score: int) -> None:
    """1 to 5 (programme.md, Risk)."""
    with pytest.raises(ScoreOutOfRange):
        Assessment(**{field: score})  # type: ignore[arg-type]


def test_a_closed_risk_leaves_the_theme_and_stays_in_the_register(database: Database) -> None:
    """As at the day before it is open still."""
    with turn(database, WEDNESDAY) as record:
        partner = author(record, HR_PARTNER)
        submission = record.submissions.begin(partner.person_id, "update", "token")
        closing = Assessment(status=RiskStatus.CLOSED)
        record.risks.revise(submission, partner, risk(record, "R-01"), closing)
        workforce = theme(record, "WF").id
        assert record.risks.of_theme(workforce) == ()
        before = record.risks.of_theme(workforce, WEDNESDAY - MINUTE)
        register = {found.ref: found.status for found in record.risks.all()}
    assert [found.ref for found in before] == ["R-01"]
    assert (register["R-01"], register["R-02"]) == (RiskStatus.CLOSED, RiskStatus.OPEN)


def test_what_a_board_saw_is_kept(database: Database) -> None:
    """Its score on that day, whatever became of the risk since."""
    with turn(database, NOW) as record:
        (meeting,) = record.plan.meetings(on=LAST_BOARD)
        record.risks.seen(risk(record, "R-01"), meeting.id, None)
    with turn(database, WEDNESDAY) as record:
        revise(record, "R-01", (5, 5))
        seen = record.risks.last_seen()[risk(record, "R-01").id]
    assert (seen.board, seen.held_on) == ("Improvement Board", LAST_BOARD)
    assert (seen.likelihood, seen.impact) == (4, 5)
