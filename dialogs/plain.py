"""A Reply as plain text: for the terminal, for clients without cards, and to be pasted."""

from collections.abc import Iterable, Iterator

from dialogs.messages import (
    Block,
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

AS_TEXT = "as_text"
"""The kind of a reply that is to be pasted elsewhere: it takes no card's place."""


def as_text(reply: Reply) -> str:
    """All that the reply says, one fact a line, without anything to tap."""
    if not reply.blocks:
        return reply.first_line
    return "\n".join(_lines(reply.blocks)).strip("\n")


def to_paste(reply: Reply) -> Reply:
    """The same facts as lines of text with nothing to tap, to be pasted elsewhere."""
    lines = tuple(Line(text=line) for line in as_text(reply).splitlines() if line.strip())
    return reply.model_copy(update={"kind": AS_TEXT, "blocks": lines, "keep": False})


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(text=text, aside=aside):
                yield f"{text} ({aside})" if aside else text
            case Section(text=text):
                yield ""
                yield text.upper()
            case Line(text=text):
                yield text
            case Facts(rows=rows):
                yield from (f"{label}: {value}" if label else f"  {value}" for label, value in rows)
            case Fold(label=label, blocks=folded):
                lines = list(_lines(folded))
                if lines:
                    yield label if label.endswith("?") else f"{label}:"
                yield from (f"  {line}" for line in lines)
            case Rule():
                yield ""
            case Buttons() | Chart() | TextField() | NumberField() | DateField() | ChoiceField():
                continue
