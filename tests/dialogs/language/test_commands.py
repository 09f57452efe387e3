"""Orders to the bot itself, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.commands import LinkChannel, PostSummary, command_in


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("link this channel to Workforce", "Workforce"),
        ("Link channel to the Workforce.", "Workforce"),
        ("link this team with WF", "WF"),
        ("link  this channel   to   Record Keeping!", "Record Keeping"),
    ],
)
def test_a_channel_is_linked_to_a_theme(text: str, theme: str) -> None:
    """The theme is as it was typed."""
    assert command_in(text) == LinkChannel(theme)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("post the summary now", ""),
        ("post a summary", ""),
        ("Post the weekly summary.", ""),
        ("post the Workforce summary", "Workforce"),
        ("post the summary for Workforce", "Workforce"),
        ("post the weekly summary for the Workforce now", "Workforce"),
    ],
)
def test_a_summary_is_posted_now(text: str, theme: str) -> None:
    """Of the theme that is named, if one is."""
    assert command_in(text) == PostSummary(theme)


@pytest.mark.parametrize(
    "text",
    [
        "", "WF-01 75% amber", "link to the minutes https://a.example/x", "link sent, WF-01 70%",
        "second post filled", "post filled, summary to follow", "the summary", "post",
        "please tell me how to post the summary", "link workers in post, 3 of 5", "post 14 vacant",
    ],
)  # fmt: skip
def test_an_update_is_no_command(text: str) -> None:
    """A post may be filled and a link may be sent."""
    assert command_in(text) is None


@given(
    st.text(), st.sampled_from(["", "link this channel to ", "post the ", "post the summary for "])
)
def test_nothing_that_is_typed_raises(text: str, before: str) -> None:
    """A theme is a part of what was typed, with single spaces."""
    found = command_in(before + text)
    assert found is None or found.theme in " ".join((before + text).split())
