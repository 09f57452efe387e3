"""Which measure of an action a figure belongs to: 88% of contacts in time is no completion."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz, utils

from dialogs.language.meaning import Metric
from dialogs.turn import Turn
from storage.details import MeasureNow
from storage.plan import Action
from storage.said import Reading

SHARE = "%"
LIKE_A_SHARE, LIKE_A_COUNT = 35, 55
"""How alike the words must be: of a share the sign says much, of a count anything may be meant."""


class DraftReading(BaseModel):
    """A measure's value that waits for a yes."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    measure_id: int
    name: str
    unit: str
    target: Decimal | None
    value: Decimal
    out_of: Decimal | None = None
    read_on: date

    @property
    def reading(self) -> Reading:
        """The reading as the record takes it."""
        return Reading(self.measure_id, self.value, self.out_of, self.read_on)

    @property
    def shown(self) -> str:
        """Contacts decided within one working day: 88% (target 95%)."""
        target = "" if self.target is None else f" (target {with_unit(self.target, self.unit)})"
        return f"{self.name}: {measured(self.value, self.unit, self.out_of)}{target}"


def with_unit(value: Decimal, unit: str) -> str:
    """95%, 18 children."""
    if unit == SHARE:
        return f"{value:f}%"
    return f"{value:f} {unit}".strip()


def measured(value: Decimal, unit: str, out_of: Decimal | None) -> str:
    """95%, 18 children, or 18 of 20 where it was said out of how many."""
    return with_unit(value, unit) if out_of is None else f"{value:f} of {out_of:f}"


def reading_of(turn: Turn, action: Action, metric: Metric | None) -> DraftReading | None:
    """The reading that a figure gives of one of the action's measures; None if of none surely."""
    if metric is None:
        return None
    measures = turn.record.details.measures_of(action)
    fits = [(_alike(metric, measure), measure) for measure in measures]
    score, best = max(fits, key=lambda fit: fit[0], default=(0.0, None))
    if best is None or score < (LIKE_A_SHARE if best.unit == SHARE else LIKE_A_COUNT):
        return None
    return DraftReading(
        measure_id=best.id,
        name=best.name,
        unit=best.unit,
        target=best.target,
        value=Decimal(str(metric.value)),
        out_of=None if metric.of is None else Decimal(str(metric.of)),
        read_on=turn.today,
    )


def _alike(metric: Metric, measure: MeasureNow) -> float:
    """How alike what was counted is to a measure, 0 to 100; 0 where it is counted otherwise."""
    if (metric.unit == SHARE) != (measure.unit == SHARE):
        return 0.0
    said = metric.what or ""
    return fuzz.token_set_ratio(said, measure.name, processor=utils.default_process)
