"""What a return would change, in sentences: read back before anything is saved."""

from collections.abc import Iterator
from datetime import date

from storage.exchange.extracts.titles import banded, scored
from storage.exchange.layout.cells import word
from storage.exchange.layout.days import shown_day
from storage.exchange.returns.layout import ActionReturn, NoChange, RiskReturn
from storage.plan import Action, Position
from storage.said import Author
from storage.vocabulary import Rating, ToldBy

NO_CHANGE = "No change: rating {}, percent {}."
RATING, RATING_STAYS = "Rating {}, was {}.", "Rating {} (stays)."
PERCENT, PERCENT_STAYS = "Percent {}, was {}.", "Percent {} (stays)."
FORECAST, FORECAST_STAYS = "Forecast {}, was {}.", "Forecast {} (stays)."
NOT_GIVEN = "not given"
QUOTED = "“{}”"
TEXTS = (
    ("impact_note", "So what for children? “{}”"),
    ("achievement", "Achievement: “{}”"),
    ("next_steps", "Next steps: “{}”"),
    ("blocked_by", "Blocked by: “{}”"),
)
EVIDENCE = "Evidence: {}"
ASKS_FOR_DATE = "Asks for the due date {} instead of {}: “{}”"
ASKS_FOR_SIGN_OFF = "Asks for sign-off."
NEW_RISK, SCORED = "New risk: “{}”", "Scored {} × {} = {}, {}."
MITIGATED = "What is done about it: “{}”"
ENTERED_FOR = "Entered for the {}, {} on {}."
TOLD = {
    ToldBy.EMAIL: "told by email",
    ToldBy.PHONE: "told by phone",
    ToldBy.MEETING: "told in a meeting",
    ToldBy.WORKBOOK: "told by workbook",
}


def of_action(said: ActionReturn, action: Action, author: Author) -> str:
    """What a row changes: WF-01: Percent 70, was 65. Rating Amber (stays). “6 offers”."""
    parts = (*_figures(said, action.position), *_words(said), *_requests(said, action))
    return " ".join((f"{action.ref}:", *parts, *_label(action, author)))


def of_risk(said: RiskReturn, action: Action, author: Author) -> str:
    """What a row raises: WF-01: New risk: “Agency rates rise” Scored 4 × 3 = 12, medium."""
    return " ".join((f"{action.ref}:", *_risk(said), *_label(action, author)))


def _figures(said: ActionReturn, stands: Position) -> Iterator[str]:
    if said.only_no_change:
        yield NO_CHANGE.format(word(stands.rating), _number(stands.percent))
        return
    if said.percent is not None:
        form = PERCENT_STAYS if said.percent == stands.percent else PERCENT
        yield form.format(said.percent, _number(stands.percent))
    if said.rating:
        rating = stands.rating if isinstance(said.rating, NoChange) else Rating(said.rating)
        form = RATING_STAYS if rating is stands.rating else RATING
        yield form.format(word(rating), word(stands.rating))
    if said.forecast:
        form = FORECAST_STAYS if said.forecast == stands.forecast else FORECAST
        yield form.format(shown_day(said.forecast), _day(stands.forecast))


def _words(said: ActionReturn) -> Iterator[str]:
    if said.note:
        yield QUOTED.format(_line(said.note))
    for name, form in TEXTS:
        if text := getattr(said, name):
            yield form.format(_line(text))
    if said.evidence:
        yield EVIDENCE.format(" ".join(said.evidence))


def _requests(said: ActionReturn, action: Action) -> Iterator[str]:
    if said.new_due:
        days = shown_day(said.new_due), shown_day(action.due)
        yield ASKS_FOR_DATE.format(*days, _line(said.why))
    if said.done:
        yield ASKS_FOR_SIGN_OFF


def _risk(said: RiskReturn) -> Iterator[str]:
    yield NEW_RISK.format(_line(said.words))
    if score := scored(said.likelihood, said.impact):
        yield SCORED.format(said.likelihood, said.impact, score, banded(score).lower())
    if said.mitigation:
        yield MITIGATED.format(_line(said.mitigation))


def _label(action: Action, author: Author) -> Iterator[str]:
    """Entered for somebody else it is labelled so everywhere (programme.md)."""
    if author.on_behalf_of_role_id and author.told_by and author.told_on:
        told, on = TOLD[author.told_by], shown_day(author.told_on)
        yield ENTERED_FOR.format(action.owner_role, told, on)


def _line(text: str) -> str:
    return " ".join(text.split())


def _number(percent: int | None) -> str:
    return NOT_GIVEN if percent is None else str(percent)


def _day(day: date | None) -> str:
    return shown_day(day) if day else NOT_GIVEN
