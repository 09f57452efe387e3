"""Findings in an action's own words get references: the record's, or the next free ones."""

from dataclasses import replace

from storage.exchange.layout.known import folded
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.layout.rows import FindingRow
from storage.references import first_free

REF = "F-{:02d}"


def with_references(plan: PlanSheets, record: PlanSheets) -> PlanSheets:
    """The same plan with each finding a row of its own, and actions naming its reference.

    Words that the record or another action has already are the same finding. A plan without a
    sheet of findings takes none away.
    """
    rows = {row.ref: row for row in plan.findings or record.findings}
    by_words = {folded(row.words): row.ref for row in (*record.findings, *plan.findings)}
    taken = rows.keys() | {row.ref for row in record.findings}

    def named(given: str) -> str:
        if given in rows:
            return given
        ref = by_words.get(folded(given)) or first_free(REF, taken)
        if ref not in rows:
            known = next((row for row in record.findings if row.ref == ref), None)
            rows[ref] = known or FindingRow.model_construct(ref=ref, words=given, source=None)
            by_words[folded(given)] = ref
            taken.add(ref)
        return ref

    actions = tuple(
        row.model_copy(update={"findings": tuple(dict.fromkeys(map(named, row.findings)))})
        for row in plan.actions
    )
    return replace(plan, findings=tuple(rows.values()), actions=actions)
