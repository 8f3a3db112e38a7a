"""An attempt begins, keeps each answer as it is given, and is scored once.

What is kept of single answers is the attempt's own record; the audit is told when an attempt begins and what became of
it. A pass is a completion like any other: the right follows it in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from random import Random

from sqlalchemy import CursorResult, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from district.feeds import followers
from district.models import Completion
from foundation import audit, db
from foundation.audit import Actor
from household.quiz import queries
from household.quiz.events import QuizOpened, QuizRefused, QuizScored
from household.quiz.models import Attempt, DrawnQuestion
from household.quiz.queries import Asked, Sheet
from household.quiz.rules import scoring
from household.quiz.rules.attempts import Limits, OpenRefusal, Outcome, refusal_to_open
from household.quiz.rules.drawing import Drawn, draw

SOURCE = "hearth-quiz"
"""Of the completions that passing writes; their key is the attempt's public id."""


def open_attempt(
    person_id: int, *, limits: Limits, chance: Random, today: date, by: Actor, at: datetime
) -> Attempt | OpenRefusal:
    """Begin an attempt, or say why not. Where one waits to be sent, that one: two tabs are one attempt.

    Of two that begin at one moment, one is written and both get it.
    """
    while (waiting := queries.unfinished(person_id)) is None:
        opened = queries.opened_on(person_id, today)
        bank = queries.ready()
        refusal = refusal_to_open(opened_today=opened, ready=len(bank), limits=limits)
        if refusal is not None:
            # What filled the day may have begun since it was looked for.
            return queries.unfinished(person_id) or refusal
        begun = _begin(person_id, slot=opened + 1, limits=limits, today=today, at=at)
        if begun is not None:
            seen = queries.seen_on(person_id, today)
            _keep(begun, draw(bank, limits.questions, chance=chance, seen=seen))
            audit.record(QuizOpened(person_id, begun.public_id, begun.questions), by=by, at=at)
            return begun
    return waiting


def close_left_over(attempt: Attempt, *, at: datetime) -> None:
    """An attempt that was never sent and whose window is over makes room for the next."""
    db.session().execute(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.closed_at.is_(None))
        .values(closed_at=at, outcome=Outcome.LEFT.value)
    )


def keep_answer(attempt: Attempt, asked: Asked, chosen: Sequence[int], *, at: datetime) -> bool:
    """Keep the answer to one question of an open attempt, over the one before. False where it cannot be an answer."""
    if not attempt.is_open or not scoring.fits(asked.content, chosen):
        return False
    db.session().execute(
        update(DrawnQuestion)
        .where(DrawnQuestion.attempt_id == attempt.id, DrawnQuestion.place == asked.place)
        .values(chosen=sorted(chosen), answered_at=at),
        execution_options={"synchronize_session": False},
    )
    return True


def submit(sheet: Sheet, *, refusal: str, course: str, today: date, by: Actor, at: datetime) -> bool:
    """Score the attempt by the moment it was sent, or refuse it where the quiz is shut by then (`refusal`).

    Once: False where it was closed before, and nothing changes. A pass completes `course` on the district day of the
    moment, and whoever follows completions is told.
    """
    attempt = sheet.attempt
    if refusal:
        if not _close(attempt, Outcome.REFUSED, refusal=refusal, right=None, today=today, at=at):
            return False
        audit.record(QuizRefused(attempt.person_id, attempt.public_id, refusal), by=by, at=at)
        return True
    marks = {each.place: scoring.is_right(each.content, each.chosen) for each in sheet.questions}
    right = sum(marks.values())
    passed = scoring.passes(right, attempt.questions, attempt.pass_percent)
    outcome = Outcome.PASSED if passed else Outcome.FAILED
    if not _close(attempt, outcome, refusal="", right=right, today=today, at=at):
        return False
    _mark(attempt, marks)
    told = QuizScored(attempt.person_id, attempt.public_id, today, outcome.value, right, attempt.questions)
    audit.record(told, by=by, at=at)
    if passed:
        _complete(attempt, course, right, today=today, at=at)
        followers.tell([attempt.person_id], at=at, today=today, by=by)
    return True


def _begin(person_id: int, *, slot: int, limits: Limits, today: date, at: datetime) -> Attempt | None:
    """The attempt, unless another began meanwhile."""
    insert_once = sqlite.insert if db.is_sqlite() else postgresql.insert
    written = (
        insert_once(Attempt)
        .values(
            public_id=db.new_public_id(),
            person_id=person_id,
            opened_at=at,
            opened_on=today,
            slot=slot,
            pass_percent=limits.pass_percent,
            questions=limits.questions,
            outcome="",
            refusal="",
        )
        .on_conflict_do_nothing()
        .returning(Attempt)
    )
    return db.session().scalars(written).one_or_none()


def _keep(attempt: Attempt, drawn: Sequence[Drawn]) -> None:
    rows = [
        {"attempt_id": attempt.id, "place": place, "version_id": each.version_id, "shown": list(each.shown)}
        for place, each in enumerate(drawn, start=1)
    ]
    db.session().execute(insert(DrawnQuestion), rows)


def _close(attempt: Attempt, outcome: Outcome, *, refusal: str, right: int | None, today: date, at: datetime) -> bool:
    closed: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.closed_at.is_(None))
        .values(closed_at=at, closed_on=today, outcome=outcome.value, refusal=refusal, right_answers=right),
        execution_options={"synchronize_session": False},
    )
    return bool(closed.rowcount)


def _mark(attempt: Attempt, marks: dict[int, bool]) -> None:
    for value in (True, False):
        places = [place for place, is_right in marks.items() if is_right is value]
        if places:
            db.session().execute(
                update(DrawnQuestion)
                .where(DrawnQuestion.attempt_id == attempt.id, DrawnQuestion.place.in_(places))
                .values(is_right=value),
                execution_options={"synchronize_session": False},
            )


def _complete(attempt: Attempt, course: str, right: int, *, today: date, at: datetime) -> None:
    db.session().add(
        Completion(
            person_id=attempt.person_id,
            course=course,
            completed_on=today,
            score=float(scoring.percent(right, attempt.questions)),
            status="passed",
            recorded_at=at,
            source=SOURCE,
            source_key=attempt.public_id,
        )
    )
    db.session().flush()
