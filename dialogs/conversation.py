"""The one way through: who is this, may it be kept, and which dialog answers."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dialogs import (
    actions,
    amending,
    answers,
    held,
    help,  # noqa: A004 -- named for what it answers, like every dialog
    programme,
    questions,
    refusals,
    reporting,
    saving,
    waiting,
)
from dialogs.language.commands import LinkChannel, command_in
from dialogs.language.meaning import (
    About,
    Clarify,
    Intent,
    Query,
    QueryKind,
    Understanding,
    Withdraw,
)
from dialogs.language.privacy import Kind, Ruling, judge
from dialogs.language.situation import Earlier
from dialogs.language.understanding import understand
from dialogs.listening import Heard, listen
from dialogs.messages import Fields, Message, NeedsIdentity, Place, Reply, Tap
from dialogs.plain import AS_TEXT
from dialogs.situation import Situated, situated
from dialogs.turn import Turn
from storage.calendar import london_date
from storage.people import Person
from storage.record import Record
from storage.vocabulary import Rating

NOBODY = Person(0, "", "", ())
"""Somebody whom the plan does not name."""
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
    if kinds := _held(turn, texts[1:]):
        return held.hold(turn, kinds)
    reply = _tapped(turn, message.tap) if message.tap else _said(turn)
    if reply.kind in {"saved", "taken_back"}:
        actions.refresh_open_card(turn, reply.replaces)
    return reply


FIRST_WORDS = ("WF-01 75% amber, due 5 Dec", "what's overdue?", "Mabel's mum rang 0121 496 0100")


def read_the_grammar(record: Record, now: datetime) -> None:
    """Load the grammar and the words before the first message would have to wait for them."""
    nobody = Situated(record, NOBODY, london_date(now), Earlier())
    for words in FIRST_WORDS:
        listen(words, nobody)


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
        linked = message.channel_id and record.channels.theme_of(message.channel_id)
        passing = Situated(record, NOBODY, london_date(message.at), Earlier())
        question = understand(message.text, passing).query if linked else None
        if question and question.kind is QueryKind.THEME_STATUS:
            theme = question.theme or ""
            return questions.channel_status(record, message.channel_id or "", theme, None)
    return help.plain(help.STRANGER)


def _said(turn: Turn, kept: Rating | None = None, *, offered: bool = False) -> Reply:
    """Answer words, typed or offered by a button: whether they may be kept, what they mean."""
    if command := command_in(turn.message.text):
        do = programme.link_channel if isinstance(command, LinkChannel) else programme.post_summary
        return do(turn, command.theme)
    heard = listen(turn.message.text, situated(turn), offered=offered)
    if heard.held:
        return held.hold(turn, heard.kinds, heard)
    answer = waiting.answered(turn, heard.understanding)
    reply = answer or _understood(turn, heard.understanding, kept)
    return _with_note(reply, heard)


def _with_note(reply: Reply, heard: Heard) -> Reply:
    if heard.verdict.ruling is not Ruling.WARN or reply.kind != "read_back":
        return reply
    return reply.model_copy(update={"blocks": (*reply.blocks, held.soft_note(heard.kinds))})


def _understood(turn: Turn, meaning: Understanding, kept: Rating | None) -> Reply:
    handler = SAYINGS.get(meaning.intent)
    if handler:
        return handler(turn, meaning)
    if meaning.query and not meaning.items:
        return _asked(turn, meaning.query, meaning.clarify)
    return reporting.reported(turn, meaning, kept)


def _asked(turn: Turn, query: Query, clarify: Clarify | None) -> Reply:
    if clarify and clarify.about is About.THEME:
        span = clarify.span
        return questions.theme_status(turn, turn.message.text[slice(*span)] if span else "")
    if query.kind is QueryKind.THEME_STATUS:
        return questions.theme_status(turn, query.theme or "")
    if query.kind is QueryKind.MY_ACTIONS:
        return actions.my_actions(turn)
    if query.kind is QueryKind.ACTION_DETAIL and query.action and query.field is None:
        return questions.action_status(turn, query.action)
    return answers.answer(turn, query)


def _corrected(turn: Turn, meaning: Understanding) -> Reply:
    withdrawn = next((item for item in meaning.items if isinstance(item, Withdraw)), None)
    if withdrawn is None:
        return amending.amended(turn, meaning.items)
    return waiting.cancelled(turn)


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
    kept = Rating.GREEN if _text(data, "kept") == Rating.GREEN else None
    return _said(turn.saying(_text(data, "text")), kept, offered=True)


def _save_version(turn: Turn, data: Mapping[str, Any]) -> Reply:
    """Save what is left of a held message: the button's label said so."""
    reply = _said(turn.saying(_text(data, "text")), offered=True)
    return waiting.confirmed(turn) if reply.kind == "read_back" else reply


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


SAYINGS: dict[Intent, Callable[[Turn, Understanding], Reply]] = {
    Intent.GREETING: lambda turn, _: help.greet(turn),
    Intent.HELP: lambda turn, meaning: help.show_help(turn),
    Intent.DELETE_REQUEST: lambda turn, _: help.refuse_to_delete(),
    Intent.REFUSED: lambda turn, _: help.refuse_orders(),
    Intent.OUT_OF_SCOPE: lambda turn, _: help.cannot_answer(turn),
    Intent.CONFIRM: lambda turn, _: waiting.confirmed(turn),
    Intent.CORRECTION: _corrected,
    Intent.UNCLEAR: lambda turn, _: help.not_understood(turn),
}

TAPS: dict[str, Callable[[Turn, Mapping[str, Any]], Reply]] = {
    "help": lambda turn, _: help.show_help(turn),
    "say": _say,
    "save_version": _save_version,
    "keep_words": lambda turn, data: reporting.keep_words(
        turn, _text(data, "ref"), _text(data, "words")
    ),
    "solve": lambda turn, data: reporting.solve(
        turn, _text(data, "ref"), _text(data, "issue"), _text(data, "words")
    ),
    "my_actions": lambda turn, data: actions.my_actions(turn, _text(data, "since")),
    "no_change": _no_change,
    "form": lambda turn, data: reporting.form(turn, _text(data, "ref"), _text(data, "since")),
    "raise_risk": lambda turn, _: reporting.raise_risk(turn),
    "risk_form": lambda turn, data: reporting.form(turn, _text(data, "ref"), risk_open=True),
    "save_form": waiting.save_form,
    "save": lambda turn, data: waiting.save_tapped(turn, _text(data, "draft"), Fields.of(data)),
    "change": lambda turn, data: waiting.change_tapped(turn, _text(data, "draft"), Fields.of(data)),
    "cancel": lambda turn, data: waiting.cancel_tapped(turn, _text(data, "draft")),
    "undo": _undo,
    "put_back": lambda turn, data: saving.put_back(turn, _number(data, "undo")),
    "pass_on": lambda turn, data: refusals.pass_on(turn, _text(data, "ref"), _text(data, "words")),
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
        "save_version",
        "keep_words",
        "solve",
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
    """The kinds of personal data in what was filled in on a card."""
    directory = turn.record.directory()
    verdicts = [judge(text, directory) for text in texts if text]
    held_back = [verdict for verdict in verdicts if verdict.ruling is Ruling.HOLD]
    return tuple(dict.fromkeys(found.kind for verdict in held_back for found in verdict.found))
