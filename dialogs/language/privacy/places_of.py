"""Where in a message something stands, said without repeating it."""

import re
from collections.abc import Sequence

from dialogs.language.privacy.kinds import Found

WORD = re.compile(r"\S+")
NUMBERS = ("", "first", "two", "three", "four", "five", "six", "seven", "eight", "nine")
FEW = len(NUMBERS)


def where(found: Sequence[Found], text: str) -> str:
    """As in "the first two words", "words 5 to 7", "word 4 and words 9 to 12"."""
    words = [match.span() for match in WORD.finditer(text)]
    runs: list[tuple[int, int]] = []
    for one in sorted(found, key=lambda one: one.start):
        covered = [
            n for n, (start, end) in enumerate(words, 1) if start < one.end and one.start < end
        ]
        if not covered:
            continue
        if runs and covered[0] <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], covered[-1]))
        else:
            runs.append((covered[0], covered[-1]))
    return _listed([_said(first, last, len(words)) for first, last in runs])


def _said(first: int, last: int, total: int) -> str:
    count = last - first + 1
    if count == total:
        return "all of it"
    if first == 1 and count < FEW:
        return "the first word" if count == 1 else f"the first {NUMBERS[count]} words"
    if last == total and count < FEW:
        return "the last word" if count == 1 else f"the last {NUMBERS[count]} words"
    return f"word {first}" if count == 1 else f"words {first} to {last}"


def _listed(said: Sequence[str]) -> str:
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} and {said[-1]}"
