"""The outbox: nothing is lost, nothing is out of order, nothing is posted twice by itself."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage import models as m
from storage.channels import Address
from storage.database import Database
from storage.errors import RecordConflict
from storage.outbox import IN_FLIGHT, LEASE, OWED_FOR, TOO_LATE, Ending, Outgoing, State
from storage.record import Record
from tests.databases import NOW
from tests.storage.conftest import (
    CHANNEL,
    HR_PARTNER,
    MINUTE,
    RECRUITMENT_LEAD,
    chat,
    person,
    turn,
)

SECOND = timedelta(seconds=1)


def put(database: Database, *kinds: str, to: Address = CHANNEL) -> list[int]:
    with turn(database) as record:
        return [record.outbox.put(to, kind, {"kind": kind}) for kind in kinds]


def claim(database: Database, now: datetime = NOW, worker: str = "one") -> list[Outgoing]:
    with turn(database, now) as record:
        return record.outbox.claim(worker)


def settle(database: Database, ending: Ending, now: datetime = NOW) -> None:
    with turn(database, now) as record:
        record.outbox.settle(ending)


def row(database: Database, outbox_id: int) -> m.OutboxMessage:
    with database.transaction() as session:
        return session.get_one(m.OutboxMessage, outbox_id)


def samira(database: Database) -> Address:
    with turn(database) as record:
        return chat(person(record, RECRUITMENT_LEAD))


def test_a_message_is_handed_out_whole(database: Database) -> None:
    """With everything that sending it takes."""
    address = samira(database)
    with turn(database) as record:
        outbox_id = record.outbox.put(
            address, "prompt", {"refs": ["WF-01"]}, replaces="card 1", new_thread=False
        )
        assert record.outbox.left == 1
    assert claim(database) == [
        Outgoing(outbox_id, "prompt", address, {"refs": ["WF-01"]}, "card 1", False, 1)
    ]


def test_what_was_rolled_back_is_not_sent(database: Database) -> None:
    """A message goes out only if what it tells of was saved."""

    def put_and_fail(record: Record) -> None:
        record.outbox.put(CHANNEL, "summary", {})
        raise LookupError

    with pytest.raises(LookupError):
        database.do(NOW, put_and_fail)
    assert claim(database) == []


def test_a_conversation_gets_its_messages_in_order(database: Database) -> None:
    """One at a time: the next one when the one before has ended."""
    first, second = put(database, "first", "second")
    assert [message.id for message in claim(database)] == [first]
    assert claim(database, worker="two") == []
    settle(database, Ending(first, State.SENT, "activity 1"))
    assert [message.id for message in claim(database, worker="two")] == [second]


def test_conversations_do_not_wait_for_each_other(database: Database) -> None:
    """The oldest of each, oldest first."""
    other = replace(CHANNEL, conversation_id="other")
    first, _ = put(database, "first", "second")
    (third,) = put(database, "third", to=other)
    assert [message.id for message in claim(database)] == [first, third]


def test_no_more_is_claimed_than_asked_for(database: Database) -> None:
    """The rest stays for other workers."""
    for number in range(3):
        put(database, "one", to=replace(CHANNEL, conversation_id=f"c{number}"))
    with turn(database) as record:
        assert len(record.outbox.claim("one", limit=2)) == 2
    assert len(claim(database, worker="two")) == 1


@pytest.mark.parametrize("state", [State.SENT, State.UNDELIVERABLE, State.UNKNOWN])
def test_a_message_that_has_ended_holds_up_nothing(database: Database, state: State) -> None:
    """However it ended: its ending is kept with its reason."""
    first, second = put(database, "first", "second")
    claim(database)
    settle(database, Ending(first, state, reason="BotNotInConversationRoster"))
    assert [message.id for message in claim(database)] == [second]
    ended = row(database, first)
    assert (ended.state, ended.reason) == (state, "BotNotInConversationRoster")
    assert (ended.claimed_by, ended.lease_ends) == (None, None)


def test_the_activity_of_a_sent_message_is_kept(database: Database) -> None:
    """The card can be changed in place later."""
    (first,) = put(database, "first")
    settle(database, Ending(first, State.SENT, "activity 1"))
    settle(database, Ending(first, State.SENT))
    assert row(database, first).activity_id == "activity 1"


def test_the_ending_of_a_message_that_is_gone_is_no_trouble(database: Database) -> None:
    """There is nothing to keep it with."""
    settle(database, Ending(999, State.SENT, "activity 1"))
    assert claim(database) == []


def test_a_message_is_tried_again_when_its_time_has_come(database: Database) -> None:
    """Not before; meanwhile the conversation's later messages wait behind it."""
    first, _ = put(database, "first", "second")
    claim(database)
    settle(database, Ending(first, State.WAITING, reason="429", retry_at=NOW + MINUTE))
    assert claim(database, NOW + MINUTE - SECOND) == []
    (again,) = claim(database, NOW + MINUTE)
    assert (again.id, again.attempts) == (first, 2)


def test_a_message_in_flight_is_left_alone(database: Database) -> None:
    """Until its lease has run out: its worker may still be sending."""
    put(database, "first", to=samira(database))
    claim(database)
    assert claim(database, NOW + LEASE - SECOND, "two") == []


def test_a_message_to_a_person_is_sent_once_more_after_a_kill(database: Database) -> None:
    """Better twice than never, for one person."""
    (first,) = put(database, "prompt", to=samira(database))
    claim(database)
    (again,) = claim(database, NOW + LEASE, "two")
    assert (again.id, again.attempts) == (first, 2)
    assert row(database, first).claimed_by == "two"


def test_a_message_is_not_repeated_for_ever(database: Database) -> None:
    """Killed a second time in flight, it is unknown: perhaps it is what kills."""
    (first,) = put(database, "prompt", to=samira(database))
    for number in range(2):
        assert len(claim(database, NOW + number * LEASE)) == 1
    assert claim(database, NOW + 2 * LEASE) == []
    assert (row(database, first).state, row(database, first).reason) == (State.UNKNOWN, IN_FLIGHT)


def test_a_post_is_never_repeated_after_a_kill(database: Database) -> None:
    """A channel sees a summary once; whether it is there, a person has to look."""
    with turn(database) as record:
        post = record.outbox.put(CHANNEL, "summary", {}, new_thread=True)
        record.outbox.put(CHANNEL, "note", {})
    assert claim(database)[0].new_thread
    assert claim(database, NOW + LEASE, "two") == []
    assert (row(database, post).state, row(database, post).reason) == (State.UNKNOWN, IN_FLIGHT)
    assert [message.kind for message in claim(database, NOW + LEASE, "two")] == ["note"]
    assert claim(database, NOW + 10 * LEASE, "three")[0].kind == "note"


def test_a_post_that_was_not_in_flight_is_tried_again(database: Database) -> None:
    """Teams said "later", so it is not there."""
    with turn(database) as record:
        post = record.outbox.put(CHANNEL, "summary", {}, new_thread=True)
    claim(database)
    settle(database, Ending(post, State.WAITING, reason="503", retry_at=NOW))
    assert [message.id for message in claim(database)] == [post]


def answer(record: Record, address: Address, activity_id: str = "activity") -> Outgoing:
    return record.outbox.answer(
        address, "saved", {"refs": ["WF-01"]}, activity_id=activity_id, replaces=None, worker="one"
    )


def test_an_answer_is_claimed_by_who_gives_it(database: Database) -> None:
    """Nobody else sends it too."""
    address = samira(database)
    with turn(database) as record:
        outgoing = answer(record, address)
        assert record.outbox.left == 0
    assert (outgoing.kind, outgoing.address, outgoing.content) == (
        "saved",
        address,
        {"refs": ["WF-01"]},
    )
    assert claim(database, NOW + LEASE - SECOND, "two") == []


def test_an_owed_answer_goes_out_once_after_a_kill(database: Database) -> None:
    """Killed between save and reply: the person hears what was saved."""
    address = samira(database)
    with turn(database) as record:
        owed = answer(record, address).id
    (again,) = claim(database, NOW + LEASE, "two")
    assert again.id == owed
    settle(database, Ending(owed, State.SENT, "activity 9"), NOW + LEASE)
    assert claim(database, NOW + 2 * LEASE, "two") == []


@pytest.mark.parametrize(("late", "sent"), [(timedelta(0), True), (SECOND, False)])
def test_an_answer_is_owed_for_ten_minutes(database: Database, late: timedelta, sent: bool) -> None:
    """After that it would surprise; it is kept as undeliverable, with the reason."""
    address = samira(database)
    with turn(database) as record:
        owed = answer(record, address).id
    assert bool(claim(database, NOW + OWED_FOR + late, "two")) is sent
    if not sent:
        kept = row(database, owed)
        assert (kept.state, kept.reason) == (State.UNDELIVERABLE, TOO_LATE)


def test_a_prompt_is_owed_for_longer(database: Database) -> None:
    """Only answers grow stale."""
    put(database, "prompt", to=samira(database))
    assert len(claim(database, NOW + timedelta(days=3))) == 1


def test_an_owed_answer_is_not_repeated_for_ever(database: Database) -> None:
    """Killed again while it was sent again, it is unknown."""
    with turn(database) as record:
        owed = answer(record, chat(person(record, RECRUITMENT_LEAD)))
    assert len(claim(database, NOW + LEASE)) == 1
    assert claim(database, NOW + 2 * LEASE) == []
    assert row(database, owed.id).state == State.UNKNOWN


def test_an_activity_is_answered_once(database: Database) -> None:
    """A second delivery finds the answer that was given, with the card that shows it."""
    address = samira(database)
    with turn(database) as record:
        assert record.outbox.answered(address.conversation_id, "activity") is None
        given = answer(record, address)
    with turn(database) as record:
        assert record.outbox.answered(address.conversation_id, "activity") == given
        assert record.outbox.answered("elsewhere", "activity") is None
        record.outbox.settle(Ending(given.id, State.SENT, "card 1"))
    with turn(database) as record:
        found = record.outbox.answered(address.conversation_id, "activity")
        assert found is not None
        assert found.replaces == "card 1"
    with pytest.raises(RecordConflict):
        database.do(NOW, lambda record: answer(record, address))


def test_the_newest_open_card_is_found(database: Database) -> None:
    """Of its kind, in its place, of its person, delivered, and not too old."""
    address = samira(database)
    older, newer, unsent = put(database, "list", "list", "list", to=address)
    with turn(database) as record:
        other = chat(person(record, HR_PARTNER))
        assert record.outbox.open_card(address, "list", NOW) is None
        record.outbox.settle(Ending(older, State.SENT, "card 1"))
        record.outbox.settle(Ending(newer, State.SENT, "card 2"))
    with turn(database, NOW + MINUTE) as record:
        found = record.outbox.open_card(address, "list", NOW)
        assert found is not None
        assert (found.id, found.replaces) == (newer, "card 2")
        assert record.outbox.open_card(address, "list", NOW + SECOND) is None
        assert record.outbox.open_card(address, "prompt", NOW) is None
        assert record.outbox.open_card(other, "list", NOW) is None
    assert row(database, unsent).state == State.WAITING


def test_two_workers_never_claim_the_same_message(database: Database) -> None:
    """At the same moment, over many conversations: each message once, in one hand."""
    for number in range(30):
        put(database, "one", "two", to=replace(CHANNEL, conversation_id=f"c{number}"))
    together = threading.Barrier(2)
    claimed: list[int] = []

    def work(worker: str) -> None:
        together.wait(5)
        for _ in range(4):
            claimed.extend(message.id for message in claim(database, worker=worker))

    workers = [threading.Thread(target=work, args=[name]) for name in ("one", "two")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert len(claimed) == len(set(claimed)) == 30
    with database.transaction() as session:
        kinds = session.scalars(
            select(m.OutboxMessage.kind).where(m.OutboxMessage.claimed_by.is_not(None))
        ).all()
    assert set(kinds) == {"one"}
