"""What stands where in a message: references, dates, percentages, ratings, numbers, links.

Each is found once, over the whole text; later steps read the message with these marked.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from dialogs.language.dates import dates_in
from dialogs.language.lazily import lazily
from dialogs.language.naming.roles import roles_named
from dialogs.language.phrases import folded
from dialogs.language.ratings import ratings_in
from dialogs.language.references import action_references, risk_references
from dialogs.language.situation import Situation

URL = re.compile(
    r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]|www\.[^\s<>\"']+[^\s<>\"'.,;:!?)\]]", re.I
)
PERCENT = re.compile(
    r"(?<![\w./£$-])([-−]?\d{1,4}(?:\.\d{1,3})?)\s?(?:%|pct?(?!\w)|per\s?cent(?!\w)|percent(?!\w))"
)
RANGE = re.compile(
    r"(?<![\w./£$-])(?P<low>\d{1,3})\s?(?:%|pct)?\s?(?P<between>-+>?|=+>|→|to|and|or)\s?(?:maybe\s|possibly\s|perhaps\s|even\s)?"
    r"(?P<high>\d{1,3})\s?(?:%|pct(?!\w)|per\s?cent(?!\w)|percent(?!\w))"
)
MOVED = re.compile(
    r"(?<!\w)(?:from|up|down|gone|moved|went|was|dropped|fell|fallen|slipped|rose|risen|increased|jumped"
    r"|decreased|dipped|climbed)\s(?:back\s)?(?:from\s)?\Z"
)
BETWEEN = re.compile(r"(?<!\w)(?:between|anywhere)\s\Z")
MONEY = re.compile(
    r"[£€$]\s?\d[\d,]*(?:\.\d+)?\s?(?:k|m|bn|million|thousand)?(?!\w)|(?<![\w.])\d+(?:\.\d+)?\s?(?:k|m)(?!\w)",
    re.I,
)
APART = re.compile(
    r"(?<![\w./£$-])(\d{1,6})\s(?:[a-z'-]+\s){1,4}?(?:out\sof|of\sthe|from\sthe)\s(?:the\s|our\s|a\s)?(\d{1,6})(?![\w%/.-]\d|\w|%)"
)
"""17 practices out of 38."""
FRACTION = re.compile(
    r"(?<![\w./-])(\d{1,3}(?:,\d{3})+|\d{1,6})\s?(?:/|(?:out\s)?of\s(?:the\s|our\s|all\s|a\s)?(?:last\s|first\s|past\s)?)\s?(\d{1,3}(?:,\d{3})+|\d{1,6})(?![\w%/.-]\d|\w)"
)
NUMBER = re.compile(
    r"(?<![\w./£$€:-])(-?(?:\d{1,3}(?:,\d{3})+|\d{1,7}))(\.\d{1,3})?(?:ish)?(?![\w/]|:\S|\.\d|-\d|,\d{3})"
)
SCORE = re.compile(r"(?<![\w.])(\d{1,2})\s?[x×*]\s?(\d{1,2})(?!\w)")
LIKELIHOOD = re.compile(
    r"(?<!\w)(?:(?<!grade\s)(?<!level\s)(?<!band\s)l\s?(?=\d(?!\d*(?:/(?!\s?i)|-)))|l'?hood\s?|likel[iy]?hood\s?|probability\s?|prob\s?(?=\d(?!\d)))(?:is\s|of\s|a\s|shd\s|should\s|to\sbe\s|be\s|now\s|still\s|stays\s|remains\s|to\s|up\sto\s|down\sto\s|at\s|=\s?|:\s?)*(\d{1,3})(?!\w|\s?%|\s?per\s?cent|\s?pct|\.\d)"
)
IMPACT = re.compile(
    r"(?<!\w)(?:i\s?(?=\d(?!\d*[/-]))|imp(?:act)?\s?)(?:score\s|is\s|of\s|a\s|shd\s|should\s|to\sbe\s|be\s|now\s|still\s|stays\s|remains\s|to\s|up\sto\s|down\sto\s|at\s|=\s?|:\s?)*(\d{1,3})(?!\w|%|\.\d)"
)


DIGIT = re.compile(r"\d")
BOARD = re.compile(r"(?<!\w)(?:board|iob)(?!\w)")
ROLE_CUE = re.compile(
    r"(?<!\w)(?:cover\w*|deput\w*|stand\w*|doing|re-?assign\w*|re-?allocat\w*|hand\w*|owner\w*|owns?|belong\w*|sits?|"
    r"transfer\w*|give|pass(?:es|ing|ed)?|switch|swap|look\w*\safter|ask|contact|delegat\w*|tak(?:e|es|ing)\sover|pick\w*|mov\w*|go(?:es|ing)?|wef|left|has|should\sbe|switch\w*)(?!\w)|\s-\s"
)
"""Words that go with naming who is to do something."""


class Mark(NamedTuple):
    """One thing that was found, and where."""

    kind: str
    start: int
    end: int
    value: Any = None


@dataclass(frozen=True)
class Marked:
    """A message with everything found in it, in order and without overlaps."""

    text: str
    folded: str
    marks: tuple[Mark, ...]

    @lazily
    def spoken(self) -> str:
        """The text without its links, everything else where it was."""
        text = self.text
        for mark in self.marks:
            if mark.kind == "url":
                text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
        return text

    @lazily
    def _starts(self) -> list[int]:
        return [mark.start for mark in self.marks]

    def within(self, start: int, end: int, *kinds: str) -> tuple[Mark, ...]:
        """The marks that lie in a part of the text, of these kinds only if any are named."""
        found = []
        for mark in self.marks[bisect_left(self._starts, start) :]:
            if mark.end > end:
                break
            if not kinds or mark.kind in kinds:
                found.append(mark)
        return tuple(found)

    def shape(self, start: int = 0, end: int | None = None) -> str:
        """A part of the folded text in which every mark reads as its kind: "@ref now @percent"."""
        end = len(self.text) if end is None else end
        return self.shape_with(self.within(start, end), start, end)

    def shape_with(self, marks: Sequence[Mark], start: int, end: int) -> str:
        """The same, of a part of which the marks are known."""
        pieces, place = [], start
        for mark in marks:
            pieces += [self.folded[place : mark.start], f"@{mark.kind}"]
            if mark.kind == "date" and BOARD.search(self.folded, mark.start, mark.end):
                pieces.append(" board")
            place = mark.end
        return "".join([*pieces, self.folded[place:end]])


def marked(text: str, situation: Situation) -> Marked:
    """Find everything in a message; what comes first in `_found` wins where two would overlap."""
    plain = folded(text)
    taken: list[Mark] = []
    starts: list[int] = []
    for mark in _found(text, plain, situation):
        place = bisect_left(starts, mark.start)
        free = place == 0 or taken[place - 1].end <= mark.start
        if free and (place == len(taken) or mark.end <= taken[place].start):
            taken.insert(place, mark)
            starts.insert(place, mark.start)
    return Marked(text, plain, tuple(taken))


def _found(text: str, plain: str, situation: Situation) -> Iterator[Mark]:
    directory = situation.directory
    if "http" in plain or "www." in plain:
        for match in URL.finditer(text):
            yield Mark("url", *match.span(), match[0])
    for ref in action_references(text, directory):
        yield Mark("ref", ref.start, ref.end, ref)
    figures = DIGIT.search(plain) is not None
    if figures:
        yield from _before_days(text, plain)
    if ROLE_CUE.search(plain):
        for role in roles_named(text, directory):
            yield Mark("role", role.start, role.end, role.what)
    boards = [day for _, day in directory.meetings]
    for when in dates_in(text, situation.today, boards=boards):
        yield Mark("vague" if when.vague else "date", when.start, when.end, when)
    for rated in ratings_in(plain):
        yield Mark("rating", rated.start, rated.end, rated)
    if figures:
        yield from _after_days(plain, situation.today)


def _before_days(text: str, plain: str) -> Iterator[Mark]:
    """Figures that are no part of a day, whatever stands beside them."""
    for risk in risk_references(plain):
        yield Mark("risk", risk.start, risk.end, risk)
    yield from _scores(plain)
    if "%" in plain or "pc" in plain or "per" in plain:
        yield from _ranges(plain)
        for match in PERCENT.finditer(plain):
            yield Mark("percent", *match.span(), _number(match[1]))
    for match in MONEY.finditer(plain):
        yield Mark("money", *match.span(), text[slice(*match.span())])
    if " of " in plain:
        for match in FRACTION.finditer(plain):
            if "/" not in match[0]:
                yield Mark("fraction", *match.span(), (_number(match[1]), _number(match[2])))


def _after_days(plain: str, today: date) -> Iterator[Mark]:
    """Figures that are what they are only where they are no day."""
    for match in FRACTION.finditer(plain):
        yield _day_or_fraction(match, plain, today)
    for match in APART.finditer(plain):
        yield Mark("fraction", *match.span(), (_number(match[1]), _number(match[2])))
    for match in NUMBER.finditer(plain):
        if not _counts_points(plain, match):
            yield Mark("number", *match.span(), _number(match[0].removesuffix("ish")))


def _day_or_fraction(match: re.Match[str], plain: str, today: date) -> Mark:
    """8/12 is a day where something goes or happens then and nothing that is counted follows."""
    counted = re.match(r"\s*[a-z]", plain[match.end() :])
    if "/" in match[0] and not counted and GOES.search(plain[: match.start()]):
        for when in dates_in(f"on {match[0]}", today):
            return Mark("date", match.start(), match.end(), when)
    return Mark("fraction", match.start(), match.end(), (_number(match[1]), _number(match[2])))


GOES = re.compile(
    r"(?<!\w)(?:goes|going|go|meets?|meeting|mtg|panel|group|grp|board|committee|cttee|before|by|until|til|till|on|workshop|starts?|session|interviews?|date)\s(?:\w+\s)?\Z"
)


def _ranges(plain: str) -> Iterator[Mark]:
    """Two percentages together: a move from one to the other, or one that is left open."""
    for match in RANGE.finditer(plain):
        before, between = plain[: match.start()], match["between"]
        moved = ">" in between or between == "→" or MOVED.search(before)
        if moved:
            yield Mark("percent", match.start(), match.end(), _number(match["high"]))
        elif between != "and" or BETWEEN.search(before):
            yield Mark("range", match.start(), match.end())


def _scores(plain: str) -> Iterator[Mark]:
    """Likelihood and impact, as a pair or one by one: (likelihood or None, impact or None)."""
    for match in SCORE.finditer(plain):
        yield Mark("score", match.start(), match.end(), (int(match[1]), int(match[2])))
    for match in LIKELIHOOD.finditer(plain):
        yield Mark("score", match.start(), match.end(), (int(match[1]), None))
    for match in IMPACT.finditer(plain):
        yield Mark("score", match.start(), match.end(), (None, int(match[1])))


def _counts_points(plain: str, match: re.Match[str]) -> bool:
    """Whether a number only counts the points of a list: 1) and 2)."""
    after = plain[match.end() : match.end() + 2]
    opened = "(" in plain[max(0, match.start() - 30) : match.start()]
    first = not plain[: match.start()].strip(" (")
    return (after[:1] == ")" and not opened) or (first and after in {". ", ") "})


def _number(typed: str) -> int | float:
    value = float(typed.replace(",", "").replace("−", "-"))
    return int(value) if value == int(value) else value
