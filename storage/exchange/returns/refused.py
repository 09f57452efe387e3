"""Why a return was not made, not read or not taken in."""

from collections.abc import Iterable

from storage.errors import RecordError


class ReturnRefused(RecordError):
    """Nothing was made or changed; `mistakes` are sentences to show.

    The exception's own text holds none of them: they quote cells.
    """

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(f"the return was refused: {len(self.mistakes)} mistakes")
