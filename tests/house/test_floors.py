"""The house stands on its floors, and the tools that say so really notice when it does not."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
PLANTED = [
    ("foundation/clock.py", "import district.models", "The house stands on its floors"),
    ("district/models/people.py", "import accounts.models", "The house stands on its floors"),
    ("accounts/queries/accounts.py", "import portal.models", "The house stands on its floors"),
    ("portal/models/ways_in.py", "import demo.world", "The house stands on its floors"),
    ("portal/models/ways_in.py", "import household", "The house stands on its floors"),
    (
        "household/access/models/ledger.py",
        "import household.editor",
        "Editor and quiz ask for the right; the right knows neither",
    ),
    ("household/editor/__init__.py", "import household.access.models", "Editor and quiz meet the right at its gate"),
    ("accounts/rules/sessions.py", "import sqlalchemy", "Rules are pure"),
    ("household/access/models/ledger.py", "import flask", "Only doors know the web"),
    ("district/rules/__init__.py", "from foundation import clock", "Rules are pure"),
    ("accounts/models.py", "from accounts import queries", "Inside a room"),
    ("portal/models/ways_in.py", "import flask", "Only doors know the web"),
    ("foundation/db.py", "import flask_wtf", "Only doors know the web"),
    ("portal/views/__init__.py", "from accounts import forms", "Rooms meet accounts at its face"),
]
BANNED = [
    ("import app\n", "Nobody imports app.py"),
    ("import rooms\n", "Only app.py imports rooms.py"),
    ("from datetime import datetime\n\nNOW = datetime.now()\n", "Use foundation.clock.now()"),
    ("import datetime\n\nDAY = datetime.date.today()\n", "Use foundation.clock.today()"),
    ("import time\n\nNOW = time.time()\n", "Use foundation.clock.now()"),
]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / "lint-imports", "--no-cache", "--no-logo"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copied_house(root: Path, tmp_path: Path) -> Path:
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    for room in contracts["root_packages"]:
        shutil.copytree(root / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_house_stands_on_its_floors(root: Path) -> None:
    said = lint_imports(root)

    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize(("file", "line", "contract"), PLANTED, ids=[f"{file}: {line}" for file, line, _ in PLANTED])
def test_a_planted_import_breaks_its_contract(copied_house: Path, file: str, line: str, contract: str) -> None:
    path = copied_house / file
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")

    said = lint_imports(copied_house)

    assert said.returncode == 1
    assert re.search(rf"{contract}.* BROKEN", said.stdout), said.stdout


@pytest.mark.parametrize(("code", "sentence"), BANNED, ids=[sentence for _, sentence in BANNED])
def test_the_linter_refuses_the_clock_and_the_front_door(root: Path, code: str, sentence: str) -> None:
    said = subprocess.run(
        [BIN / "ruff", "check", "--no-cache", "--stdin-filename", "accounts/planted.py", "-"],
        cwd=root,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 1
    assert sentence in said.stdout
