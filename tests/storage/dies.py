"""A process that is killed in the middle of an upgrade or a move: -m tests.storage.dies."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from storage.database import Database
from storage.move import move

ROOT = Path(__file__).parents[2]


def die_upgrading(url: str, before: str) -> None:
    """Upgrade a database in a child process that dies before a statement that begins so."""
    _die("upgrade", url, before)


def die_moving(source: str, target: str, at: str) -> None:
    """Move a record in a child process that dies when this table was copied."""
    _die("move", source, target, at)


def _die(*arguments: str) -> None:
    command = (sys.executable, "-m", "tests.storage.dies", *arguments)
    ended = subprocess.run(command, cwd=ROOT, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended


def _kill_myself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _upgrade(url: str, before: str) -> None:
    database = Database(url)

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(before):
            _kill_myself()

    event.listen(database.engine, "before_cursor_execute", look)
    database.upgrade()


def _move(source: str, target: str, at: str) -> None:
    def look(table: str, _done: int, _of: int) -> None:
        if table == at:
            _kill_myself()

    move(Database(source), Database(target), look)


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    if what == "upgrade":
        _upgrade(*arguments)
    else:
        _move(*arguments)
