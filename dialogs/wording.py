"""How facts are worded: ratings with shapes, dates, days left, percentages and scores."""

from datetime import date, datetime

from storage.calendar import london
from storage.plan import Action, Position
from storage.risks import Risk
from storage.vocabulary import ImpactRating, Rating, Stage

SHAPES = {
    Rating.GREY: "○",
    Rating.GREEN: "●",
    Rating.AMBER: "▲",
    Rating.RED: "■",
    Rating.BLUE: "◆",
}
NAMES = {
    Rating.GREY: "Not started",
    Rating.GREEN: "Green",
    Rating.AMBER: "Amber",
    Rating.RED: "Red",
    Rating.BLUE: "Blue",
}
IMPACT = {
    ImpactRating.UNKNOWN: "○ Not yet known",
    ImpactRating.RED: "■ Red",
    ImpactRating.AMBER: "▲ Amber",
    ImpactRating.GREEN: "● Green",
}
STAGES = {
    Stage.NOT_STARTED: "not started",
    Stage.IN_PROGRESS: "in progress",
    Stage.COMPLETION_CLAIMED: "completion claimed",
    Stage.IMPLEMENTED: "implemented",
    Stage.EMBEDDED: "embedded",
}
WORST_FIRST = (Rating.RED, Rating.AMBER, Rating.GREEN, Rating.BLUE, Rating.GREY)
LONG_NOTE = 300
DAYS_UNTIL_WEEKS = 14


def rated(rating: Rating) -> str:
    """▲ Amber."""
    return f"{SHAPES[rating]} {NAMES[rating]}"


def day(on: date, today: date) -> str:
    """Fri 9 Dec; with the year only when it is neither this year nor the next."""
    year = "" if on.year in {today.year, today.year + 1} else f" {on.year}"
    return f"{on:%a} {on.day} {on:%b}{year}"


def short_day(on: date) -> str:
    """9 Nov."""
    return f"{on.day} {on:%b}"


def clock(moment: datetime) -> str:
    """10:13, on a London clock."""
    return f"{london(moment):%H:%M}"


def day_and_clock(moment: datetime) -> str:
    """Wed 16 Nov, 10:13."""
    local = london(moment)
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


def plural(count: int, noun: str) -> str:
    """1 action, 2 actions."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def days_left(on: date, today: date) -> str:
    """3 days, 6 weeks: days up to 14, then weeks."""
    days = (on - today).days
    return plural(days, "day") if days <= DAYS_UNTIL_WEEKS else plural(days // 7, "week")


def due(action: Action, today: date) -> str:
    """Due Fri 9 Dec (3 weeks); due Fri 11 Nov, 4 days overdue."""
    when = f"due {day(action.due, today)}"
    if not action.open:
        return when
    if action.overdue(today):
        return f"{when}, {days_left(today, action.due)} overdue"
    if action.due == today:
        return f"{when} (today)"
    return f"{when} ({days_left(action.due, today)})"


def percent(value: int | None) -> str:
    """75%, or words where nobody has given a figure."""
    return "no percentage yet" if value is None else f"{value}%"


def moved(new: str, old: str | None) -> str:
    """75%, was 65%: the old value after the new one, only when it differs."""
    return new if old is None or old == new else f"{new}, was {old}"


def quoted(text: str) -> str:
    """The author's own words, cut at a word when long."""
    if len(text) > LONG_NOTE:
        text = text[:LONG_NOTE].rsplit(maxsplit=1)[0] + "…"
    return f"“{text}”"


def forecast(position: Position, due_on: date) -> date | None:
    """What the owner expects, when it differs from the agreed date."""
    return position.forecast if position.forecast != due_on else None


def score(risk: Risk) -> str:
    """20 (4 × 5), or a word where nobody has scored it."""
    if risk.score is None:
        return "not scored yet"
    return f"{risk.score} ({risk.likelihood} × {risk.impact})"


def capitalised(text: str) -> str:
    """The text with a capital first letter, nothing else changed."""
    return text[:1].upper() + text[1:]


def listed(names: list[str]) -> str:
    """A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def uncapitalised(text: str) -> str:
    """The text with a small first letter, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
