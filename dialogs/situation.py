"""What a message is understood against, asked of the record only where it is needed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property

from dialogs.earlier import earlier_in_record
from dialogs.language.situation import Earlier
from dialogs.turn import Turn
from storage.directory import Directory
from storage.people import Person
from storage.plan import Action
from storage.record import Record


class Situated:
    """Who writes, when, and after what; the record is asked once for each answer."""

    def __init__(self, record: Record, person: Person, today: date, earlier: Earlier) -> None:
        self.today = today
        self.person = person
        self.earlier = earlier
        self._record = record
        self._found: dict[str, Action] = {}
        self._asked: set[str] = set()

    @cached_property
    def directory(self) -> Directory:
        """What the plan calls things."""
        return self._record.directory()

    @cached_property
    def own(self) -> Sequence[Action]:
        """The actions that this person reports on, by reference, closed ones too."""
        return self._record.plan.actions_of_roles(self.person.own_role_ids)

    def actions(self, refs: Collection[str]) -> Mapping[str, Action]:
        """These actions as they stand now; each is looked up once."""
        if missing := set(refs) - self._asked:
            found = self._record.plan.actions_by_ref(missing)
            self._found |= {action.ref: action for action in found}
            self._asked |= missing
        return {ref: self._found[ref] for ref in refs if ref in self._found}


def situated(turn: Turn, attachments: Sequence[str] = ()) -> Situated:
    """The situation of a turn; `attachments` are the names of the files that came with it.

    What came before is asked of the record, each part as it is read.
    """
    situation = Situated(turn.record, turn.person, turn.today, Earlier())
    situation.earlier = earlier_in_record(turn, lambda: situation.own, attachments)
    return situation
