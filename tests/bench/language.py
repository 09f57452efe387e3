"""What understanding costs: messages a second on one core, by length, and what it adds in memory.

The reference in the same run is dateutil's parser, the nearest thing that a library offers: it
reads one date out of each of the same messages.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice, repeat

from dateutil import parser as dates

from dialogs.listening import listen
from tests.dialogs.language.judging import messages
from tests.dialogs.language.situations import At, situation

FILES = ("owners", "leads", "privacy")
ROUNDS = 5
LENGTHS = (60, 250, 1_000, 4_000)
SAMPLE = "WF-01 75% amber, 14 interviews done, 6 offers; start 5 Dec, Priya chairs the next panel. "
ADDED = """
import time
from pathlib import Path

def used():
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith("VmRSS")).split()[1]) / 1024

import pydantic, rapidfuzz, storage.record, dialogs.turn
from tests.dialogs.language.judging import messages
from tests.dialogs.language.situations import situation
texts = [case["text"] for case in messages("owners", "leads", "privacy")]
before, began = used(), time.perf_counter()
import dialogs.listening
imported = time.perf_counter() - began
here = situation("Recruitment and Retention Lead", "2022-11-16")
began = time.perf_counter()
dialogs.listening.listen("WF-01 75% amber, Mabel's mum rang 0121 496 0100 on 5 Dec", here)
first, small = time.perf_counter() - began, used() - before
for text in texts:
    dialogs.listening.listen(text, here)
print(f"{imported:.2f} {first:.2f} {small:.0f} {used() - before:.0f}")
"""

Heard = tuple[str, At]


def measure() -> None:
    """Print messages a second beside the reference, by length, and the memory and time added."""
    cases = [
        (case["text"], situation(case["sender"], case["today"], case["role"], **case["context"]))
        for case in messages(*FILES)
    ]
    print("understanding, one core (privacy verdict, intent, slots)")
    ours, theirs = _rates(cases)
    print(f"  {len(cases)} messages as people type them  {ours:8,.0f}/s")
    print(f"  dateutil alone, one date a message        {theirs:8,.0f}/s")
    print(f"  ours beside it                            {ours / theirs:8.2f} x")
    for length in LENGTHS:
        text = "".join(repeat(SAMPLE, length // len(SAMPLE) + 1))[:length]
        taken = _seconds(lambda: listen(text, cases[0][1]))  # noqa: B023 -- called at once
        each = taken / length * 1e6
        print(f"  {length:5,} characters  {1 / taken:8,.0f}/s   {each:6.2f} µs a character")
    imported, first, small, large = _added()
    print(
        f"  import {imported} s, first message {first} s, {small} MB; {large} MB after all messages"
    )


def _rates(cases: Sequence[Heard]) -> tuple[float, float]:
    """Messages a second of ours and of the reference, taken in turns."""
    for text, here in cases:
        listen(text, here)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_spent(lambda: [listen(text, here) for text, here in cases]))
        theirs.append(_spent(lambda: [_one_date(text) for text, _ in cases]))
    return len(cases) / min(ours), len(cases) / min(theirs)


def _one_date(text: str) -> object:
    try:
        return dates.parse(text, fuzzy=True, dayfirst=True)
    except (ValueError, OverflowError):
        return None


def _spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _seconds(work: Callable[[], object]) -> float:
    work()
    return min(_spent(work) for _ in islice(repeat(None), 10 * ROUNDS))


def _added() -> list[str]:
    """Seconds of the import and of the first message; megabytes after it, and after all of them."""
    run = subprocess.run([sys.executable, "-c", ADDED], capture_output=True, text=True, check=True)
    return run.stdout.split()
