"""The facts of an action that can be asked for one by one, each with its label."""

from collections.abc import Callable, Mapping

from dialogs.readings import with_unit
from dialogs.turn import Turn
from dialogs.wording import IMPACT, STAGES, day, percent, rated, short_day
from storage.details import MeasureNow
from storage.plan import Action

NONE = "none recorded"


def _due_field(turn: Turn, action: Action) -> str:
    when = day(action.due, turn.today)
    if action.due == action.original_due:
        return f"{when} (original)"
    slips = "first slip" if action.slips == 1 else f"{action.slips} slips"
    return f"{when} (was {day(action.original_due, turn.today)}, {slips})"


def _forecast_field(turn: Turn, action: Action) -> str:
    expected = action.position.forecast
    return day(expected, turn.today) if expected else NONE


def _deputy_field(turn: Turn, action: Action) -> str:
    roles = {role.title: role.deputy for role in turn.record.directory().roles}
    return roles.get(action.owner_role) or NONE


def _evidence_field(turn: Turn, action: Action) -> str:
    found = turn.record.details.of(action).evidence
    return "; ".join(one.title or one.url for one in found) or NONE


def _finding_field(turn: Turn, action: Action) -> str:
    found = turn.record.details.of(action).findings
    said = (f"{one.words} ({one.source})" if one.source else one.words for one in found)
    return "; ".join(said) or NONE


def _source_field(turn: Turn, action: Action) -> str:
    return "; ".join(turn.record.details.of(action).sources) or NONE


def _supporting_field(turn: Turn, action: Action) -> str:
    return "; ".join(turn.record.details.of(action).supporting) or NONE


def _measures_field(turn: Turn, action: Action) -> str:
    return "; ".join(map(_measure, turn.record.details.of(action).measures)) or NONE


def _measure(measure: MeasureNow) -> str:
    unit = "" if measure.unit == "%" else f" {measure.unit}"
    sign = "%" if measure.unit == "%" else ""
    aim = None if measure.target is None else with_unit(measure.target, measure.unit)
    target = f" (target {aim})" if aim else ""
    if measure.latest is None:
        return f"{measure.name}: no reading yet{target}"
    of = "" if measure.out_of is None else f" of {measure.out_of:f}"
    on = f", {short_day(measure.read_on)}" if measure.read_on else ""
    return f"{measure.name} {measure.latest:f}{sign}{of}{unit}{target}{on}"


def _risks_field(turn: Turn, action: Action) -> str:
    risks = turn.record.directory().risks
    return "; ".join(f"{r.ref} {r.description}" for r in risks if r.action == action.ref) or NONE


Value = Callable[[Turn, Action], str]

FIELDS: Mapping[str, tuple[str, Value]] = {
    "success_measure": ("Success measure", lambda _, action: action.success_measure),
    "title": ("Action", lambda _, action: action.title),
    "owner": ("Owner", lambda _, action: f"{action.owner_role}, {action.organisation}"),
    "owner_role": ("Owner", lambda _, action: f"{action.owner_role}, {action.organisation}"),
    "deputy": ("Deputy", _deputy_field),
    "organisation": ("Organisation", lambda _, action: action.organisation),
    "supporting": ("Supporting", _supporting_field),
    "theme": ("Theme", lambda _, action: action.theme),
    "due": ("Due", _due_field),
    "original_due": (
        "Original due date",
        lambda turn, action: day(action.original_due, turn.today),
    ),
    "forecast": ("Forecast", _forecast_field),
    "percent": ("Completed", lambda _, action: percent(action.position.percent)),
    "rag": ("Rating", lambda _, action: rated(action.position.rating)),
    "impact_rag": (
        "Impact on children",
        lambda _, action: IMPACT[action.position.impact_rating],
    ),
    "stage": ("Stage", lambda _, action: STAGES[action.position.stage]),
    "evidence": ("Evidence", _evidence_field),
    "finding": ("Answers", _finding_field),
    "source": ("Source", _source_field),
    "metric": ("Measures", _measures_field),
    "measure": ("Measures", _measures_field),
    "risks": ("Risks", _risks_field),
    "risk": ("Risks", _risks_field),
    "last_update": (
        "Last update",
        lambda turn, action: day(action.position.reported_on, turn.today),
    ),
}
