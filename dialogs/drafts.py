"""What a person is about to save, kept between the read-back and the yes."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz, process, utils

from dialogs.readings import DraftReading
from dialogs.steps import AnyStep
from storage.assessments import Assessment, Mitigation
from storage.risks import Risk
from storage.said import Change, Link
from storage.vocabulary import Rating, Stage

NO_RECOVERY_PLAN = "no recovery plan given"
RiskChoice = Literal["same", "different"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DraftItem(_Frozen):
    """A change to one action, made against the position `basis`."""

    ref: str
    basis: int
    rating: Rating | None = None
    percent: int | None = None
    forecast: date | None = None
    stage: Stage | None = None
    note: str = ""
    impact_note: str = ""
    reading: DraftReading | None = None
    evidence: tuple[str, ...] = ()
    """Links that show it."""
    no_change: bool = False
    """Whether "no change" was said in so many words."""
    recovery: str | None = None
    """What would bring it back; "" where that was asked and nothing said, None if not asked."""

    @property
    def change(self) -> Change:
        """The change as the record takes it."""
        return Change(
            rating=self.rating,
            percent=self.percent,
            forecast=self.forecast,
            stage=self.stage,
            note=self.note,
            impact_note=self.impact_note,
            next_steps=self.recovery or ("" if self.recovery is None else NO_RECOVERY_PLAN),
            readings=(self.reading.reading,) if self.reading else (),
            evidence=tuple(Link(url, "") for url in self.evidence),
        )


class DraftRisk(_Frozen):
    """A risk in the author's words; `alike` is the reference of a risk it may be the same as."""

    ref: str
    words: str
    likelihood: int | None = None
    impact: int | None = None
    mitigation: str = ""
    alike: str | None = None
    choice: RiskChoice = "different"

    @property
    def assessment(self) -> Assessment:
        """What is said about the risk, as the record takes it."""
        mitigations = (Mitigation(self.mitigation),) if self.mitigation else ()
        return Assessment(
            likelihood=self.likelihood,
            impact=self.impact,
            words=self.words,
            mitigations=mitigations,
        )


class Draft(_Frozen):
    """Everything that one yes saves."""

    items: tuple[DraftItem, ...] = ()
    risk: DraftRisk | None = None
    steps: tuple[AnyStep, ...] = ()

    @property
    def reported(self) -> tuple[DraftItem, ...]:
        """The items to save: a risk by itself reports no progress, not even "no change"."""
        if self.risk is None and not self.steps:
            return self.items
        return tuple(item for item in self.items if item.no_change or not item.change.empty)

    @property
    def refs(self) -> list[str]:
        """The actions that this draft is about, each once."""
        named = [*(item.ref for item in self.items), *(step.ref for step in self.steps)]
        return list(dict.fromkeys(ref for ref in named if ref))

    @property
    def subjects(self) -> list[str]:
        """What it is about in words: actions, and risks and problems by their references."""
        named = [*(item.ref for item in self.items), *(step.subject for step in self.steps)]
        return list(dict.fromkeys(named))

    @property
    def question(self) -> str:
        """What has to be said before it can be saved; "" where nothing is missing."""
        return next(filter(None, (step.question for step in self.steps)), "")

    def answered(self, words: str) -> "Draft":
        """The draft with the answer to its question."""
        steps, done = [], False
        for step in self.steps:
            asked = bool(step.question) and not done
            steps.append(step.answered(words) if asked else step)
            done = done or asked
        return self.model_copy(update={"steps": tuple(steps)})


def likely_same(words: str, risks: tuple[Risk, ...]) -> Risk | None:
    """The standing risk that these words most likely mean, if any comes close."""
    found = process.extractOne(
        words,
        {risk.ref: risk.description for risk in risks},
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=60,
    )
    return next((risk for risk in risks if found and risk.ref == found[2]), None)
