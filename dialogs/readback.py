"""The read-back: what will be saved, old beside new, before it is saved (mockups.md, 5)."""

from collections.abc import Mapping
from datetime import date

from dialogs.drafts import Draft, DraftItem, DraftRisk
from dialogs.messages import (
    Block,
    Button,
    Buttons,
    ChoiceField,
    Facts,
    Heading,
    Line,
    Reply,
    Rule,
    TextField,
)
from dialogs.steps import AnyStep
from dialogs.turn import Turn
from dialogs.wording import (
    NAMES,
    day,
    day_and_clock,
    days_left,
    listed,
    percent,
    quoted,
    rated,
    score,
    uncapitalised,
)
from storage.plan import Action
from storage.vocabulary import Rating, Stage, risk_band

CHECK = "Please check {refs} before I save {them}."
TITLE, ASIDE = "Check before I save", "not saved yet"
IMPACT_LABEL = "So what for children? (optional)"
RECOVERY_LABEL = "What would bring it back, and what help do you need? (optional)"
WORSE = frozenset(
    {
        (Rating.GREEN, Rating.AMBER),
        (Rating.GREEN, Rating.RED),
        (Rating.AMBER, Rating.RED),
    }
)
SAME_RISK = "Same risk: pass my view to its owner"
SAME_OWN_RISK = "Same risk: change {ref} to this"
DIFFERENT_RISK = "A different risk: add it to {ref}"
LOOKS_LIKE = "This looks like {ref}: {words} ({score}, {band}{action})."
OR_TYPE = "Or type: yes · no, 70 · not amber, green · wrong action, WF-02"
MOVED_ON = (
    "{ref} has been updated since this card ({when}, {role}). This is how it stands now: {now}. "
    "Below is what you wanted to save."
)


def read_back(turn: Turn, draft: Draft, actions: dict[str, Action], notice: str = "") -> Reply:
    """Keep the draft and show it: Save, Change, Cancel."""
    draft = _with_question(draft, actions)
    token = turn.record.conversations.keep(
        turn.conversation_id, turn.person.id, draft.model_dump(mode="json")
    )
    them = "it" if len(draft.subjects) == 1 else "them"
    check = CHECK.format(refs=listed(draft.subjects), them=them)
    return Reply(
        first_line=draft.question or check,
        kind="read_back",
        keep=True,
        blocks=(
            Heading(text=TITLE, aside=ASIDE),
            *((Line(text=notice, strong=True),) if notice else ()),
            *(block for item in draft.items for block in _item(turn, item, draft, actions)),
            *(_risk(turn, draft.risk) if draft.risk else ()),
            *(block for step in draft.steps for block in _step(turn, step, draft, actions)),
            *(_one_box(draft.reported[0]) if len(draft.reported) == 1 else ()),
            *((Rule(), Line(text=draft.question, strong=True)) if draft.question else ()),
            Buttons(buttons=_buttons(draft, token)),
            *((Line(text=OR_TYPE, subtle=True),) if draft.items and not draft.question else ()),
        ),
    )


def moved_on(action: Action) -> str:
    """Say that an action has a newer update than the card, and how it stands."""
    position = action.position
    now = f"{rated(position.rating)}, {percent(position.percent)}"
    if action.words and action.words.update_id == position.update_id:
        now += f", {quoted(action.words.text)}"
    return MOVED_ON.format(
        ref=action.ref, when=day_and_clock(position.at), role=position.author_role, now=now
    )


def _item(turn: Turn, item: DraftItem, draft: Draft, actions: dict[str, Action]) -> list[Block]:
    action = actions[item.ref]
    if item not in draft.reported:
        return [Rule(), _title(turn, action)]
    measure = [("Measure", item.reading.shown)] if item.reading else []
    rows = [
        *measure,
        ("Completed", _percent(item.percent, action.position.percent)),
        ("Rating", _rating(item.rating, action.position.rating)),
    ]
    if item.stage is Stage.COMPLETION_CLAIMED:
        rows.append(("Stage", f"complete: goes to the {action.theme} lead for sign-off"))
    if item.forecast:
        rows.append(("Forecast", _forecast(turn, item.forecast, action)))
    if item.note:
        rows.append(("Your words", quoted(item.note)))
    rows += [("Evidence", url) for url in item.evidence]
    if not item.change.empty:
        return [Rule(), _title(turn, action), Facts(rows=tuple(rows))]
    return [Rule(), _title(turn, action), Facts(rows=(("No change", rows[1][1]), rows[0]))]


def _title(turn: Turn, action: Action) -> Heading:
    return Heading(
        text=f"{action.ref}  {action.short_title}", aside=f"due {day(action.due, turn.today)}"
    )


def _step(turn: Turn, step: AnyStep, draft: Draft, actions: Mapping[str, Action]) -> list[Block]:
    facts = Facts(rows=step.rows(turn, actions))
    if len(draft.items) == 1 and step.ref == draft.items[0].ref:
        return [facts]  # it stands below its action
    action = actions.get(step.ref or "")
    aside = f"due {day(action.due, turn.today)}" if action else ""
    return [Rule(), Heading(text=step.title(turn, actions), aside=aside), facts]


def _percent(new: int | None, old: int | None) -> str:
    if new is None or new == old:
        return f"{percent(old)} (stays)"
    return percent(new) if old is None else f"{new}%, was {old}%"


def _rating(new: Rating | None, old: Rating) -> str:
    if new is None or new is old:
        return f"{rated(old)} (stays)"
    return f"{rated(new)}, was {NAMES[old]}"


def _forecast(turn: Turn, expected: date, action: Action) -> str:
    shown = day(expected, turn.today)
    if expected <= action.due:
        return shown
    return f"{shown}, {days_left(expected, action.due)} after the due date"


def _with_question(draft: Draft, actions: Mapping[str, Action]) -> Draft:
    """Ask once what would bring an action back whose rating gets worse (mockups.md, 5.3)."""
    if len(draft.items) != 1:
        return draft
    item = draft.items[0]
    worse = (actions[item.ref].position.rating, item.rating) in WORSE
    recovery = (item.recovery or "") if worse else None
    asked = item.model_copy(update={"recovery": recovery})
    return draft.model_copy(update={"items": (asked,)})


def _one_box(item: DraftItem) -> list[Block]:
    """Never more than one question after a read-back, and this one may stay empty."""
    if item.recovery is not None:
        box = TextField(name="recovery", label=RECOVERY_LABEL, value=item.recovery, lines=True)
    else:
        box = TextField(name="impact_note", label=IMPACT_LABEL, value=item.impact_note, lines=True)
    return [Rule(), box]


def _risk(turn: Turn, risk: DraftRisk) -> list[Block]:
    rows = [("Risk", quoted(risk.words)), ("", _scores(risk))]
    if risk.mitigation:
        rows.append(("Mitigating", quoted(risk.mitigation)))
    blocks: list[Block] = [Rule(), Facts(rows=tuple(rows))]
    known = turn.record.risks.by_ref(risk.alike) if risk.alike else None
    if known:
        where = f"; {known.action_ref}" if known.action_ref else ""
        mine = known.owner_role_id in turn.person.own_role_ids
        blocks += [
            Line(
                text=LOOKS_LIKE.format(
                    ref=known.ref,
                    words=uncapitalised(known.description),
                    score=known.score or score(known),
                    band=known.band or "no band",
                    action=where,
                )
            ),
            ChoiceField(
                name="risk",
                label="Is it the same?",
                options=(
                    ("same", SAME_OWN_RISK.format(ref=known.ref) if mine else SAME_RISK),
                    ("different", DIFFERENT_RISK.format(ref=risk.ref)),
                ),
                value=risk.choice,
            ),
        ]
    return blocks


def _scores(risk: DraftRisk) -> str:
    if risk.likelihood is None or risk.impact is None:
        return "no scores given: likelihood and impact can be added later"
    product = risk.likelihood * risk.impact
    return f"likelihood {risk.likelihood} × impact {risk.impact} = {product}, {risk_band(product)}"


def _buttons(draft: Draft, token: str) -> tuple[Button, ...]:
    data = {"draft": token}
    cancel = Button(label="Cancel", verb="cancel", data=data)
    if draft.question:
        return (cancel,)
    label = {1: "Save", 2: "Save both"}.get(len(draft.subjects), "Save all")
    if len(draft.steps) == 1 and not draft.items:
        label = draft.steps[0].save_label
    save = Button(label=label, verb="save", data=data, main=True, with_fields=True)
    change = Button(label="Change", verb="change", data=data, with_fields=True)
    return (save, change, cancel) if draft.items else (save, cancel)
