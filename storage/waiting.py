"""Which requests wait for a decision: kept as they come and are decided, found at once."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage import models as m
from storage.rows import add


def begin_waiting(session: Session, request_id: int, theme_id: int, action_id: int | None) -> None:
    """A request was made."""
    add(
        session,
        m.WaitingRequest,
        request_id=request_id,
        theme_id=theme_id,
        action_id=action_id,
    )


def end_waiting(session: Session, request_id: int) -> None:
    """It was approved or refused, or its author took it back."""
    session.execute(delete(m.WaitingRequest).where(m.WaitingRequest.request_id == request_id))
