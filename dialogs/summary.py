"""The weekly theme summary (seed 2.9, mockups.md 10): facts and a period in, a document out."""

from datetime import date, datetime

from dialogs.facts import ThemeFacts
from dialogs.messages import Block, Button, Buttons, Heading, Line, Reply, Section
from dialogs.questions import counts_line, standing_line, worst_first
from dialogs.wording import (
    NAMES,
    WORST_FIRST,
    capitalised,
    day,
    percent,
    quoted,
    rated,
    short_day,
    uncapitalised,
)
from dialogs.wording import score as scored
from storage.assessments import Mitigation
from storage.calendar import london_date, monday_of
from storage.digests import Edition
from storage.plan import Action
from storage.risks import Risk
from storage.updates import Report
from storage.vocabulary import CLOSED_STAGES, HIGH_RISK, MitigationState, Rating

TITLE = "{theme} · weekly summary · {week}"
EXTRA_TITLE = "{theme} · summary as at {day}"
QUIET = "No change this week."
STEADY = "No rating has changed this week."
NEWS = "{some} of {all} actions {have} news."
EVERYONE = "Everyone who was asked has answered."
MOST_UPDATES, MOST_RISKS = 5, 5


def weekly_summary(facts: ThemeFacts, instant: datetime, edition: Edition) -> Reply:
    """A theme's summary for `instant`. Every line carries the ids of the rows it came from."""
    posted_on, extra = london_date(instant), edition is Edition.EXTRA
    title = _title(facts, posted_on, extra=extra)
    headline = _headline(facts)
    return Reply(
        first_line=f"{title.partition(' · ')[0]}, {_when(posted_on, extra=extra)}: {headline}",
        kind="digest",
        blocks=(
            Heading(text=title),
            Line(text=f"{headline} {_news(facts)}", strong=True),
            Line(
                text=_delivery(facts),
                sources=_positions(facts),
                about=f"Counts; “was” is the record as at {_start(facts)}",
            ),
            *_key_updates(facts),
            *_risks(facts),
            *_mitigating_actions(facts),
            *_achievements(facts),
            *_no_update(facts),
            *_next(facts),
            Buttons(buttons=_buttons(facts, instant, edition)),
        ),
    )


def _title(facts: ThemeFacts, posted_on: date, *, extra: bool) -> str:
    if extra:
        return EXTRA_TITLE.format(theme=facts.theme.name, day=day(posted_on, posted_on))
    return TITLE.format(theme=facts.theme.name, week=_week(posted_on))


def _week(posted_on: date) -> str:
    """Mon 14 to Fri 18 November."""
    monday = monday_of(posted_on)
    month = "" if monday.month == posted_on.month else f" {monday:%B}"
    return f"{monday:%a} {monday.day}{month} to {posted_on:%a} {posted_on.day} {posted_on:%B}"


def _when(posted_on: date, *, extra: bool) -> str:
    return ("as at " if extra else "week to ") + day(posted_on, posted_on)


def _headline(facts: ThemeFacts) -> str:
    """Chosen from facts in this order (mockups.md, 10.1), never a reason of its own."""
    candidates = (
        _moved(facts, worse=True),
        _newly_overdue(facts),
        _high_risk(facts),
        _moved(facts, worse=False),
        _completed(facts),
    )
    quiet = STEADY if any(map(facts.has_news, facts.actions)) else QUIET
    return next(filter(None, candidates), quiet)


def _moved(facts: ThemeFacts, *, worse: bool) -> str:
    moved = [
        f"{action.ref} has gone from {NAMES[was.rating]} to {NAMES[action.position.rating]}"
        for action in sorted(facts.actions, key=worst_first)
        if (was := facts.before.get(action.ref))
        and was.rating is not action.position.rating
        and Rating.GREY not in {was.rating, action.position.rating}
        and _is_worse(was.rating, action.position.rating) is worse
    ]
    return f"{'. '.join(moved[:2])}." if moved else ""


def _is_worse(before: Rating, after: Rating) -> bool:
    return WORST_FIRST.index(after) < WORST_FIRST.index(before)


def _newly_overdue(facts: ThemeFacts) -> str:
    started = london_date(facts.start)
    late = [action.ref for action in facts.overdue if not action.overdue(started)]
    return f"{late[0]} is now overdue." if late else ""


def _high_risk(facts: ThemeFacts) -> str:
    for risk in facts.risks:
        before = facts.risks_before.get(risk.ref)
        if (risk.score or 0) < HIGH_RISK:
            continue
        if before is None:
            return f"{risk.ref} is a new high risk: {scored(risk)}."
        if (before.score or 0) < (risk.score or 0):
            return f"{risk.ref} has risen to {scored(risk)}, was {before.score}."
    return ""


def _completed(facts: ThemeFacts) -> str:
    done = [
        action.ref
        for action in facts.actions
        if not action.open
        and (was := facts.before.get(action.ref))
        and was.stage not in CLOSED_STAGES
    ]
    return f"{done[0]} is complete." if done else ""


def _news(facts: ThemeFacts) -> str:
    if not facts.reports:
        return NEWS.format(some=0, all=len(facts.actions), have="have")
    some = sum(facts.has_news(action) for action in facts.actions)
    if some == 0 and not facts.silent:
        return EVERYONE
    have = "has" if some == 1 else "have"
    return NEWS.format(some=some, all=len(facts.actions), have=have)


def _delivery(facts: ThemeFacts) -> str:
    late = ", ".join(action.ref for action in facts.overdue) or "none"
    return f"Delivery: {counts_line(facts, ' (was {})')} · overdue: {late}"


def _key_updates(facts: ThemeFacts) -> list[Block]:
    told = [a for a in facts.actions if facts.has_news(a) and not _achieved(a)]
    ordered = sorted(told, key=lambda a: (not a.priority, *worst_first(a)))
    blocks: list[Block] = []
    for action in ordered[:MOST_UPDATES]:
        blocks += _update(facts, action)
    rest = [action.ref for action in ordered[MOST_UPDATES:]]
    same = [a.ref for a in facts.actions if facts.reports_on(a) and not facts.has_news(a)]
    if rest:
        blocks.append(Line(text=f"{len(rest)} more with news: {', '.join(rest)}"))
    if told and same:
        blocks.append(Line(text=f"{len(same)} more, no change: {', '.join(same)}"))
    return [Section(text="Key updates and impact"), *blocks] if blocks else []


def _update(facts: ThemeFacts, action: Action) -> list[Block]:
    rating = action.position.rating
    title = f"{rated(rating)[0]} {action.ref} {action.short_title}. {standing_line(facts, action)}"
    source = f"update:{action.position.update_id}"
    about = f"{action.ref} {standing_line(facts, action)}"
    line = Line(text=title, rating=rating, sources=(source,), about=about)
    return [line, *_words(facts, action)]


def _words(facts: ThemeFacts, action: Action) -> list[Block]:
    """The last words and the last impact statement of the period, each with role and date."""
    reports = facts.reports_on(action)
    lines: list[Block] = []
    for report in [r for r in reports if r.note][-1:]:
        by = f"{report.role}, {short_day(london_date(report.at))}"
        behalf = f", for the {report.on_behalf_of}" if report.on_behalf_of else ""
        text = f"{quoted(report.note)} ({by}{behalf})"
        lines.append(_quotation(text, f"{action.ref} words", report))
    for report in [r for r in reports if r.impact_note][-1:]:
        text = f"So what for children: {quoted(report.impact_note)}"
        lines.append(_quotation(text, f"{action.ref} impact on children", report))
    return lines


def _quotation(text: str, about: str, report: Report) -> Line:
    return Line(text=text, close=True, sources=(f"update:{report.update_id}",), about=about)


def _risks(facts: ThemeFacts) -> list[Block]:
    shown = _shown_risks(facts)
    lines = [
        Line(
            text=f"{risk.ref} {capitalised(risk.description)}. {_risk_score(facts, risk)}",
            sources=(f"risk_revision:{risk.revision_id}",),
            about=f"{risk.ref} {scored(risk)}",
        )
        for risk in shown
    ]
    return [Section(text="Risks"), *lines] if lines else []


def _shown_risks(facts: ThemeFacts) -> list[Risk]:
    """High risks and those raised or moved in the period; in a quiet week only what moved."""
    quiet = not facts.reports
    return [
        risk
        for risk in facts.risks
        if _has_moved(facts, risk) or (not quiet and (risk.score or 0) >= HIGH_RISK)
    ][:MOST_RISKS]


def _has_moved(facts: ThemeFacts, risk: Risk) -> bool:
    before = facts.risks_before.get(risk.ref)
    return before is None or before.score != risk.score


def _risk_score(facts: ThemeFacts, risk: Risk) -> str:
    before = facts.risks_before.get(risk.ref)
    parts = [scored(risk)]
    if before is None:
        parts.append("new")
    elif before.score != risk.score and before.score:
        parts.append(f"was {before.score}")
    return ", ".join([*parts, *([risk.band] if risk.band else [])])


def _mitigating_actions(facts: ThemeFacts) -> list[Block]:
    lines = [
        Line(
            text=f"{risk.ref} {' · '.join(map(_mitigation, risk.mitigations))}",
            sources=(f"risk_revision:{risk.revision_id}",),
            about=f"{risk.ref} mitigating action",
        )
        for risk in _shown_risks(facts)
        if risk.mitigations
    ]
    return [Section(text="Mitigating actions"), *lines] if lines else []


def _mitigation(mitigation: Mitigation) -> str:
    state = "in place" if mitigation.state is MitigationState.EXISTING else "planned"
    by = [short_day(mitigation.due)] if mitigation.due else []
    who = [mitigation.owner_role] if mitigation.owner_role else []
    return f"{state}: {', '.join([uncapitalised(mitigation.words), *who, *by])}"


def _achievements(facts: ThemeFacts) -> list[Block]:
    blocks: list[Block] = []
    for action in facts.actions:
        if _achieved(action) and facts.has_news(action):
            shape = rated(action.position.rating)[0]
            source = f"update:{action.position.update_id}"
            title = f"{shape} {action.ref} {action.short_title}."
            blocks += [
                Line(
                    text=title,
                    rating=action.position.rating,
                    sources=(source,),
                    about=f"{action.ref} {standing_line(facts, action)}",
                ),
                *_words(facts, action),
            ]
    return [Section(text="Achievements"), *blocks] if blocks else []


def _achieved(action: Action) -> bool:
    return not action.open


def _no_update(facts: ThemeFacts) -> list[Block]:
    lines = [
        Line(
            text=f"{a.ref} {a.short_title}. Last update {short_day(a.position.reported_on)}: "
            f"{rated(a.position.rating)}, {percent(a.position.percent)}",
            sources=(f"update:{a.position.update_id}",),
            about=f"{a.ref} last update",
        )
        for a in facts.silent
    ]
    return [Section(text="No update"), *lines] if lines else []


def _next(facts: ThemeFacts) -> list[Block]:
    if any(map(facts.has_news, facts.actions)):
        return []
    parts = []
    coming = [a for a in facts.actions if a.open and a.due >= facts.today]
    if coming:
        first = min(coming, key=lambda action: action.due)
        parts.append(f"{first.ref} due {day(first.due, facts.today)}")
    if facts.next_meeting:
        board, held_on = facts.next_meeting
        parts.append(f"{board} {day(held_on, facts.today)}")
    return [Line(text=f"Next: {' · '.join(parts)}")] if parts else []


def _start(facts: ThemeFacts) -> str:
    return day(london_date(facts.start), facts.today)


def _positions(facts: ThemeFacts) -> tuple[str, ...]:
    return tuple(f"update:{action.position.update_id}" for action in facts.actions)


def _buttons(facts: ThemeFacts, instant: datetime, edition: Edition) -> tuple[Button, ...]:
    code = facts.theme.code
    data = {"theme": code, "edition": edition.value, "instant": instant.isoformat()}
    return (
        Button(label="Full status", verb="status", data={"theme": code}),
        Button(label="Where each line comes from", verb="sources", data=data),
        Button(label="Copy as text", verb="copy_digest", data=data),
    )
