"""Lists of actions and of risks: what was asked in one sentence, then a line for each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from dialogs.language.meaning import Query, QueryKind
from dialogs.lookup import (
    RISK_BANDS,
    actions_asked,
    organisations_asked,
    risks_asked,
    since_asked,
)
from dialogs.messages import Block, Fold, Heading, Line, Reply
from dialogs.turn import Turn
from dialogs.wording import (
    NAMES,
    STAGES,
    capitalised,
    day,
    days_left,
    forecast,
    percent,
    plural,
    quoted,
    rated,
    score,
    short_day,
)
from storage.calendar import london_date
from storage.plan import Action
from storage.risks import Risk
from storage.vocabulary import HIGH_RISK, Stage

IN_SIGHT = 12
COUNTED = "{what}: {count}."
Told = tuple[str, tuple[str, ...]]
"""What is told of an action, and the rows that vouch for it."""
Tell = Callable[[Turn, Action], Told]

SAID: Mapping[QueryKind, tuple[str, str]] = {
    QueryKind.OVERDUE: ("Overdue{where}", "Nothing{where} is overdue."),
    QueryKind.DUE_BETWEEN: ("Due {days}{where}", "Nothing{where} is due {days}."),
    QueryKind.NO_UPDATE_SINCE: (
        "No update since {since}{where}",
        "Every open action{where} has been reported on since {since}.",
    ),
    QueryKind.CHANGES_SINCE: (
        "Changed since {since}{until}{where}",
        "Nothing{where} has changed since {since}{until}.",
    ),
    QueryKind.HISTORY: ("Last words{where}", "There is no action{where}."),
    QueryKind.BY_PARTNER: ("{organisation}{where}", "{organisation} owns no action{where}."),
    QueryKind.BY_SOURCE: ("From “{source}”{where}", "No action{where} comes from “{source}”."),
    QueryKind.EXCEPTION_REPORT: (
        "Red, amber or overdue{where}",
        "No open action{where} is red, amber or overdue.",
    ),
}
"""What was asked for, as a heading, and that there is none of it."""
DESCRIBED = ("{described}{where}", "No action{where} is {described}.")
ALL = ("Actions{where}", "There is no action{where}.")
SUPPORTS = "Supports, without owning: {refs}."
NO_RISK = "No {named}open risk{where} is in the register."
RECORD_STARTS = "The record starts on {day}, so I cannot tell what changed before."
NO_WORDS = "no words"
SAID_STAGES = STAGES | {Stage.COMPLETION_CLAIMED: "claimed complete"}


def listed_actions(turn: Turn, query: Query, tell: Tell | None = None) -> Reply:
    """The actions that a question asks for, worst first, or a sentence that there are none.

    `tell` says what is told of each, where it is not what the question's kind calls for.
    """
    found = actions_asked(turn.record, query, turn.person, turn.today)
    if not found:
        return nothing(none(turn, query), *_beside(turn, query))
    heading, count = what(turn, query), plural(len(found), "action")
    about = tell or TELLS.get(query.kind, _due)
    lines = [_line(action, about(turn, action)) for action in found]
    return Reply(
        first_line=COUNTED.format(what=heading, count=count),
        kind="list",
        blocks=(Heading(text=heading, aside=count), *shortened(lines), *_beside(turn, query)),
    )


def nothing(sentence: str, *beside: Line) -> Reply:
    """There is none of what was asked for, and what must be known beside it."""
    return Reply(first_line=sentence, kind="list", blocks=(Line(text=sentence), *beside))


def listed_risks(turn: Turn, query: Query) -> Reply:
    """The open risks that a question asks for, the highest score first."""
    found = risks_asked(turn.record, query, turn.person)
    where_ = where(turn, query)
    named = f"{query.field} " if query.field in RISK_BANDS else ""
    if not found:
        return nothing(NO_RISK.format(named=named, where=where_))
    high = sum((risk.score or 0) >= HIGH_RISK for risk in found)
    heading = capitalised(f"{named}open risks{where_}")
    sentence = f"{heading}: {len(found)}, of which {high} high."
    lines = [_risk_line(risk) for risk in found]
    shown = Heading(text=heading, aside=plural(len(found), "risk"))
    return Reply(first_line=sentence, kind="list", blocks=(shown, *shortened(lines)))


def shortened(lines: Sequence[Line], in_sight: int = IN_SIGHT) -> list[Block]:
    """The first lines in sight, the others folded away."""
    shown: list[Block] = list(lines[:in_sight])
    if rest := tuple(lines[in_sight:]):
        shown.append(Fold(label=f"{len(rest)} more", blocks=rest))
    return shown


def where(turn: Turn, query: Query) -> str:
    """Where it was asked for: " in Workforce", " of Mercia Police", " that is yours"."""
    parts = []
    if query.scope == "own":
        parts.append("of yours")
    if query.organisation and query.kind is not QueryKind.BY_PARTNER:
        parts.append(f"of {query.organisation}")
    if query.owner:
        parts.append(f"of the {query.owner}")
    if query.theme:
        parts.append(f"in {theme_name(turn, query.theme)}")
    return "".join(f" {part}" for part in parts)


def theme_name(turn: Turn, code: str) -> str:
    """The name of a theme, by its code."""
    themes = turn.record.directory().themes
    return next((theme.name for theme in themes if theme.code == code), code)


def described(query: Query) -> str:
    """How the actions that were asked for stand: "rated red", "claimed complete …"."""
    parts = []
    if query.rag:
        parts.append(f"rated {NAMES[query.rag].lower()}")
    if query.stage:
        parts.append(SAID_STAGES[query.stage])
    if query.evidence:
        parts.append("without evidence" if query.evidence == "none" else "with evidence")
    return " and ".join(parts)


def what(turn: Turn, query: Query) -> str:
    """What was asked for, as a heading."""
    return capitalised(_said(query)[0].format_map(_slots(turn, query)))


def none(turn: Turn, query: Query) -> str:
    """That there is nothing of what was asked for."""
    return capitalised(_said(query)[1].format_map(_slots(turn, query)))


def _said(query: Query) -> tuple[str, str]:
    return SAID.get(query.kind) or (DESCRIBED if described(query) else ALL)


def _slots(turn: Turn, query: Query) -> Mapping[str, str]:
    return {
        "where": where(turn, query),
        "days": _days(query, turn.today),
        "since": day(since_asked(query, turn.today), turn.today),
        "until": f", until {day(query.to, turn.today)}" if query.to else "",
        "organisation": query.organisation or "every organisation",
        "source": query.source or "",
        "described": described(query),
    }


def title_line(action: Action, text: str = "", *, sources: tuple[str, ...] = ()) -> Line:
    """■ RK-01  Recording standard · …, with the position that vouches for it."""
    rating = action.position.rating
    title = f"{rated(rating)[0]} {action.ref}  {action.short_title}"
    vouched = sources or (f"update:{action.position.update_id}",)
    return Line(text=f"{title} · {text}" if text else title, rating=rating, sources=vouched)


def due_words(action: Action, today: date) -> str:
    """Due 11 Nov, 10 days overdue; due 31 Jan, forecast 28 Feb."""
    when = f"due {short_day(action.due)}"
    if action.overdue(today):
        when += f", {days_left(today, action.due)} overdue"
    if action.open and (expected := forecast(action.position, action.due)):
        when += f", forecast {short_day(expected)}"
    if action.position.stage in {Stage.COMPLETION_CLAIMED, Stage.IMPLEMENTED, Stage.EMBEDDED}:
        when += f" · {STAGES[action.position.stage]}"
    return when


def _line(action: Action, told: Told) -> Line:
    text, sources = told
    return title_line(action, text, sources=sources)


def _due(turn: Turn, action: Action) -> Told:
    return f"{due_words(action, turn.today)} · {action.owner_role}", ()


def _silent(turn: Turn, action: Action) -> Told:
    last = f"last update {short_day(action.position.reported_on)}"
    return f"{last} · {due_words(action, turn.today)} · {action.owner_role}", ()


def said_last(_: Turn, action: Action) -> Told:
    """How it stands since, and the last words: never a summary of them."""
    position, words = action.position, action.words
    stands = f"{NAMES[position.rating]} · {percent(position.percent)}"
    if words is None:
        by = f"{position.author_role}, {short_day(position.reported_on)}"
        return f"{stands} · {NO_WORDS} ({by})", ()
    said = f"{quoted(words.text)} ({words.role}, {short_day(words.on)})"
    return f"{stands} · {said}", (f"update:{position.update_id}", f"update:{words.update_id}")


TELLS: Mapping[QueryKind, Tell] = {
    QueryKind.NO_UPDATE_SINCE: _silent,
    QueryKind.CHANGES_SINCE: said_last,
    QueryKind.HISTORY: said_last,
}


def _risk_line(risk: Risk) -> Line:
    parts = [f"{risk.ref}  {risk.description}", score(risk)]
    if risk.band:
        parts[-1] += f", {risk.band}"
    parts += [risk.owner_role, *([risk.action_ref] if risk.action_ref else [])]
    return Line(text=" · ".join(parts), sources=(f"risk_revision:{risk.revision_id}",))


def _days(query: Query, today: date) -> str:
    """From Mon 14 Nov to Sun 27 Nov."""
    if query.from_ and query.from_ == query.to:
        return f"on {day(query.from_, today)}"
    first = f"from {day(query.from_, today)} " if query.from_ else ""
    return f"{first}to {day(query.to, today)}" if query.to else first.strip() or "at any time"


def _beside(turn: Turn, query: Query) -> tuple[Line, ...]:
    """What else must be known to read the list."""
    if query.kind is QueryKind.BY_PARTNER and query.organisation:
        named = organisations_asked(turn.record, query) or frozenset()
        refs = turn.record.selections.supported_by(named)
        return (Line(text=SUPPORTS.format(refs=", ".join(refs)), subtle=True),) if refs else ()
    starts = turn.record.plan.record_starts()
    if query.kind is not QueryKind.CHANGES_SINCE or starts is None:
        return ()
    if since_asked(query, turn.today) >= london_date(starts):
        return ()
    said = RECORD_STARTS.format(day=day(london_date(starts), turn.today))
    return (Line(text=said, subtle=True),)
