"""A thousand messages as people type them, and what the bot must make of each.

They were written from outside, without a look at the code. Those that are still misread are listed
by kind in messages/mistakes.json; one that is read rightly again has to leave the list.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.commands import database_at
from bot.json_plan import NOON, read_json_plan, take_in
from bot.understanding import Case, Senders, meaning
from storage.calendar import at_london
from storage.database import Database
from tests.bot.test_understanding_command import PLAN
from tests.dialogs.language.judging import MESSAGES, messages, mistakes

MISREAD: dict[str, list[str]] = json.loads((MESSAGES / "mistakes.json").read_text(encoding="utf-8"))
KINDS = {id_: kind for kind, ids in MISREAD.items() for id_ in ids}


def cases() -> list[Any]:
    """Every message, those that are misread marked with how."""
    return [
        pytest.param(
            case,
            id=case["id"],
            marks=[pytest.mark.xfail(reason=KINDS[case["id"]])] if case["id"] in KINDS else [],
        )
        for case in messages("owners", "leads", "privacy")
    ]


@pytest.fixture(scope="module")
def plan() -> Iterator[tuple[Database, Senders]]:
    """The plan that all messages are about; understanding saves nothing in it."""
    given = read_json_plan(PLAN)
    with database_at("sqlite://") as database:
        database.prepare()
        take_in(given, database)
        yield database, database.do(at_london(given.as_at, NOON), Senders)


@pytest.mark.parametrize("case", cases())
def test_a_message_is_understood_as_it_was_meant(
    case: dict[str, Any], plan: tuple[Database, Senders]
) -> None:
    """Held or not, what is kept of it, intent, slots, the answer's list, and what is asked back."""
    database, senders = plan
    got = meaning(database, senders, Case.model_validate(case))
    assert mistakes(case, json.loads(json.dumps(got))) == []


def test_the_list_of_mistakes_names_messages_that_there_are() -> None:
    """A message that is gone takes its mistake along."""
    ids = {case["id"] for case in messages("owners", "leads", "privacy")}
    assert set(KINDS) <= ids
