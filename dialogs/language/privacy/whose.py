"""Whose name it is: a child's, a grown-up's of a family, a professional's, or no person's."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import lru_cache

from dialogs.language.privacy.candidate import Candidate
from dialogs.language.privacy.contexts import Marked
from dialogs.language.privacy.kinds import Kind
from dialogs.language.privacy.lives import about_a_life, about_work, near_a_life
from dialogs.language.privacy.plan import PlanWords
from dialogs.language.privacy.tokens import HIDDEN, Token
from dialogs.language.privacy.vocabulary import Word, lacks_a_letter, listed, mistyped, word_lists

OLDEST_CHILD = 18
LONG, LONG_ENOUGH = 8, 6
LABEL = 7
"""So many words at most stand between a name and a number of theirs, with the sign before."""
BEGINS_A_LABEL = ("nhs", "upn", "dob")
BEFORE_A_NUMBER = frozenset("([,-–—:")
MEANINGS = (
    "place",
    "role",
    "role_after",
    "work",
    "colleague",
    "first_name",
    "kin",
    "sure",
    "child",
    "surname",
)
BETWEEN = frozenset({"and", "&", "n", ",", "/", "or", "plus", "not", "+", "meant", "nor"})


class Whose(Enum):
    """Who bears a name."""

    CHILD = auto()
    FAMILY = auto()
    COLLEAGUE = auto()
    POSTED = auto()
    """A colleague by what stands after the name, if no child's life is spoken of."""
    ASSUMED = auto()
    """A full name and nothing said about it: taken for a child's."""
    LIKELY = auto()
    """A first name in a sentence about somebody's life."""
    UNKNOWN = auto()
    WORD = auto()
    """Ordinary words, and nothing makes a name of them."""
    NOBODY = auto()
    """A place, a law, a product."""


KINDS = {
    Whose.CHILD: Kind.CHILD_NAME,
    Whose.ASSUMED: Kind.CHILD_NAME,
    Whose.LIKELY: Kind.CHILD_NAME,
    Whose.FAMILY: Kind.ADULT_FAMILY_NAME,
}
UNDECIDED = (Whose.UNKNOWN, Whose.WORD, Whose.POSTED)


def whose(
    tokens: Sequence[Token],
    names: Sequence[Candidate],
    text: Marked,
    plan: PlanWords,
    *,
    bare: bool,
) -> list[Whose]:
    """Whose each of the names is; `bare` takes a first name without any context for a child's."""
    if not names:
        return []
    said = _what_is_said(names, text)
    found = [_whose(tokens, one, said[place], plan, bare=bare) for place, one in enumerate(names)]
    if any(bearer in UNDECIDED for bearer in found):
        lives = [place.first for place in text.found("life")]
        for place, one in enumerate(names):
            if found[place] is Whose.POSTED:
                child = near_a_life(tokens, one, lives) and not about_work(tokens, one)
                found[place] = Whose.LIKELY if child else Whose.COLLEAGUE
            elif found[place] in UNDECIDED and about_a_life(tokens, one, lives):
                found[place] = Whose.LIKELY
    _of_the_same(tokens, names, found)
    return found


def _what_is_said(names: Sequence[Candidate], text: Marked) -> list[set[str]]:
    """What the rules say about each name."""
    places = {one.first: place for place, one in enumerate(names)}
    said: list[set[str]] = [set() for _ in names]
    for means in MEANINGS:
        for first in _marked_by(text, means):
            if first in places:
                said[places[first]].add(means)
    return said


def _marked_by(text: Marked, means: str) -> Iterator[int]:
    """The first token of each name that a rule of this meaning is about."""
    yield from (place.name for place in text.found(means) if place.name is not None)


def _whose(
    tokens: Sequence[Token], one: Candidate, said: set[str], plan: PlanWords, *, bare: bool
) -> Whose:
    if published(tokens, one):
        return Whose.NOBODY
    if _aged(tokens, one) or ("role" not in said and _identified(tokens, one)):
        said = said | {"sure", "child"}
    if one.weak:
        return _whose_word(tokens, one, said, bare=bare)
    if one.unknown and not said & {"sure", "kin"} and _a_slip(tokens, one.first):
        return Whose.WORD
    return _whose_name(tokens, one, said, plan, bare=bare)


def _whose_name(
    tokens: Sequence[Token], one: Candidate, said: set[str], plan: PlanWords, *, bare: bool
) -> Whose:
    """Whose it is where it is a name for certain."""
    if ("place" in said or one.place) and "kin" not in said:
        return Whose.NOBODY
    at_work = one.office or " ".join(one.words(tokens)) in plan.people
    if at_work or ("role" in said and not said & {"kin", "sure"}):
        return Whose.COLLEAGUE
    if one.titled or said & {"kin", "sure", "child", "surname"}:
        at_work = "role_after" in said and not said & {"kin", "sure", "child"}
        return Whose.COLLEAGUE if at_work else _of_the_family(tokens, one, said)
    return _by_default(tokens, one, said, bare=bare)


def _a_slip(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word in small letters is mistyped rather than a name: a long one, or one of two."""
    if not mistyped(tokens[at].word):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    another = after is not None and (
        after.may(Word.SHORT) or (after.unknown and mistyped(after.word))
    )
    word = tokens[at].word
    return another or len(word) >= LONG or (len(word) >= LONG_ENOUGH and lacks_a_letter(word))


def _whose_word(tokens: Sequence[Token], one: Candidate, said: set[str], *, bare: bool) -> Whose:
    """Whose it is if ordinary words are a name here."""
    at_work = said & {"role", "role_after"} and not said & {"sure", "kin"}
    if at_work and tokens[one.first].cap and not one.calendar:
        return Whose.COLLEAGUE
    if said & {"kin", "sure", "child", "surname"} and _allowed(tokens, one):
        placed = ("place" in said or one.place) and "kin" not in said
        return Whose.NOBODY if placed else _of_the_family(tokens, one, said)
    if "place" in said or one.place:
        return Whose.NOBODY
    return _bare(tokens, one) if bare else Whose.WORD


def _by_default(tokens: Sequence[Token], one: Candidate, said: set[str], *, bare: bool) -> Whose:
    if "role_after" in said:
        return Whose.POSTED
    if "work" in said or (said & {"colleague", "first_name"} and not one.full):
        return Whose.COLLEAGUE
    if "colleague" in said and about_work(tokens, one):
        return Whose.COLLEAGUE
    if one.full:
        return Whose.NOBODY if one.odd and about_work(tokens, one) else Whose.ASSUMED
    return _bare(tokens, one) if bare else Whose.UNKNOWN


def _of_the_family(tokens: Sequence[Token], one: Candidate, said: set[str]) -> Whose:
    if "kin" in said or one.titled:
        return Whose.FAMILY
    by_surname = "surname" in said and not one.full and "sure" not in said
    first_name = tokens[one.first].may(Word.FIRST | Word.FIRST_OR_WORD)
    return Whose.FAMILY if by_surname and not first_name else Whose.CHILD


def _allowed(tokens: Sequence[Token], one: Candidate) -> bool:
    """Whether ordinary words are a name here; months and places need more to say so."""
    if not one.calendar:
        return True
    after = [token.word for token in tokens[one.last + 1 : one.last + 6]]
    if tokens[one.last].owns and after and after[0] in listed("only_a_family_has"):
        return True
    if _aged(tokens, one) and ("aged" in after[:2] or not listed("tells").isdisjoint(after[2:])):
        return True
    before = tokens[one.first - 1] if one.first else None
    return before is not None and before.may(Word.CHILD | Word.YOUNG_KIN)


def _bare(tokens: Sequence[Token], one: Candidate) -> Whose:
    """A first name after a message was held: whoever says it again means the same child."""
    if not one.weak:
        return Whose.CHILD
    before = tokens[one.first - 1].word if one.first else ""
    named = (tokens[one.first].cap and one.first > 0) or before in listed("called")
    named = named or (before == "," and one.last + 1 == len(tokens))
    return Whose.CHILD if named else Whose.WORD


def _aged(tokens: Sequence[Token], one: Candidate) -> bool:
    """Whether an age follows: Hafsah Quddus, 4, or Tommy (7)."""
    follows = [*tokens[one.last + 1 : one.last + 5]]
    if len(follows) < 2 or tokens[one.last].owns or follows[0].text not in {",", "("}:
        return False
    if follows[1].word in {"aged", "age"}:
        del follows[1]
    if len(follows) < 2:
        return False
    number = follows[1].text
    if not number.isdecimal() or len(number) > 2 or int(number) > OLDEST_CHILD:
        return False
    after = follows[2] if len(follows) > 2 else None
    return (
        after is None
        or after.text in ",).-;"
        or after.word[0] == "y"
        or after.word in listed("tells")
    )


def _identified(tokens: Sequence[Token], one: Candidate) -> bool:
    """Whether a number of theirs follows: Olanna Ezeduro (NHS 999 220 0332)."""
    follows = tokens[one.last + 1 : one.last + 1 + LABEL]
    a_label = one.unknown or (not one.full and not tokens[one.first].cap)
    if a_label or tokens[one.last].owns or len(follows) < 2:
        return False
    if tokens[one.first].folded.startswith(BEGINS_A_LABEL):
        return False
    if follows[0].text not in BEFORE_A_NUMBER:
        return False
    for token in follows[1:]:
        if token.text == HIDDEN:
            return True
        if token.word not in listed("identifies"):
            return False
    return False


def published(tokens: Sequence[Token], one: Candidate) -> bool:
    """Whether a law, a firm or somebody whom everybody knows is called so: Clare's Law."""
    called = _well_known().get(tokens[one.first].folded)
    if not called:
        return False
    words = " ".join(token.folded for token in tokens[max(0, one.first - 2) : one.last + 3])
    return any(f" {name} " in f" {words} " for name in called)


@lru_cache
def _well_known() -> Mapping[str, Sequence[str]]:
    """What laws, reviews, firms and famous people are called, by each of the words."""
    found: dict[str, list[str]] = {}
    for name in (*word_lists()["published"], *word_lists()["well_known"]):
        for word in name.split():
            found.setdefault(word, []).append(name)
    return found


def _of_the_same(tokens: Sequence[Token], names: Sequence[Candidate], found: list[Whose]) -> None:
    """Names that are told in one breath are of one kind: Jamal and Tia."""
    for place in [*range(1, len(names)), *range(len(names) - 1, 0, -1)]:
        between = tokens[names[place - 1].last + 1 : names[place].first]
        if len(between) not in {1, 2} or any(t.folded not in BETWEEN for t in between):
            continue
        for here, there in ((place, place - 1), (place - 1, place)):
            if found[there] in KINDS and _may_be_told_along(tokens, names[here], found[here]):
                found[here] = Whose.CHILD


def _may_be_told_along(tokens: Sequence[Token], one: Candidate, bearer: Whose) -> bool:
    if bearer is Whose.WORD:
        return tokens[one.first].cap
    return bearer is Whose.UNKNOWN and not one.unknown
