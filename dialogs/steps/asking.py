"""What an owner asks for and others decide: a due date, the board, a new owner, going on again."""

from datetime import date, datetime
from typing import Any, Literal, Self

from dialogs.messages import Button, Buttons, Facts, Line, Reply
from dialogs.steps.step import Actions, Rows, Step
from dialogs.turn import Turn, tell
from dialogs.wording import day, days_left, quoted
from storage.calendar import london_date
from storage.decisions import board_decides
from storage.plan import Action, Theme
from storage.requests import Asked
from storage.said import Author
from storage.submissions import Submission
from storage.vocabulary import CLOSED_STAGES, RequestKind

WHY_DATE = "Why should {ref} move? One line is enough: it goes with your request."
WHY_BOARD = "Why should {subject} go to the board? One line is enough: it goes with your request."
WHY_REOPEN = "Why should {ref} be reopened? One line is enough: it goes with your request."
DUE_ALREADY = "{ref} is due then already, on {day}."
IN_THE_PAST = "{day} has passed. A new due date has to lie ahead."
BEFORE_START = "{ref} only starts on {start}, so it cannot be due on {day}."
CLOSED = "{ref} is signed off, so its due date stands. It would have to be reopened first."
NOT_CLOSED = "{ref} is not signed off, so there is nothing to reopen."
ASKED_ALREADY = "That is asked for already, since {since}, and waits for a decision: {ref}{what}."
OWNED_ALREADY = "{ref} belongs to the {role} already."
NO_RISK = "There is no risk {ref}."
FOR_BOARD = "the Improvement Board"
TO_BOARD = " to the board"
NEEDS_DECISION = "A decision is asked of you: {subject}."
ASKED_BY = "Asked by {role}"


class _Asking(Step):
    """Something that waits for a decision once it is saved."""

    reason: str = ""

    def answered(self, words: str) -> Self:
        """The answer is the reason."""
        return self.model_copy(update={"reason": words.strip()})

    def _why(self) -> Rows:
        return (("Why", quoted(self.reason)),) if self.reason else ()

    def _tell_lead(self, turn: Turn, theme_id: int, actions: Actions) -> None:
        """The lead hears of it at once, unless it is the lead who asks."""
        theme = _theme(turn, theme_id)
        if theme.lead_role_id in turn.person.own_role_ids:
            return
        status = Button(label=f"Status of {theme.name}", verb="status", data={"theme": theme.code})
        note = Reply(
            first_line=NEEDS_DECISION.format(subject=self.subject),
            kind="request",
            blocks=(
                Facts(rows=self.rows(turn, actions)),
                Line(text=ASKED_BY.format(role=turn.person.roles[0].title), subtle=True),
                Buttons(buttons=(status,)),
            ),
        )
        tell(turn.record, theme.lead_role_id, note)


def _theme(turn: Turn, theme_id: int) -> Theme:
    return next(theme for theme in turn.record.plan.themes() if theme.id == theme_id)


def _waiting(turn: Turn, action: Action, kind: RequestKind, what: str = "") -> str:
    """What to say where the same waits for a decision already; "" where it does not."""
    for request in turn.record.requests.open_of(action):
        if request.kind is kind:
            to = f" to {day(request.due_to, turn.today)}" if request.due_to else what
            return _asked(turn, action.ref, request.at, to)
    return ""


def _asked(turn: Turn, ref: str, at: datetime, what: str) -> str:
    return ASKED_ALREADY.format(ref=ref, since=day(london_date(at), turn.today), what=what)


class DueDate(_Asking):
    """Another due date for an action. A forecast never moves it, this may (programme.md)."""

    kind: Literal["due_date"] = "due_date"
    ref: str
    to: date

    @property
    def subject(self) -> str:
        return self.ref

    @property
    def question(self) -> str:
        return "" if self.reason else WHY_DATE.format(ref=self.ref)

    def rows(self, turn: Turn, actions: Actions) -> Rows:
        action = actions[self.ref]
        moved = f"{day(self.to, turn.today)}, now {day(action.due, turn.today)}"
        return (
            ("New due date", f"{moved} ({_slip(self.to, action)})"),
            *self._why(),
            ("Decided by", self._decider(turn, action)),
        )

    def corrected(self, field: str, value: object) -> Self:
        dated = field in {"to", "due", "forecast", "next_date"} and isinstance(value, date)
        return self.model_copy(update={"to": value}) if dated else self

    def as_said(self) -> dict[str, Any]:
        return {"op": "due_change_request", "action": self.ref, "to": self.to}

    def refusal(self, turn: Turn, actions: Actions) -> str:
        action, wanted = actions[self.ref], day(self.to, turn.today)
        if not action.open:
            return CLOSED.format(ref=self.ref)
        if self.to == action.due:
            return DUE_ALREADY.format(ref=self.ref, day=wanted)
        if self.to < turn.today:
            return IN_THE_PAST.format(day=wanted)
        if action.start and self.to < action.start:
            start = day(action.start, turn.today)
            return BEFORE_START.format(ref=self.ref, start=start, day=wanted)
        return _waiting(turn, action, RequestKind.DUE_DATE)

    def save(self, turn: Turn, submission: Submission, actions: Actions) -> None:
        action = actions[self.ref]
        author = Author.of(turn.person, action.owner_role_id)
        asked = Asked(RequestKind.DUE_DATE, self.reason, due_to=self.to)
        turn.record.requests.ask(submission, author, action, asked)
        self._tell_lead(turn, action.theme_id, actions)

    def _decider(self, turn: Turn, action: Action) -> str:
        if board_decides(action, self.to):
            return FOR_BOARD
        return _theme(turn, action.theme_id).lead_role


def _slip(to: date, action: Action) -> str:
    if to < action.due:
        return f"{days_left(action.due, to)} earlier"
    number = action.slips + 1
    slip = SLIPS.get(number, f"slip {number}")
    return f"{days_left(to, action.due)} later, {slip}"


SLIPS = {1: "first slip", 2: "second slip", 3: "third slip"}


class ToBoard(_Asking):
    """An action or a risk is to be taken to the board."""

    kind: Literal["to_board"] = "to_board"
    risk: str | None = None
    board: str = ""
    on: date | None = None

    @property
    def subject(self) -> str:
        return self.risk or self.ref or ""

    @property
    def question(self) -> str:
        return "" if self.reason else WHY_BOARD.format(subject=self.subject)

    def rows(self, turn: Turn, actions: Actions) -> Rows:
        when = f", {day(self.on, turn.today)}" if self.on else ""
        what = f"{self.subject} to {self.board or FOR_BOARD}{when}"
        lead = _theme(turn, self._theme_id(turn, actions)).lead_role
        return (("Take it up", what), *self._why(), ("Decided by", lead))

    def refusal(self, turn: Turn, actions: Actions) -> str:
        if self.ref:
            return _waiting(turn, actions[self.ref], RequestKind.ESCALATION, TO_BOARD)
        risk = turn.record.risks.by_ref(self.risk or "")
        if risk is None:
            return NO_RISK.format(ref=self.risk)
        waiting = turn.record.requests.open_of_theme(risk.theme_id)
        asked = next((one for one in waiting if one.risk_ref == risk.ref), None)
        return _asked(turn, risk.ref, asked.at, TO_BOARD) if asked else ""

    def save(self, turn: Turn, submission: Submission, actions: Actions) -> None:
        if self.ref:
            action = actions[self.ref]
            author = Author.of(turn.person, action.owner_role_id)
            asked = Asked(RequestKind.ESCALATION, self.reason)
            turn.record.requests.ask(submission, author, action, asked)
        elif risk := turn.record.risks.by_ref(self.risk or ""):
            author = Author.of(turn.person, risk.owner_role_id)
            turn.record.requests.ask_about_risk(submission, author, risk, self.reason)
        self._tell_lead(turn, self._theme_id(turn, actions), actions)

    def _theme_id(self, turn: Turn, actions: Actions) -> int:
        risk = turn.record.risks.by_ref(self.risk) if self.risk else None
        return risk.theme_id if risk else actions[self.ref or ""].theme_id


class NewOwner(_Asking):
    """An action is to belong to another role; the programme office decides."""

    kind: Literal["new_owner"] = "new_owner"
    ref: str
    role_id: int
    role: str

    @property
    def subject(self) -> str:
        return self.ref

    def rows(self, turn: Turn, actions: Actions) -> Rows:
        action = actions[self.ref]
        moved = f"{self.role}, now {action.owner_role}"
        return (("New owner", moved), *self._why(), ("Decided by", "the programme office"))

    def refusal(self, turn: Turn, actions: Actions) -> str:
        action = actions[self.ref]
        if action.owner_role_id == self.role_id:
            return OWNED_ALREADY.format(ref=self.ref, role=self.role)
        return _waiting(turn, action, RequestKind.NEW_OWNER, f" to the {self.role}")

    def save(self, turn: Turn, submission: Submission, actions: Actions) -> None:
        action = actions[self.ref]
        author = Author.of(turn.person, action.owner_role_id)
        asked = Asked(RequestKind.NEW_OWNER, self.reason, role_to_id=self.role_id)
        turn.record.requests.ask(submission, author, action, asked)
        self._tell_lead(turn, action.theme_id, actions)


class Reopening(_Asking):
    """What was signed off is to go on."""

    kind: Literal["reopening"] = "reopening"
    ref: str

    @property
    def subject(self) -> str:
        return self.ref

    @property
    def question(self) -> str:
        return "" if self.reason else WHY_REOPEN.format(ref=self.ref)

    def rows(self, turn: Turn, actions: Actions) -> Rows:
        action = actions[self.ref]
        lead = _theme(turn, action.theme_id).lead_role
        return (("Reopen it", "back to in progress"), *self._why(), ("Decided by", lead))

    def refusal(self, turn: Turn, actions: Actions) -> str:
        action = actions[self.ref]
        if action.position.stage not in CLOSED_STAGES:
            return NOT_CLOSED.format(ref=self.ref)
        return _waiting(turn, action, RequestKind.REOPENING, " to be reopened")

    def save(self, turn: Turn, submission: Submission, actions: Actions) -> None:
        action = actions[self.ref]
        author = Author.of(turn.person, action.owner_role_id)
        asked = Asked(RequestKind.REOPENING, self.reason)
        turn.record.requests.ask(submission, author, action, asked)
        self._tell_lead(turn, action.theme_id, actions)
