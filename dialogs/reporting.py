"""An owner reports by one line of text: understood, checked, read back."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.actions import my_actions, not_for_you
from dialogs.asking import ask_back, no_such_action, not_yet
from dialogs.drafting import Savable, draft_of
from dialogs.drafts import Draft
from dialogs.forms import update_form
from dialogs.help import FOR_PERSONAL_CHAT, MY_ACTIONS, not_understood, offering, plain
from dialogs.language.meaning import (
    About,
    Intent,
    IssueResolve,
    Item,
    Progress,
    RiskAdd,
    Understanding,
)
from dialogs.messages import Button, Reply
from dialogs.readback import read_back
from dialogs.refusals import not_yours, problem_in, refused
from dialogs.saving import not_allowed
from dialogs.steps import AnyStep, Solved
from dialogs.steps.said import open_issues, step_of
from dialogs.turn import Turn
from dialogs.wording import quoted
from storage.plan import Action
from storage.rights import may_report
from storage.vocabulary import Rating

WHICH = "Which action is it about?"
TOO_MANY = (
    "That is {count} actions in one message, and I can read back {most} at a time. Please send it "
    "in parts."
)
NO_PROBLEM = "There is no open problem on {ref}, so there is nothing to resolve."
WHICH_PROBLEM = "Which one is resolved? {issues}"
MOST_PROBLEMS = 4
MOST_ACTIONS = 12


def reported(turn: Turn, understood: Understanding, kept: Rating | None = None) -> Reply:
    """Read an update back, or ask what is unclear, or say what cannot be saved.

    `kept` is a rating that the owner keeps although it does not fit what else was said.
    """
    if not turn.personal:
        return plain(FOR_PERSONAL_CHAT)
    said = _Said.of(turn, understood)
    if len(said.refs) > MOST_ACTIONS:
        return plain(TOO_MANY.format(count=len(said.refs), most=MOST_ACTIONS))
    actions = {action.ref: action for action in turn.record.plan.actions_by_ref(said.refs)}
    refusals = (refused(turn, ref, actions) for ref in said.refs)
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
    steps: tuple[AnyStep, ...]
    others: tuple[Item, ...]

    @classmethod
    def of(cls, turn: Turn, understood: Understanding) -> "_Said":
        items = tuple(i for i in understood.items if isinstance(i, Savable) and i.action)
        risks = tuple(item for item in understood.items if isinstance(item, RiskAdd))
        rest = [i for i in understood.items if not isinstance(i, Savable | RiskAdd)]
        found = [(item, step_of(turn, item)) for item in rest]
        steps = tuple(step for _, step in found if step)
        return cls(items, risks, steps, tuple(item for item, step in found if step is None))

    @property
    def refs(self) -> list[str]:
        """The actions it is about, each once."""
        named = [
            *(item.action for item in (*self.items, *self.risks)),
            *(s.ref for s in self.steps),
        ]
        return list(dict.fromkeys(ref for ref in named if ref))

    @property
    def savable(self) -> bool:
        """Whether there is anything that a yes could save."""
        return bool(self.items or self.risks or self.steps)

    @property
    def only_names_an_action(self) -> bool:
        """An action was named and nothing said of it."""
        if (
            len(self.items) != 1
            or self.risks
            or self.steps
            or not isinstance(self.items[0], Progress)
        ):
            return False
        item = self.items[0]
        return item == Progress(action=item.action, on_behalf_of=item.on_behalf_of)


def _asked_back(turn: Turn, understood: Understanding, kept: Rating | None) -> Reply | None:
    clarify = understood.clarify
    if clarify is None or (kept and clarify.about is About.RAG_CONFLICT):
        return None
    return ask_back(turn, clarify)


def _without_draft(turn: Turn, said: _Said) -> Reply | None:
    if said.others and not said.savable:
        return _which_problem(turn, said.others[0]) or not_yet(turn, said.others)
    if not said.savable:
        return not_understood(turn)
    return form(turn, said.refs[0]) if said.only_names_an_action else None


def _which_problem(turn: Turn, item: Item) -> Reply | None:
    """Something is resolved: the action has no open problem, or several, of which one is meant."""
    if not isinstance(item, IssueResolve) or item.action is None:
        return None
    found = open_issues(turn, item.action)
    if not found:
        return offering(NO_PROBLEM.format(ref=item.action), MY_ACTIONS)
    words = {"ref": item.action, "words": item.note or ""}
    buttons = [
        Button(label=f"{issue.ref} is resolved", verb="solve", data={"issue": issue.ref, **words})
        for issue in found[:MOST_PROBLEMS]
    ]
    listed_ = " ".join(f"{issue.ref}: {quoted(issue.description)}" for issue in found)
    return offering(WHICH_PROBLEM.format(issues=listed_), *buttons)


def solve(turn: Turn, ref: str, issue: str, words: str) -> Reply:
    """Read back that the problem which was chosen is resolved."""
    action = turn.record.plan.action(ref)
    if action is None or not_allowed(turn, [action]):
        return not_for_you(turn)
    draft = Draft(steps=(Solved(ref=ref, issue=issue, words=words),))
    actions = {ref: action}
    return problem_in(turn, draft, actions) or read_back(turn, draft, actions)


def _read_back(
    turn: Turn, said: _Said, actions: Mapping[str, Action], kept: Rating | None
) -> Reply:
    draft = draft_of(turn, said.items, said.risks, said.steps, actions, kept)
    return problem_in(turn, draft, actions) or read_back(turn, draft, dict(actions))


def form(turn: Turn, ref: str, since: str = "", *, risk_open: bool = False) -> Reply:
    """Open the update form of one of this person's actions."""
    action = turn.record.plan.action(ref)
    if action is None:
        return no_such_action(turn, ref)
    if not may_report(turn.person, action):
        return not_yours(turn, action)
    return update_form(turn, action, since=since, risk_open=risk_open)


def keep_words(turn: Turn, ref: str, words: str) -> Reply:
    """Read words back as they are, as an update on an action."""
    item = Progress(action=ref, note=words)
    return reported(turn, Understanding(intent=Intent.PROGRESS_UPDATE, items=(item,)))


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
