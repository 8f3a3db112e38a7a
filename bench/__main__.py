"""`make bench`: every measure on each database that answers, printed as one table a database.

Each measure is a module with `rows(ground)`. `python -m bench pages letters` runs only those; BENCH_ON=sqlite only one.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bench.ground import Ground, Sizes, kinds_here
from bench.table import Row, print_rows

MEASURES = ("roster", "pages", "reviews", "cleanup", "support", "access", "letters", "sign_in", "timing", "outbox")


def main(wanted: list[str]) -> int:
    """Measure, print, and say by the exit status whether every target was met."""
    console = Console(stderr=True)
    kinds = [os.environ["BENCH_ON"]] if os.environ.get("BENCH_ON") else kinds_here()
    if "postgresql" not in kinds:
        console.print("PostgreSQL is left out: none answers. Name one in HEARTH_TEST_POSTGRES.")
    if os.environ.get("QUICK"):
        console.print("QUICK: at these sizes the table shows that the measures run, not what Hearth reaches.")
    missed = 0
    for kind in kinds:
        with tempfile.TemporaryDirectory(prefix="hearth-bench-") as folder:
            rows = _measure(Ground(kind, Path(folder), Sizes.asked_for()), wanted or list(MEASURES), console)
        print_rows({"sqlite": "SQLite", "postgresql": "PostgreSQL"}[kind], rows)
        missed += sum(row.met is False for row in rows)
    return min(missed, 1)


def _measure(ground: Ground, wanted: list[str], console: Console) -> list[Row]:
    rows: list[Row] = []
    for name in wanted:
        console.print(f"{ground.kind}: {name} …")
        rows += importlib.import_module(f"bench.{name}").rows(ground)
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
