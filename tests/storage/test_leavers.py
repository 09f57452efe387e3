"""Leavers: what they hold ends, what names them goes, what they wrote stays."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.append_only import TABLES
from storage.database import Database
from storage.digests import Edition
from storage.errors import (
    AlreadyAnonymous,
    AlreadyLeft,
    DayOutOfOrder,
    LastOfOffice,
    NotLeft,
    StillHoldsRole,
)
from storage.holdings import holders
from storage.leavers import PERSON_LEFT, Pseudonymised
from storage.outbox import State
from storage.record import Record
from storage.said import Change
from storage.verification import verify
from tests.databases import NOW
from tests.storage.conftest import (
    HR_PARTNER,
    OPENS,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    WORKFORCE_LEAD,
    action,
    author,
    chat,
    person,
    turn,
)

TODAY = NOW.date()
DAY = timedelta(days=1)
DECEMBER = date(2022, 12, 1)
SAMIRA, EMAIL = "Samira Khalid", "samira.khalid@arden.example"


@pytest.fixture
def samira(database: Database) -> int:
    """The owner of WF-01, who has a chat, a draft, days away, and has written an update."""
    with turn(database) as record:
        samira, office = person(record, RECRUITMENT_LEAD), person(record, PROGRAMME_MANAGER)
        claire = person(record, HR_PARTNER)
        record.people.bind("tenant", "account", [EMAIL])
        record.channels.remember(chat(samira))
        record.conversations.keep("a:chat", samira.id, {"note": "half a sentence"})
        record.conversations.keep("a:other", claire.id, {"note": f"with {SAMIRA}"})
        record.absences.add(samira.id, DECEMBER, None, samira.id)
        record.working_days.keep(samira.id, [0, 1], office.id)
        report(record, RECRUITMENT_LEAD, "WF-01", "14 interviews done")
        report(record, HR_PARTNER, "WF-02", f"agreed with {SAMIRA.upper()}")
        record.outbox.put(chat(samira), "reply", {"text": "to her"})
        record.outbox.put(chat(claire), "reply", {"text": f"{SAMIRA} ({EMAIL}) said so"})
    return samira.id


def report(record: Record, title: str, ref: str, note: str) -> None:
    """An update by the holder of a role to an action."""
    writer, about = author(record, title), action(record, ref)
    submission = record.submissions.begin(writer.person_id or 0, "update", ref)
    basis = about.position.update_id
    record.updates.report(submission, writer, about, basis, Change(note=note))


def office(record: Record) -> int:
    """The one person in the programme office."""
    return person(record, PROGRAMME_MANAGER).id


def leave(database: Database, person_id: int, on: date = TODAY - DAY) -> None:
    """Their last day was yesterday."""
    with turn(database) as record:
        record.leavers.leave(person_id, on, office(record))


def pseudonymise(database: Database, person_id: int) -> Pseudonymised:
    """They left, and are made anonymous."""
    leave(database, person_id)
    with turn(database) as record:
        return record.leavers.pseudonymise(person_id, office(record))


def rows(session: Session, kind: type[m.Base], **wanted: object) -> list[Mapping[str, Any]]:
    """The rows of a table with these values, by their first key."""
    table = kind.__table__
    query = select(*table.columns).order_by(*table.primary_key).filter_by(**wanted)
    return [dict(row) for row in session.execute(query).mappings()]


def test_a_last_day_ends_what_is_held(database: Database, samira: int) -> None:
    """The day itself is still theirs; whose role nobody holds then is said."""
    with turn(database) as record:
        role = person(record, RECRUITMENT_LEAD).roles[0].id
        assert record.leavers.leave(samira, DECEMBER, office(record)) == {role: DECEMBER + DAY}
    with database.transaction() as session:
        assert holders(session, role, DECEMBER) == (samira,)
        assert holders(session, role, DECEMBER + DAY) == ()


def test_a_role_that_is_shared_or_handed_over_is_not_vacant(
    database: Database, samira: int
) -> None:
    """Nobody needs to be found for it."""
    with turn(database) as record:
        role, claire = person(record, RECRUITMENT_LEAD).roles[0].id, person(record, HR_PARTNER)
        record.handovers.hand_over(role, claire.id, DECEMBER, office(record))
        assert record.leavers.leave(samira, DECEMBER - DAY, office(record)) == {}


def test_who_was_to_take_a_role_and_leaves_never_takes_it(database: Database, samira: int) -> None:
    """It is said that nobody will hold it."""
    with turn(database) as record:
        role, claire = person(record, RECRUITMENT_LEAD).roles[0].id, person(record, HR_PARTNER)
        record.handovers.hand_over(role, claire.id, DECEMBER, office(record))
        vacant = record.leavers.leave(claire.id, TODAY, office(record))
    assert vacant == {role: DECEMBER, claire.roles[0].id: TODAY + DAY}
    with database.transaction() as session:
        assert holders(session, role, DECEMBER) == ()
        assert rows(session, m.RoleHolding, role_id=role, person_id=claire.id) == []


def test_nobody_leaves_twice(database: Database, samira: int) -> None:
    """Nor before they came."""
    with turn(database) as record:
        with pytest.raises(DayOutOfOrder):
            record.leavers.leave(samira, OPENS.date() - DAY, office(record))
        record.leavers.leave(samira, DECEMBER, office(record))
        with pytest.raises(AlreadyLeft):
            record.leavers.leave(samira, DECEMBER, office(record))


def test_the_last_of_the_programme_office_stays(database: Database) -> None:
    """Somebody must be there to run the programme; with a second person one may go."""
    with turn(database) as record:
        manager = person(record, PROGRAMME_MANAGER)
        with pytest.raises(LastOfOffice):
            record.leavers.leave(manager.id, DECEMBER, manager.id)
        assert record.people.by_id(manager.id) == manager
        heir = person(record, WORKFORCE_LEAD).id
        record.handovers.hand_over(manager.roles[0].id, heir, DECEMBER, manager.id)
        record.leavers.leave(manager.id, DECEMBER - DAY, manager.id)


def test_who_comes_back_can_be_appointed(database: Database, samira: int) -> None:
    """No role comes back by itself."""
    leave(database, samira)
    with turn(database) as record:
        record.leavers.come_back(samira, office(record))
        with pytest.raises(NotLeft):
            record.leavers.come_back(samira, office(record))
        known = record.people.by_id(samira)
        assert known is not None
        assert known.roles == ()
        role = action(record, "WF-01").owner_role_id
        record.handovers.appoint(role, samira, TODAY, office(record))
        assert [holder.id for holder in record.people.holding(role)] == [samira]


def test_what_identifies_a_leaver_goes(database: Database, samira: int) -> None:
    """Name, address, account, weekdays, chat, drafts, days away; and what was sent to them."""
    assert pseudonymise(database, samira).name == f"Former colleague {samira}"
    with database.transaction() as session:
        (known,) = rows(session, m.Person, id=samira)
        assert known == {
            "id": samira,
            "name": f"Former colleague {samira}",
            "email": f"former-colleague-{samira}@leavers.invalid",
            "working_days": "01234",
            "tenant_id": None,
            "entra_id": None,
            "bound_at": None,
            "left_on": TODAY - DAY,
            "pseudonymised_at": NOW,
        }
        for kind in (m.Address, m.Draft, m.Absence):
            assert rows(session, kind, person_id=samira) == []
        (sent,) = rows(session, m.OutboxMessage, person_id=samira)
    assert sent["content"] == {}
    assert (sent["state"], sent["reason"]) == (State.UNDELIVERABLE, PERSON_LEFT)
    assert "a:" not in sent["conversation_id"]
    assert not any(sent[name] for name in ("service_url", "answers", "replaces", "activity_id"))


def test_what_was_sent_stays_sent(database: Database, samira: int) -> None:
    """Only what still waits is ended."""
    with database.transaction() as session:
        sent = session.scalars(select(m.OutboxMessage).filter_by(person_id=samira)).one()
        sent.state, sent.activity_id, sent.answers = State.SENT, "1669", "1668"
    pseudonymise(database, samira)
    with database.transaction() as session:
        (row,) = rows(session, m.OutboxMessage, person_id=samira)
    assert (row["state"], row["reason"], row["content"]) == (State.SENT, None, {})


def test_nothing_is_sent_to_a_leaver(database: Database, samira: int) -> None:
    """What waits for others still is."""
    pseudonymise(database, samira)
    with turn(database) as record:
        claimed = record.outbox.claim("worker")
        assert [one.address.person_id for one in claimed] == [person(record, HR_PARTNER).id]


def test_the_account_is_a_strangers_from_then_on(database: Database, samira: int) -> None:
    """And is not bound by its address again."""
    pseudonymise(database, samira)
    with turn(database) as record:
        assert record.people.by_account("tenant", "account") is None
        assert record.people.bind("tenant", "account", [EMAIL]) is None


def test_history_stays_word_for_word_and_the_chain_is_whole(
    database: Database, samira: int
) -> None:
    """Positions and reports are the same, under another name."""
    with turn(database) as record:
        session = record.people._session
        kinds = [k for k in m.History.__subclasses__() if k is not m.AuditEntry]
        before = {kind: rows(session, kind) for kind in kinds}
        wf = action(record, "WF-01")
        said = record.updates.reports([wf.id], OPENS, WEDNESDAY)
    assert len(before) == len(TABLES) - 1
    pseudonymise(database, samira)
    with turn(database) as record:
        session = record.people._session
        assert {kind: rows(session, kind) for kind in kinds} == before
        assert action(record, "WF-01") == wf
        (now,) = record.updates.reports([wf.id], OPENS, WEDNESDAY)
        assert verify(session.connection()).faults == ()
    (then,) = said
    assert (then.person, now.person) == (SAMIRA, f"Former colleague {samira}")
    assert (then.note, then.update_id, then.at) == (now.note, now.update_id, now.at)


def test_messages_to_others_name_the_leaver_no_longer(database: Database, samira: int) -> None:
    """They are the bot's words, not anybody's."""
    pseudonymise(database, samira)
    with database.transaction() as session:
        contents = [row["content"] for row in rows(session, m.OutboxMessage)]
    former = f"Former colleague {samira}"
    assert contents == [{}, {"text": f"{former} ({former}) said so"}]


def test_texts_of_people_that_mention_the_name_are_told(database: Database, samira: int) -> None:
    """They are history, and what somebody is about to save is as it was shown to them."""
    with turn(database) as record:
        session = record.people._session
        noted = [row["id"] for row in rows(session, m.Update) if SAMIRA.upper() in row["note"]]
        claire = person(record, HR_PARTNER).id
    done = pseudonymise(database, samira)
    assert done.mentions == {"updates": tuple(noted), "drafts": (claire,)}
    assert done.sentence.startswith("2 texts in the record mention the name: ")
    assert f"updates {noted[0]}" in done.sentence
    with database.transaction() as session:
        (draft,) = rows(session, m.Draft, person_id=claire)
    assert draft["content"] == {"note": f"with {SAMIRA}"}


def test_one_mention_and_none_are_told_in_good_english() -> None:
    """The programme office reads it."""
    one = Pseudonymised("Former colleague 7", {"risk_revisions": (4,)}, has_namesake=False)
    assert one.sentence.startswith("1 text in the record mentions the name: risk revisions 4.")
    none = Pseudonymised("Former colleague 7", {}, has_namesake=False)
    assert none.sentence == "No text in the record mentions the name."


def test_a_namesakes_name_stays(database: Database, samira: int) -> None:
    """Two people have it; only the address is surely the leaver's."""
    with turn(database) as record:
        session = record.people._session
        other = person(record, WORKFORCE_LEAD)
        session.get_one(m.Person, other.id).name = "samira  KHALID"
        record.outbox.put(chat(other), "reply", {"text": f"Good morning, {SAMIRA}"})
    done = pseudonymise(database, samira)
    with database.transaction() as session:
        contents = [row["content"].get("text") for row in rows(session, m.OutboxMessage)]
    assert contents[1:] == [
        f"{SAMIRA} (Former colleague {samira}) said so",
        f"Good morning, {SAMIRA}",
    ]
    assert "Somebody else has the same name" in done.sentence


def test_a_summary_that_mentions_the_name_is_told(database: Database, samira: int) -> None:
    """It quotes what somebody wrote; as it was posted, so it stays."""
    content = {"blocks": [{"text": f"“agreed with {SAMIRA}”"}]}
    with turn(database) as record:
        period = record.digests.extra_period(1, NOW)
        id_ = record.digests.keep(1, Edition.EXTRA, NOW, period, content)
    assert pseudonymise(database, samira).mentions["digests"] == (id_,)
    with turn(database) as record:
        assert record.digests.content(1, Edition.EXTRA, NOW) == content


def test_who_holds_a_role_is_not_made_anonymous(database: Database, samira: int) -> None:
    """Today, or from a later day."""
    with turn(database) as record, pytest.raises(StillHoldsRole):
        record.leavers.pseudonymise(samira, office(record))
    with turn(database) as record:
        role, claire = person(record, RECRUITMENT_LEAD).roles[0].id, person(record, HR_PARTNER)
        record.handovers.hand_over(claire.roles[0].id, samira, DECEMBER, office(record))
        record.handovers.hand_over(role, claire.id, TODAY, office(record))
        with pytest.raises(StillHoldsRole):
            record.leavers.pseudonymise(samira, office(record))
        assert record.people.named(EMAIL)


def test_the_last_day_has_to_be_over(database: Database, samira: int) -> None:
    """Until then they hold their role."""
    leave(database, samira, on=TODAY)
    with turn(database) as record, pytest.raises(StillHoldsRole):
        record.leavers.pseudonymise(samira, office(record))
    with turn(database, NOW + DAY) as record:
        record.leavers.pseudonymise(samira, office(record))


def test_the_last_of_the_programme_office_is_not_made_anonymous(database: Database) -> None:
    """Though the role was ended past the record's rules, somebody has to be found first."""
    with turn(database) as record:
        manager = person(record, PROGRAMME_MANAGER)
        session = record.people._session
        session.scalars(select(m.RoleHolding).filter_by(person_id=manager.id)).one().held_to = (
            TODAY - DAY
        )
        with pytest.raises(LastOfOffice):
            record.leavers.pseudonymise(manager.id, manager.id)


def test_twice_is_said(database: Database, samira: int) -> None:
    """And who is anonymous does not come back under the same record."""
    pseudonymise(database, samira)
    with turn(database) as record:
        with pytest.raises(AlreadyAnonymous):
            record.leavers.pseudonymise(samira, office(record))
        with pytest.raises(NotLeft):
            record.leavers.come_back(samira, office(record))


def test_who_never_held_a_role_can_be_made_anonymous(database: Database) -> None:
    """A last day is kept with it."""
    with turn(database) as record:
        session = record.people._session
        newcomer = m.Person(name="Ann Lee", email="ann.lee@arden.example")
        session.add(newcomer)
        session.flush()
        record.leavers.pseudonymise(newcomer.id, office(record))
        assert newcomer.left_on == TODAY


def test_the_audit_trail_tells_it_by_ids(database: Database, samira: int) -> None:
    """Who left, who was made anonymous, by whom; no name and no address."""
    pseudonymise(database, samira)
    with database.transaction() as session:
        told = rows(session, m.AuditEntry, subject=f"person:{samira}")
        by = {row["person_id"] for row in told[-2:]}
    assert [row["operation"] for row in told[-2:]] == ["leave", "pseudonymise"]
    assert by != {samira}
    assert not [row for row in told if "amira" in str(row).lower()]
