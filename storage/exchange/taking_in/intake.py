"""What every part of an import needs: the record, its ids, and who enters what, when."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy.orm import Session

from storage import models as m
from storage.changes import note_change
from storage.exchange.layout.row import PlanRow
from storage.exchange.taking_in.differences import Added, Changed, Difference, Gone
from storage.exchange.taking_in.ids import Ids
from storage.people import Person
from storage.submissions import Submission

AnyRow = TypeVar("AnyRow", bound=PlanRow)


Progress = Callable[[str, int, int], None]


def silent(sheet: str, done: int, total: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True)
class Intake:
    """One plan on its way into the record, in the caller's transaction."""

    session: Session
    now: datetime
    as_at: date
    import_id: int
    opens: datetime
    """When the position of a new action begins: a first plan's on its as-at day, else now."""
    ids: Ids
    found: tuple[Difference, ...]
    person: Person | None
    """Who enters what changes progress; nobody for a first plan and for what was agreed."""
    submission: Submission | None
    progress: Progress

    def added(self, sheet: str, kind: type[AnyRow]) -> Iterator[AnyRow]:
        """The rows of a sheet that the record does not have."""
        for one in self.found:
            if isinstance(one, Added) and one.sheet == sheet and isinstance(one.row, kind):
                yield one.row

    def changed(
        self, sheet: str, kind: type[AnyRow]
    ) -> Iterator[tuple[AnyRow, AnyRow, frozenset[str]]]:
        """The rows of a sheet that the record has otherwise: as given, as it stands, in what."""
        for one in self.found:
            if isinstance(one, Changed) and one.sheet == sheet:
                yield cast(AnyRow, one.row), cast(AnyRow, one.stands), one.fields

    def gone(self, sheet: str, kind: type[AnyRow]) -> Iterator[AnyRow]:
        """The rows of a sheet that this workbook no longer has."""
        for one in self.found:
            if isinstance(one, Gone) and one.sheet == sheet and isinstance(one.row, kind):
                yield one.row

    def change(self, kind: type[m.Base], id_: int, values: dict[str, Any]) -> None:
        """Change what was agreed about a row, and keep what it was."""
        row = cast(Any, self.session.get_one(kind, id_))
        for field, became in values.items():
            was = getattr(row, field)
            if was != became:
                setattr(row, field, became)
                self.note(kind, id_, field, was, became)
        self.session.flush()

    def note(self, kind: type[m.Base], id_: int, field: str, was: Any, became: Any) -> None:
        """Keep that an agreed fact changed by this import."""
        note_change(
            self.session,
            kind.__tablename__,
            id_,
            field,
            was,
            became,
            at=self.now,
            person_id=self.person.id if self.person else None,
            plan_import_id=self.import_id,
        )

    def mark_gone(self, kind: type[m.Base], ids: Iterable[int]) -> None:
        """Mark rows that the workbook no longer has; nothing is deleted."""
        for id_ in ids:
            self.change(kind, id_, {"vanished_on": self.as_at})
