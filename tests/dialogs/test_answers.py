"""What is asked of the record is answered in plain lists: worst first, sourced, not invented."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import ANSWERS, ASK_ME_THERE, answer
from dialogs.help import HELP_GROUP
from dialogs.language.meaning import Query, QueryKind
from dialogs.messages import Fold, Line, Message, Place, Reply, Sender
from dialogs.plain import as_text
from dialogs.questions import NOT_LINKED
from dialogs.turn import Turn
from storage.calendar import LONDON
from storage.channels import Address
from storage.database import Database
from storage.record import Record
from storage.said import Change, Link
from storage.vocabulary import Rating, Stage
from tests.databases import Copies
from tests.storage.conftest import (
    CHAIR,
    CHANNEL,
    HR_PARTNER,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
    action,
    author,
    person,
    theme,
    turn,
)
from tests.storage.lived import live

MONDAY = datetime(2022, 11, 21, 9, 30, tzinfo=LONDON)
INSPECTOR = "Detective Chief Inspector – MASH"
WORDS = "4 agency workers gave notice, retention payment not agreed"


@pytest.fixture
def database(sqlite_copies: Copies) -> Iterator[Database]:
    """The sample plan as it stood on Monday 14 November 2022."""
    database = Database(sqlite_copies("sample"))
    yield database
    database.dispose()


def ask(
    database: Database,
    query: Query,
    role: str = PROGRAMME_MANAGER,
    *,
    now: datetime = MONDAY,
    place: Place = Place.PERSONAL,
) -> Reply:
    """The answer to a question of somebody who holds a role."""
    with turn(database, now) as record:
        return answer(_turn(record, role, now, place), query)


def _turn(record: Record, role: str, now: datetime, place: Place) -> Turn:
    one = person(record, role)
    channel = CHANNEL.conversation_id if place is Place.CHANNEL else None
    address = Address("tenant", "https://connector.example/", channel or f"a:{one.id}", "28:bot")
    message = Message(
        sender=Sender("tenant", f"entra-{one.id}"),
        place=place,
        address=address,
        activity_id="activity",
        at=now,
        channel_id=channel,
    )
    return Turn(message, one, record)


def asked(kind: QueryKind, **filters: Any) -> Query:
    return Query(kind=kind, **filters)


def lines(reply: Reply) -> list[str]:
    """Every line of it, one string each."""
    return as_text(reply).splitlines()


def report(database: Database, role: str, ref: str, change: Change, now: datetime = MONDAY) -> None:
    """One update of an owner."""
    with turn(database, now) as record:
        stands, owner = action(record, ref), author(record, role)
        token = f"{ref} {now.isoformat()}"
        submission = record.submissions.begin(owner.person_id, "update", token)
        record.updates.report(submission, owner, stands, stands.position.update_id, change)


def link_workforce(database: Database) -> None:
    """The channel belongs to Workforce."""
    with turn(database) as record:
        lead = person(record, WORKFORCE_LEAD)
        record.channels.link(theme(record, "WF").id, CHANNEL, lead.id)


# ---- lists ---------------------------------------------------------------------------------------


def test_what_is_overdue_is_told_worst_first(database: Database) -> None:
    """Shape, reference, title, how long overdue, and the owner's role."""
    reply = ask(database, asked(QueryKind.OVERDUE))
    assert reply.first_line == "Overdue: 3 actions."
    assert lines(reply) == [
        "Overdue (3 actions)",
        "▲ RK-01  Recording standard · due 11 Nov, 10 days overdue · "
        "Service Manager – Children in Need",
        "▲ PT-03  Strategy meeting protocol · due 18 Nov, 3 days overdue · "
        "Head of MASH and Front Door",
        "● QA-02  MASH dashboard · due 18 Nov, 3 days overdue · "
        "Performance and Intelligence Manager",
    ]


FIRST_LINES = (
    (asked(QueryKind.OVERDUE, theme="PT"), "Overdue in Partnerships: 1 action."),
    (asked(QueryKind.OVERDUE, theme="WF"), "Nothing in Workforce is overdue."),
    (asked(QueryKind.OVERDUE, scope="own"), "Nothing of yours is overdue."),
    (asked(QueryKind.FILTER, rag="red", scope="all"), "No action is rated red."),
    (asked(QueryKind.FILTER, rag="red", theme="WF"), "No action in Workforce is rated red."),
    (asked(QueryKind.FILTER, rag="blue"), "Rated blue: 1 action."),
    (
        asked(QueryKind.FILTER, stage="completion_claimed", evidence="none"),
        "Claimed complete and without evidence: 1 action.",
    ),
    (asked(QueryKind.FILTER, stage="embedded"), "No action is embedded."),
    (asked(QueryKind.FILTER, owner=INSPECTOR), f"Actions of the {INSPECTOR}: 2 actions."),
    (asked(QueryKind.FILTER, theme="XX"), "There is no action in XX."),
    (
        asked(QueryKind.NO_UPDATE_SINCE, since=date(2022, 11, 1)),
        "No update since Tue 1 Nov: 4 actions.",
    ),
    (
        asked(QueryKind.NO_UPDATE_SINCE, since=date(2022, 10, 1)),
        "Every open action has been reported on since Sat 1 Oct.",
    ),
    (
        asked(QueryKind.CHANGES_SINCE, since=date(2022, 11, 15)),
        "Nothing has changed since Tue 15 Nov.",
    ),
    (
        asked(QueryKind.DUE_BETWEEN, **{"from": date(2022, 11, 14), "to": date(2022, 11, 27)}),
        "Due from Mon 14 Nov to Sun 27 Nov: 2 actions.",
    ),
    (
        asked(QueryKind.DUE_BETWEEN, **{"from": date(2022, 11, 25), "to": date(2022, 11, 25)}),
        "Nothing is due on Fri 25 Nov.",
    ),
    (asked(QueryKind.BY_PARTNER, organisation="Mercia Police"), "Mercia Police: 2 actions."),
    (asked(QueryKind.BY_PARTNER, organisation="Schools"), "Schools owns no action."),
    (asked(QueryKind.BY_PARTNER, theme="PT"),
     "By organisation in Partnerships: Arden Borough Council 1, Mercia Police 1, "
     "NHS Mercia ICB 1, Probation Service 1."),
    (asked(QueryKind.BY_SOURCE),
     "By source: JTAI Statement of Action 11, Improvement Plan 2022 8, National review 5."),
    (asked(QueryKind.BY_PARTNER, theme="XX"), "There is no action in XX."),
    (asked(QueryKind.BY_SOURCE, source="National review"), "From “National review”: 5 actions."),
    (asked(QueryKind.BY_SOURCE, source="Peer review"), "No action comes from “Peer review”."),
    (asked(QueryKind.RISKS), "Open risks: 6, of which 3 high."),
    (asked(QueryKind.RISKS, field="high"), "High open risks: 3, of which 3 high."),
    (asked(QueryKind.RISKS, theme="XX"), "No open risk in XX is in the register."),
    (asked(QueryKind.RISKS, action="WF-02"), "Open risks: 1, of which 1 high."),
    (asked(QueryKind.RISKS, organisation="Mercia Police"), "Open risks of Mercia Police: 1, "
     "of which 0 high."),
    (asked(QueryKind.ACTION_DETAIL, action="WF-01", field="success_measure"),
     "WF-01 success measure: Vacancy rate at or below 15%."),
    (asked(QueryKind.ACTION_DETAIL, action="WF-09", field="due"), "There is no WF-09."),
    (asked(QueryKind.ACTION_DETAIL, action="WF-02", field="deputy"),
     "WF-02 deputy: HR Adviser – Children's."),
    (asked(QueryKind.HISTORY, action="LG-03"), "LG-03: last update Fri 28 Oct."),
    (asked(QueryKind.HISTORY, theme="WF"), "Last words in Workforce: 4 actions."),
    (asked(QueryKind.HISTORY), "Which action? Please name it, for example: history of WF-01."),
    (asked(QueryKind.EXPLAIN, action="PT-01"), "PT-01 is rated Amber."),
    (asked(QueryKind.EXPLAIN, action="PT-01", rag="red"), "PT-01 is rated Amber, not Red."),
    (asked(QueryKind.EXPLAIN, theme="WF"), "Red, amber or overdue in Workforce: 2 actions."),
    (asked(QueryKind.COUNTS, theme="WF"), "Workforce: 2 amber, 1 green, 1 blue."),
    (asked(QueryKind.COUNTS, rag="amber"), "13 actions are rated amber."),
    (asked(QueryKind.COUNTS, rag="blue"), "1 action is rated blue."),
    (asked(QueryKind.COUNTS, rag="red", theme="PT"), "No action in Partnerships is rated red."),
    (asked(QueryKind.COUNTS, theme="XX"), "There is no action in XX."),
    (asked(QueryKind.PLAN_STATUS),
     "The whole plan: 13 amber, 10 green, 1 blue. 3 actions overdue."),
    (asked(QueryKind.CALENDAR), "Next Improvement Board: Tue 29 Nov, in 6 working days."),
    (asked(QueryKind.CALENDAR, **{"from": date(2024, 1, 1)}),
     "No board meeting from today on is in the calendar."),
    (asked(QueryKind.PROGRAMME_READINESS), "1 of 24 actions implemented, 0 embedded."),
    (asked(QueryKind.THEME_STATUS, theme="WF"),
     "Workforce: 2 amber, 1 green, 1 blue. Nothing overdue."),
    (asked(QueryKind.MY_ACTIONS), "You own 1 action: LG-04."),
)  # fmt: skip


@pytest.mark.parametrize(("query", "first_line"), FIRST_LINES, ids=lambda value: str(value)[:70])
def test_the_first_line_says_it_all(database: Database, query: Query, first_line: str) -> None:
    """One plain sentence, for each kind of question; what is not there is said plainly."""
    reply = ask(database, query)
    assert reply.first_line == first_line
    assert reply.blocks


def test_every_kind_of_question_has_an_answer() -> None:
    """Whatever may be understood is answered."""
    assert set(ANSWERS) == set(QueryKind)


def test_twelve_lines_are_in_sight(database: Database) -> None:
    """The others open in place."""
    reply = ask(database, asked(QueryKind.FILTER, rag="amber"))
    in_sight = [block for block in reply.blocks if isinstance(block, Line)]
    (fold,) = (block for block in reply.blocks if isinstance(block, Fold))
    assert (len(in_sight), fold.label, len(fold.blocks)) == (12, "1 more", 1)


def test_a_partner_sees_what_it_supports_too(database: Database) -> None:
    """What it owns in lines, what it only helps with in one."""
    said = lines(ask(database, asked(QueryKind.BY_PARTNER, organisation="Mercia Police")))
    assert said[1].startswith("▲ PT-01  Police posts in the MASH · due 9 Dec")
    assert said[2].startswith("▲ RK-04")
    assert said[3].startswith("Supports, without owning: LG-01, PT-03, ")


def test_changes_are_told_in_their_authors_words(database: Database) -> None:
    """How it stands, the words, the role and the day; what came before is not guessed at."""
    report(database, HR_PARTNER, "WF-02", Change(rating=Rating.RED, note=WORDS))
    since = asked(QueryKind.CHANGES_SINCE, since=date(2022, 10, 25), theme="WF")
    said = lines(ask(database, since))
    stands, words = said[1].split(" · “")
    assert stands == "■ WF-02  Retention offer, fewer agency staff · Red · 50%"
    assert words == f"{WORDS}” ({HR_PARTNER}, 21 Nov)"
    assert said[-1] == "The record starts on Mon 14 Nov, so I cannot tell what changed before."
    assert len(said) == 6


def test_a_limit_and_an_order_are_kept(database: Database) -> None:
    """The top three risks, highest first."""
    said = lines(ask(database, asked(QueryKind.RISKS, limit=3, sort="score")))
    assert [line.partition(" ")[0] for line in said[1:]] == ["R-01", "R-06", "R-05"]
    assert said[1] == (
        "R-01  Agency social workers leave before permanent staff arrive · 20 (4 × 5), high · "
        f"{HR_PARTNER} · WF-02"
    )


# ---- one action ----------------------------------------------------------------------------------

FIELDS = (
    ("due", "Due: Tue 31 Jan (original)"),
    ("forecast", "Forecast: none recorded"),
    ("percent", "Completed: 50%"),
    ("rag", "Rating: ▲ Amber"),
    ("impact_rag", "Impact on children: ○ Not yet known"),
    ("stage", "Stage: in progress"),
    ("evidence", "Evidence: none recorded"),
    ("finding", "Answers: Turnover and pressure on staff (JTAI Statement of Action)"),
    ("source", "Source: JTAI Statement of Action"),
    ("organisation", "Organisation: Arden Borough Council"),
    ("supporting", "Supporting: none recorded"),
    ("owner", f"Owner: {HR_PARTNER}, Arden Borough Council"),
    ("risks", "Risks: R-01 Agency social workers leave before permanent staff arrive"),
    ("last_update", "Last update: Fri 11 Nov"),
)


@pytest.mark.parametrize(("field", "said"), FIELDS)
def test_one_fact_is_answered_alone(database: Database, field: str, said: str) -> None:
    """The label, and what the record has."""
    reply = ask(database, asked(QueryKind.ACTION_DETAIL, action="WF-02", field=field))
    assert lines(reply)[1] == said


def test_a_history_is_the_authors_words_newest_first(database: Database) -> None:
    """With day, rating, percent and role; what was put right stands once, as it is now."""
    live(database, until=datetime(2022, 11, 17, 9, 30, tzinfo=LONDON))
    reply = ask(database, asked(QueryKind.HISTORY, action="WF-01"))
    newest, opening = lines(reply)[1], lines(reply)[-1]
    assert newest.startswith("17 Nov · ▲ Amber · 70% · corrected · “six offers")
    assert opening.startswith("9 Nov · ▲ Amber · 65% · as the plan was taken in · “")
    assert opening.endswith(f"({RECRUITMENT_LEAD})")
    assert "14 interviews" not in as_text(reply)


def test_a_history_can_begin_on_a_day(database: Database) -> None:
    """What was said before it is left out."""
    report(database, RECRUITMENT_LEAD, "WF-01", Change(note="14 interviews done"))
    query = asked(QueryKind.HISTORY, action="WF-01", since=date(2022, 11, 20))
    assert len(lines(ask(database, query))) == 2


def test_a_reason_is_the_records_own_words(database: Database) -> None:
    """Those with which it was rated so, and the latest since; with role and date."""
    report(database, HR_PARTNER, "WF-02", Change(rating=Rating.RED, note=WORDS))
    later = MONDAY + timedelta(days=1)
    report(database, HR_PARTNER, "WF-02", Change(note="No quorum"), later)
    said = lines(ask(database, asked(QueryKind.EXPLAIN, action="WF-02"), now=later))
    assert said[1:4] == [
        "WF-02 is rated Red.",
        f"“{WORDS}” – {HR_PARTNER}, 21 Nov",
        f"“No quorum” – {HR_PARTNER}, 22 Nov",
    ]


def test_no_reason_is_invented(database: Database) -> None:
    """Words that were said while it was rated otherwise are no reason."""
    report(database, HR_PARTNER, "WF-02", Change(rating=Rating.RED))
    reply = ask(database, asked(QueryKind.EXPLAIN, action="WF-02"))
    assert reply.first_line == "WF-02 is rated Red. No reason has been recorded."
    assert "“" not in as_text(reply)


# ---- further away --------------------------------------------------------------------------------


def test_a_trend_is_told_as_far_as_the_record_goes(database: Database) -> None:
    """This month and last month: the record starts in between, and says so."""
    periods = ((date(2022, 11, 1), date(2022, 11, 21)), (date(2022, 10, 1), date(2022, 10, 31)))
    reply = ask(database, asked(QueryKind.TREND, theme="WF", periods=periods))
    assert lines(reply) == [
        "Workforce",
        "Mon 21 Nov: ▲ Amber 2 · ● Green 1 · ◆ Blue 1",
        "The record starts on Mon 14 Nov, so I cannot tell how it stood on Mon 31 Oct.",
    ]


def test_a_trend_names_what_moved(database: Database) -> None:
    """The counts at both ends, and each action whose rating is another."""
    report(database, HR_PARTNER, "WF-02", Change(rating=Rating.RED, note=WORDS))
    periods = ((date(2022, 11, 19), date(2022, 11, 21)), (date(2022, 11, 14), date(2022, 11, 18)))
    reply = ask(
        database,
        asked(QueryKind.TREND, theme="WF", periods=periods),
        now=MONDAY + timedelta(hours=1),
    )
    assert lines(reply)[1:] == [
        "Mon 21 Nov: ■ Red 1 · ▲ Amber 1 · ● Green 1 · ◆ Blue 1",
        "Fri 18 Nov: ▲ Amber 2 · ● Green 1 · ◆ Blue 1",
        "■ WF-02  Retention offer, fewer agency staff · Red, was Amber",
    ]


def test_the_calendar_names_the_day_for_papers(database: Database) -> None:
    """Five working days before, as long as that is to come."""
    said = lines(ask(database, asked(QueryKind.CALENDAR)))
    assert said[1:3] == [
        "Tue 29 Nov · Improvement Board · papers due Tue 22 Nov",
        "Tue 20 Dec · Improvement Board · papers due Tue 13 Dec",
    ]


def test_readiness_counts_what_is_shown(database: Database) -> None:
    """Implemented and embedded per theme, and what was signed off without evidence."""
    said = lines(ask(database, asked(QueryKind.PROGRAMME_READINESS)))
    assert "Workforce: 1 of 4 actions implemented, 0 embedded." in said
    assert "Signed off without evidence in the record: 1" in said
    assert "Claimed complete, waiting for the lead: 1" in said
    shown = Change(evidence=(Link("https://a.example", "Report"),))
    report(database, "Service Manager – Assessment", "WF-03", shown)
    said = lines(ask(database, asked(QueryKind.PROGRAMME_READINESS)))
    assert not any(line.startswith("Signed off without") for line in said)


REPORTS = (
    (asked(QueryKind.HIGHLIGHT_REPORT, theme="WF"), "I do not write highlight reports in chat yet"),
    (asked(QueryKind.EXCEPTION_REPORT, action="RK-01"), "cause, consequence, options and recomme"),
    (asked(QueryKind.EXCEPTION_REPORT, theme="WF"), "▲ WF-01"),
    (asked(QueryKind.EXCEPTION_REPORT), "▲ RK-01"),
    (asked(QueryKind.EXPORT, theme="WF"), "python -m bot export record.xlsx --theme WF"),
    (asked(QueryKind.EXPORT), "needs a review before its release"),
)


@pytest.mark.parametrize(("query", "said"), REPORTS, ids=lambda value: str(value)[:60])
def test_what_is_not_made_in_chat_is_said_plainly(
    database: Database, query: Query, said: str
) -> None:
    """And what can be had now."""
    assert said in as_text(ask(database, query))


def test_exports_are_for_the_office(database: Database) -> None:
    """Nobody else is told how."""
    reply = ask(database, asked(QueryKind.EXPORT), HR_PARTNER)
    assert reply.first_line.startswith("Exports are for the programme office.")


# ---- where it is asked ---------------------------------------------------------------------------


def test_a_channel_hears_of_its_theme_only(database: Database) -> None:
    """Whatever is asked there is asked of that theme."""
    link_workforce(database)
    reply = ask(database, asked(QueryKind.FILTER, rag="amber"), CHAIR, place=Place.CHANNEL)
    assert reply.first_line == "Rated amber in Workforce: 2 actions."
    for other in (
        asked(QueryKind.OVERDUE, theme="RK"),
        asked(QueryKind.HISTORY, action="RK-01"),
        asked(QueryKind.ACTION_DETAIL, action="RK-01"),
    ):
        assert "This channel shows Workforce." in ask(
            database, other, CHAIR, place=Place.CHANNEL
        ).first_line  # fmt: skip
    own = ask(database, asked(QueryKind.OVERDUE, scope="own"), CHAIR, place=Place.CHANNEL)
    assert own.first_line == ASK_ME_THERE


@pytest.mark.parametrize("kind", QueryKind)
def test_no_kind_of_question_tells_a_channel_of_other_themes(
    database: Database, kind: QueryKind
) -> None:
    """No reference, title or role of another theme is in any answer."""
    link_workforce(database)
    periods = ((date(2022, 11, 15), date(2022, 11, 21)), (date(2022, 11, 1), date(2022, 11, 14)))
    days = {"from": date(2022, 1, 1), "to": date(2023, 12, 31)} if kind != "changes_since" else {}
    query = asked(kind, periods=periods, since=date(2022, 1, 1), **days)
    with turn(database, MONDAY) as record:
        plan = record.directory()
    theirs = [action.ref for action in plan.actions if action.theme != "WF"]
    theirs += [risk.ref for risk in plan.risks if risk.theme != "WF"]
    said = as_text(ask(database, query, CHAIR, place=Place.CHANNEL))
    assert [ref for ref in theirs if ref in said] == []


def test_an_unlinked_channel_and_a_group_hear_nothing(database: Database) -> None:
    """Not even how many there are."""
    unlinked = ask(database, asked(QueryKind.OVERDUE), place=Place.CHANNEL)
    assert unlinked.first_line == NOT_LINKED
    group = ask(database, asked(QueryKind.OVERDUE), place=Place.GROUP)
    assert group.first_line == HELP_GROUP[0]


def test_every_fact_has_its_source(database: Database) -> None:
    """A line that tells of an action or a risk names the row that vouches for it."""
    for kind in (QueryKind.OVERDUE, QueryKind.RISKS, QueryKind.FILTER, QueryKind.COUNTS):
        told = [
            block
            for block in ask(database, asked(kind)).blocks
            if isinstance(block, Line) and ("-0" in block.text)
        ]
        assert told
        assert all(line.sources for line in told)


QUERIES = st.builds(
    Query,
    kind=st.sampled_from(QueryKind),
    theme=st.sampled_from([None, "WF", "PT", "", "ZZ"]),
    action=st.sampled_from([None, "WF-01", "WF-03", "ZZ-99", ""]),
    scope=st.sampled_from([None, "own", "all"]),
    rag=st.sampled_from([None, *Rating]),
    stage=st.sampled_from([None, *Stage]),
    evidence=st.sampled_from([None, "none", "some"]),
    organisation=st.sampled_from([None, "Mercia Police", "", "Nobody"]),
    owner=st.sampled_from([None, HR_PARTNER, "", "Nobody"]),
    source=st.sampled_from([None, "National review", "", "Nothing"]),
    since=st.none() | st.dates(),
    to=st.none() | st.dates(),
    field=st.sampled_from([None, "due", "high", "evidence", "metric", "unheard of"]),
    limit=st.none() | st.integers(0, 30),
    sort=st.sampled_from([None, "score", "due", "last_update", "percent", "unheard of"]),
    periods=st.none() | st.lists(st.tuples(st.dates(), st.dates()), max_size=3).map(tuple),
)


@pytest.fixture(scope="module")
def shared(sqlite_templates: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    copy = tmp_path_factory.mktemp("answers") / "sample.db"
    copy.write_bytes((sqlite_templates / "sample.db").read_bytes())
    database = Database(f"sqlite:///{copy}")
    yield database
    database.dispose()


@given(query=QUERIES, place=st.sampled_from(Place))
def test_whatever_is_asked_is_answered(shared: Database, query: Query, place: Place) -> None:
    """Any filters together, in any place: a sentence, never an error."""
    reply = ask(shared, query, place=place)
    assert reply.first_line.strip()
