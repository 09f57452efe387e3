"""Something of the plan that a text names."""

from typing import NamedTuple


class Named(NamedTuple):
    """What is named, where, and how surely: 100 is its full name or code."""

    what: str
    start: int
    end: int
    score: float
