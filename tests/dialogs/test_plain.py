"""A Reply as text: for the terminal, for clients without cards, and to be pasted."""

from datetime import date
from typing import get_args

from dialogs.messages import (
    Bar,
    Block,
    Button,
    Buttons,
    Chart,
    ChoiceField,
    DateField,
    Facts,
    Fold,
    Heading,
    Line,
    NumberField,
    Reply,
    Rule,
    Section,
    TextField,
)
from dialogs.plain import as_text, to_paste
from storage.vocabulary import Rating

HOSTILE = "**bold** <at>All</at> [x](https://evil.example)"
EVERY_BLOCK: tuple[Block, ...] = (
    Heading(text="Workforce", aside="Fri 18 Nov"),
    Heading(text="Alone"),
    Section(text="Risks"),
    Line(text=f"■ WF-02 {HOSTILE}", rating=Rating.RED),
    Facts(rows=(("Top risk", "R-01"), ("", "R-02"))),
    Rule(),
    Buttons(buttons=(Button(label="Save", verb="save"),)),
    TextField(name="note", label="What changed?"),
    NumberField(name="percent", label="Completed"),
    DateField(name="forecast", label="Forecast", value=date(2022, 12, 9)),
    ChoiceField(name="rating", label="Rating", options=(("keep", "stay Amber"),)),
    Chart(title="By rating", bars=(Bar(label="■ Red", value=1, rating=Rating.RED),)),
    Fold(label="What changed", blocks=(Line(text="WF-01 75%"),)),
    Fold(label="Who sees this?", blocks=(Line(text="The programme office."),)),
    Fold(label="A risk or a problem", blocks=(TextField(name="risk", label="Risk"),)),
)
REPLY = Reply(first_line="Workforce.", kind="status", blocks=EVERY_BLOCK, keep=True)


def test_every_kind_of_block_is_here() -> None:
    """A new block must say what it is as text."""
    union = get_args(Block)[0]
    assert {type(block) for block in EVERY_BLOCK} == set(get_args(union))


def test_all_facts_are_said_one_a_line() -> None:
    """Headings in capitals, shapes kept, nothing to tap or to fill in, words as typed."""
    assert as_text(REPLY).splitlines() == [
        "Workforce (Fri 18 Nov)",
        "Alone",
        "",
        "RISKS",
        f"■ WF-02 {HOSTILE}",
        "Top risk: R-01",
        "  R-02",
        "",
        "What changed:",
        "  WF-01 75%",
        "Who sees this?",
        "  The programme office.",
    ]


def test_a_sentence_is_its_own_text() -> None:
    """Without blocks there is only the first line."""
    assert as_text(Reply(first_line="Hello.")) == "Hello."


def test_what_is_pasted_says_the_same_and_offers_nothing() -> None:
    """Lines only; it replaces no card and is not kept."""
    pasted = to_paste(REPLY)
    assert {type(block) for block in pasted.blocks} == {Line}
    assert as_text(pasted).splitlines() == [line for line in as_text(REPLY).splitlines() if line]
    assert (pasted.kind, pasted.keep, pasted.replaces) == ("as_text", False, None)
