"""Who answers for a role on a day: its holder, or its deputy while the holder is away."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from storage import models as m
from storage.absence import Absences
from storage.holdings import holders


@dataclass(frozen=True, slots=True)
class Answering:
    """The people who answer, by id, and the role under which they do: that one or its deputy."""

    role_id: int
    person_ids: tuple[int, ...]


class StandIns:
    """Asks who stands in for whom."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._absences = Absences(session, now)

    def stands_in_for(self, role_id: int, day: date) -> Answering | None:
        """Those holders of a role who are not away; else its deputy's; None if nobody is there.

        A deputy's deputy is not asked: they have no right to report for the role (storage.rights).
        So two roles that deputise for each other, both away, leave nobody.
        """
        away = self._absences.on(day)
        role = self._session.get_one(m.Role, role_id)
        for id_ in filter(None, (role.id, role.deputy_role_id)):
            there = tuple(one for one in holders(self._session, id_, day) if one not in away)
            if there:
                return Answering(id_, there)
        return None
