"""Which actions are meant: every filter by itself, together, and on an earlier day."""

from datetime import date, timedelta

import pytest

from storage import models as m
from storage.database import Database
from storage.record import Record
from storage.rows import add
from storage.said import Change, Link
from storage.selection import Wanted, beginning, meant
from storage.vocabulary import Rating, Stage
from tests.storage.conftest import (
    OPENS,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    action,
    author,
    person,
    turn,
)
from tests.storage.lived import live

POLICE = frozenset({"Mercia Police"})
INSPECTOR = frozenset({"Detective Chief Inspector – MASH"})
LATER = WEDNESDAY + timedelta(weeks=3)

SELECTIONS = (
    (Wanted(theme="WF"), "WF-01 WF-02 WF-03 WF-04"),
    (Wanted(theme="WF", open=True), "WF-01 WF-02 WF-04"),
    (Wanted(theme="WF", open=False), "WF-03"),
    (Wanted(theme="XX"), ""),
    (Wanted(organisations=POLICE), "PT-01 RK-04"),
    (Wanted(organisations=POLICE, theme="PT"), "PT-01"),
    (Wanted(organisations=frozenset()), ""),
    (Wanted(owners=INSPECTOR), "PT-01 RK-04"),
    (Wanted(rating=Rating.RED), ""),
    (Wanted(rating=Rating.BLUE), "WF-03"),
    (Wanted(rating=Rating.AMBER, theme="WF"), "WF-01 WF-02"),
    (Wanted(stage=Stage.COMPLETION_CLAIMED), "QP-04"),
    (Wanted(stage=Stage.COMPLETION_CLAIMED, evidence=False), "QP-04"),
    (Wanted(stage=Stage.COMPLETION_CLAIMED, evidence=True), ""),
    (Wanted(overdue_on=date(2022, 11, 11)), ""),
    (Wanted(overdue_on=date(2022, 11, 12)), "RK-01"),
    (Wanted(overdue_on=date(2022, 11, 21)), "PT-03 QA-02 RK-01"),
    (Wanted(overdue_on=date(2022, 11, 21), theme="PT"), "PT-03"),
    (Wanted(overdue_on=date(2022, 11, 26), theme="WF"), ""),
    (Wanted(due_from=date(2022, 11, 14), due_to=date(2022, 11, 27), open=True), "PT-03 QA-02"),
    (Wanted(due_to=date(2022, 11, 18), open=True), "PT-03 QA-02 RK-01"),
    (Wanted(due_from=date(2023, 2, 1)), "QA-04 QP-03"),
    (Wanted(silent_since=date(2022, 10, 28)), "QA-04 RK-03"),
    (Wanted(silent_since=date(2022, 10, 29)), "LG-03 QA-04 RK-03"),
    (Wanted(silent_since=date(2022, 11, 12), theme="WF"), "WF-01 WF-02 WF-04"),
    (Wanted(changed_since=date(2022, 11, 11), theme="WF"), "WF-02"),
    (Wanted(changed_since=date(2022, 11, 8), theme="WF"), "WF-01 WF-02 WF-03 WF-04"),
    (Wanted(changed_since=date(2022, 11, 12)), ""),
    (Wanted(source="National review"), "PT-04 QP-03 QP-04 RK-03 RK-04"),
    (Wanted(source="national"), "PT-04 QP-03 QP-04 RK-03 RK-04"),
    (Wanted(source="jtai", theme="QA"), "QA-01 QA-02 QA-03"),
    (Wanted(source="MASH under-resourced"), "PT-01 PT-02"),
    (Wanted(source="Peer review"), ""),
)


@pytest.mark.parametrize(("wanted", "refs"), SELECTIONS, ids=lambda value: str(value)[:60])
def test_each_filter_finds_its_actions(record: Record, wanted: Wanted, refs: str) -> None:
    """Against the sample plan as it was taken in, counted by hand."""
    found = [action.ref for action in record.selections.actions(wanted)]
    assert found == refs.split()


def test_own_are_those_that_somebody_reports_on(record: Record) -> None:
    """By the roles that a person holds or stands in for; nobody's roles own nothing."""
    own = person(record, RECRUITMENT_LEAD).own_role_ids
    assert [a.ref for a in record.selections.actions(Wanted(role_ids=own))] == ["WF-01"]
    assert record.selections.actions(Wanted(role_ids=own, theme="PT")) == ()
    assert record.selections.actions(Wanted(role_ids=frozenset())) == ()


def test_what_was_reported_counts_at_once(database: Database) -> None:
    """A report ends a silence and is a change; "no change" ends it and is none."""
    for ref, change in (("WF-01", Change(note="14 interviews done")), ("WF-02", Change())):
        with turn(database, WEDNESDAY) as record:
            _report(record, ref, change)
    silent = Wanted(silent_since=date(2022, 11, 16), theme="WF")
    changed = Wanted(changed_since=date(2022, 11, 16), theme="WF")
    with turn(database, LATER) as record:
        assert [a.ref for a in record.selections.actions(silent)] == ["WF-04"]
        assert [a.ref for a in record.selections.actions(changed)] == ["WF-01"]


def test_what_was_taken_back_counts_no_more(database: Database) -> None:
    """Neither as news nor as evidence."""
    with turn(database, WEDNESDAY) as record:
        _report(record, "WF-01", Change(evidence=(Link("https://a.example", "Offers"),)))
    with turn(database, WEDNESDAY) as record:
        found = record.selections.actions(Wanted(evidence=True))
        assert [a.ref for a in found] == ["WF-01"]
        saved = record.submissions.under("token WF-01")
        assert saved is not None
        record.submissions.take_back(saved, saved.person_id, "undo")
    with turn(database, LATER) as record:
        assert record.selections.actions(Wanted(evidence=True)) == ()
        assert record.selections.actions(Wanted(changed_since=date(2022, 11, 16))) == ()


def test_an_agreed_date_is_a_change(database: Database) -> None:
    """And a decision is no report: the owner has said nothing since."""
    live(database)
    with turn(database, LATER) as record:
        changed = record.selections.actions(Wanted(changed_since=date(2022, 11, 21)))
        assert "WF-02" in {a.ref for a in changed}


def test_an_earlier_day_is_told_as_it_was(database: Database) -> None:
    """What was reported later is not there yet."""
    with turn(database, WEDNESDAY) as record:
        _report(record, "WF-01", Change(rating=Rating.RED, note="No applicants"))
    with turn(database, LATER) as record:
        assert [a.ref for a in record.selections.actions(Wanted(rating=Rating.RED))] == ["WF-01"]
        assert record.selections.actions(Wanted(rating=Rating.RED), OPENS) == ()


def test_who_helps_is_known(database: Database) -> None:
    """The actions that an organisation supports without owning them, each once."""
    with database.transaction() as session:
        add(session, m.Organisation, name="Nobody's")
    with turn(database) as record:
        helps = record.selections.supported_by(POLICE)
        assert {"LG-01", "PT-03", "WF-04"} <= set(helps)
        assert "PT-01" not in helps
        assert len(set(helps)) == len(helps)
        assert record.selections.supported_by({"Nobody's"}) == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("mercia police", {"Mercia Police"}),
        ("JTAI", {"JTAI"}),
        ("jtai h", {"JTAI headline"}),
        ("headline", {"JTAI headline", "Own judgement on the JTAI headline"}),
        ("Children's", {"HR Business Partner – Children’s"}),
        ("nobody", set()),
    ],
)
def test_names_are_known_by_their_beginning(words: str, found: set[str]) -> None:
    """The same spelling first, then the same beginning, then the words anywhere."""
    names = (
        "Mercia Police",
        "JTAI",
        "JTAI headline",
        "Own judgement on the JTAI headline",
        "HR Business Partner – Children’s",
    )
    assert meant(words, names) == found


def test_a_source_is_known_by_its_beginning() -> None:
    """Who says JTAI means its headline findings too, and not what somebody thinks of it."""
    names = ("JTAI", "JTAI headline", "Own judgement on the JTAI headline")
    assert beginning("jtai", names) == {"JTAI", "JTAI headline"}
    assert beginning("jtai headline", names) == {"JTAI headline"}
    assert beginning("the jtai", names) == frozenset()


def _report(record: Record, ref: str, change: Change) -> None:
    stands = action(record, ref)
    owner = author(record, PROGRAMME_MANAGER)
    submission = record.submissions.begin(owner.person_id, "update", f"token {ref}")
    record.updates.report(submission, owner, stands, stands.position.update_id, change)
