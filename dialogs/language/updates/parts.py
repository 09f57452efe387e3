"""Which part of a message is about which action."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dialogs.language.clauses import Clause
from dialogs.language.marks import Mark

CONNECTORS = re.compile(r"[\s,/&+]*(?:and|&|\+|/|,|plus|both|n)?[\s,/&+]*\Z")
MENTIONED = re.compile(
    r"(?:by|on|for|behind|needs|need|until|till|til|after|before|with|from|like|than|via|into|to|of|see|not)\s+(?:the\s+)?\Z"
)


class Part(NamedTuple):
    """Clauses about the same actions; `refs` is empty where none was named by reference.

    `prefix` is what was said before several actions were named one by one: it belongs to none.
    """

    refs: tuple[str, ...]
    unknown: tuple[Mark, ...]
    """References that the plan has not got."""
    clauses: tuple[Clause, ...]
    prefix: tuple[Clause, ...] = ()


def parts_of(clauses: Sequence[Clause]) -> list[Part]:
    """Divide a message: a clause that names other actions begins a part."""
    named = [_named(clause) for clause in clauses]
    first = next((place for place, marks in enumerate(named) if marks), None)
    if first is None:
        return [Part((), (), tuple(clauses))]
    starts: list[tuple[int, tuple[Mark, ...]]] = [(first, named[first])]
    for place in range(first + 1, len(clauses)):
        marks = named[place]
        if (
            marks
            and _refs(marks) != _refs(starts[-1][1])
            and not _only_mentions(clauses[place], marks)
        ):
            starts.append((place, marks))
    loose = first if len(starts) > 1 and clauses[first].stop else 0
    begins = [loose, *(place for place, _ in starts[1:])]
    ends = [*begins[1:], len(clauses)]
    return [
        Part(
            refs=tuple(mark.value.ref for mark in marks if mark.value.known),
            unknown=tuple(mark for mark in marks if not mark.value.known),
            clauses=tuple(clauses[begin:end]),
            prefix=tuple(clauses[:loose]) if number == 0 else (),
        )
        for number, ((_, marks), begin, end) in enumerate(zip(starts, begins, ends, strict=True))
    ]


def _refs(marks: Iterable[Mark]) -> frozenset[str]:
    return frozenset(mark.value.ref for mark in marks)


def _named(clause: Clause) -> tuple[Mark, ...]:
    """The first references of a clause that stand together: "PT-01 and RK-04"."""
    marks = clause.marks("ref")
    together = list(marks[:1])
    for mark in marks[1:]:
        between = clause.message.folded[together[-1].end : mark.start]
        if not CONNECTORS.fullmatch(between):
            break
        together.append(mark)
    return tuple(dict.fromkeys(together))


def _only_mentions(clause: Clause, marks: tuple[Mark, ...]) -> bool:
    """Whether the references stand in a clause about something else: "held up by RK-02"."""
    before = clause.message.folded[clause.start : marks[0].start]
    return (
        bool(MENTIONED.search(before))
        and not clause.marks("percent", "rating")
        and "no_change" not in clause.acts
        and len(before.split()) > 1
    )
