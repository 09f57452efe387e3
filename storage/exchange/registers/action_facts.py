"""What an action log tells of an action beside its position: where it comes from, what shows it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from storage import models as m
from storage.changes import Row, as_it_was
from storage.exchange.extracts.coverage import supporting_organisations
from storage.exchange.extracts.extract import Extract
from storage.exchange.extracts.standing import latest_readings, standing
from storage.exchange.history.progress_history import reading_text
from storage.plan import Action

Names = Mapping[int, list[str]]
FINDING = "{}: {}"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and texts for one action, as they stood."""

    sources: tuple[str, ...]
    findings: tuple[str, ...]
    supporting: tuple[str, ...]
    next_steps: str
    blocked_by: str
    readings: tuple[str, ...]
    evidence: int


class ActionFacts:
    """Asked once for all actions: the number of queries does not grow with the plan."""

    def __init__(self, extract: Extract) -> None:
        self._extract = extract
        self._agreed = {row["id"]: row for row in self._as_agreed()}
        self._found = dict(self._pairs(m.Finding.ref, m.Finding.words))
        self._said = self._last_said()
        self._readings = self._last_readings()
        self._evidence = self._evidence_counts()

    def of(self, action: Action) -> Facts:
        """What is known of one action."""
        agreed = self._agreed[action.id]
        next_steps, blocked_by = self._said.get(action.id, ("", ""))
        return Facts(
            sources=tuple(agreed["sources"]),
            findings=tuple(map(self._finding, agreed["findings"])),
            supporting=tuple(agreed["supporting"]),
            next_steps=next_steps,
            blocked_by=blocked_by,
            readings=tuple(self._readings.get(action.id, ())),
            evidence=self._evidence.get(action.id, 0),
        )

    def _finding(self, ref: str) -> str:
        return FINDING.format(ref, self._found[ref]) if ref in self._found else ref

    def _pairs(self, key: Any, value: Any) -> Iterator[tuple[Any, Any]]:
        yield from self._extract.session.execute(select(key, value))

    def _as_agreed(self) -> list[Row]:
        """Sources (names), findings (references) and supporting organisations of every action."""
        session = self._extract.session
        sources = self._names(m.ActionSource, m.Source, m.Source.name)
        findings = self._names(m.ActionFinding, m.Finding, m.Finding.ref)
        supporting = supporting_organisations(session)
        rows = [
            {
                "id": id_,
                "sources": sources.get(id_, []),
                "findings": findings.get(id_, []),
                "supporting": supporting.get(id_, []),
            }
            for id_ in session.scalars(select(m.Action.id))
        ]
        return as_it_was(session, "actions", rows, self._extract.scope.until)

    def _names(self, link: Any, named: Any, name: Any) -> Names:
        found = defaultdict(list)
        for action_id, text in self._extract.session.execute(
            select(link.action_id, name).join(named).order_by(name)
        ):
            found[action_id].append(text)
        return found

    def _last_said(self) -> Mapping[int, tuple[str, str]]:
        """Action id → next steps and what blocks it, by the last update that spoke of either."""
        update = aliased(m.Update)
        spoke = (
            select(update.id)
            .where(
                update.action_id == m.Action.id,
                or_(update.next_steps != "", update.blocked_by != ""),
                standing(update, self._extract.scope.until),
            )
            .order_by(update.place.desc(), update.id.desc())
            .limit(1)
            .correlate(m.Action)
            .scalar_subquery()
        )
        query = select(m.Action.id, m.Update.next_steps, m.Update.blocked_by).join(
            m.Update, m.Update.id == spoke
        )
        return {id_: (steps, blocked) for id_, steps, blocked in self._extract.stream(query)}

    def _last_readings(self) -> Names:
        """Action id → the latest reading of each of its measures."""
        found = defaultdict(list)
        for row in latest_readings(self._extract.session, self._extract.scope.until).values():
            found[row.action_id].append(reading_text(row))
        return found

    def _evidence_counts(self) -> Mapping[int, int]:
        """Action id → how many links its standing updates give."""
        query = (
            select(m.Update.action_id, func.count())
            .join(m.Evidence, m.Evidence.update_id == m.Update.id)
            .where(standing(m.Update, self._extract.scope.until))
            .group_by(m.Update.action_id)
        )
        return {row[0]: row[1] for row in self._extract.stream(query)}
