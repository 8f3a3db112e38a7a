"""What the training system of the demo told and nobody could place: DoTS finds it under Training."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demo.cast import TRAINING, keep, write
from district.feeds import queue, training_intake
from district.feeds.report import shown
from district.models import FeedRun, QueuedRow, WaitingCompletion

COURSES = ("IC-ENROLLMENT", "IC-HOUSEHOLD")
LAST_YEARS = "Household 2026"
"""The title under which the training system has the course of a code."""
A_WEEK = timedelta(days=7)


def some_courses_wait(*, today: date, at: datetime) -> None:
    """Write into the open transaction: somebody known by an id alone, a course by its title, a row with half a day."""
    run = write(
        FeedRun(source=TRAINING, format="training-csv", digest="", started_at=at, applied_at=at, counts={}, warnings=3)
    )
    for nth, course in enumerate(COURSES, start=2):
        _waits("jl-40718", course, today - A_WEEK, nth, at)
    for nth, who in enumerate(("jl-40022", "jl-40023", "jl-40718"), start=5):
        _waits(who, LAST_YEARS, today - 2 * A_WEEK, nth, at)
    _ask(
        run, "unknown-employee", "jl-40718", 2, queue.SENTENCES["unknown-employee"].format(refers=shown("jl-40718")), 2
    )
    _ask(run, "unknown-course", LAST_YEARS, 5, queue.SENTENCES["unknown-course"].format(refers=shown(LAST_YEARS)), 3)
    blank = f"207311 |  |  | IC-HOUSEHOLD | {(today - A_WEEK).isoformat()[:-3]}"
    _ask(run, "unreadable-date", blank, 9, "completed_on is not a day. Write it as YYYY-MM-DD.", 1)


def _waits(who: str, course: str, on: date, line: int, at: datetime) -> None:
    keep(
        WaitingCompletion(
            source=TRAINING,
            who=who,
            who_by=training_intake.LMS,
            course=course,
            completed_on=on,
            score=88,
            status="passed",
            line=line,
            received_at=at,
        )
    )


def _ask(run: FeedRun, code: str, key: str, line: int, message: str, rows: int) -> None:
    keep(
        QueuedRow(
            source=TRAINING,
            code=code,
            file=training_intake.FILE,
            line=line,
            source_key=key,
            data={"message": message, "refers": key, "rows": rows},
            first_run_id=run.id,
            last_run_id=run.id,
        )
    )
