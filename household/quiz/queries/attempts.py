"""One person’s attempts. Whoever asks for an attempt names the person it must belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from foundation import db
from household.quiz.models import Attempt, DrawnQuestion, QuestionVersion
from household.quiz.rules.questions import Content


@dataclass(frozen=True)
class Asked:
    """One question of an attempt."""

    place: int
    content: Content
    shown: tuple[int, ...]
    """The places of its options in the order in which this attempt shows them."""
    chosen: tuple[int, ...] | None
    is_right: bool | None

    @property
    def is_answered(self) -> bool:
        return self.chosen is not None


@dataclass(frozen=True)
class Sheet:
    """An attempt with all it asks, in its order."""

    attempt: Attempt
    questions: Sequence[Asked]

    def at(self, place: int) -> Asked | None:
        """The question at a place, from 1."""
        return self.questions[place - 1] if 1 <= place <= len(self.questions) else None

    @property
    def answered(self) -> int:
        return sum(each.is_answered for each in self.questions)

    def open_place(self, after: int = 0) -> int | None:
        """The next question without an answer, behind `after` first and then from the top; None where all have one."""
        waiting = [each.place for each in self.questions if not each.is_answered]
        return next((each for each in waiting if each > after), waiting[0] if waiting else None)


def attempt_called(public_id: str, *, person_id: int, lock: bool = False) -> Attempt | None:
    """That attempt of that person; with `lock` nobody else writes to it until the transaction ends."""
    asked = select(Attempt).where(Attempt.public_id == public_id, Attempt.person_id == person_id)
    return db.session().scalar(asked.with_for_update() if lock else asked)


def unfinished(person_id: int) -> Attempt | None:
    """The attempt that waits to be sent; there is one at most."""
    return db.session().scalar(select(Attempt).where(Attempt.person_id == person_id, Attempt.closed_at.is_(None)))


def all_unfinished(*, before: date) -> Sequence[Attempt]:
    """Everybody's attempts that wait to be sent since an earlier day than `before`."""
    return db.session().scalars(select(Attempt).where(Attempt.closed_at.is_(None), Attempt.opened_on < before)).all()


def opened_on(person_id: int, day: date) -> int:
    """How many attempts the person has opened on a district day."""
    asked = select(func.count()).where(Attempt.person_id == person_id, Attempt.opened_on == day)
    return db.session().execute(asked).scalar_one()


def seen_on(person_id: int, day: date) -> frozenset[int]:
    """The ids of the questions the person's attempts of that day drew."""
    asked = (
        select(QuestionVersion.question_id)
        .join(DrawnQuestion, DrawnQuestion.version_id == QuestionVersion.id)
        .join(Attempt, Attempt.id == DrawnQuestion.attempt_id)
        .where(Attempt.person_id == person_id, Attempt.opened_on == day)
    )
    return frozenset(db.session().scalars(asked))


def sheet_of(attempt: Attempt) -> Sheet:
    """The attempt with its questions, each in the version it drew. One statement."""
    asked = (
        select(DrawnQuestion, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == DrawnQuestion.version_id)
        .where(DrawnQuestion.attempt_id == attempt.id)
        .order_by(DrawnQuestion.place)
    )
    return Sheet(
        attempt,
        [
            Asked(
                place=drawn.place,
                content=version.content,
                shown=tuple(drawn.shown),
                chosen=None if drawn.chosen is None else tuple(drawn.chosen),
                is_right=drawn.is_right,
            )
            for drawn, version in db.session().execute(asked)
        ],
    )


def attempts_of(person_id: int, *, limit: int = 20) -> Sequence[Attempt]:
    """The person's latest attempts, newest first, the open one with them."""
    asked = select(Attempt).where(Attempt.person_id == person_id).order_by(Attempt.id.desc()).limit(limit)
    return db.session().scalars(asked).all()
