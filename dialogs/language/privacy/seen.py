"""A text as a reader sees it: nothing invisible in it, every digit an ordinary one."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20e3\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
LONGEST_FORM = 4
"""A character that would be spelled out longer is left as it is: none of them hides a name."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is read, and where each character of it stands in what was typed."""

    text: str
    typed: str
    places: tuple[int, ...] | None
    """Where each character was, and one place past the last; None where nothing was changed."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of what is read stands in what was typed."""
        if self.places is None:
            return start, end
        return self.places[start], max(self.places[end - 1] + 1, self.places[end])


def as_seen(text: str) -> Seen:
    """The text as it is looked at; most texts are looked at as they are."""
    if text.isascii() or _plain(text):
        return Seen(text, text, None)
    chars, places = [], []
    for place, cluster in _clusters(text):
        for char in _shown(cluster):
            chars.append(char)
            places.append(place)
    return Seen("".join(chars), text, (*places, len(text)))


def _plain(text: str) -> bool:
    changed = INVISIBLE.search(text) or FOREIGN_DIGIT.search(text)
    return not changed and unicodedata.is_normalized("NFKC", text)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Every character with the accents that follow it; what is invisible is left out."""
    place, cluster = 0, ""
    for at, char in enumerate(text):
        if INVISIBLE.match(char):
            continue
        if cluster and unicodedata.combining(char) and len(cluster) <= LONGEST_FORM:
            cluster += char
            continue
        if cluster:
            yield place, cluster
        place, cluster = at, char
    if cluster:
        yield place, cluster


def _shown(cluster: str) -> str:
    shown = unicodedata.normalize("NFKC", cluster)
    if len(shown) > LONGEST_FORM:
        return cluster
    return FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), shown)
