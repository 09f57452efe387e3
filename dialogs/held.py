"""A message that may not be kept: what was spotted is named, never repeated (mockups.md, 7.2)."""

from dialogs.help import plain
from dialogs.language.privacy import NAMES, Kind, where
from dialogs.listening import Heard
from dialogs.messages import Block, Button, Buttons, Line, Reply
from dialogs.turn import Turn
from dialogs.wording import listed, quoted

HELD = "I have not kept that message. Please look."
SEEMS = "Not saved: this seems to hold {kinds}"
WHERE = "Where: {where}"
WITHOUT = "I can save it without:"
AGAIN = "Please send it again without."
NOT_A_CASE_SYSTEM = "I keep the improvement plan and know nothing about children or cases."
DELETE = "Your own message is still in this chat. Please delete it there: I cannot do that for you."
IN_CHANNEL = (
    "I have not kept that message, it may contain personal data. Please delete it and write to me "
    "in a personal chat."
)
CONCERN = (
    "I have not kept that. If a child may be at risk, tell people, not me: {front_door}. "
    "If there is immediate danger, call 999."
)
FRONT_DOOR = "your safeguarding front door (MASH)"
SOFT_NOTE = "This mentions {kinds}. Please check that it is nobody's private one."


def hold(turn: Turn, kinds: tuple[Kind, ...], heard: Heard | None = None) -> Reply:
    """Keep nothing but the moment and the kinds, and offer what may be kept."""
    turn.record.audit.note(turn.person.id, "held", "message", kinds=[kind.name for kind in kinds])
    if Kind.LIVE_SAFEGUARDING in kinds:
        return plain(CONCERN.format(front_door=turn.message.front_door or FRONT_DOOR))
    if not turn.personal:
        return plain(IN_CHANNEL)
    cleaned = heard.verdict.cleaned if heard and heard.understanding.items else None
    blocks: tuple[Block, ...] = (
        Line(text=SEEMS.format(kinds=listed([NAMES[kind] for kind in kinds])), strong=True),
        *(_where(turn, heard) if heard else ()),
        *(
            _cleaned(cleaned)
            if cleaned
            else (Line(text=AGAIN if not _asks(heard) else NOT_A_CASE_SYSTEM),)
        ),
        Line(text=DELETE, subtle=True),
    )
    return Reply(first_line=HELD, kind="held", blocks=blocks)


def soft_note(kinds: tuple[Kind, ...]) -> Line:
    """A word of care below a read-back: nothing is held."""
    return Line(text=SOFT_NOTE.format(kinds=listed([NAMES[kind] for kind in kinds])), subtle=True)


def _where(turn: Turn, heard: Heard) -> tuple[Line, ...]:
    inside = [one for one in heard.verdict.found if one.start < one.end]
    return (Line(text=WHERE.format(where=where(inside, turn.message.text))),) if inside else ()


def _cleaned(text: str) -> tuple[Block, ...]:
    save = Button(label="Save this version", verb="save_version", data={"text": text}, main=True)
    return (Line(text=WITHOUT), Line(text=quoted(text)), Buttons(buttons=(save,)))


def _asks(heard: Heard | None) -> bool:
    return heard is not None and heard.verdict.cleaned is None
