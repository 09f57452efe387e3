"""What a person does in the Agents Playground's page: say, tap, fill in, read."""

import calendar
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, Locator, Page, Route

from tests.end_to_end.looks import DARK, NARROW, STICKING_OUT

ARTEFACTS = Path(__file__).parents[2] / "artefacts/end_to_end"
BOT = "planbot"
TEAM = "Arden Improvement Plan"
PERSONAL = "Personal Chat"
PATIENCE_SECONDS = 15
# Below about 1,300 pixels the page hides its list of chats.
WINDOW = {"width": 1400, "height": 1000}
THIS_MACHINE = ("127.0.0.1", "localhost")

BOX = "[role=textbox][data-lexical-editor]"
AVATAR = f"span[role=img][aria-label='{BOT}']"
# One of the bot's messages in a chat, or its reply in a thread;
REPLY = f"div:has(> div > {AVATAR}):not(.fui-CardHeader__header)"
# a channel's thread with all its replies; a thread that the bot began.
THREAD = ".fui-Card[role=group]:has(> .fui-CardHeader button)"
POST = f"{THREAD}:has(> .fui-CardHeader {AVATAR})"

# What the page's log says of them once the bot has answered.
ANSWERED_AT_OPENING = (re.compile(r"installationUpdate \d"), re.compile(r"conversationUpdate \d"))

INPUT = "input, textarea, [role=radiogroup]"
KIND = """input => {
    if (input.closest('.fui-DatePicker')) return 'date';
    if (input.closest('.fui-Combobox, .fui-Dropdown')) return 'list';
    if (input.getAttribute('role') === 'radiogroup') return 'radios';
    return input.type === 'checkbox' ? 'tick' : 'text';
}"""


@asynccontextmanager
async def open_chat(browser: Browser, url: str) -> AsyncIterator["Chat"]:
    """The Playground's page at `url`, with the current user's personal chat open.

    Opening it tells the bot of its installation there, once more each time; the page is given
    when the bot has answered that.
    """
    context = await browser.new_context(
        viewport={"width": WINDOW["width"], "height": WINDOW["height"]},
        locale="en-GB",
        timezone_id="Europe/London",
    )
    try:
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        chat = Chat(await context.new_page())
        await context.route("**/*", chat.stay_here)
        await chat.page.goto(url)
        await chat.page.locator(BOX).wait_for()
        for told in ANSWERED_AT_OPENING:
            await chat.page.get_by_text(told).first.wait_for()
        yield chat
    finally:
        await context.close()


class Chat:
    """The Playground's page as its current user sees it.

    Labels and texts are those that a person reads. A button or an input is taken from the newest
    message that has it; in a channel, from the newest thread that has it.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.outside: list[str] = []
        """Addresses beyond this machine that the page asked for; none was let through."""
        self._in_channel = False

    async def open_personal(self) -> None:
        await self._open(PERSONAL)

    async def open_group(self, name: str) -> None:
        await self._open(name)

    async def open_channel(self, name: str) -> None:
        await self._open(f"{TEAM} - {name}", channel=True)

    async def say(self, text: str) -> None:
        """Type and press Enter; outside the personal chat nobody tells the bot of it."""
        threads = await self.page.locator(THREAD).count()
        await self.page.locator(BOX).first.click()
        await self._type_and_enter(text)
        await self._see_thread(threads)

    async def ask(self, text: str) -> Locator:
        """Say something in the personal chat and wait for the bot's next message."""
        before = await self.page.locator(REPLY).count()
        await self.say(text)
        answer = self.page.locator(REPLY).nth(before)
        await answer.wait_for()
        return answer

    async def mention(self, text: str) -> None:
        """Say "@planbot" and the text: in a group, or as a new thread of a channel."""
        threads = await self.page.locator(THREAD).count()
        await self._mention(self.page.locator(BOX).first, text)
        await self._see_thread(threads)

    async def mention_in_thread(self, text: str) -> None:
        """Say "@planbot" and the text under the channel's newest thread."""
        await self._mention(self.page.locator(THREAD).first.locator(BOX), text)

    def messages(self) -> Locator:
        """The bot's messages from top to bottom; a channel shows its newest thread first."""
        return self.page.locator(f"{REPLY}, {POST}")

    def latest(self) -> Locator:
        """The bot's newest message; in a channel, the newest thread with all its replies."""
        return self.page.locator(THREAD).first if self._in_channel else self.messages().last

    async def texts(self) -> list[str]:
        """What the bot's messages say, in the order of `messages`."""
        return await self.messages().all_inner_texts()

    async def wait_for(self, text: str) -> Locator:
        """The bot's last message with `text` in it, as soon as there is one."""
        message = self.messages().filter(has_text=text).last
        await message.wait_for()
        return message

    async def click(self, label: str, *, within: Locator | None = None) -> None:
        """Tap a button, or a row that can be tapped, by its whole label."""
        await self._newest(lambda place: _button(place, label), within).click()

    async def fill(
        self, label: str, value: str | date | bool, *, within: Locator | None = None
    ) -> None:
        """Fill in an input: words or a number, a choice by its title, a date, or a tick."""
        labelled = self.page.get_by_label(_as_shown(label))
        field = self._newest(lambda place: place.locator(INPUT).and_(labelled), within)
        kind = await field.evaluate(KIND)
        if isinstance(value, bool):
            await field.set_checked(value)
        elif isinstance(value, date):
            await self._pick_date(field, value)
        elif kind == "radios":
            await field.get_by_label(value, exact=True).check()
        elif kind == "list":
            await field.click()
            await self.page.get_by_role("option", name=value, exact=True).click()
        else:
            await field.fill(value)
            await field.blur()

    async def screenshot(self, name: str, *, of: Locator | None = None) -> Path:
        """The page, or a part of it, as artefacts/end_to_end/NAME.png."""
        path = ARTEFACTS / f"{name}.png"
        await (of or self.page).screenshot(path=path)
        return path

    async def darken(self) -> None:
        """Lay dark colours like Teams' over the page: the Playground has light ones only."""
        await self.page.add_style_tag(content=DARK)

    async def narrow(self, pixels: int = 300) -> None:
        """Make the cards as narrow as on a phone: the Playground's never change."""
        await self.page.add_style_tag(content=NARROW.format(pixels))

    async def sticking_out(self) -> list[str]:
        """What reaches beyond the right edge of its card, and so would have to be scrolled to."""
        found: list[str] = await self.page.evaluate(STICKING_OUT)
        return found

    async def stay_here(self, route: Route) -> None:
        """Let a request through to this machine only."""
        if urlsplit(route.request.url).hostname in THIS_MACHINE:
            await route.continue_()
        else:
            self.outside.append(route.request.url)
            await route.abort()

    async def _open(self, place: str, *, channel: bool = False) -> None:
        await self.page.get_by_role("treeitem", name=place, exact=True).click()
        post = self.page.get_by_role("button", name="Post", exact=True)
        await post.wait_for(state="visible" if channel else "detached")
        self._in_channel = channel

    async def _mention(self, box: Locator, text: str) -> None:
        """The name must be clicked: Enter would post the "@" alone."""
        await box.click()
        await self.page.keyboard.type("@")
        await self.page.get_by_role("menuitem").filter(has_text=BOT).click()
        await self._type_and_enter(f" {text}")

    async def _type_and_enter(self, text: str) -> None:
        await self.page.keyboard.insert_text(text)
        await self.page.keyboard.press("Enter")

    async def _see_thread(self, before: int) -> None:
        """Wait until a channel shows what was posted: the newest thread is then another one."""
        if self._in_channel:
            await self.page.locator(THREAD).nth(before).wait_for()

    def _newest(self, pick: Callable[[Page | Locator], Locator], within: Locator | None) -> Locator:
        if within is not None:
            return pick(within).last
        if not self._in_channel:
            return pick(self.messages()).last
        return pick(self.page.locator(THREAD).filter(has=pick(self.page)).first).last

    async def _pick_date(self, field: Locator, day: date) -> None:
        """By the calendar: what is typed into the field is ignored."""
        await field.click()
        shown = self.page.get_by_role("dialog")
        month = await shown.get_by_role("button").first.get_attribute("aria-label")
        start = datetime.strptime(month or "", "%B %Y")  # noqa: DTZ007 -- a month has no zone
        ahead = (day.year - start.year) * 12 + day.month - start.month
        for _ in range(abs(ahead)):
            await shown.get_by_title("Next month" if ahead > 0 else "Previous month").click()
        name = f"{day.day}, {calendar.month_name[day.month]}, {day.year}"
        await shown.get_by_role("button", name=name, exact=True).click()


def _button(place: Page | Locator, label: str) -> Locator:
    return place.get_by_role("button", name=label, exact=True)


def _as_shown(label: str) -> re.Pattern[str]:
    """The whole label of an input; there is a star after it where an answer is required."""
    return re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")
