"""The commands with which a plan comes in and everything goes out: what they say and leave."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.office import HELD, NO_DIFFERENCE, WOULD
from storage import models as m
from storage.database import Database
from storage.exchange.extracts.target import THERE_ALREADY
from storage.exchange.taking_in.refusals import NEEDS_NAME
from storage.vocabulary import ToldBy
from tests.databases import SAMPLE
from tests.storage.workbooks import as_bytes, put, small_plan, with_cell

Run = Callable[..., Result]


@pytest.fixture
def database(no_settings: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands of a test keep their record."""
    path = tmp_path / "planbot.db"
    monkeypatch.setenv("PLANBOT_DATABASE_URL", f"sqlite:///{path}")
    return path


@pytest.fixture
def run(database: Path) -> Run:
    return lambda *arguments: CliRunner().invoke(app, list(map(str, arguments)))


def said(result: Result) -> list[str]:
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout.splitlines()


def rows(database: Path, kind: type[m.Base]) -> list[m.Base]:
    record = Database(f"sqlite:///{database}")
    with record.transaction() as session:
        found = list(session.scalars(select(kind)))
    record.dispose()
    return found


def test_a_plan_is_shown_taken_in_and_known(run: Run, database: Path) -> None:
    """Dry run, import, dry run again: the difference, the counts, no difference."""
    first = said(run("import", SAMPLE, "--dry-run"))
    assert "Actions: WF-01 is new." in first
    assert first[-1] == WOULD
    assert rows(database, m.Action) == []
    assert said(run("import", SAMPLE)) == ["Taken in: 6 themes, 24 actions, 6 risks."]
    assert said(run("import", SAMPLE, "--dry-run")) == [NO_DIFFERENCE]


def test_a_changed_plan_shows_each_difference(run: Run, database: Path, tmp_path: Path) -> None:
    """With the name of who enters what it reports, it is taken in; without, nothing is."""
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(as_bytes(small_plan()))
    assert run("import", plan).exit_code == 0
    plan.write_bytes(as_bytes(with_cell("Actions", 2, "Percent", 70)))
    refused = run("import", plan)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.splitlines() == [NEEDS_NAME.format("Actions", "WF-01")]
    rehearsed = run("import", plan, "--dry-run")
    assert rehearsed.stdout.splitlines() == ["Actions: WF-01, Percent: 70, was 65."]
    assert (rehearsed.exit_code, rehearsed.stderr) == (2, refused.stderr)
    taken = said(run("import", plan, "--by", "ann@arden.example"))
    assert taken[0] == "Actions: WF-01, Percent: 70, was 65."
    update = rows(database, m.Update)[-1]
    assert isinstance(update, m.Update)
    assert (update.percent, update.told_by) == (70, ToldBy.WORKBOOK)


def test_a_second_source_is_merged(run: Run, tmp_path: Path) -> None:
    """Its likely duplicates are listed first."""
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(as_bytes(small_plan()))
    run("import", plan)
    second = small_plan()
    second["Sources"] = [["Source"], ["Mock inspection"]]
    second["Actions"] = [[*row, "Mock inspection"] for row in second["Actions"]]
    second["Actions"][0][-1] = "Sources"
    plan.write_bytes(as_bytes(second))
    refused = run("import", plan, "--merge")
    assert refused.exit_code == 2
    assert "WF-01 looks like WF-01 (Recruit)" in refused.stderr


@pytest.mark.parametrize(
    ("cell", "label", "kind"),
    [
        (("Actions", 2, "Last note", "seen, NHS 943 476 5919"), "WF-01", "an NHS number"),
        (("Risks", 2, "Description", "ring 020 7946 0018 first"), "R-01", "a phone number"),
    ],
)
def test_personal_data_stays_out_of_the_record(
    run: Run, tmp_path: Path, cell: tuple[str, int, str, str], label: str, kind: str
) -> None:
    """A workbook may not say what a person may not; the words are not repeated."""
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(as_bytes(with_cell(*cell)))
    refused = run("import", plan)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.splitlines() == [HELD.format(cell[0], label, kind)]
    assert rows(tmp_path / "planbot.db", m.Action) == []


def test_the_template_is_a_plan_to_fill_in(run: Run, tmp_path: Path) -> None:
    """Every sheet, a note on every column; what is there already is not written over."""
    out = tmp_path / "template.xlsx"
    assert said(run("template", out)) == [f"{out} is ready to be filled in."]
    workbook = load_workbook(out)
    assert {"Actions", "Risks", "Measures"} <= set(workbook.sheetnames)
    assert all(cell.comment for cell in workbook["Actions"][1])
    again = run("template", out)
    assert (again.exit_code, again.stderr.strip()) == (2, THERE_ALREADY.format(out))
    assert said(run("template", out, "--overwrite"))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_plan_goes_out_and_comes_in_without_a_difference(
    run: Run, tmp_path: Path, form: str
) -> None:
    """As a workbook and as a folder of CSV files."""
    run("import", SAMPLE)
    out = tmp_path / "plan"
    (told,) = said(run("export", out, "--plan", "--as", form))
    assert "Actions 24" in told
    if form == "xlsx":
        out = out.rename(tmp_path / "plan.xlsx")
    assert said(run("import", out, "--dry-run")) == [NO_DIFFERENCE]


def test_everything_goes_out(run: Run, tmp_path: Path) -> None:
    """Registers and history in one workbook, of one theme if one is asked for."""
    run("import", SAMPLE)
    (everything,) = said(run("export", tmp_path / "all.xlsx"))
    assert "Action log 24, Risk register 6" in everything
    (workforce,) = said(run("export", tmp_path / "wf.xlsx", "--theme", "Workforce"))
    assert "Action log 4, Risk register 1" in workforce
    unknown = run("export", tmp_path / "none.xlsx", "--theme", "Education")
    assert (unknown.exit_code, unknown.stderr.strip()) == (2, "There is no theme “Education”.")
    assert not (tmp_path / "none.xlsx").exists()


def test_an_export_as_at_a_day(run: Run, tmp_path: Path) -> None:
    """Before the record began there is nothing to tell."""
    run("import", SAMPLE)
    early = run("export", tmp_path / "early.xlsx", "--as-at", "2020-01-01")
    assert early.exit_code == 2
    assert "The record begins on" in early.stderr


def test_a_remark_is_said_on_stderr(run: Run, tmp_path: Path) -> None:
    """What was understood tolerantly is told, and the plan is taken in."""
    sheets = small_plan()
    put(sheets, "Actions", 2, "Last note date", "09.11.22")
    sheets["Actions"][0][0] = "Action ref"
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(as_bytes(sheets))
    result = run("import", plan)
    assert result.exit_code == 0
    assert "Actions, row 1, column A (Action ref): this column is read as “Reference”." in (
        result.stderr
    )
