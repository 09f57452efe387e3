"""Whether a child may be at risk now, and the writer tells or asks: nothing of it is kept."""

import re
from collections.abc import Sequence

from dialogs.language.privacy.contexts import Marked
from dialogs.language.privacy.tokens import Token
from dialogs.language.privacy.vocabulary import Word

FIGURE = re.compile(
    r"\d\s*(?:%|pct|per\s?cent)|\b(?!yr|y\d)[a-z]{1,3}-?0?\d{1,2}\b|(?<!['’])\b(?!yr|is|at|of|in|on|to|no|my|by|or|a\s|we|he|i\s)"
    r"[a-z]{1,2}\s\d{1,2}\b(?!\s?(?:yrs?|years?|mths?|months?|wks?|weeks?|days?|hrs?|hours?|mins?|kids|little|lads?"
    r"|boys|girls|children|men|young))|\d\s(?:of|out\s+of)\s\d",
    re.IGNORECASE,
)
ABOUT_WORK = Word.WORK | Word.COLOUR | Word.TEAM
SOMEBODY = Word.CHILD | Word.CHILDREN | Word.KIN | Word.YOUNG_KIN


def live_concern(text: str, tokens: Sequence[Token], marked: Marked) -> bool:
    """Whether a text tells of harm to a child that is happening or has just been told.

    A text that says nothing of work needs no word for the harm.
    """
    work = any(token.bits & ABOUT_WORK for token in tokens)
    harm = marked.says("harm") or (not work and marked.says("missing"))
    asks, now = marked.says("asks"), marked.says("now")
    perhaps = marked.says("now_perhaps") and not FIGURE.search(text)
    if asks and (now or perhaps) and harm and (not work or marked.says("child_here")):
        return True
    if harm and marked.says("child_here"):
        return (now or perhaps or asks) and not marked.says("learned")
    return now and _of_no_work(text, tokens) and not marked.says("learned")


def _of_no_work(text: str, tokens: Sequence[Token]) -> bool:
    """Whether a text is about a child or a family and has neither figure nor word of work."""
    if not any(token.bits & SOMEBODY for token in tokens):
        return False
    return not FIGURE.search(text) and not any(token.bits & ABOUT_WORK for token in tokens)
