"""A property that is worked out once, when it is first read."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Value = TypeVar("Value")


class lazily(Generic[Value]):  # noqa: N801 -- read as a decorator
    """`functools.cached_property` without the lock that it takes before Python 3.12.

    A message is read by one thread.
    """

    def __init__(self, work: Callable[[Any], Value]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, one: None, owner: type) -> Self: ...

    @overload
    def __get__(self, one: object, owner: type) -> Value: ...

    def __get__(self, one: object | None, owner: type) -> Self | Value:
        """The value, kept in the instance from now on."""
        if one is None:
            return self
        value = one.__dict__[self._name] = self._work(one)
        return value
