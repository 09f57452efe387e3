"""A reply as text: the same facts, nothing to tap, ready to be pasted."""

from dialogs.messages import (
    Button,
    Buttons,
    Facts,
    Fold,
    Heading,
    Line,
    Reply,
    Rule,
    Section,
    TextField,
)
from dialogs.plain import as_text, to_paste

REPLY = Reply(
    first_line="Workforce: 1 red.",
    keep=True,
    blocks=(
        Heading(text="Workforce", aside="Fri 18 Nov"),
        Rule(),
        Facts(rows=(("Delivery", "■ Red 1"), ("", "continued"))),
        Section(text="Risks"),
        Line(text="R-01 is high"),
        Fold(label="What changed", blocks=(Line(text="WF-02 is red"),)),
        TextField(name="note", label="Why?"),
        Buttons(buttons=(Button(label="Save", verb="save"),)),
    ),
)


def test_a_reply_reads_from_top_to_bottom() -> None:
    """Headings in capitals, folded parts opened, fields and buttons left out."""
    assert as_text(REPLY).splitlines() == [
        "Workforce (Fri 18 Nov)",
        "",
        "Delivery: ■ Red 1",
        "  continued",
        "",
        "RISKS",
        "R-01 is high",
        "What changed:",
        "  WF-02 is red",
    ]


def test_a_sentence_is_itself() -> None:
    """A reply without blocks says its first line."""
    assert as_text(Reply(first_line="Saved.")) == "Saved."


def test_what_is_to_be_pasted_has_nothing_to_tap() -> None:
    """One line a fact, no empty ones, and it is not kept as an answer."""
    pasted = to_paste(REPLY)
    assert (pasted.kind, pasted.keep) == ("as_text", False)
    assert [block.kind for block in pasted.blocks] == ["line"] * 7
