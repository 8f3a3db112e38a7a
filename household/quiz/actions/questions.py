"""Questions are written, each change a version of its own, confirmed for the district, and moved through their life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, update

from foundation import audit, db
from foundation.audit import Actor
from household.quiz.events import QuestionConfirmed, QuestionMoved, QuestionVersionAdded
from household.quiz.models import Question, QuestionVersion
from household.quiz.rules.questions import Content, State


@dataclass(frozen=True)
class Stale:
    """Somebody wrote another version meanwhile; `number` is the present one."""

    number: int


def add_question(content: Content, *, code: str, state: State, by: Actor, at: datetime) -> Question:
    """A new question with its first version."""
    question = Question(code=code, state=state.value, version=1, created_at=at)
    db.session().add(question)
    db.session().flush()
    db.session().add(version_of(question.id, 1, content, by=by, at=at))

    audit.record(QuestionVersionAdded(code, 1), by=by, at=at)
    return question


def rewrite(question: Question, content: Content, *, based_on: int, by: Actor, at: datetime) -> Stale | None:
    """Let the question say something else from now on. Stale where version `based_on` is not the present one any more.

    The new version is for the district's review again; attempts keep the one they drew.
    """
    moved: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(Question).where(Question.id == question.id, Question.version == based_on).values(version=based_on + 1),
        execution_options={"synchronize_session": False},
    )
    if not moved.rowcount:
        db.session().refresh(question)
        return Stale(question.version)
    db.session().add(version_of(question.id, based_on + 1, content, by=by, at=at))
    db.session().flush()

    audit.record(QuestionVersionAdded(question.code, based_on + 1), by=by, at=at)
    return None


def move(question: Question, state: State, *, by: Actor, at: datetime) -> bool:
    """Put the question into another state. False where it is there already."""
    if question.state == state:
        return False
    moved: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(Question).where(Question.id == question.id, Question.state == question.state).values(state=state.value),
        execution_options={"synchronize_session": False},
    )
    if not moved.rowcount:
        return False

    audit.record(QuestionMoved(question.code, question.state, state.value), by=by, at=at)
    return True


def confirm(question: Question, number: int, *, by: Actor, at: datetime) -> bool:
    """Say for the district that this version is right. False where it was said before, or is not the present one."""
    if number != question.version:
        return False
    confirmed: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(QuestionVersion)
        .where(
            QuestionVersion.question_id == question.id,
            QuestionVersion.number == number,
            QuestionVersion.confirmed_at.is_(None),
        )
        .values(confirmed_at=at, confirmed_by_id=by.person_id),
        execution_options={"synchronize_session": False},
    )
    if not confirmed.rowcount:
        return False

    audit.record(QuestionConfirmed(question.code, number), by=by, at=at)
    return True


def version_of(question_id: int, number: int, content: Content, *, by: Actor, at: datetime) -> QuestionVersion:
    """The record of one version."""
    return QuestionVersion(
        question_id=question_id,
        number=number,
        **texts_of(content),
        written_at=at,
        written_by_id=by.person_id,
    )


def texts_of(content: Content) -> dict[str, Any]:
    """What a version says, by its columns."""
    return {
        "kind": content.kind.value,
        "topic": content.topic.value,
        "text_en": content.text_en,
        "text_es": content.text_es,
        "explanation_en": content.explanation_en,
        "explanation_es": content.explanation_es,
        "procedure_en": content.procedure_en,
        "procedure_es": content.procedure_es,
        "link": content.link,
        "options": [{"en": each.en, "es": each.es, "right": each.is_right} for each in content.options],
    }
