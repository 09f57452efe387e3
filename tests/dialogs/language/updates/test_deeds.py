"""What each clause of an update does."""

import pytest

from dialogs.language.updates.deeds import Deed, deeds_of, may_decide
from tests.dialogs.language.meant import clauses, lead, office, owner
from tests.dialogs.language.situations import At

OWNER = owner("PT-01")


def deeds(text: str, at: At = OWNER) -> list[str]:
    """The deed of each clause."""
    return [str(deed) for deed in deeds_of(clauses(text, at), at)]


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("PT-01 75% amber", Deed.REPORTS),
        ("no change this wk", Deed.REPORTS),
        ("RK-02 ready for sign off", Deed.REPORTS),
        ("police posts advertised", Deed.SAYS),
        ("QP-01 pushing to mid dec", Deed.ASKS_DATE),
        ("PT-01 needs another month", Deed.ASKS_DATE),
        ("slipped 2 wks", Deed.ASKS_DATE),
        ("wont hit friday", Deed.MISSES),
        ("going to miss the due date", Deed.MISSES),
        ("risk: agency staff leaving", Deed.RISK),
        ("worried funding ends in march", Deed.RISK),
        ("R-03 down to 2x3", Deed.RISK_UPDATE),
        ("PT-04 blocked", Deed.ISSUE),
        ("supplier says build wont be ready til feb now", Deed.ISSUE),
        ("unblocked now", Deed.RESOLVES),
        ("escalate R-05 to board please", Deed.ESCALATES),
        ("want it flagged at board", Deed.ESCALATES),
        ("evidence QA-01 https://files.example/a.pdf", Deed.EVIDENCE),
        ("attached the signed ToR", Deed.EVIDENCE),
        ("evidence to follow", Deed.PROMISES),
        ("will upload the minutes tomorrow", Deed.PROMISES),
        ("on leave til Monday", Deed.AWAY),
        ("ask my deputy", Deed.AWAY),
        ("stop chasing me til the 5th", Deed.SNOOZES),
        ("PT-01 is no longer mine", Deed.REASSIGNS),
        ("reassign RK-01 to the Service Manager Assessment", Deed.REASSIGNS),
        ("reopen WF-03", Deed.REOPENS),
    ],
)
def test_a_clause_does_one_thing(text: str, done: Deed) -> None:
    """What its words say it does."""
    assert deeds(text) == [done]


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("QP-01 extension approved", Deed.DECIDES),
        ("approve QP-01 to 15 Dec", Deed.DECIDES),
        ("reject the extension on QP-01", Deed.DECIDES),
        ("happy to sign off QP-04", Deed.SIGNS_OFF),
        ("not happy to sign off QP-04 yet", Deed.SIGNS_OFF),
        ("Board agreed WF-03 can go blue", Deed.SIGNS_OFF),
    ],
)
def test_only_who_decides_decides(text: str, done: Deed) -> None:
    """The same words of an owner decide nothing."""
    assert deeds(text, lead("QP")) == [done]
    assert deeds(text, office()) == [done]
    assert deeds(text, OWNER) != [done]


def test_who_decides() -> None:
    """A lead of any theme and the programme office."""
    assert may_decide(lead("WF"))
    assert may_decide(office())
    assert not may_decide(OWNER)


@pytest.mark.parametrize(
    "text", ["no risk to children", "risk assessment template agreed", "no issues", "no concerns",
             "children at risk seen first", "push ahead with the plan",
              "workshop moved to Council House",
             "3 social workers off sick", "no further risks", "cancel the meeting"]
)  # fmt: skip
def test_a_word_alone_does_nothing(text: str) -> None:
    """It is news, in the author's words."""
    assert deeds(text) == [Deed.SAYS]


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("risk: agency staff leaving, likelihood 4 impact 5, mitigating by early offers",
         [Deed.RISK] * 3),
        ("PT-02 65%, risk she's only funded to 31/3, L4 I3", [Deed.REPORTS, Deed.RISK, Deed.RISK]),
        ("risk: staff leaving 4x5. PT-01 75%", [Deed.RISK, Deed.REPORTS]),
        ("stop chasing me til the 5th, nothing will move before then", [Deed.SNOOZES, Deed.SAYS]),
        ("PT-01 amber, supplier let us down", [Deed.REPORTS, Deed.SAYS]),
        ("PT-01 amber, blocked by IT", [Deed.REPORTS, Deed.ISSUE]),
        ("reopen PT-01, 40% of posts vacant again", [Deed.REOPENS, Deed.SAYS]),
    ],
)  # fmt: skip
def test_clauses_bear_on_one_another(text: str, done: list[Deed]) -> None:
    """What goes on with a risk is of the risk; what went wrong explains the figures beside it."""
    assert deeds(text) == done
