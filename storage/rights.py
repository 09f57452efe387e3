"""Who may do what: the one table (programme.md, Rights)."""

from collections.abc import Mapping
from enum import StrEnum

from storage.people import Person
from storage.plan import Action, Theme
from storage.vocabulary import Standing


class Operation(StrEnum):
    """What somebody wants to do, as the table groups it."""

    REPORT = "report"
    """Report, correct, undo, raise a risk, give evidence, ask for a due date, claim completion."""
    DECIDE = "decide"
    """Decide due dates and completion, challenge, hold or edit a summary."""
    PROPOSE_TO_BOARD = "propose_to_board"
    RECORD_BOARD_DECISION = "record_board_decision"
    """Embedded, priority, second slip."""
    READ = "read"
    """Actions, ratings, updates, risks, reports submitted."""
    READ_DRAFTS = "read_drafts"
    """Drafts and undecided requests."""
    READ_REACH = "read_reach"
    """Absence, delivery state, who was reminded."""
    LINK_CHANNEL = "link_channel"
    ADMINISTER = "administer"
    """Plan, people, channels, calendar, import, export."""


class Relation(StrEnum):
    """How somebody stands to the programme; one person may have several of these."""

    OWNER = "owner"
    """Owns actions, or stands in for somebody who does."""
    LEAD = "lead"
    PROGRAMME_OFFICE = "programme_office"
    BOARD = "board"
    STRANGER = "stranger"


class Reach(StrEnum):
    """How far a right goes."""

    NOTHING = "nothing"
    OWN = "own"
    """The actions of roles held or stood in for."""
    THEME = "theme"
    """The themes led."""
    ALL = "all"


N, OWN, THEME, ALL = Reach.NOTHING, Reach.OWN, Reach.THEME, Reach.ALL
COLUMNS = (
    Relation.OWNER,
    Relation.LEAD,
    Relation.PROGRAMME_OFFICE,
    Relation.BOARD,
    Relation.STRANGER,
)
RIGHTS: Mapping[Operation, Mapping[Relation, Reach]] = {
    operation: dict(zip(COLUMNS, reaches, strict=True))
    for operation, *reaches in (
        (Operation.REPORT, OWN, THEME, ALL, N, N),
        (Operation.DECIDE, N, THEME, ALL, N, N),
        (Operation.PROPOSE_TO_BOARD, N, THEME, ALL, N, N),
        (Operation.RECORD_BOARD_DECISION, N, N, ALL, N, N),
        (Operation.READ, ALL, ALL, ALL, ALL, N),
        (Operation.READ_DRAFTS, OWN, THEME, ALL, N, N),
        (Operation.READ_REACH, OWN, THEME, ALL, N, N),
        (Operation.LINK_CHANNEL, N, THEME, ALL, N, N),
        (Operation.ADMINISTER, N, N, ALL, N, N),
    )
}


def may(
    person: Person | None,
    operation: Operation,
    *,
    owner_role_id: int | None = None,
    theme_code: str | None = None,
) -> bool:
    """Whether somebody may do this to what belongs to that role and that theme.

    Without an owner role or a theme only rights that reach everything count. None is a stranger.
    """
    rights = RIGHTS[operation]
    return any(
        _reaches(rights[relation], person, owner_role_id, theme_code)
        for relation in relations(person)
    )


def may_report(person: Person | None, action: Action) -> bool:
    """Report on an action, correct and undo it, ask for a due date, claim completion."""
    return may(
        person,
        Operation.REPORT,
        owner_role_id=action.owner_role_id,
        theme_code=action.theme_code,
    )


def may_run_theme(person: Person | None, theme: Theme) -> bool:
    """Decide what a theme's lead decides; link its channel, post or hold its summary."""
    return may(person, Operation.DECIDE, theme_code=theme.code)


def relations(person: Person | None) -> frozenset[Relation]:
    """Everything that somebody is to the programme; without a role held today, a stranger."""
    if person is None or not person.roles:
        return frozenset({Relation.STRANGER})
    found = {BY_STANDING[role.standing] for role in person.roles}
    if any(role.leads for role in person.roles):
        found.add(Relation.LEAD)
    return frozenset(found | {Relation.OWNER})


BY_STANDING = {
    Standing.MEMBER: Relation.OWNER,
    Standing.PROGRAMME_OFFICE: Relation.PROGRAMME_OFFICE,
    Standing.BOARD: Relation.BOARD,
}


def _reaches(
    reach: Reach, person: Person | None, owner_role_id: int | None, theme_code: str | None
) -> bool:
    if person is None or reach in {Reach.NOTHING, Reach.ALL}:
        return reach is Reach.ALL
    if reach is Reach.OWN:
        return owner_role_id in person.own_role_ids
    return theme_code is not None and person.leads(theme_code)
