"""A plan as JSON, for measuring what is understood: read, checked, and filled with invented people.

Each role gets one invented postholder with an address under an example domain.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from storage.calendar import at_london
from storage.database import Database
from storage.exchange.layout.mistakes import PlanRejected
from storage.exchange.layout.rows import SHEETS
from storage.exchange.reading.workbook import read_plan
from storage.exchange.taking_in.plan_in import import_plan
from storage.people import Person
from storage.record import Record
from storage.said import Author, Change, Link

NOON = time(12, 0)
LONG_AGO = date(2000, 1, 3)
SOMEBODY = "Programme office"
"""The post that looks after a plan which names no such role."""
OFFICE = re.compile(r"programme (?:manager|office)", re.IGNORECASE)
NOT_A_NAME = re.compile(r"[^a-z0-9]+")
WRONG = "{}: {}."
NOT_JSON = "{} is not a plan in JSON: {}."
UNREADABLE = "The plan {} cannot be read. Check the path and its permissions."

Cells = Mapping[str, object]


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class JsonTheme(_Read):
    """A theme and who leads it."""

    code: str
    name: str
    lead_role: str
    lead_org: str


class JsonAction(_Read):
    """An action with where it stands."""

    ref: str
    theme: str
    short_title: str
    action: str
    finding_source: str = ""
    owner_role: str
    organisation: str
    supporting: tuple[str, ...] = ()
    due: date
    original_due: date | None = None
    success_measure: str
    percent: int | None = None
    rag: str
    stage: str
    last_update: date | None = None
    evidence: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The document that the finding is from: "JTAI" of "JTAI: turnover of staff"."""
        return self.finding_source.partition(":")[0].partition(" (")[0].strip()[:100]


class JsonRisk(_Read):
    """A risk of the register."""

    ref: str
    theme: str
    action: str | None = None
    description: str
    likelihood: int | None = None
    impact: int | None = None
    owner_role: str
    mitigation: str = ""
    status: str = "open"


class JsonPlan(_Read):
    """All of it; keys that are not listed here are not read."""

    as_at: date
    boards: dict[str, tuple[date, ...]] = Field(default_factory=dict)
    themes: tuple[JsonTheme, ...]
    actions: tuple[JsonAction, ...]
    risks: tuple[JsonRisk, ...] = ()
    deputies: dict[str, str] = Field(default_factory=dict)

    def posts(self) -> dict[str, str]:
        """Every role with its organisation."""
        found = {theme.lead_role: theme.lead_org for theme in self.themes}
        found |= {action.owner_role: action.organisation for action in self.actions}
        first = next(iter(found.values()), "")
        for risk in self.risks:
            found.setdefault(risk.owner_role, first)
        for role, deputy in self.deputies.items():
            found.setdefault(deputy, found.get(role, first))
        return found if any(map(OFFICE.search, found)) else found | {SOMEBODY: first}


def read_json_plan(path: Path) -> JsonPlan:
    """The plan in a file.

    Raises:
        PlanRejected: it cannot be read, or a value in it cannot be; the mistakes say where.
    """
    try:
        return JsonPlan.model_validate_json(path.read_bytes())
    except OSError:
        raise PlanRejected([UNREADABLE.format(path)]) from None
    except ValidationError as error:
        raise PlanRejected(_mistakes(path, error)) from None


def take_in(plan: JsonPlan, database: Database) -> None:
    """Take the plan in as any other is: by the same checks, through the same import.

    Raises:
        PlanRejected: names do not fit together; the mistakes say which.
    """
    with TemporaryDirectory(prefix="planbot-") as folder:
        for title, rows in _sheets(plan).items():
            _write(Path(folder), title, rows)
        sheets = read_plan(Path(folder))
    now = at_london(plan.as_at, NOON)
    with database.transaction() as session:
        import_plan(session, sheets, now=now)
    for action in plan.actions:
        if action.evidence:
            day = at_london(action.last_update or plan.as_at, NOON)
            database.do(day, partial(_show, action))


def _mistakes(path: Path, error: ValidationError) -> Iterator[str]:
    for detail in error.errors(include_url=False, include_input=False, include_context=False):
        where = ".".join(str(part) for part in detail["loc"])
        if not where:
            yield NOT_JSON.format(path, detail["msg"])
        else:
            yield WRONG.format(where, detail["msg"])


def _sheets(plan: JsonPlan) -> dict[str, Sequence[Cells]]:
    return {
        "Programme": [{"Programme": "Plan", "As at": plan.as_at}],
        "Organisations": [{"Organisation": name} for name in _organisations(plan)],
        "People": _people(plan),
        "Themes": [
            {"Code": theme.code, "Name": theme.name, "Lead role": theme.lead_role}
            for theme in plan.themes
        ],
        "Sources": [{"Source": name} for name in _sources(plan)],
        "Findings": [
            {"Reference": ref, "Finding": words, "Source": source}
            for words, (ref, source) in _findings(plan).items()
        ],
        "Actions": list(_actions(plan)),
        "Risks": list(_risks(plan)),
        "Board meetings": [
            {"Board": board, "Date": day} for board, days in plan.boards.items() for day in days
        ],
    }


def _organisations(plan: JsonPlan) -> list[str]:
    supporting = (name for action in plan.actions for name in action.supporting)
    return list(dict.fromkeys(name for name in (*plan.posts().values(), *supporting) if name))


def _people(plan: JsonPlan) -> list[Cells]:
    stands_in: dict[str, list[str]] = {}
    for role, deputy in plan.deputies.items():
        stands_in.setdefault(deputy, []).append(role)
    return [
        {
            "Name": f"Postholder {number}",
            "Email": f"postholder{number}@{_domain(organisation)}",
            "Role": role,
            "Organisation": organisation,
            "Standing": "Programme office" if OFFICE.search(role) else "Member",
            "From": LONG_AGO,
            "Deputy for": "; ".join(stands_in.get(role, ())),
        }
        for number, (role, organisation) in enumerate(plan.posts().items(), start=1)
    ]


def _domain(organisation: str) -> str:
    return f"{NOT_A_NAME.sub('-', organisation.casefold()).strip('-')}.example"


def _sources(plan: JsonPlan) -> list[str]:
    return list(dict.fromkeys(action.source for action in plan.actions if action.source))


def _findings(plan: JsonPlan) -> dict[str, tuple[str, str]]:
    """What was found → its reference and its source."""
    said = dict.fromkeys((a.finding_source, a.source) for a in plan.actions if a.finding_source)
    return {
        words: (f"F-{number:02d}", source) for number, (words, source) in enumerate(said, start=1)
    }


def _actions(plan: JsonPlan) -> Iterator[Cells]:
    findings = _findings(plan)
    for action in plan.actions:
        yield {
            "Reference": action.ref,
            "Theme": action.theme,
            "Short title": action.short_title,
            "Action": action.action,
            "Findings": findings.get(action.finding_source, ("",))[0],
            "Owner role": action.owner_role,
            "Organisation": action.organisation,
            "Supporting organisations": "; ".join(action.supporting),
            "Sources": action.source,
            "Original due": action.original_due or action.due,
            "Due": action.due,
            "Success measure": action.success_measure,
            "Stage": action.stage.replace("_", " "),
            "Rating": action.rag,
            "Percent": "" if action.percent is None else action.percent,
            "Last note date": action.last_update or "",
        }


def _risks(plan: JsonPlan) -> Iterator[Cells]:
    for risk in plan.risks:
        yield {
            "Theme": risk.theme,
            "Reference": risk.ref,
            "Action": risk.action or "",
            "Description": risk.description,
            "Likelihood": risk.likelihood or "",
            "Impact": risk.impact or "",
            "Owner role": risk.owner_role,
            "Status": risk.status,
            "Mitigating action": risk.mitigation,
        }


def _write(folder: Path, title: str, rows: Iterable[Cells]) -> None:
    with (folder / f"{title}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(SHEETS[title].by_header()))
        writer.writeheader()
        writer.writerows(rows)


def _show(action: JsonAction, record: Record) -> None:
    """Evidence has no column of its own: its owner gives it, on the day of the last update."""
    stands = record.plan.action(action.ref)
    holder = _holder(record, action.owner_role)
    if stands is None or holder is None:
        return
    submission = record.submissions.begin(holder.id, "update", f"evidence {action.ref}")
    links = tuple(Link("", title) for title in action.evidence)
    author = Author.of(holder, stands.owner_role_id)
    basis = stands.position.update_id
    record.updates.report(submission, author, stands, basis, Change(evidence=links))


def _holder(record: Record, role: str) -> Person | None:
    return next(iter(record.people.named(role)), None)
