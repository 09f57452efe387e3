"""Where each person stands in a conversation: the draft that waits for a yes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage import models as m


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
        row = self._session.execute(
            select(m.Draft, m.OutboxMessage.activity_id)
            .outerjoin(m.OutboxMessage, m.OutboxMessage.id == m.Draft.outbox_id)
            .where(m.Draft.conversation_id == conversation_id, m.Draft.person_id == person_id)
        ).first()
        if row is None:
            return None
        return StoredDraft(row.Draft.token, row.Draft.content, row.activity_id, row.Draft.at)

    def keep(self, conversation_id: str, person_id: int, content: dict[str, Any]) -> str:
        """Keep a draft in place of any earlier one; returns the token that its card carries."""
        self.forget(conversation_id, person_id)
        token = uuid4().hex
        self._session.add(
            m.Draft(
                conversation_id=conversation_id,
                person_id=person_id,
                token=token,
                content=content,
                at=self._now,
            )
        )
        self._session.flush()
        return token

    def waits_for_another(self, token: str, person_id: int) -> bool:
        """Whether the draft with this token waits for somebody else's yes."""
        owner = select(m.Draft.person_id).where(m.Draft.token == token)
        return self._session.scalar(owner) not in {None, person_id}

    def shown_by(self, conversation_id: str, person_id: int, outbox_id: int) -> None:
        """Remember which outgoing message shows the draft."""
        row = self._session.get(m.Draft, (conversation_id, person_id))
        if row is not None:
            row.outbox_id = outbox_id

    def forget(self, conversation_id: str, person_id: int) -> None:
        """Drop the draft: it was saved, thrown away or replaced."""
        self._session.execute(
            delete(m.Draft).where(
                m.Draft.conversation_id == conversation_id, m.Draft.person_id == person_id
            )
        )
