"""Any plan that there could be, hostile texts included, for tests that write and read plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar

from hypothesis import strategies as st

from storage.calendar import EARLIEST, LATEST
from storage.exchange.layout.cells import is_reference
from storage.exchange.layout.known import Known, folded, parts
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.layout.rows import (
    ActionRow,
    ClosedDaysRow,
    CouncilPriorityRow,
    FindingRow,
    FocusAreaRow,
    IssueRow,
    MeasureRow,
    MeetingRow,
    MilestoneRow,
    MitigationRow,
    OrganisationRow,
    PersonRow,
    PlanRow,
    ProgrammeRow,
    RiskRow,
    SourceRow,
    ThemeRow,
)
from storage.vocabulary import (
    Better,
    ImpactRating,
    IssueStatus,
    MitigationState,
    PlanStatus,
    Rating,
    Response,
    RiskStatus,
    SourceKind,
    Stage,
    Standing,
)

AS_AT = date(2022, 11, 14)
HOSTILE = (
    "=1+1", '=HYPERLINK("http://x.example","y")', "+44", "-", "–", "@x", "'", "'quoted'", "''",
    "TBC", "n/a", "Not known", '"', 'say "so"', "a,b", "a\tb", "two\nlines", "\n\nlast line",
    "_x000D_", "_x005F_x000D_", "x005F_", "_x005F_", "44925", "1/2", "0.50", "TRUE", "👍🏽 done",
    "مرحبا", "שלום = 1", "e\u0301", "\u2028", "\xa0", "<b>&amp;", "%", "x" * 2_000,
)  # fmt: skip
Row = TypeVar("Row", bound=PlanRow)

LETTERS = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn"])


def kept(text: str, length: int = 2_000) -> str:
    """A text as the record would keep it."""
    return " ".join(text.split())[:length].strip()


TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(LETTERS, max_size=60)).map(str.strip)
LINES = st.one_of(st.sampled_from(HOSTILE), st.text(LETTERS, max_size=30))
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
PAST_DAYS = st.dates(date(2000, 1, 1), AS_AT)
NUMBERS = st.decimals(-99_999_999, 99_999_999, places=4).map("{:f}".format)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One of the values, or none."""
    return st.one_of(st.none(), values)


def some(names: Sequence[str]) -> st.SearchStrategy[str]:
    """A few of the names, as one cell holds them."""
    if not names:
        return st.just("")
    return st.lists(st.sampled_from(names), unique=True, max_size=3).map("; ".join)


@st.composite
def names(draw: st.DrawFn, least: int = 1) -> list[str]:
    """Different names that can stand in a list."""
    single = LINES.map(lambda line: kept(line.replace(";", ","), 100)).filter(bool)
    return draw(st.lists(single, min_size=least, max_size=3, unique_by=folded))


def refs(prefix: str, most: int = 3) -> st.SearchStrategy[list[str]]:
    """Different references with one prefix."""
    numbers = st.lists(st.integers(1, 99), min_size=1, max_size=most, unique=True)
    return numbers.map(lambda found: [f"{prefix}-{number:02d}" for number in found])


@dataclass(frozen=True)
class Names:
    """What a plan's cells can name."""

    roles: list[str]
    organisations: list[str]
    codes: list[str]
    sources: list[str]
    findings: list[str]
    focus_areas: list[str]
    council_priorities: list[str]
    actions: list[str]
    risks: list[str]


@st.composite
def all_names(draw: st.DrawFn) -> Names:
    codes = draw(st.lists(st.sampled_from(["WF", "PT", "QA"]), min_size=1, unique=True))
    return Names(
        roles=draw(names()),
        organisations=draw(names()),
        codes=codes,
        sources=draw(names()),
        findings=draw(refs("F")),
        focus_areas=draw(names(0)),
        council_priorities=draw(names(0)),
        actions=[ref for code in codes for ref in draw(refs(code, 2))],
        risks=draw(refs("R")),
    )


CONTEXT = Known(as_at=AS_AT)


def checked(kind: type[Row], /, **cells: object) -> Row:
    """A row from its cells, by the names of its fields."""
    given = {str(kind.model_fields[name].alias): value for name, value in cells.items()}
    filled = {header: value for header, value in given.items() if value not in (None, "")}
    return kind.model_validate(filled, context=CONTEXT)


@st.composite
def plans(draw: st.DrawFn) -> PlanSheets:
    """A plan with anything in it that a plan may hold, and with next to nothing."""
    given = draw(all_names())
    measured = draw(st.sets(st.sampled_from(given.actions)))
    mitigated = draw(st.sets(st.sampled_from(given.risks)))
    return PlanSheets(
        programme=draw(programmes()),
        organisations=tuple(checked(OrganisationRow, name=name) for name in given.organisations),
        closed_days=draw(closed_days(given.organisations)),
        people=draw(people(given.roles, given.organisations)),
        themes=draw(themes(given.codes, given.roles)),
        sources=tuple(draw(source(name)) for name in given.sources),
        findings=tuple(draw(finding(ref, given.sources)) for ref in given.findings),
        focus_areas=tuple(checked(FocusAreaRow, name=name) for name in given.focus_areas),
        council_priorities=tuple(
            checked(CouncilPriorityRow, name=name) for name in given.council_priorities
        ),
        actions=tuple(draw(action(ref, given)) for ref in given.actions),
        measures=tuple(draw(measure(ref)) for ref in measured),
        milestones=tuple(draw(milestone(ref)) for ref in measured),
        risks=tuple(draw(risk(ref, given)) for ref in given.risks),
        mitigations=tuple(draw(mitigation(ref, given.roles)) for ref in mitigated),
        issues=tuple(draw(issue(ref, given)) for ref in draw(refs("I"))),
        meetings=draw(meetings()),
    )


SHORT = LINES.map(lambda line: kept(line, 40)).filter(bool)
LONGER = TEXTS.filter(bool)


@st.composite
def programmes(draw: st.DrawFn) -> ProgrammeRow:
    return checked(
        ProgrammeRow,
        name=draw(SHORT),
        as_at=AS_AT,
        version=draw(maybe(SHORT)),
        status=draw(st.sampled_from(PlanStatus)),
    )


@st.composite
def closed_days(draw: st.DrawFn, organisations: list[str]) -> tuple[ClosedDaysRow, ...]:
    rows = {}
    for organisation in draw(st.sets(st.sampled_from(organisations))):
        first, last = sorted(draw(st.tuples(DAYS, DAYS)))
        rows[organisation] = checked(
            ClosedDaysRow,
            organisation=organisation,
            first_day=first,
            last_day=last,
            why=draw(maybe(SHORT)),
        )
    return tuple(rows.values())


@st.composite
def people(draw: st.DrawFn, roles: list[str], organisations: list[str]) -> tuple[PersonRow, ...]:
    """The first role runs the plan and stands in for the second; each has one or two holders."""
    rows = []
    for at, role in enumerate(roles):
        shared = {
            "role": role,
            "organisation": draw(st.sampled_from(organisations)),
            "standing": Standing.PROGRAMME_OFFICE if at == 0 else draw(st.sampled_from(Standing)),
            "deputy_for": roles[1] if at == 0 and len(roles) > 1 else None,
        }
        for holder in range(draw(st.integers(1, 2))):
            rows.append(
                checked(
                    PersonRow,
                    name=draw(SHORT),
                    email=f"person{at}{holder}@arden.example",
                    working_days=draw(maybe(st.sampled_from(["Mon-Fri", "Mon Wed", "Sat, Sun"]))),
                    held_from=draw(maybe(DAYS)),
                    **shared,
                )
            )
    return tuple(rows)


@st.composite
def themes(draw: st.DrawFn, codes: list[str], roles: list[str]) -> tuple[ThemeRow, ...]:
    called = draw(st.lists(SHORT, min_size=len(codes), max_size=len(codes), unique_by=folded))
    return tuple(
        checked(
            ThemeRow,
            code=code,
            name=name,
            lead_role=draw(st.sampled_from(roles)),
            summary_weekday=draw(maybe(st.sampled_from(["Monday", "Thu", "Friday"]))),
            summary_time=draw(maybe(st.times(EARLIEST, LATEST).map(whole_minutes))),
        )
        for code, name in zip(codes, called, strict=True)
    )


def whole_minutes(clock: time) -> time:
    return clock.replace(second=0, microsecond=0)


@st.composite
def source(draw: st.DrawFn, name: str) -> SourceRow:
    kind = draw(st.sampled_from(SourceKind))
    return checked(SourceRow, name=name, kind=kind, published=draw(maybe(DAYS)))


@st.composite
def finding(draw: st.DrawFn, ref: str, sources: list[str]) -> FindingRow:
    known = draw(maybe(st.sampled_from(sources)))
    return checked(FindingRow, ref=ref, words=draw(LONGER), source=known)


@st.composite
def action(draw: st.DrawFn, ref: str, given: Names) -> ActionRow:
    start, due, original = sorted(draw(st.tuples(DAYS, DAYS, DAYS)))
    if draw(st.booleans()):
        due, original = original, due
    rating = draw(st.sampled_from(Rating))
    stages = [Stage.IMPLEMENTED, Stage.EMBEDDED] if rating is Rating.BLUE else list(Stage)
    note = draw(st.one_of(st.just({}), last_notes()))
    own_words = LONGER.filter(lambda text: not any(map(is_reference, parts(text))))
    return checked(
        ActionRow,
        ref=ref,
        theme=ref.partition("-")[0],
        short_title=draw(SHORT),
        title=draw(LONGER),
        findings=draw(st.one_of(some(given.findings), own_words)),
        owner_role=draw(st.sampled_from(given.roles)),
        organisation=draw(st.sampled_from(given.organisations)),
        supporting=draw(some(given.organisations)),
        sources=draw(some(given.sources)),
        former_references=draw(maybe(former_references(given.sources))),
        focus_areas=draw(some(given.focus_areas)),
        council_priorities=draw(some(given.council_priorities)),
        priority=draw(st.booleans()),
        start=draw(maybe(st.just(start))),
        due=due,
        original_due=original,
        forecast=draw(maybe(DAYS)),
        slips=draw(maybe(st.integers(0, 99))),
        success_measure=draw(LONGER),
        stage=draw(st.sampled_from(stages)),
        rating=rating,
        impact_rating=draw(st.sampled_from(ImpactRating)),
        percent=draw(maybe(st.integers(0, 100))),
        impact_note=draw(TEXTS),
        cost_note=draw(TEXTS),
        equality_note=draw(TEXTS),
        same_as=draw(maybe(st.sampled_from(["New", "WF-99"]))),
        **note,
    )


def last_notes() -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({"last_note": LONGER, "last_note_date": PAST_DAYS})


def former_references(sources: list[str]) -> st.SearchStrategy[str]:
    ref = st.from_regex(r"[A-Z0-9][A-Z0-9 ./()-]{0,8}[A-Z0-9]", fullmatch=True)
    prefix = st.sampled_from(["", *(f"{name}: " for name in sources)])
    return st.lists(st.tuples(prefix, ref).map("".join), min_size=1, max_size=3).map("; ".join)


@st.composite
def measure(draw: st.DrawFn, ref: str) -> MeasureRow:
    read_on = draw(maybe(PAST_DAYS))
    return checked(
        MeasureRow,
        action=ref,
        name=draw(SHORT),
        unit=draw(maybe(SHORT)),
        baseline=draw(maybe(NUMBERS)),
        target=draw(maybe(NUMBERS)),
        better=draw(st.sampled_from(Better)),
        latest=draw(maybe(NUMBERS)) if read_on else None,
        out_of=draw(maybe(NUMBERS)),
        read_on=read_on,
    )


@st.composite
def milestone(draw: st.DrawFn, ref: str) -> MilestoneRow:
    done_on = draw(maybe(PAST_DAYS))
    return checked(MilestoneRow, action=ref, title=draw(LONGER), due=draw(DAYS), done_on=done_on)


@st.composite
def risk(draw: st.DrawFn, ref: str, given: Names) -> RiskRow:
    scores = st.integers(1, 5)
    residual = draw(maybe(st.tuples(scores, scores))) or (None, None)
    theme, about = draw(place(given.codes, given.actions))
    return checked(
        RiskRow,
        ref=ref,
        theme=theme,
        action=about,
        description=draw(LONGER),
        cause=draw(TEXTS),
        effect=draw(TEXTS),
        likelihood=draw(scores),
        impact=draw(scores),
        residual_likelihood=residual[0],
        residual_impact=residual[1],
        owner_role=draw(st.sampled_from(given.roles)),
        response=draw(maybe(st.sampled_from(Response))),
        proximity=draw(maybe(DAYS)),
        status=draw(st.sampled_from(RiskStatus)),
    )


def place(codes: list[str], actions: list[str]) -> st.SearchStrategy[tuple[str, str | None]]:
    """A theme, and one of its actions or none."""
    return st.one_of(
        st.sampled_from(codes).map(lambda code: (code, None)),
        st.sampled_from(actions).map(lambda ref: (ref.partition("-")[0], ref)),
    )


@st.composite
def mitigation(draw: st.DrawFn, ref: str, roles: list[str]) -> MitigationRow:
    return checked(
        MitigationRow,
        risk=ref,
        words=draw(LONGER),
        state=draw(st.sampled_from(MitigationState)),
        owner_role=draw(maybe(st.sampled_from(roles))),
        by=draw(maybe(DAYS)),
    )


@st.composite
def issue(draw: st.DrawFn, ref: str, given: Names) -> IssueRow:
    theme, about = draw(place(given.codes, given.actions))
    return checked(
        IssueRow,
        ref=ref,
        theme=theme,
        action=about,
        risk=draw(maybe(st.sampled_from(given.risks))),
        description=draw(LONGER),
        owner_role=draw(st.sampled_from(given.roles)),
        status=draw(st.sampled_from(IssueStatus)),
        raised_on=draw(maybe(PAST_DAYS)),
    )


@st.composite
def meetings(draw: st.DrawFn) -> tuple[MeetingRow, ...]:
    board = draw(SHORT)
    return tuple(
        checked(MeetingRow, board=board, held_on=day)
        for day in draw(st.lists(DAYS, max_size=2, unique=True))
    )
