"""A text in words, numbers and signs, and what each word may be."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from dialogs.language.phrases import folded
from dialogs.language.privacy.vocabulary import ANY_NAME, NAME, Word, known, sayable
from dialogs.language.spelling import is_slip

TOKEN = re.compile(
    r"[^\W\d_]+(?:['’‘`\u2010\u2011-](?=[^\W\d_])[^\W\d_]+)*"  # a word
    r"|\d[\w/.:,-]*\w|\d"  # a number, a date, a code
    r"|[^\s]"
)
DOUBLE = re.compile(r"[A-Z][a-z]+-[A-Z][a-z]+(?:'s)?")
SHORTEST = 2
KEPT = 20_000
"""So many words are kept with what they may be: a programme is told of in fewer."""
MOST_PARTS = 6
END = frozenset(".!?;\n")
HIDDEN = "¤"
"""What stands for a character that was looked at already, and is a person's."""


class Token:
    """A word, a number or a sign, where it stands and what it may be."""

    __slots__ = ("alpha", "bits", "cap", "end", "folded", "owns", "start", "text", "upper", "word")

    def __init__(self, text: str, fold: str, start: int, plan: frozenset[str]) -> None:
        self.text = text
        self.start = start
        self.end = start + len(text)
        self.folded = fold
        self.alpha, self.word, self.bits, self.owns, self.cap, self.upper = _facts(text, fold, plan)

    @property
    def unknown(self) -> bool:
        """Whether it is a word that is in no list."""
        return self.alpha and not self.bits

    @property
    def sure(self) -> bool:
        """Whether it is a name, or nothing that is known."""
        return self.alpha and (not self.bits or bool(self.bits & NAME))

    def may(self, what: int) -> bool:
        """Whether it may be this."""
        return bool(self.bits & what)


@lru_cache(maxsize=KEPT)
def _facts(text: str, fold: str, plan: frozenset[str]) -> tuple[bool, str, int, bool, bool, bool]:
    """What is to be known of a word: alpha, word, bits, owns, cap, upper."""
    if not text[0].isalpha():
        return False, fold, 0, False, False, False
    owns = fold.endswith("'s") and len(fold) > SHORTEST
    word = fold[:-2] if owns else fold
    upper = len(text) > 1 and text.isupper()
    doubled = "-" in text and DOUBLE.fullmatch(text) and _double(word)
    bits = Word.SURNAME if doubled else _bits(word, plan)
    if not bits and text.islower() and is_slip(word):
        bits = Word.ORDINARY
    return True, word, bits, owns, text[0].isupper() and not upper, upper


def _double(word: str) -> bool:
    """Whether both parts of a compound can be surnames: Moon-Bright."""
    words = known()
    parts = [words.get(part, 0) for part in word.split("-")]
    return all(part & ANY_NAME for part in parts) and not all(part & Word.COLOUR for part in parts)


def _bits(word: str, plan: Collection[str]) -> int:
    words = known()
    if bits := words.get(word, 0):
        return bits
    if word in plan:
        return Word.ORDINARY
    if word.endswith("in") and words.get(f"{word}g", 0) & Word.ORDINARY:
        return Word.ORDINARY
    if word.endswith("s") and words.get(word[:-1], 0) & (Word.CALENDAR | Word.OPENING):
        return Word.ORDINARY
    if "'" in word and (bits := words.get(word.replace("'", ""), 0)):
        return bits
    return _of_parts(word, plan, words) if "-" in word else 0


def _of_parts(word: str, plan: Collection[str], words: Mapping[str, int]) -> int:
    """A compound is a name if a part of it is, and known if all of its parts are."""
    parts = [
        words.get(part, 0) or (Word.ORDINARY if part in plan else 0) for part in word.split("-")
    ]
    first_name = Word.FIRST | Word.FIRST_OR_WORD
    if all(part & first_name and not part & Word.CALENDAR for part in parts):
        return Word.FIRST
    if all(part & ~ANY_NAME for part in parts) or len(parts) > MOST_PARTS:
        return Word.ORDINARY
    if any(part & NAME for part in parts):
        return Word.FIRST
    return 0 if any(not part for part in parts) else Word.SURNAME


def tokens_of(text: str, plan: frozenset[str]) -> list[Token]:
    """The words, numbers and signs of a text as it is seen."""
    fold = folded(text)
    return [
        Token(match[0], fold[match.start() : match.end()], match.start(), plan)
        for match in TOKEN.finditer(text)
    ]


def name_like(token: Token) -> bool:
    """Whether a word in small letters could be a name by itself: in a list, or sayable."""
    if token.bits & NAME:
        return True
    if not token.unknown or not sayable(token.word):
        return False
    return len(token.word) > SHORTEST or not token.text.isascii()


def close(tokens: list[Token], at: int) -> bool:
    """Whether a token follows the one before it with one space between."""
    return 0 < at < len(tokens) and tokens[at].start == tokens[at - 1].end + 1
