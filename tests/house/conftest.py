"""What the house's own tests share: where the house stands, and its Python files."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("foundation", "district", "accounts", "portal", "household", "support")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def python_files(root: Path) -> list[Path]:
    """Every Python file the project keeps, tests and benches too."""
    folders = (*ROOMS, "demo", "bench", "migrations", "tests")
    return [
        root / "app.py",
        root / "rooms.py",
        *(path for folder in folders for path in sorted((root / folder).rglob("*.py"))),
    ]
