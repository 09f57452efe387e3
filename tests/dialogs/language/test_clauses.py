"""A message falls into the clauses that a reader sees."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.clauses import clauses_of, is_numbered
from dialogs.language.marks import marked
from tests.dialogs.language.meant import clause, clauses, office


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("WF-01 75% amber, 14 interviews done; risk: agency leaving",
         ["WF-01 75% amber", "14 interviews done", "risk: agency leaving"]),
        ("qp1 88% of contacts in time, amber; pt3 signed, 90%, shd close fri",
         ["qp1 88% of contacts in time", "amber", "pt3 signed", "90%", "shd close fri"]),
        ("WF-01 still amber - waiting for HR", ["WF-01 still amber", "waiting for HR"]),
        ("WF-01 amber – waiting – again", ["WF-01 amber", "waiting", "again"]),
        ("line one\nline two\r\nline three", ["line one", "line two", "line three"]),
        ("• audits done • comms out", ["audits done", "comms out"]),
        ("LG-04 green 40% but will miss the date", ["LG-04 green 40%", "but will miss the date"]),
        ("advert closed. Id say 35 percent", ["advert closed", "Id say 35 percent"]),
        ("WF-01 at 50% and WF-02 at 60%", ["WF-01 at 50%", "WF-02 at 60%"]),
        ("PT-01 amber and can you move it to 16 Dec",
         ["PT-01 amber", "can you move it to 16 Dec"]),
        ("1) QA-01 32/40 audits done 2) found 6 3) need comms",
         ["QA-01 32/40 audits done", "found 6", "need comms"]),
        ("wait!what", ["wait!what"]),
    ],
)  # fmt: skip
def test_a_message_is_divided(text: str, parts: list[str]) -> None:
    """At full stops, commas, dashes, lines, points of a list and buts."""
    assert [part.text for part in clauses(text)] == parts


@pytest.mark.parametrize(
    "text",
    [
        "average 17.1 cases per worker",
        "1,200 staff trained",
        "well-being and multi-agency work agreed",
        "see https://a.example/x,y;z-a.b",
        "met on 12.09.22 at HQ",
        "no change on PT-01 and RK-04",
        "delivery and impact reviewed",
        "WF-01: 75%",
        "v2.1 of the form issued",
    ],
)
def test_what_belongs_together_stays_together(text: str) -> None:
    """A figure, a link, a day, a list of actions is not torn apart."""
    assert clause(text).text == text


@pytest.mark.parametrize("text", ["", " ", ",,,", "…", " - ", "?!", "\n\n", "•"])
def test_what_has_no_words_has_no_clauses(text: str) -> None:
    """Nothing is made of punctuation."""
    assert clauses(text) == ()


def test_a_clause_knows_whether_a_sentence_ends_before_it() -> None:
    """Commas and dashes do not end one; full stops, semicolons and new lines do."""
    found = clauses("WF-01 75%, going well - really. Advert out; closes soon\nall good, thanks")
    assert [(part.text, part.stop) for part in found] == [
        ("WF-01 75%", True),
        ("going well", False),
        ("really", False),
        ("Advert out", True),
        ("closes soon", True),
        ("all good", True),
        ("thanks", False),
    ]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("WF-01: now (75%) “Amber”", "@ref now @percent @rating"),
        ("Move it to before 16 Dec", "move it to @date"),
        ("done by about the 9 Dec", "done by @date"),
        ("R-03 = 2x3", "@risk @score"),
    ],
)
def test_the_shape_is_in_folded_words(text: str, shape: str) -> None:
    """Without punctuation, and without the little words that stand before a date."""
    assert clause(text).shape == shape
    assert clause(text).words == tuple(shape.split())


def test_a_clause_keeps_what_was_typed() -> None:
    """Its text is the author's; its folded text is as long."""
    part = clause("  Dún Laoghaire’s ÉTUDE – ")
    assert part.text == "Dún Laoghaire’s ÉTUDE"
    assert len(part.plain) == part.end - part.start


def test_marks_of_a_clause_are_its_own() -> None:
    """Not those of the clause beside it."""
    first, second = clauses("WF-01 75%, 14 interviews on 9 Dec")
    assert [mark.kind for mark in first.marks()] == ["ref", "percent"]
    assert [mark.kind for mark in second.marks("date")] == ["date"]
    assert second.marks("percent") == ()


def test_a_part_of_a_message_is_divided_by_itself() -> None:
    """The places are those of the message."""
    message = marked("WF-01 75%. Advert out, closes 9 Dec", office())
    (first, second) = clauses_of(message, 10)
    assert (first.text, second.text) == ("Advert out", "closes 9 Dec")


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("1) audits 2) comms", True),
        ("1. audits\n2. comms", True),
        ("(1) audits (2) comms", True),
        ("1) audits only", False),
        ("QA-01 32/40 audits", False),
        ("took 1.5 hours, 2.5 days", False),
    ],
)
def test_points_of_a_list_are_counted(text: str, numbered: bool) -> None:
    """One point is no list."""
    assert is_numbered(text) is numbered


SCRAPS = st.lists(
    st.sampled_from(
        ["WF-01", "75%", "amber", "and", "but", "so", "can you", ".", ",", ";", " - ", "-", "=>",
         "1) ", "\n", "…", "•", "✅", "risk", "R-03", "9 Dec", "complete:", "a-b", "| ", "\ue001"]
    ),
    max_size=20,
).map(" ".join)  # fmt: skip


@given(st.text() | SCRAPS)
def test_no_letter_is_lost(text: str) -> None:
    """Only an "and" may stand between two clauses, and they follow one another."""
    found = clauses(text)
    inside = {place for part in found for place in range(part.start, part.end)}
    outside = "".join(" " if place in inside else char for place, char in enumerate(text))
    assert set(re.findall(r"[^\W\d_]+", outside.lower())) <= {"and", "also", "plus"}
    pairs = pairwise(found)
    assert all(one.end <= other.start for one, other in pairs)
    assert all(part.text in text and part.text for part in found)
