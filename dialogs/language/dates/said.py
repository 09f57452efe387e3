"""What stands around a match of a pattern of dates, and the day that comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from dialogs.language.dates.arithmetic import Days
from dialogs.language.dates.when import Shift, When
from dialogs.language.dates.words import Token, grammar, listed
from dialogs.language.lazily import lazily

CLAUSE = 12
"""So many words before a day may hold the verb that it belongs to."""
BRIEF_CLAUSE = 6
"""So many words after "Friday's" may hold its verb."""
BRIEF = 12
"""An answer that names nothing but a time has no more words than that."""
NOTHING = Token("stop", None, "", 0, 0)
NOUNS = {"school", "break", "tail", "turn", "rest", "same"}
NEGATED = {"before": "from", "until": "from", "later": "by", "after": "by"}
"""Not before is from, not later than is by."""
OR_ON = {"before": "by", "after": "from"}
"""On or before, on or after: the day itself too."""


def _as_noun(token: Token) -> Token:
    """School and break are of holidays only within a pattern; beside a date they are nouns."""
    return token._replace(kind="unknown") if token.kind in NOUNS else token


@dataclass
class Said:
    """A match of a pattern in a message, and all that its reading may depend on."""

    tokens: Sequence[Token]
    begin: int
    end: int
    today: date
    boards: tuple[date, ...] = ()
    prefers_past: bool = False
    loose: bool = False
    """A question: a month may stand without a word before it."""
    earlier: Sequence[When] = field(default=())

    def matched(self, begin: int, end: int, earlier: Sequence[When]) -> "Said":
        """The same message, of another match."""
        return Said(
            self.tokens,
            begin,
            end,
            self.today,
            self.boards,
            self.prefers_past,
            self.loose,
            earlier,
        )

    @property
    def part(self) -> Sequence[Token]:
        """What was matched."""
        return self.tokens[self.begin : self.end]

    def find(self, *kinds: str) -> Any:
        """The value of the first word of these kinds, None if there is none."""
        return next((token.value for token in self.part if token.kind in kinds), None)

    def all(self, *kinds: str) -> list[Any]:
        """The values of all words of these kinds."""
        return [token.value for token in self.part if token.kind in kinds]

    def within(self, begin: int, end: int) -> "Said":
        """Another stretch of the same message."""
        return replace(self, begin=begin, end=end)

    def before(self, steps: int = 1) -> Token:
        """The word before the match, or an empty one."""
        place = self.begin - steps
        return _as_noun(self.tokens[place]) if place >= 0 else NOTHING

    @property
    def after(self) -> Token:
        """The word after the match, or an empty one."""
        return _as_noun(self.tokens[self.end]) if self.end < len(self.tokens) else NOTHING

    @property
    def but_one(self) -> bool:
        """Next Friday but one."""
        return [token.text for token in self.tokens[self.end : self.end + 2]] == ["but", "one"]

    @property
    def alone(self) -> bool:
        """Nothing else was said."""
        if len(self.tokens) > BRIEF:
            return False
        rest = [*self.tokens[: self.begin], *self.tokens[self.end :]]
        return all(token.kind in {"stop", "filler", "comma", "about", "plus"} for token in rest)

    @lazily
    def lead_at(self) -> int:
        """Where the word stands that says how the day stands to what is told; -1 for none."""
        place = self.begin - 1
        while place >= 0 and place > self.begin - CLAUSE:
            token = self.tokens[place]
            if token.kind in listed("lead", "skip"):
                place -= 1
            elif token.text in listed("lead", "closing_ends") and (steps := self._closing(place)):
                place -= steps
            else:
                break
        return place if place >= 0 and self._leads(place) else -1

    def _counts_to(self) -> bool:
        """A month before year end: not up to it."""
        place = self.lead_at - 1
        return (
            place >= 0
            and self.tokens[place].kind == "unit"
            and (place == 0 or self.tokens[place - 1].kind != "which")
        )

    def _closing(self, place: int) -> int:
        """How many words up to here are the hour of a day: cop, close of play, first thing."""
        words = [token.text for token in self.tokens[max(0, place - 2) : place + 1]]
        names = listed("lead", "closings")
        return next((n for n in (3, 2, 1) if " ".join(words[-n:]) in names), 0)

    def _leads(self, place: int) -> bool:
        return self.tokens[place].kind in listed("lead", "words") or self._pair(place) is not None

    def _pair(self, place: int) -> str | None:
        if place == 0:
            return None
        pair = f"{self.tokens[place - 1].text} {self.tokens[place].text}"
        found: str | None = grammar()["lead"]["pairs"].get(pair)
        return found

    @lazily
    def lead(self) -> str:
        """That word in its usual form: by, before, until ...; "" for none."""
        if self.lead_at < 0:
            return ""
        pair = self._pair(self.lead_at)
        kind = pair or self.tokens[self.lead_at].kind
        before = self.tokens[self.lead_at - (2 if pair else 1)] if self.lead_at > 0 else NOTHING
        if before.kind == "or" and kind in OR_ON:
            return OR_ON[kind]
        if before.kind == "not" or before.text in {"no", "any"}:
            return NEGATED.get(kind, kind) if pair or before.kind == "not" else kind
        return kind

    @property
    def back(self) -> bool:
        """Whether the latest such day is meant rather than the next."""
        if self.lead == "since" or self.prefers_past:
            return True
        if self.after.text in listed("looking_back", "after") or self._happened_on():
            return True
        if self.lead == "to" and self.lead_at > 0:
            return self.tokens[self.lead_at - 1].text == "backdated"
        return self.part[-1].kind in {"weekday", "weekdays"} and (self._owned() or self._began())

    def _began(self) -> bool:
        """Testing began mon, the pilot kicked off weds; not: will be sent mon."""
        if self.lead_at >= 0 or self.begin < 1:
            return False
        clause = self.tokens[max(0, self.begin - BRIEF_CLAUSE) : self.begin]
        words = [token.text for token in clause]
        unsaid = listed("looking_back", "ahead") | listed("looking_back", "passive")
        if any(word in unsaid for word in words):
            return False
        both = words[-2:-1] and words[-2] in listed("looking_back", "began_first")
        return words[-1] in listed("looking_back", "began") or bool(
            both and words[-1] in listed("looking_back", "began_then")
        )

    def _owned(self) -> bool:
        """Friday's update has been written; Monday's panel went well."""
        day = self.part[-1]
        if day.kind == "weekday" and not day.text.endswith("'s"):
            return False
        clause = []
        for token in self.tokens[self.end : self.end + CLAUSE]:
            if token.kind in {"stop", "comma"}:
                break
            clause.append(token.text)
        if any(word in listed("looking_back", "ahead") for word in clause):
            return False
        if self.after.text in listed("looking_back", "written"):
            return self.lead not in {"by", "before", "until", "for"}
        return any(map(self._is_past, clause[1:BRIEF_CLAUSE])) or self._was_at()

    def _was_at(self) -> bool:
        """We agreed it at Tuesday's board, missed Friday's deadline; not: to be agreed at it."""
        clause = self.tokens[max(0, self.begin - BRIEF_CLAUSE) : self.begin]
        words = [token.text for token in clause if token.kind != "the"]
        unsaid = listed("looking_back", "ahead") | {"be", "to", "get"}
        if not words or any(word in unsaid for word in words):
            return False
        return any(map(self._is_past, words if self.lead in {"at", "on"} else words[-1:]))

    def _is_past(self, verb: str) -> bool:
        """Not: is cancelled, has been moved."""
        if verb in listed("looking_back", "to_come") or verb in listed("looking_back", "undone"):
            return False
        strong = verb in listed("looking_back", "verbs") or verb in listed("looking_back", "strong")
        return strong or (len(verb) > 4 and verb.endswith("ed"))

    def _happened_on(self) -> bool:
        if self.lead not in {"on", "at"}:
            return False
        return self._just_happened() or self._did() or self._we_did()

    def _we_did(self) -> bool:
        """On 3 Oct we agreed."""
        following = self.tokens[self.end : self.end + 2]
        if len(following) < 2 or following[0].text not in listed("looking_back", "who"):
            return False
        verb = following[1].text
        return verb in listed("looking_back", "strong") or (len(verb) > 4 and verb.endswith("ed"))

    def _did(self) -> bool:
        """We did the last two briefings on Tues."""
        clause = []
        for token in reversed(self.tokens[max(0, self.lead_at - CLAUSE) : self.lead_at]):
            if token.kind in {"stop", "comma"}:
                break
            clause.append(token.text)
        ahead = any(word in listed("looking_back", "ahead") for word in clause)
        return not ahead and any(word in listed("looking_back", "strong") for word in clause)

    def _just_happened(self) -> bool:
        if self.lead_at < 1:
            return False
        verb = self.tokens[self.lead_at - 1].text
        helper = self.tokens[self.lead_at - 2].text if self.lead_at > 1 else ""
        if verb in listed("looking_back", "to_come") or helper in listed("looking_back", "passive"):
            return False
        return verb in listed("looking_back", "verbs") or (len(verb) > 4 and verb.endswith("ed"))

    def when(
        self,
        days: Days | date,
        *,
        day: date | None = None,
        exact: bool = False,
        vague: bool = False,
        rival: date | None = None,
        bare_ordinal: bool = False,
        mismatch: bool = False,
        shift: Shift | None = None,
        relative_to_due: bool = False,
    ) -> When:
        """These days, standing where the match stands, with its lead taken into account."""
        first, last = days if isinstance(days, tuple) else (days, days)
        day = day or last
        lead = "" if relative_to_due else self.lead
        if lead in {"before", "after"} and self._counts_to():
            vague, exact = True, False
        if lead in {"since", "from"}:
            day = first
        elif lead == "before" and not vague:
            last = day = first - timedelta(days=1)
            first, exact = min(self.today, last), False
        elif lead == "after" and last >= self.today and not vague:
            first = last = day = last + timedelta(days=1)
            vague, exact = True, False
        return When(
            first=first,
            last=last,
            start=self.part[0].start,
            end=self.part[-1].end,
            day=day,
            exact=exact,
            relative_to_due=relative_to_due,
            vague=vague,
            past=last < self.today and not relative_to_due,
            lead=lead,
            bare_ordinal=bare_ordinal,
            rival=rival,
            mismatch=mismatch,
            shift=shift,
        )
