"""A cell is understood or refused with a sentence, whatever stands in it."""

import unicodedata
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.exchange.layout import cells, days
from storage.vocabulary import ImpactRating, SourceKind, Stage
from tests.storage.workbooks import GARBAGE


def refusal(read: Callable[[object], object], value: object) -> str | None:
    try:
        read(value)
    except ValueError as error:
        return str(error)
    return None


READERS = (
    cells.text,
    cells.name,
    cells.number,
    cells.yes_no,
    cells.email,
    cells.reference,
    cells.reference_or_new,
    days.day,
    days.clock,
    days.weekday,
    days.working_days,
)


@given(st.one_of(GARBAGE, st.text(), st.binary()), st.sampled_from(READERS))
def test_a_cell_is_understood_or_refused_with_a_sentence(
    value: object, read: Callable[[object], object]
) -> None:
    """Also when it holds what no workbook can hold: control characters, half characters."""
    sentence = refusal(read, value)
    assert sentence is None or sentence.endswith(".")


@given(st.text(st.characters()))
@example("a\x00b")
@example("\ufeffplan")
@example("\uffff")
def test_a_text_that_is_taken_holds_nothing_invisible(value: str) -> None:
    """Neither at its ends nor within, whatever was pasted."""
    if refusal(cells.text, value) is None:
        taken = cells.text(value)
        assert taken == taken.strip()
        kinds = {unicodedata.category(character) for character in taken if character not in "\n\t"}
        assert not kinds & {"Cc", "Cf", "Cs"}
        assert "\uffff" not in taken


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("17.1", "17.1"),
        (17.1, "17.1"),
        (18, "18"),
        (18.0, "18"),
        ("91%", "91"),
        ("1,250", "1250"),
        ("-0", "0"),
        ("0.50", "0.5"),
        ("100", "100"),
        ("-12345678.1234", "-12345678.1234"),
        ("123456789012", "123456789012"),
    ],
)
def test_a_number_is_kept_exactly(value: object, meant: str) -> None:
    """As it was typed, without what says nothing: 17.1 stays 17.1."""
    found = cells.number(value)
    assert found == Decimal(meant)
    assert str(found) == meant


@pytest.mark.parametrize("value", ["£5", "1,2", "14 of 20", "1e5", "", "٦٥"])
def test_what_is_no_number_is_refused(value: str) -> None:
    """With how to write one."""
    assert refusal(cells.number, value) == (
        f"“{value}” is not a number; write it as 17.5, and what it counts under Unit."
    )


@pytest.mark.parametrize("value", ["1234567890123", "0.12345", "12345678901.23"])
def test_a_number_has_at_most_12_digits(value: str) -> None:
    """No more than the record keeps: 12 digits, 4 of them behind the point."""
    assert refusal(cells.number, value) == (
        f"“{value}” is too long; a number has at most 12 digits, 4 of them behind the point."
    )


@pytest.mark.parametrize("typed", ["in-progress", "IN PROGRESS", "In_Progress", "inprogress"])
def test_a_choice_is_known_by_its_letters(typed: str) -> None:
    """Capitals, hyphens and spaces make no odds."""
    assert cells.choice(Stage, typed) is Stage.IN_PROGRESS


@pytest.mark.parametrize("typed", ["Unknown", "Not yet known", "not-yet-known"])
def test_an_unknown_impact_goes_by_two_names(typed: str) -> None:
    """The record's word and the people's."""
    assert cells.choice(ImpactRating, typed) is ImpactRating.UNKNOWN


def test_a_misspelt_choice_is_suggested() -> None:
    """Beside all that are possible."""
    with pytest.raises(ValueError, match="Did you mean “Mock inspection”"):
        cells.choice(SourceKind, "Mock inspecton")


def test_a_name_holds_no_semicolon() -> None:
    """It would be two names in every other cell."""
    assert refusal(cells.name, "Police; North") == (
        "a name cannot hold a semicolon; semicolons separate names in other cells."
    )


@pytest.mark.parametrize(("typed", "meant"), [("new", "New"), ("wf-01", "WF-01")])
def test_a_likely_duplicate_is_decided_by_a_word_or_a_reference(typed: str, meant: str) -> None:
    """Anything else is refused."""
    assert cells.reference_or_new(typed) == meant
    assert refusal(cells.reference_or_new, "the same") == (
        "“the same” is neither a reference like WF-01 nor the word New."
    )
