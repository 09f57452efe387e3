"""Which action is meant where none is named by reference: the sender's own first, then by words."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from dialogs.language.clauses import Clause
from dialogs.language.naming import actions_by_words, themes_named
from dialogs.language.phrases import words
from dialogs.language.references import action_references
from dialogs.language.situation import Situation
from storage.directory import Directory
from storage.plan import Action

OWN_GROUP = re.compile(
    r"(?<!\w)(?:both(?:\s(?:of\s)?(?:mine|my\s\w+|them|these|actions|updates)(?!\w)|(?=\s*(?:\Z|[,.;!?]|"
    r"(?:still|now|are|at|is|on\strack|green|amber|red|unchanged|no|same|need|needs|slipp\w*|done|complete|til|till|until|"
    r"please|pls)(?!\w)|\d)))"
    r"|(?:either|neither|all|any)\sof\s(?:mine|my\s\w+|them|these)(?!\w)"
    r"|all\s(?:of\s)?(?:mine|my\s(?:actions?|ones|updates|stuff))(?!\w)|everything\s(?:of\smine|i\sown)(?!\w)"
    r"|(?:my|mine)\s(?:two|three|both|lot)(?!\w))"
)
THEME_GROUP = re.compile(
    r"(?<!\w)(?:all|every|everything|whole|entire|each)(?:\s(?:of|in|the|our|across|open))*\s"
)
WINNING = 1.25
"""How far the best match by words must stand above the next."""
ENOUGH = 0.5
PLENTY = 1.5


def open_own(situation: Situation) -> list[Action]:
    """The open actions that the sender reports on."""
    return [action for action in situation.own if action.open]


def owns_group(clauses: Sequence[Clause]) -> bool:
    """Whether all of the sender's own actions are meant: "both mine", "all of my actions"."""
    return any(OWN_GROUP.search(clause.plain) for clause in clauses)


def theme_group(text: str, plain: str, situation: Situation) -> str | None:
    """The code of a theme all of whose actions are meant: "all RK", "everything in workforce"."""
    match = THEME_GROUP.search(plain)
    if match is None:
        return None
    near = plain[match.start() : match.end() + 45]
    for theme in situation.directory.themes:
        if re.match(rf"{theme.code.lower()}(?!\w|-?\d)", plain[match.end() :]):
            return theme.code
    named = themes_named(near, situation.directory)
    return named[0].what if len(named) == 1 else None


def by_words(text: str, situation: Situation, among: Collection[str]) -> str | None:
    """The one of these actions that the words mean, if one stands clearly above the others."""
    scored = actions_by_words(text, situation.directory, among)
    if not scored or scored[0].score < ENOUGH:
        return None
    if len(scored) > 1 and scored[0].score < WINNING * scored[1].score:
        return None
    return scored[0].ref


def by_shared_words(text: str, situation: Situation, among: Sequence[str]) -> str | None:
    """The one action that shares most words with what was counted; None where two are level."""
    said = _telling(text)
    shared = sorted(
        (
            (len(said & (own_words(situation, ref) | measure_words(situation, ref))), ref)
            for ref in among
        ),
        reverse=True,
    )
    if not shared or shared[0][0] == 0 or (len(shared) > 1 and shared[1][0] == shared[0][0]):
        return None
    return shared[0][1]


def by_due_day(clauses: Sequence[Clause], situation: Situation) -> str | None:
    """The one own action that is due on the day that is named: "won't hit Friday"."""
    days = {
        mark.value.day for clause in clauses for mark in clause.marks("date") if mark.value.exact
    }
    due = [action.ref for action in open_own(situation) if action.due in days]
    return due[0] if len(due) == 1 else None


def asked_about(situation: Situation) -> list[str]:
    """The actions of the bot's last question."""
    asked = situation.earlier.bot_asked
    if not asked:
        return []
    return [r.ref for r in action_references(asked, situation.directory) if r.known]


def wider(situation: Situation) -> list[str]:
    """Actions beyond their own that somebody speaks about: a lead's theme, the office's plan."""
    directory = situation.directory
    person = situation.person
    if person.in_programme_office:
        return [action.ref for action in directory.actions]
    led = [theme.code for theme in directory.themes if person.leads(theme.code)]
    return [action.ref for action in directory.actions if action.theme in led] if led else []


def own_words(situation: Situation, ref: str) -> frozenset[str]:
    """The words that an action is known by."""
    return _words_of(situation.directory).get(ref, frozenset())


def measure_words(situation: Situation, ref: str) -> frozenset[str]:
    """The telling words of an action's success measure."""
    return _measures_of(situation.directory).get(ref, frozenset())


@lru_cache(maxsize=8)
def _words_of(directory: Directory) -> dict[str, frozenset[str]]:
    return {
        action.ref: _telling(f"{action.short_title} {action.title}") for action in directory.actions
    }


@lru_cache(maxsize=8)
def _measures_of(directory: Directory) -> dict[str, frozenset[str]]:
    return {action.ref: _telling(action.success_measure) for action in directory.actions}


SMALL = words("telling_nothing")


def _telling(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z][a-z'-]+", words.lower())) - SMALL
