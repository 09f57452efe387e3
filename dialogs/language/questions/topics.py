"""What a question is about where it names nothing of the plan, or hardly more than a theme."""

import re
from functools import lru_cache

from dialogs.language.naming.named import Named
from dialogs.language.questions.asking import Asking
from dialogs.language.questions.shape import plain, tables

MOST_OF_A_NAME = 4
WORD = re.compile(r"@?[^\W_]+(?:'[^\W_]+)*")
TYPED = re.compile(r"[^\W\d_]+")
ABOUT = r"(?P<{}>[a-z&' -]{{3,40}}?)"
PLACES = (
    r"(?<!\w)(?:status|state\sof\splay|position|latest|headlines|rag|brag|rag\srating|update|progress|overview"
    rf"|summary|picture)\s(?:report\s|check\s)?(?:of|on|for|with|in|across|regarding)\s(?:the\s)?{ABOUT.format('of')}",
    rf"(?<!\w)how(?:'s|\sis|\sare)\s(?:the\s)?{ABOUT.format('how')}\s(?:looking|doing|going|getting\son|coming\son"
    r"|coming\salong|shaping\sup|faring|holding\sup|progressing|performing)",
    rf"\A\W*(?:the\s)?{ABOUT.format('first')}\s(?:theme\s)?(?:status|rag|position|update|overview|rag\srating)",
    rf"(?<!\w)how\s(?:are|is)\s(?:things|it|we|they)\s(?:looking|going|getting\son|doing)\s(?:for|with|in|on)\s(?:the\s)?{ABOUT.format('things')}",
    rf"(?<!\w)where\s(?:are|have|do)\swe\s(?:(?:got|up|stand|at)\s)?(?:to\s)?(?:with|on|at\swith)\s(?:the\s)?{ABOUT.format('where')}",
    rf"(?<!\w)(?:update|fill|bring|catch|talk|walk|run|brief)\s(?:me|us)\s(?:in\s|up\s|through\s|up\sto\sdate\s|up\sto\sspeed\s)?(?:on|with|about)\s(?:the\s)?{ABOUT.format('told')}",
)
TOPIC = re.compile("|".join(rf"(?:{place}\s*(?:please)?\s*[?.!]*\Z)" for place in PLACES))


def strange_topic(asking: Asking) -> bool:
    """Something is asked about that the plan has not: it can only be meant as a theme."""
    match = TOPIC.search(asking.shape.text)
    said = next((part for part in match.groups() if part), "") if match else ""
    words = [word for word in said.split() if word not in listed("filling")]
    if not words or len(words) > MOST_OF_A_NAME or listed("elsewhere") & set(words):
        return False
    return not _somebody(asking.text, words)


def _somebody(text: str, words: list[str]) -> bool:
    """Whether the words are written like a person's name."""
    capitals = [
        word for word in TYPED.findall(text)[1:] if word[:1].isupper() and word.lower() in words
    ]
    return len(capitals) > 1 or (bool(capitals) and len(words) > len(capitals))


def says_more(asking: Asking) -> bool:
    """Whether more is named than the word that may mean a theme: "practice nurses"."""
    return strange_topic(asking) and bool(_besides(asking, asking.themes))


def nothing_else(asking: Asking) -> bool:
    """Whether only themes are named, and a day at most."""
    return not _besides(asking, asking.themes, with_period=False)


def asks_of_nothing(asking: Asking) -> bool:
    """Whether it asks how things stand and names nothing at all: "status?"."""
    words = WORD.findall(asking.shape.text)
    return all(word in listed("filling") or word.startswith("@") for word in words)


def _besides(asking: Asking, named: list[Named], *, with_period: bool = True) -> list[str]:
    """The words beside what is named, without those of any question."""
    text = asking.folded
    spans = [(one.start, one.end) for one in named]
    if not with_period and asking.period:
        spans.append((asking.period.start, asking.period.end))
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return [word for word in WORD.findall(plain(text)) if word not in listed("filling")]


@lru_cache
def listed(name: str) -> frozenset[str]:
    """One of the lists of single words."""
    return frozenset(tables()["asking"][name])
