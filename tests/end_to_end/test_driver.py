"""The driver does what a person would: a small bot hears what is said, tapped and filled in."""

from datetime import date
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlsplit

import pytest
from aiohttp import ClientSession, web
from playwright.async_api import Browser

from tests.end_to_end.chat import open_chat
from tests.end_to_end.playground import CONFIG, PlaygroundFailed, playground

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


async def test_a_form_is_filled_in_as_by_hand_and_replaced(browser: Browser) -> None:
    """Words, a number, both kinds of choice, a date in another month and a tick reach the bot
    from the newest of two forms; the older one is left as it was."""
    async with SmallBot() as bot, playground(bot.url) as server:
        async with open_chat(browser, server.url) as chat:
            older = await chat.ask("form")
            await chat.ask("form")
            await chat.fill("What changed?", "14 interviews done\n“6 offers” <b>@planbot</b>")
            await chat.fill("Completed", "75")
            await chat.fill("Finished on", date(2023, 2, 28))
            await chat.fill("Rating", "▲ Amber")
            await chat.fill("Impact", "● Green")
            await chat.fill("It has happened", True)
            await chat.click("Save")
            await chat.wait_for("Thank you")
            assert "Form 1" in await older.inner_text()
            assert "Form 2" not in "".join(await chat.texts())
    assert bot.given == [
        {
            "card": 2,
            "note": "14 interviews done\n“6 offers” <b>@planbot</b>",
            "percent": "75",
            "due": "2023-02-28",
            "rating": "amber",
            "impact": "green",
            "issue": "yes",
        }
    ]


async def test_in_a_channel_the_bot_hears_what_mentions_it(browser: Browser) -> None:
    """A new thread, a reply in it and a card in the newest thread; not what is said to others."""
    async with SmallBot() as bot, playground(bot.url) as server:
        async with open_chat(browser, server.url) as chat:
            await chat.open_channel("Workforce")
            await chat.mention("status of workforce")
            await chat.wait_for("heard status of workforce")
            await chat.say("between ourselves")
            await chat.mention_in_thread("form")
            await chat.wait_for("Form 2")
            await chat.fill("Completed", "1", within=chat.latest())
            await chat.click("Save")
            await chat.wait_for("Thank you")
            await chat.open_group("Workforce leads")
            await chat.mention("hello")
            await chat.wait_for("heard hello")
            await chat.open_personal()
            assert await chat.texts() == []
    assert bot.heard == ["status of workforce", "form", "hello"]


async def test_looks_can_be_changed_and_nothing_leaves_this_machine(browser: Browser) -> None:
    """A card too wide for a phone is found out; outside, only fonts and the like were wanted."""
    async with SmallBot() as bot, playground(bot.url) as server:
        async with open_chat(browser, server.url) as chat:
            card = await chat.ask("form")
            assert await chat.sticking_out() == []
            await chat.narrow(60)
            assert "Save" in await chat.sticking_out()
            await chat.narrow()
            await chat.darken()
            assert await chat.sticking_out() == []
            background = "card => getComputedStyle(card).backgroundColor"
            assert await card.locator(".ac-adaptiveCard").evaluate(background) == "rgb(41, 41, 41)"
            assert (await chat.screenshot("driver", of=card)).exists()
    assert {urlsplit(url).hostname for url in chat.outside} <= FETCHED_FOR_ITS_LOOKS


async def test_a_wrong_configuration_is_told_in_the_playgrounds_own_words(tmp_path: Path) -> None:
    """It exits after it said that it listens; the driver says why, and does not wait in vain."""
    broken = tmp_path / "broken.yml"
    broken.write_text(CONFIG.read_text().replace("tenantId:", "tenant:"))
    with pytest.raises(PlaygroundFailed, match="tenantId"):
        async with playground("http://127.0.0.1:9/api/messages", config=broken):
            pytest.fail("it came up")
