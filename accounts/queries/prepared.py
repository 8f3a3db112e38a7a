"""Reads about prepared accounts: who still needs one, which names are kept, and for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import Select, and_, exists, func, or_, select

from accounts.models import Account, PreparedAccount
from district.models import Enrollment
from foundation import db

PORTION = 1000
STUDENT = "student"


def students_unprepared(
    *, grades: Collection[str], on: date, of: Collection[int] | None = None
) -> Iterator[Sequence[int]]:
    """Person ids, so many at a time, of students enrolled in one of `grades` with neither account nor prepared one.

    Of everybody, or of some. Whether they may have an account on that day is asked of the district afterwards.
    """
    if of is not None:
        people = sorted(of)
        for start in range(0, len(people), PORTION):
            chosen = _unprepared(grades, on).where(Enrollment.person_id.in_(people[start : start + PORTION]))
            yield db.session().scalars(chosen).all()
        return
    after = 0
    chosen = _unprepared(grades, on).limit(PORTION)
    while portion := db.session().scalars(chosen.where(Enrollment.person_id > after)).all():
        yield portion
        after = portion[-1]


def prepared_username(person_id: int) -> str | None:
    """The user name kept for a student, whether or not its account is made; None where none is."""
    return db.session().scalar(select(PreparedAccount.username).where(PreparedAccount.person_id == person_id))


def keys_in_use(keys: Collection[str]) -> set[str]:
    """Those of `keys` that an account has or that are kept for a student. Two statements."""
    kept = select(PreparedAccount.username_key).where(PreparedAccount.username_key.in_(keys))
    has = select(Account.username_key).where(Account.username_key.in_(keys))
    return {*db.session().scalars(has), *db.session().scalars(kept)}


def is_kept_for_another(key: str, *, person_id: int) -> bool:
    """Whether the user name with this key is kept for somebody else. One statement."""
    kept = exists().where(PreparedAccount.username_key == key, PreparedAccount.person_id != person_id)
    return bool(db.session().scalar(select(kept)))


def highest_numbers(stems: Collection[str]) -> dict[str, int]:
    """The highest number given so far for each of `stems`. One statement."""
    given = (
        select(PreparedAccount.stem, func.max(PreparedAccount.number).label("highest"))
        .where(PreparedAccount.stem.in_(stems))
        .group_by(PreparedAccount.stem)
    )
    return {row.stem: row.highest for row in db.session().execute(given)}


def _unprepared(grades: Collection[str], on: date) -> Select[int]:
    has_account = exists().where(Account.person_id == Enrollment.person_id, Account.kind == STUDENT)
    is_prepared = exists().where(PreparedAccount.person_id == Enrollment.person_id)
    in_force = or_(Enrollment.ends.is_(None), Enrollment.ends > on)
    return (
        select(Enrollment.person_id)
        .where(and_(Enrollment.grade.in_(sorted(grades)), in_force, ~has_account, ~is_prepared))
        .distinct()
        .order_by(Enrollment.person_id)
    )
