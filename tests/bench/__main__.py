"""`make bench`: what a turn, understanding and size cost; `python -m tests.bench scale` for one."""

import argparse
import asyncio

from tests.bench import language, scale, turns

TURNS, LANGUAGE, SCALE = "turns", "language", "scale"
MOST_UPDATES = 1_000_000


def main() -> None:
    """Measure what is asked for, every part if nothing is."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=(TURNS, LANGUAGE, SCALE), help="only this part")
    parser.add_argument(
        "--updates",
        type=int,
        default=MOST_UPDATES,
        help="how many updates the long history has (default %(default)s; at least 30,000)",
    )
    given = parser.parse_args()
    if given.part in {None, TURNS}:
        asyncio.run(turns.measure())
    if given.part in {None, LANGUAGE}:
        language.measure()
    if given.part in {None, SCALE}:
        scale.measure(max(given.updates, scale.LEAST))


if __name__ == "__main__":
    main()
