"""How far a name goes: which of the next words are still part of it."""

from collections.abc import Sequence

from dialogs.language.privacy.tokens import END, Token, name_like
from dialogs.language.privacy.vocabulary import NAME, Word, listed, mistyped, rare, sayable

LONGEST = 6
LONG = 4
QUOTES = frozenset("\"'“”‘’()")
ENDS_A_NAME = (
    Word.ROLE | Word.SHORT | Word.CALENDAR | Word.OFFICE_TITLE | Word.TITLE | Word.OPENING
    | Word.CHILD | Word.CHILDREN | Word.KIN | Word.YOUNG_KIN | Word.SCHOOL | Word.TEAM
)  # fmt: skip
BEFORE_A_BEGINNING = frozenset("\"'(“-*•")


def run_from(tokens: Sequence[Token], at: int, *, flat: bool) -> int:
    """The last word of the name that begins here; `flat` where capitals say nothing."""
    last = at
    while not tokens[last].owns and last - at < LONGEST:
        step = _step(tokens, at, last, flat=flat)
        if not step:
            break
        last += step
    return last


def _step(tokens: Sequence[Token], at: int, last: int, *, flat: bool) -> int:
    """How many of the next tokens go on with the name."""
    after = last + 1
    if after >= len(tokens):
        return 0
    if tokens[after].text == "." and tokens[after].start == tokens[last].end:
        initial = len(tokens[last].text) == 1 and tokens[last].text.isupper() and not flat
        return 1 if initial and (last == at or then_sure(tokens, after)) else 0
    if not beside(tokens, after):
        return 0
    if _nickname(tokens, after):
        return 4
    if _part(tokens[at], tokens[after], flat=flat) or _rare_surname(tokens, at, after):
        return 1
    return 2 if _particle(tokens, after, flat=flat) else 0


def _nickname(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name goes on after another one in quotes: Darren "Daz" Coyle."""
    if tokens[at].text not in QUOTES or at + 3 >= len(tokens):
        return False
    inside, after = tokens[at + 2].text in QUOTES, tokens[at + 3]
    return inside and after.cap and (after.sure or after.may(Word.SURNAME_OR_WORD))


def _particle(tokens: Sequence[Token], at: int, *, flat: bool) -> bool:
    """Whether a little word joins two parts of a name: Maria del Carmen."""
    if not tokens[at].may(Word.PARTICLE) or tokens[at].word == "y" or tokens[at].upper:
        return False
    if not beside(tokens, at + 1):
        return False
    token = tokens[at + 1]
    return (token.sure or token.may(Word.SURNAME_OR_WORD)) and (flat or capital(token))


def _rare_surname(tokens: Sequence[Token], at: int, after: int) -> bool:
    """Step dad dean ruddock: a word that is hardly used, after a relative's first name."""
    related = at > 0 and tokens[at - 1].may(Word.KIN | Word.YOUNG_KIN | Word.CHILD)
    if not related and solid(tokens[at]) and tokens[at].unknown and after + 1 < len(tokens):
        related = tokens[after + 1].word in listed("speaks_of_one")
    if not related and tokens[at].may(NAME) and after + 2 < len(tokens):
        signed = tokens[after + 1].text in {"(", ","}
        related = signed and tokens[after + 2].may(Word.KIN | Word.YOUNG_KIN)
    return (
        related
        and after == at + 1
        and tokens[after].bits == Word.ORDINARY
        and rare(tokens[after].word)
    )


def _part(first: Token, token: Token, *, flat: bool) -> bool:
    """Whether a word can be a further part of a name that began with the first."""
    if len(token.text) == 1:
        return not flat and token.text.isupper() and token.text != "I"
    if not token.alpha:
        return False
    if not flat and first.cap and first.sure and surname_in_capitals(token):
        return True
    if not flat and capital(token):
        if token.may(Word.SURNAME_OR_WORD | NAME) and not token.may(Word.CALENDAR | Word.TITLE):
            return True
        return not token.may(ENDS_A_NAME | Word.PLACE | Word.VENUE)
    return (flat or first.text.islower()) and _small_part(first, token)


def _small_part(first: Token, token: Token) -> bool:
    if token.bits & NAME:
        return True
    if token.unknown:
        return name_like(token) and (solid(first) or not mistyped(token.word))
    if token.may(ENDS_A_NAME) or token.word in listed("follows_anybody"):
        return False
    named = first.may(Word.FIRST | Word.FIRST_OR_WORD) or first.unknown
    return named and token.may(Word.SURNAME_OR_WORD | Word.FIRST_OR_WORD)


def solid(token: Token) -> bool:
    """Whether a word is no slip of an ordinary one."""
    return bool(token.bits & NAME) or (token.unknown and not mistyped(token.word))


def surname_in_capitals(token: Token) -> bool:
    """Whether capitals are a surname and stand for no words: TESTERTON."""
    if not token.upper or not token.sure or not sayable(token.word):
        return False
    return len(token.text) > LONG or (len(token.text) == LONG and bool(token.bits & NAME))


def capital(token: Token) -> bool:
    """Whether a word is written as a name is: Amina, McDonald, al-Tikriti."""
    if token.cap:
        return True
    before, hyphen, after = token.text.partition("-")
    return bool(hyphen) and not token.upper and after[0].isupper() and before in listed("particle")


def beside(tokens: Sequence[Token], at: int) -> bool:
    """Whether there is a token, with one space between it and the one before."""
    return at < len(tokens) and tokens[at].start == tokens[at - 1].end + 1


def then_sure(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capitalised word follows that is a name, or nothing known."""
    after = at + 1
    if tokens[at].owns or not beside(tokens, after):
        return False
    return tokens[after].cap and tokens[after].sure


def at_beginning(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital here is owed to the beginning of a sentence."""
    before = at - 1
    while before >= 0 and tokens[before].text in BEFORE_A_BEGINNING:
        before -= 1
    return before < 0 or tokens[before].text in END or tokens[before].text == ":"


def then_family(tokens: Sequence[Token], at: int) -> bool:
    """Whether it is said whose inquest or siblings are meant."""
    after = at + 1
    return at > 0 and after < len(tokens) and tokens[after].word in listed("family_nouns")
