"""Which theme, action, role, organisation or source is named, however people call it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.naming import (
    actions_by_words,
    audiences_named,
    organisations_named,
    roles_named,
    sources_named,
    themes_named,
)
from tests.dialogs.language.situations import ACTIONS, DIRECTORY

CLEARLY = 1.25
"""What the lead takes for a clear winner."""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("WF", ["WF"]),
        ("wf", ["WF"]),
        ("workforce", ["WF"]),
        ("wrkforce", ["WF"]),
        ("work force", ["WF"]),
        ("the workforce theme please", ["WF"]),
        ("staffing", ["WF"]),
        ("practise quality", ["QP"]),
        ("quality of practise", ["QP"]),
        ("qual of practice", ["QP"]),
        ("QoP", ["QP"]),
        ("QA", ["QA"]),
        ("the QA theme", ["QA"]),
        ("quality assurance & perf", ["QA"]),
        ("quality assurence", ["QA"]),
        ("quality and performance", ["QA"]),
        ("quality", ["QP", "QA"]),
        ("gov", ["LG"]),
        ("leadership n governance", ["LG"]),
        ("L&G", ["LG"]),
        ("partnership", ["PT"]),
        ("partnrships", ["PT"]),
        ("record keeping", ["RK"]),
        ("recordkeeping", ["RK"]),
        ("recording", ["RK"]),
        ("children's services record keeping", ["RK"]),
        ("leadership and workforce", ["LG", "WF"]),
        ("workforce, partnerships and QA", ["WF", "PT", "QA"]),
        ("QA-02 is done", []),
        ("QA 20 audits", []),
        ("status of education", []),
        ("equality", []),
        ("partner data is late", []),
        ("good practice", []),
        ("off the record", []),
    ],
)
def test_themes(text: str, codes: list[str]) -> None:
    """By code, name, part, nickname or misspelling; both where it may be either; else none."""
    assert [named.what for named in themes_named(text, DIRECTORY)] == codes


def test_a_faint_word_names_a_theme_where_it_is_let() -> None:
    """The word practice is said of much else, so that it counts only where less is enough."""
    assert [named.what for named in themes_named("how's practice", DIRECTORY, least=50)] == ["QP"]


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("the recruitment one", "WF-01"),
        ("recruitmnet campaign", "WF-01"),
        ("hospital audit", "QA-04"),
        ("dashboard", "QA-02"),
        ("dashbord", "QA-02"),
        ("police posts", "PT-01"),
        ("nurse posts", "PT-02"),
        ("police forms", "RK-04"),
        ("MASH ToR", "LG-01"),
        ("nearly there w the MASH ToR, just waiting on ICB signature", "LG-01"),
        ("strategy meeting protocol signed by all bar schools", "PT-03"),
        ("strat mtg protocol", "PT-03"),
        ("dv adviser advert closed, 4 applicants", "QP-03"),
        ("DA advice", "QP-03"),
        ("gp chronos", "RK-03"),
        ("recording std", "RK-01"),
        ("caseloads", "WF-03"),
        ("retention", "WF-02"),
        ("family feedback", "QA-03"),
        ("multi agency training", "WF-04"),
        ("multi-agency audits", "QA-01"),
        ("mock inspection", "LG-04"),
        ("contacts decided in a day", "QP-01"),
        ("workflow", "RK-02"),
        ("lived experience", "QP-02"),
        ("vision n values", "LG-03"),
        ("cost case", "LG-02"),
    ],
)
def test_an_action_by_its_words(text: str, ref: str) -> None:
    """The action that is meant stands clearly above the next."""
    best, *others = actions_by_words(text, DIRECTORY)
    assert best.ref == ref
    assert not others or best.score >= CLEARLY * others[0].score


@pytest.mark.parametrize("text", ["police", "MASH", "audit"])
def test_words_of_several_actions_are_no_clear_winner(text: str) -> None:
    """Where words fit several actions alike, the scores say so."""
    best, second, *_ = actions_by_words(text, DIRECTORY)
    assert best.score < CLEARLY * second.score


@pytest.mark.parametrize("text", ["", "60% amber", "done this week", "tbc", "all good thanks"])
def test_words_of_no_action(text: str) -> None:
    """What tells nothing about an action names none."""
    assert actions_by_words(text, DIRECTORY) == []


def test_only_among_those_asked_for() -> None:
    """Among somebody's own actions the others do not count."""
    assert {one.ref for one in actions_by_words("police", DIRECTORY, ["PT-01"])} == {"PT-01"}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("HR BP", ["HR Business Partner - Children's"]),
        ("covering for the HR BP this wk", ["HR Business Partner - Children's"]),
        ("DCI", ["Detective Chief Inspector - MASH"]),
        ("the DI", ["Detective Inspector - MASH"]),
        ("the DCI's deputy", ["Detective Inspector - MASH"]),
        ("deputy for the HR BP", ["HR Adviser - Children's"]),
        ("the named GP", ["Named GP for Safeguarding"]),
        ("Service Manager Assessment", ["Service Manager - Assessment"]),
        (
            "a service manager",
            ["Service Manager - Assessment", "Service Manager - Children in Need"],
        ),
        ("PSW", ["Principal Social Worker"]),
        ("Head of QA", ["Head of Quality Assurance and Safeguarding"]),
        ("head of safeguarding", ["Head of Safeguarding"]),
        ("designated nurse", ["Designated Nurse - Safeguarding Children"]),
        ("deputy designated nurse", ["Deputy Designated Nurse"]),
        ("AD improvement", ["Assistant Director - Improvement"]),
        ("programme manager", ["Improvement Programme Manager"]),
        ("case systems mgr rang me", ["Case Systems Manager"]),
        ("participaton lead", ["Participation Lead"]),
        (
            "Head of MASH, DCI MASH and Designated Nurse all there",
            [
                "Head of MASH and Front Door",
                "Detective Chief Inspector - MASH",
                "Designated Nurse - Safeguarding Children",
            ],
        ),
        ("improvement programme", []),
        ("the manager", []),
        ("police", []),
        ("someone else", []),
    ],
)
def test_roles(text: str, titles: list[str]) -> None:
    """By title, part of it, short form, or as somebody's deputy; all where it may be several."""
    assert [named.what for named in roles_named(text, DIRECTORY)] == titles


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("police", "Mercia Police"),
        ("the force", "Mercia Police"),
        ("polcie", "Mercia Police"),
        ("probation's actions", "Probation Service"),
        ("the ICB", "NHS Mercia ICB"),
        ("health", "NHS Mercia ICB"),
        ("the trust", "University Hospitals Tamebrook NHS FT"),
        ("hospital trusts", "University Hospitals Tamebrook NHS FT"),
        ("tamebrook", "University Hospitals Tamebrook NHS FT"),
        ("UHT", "University Hospitals Tamebrook NHS FT"),
        ("council", "Arden Borough Council"),
        ("schools", "Schools"),
        ("LSCP", "Arden Safeguarding Children Partnership"),
        ("ASCP", "Arden Safeguarding Children Partnership"),
    ],
)
def test_organisations(text: str, name: str) -> None:
    """By name, short form or the field's word for such a partner."""
    assert [named.what for named in organisations_named(text, DIRECTORY)] == [name]


@pytest.mark.parametrize("text", ["mercia", "arden", "contract", "partners", ""])
def test_no_organisation(text: str) -> None:
    """What several have in their names, or none, names no partner."""
    assert organisations_named(text, DIRECTORY) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("JTAI", "JTAI"),
        ("the jtai headline", "JTAI headline"),
        ("the national review", "National review"),
        ("national panel", "National review"),
        ("statement of action", "JTAI"),
        ("focus areas", "Focus area"),
        ("the mock", "Mock inspection"),
    ],
)
def test_sources(text: str, source: str) -> None:
    """By name or by what everybody calls such a document."""
    assert [named.what for named in sources_named(text, DIRECTORY)] == [source]


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("for the HWB", "HWB"),
        ("health and wellbeing board", "HWB"),
        ("overview and scrutiny cttee", "scrutiny"),
        ("for iob", "IOB"),
        ("ofsted want it", "Ofsted"),
    ],
)
def test_audiences(text: str, audience: str) -> None:
    """For whom a report is."""
    assert audiences_named(text)[0].what == audience


@pytest.mark.parametrize("action", ACTIONS.values(), ids=str)
def test_every_action_is_found_by_its_short_title(action: object) -> None:
    """An action's own short title names it above all others."""
    title = getattr(action, "short_title", "")
    assert actions_by_words(title, DIRECTORY)[0].ref == getattr(action, "ref", None)


@given(st.text(max_size=300))
def test_anything_may_be_typed(text: str) -> None:
    """No text makes it raise, and whatever is named lies within the text."""
    for named in (
        *themes_named(text, DIRECTORY, least=0),
        *roles_named(text, DIRECTORY),
        *organisations_named(text, DIRECTORY),
        *sources_named(text, DIRECTORY),
    ):
        assert 0 <= named.start < named.end <= len(text)
    actions_by_words(text, DIRECTORY)
