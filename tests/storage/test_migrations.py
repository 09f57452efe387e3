"""The tables are made by migrations alone, and the migrations make what the models say."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, select, text

from storage import models as m
from storage.append_only import protect, unprotected
from storage.database import Database
from storage.errors import RecordError
from storage.models import Base
from storage.revisions import MIGRATIONS, Schema, migrate
from storage.verification import verify
from storage.vocabulary import Stage
from tests.databases import NOW, Copies
from tests.storage.conftest import turn
from tests.storage.dies import die_upgrading

PROTECTED_AT_FIRST = ("submissions", "updates", "risk_revisions", "digests", "audit_entries")
# A small programme as the first revision kept it, with something in every table.
AS_IT_WAS = """
INSERT INTO organisations (name) VALUES ('Arden Council'), ('Arden Police');
INSERT INTO roles (title, organisation_id, standing) VALUES
    ('Programme Manager', 1, 'programme_office'), ('Team Manager', 1, 'member'),
    ('Inspector', 2, 'member');
UPDATE roles SET deputy_role_id = 3 WHERE id = 2;
INSERT INTO people (name, email, tenant_id, entra_id, bound_at) VALUES
    ('Ann Alder', 'ann@arden.example', 'tenant', 'ann', '2022-11-14 09:00:00.000000'),
    ('Bo Birch', 'bo@arden.example', NULL, NULL, NULL);
INSERT INTO role_holdings (role_id, person_id, held_from, held_to) VALUES
    (1, 1, '2022-01-01', NULL), (2, 2, '2022-01-01', NULL), (3, 1, '2022-01-01', '2022-06-30');
INSERT INTO boards (name) VALUES ('Improvement Board');
INSERT INTO meetings (board_id, held_on) VALUES (1, '2022-12-08');
INSERT INTO themes (code, name, lead_role_id, summary_weekday, summary_time)
    VALUES ('WF', 'Workforce', 1, 4, '11:00:00.000000');
INSERT INTO plan_imports (at, as_at, sha256, weeks_moved, summary) VALUES
    ('2022-11-14 00:00:00.000000', '2022-11-14', 'cafe', 0, '{"actions": 3}');
INSERT INTO actions (ref, theme_id, short_title, title, owner_role_id, organisation_id, finding,
    success_measure, priority, original_due, due) VALUES
    ('WF-01', 1, 'Recruit', 'Recruit managers', 2, 1, 'Too many agency managers', 'Vacancies',
        true, '2022-12-30', '2023-01-31'),
    ('WF-02', 1, 'Retain', 'Keep managers', 2, 1, 'Too many agency managers', 'Leavers',
        false, '2023-03-31', '2023-03-31'),
    ('WF-03', 1, 'Induct', 'Induct managers', 3, 2, 'New managers are left alone', 'Inductions',
        false, '2023-03-31', '2023-03-31'),
    ('WF-04', 1, 'Review', 'Review pay', 3, 2, '', 'A review', false, '2023-03-31', '2023-03-31');
INSERT INTO supporting_organisations (action_id, organisation_id) VALUES (1, 2);
INSERT INTO submissions (person_id, kind, token, undoes_id, at) VALUES
    (2, 'update', 'one', NULL, '2022-11-15 09:30:00.000000'),
    (2, 'update', 'two', NULL, '2022-11-15 09:31:00.000000'),
    (2, 'undo', 'three', 2, '2022-11-15 09:32:00.000000');
INSERT INTO updates (action_id, submission_id, author_id, author_role_id, on_behalf_of_role_id,
    kind, supersedes_id, rating, impact_rating, stage, percent, forecast, note, impact_note,
    reported_on, at) VALUES
    (1, NULL, NULL, 2, NULL, 'opening', NULL, 'green', 'unknown', 'in_progress', 65, NULL,
        'Begun', '', '2022-11-10', '2022-11-14 00:00:00.000000'),
    (2, NULL, NULL, 2, NULL, 'opening', NULL, 'amber', 'unknown', 'in_progress', 20, '2023-02-28',
        'Asked why', '', '2022-11-10', '2022-11-14 00:00:00.000000'),
    (3, NULL, NULL, 3, NULL, 'opening', NULL, 'blue', 'green', 'implemented', 100, NULL,
        'Done', 'Children know their worker', '2022-11-10', '2022-11-14 00:00:00.000000'),
    (4, NULL, NULL, 3, NULL, 'opening', NULL, 'grey', 'unknown', 'not_started', NULL, NULL,
        '', '', '2022-11-10', '2022-11-14 00:00:00.000000'),
    (1, 1, 2, 2, NULL, 'progress', NULL, 'amber', 'unknown', 'in_progress', 75, '2023-01-16',
        '14 interviews – done', '', '2022-11-15', '2022-11-15 09:30:00.000000'),
    (2, 2, 2, 2, 3, 'progress', NULL, 'red', 'unknown', 'in_progress', 10, NULL,
        'Wrong action', '', '2022-11-15', '2022-11-15 09:31:00.000000'),
    (2, 3, 2, 2, 3, 'withdrawal', 6, 'red', 'unknown', 'in_progress', 10, NULL,
        '', '', '2022-11-15', '2022-11-15 09:32:00.000000');
INSERT INTO risks (ref, theme_id, action_id, owner_role_id, description)
    VALUES ('R-01', 1, 1, 2, 'Agency staff leave'), ('R-02', 1, NULL, 3, 'Pay is too low');
INSERT INTO risk_revisions (risk_id, submission_id, author_id, author_role_id, kind,
    supersedes_id, likelihood, impact, mitigation, words, at) VALUES
    (1, NULL, NULL, 2, 'opening', NULL, 4, 4, 'Retention payment', '',
        '2022-11-14 00:00:00.000000'),
    (2, NULL, NULL, 3, 'opening', NULL, NULL, NULL, '', '', '2022-11-14 00:00:00.000000'),
    (1, 1, 2, 2, 'revised', NULL, 5, 4, 'Retention payment, paid monthly', 'Three left',
        '2022-11-15 09:30:00.000000');
INSERT INTO addresses (tenant_id, service_url, conversation_id, bot_id, person_id) VALUES
    ('tenant', 'https://connector.example/', 'a:1', '28:bot', 1),
    ('tenant', 'https://connector.example/', '19:workforce', '28:bot', NULL);
INSERT INTO linked_channels (theme_id, address_id, linked_by_id, linked_at)
    VALUES (1, 2, 1, '2022-11-14 10:00:00.000000');
INSERT INTO digests (theme_id, edition, instant, covers_from, covers_to, content) VALUES
    (1, 'scheduled', '2022-11-18 11:00:00.000000', '2022-11-10 12:00:00.000000',
        '2022-11-17 12:00:00.000000', '{"headline": ["1 – overdue"]}');
INSERT INTO outbox (kind, service_url, conversation_id, tenant_id, bot_id, person_id, digest_id,
    new_thread, content, state, activity_id, attempts, at) VALUES
    ('summary', 'https://connector.example/', '19:workforce', 'tenant', '28:bot', NULL, 1, true,
        '{"text": "summary"}', 'sent', '1668', 1, '2022-11-18 11:00:00.000000');
INSERT INTO drafts (conversation_id, person_id, token, content, outbox_id, at) VALUES
    ('a:1', 1, 'draft', '{"ref": "WF-01"}', 1, '2022-11-16 10:00:00.000000');
INSERT INTO audit_entries (at, person_id, operation, subject, detail) VALUES
    ('2022-11-14 00:00:00.000000', NULL, 'import', 'plan_import:1', '{}'),
    ('2022-11-15 09:30:00.000000', 2, 'update', 'submission:1', '{"updates": [5]}'),
    ('2022-11-15 09:32:00.000000', 2, 'undo', 'submission:3', '{}')
"""
# What has rows of its own since.
MOVED = {("actions", "finding"), ("risk_revisions", "mitigation")}

Kept = dict[str, list[dict[str, Any]]]


def config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def downgrade(database: Database, revision: str) -> None:
    with database.engine.begin() as connection:
        handing_in = config()
        handing_in.attributes["connection"] = connection
        command.downgrade(handing_in, revision)


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_migrations_make_the_tables_of_the_models(empty_database: Database) -> None:
    """No column, key, index or type was changed in one place only."""
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    assert tables(empty_database) == set(Base.metadata.tables)


def test_a_planted_difference_is_seen(empty_database: Database) -> None:
    """The comparison above can fail."""
    with empty_database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE themes ADD COLUMN planted INTEGER"))
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert len(compare_metadata(context, Base.metadata)) == 1


def test_the_way_back_and_forth_is_open(empty_database: Database) -> None:
    """Every revision can be taken back and made again."""
    downgrade(empty_database, "base")
    assert tables(empty_database) == set()
    empty_database.upgrade()
    assert tables(empty_database) == set(Base.metadata.tables)


def test_an_upgrade_of_a_newest_record_changes_nothing(database: Database) -> None:
    """The bot upgrades at every start."""
    database.upgrade()
    with turn(database, NOW) as record:
        assert len(record.plan.refs()) == 24


def test_revisions_form_one_line() -> None:
    """Two heads would mean that the start of the bot has to choose."""
    assert len(ScriptDirectory.from_config(config()).get_heads()) == 1


def test_alembic_by_itself_reaches_the_database_of_the_environment(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For whoever looks after the server: the same URL, the same migrations."""
    url = copies("empty")
    monkeypatch.setenv("PLANBOT_DATABASE_URL", url)
    command.downgrade(config(), "base")
    database = Database(url)
    assert tables(database) == set()
    command.upgrade(config(), "head")
    assert tables(database) == set(Base.metadata.tables)
    database.dispose()


@pytest.fixture
def old(copies: Copies) -> Iterator[Database]:
    """The first revision as it was in use: something in every table, its history protected."""
    database = Database(copies("empty"))
    downgrade(database, "base")
    with database.engine.begin() as connection:
        migrate(connection, "0001")
        protect(connection, PROTECTED_AT_FIRST)
        for statement in AS_IT_WAS.split(";\n"):
            connection.execute(text(statement.replace(":", "\\:")))
    yield database
    database.dispose()


def kept(database: Database) -> Kept:
    """Every row of every table, as the database has it."""
    found = MetaData()
    with database.engine.connect() as connection:
        found.reflect(connection)
        return {
            table.name: [
                dict(row)
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in found.sorted_tables
        }


def test_the_first_revision_had_something_in_every_table(old: Database) -> None:
    """So that nothing below is true for want of rows."""
    assert all(kept(old).values())


def test_nothing_that_was_recorded_is_lost(old: Database) -> None:
    """Every row and every column that is still there says what it said."""
    before = kept(old)
    old.upgrade()
    after = kept(old)
    for name in before.keys() - {"alembic_version"}:
        columns = [column for column in before[name][0] if (name, column) not in MOVED]
        same = [{column: row[column] for column in columns} for row in after[name]]
        left = [{column: row[column] for column in columns} for row in before[name]]
        assert same[: len(left)] == left
        assert len(same) == len(left) + (name == "audit_entries")


def test_a_record_that_went_up_is_as_one_made_new(old: Database) -> None:
    """No difference to the models, no trigger forgotten, nothing that the chain does not cover."""
    old.upgrade()
    with old.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    with old.read() as session:
        assert unprotected(session.connection()) == ()
        found = verify(session.connection())
    assert (found.entries, found.faults) == (1, ())


def test_findings_have_rows_of_their_own(old: Database) -> None:
    """One for the actions that answer the same; none for an action that names none."""
    old.upgrade()
    with old.read() as session:
        answered = session.execute(
            select(m.Action.ref, m.Finding.ref, m.Finding.words)
            .join(m.ActionFinding, m.ActionFinding.action_id == m.Action.id)
            .join(m.Finding, m.Finding.id == m.ActionFinding.finding_id)
            .order_by(m.Action.ref)
        ).all()
    assert [tuple(row) for row in answered] == [
        ("WF-01", "F-01", "Too many agency managers"),
        ("WF-02", "F-01", "Too many agency managers"),
        ("WF-03", "F-02", "New managers are left alone"),
    ]


def test_mitigating_actions_have_rows_of_their_own(old: Database) -> None:
    """Under the revision that named them, as in place."""
    old.upgrade()
    with old.read() as session:
        rows = session.scalars(select(m.Mitigation).order_by(m.Mitigation.id)).all()
    assert [(row.revision_id, row.words, row.state) for row in rows] == [
        (1, "Retention payment", "existing"),
        (3, "Retention payment, paid monthly", "existing"),
    ]


def test_positions_stand_as_they_stood(old: Database) -> None:
    """The latest that was not withdrawn; a due date that had moved counts as a slip."""
    old.upgrade()
    with turn(old) as record:
        actions = record.plan.actions_by_ref(record.plan.refs())
    stand = {one.ref: (one.position.rating, one.position.percent) for one in actions}
    assert stand == {
        "WF-01": ("amber", 75),
        "WF-02": ("amber", 20),
        "WF-03": ("blue", 100),
        "WF-04": ("grey", None),
    }
    assert [(one.slips, one.due) for one in actions[:2]] == [
        (1, date(2023, 1, 31)),
        (0, date(2023, 3, 31)),
    ]
    assert actions[2].position.stage is Stage.IMPLEMENTED


def test_a_record_that_went_up_is_gone_on_with(old: Database) -> None:
    """Ids go on where they were, history is refused to be changed, the chain grows."""
    old.upgrade()
    with turn(old) as record:
        assert record.submissions.begin(1, "update", "four").id == 4
        record.audit.note(1, "update", "submission:4")
    with old.transaction() as session:
        session.add(m.Finding(ref="F-03", words="Records are late"))
    with pytest.raises(RecordError), old.transaction() as session:
        session.execute(text("DELETE FROM mitigations"))
    with old.read() as session:
        assert verify(session.connection()).faults == ()


@pytest.mark.parametrize(
    "before",
    ["INSERT INTO action_findings", "UPDATE updates SET place", "UPDATE alembic_version"],
)
def test_an_upgrade_that_is_killed_leaves_the_old_revision(old: Database, before: str) -> None:
    """Tables, columns, rows and triggers, as if it had never begun; the next one comes through."""
    was = kept(old)
    die_upgrading(old.engine.url.render_as_string(hide_password=False), before)
    assert kept(old) == was
    assert old.schema() is Schema.OLDER
    with pytest.raises(RecordError), old.transaction() as session:
        session.execute(text("DELETE FROM updates"))
    old.upgrade()
    assert old.schema() is Schema.NEWEST
    with old.read() as session:
        assert verify(session.connection()).faults == ()


def test_a_record_in_use_is_not_taken_back(old: Database) -> None:
    """What the later revision keeps would be lost: the backup is restored instead."""
    old.upgrade()
    was = kept(old)
    with pytest.raises(RuntimeError, match="restore the backup"):
        downgrade(old, "0001")
    assert kept(old) == was


def test_replicas_that_upgrade_at_once_wait_for_each_other(postgresql_copies: Copies) -> None:
    """Each lays the triggers anew; none stands in another's way."""
    url = postgresql_copies("sample")

    def upgrade(_: int) -> None:
        database = Database(url)
        for _again in range(5):
            database.upgrade()
        database.dispose()

    with ThreadPoolExecutor(3) as replicas:
        list(replicas.map(upgrade, range(3)))
    database = Database(url)
    with database.read() as session:
        assert unprotected(session.connection()) == ()
    database.dispose()
