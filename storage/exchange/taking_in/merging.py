"""A second source joins the plan: new references, former ones kept, likely duplicates decided.

The merged plan is the record's with what the source adds, so that taking it in changes nothing
else and nothing counts as gone (seed 2.3, 2.4, 2.6).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from rapidfuzz import fuzz, utils

from storage.exchange.layout.action_rows import ActionRow
from storage.exchange.layout.cells import NEW
from storage.exchange.layout.known import folded
from storage.exchange.layout.mistakes import PlanRejected
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.layout.row import PlanRow
from storage.exchange.layout.rows import FindingRow, IssueRow, PersonRow, RiskRow

ALIKE = 68
NO_SOURCE = (
    "Actions: {}: say from which source it comes, in the column Sources: its reference there is "
    "kept."
)
DUPLICATE = (
    "Actions: {} looks like {} ({}). Write {} into its column Same as if it is the same action, "
    "or New if it is another."
)
UNKNOWN = "Actions: {}: there is no action {} in the record; put the column Same as right."

Former = Mapping[tuple[str, str], str]
AnyRow = TypeVar("AnyRow", bound=PlanRow)


def merged(plan: PlanSheets, record: PlanSheets, former: Former) -> PlanSheets:
    """The record's plan with a second source in it.

    `former` tells what actions were called in sources that were merged before, so that the same
    workbook again adds nothing.

    Raises:
        PlanRejected: likely duplicates that nobody has decided, an action without a source, or
            one that is said to be the same as one that is not there.
    """
    mistakes: list[str] = []
    merging = _Merging(plan, record)
    targets = {row.ref: _target(row, record, former, mistakes) for row in plan.actions}
    if mistakes:
        raise PlanRejected(mistakes)
    return merging.with_targets(targets)


def _target(row: ActionRow, record: PlanSheets, former: Former, mistakes: list[str]) -> str | None:
    """The reference of the action that a row is the same as; None for a new one."""
    if not row.sources:
        mistakes.append(NO_SOURCE.format(row.ref))
        return None
    known = former.get((row.sources[0], row.ref))
    if known or row.same_as == NEW:
        return known
    if row.same_as:
        if all(row.same_as != other.ref for other in record.actions):
            mistakes.append(UNKNOWN.format(row.ref, row.same_as))
        return row.same_as
    if alike := _most_alike(row, record.actions):
        mistakes.append(DUPLICATE.format(row.ref, alike.ref, alike.short_title, alike.ref))
    return None


def _most_alike(row: ActionRow, among: Iterable[ActionRow]) -> ActionRow | None:
    def likeness(other: ActionRow) -> float:
        return fuzz.token_set_ratio(row.title, other.title, processor=utils.default_process)

    nearest = max(among, key=likeness, default=None)
    return nearest if nearest is not None and likeness(nearest) >= ALIKE else None


@dataclass
class _Merging:
    """One source on its way into a plan, with the references that its rows get there."""

    plan: PlanSheets
    record: PlanSheets
    findings: dict[str, str] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    risks: dict[str, str] = field(default_factory=dict)

    def with_targets(self, targets: Mapping[str, str | None]) -> PlanSheets:
        """The record's plan with each row of the source at its target, or as a new one."""
        findings = self._findings()
        for ref, target in targets.items():
            taken = {row.ref for row in self.record.actions} | set(self.actions.values())
            self.actions[ref] = target or next_free(f"{ref.partition('-')[0]}-", taken)
        risks, issues = self._risks(), self._issues()
        return replace(
            self.record,
            programme=self.record.programme.model_copy(update={"as_at": self.plan.programme.as_at}),
            organisations=_joined(self.record.organisations, self.plan.organisations),
            closed_days=_joined(self.record.closed_days, self.plan.closed_days),
            people=self._people(),
            themes=_joined(self.record.themes, self.plan.themes),
            sources=_joined(self.record.sources, self.plan.sources),
            findings=findings,
            focus_areas=_joined(self.record.focus_areas, self.plan.focus_areas),
            council_priorities=_joined(
                self.record.council_priorities, self.plan.council_priorities
            ),
            actions=self._actions(),
            measures=_joined(self.record.measures, self._of_actions(self.plan.measures)),
            milestones=_joined(self.record.milestones, self._of_actions(self.plan.milestones)),
            risks=risks,
            mitigations=_joined(
                self.record.mitigations,
                (
                    row.model_copy(update={"risk": self.risks[row.risk]})
                    for row in self.plan.mitigations
                ),
            ),
            issues=issues,
            meetings=_joined(self.record.meetings, self.plan.meetings),
            remarks=self.plan.remarks,
        )

    def _people(self) -> tuple[PersonRow, ...]:
        """Roles that the record knows are the record's: a second source changes nobody's post."""
        known = {folded(row.role) for row in self.record.people}
        new = (row for row in self.plan.people if folded(row.role) not in known)
        return (*self.record.people, *new)

    def _findings(self) -> tuple[FindingRow, ...]:
        by_words = {folded(row.words): row.ref for row in self.record.findings}
        rows = {row.ref: row for row in self.record.findings}
        for row in self.plan.findings:
            ref = by_words.get(folded(row.words)) or next_free("F-", rows)
            self.findings[row.ref] = ref
            rows.setdefault(ref, row.model_copy(update={"ref": ref}))
        return tuple(rows.values())

    def _actions(self) -> tuple[ActionRow, ...]:
        rows = {row.ref: row for row in self.record.actions}
        for row in self.plan.actions:
            ref = self.actions[row.ref]
            rows[ref] = self._joined_to(rows[ref], row) if ref in rows else self._new(row, ref)
        return tuple(rows.values())

    def _new(self, row: ActionRow, ref: str) -> ActionRow:
        changes = {
            "ref": ref,
            "findings": self._found(row),
            "former_references": _former(row),
            "same_as": None,
        }
        return row.model_copy(update=changes)

    def _joined_to(self, stands: ActionRow, row: ActionRow) -> ActionRow:
        """What the record says of the action, with what else the source links it to."""
        others = (row.organisation, *row.supporting)
        changes = {
            "sources": _union(stands.sources, row.sources),
            "findings": _union(stands.findings, self._found(row)),
            "focus_areas": _union(stands.focus_areas, row.focus_areas),
            "council_priorities": _union(stands.council_priorities, row.council_priorities),
            "supporting": _union(
                stands.supporting, (one for one in others if one != stands.organisation)
            ),
            "former_references": _union(stands.former_references, _former(row)),
        }
        return stands.model_copy(update=changes)

    def _found(self, row: ActionRow) -> tuple[str, ...]:
        return tuple(self.findings[ref] for ref in row.findings)

    def _of_actions(self, rows: Iterable[AnyRow]) -> Iterable[AnyRow]:
        for row in rows:
            ref: str = self.actions[getattr(row, "action")]  # noqa: B009 -- of any row's kind
            yield row.model_copy(update={"action": ref})

    def _risks(self) -> tuple[RiskRow, ...]:
        rows = {row.ref: row for row in self.record.risks}
        by_words = {folded(row.description): row.ref for row in self.record.risks}
        for row in self.plan.risks:
            ref = by_words.get(folded(row.description)) or next_free("R-", rows)
            self.risks[row.ref] = ref
            action = self.actions[row.action] if row.action else None
            rows.setdefault(ref, row.model_copy(update={"ref": ref, "action": action}))
        return tuple(rows.values())

    def _issues(self) -> tuple[IssueRow, ...]:
        rows = {row.ref: row for row in self.record.issues}
        by_words = {folded(row.description): row.ref for row in self.record.issues}
        for row in self.plan.issues:
            ref = by_words.get(folded(row.description)) or next_free("I-", rows)
            changes = {
                "ref": ref,
                "action": self.actions[row.action] if row.action else None,
                "risk": self.risks[row.risk] if row.risk else None,
            }
            rows.setdefault(ref, row.model_copy(update=changes))
        return tuple(rows.values())


def next_free(prefix: str, taken: Iterable[str]) -> str:
    """The reference after the highest of its kind: WF-05 after WF-04."""
    numbers = [
        int(match[1]) for ref in taken if (match := re.fullmatch(re.escape(prefix) + r"(\d+)", ref))
    ]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"


def _former(row: ActionRow) -> tuple[tuple[str, str], ...]:
    """What the action was called before, and what it is called in this source."""
    return _union(row.former_references, [(row.sources[0], row.ref)])


def _joined(stands: Iterable[AnyRow], adds: Iterable[AnyRow]) -> tuple[AnyRow, ...]:
    """The record's rows, and those that it has not got."""
    rows = {row.key: row for row in stands}
    for row in adds:
        rows.setdefault(row.key, row)
    return tuple(rows.values())


Value = TypeVar("Value")


def _union(one: Iterable[Value], other: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys([*one, *other]))
