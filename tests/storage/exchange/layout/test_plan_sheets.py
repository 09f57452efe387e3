"""A whole plan, with every sheet and column: what it means, what is wrong in it, its mark."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.layout.rows import SHEETS
from storage.exchange.reading.workbook import PlanRejected, read_plan
from storage.vocabulary import (
    Better,
    ImpactRating,
    IssueStatus,
    MitigationState,
    PlanStatus,
    Response,
    RiskStatus,
    SourceKind,
)
from tests.storage.plans import plans
from tests.storage.workbooks import Sheets, as_bytes, full_plan, put, small_plan, with_cell

FULL = read_plan(as_bytes(full_plan()))


def mistakes(sheets: Sheets) -> list[str]:
    with pytest.raises(PlanRejected) as refusal:
        read_plan(as_bytes(sheets))
    return list(refusal.value.mistakes)


def test_every_column_is_tried_here() -> None:
    """The full plan of these tests has a filled cell in each column of each sheet."""
    for title, kind in SHEETS.items():
        headers, *rows = full_plan()[title]
        assert set(headers) == set(kind.by_header())
        assert all(any(row[at] is not None for row in rows) for at in range(len(headers)))


def test_an_action_has_all_that_belongs_to_it() -> None:
    """Sources, findings, former references, tags, dates, ratings and notes."""
    action = FULL.actions[0]
    assert action.findings == ("F-01", "F-02")
    assert action.sources == ("Inspection 2022", "Review")
    assert action.former_references == (("Inspection 2022", "3.2"), ("", "A7"))
    assert (action.focus_areas, action.council_priorities) == (("Front door",), ("Safe homes",))
    assert (action.start, action.forecast, action.slips) == (
        date(2022, 9, 1), date(2023, 2, 14), 2,
    )  # fmt: skip
    assert action.impact_rating is ImpactRating.GREEN
    notes = (action.impact_note, action.cost_note, action.equality_note, action.same_as)
    assert notes == ("Seen sooner", "£40k", "None", "New")


def test_everything_else_has_its_sheet() -> None:
    """Closed days, sources, findings, measures, milestones, issues."""
    assert (FULL.programme.version, FULL.programme.status) == ("2.1", PlanStatus.ACCEPTED)
    assert (FULL.people[0].working_days, FULL.people[0].held_from) == (
        (0, 1, 2, 4), date(2022, 9, 1),
    )  # fmt: skip
    assert FULL.closed_days[0].last_day == date(2022, 12, 30)
    assert [source.kind for source in FULL.sources] == [SourceKind.INSPECTION, SourceKind.OTHER]
    assert [(finding.ref, finding.source) for finding in FULL.findings] == [
        ("F-01", "Inspection 2022"), ("F-02", None),
    ]  # fmt: skip
    vacancies, interviews = FULL.measures
    assert (vacancies.better, vacancies.latest) == (Better.LOWER, Decimal("17.1"))
    assert (interviews.latest, interviews.out_of) == (Decimal(14), Decimal(20))
    assert FULL.milestones[0].done_on == date(2022, 10, 3)
    assert (FULL.issues[0].risk, FULL.issues[0].status) == ("R-01", IssueStatus.RESOLVED)


def test_a_risk_has_scores_before_and_after() -> None:
    """With what is done about it and when it would happen."""
    risk = FULL.risks[0]
    assert (risk.likelihood, risk.impact) == (4, 5)
    assert (risk.residual_likelihood, risk.residual_impact) == (2, 5)
    assert (risk.response, risk.proximity) == (Response.TREAT, date(2023, 3, 1))
    assert risk.status is RiskStatus.OPEN


def test_a_mitigating_action_beside_its_risk_is_one_in_place() -> None:
    """It stands first, before those of the sheet Mitigations."""
    offers, payment = FULL.mitigations
    assert (offers.risk, offers.words, offers.state) == ("R-01", "Offers", MitigationState.EXISTING)
    assert (payment.state, payment.owner_role) == (MitigationState.PLANNED, "Manager")


def test_the_short_way_and_the_long_one_are_the_same_plan() -> None:
    """Moved from the sheet Risks to the sheet Mitigations nothing has changed."""
    sheets = full_plan()
    put(sheets, "Risks", 2, "Mitigating action", None)
    sheets["Mitigations"].insert(1, ["R-01", "Offers", None, None, None])
    assert read_plan(as_bytes(sheets)) == FULL


def test_optional_sheets_may_be_empty_even_of_headers() -> None:
    """As a template is that somebody has cleaned out."""
    sheets: Sheets = small_plan() | {"Sources": [], "Issues": [["Reference", "Theme"]]}
    del sheets["Issues"][0][:]
    assert read_plan(as_bytes(sheets)).sources == ()


@pytest.mark.parametrize(
    ("original", "due", "slips", "expected"),
    [
        (date(2022, 12, 1), date(2023, 1, 1), None, (date(2022, 12, 1), 1)),
        (date(2023, 1, 1), date(2023, 1, 1), None, (date(2023, 1, 1), 0)),
        (date(2023, 2, 1), date(2023, 1, 1), None, (date(2023, 2, 1), 0)),
        (None, date(2023, 1, 1), None, (date(2023, 1, 1), 0)),
        (date(2022, 12, 1), date(2023, 1, 1), 3, (date(2022, 12, 1), 3)),
        ("TBC", date(2023, 1, 1), "-", (date(2023, 1, 1), 0)),
    ],
)
def test_what_is_not_said_about_dates_follows_from_due(
    original: object, due: date, slips: object, expected: tuple[date, int]
) -> None:
    """Without an original date it has not moved; a later one has, once unless it is said."""
    sheets = full_plan()
    put(sheets, "Actions", 2, "Original due", original)
    put(sheets, "Actions", 2, "Due", due)
    put(sheets, "Actions", 2, "Slips", slips)
    action = read_plan(as_bytes(sheets)).actions[0]
    assert (action.original_due, action.slips) == expected


@pytest.mark.parametrize(
    ("written", "findings"),
    [
        ("F-01", ("F-01",)),
        ("f-02; F-01; f-02", ("F-02", "F-01")),
        ("Too few; too slow", ("Too few; too slow",)),
        ("Two\nlines", ("Two\nlines",)),
        (None, ()),
    ],
)
def test_findings_are_references_or_words(written: object, findings: tuple[str, ...]) -> None:
    """A cell without a reference is one finding in its own words, semicolons and all."""
    plan = read_plan(as_bytes(with_cell("Actions", 2, "Findings", written, full_plan)))
    assert plan.actions[0].findings == findings


@pytest.mark.parametrize("theme", ["WF", "wf", "Workforce", " workforce "])
def test_a_theme_is_named_by_code_or_by_name(theme: str) -> None:
    """In actions, risks and issues."""
    sheets = full_plan()
    for title in ("Actions", "Risks", "Issues"):
        put(sheets, title, 2, "Theme", theme)
    assert read_plan(as_bytes(sheets)) == FULL


A_CELL_IS_WRONG: list[tuple[str, int, str, object, str]] = [
    ("Programme", 2, "Status", "Agreed",
     "D (Status): “Agreed” is not possible here; use Draft or Accepted."),
    ("Closed days", 2, "To", date(2022, 12, 24), "C (To): the last day is before the first."),
    ("Closed days", 2, "Organisation", "Mercia Polise",
     "A (Organisation): there is no organisation “Mercia Polise” on the sheet Organisations. "
     "Did you mean “Mercia Police”?"),
    ("People", 3, "Working days", "most",
     "G (Working days): “most” does not name working days; "
     "write them as Mon Tue Wed, or as Mon-Fri."),
    ("Sources", 2, "Kind", "Inspektion",
     "B (Kind): “Inspektion” is not possible here; use Inspection, Improvement plan, Review, Mock "
     "inspection or Other. Did you mean “Inspection”?"),
    ("Findings", 3, "Source", "Inspection 2021",
     "C (Source): there is no source “Inspection 2021” on the sheet Sources. "
     "Did you mean “Inspection 2022”?"),
    ("Actions", 3, "Theme", "Partnership",
     "B (Theme): there is no theme “Partnership” on the sheet Themes. "
     "Did you mean “Partnerships”?"),
    ("Actions", 3, "Theme", "Workforse",
     "B (Theme): there is no theme “Workforse” on the sheet Themes. Did you mean “Workforce”?"),
    ("Actions", 2, "Findings", "F-01; High turnover",
     "E (Findings): there is no finding “High turnover” on the sheet Findings."),
    ("Actions", 2, "Findings", "F-03",
     "E (Findings): there is no finding “F-03” on the sheet Findings."),
    ("Actions", 2, "Owner role", "Owner – A / Manager",
     "F (Owner role): this action names several owners, “Owner – A” and “Manager”: every action "
     "has exactly one accountable owner; keep one and put the other's organisation under "
     "Supporting organisations."),
    ("Actions", 2, "Due", date(2022, 8, 1), "K (Due): this date is before the start."),
    ("Actions", 2, "Original due", date(2022, 8, 1),
     "J (Original due): this date is before the start."),
    ("Actions", 2, "Sources", "Reviews",
     "R (Sources): there is no source “Reviews” on the sheet Sources. Did you mean “Review”?"),
    ("Actions", 2, "Former references", "Panel: 4.1",
     "S (Former references): there is no source “Panel” on the sheet Sources."),
    ("Actions", 2, "Focus areas", "Front doors",
     "T (Focus areas): there is no focus area “Front doors” on the sheet Focus areas. "
     "Did you mean “Front door”?"),
    ("Actions", 2, "Council priorities", "Growth",
     "U (Council priorities): there is no council priority “Growth” on the sheet Council "
     "priorities."),
    ("Actions", 2, "Slips", 100, "X (Slips): “100” is not a whole number from 0 to 99."),
    ("Actions", 2, "Impact rating", "Blue",
     "Y (Impact rating): “Blue” is not possible here; use Not yet known, Red, Amber or Green."),
    ("Actions", 2, "Same as", "maybe",
     "AC (Same as): “maybe” is neither a reference like WF-01 nor the word New."),
    ("Measures", 2, "Action", "WF-02",
     "A (Action): there is no action “WF-02” on the sheet Actions. Did you mean “WF-01”?"),
    ("Measures", 3, "Measure", "vacancies", "B (Measure): “vacancies” stands in row 2 already."),
    ("Measures", 2, "Baseline", "a quarter",
     "D (Baseline): “a quarter” is not a number; write it as 17.5, and what it counts under "
     "Unit."),
    ("Measures", 2, "Better", "down", "F (Better): “down” is not possible here; "
     "use Higher or Lower."),
    ("Measures", 2, "Read on", None,
     "G (Latest): the latest reading needs the date on which it was read."),
    ("Measures", 2, "Read on", date(2022, 11, 15),
     "I (Read on): the latest reading is dated after the plan's as-at day."),
    ("Milestones", 2, "Done on", date(2022, 11, 15),
     "D (Done on): this date is after the plan's as-at day; leave it empty until it is done."),
    ("Risks", 2, "Residual impact", None,
     "L (Residual impact): the residual score needs both its likelihood and its impact."),
    ("Risks", 2, "Residual likelihood", None,
     "L (Residual impact): the residual score needs both its likelihood and its impact."),
    ("Risks", 2, "Residual likelihood", 6,
     "K (Residual likelihood): “6” is not a whole number from 1 to 5."),
    ("Risks", 2, "Likelihood", 0, "E (Likelihood): “0” is not a whole number from 1 to 5."),
    ("Risks", 2, "Response", "Threat",
     "M (Response): “Threat” is not possible here; use Treat, Tolerate, Transfer or Terminate. "
     "Did you mean “Treat”?"),
    ("Risks", 2, "Owner role", "Manager and Inspector",
     "G (Owner role): this cell names several owners, “Manager” and “Inspector”: there is exactly "
     "one; keep one."),
    ("Mitigations", 2, "Risk", "R-09",
     "A (Risk): there is no risk “R-09” on the sheet Risks."),
    ("Mitigations", 2, "Mitigating action", "offers",
     "B (Mitigating action): the sheet Risks names this mitigating action already, in row 2."),
    ("Issues", 2, "Reference", "R-02",
     "A (Reference): “R-02” is the reference of a risk already; an issue needs its own, such as "
     "I-01."),
    ("Issues", 2, "Action", "PT-01",
     "C (Action): the action PT-01 belongs to the theme PT, not to WF."),
    ("Issues", 2, "Raised on", date(2022, 11, 15),
     "H (Raised on): this date is after the plan's as-at day."),
]  # fmt: skip


@pytest.mark.parametrize(("title", "row", "header", "value", "sentence"), A_CELL_IS_WRONG)
def test_a_wrong_cell_is_named_with_its_place(
    title: str, row: int, header: str, value: object, sentence: str
) -> None:
    """Sheet, row, column letter and header, and what to put right or what was meant."""
    sheets = with_cell(title, row, header, value, full_plan)
    assert mistakes(sheets) == [f"{title}, row {row}, column {sentence}"]


A_ROW_TOO_MANY: list[tuple[str, list[object], str]] = [
    ("Organisations", ["Arden; Police"],
     "A (Organisation): a name cannot hold a semicolon; semicolons separate names in other cells."),
    ("Sources", ["inspection 2022"], "A (Source): “inspection 2022” stands in row 2 already."),
    ("Findings", ["WF-01", "Another"],
     "A (Reference): “WF-01” is the reference of an action already; a finding needs its own, such "
     "as F-01."),
    ("Findings", ["f-01", "Another"], "A (Reference): “f-01” stands in row 2 already."),
    ("Focus areas", ["FRONT DOOR"], "A (Focus area): “FRONT DOOR” stands in row 2 already."),
    ("Council priorities", ["safe homes"],
     "A (Council priority): “safe homes” stands in row 2 already."),
    ("Milestones", ["WF-01", "advert out", date(2022, 12, 1)],
     "B (Milestone): “advert out” stands in row 2 already."),
    ("Mitigations", ["R-01", "retention payment"],
     "B (Mitigating action): “retention payment” stands in row 2 already."),
    ("Issues", ["I-01", "PT", None, None, "Another", "Manager"],
     "A (Reference): “I-01” stands in row 2 already."),
]  # fmt: skip


@pytest.mark.parametrize(("title", "row", "sentence"), A_ROW_TOO_MANY)
def test_nothing_is_there_twice(title: str, row: list[object], sentence: str) -> None:
    """A name or a reference stands for one thing; in whatever capitals."""
    sheets = full_plan()
    sheets[title].append(row)
    assert mistakes(sheets) == [f"{title}, row {len(sheets[title])}, column {sentence}"]


@pytest.mark.parametrize(
    "written",
    ["Manager/Owner – A", "Manager & Owner – A", "Manager\nOwner – A", "Manager; Owner – A"],
)
def test_two_owners_are_told_apart_however_they_are_written(written: str) -> None:
    """As long as both are roles of the plan."""
    (sentence,) = mistakes(with_cell("Actions", 2, "Owner role", written, full_plan))
    assert "names several owners, “Manager” and “Owner – A”" in sentence


def test_a_role_may_hold_an_and() -> None:
    """The whole name is looked for first."""
    sheets = full_plan()
    put(sheets, "People", 3, "Role", "Manager and Inspector")
    for title in ("Actions", "Risks", "Issues"):
        put(sheets, title, 2, "Owner role", "Manager and Inspector")
    put(sheets, "People", 4, "Deputy for", None)
    assert read_plan(as_bytes(sheets)).actions[0].owner_role == "Manager and Inspector"


def test_a_person_has_the_same_working_days_in_every_role() -> None:
    """They are the person's, however they are written."""
    sheets = full_plan()
    again = ["Ann Alder", "ann@arden.example", "Second post", "Mercia Police", None, None]
    sheets["People"].append([*again, "Fri, Mon to Wed", None])
    assert len(read_plan(as_bytes(sheets)).people) == 4
    sheets["People"][-1][6] = None
    assert mistakes(sheets) == [
        "People, row 5, column G (Working days): this person has other working days in row 2."
    ]


def test_the_same_day_in_another_spelling_is_there_twice() -> None:
    """Rows of the record have one key each."""
    sheets = full_plan()
    sheets["Closed days"].append(["mercia police", "27 Dec 2022", "28 Dec 2022", None])
    assert mistakes(sheets) == [
        "Closed days, row 3, column B (From): “27 Dec 2022” stands in row 2 already."
    ]


def test_a_missing_optional_sheet_knows_no_names() -> None:
    """What refers to it is a mistake, since nothing could be linked."""
    sheets = full_plan()
    del sheets["Focus areas"]
    assert mistakes(sheets) == [
        "Actions, row 2, column T (Focus areas): "
        "there is no focus area “Front door” on the sheet Focus areas."
    ]


def all_dates(value: Any) -> list[date]:
    if isinstance(value, date):
        return [value]
    if isinstance(value, tuple):
        return [found for part in value for found in all_dates(part)]
    if hasattr(value, "model_fields_set"):
        return [found for _, part in value for found in all_dates(part)]
    return []


@settings(max_examples=30)
@given(plans(), st.integers(-100, 100))
def test_all_dates_move_together(plan: PlanSheets, weeks: int) -> None:
    """Every one of every sheet, and back again it is the same plan."""
    moved = plan.moved(weeks)
    for field in fields(PlanSheets):
        before, after = (all_dates(getattr(one, field.name)) for one in (plan, moved))
        assert after == [day + timedelta(weeks=weeks) for day in before]
    assert moved.moved(-weeks) == plan


@settings(max_examples=30)
@given(plans())
def test_rows_are_kept_as_json_without_loss(plan: PlanSheets) -> None:
    """Each row has a key of its own in its sheet, and no more is kept than is not at default."""
    rows = plan.rows()
    assert json.loads(json.dumps(rows)) == rows
    assert list(rows) == list(SHEETS)
    assert {title: len(kept) for title, kept in rows.items()} == {
        title: len(kept) for title, kept in plan.sheets().items()
    }


def test_a_row_says_only_what_it_adds() -> None:
    """An empty cell and its default are the same content."""
    rows = read_plan(as_bytes(small_plan())).rows()
    assert rows["People"]["Owner – A, ben@arden.example"] == {
        "name": "Ben Beech",
        "email": "ben@arden.example",
        "role": "Owner – A",
        "organisation": "Arden Borough Council",
    }
    assert rows["Themes"]["PT"]["summary_weekday"] == 3
    assert "summary_weekday" not in rows["Themes"]["WF"]


def spelt_out(sheets: Sheets) -> None:
    put(sheets, "Themes", 2, "Summary day", "Friday")
    put(sheets, "Actions", 3, "Priority", "No")
    put(sheets, "Actions", 3, "Slips", 0)


def turned_round(sheets: Sheets) -> None:
    for rows in sheets.values():
        rows[1:] = rows[:0:-1]


@pytest.mark.parametrize("change", [spelt_out, turned_round])
def test_the_layout_does_not_change_the_mark(change: Callable[[Sheets], None]) -> None:
    """Defaults written out, rows in another order: the same plan."""
    sheets = full_plan()
    change(sheets)
    assert read_plan(as_bytes(sheets)).sha256 == FULL.sha256


@pytest.mark.parametrize("title", [title for title in SHEETS if title != "Programme"])
def test_a_row_less_changes_the_mark(title: str) -> None:
    """Of any sheet: nothing is left out of it."""
    names = dict(zip(SHEETS, (field.name for field in fields(PlanSheets)), strict=False))
    rows = getattr(FULL, names[title])
    assert replace(FULL, **{names[title]: rows[1:]}).sha256 != FULL.sha256


def test_remarks_are_no_content() -> None:
    """A plan that was read with more tolerance is the same plan."""
    other = replace(FULL, remarks=("Actions, row 2: something.",))
    assert other == FULL
    assert other.sha256 == FULL.sha256
