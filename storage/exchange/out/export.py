"""Everything out: registers and history, as one workbook or as a folder of files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from storage.exchange.extracts.excel_out import Heading, excel
from storage.exchange.extracts.extract import BATCH, Extract
from storage.exchange.extracts.listing import Column, Kind, Listing, Value
from storage.exchange.extracts.programme import programme_name
from storage.exchange.extracts.scope import scope_of
from storage.exchange.extracts.target import new_file, new_folder
from storage.exchange.extracts.text_out import CSV, JSON_LINES, write_csv, write_json_lines
from storage.exchange.extracts.titles import Titles
from storage.exchange.history.history_out import HISTORY, OF_THE_WHOLE, history
from storage.exchange.registers.action_log import action_log
from storage.exchange.registers.risk_register import risk_register

ABOUT = "About this export"
ABOUT_COLUMNS = (Column("What", Kind.NAME), Column("Value", Kind.TEXT))
EVERYTHING = "All"
TEXTS_CUT = (
    "{} texts were longer than a cell of Excel can hold and end with … [cut]. "
    "The export as JSON has them whole."
)

Progress = Callable[[str, int], None]


class Form(StrEnum):
    """How an export is written: one workbook, or a folder with one file a table."""

    EXCEL = "xlsx"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows each table has, and how many texts had to be cut for Excel."""

    rows: dict[str, int]
    cut: int = 0


def export(
    session: Session,
    out: Path,
    form: Form,
    *,
    today: date,
    progress: Progress,
    theme: str | None = None,
    organisation: str | None = None,
    as_at: date | None = None,
    named: bool = False,
    overwrite: bool = False,
) -> Exported:
    """Write the action log, the risk register and the whole history to `out`.

    Excel is a file; CSV and JSON lines are a folder with a file for each table. Memory does not
    grow with the history. A filter leaves out what belongs to the programme as a whole.

    Args:
        session: for reading only; it should see one moment (`Database.read`).
        out: the file or folder; nothing is there unless all of it is.
        form: how it is written.
        today: the day in London.
        progress: told the table and its rows so far, every thousand rows and at the table's end.
        theme: a theme's code or name, to cover only that theme.
        organisation: its name, to cover what it owns or supports; with a theme, what is both.
        as_at: the day at whose end the record is shown; the record as it is now if not given.
        named: name people beside their roles in the history; for the programme office alone.
        overwrite: replace an earlier export at `out`.

    Raises:
        ExportRefused: with a sentence that says why; nothing was written.
    """
    scope = scope_of(session, theme=theme, organisation=organisation, as_at=as_at, today=today)
    extract = Extract(session, scope, Titles(session, named=named), named)
    job = _Job(
        extract, Heading(programme_name(session, scope.until), scope.as_at), progress, overwrite
    )
    return job.workbook(out) if form is Form.EXCEL else job.folder(out, form)


@dataclass(frozen=True, slots=True)
class _Job:
    """One export: what is written, and who is told how far it is."""

    extract: Extract
    heading: Heading
    progress: Progress
    overwrite: bool

    def workbook(self, out: Path) -> Exported:
        """Everything as sheets of one workbook; the first says what it is."""
        with new_file(out, overwrite=self.overwrite) as path, excel(path, self.heading) as book:
            about = book.sheet(ABOUT, ABOUT_COLUMNS, for_paper=False)
            rows = {one.title: self._told(one.title, book.write(one)) for one in self._tables()}
            for line in self._about(Exported(rows, book.cut)):
                about.append(line)
            about.end()
        return Exported(rows, book.cut)

    def folder(self, out: Path, form: Form) -> Exported:
        """Everything as files of one folder; one of them says what it is."""
        write = write_csv if form is Form.CSV else write_json_lines
        with new_folder(out, _file_names(self.extract), overwrite=self.overwrite) as folder:
            rows = {one.title: self._told(one.title, write(folder, one)) for one in self._tables()}
            about = self._about(Exported(rows))
            self._told(ABOUT, write(folder, Listing(ABOUT, ABOUT_COLUMNS, about)))
        return Exported(rows)

    def _tables(self) -> tuple[Listing, ...]:
        extract = self.extract
        return (action_log(extract), risk_register(extract), *history(extract))

    def _told(self, title: str, counts: Iterator[int]) -> int:
        """Write a table to its end, telling how far it is."""
        count = 0
        for count in counts:
            if count % BATCH == 0:
                self.progress(title, count)
        self.progress(title, count)
        return count

    def _about(self, exported: Exported) -> Iterator[Sequence[Value]]:
        scope = self.extract.scope
        yield "Programme", self.heading.programme
        yield "As at", scope.as_at
        yield "Theme", scope.theme or EVERYTHING
        yield "Organisation", scope.organisation or EVERYTHING
        yield from exported.rows.items()
        if exported.cut:
            yield "Cut", TEXTS_CUT.format(exported.cut)


def _file_names(extract: Extract) -> frozenset[str]:
    """The names of all files that an export's folder may hold."""
    titles = {ABOUT, *(one.title for one in (action_log(extract), risk_register(extract)))}
    titles |= {one(extract).title for one in (*HISTORY, *OF_THE_WHOLE)}
    return frozenset(f"{title}{ending}" for title in titles for ending in (CSV, JSON_LINES))
