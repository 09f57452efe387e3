"""Small plan workbooks for tests: two themes, two actions, and whatever a test puts wrong."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook

Sheets = dict[str, list[list[object]]]


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
            ["Reference", "Theme", "Short title", "Action", "Finding", "Owner role",
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


def with_cell(title: str, row: int, header: str, value: object) -> Sheets:
    """The small plan with one cell changed; rows are counted as Excel does."""
    sheets = small_plan()
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
