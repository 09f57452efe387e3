"""Checks that a plan's rows fit together: nothing is there twice, nothing contradicts itself."""

from collections.abc import Iterator

from storage.exchange.layout import cells, days
from storage.exchange.layout.known import folded, parts
from storage.exchange.layout.mistakes import Mistake
from storage.exchange.layout.people_rows import MONDAY_TO_FRIDAY
from storage.exchange.layout.rows import (
    ACTIONS,
    CLOSED_DAYS,
    COUNCIL_PRIORITIES,
    FINDINGS,
    FOCUS_AREAS,
    ISSUES,
    MAY_BE_EMPTY,
    MEASURES,
    MEETINGS,
    MILESTONES,
    MITIGATIONS,
    ORGANISATIONS,
    PEOPLE,
    PROGRAMME,
    RISKS,
    SOURCES,
    THEMES,
)
from storage.exchange.reading.definitions import Tables
from storage.exchange.reading.tables import Row, Table
from storage.vocabulary import Standing

NO_ROWS = "there is no row beneath the headers."
MANY_ROWS = "there must be one row beneath the headers; here are {}."
REPEATED = "“{}” stands in row {} already."
TAKEN = "“{}” is the reference of {} already; {} needs its own, such as {}."
MITIGATED = "the sheet Risks names this mitigating action already, in row {}."
EMAIL_TAKEN = "this email address belongs to somebody else in row {}."
OTHER_DAYS = "this person has other working days in row {}."
OTHER_ORGANISATION = "this role has another organisation in row {}."
OTHER_STANDING = "this role has another standing in row {}."
OWN_DEPUTY = "a role cannot stand in for itself."
OTHER_DEPUTY = "the role “{}” has another deputy in row {} already."
NO_OFFICE = "nobody has the standing Programme office, so nobody could look after the plan."

UNIQUE = (
    (ORGANISATIONS, ("Organisation",)),
    (CLOSED_DAYS, ("Organisation", "From")),
    (PEOPLE, ("Email", "Role")),
    (THEMES, ("Code",)),
    (THEMES, ("Name",)),
    (SOURCES, ("Source",)),
    (FINDINGS, ("Reference",)),
    (FOCUS_AREAS, ("Focus area",)),
    (COUNCIL_PRIORITIES, ("Council priority",)),
    (ACTIONS, ("Reference",)),
    (MEASURES, ("Action", "Measure")),
    (MILESTONES, ("Action", "Milestone")),
    (RISKS, ("Reference",)),
    (MITIGATIONS, ("Risk", "Mitigating action")),
    (ISSUES, ("Reference",)),
    (MEETINGS, ("Board", "Date")),
)
AGREEING = (
    ("Email", "Name", "Email", EMAIL_TAKEN),
    ("Email", "Working days", "Working days", OTHER_DAYS),
    ("Role", "Organisation", "Organisation", OTHER_ORGANISATION),
    ("Role", "Standing", "Standing", OTHER_STANDING),
)
# The sheets whose references must not collide, and how each speaks of its own.
REFERRED = (
    (ACTIONS, "an action", "WF-01"),
    (RISKS, "a risk", "R-01"),
    (ISSUES, "an issue", "I-01"),
    (FINDINGS, "a finding", "F-01"),
)
DATE_HEADERS = frozenset({"From", "Date"})


def mistakes_across(tables: Tables) -> Iterator[Mistake]:
    """What no single row can tell."""
    for title, table in tables.items():
        yield from _row_counts(title, table)
    for title, headers in UNIQUE:
        if title in tables:
            yield from _repeats(tables[title], headers)
    if PEOPLE in tables:
        yield from _disagreements(tables[PEOPLE])
        yield from _deputies(tables[PEOPLE])
        yield from _office(tables[PEOPLE])
    yield from _shared_references(tables)
    yield from _mitigated_twice(tables)


def _row_counts(title: str, table: Table) -> Iterator[Mistake]:
    if not table.rows and title not in MAY_BE_EMPTY:
        yield Mistake(title, NO_ROWS)
    if len(table.rows) > 1 and title == PROGRAMME:
        yield Mistake(title, MANY_ROWS.format(len(table.rows)))


def _repeats(table: Table, headers: tuple[str, ...]) -> Iterator[Mistake]:
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        names = tuple(_same(row, header) for header in headers)
        first = seen.setdefault(names, row.number)
        if all(names) and first != row.number:
            shown = cells.shown(row.name(headers[-1]))
            yield table.mistake(row.number, headers[-1], REPEATED.format(shown, first))


def _same(row: Row, header: str) -> str:
    """A cell in the form in which equal ones are equal, however a date is written."""
    name = folded(row.name(header))
    try:
        return f"{days.day(name):%Y-%m-%d}" if header in DATE_HEADERS else name
    except ValueError:
        return name


def _disagreements(table: Table) -> Iterator[Mistake]:
    """Rows about the same person or role that do not say the same about it."""
    for same, about, header, sentence in AGREEING:
        seen: dict[str, tuple[int, object]] = {}
        for row in table.rows:
            said = _said(row, about)
            first, said_first = seen.setdefault(folded(row.name(same)), (row.number, said))
            if row.name(same) and said != said_first:
                yield table.mistake(row.number, header, sentence.format(first))


def _said(row: Row, about: str) -> object:
    if about != "Working days":
        return folded(row.name(about))
    try:
        return days.working_days(row.name(about))
    except ValueError:  # an empty cell; what cannot be read is complained of where it stands
        return MONDAY_TO_FRIDAY


def _deputies(table: Table) -> Iterator[Mistake]:
    """A role has one deputy, and not itself."""
    seen: dict[str, tuple[int, str]] = {}
    for row in table.rows:
        deputy = folded(row.name("Role"))
        for role in parts(row.name("Deputy for")):
            first, other = seen.setdefault(folded(role), (row.number, deputy))
            if folded(role) == deputy:
                yield table.mistake(row.number, "Deputy for", OWN_DEPUTY)
            elif other != deputy:
                sentence = OTHER_DEPUTY.format(cells.shown(role), first)
                yield table.mistake(row.number, "Deputy for", sentence)


def _office(table: Table) -> Iterator[Mistake]:
    office = folded(cells.word(Standing.PROGRAMME_OFFICE))
    if table.rows and all(folded(row.name("Standing")) != office for row in table.rows):
        yield Mistake(PEOPLE, NO_OFFICE)


def _shared_references(tables: Tables) -> Iterator[Mistake]:
    owners: dict[str, str] = {}
    for title, whose, example in REFERRED:
        rows = tables[title].rows if title in tables else ()
        for row in rows:
            ref = folded(row.name("Reference"))
            if owners.get(ref, whose) != whose:
                shown = cells.shown(row.name("Reference"))
                sentence = TAKEN.format(shown, owners[ref], whose, example)
                yield tables[title].mistake(row.number, "Reference", sentence)
        owners = {folded(row.name("Reference")): whose for row in rows} | owners
        owners.pop("", None)


def _mitigated_twice(tables: Tables) -> Iterator[Mistake]:
    if not {RISKS, MITIGATIONS} <= tables.keys():
        return
    short = {
        (folded(row.name("Reference")), folded(row.name("Mitigating action"))): row.number
        for row in tables[RISKS].rows
    }
    for row in tables[MITIGATIONS].rows:
        words = folded(row.name("Mitigating action"))
        first = short.get((folded(row.name("Risk")), words))
        if words and first:
            sentence = MITIGATED.format(first)
            yield tables[MITIGATIONS].mistake(row.number, "Mitigating action", sentence)
