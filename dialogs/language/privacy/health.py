"""A worker's health: an illness, and the one worker who has it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogs.language.privacy.candidate import Candidate
from dialogs.language.privacy.contexts import Marked
from dialogs.language.privacy.runs import ENDS_A_NAME
from dialogs.language.privacy.tokens import END, Token
from dialogs.language.privacy.vocabulary import Word, listed
from dialogs.language.privacy.whose import Whose

FAR = 12
"""So many words at most lie between a worker and what is told of them."""
CLOSE = 3
FURTHER = 6
MEANINGS = ("ill_with", "ill_perhaps", "unwell")
WORKING = Word.ROLE | Word.TEAM | Word.SHORT
SIGNS = frozenset(",()-'’")
ABOUT = frozenset({"of", "for", "on", "re", "about", "regarding"})
NOTES = frozenset({"note", "notes", "certificate"})
SENT = frozenset({"from", "by"})
MEETINGS = frozenset({"meeting", "mtg", "review", "interview", "appointment"})
RELATED = Word.KIN | Word.YOUNG_KIN | Word.CHILD | Word.CHILDREN
COUNTED = re.compile(r"(?:\d+|two|three|four|five|six|several|some|many|most|all|no)\Z")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a worker: the first and the last word of an illness or of a name."""

    first: int
    last: int
    name: bool = False
    sure: bool = True
    """Whether it is more than an unnamed worker's day off."""


def staff_health(
    tokens: Sequence[Token], names: Sequence[Candidate], whose: Sequence[Whose], marked: Marked
) -> list[Told]:
    """Who is ill and with what; with one illness that is told, every other one goes too."""
    illnesses = _illnesses(tokens, marked)
    if not illnesses:
        return []
    bearers = list(zip(names, whose, strict=True))
    told = [one for ill in illnesses for one in _told(tokens, bearers, *ill)]
    if any(one.sure for one in told):
        told += [Told(first, _to_the_end(tokens, last)) for first, last, _ in illnesses]
    return told


def _to_the_end(tokens: Sequence[Token], last: int) -> int:
    """The last word of what is told of an illness: "her womb out on the 4th"."""
    for after in range(last + 1, min(last + FURTHER, len(tokens))):
        if not tokens[after].alpha or tokens[after].word in listed("after_an_illness"):
            return after - 1
    return last


def _illnesses(tokens: Sequence[Token], marked: Marked) -> list[tuple[int, int, str]]:
    """Each illness that is no subject of work: its first and last word, and how sure it is one."""
    found = [(*span, means) for means in MEANINGS for span in _spans(marked, means)]
    if not found:
        return []
    subjects = _spans(marked, "subject")
    return [
        (first, last, means)
        for first, last, means in found
        if not _of_work(tokens, last)
        and not any(begins <= last and first <= ends for begins, ends in subjects)
    ]


def _spans(marked: Marked, means: str) -> list[tuple[int, int]]:
    return [(place.first, place.last) for place in marked.found(means)]


def _told(
    tokens: Sequence[Token],
    bearers: Sequence[tuple[Candidate, Whose]],
    first: int,
    last: int,
    means: str,
) -> Iterator[Told]:
    strict = means == "ill_perhaps"
    for one, bearer in _near(bearers, first):
        if bearer is Whose.NOBODY or (bearer is Whose.WORD and not _may_be_ill(tokens, one)):
            continue
        if strict and tokens[one.last].owns and not _told_to_the_end(tokens, last):
            continue
        if _linked(tokens, one.last, first, strict=strict) or _after(tokens, last, one.first):
            if bearer not in {Whose.CHILD, Whose.FAMILY}:
                yield Told(one.first, one.last, name=True)
            yield Told(first, last)
            return
    for at in range(max(0, first - FAR), first):
        if _worker(tokens, at) and _linked(tokens, at, first, strict=strict):
            if _after_the_rank(tokens, at):
                yield Told(at + 1, at + 1, name=True)
            yield Told(first, last, sure=means != "unwell")
            return


def _near(
    bearers: Sequence[tuple[Candidate, Whose]], first: int
) -> Sequence[tuple[Candidate, Whose]]:
    """The names that an illness may be told of."""
    begins = bisect_left(bearers, first - FAR - 1, key=lambda bearer: bearer[0].last)
    ends = bisect_left(bearers, first + FAR, key=lambda bearer: bearer[0].last)
    return bearers[begins:ends]


def _linked(tokens: Sequence[Token], subject: int, first: int, *, strict: bool) -> bool:
    """Whether an illness is told of a worker: both in a sentence, and nobody else between."""
    between = tokens[subject + 1 : first]
    if not 0 <= first - subject - 1 <= FAR:
        return False
    if any(token.text in END or token.may(RELATED) for token in between):
        return False
    if tokens[subject].owns and not (between and between[0].folded in listed("has")):
        return len(between) <= CLOSE or any(token.text == "," for token in between)
    if any(token.folded in listed("says") for token in between):
        return False
    return not strict or all(map(_joins, between))


def _joins(token: Token) -> bool:
    """Whether a word may stand between a worker and an illness that is a subject of work too."""
    return (
        token.folded in listed("links")
        or token.may(WORKING)
        or token.text in SIGNS
        or token.text.isdecimal()
    )


def _may_be_ill(tokens: Sequence[Token], one: Candidate) -> bool:
    """Whether an ordinary word with a capital stands for a worker: Ruby broke her ankle."""
    if one.calendar or one.full or not tokens[one.first].cap:
        return False
    return one.last + 1 == len(tokens) or not tokens[one.last + 1].may(Word.VENUE)


def _told_to_the_end(tokens: Sequence[Token], last: int) -> bool:
    """Whether an illness is no part of something else: not Carl's dementia friends."""
    if last + 1 == len(tokens):
        return True
    after = tokens[last + 1]
    return not after.alpha or after.folded in listed("has") or after.folded in listed("links")


def _of_work(tokens: Sequence[Token], last: int) -> bool:
    """Whether an illness is what something at work is about: trauma slides."""
    return last + 1 < len(tokens) and tokens[last + 1].may(Word.WORK | Word.ROLE)


def _after(tokens: Sequence[Token], last: int, subject: int) -> bool:
    """An illness before its bearer: the miscarriage of our trainer Jo."""
    between = [token.folded for token in tokens[last + 1 : subject]]
    if not 0 < len(between) <= CLOSE:
        return False
    word = tokens[last].word
    if word in NOTES and not SENT.isdisjoint(between[:2]):
        return True
    return between[0] in ABOUT or (word in MEETINGS and between[0] in {"with", "w"})


def _worker(tokens: Sequence[Token], at: int) -> bool:
    """Whether one worker is meant, by the work that they do."""
    token = tokens[at]
    several = token.word.endswith("s") and not token.owns and token.word != "boss"
    if not token.may(Word.ROLE) or several:
        return False
    return not (at and COUNTED.match(tokens[at - 1].word))


def _after_the_rank(tokens: Sequence[Token], at: int) -> bool:
    """A name that is an ordinary word: IRO Mags, or in small letters sgt pickles had a seizure."""
    if at + 2 >= len(tokens):
        return False
    name, verb = tokens[at + 1], tokens[at + 2].word
    if name.cap and not name.may(ENDS_A_NAME | Word.PLACE | Word.VENUE):
        return True
    if not tokens[at].may(Word.OFFICE_TITLE):
        return False
    return name.alpha and name.word not in listed("has") and verb in listed("has")
