"""The kinds of cell that a plan's rows are made of, each with its check."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from storage.exchange.layout import cells, days, ratings
from storage.exchange.layout.known import Known, folded, look_up, parts

NO_ROLE = "there is no role “{}” on the sheet People."
NO_ORGANISATION = "there is no organisation “{}” on the sheet Organisations."
NO_THEME = "there is no theme “{}” on the sheet Themes."
NO_SOURCE = "there is no source “{}” on the sheet Sources."
NO_FINDING = "there is no finding “{}” on the sheet Findings."
NO_FOCUS_AREA = "there is no focus area “{}” on the sheet Focus areas."
NO_PRIORITY = "there is no council priority “{}” on the sheet Council priorities."
NO_ACTION = "there is no action “{}” on the sheet Actions."
NO_RISK = "there is no risk “{}” on the sheet Risks."
TWO_OWNERS = (
    "this action names several owners, {}: every action has exactly one accountable owner; keep "
    "one and put the other's organisation under Supporting organisations."
)
TWO_IN_CHARGE = "this cell names several owners, {}: there is exactly one; keep one."

# How people write several owners into one cell.
SEVERAL = re.compile(r"\s*(?:[/;,&+\n]|\band\b)\s*", re.IGNORECASE)

LONG: Final = "several lines"
"""Marks a field whose column must be wide."""

FEW: Final = "several names"
"""Marks a field that holds several names, so that no list to choose from fits it."""

Context = ValidationInfo[Known]


def _role(value: object, info: Context) -> str:
    return look_up(cells.name(value), info.context.roles, NO_ROLE)


def _organisation(value: object, info: Context) -> str:
    return look_up(cells.name(value), info.context.organisations, NO_ORGANISATION)


def _theme(value: object, info: Context) -> str:
    known = info.context
    return look_up(cells.line(value), known.themes, NO_THEME, known.theme_names)


def _source(value: object, info: Context) -> str:
    return look_up(cells.name(value), info.context.sources, NO_SOURCE)


def _focus_area(value: object, info: Context) -> str:
    return look_up(cells.name(value), info.context.focus_areas, NO_FOCUS_AREA)


def _council_priority(value: object, info: Context) -> str:
    return look_up(cells.name(value), info.context.council_priorities, NO_PRIORITY)


def _action(value: object, info: Context) -> str:
    return look_up(cells.reference(value), info.context.actions, NO_ACTION)


def _risk(value: object, info: Context) -> str:
    return look_up(cells.reference(value), info.context.risks, NO_RISK)


def _owner(several: str, value: object, info: Context) -> str:
    """One role (seed 2.3: a single accountable owner); several that are known are told apart."""
    roles = info.context.roles or {}
    whole = cells.line(value)
    given = [folded(part) for part in SEVERAL.split(cells.text(value)) if part]
    named = [roles[part] for part in given if part in roles]
    if folded(whole) not in roles and len(named) == len(given) > 1:
        quoted = [f"“{cells.shown(name)}”" for name in dict.fromkeys(named)]
        raise ValueError(several.format(cells.listed(quoted, "and")))
    return look_up(whole, info.context.roles, NO_ROLE)


def _findings(value: object, info: Context) -> tuple[str, ...]:
    """References of the sheet Findings, or one finding in its own words."""
    known = info.context.findings
    given = parts(cells.line(value))
    if not any(cells.is_reference(part) or folded(part) in (known or {}) for part in given):
        return (cells.at_most(2_000, cells.text(value)),)
    return tuple(dict.fromkeys(look_up(part, known, NO_FINDING).upper() for part in given))


def _former_references(value: object, info: Context) -> tuple[tuple[str, str], ...]:
    """(source, reference) of each part "Source name: REF"; the source is "" if none is named."""
    pairs = (part.rpartition(":") for part in parts(cells.line(value)))
    return tuple(
        dict.fromkeys(
            (_source(source, info) if source.strip() else "", cells.at_most(100, ref.strip()))
            for source, _, ref in pairs
        )
    )


def _one_owner(several: str) -> BeforeValidator:
    def owner(value: object, info: Context) -> str:
        return _owner(several, value, info)

    return BeforeValidator(owner)


def _several(one: Callable[[object, Context], str]) -> BeforeValidator:
    def names(value: object, info: Context) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one(name, info) for name in parts(cells.line(value))))

    return BeforeValidator(names)


def choice_of(choices: type[StrEnum]) -> BeforeValidator:
    """A check for one of the programme's fixed words."""
    return BeforeValidator(partial(cells.choice, choices))


def rating_of(choices: type[StrEnum]) -> BeforeValidator:
    """A check for a rating, which people abbreviate and explain."""
    return BeforeValidator(partial(ratings.rating, choices))


def _limit(length: int) -> AfterValidator:
    return AfterValidator(partial(cells.at_most, length))


Line = Annotated[str, BeforeValidator(cells.line), _limit(100)]
Name = Annotated[str, BeforeValidator(cells.name), _limit(100)]
ShortTitle = Annotated[str, BeforeValidator(cells.line), _limit(40)]
Text = Annotated[str, BeforeValidator(cells.text), _limit(2_000), LONG]
Day = Annotated[date, BeforeValidator(days.day)]
Email = Annotated[str, BeforeValidator(cells.email)]
Reference = Annotated[str, BeforeValidator(cells.reference)]
ReferenceOrNew = Annotated[str, BeforeValidator(cells.reference_or_new)]
Code = Annotated[str, BeforeValidator(cells.code)]
YesNo = Annotated[bool, BeforeValidator(cells.yes_no)]
Percent = Annotated[int, BeforeValidator(partial(cells.whole, 0, 100))]
OneToFive = Annotated[int, BeforeValidator(partial(cells.whole, 1, 5))]
Slips = Annotated[int, BeforeValidator(partial(cells.whole, 0, 99))]
Number = Annotated[Decimal, BeforeValidator(cells.number)]
WorkingDays = Annotated[tuple[int, ...], BeforeValidator(days.working_days)]

KnownRole = Annotated[str, BeforeValidator(_role)]
DefinedRole = Annotated[str, BeforeValidator(_role), _limit(100)]
KnownRoles = Annotated[tuple[str, ...], _several(_role), FEW]
Owner = Annotated[str, _one_owner(TWO_IN_CHARGE)]
ActionOwner = Annotated[str, _one_owner(TWO_OWNERS)]
KnownOrganisation = Annotated[str, BeforeValidator(_organisation)]
KnownOrganisations = Annotated[tuple[str, ...], _several(_organisation), FEW]
KnownTheme = Annotated[str, BeforeValidator(_theme)]
KnownSource = Annotated[str, BeforeValidator(_source)]
KnownSources = Annotated[tuple[str, ...], _several(_source), FEW]
KnownFocusAreas = Annotated[tuple[str, ...], _several(_focus_area), FEW]
KnownPriorities = Annotated[tuple[str, ...], _several(_council_priority), FEW]
KnownAction = Annotated[str, BeforeValidator(_action)]
KnownRisk = Annotated[str, BeforeValidator(_risk)]
Findings = Annotated[tuple[str, ...], BeforeValidator(_findings), FEW, LONG]
FormerReferences = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_former_references), FEW]
