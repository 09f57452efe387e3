"""An owner reports by one line of text: understood, checked, read back, put right."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.actions import my_actions, not_for_you
from dialogs.drafts import Draft, DraftItem, DraftRisk, likely_same
from dialogs.forms import Unreadable, as_fields, draft_from, update_form, whole
from dialogs.help import FOR_PERSONAL_CHAT, HELP_BUTTON, MY_ACTIONS, not_understood, offering, plain
from dialogs.language.intents import Amend, Report, ReportItem, RiskMention
from dialogs.language.references import REFERENCE
from dialogs.messages import Button, Fields, Reply
from dialogs.readback import read_back
from dialogs.saving import not_allowed, save, saved, signed_off
from dialogs.turn import Turn, tell
from dialogs.wording import listed, quoted
from storage.conversations import StoredDraft
from storage.plan import Action
from storage.rights import may_report
from storage.updates import needs_reopening
from storage.vocabulary import Rating

NOTHING_WAITS = "There is nothing waiting for a yes."
REPLACED = "This card has been replaced by a newer one. Nothing was saved from it."
THROWN_AWAY = "Not saved: {refs}. The record is as it was."
WHAT_ELSE = "What should I change? For example: no, 70 · not amber, green · wrong action, {ref}."
WHICH = "Which action is it about?"
NO_SUCH = "There is no {ref}."
DID_YOU_MEAN = "Did you mean {refs}?"
NOT_YOURS = "{ref} belongs to the {owner}, so I cannot save that from you."
PASSED_ON = "I have passed your words to the {owner}."
NOT_PASSED_ON = "I cannot reach the {owner} in Teams yet, so please tell them yourself."
FROM_COLLEAGUE = "The {role} says about {ref}: {words}"
BAD_PERCENT = "Completed goes from 0 to 100%, in whole numbers. You wrote {value:g}%."
BAD_RATING = "{word} is not a rating. It can be green, amber or red."
BLUE = "Blue is for an action that is signed off. I can ask the lead for sign-off."
NOT_GREY = "Grey is for an action that has not started, and {ref} has. It can be green, amber, red."
BAD_SCORE = "Likelihood and impact go from 1 to 5. You wrote {likelihood} and {impact}."
TOO_MANY = (
    "That is {count} actions in one message, and I can read back {most} at a time. Please send it "
    "in parts."
)
MOST_CHOICES = 3
MOST_ACTIONS = 12


def reported(turn: Turn, report: Report) -> Reply:
    """Read an update back, or say what is wrong and offer what is possible."""
    if not turn.personal:
        return plain(FOR_PERSONAL_CHAT)
    items = report.items
    if len(items) > MOST_ACTIONS:
        return plain(TOO_MANY.format(count=len(items), most=MOST_ACTIONS))
    if items[0].ref is None:
        return _without_reference(turn, items[0])
    actions = {
        action.ref: action
        for action in turn.record.plan.actions_by_ref(item.ref for item in items if item.ref)
    }
    if len(items) == 1 and not items[0].says_something and items[0].ref in actions:
        return form(turn, items[0].ref)
    problems = (_problem(turn, item, actions.get(item.ref or "")) for item in items)
    return next(filter(None, problems), None) or read_back(
        turn, _draft(turn, items, actions), actions
    )


def form(turn: Turn, ref: str, since: str = "", *, risk_open: bool = False) -> Reply:
    """Open the update form of one of this person's actions."""
    action = turn.record.plan.action(ref)
    if action is None:
        return _no_such_action(turn, ref)
    if not may_report(turn.person, action):
        return _not_yours(turn, action)
    return update_form(turn, action, since=since, risk_open=risk_open)


def confirmed(turn: Turn) -> Reply:
    """A typed yes saves what was read back to this person here."""
    draft = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    if draft is None:
        return offering(NOTHING_WAITS, MY_ACTIONS)
    return _in_place_of(draft, save(turn, Draft.model_validate(draft.content), draft.token))


def cancelled(turn: Turn) -> Reply:
    """Throw the draft away."""
    draft = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    if draft is None:
        return offering(NOTHING_WAITS, MY_ACTIONS)
    return _thrown_away(turn, draft)


def _thrown_away(turn: Turn, draft: StoredDraft) -> Reply:
    turn.record.conversations.forget(turn.conversation_id, turn.person.id)
    refs = listed(Draft.model_validate(draft.content).refs)
    reply = offering(THROWN_AWAY.format(refs=refs), MY_ACTIONS, kind="cancelled")
    return _in_place_of(draft, reply.model_copy(update={"keep": True}))


def amended(turn: Turn, amend: Amend) -> Reply:
    """Redo the read-back: "no, 70", "not amber, green", "wrong action, WF-02"."""
    stored = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    if stored is None:
        return offering(NOTHING_WAITS, MY_ACTIONS)
    draft, token = Draft.model_validate(stored.content), {"draft": stored.token}
    if amend == Amend():
        return offering(
            WHAT_ELSE.format(ref=draft.refs[0]),
            Button(label="Change on a form", verb="change", data=token),
            Button(label="Cancel", verb="cancel", data=token),
        )
    item = _amended_item(draft.items[0], amend)
    actions = {a.ref: a for a in turn.record.plan.actions_by_ref([*draft.refs, item.ref])}
    if problem := _problem(turn, ReportItem(item.ref, rating=amend.rating), actions.get(item.ref)):
        return problem
    if amend.percent and not amend.percent.possible:
        bad = BAD_PERCENT.format(value=amend.percent.value)
        return offering(bad, Button(label="Change on a form", verb="change", data=token))
    item = item.model_copy(update={"basis": actions[item.ref].position.update_id})
    risk = draft.risk and draft.risk.model_copy(update={"ref": item.ref})
    changed = Draft(items=(item, *draft.items[1:]), risk=risk)
    return _in_place_of(stored, read_back(turn, changed, actions))


def save_tapped(turn: Turn, token: str, fields: Fields) -> Reply:
    """Save on the read-back card: what is filled in there comes along."""
    stored = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    if stored is None or stored.token != token:
        return _already_saved_or_replaced(turn, token)
    draft = _filled_in(Draft.model_validate(stored.content), fields)
    return save(turn, draft, token)


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


def raise_risk(turn: Turn) -> Reply:
    """Choose the action that a risk belongs to, then the form with its risk part open."""
    owned = turn.open_actions()
    if not owned:
        return my_actions(turn)
    if len(owned) == 1:
        return form(turn, owned[0].ref, risk_open=True)
    buttons = [
        Button(label=f"Risk for {action.ref}", verb="risk_form", data={"ref": action.ref})
        for action in owned[:4]
    ]
    return offering(WHICH, *buttons)


def pass_on(turn: Turn, ref: str, words: str) -> Reply:
    """Give what somebody wrote about another's action to its owner; nothing is saved."""
    action = turn.record.plan.action(ref)
    if action is None:
        return _no_such_action(turn, ref)
    role = turn.person.roles[0].title
    text = FROM_COLLEAGUE.format(role=role, ref=ref, words=quoted(words))
    first = f"A colleague has written about {ref}."
    note = offering(text, Button(label=f"{ref} update", verb="form", data={"ref": ref}))
    reached = tell(turn.record, action.owner_role_id, note.model_copy(update={"first_line": first}))
    form = PASSED_ON if reached else NOT_PASSED_ON
    return offering(form.format(owner=action.owner_role), MY_ACTIONS)


def _without_reference(turn: Turn, item: ReportItem) -> Reply:
    if not item.has_figures:
        return not_understood(turn)
    owned = turn.open_actions()
    if not owned:
        return not_understood(turn)
    if len(owned) > 1:
        return _which(turn, owned)
    return reported(turn, Report((replace(item, ref=owned[0].ref),)))


def _which(turn: Turn, owned: list[Action]) -> Reply:
    words = turn.message.text.strip()
    buttons = [
        Button(label=action.ref, verb="say", data={"text": f"{action.ref} {words}"})
        for action in owned[:MOST_CHOICES]
    ]
    return offering(WHICH, *buttons, MY_ACTIONS)


def _no_such_action(turn: Turn, ref: str) -> Reply:
    code = ref.partition("-")[0]
    near = [known for known in turn.record.plan.refs() if known.startswith(f"{code}-")]
    own = {action.ref for action in turn.record.plan.actions_of_roles(turn.person.own_role_ids)}
    meant = [known for known in near if known in own] or near
    text = NO_SUCH.format(ref=ref)
    if not meant or len(meant) > MOST_CHOICES:
        return offering(text, MY_ACTIONS, HELP_BUTTON)
    words = turn.message.text.strip()
    buttons = [
        Button(label=known, verb="say", data={"text": REFERENCE.sub(known, words, count=1)})
        for known in meant
    ]
    text = f"{text} {DID_YOU_MEAN.format(refs=' or '.join(meant))}"
    return offering(text, *buttons, MY_ACTIONS)


def _not_yours(turn: Turn, action: Action) -> Reply:
    words = turn.message.text.strip()
    return offering(
        NOT_YOURS.format(ref=action.ref, owner=action.owner_role),
        Button(label="Pass it on", verb="pass_on", data={"ref": action.ref, "words": words}),
        Button(label="Cancel", verb="my_actions"),
    )


def _problem(turn: Turn, item: ReportItem, action: Action | None) -> Reply | None:
    """What cannot be saved, said with what is possible; None if it can."""
    if action is None:
        return _no_such_action(turn, item.ref or "")
    if not may_report(turn.person, action):
        return _not_yours(turn, action)
    return (
        _bad_percent(turn, item, action)
        or _bad_rating(turn, item, action)
        or _bad_score(item, action)
        or _signed_off(item, action)
    )


def _signed_off(item: ReportItem, action: Action) -> Reply | None:
    reopening = needs_reopening(action, _draft_item(item, action).change)
    return signed_off(action) if reopening else None


def _bad_percent(turn: Turn, item: ReportItem, action: Action) -> Reply | None:
    if item.percent is None or item.percent.possible:
        return None
    start, end = item.percent.span
    without = turn.message.text[:start] + turn.message.text[end:]
    return offering(
        BAD_PERCENT.format(value=item.percent.value),
        Button(label="Leave the percentage", verb="say", data={"text": without}),
        _on_a_form(action),
    )


def _bad_rating(turn: Turn, item: ReportItem, action: Action) -> Reply | None:
    if item.unknown_rating:
        start, end = item.unknown_rating.span
        text = BAD_RATING.format(word=item.unknown_rating.word.capitalize())
        return offering(text, *_recoloured(action, turn.message.text, start, end))
    if item.rating is action.position.rating:
        return None
    if item.rating is Rating.BLUE:
        return offering(BLUE, _on_a_form(action))
    if item.rating is Rating.GREY:
        return offering(NOT_GREY.format(ref=action.ref), _on_a_form(action))
    return None


def _bad_score(item: ReportItem, action: Action) -> Reply | None:
    if item.risk is None or _possible(item.risk):
        return None
    text = BAD_SCORE.format(likelihood=item.risk.likelihood, impact=item.risk.impact)
    return offering(text, _on_a_form(action))


def _on_a_form(action: Action) -> Button:
    return Button(label=f"{action.ref} on a form", verb="form", data={"ref": action.ref})


def _recoloured(action: Action, words: str, start: int, end: int) -> list[Button]:
    return [
        Button(
            label=f"{action.ref} {name}",
            verb="say",
            data={"text": words[:start] + name + words[end:]},
        )
        for name in ("green", "amber", "red")
    ]


def _possible(risk: RiskMention) -> bool:
    return all(score is None or 1 <= score <= 5 for score in (risk.likelihood, risk.impact))


def _draft(turn: Turn, items: tuple[ReportItem, ...], actions: dict[str, Action]) -> Draft:
    drafted = tuple(_draft_item(item, actions[item.ref or ""]) for item in items)
    risks = [
        _draft_risk(turn, item.risk, actions[item.ref or ""])
        for item in items
        if item.risk and item.risk.words
    ]
    return Draft(items=drafted, risk=risks[0] if risks else None)


def _draft_item(item: ReportItem, action: Action) -> DraftItem:
    return DraftItem(
        ref=action.ref,
        basis=action.position.update_id,
        rating=item.rating,
        percent=int(item.percent.value) if item.percent else None,
        forecast=item.forecast,
        note=item.note,
        no_change=item.no_change,
    )


def _draft_risk(turn: Turn, risk: RiskMention, action: Action) -> DraftRisk:
    known = likely_same(risk.words, turn.record.risks.of_theme(action.theme_id))
    return DraftRisk(
        ref=action.ref,
        words=risk.words,
        likelihood=risk.likelihood,
        impact=risk.impact,
        alike=known.ref if known else None,
        choice="same" if known else "different",
    )


def _amended_item(item: DraftItem, amend: Amend) -> DraftItem:
    changes: dict[str, object] = {}
    if amend.percent:
        changes["percent"] = int(amend.percent.value)
    if amend.rating:
        changes["rating"] = amend.rating
    if amend.ref:
        changes["ref"] = amend.ref
    return item.model_copy(update=changes)


def _filled_in(draft: Draft, fields: Fields) -> Draft:
    items, risk = draft.items, draft.risk
    if "impact_note" in fields.values and len(items) == 1:
        item = items[0].model_copy(update={"impact_note": fields.text("impact_note")})
        items = (item,)
    if risk and fields.text("risk") in {"same", "different"}:
        risk = risk.model_copy(update={"choice": fields.text("risk")})
    return Draft(items=items, risk=risk)


def _already_saved_or_replaced(turn: Turn, token: str) -> Reply:
    submission = turn.record.submissions.under(token)
    if submission and submission.person_id == turn.person.id:
        return saved(turn, submission)
    if submission or turn.record.conversations.waits_for_another(token, turn.person.id):
        return not_for_you(turn)
    return offering(REPLACED, MY_ACTIONS)


def _in_place_of(draft: StoredDraft, reply: Reply) -> Reply:
    return reply.model_copy(update={"replaces": draft.card_id})
