"""How high a row must be so that none of its wrapped texts is cut off.

Excel works it out when a file is opened, other programs and printers of PDF do not.
"""

from collections.abc import Iterable
from math import ceil

LINE = 15.0  # points
HIGHEST = 409.0  # what Excel allows
WIDE_LETTERS = 1.15  # how much more room letters take than the figures that widths are counted in


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """The height in points of a row with these texts, each with the width of its column."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(lines * LINE, HIGHEST)


def _lines(text: str, width: float) -> int:
    return sum(
        max(1, ceil(len(paragraph) * WIDE_LETTERS / width)) for paragraph in text.split("\n")
    )
