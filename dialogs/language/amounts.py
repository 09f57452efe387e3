"""Percentages, ratings, scores and dates as people type them."""

import re
from datetime import date, datetime

from dateutil import parser as dates

from dialogs.language.intents import Percent, UnknownRating
from storage.vocabulary import Rating

PERCENT = re.compile(
    r"(?<![\w.])([-−]?\d{1,4}(?:\.\d+)?)\s*(?:%|pct\b|per\s?cent\b)(?!\s*(?:of|were|was|are|in)\b)",
    re.IGNORECASE,
)
RATINGS = {
    "grey": Rating.GREY,
    "green": Rating.GREEN,
    "on track": Rating.GREEN,
    "amber": Rating.AMBER,
    "at risk": Rating.AMBER,
    "red": Rating.RED,
    "blue": Rating.BLUE,
}
# ASCII folding: with Unicode's, a long s or a dotless i would match and be no key of RATINGS.
RATING = re.compile(rf"(?<![\w-])((?ai:{'|'.join(RATINGS)}))(?![\w-])")
OTHER_COLOURS = (
    "purple|yellow|orange|pink|black|white|brown|violet|turquoise|gold|silver|magenta|cyan|beige"
)
OTHER_COLOUR = re.compile(rf"(?<![\w-])({OTHER_COLOURS})(?![\w-])", re.IGNORECASE)
SCORES = (
    re.compile(
        r"[,;:(\s]*\blikelihood\s*(?:of|is|=|:)?\s*(\d{1,9})\W*(?:and\s+|x\s*|×\s*)?"
        r"impact\s*(?:of|is|=|:)?\s*(\d{1,9})\)?",
        re.IGNORECASE,
    ),
    re.compile(r"[,;:(\s]*\bL\s?(\d)\W{0,3}[x×]?\W{0,3}I\s?(\d)\)?", re.IGNORECASE),
    re.compile(r"[,;:(\s]*\b(\d)\s?[x×]\s?(\d)\b\)?", re.IGNORECASE),
)
FORECAST = re.compile(
    r"\b(?:forecast|now expect(?:ed)?|expect(?:ed)? (?:to finish|finish))\s*(?:is|on|by|:)?\s*"
    r"((?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}|\d{1,2}/\d{1,2})(?P<year>[\s/]\d{4}|/\d{2})?)\b",
    re.IGNORECASE,
)
LONGEST_WAIT = 9  # years within which there surely is another 29 February


def percent_in(text: str) -> Percent | None:
    """The first percentage that is not a share of something ("88% of contacts")."""
    match = PERCENT.search(text)
    return match and as_percent(match)


def as_percent(match: re.Match[str]) -> Percent:
    """A percentage whose figure is the match's first group."""
    return Percent(float(match[1].replace("−", "-")), match.span())


def rating_in(text: str) -> tuple[Rating, tuple[int, int]] | None:
    """The first rating word and where it stands."""
    match = RATING.search(text)
    return match and (RATINGS[match[1].lower()], match.span())


def unknown_rating_in(text: str) -> UnknownRating | None:
    """The first colour that is no rating."""
    match = OTHER_COLOUR.search(text)
    return match and UnknownRating(match[1].lower(), match.span())


def scores_in(text: str) -> tuple[int, int, tuple[int, int]] | None:
    """Likelihood, impact and where they stand."""
    for pattern in SCORES:
        if match := pattern.search(text):
            return int(match[1]), int(match[2]), match.span()
    return None


def forecast_in(text: str, today: date) -> tuple[date, tuple[int, int]] | None:
    """A forecast date and where it stands; a day without a year is the next one to come."""
    match = FORECAST.search(text)
    if match is None:
        return None
    years = (today.year,) if match["year"] else range(today.year, today.year + LONGEST_WAIT)
    days = (day for year in years if (day := _day(match[1], year)))
    found = next((day for day in days if match["year"] or day >= today), None)
    return (found, match.span()) if found else None


def _day(text: str, year: int) -> date | None:
    """The day that a text gives, of this year where it gives none."""
    try:
        return dates.parse(text, dayfirst=True, default=datetime(year, 1, 1)).date()  # noqa: DTZ001
    except (ValueError, OverflowError):
        return None
