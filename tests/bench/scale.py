"""What size costs: 2,000 actions with 10,000 and with 1,000,000 updates, on both databases.

Every job is a process of its own (`scale_jobs`), so that its peak of memory is its own; this one
only starts them and prints what they say. Questions are asked while nothing else runs; check and
exports run two at a time, one for each database.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table

from tests.bench.scale_databases import create, postgresql
from tests.bench.scale_history import opens, weeks_for

ROOT = Path(__file__).parents[2]
ACTIONS, SHORT, LEAST = 2_000, 10_000, 30_000
MOST_SECONDS, MOST_MB, MOST_TIMES = 20, 300, 1.5  # what was promised of import and questions
NOTICED = 1  # ms; what differs by less is no difference
IMPORT = f"import of {ACTIONS:,} actions"
DATABASES = ("SQLite", "PostgreSQL")

Ran = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Size:
    """A record of about so many updates: its weeks of reports, and where it is on each database."""

    updates: int
    file: Path
    server_url: str

    @property
    def weeks(self) -> int:
        """How many weeks of reports it holds."""
        return weeks_for(self.updates, ACTIONS)

    @property
    def urls(self) -> dict[str, str]:
        """The database's name → the record's URL there."""
        return dict(zip(DATABASES, (f"sqlite:///{self.file}", self.server_url), strict=True))


@dataclass(frozen=True)
class Job:
    """A job on a record that is there, and in which form it writes it out."""

    name: str
    database: str
    size: Size
    form: str = ""

    @property
    def shown(self) -> str:
        """As in “check, 1,000,000 updates”."""
        what = f"export as {self.form}" if self.form else "check"
        return f"{what}, {self.size.updates:,} updates"


class Scale:
    """Makes the records, measures, and keeps what each job said."""

    def __init__(self, folder: Path, server: str, updates: int, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._server = server
        self._say = say
        self.sizes = [self._size(one) for one in sorted({SHORT, updates // 10, updates})]
        self.jobs: list[tuple[str, str, Ran]] = []
        self.answers: dict[str, list[Ran]] = {}

    def run(self) -> None:
        """One part after the other; only what does not disturb the other runs beside it."""
        self._take_in()
        self._make()
        self._ask()
        self._look_over_and_write_out()

    def _take_in(self) -> None:
        """Import the workbook into each empty database, by itself."""
        self._say(f"importing a plan of {ACTIONS:,} actions")
        size = self._size(0)
        plan = self._plan(size)
        for database, url in size.urls.items():
            self.jobs.append((IMPORT, database, run("take_in", url, plan)))

    def _make(self) -> None:
        """Fill a file of each size, the largest first, and copy it to the server."""
        self._say(
            f"making records of {', '.join(f'{one.updates:,}' for one in self.sizes)} updates"
        )
        largest_first = self.sizes[::-1]
        _both(self._fill, largest_first)
        self._say("copying them to PostgreSQL")
        _both(lambda size: run("copy", size.file, size.server_url), largest_first)

    def _fill(self, size: Size) -> None:
        url = size.urls["SQLite"]
        run("take_in", url, self._plan(size))
        run("let_pass", url, size.weeks)

    def _ask(self) -> None:
        self._say("asking")
        for database in DATABASES:
            urls = [size.urls[database] for size in (self.sizes[0], self.sizes[-1])]
            self.answers[database] = printed_by("scale_questions", *urls)

    def _look_over_and_write_out(self) -> None:
        """Check and export; what takes longest first, so that both cores end together.

        The largest workbook is written from SQLite only: what differs from database to database
        is how rows are read, and the CSV files show that.
        """
        self._say("checking and exporting")
        middle, large = self.sizes[-2:]
        _both(
            self._work,
            [
                Job("write_out", "SQLite", large, "xlsx"),
                *(Job("write_out", database, large, "csv") for database in DATABASES),
                *(Job("look_over", database, large) for database in DATABASES),
                *(Job("write_out", database, middle, "xlsx") for database in DATABASES),
                *(Job("write_out", database, middle, "csv") for database in DATABASES),
            ],
        )

    def _work(self, job: Job) -> None:
        out = self._folder / f"{job.database}-{job.size.updates}.{job.form}"
        where = (job.form, out) if job.form else ()
        ran = run(job.name, job.size.urls[job.database], *where)
        self.jobs.append((job.shown, job.database, ran))

    def _size(self, updates: int) -> Size:
        name = f"updates_{updates}"
        return Size(updates, self._folder / f"{name}.db", create(self._server, name))

    def _plan(self, size: Size) -> Path:
        path = self._folder / f"{size.updates}.xlsx"
        run("lay_out", path, ACTIONS, opens(max(size.weeks, 1)))
        return path


def _both(work: Callable[[T], object], each: Iterable[T]) -> None:
    """Two at a time, a core for each."""
    with ThreadPoolExecutor(max_workers=2) as threads:
        list(threads.map(work, each))


def run(job: str, *arguments: object) -> Ran:
    """Do a job in a process of its own."""
    ran: Ran = printed_by("scale_jobs", job, *arguments)
    return ran


def printed_by(module: str, *arguments: object) -> Any:
    """What a process of its own printed as JSON."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


@contextmanager
def _scale(updates: int, say: Callable[[str], None]) -> Iterator[Scale]:
    """A folder and a server for the records, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="planbot-scale-") as folder:
        path = Path(folder)
        with postgresql(path / "server") as server:
            yield Scale(path, server, updates, say)


def measure(updates: int) -> None:
    """Make the records, measure, and print the tables."""
    console = Console()
    start = time.perf_counter()

    def say(part: str) -> None:
        console.print(f"{time.perf_counter() - start:4.0f} s  {part} …", highlight=False)

    with _scale(updates, say) as scale:
        scale.run()
    console.print(_questions(scale), _jobs(scale))
    for sentence in _missed(scale):
        console.print(sentence, style="red")
    console.print(f"The scale figures took {time.perf_counter() - start:.0f} s.")


def _questions(scale: Scale) -> Table:
    short, large = scale.sizes[0], scale.sizes[-1]
    table = Table(
        title=f"{ACTIONS:,} actions, median ms at {short.updates:,} and {large.updates:,} updates"
    )
    table.add_column("")
    for database in scale.answers:
        for heading in (f"{database}\nqueries", "\nshort", "\nlong", "\n×"):
            table.add_column(heading, justify="right")
    for answered in zip(*scale.answers.values(), strict=True):
        cells = [cell for one in answered for cell in _cells(one)]
        table.add_row(answered[0]["name"], *cells)
    return table


def _cells(answered: Ran) -> list[str]:
    queries = " → ".join(map(str, dict.fromkeys(answered["queries"])))
    short, long = answered["milliseconds"]
    return [queries, f"{short:.1f}", f"{long:.1f}", f"{long / short:.1f}"]


def _jobs(scale: Scale) -> Table:
    table = Table(title="jobs, each in a process of its own")
    for heading in ("", "database", "rows", "seconds", "rows/s", "peak MB"):
        table.add_column(heading, justify="left" if heading in {"", "database"} else "right")
    for name, database, ran in sorted(scale.jobs, key=lambda one: (one[0], one[1])):
        count, seconds = ran["count"], ran["seconds"]
        cells = (f"{count:,}", f"{seconds:.1f}", f"{count / seconds:,.0f}", f"{ran['peak_mb']:.0f}")
        table.add_row(name, database, *cells)
    return table


def _missed(scale: Scale) -> Iterator[str]:
    """What was promised and is not so."""
    for database, answered in scale.answers.items():
        for one in answered:
            short, long = one["milliseconds"]
            if len(set(one["queries"])) > 1:
                yield f"{database}: {one['name']} takes more queries after a longer history."
            if one["bounded"] and long > max(MOST_TIMES * short, short + NOTICED):
                yield f"{database}: {one['name']} takes {long / short:.1f} times as long."
    for name, database, ran in scale.jobs:
        slow, hungry = ran["seconds"] > MOST_SECONDS, ran["peak_mb"] > MOST_MB
        if name == IMPORT and (slow or hungry):
            yield f"{database}: {name} took {ran['seconds']:.0f} s and {ran['peak_mb']:.0f} MB."
