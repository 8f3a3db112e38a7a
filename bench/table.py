"""One row a measure, and how a list of them is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

WIDTH_IN_FILES = 120


@dataclass(frozen=True)
class Row:
    """What was measured, what came out, what it must reach, and whether it does (None: there is no target)."""

    measure: str
    value: str
    target: str = ""
    met: bool | None = None


def print_rows(title: str, rows: Sequence[Row], *, console: Console | None = None) -> None:
    """Print `rows` under `title`."""
    shown = Table(title=title, title_justify="left", show_lines=False)
    for heading in ("measure", "measured", "target", ""):
        shown.add_column(heading, justify="left", overflow="fold")
    for row in rows:
        shown.add_row(row.measure, row.value, row.target, verdict(row))
    if console is None:
        console = Console()
        console = console if console.is_terminal else Console(width=WIDTH_IN_FILES)
    console.print(shown)


def verdict(row: Row) -> str:
    """The last cell: `met`, `not met`, or nothing where there is no target."""
    if row.met is None:
        return ""
    return "[green]met[/green]" if row.met else "[red]not met[/red]"
