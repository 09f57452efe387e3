"""The action log and the risk register as councils keep them."""

from collections.abc import Sequence
from datetime import date

import pytest

from storage.database import Database
from storage.exchange.extracts.extract import Extract
from storage.exchange.extracts.listing import Listing, Paint, Painted, Value
from storage.exchange.extracts.scope import scope_of
from storage.exchange.extracts.titles import Titles
from storage.exchange.registers import shown
from storage.exchange.registers.action_log import action_log
from storage.exchange.registers.risk_register import risk_register
from storage.vocabulary import ImpactRating, Rating
from tests.storage.conftest import turn
from tests.storage.lived import AFTER_BOARD, TODAY, UNPRINTABLE, live

Rows = dict[str, dict[str, Value]]


@pytest.fixture
def lived(database: Database) -> Database:
    live(database)
    return database


def by_reference(listing: Listing) -> Rows:
    """Reference → column → value."""
    titles = [column.title for column in listing.columns]
    found = [dict(zip(titles, row, strict=True)) for row in listing.rows]
    return {str(row["Reference"]): row for row in found}


def log(database: Database, as_at: date | None = None) -> Rows:
    """The action log, overdue as on the last day of the fortnight."""
    with database.read() as session:
        scope = scope_of(session, theme=None, organisation=None, as_at=as_at, today=TODAY)
        return by_reference(action_log(Extract(session, scope, Titles(session))))


def register(database: Database, as_at: date | None = None) -> Rows:
    """The risk register."""
    with database.read() as session:
        scope = scope_of(session, theme=None, organisation=None, as_at=as_at, today=TODAY)
        return by_reference(risk_register(Extract(session, scope, Titles(session))))


def test_an_action_is_told_with_where_it_comes_from_and_how_it_stands(lived: Database) -> None:
    """The owner's own words as corrected, with what shows them; a count of the evidence."""
    row = log(lived)["WF-01"]
    assert row["Findings"] == "F-05: Long-standing difficulty recruiting to the MASH"
    assert row["Owner"] == "Recruitment and Retention Lead"
    assert row["Delivery rating"] == Painted("▲ Amber", Paint.AMBER)
    assert row["Impact rating"] == Painted("○ Not yet known", Paint.GREY)
    assert (row["Percent"], row["Last update"]) == (70, UNPRINTABLE)
    assert (row["By"], row["On"]) == ("Recruitment and Retention Lead", date(2022, 11, 17))
    assert (row["Next steps"], row["Blocked by"]) == ("Six offers", "Checks")
    assert row["Latest reading"] == (
        "Vacancy rate: 21 % (31 Oct 2022)\nVacancies: 16.5 % (15 Nov 2022)"
    )
    assert row["Evidence"] == 1


def test_a_moved_due_date_keeps_the_original_and_the_slip(lived: Database) -> None:
    """What was agreed at first, what is agreed now, and how often it moved."""
    row = log(lived)["WF-02"]
    assert (row["Due"], row["Slips"]) == (date(2023, 2, 28), 1)
    assert log(lived, as_at=date(2022, 11, 20))["WF-02"]["Due"] == date(2023, 1, 31)


def test_an_undone_report_is_not_in_the_log(lived: Database) -> None:
    """What was taken back within its ten minutes never stood."""
    assert log(lived)["WF-02"]["Delivery rating"] == Painted("▲ Amber", Paint.AMBER)


def test_overdue_is_counted_from_the_agreed_date_to_the_day_shown(database: Database) -> None:
    """A forecast changes nothing about it; what is signed off is never overdue."""
    with turn(database, AFTER_BOARD) as record:
        actions = [a for t in record.plan.themes() for a in record.plan.actions_of_theme(t.id)]
    rows = log(database)
    late = {a.ref: (TODAY - a.due).days for a in actions if a.open and a.due < TODAY}
    assert late
    assert {ref: row["Days overdue"] for ref, row in rows.items() if row["Days overdue"]} == late
    earlier = date(2022, 11, 15)
    assert log(database, as_at=earlier).keys() == rows.keys()


def test_a_risk_is_told_with_scores_controls_and_trend(lived: Database) -> None:
    """Inherent and residual, in place and planned, and how it stood when the board saw it."""
    row = register(lived)["R-01"]
    scores = (row["Likelihood"], row["Impact"], row["Score"], row["Band"])
    assert scores == (5, 5, Painted(25, Paint.RED), Painted("High", Paint.RED))
    assert row["Residual score"] == Painted(12, Paint.AMBER)
    assert row["Residual band"] == Painted("Medium", Paint.AMBER)
    assert row["Controls in place"] == "Early conversion offers"
    planned = "Retention payments (HR Business Partner – Children's, by 31 Jan 2023)"
    assert row["Planned mitigating actions"] == planned
    assert (row["Response"], row["Proximity"]) == ("Treat", date(2022, 12, 20))
    assert row["Trend"] == "Same ="
    assert row["Score when the board last saw it"] == Painted(25, Paint.RED)
    assert (row["Status"], row["Last reviewed"]) == ("Open", date(2022, 11, 18))
    assert row["Last words"] == "@agency rates rise"


def test_before_a_board_saw_a_risk_the_trend_is_since_it_was_raised(lived: Database) -> None:
    """20 when the plan was taken in, 25 on the Friday, and no board had seen it then."""
    row = register(lived, as_at=date(2022, 11, 20))["R-01"]
    assert row["Trend"] == "Risen ▲"
    assert row["Score when the board last saw it"] is None
    assert row["Raised on"] == date(2022, 11, 14)


def test_the_highest_score_stands_first(lived: Database) -> None:
    """Priorities first (programme.md, Short)."""
    scores = [row["Score"] for row in register(lived).values()]
    numbers = [score.value for score in scores if isinstance(score, Painted)]
    assert numbers == sorted(numbers, key=lambda number: -int(number))
    assert len(numbers) == len(scores)


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (20, 16, "Risen ▲"),
        (9, 16, "Fallen ▼"),
        (16, 16, "Same ="),
        (None, 16, ""),
        (16, None, ""),
    ],
)
def test_a_trend_is_a_word_and_a_shape(now: int | None, before: int | None, told: str) -> None:
    """Where one of the scores is missing there is no trend to tell."""
    assert shown.trend(now, before) == told


def test_every_rating_has_its_own_words_and_shape() -> None:
    """No two look alike without their colour."""
    delivery = [shown.delivery(rating).value for rating in Rating]
    impact = [shown.impact(rating).value for rating in ImpactRating]
    assert delivery == ["○ Not started", "● Green", "▲ Amber", "■ Red", "◆ Blue"]
    assert impact == ["○ Not yet known", "■ Red", "▲ Amber", "● Green"]


@pytest.mark.parametrize(
    ("score", "words"), [(25, "High"), (15, "High"), (14, "Medium"), (5, "Medium"), (4, "Low")]
)
def test_a_score_has_the_colour_of_its_band(score: int, words: str) -> None:
    """15 and more is high (programme.md, Risk)."""
    band, number = shown.band(score), shown.score(score)
    assert band is not None
    assert number is not None
    assert (band.value, band.paint) == (words, number.paint)


def test_a_risk_without_a_score_has_none() -> None:
    """Nobody has scored it yet: no number, no band, no colour."""
    unscored: Sequence[object] = (shown.score(None), shown.band(None))
    assert unscored == (None, None)
