"""The commands with which a plan comes in and everything goes out again."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import opened, or_stop, progress, record_settings, say, warn
from dialogs.language.privacy import NAMES, held_kinds
from storage.calendar import london_date
from storage.exchange.extracts.target import new_file
from storage.exchange.layout.mistakes import PlanRejected
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.out.export import Form, export
from storage.exchange.out.plan_files import export_plan
from storage.exchange.out.template import plan_workbook
from storage.exchange.reading.workbook import read_plan
from storage.exchange.taking_in.plan_in import Imported, import_plan
from storage.record import Record

NO_DIFFERENCE = "No difference."
WOULD = "This is what the import would change. Nothing was changed."
TAKEN_IN = "Taken in: {}."
HELD = (
    "{}: {}: a text holds what looks like {}. Nothing that identifies a child or a family may "
    "reach the record: take it out."
)
office = typer.Typer()

Out = Annotated[Path, typer.Argument(help="The file to write, or the folder.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]


@office.command(name="import")
def import_workbook(
    plan: Annotated[Path, typer.Argument(help="An Excel workbook, or a folder of CSV files.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the difference, change nothing.")
    ] = False,
    merge: Annotated[
        bool, typer.Option("--merge", help="A second source that joins the plan.")
    ] = False,
    by: Annotated[
        str, typer.Option("--by", help="Who enters what it reports: an email address of the plan.")
    ] = "",
) -> None:
    """Take a plan in, whole or by what is different; if anything is wrong, nothing is taken in."""

    def take_in() -> None:
        sheets = read_plan(plan)
        for remark in sheets.remarks:
            warn(remark)
        now = datetime.now(UTC)
        with opened(record_settings()) as database, progress() as told:
            turn = database.rehearsal if dry_run else database.transaction
            with turn() as session:
                _refuse_personal_data(sheets, Record(session, now))
                try:
                    taken = import_plan(
                        session, sheets, now=now, by=by, merging=merge, progress=told
                    )
                except PlanRejected as rejected:
                    if dry_run:
                        _tell_all(rejected.differences)
                    raise
        _tell(taken, dry_run=dry_run)

    or_stop(take_in)


def _refuse_personal_data(sheets: PlanSheets, record: Record) -> None:
    """What a person may not tell the bot, a workbook may not either (programme.md, Rules)."""
    domains = {person.email.rpartition("@")[2].casefold() for person in sheets.people}
    domains |= record.people.work_domains()
    held = [
        HELD.format(sheet, row.label, NAMES[kinds[0]])
        for sheet, rows in sheets.sheets().items()
        for row in rows
        for name, value in row
        if isinstance(value, str) and name != "email"
        if (kinds := held_kinds(value, lambda: domains))
    ]
    if held:
        raise PlanRejected(held)


def _tell(taken: Imported, *, dry_run: bool) -> None:
    if taken.unchanged:
        say(NO_DIFFERENCE)
        return
    if not taken.first or dry_run:
        _tell_all(taken.sentences())
    say(WOULD if dry_run else TAKEN_IN.format(counted(taken)))


def _tell_all(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        say(sentence)


def counted(taken: Imported) -> str:
    """How much a plan holds, for a sentence."""
    return f"{taken.themes} themes, {taken.actions} actions, {taken.risks} risks"


@office.command()
def template(out: Out = Path("plan.xlsx"), overwrite: Overwrite = False) -> None:
    """Write an empty plan workbook, with lists to choose from and a note on every column."""

    def write() -> None:
        with new_file(out, overwrite=overwrite) as path:
            path.write_bytes(plan_workbook())
        say(f"{out} is ready to be filled in.")

    or_stop(write)


@office.command(name="export")
def export_record(  # noqa: PLR0917 -- each is an option of the command line
    out: Out,
    form: Annotated[Form, typer.Option("--as", help="One workbook, or a folder of files.")] = (
        Form.EXCEL
    ),
    theme: Annotated[str, typer.Option(help="Only this theme: its code or name.")] = "",
    organisation: Annotated[str, typer.Option(help="Only what it owns or supports.")] = "",
    as_at: Annotated[datetime | None, typer.Option("--as-at", formats=["%Y-%m-%d"])] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="The plan as it is taken in, without the history.")
    ] = False,
    names: Annotated[
        bool, typer.Option("--names", help="Name people beside their roles in the history.")
    ] = False,
    overwrite: Overwrite = False,
) -> None:
    """Write everything out: action log, risk register, history; or the plan, to be taken in."""

    def write() -> None:
        now = datetime.now(UTC)
        day = as_at.date() if as_at else None
        with opened(record_settings()) as database, database.read() as session:
            if plan:
                done = export_plan(
                    session, out, form, today=london_date(now), as_at=day, overwrite=overwrite
                )
            else:
                with progress() as told:
                    done = export(
                        session,
                        out,
                        form,
                        today=london_date(now),
                        progress=lambda table, count: told(table, count, 0),
                        theme=theme or None,
                        organisation=organisation or None,
                        as_at=day,
                        named=names,
                        overwrite=overwrite,
                    )
        say(f"{out}: " + ", ".join(f"{name} {count:,}" for name, count in done.rows.items()))
        if done.cut:
            warn(f"{done.cut} texts were too long for a cell; --as json has them whole.")

    or_stop(write)
