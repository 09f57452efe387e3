"""Reports and exports that are asked for: what can be had in chat instead, and how the rest is."""

from dialogs.action_answers import explanation
from dialogs.help import offering
from dialogs.language.meaning import Query
from dialogs.lists import listed_actions, theme_name
from dialogs.messages import Block, Button, Buttons, Line, Reply
from dialogs.turn import Turn

NO_HIGHLIGHT = "I do not write highlight reports in chat yet. You can have the status of a theme."
NO_EXCEPTION = (
    "I do not write exception reports in chat yet: cause, consequence, options and recommendation "
    "are for its author. This is what the record says."
)
NO_EXPORT = (
    "I do not export in chat. The programme office does it with: python -m bot export {options}"
)
REVIEW = "Whatever leaves the programme, under FOI for example, needs a review before its release."
FOR_OFFICE = "Exports are for the programme office. Please ask them."


def highlight_report(turn: Turn, query: Query) -> Reply:
    """No report yet; the status of the theme, or the themes to choose from."""
    return offering(NO_HIGHLIGHT, _status(turn, query.theme))


def exception_report(turn: Turn, query: Query) -> Reply:
    """No report yet; an action's own words, or what is red, amber or overdue."""
    told = explanation(turn, query) if query.action else listed_actions(turn, query)
    theme = query.theme or _theme_of(turn, query.action)
    blocks: tuple[Block, ...] = (Line(text=NO_EXCEPTION, strong=True), *told.blocks)
    buttons = Buttons(buttons=(_status(turn, theme),))
    return Reply(first_line=NO_EXCEPTION, kind="list", blocks=(*blocks, buttons))


def export(turn: Turn, query: Query) -> Reply:
    """How the programme office exports, and that it must be reviewed before it leaves."""
    if not turn.person.in_programme_office:
        return offering(FOR_OFFICE, _status(turn, query.theme))
    options = f"--theme {query.theme}" if query.theme else "record.xlsx"
    if query.theme:
        options = f"record.xlsx {options}"
    said = NO_EXPORT.format(options=options)
    return Reply(first_line=said, kind="list", blocks=(Line(text=said), Line(text=REVIEW)))


def _theme_of(turn: Turn, ref: str | None) -> str | None:
    actions = turn.record.directory().actions
    return next((action.theme for action in actions if action.ref == ref), None)


def _status(turn: Turn, code: str | None) -> Button:
    if code is None:
        return Button(label="Theme status", verb="themes")
    return Button(label=f"{theme_name(turn, code)} status", verb="status", data={"theme": code})
