"""Patterns over the kinds of words that dates are made of, and what stands around a match.

    (weekday comma?)? the? DAY of? month (comma? year)?

Small names are kinds of words, capitals are patterns with a name; the rest is as in any pattern.
"""

import re
from collections.abc import Callable, Iterable

from dialogs.language.dates.said import Said
from dialogs.language.dates.when import When
from dialogs.language.dates.words import TOKEN, lexicon

Reader = Callable[[Said], When | None]
Rule = tuple[str, Reader]
MACROS = {
    "DAY": "(ordinal|number)",
    "FULL": "((weekday comma?)? the? DAY of? month (comma? year)?"
    "|(weekday comma?)? month the? ordinal (comma? year)?"
    "|(weekday comma?)? month number (comma? year|NO_NOUN)"
    "|(weekday comma?)? (dmy|iso|dm))",
    "EXACT": "(FULL|(weekday comma?)? the? ordinal|the? weekday)",
    "NOUN": "(unknown|school|break|tail|turn|rest|same)",
    "NO_NOUN": "(?!NOUN|unit|working|number|more|slash|other|dash|month)",
    "ALONE": "(?!weekday|weekdays|unit|month|season|number|small|half|bank|term|board|board_name"
    "|christmas|easter|financial|fiscal|working|weekend|quarter|a)",
    "HOLIDAYS": "(the? (which|season|christmas|easter|school|half term|halfterm)* (holiday|break))",
    "OR": "(dash|slash|or|to)",
    "QUARTER": "the? quarter (of? (fin_year|year|the? which financial? unit))?",
    "SEASON": "the? season (comma? year)? (?!term|holiday|break)",
    "BASE": "(month (comma? year)?|the? which unit|QUARTER|year|fin_year|SEASON|the? new unit"
    "|the? (which|new)? (financial unit|fiscal) fin_year?|the? calendar? unit)",
    "PART": "part (OR part)?",
    "QUANTITY": "(a? small of?|a|number (OR number)?)",
    "AMOUNT": "QUANTITY (more|good)? working? unit (or (number|so|more|small))?",
    "BOARD": "board_name* board",
}
NAME = re.compile(r"[A-Za-z_]+")
PIECE = re.compile(r"[A-Za-z_]+|\((?:\?<?[=!])?|[)|?*+]")
LEXER_KINDS = {*TOKEN.groupindex, "number", "year", "ref", "unknown", "weekdays"}


def _codes() -> dict[str, str]:
    kinds = {kind for kind, _ in lexicon().values()} | LEXER_KINDS
    return {kind: chr(0xE000 + place) for place, kind in enumerate(sorted(kinds))}


CODES = _codes()


def _expanded(pattern: str) -> str:
    while expanded := NAME.sub(lambda name: MACROS.get(name[0], name[0]), pattern):
        if expanded == pattern:
            break
        pattern = expanded
    return pattern


def first_kinds(pattern: str) -> frozenset[str]:
    """The kinds of words that a match of a pattern may begin with."""
    return _firsts(PIECE.findall(_expanded(pattern)))[0]


def _firsts(pieces: list[str]) -> tuple[frozenset[str], bool]:
    """The kinds that the alternatives up to a closing bracket begin with; takes their pieces.

    Also whether they may be empty.
    """
    found: set[str] = set()
    empty, passing = False, True
    while pieces and pieces[0] != ")":
        piece = pieces.pop(0)
        if piece == "|":
            empty, passing = empty or passing, True
            continue
        kinds, may_miss = frozenset({piece}), False
        if piece.startswith("("):
            kinds, may_miss = _firsts(pieces)
            pieces.pop(0)
            if piece != "(":
                kinds, may_miss = frozenset(), True
        if pieces and pieces[0] in {"?", "*", "+"}:
            may_miss = pieces.pop(0) != "+" or may_miss
        if passing:
            found |= kinds
            passing = may_miss
    return frozenset(found), empty or passing


def expression(pattern: str) -> str:
    """A pattern of kinds as one of characters, a character for each kind."""
    pattern = _expanded(pattern)
    plain = NAME.sub(lambda name: CODES[name[0]], pattern)
    return plain.replace(" ", "").replace("(", "(?:").replace("(?:?", "(?")


class Patterns:
    """Patterns in order of preference; at a place the first that fits is read."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        rules = tuple(rules)
        self._readers = [reader for _, reader in rules]
        begins = [first_kinds(pattern) for pattern, _ in rules]
        self._by_kind = {
            kind: re.compile(
                "|".join(
                    f"(?P<r{place}>{expression(pattern)})"
                    for place, (pattern, _) in enumerate(rules)
                    if kind in begins[place]
                )
            )
            for kind in frozenset().union(*begins)
        }

    def read(self, said: Said) -> list[When]:
        """All that is found from left to right; what no reader accepts is passed over."""
        found: list[When] = []
        coded = "".join([CODES[token.kind] for token in said.tokens])
        end = 0
        for place, token in enumerate(said.tokens):
            if place < end or (pattern := self._by_kind.get(token.kind)) is None:
                continue
            if (match := pattern.match(coded, place)) is None:
                continue
            end = match.end()
            one = said.matched(match.start(), match.end(), found)
            reader = self._readers[int(str(match.lastgroup)[1:])]
            if (when := _safely(reader, one)) is not None:
                found.append(when)
        return found


def _safely(reader: Reader, said: Said) -> When | None:
    """What is no day (31 Nov, the year 10000) is none, and no error."""
    try:
        return reader(said)
    except (ValueError, OverflowError):
        return None
