"""From the outbox to the connector: posts to channels, order, endings, and who may repeat."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientTimeout
from sqlalchemy import select

from bot.connector import Connector
from bot.credentials import NoCredentials
from bot.delivery import MOST_ATTEMPTS, Delivery
from dialogs.help import plain
from storage import models as m
from storage.channels import Address
from storage.database import Database
from storage.outbox import LEASE
from tests.standin import StandIn

NOW = datetime(2022, 11, 18, 11, 0, tzinfo=UTC)


class Post:
    """A delivery between a real outbox and the stand-in connector, on a clock of its own."""

    def __init__(self, database: Database, connector: StandIn, http: ClientSession) -> None:
        self.now = NOW
        self.database = database
        self.connector = connector
        self._out = Connector(
            http, NoCredentials(), local=True, timeout=ClientTimeout(total=2, sock_read=2)
        )
        self.delivery = self.process()

    def process(self) -> Delivery:
        """Another process on the same outbox."""
        return Delivery(self.database, self._out, lambda: self.now)

    def put(self, conversation: str, *, channel: bool = False, text: str = "Hello.") -> None:
        """Leave a message."""
        address = Address("t", self.connector.url, conversation, "28:b")
        content = plain(text).model_dump(mode="json")
        self.database.do(
            self.now,
            lambda record: record.outbox.put(address, "note", content, new_thread=channel),
        )

    def endings(self) -> list[tuple[str, str | None]]:
        """State and reason of every message, in order."""
        with self.database.transaction() as session:
            rows = session.scalars(select(m.OutboxMessage).order_by(m.OutboxMessage.id))
            return [(row.state, row.reason) for row in rows]


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    database = Database(f"sqlite:///{tmp_path / 'planbot.db'}")
    database.prepare()
    async with StandIn() as connector, ClientSession() as http:
        yield Post(database, connector, http)
    database.dispose()


async def test_a_post_starts_a_thread_and_its_id_is_kept(post: Post) -> None:
    """The activity id is recorded at once: a later correction changes the post in place."""
    post.put("19:workforce", channel=True)
    assert await post.delivery.deliver_waiting() == 1
    (sent,) = post.connector.sent
    assert sent.path == "/v3/conversations"
    with post.database.transaction() as session:
        row = session.scalar(select(m.OutboxMessage))
        assert row is not None
        assert (row.state, row.activity_id) == ("sent", sent.activity_id)
    assert await post.delivery.deliver_waiting() == 0


async def test_a_post_that_timed_out_is_unknown_and_never_repeated(post: Post) -> None:
    """It may be there: only a person can tell."""
    post.connector.hang_next()
    post.put("19:workforce", channel=True)
    await post.delivery.deliver_waiting()
    post.now += timedelta(hours=1)
    assert await post.delivery.deliver_waiting() == 0
    ((state, reason),) = post.endings()
    assert state == "unknown"
    assert reason
    assert len(post.connector.received) == 1


async def test_a_post_in_flight_when_its_process_died_is_unknown_to_the_next(post: Post) -> None:
    """Claimed and never settled: after the lease another process says so and leaves it."""
    post.put("19:workforce", channel=True)
    worker = "died"
    post.database.do(post.now, lambda record: record.outbox.claim(worker))
    assert await post.delivery.deliver_waiting() == 0
    post.now += LEASE
    assert await post.process().deliver_waiting() == 0
    assert [state for state, _ in post.endings()] == ["unknown"]
    assert post.connector.received == []


async def test_a_message_to_a_person_is_sent_once_more_after_a_kill_and_no_more(
    post: Post,
) -> None:
    """Twice would be a nuisance, never would be worse."""
    post.put("a:samira")
    post.database.do(post.now, lambda record: record.outbox.claim("died"))
    post.now += LEASE
    post.database.do(post.now, lambda record: record.outbox.claim("died too"))
    post.now += LEASE
    assert await post.delivery.deliver_waiting() == 0
    assert [state for state, _ in post.endings()] == ["unknown"]


async def test_messages_of_one_conversation_keep_their_order(post: Post) -> None:
    """The second waits while the first has to be tried again; another conversation does not."""
    post.connector.fail_next(503)
    post.put("a:samira", text="first")
    await post.delivery.deliver_waiting()
    post.put("a:samira", text="second")
    post.put("a:claire", text="other")
    await post.delivery.deliver_waiting()
    post.now += timedelta(minutes=10)
    while await post.delivery.deliver_waiting():
        continue
    said = [one.activity["text"] for one in post.connector.sent if one.activity]
    assert said == ["other", "first", "second"]


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (403, {"error": {"code": "ConversationBlockedByUser"}}, "403 ConversationBlockedByUser"),
        (404, {"error": {"code": "ConversationNotFound"}}, "404 ConversationNotFound"),
        (400, "<html>", "400"),
        (500, None, "500"),
        (
            403,
            {"errorCode": 209, "message": '{"subCode":"MessageWritesBlocked"}'},
            "403 MessageWritesBlocked",
        ),
    ],
)
async def test_a_final_refusal_is_kept_with_its_reason(
    post: Post, status: int, body: object, reason: str
) -> None:
    """Undeliverable is never taken for silence, so its reason must be there."""
    post.connector.fail_next(status, body)
    post.put("a:samira")
    await post.delivery.deliver_waiting()
    assert post.endings() == [("undeliverable", reason)]


async def test_what_is_too_large_for_teams_is_told_in_one_line(post: Post) -> None:
    """Teams refused the whole: the first line goes out with how to ask for less, once."""
    post.connector.fail_next(413, "<html>")
    post.put("a:samira", text="Workforce: 1 red.")
    await post.delivery.deliver_waiting()
    (sent,) = post.connector.sent
    assert sent.activity is not None
    assert sent.activity["text"].startswith("Workforce: 1 red. The whole answer is too large")
    assert post.endings() == [("sent", None)]
    post.connector.fail_next(413, "<html>", times=2)
    post.put("a:samira")
    await post.delivery.deliver_waiting()
    assert post.endings()[-1] == ("undeliverable", "413")


async def test_trying_again_ends(post: Post) -> None:
    """A connector that stays down makes a message undeliverable, after eight attempts."""
    post.connector.fail_next(503, times=MOST_ATTEMPTS + 1)
    post.put("a:samira")
    for _ in range(MOST_ATTEMPTS + 1):
        await post.delivery.deliver_waiting()
        post.now += timedelta(hours=1)
    assert post.endings() == [("undeliverable", "503")]
    assert len(post.connector.received) == MOST_ATTEMPTS


async def test_two_processes_send_a_message_once(post: Post) -> None:
    """The claim decides, not who looks first."""
    for number in range(10):
        post.put(f"a:{number}")
    other = post.process()
    sent = await asyncio.gather(post.delivery.deliver_waiting(), other.deliver_waiting())
    assert sum(sent) == 10
    assert len(post.connector.sent) == 10


async def test_a_woken_delivery_sends_at_once_and_ends_when_cancelled(post: Post) -> None:
    """The loop rests between polls; what is left in the meantime wakes it."""
    running = asyncio.create_task(post.delivery.run())
    post.put("a:samira")
    post.delivery.wake()
    await post.connector.wait_for_sent(1, seconds=4)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
