"""Actions with their positions, measures and milestones, in the layout of a plan's sheets."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.calendar import london_date
from storage.changes import Row
from storage.exchange.extracts.coverage import actions_then, rows_then
from storage.exchange.extracts.standing import latest_readings
from storage.exchange.extracts.titles import Titles
from storage.exchange.layout.rows import ActionRow, MeasureRow, MilestoneRow
from storage.exchange.out.plan_texts import as_cell
from storage.plan import Action, Plan
from storage.rows import Found
from storage.vocabulary import Better

NOTES = ("slips", "success_measure", "cost_note", "equality_note")


class PlanActions:
    """The actions that were in the plan at a moment."""

    def __init__(self, session: Session, as_at: datetime, titles: Titles) -> None:
        self._session = session
        self._as_at = as_at
        self._titles = titles
        self._agreed = {row["id"]: row for row in actions_then(session, as_at)}
        self._stood = self._standing()

    def rows(self) -> Iterator[ActionRow]:
        """What was agreed on each action, and how it stood."""
        links = self._links()
        for id_, action in self._stood.items():
            agreed = {name: named.get(id_, []) for name, named in links.items()}
            yield self._row(action, agreed | self._agreed[id_])

    def measures(self) -> Iterator[MeasureRow]:
        """Each measure with its latest reading."""
        latest = latest_readings(self._session, self._as_at)
        for row in rows_then(self._session, m.Measure, self._as_at):
            if row["action_id"] in self._stood:
                yield self._measure(row, latest.get(row["id"]))

    def milestones(self) -> Iterator[MilestoneRow]:
        """Each milestone, reached or not."""
        for row in rows_then(self._session, m.Milestone, self._as_at):
            if row["action_id"] in self._stood:
                yield MilestoneRow.model_construct(
                    action=self._stood[row["action_id"]].ref,
                    title=row["title"],
                    due=row["due"],
                    done_on=row["done_on"],
                )

    def _standing(self) -> Mapping[int, Action]:
        """Action id → the action, of those in the plan at that moment, by reference."""
        plan = Plan(self._session)
        found = [
            action
            for theme in plan.themes()
            for action in plan.actions_of_theme(theme.id, self._as_at)
        ]
        day = london_date(self._as_at)
        return {action.id: action for action in found if not has_left(self._agreed[action.id], day)}

    def _links(self) -> Mapping[str, Mapping[int, list[Any]]]:
        """The name of a field → action id → what is linked to the action today."""
        return {
            "sources": self._linked(m.ActionSource, m.Source, m.Source.name),
            "findings": self._linked(m.ActionFinding, m.Finding, m.Finding.ref),
            "focus_areas": self._linked(m.ActionFocusArea, m.FocusArea, m.FocusArea.name),
            "council_priorities": self._linked(
                m.ActionCouncilPriority, m.CouncilPriority, m.CouncilPriority.name
            ),
            "former_references": self._former_references(),
        }

    def _linked(self, link: Any, named: Any, name: Any) -> Mapping[int, list[Any]]:
        found = defaultdict(list)
        query = select(link.action_id, name).join(named).order_by(named.id)
        for action_id, text in self._session.execute(query):
            found[action_id].append(text)
        return found

    def _former_references(self) -> Mapping[int, list[Any]]:
        found = defaultdict(list)
        for row in rows_then(self._session, m.FormerReference, self._as_at):
            source = self._titles.sources.get(row["source_id"], "")
            found[row["action_id"]].append((source, row["ref"]))
        return found

    def _row(self, action: Action, agreed: Row) -> ActionRow:
        position, words = action.position, action.words
        return ActionRow.model_construct(
            **self._agreed_fields(agreed),
            forecast=position.forecast,
            stage=position.stage,
            rating=position.rating,
            impact_rating=position.impact_rating,
            percent=position.percent,
            last_note=as_cell(words.text) if words else "",
            last_note_date=words.on if words else None,
            impact_note=as_cell(words.impact) if words else "",
        )

    def _agreed_fields(self, agreed: Row) -> Row:
        same = ("ref", "short_title", "title", "priority", "start", "original_due", "due")
        lists = ("sources", "findings", "focus_areas", "council_priorities", "supporting")
        return {
            **{name: agreed[name] for name in (*same, *NOTES)},
            **{name: tuple(agreed[name]) for name in lists},
            "former_references": tuple(map(tuple, agreed["former_references"])),
            "theme": self._titles.theme_codes[agreed["theme_id"]],
            "owner_role": self._titles.roles[agreed["owner_role_id"]],
            "organisation": self._titles.organisations[agreed["organisation_id"]],
        }

    def _measure(self, row: Row, latest: Found | None) -> MeasureRow:
        return MeasureRow.model_construct(
            action=self._stood[row["action_id"]].ref,
            name=row["name"],
            unit=row["unit"],
            baseline=row["baseline"],
            target=row["target"],
            better=Better(row["better"]),
            latest=latest.value if latest else None,
            out_of=latest.out_of if latest else None,
            read_on=latest.read_on if latest else None,
        )


def has_left(row: Row, day: date) -> bool:
    """Whether an action, a risk or an issue was no longer in the plan on that day."""
    vanished_on: date | None = row["vanished_on"]
    return vanished_on is not None and vanished_on <= day
