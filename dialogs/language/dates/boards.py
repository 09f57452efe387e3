"""Readers of board meetings: the next board, the December board, since board."""

from dialogs.language.dates import arithmetic
from dialogs.language.dates.bases import base
from dialogs.language.dates.patterns import Rule
from dialogs.language.dates.said import Said
from dialogs.language.dates.spans import month
from dialogs.language.dates.when import When


def next_board(said: Said) -> When | None:
    """The next or the last meeting; where none is known it must be asked back."""
    step = said.find("which")
    found = arithmetic.board(said.today, said.boards, step or 1)
    if found is not None and step == 1 and said.but_one:
        found = arithmetic.board(found, said.boards, 1)
    if found is None:
        return said.when(said.today, vague=True)
    return said.when(found, exact=True)


def the_board(said: Said) -> When | None:
    """Before the board, since board."""
    if said.lead not in {"before", "by", "until", "since", "after"}:
        return None
    found = arithmetic.board(said.today, said.boards, -1 if said.lead == "since" else 1)
    return said.when(found, exact=True) if found else said.when(said.today, vague=True)


def board_of_month(said: Said) -> When | None:
    """The December board."""
    stretch = base(said)[0]
    found = [day for day in said.boards if stretch[0] <= day <= stretch[1]]
    if not found:
        return month(said) if said.find("month") is not None else said.when(stretch, vague=True)
    return said.when(found[0], exact=True)


RULES: tuple[Rule, ...] = (
    ("the? which BOARD", next_board),
    ("month BOARD|the? which unit BOARD", board_of_month),
)
LAST_RULES: tuple[Rule, ...] = (("the? BOARD", the_board),)
