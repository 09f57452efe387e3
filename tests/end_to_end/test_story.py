"""The product's one sentence, in a real client: reported in chat, stored, asked for, posted."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser
from sqlalchemy import select

from bot import playground
from bot.server import serving
from bot.settings import load_settings
from storage import models as m
from storage.database import Database
from storage.exchange.reading.workbook import read_plan
from storage.exchange.taking_in.plan_in import import_plan
from storage.vocabulary import UpdateKind
from tests.end_to_end.chat import Chat, open_chat

SAMPLE = Path(__file__).parents[2] / "manifests/sample/plan.xlsx"
WEDNESDAY = datetime(2022, 11, 16, 10, 12)  # noqa: DTZ001 -- settings read it on a London clock
LINE = (
    "WF-01 75% amber, 14 interviews done, 6 offers; "
    "risk: agency staff leaving, likelihood 4 impact 3"
)
LEAD = "Head of HR and Organisational Development"
DCI = "Detective Chief Inspector – MASH"


@dataclass(frozen=True)
class Arden:
    """A running bot on the sample plan, open in a browser."""

    chat: Chat
    database: Database

    def saved(self, ref: str) -> list[m.Update]:
        """What was saved for an action since the plan came in, oldest first."""
        with self.database.transaction() as session:
            return list(
                session.scalars(
                    select(m.Update)
                    .join(m.Action, m.Action.id == m.Update.action_id)
                    .where(m.Action.ref == ref, m.Update.kind != UpdateKind.OPENING)
                    .order_by(m.Update.id)
                )
            )

    def digests(self) -> list[m.Digest]:
        """Every summary that was posted."""
        with self.database.transaction() as session:
            return list(session.scalars(select(m.Digest).order_by(m.Digest.id)))

    def outbox(self) -> list[m.OutboxMessage]:
        """Everything that was sent or is to be sent."""
        with self.database.transaction() as session:
            return list(session.scalars(select(m.OutboxMessage).order_by(m.OutboxMessage.id)))


@pytest.fixture
async def arden(browser: Browser, tmp_path: Path) -> AsyncIterator[Arden]:
    url = f"sqlite:///{tmp_path / 'planbot.db'}"
    settings = load_settings(local=True, port=0, database_url=url, clock=WEDNESDAY)
    database = Database(url)
    database.prepare()
    assert settings.clock
    with database.transaction() as session:
        import_plan(session, read_plan(SAMPLE), now=settings.clock)
    async with (
        serving(settings, database) as bot,
        playground.playground(f"{bot}/api/messages") as page,
        open_chat(browser, page) as chat,
    ):
        yield Arden(chat, database)
    database.dispose()


async def test_a_newcomer_is_greeted_and_bound_but_not_written_to_unasked(arden: Arden) -> None:
    """Installing says nothing; hello is answered with who I am and what one owns."""
    with arden.database.transaction() as session:
        samira = session.scalar(select(m.Person).where(m.Person.entra_id.is_not(None)))
        assert samira is not None
        assert samira.email == "samira.khalid@arden.example"
    assert await arden.chat.texts() == []
    hello = await arden.chat.ask("hello")
    assert "I collect updates for the improvement plan" in await hello.inner_text()
    assert "You own 1 action: WF-01" in await hello.inner_text()
    await arden.chat.screenshot("hello")


async def test_an_update_by_one_line_is_read_back_saved_undone_and_put_back(arden: Arden) -> None:
    """Nothing is saved before the tap; the same card then says saved, taken back, saved again."""
    card = await arden.chat.ask(LINE)
    read_back = await card.inner_text()
    assert "75%, was 65%" in read_back
    assert "“14 interviews done, 6 offers”" in read_back
    assert "This looks like R-01" in read_back
    assert arden.saved("WF-01") == []
    await arden.chat.screenshot("read-back", of=card)
    await arden.chat.fill("So what for children? (optional)", "2 teams have a manager again")
    await arden.chat.click("Save")
    await arden.chat.wait_for("✓ Saved Wed 16 Nov, 10:12")
    await arden.chat.screenshot("saved")
    (update,) = arden.saved("WF-01")
    assert (update.percent, update.rating) == (75, "amber")
    assert update.note == "14 interviews done, 6 offers"
    assert update.impact_note == "2 teams have a manager again"
    await arden.chat.click("Undo WF-01")
    await arden.chat.wait_for("WF-01 is ▲ Amber, 65% again.")
    assert [row.kind for row in arden.saved("WF-01")] == ["progress", "withdrawal"]
    await arden.chat.click("Put it back")
    await arden.chat.wait_for("✓ Saved Wed 16 Nov, 10:12")
    assert [row.percent for row in arden.saved("WF-01")] == [75, 75, 75]
    assert len(await arden.chat.texts()) == 1


async def test_an_update_by_card_is_saved_by_its_own_button(arden: Arden) -> None:
    """The form starts with the values as they stand, is its own read-back, and folds away."""
    await arden.chat.ask("my actions")
    await arden.chat.click("WF-01 update")
    await arden.chat.wait_for("What changed since 9 Nov?")
    await arden.chat.fill("Rating", "Green")
    await arden.chat.fill("Completed, in %", "80")
    await arden.chat.fill("What changed since 9 Nov?", "all posts <b>offered</b> **now**")
    await arden.chat.screenshot("form")
    await arden.chat.click("Save WF-01")
    await arden.chat.wait_for("✓ WF-01  ● Green, was Amber · 80%, was 65% · saved 10:12")
    (update,) = arden.saved("WF-01")
    assert (update.rating, update.percent, update.note) == (
        "green",
        80,
        "all posts <b>offered</b> **now**",
    )


async def test_conversation_a_from_its_second_step(arden: Arden) -> None:
    """No change by one tap, an update by one line, put right by "no, 45", saved by "yes"."""
    await arden.chat.ask(f"/as {DCI}")
    actions = await arden.chat.ask("my actions")
    await arden.chat.click("PT-01 no change")
    await arden.chat.wait_for("✓ PT-01  no change · saved 10:12")
    await arden.chat.ask("rk4 50%, forms trialled in 2 teams")
    await arden.chat.wait_for("50%, was 40%")
    await arden.chat.say("no, 45")
    await arden.chat.wait_for("45%, was 40%")
    await arden.chat.say("yes")
    await arden.chat.wait_for("✓ Saved Wed 16 Nov, 10:12")
    await actions.get_by_text("done, thank you").wait_for()
    assert "✓ RK-04  ▲ Amber · 45%, was 40%" in await actions.inner_text()
    await arden.chat.screenshot("conversation-a")
    assert [row.kind for row in arden.saved("PT-01")] == ["no_change"]
    assert [(row.percent, row.note) for row in arden.saved("RK-04")] == [
        (45, "forms trialled in 2 teams")
    ]


async def test_a_lead_asks_for_status_and_the_summary_appears_in_the_channel(arden: Arden) -> None:
    """Status in chat, a linked channel, a summary on request, and Friday's by the clock, once."""
    await arden.chat.ask(LINE)
    await arden.chat.say("yes")
    await arden.chat.wait_for("✓ Saved Wed 16 Nov, 10:12")
    await arden.chat.ask(f"/as {LEAD}")
    status = await arden.chat.ask("how's workforce lookin")
    assert "▲ WF-01  Recruitment campaign" in await status.inner_text()
    assert "Amber · 75%, was 65% · due 30 Dec" in await status.inner_text()
    await arden.chat.screenshot("status", of=status)
    await arden.chat.open_channel("Workforce")
    await arden.chat.mention("link this channel to Workforce")
    await arden.chat.wait_for("This channel now gets the Workforce summary on Fridays at 11:00.")
    await arden.chat.mention("post the summary now")
    summary = await arden.chat.wait_for("Workforce · summary as at Wed 16 Nov")
    assert "“14 interviews done, 6 offers” (Recruitment and Retention Lead, 16 Nov)" in (
        await summary.inner_text()
    )
    assert [row.edition for row in arden.digests()] == ["extra"]
    await arden.chat.click("Where each line comes from", within=summary)
    await arden.chat.wait_for("Samira Khalid, Recruitment and Retention Lead · Wed 16 Nov, 10:12")
    await arden.chat.open_personal()
    await arden.chat.ask("/clock fri 11:05")
    await arden.chat.ask("/clock fri 17:00")
    await arden.chat.open_channel("Workforce")
    weekly = await arden.chat.wait_for("Workforce · weekly summary · Mon 14 to Fri 18 November")
    await arden.chat.screenshot("summary", of=weekly)
    assert [row.edition for row in arden.digests()] == ["extra", "scheduled"]
    posted = [row for row in arden.outbox() if row.kind == "digest"]
    assert [row.state for row in posted] == ["sent", "sent"]
    assert all(row.activity_id for row in posted)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("read-back", LINE),
        ("actions", "my actions"),
        ("status", "status of workforce"),
        ("help", "help"),
    ],
)
async def test_cards_fit_a_phone_and_dark_theme(arden: Arden, name: str, text: str) -> None:
    """Nothing sticks out of a card 300 pixels wide; the pictures are kept to be looked at."""
    card = await arden.chat.ask(text)
    await arden.chat.narrow()
    await arden.chat.darken()
    assert await arden.chat.sticking_out() == []
    await arden.chat.screenshot(f"{name}-narrow-dark", of=card)
