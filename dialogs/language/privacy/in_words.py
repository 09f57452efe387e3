"""What the words of a text tell: names, details, a worker's health, a live concern."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.language.privacy.ages import ages, said_ages
from dialogs.language.privacy.births import born_beside
from dialogs.language.privacy.candidate import Candidate
from dialogs.language.privacy.cleaning import Part
from dialogs.language.privacy.concerns import live_concern
from dialogs.language.privacy.contexts import marked
from dialogs.language.privacy.health import Told, staff_health
from dialogs.language.privacy.kinds import Found, Kind
from dialogs.language.privacy.lives import WHERE
from dialogs.language.privacy.names import candidates
from dialogs.language.privacy.plan import PlanWords
from dialogs.language.privacy.runs import ENDS_A_NAME
from dialogs.language.privacy.telling import may_single_out, singled_out
from dialogs.language.privacy.tokens import Token, tokens_of
from dialogs.language.privacy.vocabulary import NAME, Word, known, listed
from dialogs.language.privacy.whose import KINDS, Whose, whose

SOMEBODY = Word.CHILD | Word.CHILDREN | Word.KIN | Word.YOUNG_KIN | Word.PRONOUN | Word.ROLE
ALARMING = frozenset(["missing", "suicidal", "overdose", "bleeding", "unconscious", "household"])
EVERYDAY = Word.OPENING | Word.TITLE | Word.COLOUR | Word.CALENDAR | Word.PARTICLE
NOT_TOLD_ALONG = ENDS_A_NAME | Word.PLACE | Word.VENUE | Word.ORIGIN
LETTERS = re.compile(r"(?<![\w.-])(?:(?:[A-Z]\.\s?){1,2}[A-Z]\b\.?|[A-Z]{2,3})(?![\w-])")
NICKNAME = re.compile(r"['\"‘“]([A-Z][\w.]{1,11})['\"’”]\s*[-–—(,:=]*\s*\Z")
JOINS = frozenset({",", "and", "&", "n"})
SHORT = 2
FAR = 20


@dataclass(slots=True)
class Looked:
    """What was found in a text: what is taken out, what is warned of, whether it is urgent."""

    held: list[Part] = field(default_factory=list)
    warned: list[Part] = field(default_factory=list)
    live: bool = False


def look_at_words(text: str, plan: PlanWords, looked: Looked, *, bare: bool) -> None:
    """Add what the words tell to what was found already; `bare` as in `whose`."""
    tokens = tokens_of(text, plan.words)
    names = candidates(tokens, bare=bare)
    aged = [*ages(text)]
    if not (names or aged or bare or any(map(_speaks_of_somebody, tokens)) or may_single_out(text)):
        return
    spoken = [*aged, *said_ages(text)]
    around = marked(tokens, names, _tokens_in(tokens, spoken))
    bearers = whose(tokens, names, around, plan, bare=bare)
    looked.live = live_concern(text, tokens, around)
    if looked.live:
        bearers = [_at_risk(one, bearer) for one, bearer in zip(names, bearers, strict=True)]
    details = [*singled_out(text, aged, around, tokens)]
    told = _outside(details, tokens, staff_health(tokens, names, bearers, around))
    bearers = _without_places(details, tokens, names, bearers)
    for _, end in spoken:
        looked.held += map(Part.of, born_beside(text, end))
    looked.held += _in_names(text, tokens, names, bearers, told)
    if bare:
        looked.held += _letters(text, plan)
    looked.held += [Part.of(found, "[a child]") for found in details]
    _add_health(looked, tokens, told)


def _speaks_of_somebody(token: Token) -> bool:
    return bool(token.bits & SOMEBODY) or token.word in ALARMING


def _at_risk(one: Candidate, bearer: Whose) -> Whose:
    """In a concern, a first name is the child's."""
    return Whose.LIKELY if bearer is Whose.UNKNOWN and not one.unknown else bearer


def _tokens_in(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first and the last token of each span."""
    found = []
    for start, end in spans:
        first = bisect_left(tokens, start, key=lambda token: token.start)
        last = bisect_right(tokens, end, key=lambda token: token.end) - 1
        if first <= last:
            found.append((first, last))
    return found


def _letters(text: str, plan: PlanWords) -> Iterator[Part]:
    """Letters that stand for a name after a message was held: fine, R.T. then."""
    for match in LETTERS.finditer(text):
        letters = match[0].replace(".", "")
        word = letters in plan.codes or known().get(letters.lower())
        if "." in match[0] or not word:
            yield Part.of(Found(Kind.CHILD_NAME, *match.span()))


def _without_places(
    details: Sequence[Found],
    tokens: Sequence[Token],
    names: Sequence[Candidate],
    bearers: Sequence[Whose],
) -> list[Whose]:
    """Within what singles somebody out, a name after "in" is a place's."""
    found = list(bearers)
    for place, one in enumerate(names):
        start = tokens[one.first].start
        after_in = one.first and tokens[one.first - 1].word in WHERE and not one.full
        if after_in and any(told.start <= start < told.end for told in details):
            found[place] = Whose.NOBODY
    return found


def _outside(details: Sequence[Found], tokens: Sequence[Token], told: Sequence[Told]) -> list[Told]:
    """What is told of workers, without what is a detail of a child."""
    return [
        one
        for one in told
        if not any(found.start <= tokens[one.first].start < found.end for found in details)
    ]


def _in_names(
    text: str,
    tokens: Sequence[Token],
    names: Sequence[Candidate],
    bearers: Sequence[Whose],
    told: Sequence[Told],
) -> Iterator[Part]:
    """Every name of a child or a family, each of its words wherever else it stands, and a birth."""
    workers = {one.first for one in told if one.name}
    again: dict[str, Kind] = {}
    for one, bearer in zip(names, bearers, strict=True):
        kind = KINDS.get(bearer)
        if kind is None or one.first in workers:
            continue
        for first, last in [(one.first, one.last), *_told_along(tokens, one)]:
            part = _part(kind, tokens[first : last + 1])
            yield part
            yield from map(Part.of, born_beside(text, part.end))
            if nick := NICKNAME.search(text, max(0, part.start - FAR), part.start):
                yield Part.of(Found(kind, *nick.span(1)))
            again |= dict.fromkeys(_words_of(tokens[first : last + 1]), kind)
    for token in tokens:
        if again and token.alpha and (kind := _said_again(token, again)):
            yield _part(kind, [token])


def _part(kind: Kind, words: Sequence[Token], instead: str | None = None) -> Part:
    last = words[-1]
    end = last.end - (2 if last.owns else 0)
    return Part.of(Found(kind, words[0].start, end), instead)


def _words_of(name: Sequence[Token]) -> Iterator[str]:
    """The words of a name, and the parts of a double one."""
    for token in name:
        if _tells(token):
            yield token.word
            yield from (part for part in token.word.split("-") if _is_a_name(part))


def _is_a_name(part: str) -> bool:
    return len(part) > SHORT and not known().get(part, 0) & ~NAME


def _said_again(token: Token, names: Mapping[str, Kind]) -> Kind | None:
    """Whether a word is one of the names, or several of the name: the Testertons."""
    if kind := names.get(token.word) or names.get(token.word.removesuffix("s")):
        return kind
    parts = token.word.split("-") if "-" in token.word else ()
    return next((names[part] for part in parts if part in names), None)


def _tells(token: Token) -> bool:
    """Whether a word of a name is to be taken out wherever it stands."""
    return token.alpha and len(token.word) > SHORT and not token.may(EVERYDAY)


def _told_along(tokens: Sequence[Token], one: Candidate) -> Iterator[tuple[int, int]]:
    """Words that are named in one breath: Saffron, Indigo and Jude; hunter and summer."""
    before = one.first - 2
    if before >= 0 and tokens[before + 1].folded in JOINS and _told_before(tokens, before):
        yield before, before
    last = one.last
    while not tokens[last].owns:
        step = last + 1
        while step < len(tokens) and tokens[step].folded in JOINS:
            step += 1
        if step == last + 1 or step > last + 3 or step == len(tokens):
            return
        token = tokens[step]
        if token.may(NOT_TOLD_ALONG) or not (token.cap or _small_name(token)):
            return
        yield step, step
        last = step


def _told_before(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word at the beginning of a sentence is a first name: grace and Tobi."""
    token = tokens[at]
    begins = at == 0 or not tokens[at - 1].alpha or tokens[at - 1].word in listed("of_whom")
    named = token.may(Word.FIRST | Word.FIRST_OR_WORD) and not token.may(
        NOT_TOLD_ALONG | Word.COLOUR
    )
    return begins and named and not token.owns


def _small_name(token: Token) -> bool:
    """A first name in small letters, and no word that often stands after one."""
    if token.may(Word.COLOUR) or token.word in listed("follows_anybody"):
        return False
    return token.may(Word.FIRST | Word.FIRST_OR_WORD)


def _add_health(looked: Looked, tokens: Sequence[Token], told: Sequence[Told]) -> None:
    for one in told:
        instead = "[a colleague]" if one.name else "[health]"
        part = _part(Kind.STAFF_HEALTH, tokens[one.first : one.last + 1], instead)
        (looked.held if one.sure else looked.warned).append(part)
    named = dict.fromkeys(
        (word for one in told if one.name for word in _words_of(tokens[one.first : one.last + 1])),
        Kind.STAFF_HEALTH,
    )
    for token in tokens:
        if named and token.alpha and _said_again(token, named):
            looked.held.append(_part(Kind.STAFF_HEALTH, [token], "[a colleague]"))
