"""What people ask, put to a short history and to a long one: how many queries, how many ms.

`python -m tests.bench.scale_questions URL URL` prints a line of JSON.
"""

import json
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from time import perf_counter

from bot.teams import Taken, take
from dialogs.facts import gather, week_start
from storage.calendar import at_london
from storage.database import Database
from storage.people import Person
from storage.plan import Theme
from storage.record import Record
from tests.bench.scale_history import ENDS
from tests.bench.scale_plan import OWNER
from tests.dialogs.chat import WORKER, Chat
from tests.statements import statements_to
from tests.storage.conftest import action, person, theme

NOW = at_london(ENDS, time(10, 13))
WEEK, YEAR = timedelta(weeks=1), timedelta(weeks=52)
THEME, REF, ROLE = "WF", "WF-001", OWNER.format(7)
ROUNDS = 25


@dataclass(frozen=True)
class Question:
    """A question, and whether its answer stays as long however long the history is."""

    name: str
    ask: "Callable[[Record, Side], object]"
    bounded: bool = True


@dataclass(frozen=True)
class Side:
    """A record that is asked, and what its questions are about."""

    chat: Chat
    theme: Theme
    person: Person
    action_id: int
    action_ids: list[int]
    earlier: datetime
    """A year ago, or the middle of a record that is younger."""

    def answer(self, question: Question) -> object:
        """One question in one transaction, as the bot asks it."""
        return self.chat.database.do(NOW, lambda record: question.ask(record, self))

    def turn(self, record: Record, text: str) -> Taken:
        """A whole turn: understood, answered, and the answer put down for delivery."""
        account = f"entra-{self.person.id}", f"a:{self.person.id}"
        taken = take(self.chat.message(*account, text=text), record, WORKER)
        assert isinstance(taken, Taken)
        return taken


QUESTIONS = (
    Question(
        "status of a theme: its facts", lambda r, s: gather(r, s.theme, week_start(r, NOW), NOW)
    ),
    Question("status of a theme: whole turn", lambda r, s: s.turn(r, "status of workforce")),
    Question("my actions", lambda r, s: r.plan.actions_of_roles(s.person.own_role_ids)),
    Question("my actions: whole turn", lambda r, s: s.turn(r, "my actions")),
    Question(
        "changes since a week, every action",
        lambda r, s: r.updates.reports(s.action_ids, NOW - WEEK, NOW),
    ),
    Question("the whole risk register", lambda r, _: r.risks.all()),
    Question(
        "risks as a board last saw them, all ever seen",
        lambda r, _: r.risks.last_seen(),
        bounded=False,  # its answer grows: in time a board has had most risks before it
    ),
    Question("open requests of a theme", lambda r, s: r.requests.open_of_theme(s.theme.id)),
    Question(
        "a theme as at a day a year ago",
        lambda r, s: r.plan.actions_of_theme(s.theme.id, s.earlier),
    ),
    Question(
        "history of one action, all of it",
        lambda r, s: r.updates.reports([s.action_id], NOW - 100 * YEAR, NOW),
        bounded=False,
    ),
)


@dataclass
class Answered:
    """How a question was answered: its queries, and the seconds of every round."""

    queries: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """The median round."""
        return statistics.median(self.seconds) * 1000


def side_of(database: Database) -> Side:
    """Whom and what to ask about; the person's account is bound by a first turn."""
    chat = Chat(database, NOW)
    chat.say(ROLE, "help")
    return database.do(NOW, lambda record: _side(record, chat))


def _side(record: Record, chat: Chat) -> Side:
    every = record.plan.actions_by_ref(record.plan.refs())
    starts = record.plan.record_starts()
    assert starts is not None
    return Side(
        chat=chat,
        theme=theme(record, THEME),
        person=person(record, ROLE),
        action_id=action(record, REF).id,
        action_ids=[one.id for one in every],
        earlier=max(NOW - YEAR, starts + (NOW - starts) / 2),
    )


def answers(question: Question, sides: Sequence[Side]) -> list[Answered]:
    """Ask each side in turn, so that a drift of the machine meets all of them."""
    answered = [Answered() for _ in sides]
    for round_ in range(ROUNDS + 1):
        for side, one in zip(sides, answered, strict=True):
            with statements_to(side.chat.database) as sent:
                start = perf_counter()
                side.answer(question)
                taken = perf_counter() - start
            one.queries = len(sent)
            if round_:  # the first warms up
                one.seconds.append(taken)
    return answered


def main(*urls: str) -> None:
    """Put each question to each database, and say how it was answered there."""
    sides = [side_of(Database(url)) for url in urls]
    said = [
        {
            "name": question.name,
            "bounded": question.bounded,
            "queries": [one.queries for one in answered],
            "milliseconds": [one.milliseconds for one in answered],
        }
        for question in QUESTIONS
        for answered in [answers(question, sides)]
    ]
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
