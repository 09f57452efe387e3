"""Who may do what, for every standing and the whole table (programme.md, Rights)."""

import pytest

from storage.record import Record
from storage.rights import may_report, may_run_theme
from tests.storage.conftest import (
    CHAIR,
    HR_ADVISER,
    HR_PARTNER,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
    action,
    person,
    theme,
)

OTHER_LEAD = "Detective Superintendent – Public Protection"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (HR_PARTNER, True),  # the owner
        (HR_ADVISER, True),  # her deputy
        (WORKFORCE_LEAD, True),
        (PROGRAMME_MANAGER, True),
        (RECRUITMENT_LEAD, False),  # owns another action of the theme
        (OTHER_LEAD, False),
        (CHAIR, False),
    ],
)
def test_who_may_report_on_an_action(record: Record, role: str, may: bool) -> None:
    """WF-02: own actions, own theme's, all; a board reads only."""
    assert may_report(person(record, role), action(record, "WF-02")) is may


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (WORKFORCE_LEAD, True),
        (PROGRAMME_MANAGER, True),
        (HR_PARTNER, False),
        (OTHER_LEAD, False),
        (CHAIR, False),
    ],
)
def test_who_may_run_a_theme(record: Record, role: str, may: bool) -> None:
    """Workforce: link its channel, post its summary."""
    assert may_run_theme(person(record, role), theme(record, "WF")) is may


def test_who_holds_no_role_may_do_nothing(record: Record) -> None:
    """A leaver is known, and that is all."""
    leaver = person(record, WORKFORCE_LEAD)
    without_roles = type(leaver)(leaver.id, leaver.name, leaver.email, ())
    assert not may_report(without_roles, action(record, "WF-02"))
    assert not may_run_theme(without_roles, theme(record, "WF"))
