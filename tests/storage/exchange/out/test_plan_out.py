"""The plan out in the layout in which it came in, and in again without a difference."""

import json
from datetime import datetime
from pathlib import Path
from secrets import token_hex

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage.calendar import LONDON
from storage.database import Database
from storage.exchange.extracts.target import THERE_ALREADY, ExportRefused
from storage.exchange.layout import cells
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.layout.rows import ActionRow
from storage.exchange.out.export import Form
from storage.exchange.out.plan_files import export_plan
from storage.exchange.out.plan_out import plan_as_sheets
from storage.exchange.out.plan_texts import LONGEST, as_cell
from storage.exchange.out.template import plan_workbook
from storage.exchange.reading.workbook import read_plan
from storage.exchange.taking_in.differences import differences
from storage.exchange.taking_in.plan_in import import_plan
from storage.record import Record
from storage.said import Change
from storage.vocabulary import MitigationState, PlanStatus, Rating
from tests.databases import NOW, SAMPLE, Copies
from tests.storage.conftest import CUT_OFF, FRIDAY, OPENS, RECRUITMENT_LEAD, action, author
from tests.storage.lived import AFTER_BOARD, TODAY, live

# Fields in which the same is said otherwise: a finding in its own words has a reference now.
WORDED_OTHERWISE = {"findings"}
# PostgreSQL holds no NUL, and nothing holds half of a surrogate pair.
WORDS = st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=60
)


@pytest.fixture
def lived(database: Database) -> Database:
    live(database)
    return database


def sheets(database: Database, as_at: datetime) -> PlanSheets:
    with database.read() as session:
        return plan_as_sheets(session, as_at)


def test_the_plan_comes_out_as_it_came_in(database: Database) -> None:
    """Every row of the sample workbook, field by field."""
    came, goes = read_plan(SAMPLE), sheets(database, NOW)
    assert goes.programme == came.programme.model_copy(update={"as_at": NOW.date()})
    assert differences(goes, came, {}) == differences(came, goes, {}) == ()


@pytest.mark.parametrize("form", [Form.EXCEL, Form.CSV])
@pytest.mark.parametrize("as_at", [OPENS, CUT_OFF, AFTER_BOARD])
def test_what_goes_out_is_read_as_the_same(
    lived: Database, tmp_path: Path, form: Form, as_at: datetime
) -> None:
    """As a workbook and as CSV, hostile texts included, without a mistake and without a remark."""
    with lived.read() as session:
        export_plan(session, tmp_path / "plan", form, today=TODAY, as_at=as_at.date())
        content = tmp_path / "plan"
        again = read_plan(content if form is Form.CSV else content.read_bytes())
        end = as_at.replace(hour=23, minute=59)
        assert again.rows() == plan_as_sheets(session, end).rows()
    assert not again.remarks


@given(st.text(max_size=60))
@example("six\x07 offers\r\nand\rmore")
@example("=1+1")
@example("TBC")
def test_whatever_somebody_wrote_is_read_back_as_the_plan_gives_it(words: str) -> None:
    """What `as_cell` gives is what the reader of workbooks makes of it: no difference is found."""
    given_out = as_cell(words)
    assert cells.text(given_out) == given_out
    assert as_cell(given_out) == given_out


def test_a_text_too_long_for_a_plan_is_cut_and_marked() -> None:
    """The longest that a plan takes in; the history has the whole."""
    assert as_cell("a" * LONGEST) == "a" * LONGEST
    cut = as_cell("a" * (LONGEST + 1))
    assert (len(cut), cut[-2:]) == (LONGEST, "a…")


def test_what_goes_out_can_be_taken_in_and_goes_out_as_the_same(
    database: Database, copies: Copies
) -> None:
    """A second record that takes it in gives the same plan out."""
    first = sheets(database, NOW)
    second = Database(copies("empty"))
    with second.transaction() as session:
        import_plan(session, first, now=NOW)
    assert sheets(second, NOW).rows() == first.rows()
    second.dispose()


@pytest.mark.parametrize("form", [Form.EXCEL, Form.CSV])
def test_what_goes_out_and_is_taken_in_again_is_no_difference(
    lived: Database, tmp_path: Path, form: Form
) -> None:
    """The same record finds nothing new, nothing changed and nothing gone in its own export."""
    with lived.read() as session:
        export_plan(session, tmp_path / "plan", form, today=TODAY)
    content = tmp_path / "plan"
    plan = read_plan(content if form is Form.CSV else content.read_bytes())
    with lived.transaction() as session:
        found = import_plan(session, plan, now=AFTER_BOARD)
    assert list(found.sentences()) == []


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=WORDS)
def test_whatever_was_reported_goes_out_and_comes_in_as_the_same(
    database: Database, words: str
) -> None:
    """Any words of an owner: the plan with them is read back as it was written."""
    with database.transaction() as session:
        _say(Record(session, NOW), words)
        plan = plan_as_sheets(session, NOW)
    assert _action(plan, "WF-01").last_note == as_cell(words)
    assert read_plan(plan_workbook(plan)).rows() == plan.rows()


def test_positions_are_those_of_the_day(lived: Database) -> None:
    """The last note, rating and percent then; what came later is not in it."""
    before, after = (_action(sheets(lived, at), "WF-01") for at in (OPENS, AFTER_BOARD))
    assert (before.percent, after.percent) == (65, 70)
    assert after.last_note_date == datetime(2022, 11, 17, tzinfo=LONDON).date()
    assert after.impact_note == "Fewer changes of worker"
    assert after.rating is Rating.AMBER


def test_what_was_agreed_is_that_of_the_day(lived: Database) -> None:
    """A due date that the lead moved later is the earlier one until then."""
    before, after = (_action(sheets(lived, at), "WF-02") for at in (FRIDAY, AFTER_BOARD))
    assert f"{before.due} {after.due}" == "2023-01-31 2023-02-28"
    assert (after.original_due, after.slips) == (before.original_due, before.slips + 1)


def test_measures_milestones_risks_and_issues_come_along(lived: Database) -> None:
    """With the latest reading, the mitigating actions that stand, and the accepted version."""
    plan = sheets(lived, AFTER_BOARD)
    (measure,) = (one for one in plan.measures if one.name == "Vacancies")
    assert (str(measure.latest), str(measure.read_on)) == ("16.5", "2022-11-15")
    assert "Offers sent" in [milestone.title for milestone in plan.milestones]
    mine = [one for one in plan.mitigations if one.risk == "R-01"]
    assert [one.state for one in mine] == [MitigationState.EXISTING, MitigationState.PLANNED]
    assert [issue.description for issue in plan.issues] == ["Two have left"]
    assert (plan.programme.version, plan.programme.status) == ("1", PlanStatus.ACCEPTED)


def test_the_plan_as_json_is_one_file_in_a_stable_order(lived: Database, tmp_path: Path) -> None:
    """Sheet, key, fields: the same record gives the same bytes."""
    contents = []
    for name in ("one.json", "two.json"):
        with lived.read() as session:
            export_plan(session, tmp_path / name, Form.JSON, today=TODAY)
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]
    assert json.loads(contents[0])["Actions"]["WF-01"]["percent"] == 70


def test_an_earlier_file_is_kept_unless_it_is_to_be_replaced(
    database: Database, tmp_path: Path
) -> None:
    """The plan is written as carefully as the history."""
    with database.read() as session:
        export_plan(session, tmp_path / "plan", Form.CSV, today=TODAY)
        with pytest.raises(ExportRefused) as refused:
            export_plan(session, tmp_path / "plan", Form.CSV, today=TODAY)
        done = export_plan(session, tmp_path / "plan", Form.CSV, today=TODAY, overwrite=True)
    assert str(refused.value) == THERE_ALREADY.format(tmp_path / "plan")
    assert done.rows["Actions"] == 24


def _action(plan: PlanSheets, ref: str) -> ActionRow:
    return next(action for action in plan.actions if action.ref == ref)


def _say(record: Record, words: str) -> None:
    owned = action(record, "WF-01")
    owner = author(record, RECRUITMENT_LEAD)
    submission = record.submissions.begin(owner.person_id, "update", token_hex())
    basis = owned.position.update_id
    record.updates.report(submission, owner, owned, basis, Change(note=words))
