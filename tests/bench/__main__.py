"""`make bench`: what a turn costs, and what size costs; `python -m tests.bench scale` one alone."""

import argparse
import asyncio

from tests.bench import scale, turns

TURNS, SCALE = "turns", "scale"
MOST_UPDATES = 1_000_000


def main() -> None:
    """Measure what is asked for, both parts if nothing is."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=(TURNS, SCALE), help="only this part")
    parser.add_argument(
        "--updates",
        type=int,
        default=MOST_UPDATES,
        help="how many updates the long history has (default %(default)s; at least 30,000)",
    )
    given = parser.parse_args()
    if given.part != SCALE:
        asyncio.run(turns.measure())
    if given.part != TURNS:
        scale.measure(max(given.updates, scale.LEAST))


if __name__ == "__main__":
    main()
