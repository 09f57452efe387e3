"""The command that measures what is understood: messages in, one line of meaning out for each."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.commands import database_at, or_stop, warn
from bot.json_plan import NOON, read_json_plan, take_in
from dialogs.language.privacy import Ruling
from dialogs.language.situation import Earlier
from dialogs.listening import Heard, listen
from dialogs.lookup import refs_asked
from dialogs.situation import Situated
from storage.calendar import at_london
from storage.database import Database
from storage.exchange.layout.known import folded
from storage.people import Person, Role
from storage.record import Record
from storage.vocabulary import Standing

IN_MEMORY = "sqlite://"
NOT_A_CASE = "Line {}: {}."
NO_ROLE = "Message {}: there is no role “{}” in the plan, so its sender only reads."
NO_ANSWER = "Line {}: this message could not be read ({})."
EXIT_WITH_MISTAKES = 2
DEPUTY, PROGRAMME_MANAGER, BOARD_MEMBER = "deputy", "programme_manager", "board_member"
"""What a case may say of its sender beyond the title of the role."""

understanding = typer.Typer()


class Case(BaseModel):
    """One message: who sent it, on which day, and what came before."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    id: str | int
    text: str
    today: date
    sender: str
    role: str | None = None
    context: Earlier | None = None


class Senders:
    """Who holds each role of the plan; nobody's post changes while messages are read."""

    def __init__(self, record: Record) -> None:
        self._holders = {
            folded(role.title): person for person in record.people.all() for role in person.roles
        }
        self._deputies = {
            folded(role.title): folded(role.deputy)
            for role in record.directory().roles
            if role.deputy
        }

    def sender(self, case: Case) -> Person:
        """Who holds the sender's role; a board member may hold one that the plan has not got."""
        title = folded(case.sender)
        if case.role == DEPUTY:
            title = self._deputies.get(title, title)
        holder = self._holders.get(title)
        if holder is None:
            if case.role != BOARD_MEMBER:
                warn(NO_ROLE.format(case.id, case.sender))
            return _of_the_board(case.sender)
        return _in_the_office(holder) if case.role == PROGRAMME_MANAGER else holder


@understanding.command()
def understand(
    plan: Annotated[
        Path, typer.Option("--plan", help="The plan that the messages are about, as JSON.")
    ],
) -> None:
    """Read messages from standard input, one JSON object a line, and print what each means.

    A line holds id, text, today (ISO), role (action_owner, deputy, theme_lead, programme_manager
    or board_member), sender (a role title of the plan) and, optionally, context: what came before.
    Each message is taken against the plan as it is in the file, at noon of its day, by the same
    code that answers in chat; nothing is saved. A result line holds id, intent, items, query,
    clarify and privacy. A line that is no message is named on standard error and left out.
    """

    def read_all() -> None:
        with database_at(IN_MEMORY) as database:
            database.upgrade()
            given = read_json_plan(plan)
            take_in(given, database)
            senders = database.do(at_london(given.as_at, NOON), Senders)
            mistakes = sum(not _answered(database, senders, *line) for line in _lines())
        if mistakes:
            raise typer.Exit(EXIT_WITH_MISTAKES)

    or_stop(read_all)


def _lines() -> Iterator[tuple[int, bytes]]:
    lines = enumerate(typer.get_binary_stream("stdin"), start=1)
    return ((number, line) for number, line in lines if line.strip())


def _answered(database: Database, senders: Senders, number: int, line: bytes) -> bool:
    """Print the meaning of one line; False if it has none to print."""
    try:
        case = Case.model_validate_json(line)
    except ValidationError as error:
        warn(NOT_A_CASE.format(number, _first(error)))
        return False
    try:
        result = meaning(database, senders, case)
    except Exception as error:  # one message must not cost the others theirs
        warn(NO_ANSWER.format(number, type(error).__name__))
        return False
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()
    return True


def _first(error: ValidationError) -> str:
    detail = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in detail["loc"])
    return f"{where}: {detail['msg']}" if where else str(detail["msg"])


def meaning(database: Database, senders: Senders, case: Case) -> Mapping[str, Any]:
    """What a message means, in the names and order in which it is measured."""
    person = senders.sender(case)

    def work(record: Record) -> Mapping[str, Any]:
        situation = Situated(record, person, case.today, case.context or Earlier())
        heard = listen(case.text, situation)
        return {"id": case.id} | _shown(heard, record, person, case.today)

    return database.do(at_london(case.today, NOON), work)


def _shown(heard: Heard, record: Record, person: Person, today: date) -> dict[str, Any]:
    shown = heard.understanding.as_json()
    query = heard.understanding.query
    if query is not None and (refs := refs_asked(record, query, person, today)) is not None:
        shown["query"]["result_refs"] = list(refs)
    shown["privacy"] = {
        "block": heard.held,
        "warn": heard.verdict.ruling is Ruling.WARN,
        "kinds": [kind.value for kind in heard.kinds],
        "redacted": heard.verdict.cleaned if heard.held else None,
    }
    return shown


def _of_the_board(title: str) -> Person:
    role = Role(0, title, "", Standing.BOARD, frozenset(), frozenset())
    return Person(0, title, "", (role,))


def _in_the_office(person: Person) -> Person:
    office = Standing.PROGRAMME_OFFICE
    return replace(person, roles=tuple(replace(role, standing=office) for role in person.roles))
