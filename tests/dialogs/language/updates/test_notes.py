"""The author's own words survive, letter for letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.updates.notes import BETWEEN, note_of, reason_in, says_nothing, words_of
from tests.dialogs.language.meant import clause, clauses


def noted(text: str, *kinds: str) -> str | None:
    """The note of a message from which everything of these kinds was taken."""
    parts = clauses(text)
    taken = [mark for part in parts for mark in part.marks() if mark.kind in kinds]
    return note_of(parts, taken)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("WF-01 75% amber, 14 interviews done", "14 interviews done"),
        ("WF-01 75% amber, 14 interviews done, 6 offers", "14 interviews done, 6 offers"),
        ("WF-01 14 interviews done", "14 interviews done"),
        ("WF-01: still amber - waiting for HR", "waiting for HR"),
        ("WF-01 75%", None),
        ("WF-01 now at 75%", None),
        ("still amber on WF-01", None),
        ("WF-01 is amber now please", None),
        ("pt3 protocol signed by all except probation, 90%",
         "protocol signed by all except probation"),
        ("advert out. WF-01 75%. closes soon", "advert out … closes soon"),
        ("advert out; 75%; closes soon", "advert out … closes soon"),
        ("audit of 40% of files", "audit of 40% of files"),
        ("interviews held and panel agreed", "interviews held and panel agreed"),
        ("WF-01 the “new” offer (v2) isn’t out – yet", "the “new” offer (v2) isn’t out – yet"),
        ("line one\nline two\n75%", "line one\nline two"),
        ("WF-01 75% nearly there with the police posts", "nearly there with the police posts"),
    ],
)  # fmt: skip
def test_what_is_no_slot_stays(text: str, note: str | None) -> None:
    """Only figures at the edge of a clause, and the little words up to them, are left out."""
    assert noted(text, "ref", "percent", "rating") == note


def test_a_figure_in_the_middle_of_words_stays() -> None:
    """A sentence without it would say something else."""
    assert noted("we are 75% sure of the amber zone plan", "percent", "rating") == (
        "we are 75% sure of the amber zone plan"
    )


def test_what_was_not_taken_is_kept() -> None:
    """A figure that became no slot is still said."""
    assert noted("WF-01 75%, 88% of contacts in time", "ref") == "75%, 88% of contacts in time"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("slip 2 wks cos the unions want another meeting", "the unions want another meeting"),
        ("move to 16 Dec because of sickness in the team", "sickness in the team"),
        ("extend to 16 Dec due to the ICB board moving", "the ICB board moving"),
        ("move to 16 Dec as the board moved", "the board moved"),
        ("need a month since we lost two staff", "we lost two staff"),
        ("move to 16 Dec", None),
        ("because the board moved", None),
        ("move it to after 9 Dec", None),
        ("as agreed move to 16 Dec", None),
    ],
)
def test_a_reason_is_what_follows_because(text: str, reason: str | None) -> None:
    """In the author's words; a day by itself is no reason."""
    assert reason_in(clause(text)) == reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("IT wont sort the guest accounts, so we wait",
         "IT wont sort the guest accounts, so we wait"),
        ("stuck; no reply", "stuck; no reply"),
        ("pls", None),
        ("thanks", None),
        ("ok thanks, stuck on IT", "stuck on IT"),
    ],
)  # fmt: skip
def test_all_words_of_some_clauses(text: str, words: str | None) -> None:
    """As typed, without what is only polite."""
    assert words_of(clauses(text)) == words


@pytest.mark.parametrize(
    "text",
    ["WF-01 is now at 75%", "75% done", "still amber", "ok thanks", "should be done by 9 Dec"],
)
def test_figures_and_little_words_say_nothing_more(text: str) -> None:
    """So they make no note."""
    part = clause(text)
    assert says_nothing(part, frozenset(mark.start for mark in part.marks()))


@pytest.mark.parametrize("text", ["unions still refusing", "75% of a post", "HR amber about it"])
def test_any_other_word_says_something(text: str) -> None:
    """One telling word is enough."""
    part = clause(text)
    assert not says_nothing(part, frozenset(mark.start for mark in part.marks()))


PLAIN = st.lists(
    st.sampled_from(
        ["unions", "Panel", "held", "agreed", "with", "partners", "forms", "trialled", "the",
         "ÉTUDE",
         "and", "staff’s", "(draft)", "“new”", "re-write", "a", "is", "HR", "&", "on", "budget"]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)  # fmt: skip


@given(st.lists(PLAIN, min_size=1, max_size=4), st.sampled_from([", ", "; ", ". ", " - ", "\n"]))
def test_no_word_is_lost(parts: list[str], between: str) -> None:
    """Whatever stands between the clauses, each telling word is in the note."""
    text = f"WF-01 75% amber{between}{between.join(parts)}"
    note = noted(text, "ref", "percent", "rating") or ""
    telling = {"unions", "Panel", "held", "agreed", "partners", "forms", "trialled", "ÉTUDE", "HR"}
    said = {word for word in between.join(parts).split() if word in telling}
    assert {word for word in said if word not in note} == set()


@given(st.text())
def test_every_piece_of_a_note_stands_in_the_message(text: str) -> None:
    """Letter for letter."""
    typed = f"WF-01 75%, {text}; amber"
    for note in (noted(typed, "ref", "percent", "rating"), words_of(clauses(typed))):
        assert all(piece in typed for piece in (note or "").split(BETWEEN))
    assert all((reason_in(part) or "") in typed for part in clauses(typed))
