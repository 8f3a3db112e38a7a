"""Attempts at the quiz that the staff of the cast made last spring, so that its numbers have something to show.

They are facts of long ago: nothing follows from them that the cast’s completions do not say already.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from demo.cast import Someone, keep, write
from demo.staff import Staff
from district.rules.calendar import SchoolYear
from foundation import clock, db
from household.quiz.models import Attempt, DrawnQuestion, QuestionVersion
from household.quiz.queries import ready
from household.quiz.rules.attempts import Limits, Outcome
from household.quiz.rules.drawing import Drawn, draw
from household.quiz.rules.scoring import passes

HARD = ("addresses", "custody")
"""Whoever misses something misses these topics first."""


def some_took_the_quiz(staff: Staff, *, year: SchoolYear, limits: Limits) -> None:
    """Wanda passed at the second try, 45 days before this school year began; Howard, who lapsed, never did."""
    chance = Random("the quiz last spring")
    day = year.starts - timedelta(days=45)
    for slot, (person, on, missed) in enumerate(
        (
            (staff.wanda, day - timedelta(days=1), 5),
            (staff.wanda, day, 2),
            (staff.howard, day + timedelta(days=20), 7),
            (staff.howard, day + timedelta(days=40), 6),
            (staff.howard, day + timedelta(days=44), 5),
        )
    ):
        _attempt(person, on, missed, draw(ready(), limits.questions, chance=chance), limits, hour=9 + slot)


def _attempt(person: Someone, on: date, missed: int, drawn: Sequence[Drawn], limits: Limits, *, hour: int) -> None:
    opened = datetime(on.year, on.month, on.day, hour, tzinfo=clock.zone())
    right = len(drawn) - missed
    passed = passes(right, len(drawn), limits.pass_percent)
    attempt = write(
        Attempt(
            person_id=person.id,
            opened_at=opened,
            opened_on=on,
            slot=1,
            pass_percent=limits.pass_percent,
            questions=len(drawn),
            closed_at=opened + timedelta(minutes=14),
            closed_on=on,
            outcome=(Outcome.PASSED if passed else Outcome.FAILED).value,
            right_answers=right,
        )
    )
    versions = {each.id: each for each in db.session().scalars(select(QuestionVersion))}
    hardest = sorted(drawn, key=lambda each: versions[each.version_id].topic not in HARD)[:missed]
    for place, each in enumerate(drawn, start=1):
        keep(_answered(attempt.id, place, each, versions[each.version_id], opened, is_right=each not in hardest))


def _answered(
    attempt_id: int, place: int, drawn: Drawn, version: QuestionVersion, at: datetime, *, is_right: bool
) -> DrawnQuestion:
    right = version.content.right
    others = [each for each in drawn.shown if each not in right]
    return DrawnQuestion(
        attempt_id=attempt_id,
        place=place,
        version_id=drawn.version_id,
        shown=list(drawn.shown),
        chosen=sorted(right) if is_right else others[:1],
        answered_at=at + timedelta(seconds=40 * place),
        is_right=is_right,
    )
