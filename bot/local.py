"""Local mode: a clock that can be moved, and becoming anyone of the sample plan (/as, /clock)."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from dialogs.help import plain
from dialogs.messages import Line, Message, Place, Reply, Sender
from dialogs.wording import day_and_clock
from storage.calendar import at_london, london, london_date
from storage.database import Database
from storage.digests import next_instant
from storage.people import Person
from storage.record import Record

YOU_ARE = "You are: {who}"
NOBODY = (
    "There is nobody like that in the plan. For example: /as Head of HR and Organisational "
    "Development"
)
BAD_CLOCK = "I cannot read that. For example: /clock thu 13:00 or /clock 2022-11-17T13:00"
CLOCK_SET = "It is now {now}."
ONLY_FORWARD = "The clock only goes forward; it is {now}."
NOTHING_DUE = "Nothing fell due on the way."
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMED_DAY = re.compile(r"([a-z]{3})[a-z]*\s+(\d{1,2})[:.](\d{2})", re.IGNORECASE)
CLOSE_ENOUGH = 80
FARTHEST = timedelta(weeks=60)
SAMPLE_PEOPLE = Path(__file__).parents[1] / "manifests/sample/people.json"
TENANT_ID = "7db57e57-5f4b-47f9-bd01-609a4d0c98e2"  # as in manifests/playground/planbot.yml


class LocalClock:
    """The time of day, moved: it runs on from where it was set."""

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = start - datetime.now(UTC) if start else timedelta()

    def __call__(self) -> datetime:
        """Now, on this clock."""
        return datetime.now(UTC) + self._ahead

    def move_to(self, moment: datetime) -> None:
        """Set the clock."""
        self._ahead = moment - datetime.now(UTC)


class LocalMode:
    """The two commands that exist in local mode only."""

    def __init__(
        self, database: Database, clock: LocalClock, tick: Callable[[], Awaitable[list[str]]]
    ) -> None:
        self._database = database
        self._clock = clock
        self._tick = tick
        self._acting: dict[Sender, Sender] = {}

    def acting(self, message: Message) -> Message:
        """The message as if sent by whom its sender has become."""
        return replace(message, sender=self._acting.get(message.sender, message.sender))

    async def command(self, message: Message) -> Reply | None:
        """Carry out /as or /clock; None if the message is neither."""
        word, _, rest = message.text.partition(" ")
        match word.lower():
            case "/as":
                return await self._become(message, rest.strip())
            case "/clock":
                return await self._move(rest.strip())
            case _:
                return None

    async def _become(self, message: Message, words: str) -> Reply:
        def work(record: Record) -> tuple[Person, str] | None:
            person = closest(record.people.all(), words)
            if person is None:
                return None
            sender = account_of(record, person, message.sender.tenant_id)
            record.people.bind(sender.tenant_id, sender.entra_id, [person.email])
            if message.place is Place.PERSONAL:
                record.channels.remember(replace(message.address, person_id=person.id))
            self._acting[message.sender] = sender
            return person, _who(record, person)

        found = await self._database.run(self._clock(), work)
        return plain(YOU_ARE.format(who=found[1]) if found else NOBODY)

    async def _move(self, words: str) -> Reply:
        now = self._clock()
        target = _moment(words, now)
        if target is None or target - now > FARTHEST:
            return plain(BAD_CLOCK)
        if target <= now:
            return plain(ONLY_FORWARD.format(now=day_and_clock(now)))
        happened = []
        while (instant := await self._next_due(target)) is not None:
            self._clock.move_to(instant)
            happened += await self._tick()
        self._clock.move_to(target)
        happened += await self._tick()
        now_it_is = CLOCK_SET.format(now=day_and_clock(target))
        lines = [*(happened or [NOTHING_DUE]), now_it_is]
        return Reply(first_line=now_it_is, blocks=tuple(Line(text=line) for line in lines))

    async def _next_due(self, until: datetime) -> datetime | None:
        """The next moment on the way at which something falls due."""
        now = self._clock()

        def work(record: Record) -> list[datetime]:
            return [next_instant(theme, now) for theme in record.plan.themes()]

        instants = await self._database.run(now, work)
        return min((instant for instant in instants if instant < until), default=None)


def closest(people: tuple[Person, ...], words: str) -> Person | None:
    """The person whose role title or name these words are most like, or None."""
    holders = [person for person in people if person.roles]
    called = [(title, person) for person in holders for title in _called(person)]
    found = process.extractOne(
        words,
        [title for title, _ in called],
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=CLOSE_ENOUGH,
    )
    return called[found[2]][1] if found else None


def account_of(record: Record, person: Person, tenant_id: str = TENANT_ID) -> Sender:
    """The account of a person; somebody who never wrote has the one that this machine gives them.

    People of the sample plan have the account that the look-alike gives them, so that nobody is
    bound to two.
    """
    bound = record.people.account_of(person.id)
    if bound:
        return Sender(*bound)
    return Sender(tenant_id, _sample_ids().get(person.email, f"local-{person.id}"))


def _called(person: Person) -> tuple[str, ...]:
    return (person.name, *(role.title for role in person.roles))


@lru_cache
def _sample_ids() -> Mapping[str, str]:
    """The Entra object ids of the sample plan's people, by email address."""
    people = json.loads(SAMPLE_PEOPLE.read_text(encoding="utf-8"))
    return {person["email"]: person["entra_id"] for person in people}


def _who(record: Record, person: Person) -> str:
    owned = [action.ref for action in record.plan.actions_of_roles(person.own_role_ids)]
    led = [f"lead of {theme.name}" for theme in record.plan.themes() if person.leads(theme.code)]
    shown = ", ".join([*led, *owned])
    return f"{person.roles[0].title} ({shown})" if shown else person.roles[0].title


def _moment(words: str, now: datetime) -> datetime | None:
    """Read "thu 13:00" as the next such moment, or an ISO date and time on a London clock."""
    if match := NAMED_DAY.fullmatch(words):
        name, hour, minute = match[1].lower(), int(match[2]), int(match[3])
        if name not in WEEKDAYS or hour > 23 or minute > 59:
            return None
        days = (WEEKDAYS.index(name) - london(now).weekday()) % 7
        moment = at_london(london_date(now) + timedelta(days=days), time(hour, minute))
        if moment > now:
            return moment
        return at_london(london_date(now) + timedelta(days=7), time(hour, minute))
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        return None
    return moment if moment.tzinfo else at_london(moment.date(), moment.time())
