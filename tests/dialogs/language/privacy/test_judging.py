"""What is held, what passes, and what is left of a message that was held."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.privacy import NAMES, Kind, Ruling, judge
from tests.dialogs.language.privacy import further, harder, kinds_of_wording, messages, wider
from tests.dialogs.language.privacy.messages import Held
from tests.dialogs.language.situations import directory

PLAN = directory()
HELD = (*messages.HELD, *harder.HELD)


@pytest.mark.parametrize("message", HELD, ids=lambda message: message.text[:50])
def test_personal_data_is_held_and_nothing_of_it_is_left(message: Held) -> None:
    """Its kind is named, its words are gone, and the rest may be saved."""
    verdict = judge(message.text, PLAN)
    assert verdict.ruling is Ruling.HOLD
    assert set(message.kinds.split()) <= set(verdict.kinds)
    cleaned = verdict.cleaned or ""
    assert not [word for word in message.gone if word.casefold() in cleaned.casefold()]
    assert all(words in cleaned for words in message.kept)


@pytest.mark.parametrize("message", messages.CONCERNS, ids=lambda message: message.text[:50])
def test_nothing_of_a_live_concern_is_kept(message: Held) -> None:
    """There is no cleaned version to save."""
    assert judge(message.text, PLAN).cleaned is None


@pytest.mark.parametrize("message", messages.AFTER_A_HOLD, ids=lambda message: message.text)
def test_a_first_name_after_a_held_message_is_the_same_childs(message: Held) -> None:
    """Said alone it would be anybody's."""
    verdict = judge(message.text, PLAN, after_hold=True)
    assert verdict.ruling is Ruling.HOLD
    assert not [word for word in message.gone if word in (verdict.cleaned or "")]


@pytest.mark.parametrize(("kind", "text"), wider.HELD)
def test_every_kind_is_found_in_many_wordings(kind: str, text: str) -> None:
    """As people would put it."""
    verdict = judge(text, PLAN)
    assert verdict.ruling is Ruling.HOLD
    assert kind in verdict.kinds


@pytest.mark.parametrize(("text", "words"), wider.GONE)
def test_every_part_of_a_name_goes(text: str, words: str) -> None:
    """However it is built, and whoever else is told of with it."""
    verdict = judge(text, PLAN)
    assert verdict.ruling is Ruling.HOLD
    assert not [word for word in words.split() if word in (verdict.cleaned or "").casefold()]


@pytest.mark.parametrize(
    ("text", "words"), [*further.HELD, *further.SALVAGED, *kinds_of_wording.HELD]
)
def test_no_word_of_it_is_left_in_any_style_of_writing(text: str, words: str) -> None:
    """In many scripts, in small letters, with slips, in a link."""
    verdict = judge(text, PLAN)
    assert verdict.ruling is Ruling.HOLD
    cleaned = (verdict.cleaned or "").casefold()
    assert not [word for word in words.split("|") if word.casefold() in cleaned]


@pytest.mark.parametrize("text", [text for text, _ in further.SALVAGED])
def test_an_ordinary_sentence_of_fear_or_harm_is_no_live_concern(text: str) -> None:
    """Only the name is taken out of it."""
    verdict = judge(text, PLAN)
    assert Kind.LIVE_SAFEGUARDING not in verdict.kinds
    assert verdict.cleaned is not None


@pytest.mark.parametrize("text", [*further.LIVE, *kinds_of_wording.LIVE])
def test_a_live_concern_is_seen_beside_an_update_too(text: str) -> None:
    """And nothing of either is kept."""
    verdict = judge(text, PLAN)
    assert Kind.LIVE_SAFEGUARDING in verdict.kinds
    assert verdict.cleaned is None


@pytest.mark.parametrize(("text", "word"), further.AFTER_A_HOLD)
def test_a_correction_after_a_hold_names_the_same_child(text: str, word: str) -> None:
    """Even by a name that is an ordinary word."""
    verdict = judge(text, PLAN, after_hold=True)
    assert verdict.ruling is Ruling.HOLD
    assert word not in (verdict.cleaned or "")


@pytest.mark.parametrize(("text", "words"), kinds_of_wording.AFTER_A_HOLD)
def test_no_name_of_a_correction_is_left(text: str, words: str) -> None:
    """However it is put."""
    verdict = judge(text, PLAN, after_hold=True)
    assert verdict.ruling is Ruling.HOLD
    assert not [word for word in words.split("|") if word in (verdict.cleaned or "")]


@pytest.mark.parametrize("text", [*further.SOFT, *kinds_of_wording.SOFT])
def test_a_service_or_somebody_in_office_is_never_held(text: str) -> None:
    """A soft note at most."""
    assert judge(text, PLAN).ruling is not Ruling.HOLD


@pytest.mark.parametrize(
    "text",
    [
        *messages.PASSING,
        *harder.PASSING,
        *wider.PASSING,
        *further.PASSING,
        *kinds_of_wording.PASSING,
    ],
)
def test_what_identifies_nobody_passes(text: str) -> None:
    """A verdict that holds ordinary updates is soon switched off."""
    assert judge(text, PLAN).ruling is Ruling.PASS


@pytest.mark.parametrize("text", messages.WARNED)
def test_a_services_number_or_mailbox_is_only_warned_of(text: str) -> None:
    """It may be somebody's private one."""
    assert judge(text, PLAN).ruling is Ruling.WARN


def test_the_people_of_the_plan_are_colleagues() -> None:
    """Their names are in the plan, so they are no secret."""
    text = "Chidera Nwachukwu to present, QP-01 80%"
    assert judge(text, PLAN).ruling is Ruling.HOLD
    assert judge(text, directory(["Chidera Nwachukwu"])).ruling is Ruling.PASS


@pytest.mark.parametrize(
    "text",
    ["whats happening with Chidera Nwachukwu?", "Chidera Nwachukwu", "any news on little Ozzy",
     "who do we have down for 22 Beaumaris Way"],
)  # fmt: skip
def test_a_question_about_a_child_leaves_nothing(text: str) -> None:
    """What is left of it would mean nothing."""
    assert judge(text, PLAN).cleaned is None


def test_several_kinds_are_all_named_and_replaced() -> None:
    """The rest stays as it was typed."""
    text = (
        "Orla Fauxley, DOB 12.09.14, NHS 9997318242, 3 Nowhere Lane B88 1TS - no gp info came so "
        "RK-03 is red"
    )
    verdict = judge(text, PLAN)
    kinds = (Kind.CHILD_NAME, Kind.DOB, Kind.NHS_NUMBER, Kind.ADDRESS, Kind.POSTCODE)
    assert verdict.kinds == kinds
    assert verdict.cleaned == (
        "[a child], DOB [a date of birth], NHS [an NHS number], [an address] - no gp info came so "
        "RK-03 is red"
    )


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Mabel Notreal's assessment is 43 days late, rest of backlog cleared",
         "[a child]'s assessment is 43 days late, rest of backlog cleared"),
        ("AB, 7, at St Example's Primary still no SW allocated. QP-01 amber",
         "[a child] still no SW allocated. QP-01 amber"),
        ("SW Sam Placeholder off with stress after the Fauxley case so RK-01 will slip a wk",
         "SW [a colleague] off with [health] after the [a family member] case so RK-01 will slip a "
         "wk"),
    ],
)  # fmt: skip
def test_what_is_left_reads_as_a_sentence(text: str, cleaned: str) -> None:
    """A word in brackets stands for what was taken out."""
    assert judge(text, PLAN).cleaned == cleaned


@pytest.mark.parametrize(
    "text",
    ["notes for 999\u200b731\u200b8242 graded inadequate", "\uff44ob 12/09/2014 wont save",
     "Jose\u0301 Nowakowska still waiting for a visit", "no visit to Mabel\u00a0Notreal"],
)  # fmt: skip
def test_what_hides_from_a_machine_is_read_as_a_person_reads_it(text: str) -> None:
    """And the place of it is given in what was typed."""
    verdict = judge(text, PLAN)
    assert verdict.ruling is Ruling.HOLD
    assert all(0 <= one.start < one.end <= len(text) for one in verdict.found)


def test_a_verdict_does_not_repeat_the_message() -> None:
    """It may be logged by mistake."""
    verdict = judge("Chidera Nwachukwu has waited 39 days. QP-01 amber", PLAN)
    assert "39 days" not in repr(verdict)
    assert "Chidera" not in repr(verdict)


def test_every_kind_has_a_name() -> None:
    """It is said instead of the words."""
    assert set(NAMES) == set(Kind)


WORDS = st.sampled_from(
    ["Mabel", "Okonkwo", "mum", "child's", "7", "yr", "14/11/22", "QP-01", "85%", "amber", "the",
     "audit", "of", "SW", "off", "with", "stress", "[a child]", "Primary", "DOB", "9997318242",
     "at", "12", "Oak", "Road", "AB1", "2CD", ",", ".", "?", "(", ")", "'s", "has", "bruises",
     "ref", "7740912", "family", "Cottage", "Lower", "born", "only", "news", "fictional", "case",
     "plan.pdf"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=4000), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_can_be_judged_and_what_is_left_is_clean(text: str) -> None:
    """Nothing that is typed raises, and a cleaned text is not held again."""
    verdict = judge(text, PLAN)
    assert all(0 <= one.start < one.end <= len(text) for one in verdict.found)
    if verdict.cleaned is not None:
        again = judge(verdict.cleaned, PLAN)
        assert again.ruling is not Ruling.HOLD
        assert again.cleaned is None


ATTESTED = [
    "tommy fictional's assessment is 43 days late, rest of backlog cleared",
    "zainab specimen, dob 12.09.14, no gp info came so RK-03 is red",
    "case 9001234 mabel invented test failed. RK-02 amber",
    "ibrahim example nhs no 999 731 8242 was the worst. QA-04 25%",
    "the Specimen family are still waiting for an adviser, QP-03 40%",
    "house on Madeup Crescent B87 6YW had 5 call outs, learning for QP-03",
    "Zainab Inventali, dob 03/06/15, 14 Fictional Close B87 2QX - police never came, PT-03 is red",
]
NOBODY = [
    "the service manager's assessment of it is fair, 60%",
    "the Strengthening family offer is live. QP-03 40%",
    "priya says dob missing on 4 files, RK-02 amber",
    "audit assessment born out by data, QA-01 80%",
    "case closed on time in 85 of 90. QP-01 88%",
    "session at Arden House, 12 Station Close AR1 2AB on Fri 9 Dec. WF-04 72%",
]


@pytest.mark.parametrize("text", ATTESTED)
def test_an_ordinary_word_is_a_surname_beside_what_only_a_person_has(text: str) -> None:
    """In small letters too; the whole name goes, and the whole address."""
    verdict = judge(text, PLAN)
    assert verdict.ruling is Ruling.HOLD
    gone = ("fictional", "specimen", "invented", "example", "specimen", "madeup", "fictional")
    assert not [word for word in gone if word in (verdict.cleaned or "").casefold()]


@pytest.mark.parametrize("text", NOBODY)
def test_the_same_words_about_work_pass(text: str) -> None:
    """Near misses."""
    assert judge(text, PLAN).ruling is not Ruling.HOLD


def test_a_case_that_is_called_after_somebody_goes_with_the_rest() -> None:
    """Only where something else is held; a national review is nobody's."""
    text = "trainer Abdi Khayaali off w depression since the Nonesuch review, WF-04 60%"
    assert "Nonesuch" not in (judge(text, PLAN).cleaned or "Nonesuch")
    kept = "trainer Abdi Khayaali off w depression since the National review, WF-04 60%"
    assert "National review" in (judge(kept, PLAN).cleaned or "")
