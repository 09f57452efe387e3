"""A plan of any number of actions as a workbook: eight themes, owners with ten actions each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

Sheets = dict[str, list[list[object]]]

COUNCIL = "Arden Borough Council"
ORGANISATIONS = (
    COUNCIL, "Mercia Police", "NHS Mercia Integrated Care Board", "Mercia Probation",
    "Arden Schools Forum", "Arden Safeguarding Children Partnership",
)  # fmt: skip
THEMES = {
    "LG": "Leadership and Governance",
    "PT": "Partnerships",
    "WF": "Workforce",
    "QP": "Quality of Practice",
    "QA": "Quality Assurance & Performance",
    "RK": "Record Keeping",
    "EH": "Early Help",
    "CC": "Children in Care",
}
ACTIONS_OF_AN_OWNER = 10
ACTIONS_TO_A_RISK = 5
ACTIONS_TO_A_MEASURE = 10
FINDINGS, AREAS, SOURCES = 60, 10, 3
OFFICE = "Improvement Programme Manager"
LEAD, OWNER = "Head of {}", "Service Manager {:03d}"
BOARD = "Improvement Board"

DOING = ("Review", "Publish", "Audit", "Recruit to", "Train all staff in", "Reduce the wait for",
         "Agree with partners", "Rewrite", "Report monthly on", "Redesign")  # fmt: skip
WHAT = ("supervision", "the front door", "strategy meetings", "chronologies", "return interviews",
        "the escalation policy", "caseloads", "placement planning", "health assessments",
        "pathway plans", "exit interviews", "the risk register", "contact decisions",
        "school attendance", "private fostering", "the neglect toolkit", "court work",
        "case summaries", "the induction", "independent visits")  # fmt: skip
PEOPLE = ("Name", "Email", "Role", "Organisation", "Standing")
ACTION = ("Reference", "Theme", "Short title", "Action", "Findings", "Owner role", "Organisation",
          "Supporting organisations", "Sources", "Focus areas", "Priority", "Start", "Due",
          "Success measure", "Stage", "Rating", "Percent", "Last note", "Last note date",
          "Impact note")  # fmt: skip
RISK = ("Reference", "Theme", "Action", "Description", "Likelihood", "Impact", "Owner role",
        "Response", "Mitigating action")  # fmt: skip
WHERE = ("north", "south", "east", "west", "centre", "the whole borough")


def write_plan(path: Path, actions: int, as_at: date) -> None:
    """Write the workbook of such a plan."""
    workbook = Workbook(write_only=True)
    for title, rows in plan_of(actions, as_at).items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(path)


def plan_of(actions: int, as_at: date) -> Sheets:
    """The sheets of a plan as it stood on `as_at`; its actions are due up to two years later."""
    refs = list(refs_of(actions))
    return _frame(as_at) | {
        "People": _sheet(PEOPLE, _people(actions // ACTIONS_OF_AN_OWNER)),
        "Actions": _sheet(ACTION, (_action(n, ref, as_at) for n, ref in enumerate(refs))),
        "Measures": _sheet(
            ("Action", "Measure", "Unit", "Baseline", "Target", "Better"),
            ((ref, "Done in time", "%", 61, 95, "Higher") for ref in refs[::ACTIONS_TO_A_MEASURE]),
        ),
        "Milestones": _sheet(
            ("Action", "Milestone", "Due"),
            ((ref, f"Half of {ref} is done", _due(n, as_at)) for n, ref in enumerate(refs)),
        ),
        "Risks": _sheet(
            RISK, (_risk(n, ref) for n, ref in enumerate(refs) if n % ACTIONS_TO_A_RISK == 0)
        ),
    }


def _frame(as_at: date) -> Sheets:
    """The sheets that do not grow with the actions."""
    sources = [f"Source {n}" for n in range(1, SOURCES + 1)]
    return {
        "Programme": _sheet(("Programme", "As at"), [("A large improvement plan", as_at)]),
        "Organisations": _sheet(("Organisation",), ([name] for name in ORGANISATIONS)),
        "Themes": _sheet(
            ("Code", "Name", "Lead role"),
            ((code, name, LEAD.format(name)) for code, name in THEMES.items()),
        ),
        "Sources": _sheet(("Source",), ([name] for name in sources)),
        "Findings": _sheet(
            ("Reference", "Finding", "Source"),
            (
                (f"F-{n:02d}", f"Finding {n}: too slow", sources[n % SOURCES])
                for n in range(1, FINDINGS + 1)
            ),
        ),
        "Focus areas": _sheet(("Focus area",), ([f"Area {n}"] for n in range(1, AREAS + 1))),
        "Board meetings": _sheet(("Board", "Date"), [(BOARD, as_at + timedelta(days=15))]),
    }


def _sheet(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> list[list[object]]:
    return [list(headers), *map(list, rows)]


def _people(owners: int) -> Iterator[Sequence[object]]:
    yield "Ann Alder", "ann@arden.example", OFFICE, COUNCIL, "Programme office"
    for code, name in THEMES.items():
        yield f"Lead {code}", f"{code}@arden.example", LEAD.format(name), COUNCIL, None
    for n in range(1, owners + 1):
        yield f"Owner {n}", f"owner{n}@arden.example", OWNER.format(n), _organisation(n), None


def refs_of(actions: int) -> Iterator[str]:
    """LG-001, PT-001 … CC-001, LG-002 …: the themes take turns."""
    codes = list(THEMES)
    for number in range(actions):
        yield f"{codes[number % len(codes)]}-{number // len(codes) + 1:03d}"


def _action(number: int, ref: str, as_at: date) -> list[object]:
    doing, what = DOING[number % len(DOING)], WHAT[number // len(DOING) % len(WHAT)]
    where = WHERE[number // (len(DOING) * len(WHAT)) % len(WHERE)]
    owner = number // ACTIONS_OF_AN_OWNER + 1
    return [
        ref, ref.partition("-")[0], f"{doing} {what}"[:40],
        f"{doing} {what} in {where}, team {number}, and show the partnership that it holds.",
        f"F-{number % FINDINGS + 1:02d}; F-{number % 7 + 1:02d}", OWNER.format(owner),
        _organisation(owner), ORGANISATIONS[number % len(ORGANISATIONS)],
        f"Source {number % SOURCES + 1}", f"Area {number % AREAS + 1}",
        "Yes" if number % 10 == 0 else None, as_at - timedelta(weeks=10), _due(number, as_at),
        f"{what.capitalize()}: 95% in time for three months", "In progress",
        ("Green", "Amber", "Green", "Red")[number % 4], number % 90,
        f"{number % 20} of 20 done in {where}", as_at - timedelta(days=5),
        "Children are seen sooner",
    ]  # fmt: skip


def _risk(number: int, ref: str) -> list[object]:
    what = WHAT[number // ACTIONS_TO_A_RISK % len(WHAT)]
    return [
        f"R-{number // ACTIONS_TO_A_RISK + 1:03d}", ref.partition("-")[0], ref,
        f"Agency staff leave before {what} has changed", number % 5 + 1, number // 5 % 5 + 1,
        OWNER.format(number // ACTIONS_OF_AN_OWNER + 1), "Treat", "Offers to permanent staff",
    ]  # fmt: skip


def _organisation(owner: int) -> str:
    return ORGANISATIONS[owner % len(ORGANISATIONS)]


def _due(number: int, as_at: date) -> date:
    return as_at + timedelta(weeks=number % 100)
