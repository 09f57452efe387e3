"""What holds for every test: nothing is skipped unseen, and no example fails for being slow."""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

from tests.databases import (  # noqa: F401 -- fixtures for every test
    copies,
    postgresql_copies,
    postgresql_server,
    sqlite_copies,
    sqlite_templates,
)

REQUIRE_ALL = "PLANBOT_REQUIRE_ALL"

settings.register_profile("planbot", deadline=None)  # a busy machine is no bug
settings.load_profile("planbot")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_required(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_required(report)
    return report


def _fail_if_required(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where every part is required, a skipped test is a failed one; an expected failure is not."""
    if os.environ.get(REQUIRE_ALL) != "1" or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"{REQUIRE_ALL}=1 allows no skip: {reason}"
