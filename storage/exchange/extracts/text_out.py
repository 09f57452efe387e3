"""Writes tables as texts, one file each: CSV for spreadsheets, JSON lines for programs."""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from storage.calendar import london
from storage.exchange.extracts.listing import Listing, Value, plain

CSV, JSON_LINES = ".csv", ".jsonl"
APOSTROPHE = "'"
# With these a cell is a formula to a spreadsheet program; the apostrophe makes it a text.
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(folder: Path, listing: Listing) -> Iterator[int]:
    """Write a table as CSV (UTF-8 with its mark), telling after each row how many there are."""
    with (folder / f"{listing.title}{CSV}").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.title for column in listing.columns)
        for count, row in enumerate(listing.rows, start=1):
            writer.writerow([_shown(value) for value in row])
            yield count


def write_json_lines(folder: Path, listing: Listing) -> Iterator[int]:
    """Write a table as one JSON object a line, texts and numbers exact.

    Days and moments are as ISO 8601 has them, numbers with fractions are texts ("17.1"). Tells
    after each row how many there are.
    """
    titles = [column.title for column in listing.columns]
    with (folder / f"{listing.title}{JSON_LINES}").open(
        "w", encoding="utf-8", newline="\n"
    ) as file:
        for count, row in enumerate(listing.rows, start=1):
            values = dict(zip(titles, map(_exact, row), strict=True))
            file.write(json.dumps(values, ensure_ascii=False) + "\n")
            yield count


def _shown(value: Value) -> str:
    bare = plain(value)
    if isinstance(bare, bool):
        return "Yes" if bare else "No"
    if isinstance(bare, datetime):
        return f"{london(bare):%Y-%m-%d %H:%M}"
    if isinstance(bare, str):
        return APOSTROPHE + bare if bare.startswith(RISKY_STARTS) else bare
    return "" if bare is None else str(bare)


def _exact(value: Value) -> str | int | bool | None:
    bare = plain(value)
    if isinstance(bare, datetime):
        return london(bare).isoformat()
    if isinstance(bare, date):
        return bare.isoformat()
    return str(bare) if isinstance(bare, Decimal) else bare
