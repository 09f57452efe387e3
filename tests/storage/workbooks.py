"""Small plan workbooks for tests: two themes, two actions, and whatever a test puts wrong."""

import string
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from hypothesis import strategies as st
from openpyxl import Workbook

Sheets = dict[str, list[list[object]]]

# Whatever can stand in a cell.
GARBAGE: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.text(string.digits + "/-:.% ", max_size=12),
    st.sampled_from(["=1/0", "#REF!", "WF-01", "Manager", "Blue", "30/12/2022", "'", "_x0000_"]),
    st.dates(date(1900, 3, 1)),
    st.datetimes(datetime(1900, 3, 1)),  # noqa: DTZ001 -- Excel knows no zones
    st.times(),
    st.timedeltas(timedelta(0), timedelta(days=9999)),
)


def small_plan() -> Sheets:
    """A plan without a mistake: headers in the first row of each sheet."""
    return {
        "Programme": [["Programme", "As at"], ["Small plan", date(2022, 11, 14)]],
        "Organisations": [["Organisation"], ["Arden Borough Council"], ["Mercia Police"]],
        "People": [
            ["Name", "Email", "Role", "Organisation", "Standing", "Deputy for"],
            ["Ann Alder", "ann@arden.example", "Manager", "Arden Borough Council",
             "Programme office", None],
            ["Ben Beech", "ben@arden.example", "Owner – A", "Arden Borough Council", None, None],
            ["Cat Cedar", "cat@police.example", "Inspector", "Mercia Police", None, "Owner – A"],
        ],
        "Themes": [
            ["Code", "Name", "Lead role", "Summary day", "Summary time"],
            ["WF", "Workforce", "Manager", None, None],
            ["PT", "Partnerships", "Inspector", "Thursday", "16:30"],
        ],
        "Actions": [
            ["Reference", "Theme", "Short title", "Action", "Findings", "Owner role",
             "Organisation", "Supporting organisations", "Priority", "Original due", "Due",
             "Success measure", "Stage", "Rating", "Percent", "Last note", "Last note date"],
            ["WF-01", "WF", "Recruit", "Recruit staff", "Vacancies", "Owner – A",
             "Arden Borough Council", "Mercia Police", "Yes", date(2022, 12, 30),
             date(2023, 1, 31), "15% vacancies", "In progress", "Amber", 65, "14 interviews",
             date(2022, 11, 9)],
            ["PT-01", "PT", "Posts", "Fill posts", "Too few", "Inspector", "Mercia Police",
             None, None, date(2022, 12, 9), date(2022, 12, 9), "All filled", "Implemented",
             "Blue", None, None, None],
        ],
        "Risks": [
            ["Reference", "Theme", "Action", "Description", "Likelihood", "Impact", "Owner role",
             "Mitigating action"],
            ["R-01", "WF", "WF-01", "Agency staff leave", 4, 5, "Owner – A", "Offers"],
            ["R-02", "PT", None, "Posts fall vacant", 3, 4, "Inspector", None],
        ],
        "Board meetings": [["Board", "Date"], ["Board", date(2022, 11, 29)]],
    }  # fmt: skip


def full_plan() -> Sheets:
    """The small plan with every sheet and every column filled in somewhere."""
    sheets = small_plan()
    _widen(sheets["Programme"], ["Version", "Status"], ["2.1", "Accepted"])
    _widen(sheets["People"], ["Working days", "From"], ["Mon-Wed, Fri", date(2022, 9, 1)])
    _widen(
        sheets["Actions"],
        [
            "Sources",
            "Former references",
            "Focus areas",
            "Council priorities",
            "Start",
            "Forecast",
            "Slips",
            "Impact rating",
            "Impact note",
            "Cost note",
            "Equality note",
            "Same as",
        ],
        [
            "Inspection 2022; Review",
            "Inspection 2022: 3.2; A7",
            "Front door",
            "Safe homes",
            date(2022, 9, 1),
            date(2023, 2, 14),
            2,
            "Green",
            "Seen sooner",
            "£40k",
            "None",
            "New",
        ],
    )
    _widen(
        sheets["Risks"],
        [
            "Cause",
            "Effect",
            "Residual likelihood",
            "Residual impact",
            "Response",
            "Proximity",
            "Status",
        ],
        ["Pay", "Delay", 2, 5, "Treat", date(2023, 3, 1), "Open"],
    )
    put(sheets, "Actions", 2, "Findings", "F-01; F-02")
    return sheets | {
        "Closed days": [
            ["Organisation", "From", "To", "Why"],
            ["Mercia Police", date(2022, 12, 27), date(2022, 12, 30), "Closure"],
        ],
        "Sources": [
            ["Source", "Kind", "Published"],
            ["Inspection 2022", "Inspection", date(2022, 5, 1)],
            ["Review", None, None],
        ],
        "Findings": [
            ["Reference", "Finding", "Source"],
            ["F-01", "Too few social workers", "Inspection 2022"],
            ["F-02", "High turnover", None],
        ],
        "Focus areas": [["Focus area"], ["Front door"]],
        "Council priorities": [["Council priority"], ["Safe homes"]],
        "Measures": [
            ["Action", "Measure", "Unit", "Baseline", "Target", "Better", "Latest", "Out of",
             "Read on"],
            ["WF-01", "Vacancies", "%", 24, "15", "Lower", 17.1, None, date(2022, 11, 1)],
            ["WF-01", "Interviews", None, None, None, None, 14, 20, date(2022, 11, 1)],
        ],
        "Milestones": [
            ["Action", "Milestone", "Due", "Done on"],
            ["WF-01", "Advert out", date(2022, 10, 1), date(2022, 10, 3)],
        ],
        "Mitigations": [
            ["Risk", "Mitigating action", "State", "Owner role", "By"],
            ["R-01", "Retention payment", "Planned", "Manager", date(2023, 1, 9)],
        ],
        "Issues": [
            ["Reference", "Theme", "Action", "Risk", "Description", "Owner role", "Status",
             "Raised on"],
            ["I-01", "WF", "WF-01", "R-01", "Two posts lost", "Owner – A", "Resolved",
             date(2022, 11, 2)],
        ],
    }  # fmt: skip


def _widen(rows: list[list[object]], headers: list[object], values: list[object]) -> None:
    """Add columns and fill them in the first row."""
    rows[0] += headers
    rows[1] += values
    for row in rows[2:]:
        row.extend([None] * len(headers))


def with_cell(
    title: str, row: int, header: str, value: object, plan: Callable[[], Sheets] = small_plan
) -> Sheets:
    """The small plan, or another, with one cell changed; rows are counted as Excel does."""
    sheets = plan()
    put(sheets, title, row, header, value)
    return sheets


def put(sheets: Sheets, title: str, row: int, header: str, value: object) -> None:
    """Change one cell."""
    sheets[title][row - 1][sheets[title][0].index(header)] = value


def as_bytes(sheets: Sheets) -> bytes:
    """The sheets as a workbook's file."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    """A workbook's file."""
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one of its parts changed, for what openpyxl itself would not write."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name else data)
    return file.getvalue()
