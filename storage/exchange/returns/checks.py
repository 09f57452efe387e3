"""What the record refuses of a return, told for all of it at once and before anything is saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from storage.exchange.layout.cells import word
from storage.exchange.layout.days import shown_day
from storage.exchange.layout.suggestions import suggestion
from storage.exchange.returns.filled import Return
from storage.exchange.returns.known import Known
from storage.exchange.returns.layout import ActionReturn
from storage.exchange.returns.sentences import NOT_GIVEN
from storage.people import Person
from storage.plan import Action
from storage.rights import may_report
from storage.vocabulary import RequestKind

NO_ACTION = "there is no action {} in the plan."
LEFT_PLAN = "{} has left the plan."
OTHER_OWNER = "{} is owned by another organisation now, {}; ask there."
NOT_YOURS = "{}: {} may not report on it: only its owner, its theme's lead or the programme office."
OTHER_KEY = "{}: the hidden key of this row belongs to another action; have a new workbook made."
MOVED_ON = (
    "{} has moved on since the workbook was made: it is {}, percent {}, by {} on {}. Compare, and "
    "say so if the return is to count all the same."
)
SIGNED_OFF = "{} is signed off; nothing is reported on it until it is reopened."
OVERDUE = (
    "{} is overdue (due {}), so No change is not enough: say what is being done, or ask for a new "
    "due date."
)
DUE_ALREADY = "{} is due on {} already."
BEFORE_START = "{} cannot be due before it starts, on {}."
NOT_AHEAD = "the new due date, {}, is not after today."
ASKED_DATE = "a new due date for {} is asked for already and waits for a decision."
ASKED_DONE = "the sign-off of {} is asked for already and waits for a decision."
SOMEBODY = "{} ({})"


@dataclass(frozen=True, slots=True)
class Checks:
    """Judges the rows of one return against the record as it stands."""

    filled: Return
    known: Known
    person: Person
    today: date
    anyway: bool
    """Whether a row counts although its action has moved on since."""

    def mistakes(self) -> Iterator[str]:
        """A sentence for everything that is to be put right, from the first row to the last."""
        for number, said in self.filled.actions.rows.items():
            for header, sentence in self._of_action(said):
                yield self.filled.actions.told(number, header, sentence)
        for number, risk in self.filled.risks.rows.items():
            for sentence in self._of_ref(risk.action):
                yield self.filled.risks.told(number, "Action", sentence)

    def _of_action(self, said: ActionReturn) -> Iterator[tuple[str, str]]:
        """The header of the cell that each sentence is about, and the sentence."""
        faults = list(self._of_ref(said.ref)) or list(self._of_position(said))
        if faults:  # what else there is to say would follow from these
            yield from (("Reference", fault) for fault in faults)
            return
        action, asked = self.known.actions[said.ref], self.known.asked[said.ref]
        if said.only_no_change and action.overdue(self.today):
            yield "Rating", OVERDUE.format(action.ref, shown_day(action.due))
        if said.new_due:
            yield from (("New due date", fault) for fault in self._of_date(said.new_due, action))
        if said.done and RequestKind.COMPLETION in asked:
            yield "Done?", ASKED_DONE.format(action.ref)

    def _of_ref(self, ref: str) -> Iterator[str]:
        action = self.known.actions.get(ref)
        if action is None:
            yield self._not_there(ref)
        elif action.organisation != self.filled.organisation:
            yield OTHER_OWNER.format(ref, action.organisation)
        elif not may_report(self.person, action):
            yield NOT_YOURS.format(ref, self.person.name)

    def _not_there(self, ref: str) -> str:
        if ref in self.known.refs:
            return LEFT_PLAN.format(ref)
        return NO_ACTION.format(ref) + suggestion(ref, self.known.refs)

    def _of_position(self, said: ActionReturn) -> Iterator[str]:
        action = self.known.actions[said.ref]
        if self.known.action_of.get(said.basis) != action.id:
            yield OTHER_KEY.format(said.ref)
        elif not action.open:
            yield SIGNED_OFF.format(said.ref)
        elif said.basis != action.position.update_id and not self.anyway:
            yield self._moved_on(action)

    def _moved_on(self, action: Action) -> str:
        stands, origin = action.position, self.known.origins[action.position.update_id]
        by = SOMEBODY.format(origin.person, origin.role) if origin.person else origin.role
        percent = NOT_GIVEN if stands.percent is None else stands.percent
        day = shown_day(stands.reported_on)
        return MOVED_ON.format(action.ref, word(stands.rating), percent, by, day)

    def _of_date(self, new_due: date, action: Action) -> Iterator[str]:
        if RequestKind.DUE_DATE in self.known.asked[action.ref]:
            yield ASKED_DATE.format(action.ref)
        elif new_due == action.due:
            yield DUE_ALREADY.format(action.ref, shown_day(action.due))
        elif new_due <= self.today:
            yield NOT_AHEAD.format(shown_day(new_due))
        elif action.start and new_due < action.start:
            yield BEFORE_START.format(action.ref, shown_day(action.start))
