"""Where conversations are reached, and which channel a theme's summary goes to."""

from dataclasses import replace

from sqlalchemy import func, select

from storage import models as m
from storage.database import Database
from storage.record import Record
from tests.databases import NOW
from tests.storage.conftest import (
    CHANNEL,
    MINUTE,
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
    chat,
    person,
    theme,
    turn,
)

OTHER = replace(CHANNEL, conversation_id="19:other@thread.tacv2")


def test_a_person_is_reached_where_they_wrote(database: Database) -> None:
    """Who never wrote cannot be reached."""
    with turn(database) as record:
        samira = person(record, RECRUITMENT_LEAD)
        assert record.channels.of_person(samira.id) is None
        record.channels.remember(chat(samira))
    with turn(database) as record:
        assert record.channels.of_person(samira.id) == chat(samira)


def test_an_address_is_kept_once(database: Database) -> None:
    """However often somebody writes."""
    with turn(database) as record:
        samira = person(record, RECRUITMENT_LEAD)
        ids = {record.channels.remember(chat(samira)) for _ in range(3)}
    assert len(ids) == 1
    with database.transaction() as session:
        assert session.scalar(select(func.count(m.Address.id))) == 1


def test_a_service_that_moves_is_followed(record: Record) -> None:
    """Teams changes service URLs: the newest is the right one."""
    samira = person(record, RECRUITMENT_LEAD)
    moved = replace(chat(samira), service_url="https://elsewhere.example/")
    first = record.channels.remember(chat(samira))
    assert record.channels.remember(moved) == first
    assert record.channels.of_person(samira.id) == moved


def test_a_new_chat_is_the_one_to_use(record: Record) -> None:
    """After a person has installed the bot again."""
    samira = person(record, RECRUITMENT_LEAD)
    newer = replace(chat(samira), conversation_id="a:newer")
    record.channels.remember(chat(samira))
    record.channels.remember(newer)
    assert record.channels.of_person(samira.id) == newer


def test_a_person_in_a_channel_is_not_the_channel(record: Record) -> None:
    """The same conversation with and without a person: two addresses."""
    samira = person(record, RECRUITMENT_LEAD)
    in_channel = replace(CHANNEL, person_id=samira.id)
    assert record.channels.remember(CHANNEL) != record.channels.remember(in_channel)
    assert record.channels.remember(CHANNEL) == record.channels.remember(CHANNEL)


def test_a_channel_is_linked_to_a_theme(database: Database) -> None:
    """By whom and since when is kept: earlier summaries are not made up for."""
    with turn(database) as record:
        lead = person(record, WORKFORCE_LEAD)
        workforce = theme(record, "WF").id
        assert record.channels.theme_of(CHANNEL.conversation_id) is None
        assert record.channels.of_theme(workforce) is None
        record.channels.link(workforce, CHANNEL, lead.id)
    with turn(database, NOW + MINUTE) as record:
        link = record.channels.of_theme(workforce)
        assert record.channels.theme_of(CHANNEL.conversation_id) == workforce
    assert link is not None
    assert (link.theme_id, link.address, link.linked_at) == (workforce, CHANNEL, NOW)
    with database.transaction() as session:
        assert session.scalar(select(m.LinkedChannel.linked_by_id)) == lead.id


def test_a_theme_has_one_channel(record: Record) -> None:
    """Linked again elsewhere, it has left the first."""
    lead, workforce = person(record, WORKFORCE_LEAD).id, theme(record, "WF").id
    record.channels.link(workforce, CHANNEL, lead)
    record.channels.link(workforce, OTHER, lead)
    assert record.channels.theme_of(CHANNEL.conversation_id) is None
    assert [link.address for link in record.channels.links()] == [OTHER]


def test_a_channel_has_one_theme(record: Record) -> None:
    """Linked to another, it has left the first."""
    lead = person(record, WORKFORCE_LEAD).id
    workforce, partnerships = theme(record, "WF").id, theme(record, "PT").id
    record.channels.link(workforce, CHANNEL, lead)
    record.channels.link(partnerships, CHANNEL, lead)
    assert record.channels.of_theme(workforce) is None
    assert record.channels.theme_of(CHANNEL.conversation_id) == partnerships


def test_two_links_may_change_places(record: Record) -> None:
    """One after the other, none is lost."""
    lead = person(record, WORKFORCE_LEAD).id
    workforce, partnerships = theme(record, "WF").id, theme(record, "PT").id
    record.channels.link(workforce, CHANNEL, lead)
    record.channels.link(partnerships, OTHER, lead)
    record.channels.link(workforce, OTHER, lead)
    record.channels.link(partnerships, CHANNEL, lead)
    links = {link.theme_id: link.address for link in record.channels.links()}
    assert links == {workforce: OTHER, partnerships: CHANNEL}


def test_a_link_is_taken_away(record: Record) -> None:
    """Nothing more is posted there; a channel without a link is no trouble."""
    workforce = theme(record, "WF").id
    record.channels.link(workforce, CHANNEL, person(record, WORKFORCE_LEAD).id)
    record.channels.unlink(CHANNEL.conversation_id)
    record.channels.unlink("never linked")
    assert record.channels.links() == ()
    assert record.channels.theme_of(CHANNEL.conversation_id) is None


def test_a_linked_channel_follows_its_service_url(database: Database) -> None:
    """Teams may move a channel to another address: the next post must go there."""
    with turn(database) as record:
        record.channels.link(theme(record, "WF").id, CHANNEL, person(record, WORKFORCE_LEAD).id)
        record.channels.refresh(CHANNEL.conversation_id, "https://moved.example/")
        record.channels.refresh("19:another", "https://elsewhere.example/")
    with turn(database) as record:
        link = record.channels.of_theme(theme(record, "WF").id)
        assert link is not None
        assert link.address.service_url == "https://moved.example/"
