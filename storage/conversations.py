"""Where each person stands in a conversation: the draft that waits for a yes."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy.orm import Session

from storage import models as m
from storage.rows import add, ask_one


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as it was read back, and the activity that shows it, if that was delivered."""

    token: str
    content: dict[str, Any]
    card_id: str | None
    at: datetime


class Conversations:
    """Keeps one draft per person and conversation: nobody's yes confirms another's."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def draft(self, conversation_id: str, person_id: int) -> StoredDraft | None:
        """The draft that waits for this person's yes here."""
        whose = {"conversation": conversation_id, "person": person_id}
        row = ask_one(self._session, _draft(), whose)
        return StoredDraft(row.token, row.content, row.activity_id, row.at) if row else None

    def keep(self, conversation_id: str, person_id: int, content: dict[str, Any]) -> str:
        """Keep a draft in place of any earlier one; returns the token that its card carries."""
        self.forget(conversation_id, person_id)
        token = uuid4().hex
        add(
            self._session,
            m.Draft,
            conversation_id=conversation_id,
            person_id=person_id,
            token=token,
            content=content,
            at=self._now,
        )
        return token

    def waits_for_another(self, token: str, person_id: int) -> bool:
        """Whether the draft with this token waits for somebody else's yes."""
        owner = select(m.Draft.person_id).where(m.Draft.token == token)
        return self._session.scalar(owner) not in {None, person_id}

    def shown_by(self, conversation_id: str, person_id: int, outbox_id: int) -> None:
        """Remember which outgoing message shows the draft."""
        self._session.execute(
            update(m.Draft)
            .where(m.Draft.conversation_id == conversation_id, m.Draft.person_id == person_id)
            .values(outbox_id=outbox_id)
        )

    def forget(self, conversation_id: str, person_id: int) -> None:
        """Drop the draft: it was saved, thrown away or replaced."""
        self._session.execute(
            delete(m.Draft).where(
                m.Draft.conversation_id == conversation_id, m.Draft.person_id == person_id
            )
        )


@lru_cache
def _draft() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Draft.token, m.Draft.content, m.Draft.at, m.OutboxMessage.activity_id)
        .select_from(m.Draft)
        .outerjoin(m.OutboxMessage, m.OutboxMessage.id == m.Draft.outbox_id)
        .where(
            m.Draft.conversation_id == bindparam("conversation"),
            m.Draft.person_id == bindparam("person"),
        )
    )
