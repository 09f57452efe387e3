"""Names that are written with capitals: a run of words, one of which is a name."""

from collections.abc import Sequence

from dialogs.language.privacy.candidate import Candidate
from dialogs.language.privacy.runs import (
    ENDS_A_NAME,
    at_beginning,
    beside,
    capital,
    run_from,
    then_family,
    then_sure,
)
from dialogs.language.privacy.tokens import Token
from dialogs.language.privacy.vocabulary import ANY_NAME, NAME, Word, listed

NO_FIRST_NAME = ENDS_A_NAME | Word.VENUE | Word.PLACE | Word.ORIGIN
BESIDE_SOMEBODY = Word.ROLE | Word.CHILD | Word.YOUNG_KIN | Word.KIN
NO_NAME_ALONE = Word.CALENDAR | Word.PLACE | Word.ORIGIN
FAR = 3


def capitalised(tokens: Sequence[Token], at: int) -> Candidate | None:
    """A run of capitalised words that may be a name."""
    if not _may_begin(tokens, at):
        return None
    last = run_from(tokens, at, flat=False)
    words = [t for t in tokens[at : last + 1] if t.alpha and (not t.may(Word.PARTICLE) or t.sure)]
    if not words:
        return None
    sure = [token for token in words if token.sure and len(token.word) > 1]
    somebody = words[0].may(ANY_NAME | Word.SHORT) or then_family(tokens, last)
    somebody = somebody or _after_a_relative(tokens, at) or _then_a_relative(tokens, at)
    if not sure and not somebody:
        return None
    ordinary = not sure and not _first_and_surname(words) and not words[0].may(Word.SHORT)
    return Candidate(
        at,
        last,
        full=len(words) > 1,
        weak=ordinary or (len(words) == 1 and not sure and at_beginning(tokens, at)),
        odd=_odd(words, sure),
        place=_place(tokens, at, last),
        calendar=len(words) == 1 and words[0].may(NO_NAME_ALONE),
    )


def _may_begin(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if len(token.text) == 1:
        return token.text.isupper() and _initial(tokens, at)
    if not capital(token) or token.word in listed("before_a_scheme"):
        return False
    if at and tokens[at - 1].owns and token.may(Word.VENUE):
        return False
    if token.may(Word.SHORT) and not token.may(ANY_NAME):
        return at > 0 and tokens[at - 1].may(BESIDE_SOMEBODY)
    if token.sure or token.may(Word.FIRST_OR_WORD):
        return True
    return _ordinary_may_begin(tokens, at)


def _ordinary_may_begin(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name may begin with a word that is no first name."""
    token, beginning = tokens[at], at_beginning(tokens, at)
    if then_family(tokens, at) or _after_a_relative(tokens, at) or _then_a_relative(tokens, at):
        return not token.may(NO_FIRST_NAME)
    if token.may(ANY_NAME) and not token.may(Word.OPENING) and then_sure(tokens, at):
        return True
    if token.may(Word.SURNAME_OR_WORD) and at and _then_a_name(tokens, at):
        return not token.may(Word.COLOUR | Word.OPENING | Word.ROLE)
    if beginning:
        return False
    if token.may(Word.SURNAME_OR_WORD):
        return token.may(Word.PLACE) or not token.may(ENDS_A_NAME)
    return not token.may(NO_FIRST_NAME) and then_sure(tokens, at)


def _after_a_relative(tokens: Sequence[Token], at: int) -> bool:
    """Her brother Kelvin: a word with a capital after a relation in small letters."""
    if not at or not beside(tokens, at):
        return False
    before = tokens[at - 1]
    return before.text.islower() and before.may(Word.KIN | Word.YOUNG_KIN) and not before.owns


def _then_a_relative(tokens: Sequence[Token], at: int) -> bool:
    """Col's dad: whoever has a relation is somebody."""
    if not tokens[at].owns or not beside(tokens, at + 1):
        return False
    return tokens[at + 1].may(Word.KIN | Word.YOUNG_KIN) and not tokens[at + 1].may(Word.ROLE)


def _initial(tokens: Sequence[Token], at: int) -> bool:
    """Whether a letter stands for a first name: M. Achterberg."""
    after = at + 1
    if after < len(tokens) and tokens[after].text == "." and tokens[after].start == tokens[at].end:
        after += 1
    if not beside(tokens, after):
        return False
    return tokens[after].cap and tokens[after].sure and len(tokens[after].text) > 1


def _then_a_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether the next word is written as a name is, and could be one."""
    if tokens[at].owns or not beside(tokens, at + 1):
        return False
    return tokens[at + 1].cap and tokens[at + 1].may(ANY_NAME)


def _first_and_surname(words: Sequence[Token]) -> bool:
    """Grace Price, Sky B: ordinary words, the one a first name and the other a surname."""
    first, last = words[0], words[-1]
    if (
        len(words) == 1
        or not first.may(Word.FIRST_OR_WORD)
        or first.may(Word.CALENDAR | Word.COLOUR)
    ):
        return False
    if len(last.text) == 1:
        return True
    return last.may(Word.SURNAME_OR_WORD) and not last.may(Word.VENUE | Word.COLOUR)


def _odd(words: Sequence[Token], sure: Sequence[Token]) -> bool:
    """A word that nobody knows with ordinary ones, as a product is called."""
    listed_as_name = any(token.bits & ANY_NAME for token in words) or words[-1] in sure
    long = [token for token in words if len(token.text) > 1]
    return len(long) > 1 and len(sure) == 1 and not listed_as_name


def _place(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether it is the name of a building, a street, a school."""
    if tokens[last].owns:
        return False
    if _goes_on_as_place(tokens, last):
        return True
    if last == at or not tokens[last].may(Word.VENUE):
        return False
    if at > 1 and tokens[at - 1].text == "," and tokens[at - 2].may(Word.VENUE | Word.SCHOOL):
        return True
    before = [token.word for token in tokens[max(0, at - FAR) : at]]
    beside_one = before and before[-1] in listed("before_a_place")
    if beside_one or not listed("speaks_of_a_place").isdisjoint(before):
        return True
    return not tokens[last].may(Word.SURNAME_OR_WORD)


def _goes_on_as_place(tokens: Sequence[Token], last: int) -> bool:
    """Whether capitals go on to the name of a school or a building: King Edward VI School."""
    for after in range(last + 1, last + 1 + FAR):
        if not beside(tokens, after) or not tokens[after].text[0].isupper():
            return False
        if tokens[after].may(Word.VENUE | Word.SCHOOL) and not tokens[after].may(NAME):
            return True
    return False
