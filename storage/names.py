"""Finds people's names and addresses in texts, and puts something else in their place."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import JSON, Column, String, Table, select
from sqlalchemy.orm import Session

from storage import models as m

BATCH = 1_000
# As they are typed: a straight or a curly apostrophe, any dash.
ALIKE = ("'’‘\N{MODIFIER LETTER APOSTROPHE}", "-–\N{HYPHEN}\N{NON-BREAKING HYPHEN}")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the record, or a JSON value that holds texts: in which table, row and column."""

    table: str
    row_id: int
    column: str
    content: Any


class Names:
    """Full names and addresses, each with what takes its place."""

    def __init__(self, instead: Mapping[str, str]) -> None:
        """Prepare for names and addresses → what takes their place; blank ones are left out."""
        known = {name: put for name, put in instead.items() if name.strip()}
        # The longest first: "Ann Lee-Smith" is not "Ann Lee" with something after it.
        names = sorted(known, key=len, reverse=True)
        self._instead = [known[name] for name in names]
        self._pattern = re.compile(
            rf"(?<!\w)(?:{'|'.join(map(_pattern, names))})(?!\w)" if names else r"(?!)",
            re.IGNORECASE,
        )

    def passages(self, value: Any) -> Iterator[str]:
        """The text, or those texts within a JSON value, that name one of these people."""
        return filter(self._pattern.search, _texts(value))

    def found_in(self, value: Any) -> bool:
        """Whether a text, or any text within a JSON value, names one of these people."""
        return any(self.passages(value))

    def replaced(self, value: Any) -> Any:
        """The same value with every name replaced; the keys of JSON objects stay."""
        if isinstance(value, str):
            return self._pattern.sub(self._put, _composed(value))
        if isinstance(value, dict):
            return {key: self.replaced(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.replaced(inner) for inner in value]
        return value

    def _put(self, match: re.Match[str]) -> str:
        return self._instead[cast(int, match.lastindex) - 1]


def same_name(one: str, other: str) -> bool:
    """Whether two names are spelt alike, but for case, spaces and the shape of an apostrophe."""
    return re.fullmatch(_pattern(one), _composed(other), re.IGNORECASE) is not None


def texts_naming(session: Session, names: Names) -> Iterator[Text]:
    """Every text of the record that names one of these people, in memory that does not grow.

    The table of people is left out: there the name is a name.
    """
    for table in m.Base.metadata.sorted_tables:
        columns = [column for column in table.columns if _holds_text(column)]
        if table.name != m.Person.__tablename__ and columns:
            yield from _naming(session, table, columns, names)


def _naming(
    session: Session, table: Table, columns: list[Column[Any]], names: Names
) -> Iterator[Text]:
    # What has no id of its own, a draft, is known by its person.
    id_ = table.c["id" if "id" in table.c else "person_id"]
    query = select(id_.label("row_id"), *columns).order_by(id_)
    for row in session.execute(query, execution_options={"yield_per": BATCH}).mappings():
        for column in columns:
            if names.found_in(row[column.name]):
                yield Text(table.name, row["row_id"], column.name, row[column.name])


def _holds_text(column: Column[Any]) -> bool:
    return isinstance(column.type, String | JSON)


def _texts(value: Any) -> Iterator[str]:
    """Every text within a JSON value, keys too, composed as names are."""
    if isinstance(value, str):
        yield _composed(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield _composed(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _pattern(name: str) -> str:
    """A group that matches a name however its spaces, apostrophes and dashes are typed."""
    return f"({''.join(map(_class, _composed(' '.join(name.split()))))})"


def _class(character: str) -> str:
    if character == " ":
        return r"\s+"
    alike = next((kind for kind in ALIKE if character in kind), None)
    return f"[{re.escape(alike)}]" if alike else re.escape(character)
