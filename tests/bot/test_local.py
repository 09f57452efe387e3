"""Local mode: whoever one becomes is that person, and the clock moves as one says."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import yaml

from bot.local import (
    BAD_CLOCK,
    NOBODY,
    SAMPLE_PEOPLE,
    TENANT_ID,
    LocalClock,
    LocalMode,
    account_of,
    closest,
)
from dialogs.messages import Message, Place, Sender
from dialogs.plain import as_text
from storage.calendar import LONDON
from storage.channels import Address
from storage.database import Database
from tests.databases import NOW
from tests.storage.conftest import (
    CHANNEL,
    HR_PARTNER,
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
    person,
    theme,
    turn,
)

VISITOR = Sender("tenant", "visitor")
SECOND = timedelta(seconds=1)


def said(text: str, place: Place = Place.PERSONAL) -> Message:
    """Something that the visitor says."""
    address = Address("tenant", "http://127.0.0.1:1/", "a:visitor", "28:planbot")
    return Message(VISITOR, place, address, "1", NOW, text)


@dataclass
class Tick:
    """A tick that does what it is told, and holds when it was called."""

    clock: LocalClock
    happens: list[list[str]] = field(default_factory=list)
    at: list[datetime] = field(default_factory=list)

    async def __call__(self) -> list[str]:
        self.at.append(self.clock())
        return self.happens.pop(0) if self.happens else []


@dataclass
class Local:
    """Local mode with its clock and its tick."""

    mode: LocalMode
    clock: LocalClock
    tick: Tick

    async def command(self, text: str, place: Place = Place.PERSONAL) -> str | None:
        reply = await self.mode.command(said(text, place))
        return as_text(reply) if reply else None


def local_at(database: Database, now: datetime) -> Local:
    clock = LocalClock(now)
    tick = Tick(clock)
    return Local(LocalMode(database, clock, tick), clock, tick)


@pytest.fixture
def local(sample_database: Database) -> Local:
    """Tuesday 15 November 2022, 09:30."""
    return local_at(sample_database, NOW)


def is_about(moment: datetime, wanted: datetime) -> bool:
    """The clock runs on from where it was set; a minute is more than a slow machine takes."""
    return wanted <= moment < wanted + 60 * SECOND


def test_the_clock_runs_on_from_where_it_is_set() -> None:
    """By itself it is the time of day; set, it goes on from there."""
    assert is_about(LocalClock()(), datetime.now(UTC) - SECOND)
    clock = LocalClock(NOW)
    first = clock()
    assert is_about(first, NOW)
    assert clock() >= first
    clock.move_to(NOW + timedelta(weeks=1))
    assert is_about(clock(), NOW + timedelta(weeks=1))


@pytest.mark.parametrize("text", ["help", "", "as Head of HR", "/help", "/assess WF-01"])
async def test_everything_else_is_left_to_the_bot(local: Local, text: str) -> None:
    """Local mode has two commands and no third."""
    assert await local.command(text) is None


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Head of HR and Organisational Development", WORKFORCE_LEAD),
        ("head of hr", WORKFORCE_LEAD),
        ("hr business partner childrens", HR_PARTNER),
        ("recruitment & retention lead", RECRUITMENT_LEAD),
        ("Samira Khalid", RECRUITMENT_LEAD),
        ("samira", RECRUITMENT_LEAD),
    ],
)
async def test_as_somebody_of_the_plan(
    local: Local, sample_database: Database, words: str, role: str
) -> None:
    """A role or a name, roughly; from then on every message is theirs."""
    answer = await local.command(f"/as {words}")
    assert answer is not None
    assert answer.startswith(f"You are: {role} (")
    acting = local.mode.acting(said("my actions"))
    with turn(sample_database) as record:
        found = record.people.by_account(acting.sender.tenant_id, acting.sender.entra_id)
        assert found == person(record, role)


async def test_the_answer_says_what_one_owns_and_leads(local: Local) -> None:
    """So that one knows what to type next."""
    assert await local.command("/as samira") == f"You are: {RECRUITMENT_LEAD} (WF-01)"
    assert await local.command("/AS Ruth") == f"You are: {WORKFORCE_LEAD} (lead of Workforce)"


async def test_before_as_a_message_is_its_senders(local: Local) -> None:
    """Nobody starts as somebody else."""
    message = said("my actions")
    assert local.mode.acting(message) == message


@pytest.mark.parametrize("words", ["astronaut", "", "  ", "!!", "xyzzy " * 500])
async def test_as_nobody_of_the_plan(local: Local, words: str) -> None:
    """An example, and one stays who one is."""
    assert await local.command(f"/as {words}") == NOBODY
    assert local.mode.acting(said("help")).sender == VISITOR


async def test_whom_one_becomes_can_be_reached_in_a_personal_chat_only(
    local: Local, sample_database: Database
) -> None:
    """What others are told goes to the chat where one became them, never to a channel."""
    await local.command(f"/as {WORKFORCE_LEAD}", Place.CHANNEL)
    await local.command(f"/as {RECRUITMENT_LEAD}")
    with turn(sample_database) as record:
        assert record.channels.of_person(person(record, WORKFORCE_LEAD).id) is None
        address = record.channels.of_person(person(record, RECRUITMENT_LEAD).id)
        assert address is not None
        assert address.conversation_id == "a:visitor"


async def test_becoming_somebody_twice_binds_them_once(
    local: Local, sample_database: Database
) -> None:
    """After a restart the same person has the same account."""
    await local.command("/as samira")
    first = local.mode.acting(said("help")).sender
    again = local_at(sample_database, NOW)
    await again.command("/as samira")
    assert again.mode.acting(said("help")).sender == first


async def test_somebody_bound_already_keeps_their_account(
    local: Local, sample_database: Database
) -> None:
    """Becoming them is acting under the account that they have."""
    with turn(sample_database) as record:
        record.people.bind("arden", "samira", ["samira.khalid@arden.example"])
    await local.command("/as samira")
    assert local.mode.acting(said("help")).sender == Sender("arden", "samira")


def test_the_sample_plans_people_have_the_look_alikes_accounts(sample_database: Database) -> None:
    """Else a person that one became first would be a stranger in the look-alike later."""
    config = yaml.safe_load(
        (SAMPLE_PEOPLE.parents[1] / "playground/planbot.yml").read_text(encoding="utf-8")
    )
    assert config["tenantId"] == TENANT_ID
    with turn(sample_database) as record:
        people = {one.email: one for one in record.people.all()}
        for user in [config["currentUser"], *config["users"]]:
            account = account_of(record, people[user["email"]])
            assert account == Sender(TENANT_ID, user["aadObjectId"])


def test_people_of_another_plan_have_an_account_of_this_machine(sample_database: Database) -> None:
    """A plan of one's own is tried in the same way."""
    listed = {one["email"] for one in json.loads(SAMPLE_PEOPLE.read_text(encoding="utf-8"))}
    with turn(sample_database) as record:
        samira = person(record, RECRUITMENT_LEAD)
        assert samira.email in listed
        other = type(samira)(samira.id, "Ann Alder", "ann@own.example", samira.roles)
        assert account_of(record, other) == Sender(TENANT_ID, f"local-{samira.id}")


def test_nobody_without_a_role_can_be_become(sample_database: Database) -> None:
    """Who holds no role has no right to act, and is passed over for the next best."""
    with turn(sample_database) as record:
        samira = person(record, RECRUITMENT_LEAD)
    retired = type(samira)(samira.id, samira.name, samira.email, ())
    assert closest((retired,), "samira") is None
    assert closest((retired, samira), "samira") == samira


@pytest.mark.parametrize(
    ("now", "words", "moment"),
    [
        # 15 November is a Tuesday.
        ("2022-11-15T09:30", "thu 13:00", "2022-11-17T13:00+00:00"),
        ("2022-11-15T09:30", "Thursday 13.00", "2022-11-17T13:00+00:00"),
        ("2022-11-15T09:30", "tue 9:31", "2022-11-15T09:31+00:00"),
        ("2022-11-15T09:30", "tue 09:30", "2022-11-22T09:30+00:00"),
        ("2022-11-15T09:30", "mon 00:00", "2022-11-21T00:00+00:00"),
        ("2022-11-15T09:30", "2022-11-17T13:00", "2022-11-17T13:00+00:00"),
        ("2022-11-15T09:30", "2022-11-17 13:00", "2022-11-17T13:00+00:00"),
        ("2022-11-15T09:30", "2022-11-17T13:00+01:00", "2022-11-17T12:00+00:00"),
        # In October clocks go back: 01:30 comes twice, and the first is meant.
        ("2022-10-29T12:00", "sun 01:30", "2022-10-30T00:30+00:00"),
        ("2022-10-29T12:00", "2022-10-30T01:30", "2022-10-30T00:30+00:00"),
        ("2022-10-29T12:00", "sun 02:00", "2022-10-30T02:00+00:00"),
        ("2022-10-29T12:00", "thu 13:00", "2022-11-03T13:00+00:00"),
        # In March they go forward: there is no 01:30, so 02:30 is meant.
        ("2023-03-25T12:00", "sun 01:30", "2023-03-26T01:30+00:00"),
        ("2023-03-25T12:00", "2023-03-26T01:30", "2023-03-26T01:30+00:00"),
        ("2023-03-25T12:00", "thu 13:00", "2023-03-30T12:00+00:00"),
    ],
)
async def test_the_clock_is_moved_to_a_moment_in_london(
    sample_database: Database, now: str, words: str, moment: str
) -> None:
    """A weekday is the next one, at that time on a London clock, in summer and in winter."""
    local = local_at(sample_database, datetime.fromisoformat(now).replace(tzinfo=LONDON))
    answer = await local.command(f"/clock {words}")
    assert answer is not None
    assert "It is now " in answer
    assert is_about(local.clock(), datetime.fromisoformat(moment))


async def test_a_time_that_does_not_exist_is_shown_as_the_one_that_is_meant(
    sample_database: Database,
) -> None:
    """Nobody is told that it is half past one on the night of the spring change."""
    local = local_at(sample_database, datetime(2023, 3, 25, 12, tzinfo=LONDON))
    answer = await local.command("/clock 2023-03-26T01:30")
    assert answer is not None
    assert answer.endswith("It is now Sun 26 Mar, 02:30.")


@pytest.mark.parametrize(
    "words",
    [
        *("", "13:00", "thu", "thu 25:00", "thu 12:60", "xyz 12:00", "tomorrow", "thu 13:00 pm"),
        *("2022-02-30T10:00", "2122-11-17T13:00", "9999-12-31T23:59", "sat 1:2"),
    ],
)
async def test_a_clock_that_cannot_be_read(local: Local, words: str) -> None:
    """Two examples, and the clock stands as it did; a move of more than a year is a slip."""
    assert await local.command(f"/clock {words}") == BAD_CLOCK
    assert local.tick.at == []
    assert is_about(local.clock(), NOW)


@pytest.mark.parametrize("words", ["2022-11-15T09:00", "2021-11-17T13:00", "0001-01-01T00:00"])
async def test_the_clock_only_goes_forward(local: Local, words: str) -> None:
    """What has been recorded cannot be in the future."""
    assert (
        await local.command(f"/clock {words}")
        == "The clock only goes forward; it is Tue 15 Nov, 09:30."
    )
    assert local.tick.at == []


async def test_all_that_falls_due_on_the_way_is_done_at_its_time(local: Local) -> None:
    """A tick at each theme's moment and one on arrival; a line each for what they did."""
    local.tick.happens = [["Fri 11:00 summary to Workforce"]]
    answer = await local.command("/clock mon 09:00")
    assert answer == "Fri 11:00 summary to Workforce\nIt is now Mon 21 Nov, 09:00."
    first, *_, last = local.tick.at
    assert is_about(first, datetime(2022, 11, 18, 11, tzinfo=LONDON))
    assert is_about(last, datetime(2022, 11, 21, 9, tzinfo=LONDON))
    assert local.tick.at == sorted(local.tick.at)


async def test_a_moment_at_which_something_falls_due_is_itself_on_the_way(local: Local) -> None:
    """/clock fri 11:00 posts Friday's summary."""
    await local.command("/clock fri 11:00")
    (arrival,) = local.tick.at
    assert is_about(arrival, datetime(2022, 11, 18, 11, tzinfo=LONDON))


async def test_nothing_due_is_said(local: Local) -> None:
    """Silence would look like a fault."""
    assert (
        await local.command("/clock wed 09:00")
        == "Nothing fell due on the way.\nIt is now Wed 16 Nov, 09:00."
    )
    assert len(local.tick.at) == 1


async def test_months_go_by_with_a_tick_a_week(local: Local, sample_database: Database) -> None:
    """Each theme's own day counts; a pause at Christmas is passed over."""
    with turn(sample_database) as record:
        assert theme(record, "WF").summary_weekday == 4
        record.channels.link(theme(record, "WF").id, CHANNEL, person(record, WORKFORCE_LEAD).id)
    await local.command("/clock 2023-01-31T09:00")
    days = {moment.astimezone(LONDON).date().isoformat() for moment in local.tick.at}
    assert {"2022-11-18", "2022-12-16", "2023-01-27", "2023-01-31"} <= days
    assert "2022-12-30" not in days
