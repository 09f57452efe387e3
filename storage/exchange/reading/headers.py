"""Finds the row of headers in a real sheet, and which column each header stands for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from storage.exchange.layout.mistakes import Mistake, Remark
from storage.exchange.layout.suggestions import misspelt
from storage.exchange.reading.aliases import ALIASES

MISSING_COLUMN = "the column “{}” is missing."
MISSPELT_COLUMN = "this column is not known. Did you mean “{}”?"
REPEATED_COLUMN = "this column is there twice."
LEFT_OUT = "this column is not part of the plan and was left out."
ALIAS = "this column is read as “{}”."
BEGINS_LATER = "the headers stand in this row; what stands above them was left out."

LAST_HEADER_ROW = 10
# What people put beside a header's name: "Due *", "Percent (optional):".
DECORATION = re.compile(r"\((optional|required|mandatory)\)|[^\w%]|_")
SHORTEST_GUESS = 4

# A sheet's wanted headers, and whether each must be there.
Headers = Mapping[str, bool]
# Column number → what a row holds there as text.
Texts = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Found:
    """Where the headers stand: the last row of them, and the column of each known one."""

    row: int
    columns: Mapping[str, int]
    left_out: frozenset[int]
    """Columns with another header, which hold nothing of the plan."""


class HeaderFinder:
    """Knows the headers of one sheet under all the names that they go by."""

    def __init__(self, title: str, headers: Headers) -> None:
        self._title = title
        self._headers = headers
        self._spellings = {
            name: header for header in headers for name in (header, *ALIASES[title].get(header, ()))
        }
        self._own = {folded_header(header): header for header in headers}
        self._by_name = {folded_header(name): header for name, header in self._spellings.items()}
        self._by_name |= self._own

    def find(self, rows: Mapping[int, Texts], told: list[Remark]) -> Found:
        """Find the headers among a sheet's first rows, and tell what is wrong or was guessed.

        Args:
            rows: row number → the texts of its filled cells, from the top, in order.
            told: mistakes and remarks are added here.
        """
        top = self._header_row(rows)
        names, last = dict(rows.get(top, {})), top
        if self._goes_on(names, rows.get(top + 1, {})):
            last = top + 1
            names |= rows[last]
        if any(row < top for row in rows):
            told.append(Remark(self._title, BEGINS_LATER, top))
        return self._columns(last, names, told)

    def recognised(self, names: Texts) -> frozenset[str]:
        """The known headers in a row."""
        found = (self._by_name.get(folded_header(name)) for name in names.values())
        return frozenset(header for header in found if header)

    def _header_row(self, rows: Mapping[int, Texts]) -> int:
        """The first row that holds half of what is needed, else the first that holds anything."""
        needed = {header for header, is_needed in self._headers.items() if is_needed}
        for row, names in rows.items():
            if row <= LAST_HEADER_ROW and 2 * len(self.recognised(names) & needed) >= len(needed):
                return row
        return next(iter(rows), 1)

    def _goes_on(self, names: Texts, beneath: Texts) -> bool:
        """Whether the next row belongs to the headers: only headers, and new ones among them."""
        if any(folded_header(name) not in self._by_name for name in beneath.values()):
            return False
        return bool(self.recognised(beneath) - self.recognised(names))

    def _columns(self, row: int, names: Texts, told: list[Remark]) -> Found:
        columns = self._by_own_name(names)
        for at, name in names.items():
            header = self._by_name.get(folded_header(name))
            if header and header not in columns:
                columns[header] = at
                told.append(Remark(*self._place(ALIAS.format(header), row, at, name)))
        left_out = frozenset(names.keys() - columns.values())
        told.extend(self._no_column(row, at, names[at], columns) for at in sorted(left_out))
        told.extend(self._missing(row, columns))
        return Found(row, columns, left_out)

    def _by_own_name(self, names: Texts) -> dict[str, int]:
        """The columns that go by our name for them: they count before any alias."""
        found: dict[str, int] = {}
        for at, name in names.items():
            if header := self._own.get(folded_header(name)):
                found.setdefault(header, at)
        return found

    def _no_column(self, row: int, at: int, name: str, columns: Mapping[str, int]) -> Remark:
        if folded_header(name) in self._own:
            return Mistake(*self._place(REPEATED_COLUMN, row, at, name))
        meant = self._misspelt(name)
        if meant and meant not in columns:
            return Mistake(*self._place(MISSPELT_COLUMN.format(meant), row, at, name))
        return Remark(*self._place(LEFT_OUT, row, at, name))

    def _misspelt(self, name: str) -> str | None:
        if len(folded_header(name)) < SHORTEST_GUESS:
            return None
        found = misspelt(name, self._spellings)
        return self._spellings[found] if found else None

    def _missing(self, row: int, columns: Mapping[str, int]) -> Iterator[Mistake]:
        for header, is_needed in self._headers.items():
            if is_needed and header not in columns:
                yield Mistake(self._title, MISSING_COLUMN.format(header), row)

    def _place(self, sentence: str, row: int, at: int, name: str) -> tuple[str, str, int, str, str]:
        shown = " ".join(name.split())[:60]
        return self._title, sentence, row, get_column_letter(at), shown


def folded_header(name: str) -> str:
    """A header for comparison: letters, figures and % count, nothing else does."""
    return DECORATION.sub("", name.casefold())
