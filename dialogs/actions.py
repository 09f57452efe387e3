"""My actions: one card for all of them, where each can be answered and folds away in place."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from dialogs.drafts import Draft, DraftItem
from dialogs.help import FOR_PERSONAL_CHAT, HELP_BUTTON, offering, plain
from dialogs.messages import Block, Button, Buttons, Fold, Heading, Line, Reply, Rule
from dialogs.saving import not_allowed, save
from dialogs.turn import Turn
from dialogs.wording import (
    NAMES,
    clock,
    day,
    due,
    listed,
    percent,
    plural,
    quoted,
    rated,
    short_day,
)
from storage.plan import Action
from storage.submissions import UNDO_FOR
from storage.vocabulary import UpdateKind

TITLE = "Your actions"
REPLY = "Reply in your own words, or tap."
EXAMPLE = "For example: {ref} 75% amber, 14 interviews done"
NO_ACTIONS = "You own no open action in the plan. You can ask how a theme stands."
WHO_SEES = "Who sees this?"
WHO_SEES_TEXT = (
    "Your theme leads, the programme office and the people named in the plan. Your words may be "
    "quoted in Friday's summary in the theme's channel."
)
FOR_SOMEONE_ELSE = "This card was made for someone else. Here are your own actions."
IN_SIGHT = 5
OPEN_FOR = timedelta(days=7)


def not_for_you(turn: Turn) -> Reply:
    """A card that another person was shown was tapped: show this person's own instead."""
    return my_actions(turn, notice=FOR_SOMEONE_ELSE)


def my_actions(turn: Turn, since: str = "", *, notice: str = "") -> Reply:
    """The open actions of this person, soonest due first; those answered since are folded."""
    if not turn.personal:
        return plain(FOR_PERSONAL_CHAT)
    opened = _moment(since) or turn.now
    actions = turn.open_actions()
    if not actions:
        return offering(NO_ACTIONS, Button(label="Theme status", verb="themes"), HELP_BUTTON)
    answered = [action for action in actions if _answered(action, opened)]
    waiting = sorted(
        (action for action in actions if action not in answered),
        key=lambda action: (action.due, action.ref),
    )
    return Reply(
        first_line=_first_line(actions, answered),
        kind="actions",
        keep=True,
        context={"since": opened.isoformat()},
        blocks=(
            Heading(text=TITLE, aside=_aside(actions, answered)),
            *((Line(text=notice, strong=True),) if notice else ()),
            *((Line(text=REPLY, subtle=True),) if waiting else ()),
            *_answered_lines(turn, answered, opened),
            *_waiting_blocks(turn, waiting, opened),
            *_footer(turn, waiting, opened),
        ),
    )


def no_change(turn: Turn, bases: Mapping[str, int], nonce: str, since: str) -> Reply:
    """Save "no change" on these actions at once: the button's label said all of it.

    `bases` holds the position of each action that the card showed: where one has moved on since,
    it is read back instead.
    """
    actions = turn.record.plan.actions_by_ref(bases)
    if not actions or not_allowed(turn, actions):
        return not_for_you(turn)
    token = sha256(f"{nonce}:{','.join(bases)}".encode()).hexdigest()
    if turn.record.submissions.under(token) is None:
        items = tuple(DraftItem(ref=action.ref, basis=bases[action.ref]) for action in actions)
        reply = save(turn, Draft(items=items), token)
        if not since or reply.kind != "saved":
            return reply
    return my_actions(turn, since)


def refresh_open_card(turn: Turn, answered_card: str | None) -> None:
    """Let the newest list that this person has open show what was saved elsewhere."""
    card = turn.record.outbox.open_card(turn.address, "actions", turn.now - OPEN_FOR)
    if card is None or card.replaces == answered_card:
        return
    since = Reply.model_validate(card.content).context.get("since", "")
    reply = my_actions(turn, since).model_copy(update={"replaces": card.replaces})
    turn.record.outbox.put(
        turn.address, "actions", reply.model_dump(mode="json"), replaces=card.replaces
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _answered(action: Action, since: datetime) -> bool:
    return action.position.kind is not UpdateKind.OPENING and action.position.at >= since


def _first_line(actions: list[Action], answered: list[Action]) -> str:
    if len(answered) == len(actions):
        return f"Your actions: {plural(len(actions), 'action')}, all answered."
    refs = listed([action.ref for action in actions])
    return f"You own {plural(len(actions), 'action')}: {refs}."


def _aside(actions: list[Action], answered: list[Action]) -> str:
    if not answered:
        return plural(len(actions), "action")
    if len(answered) == len(actions):
        return "done, thank you"
    return f"{len(answered)} of {len(actions)} done"


def _answered_lines(turn: Turn, answered: list[Action], since: datetime) -> list[Block]:
    if not answered:
        return []
    just_before = since - timedelta(microseconds=1)
    before = {
        action.ref: action
        for action in turn.record.plan.actions_of_roles(turn.person.own_role_ids, just_before)
    }
    blocks: list[Block] = []
    for action in answered:
        text = f"✓ {action.ref}  {_answer(action, before.get(action.ref))}"
        text += f" · saved {clock(action.position.at)}"
        blocks += [Line(text=text), Buttons(buttons=_after_answer(turn, action, since))]
    return [*blocks, Rule()]


def _answer(action: Action, before: Action | None) -> str:
    position = action.position
    if position.kind is UpdateKind.NO_CHANGE:
        return "no change"
    rating, share = rated(position.rating), percent(position.percent)
    if before and before.position.rating is not position.rating:
        rating += f", was {NAMES[before.position.rating]}"
    if before and before.position.percent not in {None, position.percent}:
        share += f", was {before.position.percent}%"
    return f"{rating} · {share}"


def _after_answer(turn: Turn, action: Action, since: datetime) -> tuple[Button, ...]:
    data = {"since": since.isoformat()}
    correct = Button(label=f"Correct {action.ref}", verb="form", data=data | {"ref": action.ref})
    if turn.now - action.position.at > UNDO_FOR:
        return (correct,)
    undo = Button(
        label=f"Undo {action.ref}",
        verb="undo",
        data=data | {"submission": action.position.submission_id},
    )
    return undo, correct


def _waiting_blocks(turn: Turn, waiting: list[Action], since: datetime) -> list[Block]:
    nonce = uuid4().hex
    shown = [
        block
        for action in waiting[:IN_SIGHT]
        for block in _waiting(action, turn.today, since, nonce)
    ]
    rest = [
        block
        for action in waiting[IN_SIGHT:]
        for block in _waiting(action, turn.today, since, nonce)
    ]
    if rest:
        shown.append(Fold(label=f"{len(waiting) - IN_SIGHT} more", blocks=tuple(rest)))
    return shown


def _waiting(action: Action, today: date, since: datetime, nonce: str) -> list[Block]:
    position = action.position
    facts = " · ".join((rated(position.rating), percent(position.percent), due(action, today)))
    blocks: list[Block] = [
        Line(text=f"{action.ref}  {action.short_title}", strong=True),
        Line(text=facts, rating=position.rating, close=True),
    ]
    if position.forecast and position.forecast != action.due:
        blocks.append(Line(text=f"You expect to finish on {day(position.forecast, today)}"))
    if action.words:
        said = f"You said on {short_day(action.words.on)}: {quoted(action.words.text)}"
        blocks.append(Line(text=said, subtle=True))
    return [*blocks, Buttons(buttons=_taps(action, today, since, nonce)), Rule()]


def _taps(action: Action, today: date, since: datetime, nonce: str) -> tuple[Button, ...]:
    data = {"since": since.isoformat()}
    update = Button(label=f"{action.ref} update", verb="form", data=data | {"ref": action.ref})
    if action.overdue(today):
        return (update,)
    same = Button(
        label=f"{action.ref} no change",
        verb="no_change",
        data=data | {"bases": _bases([action]), "nonce": nonce},
    )
    return same, update


def _footer(turn: Turn, waiting: list[Action], since: datetime) -> list[Block]:
    who = Fold(label=WHO_SEES, blocks=(Line(text=WHO_SEES_TEXT),))
    if not waiting:
        return [who]
    blocks: list[Block] = [Line(text=EXAMPLE.format(ref=waiting[0].ref), subtle=True)]
    unmoved = [action for action in waiting if not action.overdue(turn.today)]
    if len(unmoved) == len(waiting) > 1:
        blocks.append(Buttons(buttons=(_no_change_on_all(unmoved, since),)))
    return [*blocks, who]


def _no_change_on_all(actions: list[Action], since: datetime) -> Button:
    return Button(
        label="No change on both" if len(actions) == 2 else f"No change on all {len(actions)}",
        verb="no_change",
        data={"bases": _bases(actions), "nonce": uuid4().hex, "since": since.isoformat()},
    )


def _bases(actions: list[Action]) -> dict[str, int]:
    """The position of each action that the card shows."""
    return {action.ref: action.position.update_id for action in actions}
