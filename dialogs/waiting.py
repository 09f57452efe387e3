"""The draft that waits for a yes: answered, confirmed, changed, thrown away, by word or by tap."""

from collections.abc import Mapping
from typing import Any

from dialogs.actions import my_actions, not_for_you
from dialogs.drafts import Draft
from dialogs.forms import Unreadable, as_fields, draft_from, update_form, whole
from dialogs.help import MY_ACTIONS, offering
from dialogs.language.meaning import Intent, Progress, Understanding
from dialogs.language.references import action_references
from dialogs.messages import Button, Fields, Reply
from dialogs.readback import read_back
from dialogs.refusals import refused
from dialogs.saving import not_allowed, save, saved
from dialogs.turn import Turn
from dialogs.wording import listed
from storage.conversations import StoredDraft

NOTHING_WAITS = "There is nothing waiting for a yes."
REPLACED = "This card has been replaced by a newer one. Nothing was saved from it."
THROWN_AWAY = "Not saved: {refs}. The record is as it was."
WHAT_ELSE = "What should I change? For example: no, 70 · not amber, green · wrong action, {ref}."


def confirmed(turn: Turn) -> Reply:
    """A typed yes saves what was read back to this person here."""
    draft = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    if draft is None:
        return offering(NOTHING_WAITS, MY_ACTIONS)
    return in_place_of(draft, _saved(turn, Draft.model_validate(draft.content), draft.token))


def _saved(turn: Turn, draft: Draft, token: str) -> Reply:
    """Save a draft, unless something is missing or this person may not report on it any more."""
    if draft.question:
        cancel = Button(label="Cancel", verb="cancel", data={"draft": token})
        return offering(draft.question, cancel)
    actions = {action.ref: action for action in turn.record.plan.actions_by_ref(draft.refs)}
    refusals = (refused(turn, ref, actions) for ref in draft.refs)
    return next(filter(None, refusals), None) or save(turn, draft, token)


def cancelled(turn: Turn) -> Reply:
    """Throw the draft away."""
    draft = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    if draft is None:
        return offering(NOTHING_WAITS, MY_ACTIONS)
    return _thrown_away(turn, draft)


def _thrown_away(turn: Turn, draft: StoredDraft) -> Reply:
    turn.record.conversations.forget(turn.conversation_id, turn.person.id)
    refs = listed(Draft.model_validate(draft.content).subjects)
    reply = offering(THROWN_AWAY.format(refs=refs), MY_ACTIONS, kind="cancelled")
    return in_place_of(draft, reply.model_copy(update={"keep": True}))


def answered(turn: Turn, understood: Understanding) -> Reply | None:
    """The answer to what was asked back of a draft, read back with it; None if it is none."""
    if understood.intent in CONTROLS or understood.query:
        return None
    stored = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    draft = Draft.model_validate(stored.content) if stored else None
    if stored is None or draft is None or not draft.question or _is_news(turn, understood, draft):
        return None
    actions = {action.ref: action for action in turn.record.plan.actions_by_ref(draft.refs)}
    told = draft.answered(turn.message.text)
    return in_place_of(stored, read_back(turn, told, actions))


def _is_news(turn: Turn, understood: Understanding, draft: Draft) -> bool:
    """Whether a message speaks of another action or gives figures, and so answers nothing."""
    named = {one.ref for one in action_references(turn.message.text, turn.record.directory())}
    figures = (
        isinstance(item, Progress) and (item.percent is not None or item.delivery_rag)
        for item in understood.items
    )
    return bool(named - set(draft.refs)) or any(figures)


CONTROLS = frozenset(
    {
        Intent.CONFIRM,
        Intent.CORRECTION,
        Intent.HELP,
        Intent.REFUSED,
        Intent.DELETE_REQUEST,
        Intent.SAFEGUARDING_CONCERN,
    }
)
"""What is never an answer to a question."""


def save_tapped(turn: Turn, token: str, fields: Fields) -> Reply:
    """Save on the read-back card: what is filled in there comes along."""
    stored = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    if stored is None or stored.token != token:
        return _already_saved_or_replaced(turn, token)
    return _saved(turn, _filled_in(Draft.model_validate(stored.content), fields), token)


def cancel_tapped(turn: Turn, token: str) -> Reply:
    """Cancel on the read-back card."""
    stored = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    if stored is None or stored.token != token:
        return _already_saved_or_replaced(turn, token)
    return _thrown_away(turn, stored)


def change_tapped(turn: Turn, token: str, fields: Fields) -> Reply:
    """Change on the read-back card: the same on a form."""
    stored = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    if stored is None or stored.token != token:
        return _already_saved_or_replaced(turn, token)
    draft = _filled_in(Draft.model_validate(stored.content), fields)
    action = turn.record.plan.action(draft.refs[0])
    if action is None:
        return offering(NOTHING_WAITS, MY_ACTIONS)
    if not draft.items:
        return offering(WHAT_ELSE.format(ref=draft.subjects[0]), MY_ACTIONS)
    return update_form(turn, action, as_fields(draft.items[0], draft.risk))


def save_form(turn: Turn, data: Mapping[str, Any]) -> Reply:
    """Save what was filled in; the form is its own read-back.

    It is read back all the same where the record has moved on since the form was opened, or where
    its risk looks like one that the register has.
    """
    fields = Fields.of(data)
    action = turn.record.plan.action(fields.text("ref"))
    if action is None or not_allowed(turn, [action]):
        return not_for_you(turn)
    token, since = fields.text("token"), fields.text("since")
    earlier = turn.record.submissions.under(token)
    if earlier:
        mine = earlier.person_id == turn.person.id
        return saved(turn, earlier) if mine and not since else my_actions(turn, since)
    try:
        draft = draft_from(turn, action, whole(fields.text("basis")) or 0, fields)
    except Unreadable as error:
        return update_form(turn, action, fields, error=str(error), since=since)
    if draft.risk and draft.risk.alike:
        return read_back(turn, draft, {action.ref: action})
    reply = save(turn, draft, token)
    return my_actions(turn, since) if since and reply.kind == "saved" else reply


def _filled_in(draft: Draft, fields: Fields) -> Draft:
    items, risk = draft.items, draft.risk
    boxes = {name: fields.text(name) for name in BOXES if name in fields.values}
    if boxes and len(items) == 1:
        items = (items[0].model_copy(update=boxes),)
    if risk and fields.text("risk") in {"same", "different"}:
        risk = risk.model_copy(update={"choice": fields.text("risk")})
    return draft.model_copy(update={"items": items, "risk": risk})


BOXES = ("impact_note", "recovery")


def _already_saved_or_replaced(turn: Turn, token: str) -> Reply:
    submission = turn.record.submissions.under(token)
    if submission and submission.person_id == turn.person.id:
        return saved(turn, submission)
    if submission or turn.record.conversations.waits_for_another(token, turn.person.id):
        return not_for_you(turn)
    return offering(REPLACED, MY_ACTIONS)


def in_place_of(draft: StoredDraft, reply: Reply) -> Reply:
    """The reply takes the place of the card that shows the draft."""
    return reply.model_copy(update={"replaces": draft.card_id})
