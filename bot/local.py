"""Local mode: a clock that can be moved, and becoming anyone of the sample plan (/as, /clock)."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from rapidfuzz import fuzz, process, utils

from dialogs.help import plain
from dialogs.messages import Line, Message, Place, Reply, Sender
from dialogs.wording import day_and_clock
from storage.calendar import LONDON, at_london, london, london_date
from storage.database import Database
from storage.digests import next_instant
from storage.people import Person
from storage.record import Record

YOU_ARE = "You are: {who}"
NO_SUCH_ROLE = (
    "There is no role like that. For example: /as Head of HR and Organisational Development"
)
BAD_CLOCK = "I cannot read that. For example: /clock thu 13:00 or /clock 2022-11-17T13:00"
CLOCK_SET = "It is now {now}."
ONLY_FORWARD = "The clock only goes forward; it is {now}."
NOTHING_DUE = "Nothing fell due on the way."
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMED_DAY = re.compile(r"([a-z]{3})[a-z]*\s+(\d{1,2})[:.](\d{2})", re.IGNORECASE)
CLOSE_ENOUGH = 80
FARTHEST = timedelta(weeks=60)


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

    async def _become(self, message: Message, role: str) -> Reply:
        def work(record: Record) -> tuple[Person, str] | None:
            person = _closest(record.people.all(), role)
            if person is None:
                return None
            sender = _account(record, person, message.sender.tenant_id)
            if message.place is Place.PERSONAL:
                record.channels.remember(replace(message.address, person_id=person.id))
            self._acting[message.sender] = sender
            return person, _who(record, person)

        found = await self._database.run(self._clock(), work)
        return plain(YOU_ARE.format(who=found[1]) if found else NO_SUCH_ROLE)

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


def _closest(people: tuple[Person, ...], role: str) -> Person | None:
    titles = {person.id: title.title for person in people for title in person.roles}
    found = process.extractOne(
        role,
        titles,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=CLOSE_ENOUGH,
    )
    return next((person for person in people if found and person.id == found[2]), None)


def _account(record: Record, person: Person, tenant_id: str) -> Sender:
    """The account of a person; somebody who never wrote gets one of this machine's own."""
    tenant, entra = record.people.account_of(person.id) or (tenant_id, f"local-{person.id}")
    if entra == f"local-{person.id}":
        record.people.bind(tenant, entra, [person.email])
    return Sender(tenant, entra)


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
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
