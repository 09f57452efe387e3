"""Percentages, ratings, scores and dates as people type them."""

import re
from datetime import date, datetime, timedelta

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
RATING = re.compile(rf"(?<![\w-])({'|'.join(RATINGS)})(?![\w-])", re.IGNORECASE)
OTHER_COLOURS = (
    "purple|yellow|orange|pink|black|white|brown|violet|turquoise|gold|silver|magenta|cyan|beige"
)
OTHER_COLOUR = re.compile(rf"(?<![\w-])({OTHER_COLOURS})(?![\w-])", re.IGNORECASE)
SCORES = (
    re.compile(
        r"[,;:(\s]*\blikelihood\s*(?:of|is|=|:)?\s*(\d+)\W*(?:and\s+|x\s*|×\s*)?"
        r"impact\s*(?:of|is|=|:)?\s*(\d+)\)?",
        re.IGNORECASE,
    ),
    re.compile(r"[,;:(\s]*\bL\s?(\d)\W{0,3}I\s?(\d)\)?", re.IGNORECASE),
    re.compile(r"[,;:(\s]*\b(\d)\s?[x×]\s?(\d)\b\)?", re.IGNORECASE),
)
FORECAST = re.compile(
    r"\b(?:forecast|now expect(?:ed)?|expect(?:ed)? (?:to finish|finish))\s*(?:is|on|by|:)?\s*"
    r"((?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}|\d{1,2}/\d{1,2})(?:[\s/]\d{4}|/\d{2})?)\b",
    re.IGNORECASE,
)
LOOKS_BACK = timedelta(days=180)


def percent_in(text: str) -> Percent | None:
    """The first percentage that is not a share of something ("88% of contacts")."""
    match = PERCENT.search(text)
    return match and Percent(float(match[1].replace("−", "-")), match.span())


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
    try:
        found = dates.parse(
            match[1],
            dayfirst=True,
            default=datetime(today.year, today.month, 1),  # noqa: DTZ001
        ).date()
    except (ValueError, OverflowError):
        return None
    if found < today - LOOKS_BACK and str(found.year) not in match[1]:
        found = found.replace(year=found.year + 1)
    return found, match.span()
