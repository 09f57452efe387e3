"""What the bot says of itself, to strangers, and when it did not understand."""

from collections.abc import Mapping

from dialogs.messages import Button, Buttons, Line, Place, Reply, Section
from dialogs.turn import Turn
from dialogs.wording import listed

HELP = (
    "Tell me how an action is going, for example: {ref} 75% amber, 14 interviews done.",
    "Or ask: status of Workforce · what is overdue · my actions.",
)
HELP_GROUP = (
    "In a group chat I keep quiet about the plan: not everyone here may be named in it.",
    "Ask me in a personal chat, or in a theme's linked channel.",
)
HELP_CHANNEL = (
    "Here you can ask: status of a theme · post the summary now · link this channel to a theme.",
    "Updates are for a personal chat with me: I read them back there before I save them.",
)
GREETING = "Hello, I am planbot. I collect updates for the improvement plan."
GREETING_OWNER = "You own {actions}."
GREETING_RULES = (
    "One line is enough, and I read it back before I save it.",
    "Your theme leads and the programme office see it, and your words may be quoted in the weekly "
    "summary.",
    "Please leave out anything about a child or a family.",
)
STRANGER = (
    "Hello. I only work with people named in the plan that I serve, and I do not find you there."
)
CANNOT_CHECK = "I can't check who you are just now. Please try again in a few minutes."
TROUBLE = (
    "I could not save that just now, and nothing was changed. Please send it again in a few "
    "minutes. (reference {reference})"
)
NOT_UNDERSTOOD = "I did not get that."
CANNOT_ANSWER = (
    "I only keep the improvement plan: how actions are going, risks, and how themes stand. You can "
    "ask: status of a theme · what is overdue · top risks · my actions."
)
NO_ORDERS = (
    "I do not take orders that go round the plan's rules: I read back what I save, and leads and "
    "boards decide. Nothing was changed."
)
TOO_LONG = (
    "That is longer than I can keep: {length:,} characters, and the most is 8,000. Please send the "
    "main points; a document can be named as evidence."
)
NO_DELETING = (
    "I cannot delete updates: they are the programme's record. I can take back what you saved in "
    "the last ten minutes, and the history will show it."
)
FOR_PERSONAL_CHAT = "Please write that to me in a personal chat: I read updates back there first."
MAX_TEXT = 8_000

MY_ACTIONS = Button(label="My actions", verb="my_actions")
HELP_BUTTON = Button(label="Help", verb="help")

COMMANDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    Place.PERSONAL: (
        ("my actions", "Your actions, with a button to update each"),
        ("status of", "How a theme stands, for example: status of Workforce"),
        ("help", "What I can do, with examples"),
    ),
    Place.CHANNEL: (
        ("status of", "How a theme stands, for example: status of Workforce"),
        ("post the summary now", "An extra summary of this channel's theme (lead or office)"),
        ("link this channel to", "Send a theme's summary here, for example: … to Workforce"),
        ("help", "What I can do here"),
    ),
    Place.GROUP: (("help", "What I can do here"),),
}


def plain(text: str) -> Reply:
    """A single sentence."""
    return Reply(first_line=text)


def offering(text: str, *buttons: Button, kind: str = "answer") -> Reply:
    """A sentence with what is possible now."""
    return Reply(first_line=text, kind=kind, blocks=(Line(text=text), Buttons(buttons=buttons)))


def show_help(turn: Turn) -> Reply:
    """Two lines and buttons."""
    if not turn.personal:
        return _help_for_several(turn)
    lines = (HELP[0].format(ref="WF-01"), HELP[1])
    return Reply(
        first_line=lines[0],
        blocks=(*(Line(text=text) for text in lines), Buttons(buttons=_help_buttons())),
    )


def _help_for_several(turn: Turn, *before: str) -> Reply:
    """What I do where others read along."""
    lines = HELP_CHANNEL if turn.message.place is Place.CHANNEL else HELP_GROUP
    said = (*before, *lines)
    return Reply(first_line=said[0], blocks=tuple(Line(text=text) for text in said))


def greet(turn: Turn) -> Reply:
    """Hello, who I am, what you own, and what happens to your words."""
    if not turn.personal:
        return show_help(turn)
    owned = [action.ref for action in turn.open_actions()]
    lines = [GREETING]
    if owned:
        count = "1 action" if len(owned) == 1 else f"{len(owned)} actions"
        lines.append(GREETING_OWNER.format(actions=f"{count}: {listed(owned)}"))
    example = owned[0] if owned else "WF-01"
    return Reply(
        first_line=GREETING,
        blocks=(
            *(Line(text=text) for text in (*lines, *GREETING_RULES)),
            Section(text="For example"),
            Line(text=f"{example} 75% amber, 14 interviews done"),
            Buttons(buttons=_help_buttons()),
        ),
    )


def not_understood(turn: Turn) -> Reply:
    """Never silence: a guess at what was meant, and where to go."""
    if not turn.personal:
        return _help_for_several(turn, NOT_UNDERSTOOD)
    words = turn.message.text.strip()
    owned = [action.ref for action in turn.open_actions()][:2]
    if not owned or not any(char.isalnum() for char in words):
        return offering(f"{NOT_UNDERSTOOD} {HELP[0].format(ref='WF-01')}", MY_ACTIONS, HELP_BUTTON)
    guesses = [
        Button(label=f"Yes, {ref}", verb="say", data={"text": f"{ref}: {words}"}) for ref in owned
    ]
    question = f"{NOT_UNDERSTOOD} Is it an update on {' or '.join(owned)}?"
    return offering(question, *guesses, MY_ACTIONS, HELP_BUTTON)


def cannot_answer(turn: Turn) -> Reply:
    """A question that is none of those I know."""
    if not turn.personal:
        return _help_for_several(turn, NOT_UNDERSTOOD)
    return offering(CANNOT_ANSWER, Button(label="Theme status", verb="themes"), MY_ACTIONS)


def refuse_to_delete() -> Reply:
    """The record is never deleted."""
    return offering(NO_DELETING, MY_ACTIONS)


def refuse_orders() -> Reply:
    """Somebody tried to talk the bot out of the rules."""
    return offering(NO_ORDERS, MY_ACTIONS, HELP_BUTTON)


def too_long(length: int) -> Reply:
    """More text than an update may have."""
    return plain(TOO_LONG.format(length=length))


def _help_buttons() -> tuple[Button, ...]:
    return (
        Button(label="My actions", verb="my_actions", main=True),
        Button(label="Theme status", verb="themes"),
        Button(label="Raise a risk", verb="raise_risk"),
    )
