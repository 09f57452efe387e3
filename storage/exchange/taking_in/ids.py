"""The ids that the names of a plan have in the record, as it is being taken in."""

from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.exchange.layout.known import folded


class Ids:
    """Name → id of each kind of row; whoever adds a row adds its name here too."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def organisations(self) -> dict[str, int]:
        """By name."""
        return self._all(m.Organisation, "name")

    @cached_property
    def roles(self) -> dict[str, int]:
        """By title."""
        return self._all(m.Role, "title")

    @cached_property
    def people(self) -> dict[str, int]:
        """By email, folded: addresses are the same in capitals."""
        return {folded(email): id_ for email, id_ in self._all(m.Person, "email").items()}

    @cached_property
    def themes(self) -> dict[str, int]:
        """By code."""
        return self._all(m.Theme, "code")

    @cached_property
    def sources(self) -> dict[str, int]:
        """By name."""
        return self._all(m.Source, "name")

    @cached_property
    def findings(self) -> dict[str, int]:
        """By reference."""
        return self._all(m.Finding, "ref")

    @cached_property
    def focus_areas(self) -> dict[str, int]:
        """By name."""
        return self._all(m.FocusArea, "name")

    @cached_property
    def council_priorities(self) -> dict[str, int]:
        """By name."""
        return self._all(m.CouncilPriority, "name")

    @cached_property
    def actions(self) -> dict[str, int]:
        """By reference."""
        return self._all(m.Action, "ref")

    @cached_property
    def risks(self) -> dict[str, int]:
        """By reference."""
        return self._all(m.Risk, "ref")

    @cached_property
    def issues(self) -> dict[str, int]:
        """By reference."""
        return self._all(m.Issue, "ref")

    @cached_property
    def boards(self) -> dict[str, int]:
        """By name."""
        return self._all(m.Board, "name")

    @cached_property
    def measures(self) -> dict[tuple[int, str], int]:
        """By action and name."""
        rows = self._session.execute(select(m.Measure.action_id, m.Measure.name, m.Measure.id))
        return {(action_id, name): id_ for action_id, name, id_ in rows}

    def _all(self, kind: type[m.Base], name: str) -> dict[str, int]:
        columns = kind.__table__.c
        rows = self._session.execute(select(columns[name], columns["id"]))
        return {str(named): id_ for named, id_ in rows}
