"""Accounts of students are prepared: a user name is kept for each who may have one. There is no password to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from accounts import events, queries
from accounts.models import PreparedAccount
from accounts.rules import prepared
from district.queries import OwnPlace, sight_policy, students_among
from district.rules import grades
from district.rules.calendar import year_of
from foundation import audit, db
from foundation.audit import Actor
from foundation.settings import Settings

Name = tuple[str, int, str]
"""A stem, its number, and the user name they make, which is its own key."""


def prepare_students(people: Collection[int], *, settings: Settings, on: date, by: Actor, at: datetime) -> int:
    """Keep a user name for each of `people` (a portion, none prepared yet) who may have a student's account that day.

    Tells for how many. Five statements a portion, one more for each round of names that others have. Whoever is
    prepared by another transaction meanwhile is left to it, and whose name it took, to the next night.
    """
    students = students_among(people, on=on, policy=sight_policy(settings))
    if not students:
        return 0
    names = _free({each.person_id: _stem_of(each, settings, on) for each in students})
    kept = _keep(names, at=at)
    if kept:
        audit.record(events.StudentAccountsPrepared(kept), by=by, at=at)
    return kept


def prepare_again(person_id: int, *, by: Actor, at: datetime) -> str | None:
    """Keep the next free name for a student whose prepared one somebody else has; None where none is prepared."""
    held = db.session().scalar(select(PreparedAccount).where(PreparedAccount.person_id == person_id))
    if held is None:
        return None
    _, number, username = _free({person_id: held.stem})[person_id]
    db.session().execute(
        update(PreparedAccount)
        .where(PreparedAccount.id == held.id)
        .values(number=number, username=username, username_key=username)
    )
    audit.record(events.PreparedUsernameReplaced(person_id), by=by, at=at)
    return username


def foresee_students(people: Collection[int], *, settings: Settings, on: date) -> list[str]:
    """The names that would be kept now for those of `people` (a portion) who may have an account. Changes nothing."""
    students = students_among(people, on=on, policy=sight_policy(settings))
    names = _free({each.person_id: _stem_of(each, settings, on) for each in students}) if students else {}
    return [username for _, _, username in names.values()]


def _stem_of(student: OwnPlace, settings: Settings, on: date) -> str:
    """By the school year of the enrollment: in June the sixth grade of August is next year's."""
    day = max(on, student.starts) if student.starts else on
    ends = year_of(day, starts=settings.school_year_starts).last_day.year
    return prepared.stem_of(
        settings.student_username,
        first=student.called,
        last=student.last_name,
        graduates=grades.graduates(student.grade, year_ends=ends),
    )


def _free(stems: Mapping[int, str]) -> dict[int, Name]:
    """A name nobody has for each person: the next numbers of each stem, in the order of person ids."""
    highest = queries.highest_numbers(set(stems.values()))
    names: dict[int, Name] = {}
    given: set[str] = set()
    open_ = dict(sorted(stems.items()))
    while open_:
        for person_id, stem in open_.items():
            number = max(highest.get(stem, 0) + 1, prepared.first_number(stem))
            while (username := prepared.named(stem, number)) in given:
                number += 1
            highest[stem], names[person_id] = number, (stem, number, username)
            given.add(username)
        taken = queries.keys_in_use([names[each][-1] for each in open_])
        open_ = {each: stem for each, stem in open_.items() if names[each][-1] in taken}
    return names


def _keep(names: Mapping[int, Name], *, at: datetime) -> int:
    insert = sqlite.insert if db.is_sqlite() else postgresql.insert
    rows = [
        {
            "person_id": person_id,
            "username": username,
            "username_key": username,
            "stem": stem,
            "number": number,
            "prepared_at": at,
        }
        for person_id, (stem, number, username) in names.items()
    ]
    written = insert(cast(Table, PreparedAccount.__table__)).on_conflict_do_nothing()
    counted = written.execution_options(preserve_rowcount=True)  # of many rows PostgreSQL's driver tells it only so
    return db.session().connection().execute(counted, rows).rowcount
