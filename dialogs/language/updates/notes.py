"""The author's own words: what is no slot stays exactly as typed."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from dialogs.language.clauses import SPACE, Clause
from dialogs.language.marks import Mark
from dialogs.language.phrases import words
from dialogs.language.updates.amounts import CLAIMS, COMPLETION, FILLERS

BETWEEN = " … "
"""Stands between words that were not typed side by side."""
EXPECTING = words("expecting")
REASON = re.compile(
    r"(?<!\w)(?:because(?:\sof)?|cos|coz|cus|'?cause|bc|due\sto|owing\sto|given\s(?:that|the|how|our)|reason(?:\sis|\sbeing)?|now\sthat|following|until|til|till|unless|"
    r"as(?!\s(?:soon|well|of|at|is|per|agreed|complete|embedded|planned|before|fully|an?|the\slead|above|below|long|much|many|it|expected)(?!\w))|since(?=\s(?:we|the|it|they|there|she|he|i|our|his|her|their|this|that|half|most|some|all|both|two|no|nobody)\s)|after(?=\s[a-z]))\s"
)
COLON = re.compile(r":\s+(?=\S)")
POLITE = words("polite")


def note_of(clauses: Iterable[Clause], taken: Iterable[Mark]) -> str | None:
    """What these clauses say beside the slots that were taken from them."""
    starts = frozenset(mark.start for mark in taken)
    kept = [(clause, *span) for clause in clauses if (span := _kept(clause, starts))]
    if not kept:
        return None
    pieces: list[tuple[int, int]] = []
    last: Clause | None = None
    for clause, start, end in kept:
        if last is not None and _adjoin(last, clause):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
        last = clause
    text = kept[0][0].message.text
    said = (_trimmed(text[start:end]) for start, end in pieces)
    return BETWEEN.join(filter(None, said)) or None


def reason_in(clause: Clause) -> str | None:
    """The reason that a clause gives after its request: "… cos the unions want another meeting"."""
    found = (*REASON.finditer(clause.plain), *COLON.finditer(clause.plain))
    said = (_said_after(match, clause) for match in found if match.start())
    return next(filter(None, said), None)


def _said_after(match: re.Match[str], clause: Clause) -> str | None:
    start = clause.start + match.end()
    words = clause.message.text[start : clause.end].strip(SPACE)
    if UNTIL.match(match[0]) and UP_TO.match(clause.message.shape(start, clause.end)):
        return None
    if match.re is COLON and _is_request(clause, start):
        return None
    inside = clause.message.within(start, clause.end, "date")
    only_a_date = inside and not re.search(r"[a-z]", _without(words.lower(), inside, clause, start))
    return None if only_a_date else words or None


def _is_request(clause: Clause, start: int) -> bool:
    """Whether what stands after a colon is the request or the decision itself."""
    rest = clause.message.shape(start, clause.end)
    return "@date" in rest or "@ref" in rest or DECIDES.match(rest.strip()) is not None


UNTIL = re.compile(r"(?:until|till?)\s")
UP_TO = re.compile(r"(?:the\s|about\s)?@(?:date|vague)(?!\w)")
"""Until a day is when, not why."""
DECIDES = re.compile(
    r"(?:turn|turned|reject\w*|refuse\w*|approve\w*|agree\w*|no|yes|ok|fine|knock)(?!\w)"
)


def words_of(clauses: Sequence[Clause]) -> str | None:
    """All that these clauses say, as typed."""
    texts = [clause.text for clause in clauses if set(clause.words) - POLITE]
    if not texts:
        return None
    first, last = clauses[0], clauses[-1]
    together = all(_adjoin(a, b) for a, b in pairwise(clauses))
    if together and len(texts) == len(clauses):
        return _trimmed(first.message.text[first.start : last.end])
    return BETWEEN.join(texts)


def says_nothing(clause: Clause, taken: frozenset[int]) -> bool:
    """Whether all of a clause is slots and words that add nothing beside them."""
    said = _words_beside(clause, taken)
    if not any(mark.start in taken for mark in clause.marks()):
        return all(word in POLITE | CLAIMS for word in said)
    figures = any(mark.start in taken and mark.kind != "ref" for mark in clause.marks())
    rest = [word for word in said if word not in (FILLERS if figures else LITTLE) | POLITE]
    if not rest:
        return True
    dated = any(mark.kind == "date" and mark.start in taken for mark in clause.marks())
    return (dated and all(word in EXPECTING for word in rest)) or all(
        word in CLAIMS | COMPLETION for word in rest
    )


def _without(words: str, marks: Iterable[Mark], clause: Clause, start: int) -> str:
    for mark in marks:
        words = words.replace(clause.message.folded[mark.start : mark.end], " ")
    return words


def _words_beside(clause: Clause, taken: frozenset[int]) -> list[str]:
    pieces, place = [], clause.start
    for mark in clause.marks():
        if mark.start in taken:
            pieces.append(clause.message.folded[place : mark.start])
            place = mark.end
    pieces.append(clause.message.folded[place : clause.end])
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*|[✅☑✔]", " ".join(pieces))


def _kept(clause: Clause, taken: frozenset[int]) -> tuple[int, int] | None:
    """The part of a clause that is neither a slot at its edge nor the little words up to it."""
    if says_nothing(clause, taken):
        return None
    start, end = clause.start, clause.end
    folded = clause.message.folded
    for mark in clause.marks():
        if not _edges(mark, taken) or not _only_small(folded[start : mark.start]):
            break
        start = mark.end
    for mark in reversed(clause.marks()):
        if not _edges(mark, taken) or mark.start < start or not _only_small(folded[mark.end : end]):
            break
        end = mark.start
        end = start + len(folded[start:end].rstrip(SPACE))
    return start, end


LITTLE = words("little")


def _edges(mark: Mark, taken: frozenset[int]) -> bool:
    """Whether a slot at an edge is left out; a day belongs to what happens on it."""
    return mark.start in taken and mark.kind != "date"


def _only_small(between: str) -> bool:
    return all(word in LITTLE for word in re.findall(r"[^\W_]+(?:'[^\W_]+)*", between))


def _adjoin(one: Clause, other: Clause) -> bool:
    between = one.message.folded[one.end : other.start]
    return not any(
        char.isalnum()
        for char in between.replace("and", "").replace("also", "").replace("plus", "")
    )


def _trimmed(words: str) -> str:
    return words.strip(" \t\r\n,;:.–—-=|•~")
