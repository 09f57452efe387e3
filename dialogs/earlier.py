"""What came before a message, as the record has it: each part is asked for when it is read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from pydantic import PrivateAttr, ValidationError

from dialogs.drafts import Draft, DraftItem, DraftRisk
from dialogs.language.situation import Earlier
from dialogs.readings import DraftReading
from dialogs.turn import Turn
from storage.issues import Issue
from storage.lately import LastReading
from storage.plan import Action
from storage.record import Record
from storage.requests import Request
from storage.vocabulary import IssueStatus, RequestKind

Slots = dict[str, Any]
Own = Callable[[], Sequence[Action]]

OPS: Mapping[RequestKind, str] = {
    RequestKind.DUE_DATE: "due_change_request",
    RequestKind.COMPLETION: "completion_claim",
    RequestKind.EMBEDDING: "sign_off",
    RequestKind.REOPENING: "reopen",
    RequestKind.ESCALATION: "escalate",
    RequestKind.NEW_OWNER: "reassign_request",
    RequestKind.PRIORITY: "priority",
}


class _Asked(Earlier):
    """An `Earlier` without values of its own: reading a part asks for it, once."""

    _parts: Mapping[str, Callable[[], Any]] = PrivateAttr()

    def __getattr__(self, name: str) -> Any:
        """Ask for a part that is not there yet."""
        if name not in type(self).model_fields:
            return super().__getattr__(name)  # type: ignore[misc]  # pydantic's own, at run time
        value = self._parts[name]()
        self.__dict__[name] = value
        return value


def earlier_in_record(turn: Turn, own: Own, attachments: Sequence[str] = ()) -> Earlier:
    """What came before a turn; `own` gives the actions that its person reports on."""
    draft = cache(lambda: _kept(turn))
    earlier = _Asked.model_construct()
    earlier.__dict__.clear()
    earlier._parts = {
        "bot_asked": lambda: _question(draft()),
        "awaiting_confirm": lambda: _draft(draft()),
        "pending": lambda: _pending(turn),
        "last_update": lambda: _last_update(turn),
        "history": lambda: _history(turn, own),
        "open_issue": lambda: _open_issue(turn, own),
        "attachments": lambda: tuple(attachments),
        "channel": lambda: theme_of_channel(turn.record, turn.message.channel_id),
        "blocked_message": lambda: turn.record.lately.held(turn.person.id) or None,
    }
    return earlier


def theme_of_channel(record: Record, channel_id: str | None) -> str | None:
    """The code of the theme that a channel is linked to."""
    linked = record.channels.theme_of(channel_id) if channel_id else None
    if linked is None:
        return None
    return next((theme.code for theme in record.plan.themes() if theme.id == linked), None)


def among(found: Sequence[Slots]) -> Slots | None:
    """The one that there is; where there are several none of them is meant before it is named."""
    if len(found) <= 1:
        return next(iter(found), None)
    return {"among": list(found)}


def _kept(turn: Turn) -> Draft | None:
    stored = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    if stored is None:
        return None
    try:
        return Draft.model_validate(stored.content)
    except ValidationError:  # kept by another version
        return None


def _question(draft: Draft | None) -> str | None:
    return (draft.question or None) if draft else None


def _draft(draft: Draft | None) -> Slots | None:
    if draft is None:
        return None
    items = [_item(item) for item in draft.reported]
    steps = [_given(**step.as_said()) for step in draft.steps]
    return among([*items, *([_risk(draft.risk)] if draft.risk else []), *steps])


def _item(item: DraftItem) -> Slots:
    return _given(
        op="no_change" if item.no_change else "progress",
        action=item.ref,
        percent=item.percent,
        delivery_rag=item.rating,
        forecast=item.forecast,
        stage=item.stage,
        note=item.note or None,
        metric=_metric(item.reading),
    )


def _metric(reading: DraftReading | None) -> Slots | None:
    if reading is None:
        return None
    return {"value": float(reading.value), "unit": reading.unit, "what": reading.name}


def _risk(risk: DraftRisk) -> Slots:
    return _given(
        op="risk_add",
        action=risk.ref,
        desc=risk.words,
        likelihood=risk.likelihood,
        impact=risk.impact,
        mitigation=risk.mitigation or None,
        dedupe_candidate=risk.alike,
    )


def _pending(turn: Turn) -> Slots | None:
    """What waits for this person: as a lead of a theme, or for the office of any."""
    person = turn.person
    if not (person.in_programme_office or any(role.leads for role in person.roles)):
        return None
    requests = [
        request
        for theme in turn.record.plan.themes()
        if person.in_programme_office or person.leads(theme.code)
        for request in turn.record.requests.open_of_theme(theme.id)
        if person.in_programme_office or not request.with_board
    ]
    return among([_request(request) for request in requests])


def _request(request: Request) -> Slots:
    return _given(
        op=OPS[request.kind],
        request=request.id,
        action=request.action_ref,
        risk=request.risk_ref,
        **{"from": request.due_from},
        to=request.due_to,
        reason=request.reason or None,
    )


def _last_update(turn: Turn) -> Slots | None:
    saved = turn.record.lately.saved_by(turn.person.id)
    if saved is None:
        return None
    return _given(
        action=saved.ref,
        percent=saved.percent,
        delivery_rag=saved.rating,
        forecast=saved.forecast,
        note=saved.note or None,
        metric=_read(turn, saved.update_id),
        update=saved.update_id,
        submission=saved.submission_id,
    )


def _read(turn: Turn, update_id: int) -> Slots | None:
    readings = turn.record.updates.readings_of(update_id)
    if len(readings) != 1:
        return None
    of = None if readings[0].out_of is None else float(readings[0].out_of)
    return {"value": float(readings[0].value)} | ({"of": of} if of is not None else {})


def _history(turn: Turn, own: Own) -> tuple[Slots, ...]:
    return tuple(map(_reading, turn.record.lately.readings([action.id for action in own()])))


def _reading(reading: LastReading) -> Slots:
    metric = {"value": float(reading.value), "what": reading.measure, "unit": reading.unit or None}
    if reading.out_of is not None:
        metric["of"] = float(reading.out_of)
    return {"action": reading.ref, "date": reading.reported_on.isoformat(), "metric": metric}


def _open_issue(turn: Turn, own: Own) -> Slots | None:
    refs = {action.ref for action in own()}
    if not refs:
        return None
    return among([_issue(one) for one in turn.record.issues.all() if _is_open(one, refs)])


def _is_open(issue: Issue, refs: set[str]) -> bool:
    return issue.status is IssueStatus.OPEN and issue.action_ref in refs


def _issue(issue: Issue) -> Slots:
    return {"action": issue.action_ref, "desc": issue.description, "issue": issue.ref}


def _given(**slots: Any) -> Slots:
    """The slots that have a value, as JSON has them."""
    plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in slots.items()}
    return {name: value for name, value in plain.items() if value is not None}
