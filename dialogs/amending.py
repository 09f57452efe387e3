"""Putting a draft right by words: "no, 70", "not amber, green", "wrong action, WF-02"."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dialogs.drafts import Draft, DraftItem
from dialogs.help import MY_ACTIONS, offering
from dialogs.language.meaning import Correct, Intent, Item, Progress, Retarget, Understanding
from dialogs.messages import Button, Reply
from dialogs.readback import read_back
from dialogs.refusals import problem_in, refused
from dialogs.reporting import reported
from dialogs.steps import Correction
from dialogs.turn import Turn
from dialogs.waiting import NOTHING_WAITS, WHAT_ELSE, in_place_of
from storage.calendar import london_date
from storage.lately import LastSaved

BAD_PERCENT = "Completed goes from 0 to 100%, in whole numbers. You wrote {value:g}%."


def amended(turn: Turn, corrections: Sequence[Item]) -> Reply:
    """Redo the read-back: "no, 70", "not amber, green", "wrong action, WF-02"."""
    stored = turn.record.conversations.draft(turn.conversation_id, turn.person.id)
    bad = next(filter(None, map(_bad_percent, corrections)), "")
    if stored is None:
        if bad:
            return offering(bad, MY_ACTIONS)
        return _saved_put_right(turn, corrections) or _reported_anew(turn, corrections)
    draft, token = Draft.model_validate(stored.content), {"draft": stored.token}
    form = (Button(label="Change on a form", verb="change", data=token),) if draft.items else ()
    cancel = Button(label="Cancel", verb="cancel", data=token)
    if bad:
        return offering(bad, *(form or (cancel,)))
    changed = _changed(draft, corrections)
    if changed == draft:
        return offering(WHAT_ELSE.format(ref=draft.subjects[0]), *form, cancel)
    actions = {a.ref: a for a in turn.record.plan.actions_by_ref([*draft.refs, *changed.refs])}
    refusals = (refused(turn, ref, actions) for ref in changed.refs)
    if problem := next(filter(None, refusals), None) or problem_in(turn, changed, actions):
        return problem
    items = tuple(
        item.model_copy(update={"basis": actions[item.ref].position.update_id})
        for item in changed.items
    )
    return in_place_of(
        stored, read_back(turn, changed.model_copy(update={"items": items}), actions)
    )


def _saved_put_right(turn: Turn, corrections: Sequence[Item]) -> Reply | None:
    """One's own last update of an action, as it should have been; None if there is none."""
    ref, fields = _put_right(corrections, CORRECTABLE)
    last = turn.record.lately.saved_by(turn.person.id, ref) if ref and fields else None
    action = turn.record.plan.action(last.ref) if last else None
    if last is None or action is None:
        return None
    draft, actions = Draft(steps=(_correction(turn, last, fields),)), {action.ref: action}
    refusal = refused(turn, action.ref, actions) or problem_in(turn, draft, actions)
    return refusal or read_back(turn, draft, actions)


def _put_right(
    corrections: Sequence[Item], fields: Collection[str]
) -> tuple[str | None, dict[str, Any]]:
    """The one action that is meant, and its values of these fields; of several actions none."""
    values = [item for item in corrections if isinstance(item, Correct) and item.action]
    refs = {item.action for item in values}
    if len(refs) != 1:
        return None, {}
    return refs.pop(), {item.field: item.new for item in values if item.field in fields}


CORRECTED = frozenset({"percent", "delivery_rag", "forecast"})
CORRECTABLE = CORRECTED | {"metric"}


def _correction(turn: Turn, last: LastSaved, fields: Mapping[str, Any]) -> Correction:
    readings = turn.record.updates.readings_of(last.update_id) if "metric" in fields else ()
    read = readings[0] if len(readings) == 1 else None
    return Correction(
        ref=last.ref,
        update_id=last.update_id,
        said_on=london_date(last.at),
        percent=fields.get("percent"),
        was_percent=last.percent,
        rating=fields.get("delivery_rag"),
        was_rating=last.rating,
        forecast=fields.get("forecast"),
        was_forecast=last.forecast,
        measure_id=read.measure_id if read else None,
        value=Decimal(str(fields["metric"])) if read else None,
        was_value=read.value if read else None,
        words=turn.message.text.strip(),
    )


def _reported_anew(turn: Turn, corrections: Sequence[Item]) -> Reply:
    """What puts a saved value right is read back as a new update; the history shows both."""
    ref, fields = _put_right(corrections, CORRECTED)
    if not fields:
        return offering(NOTHING_WAITS, MY_ACTIONS)
    item = Progress.model_validate({"action": ref} | fields)
    return reported(turn, Understanding(intent=Intent.PROGRESS_UPDATE, items=(item,)))


def _read(item: DraftItem, value: int | float) -> DraftItem:
    if item.reading is None:
        return item
    reading = item.reading.model_copy(update={"value": Decimal(str(value))})
    return item.model_copy(update={"reading": reading})


def _changed(draft: Draft, corrections: Sequence[Item]) -> Draft:
    """The draft with what is put right, in the item of the action that is meant, else the first."""
    items, risk, steps = list(draft.items), draft.risk, draft.steps
    for correction in corrections:
        if isinstance(correction, Retarget) and correction.to:
            steps = tuple(
                step.model_copy(update={"ref": correction.to}) if step.ref else step
                for step in steps
            )
            if not items:
                continue
            place = next((n for n, i in enumerate(items) if i.ref == correction.from_), 0)
            items[place] = items[place].model_copy(update={"ref": correction.to})
            risk = risk and risk.model_copy(update={"ref": correction.to})
        if not isinstance(correction, Correct):
            continue
        put_right = tuple(step.corrected(correction.field, correction.new) for step in steps)
        if put_right != steps:
            steps = put_right
            continue
        place = next((n for n, i in enumerate(items) if i.ref == correction.action), 0)
        if correction.field == "metric" and items and isinstance(correction.new, int | float):
            items[place] = _read(items[place], correction.new)
        name = IN_DRAFT.get(correction.field)
        if name and items:
            value = correction.new
            items[place] = DraftItem.model_validate(
                {**items[place].model_dump(), name: value, "no_change": False}
            )
        elif risk and correction.field in {"likelihood", "impact"}:
            risk = risk.model_copy(update={correction.field: correction.new})
    return Draft(items=tuple(items), risk=risk, steps=steps)


IN_DRAFT = {
    "percent": "percent",
    "delivery_rag": "rating",
    "forecast": "forecast",
    "next_date": "forecast",
}


def _bad_percent(correction: Item) -> str:
    """What to say of a percentage that cannot be; "" for any other correction."""
    if not isinstance(correction, Correct) or correction.field != "percent":
        return ""
    value = correction.new
    possible = isinstance(value, int | float) and 0 <= value <= 100 and value == int(value)
    return "" if possible else BAD_PERCENT.format(value=value)
