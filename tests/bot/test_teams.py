"""The bot over real HTTP: bad input, strangers, doubles, and trouble on the way out."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from sqlalchemy import event, func, select
from sqlalchemy import text as sql

from bot.adapter import Adapter
from bot.authentication import Authentication, SigningKeys
from bot.connector import Connector
from bot.credentials import NoCredentials
from bot.delivery import Delivery
from bot.endpoints import application
from bot.inbound import Audience
from bot.teams import TeamsBot
from storage import models as m
from storage.database import Database
from storage.outbox import OWED_FOR
from tests.databases import Copies
from tests.standin import Received, StandIn

NOW = datetime(2022, 11, 16, 10, 12, tzinfo=UTC)
TENANT = "7db57e57-5f4b-47f9-bd01-609a4d0c98e2"
SAMIRA = "samira.khalid@arden.example"
LINE = "WF-01 75% amber, 14 interviews done, 6 offers"
CARD = "application/vnd.microsoft.card.adaptive"
Json = dict[str, Any]


@dataclass
class Teams:
    """Teams' side of the wire: sends activities, and holds what the bot sent back."""

    http: ClientSession
    url: str
    connector: StandIn
    database: Database
    delivery: Delivery
    now: list[datetime]
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def activity(self, **changes: Any) -> Json:
        """A message of Samira's in her personal chat, with `changes`."""
        return {
            "type": "message",
            "id": f"activity-{next(self.numbers)}",
            "channelId": "msteams",
            "serviceUrl": self.connector.url,
            "from": {"id": "29:samira", "name": "Samira", "aadObjectId": "samira"},
            "recipient": {"id": "28:planbot", "name": "planbot"},
            "conversation": {"id": "a:samira", "conversationType": "personal"},
            "channelData": {"tenant": {"id": TENANT}},
        } | changes

    async def post(self, activity: Json) -> tuple[int, Json | None]:
        """Post an activity; gives status and body."""
        async with self.http.post(f"{self.url}/api/messages", json=activity) as response:
            is_json = response.content_type == "application/json"
            return response.status, await response.json() if is_json else None

    async def say(self, text: str, **changes: Any) -> Received:
        """Say something and give what the bot sent for it."""
        before = len(self.connector.sent)
        status, _ = await self.post(self.activity(text=text, **changes))
        assert status == 201
        return self.connector.sent[before:][0]

    async def tap(self, card: Json, label: str, card_id: str, **fields: Any) -> Json:
        """Tap a button of a card and give the card that takes its place."""
        action = next(a for a in buttons(card) if a["title"] == label)
        value = {"action": action | {"data": action.get("data", {}) | fields}}
        status, body = await self.post(
            self.activity(type="invoke", name="adaptiveCard/action", value=value, replyToId=card_id)
        )
        assert status == 200
        assert body is not None
        return body

    def rows(self, table: type[m.Base]) -> int:
        """How many rows a table has."""
        with self.database.transaction() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def everything(self) -> dict[str, int]:
        """How many rows every table has."""
        tables = m.Base.metadata.sorted_tables
        with self.database.transaction() as session:
            return {
                table.name: session.scalar(select(func.count()).select_from(table)) or 0
                for table in tables
            }

    def outbox(self) -> list[m.OutboxMessage]:
        with self.database.transaction() as session:
            return list(session.scalars(select(m.OutboxMessage).order_by(m.OutboxMessage.id)))


def buttons(card: Json) -> list[Json]:
    """Every button of a card, folded parts included."""
    found: list[Json] = []
    for element in card.get("body", []) + card.get("items", []):
        found += element.get("actions", [])
        found += buttons(element)
    return found


def card_of(received: Received) -> Json:
    """The card that the bot sent."""
    assert received.activity is not None
    assert "text" not in received.activity
    (attachment,) = received.activity["attachments"]
    assert attachment["contentType"] == CARD
    content: Json = attachment["content"]
    return content


def words(received: Received) -> str:
    """What the bot said, as text."""
    assert received.activity is not None
    return str(received.activity.get("text") or card_of(received)["fallbackText"])


@pytest.fixture
async def teams(copies: Copies) -> AsyncIterator[Teams]:
    """A bot on each database in turn, which waits no longer than a fifth of a second for it."""
    url = copies("sample")
    database = Database(url, patience=0.2)
    now = [NOW]
    async with StandIn() as connector, ClientSession() as http:
        connector.roster["a:samira"] = [
            {"id": "29:samira", "aadObjectId": "samira", "email": SAMIRA},
            {"id": "29:stranger", "aadObjectId": "stranger", "email": "x@elsewhere.example"},
        ]
        outbound = Connector(http, NoCredentials(), local=True)
        delivery = Delivery(database, outbound, lambda: now[0])
        audience = Audience(frozenset({TENANT}), frozenset({"arden.example"}))
        bot = TeamsBot(database, outbound, delivery, audience=audience, clock=lambda: now[0])
        authentication = Authentication("", SigningKeys(http), outbound, local=True)
        server = TestServer(application(Adapter(authentication), bot))
        await server.start_server()
        yield Teams(http, str(server.make_url("")).rstrip("/"), connector, database, delivery, now)
        await delivery.finish()
        await server.close()
    database.dispose()


async def saved_once(teams: Teams) -> Received:
    """Have one update read back and saved by "yes"."""
    await teams.say(LINE)
    return await teams.say("yes")


async def test_an_update_is_read_back_and_saved_in_place(teams: Teams) -> None:
    """The read-back is a new message, the saved card an update of the same one."""
    read_back = await teams.say(LINE)
    assert read_back.method == "POST"
    assert "75%, was 65%" in words(read_back)
    assert teams.rows(m.Submission) == 0
    saved = await teams.say("yes")
    assert (saved.method, saved.activity_id) == ("PUT", read_back.activity_id)
    assert "✓ Saved Wed 16 Nov, 10:12" in words(saved)
    assert teams.rows(m.Submission) == 1


async def test_every_card_has_a_summary_and_no_text_beside_it(teams: Teams) -> None:
    """Teams splits an activity with text and a card, and returns no id for it."""
    for text in ("hello", "help", "my actions", "status of workforce", LINE, "purple"):
        sent = await teams.say(text)
        assert sent.activity is not None
        assert sent.activity["summary"]
        assert "14 interviews" not in sent.activity["summary"] or text == "help"
        card_of(sent)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"type":"message","channelId":"msteams"}', "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b'{"text":"' + b"x" * 1024 * 1024 + b'"}', "application/json", 413),
    ],
)
async def test_what_is_no_activity_is_refused_and_leaves_no_row(
    teams: Teams, body: bytes, content_type: str, status: int
) -> None:
    """The sender hears what is wrong; no table has a row more, and nobody is written to."""
    before = teams.everything()
    headers = {"Content-Type": content_type}
    sent = BytesIO(body)
    async with teams.http.post(f"{teams.url}/api/messages", data=sent, headers=headers) as answer:
        assert answer.status == status
    assert teams.everything() == before
    assert teams.connector.received == []


async def test_another_tenant_hears_a_polite_sentence_and_nothing_of_the_plan(
    teams: Teams,
) -> None:
    """A tenant that is not served is not looked up, bound or shown a word."""
    before = teams.everything()
    answer = await teams.say("status of workforce", channelData={"tenant": {"id": "another"}})
    assert words(answer).startswith("Hello. I only work with people named in the plan")
    assert "Workforce" not in words(answer)
    assert teams.everything() == before
    assert [one.method for one in teams.connector.received] == ["POST"]


async def test_a_stranger_hears_the_same_and_leaves_no_row(teams: Teams) -> None:
    """Whoever the roster knows and the plan does not is a stranger."""
    stranger = {"id": "29:stranger", "aadObjectId": "stranger"}
    answer = await teams.say(LINE, **{"from": stranger})
    assert words(answer).startswith("Hello. I only work with people named in the plan")
    assert teams.rows(m.Draft) == teams.rows(m.OutboxMessage) == teams.rows(m.Address) == 0


async def test_a_roster_that_cannot_be_had_makes_nobody_a_stranger(teams: Teams) -> None:
    """They hear that I cannot check just now, and the next message is answered."""
    teams.connector.fail_next(503)
    answer = await teams.say("help")
    assert words(answer) == "I can't check who you are just now. Please try again in a few minutes."
    assert "Tell me how an action is going" in words(await teams.say("help"))


async def test_the_roster_is_asked_once(teams: Teams) -> None:
    """After the first contact the record knows who writes."""
    await teams.say("help")
    await teams.say("help")
    assert [one.method for one in teams.connector.received] == ["GET", "POST", "POST"]


async def test_an_address_outside_the_allowed_domains_is_not_bound(teams: Teams) -> None:
    """The roster may name an address of the plan only from a domain that the settings allow."""
    with teams.database.transaction() as session:
        person = session.scalar(select(m.Person).where(m.Person.email == SAMIRA))
        assert person is not None
        person.email = "samira@partner.example"
    teams.connector.roster["a:samira"][0]["email"] = "samira@partner.example"
    answer = await teams.say("help")
    assert words(answer).startswith("Hello. I only work with people named in the plan")


async def test_installing_binds_and_remembers_without_a_word(teams: Teams) -> None:
    """An owner who never wrote can be reached later; nothing is sent overnight."""
    status, _ = await teams.post(teams.activity(type="installationUpdate", action="add"))
    assert status == 201
    assert teams.connector.sent == []
    assert teams.rows(m.Address) == 1
    with teams.database.transaction() as session:
        person = session.scalar(select(m.Person).where(m.Person.entra_id == "samira"))
        assert person is not None
        assert person.email == SAMIRA


async def test_installing_in_a_team_binds_everyone_of_its_roster_whom_the_plan_names(
    teams: Teams,
) -> None:
    """The roster is swept once, strangers are left alone, and nothing is said."""
    teams.connector.roster["19:team"] = [
        *teams.connector.roster["a:samira"],
        {"id": "29:claire", "aadObjectId": "claire", "email": "Claire.Donnelly@arden.example"},
    ]
    status, _ = await teams.post(
        teams.activity(
            type="installationUpdate",
            action="add",
            conversation={"id": "19:wf", "conversationType": "channel"},
            channelData={"tenant": {"id": TENANT}, "team": {"id": "19:team"}},
        )
    )
    assert status == 201
    assert teams.connector.sent == []
    with teams.database.transaction() as session:
        bound = session.scalars(select(m.Person.entra_id).where(m.Person.entra_id.is_not(None)))
        assert sorted(filter(None, bound)) == ["claire", "samira"]


async def test_a_second_delivery_of_an_activity_has_one_effect_and_the_same_answer(
    teams: Teams,
) -> None:
    """Teams repeats what was not acknowledged in time: the answer is shown again in its place."""
    read_back = await teams.say(LINE)
    yes = teams.activity(text="yes")
    await teams.post(yes)
    await teams.post(yes)
    first, second = teams.connector.sent[-2:]
    assert first.activity == second.activity
    assert (second.method, second.activity_id) == ("PUT", read_back.activity_id)
    assert teams.rows(m.Submission) == 1


async def test_save_tapped_twice_saves_once_and_says_so_twice(teams: Teams) -> None:
    """A double tap is two activities with the same draft."""
    read_back = await teams.say(LINE)
    card, card_id = card_of(read_back), read_back.activity_id or ""
    first = await teams.tap(card, "Save", card_id, impact_note="teams are whole")
    again = await teams.tap(card, "Save", card_id)
    assert "✓ Saved" in first["value"]["fallbackText"]
    assert first["value"]["fallbackText"] == again["value"]["fallbackText"]
    assert teams.rows(m.Submission) == 1


async def test_two_messages_at_once_are_taken_one_after_the_other(teams: Teams) -> None:
    """Two "yes" at the same moment save one update; the other hears that nothing waits."""
    await teams.say(LINE)
    before = len(teams.connector.sent)
    await asyncio.gather(
        teams.post(teams.activity(text="yes")), teams.post(teams.activity(text="yes"))
    )
    said = sorted(words(one).splitlines()[0] for one in teams.connector.sent[before:])
    assert said == ["There is nothing waiting for a yes.", "✓ Saved Wed 16 Nov, 10:12"]
    assert teams.rows(m.Submission) == 1


async def test_a_tap_changes_the_card_at_once_and_for_good(teams: Teams) -> None:
    """The invoke's body changes it for the reader, an update of the activity makes it last."""
    read_back = await teams.say(LINE)
    body = await teams.tap(card_of(read_back), "Save", read_back.activity_id or "")
    assert (body["statusCode"], body["type"]) == (200, CARD)
    sent = await teams.connector.wait_for_sent(2)
    assert (sent[1].method, sent[1].activity_id) == ("PUT", read_back.activity_id)
    assert card_of(sent[1]) == body["value"]


@pytest.mark.parametrize("value", [None, {}, {"action": "save"}, {"action": {"data": {}}}])
async def test_an_action_without_a_verb_is_a_bad_request(teams: Teams, value: object) -> None:
    """A card action that no card of ours makes is refused, not guessed."""
    status, _ = await teams.post(
        teams.activity(type="invoke", name="adaptiveCard/action", value=value)
    )
    assert status == 400


async def test_an_unknown_verb_is_answered_with_what_is_possible(teams: Teams) -> None:
    """A button of an older version still gets an answer."""
    value = {"action": {"type": "Action.Execute", "verb": "gone", "data": {}}}
    status, body = await teams.post(
        teams.activity(type="invoke", name="adaptiveCard/action", value=value, replyToId="1")
    )
    assert status == 200
    assert body is not None
    assert "older version of me" in body["value"]["fallbackText"]


@pytest.mark.parametrize(
    "name", ["task/fetch", "composeExtension/query", "message/submitAction", "signin/verifyState"]
)
async def test_invokes_that_are_not_offered_say_so(teams: Teams, name: str) -> None:
    """501, never 500."""
    status, _ = await teams.post(teams.activity(type="invoke", name=name, value={}))
    assert status == 501


async def test_an_answer_too_large_for_teams_is_said_to_be(teams: Teams) -> None:
    """Its first line still arrives: never silence."""
    answer = await teams.say(f"WF-01 purple, {'😀' * 7_900}")
    assert words(answer).startswith("Purple is not a rating. It can be green, amber or red.")
    assert words(answer).endswith("Please ask for a part of it.")


async def test_an_action_submit_is_taken_like_an_execute(teams: Teams) -> None:
    """Older clients send the fallback: a message with a value and no text."""
    await teams.say("help")
    await teams.post(teams.activity(value={"verb": "my_actions"}, replyToId="1"))
    assert "Your actions" in words(teams.connector.sent[-1])


@pytest.mark.parametrize(
    "tap_data",
    [{"bases": "PT-01"}, {"bases": {"PT-01": None}}, {"ref": {"a": 1}}, {"ref": "PT-01"}],
)
async def test_tampered_card_data_saves_nothing(teams: Teams, tap_data: Json) -> None:
    """Card data comes from the client and may hold anything."""
    for verb in ("no_change", "form", "save_form", "undo", "put_back", "save", "say", "pass_on"):
        value = {"action": {"verb": verb, "data": tap_data}}
        status, body = await teams.post(
            teams.activity(type="invoke", name="adaptiveCard/action", value=value, replyToId="1")
        )
        assert status == 200
        assert body is not None
    assert teams.rows(m.Submission) == 0


async def test_characters_that_a_database_refuses_are_left_out(teams: Teams) -> None:
    """A NUL cannot be typed and cannot be stored; the rest is kept as typed."""
    read_back = await teams.say("WF-01 75%, 14\x00 interviews")
    assert "“14 interviews”" in words(read_back)


async def test_the_bot_hears_what_follows_its_mention_in_a_channel(teams: Teams) -> None:
    """The mention is taken out; an update is not taken there."""
    channel = {"id": "19:wf;messageid=1", "conversationType": "channel"}
    teams.connector.roster[channel["id"]] = teams.connector.roster["a:samira"]
    mention = {
        "type": "mention",
        "text": "<at>planbot</at>",
        "mentioned": {"id": "28:planbot", "name": "planbot"},
    }
    answer = await teams.say(
        f"<at>planbot</at>{LINE}",
        conversation=channel,
        channelData={"tenant": {"id": TENANT}, "channel": {"id": "19:wf"}},
        entities=[mention],
    )
    assert words(answer).startswith("Please write that to me in a personal chat")
    assert teams.rows(m.Draft) == 0


@pytest.mark.parametrize(
    ("trouble", "state", "reason"),
    [
        (lambda c: c.fail_next(429, headers={"Retry-After": "7"}), "waiting", "429"),
        (
            lambda c: c.fail_next(403, {"error": {"code": "BotDisabledByAdmin"}}),
            "undeliverable",
            "403 BotDisabledByAdmin",
        ),
        (lambda c: c.fail_next(500), "undeliverable", "500"),
        (lambda c: c.fail_next(503), "waiting", "503"),
        (lambda c: c.drop_next(times=2), "waiting", "ServerDisconnectedError"),
    ],
)
async def test_what_was_saved_stands_whatever_happens_to_the_answer(
    teams: Teams, trouble: Callable[[StandIn], None], state: str, reason: str
) -> None:
    """The connector's answer is recorded by its kind, and the update is there all the same."""
    await teams.say(LINE)
    trouble(teams.connector)
    status, _ = await teams.post(teams.activity(text="yes"))
    assert status == 201
    assert teams.rows(m.Submission) == 1
    owed = teams.outbox()[-1]
    assert (owed.state, owed.reason) == (state, reason)


async def test_a_saved_card_whose_place_is_gone_is_sent_anew(teams: Teams) -> None:
    """404 for an update: the read-back was deleted, so the answer becomes a new message."""
    await teams.say(LINE)
    teams.connector.fail_next(404, {"error": {"code": "ActivityNotFoundInConversation"}})
    await teams.post(teams.activity(text="yes"))
    sent = teams.connector.sent[-1]
    assert sent.method == "POST"
    assert "✓ Saved" in words(sent)
    assert teams.outbox()[-1].state == "sent"


async def test_a_throttled_answer_goes_out_after_the_time_that_teams_asked_for(
    teams: Teams,
) -> None:
    """Not before, once, and also for an answer that changed nothing."""
    await teams.say("help")
    teams.connector.fail_next(429, headers={"Retry-After": "30"})
    await teams.post(teams.activity(text="help"))
    teams.now[0] = NOW.replace(second=10)
    assert await teams.delivery.deliver_waiting() == 0
    teams.now[0] = NOW.replace(minute=13)
    assert await teams.delivery.deliver_waiting() == 1
    assert await teams.delivery.deliver_waiting() == 0


async def test_an_answer_owed_for_too_long_is_not_sent_any_more(teams: Teams) -> None:
    """After ten minutes the person has moved on; the record stands."""
    await teams.say(LINE)
    teams.connector.fail_next(503)
    await teams.post(teams.activity(text="yes"))
    teams.now[0] = NOW + OWED_FOR * 2
    assert await teams.delivery.deliver_waiting() == 0
    assert teams.outbox()[-1].state == "undeliverable"


async def test_trouble_with_the_record_is_said_and_changes_nothing(teams: Teams) -> None:
    """A database that will not answer: one sentence with a reference, and nothing is saved."""
    await teams.say(LINE)
    other = Database(teams.database.engine.url.render_as_string(hide_password=False))
    with other.transaction() as session:
        session.connection()  # to begin is enough to lock a SQLite file
        if not other.embedded:
            session.execute(sql("LOCK TABLE drafts"))
        answer = await teams.say("yes")
    other.dispose()
    assert re.fullmatch(
        r"I could not save that just now, and nothing was changed\. Please send it again in a few "
        r"minutes\. \(reference [0-9A-F]{4}\)",
        words(answer),
    )
    assert teams.rows(m.Submission) == 0
    assert "✓ Saved" in words(await teams.say("yes"))


async def test_a_turn_asks_the_same_number_of_questions_however_long_the_history(
    teams: Teams,
) -> None:
    """Status, the list of actions and a saved update: their statements do not grow."""
    counted: list[str] = []
    event.listen(
        teams.database.engine, "before_cursor_execute", lambda *args: counted.append(args[2])
    )

    async def statements() -> dict[str, int]:
        taken = {}
        for text in ("status of workforce", "my actions", LINE, "yes", "help"):
            counted.clear()
            await teams.say(text)
            taken[text] = len(counted)
        return taken

    await statements()
    young = await statements()
    for percent in range(30):
        await teams.say(f"WF-01 {percent}%, week {percent}")
        await teams.say("yes")
    assert await statements() == young
