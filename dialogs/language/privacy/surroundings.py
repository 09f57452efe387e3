"""What stands around an address: is it where somebody lives, or where something is held."""

import re
from functools import lru_cache

from dialogs.language.privacy.vocabulary import word_lists

SHARED = re.compile(
    r"\b(?:family|families|children'?s?|child|parents?|pupils?|home|carers?|baby|babies)['’]?\s+"
    r"(?:hubs?|centres?|cent(?:re|er)s?|services?|courts?|support|teams?|rooms?|solutions|safeguarding|forum|group)\b"
)
"""A family hub is nobody's home."""
A_VENUE = re.compile(r"\b(?:venue|training|workshop|conference|po\s+box)\b")
SENTENCE = re.compile(r"[.;!?](?=\s)|\n")
AROUND = 60


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after in the same sentence, in small letters."""
    before = SENTENCE.split(text[max(0, start - AROUND) : start])[-1]
    after = SENTENCE.split(text[end : end + AROUND])[0]
    return before.lower(), after.lower()


def says(words: str, *texts: str) -> bool:
    """Whether one of the texts has a turn of this list."""
    return any(_any_of(words).search(text) for text in texts)


@lru_cache
def _any_of(words: str) -> re.Pattern[str]:
    turns = (re.escape(turn).replace(r"\*", r"\w*") for turn in word_lists()[words])
    return re.compile(rf"\b(?:{'|'.join(turns)})\b")
