"""A message is heard once: may it be kept, and what does it mean as far as it may."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.language.meaning import Intent, Understanding
from dialogs.language.privacy import (
    Found,
    Kind,
    Ruling,
    Verdict,
    judge,
    judge_file_name,
    judge_link,
)
from dialogs.language.situation import Earlier, Situation
from dialogs.language.understanding import understand
from storage.directory import Directory
from storage.people import Person
from storage.plan import Action

LINK = re.compile(r"https?://\S+", re.IGNORECASE)
LINK_TAKEN_OUT = "[a link]"
WORST_FIRST = (Ruling.HOLD, Ruling.WARN)


@dataclass(frozen=True, slots=True)
class Heard:
    """Whether a message may be kept, and its meaning: of a held one, of what is left of it."""

    verdict: Verdict
    understanding: Understanding

    @property
    def held(self) -> bool:
        """Whether the message itself must not be kept."""
        return self.verdict.ruling is Ruling.HOLD

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of personal data in it, each once."""
        return self.verdict.kinds


def listen(text: str, situation: Situation, *, offered: bool = False) -> Heard:
    """Judge a message with its links and the names of its files, and understand what may stay.

    `offered` words are a button's: they go on with no message that was held just before.
    """
    verdict, files = judged(text, situation, offered=offered)
    if verdict.ruling is not Ruling.HOLD:
        return Heard(verdict, understand(text, situation))
    if Kind.LIVE_SAFEGUARDING in verdict.kinds:
        return Heard(verdict, Understanding(intent=Intent.SAFEGUARDING_CONCERN))
    if verdict.cleaned is None:
        return Heard(verdict, Understanding(intent=Intent.UNCLEAR))
    return Heard(verdict, understand(verdict.cleaned, _WithFiles(situation, files)))


def judged(
    text: str, situation: Situation, *, offered: bool = False
) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on all of a message, and those of its files that may be named.

    A file's name is no part of the text: what is found in it stands at the text's end.
    """
    directory, earlier = situation.directory, situation.earlier
    after_hold = not offered and bool(earlier.blocked_message)
    words = judge(text, directory, after_hold=after_hold)
    if not earlier.attachments and not LINK.search(text):
        kept = words.cleaned if words.ruling is Ruling.HOLD else text
        return Verdict(words.ruling, words.found, kept), ()
    links = [_link(match, directory) for match in LINK.finditer(text)]
    files = {name: judge_file_name(name, directory) for name in earlier.attachments}
    found = [
        *words.found,
        *(one for link in links for one in link.found),
        *(Found(one.kind, len(text), len(text)) for file in files.values() for one in file.found),
    ]
    rulings = [words.ruling, *(link.ruling for link in links), *(f.ruling for f in files.values())]
    telling = [link.address for link in links if link.ruling is Ruling.HOLD]
    rest = _without(text, telling)
    again = judge(rest, directory, after_hold=after_hold) if telling else words
    kept = again.cleaned if again.ruling is Ruling.HOLD else rest
    verdict = Verdict(_worst(rulings), tuple(dict.fromkeys(found)), kept)
    return verdict, tuple(name for name, file in files.items() if file.ruling is not Ruling.HOLD)


def _without(text: str, links: Iterable[str]) -> str:
    for link in links:
        text = text.replace(link, LINK_TAKEN_OUT)
    return text


@dataclass(frozen=True, slots=True)
class _Link:
    """An address in a message, and what is to be thought of it."""

    address: str
    ruling: Ruling
    found: tuple[Found, ...]


def _link(match: re.Match[str], directory: Directory) -> _Link:
    verdict, at = judge_link(match[0], directory), match.start()
    found = (Found(one.kind, one.start + at, one.end + at) for one in verdict.found)
    return _Link(match[0], verdict.ruling, tuple(found))


def _worst(rulings: Collection[Ruling]) -> Ruling:
    return next((ruling for ruling in WORST_FIRST if ruling in rulings), Ruling.PASS)


class _WithFiles:
    """The same situation with other files."""

    def __init__(self, situation: Situation, files: Sequence[str]) -> None:
        self._situation = situation
        self.today: date = situation.today
        self.person: Person = situation.person
        self.directory: Directory = situation.directory
        self.earlier: Earlier = situation.earlier.model_copy(update={"attachments": files})

    @property
    def own(self) -> Sequence[Action]:
        return self._situation.own

    def actions(self, refs: Collection[str]) -> Mapping[str, Action]:
        return self._situation.actions(refs)
