"""How conversations are reached: people's chats and the channels that themes are linked to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from storage import models as m


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message is sent; no type of the SDK, so that the next one can read it too."""

    tenant_id: str
    service_url: str
    conversation_id: str
    bot_id: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A theme's linked channel."""

    theme_id: int
    address: Address
    linked_at: datetime


class Channels:
    """Remembers addresses and links."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def remember(self, address: Address) -> int:
        """Keep an address, or its newer service URL, and return its id.

        Writes nothing when nothing has changed.
        """
        row = self._row(address)
        if row is None:
            row = m.Address(
                tenant_id=address.tenant_id,
                service_url=address.service_url,
                conversation_id=address.conversation_id,
                bot_id=address.bot_id,
                person_id=address.person_id,
            )
            self._session.add(row)
        elif (row.service_url, row.bot_id) != (address.service_url, address.bot_id):
            row.service_url, row.bot_id = address.service_url, address.bot_id
        self._session.flush()
        return row.id

    def of_person(self, person_id: int) -> Address | None:
        """The personal chat of somebody who can be reached, or None."""
        row = self._session.scalar(
            select(m.Address).where(m.Address.person_id == person_id).order_by(m.Address.id.desc())
        )
        return _address(row) if row else None

    def link(self, theme_id: int, address: Address, person_id: int) -> None:
        """Link a channel to a theme: a theme has one channel, a channel one theme."""
        address_id = self.remember(address)
        for old in self._session.scalars(
            select(m.LinkedChannel).where(
                (m.LinkedChannel.theme_id == theme_id) | (m.LinkedChannel.address_id == address_id)
            )
        ):
            self._session.delete(old)
        self._session.flush()
        self._session.add(
            m.LinkedChannel(
                theme_id=theme_id,
                address_id=address_id,
                linked_by_id=person_id,
                linked_at=self._now,
            )
        )
        self._session.flush()

    def refresh(self, channel_id: str, service_url: str) -> None:
        """Keep up with a linked channel's service URL, which Teams may change at any time."""
        self._session.execute(
            update(m.Address)
            .where(
                m.Address.conversation_id == channel_id,
                m.Address.person_id.is_(None),
                m.Address.service_url != service_url,
            )
            .values(service_url=service_url)
        )

    def unlink(self, conversation_id: str) -> None:
        """Take the link of a channel away."""
        for row in self._session.scalars(_linked_to(conversation_id)):
            self._session.delete(row)

    def theme_of(self, conversation_id: str) -> int | None:
        """The id of the theme that a channel is linked to."""
        row = self._session.scalar(_linked_to(conversation_id))
        return row.theme_id if row else None

    def of_theme(self, theme_id: int) -> Link | None:
        """The channel that a theme is linked to."""
        return next((link for link in self.links() if link.theme_id == theme_id), None)

    def links(self) -> tuple[Link, ...]:
        """Every linked channel, in the order of linking."""
        rows = self._session.execute(
            select(m.LinkedChannel, m.Address)
            .join(m.Address, m.Address.id == m.LinkedChannel.address_id)
            .order_by(m.LinkedChannel.id)
        )
        return tuple(Link(link.theme_id, _address(row), link.linked_at) for link, row in rows)

    def _row(self, address: Address) -> m.Address | None:
        person = (
            m.Address.person_id.is_(None)
            if address.person_id is None
            else m.Address.person_id == address.person_id
        )
        return self._session.scalar(
            select(m.Address).where(m.Address.conversation_id == address.conversation_id, person)
        )


def _linked_to(conversation_id: str) -> Select[m.LinkedChannel]:
    return (
        select(m.LinkedChannel)
        .join(m.Address, m.Address.id == m.LinkedChannel.address_id)
        .where(m.Address.conversation_id == conversation_id)
    )


def _address(row: m.Address) -> Address:
    return Address(row.tenant_id, row.service_url, row.conversation_id, row.bot_id, row.person_id)
