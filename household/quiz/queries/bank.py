"""The bank: what can be drawn, what a file would hold, and the list in which DoTS looks for a question."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from sqlalchemy import ColumnElement, Select, func, or_, select

from district.models import Person
from foundation import db
from household.quiz.models import Question, QuestionVersion
from household.quiz.rules.bank_file import Entry, read_bank
from household.quiz.rules.drawing import Ready
from household.quiz.rules.questions import Content, State

LONGEST_NUMBER = 10
STARTER = Path(__file__).parent.parent / "starter.toml"

ByCode = dict[str, tuple[Question, QuestionVersion]]
"""Every question with its present version, by its code."""

PRESENT: ColumnElement[bool] = (Question.id == QuestionVersion.question_id) & (
    Question.version == QuestionVersion.number
)


def ready() -> Sequence[Ready]:
    """Every active question in its present version. One statement."""
    asked = _present().where(Question.state == State.ACTIVE.value)
    return [
        Ready(version.id, version.question_id, version.topic, version.kind, len(version.options))
        for _, version in db.session().execute(asked)
    ]


def by_code() -> ByCode:
    """The whole bank. One statement."""
    return {question.code: (question, version) for question, version in db.session().execute(_present())}


def entries() -> list[Entry]:
    """The whole bank as a file has it, retired questions with it."""
    return [
        Entry(question.code, State(question.state), version.content)
        for question, version in db.session().execute(_present())
    ]


def active_contents() -> dict[str, Content]:
    """What the active questions say, by code."""
    asked = _present().where(Question.state == State.ACTIVE.value)
    return {question.code: version.content for question, version in db.session().execute(asked)}


def question_called(public_id: str, *, lock: bool = False) -> Question | None:
    """The question of that public id; with `lock` nobody else writes to it until the transaction ends."""
    asked = select(Question).where(Question.public_id == public_id)
    return db.session().scalar(asked.with_for_update() if lock else asked)


def versions_of(question: Question) -> Sequence[QuestionVersion]:
    """Every version, newest first."""
    asked = select(QuestionVersion).where(QuestionVersion.question_id == question.id)
    return db.session().scalars(asked.order_by(QuestionVersion.number.desc())).all()


def listed(
    *, state: str = "", topic: str = "", only_unconfirmed: bool = False, words: str = ""
) -> Sequence[tuple[Question, QuestionVersion]]:
    """The questions that a filter asks for, each in its present version; `words` stand in either language."""
    asked = _present()
    if state:
        asked = asked.where(Question.state == state)
    if topic:
        asked = asked.where(QuestionVersion.topic == topic)
    if only_unconfirmed:
        asked = asked.where(QuestionVersion.confirmed_at.is_(None))
    if words:
        sought = (QuestionVersion.text_en, QuestionVersion.text_es, Question.code)
        fits = [db.lowered(each).contains(words.lower(), autoescape=True) for each in sought]
        if words.isascii() and words.isdecimal() and len(words) < LONGEST_NUMBER:
            fits.append(Question.id == int(words))
        asked = asked.where(or_(*fits))
    return [(question, version) for question, version in db.session().execute(asked)]


def counts() -> tuple[dict[str, int], int]:
    """How many questions are in each state, and how many of the active ones wait for the district's review."""
    by_state = select(Question.state, func.count()).group_by(Question.state)
    waiting = (
        select(func.count())
        .select_from(Question)
        .join(QuestionVersion, PRESENT)
        .where(Question.state == State.ACTIVE.value, QuestionVersion.confirmed_at.is_(None))
    )
    found: dict[str, int] = dict(db.session().execute(by_state).all())
    return found, db.session().execute(waiting).scalar_one()


@cache
def starter() -> tuple[Entry, ...]:
    """The questions the quiz ships with. Raises ValueError where the file was spoiled."""
    read = read_bank(tomllib.loads(STARTER.read_text("utf-8")))
    entries = tuple(each for each in read if isinstance(each, Entry))
    if len(entries) < len(read):
        raise ValueError(f"{STARTER} cannot be read: {read}.")
    return entries


def _present() -> Select[Question, QuestionVersion]:
    return select(Question, QuestionVersion).join(QuestionVersion, PRESENT).order_by(Question.id)


def starters_missing() -> int:
    """How many of the questions that ship the bank does not know."""
    codes = {each.code for each in starter()}
    known = select(func.count()).where(Question.code.in_(codes))
    return len(codes) - db.session().execute(known).scalar_one()


def names_of(person_ids: Collection[int | None]) -> dict[int, str]:
    """The names of these people, by id."""
    asked = select(Person).where(Person.id.in_({each for each in person_ids if each is not None}))
    return {each.id: each.full_name for each in db.session().scalars(asked)}
