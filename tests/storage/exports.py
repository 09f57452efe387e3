"""Exports of the lived sample plan, for the tests of what goes out."""

import json
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.database import Database
from storage.exchange.extracts.scope import Scope, scope_of
from storage.exchange.out.export import Exported, Form, export
from storage.rows import add
from tests.storage.lived import TODAY

Rows = list[dict[str, object]]


def exported(  # noqa: PLR0917 -- what of which record to where, in order
    database: Database,
    out: Path,
    form: Form = Form.JSON,
    theme: str | None = None,
    organisation: str | None = None,
    as_at: date | None = None,
    *,
    named: bool = False,
    today: date = TODAY,
) -> Exported:
    """An export without a progress bar."""
    with database.read() as session:
        return export(
            session,
            out,
            form,
            today=today,
            progress=lambda title, count: None,
            theme=theme,
            organisation=organisation,
            as_at=as_at,
            named=named,
        )


def rows(folder: Path, title: str) -> Rows:
    """A table of an export as JSON lines."""
    return [
        json.loads(line) for line in (folder / f"{title}.jsonl").read_text("utf-8").splitlines()
    ]


def everything(session: Session) -> Scope:
    """A scope that leaves nothing out."""
    return scope_of(session, theme=None, organisation=None, as_at=None, today=TODAY)


def many_updates(database: Database, count: int) -> None:
    """Updates of one action, each a copy of its opening but for the day."""
    with database.transaction() as session:
        opening = session.scalars(select(m.Update).order_by(m.Update.id).limit(1)).one()
        same = {column.name: getattr(opening, column.name) for column in m.Update.__table__.columns}
        for place in range(2, count + 2):
            add(session, m.Update, **same | {"id": opening.id + 1000 + place, "place": place})
