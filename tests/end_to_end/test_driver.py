"""The driver does what a person would: a small bot hears what is said, tapped and filled in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlsplit

import pytest
from aiohttp import ClientSession, web
from playwright.async_api import Browser

from bot import playground
from tests.end_to_end.chat import Chat, open_chat

CARD = "application/vnd.microsoft.card.adaptive"
# Three fonts and an animation.
FETCHED_FOR_ITS_LOOKS = {"res-1.cdn.office.net"}
CHOICES = [{"title": "▲ Amber", "value": "amber"}, {"title": "● Green", "value": "green"}]


def save(number: int) -> dict[str, Any]:
    return {"type": "Action.Execute", "verb": "save", "title": "Save", "data": {"card": number}}


def form(number: int) -> dict[str, Any]:
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [
            {"type": "TextBlock", "text": f"Form {number}"},
            {"type": "Input.Text", "id": "note", "label": "What changed?", "isMultiline": True},
            {"type": "Input.Number", "id": "percent", "label": "Completed", "isRequired": True,
             "errorMessage": "How far?"},
            {"type": "Input.Date", "id": "due", "label": "Finished on", "value": "2022-12-09"},
            {"type": "Input.ChoiceSet", "id": "rating", "label": "Rating", "style": "expanded",
             "choices": CHOICES},
            {"type": "Input.ChoiceSet", "id": "impact", "label": "Impact", "choices": CHOICES},
            {"type": "Input.Toggle", "id": "issue", "title": "It has happened", "valueOn": "yes"},
        ],
        "actions": [save(number)],
    }  # fmt: skip


def thanks() -> dict[str, Any]:
    text = {"type": "TextBlock", "text": "Thank you", "wrap": True}
    return {"type": "AdaptiveCard", "version": "1.5", "body": [text]}


class SmallBot:
    """Answers "form" with a form, anything else with "heard …", and thanks for what it is given."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.given: list[dict[str, Any]] = []
        application = web.Application()
        application.router.add_post("/api/messages", self._receive)
        self._runner = web.AppRunner(application)

    async def __aenter__(self) -> Self:
        self._http = ClientSession()
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/api/messages"
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._runner.cleanup()
        await self._http.close()

    async def _receive(self, request: web.Request) -> web.Response:
        activity = await request.json()
        if activity["type"] == "invoke":
            self.given.append(activity["value"]["action"]["data"])
            return web.json_response({"statusCode": 200, "type": CARD, "value": thanks()})
        if activity["type"] == "message":
            await self._answer(activity, activity["text"].replace("<at>planbot</at>", "").strip())
        return web.Response()

    async def _answer(self, activity: dict[str, Any], text: str) -> None:
        self.heard.append(text)
        card = {"contentType": CARD, "content": form(len(self.heard))}
        answer = {"attachments": [card]} if text == "form" else {"text": f"heard {text}"}
        conversation = quote(activity["conversation"]["id"], safe="")
        url = f"{activity['serviceUrl']}/v3/conversations/{conversation}/activities"
        async with self._http.post(url, json={"type": "message", **answer}) as response:
            assert response.status == 201


@dataclass(frozen=True)
class Room:
    """The small bot, and the page on which people talk to it."""

    bot: SmallBot
    chat: Chat


@pytest.fixture
async def room(browser: Browser) -> AsyncIterator[Room]:
    async with (
        SmallBot() as bot,
        playground.playground(bot.url) as page,
        open_chat(browser, page) as chat,
    ):
        yield Room(bot, chat)


async def test_a_form_is_filled_in_as_by_hand_and_replaced(room: Room) -> None:
    """Every kind of input reaches the bot, from the newest of two forms; the older one stays."""
    words = "14 interviews done\n“6 offers” <b>@planbot</b>"
    older = await room.chat.ask("form")
    await room.chat.ask("form")
    await room.chat.fill("What changed?", words)
    await room.chat.fill("Completed", "75")
    await room.chat.fill("Finished on", date(2023, 2, 28))
    await room.chat.fill("Rating", "▲ Amber")
    await room.chat.fill("Impact", "● Green")
    await room.chat.fill("It has happened", True)
    await room.chat.click("Save")
    await room.chat.wait_for("Thank you")
    assert "Form 1" in await older.inner_text()
    assert "Form 2" not in "".join(await room.chat.texts())
    assert room.bot.given == [
        {
            "card": 2,
            "note": words,
            "percent": "75",
            "due": "2023-02-28",
            "rating": "amber",
            "impact": "green",
            "issue": "yes",
        }
    ]


async def test_in_a_channel_the_bot_hears_what_mentions_it(room: Room) -> None:
    """A new thread, a reply in the newest thread, a group; not what is said to others."""
    await room.chat.open_channel("Workforce")
    await room.chat.mention("status of workforce")
    await room.chat.wait_for("heard status of workforce")
    await room.chat.say("between ourselves")
    await room.chat.mention_in_thread("form")
    await room.chat.wait_for("Form 2")
    assert "between ourselves" in await room.chat.latest().inner_text()
    await room.chat.fill("Completed", "1", within=room.chat.latest())
    await room.chat.click("Save")
    await room.chat.wait_for("Thank you")
    await room.chat.open_group("Workforce leads")
    await room.chat.mention("hello")
    await room.chat.wait_for("heard hello")
    await room.chat.open_personal()
    assert await room.chat.texts() == []
    assert room.bot.heard == ["status of workforce", "form", "hello"]


async def test_looks_can_be_changed_and_nothing_leaves_this_machine(room: Room) -> None:
    """A card too wide for a phone is found out; outside, only fonts and the like were wanted."""
    card = await room.chat.ask("form")
    assert await room.chat.sticking_out() == []
    await room.chat.narrow(60)
    assert "Save" in await room.chat.sticking_out()
    await room.chat.narrow()
    await room.chat.darken()
    assert await room.chat.sticking_out() == []
    background = "card => getComputedStyle(card).backgroundColor"
    assert await card.locator(".ac-adaptiveCard").evaluate(background) == "rgb(41, 41, 41)"
    assert (await room.chat.screenshot("driver", of=card)).exists()
    assert {urlsplit(url).hostname for url in room.chat.outside} <= FETCHED_FOR_ITS_LOOKS


async def test_a_wrong_configuration_is_told_in_the_playgrounds_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It exits after it said that it listens; we say why, and do not wait in vain."""
    broken = tmp_path / "broken.yml"
    broken.write_text(playground.CONFIG.read_text().replace("tenantId:", "tenant:"))
    monkeypatch.setattr(playground, "CONFIG", broken)
    with pytest.raises(playground.PlaygroundFailed, match="tenantId"):
        async with playground.playground("http://127.0.0.1:9/api/messages"):
            pytest.fail("it came up")
