"""What is asked about one action: a field of it, its history, and why it stands as it does."""

from collections.abc import Mapping
from itertools import takewhile

from dialogs.action_fields import FIELDS
from dialogs.help import HELP_BUTTON, MY_ACTIONS, offering
from dialogs.language.meaning import Query, QueryKind
from dialogs.lists import due_words, listed_actions, said_last, shortened
from dialogs.messages import Block, Facts, Heading, Line, Reply
from dialogs.questions import NO_SUCH_ACTION, action_status
from dialogs.turn import Turn
from dialogs.wording import NAMES, day, percent, quoted, rated, short_day
from storage.histories import Entry
from storage.plan import Action
from storage.vocabulary import Rating, UpdateKind

WHICH_ACTION = "Which action? Please name it, for example: history of WF-01."
NO_REASON = "No reason has been recorded."
NOT_RATED_SO = "{ref} is rated {rating}, not {asked}."
RATED = "{ref} is rated {rating}."
LAST_UPDATE = "{ref}: last update {day}."
ENTERED_FOR = "entered for the {role}"
KINDS: Mapping[UpdateKind, str] = {
    UpdateKind.OPENING: "as the plan was taken in",
    UpdateKind.NO_CHANGE: "no change",
    UpdateKind.CORRECTION: "corrected",
    UpdateKind.DECISION: "decision",
}


def detail(turn: Turn, query: Query) -> Reply:
    """One fact of an action, or all that its card shows."""
    action = _named(turn, query)
    if isinstance(action, Reply):
        return action
    if query.field is None or query.field not in FIELDS:
        return action_status(turn, action.ref) if turn.personal else _stands(turn, action)
    label, value = FIELDS[query.field]
    said = value(turn, action)
    return Reply(
        first_line=f"{action.ref} {label.lower()}: {said.rstrip('.')}.",
        kind="list",
        blocks=(_heading(action), Facts(rows=((label, said),)), _source(action)),
    )


def history(turn: Turn, query: Query) -> Reply:
    """The updates of an action, the newest first, each in its author's words.

    Of a theme: the last words on each of its actions.
    """
    if query.action is None and query.theme is not None:
        return listed_actions(turn, query)
    action = _named(turn, query)
    if isinstance(action, Reply):
        return action
    entries = _of_period(turn.record.histories.of(action), query)
    last = day(action.position.reported_on, turn.today)
    lines = [_entry_line(entry) for entry in entries]
    return Reply(
        first_line=LAST_UPDATE.format(ref=action.ref, day=last),
        kind="list",
        blocks=(_heading(action, f"last update {last}"), *shortened(lines)),
    )


def explanation(turn: Turn, query: Query) -> Reply:
    """Why an action is rated as it is: the record's own words, or that there are none.

    Why a theme stands as it does: its actions that are red, amber or overdue.
    """
    if query.action is None and query.theme is not None:
        reasons = query.model_copy(update={"kind": QueryKind.EXCEPTION_REPORT})
        return listed_actions(turn, reasons, said_last)
    action = _named(turn, query)
    if isinstance(action, Reply):
        return action
    position = action.position
    rating = NAMES[position.rating]
    said = [entry for entry in _since_rated(turn, action) if entry.note]
    lines: list[Block] = [_words_line(entry) for entry in dict.fromkeys((*said[-1:], *said[:1]))]
    sentence = RATED.format(ref=action.ref, rating=rating)
    if query.rag not in {None, position.rating}:
        asked = NAMES[query.rag or Rating.GREY]
        sentence = NOT_RATED_SO.format(ref=action.ref, rating=rating, asked=asked)
    return Reply(
        first_line=sentence if said else f"{sentence} {NO_REASON}",
        kind="list",
        blocks=(
            _heading(action),
            Line(text=sentence),
            *(lines or [Line(text=NO_REASON)]),
            Line(text=due_words(action, turn.today), subtle=True, sources=_vouched(action)),
        ),
    )


def _named(turn: Turn, query: Query) -> Action | Reply:
    if query.action is None:
        return offering(WHICH_ACTION, MY_ACTIONS, HELP_BUTTON)
    action = turn.record.plan.action(query.action)
    return action or offering(NO_SUCH_ACTION.format(ref=query.action), MY_ACTIONS, HELP_BUTTON)


def _since_rated(turn: Turn, action: Action) -> list[Entry]:
    """The updates since the action has its rating, the newest first."""
    entries = turn.record.histories.of(action)
    return list(takewhile(lambda entry: entry.rating is action.position.rating, entries))


def _of_period(entries: tuple[Entry, ...], query: Query) -> list[Entry]:
    first, last = query.since or query.from_, query.to
    return [
        entry
        for entry in entries
        if (first is None or first <= entry.on) and (last is None or entry.on <= last)
    ]


def _heading(action: Action, aside: str = "") -> Heading:
    return Heading(text=f"{action.ref}  {action.short_title}", aside=aside or action.theme)


def _vouched(action: Action) -> tuple[str, ...]:
    return (f"update:{action.position.update_id}",)


def _source(action: Action) -> Line:
    stands = f"{rated(action.position.rating)} · {percent(action.position.percent)}"
    return Line(text=stands, rating=action.position.rating, subtle=True, sources=_vouched(action))


def _stands(turn: Turn, action: Action) -> Reply:
    text = f"{action.ref}: {rated(action.position.rating)}, {percent(action.position.percent)}."
    when = Line(text=due_words(action, turn.today), sources=_vouched(action))
    return Reply(first_line=text, kind="list", blocks=(_heading(action), _source(action), when))


def _entry_line(entry: Entry) -> Line:
    """10 Nov · ● Green · 45% · “…” (Participation Lead)."""
    parts = [short_day(entry.on), rated(entry.rating), percent(entry.percent)]
    if entry.kind in KINDS:
        parts.append(KINDS[entry.kind])
    if entry.forecast:
        parts.append(f"forecast {short_day(entry.forecast)}")
    if entry.note:
        parts.append(quoted(entry.note))
    text = f"{' · '.join(parts)} ({_by(entry)})"
    return Line(text=text, rating=entry.rating, sources=(f"update:{entry.update_id}",))


def _words_line(entry: Entry) -> Line:
    said = f"{quoted(entry.note)} – {_by(entry)}, {short_day(entry.on)}"
    return Line(text=said, sources=(f"update:{entry.update_id}",))


def _by(entry: Entry) -> str:
    behalf = ENTERED_FOR.format(role=entry.on_behalf_of) if entry.on_behalf_of else ""
    return f"{entry.role}, {behalf}" if behalf else entry.role
