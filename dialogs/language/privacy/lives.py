"""What the sentence around a first name is about: somebody's life, or work."""

from collections.abc import Sequence

from dialogs.language.privacy.candidate import Candidate
from dialogs.language.privacy.tokens import END, Token
from dialogs.language.privacy.vocabulary import ANY_NAME, Word, listed, mistyped

NEAR = 9
"""So many words at most lie between a first name and what is said of a child's life."""
SOON = 7
"""So many words at most lie between what somebody does and the word for themselves."""
SENTENCE = 25
"""A sentence is looked at so far on both sides."""
WHERE = frozenset({"at", "in", "to", "from", "near", "outside", "behind", "via"})


def about_a_life(tokens: Sequence[Token], one: Candidate, lives: Sequence[int]) -> bool:
    """Whether a first name stands in a sentence about somebody's life and not about work.

    `lives` are the places of words that only a child's life has.
    """
    near = near_a_life(tokens, one, lives)
    if one.weak or one.unknown:
        return (near and _spoken_of(tokens, one)) or _tells(tokens, one)
    return not one.full and (near or _no_work(tokens, one))


def _no_work(tokens: Sequence[Token], one: Candidate) -> bool:
    """Whether a sentence without a word of work speaks of a first name as of a child."""
    sentence = sentence_of(tokens, one)
    if any(token.may(Word.WORK) for token in sentence):
        return False
    after = tokens[one.last + 1] if one.last + 1 < len(tokens) else None
    if tokens[one.last].owns and after and after.word not in listed("not_owned"):
        return after.alpha
    before = [token.word for token in tokens[max(0, one.first - 2) : one.first]]
    if before[-1:] == [":"]:
        before.pop()
    if before and before[-1] in listed("of_whom"):
        return True
    return any(token.may(Word.PRONOUN) for token in sentence)


def near_a_life(tokens: Sequence[Token], one: Candidate, lives: Sequence[int]) -> bool:
    """Whether a word that only a child's life has stands near."""
    return any(_near(tokens, one, life) for life in lives)


def about_work(tokens: Sequence[Token], one: Candidate) -> bool:
    """Whether the sentence of a name has a word of work in it."""
    return any(token.may(Word.WORK) for token in sentence_of(tokens, one))


def sentence_of(tokens: Sequence[Token], one: Candidate) -> list[Token]:
    """The words of the sentence that a name stands in, without the name."""
    first, last = one.first, one.last + 1
    while first > max(0, one.first - SENTENCE) and tokens[first - 1].text not in END:
        first -= 1
    while last < min(len(tokens), one.last + SENTENCE) and tokens[last].text not in END:
        last += 1
    return [*tokens[first : one.first], *tokens[one.last + 1 : last]]


def _spoken_of(tokens: Sequence[Token], one: Candidate) -> bool:
    """Whether a word that may be no name is spoken of as somebody is."""
    if one.calendar or (one.unknown and mistyped(tokens[one.first].word)):
        return False
    after = tokens[one.last + 1 : one.last + 3]
    if tokens[one.last].owns or (after and after[0].word in listed("speaks_of_one")):
        return True
    return len(after) > 1 and after[0].word == "and" and after[1].cap and after[1].may(ANY_NAME)


def _tells(tokens: Sequence[Token], one: Candidate) -> bool:
    """Hope told her teacher: a word that may be a name, and what a child says of itself."""
    after = tokens[one.last + 1 : one.last + 1 + SOON]
    if one.calendar or tokens[one.last].owns or not after or after[0].word not in listed("tells"):
        return False
    if one.unknown and mistyped(tokens[one.first].word):
        return False
    return any(token.may(Word.PRONOUN) for token in after) and not about_work(tokens, one)


def _near(tokens: Sequence[Token], one: Candidate, life: int) -> bool:
    """Whether a word about a child's life stands near, in the same sentence."""
    low, high = sorted((one.first, life))
    if high - low - 1 > NEAR or (one.first and tokens[one.first - 1].word in WHERE):
        return False
    return not any(token.text in END for token in tokens[low + 1 : high])
