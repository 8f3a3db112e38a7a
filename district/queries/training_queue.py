"""What training systems left open: the questions, the rows behind them, and whom or which course they may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from district.models import (
    FeedRun,
    Person,
    PersonIdentifier,
    QueuedRow,
    StaffAssignment,
    TrainingStatement,
    WaitingCompletion,
)
from foundation import db

FILES = ("completions.csv", "statements")
"""How the queue calls what came by file and by statement."""
ABOUT_PEOPLE = ("unknown-employee", "several-employees")
ABOUT_COURSES = ("unknown-course",)
PEOPLE, COURSES, ROWS = "people", "courses", "rows"
KINDS = (PEOPLE, COURSES, ROWS)


@dataclass(frozen=True)
class OpenQuestion:
    """One question of the queue."""

    id: int
    source: str
    code: str
    file: str
    line: int
    key: str
    """Whom or which course it is about, in the words of the training system; of a bad row what it is known by."""
    message: str
    """What the reading said, in English."""
    rows: int
    asked_at: datetime
    """When it was asked last."""

    @property
    def kind(self) -> str:
        return PEOPLE if self.code in ABOUT_PEOPLE else COURSES if self.code in ABOUT_COURSES else ROWS


class WaitingRow(NamedTuple):
    """One finished course that waits."""

    who: str
    course: str
    completed_on: date
    status: str
    line: int


class StaffMember(NamedTuple):
    """Somebody who may be meant."""

    person_id: int
    public_id: str
    full_name: str
    employee_ids: tuple[str, ...]
    jobs: tuple[str, ...]


def numbers_open() -> dict[str, int]:
    """How many questions of each kind wait. One statement."""
    found = dict.fromkeys(KINDS, 0)
    asked = select(QueuedRow.code, func.count()).where(_is_open()).group_by(QueuedRow.code)
    for code, number in db.session().execute(asked):
        found[_kind(code)] += number
    return found


def open_questions(kind: str, *, after: int = 0, limit: int) -> list[OpenQuestion]:
    """The next questions of a kind, those asked last first. One statement."""
    asked = select(QueuedRow, FeedRun.applied_at).join(FeedRun, FeedRun.id == QueuedRow.last_run_id)
    newest = asked.where(_is_open(), _of_kind(kind)).order_by(QueuedRow.last_run_id.desc(), QueuedRow.id.desc())
    return [_question(row, at) for row, at in db.session().execute(newest.offset(after).limit(limit))]


def find_question(question_id: int) -> OpenQuestion | None:
    """One question that waits."""
    asked = select(QueuedRow, FeedRun.applied_at).join(FeedRun, FeedRun.id == QueuedRow.last_run_id)
    found = db.session().execute(asked.where(_is_open(), QueuedRow.id == question_id)).first()
    return _question(*found) if found else None


def rows_of(question: OpenQuestion, *, limit: int) -> list[WaitingRow]:
    """The finished courses behind a question, the latest first."""
    if question.file == FILES[0]:
        about = WaitingCompletion.course if question.kind == COURSES else WaitingCompletion.who
        asked = select(
            WaitingCompletion.who,
            WaitingCompletion.course,
            WaitingCompletion.completed_on,
            WaitingCompletion.status,
            WaitingCompletion.line,
        ).where(
            WaitingCompletion.source == question.source, about == question.key, WaitingCompletion.placed_at.is_(None)
        )
        ordered = asked.order_by(WaitingCompletion.completed_on.desc(), WaitingCompletion.id)
        return [WaitingRow(*row) for row in db.session().execute(ordered.limit(limit))]
    said = TrainingStatement.activity if question.kind == COURSES else TrainingStatement.who
    is_waiting = or_(TrainingStatement.person_id.is_(None), TrainingStatement.course.is_(None))
    told = (
        select(TrainingStatement.who, TrainingStatement.activity, TrainingStatement.said_on, TrainingStatement.verb)
        .where(TrainingStatement.source == question.source, said == question.key, TrainingStatement.counts, is_waiting)
        .order_by(TrainingStatement.said_on.desc(), TrainingStatement.id)
    )
    return [WaitingRow(*row, 0) for row in db.session().execute(told.limit(limit))]


def staff_named(text: str, *, limit: int) -> list[StaffMember]:
    """Members of staff by employee number, by e-mail, or by the beginnings of their names. Three statements at most."""
    words = text.casefold().replace("\\", " ").replace("%", " ").replace("_", " ").split()
    if not words:
        return []
    called = [_called(word) for word in words]
    by_number = Person.id.in_(
        select(PersonIdentifier.person_id).where(PersonIdentifier.type == "staff-id", PersonIdentifier.value == text)
    )
    works_here = select(StaffAssignment.id).where(StaffAssignment.person_id == Person.id).exists()
    asked = (
        select(Person)
        .where(works_here, or_(by_number, and_(*called)))
        .order_by(Person.last_name, Person.first_name, Person.id)
        .limit(limit)
    )
    people = list(db.session().scalars(asked))
    numbers, jobs = _numbers([each.id for each in people]), _jobs([each.id for each in people])
    return [
        StaffMember(
            each.id, each.public_id, each.full_name, tuple(numbers.get(each.id, ())), tuple(jobs.get(each.id, ()))
        )
        for each in people
    ]


def staff_member(public_id: str) -> int | None:
    """The id of somebody who works, or worked, here."""
    works_here = select(StaffAssignment.id).where(StaffAssignment.person_id == Person.id).exists()
    return db.session().scalar(select(Person.id).where(Person.public_id == public_id, works_here))


def _called(word: str) -> ColumnElement[bool]:
    begins = word + "%"
    names = (Person.first_name, Person.last_name, Person.preferred_first_name, Person.preferred_last_name)
    return or_(*(db.lowered(each).like(begins) for each in names))


def _numbers(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    asked = select(PersonIdentifier.person_id, PersonIdentifier.value).where(
        PersonIdentifier.person_id.in_(ids), PersonIdentifier.type == "staff-id"
    )
    for person_id, value in db.session().execute(asked.distinct().order_by(PersonIdentifier.value)):
        found.setdefault(person_id, []).append(value)
    return found


def _jobs(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    asked = select(StaffAssignment.person_id, StaffAssignment.job_role, StaffAssignment.location).where(
        StaffAssignment.person_id.in_(ids)
    )
    for person_id, role, location in db.session().execute(asked.order_by(StaffAssignment.id.desc())):
        told = f"{role}, {location}" if location else role
        if told not in found.setdefault(person_id, []):
            found[person_id].append(told)
    return found


def _is_open() -> ColumnElement[bool]:
    return and_(QueuedRow.settled_at.is_(None), QueuedRow.file.in_(FILES))


def _kind(code: str) -> str:
    return PEOPLE if code in ABOUT_PEOPLE else COURSES if code in ABOUT_COURSES else ROWS


def _of_kind(kind: str) -> ColumnElement[bool]:
    if kind == ROWS:
        return QueuedRow.code.not_in((*ABOUT_PEOPLE, *ABOUT_COURSES))
    return QueuedRow.code.in_(ABOUT_PEOPLE if kind == PEOPLE else ABOUT_COURSES)


def _question(row: QueuedRow, at: datetime) -> OpenQuestion:
    data: dict[str, Any] = row.data
    return OpenQuestion(
        row.id, row.source, row.code, row.file, row.line, row.source_key, data["message"], data.get("rows", 1), at
    )
