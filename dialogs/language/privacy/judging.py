"""The verdict on a text: what in it is personal data, what is done, and what is left without it."""

import re
from collections.abc import Iterator, Sequence

from dialogs.language.privacy.attested import attested
from dialogs.language.privacy.births import births
from dialogs.language.privacy.cleaning import BRACKETED, Part, without, worth_keeping
from dialogs.language.privacy.fiction import fiction
from dialogs.language.privacy.files import FILE, FILE_HINT, URL, files_in, link_findings
from dialogs.language.privacy.homes import homes
from dialogs.language.privacy.identifiers import identifiers
from dialogs.language.privacy.in_words import Looked, look_at_words
from dialogs.language.privacy.kinds import PASSED, Found, Kind, Ruling, Verdict
from dialogs.language.privacy.plan import PlanWords, plan_words
from dialogs.language.privacy.references import references
from dialogs.language.privacy.seen import Seen, as_seen
from dialogs.language.privacy.swept import swept
from dialogs.language.privacy.tokens import HIDDEN
from storage.directory import Directory

AGAIN = 4
"""So often is a cleaned text cleaned once more before it is given up."""
LINK = "[a link]"
SOFT = "¬"
"""What stands for a character of which a soft note is made."""


def judge(text: str, directory: Directory, *, after_hold: bool = False) -> Verdict:
    """What is to be done with a text that somebody typed.

    `after_hold` says that a message of the same person was held just before: then a first name
    without any context is the child's.
    """
    plan = plan_words(directory)
    seen = as_seen(text)
    looked = _looked(seen.text, plan, bare=after_hold)
    if not looked.held and not looked.live:
        return _warned(seen, looked.warned)
    parts = [*looked.held, *looked.warned]
    found = tuple(_found(seen, parts))
    if looked.live:
        whole = Found(Kind.LIVE_SAFEGUARDING, 0, len(text))
        return Verdict(Ruling.HOLD, (*found, whole))
    typed = [_typed(seen, part) for part in parts]
    return Verdict(Ruling.HOLD, found, _cleaned(text, typed, plan, bare=after_hold))


def _warned(seen: Seen, warned: Sequence[Part]) -> Verdict:
    return Verdict(Ruling.WARN, tuple(_found(seen, warned))) if warned else PASSED


def _found(seen: Seen, parts: Sequence[Part]) -> Iterator[Found]:
    """What was found where it was typed, without what lies in another find of the kind."""
    reached: dict[Kind, int] = {}
    for part in sorted(parts, key=lambda part: (part.start, -part.end)):
        if part.end > reached.get(part.kind, -1):
            reached[part.kind] = part.end
            yield Found(part.kind, *seen.original(part.start, part.end))


def _typed(seen: Seen, part: Part) -> Part:
    start, end = seen.original(part.start, part.end)
    return Part(part.kind, start, end, part.instead)


def _cleaned(text: str, parts: Sequence[Part], plan: PlanWords, *, bare: bool) -> str | None:
    """The text without its parts, looked at again until nothing more is found."""
    link = any(part.instead == LINK for part in parts)
    cleaned = without(text, parts)
    for _ in range(AGAIN):
        seen = as_seen(cleaned)
        looked = _looked(seen.text, plan, bare=bare)
        if looked.live:
            return None
        if not looked.held:
            return cleaned if worth_keeping(cleaned, link=link) else None
        more = [*looked.held, *looked.warned]
        cleaned = without(cleaned, [_typed(seen, part) for part in more])
    return None


def _looked(text: str, plan: PlanWords, *, bare: bool) -> Looked:
    """What is to be taken out, what is only to be warned of, and whether a concern is live.

    What is told of somebody invented is left alone; it is looked for where anything was found.
    """
    if "[" in text:
        text = BRACKETED.sub(_hidden, text)
    looked = _looked_at(text, plan, bare=bare)
    if (looked.held or looked.live) and (invented := fiction(text)):
        looked = _looked_at(_softened(text, invented), plan, bare=bare)
    return looked


def _looked_at(text: str, plan: PlanWords, *, bare: bool) -> Looked:
    looked = Looked()
    if "//" in text or "www." in text.lower():
        for match in URL.finditer(text):
            found = link_findings(match[0], plan, match.start())
            looked.held += [Part.of(one, LINK) for one in found]
        text = URL.sub(_hidden, text)
    if FILE_HINT.search(text):
        looked.held += [Part.of(one, LINK) for one in files_in(text, plan)]
        text = FILE.sub(_hidden, text)
    _look_at_figures(text, plan, looked)
    look_at_words(_without_figures(text, looked), plan, looked, bare=bare)
    taken = [(part.start, part.end) for part in looked.held]
    for one in attested(text, plan.words):
        if not any(start <= one.start and one.end <= end for start, end in taken):
            looked.held.append(Part.of(one))
    if looked.held:
        looked.held += swept(_without_figures(text, looked), looked.held)
    return looked


def _look_at_figures(text: str, plan: PlanWords, looked: Looked) -> None:
    """Numbers, dates and addresses, each by its own form; the surest first."""
    for one, sure in identifiers(text, plan.email_domains):
        (looked.held if sure else looked.warned).append(Part.of(one))
    taken = [(part.start, part.end) for part in looked.held + looked.warned]
    for one in (*births(text), *references(text), *homes(text, plan.codes)):
        if not any(one.start < end and start < one.end for start, end in taken):
            looked.held.append(Part.of(one))


def _softened(text: str, parts: Sequence[tuple[int, int]]) -> str:
    for begins, ends in parts:
        text = f"{text[:begins]}{SOFT * (ends - begins)}{text[ends:]}"
    return text


def _hidden(match: re.Match[str]) -> str:
    return HIDDEN * len(match[0])


def _without_figures(text: str, looked: Looked) -> str:
    """The text without what was found in it already."""
    if not (looked.held or looked.warned):
        return text
    chars = list(text)
    for parts, hides in ((looked.warned, SOFT), (looked.held, HIDDEN)):
        for part in parts:
            chars[part.start : part.end] = hides * (part.end - part.start)
    return "".join(chars)
