"""The plan itself: two actions become one, or one is added; others than the office suggest."""

import re
from collections.abc import Sequence
from datetime import date

from dialogs.language.clauses import SPACE, Clause
from dialogs.language.marks import Marked
from dialogs.language.meaning import PlanChange, PlanChangeSuggestion
from dialogs.language.naming import roles_named, sources_named, themes_named
from dialogs.language.situation import Situation

INTO = re.compile(r"(?<!\w)(?:into|in\sto|to|under|with|in)\s\Z")
KEPT = re.compile(r"(?<!\w)keep(?:ing)?\s\Z")
HEAD = re.compile(
    r"(?<!\w)(?:(?:suggestion|idea|proposal|suggest(?:ing)?|propos(?:e|ing)|please|pls|can\s(?:you|we|i)|could\s(?:you|we))[\s:–—-]*)*(?:(?:for|in|on)\s[^:,;.–—-]{2,40}[:,–—-]\s*)?(?:(?:cd|cld|can|could|should|may)?\s?(?:we|i|i'?d|you)?\s?(?:should|could|need(?:s)?(?:\sto)?|want(?:s)?(?:\sto)?|would\slike(?:\sto)?|ought\sto)\s)?(?:add|adding|putting|having|creating|including|create|include|put\sin|raise|set\sup|insert|have|get)?\s?(?:an?|one|another|the)?\s?(?:new|extra|further|additional)?\s?(?:[a-z]{2,12}\s)?actions?(?:\s(?:be\s|is\s|to\sbe\s|should\sbe\s)?(?:added|included|put\sin|created|raised))?(?!\w)"
)
SUGGESTED = re.compile(
    r"(?<!\w)(?:suggest(?:ing|ion)?|propos(?:e|ing)|recommend(?:ing)?)\s(?:that\s)?(?:we\s)?"
    r"(?:add(?:ing)?|includ(?:e|ing)|creat(?:e|ing))\s(?=an?\s|another\s|some\s)"
)
"""What is suggested, without calling it an action."""
UNDER = re.compile(r"\s(?:under|to|in|on|for)\s(?:the\s)?(?P<theme>[^,;.]{2,45})\W*\Z")
WHERE = re.compile(
    r"\A[\s,:–—-]*(?:(?:to|for|in|under|on|into)\s(?:the\s)?(?P<theme>[^:;,.–—-]{2,45}?)(?=\s+(?:please|pls|plz|about)|\s*[:,;–—]|\s-\s|\s+(?:on|about|to|called|that|which|for|around)\s|\Z))?(?:\s(?:theme|please|pls|plz|too))*[\s,:;–—-]*(?:(?:about|around|called|titled|on|to|that|for|which\sis|re)\s)?"
)
TAIL = re.compile(
    r"[\s,;.(–—-]*(?:(?<!\w)owner\s?(?:is|:|=|to\sbe|will\sbe)?\s|(?<!\w)owned\sby\s|(?<!\w)due\s(?:by\s|date\s)?|(?<!\w)by\s(?=\d)|(?<!\w)source\s?(?:is|:)?\s|(?<!\w)from\s(?:the\s)?(?=jtai|national|review|inspection|ofsted|panel|mock|statement|board|iob|cqc|hmicfrs)|(?<!\w)(?:as\s)?(?:agreed|decided|approved|requested|asked\sfor)\s(?:at|by)\s|(?<!\w)(?:per|following)\s)"
)
AUTHORITY = re.compile(
    r"(?<!\w)(?:agreed|decided|approved|requested|asked\sfor|authorised|signed\soff|per|as\sper)\s"
    r"(?:at\s|by\s|with\s|from\s)?(?:the\s)?(?P<who>[^,;.()]+)"
    r"|(?<!\w)(?P<says>iob|improvement\sboard|board|the\slead|[a-z' ]{2,30}board)\s"
    r"(?:has\s|have\s)?(?:agreed|decided|approved|wants|want|asked|said|requested)"
)
OWNER = re.compile(
    r"(?<!\w)(?:owner|owned\sby|lead(?:\sofficer)?|responsible|for\sthe)\s?(?:is|:|=|to\sbe|will\sbe)?\s?(?:the\s)?"
)


def merged(message: Marked, situation: Situation) -> PlanChange | None:
    """One action is taken up in another."""
    refs = [mark for mark in message.marks if mark.kind == "ref" and mark.value.known]
    if len(refs) < 2:
        return None
    kept = next((r for r in refs if KEPT.search(message.folded[: r.start])), None)
    into = kept or next((r for r in refs[1:] if INTO.search(message.folded[: r.start])), refs[-1])
    from_ = next((mark for mark in refs if mark.value.ref != into.value.ref), None)
    if from_ is None:
        return None
    return PlanChange(
        kind="merge",
        from_=from_.value.ref,
        into=into.value.ref,
        authority=_authority(message),
        decided=_decided(message, situation),
    )


def added(
    message: Marked, clauses: Sequence[Clause], situation: Situation
) -> PlanChange | PlanChangeSuggestion | None:
    """An action that the plan is to have: from the office a change, from others a suggestion."""
    head = HEAD.search(message.folded)
    unnamed = None if head else SUGGESTED.search(message.folded)
    head = head or unnamed
    if head is None:
        return None
    title, theme = (_suggested if unnamed else _title)(message, head, situation)
    if not situation.person.in_programme_office:
        return PlanChangeSuggestion(theme=theme, title=title)
    decided = _decided(message, situation)
    dates = [mark.value.day for mark in message.marks if mark.kind == "date"]
    due = [day for day in dates if day != decided and day >= situation.today]
    owner = _owner(message, head.end(), situation)
    sources = sources_named(message.text[head.end() :], situation.directory)
    return PlanChange(
        kind="add_action",
        title=title,
        theme=theme,
        owner_role=owner,
        due=due[0] if due else None,
        source=sources[0].what if sources else _source_typed(message),
        authority=_authority(message),
        decided=decided,
    )


def _decided(message: Marked, situation: Situation) -> date | None:
    """The day on which it was decided: one that goes with the board, or has passed."""
    for mark in message.marks:
        if mark.kind != "date" or not mark.value.exact:
            continue
        if mark.value.day <= situation.today or DECIDED.search(message.folded[: mark.start]):
            day: date = mark.value.day
            return day
    return None


DECIDED = re.compile(
    r"(?<!\w)(?:agreed|decided|approved|board|iob|meeting|requested)(?:\s(?:on|at|of|the|board|iob|meeting|by))*\s\Z"
)
SOURCE = re.compile(r"(?<!\w)source\s?(?:is|:|=)?\s(?:the\s)?(?P<what>[^,;.()]+)")


def _source_typed(message: Marked) -> str | None:
    match = SOURCE.search(message.folded)
    return message.text[slice(*match.span("what"))].strip(SPACE) if match else None


def _authority(message: Marked) -> str | None:
    match = AUTHORITY.search(message.folded)
    if match is None:
        return None
    name = "who" if match["who"] else "says"
    return message.text[slice(*match.span(name))].strip(SPACE)


def _owner(message: Marked, start: int, situation: Situation) -> str | None:
    match = OWNER.search(message.folded, start)
    text = message.text[match.end() :] if match else message.text[start:]
    named = roles_named(text, situation.directory)
    return named[0].what if named else None


def _suggested(
    message: Marked, head: "re.Match[str]", situation: Situation
) -> tuple[str | None, str | None]:
    """What is suggested, as typed, and the theme that is named after it."""
    rest = message.text[head.end() :]
    under = UNDER.search(rest)
    named = themes_named(under["theme"], situation.directory) if under else []
    title = rest[: under.start()] if under and named else rest
    return title.strip(SPACE) or None, named[0].what if len(named) == 1 else None


def _title(
    message: Marked, head: "re.Match[str]", situation: Situation
) -> tuple[str | None, str | None]:
    """What the action is to be, as typed, and the theme that it belongs to."""
    rest = message.text[head.end() :]
    if colon := re.search(r":\s+(?=\S)", rest):
        before = themes_named(message.text[: head.end() + colon.start()], situation.directory)
        rest = rest[colon.end() :]
        tail = TAIL.search(rest.lower())
        title = rest[: tail.start()] if tail and tail.start() > 3 else rest
        return title.strip(SPACE) or None, before[0].what if len(before) == 1 else None
    where = WHERE.match(message.folded[head.end() :])
    named = themes_named(where["theme"], situation.directory) if where and where["theme"] else []
    theme = named[0].what if len(named) == 1 else None
    if where and (named or not where["theme"]):
        rest = rest[where.end() :]
    if theme is None:
        before = themes_named(message.text[: head.end()], situation.directory)
        theme = before[0].what if len(before) == 1 else None
    tail = TAIL.search(rest.lower())
    title = rest[: tail.start()] if tail and tail.start() > 3 else rest
    return title.strip(SPACE) or None, theme
