"""One message to one intent: fixed sayings first, then questions, then progress."""

import re
from collections.abc import Collection
from datetime import date

from dialogs.language import intents as i
from dialogs.language.amounts import (
    OTHER_COLOUR,
    PERCENT,
    RATING,
    RATINGS,
    as_percent,
    forecast_in,
    percent_in,
    rating_in,
    scores_in,
    unknown_rating_in,
)
from dialogs.language.references import references
from storage.vocabulary import Rating

SAYINGS: tuple[tuple[str, i.Intent], ...] = (
    (r"hi|hello|hiya|hey|good (?:morning|afternoon|evening)|hello there|who are you", i.Greeting()),
    (r"help|\?|what can you do|how does this work|commands|menu", i.Help()),
    (
        r"(?:show |list )?(?:me )?my (?:actions?|list)|what (?:are my|do i have|do i own)"
        r"(?: actions?)?|which (?:actions )?are mine|what do i have to do",
        i.MyActions(),
    ),
    (
        r"y|yes|yes please|yep|yeah|ok|okay|save|save it|correct|confirm|confirmed|that'?s right",
        i.Confirm(),
    ),
    (r"cancel|stop|forget it|never ?mind|throw away|discard|don'?t save", i.Cancel()),
    (r"n|no|nope|no thanks", i.Amend()),
    (r"(?:delete|remove|erase) (?:all )?(?:of )?my (?:updates?|data|messages?)", i.DeleteRequest()),
)
FIXED = tuple((re.compile(rf"(?:{words})", re.IGNORECASE), intent) for words, intent in SAYINGS)
LINK = re.compile(
    r"link (?:this )?(?:channel|team)(?: (?:to|with|for))? +(?:the )?(.+)", re.IGNORECASE
)
POST = re.compile(
    r"post (?:the |a )?(?:weekly )?(?:(.+?) )?summary(?: (?:for|of) (?:the )?(.+?))?(?: now)?",
    re.IGNORECASE,
)
STATUS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:what(?:'s| is) the |show (?:me )?(?:the )?)?status(?: (?:of|on|for))?(?: the)?\b(.*)",
        r"how(?:'s|s| is| are) (?:the )?(.+?)(?: (?:lookin[g']?|doin[g']?|going|getting on))*",
        r"where (?:does|do|is) (?:the )?(.+?) stand",
        r"(.+?) status",
    )
)
AMEND = re.compile(r"(?:no|not)\b(?:[\s,:;.]|[–-](?!\d))*(.*)", re.IGNORECASE | re.DOTALL)
NEGATED = re.compile(
    rf"(?:it'?s |its )?(?:not )?(?:{'|'.join(RATINGS)})\s*[,;]?\s*(?:but |it'?s )?(?=\S)", re.I
)
WRONG_ACTION = re.compile(r"(?:no,? )?wrong action\b[\s,:;.–-]*(.*)", re.IGNORECASE)
NO_CHANGE = re.compile(r"no changes?(?: this w(?:ee)?k)?|unchanged|as before", re.IGNORECASE)
RISK = re.compile(r"(?:^|[;,.\s])\s*(?:new |a )?risk\s*(?::|\s[–-]\s)\s*", re.IGNORECASE)
AMEND_FILLERS = re.compile(
    r"\b(?:it'?s|its|it is|make it|should be|to|is|at|action)\b", re.IGNORECASE
)
BARE_NUMBER = re.compile(r"(?:it'?s |make it )?([-−]?\d{1,4})(?:\s*%)?")
ASKS = re.compile(
    r"(?:how|what|when|who|whose|why|where|which|is|are|can|could|did|does|do|has|have|show"
    r"|tell me)\b",
    re.IGNORECASE,
)
OPENS_A_QUESTION = re.compile(
    r"(?:how|what|when|who|whose|why|where|which|show|tell me)\b", re.IGNORECASE
)
LISTS = re.compile(r"(?:the )?(?:top |open |new |all )?(?:risks|overdue|decisions)", re.IGNORECASE)
ASKS_STATUS = re.compile(
    r"(?:(?:what(?:'s| is) the |show (?:me )?(?:the )?)?status(?: (?:of|on|for))?)", re.IGNORECASE
)
SEPARATORS = " \t\r\n,;:.–—-"
FILLERS = re.compile(
    r"(?:(?:is|now|still|at|and|rated|rating|completed|complete|update|about|around|currently)\b"
    r"|[\s,;:.–—&-]+)+",
    re.IGNORECASE,
)
BESIDE = re.compile(rf"{FILLERS.pattern}|{PERCENT.pattern}", re.IGNORECASE)


def understand(text: str, codes: Collection[str], today: date) -> i.Intent:
    """What a message asks for.

    `codes` are the plan's theme codes ("WF"); `today` is the day in London, for dates without a
    year.
    """
    words = text.strip().rstrip("!").strip()
    bare = " ".join(words.rstrip(".").split())
    said = bare.rstrip("?").strip() or bare
    for pattern, intent in FIXED:
        if pattern.fullmatch(said):
            return intent
    if not any(char.isalnum() for char in words):
        return i.Unclear()
    return (
        _command(bare)
        or _amendment(words, codes)
        or _question(said, codes)
        or _other_question(bare, codes)
        or _report(text, codes, today)
    )


def _command(words: str) -> i.Intent | None:
    if match := LINK.fullmatch(words):
        return i.LinkChannel(match[1].strip())
    if match := POST.fullmatch(words):
        return i.PostSummary((match[1] or match[2] or "").strip())
    return None


def _question(words: str, codes: Collection[str]) -> i.Intent | None:
    named = references(words, codes)
    if named:
        ref, start, end = named[0]
        around = f"{words[:start]} {words[end:]}".strip()
        asks = ASKS.match(words) and not (percent_in(words) or rating_in(words))
        return i.ActionStatus(ref) if asks or ASKS_STATUS.fullmatch(around) else None
    for pattern in STATUS:
        if match := pattern.fullmatch(words):
            return i.ThemeStatus(match[1].strip())
    return None


def _other_question(words: str, codes: Collection[str]) -> i.Intent | None:
    """A question that names no action and gives no figure, so that it is no update either."""
    if references(words, codes) or percent_in(words) or rating_in(words):
        return None
    asks = OPENS_A_QUESTION.match(words) or (words.endswith("?") and ASKS.match(words))
    return i.OtherQuestion() if asks or LISTS.fullmatch(words) else None


def _amendment(words: str, codes: Collection[str]) -> i.Intent | None:
    if match := WRONG_ACTION.fullmatch(words):
        named = references(match[1], codes)
        return i.Amend(ref=named[0][0]) if named else i.Amend()
    match = AMEND.fullmatch(words)
    if match is None or NO_CHANGE.match(words):
        return None
    rest = NEGATED.sub("", match[1], count=1) if words[:3].lower() == "not" else match[1]
    named = references(rest, codes)
    number = BARE_NUMBER.fullmatch(rest.strip())
    percent = as_percent(number) if number else percent_in(rest)
    rating = rating_in(rest)
    if named:
        rest = rest.replace(rest[named[0][1] : named[0][2]], "")
    leftover = AMEND_FILLERS.sub("", RATING.sub("", PERCENT.sub("", rest)))
    if not (number or not leftover.strip(SEPARATORS)) or not (percent or rating or named):
        return None
    return i.Amend(percent, rating and rating[0], named[0][0] if named else None)


def _report(text: str, codes: Collection[str], today: date) -> i.Intent:
    named = references(text, codes)
    starts = [start for _, start, _ in named]
    if len({ref for ref, _, _ in named}) <= 1:
        items = [_item(text, named[:1], today)]
    else:
        ends = [*starts[1:], len(text)]
        items = [
            _item(text[:end], [name], today, start)
            for name, start, end in zip(named, [0, *starts[1:]], ends, strict=True)
        ]
    return i.Report(tuple(items)) if any(item.says_something for item in items) else _bare(items)


def _bare(items: list[i.ReportItem]) -> i.Intent:
    return i.Report(tuple(items)) if items[0].ref else i.Unclear()


def _item(
    text: str, named: list[tuple[str, int, int]], today: date, start: int = 0
) -> i.ReportItem:
    """Read one action's part of the message: what is a slot, and what stays the author's words."""
    body, risk = _split_risk(text, start)
    left = _Words(body, start)
    if named:
        left.take(named[0][1:])
    no_change = left.take_match(NO_CHANGE)
    forecast = forecast_in(left.text, today)
    if forecast:
        left.take(forecast[1])
    percent = None if no_change else percent_in(left.text)
    if percent:
        left.take(percent.span)
    rating = _rating(left, after=named[0][2] if named else 0)
    unknown = None if rating else _unknown_rating(left)
    if percent:
        left.take(percent.span)  # a rating that stood before it may have been taken since
    return i.ReportItem(
        ref=named[0][0] if named else None,
        percent=percent,
        rating=rating,
        unknown_rating=unknown,
        forecast=forecast[0] if forecast else None,
        no_change=no_change,
        note=left.note(),
        risk=risk,
    )


class _Words:
    """A text of which slots are taken out: taken characters become blanks, so spans stay true."""

    def __init__(self, text: str, start: int) -> None:
        self._original = text
        self.text = " " * start + text[start:]

    def take(self, span: tuple[int, int]) -> None:
        """Take a slot out, unless a sentence runs through it: then its words stay in the note."""
        if self.leads(span) or self.stands_alone(span):
            self._blank(span)

    def _blank(self, span: tuple[int, int]) -> None:
        self.text = self.text[: span[0]] + " " * (span[1] - span[0]) + self.text[span[1] :]

    def take_match(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.search(self.text)
        if match is None or not self.stands_alone(match.span()):
            return False
        self._blank(match.span())
        return True

    def stands_alone(self, span: tuple[int, int]) -> bool:
        """Nothing but figures and fillers between the last separator, the span, the next."""
        before = re.split(r"[,;:.]", self.text[: span[0]])[-1]
        after = re.split(r"[,;:.]", self.text[span[1] :], maxsplit=1)[0]
        return not BESIDE.sub("", before) and not BESIDE.sub("", after)

    def leads(self, span: tuple[int, int]) -> bool:
        """Nothing but figures and fillers stands before the span."""
        return not BESIDE.sub("", self.text[: span[0]])

    def note(self) -> str:
        """What is left, exactly as typed, without the separators around it."""
        left = self.text
        if match := FILLERS.match(left):
            left = left[match.end() :]
        start = len(self.text) - len(left)
        return self._original[start : len(self.text.rstrip(SEPARATORS))].strip(SEPARATORS)


def _rating(left: _Words, after: int) -> Rating | None:
    for match in RATING.finditer(left.text):
        if match.start() >= after and (left.leads(match.span()) or left.stands_alone(match.span())):
            left.take(match.span())
            return RATINGS[match[1].lower()]
    return None


def _unknown_rating(left: _Words) -> i.UnknownRating | None:
    for match in OTHER_COLOUR.finditer(left.text):
        if left.stands_alone(match.span()):
            unknown = unknown_rating_in(left.text)
            left.take(match.span())
            return unknown
    return None


def _split_risk(text: str, start: int) -> tuple[str, i.RiskMention | None]:
    match = RISK.search(text, start)
    if match is None:
        return text, None
    words = text[match.end() :]
    scores = scores_in(words)
    likelihood, impact = (scores[0], scores[1]) if scores else (None, None)
    if scores:
        words = _without(words, scores[2])
    return text[: match.start()], i.RiskMention(words.strip(SEPARATORS), likelihood, impact)


def _without(words: str, span: tuple[int, int]) -> str:
    """The words before or after a span; all of them where a sentence runs through it."""
    before, after = words[: span[0]], words[span[1] :]
    if not after.strip(SEPARATORS):
        return before
    return after if not before.strip(SEPARATORS) else words
