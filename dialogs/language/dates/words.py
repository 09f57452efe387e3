"""What a message is made of where dates are looked for: words of the grammar, numbers, marks."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from dialogs.language.phrases import GRAMMAR, folded

# No file, address or code names a day, whatever is in it: files-nov.pdf, a@b.example, x_may_2.
OPAQUE = re.compile(
    r"\S*?(?:://|@|_)|www\.|\S{1,80}\.(?:pdf|docx?|xlsx?|pptx?|msg|csv|jpe?g|png)\b"
)
GENITIVE = frozenset({"month", "weekday", "unit", "today", "board", "christmas"})
ENDS = {",": "comma", ".": "stop", ";": "stop", ":": "stop", "!": "stop", "?": "stop", ")": "stop"}
"""What a word may end with: no pattern is needed to take these apart."""
CHUNK = re.compile(r"\S+")
TOKEN = re.compile(
    r"""
    (?P<iso>(?<![\w-])[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:t[0-9:.]+z?)?(?![\w-]))
  | (?P<dmy>(?<![\w./])(?<![a-z]-)[0-9]{1,2}(?P<mark>[./-])[0-9]{1,2}(?P=mark)(?:[0-9]{4}|[0-9]{2})
        (?!\w|(?P=mark)\w))
  | (?P<fin_year>(?<![\w./-])(?:20)?[0-9]{2}[/-][0-9]{2}(?<=[0-9]{4}[/-][0-9]{2})(?!\w|[./-]\w))
  | (?P<dm>(?<![\w./])(?<![a-z]-)[0-9]{1,2}/[0-9]{1,2}(?!\w|[./:]\w|%))
  | (?P<other>[£$€][0-9.,]*\w*|[0-9]+(?:[.,:/x×][0-9]+)+\w*|[0-9]{1,2}(?:am|pm)\b|[0-9]+%)
  | (?P<ordinal>[0-9]{1,2}(?:st|nd|rd|th)(?!\w))
  | (?P<figures>[0-9]+)
  | (?P<short_year>'[0-9]{2}(?!\w))
  | (?P<ref>[^\W\d_]{1,5}-[0-9]+\w*)
  | (?P<word>w/[a-z]{1,2}(?!\w)|[^\W\d_]+[0-9]*(?:'[^\W\d_]+)?|'til(?!\w))
  | (?P<dash>-+)
  | (?P<slash>/)
  | (?P<comma>,)
  | (?P<plus>\+)
  | (?P<stop>[.;!?:()\[\]"“”•]+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
LETTERS_THEN_FIGURES = re.compile(r"([a-z]+)-?([0-9]{1,4})\Z")


class Token(NamedTuple):
    """A piece of a folded text: its kind, what it stands for, its letters and its place."""

    kind: str
    value: Any
    text: str
    start: int
    end: int


@lru_cache
def grammar() -> Mapping[str, Any]:
    """The words of dates."""
    with (GRAMMAR / "dates.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache
def lexicon() -> Mapping[str, tuple[str, Any]]:
    """Each word's kind and value."""
    words: dict[str, tuple[str, Any]] = {}
    for kind, spellings in grammar()["word"].items():
        words |= {word: (kind, word) for word in spellings if word not in words}
    for kind in grammar()["kinds"]["valued"]:
        for value, spellings in grammar()[kind].items():
            words |= {word: (kind, _value(value)) for word in spellings}
    return words


def _value(key: str) -> Any:
    return int(key) if key.lstrip("-").isdigit() else key


@lru_cache
def listed(section: str, name: str) -> frozenset[str]:
    """A list of words of the grammar."""
    return frozenset(grammar()[section][name])


def tokens(text: str) -> list[Token]:
    """The pieces of a text in order; spans are those of the text as it was typed."""
    plain = folded(text)
    found: list[Token] = []
    for chunk in CHUNK.finditer(plain):
        typed, (start, end) = chunk[0], chunk.span()
        body, sign = typed[:-1], typed[-1]
        if typed.isalpha():
            found.append(_plain_word(typed, start, end))
        elif sign in ENDS and body.isalpha():
            found.append(_plain_word(body, start, end - 1))
            found.append(Token(ENDS[sign], sign, sign, end - 1, end))
        elif sign == "%" and body.isdecimal():
            found.append(Token("other", typed, typed, start, end))
        elif OPAQUE.match(typed):
            found.append(Token("other", None, typed, start, end))
        else:
            found.extend(_pieces(plain, start, end))
    return [
        _short_year(found, place) if token.kind in {"short_year", "number"} else token
        for place, token in enumerate(found)
    ]


def _pieces(plain: str, start: int, end: int) -> Iterator[Token]:
    pieces: list[re.Match[str] | None] = [None, *TOKEN.finditer(plain, start, end), None]
    for before, match, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if match is not None and not _is_hyphen(before, match, after):
            yield from _read(match, after)


def _is_hyphen(
    before: re.Match[str] | None, match: re.Match[str], after: re.Match[str] | None
) -> bool:
    """Only a joint inside a compound (mid-dec, half-term), not the dash of 2-3 or Mon-Fri."""
    if match["dash"] != "-" or before is None or after is None:
        return False
    kinds = [lexicon().get(one[0], ("",))[0] for one in (before, after)]
    if set(kinds) <= {"weekday", "month"}:
        return False
    return after["word"] is not None or after["ref"] is not None


def _read(match: re.Match[str], following: re.Match[str] | None) -> Iterator[Token]:
    kind, text = str(match.lastgroup), match[0]
    if kind == "mark":
        kind = "dmy"
    if kind == "dm" and _is_fin_year(text):
        kind = "fin_year"
    if kind == "figures":
        yield _figures(match, following)
    elif kind in {"word", "ref"} or text in lexicon():
        yield from _word(match)
    elif text == "'":
        return
    else:
        yield Token(kind, text, text, *match.span())


def _is_fin_year(text: str) -> bool:
    """22/23 is a financial year, for there is no 23rd month."""
    first, second = map(int, text.split("/"))
    return second > 12 and second == first + 1


def _figures(match: re.Match[str], following: re.Match[str] | None) -> Token:
    text = match[0]
    kind = "other" if len(text) > 4 or _is_code(match, following) else _kind_of(text)
    return Token(kind, int(text) if kind != "other" else None, text, *match.span())


def _kind_of(figures: str) -> str:
    if len(figures) < 4:
        return "number"
    return "year" if 1900 <= int(figures) < 2200 else "other"


def _is_code(match: re.Match[str], following: re.Match[str] | None) -> bool:
    """Letters are joined to it that are neither a unit nor a month: 12k, 7b."""
    if following is None or not following["word"]:
        return False
    if (parts := LETTERS_THEN_FIGURES.match(following[0])) and _is_month(parts[1]):
        return False
    return lexicon().get(following[0], ("",))[0] not in {"unit", "month"}


def _word(match: re.Match[str]) -> Iterator[Token]:
    text = match[0]
    if _known(text) or text.isalpha():
        yield _plain_word(text, *match.span())
    elif (parts := LETTERS_THEN_FIGURES.match(text)) and _is_month(parts[1]):
        start = match.start()
        yield Token(*lexicon()[parts[1]], parts[1], start, start + parts.end(1))
        value, kind = int(parts[2]), _kind_of(parts[2])
        figures = parts[2] if "-" not in text else f"-{parts[2]}"
        yield Token(kind, value, figures, start + parts.start(2), match.end())
    else:
        kind = "ref" if any(char.isdigit() for char in text) else "unknown"
        yield Token(kind, text, text, *match.span())


def _plain_word(text: str, start: int, end: int) -> Token:
    kind, value = _known(text) or ("unknown", text)
    return Token(kind, value, text, start, end)


def _is_month(word: str) -> bool:
    return lexicon().get(word, ("",))[0] == "month"


def _known(text: str) -> tuple[str, Any] | None:
    """The word in the lexicon; some may have a genitive s (december's board, last weeks panel)."""
    if (found := lexicon().get(text)) or len(text) < 6 or not text.endswith("s"):
        return found
    bare = lexicon().get(text[:-2]) if text[-2] == "'" else lexicon().get(text[:-1])
    if bare is None or bare[0] not in GENITIVE:
        return None
    return ("weekdays", bare[1]) if bare[0] == "weekday" and text[-2] != "'" else bare


def _short_year(found: list[Token], place: int) -> Token:
    """'22, and 22 after a day and a month, are a year."""
    token = found[place]
    if token.kind == "short_year":
        return Token("year", 2000 + int(token.text[1:]), token.text, token.start, token.end)
    month = place > 0 and found[place - 1].kind == "month"
    if not month or token.kind != "number" or not 20 <= token.value < 50:
        return token
    dated = place > 1 and found[place - 2].kind in {"number", "ordinal", "of", "part"}
    after = found[place + 1].kind if place + 1 < len(found) else "stop"
    if not dated or after in {"unknown", "unit", "working", "dash", "number", "school"}:
        return token
    return Token("year", 2000 + token.value, token.text, token.start, token.end)
