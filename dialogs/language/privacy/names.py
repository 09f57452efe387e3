"""Where in a text a name may stand, by shape and by what the words are; not yet whose it is."""

import re
from collections.abc import Sequence

from dialogs.language.privacy.candidate import Candidate
from dialogs.language.privacy.capitals import capitalised
from dialogs.language.privacy.runs import (
    ENDS_A_NAME,
    beside,
    run_from,
    solid,
    surname_in_capitals,
    then_family,
)
from dialogs.language.privacy.tokens import Token, name_like
from dialogs.language.privacy.vocabulary import ANY_NAME, NAME, Word, known, listed, mistyped

FOREIGN = re.compile(r"[^\W\d_a-zA-Z\u00aa-\u024f\u1e00-\u1eff]")
"""A letter of another script: whatever is written in it is taken for a name."""
MOSTLY = 0.6
HEADLINE = 5
LONG_WORD = 4
SHORTEST_AGE = 2
NO_INITIALS = frozenset("aciknruvwxy")
"""Letters that are written for a word: u, w, n."""
TITLES = Word.TITLE | Word.OFFICE_TITLE
OF_INTEREST = ANY_NAME | TITLES
TITLES_THAT_ARE_WORDS = frozenset({"miss", "master", "sister", "lord"})
AFTER_A_LISTED_NAME = frozenset("-–—:().|")
SAYS_ANOTHER_NAME = (["real", "name"], ["known", "as"])


def candidates(tokens: Sequence[Token], *, bare: bool) -> list[Candidate]:
    """Every place where a name may stand; `bare` takes first names for names wherever they are."""
    flat = _without_capitals(tokens)
    found: list[Candidate] = []
    until = 0
    for at, token in enumerate(tokens):
        if at < until or not token.alpha:
            continue
        if token.bits and not token.bits & OF_INTEREST and not token.text[0].isupper():
            continue
        if one := _one_at(tokens, at, flat=flat, bare=bare):
            found.append(one)
            until = one.last + 1
    return found


def _without_capitals(tokens: Sequence[Token]) -> bool:
    """Whether capitals say nothing: all is in capitals, or most words begin with one."""
    words = [token for token in tokens if token.alpha and len(token.text) >= LONG_WORD]
    if sum(token.upper for token in words) > MOSTLY * len(words):
        return True
    capitals = sum(token.cap for token in words)
    if capitals < HEADLINE * MOSTLY:
        return False
    plain = [token for token in words if token.bits & ~(NAME | Word.SHORT)]
    return len(plain) >= HEADLINE and sum(token.cap for token in plain) > MOSTLY * len(plain)


def _one_at(tokens: Sequence[Token], at: int, *, flat: bool, bare: bool) -> Candidate | None:
    token = tokens[at]
    if one := _in_any_letters(tokens, at, flat=flat):
        return one
    if not flat and (one := capitalised(tokens, at)):
        return one
    if token.cap and not flat and not token.sure:
        return None
    return _in_small_letters(tokens, at, bare=bare)


def _in_any_letters(tokens: Sequence[Token], at: int, *, flat: bool) -> Candidate | None:
    """A name that is known by what stands beside it or by its script."""
    token = tokens[at]
    if token.text[0].isupper() and _also_known_as(tokens, at):
        return Candidate(at, at)
    if not token.text.isascii() and FOREIGN.search(token.text):
        return Candidate(at, run_from(tokens, at, flat=True), full=True)
    if not flat and token.text[0].isupper():
        if _surname_first(tokens, at):
            return Candidate(at, at + 2, full=True)
        if last := _surname_in_capitals(tokens, at):
            return Candidate(at, last, full=True)
    if not flat and token.cap and _family_by_its_plural(tokens, at):
        return Candidate(at, at, titled=True)
    return _titled(tokens, at, flat=flat) if token.bits & TITLES else None


def _also_known_as(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word stands for another name: Zee (real name Zainab), she (Persephone)."""
    following = [token.folded for token in tokens[at + 1 : at + 4]]
    if not following or following[0] not in {"(", ",", ")"}:
        return False
    before = [token.folded for token in tokens[max(0, at - 2) : at]]
    if before[1:] == ["("] and before[0] in listed("somebody"):
        return True
    return following[1:3] in SAYS_ANOTHER_NAME or following[1:2] == ["aka"]


def _surname_first(tokens: Sequence[Token], at: int) -> bool:
    """Testerton, Tommy."""
    if at + 2 >= len(tokens) or tokens[at + 1].text != "," or not tokens[at].sure:
        return False
    first = tokens[at + 2]
    if not first.cap or tokens[at].may(Word.FIRST):
        return False
    if first.may(Word.FIRST):
        return True
    listed_so = at + 3 == len(tokens) or tokens[at + 3].text in AFTER_A_LISTED_NAME
    return listed_so and first.unknown and solid(first) and tokens[at].unknown and solid(tokens[at])


def _surname_in_capitals(tokens: Sequence[Token], at: int) -> int:
    """Where a name ends that begins with a surname in capitals: TESTERTON, Tommy; 0 if none."""
    if not surname_in_capitals(tokens[at]):
        return 0
    first = at + 1
    if first < len(tokens) and tokens[first].text == ",":
        first += 1
    if not beside(tokens, first) or not tokens[first].cap:
        return 0
    named = tokens[first].sure or tokens[first].may(Word.FIRST_OR_WORD)
    return first if named and not tokens[first].may(ENDS_A_NAME) else 0


def _family_by_its_plural(tokens: Sequence[Token], at: int) -> bool:
    """The Nightingales, the Kowalskis."""
    word = tokens[at].word
    if not at or tokens[at - 1].folded != "the" or not word.endswith("s"):
        return False
    bits = known().get(word[:-1], 0)
    surname = bits & (Word.SURNAME | Word.SURNAME_OR_WORD)
    if not bits and tokens[at].unknown:
        after = tokens[at + 1].word if at + 1 < len(tokens) else ""
        return after in listed("speaks_of_one") or after in {"are", "were", "have", "will"}
    return bool(surname) and not bits & (Word.VENUE | Word.COLOUR | Word.ROLE | Word.CALENDAR)


def _titled(tokens: Sequence[Token], at: int, *, flat: bool) -> Candidate | None:
    """Mr, Dr or Cllr with a name after it."""
    after = _after_the_title(tokens, at)
    if not after:
        return None
    title, named = tokens[at], tokens[after]
    if title.may(Word.TITLE) and named.may(Word.OFFICE_TITLE):
        return None
    written = not flat and not title.text.islower() and named.cap
    if title.word in TITLES_THAT_ARE_WORDS and not written:
        return None
    if title.may(Word.OFFICE_TITLE):
        stands = written or bool(named.bits & NAME)
        fits = stands and not named.may(ENDS_A_NAME & ~Word.SHORT)
        return Candidate(after, run_from(tokens, after, flat=flat), office=True) if fits else None
    fits = written and not named.may(Word.SHORT)
    if fits or ((named.bits & ANY_NAME or name_like(named)) and not named.may(ENDS_A_NAME)):
        return Candidate(at, run_from(tokens, after, flat=flat), full=True, titled=True)
    return None


def _after_the_title(tokens: Sequence[Token], at: int) -> int:
    """Where the name after a title begins; 0 where none can."""
    if at and tokens[at - 1].word in listed("little") and tokens[at - 1].word != "and":
        return 0
    after = at + 1
    if after < len(tokens) and tokens[after].text == ".":
        after += 1
    if [one.word for one in tokens[after : after + 2]] in (["and", "mrs"], ["&", "mrs"]):
        after += 2
    if beside(tokens, after) and len(tokens[after].text) == 1 and tokens[after].alpha:
        initial = after + 1 if tokens[after + 1 : after + 2] else after
        after = initial + (tokens[initial].text == ".")
    return after if beside(tokens, after) else 0


def _in_small_letters(tokens: Sequence[Token], at: int, *, bare: bool) -> Candidate | None:
    """A name without capitals: two words that are names or nothing known, or one of them."""
    token = tokens[at]
    if _small_family(tokens, at):
        return Candidate(at, at, weak=True)
    if token.may(Word.SHORT) or token.word in listed("before_a_scheme"):
        return None
    if token.may(Word.FIRST_OR_WORD) and not token.bits & NAME:
        return _word_or_name(tokens, at, bare=bare)
    if not name_like(token) or (token.upper and _acronym(tokens, at)):
        return None
    return _unknown_or_named(tokens, at)


def _unknown_or_named(tokens: Sequence[Token], at: int) -> Candidate:
    """What a word that is a name, or that no list has, is with the words after it."""
    token = tokens[at]
    last = run_from(tokens, at, flat=True)
    parts = [one for one in tokens[at : last + 1] if one.alpha and not one.may(Word.PARTICLE)]
    if len(parts) == 1:
        initial = _initial_after(tokens, at)
        return Candidate(at, initial or at, full=bool(initial), unknown=token.unknown)
    if not any(map(solid, parts)) or (
        _slip(token) and not any(part.may(Word.FIRST) for part in parts)
    ):
        return Candidate(at, at, unknown=True)
    return Candidate(at, last, full=True)


def _slip(token: Token) -> bool:
    """Whether a word is in no list, and short or near to an ordinary one."""
    return token.unknown and mistyped(token.word)


def _initial_after(tokens: Sequence[Token], at: int) -> int:
    """Where the initial of a surname stands after a small first name; 0 where none does."""
    after = at + 1
    if not beside(tokens, after) or len(tokens[after].text) != 1 or not tokens[after].alpha:
        return 0
    point = after + 1 < len(tokens) and tokens[after + 1].text == "."
    if point and tokens[after + 1].start == tokens[after].end and solid(tokens[at]):
        return after
    letter = tokens[after].text not in NO_INITIALS
    return after if letter and (tokens[at].may(Word.FIRST) or _long(tokens[at])) else 0


def _long(token: Token) -> bool:
    return solid(token) and len(token.word) >= HEADLINE


def _small_family(tokens: Sequence[Token], at: int) -> bool:
    """The heath kids."""
    token = tokens[at]
    if not token.may(Word.SURNAME_OR_WORD) or not then_family(tokens, at):
        return False
    word = token.word in listed("follows_anybody") or token.word in listed("little")
    return tokens[at - 1].folded == "the" and not (word or token.may(Word.COLOUR | Word.CALENDAR))


def _acronym(tokens: Sequence[Token], at: int) -> bool:
    """Whether capitals stand for words, not for a name, in a text that is not all capitals."""
    if all(token.upper for token in tokens if token.alpha and len(token.text) >= LONG_WORD):
        return False
    token = tokens[at]
    if token.bits & NAME or len(token.text) <= LONG_WORD:
        return len(token.text) < LONG_WORD or not token.bits & NAME
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return not (after and after.upper and after.sure and len(after.text) >= LONG_WORD)


def _and_a_relative(tokens: Sequence[Token], at: int) -> bool:
    """Dawn and her brother."""
    following = [token.word for token in tokens[at + 1 : at + 3]]
    return following[:1] == ["and"] and following[1:] in (["his"], ["her"])


def _then_solid(tokens: Sequence[Token], at: int) -> bool:
    """River Pennyfeather in small letters: a first name that is a word, and then a name."""
    token, after = tokens[at], at + 1
    if (
        token.owns
        or token.may(Word.CALENDAR | Word.COLOUR | Word.PLACE)
        or not beside(tokens, after)
    ):
        return False
    if token.word in listed("follows_anybody") or tokens[after].may(Word.SHORT):
        return False
    return name_like(tokens[after]) and solid(tokens[after])


def _then_an_age(tokens: Sequence[Token], at: int) -> bool:
    """Summer, aged 9; rose (10)."""
    following = [token.word for token in tokens[at + 1 : at + 4]]
    if len(following) < SHORTEST_AGE or following[0] not in {",", "("}:
        return False
    number = following[2:] if following[1] in {"aged", "age"} else following[1:]
    return bool(number) and number[0].isdecimal() and len(number[0]) < len(following)


def _word_or_name(tokens: Sequence[Token], at: int, *, bare: bool) -> Candidate | None:
    """Grace or hope in small letters: a name only beside what speaks of a child."""
    token = tokens[at]
    if _then_solid(tokens, at):
        return Candidate(at, run_from(tokens, at, flat=True), full=True)
    before = tokens[at - 1] if at else None
    after = tokens[at + 1].word if at + 1 < len(tokens) else ""
    little = before is not None and (
        before.may(Word.CHILD | Word.YOUNG_KIN) or before.word in listed("little")
    )
    spoken = after in listed("speaks_of_one") or _and_a_relative(tokens, at)
    spoken = spoken and not token.may(Word.CALENDAR | Word.COLOUR)
    again = bare and (before is None or before.word in listed("called") or after in {"", "i"})
    if not (token.owns or little or spoken or again or _then_an_age(tokens, at)):
        return None
    last = run_from(tokens, at, flat=True)
    calendar = token.may(Word.CALENDAR | Word.PLACE | Word.COLOUR)
    return Candidate(at, last, full=last > at, weak=True, calendar=calendar)
