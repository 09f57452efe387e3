"""The commands with which the record is looked after: checked, moved, kept within its rules."""

import json
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import database_at, opened, or_stop, progress, record_settings, say, stop
from storage.checks import check as look_at
from storage.exchange.extracts.target import new_file
from storage.move import move as move_record
from storage.people import Person
from storage.record import Record
from storage.retention import Clearable

NOBODY = "There is nobody in the plan with the address or the role {}."
SOUND = "The record is sound: {entries} entries in the chain, the last mark is {head}."
UNSOUND = "The record is not whole. {entries} entries in the chain, the last mark is {head}."
NOTE_HEAD = "Note the mark somewhere else: only against it would cutting the end off show."
NOTHING_DUE = "Nothing is kept for longer than its rule says."

keeping = typer.Typer()

Out = Annotated[Path, typer.Argument(help="The file to write.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]
By = Annotated[str, typer.Option("--by", help="Who does it: an email address of the plan.")]


@keeping.command()
def check() -> None:
    """Verify schema, history and references, and say who and what cannot be reached."""

    def verify() -> None:
        with database_at(record_settings().database_url) as database, database.read() as session:
            checked = look_at(session, datetime.now(UTC))
        for remedy, troubles in groupby(checked.troubles, lambda trouble: trouble.remedy):
            for trouble in troubles:
                say(f"{'!' if trouble.grave else '·'} {trouble.sentence}")
            say(f"    {remedy}")
        sentence = SOUND if checked.sound else UNSOUND
        if checked.chain is not None:
            entries, head = f"{checked.chain.entries:,}", checked.chain.head[:16]
            say(sentence.format(entries=entries, head=head))
            say(NOTE_HEAD)
        if not checked.sound:
            raise typer.Exit(1)

    or_stop(verify)


@keeping.command()
def move(
    to: Annotated[str, typer.Option("--to", help="The URL of an empty database.")],
) -> None:
    """Copy the record to another database, and compare what arrived with what was sent."""

    def copy() -> None:
        settings = record_settings()
        with (
            database_at(settings.database_url) as source,
            database_at(to) as target,
            progress() as told,
        ):
            moved = move_record(source, target, told)
        rows = sum(copied.rows for copied in moved.tables.values())
        say(f"{rows:,} rows of {len(moved.tables)} tables arrived, each table compared.")
        say(f"The chain has {moved.entries:,} entries; its last mark is {moved.head[:16]}.")
        say("Set PLANBOT_DATABASE_URL to the new database. The old one is as it was.")

    or_stop(copy)


@keeping.command()
def leave(
    who: Annotated[str, typer.Argument(help="An email address, or a role of the plan.")],
    last_day: Annotated[datetime, typer.Option("--last-day", formats=["%Y-%m-%d"])],
    by: By,
) -> None:
    """Somebody leaves: their roles end with their last day."""

    def end() -> None:
        with opened(record_settings()) as database:
            free = database.do(
                datetime.now(UTC), lambda record: _leave(record, who, last_day.date(), by)
            )
        say(f"Their last day is {last_day:%d/%m/%Y}.")
        for title, day in free:
            say(f"{title}: held by nobody from {day:%d/%m/%Y}. Hand it over.")

    or_stop(end)


def _leave(record: Record, who: str, last_day: date, by: str) -> list[tuple[str, date]]:
    person = found(record, who)
    titles = {role.id: role.title for role in person.roles}
    free = record.leavers.leave(person.id, last_day, found(record, by).id)
    return [(titles.get(id_, "A role"), day) for id_, day in free.items()]


@keeping.command()
def pseudonymise(
    who: Annotated[str, typer.Argument(help="The email address of somebody who has left.")],
    by: By,
) -> None:
    """Take a leaver's name out of the record; what they wrote stays."""

    def forget() -> None:
        with opened(record_settings()) as database:
            done = database.do(
                datetime.now(UTC),
                lambda record: record.leavers.pseudonymise(
                    found(record, who).id, found(record, by).id
                ),
            )
        say(f"They are called {done.name} from now on.")
        say(done.sentence)

    or_stop(forget)


@keeping.command(name="subject-access")
def subject_access(
    who: Annotated[str, typer.Argument(help="An email address, or a role of the plan.")],
    out: Out,
    overwrite: Overwrite = False,
) -> None:
    """Write down everything that the record holds about a person, for that person."""

    def write() -> None:
        now = datetime.now(UTC)
        with opened(record_settings()) as database, database.read() as session:
            record = Record(session, now)
            told = record.subject_access.of(found(record, who).id)
        with new_file(out, overwrite=overwrite) as path:
            path.write_text(json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8")
        say(f"{out}: " + ", ".join(f"{heading} {len(rows)}" for heading, rows in told.items()))

    or_stop(write)


@keeping.command()
def retention(
    clear: Annotated[
        Clearable | None, typer.Option(help="Clear what is due of one kind; the rest stays.")
    ] = None,
) -> None:
    """Say what is kept for longer than its rule; nothing is deleted unless --clear says so."""

    def tell() -> None:
        settings, now = record_settings(), datetime.now(UTC)
        rules = settings.retention
        with opened(settings) as database:
            if clear:
                count = database.do(now, lambda record: record.keeping.clear(clear, rules, None))
                say(f"Cleared: {count} {clear}.")
            found_due = database.do(now, lambda record: record.keeping.due(rules))
        for due in found_due:
            say(f"{due.what}: {due.count}, the oldest of {due.oldest:%d/%m/%Y}. {due.rule}")
            say(f"    {due.remedy}")
        if not found_due:
            say(NOTHING_DUE)

    or_stop(tell)


def found(record: Record, named: str) -> Person:
    """The one person with an email address, or who holds a role today; ends the command if none."""
    return next(iter(record.people.named(named)), None) or stop(NOBODY.format(named))
