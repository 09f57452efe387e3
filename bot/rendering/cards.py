"""A Reply as an Adaptive Card 1.5: words before colour, and every person's text inert.

Text from people goes into text runs, which know no markdown; headings, which do, are escaped.
"""

import json
import re
from collections.abc import Iterable
from functools import singledispatch
from typing import Any, Literal

from microsoft_teams.cards.core import (
    ActionSet,
    AdaptiveCard,
    CardElement,
    Choice,
    ChoiceSetInput,
    Column,
    ColumnSet,
    Container,
    DateInput,
    DonutChart,
    DonutChartData,
    ExecuteAction,
    NumberInput,
    RichTextBlock,
    TextBlock,
    TextInput,
    TextRun,
    ToggleVisibilityAction,
)

from dialogs.messages import (
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
from dialogs.plain import as_text
from dialogs.wording import SHAPES
from storage.vocabulary import Rating

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
VERSION: Literal["1.5"] = "1.5"
MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")
COLOURS: dict[Rating, Any] = {
    Rating.GREY: "Default",
    Rating.GREEN: "Good",
    Rating.AMBER: "Warning",
    Rating.RED: "Attention",
    Rating.BLUE: "Accent",
}
BAR_COLOURS: dict[Rating, Any] = {
    Rating.GREY: "neutral",
    Rating.GREEN: "good",
    Rating.AMBER: "warning",
    Rating.RED: "attention",
    Rating.BLUE: "categoricalBlue",
}
BUTTONS_IN_A_ROW = 4
MAX_NOTE = 8_000
MOST_BYTES = 72 * 1024  # as UTF-16: Teams asks for less than 80 KB, and the activity needs some
MOST_FOLDED = 12
LEFT_OUT = "The rest does not fit on a card. Ask for one action, for example: how is WF-01"


def card(reply: Reply) -> dict[str, Any]:
    """The card of a reply, as JSON; its fallback text says the same.

    One that would be too large for Teams is shortened where it is folded.
    """
    drawn = _drawn(reply)
    if any(isinstance(block, Fold) for block in reply.blocks) and _size(drawn) > MOST_BYTES:
        blocks = tuple(map(_shortened, reply.blocks))
        return _drawn(reply.model_copy(update={"blocks": blocks}))
    return drawn


def _drawn(reply: Reply) -> dict[str, Any]:
    drawn = AdaptiveCard(
        version=VERSION,
        fallback_text=as_text(reply),
        body=_elements(reply.blocks, "fold"),
    )
    return drawn.model_dump(exclude_none=True, by_alias=True)


def _size(drawn: dict[str, Any]) -> int:
    return len(json.dumps(drawn, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def _shortened(block: Block) -> Block:
    if not isinstance(block, Fold) or len(block.blocks) <= MOST_FOLDED:
        return block
    left_out = Line(text=LEFT_OUT, subtle=True)
    return block.model_copy(update={"blocks": (*block.blocks[:MOST_FOLDED], left_out)})


def _elements(blocks: Iterable[Any], name: str) -> list[CardElement]:
    """Draw blocks one below the other; a Rule becomes the separator of what follows it."""
    drawn: list[CardElement] = []
    ruled = False
    for number, block in enumerate(blocks):
        if isinstance(block, Rule):
            ruled = bool(drawn)
            continue
        elements = _fold(block, f"{name}-{number}") if isinstance(block, Fold) else _draw(block)
        if ruled and elements:
            elements[0].separator = True  # type: ignore[attr-defined]
            elements[0].spacing = "Medium"  # type: ignore[attr-defined]
        drawn += elements
        ruled = False
    return drawn


@singledispatch
def _draw(block: Any) -> list[CardElement]:
    raise TypeError(f"a card has no {type(block).__name__}")


@_draw.register
def _(block: Heading) -> list[CardElement]:
    title = TextBlock(
        text=_escaped(block.text), weight="Bolder", size="Medium", style="heading", wrap=True
    )
    if not block.aside:
        return [title]
    aside = TextBlock(
        text=_escaped(block.aside), is_subtle=True, wrap=True, horizontal_alignment="Right"
    )
    columns = [Column(width="stretch", items=[title]), Column(width="auto", items=[aside])]
    return [ColumnSet(columns=columns)]


@_draw.register
def _(block: Section) -> list[CardElement]:
    return [
        TextBlock(
            text=_escaped(block.text.upper()),
            weight="Bolder",
            size="Small",
            style="heading",
            spacing="Medium",
            wrap=True,
        )
    ]


@_draw.register
def _(block: Line) -> list[CardElement]:
    weight: Any = "Bolder" if block.strong else None
    subtle = True if block.subtle else None
    runs: list[CardElement] = [_run(block.text, weight, subtle)]
    if block.rating and SHAPES[block.rating] in block.text:
        before, shape, after = block.text.partition(SHAPES[block.rating])
        coloured = TextRun(text=shape, weight="Bolder", color=COLOURS[block.rating])
        around = [_run(text, weight, subtle) if text else None for text in (before, after)]
        runs = [run for run in (around[0], coloured, around[1]) if run]
    return [RichTextBlock(inlines=runs, spacing="None" if block.close else "Small")]


@_draw.register
def _(block: Facts) -> list[CardElement]:
    return [_fact(label, value) for label, value in block.rows]


@_draw.register
def _(block: Buttons) -> list[CardElement]:
    rows = range(0, len(block.buttons), BUTTONS_IN_A_ROW)
    return [
        ActionSet(actions=[_button(b) for b in block.buttons[row : row + BUTTONS_IN_A_ROW]])
        for row in rows
    ]


@_draw.register
def _(block: TextField) -> list[CardElement]:
    return [
        TextInput(
            id=block.name,
            label=block.label,
            value=block.value or None,
            is_multiline=block.lines or None,
            max_length=MAX_NOTE,
        )
    ]


@_draw.register
def _(block: NumberField) -> list[CardElement]:
    return [
        NumberInput(
            id=block.name,
            label=block.label,
            value=block.value,
            min=block.least,
            max=block.most,
            error_message=f"A whole number from {block.least} to {block.most}",
        )
    ]


@_draw.register
def _(block: DateField) -> list[CardElement]:
    value = block.value.isoformat() if block.value else None
    return [DateInput(id=block.name, label=block.label, value=value)]


@_draw.register
def _(block: ChoiceField) -> list[CardElement]:
    return [
        ChoiceSetInput(
            id=block.name,
            label=block.label,
            value=block.value or None,
            style="compact" if block.compact else "expanded",
            wrap=True,
            choices=[Choice(title=title, value=value) for value, title in block.options],
        )
    ]


@_draw.register
def _(block: Chart) -> list[CardElement]:
    data = [
        DonutChartData(legend=bar.label, value=bar.value, color=BAR_COLOURS[bar.rating])
        for bar in block.bars
    ]
    return [DonutChart(title=block.title, data=data, fallback="drop")]


def _fold(block: Fold, name: str) -> list[CardElement]:
    toggle = ToggleVisibilityAction(title=f"{block.label} ▾", target_elements=[name])
    folded = Container(id=name, is_visible=False, items=_elements(block.blocks, name))
    return [ActionSet(actions=[toggle]), folded]


def _fact(label: str, value: str) -> ColumnSet:
    words: list[CardElement] = [TextRun(text=value)]
    shown = RichTextBlock(inlines=words)
    named = TextBlock(text=_escaped(label) or " ", is_subtle=True, wrap=True)
    columns = [Column(width="100px", items=[named]), Column(width="stretch", items=[shown])]
    return ColumnSet(columns=columns, spacing="Small")


def _button(button: Button) -> ExecuteAction:
    return ExecuteAction(
        title=button.label,
        verb=button.verb,
        data=button.data,
        style="positive" if button.main else None,
        associated_inputs="auto" if button.with_fields else "none",
    )


def _run(text: str, weight: Any, subtle: bool | None) -> TextRun:
    return TextRun(text=text, weight=weight, is_subtle=subtle)


def _escaped(text: str) -> str:
    """Text for a place that reads markdown, so that it shows as typed."""
    return MARKDOWN.sub(r"\\\1", text)
