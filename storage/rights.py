"""Who may do what (programme.md, Rights): one table for every operation of the bot."""

from storage.people import Person
from storage.plan import Action, Theme


def may_report(person: Person, action: Action) -> bool:
    """Owner and deputy on own actions, a lead on the theme's, the programme office on all."""
    return (
        action.owner_role_id in person.own_role_ids
        or person.leads(action.theme_code)
        or person.in_programme_office
    )


def may_run_theme(person: Person, theme: Theme) -> bool:
    """Link the theme's channel, post or hold its summary: its lead and the programme office."""
    return person.leads(theme.code) or person.in_programme_office
