"""Names of files and links are judged as messages are."""

import pytest

from dialogs.language.privacy import Kind, Ruling, judge, judge_file_name, judge_link
from tests.dialogs.language.situations import directory

PLAN = directory()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Tommy_Testerton_chronology.docx", Kind.CHILD_NAME),
        ("Harriet_Osei_assessment_v3.docx", Kind.CHILD_NAME),
        ("harriet-osei.pdf", Kind.CHILD_NAME),
        ("AssessmentZuzannaKowalska.docx", Kind.CHILD_NAME),
        ("strategy-mtg-zuzanna-kowal-171122.docx", Kind.CHILD_NAME),
        ("Tommy%20Testerton%20plan.docx", Kind.CHILD_NAME),
        ("keziah_chronology.docx", Kind.CHILD_NAME),
        ("Dirshe_family_strat_minutes.pdf", Kind.CHILD_NAME),
        ("Dirshe_siblings_ICPC.pdf", Kind.CHILD_NAME),
        ("Wold_Bartek.docx", Kind.CHILD_NAME),
        ("20221128_999-731-8242.pdf", Kind.NHS_NUMBER),
        ("call_07700900619_feedback.m4a", Kind.PHONE),
        ("999 461 2250 notes.pdf", Kind.NHS_NUMBER),
        ("LCS_9104417_export.xlsx", Kind.CASE_ID),
    ],
)
def test_a_file_that_is_named_after_a_child_is_held(name: str, kind: Kind) -> None:
    """Its name alone would tell."""
    verdict = judge_file_name(name, PLAN)
    assert (verdict.ruling, verdict.kinds) == (Ruling.HOLD, (kind,))


@pytest.mark.parametrize(
    "name",
    ["Recording_Standard_May_2022_v4.docx", "qa02-dashboard-nov.pdf", "MASH ToR signed.pdf",
     "protocol-v5.docx", "dipsample_nov22.xlsx", "IOB_20221129_paper7.pdf", "screenshot 12.png",
     "Caseload report, September to November 2022.xlsx", "IMG_20221114_101201.jpg",
     "workforceDashboardFinal(2).pptx", "signed ToR.pdf", "WF-01 advert.docx",
     "rk01-20221128.pdf", "07-20221128.pdf", "QA02_v20221103_final.xlsx", "12_20220930_1201.pdf",
     "Multiagency_family_protocol.pdf", "Whole_family_standard_v2.docx"],
)  # fmt: skip
def test_a_file_of_the_programme_passes(name: str) -> None:
    """Whatever is in its name."""
    assert judge_file_name(name, PLAN).ruling is Ruling.PASS


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://sharepoint.example/cases/Tommy_Testerton_chronology.docx", Kind.CHILD_NAME),
        ("https://sharepoint.example/x?file=Mabel%20Notreal.docx", Kind.CHILD_NAME),
        ("https://lcs.arden.example/person/9104417/chronology", Kind.CASE_ID),
        ("https://mosaic.example/view?clientId=774120", Kind.CASE_ID),
        ("https://ehr.example/patient/9997318242/safeguarding", Kind.NHS_NUMBER),
    ],
)
def test_a_link_to_a_childs_record_is_held(url: str, kind: Kind) -> None:
    """Alone, and in a message."""
    assert judge_link(url, PLAN).kinds == (kind,)
    verdict = judge(f"evidence for QP-04 {url}", PLAN)
    assert kind in verdict.kinds
    assert verdict.cleaned is None


@pytest.mark.parametrize(
    "url",
    ["https://files.ofsted.gov.uk/v1/file/50177948",
     "https://sharepoint.example/iocsb/qa02-dashboard-nov.pdf",
     "https://sharepoint.example/cases/protocol-v5.docx",
     "https://sharepoint.example/rk/Recording_Standard_May_2022_v4.docx",
     "https://intranet.example/practice/family-concerns-standard",
     "https://teams.example/l/meetup-join/19%3ameeting_NjQ4", "www.arden.example/children"],
)  # fmt: skip
def test_other_links_pass(url: str) -> None:
    """A host and its folders are nobody's."""
    assert judge_link(url, PLAN).ruling is Ruling.PASS


def test_what_else_a_message_with_such_a_link_says_may_be_saved() -> None:
    """If it has a figure of its own."""
    url = "https://sharepoint.example/cases/Tommy_Testerton_chronology.docx"
    assert judge(f"QP-02 40% green, see {url}", PLAN).cleaned == "QP-02 40% green, see [a link]"
