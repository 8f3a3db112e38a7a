"""The roster import of a generated district, against loading the same files raw, and again with nothing changed."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bench.ground import Ground
from bench.table import Row
from demo.export import export
from district.rules.calendar import year_of
from foundation import clock, db
from foundation.settings import Settings

MOST_OVER_RAW, MOST_REPLAYED, MOST_MEMORY = 4, 0.5, 500
HANDFUL = 10_000


@dataclass(frozen=True)
class Run:
    """Seconds by the clock, and the most memory the process held (MB)."""

    seconds: float
    memory: float


def rows(ground: Ground) -> list[Row]:
    """The command as an office runs it, in a process of its own, twice; the raw load in this one."""
    students = ground.sizes.students
    with ground.app() as app, tempfile.TemporaryDirectory(dir=ground.folder) as folder:
        settings: Settings = app.config["HEARTH"]
        year = year_of(clock.today(), starts=settings.school_year_starts)
        export(Path(folder) / "district", students=students, seed=1, year=year, advance=lambda count: None)
        package = Path(folder) / "district" / "oneroster"
        raw = _load_raw(package)
        first, again = (_import(settings, package) for _ in range(2))
        _change_one_row(package)
        next_day = _import(settings, package)
    over, replayed, memory = first.seconds / raw, again.seconds / first.seconds, max(first.memory, next_day.memory)
    seconds = f"{first.seconds:.1f} s, raw {raw:.1f} s"
    return [
        Row(
            f"roster of {students:,} students: import ÷ raw load",
            f"{over:.2f} ({seconds})",
            "≤ 4",
            over <= MOST_OVER_RAW,
        ),
        Row(
            "the same again ÷ the first", f"{replayed:.2f} ({again.seconds:.1f} s)", "≤ 0.5", replayed <= MOST_REPLAYED
        ),
        Row("one row changed ÷ the first", f"{next_day.seconds / first.seconds:.2f} ({next_day.seconds:.1f} s)"),
        Row("most memory of an import", f"{memory:.0f} MB", "< 500 MB", memory < MOST_MEMORY),
    ]


def _change_one_row(package: Path) -> None:
    """Another title for the last course: what a nightly package is like, and no replay that need not be read."""
    file = package / "courses.csv"
    with file.open(encoding="utf-8-sig", newline="") as opened:
        lines = list(csv.reader(opened))
    lines[-1][lines[0].index("title")] += " II"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(lines)


def _import(settings: Settings, package: Path) -> Run:
    """Run `flask roster import`, and read from the system what it took."""
    given = {"HEARTH_DATABASE": settings.database, "HEARTH_INSTANCE": str(settings.instance)}
    words = ("roster", "import", str(package), "--source", "bench", "--json")
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", *words],
        env=os.environ | given | {"HEARTH_LOG_LEVEL": "CRITICAL"},
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"flask roster import ended with {process.returncode}.")
    return Run(time.perf_counter() - begun, used.ru_maxrss / 1024)


def _load_raw(package: Path) -> float:
    """Seconds to put every cell of every file into a table of text: COPY on PostgreSQL, executemany on SQLite."""
    begun = time.perf_counter()
    connection = db.engine().raw_connection()
    try:
        for file in sorted(package.glob("*.csv")):
            _load_file(connection.driver_connection, file)
        connection.commit()
        seconds = time.perf_counter() - begun
        for file in package.glob("*.csv"):
            connection.cursor().execute(f"DROP TABLE raw_{file.stem.lower()}")
        connection.commit()
    finally:
        connection.close()
    return seconds


def _load_file(driver: Any, file: Path) -> None:
    table = f"raw_{file.stem.lower()}"
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.reader(opened)
        columns = ", ".join(f'"{name}" TEXT' for name in next(reader))
        driver.cursor().execute(f"CREATE TABLE {table} ({columns})")
        if db.is_sqlite():
            marks = ",".join("?" * (columns.count(",") + 1))
            driver.execute("BEGIN IMMEDIATE")
            for handful in _handfuls(reader):
                driver.executemany(f"INSERT INTO {table} VALUES ({marks})", handful)
            driver.execute("COMMIT")
            return
    to_table = f"COPY {table} FROM STDIN (FORMAT csv, HEADER)"
    with file.open("rb") as plain, driver.cursor() as cursor, cursor.copy(to_table) as copy:
        while block := plain.read(1 << 20):
            copy.write(block)


def _handfuls(reader: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    while handful := list(islice(reader, HANDFUL)):
        yield handful
