"""A draft becomes record: saved as one submission, shown as saved, taken back, put back."""

from collections.abc import Iterable, Sequence

from dialogs.drafts import Draft, DraftItem, DraftRisk
from dialogs.help import MY_ACTIONS, offering
from dialogs.messages import Button, Buttons, Line, Reply
from dialogs.readback import moved_on, read_back
from dialogs.readings import measured
from dialogs.turn import Turn, tell
from dialogs.wording import (
    NAMES,
    STAGES,
    day,
    day_and_clock,
    listed,
    percent,
    quoted,
    rated,
    short_day,
)
from storage.errors import UndoRefused
from storage.issues import SavedIssue
from storage.plan import Action
from storage.requests import Request
from storage.rights import may_report
from storage.risks import SavedRisk
from storage.said import Author
from storage.submissions import Submission
from storage.updates import Saved, SavedReading, needs_reopening
from storage.vocabulary import (
    IssueStatus,
    RequestKind,
    RevisionKind,
    RiskStatus,
    Stage,
    UpdateKind,
)

SAVED = "Saved: {refs}."
SAVED_AT = "✓ Saved {when}"
SIGNED_OFF = (
    "{ref} is {stage}: its rating and percentage stand until it is reopened, which the lead of "
    "{lead} decides. Nothing was saved. You can send me the words alone, and I will keep them."
)
BEHALF = "Saved for {ref}, entered by you for the {role}. {told}"
TOLD = "They have been told."
NOT_TOLD = "I cannot reach them in Teams yet, so please tell them."
TELL_OWNER = "{ref} was updated for you by the {role}: {summary}."
VIEW_SENT = "{ref}: your view has gone to its owner."
VIEW_KEPT = "{ref}: your view is kept for its owner, whom I cannot reach in Teams yet."
TELL_VIEW = "{ref}: the {role} sees it as {scores}. {words}"
RISK_ADDED = "{ref} added{scores}."
RISK_GONE = {
    RiskStatus.CLOSED: "{ref} closed.",
    RiskStatus.MATERIALISED: "{ref} has happened and is a problem from now on.",
}
RISK_CHANGED = "{ref} changed{scores}."
TAKEN_BACK = "↩ Taken back {when}. {now}"
STANDS_AGAIN = "{ref} is {rating}, {percent} again."
RISK_WITHDRAWN = "What you said about {ref} is withdrawn."
REQUEST_WITHDRAWN = "What was asked for {ref} is taken back."
NOTHING_SAVED = "Nothing was saved."
ASKED_LINE = "{ref}: {what}. It waits for a decision, and I will tell you when there is one."
ASKED_FOR = {
    RequestKind.DUE_DATE: "due {day} asked for",
    RequestKind.ESCALATION: "asked to go to the board",
    RequestKind.NEW_OWNER: "a new owner asked for",
    RequestKind.REOPENING: "asked to be reopened",
    RequestKind.EMBEDDING: "asked to be called embedded",
    RequestKind.PRIORITY: "asked to be a priority",
}
ISSUE_OPENED = "{ref} opened{where}."
ISSUE_RESOLVED = "{ref}{where} is resolved."
NO_UNDO = (
    "I cannot take that back: it is more than ten minutes old, or something newer builds on it. "
    "You can put it right with a new update, and the history will show both."
)
NO_PUT_BACK = "I cannot put that back: it is more than ten minutes old or there is a newer update."


def save(turn: Turn, draft: Draft, token: str) -> Reply:
    """Save a draft in one submission, or read it back anew where the record has moved on."""
    actions = {action.ref: action for action in turn.record.plan.actions_by_ref(draft.refs)}
    stale = [item for item in draft.items if actions[item.ref].position.update_id != item.basis]
    if stale:
        return _read_back_anew(turn, draft, actions, [actions[item.ref] for item in stale])
    for item in draft.reported:
        if needs_reopening(actions[item.ref], item.change):
            return signed_off(actions[item.ref])
    refusals = (step.refusal(turn, actions) for step in draft.steps)
    if refused := next(filter(None, refusals), ""):
        return offering(f"{refused} {NOTHING_SAVED}", MY_ACTIONS)
    turn.record.updates.hold(actions.values())
    submission = turn.record.submissions.begin(turn.person.id, "update", token)
    items = [_save_item(turn, submission, item, actions[item.ref]) for item in draft.reported]
    if draft.risk:
        _save_risk(turn, submission, draft.risk, actions[draft.risk.ref])
    for step in draft.steps:
        step.save(turn, submission, actions)
    turn.record.conversations.forget(turn.conversation_id, turn.person.id)
    turn.record.audit.note(turn.person.id, "update", f"submission:{submission.id}")
    return saved(turn, submission) if draft.steps else _saved_card(turn, submission, items)


def signed_off(action: Action) -> Reply:
    """What can be said about an action that is complete: words, and no other figures."""
    stage = STAGES[action.position.stage]
    text = SIGNED_OFF.format(ref=action.ref, stage=stage, lead=action.theme)
    return offering(text, MY_ACTIONS)


def saved(turn: Turn, submission: Submission) -> Reply:
    """The card of a saved submission; of one taken back since, that it was."""
    undo = turn.record.submissions.taken_back_by(submission.id)
    if undo:
        return taken_back(turn, undo)
    return _saved_card(turn, submission, turn.record.updates.saved_by(submission.id))


def _saved_card(turn: Turn, submission: Submission, items: list[Saved]) -> Reply:
    risks = turn.record.risks.saved_by(submission.id)
    requests = turn.record.requests.saved_by(submission.id)
    issues = turn.record.issues.saved_by(submission.id)
    lines = [Line(text=SAVED_AT.format(when=day_and_clock(submission.at)), strong=True)]
    lines += [Line(text=saved_line(item), rating=item.rating) for item in items]
    readings = turn.record.updates.readings_saved_by(submission.id) if items else []
    lines += [Line(text=_reading_line(reading)) for reading in readings]
    lines += [
        Line(text=_behalf(turn, item.ref, *item.on_behalf_of))
        for item in items
        if item.on_behalf_of
    ]
    lines += [Line(text=_risk_line(turn, risk)) for risk in risks]
    lines += [Line(text=_request_line(turn, one)) for one in requests if _is_shown(one)]
    lines += [Line(text=_issue_line(issue)) for issue in issues]
    refs = [item.ref for item in items] or _others(risks, requests, issues)
    return Reply(
        first_line=SAVED.format(refs=listed(refs)),
        kind="saved",
        keep=True,
        blocks=(*lines, Buttons(buttons=(_undo_button(refs, submission), MY_ACTIONS))),
    )


def saved_line(item: Saved) -> str:
    """WF-01  ▲ Amber · 75%, was 65% · “14 interviews done”; of a correction, that it is one."""
    if item.kind is UpdateKind.NO_CHANGE:
        return f"{item.ref}  no change"
    rating = rated(item.rating)
    if item.was_rating and item.was_rating is not item.rating:
        rating += f", was {NAMES[item.was_rating]}"
    share = percent(item.percent)
    if item.was_percent != item.percent and item.was_percent is not None:
        share += f", was {item.was_percent}%"
    share += " (corrected)" if item.kind is UpdateKind.CORRECTION else ""
    parts = [f"{item.ref}  {rating}", share]
    parts += [f"forecast {short_day(item.forecast)}"] if item.forecast else []
    parts += ["asks for sign-off"] if item.stage is Stage.COMPLETION_CLAIMED else []
    parts += [quoted(item.note)] if item.note else []
    return " · ".join(parts)


def take_back(turn: Turn, submission_id: int) -> Reply:
    """Undo a submission, or say why not and what to do instead."""
    submission = turn.record.submissions.by_id(submission_id)
    if submission is None or submission.person_id != turn.person.id:
        return offering(NO_UNDO, MY_ACTIONS)
    undo = turn.record.submissions.taken_back_by(submission.id)
    if undo is None:
        try:
            undo = turn.record.submissions.take_back(
                submission, turn.person.id, f"undo:{submission.id}"
            )
        except UndoRefused:
            return offering(NO_UNDO, *_update_buttons(turn, submission), MY_ACTIONS)
        turn.record.audit.note(turn.person.id, "undo", f"submission:{submission.id}")
    return taken_back(turn, undo)


def taken_back(turn: Turn, undo: Submission) -> Reply:
    """The card of an undo; of one that was put back since, what stands again."""
    again = turn.record.submissions.taken_back_by(undo.id)
    if again:
        return saved(turn, again)
    refs = [item.ref for item in turn.record.updates.saved_by(undo.id)]
    risks = [risk.ref for risk in turn.record.risks.saved_by(undo.id)]
    issues = [issue.ref for issue in turn.record.issues.saved_by(undo.id)]
    asked = [
        request.action_ref or request.risk_ref or ""
        for request in turn.record.requests.withdrawn_by(undo.id)
        if _is_shown(request)
    ]
    stands = [_stands(action) for action in turn.record.plan.actions_by_ref(refs)]
    stands += [RISK_WITHDRAWN.format(ref=ref) for ref in (*risks, *issues)]
    stands += [REQUEST_WITHDRAWN.format(ref=ref) for ref in asked]
    text = TAKEN_BACK.format(when=day_and_clock(undo.at), now=" ".join(stands))
    buttons = (
        Button(label="Put it back", verb="put_back", data={"undo": undo.id}, main=True),
        *(Button(label=f"New update of {ref}", verb="form", data={"ref": ref}) for ref in refs[:2]),
    )
    return Reply(
        first_line=f"Taken back: {listed(refs or [*risks, *asked, *issues])}.",
        kind="taken_back",
        keep=True,
        blocks=(Line(text=text), Buttons(buttons=buttons)),
    )


def put_back(turn: Turn, undo_id: int) -> Reply:
    """Save again what was taken back."""
    undo = turn.record.submissions.by_id(undo_id)
    if undo is None or undo.kind != "undo" or undo.person_id != turn.person.id:
        return offering(NO_PUT_BACK, MY_ACTIONS)
    again = turn.record.submissions.taken_back_by(undo.id)
    if again is None:
        try:
            again = turn.record.submissions.put_back(undo, turn.person.id, f"put_back:{undo.id}")
        except UndoRefused:
            return offering(NO_PUT_BACK, *_update_buttons(turn, undo), MY_ACTIONS)
        turn.record.audit.note(turn.person.id, "put_back", f"submission:{undo.id}")
    return saved(turn, again)


def not_allowed(turn: Turn, actions: Iterable[Action]) -> Action | None:
    """The first of the actions that this person may not report on."""
    return next((action for action in actions if not may_report(turn.person, action)), None)


def _read_back_anew(
    turn: Turn, draft: Draft, actions: dict[str, Action], moved: list[Action]
) -> Reply:
    items = tuple(
        item.model_copy(update={"basis": actions[item.ref].position.update_id})
        for item in draft.items
    )
    notice = " ".join(map(moved_on, moved))
    return read_back(turn, draft.model_copy(update={"items": items}), actions, notice)


def _save_item(turn: Turn, submission: Submission, item: DraftItem, action: Action) -> Saved:
    author = Author.of(turn.person, action.owner_role_id)
    claims = item.stage is Stage.COMPLETION_CLAIMED
    report = turn.record.requests.claim if claims else turn.record.updates.report
    saved = report(submission, author, action, item.basis, item.change)
    if author.on_behalf_of_role_id is not None:
        said = quoted(item.note) if item.note else "no words"
        role = turn.person.acting_for(action.owner_role_id).title
        text = TELL_OWNER.format(ref=action.ref, role=role, summary=said)
        blocks = (Line(text=text), Buttons(buttons=(MY_ACTIONS,)))
        first = f"{action.ref} was updated for you."
        tell(turn.record, action.owner_role_id, Reply(first_line=first, blocks=blocks))
    return saved


def _save_risk(turn: Turn, submission: Submission, risk: DraftRisk, action: Action) -> None:
    author = Author.of(turn.person, action.owner_role_id)
    assessment = risk.assessment
    known = turn.record.risks.by_ref(risk.alike) if risk.alike else None
    if known is None or risk.choice == "different":
        turn.record.risks.raise_risk(submission, author, action, assessment)
    elif known.owner_role_id in turn.person.own_role_ids:
        turn.record.risks.revise(submission, author, known, assessment)
    else:
        turn.record.risks.view(submission, author, known, assessment)
        role = turn.person.acting_for(action.owner_role_id).title
        shown = f"{risk.likelihood} × {risk.impact}" if risk.likelihood else "not scored"
        text = TELL_VIEW.format(ref=known.ref, role=role, scores=shown, words=quoted(risk.words))
        first = f"{known.ref}: a colleague has passed you a view."
        tell(turn.record, known.owner_role_id, Reply(first_line=first, blocks=(Line(text=text),)))


def _risk_line(turn: Turn, risk: SavedRisk) -> str:
    if risk.kind is RevisionKind.VIEW:
        reached = _can_be_told(turn, risk.owner_role_id)
        return (VIEW_SENT if reached else VIEW_KEPT).format(ref=risk.ref)
    if risk.status is not RiskStatus.OPEN:
        return RISK_GONE[risk.status].format(ref=risk.ref)
    form = RISK_CHANGED if risk.kind is RevisionKind.REVISED else RISK_ADDED
    return form.format(ref=risk.ref, scores=f": {risk.scored}" if risk.scored else "")


def _reading_line(reading: SavedReading) -> str:
    value = measured(reading.value, reading.unit, reading.out_of)
    return f"{reading.ref}  {reading.measure}: {value}"


def _others(
    risks: Sequence[SavedRisk], requests: Sequence[Request], issues: Sequence[SavedIssue]
) -> list[str]:
    """What was saved where no action was reported on."""
    named = [*(r.ref for r in risks), *(r.action_ref or r.risk_ref or "" for r in requests)]
    return list(dict.fromkeys(filter(None, [*named, *(issue.ref for issue in issues)])))


def _is_shown(request: Request) -> bool:
    """A claim is told with its update."""
    return request.kind is not RequestKind.COMPLETION


def _request_line(turn: Turn, request: Request) -> str:
    subject = request.action_ref or request.risk_ref or ""
    what = ASKED_FOR[request.kind]
    if request.due_to:
        what = what.format(day=day(request.due_to, turn.today))
    return ASKED_LINE.format(ref=subject, what=what)


def _issue_line(issue: SavedIssue) -> str:
    where = f" on {issue.action_ref}" if issue.action_ref else ""
    if issue.status is IssueStatus.RESOLVED:
        return ISSUE_RESOLVED.format(ref=issue.ref, where=where)
    return ISSUE_OPENED.format(ref=issue.ref, where=where)


def _behalf(turn: Turn, ref: str, role_id: int, role: str) -> str:
    told = TOLD if _can_be_told(turn, role_id) else NOT_TOLD
    return BEHALF.format(ref=ref, role=role, told=told)


def _can_be_told(turn: Turn, role_id: int) -> bool:
    return any(
        turn.record.channels.of_person(person.id) for person in turn.record.people.holding(role_id)
    )


def _stands(action: Action) -> str:
    position = action.position
    return STANDS_AGAIN.format(
        ref=action.ref, rating=rated(position.rating), percent=percent(position.percent)
    )


def _undo_button(refs: list[str], submission: Submission) -> Button:
    return Button(label=f"Undo {listed(refs)}", verb="undo", data={"submission": submission.id})


def _update_buttons(turn: Turn, submission: Submission) -> list[Button]:
    refs = [item.ref for item in turn.record.updates.saved_by(submission.id)][:2]
    return [Button(label=f"{ref} update", verb="form", data={"ref": ref}) for ref in refs]
