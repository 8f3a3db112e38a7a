"""Whom a message comes to: the guardians who see a student on that day, and the student where it is for them.

Decided anew whenever it is asked, by the one rule of sight, for any number of students in one statement and the three
of `portal.queries.reach`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Date, Row, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Account
from district.models import Enrollment, Person, Relationship, Restriction, School
from district.queries.sight_facts import FACTS, Gathered, by_adult, by_student, with_grounds
from district.rules.guardianship import SightPolicy, is_eligible_student, own_sight, sight
from foundation import db
from portal.queries.messages.within import students_at, students_in
from portal.rules.messages.reaching import Because, is_kept_away, left_out_because
from portal.rules.messages.writing import Audience, Target
from portal.rules.preferences import Channel

Ways = Callable[[Collection[int]], dict[int, tuple[Channel, ...]]]
"""By which channels a message comes to each of some people (`portal.queries.reach.reach_of`)."""

Students = Select[int] | Collection[int]
"""Their ids, or the statement that finds them."""


@dataclass(frozen=True)
class Addressee:
    """Somebody a message is for, because of one student, and how it comes to them."""

    person_id: int
    name: str
    student_id: int
    student: str
    account_kind: str
    """`parent` or `student`."""
    language: str
    has_account: bool
    channels: tuple[Channel, ...] = ()

    @property
    def is_reached(self) -> bool:
        return bool(self.channels) or self.has_account

    @property
    def reached(self) -> str:
        """As it is kept: `mail,portal`."""
        ways = sorted({each.by.value for each in self.channels})
        return ",".join([*ways, *(["portal"] if self.has_account else [])])


@dataclass(frozen=True)
class LeftOut:
    """Somebody around a student to whom it does not come, and why. Without a name: nobody of the student's family."""

    name: str
    student: str
    because: Because


@dataclass(frozen=True)
class Weighed:
    """Whom a message comes to, of some students; a person with two of them stands there twice."""

    addressees: tuple[Addressee, ...]
    left_out: tuple[LeftOut, ...]
    students: int
    has_more: bool = False
    """Whether there are more students than were asked for."""


def students_of(target: Target, *, on: date) -> Select[int]:
    """The ids of the students whose families are meant, as they are on that day."""
    if target.student_id is not None:
        return select(Person.id).where(Person.id == target.student_id)
    if target.section_id is not None:
        return students_in([target.section_id], on=on)
    return students_at(target.school_id, grade=target.grade, on=on)


def ids_of(target: Target, *, on: date) -> list[int]:
    """The same, each once and in order. One statement."""
    meant = students_of(target, on=on).subquery()
    return list(db.session().scalars(select(Person.id).where(Person.id.in_(meant.select())).order_by(Person.id)))


def portion_of(target: Target, *, on: date, page: int, size: int) -> Select[int]:
    """Some of them, by id: the `page`-th portion, from 1, and the first of the next, which tells that there is one."""
    meant = students_of(target, on=on).subquery()
    some = select(Person.id).where(Person.id.in_(meant.select())).order_by(Person.id)
    return some.limit(size + 1).offset((page - 1) * size)


def weigh(
    students: Students,
    *,
    audience: Audience,
    language: str,
    ways: Ways,
    on: date,
    policy: SightPolicy,
    most: int | None = None,
) -> Weighed:
    """Whom a message comes to, by student and name; of the first `most` students alone, by their ids. One statement and
    those of `ways`."""
    rows: Any = db.session().execute(_AROUND.where(Person.id.in_(students)), {"on": on}).all()
    found_students = sorted({each.student_id for each in rows})
    kept = set(found_students[:most])
    rows = [each for each in rows if each.student_id in kept]
    own, facts = by_student(rows), {each.student_id: each for each in rows}
    found: list[Addressee] = []
    left: list[LeftOut] = []
    if audience is not Audience.STUDENTS:
        for each in _adults(rows, on=on, policy=policy):
            (found if isinstance(each, Addressee) else left).append(each)  # type: ignore[arg-type]
    found.extend(_students(own, facts, audience, on=on, policy=policy))
    meant = [each for each in found if not language or each.language.startswith(language)]
    channels = ways({each.person_id for each in meant})
    reached = [replace(each, channels=channels.get(each.person_id, ())) for each in meant]
    left.extend(LeftOut(each.name, each.student, Because.NO_WAY) for each in reached if not each.is_reached)
    if not language:
        left.extend(_forgotten(own, reached))
    return Weighed(
        tuple(sorted(reached, key=lambda each: (each.student, each.name, each.person_id))),
        tuple(sorted(left, key=lambda each: (each.student, each.name))),
        len(own),
        has_more=len(kept) < len(found_students),
    )


def _adults(found: Sequence[Row[Any]], *, on: date, policy: SightPolicy) -> Iterator[Addressee | LeftOut]:
    rows = [row for row in found if row.adult_id is not None]
    about = {(row.adult_id, row.student_id): row for row in rows}
    refused = {(row.adult_id, row.student_id) for row in rows if row.messenger is False}
    for adult_id, children in by_adult(rows).items():
        for student_id, child in children.items():
            row, answer = about[adult_id, student_id], sight(child.facts, on=on, policy=policy)
            if is_kept_away(answer, no_contact=row.no_contact):
                continue
            name, student = _name(row, "adult_"), f"{child.called} {child.last_name}"
            because = left_out_because(answer, messenger=False if (adult_id, student_id) in refused else None)
            if because is not None:
                yield LeftOut(name, student, because)
            elif answer.allowed:
                spoken = row.account_language or row.adult_language or "en"
                yield Addressee(adult_id, name, student_id, student, "parent", spoken, row.has_account)


def _students(
    own: dict[int, Gathered], facts: dict[int, Row[Any]], audience: Audience, *, on: date, policy: SightPolicy
) -> Iterator[Addressee]:
    """The students for whom it is: where students are meant, and those of 18, to whom the rights have passed."""
    for student_id, found in own.items():
        if audience is Audience.FAMILIES and not is_eligible_student(found.birth_date, on=on):
            continue
        _, enrollments = found.standing(on=on, policy=policy)
        grade = next((each.grade for each in enrollments if each.grade), "")
        if not own_sight(found.periods, on=on, policy=policy).allowed or grade not in policy.student_account_grades:
            continue
        row, name = facts[student_id], f"{found.called} {found.last_name}"
        spoken = row.own_language or row.student_language or "en"
        yield Addressee(student_id, name, student_id, name, "student", spoken, row.has_own_account)


def _forgotten(own: dict[int, Gathered], reached: Collection[Addressee]) -> Iterator[LeftOut]:
    """The students of whose family nobody is reached."""
    heard = {each.student_id for each in reached if each.is_reached}
    for student_id, found in own.items():
        if student_id not in heard:
            yield LeftOut("", f"{found.called} {found.last_name}", Because.NOBODY)


def _name(row: Row[Any], of: str) -> str:
    first, last = getattr(row, f"{of}preferred_first_name"), getattr(row, f"{of}preferred_last_name")
    return f"{first or getattr(row, f'{of}first_name')} {last or getattr(row, f'{of}last_name')}"


_adult = aliased(Person)
_account, _own = aliased(Account), aliased(Account)
_on = bindparam("on", type_=Date)

_AROUND = with_grounds(
    select(
        *FACTS.selected_columns,
        Relationship.messenger,
        _adult.first_name.label("adult_first_name"),
        _adult.preferred_first_name.label("adult_preferred_first_name"),
        _adult.last_name.label("adult_last_name"),
        _adult.preferred_last_name.label("adult_preferred_last_name"),
        _adult.language.label("adult_language"),
        _account.language.label("account_language"),
        _account.id.is_not(None).label("has_account"),
        Person.language.label("student_language"),
        _own.language.label("own_language"),
        _own.id.is_not(None).label("has_own_account"),
        exists()
        .where(
            Restriction.adult_id == Relationship.adult_id,
            Restriction.student_id == Relationship.student_id,
            Restriction.contact.is_(True),
            Restriction.starts <= _on,
            or_(Restriction.ends.is_(None), Restriction.ends > _on),
        )
        .correlate(Relationship)
        .label("no_contact"),
    )
    .select_from(Person)
    .join(Enrollment, Enrollment.person_id == Person.id)
    .join(School, School.id == Enrollment.school_id)
    .outerjoin(_own, and_(_own.person_id == Person.id, _own.kind == "student", _own.disabled_at.is_(None)))
    .outerjoin(Relationship, Relationship.student_id == Person.id)
    .outerjoin(_adult, _adult.id == Relationship.adult_id)
    .outerjoin(
        _account,
        and_(_account.person_id == Relationship.adult_id, _account.kind == "parent", _account.disabled_at.is_(None)),
    )
)
"""The students with everybody around them: the columns of `FACTS`, and how each is written to. A student without any
adult stands there, too."""
