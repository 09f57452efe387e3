"""The update form (mockups.md, 4.6): values as they stand, and "Save" saves."""

from datetime import date
from uuid import uuid4

from dialogs.drafts import Draft, DraftItem, DraftRisk, likely_same
from dialogs.messages import (
    Block,
    Button,
    Buttons,
    ChoiceField,
    DateField,
    Fields,
    Fold,
    Heading,
    Line,
    NumberField,
    Reply,
    TextField,
)
from dialogs.turn import Turn
from dialogs.wording import NAMES, day, short_day
from storage.plan import Action
from storage.vocabulary import Rating, Stage

CHOOSABLE = (Rating.GREEN, Rating.AMBER, Rating.RED)
IMPACT_LABEL = "So what for children? (optional)"
RISK_LABEL = "What may happen, what would cause it, and what would follow?"
MITIGATION_LABEL = "What is being done about it?"
NOTHING_FILLED_IN = "Nothing has been filled in yet. If nothing has moved, tap {ref} no change."
BAD_PERCENT = "Completed goes from 0 to 100, in whole numbers. Nothing is saved yet."
BAD_DATE = "I cannot read that date. Please pick it, for example 9 Dec. Nothing is saved yet."
BAD_SCORE = "Likelihood and impact go from 1 to 5. Nothing is saved yet."
RISK_WITHOUT_WORDS = "Please say in a few words what the risk is. Nothing is saved yet."
MOST_DIGITS = 18
SCORE_OPTIONS = tuple((str(score), str(score)) for score in range(1, 6))


class Unreadable(Exception):
    """A field holds something that cannot be saved; the message says what to put right."""


def update_form(
    turn: Turn,
    action: Action,
    fields: Fields | None = None,
    *,
    error: str = "",
    since: str = "",
    risk_open: bool = False,
) -> Reply:
    """The form for one action; `fields` are values already filled in, `since` the list's age."""
    filled = fields or Fields()
    data = {"ref": action.ref, "basis": action.position.update_id, "token": uuid4().hex}
    data |= {"since": since} if since else {}
    back = {"since": since} if since else {}
    return Reply(
        first_line=f"{action.ref}: how is it going?",
        kind="form",
        blocks=(
            Heading(
                text=f"{action.ref}  {action.short_title}",
                aside=f"due {day(action.due, turn.today)}",
            ),
            *((Line(text=error, strong=True),) if error else ()),
            *_progress_fields(action, filled),
            *_risk_fields(filled, opened=risk_open or bool(filled.text("risk_words"))),
            Buttons(
                buttons=(
                    Button(
                        label=f"Save {action.ref}",
                        verb="save_form",
                        data=data,
                        main=True,
                        with_fields=True,
                    ),
                    Button(label="Back", verb="my_actions", data=back),
                )
            ),
        ),
    )


def as_fields(item: DraftItem, risk: DraftRisk | None) -> Fields:
    """What a draft holds, as it would be filled in on the form."""
    values = {
        "rating": item.rating or "",
        "percent": "" if item.percent is None else str(item.percent),
        "note": item.note,
        "impact_note": item.impact_note,
        "forecast": item.forecast.isoformat() if item.forecast else "",
    }
    if risk and risk.ref == item.ref:
        values |= {
            "risk_words": risk.words,
            "likelihood": str(risk.likelihood or ""),
            "impact": str(risk.impact or ""),
            "mitigation": risk.mitigation,
        }
    return Fields({name: value for name, value in values.items() if value})


def draft_from(turn: Turn, action: Action, basis: int, fields: Fields) -> Draft:
    """What the form asks to save.

    Raises:
        Unreadable: a field cannot be read, or nothing was filled in.
    """
    item = _item(action, basis, fields)
    risk = _risk(turn, action, fields)
    if item.change.empty and risk is None:
        raise Unreadable(NOTHING_FILLED_IN.format(ref=action.ref))
    return Draft(items=(item,), risk=risk)


def _progress_fields(action: Action, filled: Fields) -> tuple[Block, ...]:
    position = action.position
    stay = ("keep", f"stay {NAMES[position.rating]}")
    others = tuple((r.value, NAMES[r]) for r in CHOOSABLE if r is not position.rating)
    claim = ("claim", "ask for sign-off as complete")
    said = position.reported_on
    return (
        ChoiceField(
            name="rating",
            label="Rating",
            options=(stay, *others, claim),
            value=_chosen(filled.text("rating"), position.rating),
        ),
        NumberField(
            name="percent",
            label="Completed, in %",
            value=_whole_or(filled.text("percent"), position.percent),
        ),
        TextField(
            name="note",
            label=f"What changed since {short_day(said)}?",
            value=filled.text("note"),
            lines=True,
        ),
        TextField(
            name="impact_note", label=IMPACT_LABEL, value=filled.text("impact_note"), lines=True
        ),
        DateField(
            name="forecast",
            label="I expect to finish on",
            value=_date_or(filled.text("forecast"), position.forecast or action.due),
        ),
    )


def _risk_fields(filled: Fields, *, opened: bool) -> tuple[Block, ...]:
    blocks: tuple[Block, ...] = (
        TextField(name="risk_words", label=RISK_LABEL, value=filled.text("risk_words"), lines=True),
        ChoiceField(
            name="likelihood",
            label="Likelihood, 1 to 5",
            options=SCORE_OPTIONS,
            value=filled.text("likelihood"),
            compact=True,
        ),
        ChoiceField(
            name="impact",
            label="Impact, 1 to 5",
            options=SCORE_OPTIONS,
            value=filled.text("impact"),
            compact=True,
        ),
        TextField(
            name="mitigation", label=MITIGATION_LABEL, value=filled.text("mitigation"), lines=True
        ),
    )
    return blocks if opened else (Fold(label="A risk or a problem", blocks=blocks),)


def _item(action: Action, basis: int, fields: Fields) -> DraftItem:
    position = action.position
    rating, stage = _rating(fields.text("rating"), position.rating)
    percent = _percent(fields.text("percent"))
    forecast = _forecast(fields.text("forecast"))
    note, impact_note = fields.text("note"), fields.text("impact_note")
    return DraftItem(
        ref=action.ref,
        basis=basis,
        rating=rating,
        percent=None if percent == position.percent else percent,
        forecast=None if forecast == (position.forecast or action.due) else forecast,
        stage=stage,
        note=note,
        impact_note=impact_note,
    )


def _risk(turn: Turn, action: Action, fields: Fields) -> DraftRisk | None:
    words, mitigation = fields.text("risk_words"), fields.text("mitigation")
    likelihood, impact = _score(fields.text("likelihood")), _score(fields.text("impact"))
    if not words:
        if likelihood or impact or mitigation:
            raise Unreadable(RISK_WITHOUT_WORDS)
        return None
    known = likely_same(words, turn.record.risks.of_theme(action.theme_id))
    return DraftRisk(
        ref=action.ref,
        words=words,
        likelihood=likelihood,
        impact=impact,
        mitigation=mitigation,
        alike=known.ref if known else None,
        choice="same" if known else "different",
    )


def _rating(chosen: str, now: Rating) -> tuple[Rating | None, Stage | None]:
    if chosen == "claim":
        return None, Stage.COMPLETION_CLAIMED
    if chosen in set(CHOOSABLE) and chosen != now:
        return Rating(chosen), None
    return None, None


def _chosen(filled: str, now: Rating) -> str:
    return filled if filled in {*CHOOSABLE, "claim"} and filled != now else "keep"


def _percent(text: str) -> int | None:
    if not text:
        return None
    percent = whole(text.removesuffix("%").strip().removesuffix(".0"))
    if percent is None or percent > 100:
        raise Unreadable(BAD_PERCENT)
    return percent


def _forecast(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Unreadable(BAD_DATE) from None


def _score(text: str) -> int | None:
    if not text:
        return None
    if text not in {"1", "2", "3", "4", "5"}:
        raise Unreadable(BAD_SCORE)
    return int(text)


def whole(text: str) -> int | None:
    """A whole number as typed, None for anything else and for more digits than one could mean."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def _whole_or(text: str, otherwise: int | None) -> int | None:
    found = whole(text)
    return otherwise if found is None else found


def _date_or(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
