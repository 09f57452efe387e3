"""Takes in what actions belong to: themes, sources, findings, tags, and the boards' meetings."""

from typing import Any

from storage import models as m
from storage.exchange.layout.rows import (
    COUNCIL_PRIORITIES,
    FINDINGS,
    FOCUS_AREAS,
    MEETINGS,
    SOURCES,
    THEMES,
    CouncilPriorityRow,
    FindingRow,
    FocusAreaRow,
    MeetingRow,
    SourceRow,
    ThemeRow,
)
from storage.exchange.taking_in.intake import Intake
from storage.rows import add


def take_in_themes(intake: Intake) -> None:
    """Add themes, and change their name, lead, and when the summary goes out."""
    for row in intake.added(THEMES, ThemeRow):
        values = _theme(intake, row)
        intake.ids.themes[row.code] = add(intake.session, m.Theme, code=row.code, **values)
    for row, _, _ in intake.changed(THEMES, ThemeRow):
        intake.change(m.Theme, intake.ids.themes[row.code], _theme(intake, row))


def _theme(intake: Intake, row: ThemeRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "lead_role_id": intake.ids.roles[row.lead_role],
        "summary_weekday": row.summary_weekday,
        "summary_time": row.summary_time,
    }


def take_in_sources(intake: Intake) -> None:
    """Add sources and what they found, and put them right."""
    for row in intake.added(SOURCES, SourceRow):
        values = {"kind": row.kind, "published_on": row.published}
        intake.ids.sources[row.name] = add(intake.session, m.Source, name=row.name, **values)
    for finding in intake.added(FINDINGS, FindingRow):
        values = _finding(intake, finding)
        id_ = add(intake.session, m.Finding, ref=finding.ref, **values)
        intake.ids.findings[finding.ref] = id_
    for row, _, _ in intake.changed(SOURCES, SourceRow):
        values = {"kind": row.kind, "published_on": row.published}
        intake.change(m.Source, intake.ids.sources[row.name], values)
    for finding, _, _ in intake.changed(FINDINGS, FindingRow):
        values = _finding(intake, finding)
        intake.change(m.Finding, intake.ids.findings[finding.ref], values)


def _finding(intake: Intake, row: FindingRow) -> dict[str, Any]:
    source_id = intake.ids.sources[row.source] if row.source else None
    return {"words": row.words, "source_id": source_id}


def take_in_tags(intake: Intake) -> None:
    """Add focus areas (seed 2.4) and council priorities (seed 5.1)."""
    for area in intake.added(FOCUS_AREAS, FocusAreaRow):
        intake.ids.focus_areas[area.name] = add(intake.session, m.FocusArea, name=area.name)
    for row in intake.added(COUNCIL_PRIORITIES, CouncilPriorityRow):
        id_ = add(intake.session, m.CouncilPriority, name=row.name)
        intake.ids.council_priorities[row.name] = id_


def take_in_meetings(intake: Intake) -> None:
    """Add boards and the days on which they meet."""
    for row in intake.added(MEETINGS, MeetingRow):
        if row.board not in intake.ids.boards:
            intake.ids.boards[row.board] = add(intake.session, m.Board, name=row.board)
        board_id = intake.ids.boards[row.board]
        add(intake.session, m.Meeting, board_id=board_id, held_on=row.held_on)
