"""Students and their guardians are told before the day that rights pass to the student at 18: each of them once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, Date, bindparam, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from district.events import ComingOfAgeAnnounced
from district.models import ComingOfAge, Enrollment, Person, Relationship
from district.queries import Entitled, entitled_among
from district.rules.eligibility import born_between, is_near, turns_18
from district.rules.guardianship import SightPolicy
from foundation import audit, clock, db, outbox
from foundation.audit import Actor

OTHERWISE = "en"


def near_18(*, on: date, within: timedelta) -> list[int]:
    """The students here who turn 18 within so many days, by id. One statement."""
    first, last = born_between(on, within)
    rows = db.session().execute(_BORN, {"first": first, "last": last, "on": on})
    return [row.id for row in rows if is_near(row.birth_date, on, within)]


def tell(students: Collection[int], *, policy: SightPolicy, by: Actor, at: datetime) -> int:
    """Write to these students and to whoever sees them now, whoever was not written to yet. How many mails."""
    on = clock.day_of(at)
    days = _birthdays(students)
    adults = db.session().scalars(_ADULTS, {"students": sorted(days)}).all() if days else ()
    guardians = entitled_among(sorted(set(adults)), "parent", on=on, policy=policy)
    of_student: dict[int, list[Entitled]] = defaultdict(list)
    for each in guardians:
        for student_id in set(each.student_ids) & set(days):
            of_student[student_id].append(each)
    themselves = {each.person_id: each for each in entitled_among(sorted(days), "student", on=on, policy=policy)}
    told = 0
    for student_id, (called, turns_on) in days.items():
        own = [themselves[student_id]] if student_id in themselves else []
        reached = _write(student_id, called, turns_on, [*own, *of_student[student_id]], policy=policy, at=at)
        told += len(reached)
        if reached:
            event = ComingOfAgeAnnounced(student_id, tuple(each for each in reached if each != student_id))
            audit.record(event, by=by, at=at)
    return told


def _write(
    student_id: int, called: str, turns_on: date, to: Iterable[Entitled], *, policy: SightPolicy, at: datetime
) -> Sequence[int]:
    """One mail to each who was not told of this birthday yet; who they are."""
    reached = []
    for each in to:
        if each.email is None or not _is_first(student_id, each.person_id, turns_on, at=at):
            continue
        is_student = each.person_id == student_id
        condition: dict[str, str | int] = {"check": "sees", "adult": each.person_id, "student": student_id}
        outbox.post(
            "coming-of-age",
            to=each.email,
            language=each.language or OTHERWISE,
            at=at,
            once=f"coming-of-age:{student_id}:{each.person_id}:{turns_on.isoformat()}",
            only_while=None if is_student else condition,
            person_id=each.person_id,
            name=each.called,
            student=called,
            is_student=is_student,
            day=turns_on.isoformat(),
            policy=policy.eligible_student_policy,
        )
        reached.append(each.person_id)
    return reached


def _is_first(student_id: int, person_id: int, turns_on: date, *, at: datetime) -> bool:
    """Write down that somebody is told; False where they were: of two nights at once the second finds it."""
    writing = sqlite.insert if db.is_sqlite() else postgresql.insert
    once = writing(ComingOfAge).values(student_id=student_id, person_id=person_id, turns_on=turns_on, told_at=at)
    written = once.on_conflict_do_nothing().returning(ComingOfAge.id)
    return db.session().execute(written).one_or_none() is not None


def _birthdays(students: Collection[int]) -> dict[int, tuple[str, date]]:
    found = db.session().execute(_NAMES, {"students": sorted(students)}) if students else ()
    return {row.id: (row.preferred_first_name or row.first_name, turns_18(row.birth_date)) for row in found}


_STUDENTS: BindParameter[int] = bindparam("students", expanding=True)
_NAMES = select(Person.id, Person.first_name, Person.preferred_first_name, Person.birth_date).where(
    Person.id.in_(_STUDENTS), Person.birth_date.is_not(None)
)
_ADULTS = select(Relationship.adult_id).where(Relationship.student_id.in_(_STUDENTS)).distinct()
_BORN = (
    select(Person.id, Person.birth_date)
    .where(
        Person.birth_date.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
        exists().where(
            Enrollment.person_id == Person.id,
            Enrollment.ends.is_(None) | (Enrollment.ends > bindparam("on", type_=Date)),
        ),
    )
    .order_by(Person.id)
)
