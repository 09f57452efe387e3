"""Days of the month in words: the second of December, by the thirtieth, Monday the fourteenth.

First, second, third ... are days only where the words around them say so: "the second audit", "a
third of December" and "waiting on the second" are none.
"""

from collections.abc import Sequence

from dialogs.language.dates.words import Token, listed, tokens

LONGEST_MONTH = 31
QUARTERS = range(1, 5)
FAR = 20
"""So many words around "on the first" may hold the second thing that is counted."""
SMALL = 10
"""Up to the ninth a number in words mostly counts things."""
JOINING = {"and", "or", "to", "until", "dash", "comma"}
BLOCKING = {
    *("unknown", "of", "number", "ordinal", "place", "unit", "working", "quarter", "small"),
    *("board", "month", "weekday", "weekdays", "which", "half", "part", "financial", "term"),
    *("school", "break", "tail", "turn", "rest", "same"),
    *("other", "slash", "time", "week_of", "week_end", "bank", "christmas", "easter"),
}
"""Before these a number in words counts things."""
LEADING = {"by", "on", "until", "before", "to"}
NOTHING = Token("stop", None, "", 0, 0)


def pieces(text: str) -> list[Token]:
    """The pieces of a text, with the days of months and the numbers that are made of words."""
    found = tokens(text)
    for place in range(len(found) - 1, -1, -1):
        if place >= len(found):
            continue
        kind = found[place].kind
        if kind == "place":
            _day(found, place)
        elif kind == "number":
            _sum(found, place)
        elif kind == "unit" and found[place].value == "quarter":
            _quarter(found, place)
    return found


def _quarter(found: list[Token], place: int) -> None:
    """Quarter 3."""
    unit, number = found[place], _at(found, place + 1)
    if number.kind == "number" and number.value in QUARTERS and unit.text in {"quarter", "qtr"}:
        text = f"{unit.text} {number.text}"
        quarter = Token("quarter", number.value, text, unit.start, number.end)
        found[place : place + 2] = [quarter]


def _at(found: Sequence[Token], place: int) -> Token:
    return found[place] if 0 <= place < len(found) else NOTHING


def _sum(found: list[Token], place: int) -> None:
    """Twenty eight."""
    first, last = _at(found, place - 1), found[place]
    if _tens(first) and last.value < SMALL and last.text.isalpha():
        found[place - 1 : place + 1] = [_joined(first, last, "number")]


def _tens(token: Token) -> bool:
    return token.kind == "number" and token.value % 10 == 0 < token.value and token.text.isalpha()


def _joined(first: Token, last: Token, kind: str) -> Token:
    value = last.value if first is last else first.value + last.value
    return Token(kind, value, f"{first.text} {last.text}", first.start, last.end)


def _day(found: list[Token], place: int) -> None:
    first, last = _at(found, place - 1), found[place]
    begin = place - 1 if _tens(first) and last.value < SMALL else place
    day = _joined(found[begin], last, "ordinal")
    if day.value <= LONGEST_MONTH and _is_day(found, begin, place, day.value):
        found[begin : place + 1] = [day]


def _is_day(found: Sequence[Token], begin: int, place: int, value: int) -> bool:
    if _at(found, begin - 1).kind in {"a", "number", "another", "every"}:
        return False
    if _names_month(found, begin, place) or _joins(found, place):
        return True
    if _at(found, begin - 1).kind != "the" or not _ends_there(_at(found, place + 1)):
        return False
    before = _at(found, begin - 2).kind
    if before in {"month", "weekday"}:
        return True
    return before in LEADING and (value >= SMALL or _is_small_day(found, begin, place))


def _names_month(found: Sequence[Token], begin: int, place: int) -> bool:
    """Second of December, first of the month, by the second December."""
    if _at(found, place + 1).kind == "of":
        after = [token for token in found[place + 2 : place + 5] if token.kind not in {"the"}]
        after = after[1:] if after and after[0].kind == "which" else after
        head = after[0] if after else NOTHING
        if _at(found, place + 2).kind == "month":
            return not _owns(head)
        return head.kind == "unit" and head.value == "month" and not _owns(head)
    month, after_it = _at(found, place + 1), _at(found, place + 2)
    counted = found[place].value if begin == place else LONGEST_MONTH
    prepared = counted >= SMALL or _at(found, begin - 1).kind in {"the", "weekday", *LEADING}
    ended = after_it.kind in {"stop", "year", *JOINING}
    return month.kind == "month" and not _owns(month) and prepared and ended


def _owns(token: Token) -> bool:
    """December's, decembers."""
    return token.text.endswith("s") and token.text not in {"months"}


def _joins(found: Sequence[Token], place: int) -> bool:
    """The first and second of December."""
    if _at(found, place + 1).kind not in JOINING:
        return False
    other = place + (3 if _at(found, place + 2).kind == "the" else 2)
    worded = _at(found, other).kind == "ordinal" and _at(found, other).text[0].isalpha()
    return worded and _at(found, other + 1).kind in {"of", "month"}


def _ends_there(after: Token) -> bool:
    return after.kind not in BLOCKING and after.text not in listed("ordinals", "nouns")


def _is_small_day(found: Sequence[Token], begin: int, place: int) -> bool:
    """By the second; not: waiting on the second, the first is done, amber on the second."""
    after, before = _at(found, place + 1), _at(found, begin - 3)
    if after.kind not in {"stop", "filler"} or before.text in listed("ordinals", "waiting"):
        return False
    around = [*found[max(0, begin - FAR) : begin], *found[place + 1 : place + FAR]]
    if before.kind in {"on", "to", "and", "or"} or any(t.kind == "place" for t in around):
        return False
    by = _at(found, begin - 2).kind == "by"
    return not by or not before.text.endswith("ed") or before.text in listed("ordinals", "finished")
