"""One heavy job in a process of its own: its seconds and its peak of memory are its own.

`python -m tests.bench.scale_jobs JOB ARGUMENT…` prints how it went as one line of JSON.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from storage.calendar import at_london
from storage.checks import check
from storage.database import Database
from storage.exchange.out.export import Form, export
from storage.exchange.reading.workbook import read_plan
from storage.exchange.taking_in.plan_in import import_plan
from tests.bench.scale_databases import copy_to_postgresql
from tests.bench.scale_history import ENDS, OPENED_AT, fill
from tests.bench.scale_plan import write_plan

KILOBYTES_OF_A_MEGABYTE = 1024  # Linux counts the peak in kilobytes


@dataclass(frozen=True)
class Ran:
    """How a job went: the seconds of its work, the peak of its process in MB, and what it did."""

    seconds: float
    peak_mb: float
    count: int


def lay_out(path: str, actions: str, as_at: str) -> int:
    """Write a plan of that many actions as a workbook."""
    write_plan(Path(path), int(actions), date.fromisoformat(as_at))
    return int(actions)


def take_in(url: str, path: str) -> int:
    """Import a workbook into an empty database; says how many actions it has."""
    with _opened(url) as database:
        database.upgrade()
        plan = read_plan(Path(path))
        now = at_london(plan.programme.as_at, OPENED_AT)
        with database.transaction() as session:
            return import_plan(session, plan, now=now).actions


def let_pass(url: str, weeks: str) -> int:
    """Let weeks of reports go by."""
    with _opened(url) as database:
        fill(database, int(weeks))
    return int(weeks)


def copy(source: str, url: str) -> int:
    """Copy a record to PostgreSQL; says how many rows it has."""
    return copy_to_postgresql(Path(source), url)


def write_out(url: str, form: str, out: str) -> int:
    """Export everything; says how many rows were written."""
    with _opened(url) as database, database.read() as session:
        exported = export(session, Path(out), Form(form), today=ENDS, progress=_silently)
    return sum(exported.rows.values())


def look_over(url: str) -> int:
    """Check the whole record, as `check` does; says how many rows it has."""
    with _opened(url) as database, database.read() as session:
        found = check(session, at_london(ENDS, OPENED_AT))
    assert found.sound, found.troubles[:5]
    return sum(found.rows.values())


JOBS: dict[str, Callable[..., int]] = {
    job.__name__: job for job in (lay_out, take_in, let_pass, copy, write_out, look_over)
}


def main(name: str, *arguments: str) -> None:
    """Do one job and say how it went."""
    start = time.perf_counter()
    count = JOBS[name](*arguments)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_OF_A_MEGABYTE
    print(json.dumps(asdict(Ran(seconds, peak, count))))


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.dispose()


def _silently(title: str, count: int) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main(*sys.argv[1:])
