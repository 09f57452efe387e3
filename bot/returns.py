"""The commands for a partner who works offline: a return workbook goes out and comes back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import opened, or_stop, record_settings, say, warn
from dialogs.language.privacy import NAMES, held_kinds
from storage.calendar import london_date
from storage.exchange.extracts.target import new_file
from storage.exchange.returns.filled import Return, texts
from storage.exchange.returns.out import return_workbook
from storage.exchange.returns.reading import read_return
from storage.exchange.returns.refused import ReturnRefused
from storage.exchange.returns.taking_in import TakenIn, take_in_return
from storage.record import Record
from storage.vocabulary import ToldBy

WOULD = "This is what the return would report. Nothing was changed."
ALREADY = "This return was taken in before. Nothing was changed."
ENTERED = "Entered."
HELD = (
    "{}: this holds what looks like {}. Nothing that identifies a child or a family may reach the "
    "record: take it out."
)

returns = typer.Typer()


@returns.command(name="return-workbook")
def write_return(
    organisation: Annotated[str, typer.Argument(help="An organisation that owns actions.")],
    out: Annotated[Path, typer.Argument(help="The workbook to write.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")] = False,
) -> None:
    """Write a workbook in which an organisation reports on its actions offline."""

    def write() -> None:
        today = london_date(datetime.now(UTC))
        with opened(record_settings()) as database, database.read() as session:
            content = return_workbook(session, organisation, today=today)
        with new_file(out, overwrite=overwrite) as path:
            path.write_bytes(content)
        say(f"{out} is ready to be sent to {organisation}.")

    or_stop(write)


@returns.command(name="import-return")
def import_return(  # noqa: PLR0917 -- each is an option of the command line
    workbook: Annotated[Path, typer.Argument(help="A return workbook, filled in.")],
    by: Annotated[str, typer.Option("--by", help="Who enters it: an email address of the plan.")],
    told_by: Annotated[ToldBy, typer.Option("--told-by", help="How it came.")] = ToldBy.EMAIL,
    told_on: Annotated[
        datetime | None, typer.Option("--told-on", formats=["%Y-%m-%d"], help="When it came.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read it back, change nothing.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Although an action has moved on since.")
    ] = False,
) -> None:
    """Take a filled-in return in as updates for the owners; all of it or nothing."""

    def take_in() -> None:
        now = datetime.now(UTC)
        filled = read_return(workbook)
        for remark in filled.remarks:
            warn(remark)
        with opened(record_settings()) as database, database.transaction() as session:
            _refuse_personal_data(filled, Record(session, now))
            taken = take_in_return(
                session,
                filled,
                now=now,
                by=by,
                told_by=told_by,
                told_on=told_on.date() if told_on else london_date(now),
                dry_run=dry_run,
                anyway=anyway,
            )
        _tell(taken, dry_run=dry_run)

    or_stop(take_in)


def _refuse_personal_data(filled: Return, record: Record) -> None:
    """What a person may not tell the bot, a workbook may not either (programme.md, Rules)."""
    held = [
        HELD.format(place, NAMES[kinds[0]])
        for place, text in texts(filled)
        if (kinds := held_kinds(text, record.people.work_domains))
    ]
    if held:
        raise ReturnRefused(held)


def _tell(taken: TakenIn, *, dry_run: bool) -> None:
    if taken.already:
        say(ALREADY)
        return
    for sentence in taken.sentences:
        say(sentence)
    say(WOULD if dry_run else ENTERED)
