"""Who may do what, for every standing and the whole table (programme.md, Rights)."""

import pytest

from storage.record import Record
from storage.rights import (
    COLUMNS,
    RIGHTS,
    Operation,
    Relation,
    may,
    may_report,
    may_run_theme,
    relations,
)
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


# programme.md, Rights, as it is written there: one line an operation, one column a relation.
TABLE = """
report                 own   theme all   –     –
decide                 –     theme all   –     –
propose_to_board       –     theme all   –     –
record_board_decision  –     –     all   –     –
read                   all   all   all   all   –
read_drafts            own   theme all   –     –
read_reach             own   theme all   –     –
link_channel           –     theme all   –     –
administer             –     –     all   –     –
"""
WRITTEN = {
    Operation(operation): dict(zip(COLUMNS, cells, strict=True))
    for operation, *cells in map(str.split, TABLE.strip().splitlines())
}
# Somebody of each relation → what belongs to them: a role that owns WF-02, the theme Workforce.
PEOPLE: dict[Relation, str | None] = {
    Relation.OWNER: HR_PARTNER,
    Relation.LEAD: WORKFORCE_LEAD,
    Relation.PROGRAMME_OFFICE: PROGRAMME_MANAGER,
    Relation.BOARD: CHAIR,
    Relation.STRANGER: None,
}
# What is asked about → the cells of the table that allow it.
SUBJECTS = {
    "own": "WF-02",
    "of the theme": "WF-01",
    "of another theme": "RK-01",
    "the whole plan": "",
}
ALLOWING = {
    "own": {"own", "theme", "all"},
    "of the theme": {"theme", "all"},
    "of another theme": {"all"},
    "the whole plan": {"all"},
}


@pytest.mark.parametrize("about", ALLOWING)
@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("operation", Operation)
def test_the_whole_table(
    record: Record, operation: Operation, relation: Relation, about: str
) -> None:
    """Every operation by everybody on everything, and nothing that the table does not say."""
    title = PEOPLE[relation]
    somebody = person(record, title) if title else None
    ref = SUBJECTS[about]
    owner_role_id = action(record, ref).owner_role_id if ref else None
    theme_code = ref.partition("-")[0] if ref else None
    allowed = WRITTEN[operation][relation] in ALLOWING[about]
    assert may(somebody, operation, owner_role_id=owner_role_id, theme_code=theme_code) is allowed


def test_the_table_is_the_one_of_the_programme() -> None:
    """Cell by cell, so that no right is added in passing."""
    shown = {
        operation: {relation: str(reach) for relation, reach in row.items()}
        for operation, row in RIGHTS.items()
    }
    assert shown == {
        operation: {relation: "nothing" if cell == "–" else cell for relation, cell in row.items()}
        for operation, row in WRITTEN.items()
    }


def test_somebody_with_two_roles_has_the_rights_of_both(record: Record) -> None:
    """The Head of MASH owns actions of two themes; a lead may own actions elsewhere."""
    both = person(record, WORKFORCE_LEAD)
    owner = person(record, HR_PARTNER)
    joined = type(both)(both.id, both.name, both.email, both.roles + owner.roles)
    assert relations(joined) == {Relation.LEAD, Relation.OWNER}
    assert may_report(joined, action(record, "WF-02"))
    assert may_run_theme(joined, theme(record, "WF"))
    assert not may_report(joined, action(record, "RK-01"))
