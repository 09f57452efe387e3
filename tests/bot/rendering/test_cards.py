"""Every reply of a tour through the conversations, drawn as cards that Teams will take."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft6Validator

from bot.connector import MESSAGE_LIMIT
from bot.rendering.activities import activity
from bot.rendering.cards import LEFT_OUT, card
from dialogs.messages import (
    Bar,
    Button,
    Buttons,
    Chart,
    Facts,
    Heading,
    Line,
    Reply,
    Section,
    TextField,
)
from dialogs.wording import NAMES, SHAPES
from storage.vocabulary import Rating
from tests.dialogs.chat import INSPECTOR, Chat
from tests.dialogs.larger import grow_workforce
from tests.storage.conftest import RECRUITMENT_LEAD

Json = dict[str, Any]

HOSTILE = "**bold** [link](https://evil.example) <at>All</at> <b>x</b> # title\n- item `code` &amp;"
# What Teams draws beside the official schema; each must say what to do where it is not known.
BEYOND_THE_SCHEMA = {"Chart.Donut"}


@cache
def schema() -> Draft6Validator:
    """The official schema of Adaptive Cards 1.5."""
    text = (files("adaptive_cards") / "schemas/schema-1.5.json").read_text(encoding="utf-8")
    return Draft6Validator(json.loads(text))


def elements(part: Any) -> Iterator[Json]:
    """Every typed part of a card, the card itself first."""
    if isinstance(part, dict):
        if "type" in part:
            yield part
        for value in part.values():
            yield from elements(value)
    elif isinstance(part, list):
        for value in part:
            yield from elements(value)


def of_type(drawn: Json, *types: str) -> list[Json]:
    return [element for element in elements(drawn) if element["type"] in types]


def within_the_schema(drawn: Json) -> Json:
    """The card as a client draws it that knows no more than the schema: fallbacks taken."""
    whole: Json = json.loads(json.dumps(drawn))
    for element in elements(whole):
        for name in ("body", "items"):
            if name in element:
                element[name] = [e for e in element[name] if e["type"] not in BEYOND_THE_SCHEMA]
    return whole


def test_every_card_is_valid(tour: list[Reply]) -> None:
    """By the official schema, once what Teams knows beyond it has taken its fallback."""
    assert len(tour) > 35
    for reply in tour:
        drawn = card(reply)
        schema().validate(within_the_schema(drawn))
        assert drawn["version"] == "1.5"


def test_the_schema_would_find_a_fault() -> None:
    """A card with an unknown element or an action without its fields does not pass."""
    for wrong in ({"type": "Chart.Donut"}, {"type": "TextBlock"}):
        assert not schema().is_valid({"type": "AdaptiveCard", "version": "1.5", "body": [wrong]})


def test_every_card_says_all_of_it_without_being_drawn(tour: list[Reply]) -> None:
    """Its fallback text holds each fact, in order; what is tapped or filled in is left out."""
    for reply in tour:
        fallback = card(reply)["fallbackText"]
        for block in reply.blocks:
            if isinstance(block, Heading | Line):
                assert block.text in fallback
            if isinstance(block, Facts):
                assert all(value in fallback for _, value in block.rows)
            if isinstance(block, Section):
                assert block.text.upper() in fallback


def test_every_message_is_small_enough(tour: list[Reply]) -> None:
    """Teams refuses about 100 KB of UTF-16 and asks for less than 80."""
    for reply in tour:
        sent = json.dumps(activity(reply, "28:bot"), ensure_ascii=False)
        assert len(sent.encode("utf-16-le")) < MESSAGE_LIMIT


def test_a_row_has_four_buttons_at_the_most_and_no_label_twice(tour: list[Reply]) -> None:
    """A screen reader reads a label alone: on a card of two actions each names its own."""
    for reply in tour:
        drawn = card(reply)
        assert all(len(row["actions"]) <= 4 for row in of_type(drawn, "ActionSet"))
        labels = [action["title"] for action in of_type(drawn, "Action.Execute")]
        assert len(labels) == len(set(labels))
        if reply.kind == "actions" and "2 actions" in reply.first_line:
            taps = [label for label in labels if not label.startswith("No change on")]
            assert all(re.search(r"[A-Z]{2}-\d{2}", label) for label in taps)


def test_a_colour_never_stands_alone(tour: list[Reply]) -> None:
    """Only a shape is coloured, the shape says the same, and the word is in the same card."""
    for reply in tour:
        for text in of_type(card(reply), "RichTextBlock"):
            for run in text["inlines"]:
                if "color" not in run:
                    continue
                (rating,) = (r for r, shape in SHAPES.items() if shape == run["text"])
                assert NAMES[rating] in card(reply)["fallbackText"]


def test_what_people_wrote_is_inert() -> None:
    """Markdown, tags, links and mentions show as typed, wherever a text may come from."""
    reply = Reply(
        first_line="x",
        blocks=(
            Heading(text=HOSTILE, aside=HOSTILE),
            Section(text=HOSTILE),
            Line(text=HOSTILE),
            Facts(rows=((HOSTILE, HOSTILE),)),
            TextField(name="note", label="What changed?", value=HOSTILE, lines=True),
        ),
    )
    drawn = card(reply)
    for block in of_type(drawn, "TextBlock"):
        assert not re.search(r"(?<!\\)[*\[\]<>`_#]", block["text"])
    runs = [run["text"] for run in of_type(drawn, "TextRun")]
    assert runs == [HOSTILE, HOSTILE]
    assert "entities" not in json.dumps(activity(reply, "28:bot"))


def test_a_heading_keeps_its_words_when_it_is_escaped() -> None:
    """What is escaped reads the same once the markdown is taken away."""
    drawn = card(Reply(first_line="x", blocks=(Heading(text="QA-01  Audits & (moderation)"),)))
    (title,) = of_type(drawn, "TextBlock")
    assert re.sub(r"\\(.)", r"\1", title["text"]) == "QA-01  Audits & (moderation)"


def test_a_button_takes_along_what_was_filled_in_only_where_it_says_so() -> None:
    """Cancel must not carry a note that was typed and not meant to be sent."""
    reply = Reply(
        first_line="x",
        blocks=(
            Buttons(
                buttons=(
                    Button(label="Save", verb="save", main=True, with_fields=True),
                    Button(label="Cancel", verb="cancel"),
                )
            ),
        ),
    )
    save, cancel = of_type(card(reply), "Action.Execute")
    assert (save["associatedInputs"], save["style"]) == ("auto", "positive")
    assert (cancel["associatedInputs"], "style" in cancel) == ("none", False)


def test_a_chart_is_said_in_words_and_dropped_where_it_cannot_be_drawn() -> None:
    """The words stand directly above it, so nothing is lost without it."""
    counts = Line(text="■ Red 1 · ▲ Amber 7")
    bars = (Bar(label="■ Red", value=1, rating=Rating.RED),)
    reply = Reply(first_line="x", blocks=(counts, Chart(title="By rating", bars=bars)))
    drawn = card(reply)
    assert [element["type"] for element in drawn["body"]] == ["RichTextBlock", "Chart.Donut"]
    assert drawn["body"][1]["fallback"] == "drop"
    schema().validate(within_the_schema(drawn))


def test_folded_parts_have_names_of_their_own(tour: list[Reply]) -> None:
    """Each opener opens its own part, and each part is closed at first."""
    for reply in tour:
        drawn = card(reply)
        folded = {e["id"] for e in of_type(drawn, "Container") if e.get("isVisible") is False}
        opened = [
            target
            for opener in of_type(drawn, "Action.ToggleVisibility")
            for target in opener["targetElements"]
        ]
        assert sorted(opened) == sorted(folded)


def sized(reply: Reply) -> int:
    """Bytes of a message as Teams counts them."""
    return len(json.dumps(activity(reply, "28:bot"), ensure_ascii=False).encode("utf-16-le"))


@pytest.mark.parametrize("asked", ["status of workforce", "my actions"])
def test_forty_actions_with_long_notes_still_fit(chat: Chat, asked: str) -> None:
    """What would be too large is shortened where it is folded, and says so."""
    grow_workforce(chat, 40, words="a long note " * 600)
    reply = chat.say(RECRUITMENT_LEAD, asked).reply
    assert sized(reply) < MESSAGE_LIMIT
    drawn = card(reply)
    schema().validate(within_the_schema(drawn))
    assert LEFT_OUT in drawn["fallbackText"]


def test_what_fits_is_not_shortened(chat: Chat) -> None:
    """Twenty-four actions and their words are all there."""
    refs = grow_workforce(chat, 24, words="a short note")
    drawn = card(chat.say(RECRUITMENT_LEAD, "status of workforce").reply)
    assert LEFT_OUT not in drawn["fallbackText"]
    assert all(ref in drawn["fallbackText"] for ref in refs)


@pytest.mark.parametrize(("actions", "charts"), [(4, 0), (8, 1)])
def test_a_large_theme_is_charted_below_its_words(
    chat: Chat,
    actions: int,
    charts: int,
) -> None:
    """From eight actions up; each slice says shape, word and count, as the words above do."""
    grow_workforce(chat, actions)
    drawn = card(chat.say(RECRUITMENT_LEAD, "status of workforce").reply)
    found = of_type(drawn, "Chart.Donut")
    assert len(found) == charts
    for chart in found:
        before = json.dumps(drawn["body"][: drawn["body"].index(chart)], ensure_ascii=False)
        for slice_ in chart["data"]:
            assert f"{slice_['legend']} {int(slice_['value'])}" in before


def test_a_card_of_two_actions_names_one_on_every_button(chat: Chat) -> None:
    """A screen reader reads a button without the line above it."""
    listed = chat.say(INSPECTOR, "my actions")
    folded = chat.tap(INSPECTOR, listed, "PT-01 no change")
    for shown in (listed, folded):
        taps = [one["title"] for one in of_type(card(shown.reply), "Action.Execute")]
        alone = {"No change on both"}
        assert all(re.search(r"\b[A-Z]{2}-\d{2}\b", tap) for tap in taps if tap not in alone)


def test_every_kind_of_reply_is_on_the_tour(tour: list[Reply]) -> None:
    """A new kind of card must come along here, or nobody has looked at how it is drawn."""
    kinds = {reply.kind for reply in tour}
    assert kinds == {
        "actions", "answer", "as_text", "cancelled", "digest", "form", "held", "linked", "posted",
        "read_back", "saved", "status", "taken_back", "unlinked",
    }  # fmt: skip
