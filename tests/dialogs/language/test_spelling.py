"""Slips of the finger are put right for reading, and every word is given back as typed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.english import by_frequency, ordinary
from dialogs.language.spelling import is_slip, spelt
from dialogs.language.understanding import understand
from tests.dialogs.language.judging import messages
from tests.dialogs.language.situations import situation

AT = situation("Recruitment and Retention Lead", "2022-11-16")
PLAN = AT.directory
RIGHT = (
    ("WF-01 ambre", "WF-01 amber"),
    ("no chaneg this wk", "no change this wk"),
    ("likelihod 4 ipmact 3", "likelihood 4 impact 3"),
    ("rejetc the extenson", "reject the extension"),
    ("recruitmnt campaign", "recruitment campaign"),
    ("wats ovrdue", "what's overdue"),
    ("wot actions hav i got", "what actions have i got"),
    ("will upload l8r", "will upload later"),
    ("y is RK-03 amber", "why is RK-03 amber"),
    ("by the end of Decmber", "by the end of december"),
    ("PLS CLSOE IT, NO CHNAGE", "PLS close IT, NO change"),
)
KEPT = (
    "see https://sharepoint.example/ovrdue/chnage.docx",
    "ask ovrdue.reports@arden.example",
    "with Ambar in the chair, and Marcia helps",
    "I told Ambre",
    "ICPCs and S47s, ASYEs too",
    "wkly mtg w SMs, asap pls",
    "well-aimed non-chnage words",
    "plan y is ready",
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(("typed", "read"), RIGHT, ids=[typed for typed, _ in RIGHT])
def test_a_slip_is_read_as_the_word_beside_it(typed: str, read: str) -> None:
    """A word of the grammar, or one that the plan is written in."""
    assert spelt(typed, PLAN).text == read


@pytest.mark.parametrize("typed", KEPT)
def test_names_short_forms_and_addresses_stay(typed: str) -> None:
    """They are words of their own, however near another."""
    assert spelt(typed, PLAN).text == typed


@pytest.mark.parametrize("word", ["complete", "change", "amber", "compete", "quality", "hospital"])
def test_an_ordinary_word_is_never_changed(word: str) -> None:
    """It was meant."""
    assert word in ordinary()
    assert spelt(f"it is {word} now", PLAN).slips == ()


def test_the_words_of_a_note_are_as_typed() -> None:
    """Only the reading is put right."""
    found = understand("WF-01 75% ambre, intervews movd to thurs as the adevrt closd late", AT)
    (item,) = found.as_json()["items"]
    assert item["delivery_rag"] == "amber"
    assert item["note"] == "intervews movd to thurs as the adevrt closd late"


def test_a_question_back_points_at_the_words_as_typed() -> None:
    """The span of what is asked stands in the message that was sent."""
    text = "chnage WF-01 pls: somewhre between 30 and 50%"
    clarify = understand(text, AT).clarify
    assert clarify is not None
    assert clarify.span is not None
    assert text[slice(*clarify.span)] == "30 and 50%"


@given(st.data())
def test_every_part_leads_back_to_what_was_typed(data: st.DataObject) -> None:
    """Between any two words of the corrected text stands what was typed there."""
    said = data.draw(st.lists(st.sampled_from(RIGHT + tuple((k, k) for k in KEPT)), max_size=4))
    typed = " | ".join(one for one, _ in said)
    read = spelt(typed, PLAN)
    assert read.typed == typed
    assert read.span(0, len(read.text)) == (0, len(typed))
    assert read.as_typed(read.text, " … ") == typed
    for slip in read.slips:
        assert read.span(slip.start, slip.end) == (slip.typed_start, slip.typed_end)


def test_one_slip_in_a_message_rarely_changes_its_intent() -> None:
    """Of the messages of owners and leads with one letter wrong somewhere, nineteen in twenty."""
    chance = random.Random(7)
    same = tried = 0
    for case in messages("owners", "leads"):
        slipped = _with_a_slip(case["text"], chance)
        if slipped is None:
            continue
        at = situation(case["sender"], case["today"], case["role"], **case["context"])
        tried += 1
        same += understand(slipped, at).intent == understand(case["text"], at).intent
    assert tried > 500
    assert same / tried > 0.95


def _with_a_slip(text: str, chance: random.Random) -> str | None:
    """Two letters of one longer word swapped, one left out, or one doubled."""
    words = [word for word in text.split() if len(word) > 4 and word.isalpha()]
    if not words:
        return None
    word = chance.choice(words)
    at = chance.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
    )
    return text.replace(word, chance.choice(slips), 1)


def test_the_words_of_english_are_there() -> None:
    """The most frequent first."""
    assert by_frequency()[:3] == ("the", "of", "and")
    assert len(ordinary()) > 80_000


@pytest.mark.parametrize("word", ["staf", "traind", "gona", "l8r", "chnage"])
def test_a_letter_missing_or_two_swapped_is_a_slip(word: str) -> None:
    """So that nobody takes it for a name."""
    assert is_slip(word)


@pytest.mark.parametrize("word", ["lani", "teles", "silva", "mena", "rohan", "dilys", "frid", "zx"])
def test_what_may_be_a_name_is_no_slip(word: str) -> None:
    """Another letter in its place, or a short word that a letter more would make another."""
    assert not is_slip(word)
