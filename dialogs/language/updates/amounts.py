"""Which number is completion of the action, and which is a measure; the two are never the same."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from dialogs.language.clauses import Clause
from dialogs.language.marks import Mark
from dialogs.language.meaning import Metric, Number
from dialogs.language.phrases import words

FILLERS, COMPLETION, MEASURED = words("fillers"), words("completion"), words("measured")
MEASURES, CLAIMS, NOT_CLAIMED = words("measures"), words("claims"), words("not_claimed")
BESIDE_CLAIM = words("claim_fillers") | FILLERS
EARLIER = re.compile(
    r"(?:from|frm|was|were|previously|prev|vs|versus|compared (?:with|to)|against)\W*\Z"
)
TARGET = re.compile(
    r"(?:target|goal|aim|aiming for|standard)(?:'s)?(?:\s(?:is|of|at|was))?\W*\Z"
    r"|(?:against|vs|versus)(?:\sa|\sthe|\sour)?\s?\Z"
)
TARGET_AFTER = re.compile(r"\s?(?:target|goal|standard)(?!\w)")
WORD = re.compile(r"[^\W\d_][\w'-]*")
MOVE = re.compile(r"\d+\s?(?:%|pct)?\s?(?:-+>|=+>|→|to)")
"""From 90 to 80%: one mark, whose value is where it has come to."""
NEAR = 40
COMPLETION_MOVED = re.compile(
    r"@ref\s(?:is\s|now\s|back\s|gone\s)*(?:up|down)\sto\s@number\sfrom\s@number\Z"
)
"""WF-01 down to 40 from 45: nothing is named that these could count."""
OPINION = frozenset({"say", "call", "reckon", "think", "guess", "estimate"})
UNCOUNTED = re.compile(
    r"\s*(?:st|nd|rd|th|am|pm|hrs?|hours?|days?|wks?|weeks?|months?|mths?|yrs?|years?|mins?|minutes?|o'clock|working)(?!\w)"
)
NAMED_NUMBER = re.compile(
    r"(?:section|s|year|yr|phase|stage|step|version|v|item|agenda|page|para|paragraph|room|no|number|ref|code|level|part|option|tier|band|grade|cohort|round|wave|week|wk|day|question|q|point|chapter|schedule|no\.|unit|#|paper|appendix|annex|line|extension|ext|form)\s?\Z"
)


def percent_of(
    clause: Clause,
    measure_words: frozenset[str] = frozenset(),
    own_words: frozenset[str] = frozenset(),
) -> Mark | None:
    """The percentage that says how far the action is, if the clause has one.

    `measure_words` are the words of the action's success measure: a percentage followed by one of
    them is a reading of that measure. `own_words` are those that the action is known by: they name
    it as its reference does.
    """
    percents = clause.marks("percent")
    if not percents:
        return None
    if _says_nothing_else(clause):
        return next((mark for mark in percents if not _is_earlier(clause, mark)), None)
    return next(
        (mark for mark in percents if _is_completion(clause, mark, measure_words, own_words)), None
    )


def _says_nothing_else(clause: Clause) -> bool:
    """Only figures and words that add nothing beside them."""
    return all(
        word.startswith("@") or word in FILLERS or word in COMPLETION or not word[0].isalnum()
        for word in clause.words
    )


HEARD = re.compile(
    r"(?<!\w)(?:hear[ds]?|back|repl(?:y|ies)|responses?|returns?|feedback|views?|answers?|comments?|input|forms?|buy-?in|yes)"
    r"\sfrom\W*\Z"
)
"""From so many: no figure that was before."""
EXCEPT = re.compile(
    r"(?<!\w)(?:except|bar|but|apart\sfrom|other\sthan|minus|excluding|save\sfor)(?:\sfor|\sthe)?\s\Z"
)
"""All except 2 schools: these are not what is counted."""


def _is_earlier(clause: Clause, mark: Mark) -> bool:
    if MOVE.match(clause.message.folded, mark.start, mark.end):
        return False
    before = clause.message.folded[max(0, mark.start - NEAR) : mark.start]
    return bool(EARLIER.search(before)) and not HEARD.search(before)


def _is_completion(
    clause: Clause, mark: Mark, measure_words: frozenset[str], own_words: frozenset[str]
) -> bool:
    if _is_earlier(clause, mark) or _is_target(clause, mark):
        return False
    before, after = _around(clause, mark)
    said = [word for word in before if word not in FILLERS and not word.startswith("@")]
    if said and own_words.issuperset(said) and not MEASURES.intersection(said):
        before = ["@ref"]
    if OPINION.intersection(before[-3:]) or _is_followed_up(after):
        return True
    if _is_measured(before, after, measure_words):
        return after in (["in"], ["on"])
    if before[-1:] and before[-1] in STANDS and not after:
        return True
    return _stands_beside_figures(before, after)


def _is_followed_up(after: list[str]) -> bool:
    """A rating or the action comes next, or "done": it is no share of anything."""
    if WHOLE.match(" ".join(after)):
        return True
    telling = next((word for word in after if word not in FILLERS), "")
    if telling in FIGURES and not MEASURED.intersection(after[:1]):
        return True
    return bool(after) and after[0] in COMPLETION - MEASURED


WHOLE = re.compile(
    r"of\s(?:the\s|our\s)?(?:whole|total|entire)?\s?(?:way|task|work|job|action|piece|project|lot|thing)(?!\w)"
)
"""40% of the whole task."""


def _is_measured(before: list[str], after: list[str], measure_words: frozenset[str]) -> bool:
    """Words of a measure stand around it: 91% seen in a day, vacancy rate 18%."""
    follows = after[:1] and (after[0] in MEASURED or measure_words.intersection(after[:3]))
    return bool(
        follows or measure_words.intersection(before[-4:]) or MEASURES.intersection(before[-5:])
    )


def _stands_beside_figures(before: list[str], after: list[str]) -> bool:
    """Nothing but figures and little words up to it, or after it."""
    if all(word.startswith("@") or word in FILLERS for word in before):
        return bool(FIGURES.intersection(before)) or not after or after[0].startswith("@")
    ends = all(word.startswith("@") or word in FILLERS for word in after)
    beside = before[-1] in FIGURES | STANDS
    return ends and (beside or bool(FIGURES.intersection(after)))


FIGURES = frozenset({"@ref", "@rating"})
STANDS = frozenset({"its", "it's", "now", "at", "to", "is", "say", "call"})


def _around(clause: Clause, mark: Mark) -> tuple[list[str], list[str]]:
    """The words of the clause before and after a mark, other marks as their kinds."""
    message = clause.message
    before = message.shape(clause.start, mark.start)
    after = message.shape(mark.end, clause.end)
    return _worded(before), list(takewhile(lambda word: word not in REASONS, _worded(after)))


REASONS = frozenset(
    {"as", "because", "cos", "coz", "since", "but", "though", "so", "while", "which"}
)
"""What follows one of these speaks of something else."""


def _worded(shape: str) -> list[str]:
    """Its words; a stroke or a dash between figures is none."""
    return [
        word
        for word in shape.replace(":", " ").replace(",", " ").split()
        if word.strip("/-+&=()|.")
    ]


def metric_in(clauses: Sequence[Clause], percent: Mark | None) -> Metric | None:
    """The measure that some clauses give a value of: the strongest of what looks like one."""
    if not any(clause.marks("number", "fraction", "percent") for clause in clauses):
        return None
    for find in (_of_pattern, _sample, _shares, _decimals, _counts):
        for place, clause in enumerate(clauses):
            following = clauses[place + 1 : place + 2] if find is _sample else ()
            if metric := find(clause, percent, *following):
                return metric
    return None


def _of_pattern(clause: Clause, percent: Mark | None) -> Metric | None:
    for mark in clause.marks("fraction"):
        value, whole = mark.value
        what, previous = _what(clause, mark), _previous(clause, mark)
        return Metric(value=value, of=whole, what=what, previous=previous)
    return None


SAMPLE = re.compile(
    r"(?:samples?|audit|out|check|batch|set|total|survey|test|review|sampling|moderation|scrutiny|observations?|visits?)\s(?:of|was|on)\s\Z"
    r"|(?:looked\sat|sampled|checked|audited|reviewed|tested|read|pulled|went\sthrough)\s\Z"
    r"|(?:\A|[:,]\s?)(?:out\s)?of\s(?:the\s|those\s)?\Z"
)


def _sample(clause: Clause, percent: Mark | None, following: Clause | None = None) -> Metric | None:
    """Dip sample of 20 = 17 good; of 10 files 8 had it."""
    numbers = [*clause.marks("number"), *(following.marks("number") if following else ())]
    for whole, part in pairwise(numbers):
        before = clause.message.folded[max(clause.start, whole.start - NEAR) : whole.start]
        if SAMPLE.search(before) and part.value <= whole.value:
            owner = clause if part.end <= clause.end else following or clause
            return Metric(value=part.value, of=whole.value, what=_what(owner, part))
    return None


def _shares(clause: Clause, percent: Mark | None) -> Metric | None:
    marks = [m for m in clause.marks("percent") if m != percent]
    marks = [m for m in marks if not _is_earlier(clause, m) and not _is_target(clause, m)]
    if not marks:
        return None
    mark = marks[0]
    return Metric(
        value=mark.value,
        unit="%",
        what=_what(clause, mark),
        target=_target(clause),
        previous=_previous(clause, mark),
    )


def _decimals(clause: Clause, percent: Mark | None) -> Metric | None:
    for mark in clause.marks("number"):
        if isinstance(mark.value, float) and not _is_earlier(clause, mark) and _what(clause, mark):
            return _counted(clause, mark)
    return None


def _counts(clause: Clause, percent: Mark | None) -> Metric | None:
    for mark in clause.marks("number"):
        if _counts_something(clause, mark):
            return _counted(clause, mark)
    return None


def _counted(clause: Clause, mark: Mark) -> Metric:
    return Metric(
        value=mark.value,
        what=_what(clause, mark),
        target=_target(clause),
        previous=_previous(clause, mark),
    )


def _counts_something(clause: Clause, mark: Mark) -> bool:
    folded = clause.message.folded
    if _is_earlier(clause, mark) or _is_target(clause, mark):
        return False
    if EXCEPT.search(folded[max(clause.start, mark.start - NEAR) : mark.start]):
        return False
    if NAMED_NUMBER.search(folded[max(clause.start, mark.start - 12) : mark.start]):
        return _previous(clause, mark) is not None
    if isinstance(mark.value, int) and 1990 <= mark.value < 2040:
        return False  # a year
    return not UNCOUNTED.match(folded, mark.end) and bool(_what(clause, mark))


def _is_target(clause: Clause, mark: Mark) -> bool:
    folded = clause.message.folded
    before = folded[max(clause.start, mark.start - NEAR) : mark.start]
    return bool(TARGET.search(before) or TARGET_AFTER.match(folded, mark.end))


def _target(clause: Clause) -> Number | None:
    marks = [m for m in clause.marks("number", "percent") if _is_target(clause, m)]
    return marks[0].value if marks else None


def _previous(clause: Clause, mark: Mark) -> Number | None:
    """What the value was before, in this clause or the one after: "down from 41"."""
    message = clause.message
    near = message.within(
        clause.start, min(len(message.text), mark.end + 2 * NEAR), "number", "percent"
    )
    earlier = [other for other in near if other != mark and _says_before(message.folded, other)]
    return earlier[0].value if earlier else None


PREVIOUS = re.compile(
    r"(?:from|frm|was|were|previously|prev|last (?:month|time|week|quarter)(?: it was| was)?)\W*\Z"
)


def _says_before(folded: str, mark: Mark) -> bool:
    return bool(PREVIOUS.search(folded[max(0, mark.start - NEAR) : mark.start]))


def _what(clause: Clause, mark: Mark) -> str | None:
    """What is counted, as typed: the words after the number, else those before it."""
    text = clause.message.text
    after = text[mark.end : clause.end]
    begins = next(iter(WORD.findall(after)), "").lower()
    if begins.endswith("ed") or begins in COMPLETION:
        subject = text[_after_refs(clause, mark) : mark.start].strip(" \t\r\n,;:.–—-!?()=")
        subject = subject or _said_before(clause)
        if WORD.search(subject):
            return f"{subject} {after.strip()}"
    if WORD.search(after) and not re.match(r"\s*(?:and|to|from|was|so|at)(?!\w)", after.lower()):
        return after.strip(" \t\r\n,;:.–—-!?()=") or None
    before = text[_after_refs(clause, mark) : mark.start]
    return before.strip(" \t\r\n,;:.–—-!?()=") or after.strip(" ,;:.-!?()=") or None


def _said_before(clause: Clause) -> str:
    """The last words before a clause within its sentence: "police posts - 4 of 5 filled"."""
    if clause.stop:
        return ""
    before = clause.message.text[max(0, clause.start - NEAR) : clause.start]
    return " ".join(re.split(r"[.;!?\n]", before)[-1].strip(" ,:–—-").split()[-3:])


def _after_refs(clause: Clause, mark: Mark) -> int:
    """Where the words before a number begin: after the action's reference, if one stands there."""
    return max((m.end for m in clause.marks("ref") if m.end <= mark.start), default=clause.start)


def claims_completion(clause: Clause, own_words: frozenset[str]) -> bool:
    """Whether a clause says that the action is done and nothing else.

    `own_words` are the words that the action is known by: naming it adds nothing.
    """
    words = clause.bare_words
    if CLAIMS.isdisjoint(words) or not NOT_CLAIMED.isdisjoint(words):
        return False
    if clause.marks("percent", "fraction", "number", "money"):
        return all(
            mark.value == 100 for mark in clause.marks("percent", "fraction", "number", "money")
        )
    rest = [w for w in words if not w.startswith("@") and w not in CLAIMS and w not in BESIDE_CLAIM]
    return all(word in own_words or not word[:1].isalnum() for word in rest)
