"""Orders to the bot itself, given in a channel: link it to a theme, post a summary now."""

import re
from dataclasses import dataclass

LINK = re.compile(
    r"link (?:this )?(?:channel|team)(?: (?:to|with|for))? +(?:the )?(?P<theme>.+)", re.IGNORECASE
)
POST = re.compile(
    r"post (?:the |a )?(?:weekly )?(?:(?P<before>.+?) )?summary"
    r"(?: (?:for|of) (?:the )?(?P<after>.+?))?(?: now)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LinkChannel:
    """Send a theme's weekly summary to this channel; the theme is as it was typed."""

    theme: str


@dataclass(frozen=True, slots=True)
class PostSummary:
    """Post an extra summary now; the theme is as it was typed, "" if none was named."""

    theme: str


def command_in(text: str) -> LinkChannel | PostSummary | None:
    """The command that a message is, if it is one."""
    words = " ".join(text.split()).rstrip(".!? ")
    if match := LINK.fullmatch(words):
        return LinkChannel(match["theme"].strip())
    if match := POST.fullmatch(words):
        return PostSummary((match["before"] or match["after"] or "").strip())
    return None
