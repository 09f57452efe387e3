"""The one way through: who is this, may it be kept, and which dialog answers."""

from collections.abc import Callable, Mapping
from typing import Any

from dialogs import (
    actions,
    help,  # noqa: A004 -- named for what it answers, like every dialog
    programme,
    questions,
    reporting,
    saving,
)
from dialogs.language import intents as i
from dialogs.language.privacy import Kind, held_kinds
from dialogs.language.references import could_name_an_action
from dialogs.language.understanding import understand
from dialogs.messages import Fields, Line, Message, NeedsIdentity, Place, Reply, Tap
from dialogs.plain import AS_TEXT
from dialogs.turn import Turn
from dialogs.wording import listed
from storage.people import Person
from storage.record import Record

HELD = "I have not kept that message. Please look."
HELD_BECAUSE = "Not saved: this seems to hold {kinds}. Please send it again without."
HELD_DELETE = (
    "Your own message is still in this chat. Please delete it there: I cannot do that for you."
)
HELD_IN_CHANNEL = (
    "I have not kept that message, it may contain personal data. Please delete it and write to me "
    "in a personal chat."
)
UNKNOWN_TAP = "This button belongs to an older version of me. Here is what I can do now."


def respond(message: Message, record: Record) -> Reply | NeedsIdentity:
    """Answer one message.

    Tenant, identity and privacy are settled here, before any dialog sees the message.
    `NeedsIdentity` asks the edge for the sender's roster entry: come again with it.
    """
    if not message.sender.ours:
        return help.plain(help.STRANGER)
    person = identify(message, record)
    if isinstance(person, NeedsIdentity):
        return person
    if person is None:
        return _stranger(message, record)
    turn = Turn(message, person, record)
    if turn.personal and not message.address_kept:
        record.channels.remember(turn.address)
    if message.channel_id:
        record.channels.refresh(message.channel_id, message.address.service_url)
    texts = _texts(message)
    longest = max(map(len, texts))
    if longest > help.MAX_TEXT:
        return help.too_long(longest)
    if kinds := _held(turn, texts):
        return _hold(turn, kinds)
    reply = _tapped(turn, message.tap) if message.tap else _said(turn)
    if reply.kind in {"saved", "taken_back"}:
        actions.refresh_open_card(turn, reply.replaces)
    return reply


def identify(message: Message, record: Record) -> Person | NeedsIdentity | None:
    """The person of the plan who sent this, bound now if it is their first contact; else None."""
    tenant_id, entra_id = message.sender.tenant_id, message.sender.entra_id
    person = record.people.by_account(tenant_id, entra_id)
    if person:
        return person
    if message.roster is None:
        return NeedsIdentity()
    return record.people.bind(tenant_id, entra_id, message.roster)


def _stranger(message: Message, record: Record) -> Reply:
    """Nothing of the plan for strangers, but a linked channel shows its theme to its members."""
    if message.place is Place.CHANNEL and message.tap is None:
        asked = understand(message.text, (), message.at.date())
        linked = message.channel_id and record.channels.theme_of(message.channel_id)
        if isinstance(asked, i.ThemeStatus) and linked:
            return questions.channel_status(record, message.channel_id or "", asked.theme, None)
    return help.plain(help.STRANGER)


def _said(turn: Turn) -> Reply:
    text = turn.message.text
    intent = understand(text, _codes(turn, text), turn.today)
    return SAYINGS[type(intent)](turn, intent)


def _codes(turn: Turn, text: str) -> frozenset[str]:
    if not could_name_an_action(text):
        return frozenset()
    return frozenset(theme.code for theme in turn.record.plan.themes())


def _tapped(turn: Turn, tap: Tap) -> Reply:
    """Answer a tap; the answer takes the place of the card that was tapped."""
    handler = TAPS.get(tap.verb)
    if not turn.personal and tap.verb in PERSONAL_TAPS:
        return help.plain(help.FOR_PERSONAL_CHAT)
    if handler is None:
        reply = help.offering(UNKNOWN_TAP, help.MY_ACTIONS, help.HELP_BUTTON)
    else:
        reply = handler(turn, tap.data)
    if not reply.blocks or reply.kind == AS_TEXT:
        return reply
    return reply.model_copy(update={"replaces": reply.replaces or tap.card_id})


def _say(turn: Turn, data: Mapping[str, Any]) -> Reply:
    return _said(turn.saying(_text(data, "text")))


def _undo(turn: Turn, data: Mapping[str, Any]) -> Reply:
    reply = saving.take_back(turn, _number(data, "submission"))
    since = _text(data, "since")
    return actions.my_actions(turn, since) if since and reply.kind == "taken_back" else reply


def _no_change(turn: Turn, data: Mapping[str, Any]) -> Reply:
    given = data.get("bases")
    pairs = given.items() if isinstance(given, dict) else ()
    bases = {ref: basis for ref, basis in pairs if isinstance(basis, int)}
    return actions.no_change(turn, bases, _text(data, "nonce"), _text(data, "since"))


def _sources(turn: Turn, data: Mapping[str, Any]) -> Reply:
    return programme.sources(turn.record, *_digest(data))


def _summary(turn: Turn, data: Mapping[str, Any]) -> Reply:
    return programme.show_summary(turn.record, *_digest(data))


def _copy_digest(turn: Turn, data: Mapping[str, Any]) -> Reply:
    return programme.copy_summary(turn, *_digest(data))


def _digest(data: Mapping[str, Any]) -> tuple[str, str, str]:
    return _text(data, "theme"), _text(data, "edition"), _text(data, "instant")


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _number(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name)
    return value if isinstance(value, int) else 0


SAYINGS: dict[type[i.Intent], Callable[[Turn, Any], Reply]] = {
    i.Greeting: lambda turn, _: help.greet(turn),
    i.Help: lambda turn, _: help.show_help(turn),
    i.MyActions: lambda turn, _: actions.my_actions(turn),
    i.ThemeStatus: lambda turn, asked: questions.theme_status(turn, asked.theme),
    i.ActionStatus: lambda turn, asked: questions.action_status(turn, asked.ref),
    i.LinkChannel: lambda turn, asked: programme.link_channel(turn, asked.theme),
    i.PostSummary: lambda turn, asked: programme.post_summary(turn, asked.theme),
    i.DeleteRequest: lambda turn, _: help.refuse_to_delete(),
    i.Confirm: lambda turn, _: reporting.confirmed(turn),
    i.Cancel: lambda turn, _: reporting.cancelled(turn),
    i.Amend: reporting.amended,
    i.Report: reporting.reported,
    i.OtherQuestion: lambda turn, _: help.cannot_answer(turn),
    i.Unclear: lambda turn, _: help.not_understood(turn),
}

TAPS: dict[str, Callable[[Turn, Mapping[str, Any]], Reply]] = {
    "help": lambda turn, _: help.show_help(turn),
    "say": _say,
    "my_actions": lambda turn, data: actions.my_actions(turn, _text(data, "since")),
    "no_change": _no_change,
    "form": lambda turn, data: reporting.form(turn, _text(data, "ref"), _text(data, "since")),
    "raise_risk": lambda turn, _: reporting.raise_risk(turn),
    "risk_form": lambda turn, data: reporting.form(turn, _text(data, "ref"), risk_open=True),
    "save_form": reporting.save_form,
    "save": lambda turn, data: reporting.save_tapped(turn, _text(data, "draft"), Fields.of(data)),
    "change": lambda turn, data: reporting.change_tapped(
        turn, _text(data, "draft"), Fields.of(data)
    ),
    "cancel": lambda turn, data: reporting.cancel_tapped(turn, _text(data, "draft")),
    "undo": _undo,
    "put_back": lambda turn, data: saving.put_back(turn, _number(data, "undo")),
    "pass_on": lambda turn, data: reporting.pass_on(turn, _text(data, "ref"), _text(data, "words")),
    "themes": lambda turn, _: questions.choose_theme(turn),
    "status": lambda turn, data: questions.theme_status(turn, _text(data, "theme")),
    "copy_status": lambda turn, data: questions.copy_status(turn, _text(data, "theme")),
    "post_summary": lambda turn, data: programme.post_summary(turn, _text(data, "theme")),
    "unlink": lambda turn, data: programme.unlink(turn, _text(data, "theme")),
    "sources": _sources,
    "summary": _summary,
    "copy_digest": _copy_digest,
}

PERSONAL_TAPS = frozenset(
    {
        "no_change",
        "form",
        "raise_risk",
        "risk_form",
        "save_form",
        "save",
        "change",
        "cancel",
        "undo",
        "put_back",
        "pass_on",
        "copy_status",
    }
)
"""What belongs to one person: no card that several people see has these buttons."""

OURS = frozenset({"draft", "token", "nonce", "since", "theme", "edition", "instant"})
"""What a card carries of our own making. The digits of a token may look like somebody's number."""


def _texts(message: Message) -> list[str]:
    """Every text that the person typed: the message, or what was filled in on a card."""
    filled_in = message.tap.data.items() if message.tap else ()
    typed = (value for name, value in filled_in if name not in OURS and isinstance(value, str))
    return [message.text, *typed]


def _held(turn: Turn, texts: list[str]) -> tuple[Kind, ...]:
    domains = turn.record.people.work_domains
    return tuple(dict.fromkeys(kind for text in texts for kind in held_kinds(text, domains)))


def _hold(turn: Turn, kinds: tuple[Kind, ...]) -> Reply:
    """Keep nothing but the moment and the kinds; never repeat the words."""
    turn.record.audit.note(turn.person.id, "held", "message", kinds=[kind.name for kind in kinds])
    if not turn.personal:
        return help.plain(HELD_IN_CHANNEL)
    because = HELD_BECAUSE.format(kinds=listed(list(kinds)))
    lines = (Line(text=because, strong=True), Line(text=HELD_DELETE))
    return Reply(first_line=HELD, kind="held", blocks=lines)
