"""A person settles what a training system left open: who is meant, which course is meant, or that it is no concern.

The completions that follow are stored and access follows in the same transaction. Nothing is deleted; what was settled
a moment ago by somebody else is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.dialects import postgresql, sqlite

from district.events import TrainingQuestionSettled
from district.feeds import keeping, queue, training_intake
from district.feeds.claims import COURSE, PERSON
from district.feeds.waiting import look_again
from district.models import QueuedRow, TrainingMatch
from foundation import audit, db
from foundation.audit import Actor

FILES = (training_intake.FILE, keeping.FILE)
ABOUT_PEOPLE = ("unknown-employee", "several-employees")
ABOUT_COURSES = ("unknown-course",)


@dataclass(frozen=True)
class Choice:
    """Who or which course is meant, and whether the source always means so."""

    person_id: int | None = None
    course: str = ""
    is_remembered: bool = True


def place(question_id: int, choice: Choice, *, by: Actor, at: datetime, today: date) -> bool:
    """Give what an open question is about its person or course. False where it is settled already, or no such question.

    A door, as the feeds are: it opens its own transaction.
    """
    asked = _question(question_id)
    db.close()
    if asked is None or asked.code not in (ABOUT_PEOPLE if choice.person_id is not None else ABOUT_COURSES):
        return False
    settled = False

    def settle() -> bool:
        nonlocal settled
        settled = _close(question_id, queue.PLACED, "", by, at)
        if settled:
            kind = PERSON if choice.person_id is not None else COURSE
            _choose(asked, kind, choice, by, at)
            told = TrainingQuestionSettled(
                question_id,
                asked.source,
                asked.code,
                queue.PLACED,
                choice.person_id,
                choice.course,
                choice.is_remembered,
            )
            audit.record(told, by=by, at=at)
        return settled

    def forget() -> None:
        if not choice.is_remembered:
            _forget(asked)

    look_again(asked.source, by=by, at=at, today=today, first=settle, last=forget)
    return settled


def set_aside(question_id: int, *, reason: str, by: Actor, at: datetime) -> bool:
    """Leave an open question be, and more rows of it too. False where it is settled already."""
    asked = _question(question_id)
    if asked is None or not _close(question_id, queue.SET_ASIDE, reason, by, at):
        return False
    told = TrainingQuestionSettled(question_id, asked.source, asked.code, queue.SET_ASIDE, reason=reason)
    audit.record(told, by=by, at=at)
    return True


def _question(question_id: int) -> QueuedRow | None:
    return db.session().scalar(select(QueuedRow).where(QueuedRow.id == question_id, QueuedRow.file.in_(FILES)))


def _close(question_id: int, how: str, why: str, by: Actor, at: datetime) -> bool:
    """Once: the row count of one conditional UPDATE."""
    closed: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(QueuedRow)
        .where(QueuedRow.id == question_id, QueuedRow.settled_at.is_(None))
        .values(settled_at=at, settled_by_id=by.account_id, settled_as=how, settled_why=why),
        execution_options={"synchronize_session": False},
    )
    return bool(closed.rowcount)


def _choose(asked: QueuedRow, kind: str, choice: Choice, by: Actor, at: datetime) -> None:
    """Keep the choice for its source."""
    values = {
        "source": asked.source,
        "kind": kind,
        "key": asked.source_key,
        "person_id": choice.person_id,
        "course": choice.course,
        "made_at": at,
        "made_by_id": by.account_id,
        "is_remembered": True,
    }
    insert = sqlite.insert if db.is_sqlite() else postgresql.insert
    chosen = {name: values[name] for name in ("person_id", "course", "made_at", "made_by_id", "is_remembered")}
    db.session().execute(
        insert(TrainingMatch)
        .values(values)
        .on_conflict_do_update(index_elements=["source", "kind", "key"], set_=chosen)
    )


def _forget(asked: QueuedRow) -> None:
    """The choice was for what waited alone. It stays on record, and more rows of the kind ask anew."""
    kind = PERSON if asked.code in ABOUT_PEOPLE else COURSE
    db.session().execute(
        update(TrainingMatch)
        .where(TrainingMatch.source == asked.source, TrainingMatch.kind == kind, TrainingMatch.key == asked.source_key)
        .values(is_remembered=False),
        execution_options={"synchronize_session": False},
    )
