"""How ratings and scores look in a register: a word, its shape, and a colour that says the same."""

from storage.exchange.extracts.listing import Paint, Painted
from storage.exchange.extracts.titles import banded, worded
from storage.vocabulary import ImpactRating, Rating

SHAPES = {
    Rating.GREY: "○",
    Rating.GREEN: "●",
    Rating.AMBER: "▲",
    Rating.RED: "■",
    Rating.BLUE: "◆",
}
IMPACT = {
    ImpactRating.UNKNOWN: Rating.GREY,
    ImpactRating.RED: Rating.RED,
    ImpactRating.AMBER: Rating.AMBER,
    ImpactRating.GREEN: Rating.GREEN,
}
BANDS = {"High": Paint.RED, "Medium": Paint.AMBER, "Low": Paint.GREEN}
# The word first: a cell that begins with = would be a formula in CSV.
RISEN, FALLEN, SAME = "Risen ▲", "Fallen ▼", "Same ="


def delivery(rating: Rating) -> Painted:
    """■ Red, on red."""
    return Painted(f"{SHAPES[rating]} {worded(rating)}", Paint(rating))


def impact(rating: ImpactRating) -> Painted:
    """○ Not yet known, on grey."""
    like = IMPACT[rating]
    return Painted(f"{SHAPES[like]} {worded(rating)}", Paint(like))


def score(value: int | None) -> Painted | None:
    """A score from 1 to 25 on the colour of its band."""
    return Painted(value, BANDS[banded(value)]) if value else None


def band(value: int | None) -> Painted | None:
    """High, Medium or Low on its colour."""
    return Painted(banded(value), BANDS[banded(value)]) if value else None


def trend(now: int | None, before: int | None) -> str:
    """Whether a score has risen since: Risen ▲, Fallen ▼, Same =; "" where one is missing."""
    if not (now and before):
        return ""
    if now == before:
        return SAME
    return RISEN if now > before else FALLEN
