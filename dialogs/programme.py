"""The programme's own business in a channel: linking it, and posting a theme's summary."""

from datetime import datetime

from dialogs.facts import gather
from dialogs.help import offering, plain
from dialogs.messages import Button, Buttons, Heading, Line, Place, Reply
from dialogs.plain import to_paste
from dialogs.questions import find_theme, no_such_theme
from dialogs.summary import weekly_summary
from dialogs.turn import Turn
from dialogs.wording import clock, day, day_and_clock, short_day
from storage.calendar import london, london_date, may_speak
from storage.channels import Address, Link
from storage.digests import Edition, Period
from storage.plan import Theme
from storage.record import Record
from storage.rights import may_run_theme
from storage.updates import Origin

LINK_IN_CHANNEL = "Please write that in the channel itself, and mention me there."
LINKED = (
    "This channel now gets the {theme} summary on {weekday}s at {time}. Everyone in this channel "
    "can read it, guests too."
)
MOVED_HERE = " The channel that had it before no longer gets it."
UNLINKED = "This channel no longer gets a summary."
NOT_ALLOWED = "{theme} is led by the {lead}. Only they or the programme office can do that."
NO_CHANNEL = "{theme} has no channel yet. Write in one: link this channel to {theme}."
WHICH_SUMMARY = "Which theme's summary? This channel is not linked to one."
POSTED = "The {theme} summary as at {when} is on its way to its channel."
SOURCES = "Where each line comes from"
COPIED = "I have sent it to you as text in our personal chat."
NOT_KEPT = "I do not have that summary any more."
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def link_channel(turn: Turn, words: str) -> Reply:
    """Send a theme's weekly summary to this channel; its lead or the programme office may."""
    if turn.message.place is not Place.CHANNEL or turn.message.channel_id is None:
        return plain(LINK_IN_CHANNEL)
    themes = turn.record.plan.themes()
    theme = find_theme(themes, words)
    if theme is None:
        return no_such_theme(themes, words)
    if not may_run_theme(turn.person, theme):
        return plain(NOT_ALLOWED.format(theme=theme.name, lead=theme.lead_role))
    channel = _channel(turn, turn.message.channel_id)
    earlier = turn.record.channels.of_theme(theme.id)
    turn.record.channels.link(theme.id, channel, turn.person.id)
    turn.record.audit.note(turn.person.id, "link_channel", f"theme:{theme.id}")
    text = LINKED.format(
        theme=theme.name,
        weekday=WEEKDAYS[theme.summary_weekday],
        time=f"{theme.summary_time:%H:%M}",
    )
    if earlier and earlier.address.conversation_id != channel.conversation_id:
        text += MOVED_HERE
    data = {"theme": theme.code}
    reply = offering(
        text,
        Button(label="Post a sample", verb="post_summary", data=data),
        Button(label=f"Unlink {theme.name}", verb="unlink", data=data),
        kind="linked",
    )
    return reply.model_copy(update={"keep": True})


def unlink(turn: Turn, code: str) -> Reply:
    """Take the link of this channel away again."""
    theme = find_theme(turn.record.plan.themes(), code)
    if theme is None or turn.message.channel_id is None:
        return plain(LINK_IN_CHANNEL)
    if not may_run_theme(turn.person, theme):
        return plain(NOT_ALLOWED.format(theme=theme.name, lead=theme.lead_role))
    turn.record.channels.unlink(turn.message.channel_id)
    turn.record.audit.note(turn.person.id, "unlink_channel", f"theme:{theme.id}")
    return Reply(first_line=UNLINKED, kind="unlinked", keep=True, blocks=(Line(text=UNLINKED),))


def post_summary(turn: Turn, words: str) -> Reply:
    """Post an extra edition now; Friday's still goes out."""
    themes = turn.record.plan.themes()
    theme = find_theme(themes, words) if words else _own_theme(turn, themes)
    if theme is None:
        return no_such_theme(themes, words) if words else plain(WHICH_SUMMARY)
    if not may_run_theme(turn.person, theme):
        return plain(NOT_ALLOWED.format(theme=theme.name, lead=theme.lead_role))
    link = turn.record.channels.of_theme(theme.id)
    if link is None:
        return plain(NO_CHANNEL.format(theme=theme.name))
    starts = turn.record.plan.record_starts() or turn.now
    period = turn.record.digests.extra_period(theme.id, starts)
    _post(turn.record, theme, link, Edition.EXTRA, turn.now, period)
    turn.record.audit.note(turn.person.id, "post_summary", f"theme:{theme.id}")
    text = POSTED.format(theme=theme.name, when=day(turn.today, turn.today))
    return Reply(first_line=text, kind="posted", keep=True, blocks=(Line(text=text),))


def post_due_summaries(record: Record) -> list[str]:
    """Claim and post every summary that is due by the record's moment; says what it did.

    Outside working hours nothing goes out: the next tick within them makes up for it, and one
    summary then covers the gap.
    """
    if not may_speak(record.now):
        return []
    starts = record.plan.record_starts()
    links = {link.theme_id: link for link in record.channels.links()}
    posted = []
    for theme in record.plan.themes():
        link = links.get(theme.id)
        instant = record.digests.due_instant(theme, link.linked_at) if link else None
        if link is None or instant is None:
            continue
        period = record.digests.scheduled_period(theme.id, instant, starts or instant)
        _post(record, theme, link, Edition.SCHEDULED, instant, period)
        posted.append(f"{london(instant):%a} {clock(instant)} summary to {theme.name}")
    return posted


def sources(record: Record, code: str, edition: str, instant: str) -> Reply:
    """Where each line of a posted summary comes from: who, in which role, when."""
    content = _content(record, code, edition, instant)
    if content is None:
        return plain(NOT_KEPT)
    lines = [b for b in Reply.model_validate(content).blocks if isinstance(b, Line) and b.about]
    origins = _origins(record, [line.sources[0] for line in lines])
    shown = [block for line in lines for block in _vouched(line, origins.get(line.sources[0]))]
    back = Button(
        label="Back to the summary",
        verb="summary",
        data={"theme": code, "edition": edition, "instant": instant},
    )
    return Reply(
        first_line=f"{SOURCES}.",
        blocks=(Heading(text=SOURCES), *shown, Buttons(buttons=(back,))),
    )


def show_summary(record: Record, code: str, edition: str, instant: str) -> Reply:
    """A summary as it was first posted."""
    content = _content(record, code, edition, instant)
    return plain(NOT_KEPT) if content is None else Reply.model_validate(content)


def copy_summary(turn: Turn, code: str, edition: str, instant: str) -> Reply:
    """A posted summary as text, in the reader's personal chat where that is known."""
    content = _content(turn.record, code, edition, instant)
    if content is None:
        return plain(NOT_KEPT)
    text = to_paste(Reply.model_validate(content))
    chat = turn.record.channels.of_person(turn.person.id)
    if chat is None or turn.personal:
        return text
    turn.record.outbox.put(chat, text.kind, text.model_dump(mode="json"))
    return plain(COPIED)


def _post(  # noqa: PLR0917 -- what is posted, where, as which edition and for when
    record: Record, theme: Theme, link: Link, edition: Edition, instant: datetime, period: Period
) -> None:
    facts = gather(record, theme, period.start, period.end)
    summary = weekly_summary(facts, instant, edition).model_dump(mode="json")
    digest_id = record.digests.keep(theme.id, edition, instant, period, summary)
    record.outbox.put(link.address, "digest", summary, digest_id=digest_id, new_thread=True)


def _own_theme(turn: Turn, themes: tuple[Theme, ...]) -> Theme | None:
    """In a channel its theme; in a personal chat the one theme that this person leads."""
    if turn.message.channel_id:
        linked = turn.record.channels.theme_of(turn.message.channel_id)
        return next((theme for theme in themes if theme.id == linked), None)
    led = [theme for theme in themes if turn.person.leads(theme.code)]
    return led[0] if len(led) == 1 else None


def _channel(turn: Turn, channel_id: str) -> Address:
    here = turn.message.address
    return Address(here.tenant_id, here.service_url, channel_id, here.bot_id)


def _content(record: Record, code: str, edition: str, instant: str) -> dict[str, object] | None:
    theme = find_theme(record.plan.themes(), code)
    try:
        moment, which = datetime.fromisoformat(instant), Edition(edition)
    except ValueError:
        return None
    if theme is None or moment.tzinfo is None:
        return None
    return record.digests.content(theme.id, which, moment)


def _origins(record: Record, sources: list[str]) -> dict[str, Origin]:
    ids: dict[str, list[int]] = {"update": [], "risk_revision": []}
    for source in sources:
        kind, _, id_ = source.partition(":")
        ids[kind].append(int(id_))
    updates = record.updates.authors(ids["update"])
    revisions = record.risks.authors(ids["risk_revision"])
    return {f"update:{id_}": origin for id_, origin in updates.items()} | {
        f"risk_revision:{id_}": origin for id_, origin in revisions.items()
    }


def _vouched(line: Line, origin: Origin | None) -> list[Line]:
    """What a line says and who vouches for it; counts come from many rows and name none."""
    said = Line(text=line.about, strong=True)
    if origin is None or len(line.sources) > 1:
        return [said]
    return [said, Line(text=_shown(origin), close=True)]


def _shown(origin: Origin) -> str:
    if origin.person is None:
        return f"{origin.role} · in the plan, {short_day(london_date(origin.at))}"
    return f"{origin.person}, {origin.role} · {day_and_clock(origin.at)}"
