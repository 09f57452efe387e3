"""Takes a return into the record as updates, requests and risks: all of it or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from storage.assessments import Assessment, Mitigation
from storage.calendar import london_date
from storage.exchange.layout.cells import shown
from storage.exchange.layout.days import shown_day
from storage.exchange.returns.checks import Checks
from storage.exchange.returns.filled import Return
from storage.exchange.returns.known import Known, known_of
from storage.exchange.returns.layout import ActionReturn, RiskReturn
from storage.exchange.returns.refused import ReturnRefused
from storage.exchange.returns.sentences import of_action, of_risk
from storage.people import Person
from storage.plan import Action
from storage.record import Record
from storage.requests import Asked
from storage.said import Author
from storage.submissions import Submission, Submissions
from storage.vocabulary import RequestKind, ToldBy

NO_PERSON = "There is nobody in the plan with the address {}."
TOLD_IN_FUTURE = "The day on which you were told, {}, is after today."
ALREADY = "This return was taken in already, on {}. Nothing was changed."

RETURN = "return"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a return changed, or would change, in sentences to show."""

    sentences: tuple[str, ...]
    submission_id: int | None = None
    """None where nothing was saved."""
    already: bool = False
    """The same return was taken in before; the one sentence says when."""


def take_in_return(
    session: Session,
    filled: Return,
    *,
    now: datetime,
    by: str,
    told_by: ToldBy,
    told_on: date,
    dry_run: bool = False,
    anyway: bool = False,
) -> TakenIn:
    """Take a return in, in the caller's transaction, in the name of `by`.

    Each update is entered on behalf of the role that owns its action, unless that role is the
    person's own or one they stand in for; it says how and when they were told (programme.md,
    Entered for them). What was said under each action, asked for and raised as a risk is one
    submission. Have `texts(filled)` judged first: nothing here looks for personal data.

    Args:
        session: the transaction; it is the caller's to commit, or to roll back on any error.
        filled: what the workbook says.
        now: the moment of the entry, aware.
        by: an email address of the plan.
        told_by: how the person learned of it.
        told_on: the day on which they did.
        dry_run: only tells what would change.
        anyway: takes in what was said of actions that have moved on since the workbook was made.

    Raises:
        ReturnRefused: with every mistake; nothing was changed.
        StalePosition: somebody else has reported on one of the actions at this very moment.
    """
    record = Record(session, now)
    person = _person(record, by)
    token, earlier = _token(record.submissions, filled)
    if earlier:
        return TakenIn((ALREADY.format(shown_day(london_date(earlier.at))),), already=True)
    known, today = known_of(session, filled, now), london_date(now)
    mistakes = list(Checks(filled, known, person, today, anyway).mistakes())
    if told_on > today:
        mistakes.insert(0, TOLD_IN_FUTURE.format(shown_day(told_on)))
    if mistakes:
        raise ReturnRefused(mistakes)
    entry = _Entry(record, filled, known, person, told_by, told_on)
    sentences = tuple(entry.sentences())
    return TakenIn(sentences, None if dry_run else entry.save(token).id)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A return without a mistake, and who enters it."""

    record: Record
    filled: Return
    known: Known
    person: Person
    told_by: ToldBy
    told_on: date

    def sentences(self) -> Iterator[str]:
        for said in self.filled.actions.rows.values():
            action = self.known.actions[said.ref]
            yield of_action(said, action, self._author(action))
        for risk in self.filled.risks.rows.values():
            action = self.known.actions[risk.action]
            yield of_risk(risk, action, self._author(action))

    def save(self, token: str) -> Submission:
        submission = self.record.submissions.begin(self.person.id, RETURN, token)
        for action, said in self._by_action():
            self._report(submission, action, said)
        for risk in self.filled.risks.rows.values():
            self._raise_risk(submission, self.known.actions[risk.action], risk)
        self._note(submission)
        return submission

    def _by_action(self) -> list[tuple[Action, ActionReturn]]:
        """In the order in which actions are locked everywhere: nobody waits in a ring."""
        rows = self.filled.actions.rows.values()
        pairs = [(self.known.actions[said.ref], said) for said in rows]
        return sorted(pairs, key=lambda pair: pair[0].id)

    def _report(self, submission: Submission, action: Action, said: ActionReturn) -> None:
        author = self._author(action)
        if said.reports:
            basis = action.position.update_id
            self.record.updates.report(submission, author, action, basis, said.change)
        if said.new_due:
            asked = Asked(RequestKind.DUE_DATE, said.why, said.new_due)
            self.record.requests.ask(submission, author, action, asked)
        if said.done:
            (moved,) = self.record.plan.actions_by_ref([action.ref])
            asked = Asked(RequestKind.COMPLETION)
            self.record.requests.ask(submission, author, moved, asked)

    def _raise_risk(self, submission: Submission, action: Action, risk: RiskReturn) -> None:
        mitigations = (Mitigation(risk.mitigation),) if risk.mitigation else ()
        assessment = Assessment(
            risk.likelihood, risk.impact, words=risk.words, mitigations=mitigations
        )
        self.record.risks.raise_risk(submission, self._author(action), action, assessment)

    def _author(self, action: Action) -> Author:
        return Author.of(self.person, action.owner_role_id, self.told_by, self.told_on)

    def _note(self, submission: Submission) -> None:
        actions = sorted(action.id for action in self.known.actions.values())
        subject, told = f"submission:{submission.id}", str(self.told_by)
        self.record.audit.note(self.person.id, RETURN, subject, actions=actions, told_by=told)


def _person(record: Record, email: str) -> Person:
    wanted = email.strip().casefold()
    everyone = record.people.all()
    found = next((one for one in everyone if one.email.casefold() == wanted and one.roles), None)
    if found is None:
        raise ReturnRefused([NO_PERSON.format(shown(email.strip()))])
    return found


def _token(submissions: Submissions, filled: Return) -> tuple[str, Submission | None]:
    """The token of a return, and the submission that stands under it.

    One that was taken back can be taken in again, under another token of the same content.
    """
    token = filled.digest
    while (found := submissions.under(token)) and not _stands(submissions, found):
        token = sha256(token.encode()).hexdigest()
    return token, found


def _stands(submissions: Submissions, submission: Submission) -> bool:
    """Not taken back, or put back since."""
    undo = submissions.taken_back_by(submission.id)
    return undo is None or not _stands(submissions, undo)
