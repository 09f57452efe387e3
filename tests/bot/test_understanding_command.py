"""`python -m bot understand`: a plan and messages in, one line of meaning out for each message."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot import understanding
from bot.__main__ import app
from bot.json_plan import NOON, read_json_plan, take_in
from dialogs.language.meaning import Intent, Query, QueryKind, Understanding
from dialogs.language.privacy import Found, Kind, Ruling, Verdict
from dialogs.listening import Heard
from dialogs.situation import Situated
from storage.calendar import at_london
from storage.database import Database
from storage.exchange.layout.mistakes import PlanRejected
from storage.vocabulary import Standing

PLAN = Path(__file__).parents[1] / "dialogs/language/plan.json"
INSPECTOR = "Detective Chief Inspector - MASH"
OWNER = "Designated Nurse - Safeguarding Children"
DEPUTY = "Deputy Designated Nurse"
OFFICE = "Improvement Programme Manager"

Run = Callable[..., Result]


def case(text: str = "PT-02 60%", **changes: Any) -> dict[str, Any]:
    """A message as it stands on a line."""
    given = {
        "id": "F001",
        "text": text,
        "today": "2022-11-15",
        "role": "action_owner",
        "sender": INSPECTOR,
        "context": None,
    }
    return given | changes


def run(*lines: dict[str, Any] | str | bytes, plan: Path = PLAN) -> Result:
    """The command with these lines on its standard input."""
    return CliRunner().invoke(app, ["understand", "--plan", str(plan)], input=_input(lines))


def _input(lines: tuple[dict[str, Any] | str | bytes, ...]) -> bytes:
    return b"".join(_as_bytes(line) + b"\n" for line in lines)


def _as_bytes(line: dict[str, Any] | str | bytes) -> bytes:
    if isinstance(line, bytes):
        return line
    return (line if isinstance(line, str) else json.dumps(line)).encode()


def results(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@dataclass
class Listener:
    """Hears what a test says was meant, and remembers who spoke."""

    query: Query | None = None
    verdict: Verdict = field(default_factory=lambda: Verdict(Ruling.PASS, (), None))
    spoke: list[Situated] = field(default_factory=list)

    def __call__(self, text: str, situation: Situated) -> Heard:
        if text == "raise":
            raise ValueError(text)
        self.spoke.append(situation)
        list(situation.own)  # while the record can be asked
        return Heard(self.verdict, Understanding(intent=Intent.QUERY, query=self.query))


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    """Stands in for the understanding of words."""
    listener = Listener()
    monkeypatch.setattr(understanding, "listen", listener)
    return listener


def test_a_line_for_each_message_in_order() -> None:
    """By the code that answers in chat, with all that is measured."""
    result = run(case(), case("what's overdue in partnerships", id=7), case("hello", id="G"))
    assert result.exit_code == 0, result.output
    found = results(result)
    assert [one["id"] for one in found] == ["F001", 7, "G"]
    keys = {"id", "intent", "items", "query", "clarify", "privacy"}
    assert all(set(one) == keys for one in found)
    assert set(found[0]["privacy"]) == {"block", "warn", "kinds", "redacted"}


def asked(kind: QueryKind, **filters: Any) -> Query:
    return Query(kind=kind, **filters)


REFS: tuple[tuple[Query, str, list[str] | None], ...] = (
    (asked(QueryKind.OVERDUE, theme="PT"), "2022-11-21", ["PT-03"]),
    (asked(QueryKind.FILTER, rag="red", scope="all"), "2022-11-15", []),
    (asked(QueryKind.MY_ACTIONS), "2022-11-15", ["PT-01", "RK-04"]),
    (
        asked(QueryKind.FILTER, stage="completion_claimed", evidence="none"),
        "2022-11-22",
        ["QP-04"],
    ),
    (asked(QueryKind.FILTER, evidence="some"), "2022-11-22", ["WF-03"]),
    (
        asked(QueryKind.DUE_BETWEEN, scope="all", **{"from": "2022-11-14", "to": "2022-11-27"}),
        "2022-11-14",
        ["PT-03", "QA-02"],
    ),
    (
        asked(QueryKind.NO_UPDATE_SINCE, since="2022-11-01"),
        "2022-11-18",
        ["RK-03", "QP-02", "LG-03", "QA-04"],
    ),
    (
        asked(QueryKind.BY_PARTNER, organisation="NHS Mercia ICB"),
        "2022-11-25",
        ["PT-02", "RK-03"],
    ),
    (
        asked(QueryKind.BY_SOURCE, source="JTAI headline"),
        "2022-12-02",
        ["QP-01", "QA-03", "QA-02", "LG-01", "QA-01"],
    ),
    (asked(QueryKind.RISKS, limit=3, sort="score"), "2022-11-22", ["R-01", "R-06", "R-05"]),
    (asked(QueryKind.RISKS, field="high"), "2022-11-28", ["R-01", "R-06", "R-05"]),
    (asked(QueryKind.THEME_STATUS, theme="WF"), "2022-11-21", None),
    (asked(QueryKind.HISTORY, action="LG-03"), "2022-11-16", None),
)


@pytest.mark.parametrize(("query", "today", "refs"), REFS, ids=lambda value: str(value)[:50])
def test_lists_are_read_from_the_plan(
    listener: Listener, query: Query, today: str, refs: list[str] | None
) -> None:
    """On the day of the message; a question for no list has none."""
    listener.query = query
    (found,) = results(run(case(today=today)))
    assert found["query"].get("result_refs") == refs


SENDERS: tuple[tuple[dict[str, str], str, Standing, list[str]], ...] = (
    ({"sender": OWNER}, OWNER, Standing.MEMBER, ["PT-02"]),
    ({"sender": OWNER, "role": "deputy"}, DEPUTY, Standing.MEMBER, ["PT-02"]),
    ({"sender": DEPUTY, "role": "deputy"}, DEPUTY, Standing.MEMBER, ["PT-02"]),
    ({"sender": OFFICE}, OFFICE, Standing.PROGRAMME_OFFICE, ["LG-04"]),
    ({"sender": OFFICE, "role": "programme_manager"}, OFFICE, Standing.PROGRAMME_OFFICE, ["LG-04"]),
    ({"sender": OWNER, "role": "programme_manager"}, OWNER, Standing.PROGRAMME_OFFICE, ["PT-02"]),
    ({"sender": OWNER.replace("-", "–").upper()}, OWNER, Standing.MEMBER, ["PT-02"]),
    ({"sender": "Chair", "role": "board_member"}, "Chair", Standing.BOARD, []),
    ({"sender": "Nobody at all"}, "Nobody at all", Standing.BOARD, []),
)


@pytest.mark.parametrize(("who", "title", "standing", "own"), SENDERS)
def test_the_sender_is_whoever_holds_the_role(
    listener: Listener, who: dict[str, str], title: str, standing: Standing, own: list[str]
) -> None:
    """A deputy is the one that the plan names; who has no role of the plan only reads."""
    result = run(case(**who))
    assert result.exit_code == 0
    unknown = title == "Nobody at all"
    assert ("there is no role “Nobody at all”" in result.stderr) is unknown
    (spoke,) = listener.spoke
    assert (spoke.person.roles[0].title, spoke.person.roles[0].standing) == (title, standing)
    assert [action.ref for action in spoke.own] == own


def test_what_came_before_is_given(listener: Listener) -> None:
    """As the line's context has it."""
    draft = {"op": "progress", "action": "PT-02", "percent": 60}
    context = {"awaiting_confirm": draft, "channel": "WF", "attachments": ["ToR.pdf"], "new": 1}
    assert run(case(context=context)).exit_code == 0
    earlier = listener.spoke[0].earlier
    assert earlier.awaiting_confirm == draft
    assert (earlier.channel, earlier.attachments) == ("WF", ["ToR.pdf"])


def test_held_messages_show_kinds_and_what_may_stay(listener: Listener) -> None:
    """Never the words."""
    found = (Found(Kind.PHONE, 0, 4), Found(Kind.EMAIL, 5, 9), Found(Kind.PHONE, 10, 14))
    listener.verdict = Verdict(Ruling.HOLD, found, "PT-02 60%, [a phone number]")
    (held,) = results(run(case()))
    assert held["privacy"] == {
        "block": True,
        "warn": False,
        "kinds": ["phone", "email"],
        "redacted": "PT-02 60%, [a phone number]",
    }
    listener.verdict = Verdict(Ruling.WARN, found[:1], None)
    (warned,) = results(run(case()))
    assert warned["privacy"] == {
        "block": False,
        "warn": True,
        "kinds": ["phone"],
        "redacted": None,
    }


WRONG_LINES = (
    ("nonsense", "Line 1: Invalid JSON"),
    ("[]", "Line 1: Input should be"),
    (b"\xff\xfe{}", "Line 1: Invalid JSON"),
    ({"id": 1}, "Line 1: text: Field required."),
    (case(today="2022-11-33"), "Line 1: today: "),
    (case(context=[]), "Line 1: context: "),
    (case("raise"), "Line 1: this message could not be read (ValueError)."),
)


@pytest.mark.parametrize(("line", "said"), WRONG_LINES, ids=lambda value: str(value)[:40])
def test_a_wrong_line_is_named_and_costs_no_other(
    listener: Listener, line: dict[str, Any] | str | bytes, said: str
) -> None:
    """On standard error, by its number, without a traceback; blank lines are none."""
    result = run(line, "", case(id="next"))
    assert [one["id"] for one in results(result)] == ["next"]
    assert result.stderr.startswith(said)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def _without(*keys: str) -> dict[str, Any]:
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    return {name: value for name, value in plan.items() if name not in keys}


def _with_action(**changes: Any) -> dict[str, Any]:
    plan = _without()
    plan["actions"][0] |= changes
    return plan


WRONG_PLANS = (
    ("{", "is not a plan in JSON"),
    ("[]", "is not a plan in JSON"),
    (json.dumps(_without("actions")), "actions: Field required."),
    (json.dumps(_with_action(due="soon")), "actions.0.due: "),
    (json.dumps(_with_action(rag="mauve")), "“mauve” is not possible here"),
    (json.dumps(_with_action(theme="XX")), "there is no theme “XX”"),
    (json.dumps(_with_action(owner_role="")), "this cell is empty."),
    (json.dumps(_with_action(last_update="2022-12-24")), "dated after the plan's as-at day"),
    (json.dumps(_without("themes") | {"themes": []}), "Themes"),
)


@pytest.mark.parametrize(("content", "said"), WRONG_PLANS, ids=lambda value: str(value)[-40:])
def test_a_wrong_plan_ends_the_command_with_a_sentence(
    tmp_path: Path, content: str, said: str
) -> None:
    """That says what is wrong, with exit code 2."""
    path = tmp_path / "plan.json"
    path.write_text(content, encoding="utf-8")
    result = run(case(), plan=path)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output


def test_a_plan_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With its path."""
    result = run(case(), plan=tmp_path / "none.json")
    assert result.exit_code == 2
    assert "none.json cannot be read" in result.stderr


def test_a_plan_needs_no_programme_manager(tmp_path: Path) -> None:
    """Somebody looks after it then, and boards, risks and deputies may be missing."""
    content = json.dumps(_without("boards", "risks", "deputies")).replace(OFFICE, "Plan Lead")
    path = tmp_path / "plan.json"
    path.write_text(content, encoding="utf-8")
    assert run(case(), plan=path).exit_code == 0


def test_the_plan_is_in_the_record_as_it_is_in_the_file() -> None:
    """Positions, dates, owners, deputies, meetings, risks, and the day of the last update."""
    plan = read_json_plan(PLAN)
    database = Database("sqlite://")
    database.upgrade()
    take_in(plan, database)

    def stands(record: Any) -> Any:
        return record.plan.actions(), record.directory(), record.risks.all()

    actions, directory, risks = database.do(at_london(plan.as_at, NOON), stands)
    database.dispose()
    assert [
        (a.ref, a.position.rating, a.position.stage, a.position.percent, a.position.reported_on)
        for a in actions
    ] == sorted((a.ref, a.rag, a.stage, a.percent, a.last_update) for a in plan.actions)
    assert {(a.ref, a.due, a.original_due, a.owner_role) for a in actions} == {
        (a.ref, a.due, a.original_due, a.owner_role) for a in plan.actions
    }
    deputies = {role.title: role.deputy for role in directory.roles if role.deputy}
    assert deputies == plan.deputies
    assert directory.meetings == tuple(("IOB", day) for day in plan.boards["IOB"])
    assert {(r.ref, r.score, r.action_ref) for r in risks} == {
        (r.ref, (r.likelihood or 0) * (r.impact or 0), r.action) for r in plan.risks
    }


def test_a_rejected_plan_says_nothing_of_its_cells() -> None:
    """Its sentences do; the exception's own text does not."""
    with pytest.raises(PlanRejected) as rejected:
        read_json_plan(Path("/nowhere/plan.json"))
    assert "nowhere" not in str(rejected.value)
