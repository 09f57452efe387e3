"""Who answers for a role while its holder is away."""

from datetime import date, timedelta

import pytest

from storage import models as m
from storage.record import Record
from storage.stand_ins import Answering
from tests.storage.conftest import (
    HR_ADVISER,
    HR_PARTNER,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    person,
)

TODAY = date(2022, 11, 15)
DAY = timedelta(days=1)


class Post:
    """A role of the sample plan and who holds it."""

    def __init__(self, record: Record, title: str) -> None:
        holder = person(record, title)
        self.person_id, self.role_id = holder.id, holder.roles[0].id


@pytest.fixture
def partner(record: Record) -> Post:
    return Post(record, HR_PARTNER)


@pytest.fixture
def adviser(record: Record) -> Post:
    return Post(record, HR_ADVISER)


def away(record: Record, *posts: Post) -> None:
    """Everyone here is away today."""
    for post in posts:
        record.absences.add(post.person_id, TODAY, TODAY, post.person_id)


def test_the_holder_answers(record: Record, partner: Post) -> None:
    """While they are there."""
    answering = record.stand_ins.stands_in_for(partner.role_id, TODAY)
    assert answering == Answering(partner.role_id, (partner.person_id,))


def test_the_deputy_answers_while_the_holder_is_away(
    record: Record, partner: Post, adviser: Post
) -> None:
    """For those days only."""
    away(record, partner)
    answering = record.stand_ins.stands_in_for(partner.role_id, TODAY)
    assert answering == Answering(adviser.role_id, (adviser.person_id,))
    tomorrow = record.stand_ins.stands_in_for(partner.role_id, TODAY + DAY)
    assert tomorrow == Answering(partner.role_id, (partner.person_id,))


def test_nobody_answers_if_both_are_away(record: Record, partner: Post, adviser: Post) -> None:
    """Nor for a role without a deputy."""
    away(record, partner, adviser)
    assert record.stand_ins.stands_in_for(partner.role_id, TODAY) is None
    assert record.stand_ins.stands_in_for(adviser.role_id, TODAY) is None


def test_two_who_stand_in_for_each_other_do_not_go_round(
    record: Record, partner: Post, adviser: Post
) -> None:
    """Both away: nobody; one away: the other."""
    session = record.people._session
    session.get_one(m.Role, adviser.role_id).deputy_role_id = partner.role_id
    away(record, adviser)
    answering = record.stand_ins.stands_in_for(adviser.role_id, TODAY)
    assert answering == Answering(partner.role_id, (partner.person_id,))
    away(record, partner)
    assert record.stand_ins.stands_in_for(adviser.role_id, TODAY) is None
    assert record.stand_ins.stands_in_for(partner.role_id, TODAY) is None


def test_a_deputys_deputy_is_not_asked(record: Record, partner: Post, adviser: Post) -> None:
    """They may not report for the role (programme.md, Rights)."""
    lead = Post(record, RECRUITMENT_LEAD)
    session = record.people._session
    session.get_one(m.Role, adviser.role_id).deputy_role_id = lead.role_id
    away(record, partner, adviser)
    assert record.stand_ins.stands_in_for(partner.role_id, TODAY) is None


def test_of_a_shared_role_those_who_are_there_answer(record: Record, partner: Post) -> None:
    """The deputy is not needed."""
    lead, office = Post(record, RECRUITMENT_LEAD), person(record, PROGRAMME_MANAGER).id
    record.handovers.appoint(partner.role_id, lead.person_id, TODAY, office, shared=True)
    away(record, partner)
    answering = record.stand_ins.stands_in_for(partner.role_id, TODAY)
    assert answering == Answering(partner.role_id, (lead.person_id,))


def test_the_deputy_answers_for_a_role_that_nobody_holds(
    record: Record, partner: Post, adviser: Post
) -> None:
    """Until somebody is appointed."""
    record.leavers.leave(partner.person_id, TODAY, person(record, PROGRAMME_MANAGER).id)
    answering = record.stand_ins.stands_in_for(partner.role_id, TODAY + DAY)
    assert answering == Answering(adviser.role_id, (adviser.person_id,))
