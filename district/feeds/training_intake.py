"""Turns the rows of a training file into staged completions: those that were finished, in one spelling."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from district.feeds.intake import Advance, batches
from district.feeds.report import Report
from district.feeds.rows import BETWEEN, Bad, RowReading
from district.feeds.sheets import Sheet
from district.feeds.staging import Stage
from district.rules.training import is_finished

FILE = "completions.csv"
"""How the queue calls the file, whatever its name on the day."""
KEY = ("employee_id", "email", "course", "completed_on")
_ROW = (
    "n {row}, line {number}, who TEXT, by_email {flag}, key TEXT, digest TEXT, course TEXT, completed_on {day}, "
    "score {real}, status TEXT"
)
_COLUMNS = tuple(part.split()[0] for part in _ROW.split(", "))


class CompletionReading(RowReading):
    """A reading that asks only of what was finished who it was, and when."""

    def _judge(self, columns: Sequence[Sequence[str]], bad: Bad) -> None:
        super()._judge(columns, bad)
        employees, emails, _, days, _, statuses = columns
        for place, status in enumerate(statuses):
            if not is_finished(status):
                bad.pop(place, None)
            elif not days[place]:
                bad.setdefault(place, ("required-cell-empty", "The cell completed_on is empty. Fill it."))
            elif not (employees[place] or emails[place]):
                bad.setdefault(place, ("nobody-named", "The cells employee_id and email are both empty. Fill one."))


def take(sheet: Sheet, stage: Stage, report: Report, advance: Advance) -> None:
    """Stage a whole file into `in_completion`. Raises Refused as the reading does."""
    stage.make("in_completion", _ROW)
    numbers, unfinished = count(1), 0
    for batch in batches(sheet.rows(key=KEY, reading=CompletionReading)):
        rows = [
            (next(numbers), line, *_staged(employee, email, course, day, score, status.casefold()))
            for line, employee, email, course, day, score, status in batch
            if is_finished(status)
        ]
        unfinished += len(batch) - len(rows)
        stage.fill("in_completion", _COLUMNS, rows)
        advance(sheet.name, len(batch), sheet.count)
    if unfinished:
        message = f"Rows with a status other than completed or passed, which are no completions: {unfinished:,}."
        report.warn("not-finished", sheet.name, 0, message)
    stage.look_at("in_completion")
    stage.rest()


def _staged(employee: str, email: str, course: str, day: str, score: str, status: str) -> tuple[object, ...]:
    """A completion as `in_completion` holds it, from `who` on: the employee id, or the e-mail where there is none."""
    who = employee or email.lower()
    points = float(score) if score else None
    key = BETWEEN.join((who, course, day))
    return who, not employee, key, f"{points}/{status}", course, day, points, status
