"""Whose word an update is: a holder's, a deputy's, or somebody's for a role that is not theirs."""

from datetime import date

import pytest

from storage.record import Record
from storage.said import Author, Change
from storage.vocabulary import Rating, ToldBy
from tests.storage.conftest import (
    HR_ADVISER,
    HR_PARTNER,
    PROGRAMME_MANAGER,
    WORKFORCE_LEAD,
    action,
    person,
)

FRIDAY = date(2022, 11, 18)


@pytest.mark.parametrize("role", [HR_PARTNER, HR_ADVISER])
def test_who_holds_or_stands_in_for_a_role_speaks_for_themselves(record: Record, role: str) -> None:
    """Nobody told them, and nothing is labelled."""
    who, owner = person(record, role), action(record, "WF-02").owner_role_id
    said = Author.of(who, owner, ToldBy.EMAIL, FRIDAY)
    assert said == Author(who.id, who.roles[0].id)


@pytest.mark.parametrize("role", [WORKFORCE_LEAD, PROGRAMME_MANAGER])
def test_anybody_else_speaks_on_the_roles_behalf(record: Record, role: str) -> None:
    """Labelled with how and when they were told (programme.md, Entered for them)."""
    who, owner = person(record, role), action(record, "WF-02").owner_role_id
    said = Author.of(who, owner, ToldBy.EMAIL, FRIDAY)
    assert said == Author(who.id, who.roles[0].id, owner, ToldBy.EMAIL, FRIDAY)
    assert said.columns["on_behalf_of_role_id"] == owner


def test_a_change_without_anything_is_empty() -> None:
    """A word or a figure is not."""
    assert Change().empty
    assert not Change(note="x").empty
    assert not Change(rating=Rating.RED).empty
