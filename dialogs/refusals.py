"""What cannot be saved as it is said: why, and what is possible instead."""

from collections.abc import Mapping

from dialogs.asking import no_such_action
from dialogs.drafts import Draft, DraftItem
from dialogs.help import MY_ACTIONS, offering
from dialogs.messages import Button, Reply
from dialogs.saving import signed_off
from dialogs.steps import Correction
from dialogs.turn import Turn, tell
from dialogs.wording import quoted
from storage.plan import Action
from storage.rights import may_report
from storage.updates import needs_reopening
from storage.vocabulary import Rating

NOT_YOURS = "{ref} belongs to the {owner}, so I cannot save that from you."
PASSED_ON = "I have passed your words to the {owner}."
NOT_PASSED_ON = "I cannot reach the {owner} in Teams yet, so please tell them yourself."
FROM_COLLEAGUE = "The {role} says about {ref}: {words}"
BLUE = "Blue is for an action that is signed off. I can ask the lead for sign-off."
NOT_GREY = "Grey is for an action that has not started, and {ref} has. It can be green, amber, red."


def refused(turn: Turn, ref: str, actions: Mapping[str, Action]) -> Reply | None:
    """What this person may not report on, said with what is possible; None if they may."""
    action = actions.get(ref)
    if action is None:
        return no_such_action(turn, ref)
    return None if may_report(turn.person, action) else not_yours(turn, action)


def not_yours(turn: Turn, action: Action) -> Reply:
    """Whose action it is, and that the words can be passed on."""
    words = turn.message.text.strip()
    return offering(
        NOT_YOURS.format(ref=action.ref, owner=action.owner_role),
        Button(label="Pass it on", verb="pass_on", data={"ref": action.ref, "words": words}),
        Button(label="Cancel", verb="my_actions"),
    )


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


def problem_in(turn: Turn, draft: Draft, actions: Mapping[str, Action]) -> Reply | None:
    """What cannot be saved of a draft as things stand; None if all of it can."""
    problems = [_problem(item, actions[item.ref]) for item in draft.items]
    problems += [
        _bad_rating(step.rating, step.was_rating, actions[step.ref])
        for step in draft.steps
        if isinstance(step, Correction)
    ]
    refusals = (step.refusal(turn, actions) for step in draft.steps)
    refused = (offering(refusal, MY_ACTIONS) for refusal in refusals if refusal)
    return next(filter(None, problems), None) or next(refused, None)


def _problem(item: DraftItem, action: Action) -> Reply | None:
    """What cannot be saved of an action as it stands; None if it can."""
    bad = _bad_rating(item.rating, action.position.rating, action)
    return bad or (signed_off(action) if needs_reopening(action, item.change) else None)


def _bad_rating(new: Rating | None, old: Rating, action: Action) -> Reply | None:
    """A rating that no owner gives; None for any other, and for one that stays."""
    if new is old:
        return None
    if new is Rating.BLUE:
        return offering(BLUE, _on_a_form(action))
    if new is Rating.GREY:
        return offering(NOT_GREY.format(ref=action.ref), _on_a_form(action))
    return None


def _on_a_form(action: Action) -> Button:
    return Button(label=f"{action.ref} on a form", verb="form", data={"ref": action.ref})
