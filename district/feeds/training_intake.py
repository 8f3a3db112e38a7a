"""Turns the rows of a training file into staged completions: those that were finished, in one spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from district.feeds import dates
from district.feeds.intake import Advance, batches
from district.feeds.readers import RememberingReader
from district.feeds.report import Report, plain
from district.feeds.rows import BETWEEN, Bad, RowReading
from district.feeds.sheets import Sheet
from district.feeds.staging import Stage
from district.feeds.training_mapping import TrainingMapping, judge_day
from district.rules.training import FINISHED, is_finished

FILE = "completions.csv"
"""How the queue calls the file, whatever its name on the day."""
KEY = ("employee_id", "email", "lms_id", "course", "completed_on")
EMPLOYEE, EMAIL, LMS = "employee", "email", "lms"
"""By what a row names its person."""
ROW = (
    "n {row}, line {number}, who TEXT, who_by TEXT, key TEXT, digest TEXT, said TEXT, course TEXT, "
    "completed_on {day}, score {real}, status TEXT"
)
COLUMNS = tuple(part.split()[0] for part in ROW.split(", "))
MOST_WORDS = 8


@dataclass(frozen=True)
class Words:
    """What the words of this file mean: by its mapping, and by what people chose for its source."""

    mapping: TrainingMapping
    courses: Mapping[str, str]
    """Our code by their word, as chosen."""
    lms_ids: frozenset[str]
    """The training system’s ids for which somebody was chosen."""

    def course(self, said: str) -> str:
        """Our code for a course, or the word itself."""
        return self.courses.get(said) or self.mapping.courses.get(said.casefold(), said)

    def person(self, employee: str, email: str, lms_id: str) -> tuple[str, str]:
        """Who it was and by what: somebody chosen, a number on the list, the number, the e-mail, the system’s id."""
        if lms_id in self.lms_ids:
            return lms_id, LMS
        if number := self.mapping.people.get(lms_id, ""):
            return number, EMPLOYEE
        if employee:
            return self.mapping.people.get(employee, employee), EMPLOYEE
        return (email.lower(), EMAIL) if email else (lms_id, LMS)


class CompletionReading(RowReading):
    """A reading that asks only of what was finished who it was, and when."""

    def __init__(self, *given: Any, mapping: TrainingMapping, **named: Any) -> None:
        self.mapping = mapping
        super().__init__(*given, **named)
        if mapping.pattern:
            place = self.names.index("completed_on")
            column = given[1][place]
            self.readers[place] = RememberingReader(partial(judge_day, column, mapping.pattern))

    @property
    def date_order(self) -> dates.Order:
        return self.mapping.order or super().date_order

    def _judge(self, columns: Sequence[Sequence[str]], bad: Bad) -> None:
        super()._judge(columns, bad)
        employees, emails, lms_ids, _, days, _, statuses = columns
        for place, status in enumerate(statuses):
            if not is_finished(status, self.mapping.finished):
                bad.pop(place, None)
            elif not days[place]:
                bad.setdefault(place, ("required-cell-empty", "The cell completed_on is empty. Fill it."))
            elif not (employees[place] or emails[place] or lms_ids[place]):
                bad.setdefault(place, ("nobody-named", "The cells that name the employee are all empty. Fill one."))


def take(sheet: Sheet, stage: Stage, report: Report, advance: Advance, words: Words) -> None:
    """Stage a whole file into `in_completion`. Raises Refused as the reading does."""
    stage.make("in_completion", ROW)
    numbers, unfinished = count(1), Counter[str]()
    reading: Callable[..., RowReading] = partial(CompletionReading, mapping=words.mapping)
    for batch in batches(sheet.rows(key=KEY, reading=reading)):
        rows = []
        for line, employee, email, lms_id, course, day, score, status in batch:
            if is_finished(status, words.mapping.finished):
                who = words.person(employee, email, lms_id)
                rows.append(
                    (next(numbers), line, *who, *_staged(who[0], course, words.course(course), day, score, status))
                )
            else:
                unfinished[status.casefold()] += 1
        stage.fill("in_completion", COLUMNS, rows)
        advance(sheet.name, len(batch), sheet.count)
    if unfinished:
        most = ", ".join(f"{number:,} {plain(word) or 'blank'}" for word, number in unfinished.most_common(MOST_WORDS))
        done = " or ".join(sorted(words.mapping.finished))
        message = f"Rows with a status other than {done}, which are no completions ({most}): {unfinished.total():,}."
        report.warn("not-finished", sheet.name, 0, message)
    stage.look_at("in_completion")
    stage.rest()


def _staged(who: str, said: str, course: str, day: str, score: str, status: str) -> tuple[object, ...]:
    """A completion as `in_completion` holds it, from the key on; another system’s word for done is `completed`."""
    points = float(score) if score else None
    word = status.casefold() if is_finished(status) else FINISHED[0]
    return key_of(who, said, day), f"{points}/{word}", said, course, day, points, word


def key_of(who: str, said: str, day: str) -> str:
    """What a row set aside is known by."""
    return BETWEEN.join((who, said, day))
