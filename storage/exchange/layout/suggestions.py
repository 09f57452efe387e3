"""Finds the name that a misspelt one was meant to be."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

DID_YOU_MEAN = " Did you mean “{}”?"

NEAR = 80.0
# Below this a name shares letters with another one, but no words.
RELATED = 50.0
LONG_ENOUGH = 5


def suggestion(name: str, among: Iterable[str]) -> str:
    """A question to put behind a refusal, " Did you mean “Workforce”?", or "" if none is near."""
    match = process.extractOne(
        name, list(among), scorer=_likeness, processor=str.casefold, score_cutoff=NEAR
    )
    return DID_YOU_MEAN.format(match[0]) if match else ""


def misspelt(name: str, among: Iterable[str]) -> str | None:
    """The name of which this is a misspelling: letter for letter, not merely about the same."""
    match = process.extractOne(
        name, list(among), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=NEAR
    )
    return match[0] if match else None


def _likeness(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    """How alike two names are, 0 to 100; "Arden Council" is like "Arden Borough Council" too."""
    letters = fuzz.ratio(one, other)
    if letters < RELATED or min(len(one), len(other)) < LONG_ENOUGH:
        return letters
    return max(letters, fuzz.WRatio(one, other))
