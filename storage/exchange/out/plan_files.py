"""Writes the plan of the record as a file that can be taken in again."""

import json
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from storage.exchange.extracts.scope import end_of, scope_of
from storage.exchange.extracts.target import new_file, new_folder
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.layout.rows import SHEETS
from storage.exchange.out.export import Exported, Form
from storage.exchange.out.plan_out import plan_as_sheets
from storage.exchange.out.template import plan_workbook
from storage.exchange.reading.csvs import write_csvs


def export_plan(
    session: Session,
    out: Path,
    form: Form,
    *,
    today: date,
    as_at: date | None = None,
    overwrite: bool = False,
) -> Exported:
    """Write the plan in the layout of the template.

    Always all of it, since what a workbook does not name counts as gone when it is taken in.
    Excel is a workbook, CSV a folder with one file a sheet; both can be taken in again. JSON is
    one file: sheet, key of the row, the row's filled fields.

    Raises:
        ExportRefused: with a sentence that says why; nothing was written.
    """
    scope = scope_of(session, theme=None, organisation=None, as_at=as_at, today=today)
    plan = plan_as_sheets(session, end_of(scope.as_at))
    if form is Form.CSV:
        names = (f"{title}.csv" for title in SHEETS)
        with new_folder(out, names, overwrite=overwrite) as folder:
            write_csvs(plan, folder)
    else:
        with new_file(out, overwrite=overwrite) as path:
            path.write_bytes(plan_workbook(plan) if form is Form.EXCEL else _as_json(plan))
    return Exported({title: len(rows) for title, rows in plan.sheets().items()})


def _as_json(plan: PlanSheets) -> bytes:
    return json.dumps(plan.rows(), ensure_ascii=False, indent=2).encode()
