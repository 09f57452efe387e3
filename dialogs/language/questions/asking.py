"""What a question names: themes, actions, roles, partners, sources, periods, found when needed."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from dialogs.language.dates.periods import Period, period_in
from dialogs.language.lazily import lazily
from dialogs.language.naming import Named, organisations_named, roles_named, sources_named
from dialogs.language.naming.actions import Scored, actions_by_words
from dialogs.language.naming.stems import listed
from dialogs.language.naming.themes import SHARED, WEAKLY, themes_named
from dialogs.language.phrases import folded
from dialogs.language.questions.shape import FEW, WORD, Shape, ratings, tables
from dialogs.language.references import action_references, risk_references
from dialogs.language.situation import Situation
from storage.vocabulary import Rating

NAMED_THEME = re.compile(
    r"(?<!\w)(?:the\s|our\s)?(?P<before>[^\W\d_]{3,}(?:\s(?:and|&|of)\s[^\W\d_]{3,}|\s[^\W\d_]{3,})?)"
    r"\s(?:theme|workstream|work\sstream|strand)(?!\w)"
    r"|(?<!\w)(?:theme|workstream|strand)\s(?:of\s|called\s)?(?P<after>[^\W\d_]{3,})"
)
ENOUGH, CLEARLY, WINNING = 0.6, 0.9, 1.25
SINCE = re.compile(r"(?<!\w)since(?!\w)", re.IGNORECASE)
BESIDES = 0.2
"""What must be said of an action besides the words that name a theme or a partner."""


class Asking:
    """One message, who asks and when; everything is looked up once, and only if a rule needs it."""

    def __init__(self, text: str, situation: Situation) -> None:
        self.text = text
        self.situation = situation
        self.directory = situation.directory
        self.folded = folded(text)
        self._references = action_references(text, self.directory)
        self.refs = [found.ref for found in self._references]
        self.shape = Shape(self._marked())

    def _marked(self) -> str:
        """The folded text with references and ratings as @ref, @risk, @rating."""
        marked = self.folded
        spans = [(f.start, f.end, "@ref") for f in self._references]
        taken = [(start, end) for start, end, _ in spans]
        for risk in risk_references(self.folded):
            if not any(start < risk.end and risk.start < end for start, end in taken):
                spans.append((risk.start, risk.end, "@risk"))
        for start, end, name in sorted(spans, reverse=True):
            marked = f"{marked[:start]}{name}{marked[end:]}"
        return ratings().pattern.sub("@rating", marked)

    # ---- what it names -------------------------------------------------------------------------

    @lazily
    def themes(self) -> list[Named]:
        found = themes_named(self.text, self.directory, least=WEAKLY)
        longer = [*self.roles, *self.partners]
        return [
            one
            for one in found
            if not any(
                other.start <= one.start
                and one.end <= other.end
                and other.end - other.start > one.end - one.start
                for other in longer
            )
        ]

    @lazily
    def theme_candidates(self) -> tuple[str, ...]:
        """Themes that the words may mean: one, several, or none."""
        sure = [one for one in self.themes if one.score >= SHARED]
        if not sure:
            return ()
        best = max(sure, key=lambda one: one.score)
        beside = [one.what for one in sure if (one.start, one.end) == (best.start, best.end)]
        return tuple(dict.fromkeys(beside))

    @lazily
    def theme(self) -> str | None:
        """The one theme that is meant for sure."""
        return self.theme_candidates[0] if len(self.theme_candidates) == 1 else None

    @lazily
    def faint_theme(self) -> str | None:
        """The theme that a word names which is also said of other things."""
        return self.themes[0].what if self.themes else None

    @lazily
    def unknown_theme(self) -> str | None:
        """What is called a theme and is none of the plan's."""
        if self.theme_candidates:
            return None
        match = NAMED_THEME.search(self.shape.text)
        said = (match["before"] or match["after"]) if match else None
        words = [w for w in WORD.findall(said or "") if w not in listed("small")]
        return (
            " ".join(words) if words and words[-1] not in tables()["asking"]["no_themes"] else None
        )

    @lazily
    def led_theme(self) -> str | None:
        """The theme of the channel, or the only one that the person leads."""
        if self.situation.earlier.channel:
            return self.situation.earlier.channel
        led = [t.code for t in self.directory.themes if self.situation.person.leads(t.code)]
        return led[0] if len(led) == 1 else None

    @lazily
    def roles(self) -> list[Named]:
        return roles_named(self.text, self.directory)

    @lazily
    def partners(self) -> list[Named]:
        return organisations_named(self.text, self.directory)

    @lazily
    def sources(self) -> list[Named]:
        found = sources_named(self.text, self.directory)
        return [
            one
            for one in found
            if not any(role.start < one.end and one.start < role.end for role in self.roles)
        ]

    @lazily
    def rating(self) -> Rating | None:
        found = ratings().pattern.search(self.folded)
        return ratings().means[found[0]] if found else None

    @lazily
    def period(self) -> Period | None:
        return self._period_in(self.text, None)

    @lazily
    def past_period(self) -> Period | None:
        """The same for a question about what has been: a day without a year was the last."""
        return self._period_in(self.text, "past")

    @property
    def since_period(self) -> Period | None:
        """The period that begins with "since", where the text has it beside other days."""
        place = SINCE.search(self.text)
        return self._period_in(self.text[place.start() :], "past") if place else None

    @lazily
    def coming_period(self) -> Period | None:
        """The same for a question about what is due: a day without a year is the next."""
        return self._period_in(self.text, None if self.shape.has("was") else "future")

    def _period_in(self, text: str, prefer: Literal["past", "future"] | None) -> Period | None:
        boards = [day for _, day in self.directory.meetings]
        return period_in(text, self.situation.today, boards=boards, prefer=prefer)

    @property
    def today(self) -> date:
        return self.situation.today

    # ---- which action --------------------------------------------------------------------------

    @lazily
    def action(self) -> str | None:
        """The action named by reference, clearly by words, or as the one just spoken of."""
        return self.named_action or self._just_spoken_of()

    @lazily
    def named_action(self) -> str | None:
        return self.refs[0] if self.refs else self._by_words(CLEARLY)

    @lazily
    def likely_action(self) -> str | None:
        """As `action`, where an action is surely meant and one word has to do."""
        return self.action or self._by_words(ENOUGH)

    def _by_words(self, enough: float) -> str | None:
        mine = {action.ref for action in self.situation.own}
        own = self._clear([one for one in self._scored if one.ref in mine], CLEARLY)
        everywhere = self._clear(self._scored, enough)
        found = own if own and own in {one.ref for one in self._scored[:3]} else everywhere
        if found is None or not (self.partners or self._sure_themes):
            return found
        besides = {one.ref: one.score for one in self._scored_besides_names}
        return found if besides.get(found, 0) >= BESIDES else None

    @property
    def _sure_themes(self) -> list[Named]:
        return [theme for theme in self.themes if theme.score >= SHARED]

    def _clear(self, scored: Sequence[Scored], enough: float) -> str | None:
        if not scored or scored[0].score < enough:
            return None
        if len(scored) > 1 and scored[0].score < WINNING * scored[1].score:
            return None
        return scored[0].ref

    @lazily
    def _scored(self) -> list[Scored]:
        return actions_by_words(_asked_words(self.text), self.directory)

    @lazily
    def _scored_besides_names(self) -> list[Scored]:
        """The actions that the words mean besides those that name a theme or a partner."""
        text = self.text
        for named in (*self._sure_themes, *self.partners):
            text = text[: named.start] + " " * (named.end - named.start) + text[named.end :]
        return actions_by_words(_asked_words(text), self.directory)

    def _just_spoken_of(self) -> str | None:
        """What "it" means: the action of the last update, or the only one there is."""
        short = self.shape.words <= FEW and not self.shape.has("many")
        if not short or self.themes or not self.shape.has("it"):
            return None
        last = (self.situation.earlier.last_update or {}).get("action")
        mine = [action.ref for action in self.situation.own if action.open]
        return str(last) if last else mine[0] if len(mine) == 1 else None

    # ---- whose ---------------------------------------------------------------------------------

    @lazily
    def own(self) -> bool:
        return self.shape.has("own") and not self.shape.has("not_own") and not self.theirs

    @lazily
    def theirs(self) -> bool:
        return self.shape.has("my_theme") or (
            self.shape.has("my_people") and self.led_theme is not None
        )

    @lazily
    def everywhere(self) -> bool:
        return self.shape.has("all")


@lru_cache
def _question_words() -> frozenset[str]:
    """Words that ask for something of an action and are no word of its title."""
    return frozenset(tables()["asking"]["about_actions"])


def _asked_words(text: str) -> str:
    """The text without the words that only ask."""
    return WORD.sub(
        lambda match: " " * len(match[0]) if match[0].lower() in _question_words() else match[0],
        text.replace("audit trail", "           "),
    )
