"""How the quiz is answered: what becomes of attempts, and which questions are missed. Numbers, never a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from district.rules.calendar import SchoolYear, year_from, year_of
from foundation import db
from household.quiz.models import Attempt, DrawnQuestion, Question, QuestionVersion
from household.quiz.queries.bank import PRESENT
from household.quiz.rules.attempts import Outcome

SCORED = (Outcome.PASSED.value, Outcome.FAILED.value)


@dataclass(frozen=True)
class Sent:
    """Of the attempts sent in a school year."""

    passed: int
    failed: int
    refused: int
    people: int
    """Who sent an attempt that was scored."""
    people_passed: int

    @property
    def scored(self) -> int:
        return self.passed + self.failed


@dataclass(frozen=True)
class Missed:
    """How often one question was asked and missed, whatever its version."""

    question: Question
    version: QuestionVersion
    """The present one."""
    asked: int
    missed: int


def years(*, today: date, starts: str) -> list[SchoolYear]:
    """The school years in which an attempt was sent, newest first; the present one where none was."""
    first, last = db.session().execute(select(func.min(Attempt.closed_on), func.max(Attempt.closed_on))).one()
    if first is None or last is None:
        return [year_of(today, starts=starts)]
    begin, end = year_of(first, starts=starts), year_of(last, starts=starts)
    return [year_from(year, starts=starts) for year in range(end.starts.year, begin.starts.year - 1, -1)]


def sent_in(year: SchoolYear) -> Sent:
    """What became of the attempts of a school year. Two statements."""
    within = (Attempt.closed_on >= year.starts, Attempt.closed_on < year.ends)
    counted = select(Attempt.outcome, func.count()).where(*within).group_by(Attempt.outcome)
    numbers: dict[str, int] = dict(db.session().execute(counted).all())
    passed_by = case((Attempt.outcome == Outcome.PASSED.value, Attempt.person_id))
    people = select(func.count(Attempt.person_id.distinct()), func.count(passed_by.distinct()))
    everybody, passed = db.session().execute(people.where(*within, Attempt.outcome.in_(SCORED))).one()
    return Sent(
        passed=numbers.get(Outcome.PASSED.value, 0),
        failed=numbers.get(Outcome.FAILED.value, 0),
        refused=numbers.get(Outcome.REFUSED.value, 0),
        people=everybody,
        people_passed=passed,
    )


def missed_in(year: SchoolYear) -> Sequence[Missed]:
    """Every question that was asked in a school year, the one missed most of all first. One statement."""
    counted = (
        select(
            QuestionVersion.question_id.label("id"),
            func.count().label("asked"),
            func.sum(case((DrawnQuestion.is_right.is_(False), 1), else_=0)).label("missed"),
        )
        .select_from(Attempt)
        .join(DrawnQuestion, DrawnQuestion.attempt_id == Attempt.id)
        .join(QuestionVersion, QuestionVersion.id == DrawnQuestion.version_id)
        .where(Attempt.closed_on >= year.starts, Attempt.closed_on < year.ends, Attempt.outcome.in_(SCORED))
        .group_by(QuestionVersion.question_id)
        .subquery()
    )
    asked = (
        select(Question, QuestionVersion, counted.c.asked, counted.c.missed)
        .select_from(counted)
        .join(Question, Question.id == counted.c.id)
        .join(QuestionVersion, PRESENT)
    )
    found = [Missed(one, version, number, int(wrong)) for one, version, number, wrong in db.session().execute(asked)]
    return sorted(found, key=lambda each: (-each.missed / each.asked, -each.asked, each.question.id))
