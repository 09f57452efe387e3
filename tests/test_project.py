"""The project holds together: its names, its locks, its one-way imports, its no-skip rule."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import REQUIRE_ALL

ROOT = Path(__file__).parent.parent
SOURCES = ("bot", "dialogs", "storage")
RUN_LOCK, TEST_LOCK = ROOT / "requirements.txt", ROOT / "requirements-test.txt"
LOCKS = (RUN_LOCK, TEST_LOCK)

LOCK_LINE = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9][a-z0-9.]*)( ; [^\\]+)? \\"
    r"|    --hash=sha256:[0-9a-f]{64}( \\)?"
)
LINT_IMPORTS = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(lock: Path) -> dict[str, Version]:
    lines = map(LOCK_LINE.fullmatch, lock.read_text(encoding="utf-8").splitlines())
    return {line["name"]: Version(line["version"]) for line in lines if line and line["name"]}


def unmet(requirements: list[str], lock: Path) -> Iterator[str]:
    locked = pins(lock)
    for requirement in map(Requirement, requirements):
        version = locked.get(canonicalize_name(requirement.name))
        if version is None or version not in requirement.specifier:
            yield f"{requirement} (locked: {version})"


def test_no_installed_package_claims_our_names() -> None:
    """`import bot` means this project, whatever else is installed."""
    assert not set(SOURCES) & set(packages_distributions())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(lock: Path) -> None:
    """No index, host or folder is named: each machine asks its own index, and checks the hash."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not LOCK_LINE.fullmatch(line)] == []
    assert len(pins(lock)) > 20


def test_the_playground_lock_names_no_host() -> None:
    """Npm asks the machine's own index for the Playground, and checks its hash."""
    text = (ROOT / "manifests/playground/package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in text
    assert '"resolved"' not in text
    assert "://" not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_meets_every_dependency(lock: Path) -> None:
    """What pyproject.toml asks for is what gets installed; `make lock` puts it right."""
    assert list(unmet(project()["project"]["dependencies"], lock)) == []


def test_the_test_lock_meets_the_test_group() -> None:
    """What the tests and linters need is locked too."""
    assert list(unmet(project()["dependency-groups"]["test"], TEST_LOCK)) == []


def test_tests_run_on_the_versions_that_run() -> None:
    """Every pin of the run lock is a pin of the test lock."""
    assert pins(RUN_LOCK).items() <= pins(TEST_LOCK).items()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the sources in which a violation may be planted."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in SOURCES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS],
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_imports_run_one_way(tree: Path) -> None:
    """Bot imports dialogs imports storage, and each keeps its libraries to itself."""
    result = lint_imports(tree)
    assert result.returncode == 0, result.stdout
    assert "5 kept, 0 broken" in result.stdout


@pytest.mark.parametrize(
    ("place", "planted", "broken"),
    [
        ("storage", "import dialogs", "Imports run one way"),
        ("dialogs", "import bot", "Imports run one way"),
        ("dialogs", "import botbuilder.core", "Only bot knows Teams"),
        ("storage", "import aiohttp", "Only bot knows Teams"),
        ("dialogs", "import sqlalchemy", "Only storage knows SQL"),
        ("bot", "from sqlalchemy import select", "Only storage knows SQL"),
        ("storage", "import tests", "Nothing that runs imports the tests"),
    ],
)
def test_a_wrong_import_is_caught(tree: Path, place: str, planted: str, broken: str) -> None:
    """A module that breaks the order breaks its contract, and no other."""
    (tree / place / "planted.py").write_text(f'"""Planted."""\n\n{planted}\n', encoding="utf-8")
    result = lint_imports(tree)
    assert result.returncode == 1, result.stdout
    assert "4 kept, 1 broken" in result.stdout
    assert re.search(rf"{broken}.* BROKEN", result.stdout)


SKIPS = {
    "a test": "import pytest\n\ndef test_it():\n    pytest.skip('no browser')\n",
    "a fixture": (
        "import pytest\n\n@pytest.fixture\ndef browser():\n    pytest.skip('no browser')\n\n"
        "def test_it(browser):\n    pass\n"
    ),
    "a mark": "import pytest\n\n@pytest.mark.skip('no browser')\ndef test_it():\n    pass\n",
    "a module": "import pytest\n\npytest.skip('no browser', allow_module_level=True)\n",
}


def run_pytest(folder: Path, test: str, *, require_all: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(Path(__file__).with_name("conftest.py"), folder)
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (folder / "test_it.py").write_text(f"{test}\ndef test_other():\n    pass\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs"],
        cwd=folder,
        env=os.environ | {REQUIRE_ALL: require_all, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("where", SKIPS)
def test_a_skip_is_a_failure_where_everything_is_required(tmp_path: Path, where: str) -> None:
    """The gate cannot turn green because a part's tool was missing."""
    result = run_pytest(tmp_path, SKIPS[where], require_all="1")
    assert result.returncode != 0, result.stdout
    assert "PLANBOT_REQUIRE_ALL=1 allows no skip: " in result.stdout
    assert "no browser" in result.stdout


def test_a_skip_is_a_skip_elsewhere(tmp_path: Path) -> None:
    """A developer without a browser still gets an answer about the rest."""
    result = run_pytest(tmp_path, SKIPS["a test"], require_all="")
    assert result.returncode == 0, result.stdout
    assert "1 passed, 1 skipped" in result.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    """A strict expected failure stays what it is where everything is required."""
    expected = "import pytest\n\n@pytest.mark.xfail(strict=True)\ndef test_it():\n    assert 0\n"
    result = run_pytest(tmp_path, expected, require_all="1")
    assert result.returncode == 0, result.stdout
    assert "1 passed, 1 xfailed" in result.stdout
