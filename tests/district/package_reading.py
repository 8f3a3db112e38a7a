"""Ways for tests to read a package: what it gives, what is said of it, and why it is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from district.feeds.archives import LIMITS, Limits
from district.feeds.columns import COLUMNS
from district.feeds.packages import Package, open_package
from district.feeds.report import Refused, Report
from tests.district.packages import Roster

Rows = list[dict[str, Any]]
Place = tuple[str, str, int]
"""Code, file and line of a warning or an error."""


def read(
    path: Path, *, wanted_format: str | None = None, limits: Limits = LIMITS
) -> tuple[dict[str, Rows], Report, Package]:
    """Every row of a package by file, as a mapping with its line under `line`."""
    report = Report()
    with open_package(path, wanted_format=wanted_format, report=report, limits=limits) as package:
        found = {name: [_named(package, name, row) for row in package.rows(name)] for name in package.names}
    return found, report, package


def warnings_of(report: Report) -> list[Place]:
    return [(warning.code, warning.file, warning.line) for warning in report.warnings]


def remarks_on(roster: Roster, folder: Path) -> tuple[dict[str, Rows], list[Place]]:
    """The rows of a roster all of which can be used, and what was let pass."""
    found, report, package = read(roster.zip(folder / "roster.zip"))
    assert package.bad_rows == []
    return found, warnings_of(report)


def refusals(path: Path, *, limits: Limits = LIMITS) -> list[Place]:
    """Where and why a package is refused."""
    with pytest.raises(Refused) as refused:
        read(path, limits=limits)
    errors = refused.value.report.errors
    assert all(error.message.endswith(".") for error in errors)
    return [(error.code, error.file, error.line) for error in errors]


def told(path: Path) -> str:
    """What the operator is told about a refused package."""
    with pytest.raises(Refused) as refused:
        read(path)
    return str(refused.value)


def broken(roster: Roster, folder: Path) -> list[Place]:
    """The refusal of a roster, the same as a ZIP and as a folder."""
    zipped = refusals(roster.zip(folder / "roster.zip"))
    assert refusals(roster.folder(folder / "roster")) == zipped
    return zipped


def with_line(roster: Roster, name: str, line: int, old: str, new: str) -> Roster:
    """The roster with one line of one file rewritten as text."""
    lines = roster.text(name).splitlines()
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    roster.raw[f"{name}.csv"] = ("\n".join(lines) + "\n").encode()
    return roster


def _named(package: Package, name: str, row: tuple[Any, ...]) -> dict[str, Any]:
    columns = ("line", *COLUMNS[package.format][name])
    return dict(zip(columns, row, strict=True))
