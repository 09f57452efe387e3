"""The plan from further away: counts, then and now, the calendar, and how ready it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from dialogs.language.meaning import Query
from dialogs.lists import (
    described,
    listed_actions,
    nothing,
    shortened,
    theme_name,
    title_line,
    where,
)
from dialogs.lookup import actions_asked
from dialogs.messages import Block, Facts, Heading, Line, Reply
from dialogs.turn import Turn
from dialogs.wording import IMPACT, NAMES, STAGES, WORST_FIRST, day, plural, rated
from storage.calendar import at_london, london_date, previous_working_day, working_days_until
from storage.plan import Action
from storage.vocabulary import ImpactRating, Rating, Stage

NO_ACTIONS = "There is no action{where}."
ARE = "{count}{where} {verb} {described}."
STANDS = "{where}: {counts}."
CANNOT_COMPARE = "The record starts on {starts}, so I cannot tell how it stood on {day}."
TWO_PERIODS = "Which two periods? For example: compare Workforce this month with last month."
NO_MEETING = "No board meeting from today on is in the calendar."
NEXT_MEETING = "Next {board}: {day}, {when}."
PAPERS = "papers due {day}"
PAPERS_BEFORE = 5
BY_PARTNER = "By organisation{where}"
BY_SOURCE = "By source{where}"
READY = "{implemented} of {all} actions implemented, {embedded} embedded."
NOT_SHOWN = "Signed off without evidence in the record"
CLAIMED = "Claimed complete, waiting for the lead"
LAST_MOMENT = time(23, 59, 59)


def counts(turn: Turn, query: Query) -> Reply:
    """How many actions there are of what is asked for, and how all of them are rated."""
    asked = query.model_copy(update={"rag": None, "stage": None, "evidence": None, "limit": None})
    everything = actions_asked(turn.record, asked, turn.person, turn.today)
    where_ = where(turn, query)
    if not everything:
        return nothing(NO_ACTIONS.format(where=where_))
    sentence = STANDS.format(where=_place(turn, query), counts=_spoken(everything))
    if said := described(query):
        found = actions_asked(turn.record, query, turn.person, turn.today)
        count = plural(len(found), "action") if found else "No action"
        verb = "are" if len(found) > 1 else "is"
        sentence = ARE.format(count=count, where=where_, verb=verb, described=said)
    heading = Heading(text=_place(turn, query), aside=plural(len(everything), "action"))
    return Reply(
        first_line=sentence,
        kind="list",
        blocks=(
            heading,
            Line(text=sentence),
            Facts(rows=_rows(everything, turn.today)),
            _sourced(everything),
        ),
    )


def plan_status(turn: Turn, query: Query) -> Reply:
    """How every theme stands, in counts."""
    actions = actions_asked(turn.record, query, turn.person, turn.today)
    if not actions:
        return nothing(NO_ACTIONS.format(where=where(turn, query)))
    late = sum(action.overdue(turn.today) for action in actions)
    overdue = f"{plural(late, 'action')} overdue" if late else "Nothing overdue"
    lines = [
        Line(text=f"{name}: {counted(of_theme)}", sources=_sources(of_theme))
        for name, of_theme in _by_theme(turn, actions)
    ]
    return Reply(
        first_line=f"{_place(turn, query)}: {_spoken(actions)}. {overdue}.",
        kind="list",
        blocks=(
            Heading(text=_place(turn, query), aside=plural(len(actions), "action")),
            Facts(rows=_rows(actions, turn.today)),
            *lines,
        ),
    )


def by_partner(turn: Turn, query: Query) -> Reply:
    """The actions of the organisation named; of none named, what each of them carries."""
    if query.organisation:
        return listed_actions(turn, query)
    owned: dict[str, list[Action]] = {}
    for action in actions_asked(turn.record, query, turn.person, turn.today):
        owned.setdefault(action.organisation, []).append(action)
    return _grouped(turn, query, BY_PARTNER, owned)


def by_source(turn: Turn, query: Query) -> Reply:
    """The actions that answer the source named; of none named, what answers each of them."""
    if query.source:
        return listed_actions(turn, query)
    answering = {
        source: list(
            actions_asked(
                turn.record,
                query.model_copy(update={"source": source}),
                turn.person,
                turn.today,
            )
        )
        for source in turn.record.directory().sources
    }
    return _grouped(turn, query, BY_SOURCE, answering)


def _grouped(turn: Turn, query: Query, title: str, groups: Mapping[str, Sequence[Action]]) -> Reply:
    """A line for each group that has actions, the largest first."""
    filled = sorted((-len(actions), name) for name, actions in groups.items() if actions)
    where_ = where(turn, query)
    if not filled:
        return nothing(NO_ACTIONS.format(where=where_))
    heading = title.format(where=where_)
    lines = [
        Line(
            text=f"{name}: {plural(len(groups[name]), 'action')} · {counted(groups[name])}",
            sources=_sources(groups[name]),
        )
        for _, name in filled
    ]
    spoken = ", ".join(f"{name} {len(groups[name])}" for _, name in filled)
    return Reply(
        first_line=f"{heading}: {spoken}.",
        kind="list",
        blocks=(Heading(text=heading), *shortened(lines)),
    )


def trend(turn: Turn, query: Query) -> Reply:
    """How actions were rated at the end of each period, and which have moved in between."""
    if not query.periods:
        return nothing(TWO_PERIODS)
    starts = turn.record.plan.record_starts()
    ends = sorted({last for _, last in query.periods}, reverse=True)
    stood = {end: _as_at(turn, query, end, starts) for end in ends}
    known = [actions for actions in stood.values() if actions is not None]
    lines = [_stood_line(turn, end, actions, starts) for end, actions in stood.items()]
    movement = _moved(known[0], known[-1]) if len(known) > 1 else []
    sentence = f"{_place(turn, query)}: {lines[0].text if known else lines[-1].text}"
    return Reply(
        first_line=sentence if sentence.endswith(".") else f"{sentence}.",
        kind="list",
        blocks=(Heading(text=_place(turn, query)), *lines, *shortened(movement)),
    )


def calendar(turn: Turn, query: Query) -> Reply:
    """The board meetings to come, the next one first, with the day when papers are due."""
    meetings = [
        (board, held_on)
        for board, held_on in turn.record.directory().meetings
        if held_on >= (query.from_ or turn.today) and (query.to is None or held_on <= query.to)
    ]
    if not meetings:
        return nothing(NO_MEETING)
    board, held_on = meetings[0]
    days = working_days_until(turn.today, held_on)
    when = "today" if held_on == turn.today else f"in {plural(days, 'working day')}"
    lines = [_meeting_line(turn, *meeting) for meeting in meetings]
    return Reply(
        first_line=NEXT_MEETING.format(board=board, day=day(held_on, turn.today), when=when),
        kind="list",
        blocks=(Heading(text="Board meetings"), *shortened(lines)),
    )


def readiness(turn: Turn, query: Query) -> Reply:
    """What is implemented, what embedded, and what of it is shown by evidence (seed 2.12)."""
    actions = actions_asked(turn.record, query, turn.person, turn.today)
    if not actions:
        return nothing(NO_ACTIONS.format(where=where(turn, query)))
    shown = query.model_copy(update={"evidence": "some"})
    with_evidence = set(actions_asked(turn.record, shown, turn.person, turn.today))
    done = [action for action in actions if not action.open]
    claimed = [a for a in actions if a.position.stage is Stage.COMPLETION_CLAIMED]
    lines = [
        Line(text=f"{name}: {_ready(of_theme)}", sources=_sources(of_theme))
        for name, of_theme in _by_theme(turn, actions)
    ]
    return Reply(
        first_line=_ready(actions),
        kind="list",
        blocks=(
            Heading(text=f"Readiness{where(turn, query)}", aside=plural(len(actions), "action")),
            Line(text=_ready(actions), strong=True),
            *lines,
            *_titled(NOT_SHOWN, [action for action in done if action not in with_evidence]),
            *_titled(CLAIMED, claimed),
        ),
    )


def counted(actions: Sequence[Action]) -> str:
    """■ Red 1 · ▲ Amber 2."""
    ratings = [action.position.rating for action in actions]
    return " · ".join(f"{rated(r)} {ratings.count(r)}" for r in WORST_FIRST if r in ratings)


def _spoken(actions: Sequence[Action]) -> str:
    ratings = [action.position.rating for action in actions]
    told = [f"{ratings.count(r)} {NAMES[r].lower()}" for r in WORST_FIRST if r in ratings]
    return ", ".join(told) or "no actions"


def _rows(actions: Sequence[Action], today: date) -> tuple[tuple[str, str], ...]:
    impact = [action.position.impact_rating for action in actions]
    stages = [action.position.stage for action in actions]
    late = [action.ref for action in actions if action.overdue(today)]
    return (
        ("Delivery", counted(actions)),
        (
            "Impact on children",
            " · ".join(f"{IMPACT[r]} {impact.count(r)}" for r in ImpactRating if r in impact),
        ),
        ("Stage", " · ".join(f"{STAGES[s]} {stages.count(s)}" for s in Stage if s in stages)),
        ("Overdue", f"{len(late)}: {', '.join(late)}" if late else "none"),
    )


def _sources(actions: Iterable[Action]) -> tuple[str, ...]:
    return tuple(f"update:{action.position.update_id}" for action in actions)


def _sourced(actions: Sequence[Action]) -> Line:
    refs = ", ".join(action.ref for action in actions)
    return Line(text=refs, subtle=True, sources=_sources(actions))


def _place(turn: Turn, query: Query) -> str:
    if query.theme and not (query.owner or query.organisation or query.scope == "own"):
        return theme_name(turn, query.theme)
    return f"Actions{where(turn, query)}" if where(turn, query) else "The whole plan"


def _by_theme(turn: Turn, actions: Iterable[Action]) -> list[tuple[str, list[Action]]]:
    groups: dict[str, list[Action]] = {}
    for action in actions:
        groups.setdefault(action.theme_code, []).append(action)
    themes = turn.record.directory().themes
    return [(theme.name, groups[theme.code]) for theme in themes if theme.code in groups]


def _as_at(
    turn: Turn, query: Query, day_: date, starts: datetime | None
) -> tuple[Action, ...] | None:
    """The actions as they stood at the end of a day; None where the record is younger."""
    moment = min(at_london(day_, LAST_MOMENT), turn.now)
    if starts is None or moment < starts:
        return None
    return actions_asked(turn.record, query, turn.person, turn.today, moment)


def _stood_line(
    turn: Turn, end: date, actions: tuple[Action, ...] | None, starts: datetime | None
) -> Line:
    shown = day(end, turn.today)
    if actions is None:
        began = day(london_date(starts), turn.today) if starts else shown
        return Line(text=CANNOT_COMPARE.format(starts=began, day=shown), subtle=True)
    return Line(text=f"{shown}: {counted(actions) or 'no actions'}", sources=_sources(actions))


def _moved(now: Iterable[Action], before: Iterable[Action]) -> list[Line]:
    """Actions whose rating is not what it was."""
    was: dict[str, Rating] = {action.ref: action.position.rating for action in before}
    return [
        title_line(action, f"{NAMES[action.position.rating]}, was {NAMES[was[action.ref]]}")
        for action in now
        if was.get(action.ref, action.position.rating) is not action.position.rating
    ]


def _meeting_line(turn: Turn, board: str, held_on: date) -> Line:
    papers = held_on
    for _ in range(PAPERS_BEFORE):
        papers = previous_working_day(papers)
    said = f"{day(held_on, turn.today)} · {board}"
    if papers >= turn.today:
        said += f" · {PAPERS.format(day=day(papers, turn.today))}"
    return Line(text=said)


def _ready(actions: Sequence[Action]) -> str:
    stages = [action.position.stage for action in actions]
    embedded = stages.count(Stage.EMBEDDED)
    implemented = stages.count(Stage.IMPLEMENTED) + embedded
    return READY.format(implemented=implemented, all=len(actions), embedded=embedded)


def _titled(title: str, actions: Sequence[Action]) -> list[Block]:
    if not actions:
        return []
    lines = [title_line(action, action.owner_role) for action in actions]
    return [Line(text=f"{title}: {len(actions)}", strong=True), *shortened(lines)]
