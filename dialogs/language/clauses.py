"""A message in clauses: what stands between two full stops, commas, dashes or buts."""

import re
from collections.abc import Iterator
from itertools import pairwise

from dialogs.language.lazily import lazily
from dialogs.language.marks import Mark, Marked
from dialogs.language.phrases import rules, words

POLITE = words("polite")
STAND_IN = {"ref": "\ue001", "risk": "\ue002"}
OTHER = "\ue000"
SIGNS = (
    r"(?P<stop>[;\n\r]+|[.!?…]+(?=\s|\Z|\ue001|\ue002)|(?:(?<=\s)|\A)\(?(?:\d{1,2}[.)]|[a-h]\))(?=\s)|•|\s\|\s)"
    r"|(?:(?<=complete)|(?<=completed)|(?<=done)|(?<=finished)):(?=\s)"
    r"|(?<=[✅☑✔])\ufe0f?(?=\s*\w)|(?<=[\U0001f300-\U0001faff])\s(?=\w)"
    r"|(?:(?<!\ue001),|,(?!\s?(?:and\s)?\ue001))(?=\s|\Z|[a-z\ue000-\ue002])"
    r"|(?<!\s)\s+[-~]+\s+|(?<=[a-z])-\s+"
)
JOINTS = (
    r"(?<![\s\ue001])(?<!(?<!\w)new)(?<!another)(?<!(?<!\w)a)\s+(?=(?:new\s|another\s|a\s)?risk\s?:)"
    r"|(?<!\s)(?<!(?<!\w)all)\s+(?=(?:but|so|though|although|however|tho|whereas)\s)"
    r"|(?<!\s)\s+(?:and|&|also|plus|\+)\s+(?=(?:can|could|cld|please|pls|need|needs|want|wants|would\slike|risk|"
    r"new\srisk|no\schange|attached|here'?s|here\sis|don't|dont|stop|i'm|im\s|escalate|flag|raise|\ue002|also|"
    r"we\sneed|it\sneeds|mark|close|i\sneed))"
    r"|(?<![\s\ue001])\s+(?:and|&|also|plus|\+)\s+(?=\ue001+\s+(?:is|at|now|still|no|to|up|down|done|complete|\ue000))"
)
HERE = r"(?=\W|\d|[a-h]\)|(?<=[✅☑✔]))"
SPLIT = re.compile(rf"{HERE}(?:{SIGNS}|{JOINTS})")
SPLIT_AT_SIGNS = re.compile(rf"{HERE}(?:{SIGNS})")
JOINED_BY = (
    "risk", " but", " so", "though", "however", " tho", "whereas", " and", "&", "also", "plus", "+",
)  # fmt: skip
"""Without one of these only signs part a text."""
NUMBERED = re.compile(r"(?:^|\s)\(?(?:[1-9][.)]|[a-h]\))\s")
FIGURES = re.compile(r"\s*(?:is|at|now|still|=|:)?\s*@(?:percent|rating|fraction|number)")
TOLD = re.compile(
    r"@(?:percent|rating|fraction|number)|(?<!\w)(?:no\schange|done|complete[d]?|finished|same)(?!\w)"
)
FIGURES_ONLY = re.compile(r"(?:\W|is|at|now|still|@(?:percent|rating))*\s(?:and|&|plus)\s*\Z")
JOINED = re.compile(
    r"(?<!\w)(?:on|for|of|to|from|into|with|than|by|under|in|like|as|and|&|or|plus|not|both)\s*\Z|[/+,-]\s*\Z"
)
"""What binds a reference to the words before it."""
PUNCTUATION = str.maketrans(dict.fromkeys(':=(),"“”[]/', " "))
BEFORE_DATE = re.compile(
    r"(?<![\w'])(?:the|a|an|about|around|approx|roughly|early|sometime|some\stime|maybe)\s(?=(?:the\s|an?\s)?@(?:date|vague))"
    r"|(?:(?<=\sto\s)|(?<=\stil\s)|(?<=\still\s)|(?<=\suntil\s))(?:before|by|after|around|at\sleast)\s(?=@(?:date|vague))"
)
"""Little words before a date, which say nothing that matters here."""
SPELT_OUT = {
    **{
        "+": "and",
        "&": "and",
        "n": "and",
        "->": "to",
        "-->": "to",
        "→": "to",
        ">": "to",
        "w": "with",
    },
    **{"wdnt": "wouldn't", "cdnt": "couldn't", "shdnt": "shouldn't", "wudnt": "wouldn't"},
}
HESITATIONS = frozenset({"um", "umm", "uh", "erm", "yeah", "tbh", "tbf", "basically", "obviously"})
"""What is said while one thinks of the next word."""
SPACE = " \t\r\n,;:.–—-!?()…•|~+&"


class Clause:
    """A part of the message; `stop` tells whether a sentence ends before it.

    `found` is what was found in it, in order; `shape` are its folded words, every mark as its kind,
    without punctuation ("@ref now @percent"), and `words` are those one by one.
    """

    def __init__(self, message: Marked, start: int, end: int, stop: bool) -> None:
        self.message = message
        self.start = start
        self.end = end
        self.stop = stop
        self.found: tuple[Mark, ...] = message.within(start, end)
        self._kinds = {mark.kind for mark in self.found}
        self.shape = _shape(message.shape_with(self.found, start, end))
        self.words = tuple(self.shape.split())

    def marks(self, *kinds: str) -> tuple[Mark, ...]:
        """What was found in it, of these kinds only if any are named."""
        if not kinds:
            return self.found
        if self._kinds.isdisjoint(kinds):
            return ()
        return tuple([mark for mark in self.found if mark.kind in kinds])

    @lazily
    def bare_words(self) -> tuple[str, ...]:
        """Its words without the marks around them."""
        return tuple([word.strip(".!?'\"") for word in self.words])

    @property
    def first(self) -> str:
        """Its first word that is not said out of politeness only; "" if it has none."""
        return next((word for word in self.words if word not in POLITE), "")

    @lazily
    def acts(self) -> frozenset[str]:
        """What it does beside giving figures, by the rules of the grammar."""
        return frozenset([rule.name for rule, _ in rules("acts").all(self.shape)])

    @property
    def text(self) -> str:
        """Exactly as typed, without the separators around it."""
        return self.message.text[self.start : self.end].strip(SPACE)

    @property
    def plain(self) -> str:
        """The folded text, where its marks stand in it."""
        return self.message.folded[self.start : self.end]


def _shape(said: str) -> str:
    said = said.replace("n/c", "nc").replace("all but ", "almost ")
    words = said.translate(PUNCTUATION).split()
    shape = " ".join([SPELT_OUT.get(word, word) for word in words if word not in HESITATIONS])
    return BEFORE_DATE.sub("", shape) if "@date" in shape or "@vague" in shape else shape


def clauses_of(message: Marked, start: int = 0, end: int | None = None) -> tuple[Clause, ...]:
    """The clauses of a message or of a part of it, in order; those without a word are left out."""
    end = len(message.text) if end is None else end
    return tuple(_clauses(message, start, end))


def _clauses(message: Marked, start: int, end: int) -> Iterator[Clause]:
    masked = _masked(message)[:end]
    parted = _by_action if len(message.within(start, end, "ref")) > 1 else _whole
    split = SPLIT if any(word in masked for word in JOINED_BY) else SPLIT_AT_SIGNS
    place, stop = start, True
    for match in split.finditer(masked, start, end):
        if masked[place : match.start()].strip(SPACE):
            yield from parted(message, place, match.start(), stop)
            stop = False
        place, stop = match.end(), stop or match["stop"] is not None
    if masked[place:end].strip(SPACE):
        yield from parted(message, place, end, stop)


def _whole(message: Marked, start: int, end: int, stop: bool) -> tuple[Clause, ...]:
    return (Clause(message, start, end, stop),)


def _by_action(message: Marked, start: int, end: int, stop: bool) -> Iterator[Clause]:
    """Without a stop between them: "WF-01 75% amber WF-02 no change" is two clauses."""
    refs = message.within(start, end, "ref")
    for last, ref in pairwise(refs):
        between = message.shape(last.end, ref.start)
        told = TOLD.search(between) and (
            not JOINED.search(between) or _told_already(between, message.shape(ref.end, end))
        )
        if told or (between.strip() == "," and _both_told(message, start, last, ref, end)):
            yield Clause(message, start, ref.start, stop)
            start, stop = ref.start, False
    yield Clause(message, start, end, stop)


def _told_already(between: str, after: str) -> bool:
    """Figures of the one action, then "and" the other with its own: 15% green and WF-03 avg 17."""
    only = FIGURES_ONLY.match(between) is not None
    return only and JOINED.search(between) is not None and TOLD.search(after) is not None


def _both_told(message: Marked, start: int, last: Mark, ref: Mark, end: int) -> bool:
    """Something before one action, and something else after the next: no change on A, B 60%."""
    before, after = message.shape(start, last.start), message.shape(ref.end, end)
    return TOLD.search(before) is not None and FIGURES.match(after) is not None


def _masked(message: Marked) -> str:
    """The folded text, as long as it was, with nothing left in marks that could separate."""
    pieces, place = [], 0
    for mark in message.marks:
        pieces += [message.folded[place : mark.start]]
        pieces += [STAND_IN.get(mark.kind, OTHER) * (mark.end - mark.start)]
        place = mark.end
    return "".join([*pieces, message.folded[place:]])


def is_numbered(text: str) -> bool:
    """Whether a message counts its points: 1) and 2)."""
    return len(NUMBERED.findall(text)) > 1
