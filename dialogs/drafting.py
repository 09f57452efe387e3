"""From what was understood to a draft: one item for each action, one risk, and further steps."""

from collections.abc import Iterable, Mapping, Sequence

from dialogs.drafts import Draft, DraftItem, DraftRisk, likely_same
from dialogs.language.meaning import CompletionClaim, EvidenceAdd, NoChange, Progress, RiskAdd
from dialogs.readings import reading_of
from dialogs.steps import AnyStep
from dialogs.turn import Turn
from storage.plan import Action
from storage.vocabulary import Rating, Stage

Savable = Progress | NoChange | CompletionClaim | EvidenceAdd


def draft_of(  # noqa: PLR0917 -- all that one message may say
    turn: Turn,
    items: Sequence[Savable],
    risks: Sequence[RiskAdd],
    steps: tuple[AnyStep, ...],
    actions: Mapping[str, Action],
    kept: Rating | None,
) -> Draft:
    """The draft of what was said; `kept` is a rating that stays although it does not fit."""
    drafted = [_draft_item(turn, item, actions[item.action or ""], kept) for item in items]
    named = {item.ref for item in drafted}
    drafted += [
        DraftItem(ref=ref, basis=actions[ref].position.update_id)
        for ref in dict.fromkeys(risk.action for risk in risks if risk.action)
        if ref not in named
    ]
    risk = _draft_risk(turn, risks[0], actions[risks[0].action or ""]) if risks else None
    return Draft(items=_joined(drafted), risk=risk, steps=steps)


def _joined(items: Iterable[DraftItem]) -> tuple[DraftItem, ...]:
    """One item for each action: evidence that came beside an update belongs to it."""
    found: dict[str, DraftItem] = {}
    for item in items:
        first = found.get(item.ref)
        found[item.ref] = item if first is None else _with_evidence(first, item)
    return tuple(found.values())


def _with_evidence(first: DraftItem, other: DraftItem) -> DraftItem:
    note = (
        first.note
        if other.note in first.note
        else " … ".join(filter(None, (first.note, other.note)))
    )
    return first.model_copy(update={"evidence": (*first.evidence, *other.evidence), "note": note})


def _draft_item(turn: Turn, item: Savable, action: Action, kept: Rating | None) -> DraftItem:
    plain = DraftItem(ref=action.ref, basis=action.position.update_id)
    if isinstance(item, NoChange):
        return plain.model_copy(update={"no_change": not item.note, "note": item.note or ""})
    if isinstance(item, CompletionClaim):
        said = {
            "stage": Stage.COMPLETION_CLAIMED,
            "note": item.note or "",
            "evidence": item.evidence,
        }
        return plain.model_copy(update=said)
    if isinstance(item, EvidenceAdd):
        return plain.model_copy(update={"note": item.desc or "", "evidence": item.urls})
    figures: dict[str, object] = {
        "rating": item.delivery_rag or kept,
        "percent": None if item.percent is None else int(item.percent),
        "forecast": item.forecast,
        "note": item.note or "",
        "reading": reading_of(turn, action, item.metric),
    }
    return plain.model_copy(update=figures)


def _draft_risk(turn: Turn, risk: RiskAdd, action: Action) -> DraftRisk:
    known = likely_same(risk.desc, turn.record.risks.of_theme(action.theme_id))
    return DraftRisk(
        ref=action.ref,
        words=risk.desc,
        likelihood=risk.likelihood,
        impact=risk.impact,
        mitigation=risk.mitigation or "",
        alike=known.ref if known else None,
        choice="same" if known else "different",
    )
