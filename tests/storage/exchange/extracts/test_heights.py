"""A row is as high as its longest wrapped text needs, and never higher than Excel allows."""

import pytest

from storage.exchange.extracts.heights import HIGHEST, LINE, row_height


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        ([], 1),
        ([("", 10)], 1),
        ([("short", 10)], 1),
        ([("x" * 40, 20), ("x" * 10, 20)], 3),
        ([("one\ntwo\n\nfour", 20)], 4),
        ([("x" * 30 + "\ny", 20)], 3),
    ],
)
def test_the_longest_text_counts(texts: list[tuple[str, float]], lines: int) -> None:
    """Paragraphs begin new lines, long ones are wrapped, empty ones take their place."""
    assert row_height(texts) == lines * LINE


def test_there_is_an_end_to_it() -> None:
    """A text of pages is read in its cell."""
    assert row_height([("x" * 30_000, 20)]) == HIGHEST
