"""A message is judged whole, and understood as far as it may be kept."""

from typing import Any

import pytest

from dialogs import listening
from dialogs.language.meaning import Intent, Understanding
from dialogs.language.privacy import Found, Kind, Ruling, Verdict
from dialogs.language.situation import Situation
from dialogs.listening import Heard, listen
from storage.directory import Directory
from tests.dialogs.language.situations import situation

SENDER, TODAY = "Designated Nurse - Safeguarding Children", "2022-11-16"
NAME, CONCERN = "Tommy", "bruises"


def judge(text: str, _: Directory, *, after_hold: bool = False) -> Verdict:
    """A judge that knows one name and one word of concern, and after a hold one word more."""
    if CONCERN in text:
        return Verdict(Ruling.HOLD, (Found(Kind.LIVE_SAFEGUARDING, 0, len(text)),), None)
    start = text.find(NAME)
    if start >= 0:
        cleaned = text.replace(NAME, "[a child]")
        found = (Found(Kind.CHILD_NAME, start, start + len(NAME)),)
        return Verdict(Ruling.HOLD, found, None if cleaned == "[a child]" else cleaned)
    if after_hold and "Mabel" in text:
        return Verdict(Ruling.HOLD, (Found(Kind.CHILD_NAME, 0, 5),), None)
    if "duty line" in text:
        return Verdict(Ruling.WARN, (Found(Kind.PHONE, 0, 4),), None)
    return Verdict(Ruling.PASS, (), None)


def judge_whole(text: str, directory: Directory) -> Verdict:
    return judge(text, directory)


@pytest.fixture(autouse=True)
def understood(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """What was given to be understood: each text, with the files that came along."""
    given: list[tuple[str, tuple[str, ...]]] = []

    def understand(text: str, here: Situation) -> Understanding:
        given.append((text, tuple(here.earlier.attachments)))
        assert here.own
        assert here.actions(["PT-02"])
        assert here.today.isoformat() == TODAY
        assert here.person.roles
        assert here.directory.actions
        return Understanding(intent=Intent.PROGRESS_UPDATE)

    monkeypatch.setattr(listening, "judge", judge)
    monkeypatch.setattr(listening, "judge_link", judge_whole)
    monkeypatch.setattr(listening, "judge_file_name", judge_whole)
    monkeypatch.setattr(listening, "understand", understand)
    return given


Given = list[tuple[str, tuple[str, ...]]]


def hear(text: str, **context: Any) -> Heard:
    return listen(text, situation(SENDER, TODAY, **context))


def test_what_passes_is_understood_as_it_is(understood: Given) -> None:
    """With the files that came along."""
    heard = hear("PT-02 60%", attachments=["ToR.pdf"])
    assert (heard.held, heard.kinds) == (False, ())
    assert understood == [("PT-02 60%", ("ToR.pdf",))]


def test_a_soft_note_holds_nothing(understood: Given) -> None:
    """It is told, and the message is understood as it is."""
    heard = hear("duty line moved, PT-02 60%")
    assert (heard.held, heard.verdict.ruling, heard.kinds) == (False, Ruling.WARN, (Kind.PHONE,))
    assert understood == [("duty line moved, PT-02 60%", ())]


def test_of_a_held_message_only_the_rest_is_understood(understood: Given) -> None:
    """Its own words never get further."""
    heard = hear("PT-02 60%, Tommy waited")
    assert heard.held
    assert understood == [("PT-02 60%, [a child] waited", ())]
    assert heard.verdict.cleaned == "PT-02 60%, [a child] waited"


@pytest.mark.parametrize(
    ("text", "intent"),
    [(NAME, Intent.UNCLEAR), ("Tommy has bruises", Intent.SAFEGUARDING_CONCERN)],
)
def test_where_nothing_may_stay_nothing_is_understood(
    understood: Given, text: str, intent: Intent
) -> None:
    """A concern is a concern, whatever else the message says."""
    heard = hear(text)
    assert heard.understanding == Understanding(intent=intent)
    assert heard.verdict.cleaned is None
    assert understood == []


def test_a_link_that_tells_is_taken_out(understood: Given) -> None:
    """The words beside it stay, and the place of what was found is the link's."""
    text = "PT-02 60%, see https://a.example/Tommy_chronology.docx and https://a.example/b"

    heard = hear(text)
    assert heard.held
    assert understood == [("PT-02 60%, see [a link] and https://a.example/b", ())]
    found = heard.verdict.found[-1]
    assert text[found.start : found.end] == NAME


def test_a_file_that_tells_is_left_behind(understood: Given) -> None:
    """Its name is no part of the text, and other files come along."""
    heard = hear("PT-02 60%", attachments=["Tommy_chronology.docx", "ToR.pdf"])
    assert heard.held
    assert heard.kinds == (Kind.CHILD_NAME,)
    assert understood == [("PT-02 60%", ("ToR.pdf",))]
    assert heard.verdict.found[-1] == Found(Kind.CHILD_NAME, 9, 9)


def test_after_a_hold_the_judge_knows(understood: Given) -> None:
    """A first name by itself is a name then."""
    assert not hear("sorry I meant Mabel").held
    assert hear("sorry I meant Mabel", blocked_message="held a minute ago").held
    assert len(understood) == 1
