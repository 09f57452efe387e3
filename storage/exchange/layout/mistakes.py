"""What is to be said about a plan's cells: mistakes to put right, and remarks on what was read."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.errors import RecordError


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say; row 0 or no column when it is not about a row or a cell."""

    sheet: str
    sentence: str
    row: int = 0
    column: str = ""
    header: str = ""

    def __str__(self) -> str:
        where = [self.sheet]
        if self.row:
            where.append(f"row {self.row}")
        if self.column:
            where.append(f"column {self.column} ({self.header})")
        return f"{', '.join(where)}: {self.sentence}"

    @property
    def position(self) -> tuple[int, int, str]:
        """Where it stands within its sheet, so that all can be told from top to bottom."""
        return self.row, len(self.column), self.column


@dataclass(frozen=True, slots=True)
class Mistake(Remark):
    """One thing to put right before the plan can be taken in."""


class PlanRejected(RecordError):
    """The plan was not taken in, and nothing was changed; `mistakes` are sentences to show.

    `differences` tell, where that is known, what it would have changed otherwise. The exception's
    own text holds none of them: they quote cells.
    """

    def __init__(self, mistakes: Iterable[str], differences: Iterable[str] = ()) -> None:
        self.mistakes = tuple(mistakes)
        self.differences = tuple(differences)
        super().__init__(f"the plan was not taken in: {len(self.mistakes)} mistakes")
