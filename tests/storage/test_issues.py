"""The issue log: what has happened is no risk any more, and is worked on until it is resolved."""

from storage.database import Database
from storage.issues import Issue
from storage.record import Record
from storage.risks import Risk
from storage.submissions import Submission
from storage.vocabulary import IssueStatus, RevisionKind, RiskStatus
from tests.databases import NOW
from tests.storage.conftest import (
    HR_PARTNER,
    MINUTE,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    action,
    author,
    theme,
    turn,
)

WORDS = "the supplier has gone into administration"


def begin(record: Record, role: str, token: str) -> Submission:
    return record.submissions.begin(author(record, role).person_id, "issue", token)


def raise_one(record: Record, token: str = "token") -> tuple[Submission, str]:
    """The Recruitment and Retention Lead says what has happened on WF-01."""
    submission = begin(record, RECRUITMENT_LEAD, token)
    owner = author(record, RECRUITMENT_LEAD)
    return submission, record.issues.raise_issue(
        submission, owner, action(record, "WF-01"), WORDS, owner.role_id
    )


def issue(record: Record, ref: str) -> Issue:
    found = record.issues.by_ref(ref)
    assert found is not None
    return found


def risk(record: Record, ref: str) -> Risk:
    found = record.risks.by_ref(ref)
    assert found is not None
    return found


def test_an_issue_is_raised_in_its_authors_words(database: Database) -> None:
    """On an action, with the action's owner, open from the day on which it is told."""
    with turn(database, WEDNESDAY) as record:
        _, ref = raise_one(record)
        found = issue(record, ref)
        assert record.issues.of_theme(theme(record, "WF").id) == (found,)
        assert record.issues.of_theme(theme(record, "PT").id) == ()
        assert found.decision_needed_from_role_id == found.owner_role_id
    assert (found.ref, found.description, found.words) == ("I-01", WORDS, WORDS)
    assert (found.action_ref, found.owner_role) == ("WF-01", RECRUITMENT_LEAD)
    assert (found.status, found.raised_on) == (IssueStatus.OPEN, WEDNESDAY.date())


def test_an_issue_goes_on_and_is_resolved(database: Database) -> None:
    """Resolved it leaves the theme and stays in the log; as at yesterday it is open."""
    with turn(database, NOW) as record:
        _, ref = raise_one(record)
    with turn(database, WEDNESDAY) as record:
        submission = begin(record, RECRUITMENT_LEAD, "resolve")
        owner = author(record, RECRUITMENT_LEAD)
        resolved = IssueStatus.RESOLVED
        record.issues.revise(submission, owner, issue(record, ref), "another one found", resolved)
        workforce = theme(record, "WF").id
        assert record.issues.of_theme(workforce) == ()
        (before,) = record.issues.of_theme(workforce, WEDNESDAY - MINUTE)
        (after,) = record.issues.all()
    assert (before.words, before.status) == (WORDS, IssueStatus.OPEN)
    assert (after.words, after.status) == ("another one found", IssueStatus.RESOLVED)


def test_a_word_on_an_issue_leaves_it_open(database: Database) -> None:
    """Only its end is said as such."""
    with turn(database) as record:
        _, ref = raise_one(record)
        submission = begin(record, RECRUITMENT_LEAD, "more")
        owner = author(record, RECRUITMENT_LEAD)
        record.issues.revise(submission, owner, issue(record, ref), "two bids are in")
        assert issue(record, ref).status is IssueStatus.OPEN


def test_a_risk_that_has_happened_is_an_issue(database: Database) -> None:
    """It is no open risk any more; the issue has its owner, action and description."""
    with turn(database) as record:
        submission = begin(record, HR_PARTNER, "token")
        partner = author(record, HR_PARTNER)
        ref = record.issues.materialise(submission, partner, risk(record, "R-01"), "all four went")
        found, after = issue(record, ref), risk(record, "R-01")
        assert record.risks.of_theme(theme(record, "WF").id) == ()
    assert (found.risk_ref, found.action_ref, found.owner_role) == ("R-01", "WF-02", HR_PARTNER)
    assert (found.description, found.words) == (after.description, "all four went")
    assert (after.status, after.score) == (RiskStatus.MATERIALISED, 20)


def test_undo_takes_an_issue_back_with_its_risk(database: Database) -> None:
    """The risk is open again, and the issue's reference is not given twice."""
    with turn(database) as record:
        submission = begin(record, HR_PARTNER, "token")
        partner = author(record, HR_PARTNER)
        record.issues.materialise(submission, partner, risk(record, "R-01"), "all four went")
        undo = record.submissions.take_back(submission, submission.person_id, "undo")
        assert record.issues.by_ref("I-01") is None
        assert risk(record, "R-01").status is RiskStatus.OPEN
        record.submissions.put_back(undo, submission.person_id, "again")
        assert issue(record, "I-01").words == "all four went"
        assert raise_one(record, "another")[1] == "I-02"


def test_what_a_submission_said_about_issues(database: Database) -> None:
    """With the action, and how the issue stands by it."""
    with turn(database, WEDNESDAY) as record:
        submission, ref = raise_one(record)
        (said,) = record.issues.saved_by(submission.id)
        assert (said.ref, said.action_ref, said.kind, said.status) == (
            ref, "WF-01", RevisionKind.RAISED, IssueStatus.OPEN,
        )  # fmt: skip
        later, owner = begin(record, RECRUITMENT_LEAD, "later"), author(record, RECRUITMENT_LEAD)
        record.issues.revise(later, owner, issue(record, ref), "sorted", IssueStatus.RESOLVED)
        assert [one.status for one in record.issues.saved_by(later.id)] == [IssueStatus.RESOLVED]
