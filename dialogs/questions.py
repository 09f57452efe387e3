"""How does it stand? The status of a theme (mockups.md, 8.1) and of one action."""

from rapidfuzz import fuzz, process, utils

from dialogs.facts import ThemeFacts, gather, week_start
from dialogs.help import HELP_BUTTON, MY_ACTIONS, offering, show_help
from dialogs.messages import (
    Bar,
    Block,
    Button,
    Buttons,
    Chart,
    Facts,
    Fold,
    Heading,
    Line,
    Place,
    Reply,
    Rule,
)
from dialogs.plain import to_paste
from dialogs.turn import Turn
from dialogs.wording import (
    IMPACT,
    NAMES,
    STAGES,
    WORST_FIRST,
    day,
    day_and_clock,
    due,
    forecast,
    percent,
    plural,
    quoted,
    rated,
    score,
    short_day,
)
from storage.calendar import london_date, working_days_until
from storage.plan import Action, Theme
from storage.record import Record
from storage.risks import Risk
from storage.vocabulary import HIGH_RISK, ImpactRating, Rating, Stage

NO_SUCH_THEME = "There is no theme called {name}. The themes are: {themes}."
WHICH_THEME = "Which theme?"
NO_SUCH_ACTION = "There is no {ref}."
OTHER_THEME = (
    "This channel shows {theme}. Please ask about other themes in a personal chat with me."
)
NOT_LINKED = "This channel is not linked to a theme. Please ask me in a personal chat."
NEXT_BOARD = "Next {board}: {day}, {when}"
WAS = "(was: {day})"
CHART_FROM = 8
TOP_RISKS = 3
CLOSE_ENOUGH = 75


def find_theme(themes: tuple[Theme, ...], words: str) -> Theme | None:
    """The theme that is meant: by code, by name, or by a name close enough."""
    for theme in themes:
        if words.casefold() in {theme.code.casefold(), theme.name.casefold()}:
            return theme
    found = process.extractOne(
        words,
        {theme.code: theme.name for theme in themes},
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=CLOSE_ENOUGH,
    )
    return next((theme for theme in themes if found and theme.code == found[2]), None)


def theme_status(turn: Turn, words: str) -> Reply:
    """How the named theme stands; in a channel only that channel's theme."""
    themes = turn.record.plan.themes()
    if turn.personal:
        theme = find_theme(themes, words) if words else None
        return _status(turn.record, theme, turn) if theme else no_such_theme(themes, words)
    if turn.message.place is Place.GROUP:
        return show_help(turn)
    return channel_status(turn.record, turn.message.channel_id or "", words, turn)


def channel_status(record: Record, channel_id: str, words: str, turn: Turn | None) -> Reply:
    """A linked channel shows its theme's facts to every member who asks there."""
    themes = record.plan.themes()
    linked_id = record.channels.theme_of(channel_id)
    linked = next((theme for theme in themes if theme.id == linked_id), None)
    if linked is None:
        return offering(NOT_LINKED)
    meant = find_theme(themes, words) if words else linked
    if meant is not None and meant.id != linked.id:
        return offering(OTHER_THEME.format(theme=linked.name))
    return _status(record, linked, turn)


def copy_status(turn: Turn, code: str) -> Reply:
    """A theme's status as text."""
    return to_paste(theme_status(turn, code))


def choose_theme(turn: Turn) -> Reply:
    """The themes as buttons."""
    return offering(WHICH_THEME, *_theme_buttons(turn.record.plan.themes()))


def no_such_theme(themes: tuple[Theme, ...], words: str) -> Reply:
    """Name the themes there are."""
    if not words:
        return offering(WHICH_THEME, *_theme_buttons(themes))
    names = ", ".join(theme.name for theme in themes)
    return offering(NO_SUCH_THEME.format(name=words, themes=names), *_theme_buttons(themes))


def action_status(turn: Turn, ref: str) -> Reply:
    """How one action stands, in facts and its owner's last words."""
    action = turn.record.plan.action(ref)
    if action is None or not turn.personal:
        return offering(NO_SUCH_ACTION.format(ref=ref), MY_ACTIONS, HELP_BUTTON)
    position = action.position
    rows = [
        ("Owner", f"{action.owner_role}, {action.organisation}"),
        ("Rating", rated(position.rating)),
        ("Completed", percent(position.percent)),
        ("Due", due(action, turn.today).removeprefix("due ")),
    ]
    if expected := forecast(position, action.due):
        rows.append(("Forecast", day(expected, turn.today)))
    if action.words:
        by = f"{action.words.role}, {short_day(action.words.on)}"
        rows.append(("Last words", f"{quoted(action.words.text)} ({by})"))
    return Reply(
        first_line=f"{ref}: {rated(position.rating)}, {percent(position.percent)}.",
        blocks=(
            Heading(text=f"{ref}  {action.short_title}", aside=action.theme),
            Line(text=action.title),
            Facts(rows=tuple(rows)),
            Buttons(buttons=(_status_button(action.theme),)),
        ),
    )


def counts_line(facts: ThemeFacts, earlier: str = ", was {}") -> str:
    """■ Red 1, was 0 · ▲ Amber 1, was 2 · ● Green 1; `earlier` words the count before."""
    shown = []
    for rating in WORST_FIRST:
        now, was = facts.counts[rating], facts.counts_before[rating]
        if now or was:
            change = "" if now == was else earlier.format(was)
            shown.append(f"{rated(rating)} {now}{change}")
    return " · ".join(shown)


def worst_first(action: Action) -> tuple[int, object, str]:
    """Sort key: worst rating, then soonest due."""
    return WORST_FIRST.index(action.position.rating), action.due, action.ref


def standing_line(facts: ThemeFacts, action: Action) -> str:
    """Red, was Amber · 50% · due 31 Jan, forecast 28 Feb · no update since 10 Nov."""
    position, was = action.position, facts.before.get(action.ref)
    if position.rating is Rating.BLUE:
        embedded = "" if position.stage is Stage.EMBEDDED else ", not yet embedded"
        return f"Blue, {STAGES[position.stage]}{embedded}"
    rating = NAMES[position.rating]
    if was and was.rating is not position.rating:
        rating += f", was {NAMES[was.rating]}"
    share = percent(position.percent)
    if was and was.percent not in {None, position.percent}:
        share += f", was {was.percent}%"
    when = f"due {short_day(action.due)}"
    if expected := forecast(position, action.due):
        when += f", forecast {short_day(expected)}"
    parts = [rating, share, when]
    if action.overdue(facts.today):
        parts.append("overdue")
    if position.stage is Stage.COMPLETION_CLAIMED:
        parts.append("completion claimed")
    if facts.is_silent(action):
        parts.append(f"no update since {short_day(position.reported_on)}")
    return " · ".join(parts)


def risk_line(facts: ThemeFacts, risk: Risk) -> str:
    """25 (5 × 5), was 20 · high."""
    before = facts.risks_before.get(risk.ref)
    text = score(risk)
    if before and before.score != risk.score and before.score:
        text += f", was {before.score}"
    elif before is None:
        text += ", new"
    return f"{text} · {risk.band}" if risk.band else text


def _status(record: Record, theme: Theme, turn: Turn | None) -> Reply:
    now = record.now
    facts = gather(record, theme, week_start(record, now), now)
    private = turn is not None and turn.personal
    return Reply(
        first_line=f"{theme.name}: {_counted(facts)}. {_overdue_sentence(facts)}.",
        kind="status",
        blocks=(
            Heading(text=theme.name, aside=day_and_clock(now)),
            *_board(facts),
            Rule(),
            Facts(rows=_counts(facts)),
            Line(text=WAS.format(day=day(london_date(facts.start), facts.today)), subtle=True),
            *_chart(facts),
            Rule(),
            *_actions(facts),
            Rule(),
            Facts(rows=_watch(facts)),
            *_changes(facts),
            *((_copy_button(theme),) if private else ()),
        ),
    )


def _counted(facts: ThemeFacts) -> str:
    counted = [f"{facts.counts[r]} {_spoken(r)}" for r in WORST_FIRST if facts.counts[r]]
    return ", ".join(counted) if counted else "no actions"


def _spoken(rating: Rating) -> str:
    return NAMES[rating].lower()


def _overdue_sentence(facts: ThemeFacts) -> str:
    late = facts.overdue
    return f"{plural(len(late), 'action')} overdue" if late else "Nothing overdue"


def _board(facts: ThemeFacts) -> list[Line]:
    if facts.next_meeting is None:
        return []
    board, held_on = facts.next_meeting
    days = working_days_until(facts.today, held_on)
    when = "today" if held_on == facts.today else f"in {plural(days, 'working day')}"
    text = NEXT_BOARD.format(board=board, day=day(held_on, facts.today), when=when)
    return [Line(text=text, subtle=True)]


def _counts(facts: ThemeFacts) -> tuple[tuple[str, str], ...]:
    impact = [a.position.impact_rating for a in facts.actions]
    stages = [a.position.stage for a in facts.actions]
    return (
        ("Delivery", counts_line(facts)),
        (
            "Impact on children",
            " · ".join(f"{IMPACT[r]} {impact.count(r)}" for r in ImpactRating if r in impact),
        ),
        ("Stage", " · ".join(f"{STAGES[s]} {stages.count(s)}" for s in Stage if s in stages)),
    )


def _chart(facts: ThemeFacts) -> list[Block]:
    if len(facts.actions) < CHART_FROM:
        return []
    bars = tuple(
        Bar(label=rated(rating), value=facts.counts[rating], rating=rating)
        for rating in WORST_FIRST
        if facts.counts[rating]
    )
    return [Chart(title="Actions by delivery rating", bars=bars)]


def _actions(facts: ThemeFacts) -> list[Block]:
    blocks: list[Block] = []
    ordered = sorted(facts.actions, key=worst_first)
    for action in ordered[:12]:
        blocks += _action_lines(facts, action)
    rest = [line for action in ordered[12:] for line in _action_lines(facts, action)]
    if rest:
        blocks.append(Fold(label=f"{len(ordered) - 12} more", blocks=tuple(rest)))
    return blocks


def _action_lines(facts: ThemeFacts, action: Action) -> list[Line]:
    rating = action.position.rating
    title = f"{rated(rating)[0]} {action.ref}  {action.short_title}"
    return [
        Line(text=title, rating=rating, strong=True),
        Line(
            text=standing_line(facts, action),
            close=True,
            sources=(f"update:{action.position.update_id}",),
        ),
    ]


def _watch(facts: ThemeFacts) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Top risk" if number == 0 else "", f"{risk.ref}  {risk_line(facts, risk)}")
        for number, risk in enumerate(facts.risks[:TOP_RISKS])
        if number == 0 or (risk.score or 0) >= HIGH_RISK
    ]
    late = ", ".join(f"{a.ref} ({due(a, facts.today)})" for a in facts.overdue) or "none"
    silent = ", ".join(f"{a.ref} (last {short_day(a.position.reported_on)})" for a in facts.silent)
    return (
        *(rows or [("Top risk", "none recorded")]),
        ("Overdue", late),
        ("No update", silent or "none: everyone has reported this week"),
    )


def _changes(facts: ThemeFacts) -> list[Block]:
    since = day(london_date(facts.start), facts.today)
    lines = [line for action in facts.actions for line in _changed(facts, action)]
    lines += [line for risk in facts.risks for line in _risk_changed(facts, risk)]
    if not lines:
        lines = [Line(text=f"Nothing has been reported since {since}.")]
    return [Fold(label="What changed", blocks=(Line(text=f"Since {since}", subtle=True), *lines))]


def _changed(facts: ThemeFacts, action: Action) -> list[Line]:
    """The last report on an action in the period."""
    reports = facts.reports_on(action)
    if not reports:
        return []
    last = reports[-1]
    said = quoted(last.note) if last.note else "no words"
    by = f"{last.role}, {short_day(london_date(last.at))}"
    text = f"{action.ref}  {standing_line(facts, action)}. {said} ({by})"
    return [Line(text=text, sources=(f"update:{last.update_id}",))]


def _risk_changed(facts: ThemeFacts, risk: Risk) -> list[Line]:
    before = facts.risks_before.get(risk.ref)
    if before and before.score == risk.score:
        return []
    text = f"{risk.ref}  {risk.description}. {risk_line(facts, risk)}"
    return [Line(text=text, sources=(f"risk_revision:{risk.revision_id}",))]


def _copy_button(theme: Theme) -> Buttons:
    return Buttons(
        buttons=(Button(label="Copy as text", verb="copy_status", data={"theme": theme.code}),)
    )


def _status_button(theme: str) -> Button:
    return Button(label=f"{theme} status", verb="status", data={"theme": theme})


def _theme_buttons(themes: tuple[Theme, ...]) -> list[Button]:
    return [Button(label=theme.name, verb="status", data={"theme": theme.code}) for theme in themes]
