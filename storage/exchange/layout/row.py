"""What all rows of a plan have in common: checked once, never changed, known by a key."""

import types
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Any, ClassVar, Self, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo


class PlanRow(BaseModel):
    """A checked row; each field's alias is the header of its column, its description the note.

    Fields stand in the order in which they are checked, since one may depend on an earlier one;
    `COLUMNS` names those that stand first on the sheet, in their order there.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    KEY: ClassVar[tuple[str, ...]]
    COLUMNS: ClassVar[tuple[str, ...]] = ()

    @property
    def key(self) -> str:
        """What tells this row from every other one of its sheet."""
        return ", ".join(str(getattr(self, name)) for name in self.KEY)

    @property
    def label(self) -> str:
        """What people call this row: a reference, a role, a name."""
        return self.key

    def moved(self, by: timedelta) -> Self:
        """The same row with every date moved."""
        dates = {name: value + by for name, value in self if isinstance(value, date)}
        return self.model_copy(update=dates)

    def content(self) -> dict[str, Any]:
        """The row as JSON has it. A cell at its default counts as an empty one."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @classmethod
    def columns(cls) -> dict[str, FieldInfo]:
        """The fields by name, in the order of the sheet's columns."""
        ahead = {name: cls.model_fields[name] for name in cls.COLUMNS}
        return ahead | dict(cls.model_fields)

    @classmethod
    @cache
    def by_header(cls) -> dict[str, FieldInfo]:
        """The fields by the header of their column."""
        return {str(field.alias): field for field in cls.columns().values()}


def kind_of(field: FieldInfo) -> type:
    """The type of what a field holds when it is filled: date, str, int, Decimal or a choice."""
    return next(_types(field.annotation))


def marks_of(field: FieldInfo) -> frozenset[str]:
    """The marks in a field's annotation, `fields.LONG` and `fields.FEW`."""
    return frozenset(mark for mark in field.metadata if isinstance(mark, str))


def _types(annotation: Any) -> Iterator[type]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _types(get_args(annotation)[0])
    elif origin in {Union, types.UnionType}:
        for one in get_args(annotation):
            yield from _types(one)
    elif annotation is not type(None):
        yield origin or annotation
