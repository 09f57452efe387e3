"""A larger plan than the sample: Workforce with as many actions as a test asks for."""

from datetime import timedelta

from storage import models as m
from storage.vocabulary import UpdateKind
from tests.dialogs.chat import Chat, Row


def grow_workforce(chat: Chat, actions: int, words: str = "") -> list[str]:
    """Let the owner of WF-01 own more of them, each reported on yesterday; gives the new refs."""
    with chat.database.transaction() as session:
        first = session.query(m.Action).filter_by(ref="WF-01").one()
        opening = session.query(m.Update).filter_by(action_id=first.id).one()
        refs = [f"WF-{number:02d}" for number in range(5, actions + 1)]
        for ref in refs:
            action = _like(
                first, ref=ref, short_title=f"A title of forty characters, {ref}".ljust(40)
            )
            session.add(action)
            session.flush()
            yesterday = chat.now - timedelta(days=1)
            kind = UpdateKind.PROGRESS
            session.add(_like(opening, action_id=action.id, kind=kind, note=words, at=yesterday))
    return refs


def _like(row: Row, **changes: object) -> Row:
    columns = [column.name for column in row.__table__.columns if column.name != "id"]
    return type(row)(**{name: getattr(row, name) for name in columns} | changes)
