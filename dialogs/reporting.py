"""An owner reports by one line of text: understood, checked, read back, put right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialogs.actions import my_actions, not_for_you
from dialogs.asking import ask_back, no_such_action, not_yet
from dialogs.drafts import Draft, DraftItem, DraftRisk, likely_same
from dialogs.forms import Unreadable, as_fields, draft_from, update_form, whole
from dialogs.help import FOR_PERSONAL_CHAT, MY_ACTIONS, not_understood, offering, plain
from dialogs.language.meaning import (
    About,
    CompletionClaim,
    Correct,
    EvidenceAdd,
    Intent,
    Item,
    NoChange,
    Progress,
    Retarget,
    RiskAdd,
    Understanding,
)
from dialogs.messages import Button, Fields, Reply
from dialogs.readback import read_back
from dialogs.saving import not_allowed, save, saved, signed_off
from dialogs.turn import Turn, tell
from dialogs.wording import listed, quoted
from storage.conversations import StoredDraft
from storage.plan import Action
from storage.rights import may_report
from storage.updates import needs_reopening
from storage.vocabulary import Rating, Stage

NOTHING_WAITS = "There is nothing waiting for a yes."
REPLACED = "This card has been replaced by a newer one. Nothing was saved from it."
THROWN_AWAY = "Not saved: {refs}. The record is as it was."
WHAT_ELSE = "What should I change? For example: no, 70 · not amber, green · wrong action, {ref}."
WHICH = "Which action is it about?"
NOT_YOURS = "{ref} belongs to the {owner}, so I cannot save that from you."
PASSED_ON = "I have passed your words to the {owner}."
NOT_PASSED_ON = "I cannot reach the {owner} in Teams yet, so please tell them yourself."
FROM_COLLEAGUE = "The {role} says about {ref}: {words}"
BAD_PERCENT = "Completed goes from 0 to 100%, in whole numbers. You wrote {value:g}%."
BLUE = "Blue is for an action that is signed off. I can ask the lead for sign-off."
NOT_GREY = "Grey is for an action that has not started, and {ref} has. It can be green, amber, red."
TOO_MANY = (
    "That is {count} actions in one message, and I can read back {most} at a time. Please send it "
    "in parts."
)
MOST_ACTIONS = 12
Savable = Progress | NoChange | CompletionClaim | EvidenceAdd


def reported(turn: Turn, understood: Understanding, kept: Rating | None = None) -> Reply:
    """Read an update back, or ask what is unclear, or say what cannot be saved.

    `kept` is a rating that the owner keeps although it does not fit what else was said.
    """
    if not turn.personal:
        return plain(FOR_PERSONAL_CHAT)
    said = _Said.of(understood)
    if len(said.refs) > MOST_ACTIONS:
        return plain(TOO_MANY.format(count=len(said.refs), most=MOST_ACTIONS))
    actions = {action.ref: action for action in turn.record.plan.actions_by_ref(said.refs)}
    refusals = (_refused(turn, ref, actions) for ref in said.refs)
    return (
        next(filter(None, refusals), None)
        or _asked_back(turn, understood, kept)
        or _without_draft(turn, said)
        or _read_back(turn, said, actions, kept)
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What of a message can be saved here, and what has no place in chat yet."""

    items: tuple[Savable, ...]
    risks: tuple[RiskAdd, ...]
    others: tuple[Item, ...]

    @classmethod
    def of(cls, understood: Understanding) -> "_Said":
        items = tuple(item for item in understood.items if isinstance(item, Savable))
        risks = tuple(item for item in understood.items if isinstance(item, RiskAdd))
        rest = (i for i in understood.items if not isinstance(i, Savable | RiskAdd))
        return cls(items, risks, tuple(rest))

    @property
    def refs(self) -> list[str]:
        """The actions it is about, each once."""
        named = (item.action for item in (*self.items, *self.risks) if item.action)
        return list(dict.fromkeys(named))

    @property
    def only_names_an_action(self) -> bool:
        """An action was named and nothing said of it."""
        if len(self.items) != 1 or self.risks or not isinstance(self.items[0], Progress):
            return False
        item = self.items[0]
        return item == Progress(action=item.action, on_behalf_of=item.on_behalf_of)


def _asked_back(turn: Turn, understood: Understanding, kept: Rating | None) -> Reply | None:
    clarify = understood.clarify
    if clarify is None or (kept and clarify.about is About.RAG_CONFLICT):
        return None
    return ask_back(turn, clarify)


def _without_draft(turn: Turn, said: _Said) -> Reply | None:
    if said.others and not (said.items or said.risks):
        return not_yet(turn, said.others)
    if not said.refs:
        return not_understood(turn)
    return form(turn, said.refs[0]) if said.only_names_an_action else None


def _read_back(
    turn: Turn, said: _Said, actions: Mapping[str, Action], kept: Rating | None
) -> Reply:
    draft = _draft(turn, said.items, said.risks, actions, kept)
    problems = (_problem(item, actions[item.ref]) for item in draft.items)
    return next(filter(None, problems), None) or read_back(turn, draft, dict(actions))


def form(turn: Turn, ref: str, since: str = "", *, risk_open: bool = False) -> Reply:
    """Open the update form of one of this person's actions."""
    action = turn.record.plan.action(ref)
    if action is None:
        return no_such_action(turn, ref)
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


def keep_words(turn: Turn, ref: str, words: str) -> Reply:
    """Read words back as they are, as an update on an action."""
    item = Progress(action=ref, note=words)
    return reported(turn, Understanding(intent=Intent.PROGRESS_UPDATE, items=(item,)))


def amended(turn: Turn, corrections: Sequence[Item]) -> Reply:
    """Redo the read-back: "no, 70", "not amber, green", "wrong action, WF-02"."""
    stored = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    if stored is None:
        return _reported_anew(turn, corrections)
    draft, token = Draft.model_validate(stored.content), {"draft": stored.token}
    changed = _changed(draft, corrections)
    if changed == draft:
        return offering(
            WHAT_ELSE.format(ref=draft.refs[0]),
            Button(label="Change on a form", verb="change", data=token),
            Button(label="Cancel", verb="cancel", data=token),
        )
    actions = {a.ref: a for a in turn.record.plan.actions_by_ref([*draft.refs, *changed.refs])}
    for correction in corrections:
        if isinstance(correction, Correct) and _bad_percent(correction):
            bad = BAD_PERCENT.format(value=correction.new)
            return offering(bad, Button(label="Change on a form", verb="change", data=token))
    for item in changed.items:
        if problem := _refused(turn, item.ref, actions) or _problem(item, actions[item.ref]):
            return problem
    items = tuple(
        item.model_copy(update={"basis": actions[item.ref].position.update_id})
        for item in changed.items
    )
    return _in_place_of(
        stored, read_back(turn, changed.model_copy(update={"items": items}), actions)
    )


def _reported_anew(turn: Turn, corrections: Sequence[Item]) -> Reply:
    """What puts a saved value right is read back as a new update; the history shows both."""
    values = [item for item in corrections if isinstance(item, Correct) and item.action]
    fields = {item.field: item.new for item in values if item.field in CORRECTED}
    refs = {item.action for item in values}
    if not fields or len(refs) != 1:
        return offering(NOTHING_WAITS, MY_ACTIONS)
    item = Progress.model_validate({"action": values[0].action} | fields)
    return reported(turn, Understanding(intent=Intent.PROGRESS_UPDATE, items=(item,)))


CORRECTED = frozenset({"percent", "delivery_rag", "forecast"})


def _changed(draft: Draft, corrections: Sequence[Item]) -> Draft:
    """The draft with what is put right, in the item of the action that is meant, else the first."""
    items, risk = list(draft.items), draft.risk
    for correction in corrections:
        if isinstance(correction, Retarget) and correction.to:
            place = next((n for n, i in enumerate(items) if i.ref == correction.from_), 0)
            items[place] = items[place].model_copy(update={"ref": correction.to})
            risk = risk and risk.model_copy(update={"ref": correction.to})
        if not isinstance(correction, Correct):
            continue
        place = next((n for n, i in enumerate(items) if i.ref == correction.action), 0)
        if name := IN_DRAFT.get(correction.field):
            value = correction.new
            items[place] = DraftItem.model_validate(
                {**items[place].model_dump(), name: value, "no_change": False}
            )
        elif risk and correction.field in {"likelihood", "impact"}:
            risk = risk.model_copy(update={correction.field: correction.new})
    return Draft(items=tuple(items), risk=risk)


IN_DRAFT = {
    "percent": "percent",
    "delivery_rag": "rating",
    "forecast": "forecast",
    "next_date": "forecast",
}


def _bad_percent(correction: Correct) -> bool:
    value = correction.new
    return correction.field == "percent" and not (
        isinstance(value, int | float) and 0 <= value <= 100 and value == int(value)
    )


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
        return no_such_action(turn, ref)
    role = turn.person.roles[0].title
    text = FROM_COLLEAGUE.format(role=role, ref=ref, words=quoted(words))
    first = f"A colleague has written about {ref}."
    note = offering(text, Button(label=f"{ref} update", verb="form", data={"ref": ref}))
    reached = tell(turn.record, action.owner_role_id, note.model_copy(update={"first_line": first}))
    form = PASSED_ON if reached else NOT_PASSED_ON
    return offering(form.format(owner=action.owner_role), MY_ACTIONS)


def _not_yours(turn: Turn, action: Action) -> Reply:
    words = turn.message.text.strip()
    return offering(
        NOT_YOURS.format(ref=action.ref, owner=action.owner_role),
        Button(label="Pass it on", verb="pass_on", data={"ref": action.ref, "words": words}),
        Button(label="Cancel", verb="my_actions"),
    )


def _refused(turn: Turn, ref: str, actions: Mapping[str, Action]) -> Reply | None:
    """What this person may not report on, said with what is possible; None if they may."""
    action = actions.get(ref)
    if action is None:
        return no_such_action(turn, ref)
    return None if may_report(turn.person, action) else _not_yours(turn, action)


def _problem(item: DraftItem, action: Action) -> Reply | None:
    """What cannot be saved of an action as it stands; None if it can."""
    if item.rating is not action.position.rating:
        if item.rating is Rating.BLUE:
            return offering(BLUE, _on_a_form(action))
        if item.rating is Rating.GREY:
            return offering(NOT_GREY.format(ref=action.ref), _on_a_form(action))
    return signed_off(action) if needs_reopening(action, item.change) else None


def _on_a_form(action: Action) -> Button:
    return Button(label=f"{action.ref} on a form", verb="form", data={"ref": action.ref})


def _draft(
    turn: Turn,
    items: Sequence[Savable],
    risks: Sequence[RiskAdd],
    actions: Mapping[str, Action],
    kept: Rating | None,
) -> Draft:
    drafted = [_draft_item(item, actions[item.action or ""], kept) for item in items]
    named = {item.ref for item in drafted}
    drafted += [
        DraftItem(ref=ref, basis=actions[ref].position.update_id)
        for ref in dict.fromkeys(risk.action for risk in risks if risk.action)
        if ref not in named
    ]
    risk = _draft_risk(turn, risks[0], actions[risks[0].action or ""]) if risks else None
    return Draft(items=_joined(drafted), risk=risk)


def _joined(items: Iterable[DraftItem]) -> tuple[DraftItem, ...]:
    """One item for each action: evidence that came beside an update belongs to it."""
    found: dict[str, DraftItem] = {}
    for item in items:
        first = found.get(item.ref)
        found[item.ref] = item if first is None else _with_evidence(first, item)
    return tuple(found.values())


def _with_evidence(first: DraftItem, other: DraftItem) -> DraftItem:
    note = (
        first.note
        if other.note in first.note
        else " … ".join(filter(None, (first.note, other.note)))
    )
    return first.model_copy(update={"evidence": (*first.evidence, *other.evidence), "note": note})


def _draft_item(item: Savable, action: Action, kept: Rating | None) -> DraftItem:
    plain = DraftItem(ref=action.ref, basis=action.position.update_id)
    if isinstance(item, NoChange):
        return plain.model_copy(update={"no_change": not item.note, "note": item.note or ""})
    if isinstance(item, CompletionClaim):
        said = {
            "stage": Stage.COMPLETION_CLAIMED,
            "note": item.note or "",
            "evidence": item.evidence,
        }
        return plain.model_copy(update=said)
    if isinstance(item, EvidenceAdd):
        return plain.model_copy(update={"note": item.desc or "", "evidence": item.urls})
    figures: dict[str, object] = {
        "rating": item.delivery_rag or kept,
        "percent": None if item.percent is None else int(item.percent),
        "forecast": item.forecast,
        "note": item.note or "",
    }
    return plain.model_copy(update=figures)


def _draft_risk(turn: Turn, risk: RiskAdd, action: Action) -> DraftRisk:
    known = likely_same(risk.desc, turn.record.risks.of_theme(action.theme_id))
    return DraftRisk(
        ref=action.ref,
        words=risk.desc,
        likelihood=risk.likelihood,
        impact=risk.impact,
        mitigation=risk.mitigation or "",
        alike=known.ref if known else None,
        choice="same" if known else "different",
    )


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
