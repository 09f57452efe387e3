"""A doubt about a rating or a paper is kept with its answer; nothing that was doubted changes."""

import pytest
from sqlalchemy import select

from storage import models as m
from storage.database import Database
from storage.digests import Edition
from storage.errors import NotAllowed, NothingAsked, ReasonMissing
from storage.record import Record
from storage.submissions import Submission
from tests.databases import NOW
from tests.storage.conftest import (
    CHAIR,
    HR_PARTNER,
    PROGRAMME_MANAGER,
    WORKFORCE_LEAD,
    action,
    author,
    person,
    theme,
    turn,
)

DOUBT = "green with four vacancies?"


def begin(record: Record, role: str, token: str = "token") -> Submission:
    return record.submissions.begin(person(record, role).id, "challenge", token)


def test_the_lead_doubts_a_rating_and_the_owner_answers(database: Database) -> None:
    """Both in their own words; the rating stands until its owner changes it."""
    with turn(database) as record:
        before = action(record, "WF-02")
        lead = person(record, WORKFORCE_LEAD)
        record.challenges.challenge(begin(record, WORKFORCE_LEAD), lead, before, DOUBT)
        (doubt,) = record.challenges.of_action(before)
        answer = begin(record, HR_PARTNER, "answer")
        record.challenges.answer(answer, author(record, HR_PARTNER), doubt, "two start Monday")
        told = record.challenges.of_action(before)
        assert action(record, "WF-02") == before
    assert [(one.author_role, one.words) for one in told] == [
        (WORKFORCE_LEAD, DOUBT),
        (HR_PARTNER, "two start Monday"),
    ]
    assert (told[0].update_id, told[1].answers_id) == (before.position.update_id, doubt.id)


@pytest.mark.parametrize("role", [HR_PARTNER, CHAIR])
def test_who_may_not_doubt(database: Database, role: str) -> None:
    """An owner reports; what a board doubts is recorded by the programme office (Rights)."""
    with turn(database) as record:
        submission, who = begin(record, role), person(record, role)
        with pytest.raises(NotAllowed):
            record.challenges.challenge(submission, who, action(record, "WF-01"), DOUBT)
        with pytest.raises(NotAllowed):
            record.challenges.challenge_paper(submission, who, DOUBT, digest_id=1)


def test_a_doubt_says_why(database: Database) -> None:
    """An empty one is none, and neither is one about nothing; nor an empty answer."""
    with turn(database) as record:
        office = person(record, PROGRAMME_MANAGER)
        submission, about = begin(record, PROGRAMME_MANAGER), action(record, "WF-01")
        with pytest.raises(ReasonMissing):
            record.challenges.challenge(submission, office, about, " ")
        with pytest.raises(NothingAsked):
            record.challenges.challenge_paper(submission, office, DOUBT)
        with pytest.raises(ReasonMissing):
            record.challenges.challenge_paper(submission, office, "", report_id=1)
        record.challenges.challenge(submission, office, about, DOUBT)
        (doubt,) = record.challenges.of_action(about)
        with pytest.raises(ReasonMissing):
            record.challenges.answer(submission, author(record, HR_PARTNER), doubt, "\n")


def test_what_a_board_doubts_about_a_summary_is_kept_with_it(database: Database) -> None:
    """The summary as it was posted stays as it is (seed 2.9)."""
    with turn(database) as record:
        workforce = theme(record, "WF").id
        period = record.digests.extra_period(workforce, NOW)
        digest = record.digests.keep(workforce, Edition.EXTRA, NOW, period, {"as": "posted"})
        office = person(record, PROGRAMME_MANAGER)
        record.challenges.challenge_paper(
            begin(record, PROGRAMME_MANAGER), office, DOUBT, digest_id=digest
        )
    with database.transaction() as session:
        kept = session.scalars(select(m.Challenge)).one()
        assert (kept.digest_id, kept.words) == (digest, DOUBT)
        assert session.get_one(m.Digest, digest).content == {"as": "posted"}
