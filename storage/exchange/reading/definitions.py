"""Gathers the names that a plan's sheets define, before the cells that use them are checked."""

from collections.abc import Mapping
from datetime import date

from storage.exchange.layout import days
from storage.exchange.layout.known import Known, Names, folded
from storage.exchange.layout.rows import (
    ACTIONS,
    COUNCIL_PRIORITIES,
    FINDINGS,
    FOCUS_AREAS,
    MAY_BE_MISSING,
    ORGANISATIONS,
    PEOPLE,
    PROGRAMME,
    RISKS,
    SOURCES,
    THEMES,
)
from storage.exchange.reading.tables import Table

Tables = Mapping[str, Table]


def known_names(tables: Tables) -> Known:
    """Everything that cells may name; what cannot be read at all is left out without a word."""
    codes = _upper(column(tables, THEMES, "Code"))
    themes = None if codes is None else _by_theme_name(tables) | codes
    return Known(
        roles=column(tables, PEOPLE, "Role"),
        organisations=column(tables, ORGANISATIONS, "Organisation"),
        themes=themes,
        theme_names=tuple((column(tables, THEMES, "Name") or {}).values()),
        sources=column(tables, SOURCES, "Source"),
        findings=_upper(column(tables, FINDINGS, "Reference")),
        focus_areas=column(tables, FOCUS_AREAS, "Focus area"),
        council_priorities=column(tables, COUNCIL_PRIORITIES, "Council priority"),
        actions=_upper(column(tables, ACTIONS, "Reference")),
        theme_of_action=_theme_of_action(tables, themes or {}),
        risks=_upper(column(tables, RISKS, "Reference")),
        as_at=_as_at(tables),
    )


def column(tables: Tables, title: str, header: str) -> dict[str, str] | None:
    """Everything a column names, by folded name; None if it should be there and is not."""
    table = tables.get(title)
    if table is None:
        return {} if title in MAY_BE_MISSING else None
    if header not in table.letters:
        return None
    names = (row.name(header) for row in table.rows)
    return {folded(name): name for name in reversed(list(filter(None, names)))}


def _upper(names: Names | None) -> dict[str, str] | None:
    return None if names is None else {key: name.upper() for key, name in names.items()}


def _by_theme_name(tables: Tables) -> dict[str, str]:
    rows = tables[THEMES].rows
    return {folded(row.name("Name")): row.name("Code").upper() for row in rows if row.name("Name")}


def _theme_of_action(tables: Tables, themes: Names) -> dict[str, str]:
    rows = tables[ACTIONS].rows if ACTIONS in tables else ()
    named = ((row.name("Reference").upper(), folded(row.name("Theme"))) for row in rows)
    return {ref: themes[theme] for ref, theme in named if theme in themes}


def _as_at(tables: Tables) -> date | None:
    written = column(tables, PROGRAMME, "As at") or {}
    try:
        return days.day(next(iter(written.values()), ""))
    except ValueError:
        return None
