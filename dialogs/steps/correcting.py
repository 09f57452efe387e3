"""What was saved is put right: a new row takes the earlier one's place, and both are kept."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self

from dialogs.steps.step import Actions, Rows, Step
from dialogs.turn import Turn
from dialogs.wording import NAMES, day, percent, rated, short_day
from storage.said import Author, Change, Reading
from storage.submissions import Submission
from storage.vocabulary import Rating

MOVED_ON = (
    "{ref} has a newer entry than the one you want to put right. Please send it as a new update."
)
SAME = "That is what you said about {ref} on {day} already."
WORDS = "corrected in chat"


class Correction(Step):
    """Other values for one's own last update of an action; what is not given stays as it was."""

    kind: Literal["correction"] = "correction"
    ref: str
    update_id: int
    said_on: date
    percent: int | None = None
    was_percent: int | None = None
    rating: Rating | None = None
    was_rating: Rating
    forecast: date | None = None
    was_forecast: date | None = None
    measure_id: int | None = None
    value: Decimal | None = None
    was_value: Decimal | None = None
    words: str = ""

    @property
    def subject(self) -> str:
        return self.ref

    @property
    def save_label(self) -> str:
        return "Save the correction"

    def rows(self, turn: Turn, actions: Actions) -> Rows:
        on = f", you said {{}} on {short_day(self.said_on)}"
        rows = []
        if self.percent is not None:
            rows.append(("Completed", f"{self.percent}%{on.format(percent(self.was_percent))}"))
        if self.rating is not None:
            rows.append(("Rating", f"{rated(self.rating)}{on.format(NAMES[self.was_rating])}"))
        if self.forecast is not None:
            was = day(self.was_forecast, turn.today) if self.was_forecast else "no day"
            rows.append(("Forecast", f"{day(self.forecast, turn.today)}{on.format(was)}"))
        if self.value is not None:
            rows.append(("Measure", f"{self.value:f}{on.format(f'{self.was_value:f}')}"))
        return tuple(rows)

    def corrected(self, field: str, value: object) -> Self:
        name = {"percent": "percent", "delivery_rag": "rating", "forecast": "forecast"}.get(field)
        if name is None:
            return self
        return type(self).model_validate(self.model_dump() | {name: value})

    def as_said(self) -> dict[str, Any]:
        return {
            "op": "progress",
            "action": self.ref,
            "percent": self.percent,
            "delivery_rag": self.rating,
            "forecast": self.forecast,
        }

    def refusal(self, turn: Turn, actions: Actions) -> str:
        last = turn.record.lately.saved_by(turn.person.id, self.ref)
        if last is None or last.update_id != self.update_id:
            return MOVED_ON.format(ref=self.ref)
        if self._change(turn).empty or self._is_as_it_was():
            return SAME.format(ref=self.ref, day=short_day(self.said_on))
        return ""

    def save(self, turn: Turn, submission: Submission, actions: Actions) -> None:
        action = actions[self.ref]
        author = Author.of(turn.person, action.owner_role_id)
        turn.record.updates.correct(
            submission, author, action, self.update_id, self._change(turn), self.words or WORDS
        )

    def _is_as_it_was(self) -> bool:
        pairs = (
            (self.percent, self.was_percent),
            (self.rating, self.was_rating),
            (self.forecast, self.was_forecast),
            (self.value, self.was_value),
        )
        return all(new is None or new == old for new, old in pairs)

    def _change(self, turn: Turn) -> Change:
        readings = turn.record.updates.readings_of(self.update_id) if self.value is not None else ()
        return Change(
            rating=self.rating,
            percent=self.percent,
            forecast=self.forecast,
            readings=tuple(map(self._put_right, readings)),
        )

    def _put_right(self, reading: Reading) -> Reading:
        if reading.measure_id != self.measure_id or self.value is None:
            return reading
        return Reading(reading.measure_id, self.value, reading.out_of, reading.read_on)
