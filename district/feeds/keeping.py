"""Keeps statements for ever, each once, and lets completions follow from them: for a file as for a live system.

All or nothing: a statement whose id is known with another content refuses all that came with it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, text, update

from district.feeds import queue
from district.feeds.claims import Claim, courses_meant, people_meant, portions
from district.feeds.deriving import Change, Pair, derive
from district.feeds.queue import Question
from district.feeds.report import shown
from district.models import QueuedRow, TrainingStatement
from district.rules.xapi import Said, Verb, digest_of, meaning_of, with_id
from district.rules.xapi.meaning import CAN_COUNT
from foundation import clock, db

FILE = "statements"
"""How the queue calls what statements leave open, whatever file they came in."""
ANSWERABLE = ("unknown-course", "unknown-employee", "several-employees")
"""Codes that another statement, or another person on record, can answer."""


class Conflict(ValueError):
    """The id of a statement is known with another content. `number`: its place among those that came."""

    def __init__(self, number: int, statement_id: str) -> None:
        super().__init__(f"The statement {statement_id} is known with another content.")
        self.number = number
        self.statement_id = statement_id


@dataclass
class Kept:
    """What became of statements that came together."""

    ids: list[str] = field(default_factory=list)
    """In their order."""
    new: int = 0
    known: int = 0
    not_counted: Counter[str] = field(default_factory=Counter)
    """New ones that make no completion by themselves, by their verb."""
    changes: list[Change] = field(default_factory=list)
    open: list[Question] = field(default_factory=list)

    @property
    def touched(self) -> list[int]:
        """Whose completions changed."""
        return sorted({each.person_id for each in self.changes})


@dataclass(frozen=True)
class _Told:
    """One statement that came, with what it says."""

    statement: Any
    said: Said
    digest: str

    def on(self, at: datetime) -> date:
        """The district's day on which it was, or came where it does not say."""
        return clock.day_of(self.said.at or at)

    def is_ahead(self, at: datetime) -> bool:
        """Whether it tells of a day that was still to come. Such a one never counts, also not when the day has come."""
        return self.on(at) > clock.day_of(at)


def keep(statements: Sequence[Any], *, source: str, at: datetime) -> Kept:
    """Keep valid statements in the open transaction. Raises Conflict: roll back. Nothing is asked of people yet."""
    if not db.is_sqlite():
        db.session().execute(text("SELECT pg_advisory_xact_lock(hashtext('hearth feeds'))"))
    kept = Kept()
    fresh = _new_of(statements, source, kept)
    for some in portions(list(fresh.values())):
        db.session().execute(insert(TrainingStatement), [_row(each, source, at) for each in some])
    kept.not_counted = Counter(_why_not(each, at) for each in fresh.values())
    del kept.not_counted[""]
    if fresh:
        kept.changes = _follow(source, [each.said.voids for each in fresh.values() if each.said.voids], at)
    kept.open = open_questions(source) + [
        queue.question("completed-in-future", FILE, 0, each.said.id, each.on(at).isoformat(), {"refers": each.said.id})
        for each in fresh.values()
        if each.said.counts and each.is_ahead(at)
    ]
    return kept


def place_waiting(*, source: str, at: datetime) -> list[Change]:
    """Look again whom and which course the waiting statements of a source mean, and let completions follow."""
    return derive(_resolve(source), at=at)


def sources_waiting() -> list[str]:
    """The sources with statements that count and are not placed."""
    return list(db.session().scalars(select(TrainingStatement.source).where(_is_waiting()).distinct()))


def _new_of(statements: Sequence[Any], source: str, kept: Kept) -> dict[str, _Told]:
    """Those not known yet, by id, each once. Raises Conflict."""
    told = [_Told(each, meaning_of(each), digest_of(each)) for each in statements]
    kept.ids = [each.said.id for each in told]
    known = _digests(kept.ids)
    fresh: dict[str, _Told] = {}
    for number, each in enumerate(told):
        before = known.get(each.said.id) or (fresh[each.said.id].digest if each.said.id in fresh else each.digest)
        if before != each.digest:
            raise Conflict(number, each.said.id)
        if each.said.id not in known:
            fresh.setdefault(each.said.id, each)
    kept.new, kept.known = len(fresh), len(told) - len(fresh)
    return fresh


def _digests(ids: Collection[str]) -> dict[str, str]:
    """The digests of the statements that are on record already."""
    asked = select(TrainingStatement.statement_id, TrainingStatement.digest)
    return {
        statement_id: digest
        for some in portions(sorted(set(ids)))
        for statement_id, digest in db.session().execute(asked.where(TrainingStatement.statement_id.in_(some)))
    }


def _row(told: _Told, source: str, at: datetime) -> dict[str, Any]:
    said, on = told.said, told.on(at)
    return {
        "statement_id": said.id,
        "source": source,
        "digest": told.digest,
        "body": json.dumps(with_id(told.statement), separators=(",", ":")),
        "stored_at": at,
        "said_on": on,
        "verb": said.verb.value,
        "counts": said.counts and not told.is_ahead(at),
        "who": said.who,
        "who_by": said.who_by,
        "activity": said.activity,
        "score": said.score,
        "reason": said.reason,
        "registration": said.registration,
        "voids": said.voids,
        "person_id": None,
        "course": None,
    }


def _why_not(told: _Told, at: datetime) -> str:
    """How the report calls a statement that makes no completion; empty for one that may."""
    verb = told.said.verb
    if told.said.counts:
        return "dated in the future" if told.is_ahead(at) else ""
    if verb is Verb.OTHER:
        return str(told.statement["verb"]["id"]).rstrip("/").rsplit("/", 1)[-1][:40]
    if verb in CAN_COUNT:
        return f"{verb.value}, yet not done by its result, or about no one person and course"
    return verb.value


def _follow(source: str, voided: Collection[str], at: datetime) -> list[Change]:
    """Place what waits, and work out the completions of whoever is touched by what is new or undone."""
    pairs = set(_resolve(source))
    for some in portions(sorted({*voided})):
        pairs |= {
            (person_id, course)
            for person_id, course in db.session().execute(
                select(TrainingStatement.person_id, TrainingStatement.course).where(
                    TrainingStatement.statement_id.in_(some),
                    TrainingStatement.person_id.is_not(None),
                    TrainingStatement.course.is_not(None),
                )
            )
            if person_id is not None and course is not None
        }
    return derive(pairs, at=at)


def _is_waiting() -> Any:
    return TrainingStatement.counts & (TrainingStatement.person_id.is_(None) | TrainingStatement.course.is_(None))


def _resolve(source: str) -> set[Pair]:
    """Give the waiting statements of a source their person and course where these are known now; answers the pairs."""
    waiting = (
        db.session()
        .execute(
            select(TrainingStatement.who, TrainingStatement.who_by, TrainingStatement.activity)
            .where(TrainingStatement.source == source, _is_waiting())
            .distinct()
        )
        .all()
    )
    people = people_meant({Claim(row.who, row.who_by) for row in waiting}, source=source)
    courses = courses_meant({row.activity for row in waiting}, source=source)
    pairs: set[Pair] = set()
    for row in waiting:
        person_id, course = people[Claim(row.who, row.who_by)].person_id, courses[row.activity]
        if person_id is None or course is None:
            continue
        db.session().execute(
            update(TrainingStatement)
            .where(
                TrainingStatement.source == source,
                TrainingStatement.who == row.who,
                TrainingStatement.activity == row.activity,
                _is_waiting(),
            )
            .values(person_id=person_id, course=course),
            execution_options={"synchronize_session": False},
        )
        pairs.add((person_id, course))
    return pairs


def open_questions(source: str) -> list[Question]:
    """What a person must say of the statements of a source that wait, each course and each person once."""
    rows = (
        db.session()
        .execute(
            select(
                TrainingStatement.who,
                TrainingStatement.who_by,
                TrainingStatement.activity,
                func.count().label("number"),
            )
            .where(TrainingStatement.source == source, _is_waiting())
            .group_by(TrainingStatement.who, TrainingStatement.who_by, TrainingStatement.activity)
            .order_by(TrainingStatement.who, TrainingStatement.activity)
        )
        .all()
    )
    people = people_meant({Claim(row.who, row.who_by) for row in rows}, source=source)
    courses = courses_meant({row.activity for row in rows}, source=source)
    asked: Counter[tuple[str, str]] = Counter()
    for row in rows:
        found = people[Claim(row.who, row.who_by)]
        if courses[row.activity] is None:
            asked["unknown-course", row.activity] += row.number
        elif found.person_id is None:
            asked["several-employees" if found.several else "unknown-employee", row.who] += row.number
    return [
        queue.question(code, FILE, 0, key, shown(key), {"refers": key}, rows=number)
        for (code, key), number in sorted(asked.items())
    ]


def ask(asked: list[Question], *, source: str, run_id: int, at: datetime) -> None:
    """Put what is open into the queue; what was asked of statements of this source and is open no more is answered."""
    queue.write(asked, source=source, run_id=run_id)
    still = {each.place for each in asked}
    ours = QueuedRow.source == source, QueuedRow.file == FILE, QueuedRow.code.in_(ANSWERABLE)
    for row in db.session().scalars(select(QueuedRow).where(*ours, QueuedRow.settled_at.is_(None))):
        if (row.code, row.file, row.source_key) not in still:
            row.settled_at, row.settled_as = at, queue.ANSWERED
