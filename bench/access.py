"""The review of everybody's household access, against a command that reads the same rows with plain SQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from bench.ground import Ground, look_over
from bench.table import Row
from district.models import Completion, Person, StaffAssignment
from foundation import clock, db
from foundation.settings import Settings
from household.access.models import AccessEvent, Evaluation, Standing

MOST_OVER_PLAIN, MOST_MEMORY = 3, 500
COURSES = ("IC-ENROLLMENT", "IC-HOUSEHOLD") * 4 + ("IC-HOUSEHOLD-RECERT",) * 2
"""Ten completions each: four times both courses, and the quiz twice."""
YEARS = 8
CHANGED_OF_A_HUNDRED = 1
HANDFUL = 10_000
RUNS = 3
"""Of plain SQL and of a review, in turn, one that writes nothing and one after a feed: the quickest of each counts."""


@dataclass(frozen=True)
class Run:
    """Seconds by the clock, the most memory the process held (MB), and what the command printed."""

    seconds: float
    memory: float
    told: dict[str, int]


def rows(ground: Ground) -> list[Row]:
    """The command as an office runs it, in a process of its own: nobody weighed yet, again, and after a feed."""
    staff = ground.sizes.staff
    with ground.app() as app, tempfile.TemporaryDirectory(dir=ground.folder) as folder:
        settings: Settings = app.config["HEARTH"]
        _hire(staff)
        first = _review(settings, Path(folder))
        written = _written()
        in_turn = [(_read_plainly(settings), _review(settings, Path(folder))) for _ in range(RUNS)]
        assert _written() == written, "A second review wrote something."
        changed = staff * CHANGED_OF_A_HUNDRED // 100
        after_feeds = []
        for turn in range(RUNS):
            _finish_courses(range(1 + turn * changed, 1 + (turn + 1) * changed))
            after_feeds.append((_read_plainly(settings), _review(settings, Path(folder))))
        plain = min(each for each, _ in (*in_turn, *after_feeds))
        again, next_day = (min((each for _, each in runs), key=_seconds) for runs in (in_turn, after_feeds))
        window = _review(settings, Path(folder), on=_window_opens())
    memory = max(each.memory for each in (first, again, next_day, window))
    return [
        Row(f"plain SQL: {staff:,} jobs, {staff * len(COURSES):,} completions", f"{plain:.1f} s"),
        Row("access review of a record that no feed ever followed", _measured(first, plain)),
        _row("access review where nothing changed; it writes nothing", again, plain),
        _row(f"access review where the facts of {CHANGED_OF_A_HUNDRED} of 100 changed", next_day, plain),
        Row("access review on the day on which windows open", _measured(window, plain)),
        Row("most memory of a review", f"{memory:.0f} MB", "< 500 MB", memory < MOST_MEMORY),
    ]


def _row(title: str, run: Run, plain: float) -> Row:
    return Row(f"{title} ÷ plain SQL", _measured(run, plain), "≤ 3", run.seconds / plain <= MOST_OVER_PLAIN)


def _measured(run: Run, plain: float) -> str:
    return f"{run.seconds / plain:.2f} ({run.seconds:.1f} s, {run.told['evaluated'] - run.told['unchanged']:,} told)"


def _hire(staff: int) -> None:
    """Staff of every kind, with completions in the order in which years of training bring them."""
    chance, at = Random(3), clock.now()
    with db.transaction() as session:
        for handful in _handfuls({"first_name": "A", "last_name": "B", "created_at": at} for _ in range(staff)):
            session.execute(insert(Person), handful)
        for handful in _handfuls(_job(n, chance) for n in range(1, staff + 1)):
            session.execute(insert(StaffAssignment), handful)
        for handful in _handfuls(_completions(staff, chance)):
            session.execute(insert(Completion), handful)
    look_over()


def _job(n: int, chance: Random) -> dict[str, Any]:
    role, category, team = chance.choices(
        [
            ("Teacher", "school", ""),
            ("Office Professional", "school", ""),
            ("Analyst", "central", "Enrollment Services"),
        ],
        (70, 20, 10),
    )[0]
    return {
        "person_id": n,
        "category": category,
        "job_role": role,
        "team": team,
        "location": f"{chance.randrange(200):03d}",
        "starts": clock.today() - timedelta(days=365 * YEARS),
        "source": "bench",
        "source_key": str(n),
        "digest": "",
    }


def _completions(staff: int, chance: Random) -> Iterator[dict[str, Any]]:
    first = clock.today() - timedelta(days=365 * YEARS)
    for nth, course in enumerate(COURSES):
        for n in range(1, staff + 1):
            on = first + timedelta(days=chance.randrange(365 * YEARS))
            yield _completion(n, course, on, f"{n}-{nth}")


def _completion(n: int, course: str, on: date, key: str) -> dict[str, Any]:
    return {
        "person_id": n,
        "course": course,
        "completed_on": on,
        "score": None,
        "status": "completed",
        "recorded_at": clock.now(),
        "source": "bench",
        "source_key": key,
        "digest": "",
    }


def _seconds(run: Run) -> float:
    return run.seconds


def _finish_courses(numbers: range) -> None:
    """What a day’s file brings of these people, stored and followed by nobody, so that the review has it all to do."""
    today = clock.today()
    with db.transaction() as session:
        for handful in _handfuls(
            _completion(n, course, today, f"{n}-{course}-new")
            for n in numbers
            for course in ("IC-ENROLLMENT", "IC-HOUSEHOLD")
        ):
            session.execute(insert(Completion), handful)


def _read_plainly(settings: Settings) -> float:
    """Seconds of a command that fetches the same rows by the driver alone and does nothing with them."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bench.plain", settings.database], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def _window_opens() -> date:
    """The first of April of next year, on which everybody whose term ends with that school year may renew it."""
    return date(clock.today().year + 1, 4, 1)


def _review(settings: Settings, folder: Path, *, on: date | None = None) -> Run:
    """Run `flask access review`, as on another day if that is asked, and read from the system what it took.

    Its modules are compiled by the first run and kept, as on any machine that is in use.
    """
    given = {"HEARTH_DATABASE": settings.database, "HEARTH_INSTANCE": str(settings.instance)}
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept = {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "HEARTH_LOG_LEVEL": "CRITICAL"}
    told = folder / "told.json"
    begun = time.perf_counter()
    with told.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "access", "review", "--json", *(["--on", on.isoformat()] if on else [])],
            env=around | given | kept,
            stdout=out,
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"flask access review ended with {process.returncode}.")
    return Run(time.perf_counter() - begun, used.ru_maxrss / 1024, json.loads(told.read_text("utf-8")))


def _written() -> list[Any]:
    """How much is stored, and when anybody was weighed last."""
    counted = [select(func.count()).select_from(each) for each in (Standing, AccessEvent, Evaluation)]
    found = [db.session().scalar(each) for each in (*counted, select(func.max(Evaluation.evaluated_at)))]
    db.close()
    return found


def _handfuls(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    handful: list[dict[str, Any]] = []
    for row in rows:
        handful.append(row)
        if len(handful) == HANDFUL:
            yield handful
            handful = []
    if handful:
        yield handful
