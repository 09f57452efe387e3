"""One short question back, with the likely answers as buttons (mockups.md, 7.1)."""

from collections.abc import Sequence

from dialogs.help import HELP_BUTTON, MY_ACTIONS, not_understood, offering, plain
from dialogs.language.meaning import About, Clarify, Item
from dialogs.messages import Button, Reply
from dialogs.turn import Turn
from dialogs.wording import day

WHICH = "Which action is it about?"
NO_SUCH = "There is no {ref}."
DID_YOU_MEAN = "Did you mean {refs}?"
WHICH_RATING = "{ratings}: which is it for {ref}?"
BAD_RATING = "{word} is not a rating. It can be green, amber or red."
BAD_PERCENT = "Completed goes from 0 to 100%, in whole numbers. You wrote {typed}."
BAD_SCORE = "Likelihood and impact go from 1 to 5. You wrote {typed}."
CONFLICT = "Green means on track, and you say it will miss {due}. Which is it?"
WHICH_DATE = "Which date do you mean? Please write it like this: {ref} new date 16 Jan."
BULK = (
    "I do not change many actions in one go: each has its own owner and its own reason. Please "
    "name them one by one, for example: WF-01 green, WF-02 amber."
)
NEW_OWNER = "Who should own {ref}? Please name the role, for example: Service Manager – Assessment."
NOT_YET = "I understood that as {what}. I cannot take that in chat yet, and nothing was saved."
KEEP_AS_NOTE = "Keep it as words on {ref}"
NAMED = {
    "sign_off": "a sign-off",
    "reopen": "a wish to reopen an action",
    "due_change_request": "a request for a new due date",
    "due_change_decision": "a decision on a due date",
    "risk_update": "news about a risk of the register",
    "issue": "something that stands in the way",
    "issue_resolve": "news that an issue is resolved",
    "escalate": "a wish to take something further up",
    "evidence_add": "evidence",
    "evidence_promised": "evidence to come",
    "delegate": "somebody standing in for you",
    "snooze": "a wish not to be asked for a while",
    "reassign": "a new owner for an action",
    "reassign_request": "a new owner for an action",
    "plan_change": "a change of the plan",
    "plan_change_suggestion": "a suggestion for the plan",
}
MOST_CHOICES = 3


def ask_back(turn: Turn, clarify: Clarify) -> Reply | None:
    """Ask what is unclear; None where what was understood can be read back as it is."""
    if clarify.about is About.RISK_SCORES:
        return None
    ask = QUESTIONS.get(clarify.about)
    return ask(turn, clarify) if ask else not_understood(turn)


def no_such_action(turn: Turn, ref: str, likely: Sequence[str] = ()) -> Reply:
    """There is no such action: offer those that may be meant."""
    text = NO_SUCH.format(ref=ref)
    if not likely or len(likely) > MOST_CHOICES:
        return offering(text, MY_ACTIONS, HELP_BUTTON)
    words = turn.message.text.strip()
    buttons = [_saying(known, f"{known} {words}") for known in likely]
    return offering(f"{text} {DID_YOU_MEAN.format(refs=' or '.join(likely))}", *buttons, MY_ACTIONS)


def not_yet(turn: Turn, items: Sequence[Item]) -> Reply:
    """What was understood and has no place in chat yet: its words can be kept."""
    item = items[0]
    what = NAMED.get(item.op, "something else than an update")
    ref = getattr(item, "action", None)
    if not isinstance(ref, str):
        return offering(NOT_YET.format(what=what), MY_ACTIONS, HELP_BUTTON)
    keep = Button(
        label=KEEP_AS_NOTE.format(ref=ref),
        verb="keep_words",
        data={"ref": ref, "words": turn.message.text.strip()},
    )
    return offering(NOT_YET.format(what=what), keep, MY_ACTIONS)


def _which_action(turn: Turn, clarify: Clarify) -> Reply:
    words = turn.message.text
    if clarify.span:
        start, end = clarify.span
        text = NO_SUCH.format(ref=words[start:end].upper())
        likely = clarify.candidates
        if not likely or len(likely) > MOST_CHOICES:
            return offering(text, MY_ACTIONS, HELP_BUTTON)
        buttons = [_saying(ref, words[:start] + ref + words[end:]) for ref in likely]
        question = DID_YOU_MEAN.format(refs=" or ".join(likely))
        return offering(f"{text} {question}", *buttons, MY_ACTIONS)
    if not clarify.candidates:
        return not_understood(turn)
    buttons = [_saying(ref, f"{ref} {words.strip()}") for ref in clarify.candidates[:MOST_CHOICES]]
    return offering(WHICH, *buttons, MY_ACTIONS)


def _which_rating(turn: Turn, clarify: Clarify) -> Reply:
    words, (start, end) = turn.message.text, clarify.span or (0, 0)
    buttons = [
        _saying(f"{clarify.action} {name}", words[:start] + name + words[end:])
        for name in clarify.candidates
    ]
    if len(clarify.candidates) > 2:
        return offering(BAD_RATING.format(word=words[start:end].capitalize()), *buttons)
    ratings = " or ".join(clarify.candidates).capitalize()
    return offering(WHICH_RATING.format(ratings=ratings, ref=clarify.action), *buttons)


def _which_percent(turn: Turn, clarify: Clarify) -> Reply:
    words, (start, end) = turn.message.text, clarify.span or (0, 0)
    without = f"{words[:start]}{words[end:]}".strip()
    leave = _saying("Leave the percentage", without)
    return offering(BAD_PERCENT.format(typed=words[start:end]), leave, *_on_a_form(clarify))


def _which_score(turn: Turn, clarify: Clarify) -> Reply:
    words, (start, end) = turn.message.text, clarify.span or (0, 0)
    return offering(BAD_SCORE.format(typed=words[start:end]), *_on_a_form(clarify))


def _which_of_both(turn: Turn, clarify: Clarify) -> Reply:
    """A rating that does not fit the facts (mockups.md, 5.4)."""
    words, ref = turn.message.text, clarify.action or ""
    start, end = clarify.span or (0, 0)
    action = turn.record.plan.action(ref)
    due = day(action.due, turn.today) if action else "its date"
    return offering(
        CONFLICT.format(due=due),
        _saying(f"{ref} red", f"{words[:start]}red{words[end:]}"),
        _saying(f"{ref} amber, we can recover", f"{words[:start]}amber{words[end:]}"),
        Button(label=f"{ref} keep green", verb="say", data={"text": words, "kept": "green"}),
    )


def _which_date(turn: Turn, clarify: Clarify) -> Reply:
    ref = clarify.action or "WF-01"
    return offering(WHICH_DATE.format(ref=ref), *_on_a_form(clarify), MY_ACTIONS)


def _one_by_one(turn: Turn, clarify: Clarify) -> Reply:
    return offering(BULK, MY_ACTIONS)


def _who(turn: Turn, clarify: Clarify) -> Reply:
    return plain(NEW_OWNER.format(ref=clarify.action or "it"))


def _saying(label: str, text: str) -> Button:
    return Button(label=label, verb="say", data={"text": text})


def _on_a_form(clarify: Clarify) -> tuple[Button, ...]:
    if clarify.action is None:
        return ()
    return (Button(label=f"{clarify.action} on a form", verb="form", data={"ref": clarify.action}),)


QUESTIONS = {
    About.ACTION_REF: _which_action,
    About.RAG: _which_rating,
    About.PERCENT: _which_percent,
    About.SCORE_RANGE: _which_score,
    About.RAG_CONFLICT: _which_of_both,
    About.EXACT_DATE: _which_date,
    About.BULK_CHANGE: _one_by_one,
    About.NEW_OWNER: _who,
}
