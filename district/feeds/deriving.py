"""The completions that follow from the statements on record: added, corrected, and voided where nothing says so now.

They are worked out anew for a person and a course from all of their statements, so that neither the order in which
statements arrive nor their repetition makes a difference.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, tuple_
from sqlalchemy.orm import aliased

from district.feeds.claims import portions
from district.models import Completion, Person, TrainingRule, TrainingStatement
from district.rules.training import Attempt, CourseRule, Done, RuleFrom, completions
from district.rules.xapi import Verb
from foundation import db

XAPI = "xapi"
"""The source of completions that follow from statements, whichever system sent these."""
STARTER = Path(__file__).parent.parent / "starter_courses.toml"

Pair = tuple[int, str]
"""A person and the code of a course."""


@dataclass(frozen=True)
class Change:
    """What became of one completion: `created`, `updated` or `ended`."""

    kind: str
    person_id: int
    source_key: str


@cache
def starter_rules() -> dict[str, CourseRule]:
    """The rules the program brings; every other course has `CourseRule.EITHER`."""
    said = tomllib.loads(STARTER.read_text("utf-8"))["rules"]
    return {course: CourseRule(rule) for course, rule in said.items()}


def starter_rule(course: str) -> CourseRule:
    return starter_rules().get(course, CourseRule.EITHER)


def rules_of(courses: Collection[str]) -> dict[str, list[RuleFrom]]:
    """The rules the district set, by course, in order of their days."""
    found: dict[str, list[RuleFrom]] = defaultdict(list)
    asked = select(TrainingRule.course, TrainingRule.starts, TrainingRule.rule).order_by(TrainingRule.starts)
    for course, starts, rule in db.session().execute(asked.where(TrainingRule.course.in_(courses))):
        found[course].append(RuleFrom(starts, CourseRule(rule)))
    return found


def derive(pairs: Collection[Pair], *, at: datetime) -> list[Change]:
    """Bring the completions of these people in these courses up to their statements, in the open transaction."""
    changes: list[Change] = []
    rules = rules_of(sorted({course for _, course in pairs}))
    for some in portions(sorted(pairs)):
        attempts, held, names = _attempts(some), _held(some), _names(some)
        rows: list[dict[str, Any]] = []
        for pair in some:
            person_id, course = pair
            due = completions(attempts[pair], rules.get(course, ()), otherwise=starter_rule(course))
            changes += _bring_up(names[person_id], pair, due, held[pair], rows, at)
        if rows:
            db.session().execute(insert(Completion), rows)
    db.session().flush()
    return changes


def _attempts(pairs: Sequence[Pair]) -> dict[Pair, list[Attempt]]:
    """What counts and was not voided by its own source."""
    undoing = aliased(TrainingStatement)
    is_voided = (
        select(undoing.id)
        .where(
            undoing.voids == TrainingStatement.statement_id,
            undoing.source == TrainingStatement.source,
            TrainingStatement.verb != Verb.VOIDED.value,
        )
        .exists()
    )
    found: dict[Pair, list[Attempt]] = defaultdict(list)
    for person_id, course, on, verb, score in db.session().execute(
        select(
            TrainingStatement.person_id,
            TrainingStatement.course,
            TrainingStatement.said_on,
            TrainingStatement.verb,
            TrainingStatement.score,
        ).where(_among(TrainingStatement, pairs), TrainingStatement.counts, ~is_voided)
    ):
        if person_id is not None and course is not None:  # as the pairs are; for the type
            found[person_id, course].append(Attempt(on, verb, score))
    return found


def _held(pairs: Sequence[Pair]) -> dict[Pair, dict[date, Completion]]:
    found: dict[Pair, dict[date, Completion]] = defaultdict(dict)
    asked = select(Completion).where(_among(Completion, pairs), Completion.source == XAPI)
    for each in db.session().scalars(asked):
        found[each.person_id, each.course][each.completed_on] = each
    return found


def _names(pairs: Sequence[Pair]) -> dict[int, str]:
    """The public ids of the people."""
    ids = {person_id for person_id, _ in pairs}
    called = db.session().execute(select(Person.id, Person.public_id).where(Person.id.in_(ids)))
    return {row.id: row.public_id for row in called}


def _among(model: Any, pairs: Sequence[Pair]) -> Any:
    return tuple_(model.person_id, model.course).in_(pairs)


def _bring_up(
    name: str,
    pair: Pair,
    due: Sequence[Done],
    held: dict[date, Completion],
    rows: list[dict[str, Any]],
    at: datetime,
) -> Iterator[Change]:
    """What is new goes into `rows`; what is held is set right."""
    person_id, course = pair
    for each in due:
        key = f"{name} {each.on.isoformat()} {course}"
        known = held.pop(each.on, None)
        if known is None:
            rows.append(_row(pair, key, each, at))
            yield Change("created", person_id, key)
        elif (known.status, known.score, known.voided_at) != (each.status, each.score, None):
            known.status, known.score, known.voided_at, known.digest = each.status, each.score, None, _digest(each)
            yield Change("updated", person_id, key)
    for left in held.values():
        if left.voided_at is None:
            left.voided_at = at
            yield Change("ended", person_id, left.source_key)


def _row(pair: Pair, key: str, done: Done, at: datetime) -> dict[str, Any]:
    return {
        "source": XAPI,
        "source_key": key,
        "digest": _digest(done),
        "person_id": pair[0],
        "course": pair[1],
        "completed_on": done.on,
        "score": done.score,
        "status": done.status,
        "recorded_at": at,
    }


def _digest(done: Done) -> str:
    return f"{done.score}/{done.status}"
