"""The chat in a terminal is the same bot: real HTTP both ways, every answer read as it is shown."""

import asyncio
import os
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.chat import NO_PLAN, NOBODY, NOT_HERE, NOT_LOCAL, NOT_RUNNING, STOPPED, NoChat, chat
from storage import models as m
from storage.database import Database
from storage.record import Record
from tests.bot.conftest import LocalBot
from tests.databases import NOW
from tests.storage.conftest import (
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
    person,
    turn,
)

ROOT = Path(__file__).parents[2]
LINE = "WF-01 75% amber, 14 interviews done, 6 offers"
SECONDS = 30


class Typed:
    """A terminal with somebody at it who types the given lines and ends the chat.

    `[Save]` stands for the number of the newest button with that label. The chat is not ended
    before something with the words `until` was shown.
    """

    def __init__(self, *lines: str, until: str = "") -> None:
        self._lines = list(lines)
        self._until = until
        self._news = asyncio.Event()
        self.prompts: list[str] = []
        self.shown: list[str] = []

    def show(self, text: str) -> None:
        self.shown.append(text)
        self._news.set()

    async def ask(self, prompt: str) -> str | None:
        self.prompts.append(prompt)
        if not self._lines:
            await self.seen(self._until)
            return None
        line = self._lines.pop(0)
        return self._number(line[1:-1]) if line.startswith("[") else line

    async def seen(self, words: str) -> None:
        """Wait until something with these words was shown."""
        while not any(words in text for text in self.shown):
            self._news.clear()
            await self._news.wait()

    def _number(self, label: str) -> str:
        found = re.findall(rf"(\d+) {re.escape(label)}(?=   |\n|$)", "\n".join(self.shown))
        assert found, f"no button {label} in {self.shown}"
        return str(found[-1])


async def chatting(
    bot: LocalBot, *lines: str, role: str = RECRUITMENT_LEAD, channel: str = "", until: str = ""
) -> Typed:
    """One chat, from the first line to the last."""
    terminal = Typed(*lines, until=until)
    async with asyncio.timeout(SECONDS):
        await chat(bot.database, bot.url, role, channel, terminal)
    return terminal


def submissions(database: Database) -> list[str]:
    """What was saved, in order."""
    with database.transaction() as session:
        return list(session.scalars(select(m.Submission.kind).order_by(m.Submission.id)))


def newest(database: Database, ref: str) -> m.Update:
    """The newest update of an action."""
    query = (
        select(m.Update)
        .join(m.Action, m.Action.id == m.Update.action_id)
        .where(m.Action.ref == ref)
        .order_by(m.Update.id.desc())
        .limit(1)
    )
    with database.transaction() as session:
        return session.scalars(query).one()


async def test_it_says_who_one_is_and_answers_help_with_numbers_to_tap(
    local_bot: LocalBot,
) -> None:
    """The first lines of a chat."""
    terminal = await chatting(local_bot, "help")
    who, how, answer = terminal.shown
    assert who == "You are: Samira Khalid, Recruitment and Retention Lead"
    assert "Ctrl-D" in how
    assert answer.startswith("Tell me how an action is going")
    assert answer.endswith("\n  1 My actions   2 Theme status   3 Raise a risk")


@pytest.mark.parametrize(
    "words", ["Recruitment and Retention Lead", "recruitment & retention", "samira", "Khalid"]
)
async def test_a_role_or_a_name_will_do(local_bot: LocalBot, words: str) -> None:
    """Neither case nor completeness matters."""
    terminal = await chatting(local_bot, role=words)
    assert terminal.shown[0].startswith("You are: Samira Khalid")


async def test_an_update_is_read_back_and_saved_by_yes(local_bot: LocalBot) -> None:
    """The read-back changes in place, and is shown changed once."""
    terminal = await chatting(local_bot, LINE, "yes")
    read_back, saved = terminal.shown[2:]
    assert read_back.startswith("Check before I save")
    assert "Completed: 75%, was 65%" in read_back
    assert read_back.endswith("\n  1 Save   2 Change   3 Cancel")
    assert saved.startswith("(changed) ✓ Saved Wed 16 Nov, 10:13")
    assert submissions(local_bot.database) == ["update"]


async def test_an_update_is_saved_by_tapping_save(local_bot: LocalBot) -> None:
    """The card's one field is asked for on the way; the answer to the tap is shown once."""
    terminal = await chatting(local_bot, LINE, "[Save]", "Two teams are whole", "status of WF-01")
    assert terminal.prompts == ["> ", "> ", "So what for children? (optional): ", "> ", "> "]
    assert [text[:17] for text in terminal.shown[2:5]] == [
        "Check before I sa",
        "Enter keeps what ",
        "(changed) ✓ Saved",
    ]
    update = newest(local_bot.database, "WF-01")
    assert (update.percent, update.impact_note) == (75, "Two teams are whole")


async def test_a_form_is_filled_in_field_by_field(local_bot: LocalBot) -> None:
    """Enter keeps what is there, the closed part stays closed, and Save saves all of it."""
    terminal = await chatting(
        local_bot,
        *("my actions", "[WF-01 update]", "[Save WF-01]"),
        *("3", "80", "offers are out", "", "2023-01-16", "n"),
    )
    assert terminal.prompts[3:9] == [
        "Rating: 1 stay Amber · 2 Green · 3 Red · 4 ask for sign-off as complete [1]: ",
        "Completed, in % [65]: ",
        "What changed since 9 Nov? ",
        "So what for children? (optional): ",
        "I expect to finish on [2022-12-30]: ",
        "A risk or a problem? y or n [n]: ",
    ]
    assert "✓ WF-01  ■ Red, was Amber · 80%, was 65% · saved 10:13" in terminal.shown[-1]
    update = newest(local_bot.database, "WF-01")
    assert (update.rating, update.percent, update.note) == ("red", 80, "offers are out")
    assert str(update.forecast) == "2023-01-16"


async def test_a_closed_part_is_opened_on_request(local_bot: LocalBot) -> None:
    """A risk goes with the update when its part is opened."""
    await chatting(
        local_bot,
        *("my actions", "[WF-01 update]", "[Save WF-01]", "", "", "", "", ""),
        *("y", "Interview rooms are not free in December", "3", "2", "rooms asked for"),
    )
    with local_bot.database.transaction() as session:
        risk = session.scalars(select(m.RiskRevision).order_by(m.RiskRevision.id.desc())).first()
        assert risk is not None
        assert risk.words == "Interview rooms are not free in December"
        assert (risk.likelihood, risk.impact) == (3, 2)
        mitigation = session.scalars(select(m.Mitigation).order_by(m.Mitigation.id.desc())).first()
        assert mitigation is not None
        assert (mitigation.revision_id, mitigation.words) == (risk.id, "rooms asked for")


async def test_a_value_that_a_field_does_not_take_is_asked_for_again(
    local_bot: LocalBot,
) -> None:
    """Nothing is sent until every field is right."""
    terminal = await chatting(
        local_bot,
        *("my actions", "[WF-01 update]", "[Save WF-01]"),
        *("purple", "", "140", "80", "", "", "soon", "", ""),
    )
    assert "Please type one of the numbers." in terminal.shown
    assert "Please type a whole number from 0 to 100." in terminal.shown
    assert "Please type a day such as 2022-12-09." in terminal.shown
    assert newest(local_bot.database, "WF-01").percent == 80


async def test_a_field_can_be_emptied(local_bot: LocalBot) -> None:
    """A hyphen takes out what was filled in before."""
    await chatting(
        local_bot,
        *(LINE, "[Change]", "teams are whole", "[Save WF-01]", "", "", "", "-", "", ""),
    )
    update = newest(local_bot.database, "WF-01")
    assert (update.note, update.impact_note) == ("14 interviews done, 6 offers", "")


@pytest.mark.parametrize("stop", [("/stop", "help"), (" /stop ",), ()])
async def test_a_form_can_be_left_without_sending_it(
    local_bot: LocalBot, stop: tuple[str, ...]
) -> None:
    """/stop, or the end of what is typed, and nothing is saved."""
    terminal = await chatting(local_bot, LINE, "[Save]", *stop)
    assert "Nothing was sent." in terminal.shown
    assert submissions(local_bot.database) == []


async def test_undo_and_put_it_back(local_bot: LocalBot) -> None:
    """Each tap changes the card, and the numbers are those of the newest one."""
    terminal = await chatting(
        local_bot, LINE, "yes", "[Undo WF-01]", "[Put it back]", "[Undo WF-01]"
    )
    assert submissions(local_bot.database) == ["update", "undo", "put_back", "undo"]
    assert "Taken back" in terminal.shown[-1]
    cards = [text for text in terminal.shown[2:] if "\n" in text]
    assert len(cards) == 5
    assert all(card.splitlines()[-1].startswith("  1 ") for card in cards)


async def test_buttons_of_earlier_answers_stay_until_there_are_new_ones(
    local_bot: LocalBot,
) -> None:
    """An answer without a button takes none away; a number that means none is a message."""
    terminal = await chatting(local_bot, "help", "/as astronaut", "1", "99")
    assert terminal.shown[-2].startswith("(changed) Your actions")
    assert terminal.shown[-1].startswith("I did not get that.")


async def test_an_empty_line_is_not_sent(local_bot: LocalBot) -> None:
    """Enter alone says nothing."""
    terminal = await chatting(local_bot, "", "   ")
    assert len(terminal.shown) == 2


async def test_one_becomes_somebody_else(local_bot: LocalBot) -> None:
    """The commands of local mode go to the bot, as in the look-alike."""
    terminal = await chatting(local_bot, f"/as {WORKFORCE_LEAD}", "/clock thu 13:00", "my actions")
    assert terminal.shown[2] == f"You are: {WORKFORCE_LEAD} (lead of Workforce)"
    assert terminal.shown[3].endswith("It is now Thu 17 Nov, 13:00.")
    assert terminal.shown[4].startswith("You own no open action")


async def test_what_comes_unasked_is_shown_when_it_comes(local_bot: LocalBot) -> None:
    """The owner hears in one chat what the lead saves for them in another, and can tap it."""
    owner = Typed("help", until="WF-01 was updated for you")
    async with asyncio.timeout(SECONDS), asyncio.TaskGroup() as both:
        both.create_task(chat(local_bot.database, local_bot.url, RECRUITMENT_LEAD, "", owner))
        await owner.seen("Tell me how")
        both.create_task(chatting(local_bot, LINE, "yes", role=WORKFORCE_LEAD))
    assert owner.shown[-1].endswith("\n  4 My actions")


async def test_a_channel_is_linked_and_gets_its_summary(local_bot: LocalBot) -> None:
    """What is typed there mentions the bot; what is posted there is shown with its buttons."""
    terminal = await chatting(
        local_bot,
        *("link this channel to Workforce", "/clock fri 11:00"),
        role=WORKFORCE_LEAD,
        channel="Workforce",
        until="weekly summary",
    )
    assert terminal.shown[0].endswith(f"{WORKFORCE_LEAD} · in the channel Workforce")
    assert terminal.shown[2].startswith("This channel now gets the Workforce summary on Fridays")
    posted = next(text for text in terminal.shown if "weekly summary" in text)
    assert posted.startswith("(a new post in the channel) Workforce · weekly summary")
    assert "Copy as text" in posted


async def test_updates_are_not_taken_in_a_channel(local_bot: LocalBot) -> None:
    """The bot says where to write them."""
    terminal = await chatting(local_bot, LINE, channel="Workforce")
    assert terminal.shown[2].startswith("Please write that to me in a personal chat")


async def test_who_chatted_first_is_the_look_alikes_person_later(local_bot: LocalBot) -> None:
    """Terminal and look-alike give a person of the sample plan the same account."""
    await chatting(local_bot, "help")
    with turn(local_bot.database, NOW) as record:
        assert _samira(record) == (
            "7db57e57-5f4b-47f9-bd01-609a4d0c98e2",
            "3602ccc0-3978-4d59-ab03-92ec4d8c96be",
        )


async def test_a_person_keeps_the_account_that_they_have(local_bot: LocalBot) -> None:
    """Whoever was bound elsewhere is not bound again."""
    with turn(local_bot.database, NOW) as record:
        record.people.bind("tenant", "samira", ["samira.khalid@arden.example"])
    terminal = await chatting(local_bot, "my actions")
    assert terminal.shown[2].startswith("Your actions")
    with turn(local_bot.database, NOW) as record:
        assert _samira(record) == ("tenant", "samira")


def _samira(record: Record) -> tuple[str, str] | None:
    return record.people.account_of(person(record, RECRUITMENT_LEAD).id)


async def test_nobody_like_that(local_bot: LocalBot) -> None:
    """An unknown role is no guess."""
    with pytest.raises(NoChat, match=re.escape(NOBODY)):
        await chatting(local_bot, role="astronaut")


@pytest.mark.parametrize("filled", [True, False])
async def test_a_database_without_a_plan(local_bot: LocalBot, tmp_path: Path, filled: bool) -> None:
    """The chat looks for the person where the bot does, or says that it does not find the plan."""
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    if filled:
        other.prepare()
    with pytest.raises(NoChat, match=re.escape(NO_PLAN)):
        await chat(other, local_bot.url, RECRUITMENT_LEAD, "", Typed())
    other.dispose()


@pytest.mark.parametrize(
    "address", ["https://planbot.arden.example", "http://192.0.2.1:3978", "3978", "http://[", ""]
)
async def test_the_chat_is_for_a_bot_on_this_machine(
    sample_database: Database, address: str
) -> None:
    """Elsewhere the bot asks who is calling, and a terminal cannot prove it."""
    with pytest.raises(NoChat, match=re.escape(NOT_HERE)):
        await chat(sample_database, address, RECRUITMENT_LEAD, "", Typed())


async def test_what_answers_there_must_be_planbot(sample_database: Database) -> None:
    """Another program on that port is not talked to."""
    async with TestServer(web.Application()) as other:
        bot = str(other.make_url(""))
        with pytest.raises(NoChat, match="No planbot answers at"):
            await chat(sample_database, bot, RECRUITMENT_LEAD, "", Typed("help"))


Answer = Callable[[web.Request], Awaitable[web.Response]]


async def ready(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ready"})


def double(answer: Answer) -> TestServer:
    """A server that is ready, and answers messages as a test wants it to."""
    app = web.Application()
    app.add_routes([web.get("/health", ready), web.post("/api/messages", answer)])
    return TestServer(app)


async def test_a_bot_that_is_not_in_local_mode(sample_database: Database) -> None:
    """It wants a token; the chat says how to start one that does not."""

    async def refuse(_request: web.Request) -> web.Response:
        return web.Response(status=401)

    async with double(refuse) as server:
        bot = str(server.make_url("")).rstrip("/")
        with pytest.raises(NoChat, match=re.escape(NOT_LOCAL.format(bot=bot))):
            await chat(sample_database, bot, RECRUITMENT_LEAD, "", Typed("help"))


async def test_a_bot_that_stops_ends_the_chat(sample_database: Database) -> None:
    """One sentence, whatever was being sent."""

    async def stop(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async with double(stop) as server:
        with pytest.raises(NoChat, match=re.escape(STOPPED)):
            await chat(
                sample_database, str(server.make_url("")), RECRUITMENT_LEAD, "", Typed("help")
            )


async def test_trouble_in_a_turn_is_shown_and_the_chat_goes_on(
    sample_database: Database,
) -> None:
    """The bot's own words for what it could not do, and the next message is sent."""
    heard: list[str] = []

    async def fail(request: web.Request) -> web.Response:
        heard.append((await request.json())["text"])
        return web.Response(status=500, text="The message could not be handled.")

    terminal = Typed("help", "my actions")
    async with double(fail) as server:
        await chat(sample_database, str(server.make_url("")), RECRUITMENT_LEAD, "", terminal)
    assert heard == ["help", "my actions"]
    assert terminal.shown[2:] == ["(500) The message could not be handled."] * 2


async def command(typed: bytes, url: str, *arguments: str) -> tuple[int | None, str, str]:
    """Run the command with these lines on its standard input; gives code, output and errors."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "chat", *arguments),
        cwd=ROOT,
        env={**os.environ, "PLANBOT_DATABASE_URL": url},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(SECONDS):
            output, errors = await process.communicate(typed)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode, output.decode(), errors.decode()


async def test_the_command_reads_lines_from_a_pipe(local_bot: LocalBot, sample_url: str) -> None:
    """Each line is shown as if it was typed, and no line of a person's commands the terminal."""
    typed = b"WF-01 75%, \x1b[31mred\r\n1\n\nmy actions"
    code, output, errors = await command(
        typed, sample_url, "--as", RECRUITMENT_LEAD, "--bot", local_bot.url
    )
    assert (code, errors) == (0, "")
    assert "> WF-01 75%, �[31mred\nCheck before I save" in output
    assert "> 1\nEnter keeps" in output
    assert "So what for children? (optional): \n(changed) ✓ Saved" in output
    assert "> my actions\nYour actions" in output
    assert "\x1b" not in output


async def test_the_command_without_a_running_bot(sample_url: str, unused_tcp_port: int) -> None:
    """One clear line, exit code 2."""
    bot = f"http://127.0.0.1:{unused_tcp_port}"
    code, output, errors = await command(b"help\n", sample_url, "--as", "Ruth", "--bot", bot)
    assert (code, output) == (2, "")
    assert errors == f"{NOT_RUNNING.format(bot=bot)}\n"
