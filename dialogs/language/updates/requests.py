"""What is asked of others or decided: due dates, completion, reopening, escalation, evidence."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from dialogs.language.clauses import Clause
from dialogs.language.marks import Mark
from dialogs.language.meaning import (
    About,
    Clarify,
    DueChangeDecision,
    DueChangeRequest,
    Escalate,
    EvidenceAdd,
    Reopen,
    SignOff,
)
from dialogs.language.naming import roles_named
from dialogs.language.phrases import words
from dialogs.language.situation import Situation
from dialogs.language.updates.notes import reason_in, words_of
from storage.plan import Action
from storage.vocabulary import CLOSED_STAGES, Stage

NOT = re.compile(
    r"(?<!\w)(?:not|no\sto|instead\sof|rather\sthan|from|was|moved\sfrom)\s(?:the\s)?\Z"
)
EMBEDDED = re.compile(r"(?<!\w)embed\w*")
ASKED = (
    re.compile(
        r"(?<!\w)(?:what\s(?:i'?m|we'?re|i\sam|we\sare)\s(?:asking|after)(?:\sfor)?\sis(?:\ssimple)?\W*"
        r"|(?:the\s)?ask\sis\W*(?:for\s)?)"
    ),
    re.compile(
        r"(?<!\w)(?:ask(?:ing)?\s(?:the\s)?(?:\w+\s){0,3}?(?:board|iob|lead|office)\s(?:for|to)"
        r"|(?:board|iob)\sto|needs?\s(?:a\s)?(?=decision|steer|money|funding|help))\s?"
    ),
)
"""What is asked for, said outright or in passing."""
TO_LEAD = re.compile(r"(?<!\w)(?:to|with|w)\s(?:the\s|my\s|our\s)?(?:theme\s)?lead(?!\w)")
TO_OFFICE = re.compile(
    r"(?<!\w)(?:to|with)\s(?:the\s)?(?:programme\s(?:office|manager|team)|pmo)(?!\w)"
)
BOARD = re.compile(r"(?<!\w)(?:board|iob|agenda)(?!\w)")
PROMPTED = re.compile(r"(?<!\w)(?:escalat\w+|esculat\w+)(?!\w)")


def due_requests(
    clauses: Sequence[Clause],
    reasons: Sequence[Clause],
    actions: Sequence[Action],
    situation: Situation,
) -> tuple[list[DueChangeRequest], Clarify | None]:
    """A new due date for each action; a date that cannot be told is asked back."""
    if not actions:
        return [], None
    wanted = [_wanted(clauses, action) for action in actions]
    if any(mark is None or mark.value.vague for mark in wanted):
        vague = next((mark for mark in wanted if mark is not None), None)
        span = (vague.start, vague.end) if vague else None
        return [], Clarify(about=About.EXACT_DATE, action=actions[0].ref, span=span)
    reason = _reason(clauses, reasons)
    return [
        DueChangeRequest(
            action=action.ref,
            from_=action.due,
            to=_day(mark, action.due),
            reason=reason,
        )
        for action, mark in zip(actions, wanted, strict=True)
        if mark is not None
    ], None


def _wanted(clauses: Sequence[Clause], action: Action) -> Mark | None:
    """The date that is asked for: not the one that it is moved from."""
    marks = [mark for clause in clauses for mark in clause.marks("date", "vague")]
    asked = [mark for mark in marks if not _is_old(clauses[0], mark, action)]
    exact = [mark for mark in asked if not mark.value.vague]
    return next(iter(exact or asked), None)


def _is_old(clause: Clause, mark: Mark, action: Action) -> bool:
    before = clause.message.folded[max(0, mark.start - 20) : mark.start]
    if mark.value.relative_to_due:
        return False
    return bool(NOT.search(before)) or (mark.value.exact and mark.value.day == action.due)


def _day(mark: Mark, due: date) -> date:
    resolved = mark.value.resolved(due)
    day: date = resolved.day
    return day


def _reason(clauses: Sequence[Clause], reasons: Sequence[Clause]) -> str | None:
    inside = next(filter(None, map(reason_in, clauses)), None)
    return inside or (words_of(reasons) if reasons else None)


def due_decision(
    clauses: Sequence[Clause],
    reasons: Sequence[Clause],
    ref: str | None,
    situation: Situation,
    refused: bool | None = None,
) -> DueChangeDecision:
    """Yes or no to another due date; yes to another day than was asked for is a yes to that day."""
    if refused is None:
        acts = frozenset().union(*(clause.acts for clause in clauses))
        refused = "reject" in acts or (
            "approve" not in acts and any(REFUSAL.search(clause.plain) for clause in clauses)
        )
    pending = situation.earlier.pending or {}
    marks = [mark for clause in clauses for mark in clause.marks("date")]
    marks = [mark for mark in marks if not NOT.search(mark_before(clauses[0], mark))]
    day = _asked_day(marks[0], pending) if marks and not refused else None
    if day is None and not refused and pending.get("to"):
        day = date.fromisoformat(str(pending["to"]))
    pending_ref = pending.get("action")
    return DueChangeDecision(
        action=ref or (str(pending_ref) if pending_ref else None),
        decision="reject" if refused else "approve",
        to=day,
        reason=_reason(clauses, reasons),
    )


def _asked_day(mark: Mark, pending: Mapping[str, Any]) -> date:
    """The day that is named; of a bare ordinal the one that is asked for, where it is that."""
    day: date = mark.value.day
    asked = date.fromisoformat(str(pending["to"])) if pending.get("to") else day
    return asked if mark.value.bare_ordinal and asked.day == day.day else day


def decided(
    pending: Mapping[str, Any], clauses: Sequence[Clause], situation: Situation, *, refused: bool
) -> DueChangeDecision | SignOff:
    """Yes or no to a request that waits: another date, or completion."""
    ref = pending.get("action")
    reasons = [
        clause for clause in clauses if not clause.acts & DECIDING and set(clause.words) - CONSENT
    ]
    reasons = reasons or [clause for clause in clauses[1:] if set(clause.words) - CONSENT]
    if pending.get("op") in {"completion_claim", "sign_off"}:
        action = situation.actions([ref]).get(ref) if ref else None
        found = sign_off(clauses, reasons, action, situation)
        return found.model_copy(
            update={"decision": "reject" if refused else "accept", "action": ref}
        )
    said = [clause for clause in reasons if refused or not clause.marks("date")]
    return due_decision(clauses, said, ref, situation, refused)


DECIDING = frozenset({"approve", "reject", "sign_off", "not_signed_off"})
CONSENT = words("consent")


def mark_before(clause: Clause, mark: Mark) -> str:
    """The words just before a mark."""
    return clause.message.folded[max(0, mark.start - 20) : mark.start]


REFUSAL = re.compile(
    r"(?<!\w)(?:reject\w*|refus\w*|declin\w*|turn(?:ed)?\sdown|deny|denied|(?:not|never)\s(?:be\s)?(?:approv|agree|accept|grant|support)\w*|nope|nah|no|stands|stays)(?!\w)"
)


def sign_off(
    clauses: Sequence[Clause],
    reasons: Sequence[Clause],
    action: Action | None,
    situation: Situation,
) -> SignOff:
    """A lead's word on completion, or the board's on embedding."""
    refused = any("not_signed_off" in clause.acts for clause in clauses)
    by_board = any("by_board" in clause.acts for clause in clauses)
    embedding = any(EMBEDDED.search(clause.plain) for clause in clauses)
    closed = action is not None and action.position.stage in CLOSED_STAGES
    level: Literal["theme_lead", "board"] = (
        "board" if by_board or embedding or closed else "theme_lead"
    )
    stage = Stage.EMBEDDED if embedding or closed else Stage.IMPLEMENTED
    return SignOff(
        action=action.ref if action else None,
        stage=stage,
        level=level,
        decision="reject" if refused else "accept",
        reason=_reason(clauses, reasons),
        board_date=_board_day(clauses, situation) if level == "board" else None,
    )


def _board_day(clauses: Sequence[Clause], situation: Situation) -> date | None:
    """The board's day that is named, else its latest meeting up to today."""
    days = [
        mark.value.day for clause in clauses for mark in clause.marks("date") if mark.value.exact
    ]
    meetings = [day for _, day in situation.directory.meetings if day <= situation.today]
    if not days:
        return max(meetings, default=None)
    same = [day for day in meetings if (day.month, day.day) == (days[0].month, days[0].day)]
    return max(same, default=days[0]) if days[0] > situation.today else days[0]


def reopened(clauses: Sequence[Clause], reasons: Sequence[Clause], ref: str | None) -> Reopen:
    """What was signed off goes on, for a reason."""
    return Reopen(action=ref, reason=_reason(clauses, reasons))


def escalated(
    clauses: Sequence[Clause],
    reasons: Sequence[Clause],
    refs: Sequence[str],
    risk: str | None,
    situation: Situation,
) -> list[Escalate]:
    """One for each action, or for the risk that is named."""
    said = " ".join(clause.plain for clause in clauses)
    to, day = _destination(said, clauses, situation)
    named = [mark.value.ref for clause in clauses for mark in clause.marks("risk")] or (
        [risk] if risk else []
    )
    slots: dict[str, Any] = {
        "to": to,
        "board_date": day,
        "reason": _reason(clauses, reasons),
        "ask": _ask([*clauses, *reasons]),
    }
    if named:
        return [Escalate(risk=one, **slots) for one in dict.fromkeys(named)]
    return [Escalate(action=ref, **slots) for ref in refs] or [Escalate(**slots)]


def _destination(
    said: str, clauses: Sequence[Clause], situation: Situation
) -> tuple[str, date | None]:
    if not BOARD.search(said) and (TO_LEAD.search(said) or _to_a_lead(clauses, situation)):
        return "theme_lead", None
    if TO_OFFICE.search(said):
        return "programme_office", None
    spans = [mark.value for clause in clauses for mark in clause.marks("date")]
    coming = [(board, day) for board, day in situation.directory.meetings if day >= situation.today]
    named = [
        (board, day)
        for board, day in coming
        if any(when.first <= day <= when.last for when in spans)
    ]
    board, day = next(iter(named or coming), ("the board", None))
    return board, day


def _to_a_lead(clauses: Sequence[Clause], situation: Situation) -> bool:
    """Whether the role that leads a theme is named: raised with the Superintendent."""
    leads = {theme.lead_role for theme in situation.directory.themes}
    named = (roles_named(clause.text, situation.directory) for clause in clauses)
    return any(role.what in leads for roles in named for role in roles)


def _ask(clauses: Sequence[Clause]) -> str | None:
    for pattern in ASKED:
        for clause in clauses:
            if match := pattern.search(clause.plain):
                asked = clause.message.text[clause.start + match.end() : clause.end]
                return asked.strip(" \t,;:.") or None
    return None


def evidence_added(clauses: Sequence[Clause], ref: str | None, situation: Situation) -> EvidenceAdd:
    """Links in the text, or the file that came with it."""
    urls = tuple(mark.value for clause in clauses for mark in clause.marks("url"))
    attached = situation.earlier.attachments
    return EvidenceAdd(
        action=ref,
        urls=urls,
        attachment=attached[0] if attached and not urls else None,
        desc=words_of(clauses),
    )
