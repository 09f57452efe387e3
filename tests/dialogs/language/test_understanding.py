"""One message, one intent: and the author's words survive exactly."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogs.language import intents as i
from dialogs.language.amounts import PERCENT, RATING
from dialogs.language.understanding import understand
from storage.vocabulary import Rating

TODAY = date(2022, 11, 16)
CODES = frozenset({"LG", "PT", "WF", "QP", "QA", "RK"})
HOSTILE = [
    "<b>bold</b> & <at>Someone</at>",
    "**bold** _it_ [link](https://evil.example) `code`",
    "\u202eright to left\u202c",
    "zero\u200bwidth",
    "see https://arden.example/a?b=c&d=e",
    "ok 👍🏽 done",
    "line one\nline two",
    "“quoted” and 'single'",
    "{{template}} ${value} %s",
]


def meant(text: str) -> i.Intent:
    return understand(text, CODES, TODAY)


def item(text: str) -> i.ReportItem:
    """What the one item of a report says."""
    found = meant(text)
    assert isinstance(found, i.Report), found
    (only,) = found.items
    return only


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hello", i.Greeting()),
        ("Hi!", i.Greeting()),
        ("help", i.Help()),
        ("?", i.Help()),
        ("my actions", i.MyActions()),
        ("Show my actions.", i.MyActions()),
        ("yes", i.Confirm()),
        ("Yes!", i.Confirm()),
        ("y", i.Confirm()),
        ("ok", i.Confirm()),
        ("cancel", i.Cancel()),
        ("forget it", i.Cancel()),
        ("no", i.Amend()),
        ("delete my updates", i.DeleteRequest()),
        ("status of Workforce", i.ThemeStatus("Workforce")),
        ("status", i.ThemeStatus("")),
        ("how's workforce lookin", i.ThemeStatus("workforce")),
        ("How is Record Keeping going?", i.ThemeStatus("Record Keeping")),
        ("workforce status", i.ThemeStatus("workforce")),
        ("how is WF-02", i.ActionStatus("WF-02")),
        ("status of wf2", i.ActionStatus("WF-02")),
        ("WF-02 status?", i.ActionStatus("WF-02")),
        ("link this channel to Workforce", i.LinkChannel("Workforce")),
        ("post the summary now", i.PostSummary("")),
        ("post the Workforce summary", i.PostSummary("Workforce")),
        ("post the summary for Workforce", i.PostSummary("Workforce")),
        ("what is overdue?", i.OtherQuestion()),
        ("top risks", i.OtherQuestion()),
        ("is it late?", i.OtherQuestion()),
        ("👍", i.Unclear()),
        ("…", i.Unclear()),
        ("", i.Unclear()),
    ],
)  # fmt: skip
def test_a_saying_is_understood(text: str, intent: i.Intent) -> None:
    """Capitals and a full stop do not matter."""
    assert meant(text) == intent


@pytest.mark.parametrize(
    ("text", "ref", "percent", "rating", "note"),
    [
        ("WF-01 75% amber, 14 interviews done", "WF-01", 75, Rating.AMBER, "14 interviews done"),
        ("rk4 50%, forms trialled in 2 teams", "RK-04", 50, None, "forms trialled in 2 teams"),
        ("WF-01 amber 75%, 6 offers", "WF-01", 75, Rating.AMBER, "6 offers"),
        ("WF-01 now at 75% - 6 offers", "WF-01", 75, None, "6 offers"),
        ("WF-02 amber", "WF-02", None, Rating.AMBER, ""),
        ("PT02 60 pct, on track", "PT-02", 60, Rating.GREEN, ""),
        ("75%", None, 75, None, ""),
        ("WF-01: still amber - waiting for HR", "WF-01", None, Rating.AMBER, "waiting for HR"),
        ("WF-01 14 interviews done", "WF-01", None, None, "14 interviews done"),
        ("QP-01 88% of contacts in time, amber", "QP-01", None, Rating.AMBER,
         "88% of contacts in time"),
        ("WF-01 the amber team grew to 12", "WF-01", None, None, "the amber team grew to 12"),
        ("WF-01 nearly there", "WF-01", None, None, "nearly there"),
    ],
)  # fmt: skip
def test_an_update_is_divided_into_figures_and_words(
    text: str, ref: str | None, percent: int | None, rating: Rating | None, note: str
) -> None:
    """What is a figure is taken as one, the rest is the author's."""
    found = item(text)
    assert found.ref == ref
    assert (found.percent and found.percent.value) == percent
    assert found.rating is rating
    assert found.note == note


def test_several_actions_in_one_message_each_have_their_part() -> None:
    """Words before the next reference belong to the one before."""
    found = meant("QP-01 85% amber; pt3 90%, protocol signed by all except probation")
    assert isinstance(found, i.Report)
    first, second = found.items
    assert (first.ref, first.percent and first.percent.value, first.note) == ("QP-01", 85, "")
    assert (second.ref, second.percent and second.percent.value) == ("PT-03", 90)
    assert second.note == "protocol signed by all except probation"


def test_an_action_named_twice_is_one_action() -> None:
    """The second mention belongs to the words."""
    found = item("WF-01 70%, WF-01 interviews done")
    assert (found.ref, found.note) == ("WF-01", "WF-01 interviews done")


def test_a_risk_is_told_from_the_progress() -> None:
    """Its words, its scores, and nothing of it in the note."""
    found = item(
        "WF-01 75% amber, 14 interviews done, 6 offers; "
        "risk: agency staff leaving, likelihood 4 impact 3"
    )
    assert found.note == "14 interviews done, 6 offers"
    assert found.risk == i.RiskMention("agency staff leaving", 4, 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("risk: agency staff leaving, 4x3", "agency staff leaving"),
        ("risk: likelihood 4 impact 3, agency staff leaving", "agency staff leaving"),
        ("risk: staff leave (4x3) before March", "staff leave (4x3) before March"),
        ("risk – staff leave", "staff leave"),
    ],
)
def test_a_risks_words_are_the_authors_own(text: str, words: str) -> None:
    """Scores in mid-sentence stay where they are: nothing is joined that was not."""
    risk = item(f"WF-01 amber; {text}").risk
    assert risk is not None
    assert risk.words == words
    assert risk.words in text


@pytest.mark.parametrize("words", ["risk-based approach agreed", "high risk families seen first"])
def test_a_word_that_begins_with_risk_is_no_risk(words: str) -> None:
    """A risk is announced by a colon or a dash."""
    found = item(f"WF-01 green, {words}")
    assert (found.risk, found.note) == (None, words)


@pytest.mark.parametrize("text", ["WF-01 no change", "wf1 unchanged", "WF-01 no change this week"])
def test_no_change_is_an_answer_of_its_own(text: str) -> None:
    """It is not "on track", and it says no words."""
    assert item(text) == i.ReportItem("WF-01", no_change=True)


def test_a_percentage_beside_no_change_is_about_something_else() -> None:
    """Somebody who says that nothing changed does not give a new figure."""
    found = item("s47 timeliness 84%. WF-01, no change")
    assert found.percent is None
    assert "84%" in found.note


def test_a_forecast_is_read_and_leaves_the_words() -> None:
    """The date is the next to come."""
    found = item("WF-02 red, payment not agreed, forecast 28 Feb")
    assert (found.forecast, found.note) == (date(2023, 2, 28), "payment not agreed")


def test_a_colour_that_is_no_rating_is_kept_apart() -> None:
    """So that it can be answered."""
    found = item("WF-01 purple, all well")
    assert found.rating is None
    assert found.unknown_rating is not None
    assert (found.unknown_rating.word, found.note) == ("purple", "all well")


@pytest.mark.parametrize(
    ("text", "amend"),
    [
        ("no, 70", (70, None, None)),
        ("No 45%", (45, None, None)),
        ("no, it's 45", (45, None, None)),
        ("no, -5", (-5, None, None)),
        ("not amber, green", (None, Rating.GREEN, None)),
        ("no, red", (None, Rating.RED, None)),
        ("wrong action, WF-02", (None, None, "WF-02")),
        ("no, WF-02", (None, None, "WF-02")),
        ("wrong action", (None, None, None)),
    ],
)
def test_a_read_back_is_put_right_in_few_words(
    text: str, amend: tuple[int | None, Rating | None, str | None]
) -> None:
    """As the read-back itself suggests."""
    found = meant(text)
    assert isinstance(found, i.Amend)
    assert (found.percent and found.percent.value, found.rating, found.ref) == amend


@pytest.mark.parametrize(
    "text",
    ["no interviews this week, WF-01 70%", "not yet started, waiting for HR", "no luck with HR"],
)
def test_a_sentence_that_begins_with_no_is_no_correction(text: str) -> None:
    """It is progress, in the author's words."""
    assert isinstance(meant(text), i.Report)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_survive_exactly(words: str) -> None:
    """Nothing is cleaned, escaped or corrected on the way into the record."""
    assert item(f"WF-01 75% amber, {words}").note == words


@given(st.text())
@example("WF-01 at r\u0131\u017fk")
@example("WF-01 risk: x, likelihood 99999999999999999999 impact 3")
@example("WF-01 forecast 29 Feb")
def test_nothing_that_is_typed_raises(text: str) -> None:
    """Whatever comes, there is an intent to answer."""
    for typed in (text, f"WF-01 {text}", f"WF-01 75%, {text}; risk: {text}", f"no, {text}"):
        assert isinstance(meant(typed), i.Intent)


@given(st.text(min_size=1))
@example("75% amber, then 80%, then red")
def test_words_are_a_part_of_what_was_typed(text: str) -> None:
    """The note and the risk are found in the message, letter for letter."""
    typed = f"WF-01 75% amber, {text}; risk: {text}, 4x3"
    found = meant(typed)
    if isinstance(found, i.Report):
        for one in found.items:
            assert one.note in typed
            assert one.risk is None or one.risk.words in typed


SCRAPS = st.lists(
    st.sampled_from(
        ["WF-01", "75%", "amber", "at", "risk", "risk:", "14", "of", "done", "no change", ",", ";",
         "red", "on track", "5 of 7", "4x3", "forecast 9 Dec", "now", "30 pct", "PT-01", "."]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


@given(SCRAPS)
def test_figures_are_never_invented(text: str) -> None:
    """A percentage and a rating are there in the text, where the item says."""
    found = meant(text)
    for one in found.items if isinstance(found, i.Report) else ():
        assert one.percent is None or PERCENT.match(text, one.percent.span[0])
        assert one.rating is None or RATING.search(text)
