"""A check names what is wrong with the record and what to do, and changes nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from storage import models as m
from storage.append_only import release
from storage.checks import Checked, Trouble, What, check
from storage.database import Database
from storage.digests import Edition
from storage.outbox import Ending, State
from storage.record import Record
from storage.requests import Asked
from storage.said import Author
from storage.vocabulary import RequestKind
from tests.databases import NOW, Copies
from tests.storage.conftest import CHANNEL, RECRUITMENT_LEAD, chat, person, theme, turn

TOMORROW = NOW + timedelta(days=1)
GRAVE = {What.SCHEMA, What.HISTORY, What.VALUES, What.REFERENCES, What.PLAN}


def checked(database: Database, now: datetime = NOW) -> Checked:
    with database.read() as session:
        return check(session, now)


def said(database: Database, what: What, now: datetime = NOW) -> list[str]:
    return [one.sentence for one in checked(database, now).troubles if one.what is what]


def trouble(database: Database, sentence: str) -> Trouble:
    (found,) = (one for one in checked(database).troubles if one.sentence == sentence)
    return found


def by_force(database: Database, *statements: str, lifting: str | None = None) -> None:
    """What somebody does who reached the database itself, past its rules."""
    with database.engine.connect() as connection:
        if database.embedded:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        if lifting:
            release(connection, lifting)
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
        connection.invalidate()


def test_a_plan_just_taken_in_is_sound(database: Database) -> None:
    """What is left are people who never wrote and channels that nobody linked."""
    found = checked(database)
    assert found.sound
    assert {one.what for one in found.troubles} == {What.FINDINGS, What.PEOPLE, What.CHANNELS}


def test_what_there_is_is_counted(database: Database) -> None:
    """So that a person sees at a glance that it is the right record."""
    found = checked(database)
    assert (found.rows["actions"], found.rows["themes"], found.rows["drafts"]) == (24, 6, 0)
    assert set(found.rows) == set(m.Base.metadata.tables)
    assert found.chain is not None
    assert found.chain.entries == found.rows["audit_entries"] > 0
    assert len(found.chain.head) == 64


def test_an_empty_record_has_nothing_wrong(empty_database: Database) -> None:
    """Nor does it miss anybody."""
    assert checked(empty_database).troubles == ()


@pytest.mark.parametrize(
    ("change", "sentence", "remedy"),
    [
        ("DELETE FROM alembic_version", "The database holds no record", "bot upgrade"),
        ("UPDATE alembic_version SET version_num = '0001'", "The database is older", "bot upgrade"),
        ("UPDATE alembic_version SET version_num = '9'", "The database was made by a newer", "In"),
    ],
)
def test_the_wrong_schema_is_all_that_is_said(
    database: Database, change: str, sentence: str, remedy: str
) -> None:
    """Other tables would make everything else wrong."""
    by_force(database, change)
    found = checked(database)
    (schema,) = found.troubles
    assert schema.what is What.SCHEMA
    assert schema.sentence.startswith(sentence)
    assert remedy in schema.remedy
    assert (found.sound, found.chain, found.rows) == (False, None, {})


def test_history_that_could_be_changed_is_named(database: Database) -> None:
    """Until an upgrade has laid the triggers again."""
    with database.transaction() as session:
        release(session.connection(), "updates")
    found = trouble(
        database,
        "Nothing keeps the rows of updates from being changed: their triggers are missing.",
    )
    assert "python -m bot upgrade" in found.remedy
    database.upgrade()
    assert said(database, What.HISTORY) == []


def test_a_row_changed_by_force_is_named(database: Database) -> None:
    """With its table and the rows it was written with, and that a backup is to be compared."""
    with turn(database) as record:
        id_ = record.submissions.begin(1, "update", "token").id
    by_force(database, "UPDATE submissions SET person_id = 2", lifting="submissions")
    database.upgrade()
    found = trouble(
        database,
        f"Row {id_} of submissions is not as the record was written: changed, removed or put in.",
    )
    assert found.grave
    assert "backup" in found.remedy


def test_rows_changed_by_force_are_named_together(database: Database) -> None:
    """The opening positions were written at once, and are covered at once."""
    by_force(database, "UPDATE updates SET note = 'All is well' WHERE id = 3", lifting="updates")
    assert any(
        sentence.startswith("Rows 1 to 24 of updates are not as the record was written")
        for sentence in said(database, What.HISTORY)
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "DELETE FROM organisations WHERE id = 1",
            "roles point to organisations that are not there (organisation_id).",
        ),
        (
            "UPDATE roles SET deputy_role_id = 999 WHERE id = 1",
            "1 row of roles point to roles that are not there (deputy_role_id).",
        ),
        (
            "DELETE FROM findings WHERE ref = 'F-99'",
            "action_findings point to findings that are not there (finding_id).",
        ),
    ],
)
def test_rows_that_point_nowhere_are_counted(
    database: Database, change: str, sentence: str
) -> None:
    """A tool that does not keep references was at work."""
    assert said(database, What.REFERENCES) == []
    with database.transaction() as session:
        session.add(m.Finding(ref="F-99", words=""))
        session.flush()
        session.execute(text("INSERT INTO action_findings SELECT 1, max(id) FROM findings"))
    by_force(database, change)
    assert any(one.endswith(sentence) for one in said(database, What.REFERENCES))


@pytest.mark.parametrize(
    ("table", "change"), [("role_holdings", "held_from = 'soon'"), ("people", "bound_at = 'x'")]
)
def test_a_table_that_cannot_be_read_is_named(
    sqlite_copies: Copies, table: str, change: str
) -> None:
    """SQLite takes any value in any column; the check goes on as far as it can."""
    database = Database(sqlite_copies("sample"))
    by_force(database, f"UPDATE {table} SET {change}")
    sentence = f"Some row of {table} holds a value that cannot be read."
    assert said(database, What.VALUES) == [sentence]
    assert trouble(database, sentence).grave
    database.dispose()


def test_an_action_without_a_position_is_named(database: Database) -> None:
    """It would be shown nowhere."""
    by_force(database, "DELETE FROM updates WHERE action_id = 1", lifting="updates")
    (sentence,) = said(database, What.PLAN)
    assert sentence.endswith("has no rating: every update of it is gone or withdrawn.")
    assert not checked(database).sound


def test_a_risk_and_an_issue_without_a_revision_are_named(database: Database) -> None:
    """They would have neither a score nor a state."""
    with database.transaction() as session:
        session.add(m.Risk(ref="R-99", theme_id=1, owner_role_id=1, description=""))
        session.add(
            m.Issue(
                ref="I-99",
                theme_id=1,
                owner_role_id=1,
                description="",
                raised_on=NOW.date(),
            )
        )
    assert said(database, What.PLAN) == [
        "R-99 has no assessment: every revision of it is gone.",
        "I-99 has no assessment: every revision of it is gone.",
    ]


def end_holdings(database: Database, role: str) -> None:
    with database.transaction() as session:
        session.execute(
            text(
                "UPDATE role_holdings SET held_to = '2022-11-15' "
                "WHERE role_id = (SELECT id FROM roles WHERE title = :role)"
            ),
            {"role": role},
        )


@pytest.mark.parametrize(
    ("role", "duties"),
    [
        (RECRUITMENT_LEAD, "owns WF-01"),
        ("Head of HR and Organisational Development", "leads Workforce"),
    ],
)
def test_a_role_that_nobody_holds_is_named(database: Database, role: str, duties: str) -> None:
    """From the day after its last holder left; with what is waiting for somebody."""
    end_holdings(database, role)
    (found,) = (one for one in checked(database, TOMORROW).troubles if one.what is What.ROLES)
    assert found.sentence.startswith(f"Nobody holds the role {role} today, which ")
    assert duties in found.sentence
    assert "bot import" in found.remedy
    assert said(database, What.ROLES) == []


def test_a_role_without_duties_may_be_vacant(database: Database) -> None:
    """Nobody waits for it."""
    end_holdings(database, "Independent Chair of the Improvement Board")
    assert said(database, What.ROLES, TOMORROW) == []


@pytest.mark.parametrize(
    ("first", "second", "odd"),
    [
        ((date(2022, 12, 1), None), (date(2023, 1, 1), None), True),
        ((date(2022, 12, 1), date(2023, 1, 1)), (date(2023, 1, 1), None), True),
        ((date(2023, 1, 1), None), (date(2022, 12, 1), date(2023, 1, 1)), True),
        ((date(2022, 12, 1), date(2022, 12, 31)), (date(2023, 1, 1), None), False),
        ((date(2023, 1, 1), None), (date(2022, 12, 1), date(2022, 12, 31)), False),
    ],
)
def test_a_person_who_holds_a_role_twice_at_once_is_named(
    database: Database,
    first: tuple[date, date | None],
    second: tuple[date, date | None],
    odd: bool,
) -> None:
    """Taking it on again after a while is no trouble, nor are two people who share it."""
    with turn(database) as record:
        samira = person(record, RECRUITMENT_LEAD)
    with database.transaction() as session:
        role = m.Role(title="Acting Director", organisation_id=1, standing="member")
        session.add(role)
        session.flush()
        holders = [(samira.id, first), (samira.id, second), (samira.id % 2 + 1, first)]
        for holder, (held_from, held_to) in holders:
            session.add(
                m.RoleHolding(
                    role_id=role.id, person_id=holder, held_from=held_from, held_to=held_to
                )
            )
            session.flush()
    begins = [f"from {day.day} {day:%B %Y}" for day in (first[0], second[0])]
    sentence = (
        f"{samira.name} holds the role Acting Director twice at once, {' and '.join(begins)}."
    )
    assert said(database, What.ROLES) == [sentence] * odd


def test_a_holding_that_ends_before_it_begins_is_named(database: Database) -> None:
    """A slip in the year."""
    with turn(database) as record:
        samira = person(record, RECRUITMENT_LEAD)
    with database.transaction() as session:
        session.add(
            m.RoleHolding(
                role_id=1,
                person_id=samira.id,
                held_from=date(2022, 12, 1),
                held_to=date(2021, 12, 31),
            )
        )
    (sentence,) = said(database, What.ROLES)
    assert sentence.endswith("from 1 December 2022, and until 31 December 2021, which is earlier.")


def test_owners_and_leads_who_never_wrote_are_named(database: Database) -> None:
    """Each with what to do, until there is a chat with them; nobody else is expected to write."""
    with turn(database) as record:
        samira = person(record, RECRUITMENT_LEAD)
        expected = {one.id for one in record.people.all() if has_duties(record, one.id)}
    sentences = said(database, What.PEOPLE)
    assert len(sentences) == len(expected)
    not_bound = (
        f"{samira.name} ({RECRUITMENT_LEAD}) cannot be written to: "
        f"no Teams account is known for {samira.email}."
    )
    assert "put the address right" in trouble(database, not_bound).remedy
    with turn(database) as record:
        record.people.bind("tenant", "account", [samira.email])
    no_chat = (
        f"{samira.name} ({RECRUITMENT_LEAD}) cannot be written to: "
        "there is no chat with the bot yet."
    )
    assert trouble(database, no_chat).remedy == (
        "Install the app for them, or ask them to say hello to the bot."
    )
    with turn(database) as record:
        record.channels.remember(chat(samira))
    assert len(said(database, What.PEOPLE)) == len(expected) - 1


def has_duties(record: Record, person_id: int) -> bool:
    found = record.people.by_id(person_id)
    assert found is not None
    roles = {role.id for role in found.roles}
    return bool(
        record.plan.actions_of_roles(roles)
        or roles & {theme.lead_role_id for theme in record.plan.themes()}
    )


def test_themes_without_a_channel_are_named(database: Database) -> None:
    """With what to type there, word for word."""
    assert len(said(database, What.CHANNELS)) == 6
    found = trouble(database, "Workforce has no channel: its weekly summary is not posted.")
    assert found.remedy == "In the theme's channel: @planbot link this channel to Workforce"
    assert not found.grave
    with turn(database) as record:
        lead = person(record, RECRUITMENT_LEAD)
        record.channels.link(theme(record, "WF").id, CHANNEL, lead.id)
    assert len(said(database, What.CHANNELS)) == 5


def end(database: Database, send: Callable[[Record], int], state: State, reason: str) -> None:
    with turn(database) as record:
        record.outbox.settle(Ending(send(record), state, reason=reason))


def test_messages_that_did_not_arrive_are_counted(database: Database) -> None:
    """To whom, how many, why; what was sent or is older than two weeks is not mentioned."""

    def to_samira(record: Record) -> int:
        return record.outbox.put(chat(person(record, RECRUITMENT_LEAD)), "prompt", {})

    for _ in range(2):
        end(database, to_samira, State.UNDELIVERABLE, "403 BotNotInConversationRoster")
    end(database, to_samira, State.SENT, "")
    with turn(database) as record:
        samira = person(record, RECRUITMENT_LEAD).name
    assert said(database, What.MESSAGES) == [
        f"2 messages to {samira} could not be delivered since 1 November 2022: "
        "403 BotNotInConversationRoster."
    ]
    assert said(database, What.MESSAGES, NOW + timedelta(days=15)) == []


def test_a_post_that_may_have_arrived_is_named(database: Database) -> None:
    """It is never repeated by itself, so somebody has to look."""

    def summary(record: Record) -> int:
        workforce = theme(record, "WF").id
        period = record.digests.extra_period(workforce, NOW)
        digest_id = record.digests.keep(workforce, Edition.EXTRA, NOW, period, {})
        return record.outbox.put(CHANNEL, "summary", {}, digest_id=digest_id, new_thread=True)

    end(database, summary, State.UNKNOWN, "stopped while it was being posted")
    found = trouble(
        database,
        "It is not known whether 1 message to the channel of Workforce since 1 November 2022 "
        "arrived: stopped while it was being posted.",
    )
    assert "@planbot post the summary now" in found.remedy


def test_a_check_changes_nothing(database: Database) -> None:
    """It may run beside the bot at any time."""
    assert checked(database) == checked(database)


def test_trouble_is_grave_where_the_record_itself_is_not_whole() -> None:
    """A command can tell by that how to end."""
    assert {what for what in What if Trouble(what, "", "").grave} == GRAVE


def test_a_worklist_that_does_not_fit_the_decisions_is_named(database: Database) -> None:
    """A request that somebody took off it by hand would never be decided."""
    with turn(database) as record:
        owner = person(record, RECRUITMENT_LEAD)
        about = record.plan.action("WF-01")
        assert about is not None
        author = Author(owner.id, owner.roles[0].id)
        submission = record.submissions.begin(owner.id, "ask", "token")
        asked = Asked(RequestKind.DUE_DATE, "later", due_to=about.due + timedelta(weeks=1))
        record.requests.ask(submission, author, about, asked)
    assert said(database, What.REFERENCES) == []
    with database.transaction() as session:
        session.execute(text("DELETE FROM waiting_requests"))
    (sentence,) = said(database, What.REFERENCES)
    assert sentence.startswith("1 of requests are not among those that wait")
    assert not checked(database).sound
