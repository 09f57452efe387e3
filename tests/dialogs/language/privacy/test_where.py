"""Where something stands is said without repeating it."""

import pytest

from dialogs.language.privacy import Found, Kind, where

TEXT = "Mabel Notreal's assessment is 43 days late, rest of backlog cleared today"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Mabel Notreal"], "the first two words"),
        (["Mabel"], "the first word"),
        (["late"], "word 7"),
        (["43 days late"], "words 5 to 7"),
        (["cleared today"], "the last two words"),
        (["today"], "the last word"),
        (["Mabel", "Notreal"], "the first two words"),
        (["Mabel Notreal", "late"], "the first two words and word 7"),
        (["Mabel", "assessment", "43"], "the first word, word 3 and word 5"),
        ([TEXT], "all of it"),
        ([], ""),
    ],
)
def test_words_are_counted(words: list[str], said: str) -> None:
    """As a person would point to them."""
    places = [(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]
    assert where([Found(Kind.CHILD_NAME, *place) for place in places], TEXT) == said
