"""What the record holds about a person: all of it, and nobody else's."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import ForeignKey, select

from storage import models as m
from storage.database import Database
from storage.record import Record
from storage.said import Author, Change
from storage.subject_access import (
    ABOUT_YOU,
    DONE_ABOUT_YOU,
    ENTERED_FOR_YOU,
    MENTIONS,
    SubjectAccess,
)
from storage.subject_sections import SECTIONS
from storage.vocabulary import ToldBy
from tests.databases import NOW
from tests.storage.conftest import (
    HR_PARTNER,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    action,
    author,
    chat,
    person,
    turn,
)
from tests.storage.filled import fill

SAMIRA, CLAIRE = "Samira Khalid", "Claire Donnelly"


def access(record: Record, title: str) -> dict[str, Any]:
    """What is held about whoever holds a role."""
    return record.subject_access.of(person(record, title).id)


def report(record: Record, writer: Author, ref: str, change: Change) -> None:
    """An update by somebody to an action."""
    about = action(record, ref)
    submission = record.submissions.begin(writer.person_id or 0, "update", ref)
    record.updates.report(submission, writer, about, about.position.update_id, change)


def references() -> set[tuple[str, str]]:
    """Every column of the record that refers to a person."""
    return {
        (table.name, column.name)
        for table in m.Base.metadata.tables.values()
        for column in table.columns
        if any(_parent(key) == "people" for key in column.foreign_keys)
    }


def test_no_table_that_refers_to_people_is_forgotten() -> None:
    """A later table with a person in it needs a section of its own."""
    told = {
        (section.person.class_.__tablename__, section.person.key)
        for section in SECTIONS
        if section.through is None
    }
    assert told == references()
    assert ("updates", "author_id") in told


def test_what_hangs_on_a_persons_rows_is_told_too() -> None:
    """Evidence, measures and mitigating actions belong to the update or revision they came with."""
    parents = {section.person.class_.__tablename__ for section in SECTIONS}
    carried = {
        table.name
        for table in m.Base.metadata.tables.values()
        if set(table.columns.keys()) & {"update_id", "revision_id"}
        and all(_parent(key) in parents for key in table.foreign_keys if _hangs(key))
        and table.name not in parents
    }
    told = {s.through.class_.__tablename__ for s in SECTIONS if s.through is not None}
    assert told == carried == {"evidence", "measure_readings", "mitigations"}


def _hangs(key: ForeignKey) -> bool:
    return key.parent.name in {"update_id", "revision_id"}


def _parent(key: ForeignKey) -> str:
    return key.column.table.name


def test_every_section_is_told(empty_database: Database) -> None:
    """With a row in every table each heading has one, as JSON can hold it."""
    with empty_database.transaction() as session:
        fill(session)
        session.flush()
        who = session.scalars(select(m.Person.id)).one()
        told = SubjectAccess(session, NOW).of(who)
    assert set(told) >= {ABOUT_YOU, *(section.heading for section in SECTIONS)}
    assert json.loads(json.dumps(told)) == told
    assert len({section.heading for section in SECTIONS}) == len(SECTIONS)


def test_what_is_told_is_in_words(database: Database) -> None:
    """References, titles, days; no ids, and nothing that is empty."""
    with turn(database, WEDNESDAY) as record:
        change = Change(note="14 interviews done", percent=75, forecast=date(2023, 1, 16))
        report(record, author(record, RECRUITMENT_LEAD), "WF-01", change)
        told = access(record, RECRUITMENT_LEAD)
    (update,) = told["Updates you wrote"]
    assert (
        update.items()
        >= {
            "Day and time": "16 November 2022, 10:13",
            "Action": "WF-01",
            "As": RECRUITMENT_LEAD,
            "Percent": 75,
            "Forecast": "16 January 2023",
            "Note": "14 interviews done",
        }.items()
    )
    assert {"For", "Told by", "Spend"}.isdisjoint(update)
    assert told["Roles you hold or held"] == [
        {"Role": RECRUITMENT_LEAD, "From": "14 November 2022"}
    ]


def test_who_they_are_to_the_bot_is_told(database: Database) -> None:
    """Name, address, account, weekdays."""
    with turn(database) as record:
        record.people.bind("tenant", "account", ["samira.khalid@arden.example"])
        (identity,) = access(record, RECRUITMENT_LEAD)[ABOUT_YOU]
    assert identity == {
        "Name": SAMIRA,
        "Email": "samira.khalid@arden.example",
        "Weekdays worked, Monday as 0": "01234",
        "Entra tenant": "tenant",
        "Entra account": "account",
        "Account known since": "15 November 2022, 09:30",
    }


def test_others_are_named_by_their_roles(database: Database) -> None:
    """In what was written, sent, drafted; in any spelling, by name or address."""
    with turn(database) as record:
        samira, claire = person(record, RECRUITMENT_LEAD), person(record, HR_PARTNER)
        note = f"{CLAIRE.upper()} agreed ({claire.email}); so did I, {SAMIRA}"
        report(record, author(record, RECRUITMENT_LEAD), "WF-01", Change(note=note))
        record.outbox.put(chat(samira), "reply", {"blocks": [{"text": f"{CLAIRE}, 75%"}]})
        record.conversations.keep("a:chat", samira.id, {"note": f"ask {CLAIRE}"})
        told = access(record, RECRUITMENT_LEAD)
    assert told["Updates you wrote"][0]["Note"] == (
        f"{HR_PARTNER} agreed ({HR_PARTNER}); so did I, {SAMIRA}"
    )
    assert told["What was sent to you"][0]["Content"] == {
        "blocks": [{"text": f"{HR_PARTNER}, 75%"}]
    }
    assert told["What waits for your yes"][0]["Content"] == {"note": f"ask {HR_PARTNER}"}
    assert "donnelly" not in json.dumps(told).casefold()


def test_what_others_wrote_about_a_person_is_told(database: Database) -> None:
    """The passages that mention them, not the whole of what somebody else was sent."""
    with turn(database) as record:
        writer, claire = author(record, HR_PARTNER), person(record, HR_PARTNER)
        report(record, writer, "WF-02", Change(note=f"{CLAIRE} asked {SAMIRA} twice"))
        content = {"text": "Private to Claire", "more": [f"{SAMIRA} is late"]}
        id_ = record.outbox.put(chat(claire), "reply", content)
        told = access(record, RECRUITMENT_LEAD)[MENTIONS]
    texts = {mention["Where"].rpartition(" ")[0]: mention["Texts"] for mention in told}
    assert texts["updates"] == [f"{HR_PARTNER} asked {SAMIRA} twice"]
    assert {"Where": f"outbox {id_}", "Texts": [f"{SAMIRA} is late"]} in told
    assert "Private" not in json.dumps(told)


def test_what_a_person_wrote_about_themselves_is_told_once(database: Database) -> None:
    """Among their updates, not among the mentions."""
    with turn(database) as record:
        note = Change(note=f"{SAMIRA} writes this")
        report(record, author(record, RECRUITMENT_LEAD), "WF-01", note)
        told = access(record, RECRUITMENT_LEAD)
    assert len(told["Updates you wrote"]) == 1
    assert "updates" not in {mention["Where"].split()[0] for mention in told.get(MENTIONS, [])}


def test_somebody_elses_days_away_stay_theirs(database: Database) -> None:
    """Whoever told of them reads that they did; whose days they are reads which and by whom."""
    with turn(database) as record:
        samira, office = person(record, RECRUITMENT_LEAD), person(record, PROGRAMME_MANAGER)
        record.absences.add(samira.id, date(2022, 12, 5), None, office.id)
        theirs, told_by = access(record, RECRUITMENT_LEAD), access(record, PROGRAMME_MANAGER)
    at = "15 November 2022, 09:30"
    assert theirs["Days you were away"] == [
        {"From": "5 December 2022", "Told by": PROGRAMME_MANAGER, "Day and time": at}
    ]
    assert told_by["When you told of days away"] == [{"Day and time": at}]
    assert "5 December" not in json.dumps(told_by)


def test_what_was_entered_for_a_role_on_a_day_is_its_holders(database: Database) -> None:
    """Of that day: not what is entered for the next holder."""
    with turn(database, WEDNESDAY) as record:
        office, samira = author(record, PROGRAMME_MANAGER), person(record, RECRUITMENT_LEAD)
        role, claire = samira.roles[0].id, person(record, HR_PARTNER)
        behalf = Author(office.person_id, office.role_id, role, ToldBy.PHONE, WEDNESDAY.date())
        report(record, behalf, "WF-01", Change(note="told by phone"))
        theirs = record.subject_access.of(samira.id)[ENTERED_FOR_YOU]
        record.handovers.hand_over(role, claire.id, date(2022, 12, 1), office.person_id or 0)
        assert ENTERED_FOR_YOU not in record.subject_access.of(claire.id)
    assert [(one["Note"], one["As"], one["Told by"]) for one in theirs] == [
        ("told by phone", PROGRAMME_MANAGER, "phone")
    ]


def test_what_was_done_about_a_person_is_told(database: Database) -> None:
    """By whom, by their role."""
    with turn(database) as record:
        office = person(record, PROGRAMME_MANAGER).id
        samira = person(record, RECRUITMENT_LEAD).id
        record.working_days.keep(samira, [0], office)
    with turn(database) as record:
        told = record.subject_access.of(samira)[DONE_ABOUT_YOU]
    assert [(one["What"], one["By"]) for one in told] == [("working_days", PROGRAMME_MANAGER)]


def test_a_namesakes_name_is_ones_own(database: Database) -> None:
    """Nobody can tell whom a text means; it is not hidden from the person."""
    with turn(database) as record:
        session = record.people._session
        session.get_one(m.Person, person(record, HR_PARTNER).id).name = SAMIRA
        note = Change(note=f"I, {SAMIRA}")
        report(record, author(record, RECRUITMENT_LEAD), "WF-01", note)
        told = record.subject_access.of(person(record, RECRUITMENT_LEAD).id)
    assert told["Updates you wrote"][0]["Note"] == f"I, {SAMIRA}"


@pytest.mark.parametrize("title", [RECRUITMENT_LEAD, PROGRAMME_MANAGER])
def test_of_the_sample_plan_nobody_elses_name_is_told(record: Record, title: str) -> None:
    """Neither in values nor under any heading."""
    me = person(record, title)
    told = json.dumps(record.subject_access.of(me.id), ensure_ascii=False)
    others = [one for one in record.people.all() if one.id != me.id]
    assert me.name in told
    assert not [one.id for one in others if one.name in told or one.email in told]


def test_who_is_anonymous_is_told_what_is_left(database: Database) -> None:
    """What they wrote; no address and no message."""
    with turn(database) as record:
        note = Change(note="before I left")
        report(record, author(record, RECRUITMENT_LEAD), "WF-01", note)
        samira, office = person(record, RECRUITMENT_LEAD), person(record, PROGRAMME_MANAGER)
        record.channels.remember(chat(samira))
        heir = person(record, HR_PARTNER).id
        record.handovers.hand_over(samira.roles[0].id, heir, NOW.date(), office.id)
        record.leavers.pseudonymise(samira.id, office.id)
        told = record.subject_access.of(samira.id)
    assert _names(told) == f"Former colleague {samira.id}"
    assert told["Updates you wrote"][0]["Note"] == "before I left"
    assert "Your chats with the bot" not in told


def _names(told: Mapping[str, Any]) -> str:
    return str(told[ABOUT_YOU][0]["Name"])
