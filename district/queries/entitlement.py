"""Who may have an account: a whole district in even portions, or one person, by the same rules.

A portion is read by its own four statements, after the last id of the one before. So memory stays flat, and the caller
may write and commit between two people: no cursor stays open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, bindparam, select

from district.models import Enrollment, Person, Relationship
from district.queries.children import children_seen_by
from district.queries.mailing import MailingAddress, reached_by_post_and_mail
from district.queries.sight_facts import FACTS, OWN_FACTS, Gathered, by_adult, by_student
from district.rules.guardianship import Reason, Sight, SightPolicy, sight, student_entitlement
from foundation import db

PORTION = 1000


@dataclass(frozen=True)
class Entitled:
    """A person who may have an account of `kind` (`parent` or `student`), and how they are reached."""

    person_id: int
    public_id: str
    kind: str
    first_name: str
    last_name: str
    called: str
    full_name: str
    language: str | None
    email: str | None
    address: MailingAddress | None
    student_ids: tuple[int, ...]
    """The students that give the right: those a guardian sees, or the student alone."""
    schools: tuple[str, ...]
    """Their schools, each once, by name; none where only the district is known."""
    school_ids: tuple[int, ...]
    """The same schools."""


def entitled_guardians(
    *, on: date, policy: SightPolicy, school_id: int | None = None, refused: Counter[Reason] | None = None
) -> Iterator[Entitled]:
    """Every guardian who sees a student on that day (with `school_id`: a student of that school), by person id.

    `refused` counts the other adults on record by why they see nobody; of several students, the nearest miss.
    """
    for adults in _portions(_ADULTS if school_id is None else _ADULTS_AT_SCHOOL, school_id):
        found = by_adult(db.session().execute(_FACTS_OF_ADULTS, {"people": adults}))
        seen = {}
        for adult_id, students in found.items():
            answers = [(each, sight(each.facts, on=on, policy=policy)) for each in students.values()]
            _count(refused, (answer for _, answer in answers))
            seen[adult_id] = [each for each, answer in answers if answer.allowed]
        yield from _entitled("parent", _of_school(seen, school_id, on, policy), on=on, policy=policy)


def entitled_students(
    *, on: date, policy: SightPolicy, school_id: int | None = None, refused: Counter[Reason] | None = None
) -> Iterator[Entitled]:
    """Every student here on that day, in a grade with accounts (with `school_id`: at that school), by person id.

    `refused` counts the other students on record by why they may have no account.
    """
    for students in _portions(_STUDENTS if school_id is None else _STUDENTS_AT_SCHOOL, school_id):
        found = by_student(db.session().execute(_FACTS_OF_STUDENTS, {"people": students}))
        entitled = {}
        for student_id, each in found.items():
            answer = _own_account(each, on, policy)
            _count(refused, (answer,))
            entitled[student_id] = [each] if answer.allowed else []
        yield from _entitled("student", _of_school(entitled, school_id, on, policy), on=on, policy=policy)


@dataclass(frozen=True)
class OwnPlace:
    """A student who may have an account, and the enrollment that says so."""

    person_id: int
    called: str
    last_name: str
    grade: str
    starts: date | None
    """The first day of the enrollment; None: since before the record knew of it."""


def students_among(people: Collection[int], *, on: date, policy: SightPolicy) -> list[OwnPlace]:
    """Those of `people` (a portion) who may have a student's account on that day, by person id. One statement."""
    found = by_student(db.session().execute(_FACTS_OF_STUDENTS, {"people": sorted(people)})) if people else {}
    places = (_own_place(found[each], on, policy) for each in sorted(found))
    return [each for each in places if each is not None]


def entitled_among(people: Collection[int], kind: str, *, on: date, policy: SightPolicy) -> list[Entitled]:
    """Those of `people` (a portion) who may have an account of `kind` on that day, by person id. Two statements."""
    if not people:
        return []
    seen = (_seeing if kind == "parent" else _themselves)(people, on, policy)
    return list(_entitled(kind, _of_school(seen, None, on, policy), on=on, policy=policy))


def may_have_account(people: Collection[int], *, on: date, policy: SightPolicy) -> frozenset[int]:
    """Those of `people` (a portion) who may have a parent's or a student's account on that day. Two statements."""
    if not people:
        return frozenset()
    adults = _seeing(people, on, policy)
    return frozenset(_themselves(people, on, policy)) | {each for each, students in adults.items() if students}


def is_entitled(person_id: int, kind: str, *, on: date, policy: SightPolicy) -> bool:
    """Whether this one person may have an account of `kind` on that day. One statement."""
    if kind == "parent":
        return bool(children_seen_by(person_id, on=on, policy=policy))
    if kind != "student":
        return False
    found = by_student(db.session().execute(OWN_FACTS.where(Person.id == person_id))).get(person_id)
    return found is not None and _own_account(found, on, policy).allowed


def entitlement_of(person_id: int, kind: str, *, on: date, policy: SightPolicy) -> Sight | None:
    """Whether one person may have an account of `kind` (`parent` or `student`) on that day, and why not; of several
    students the nearest miss. None where there is no student to ask about. One statement."""
    if kind == "parent":
        ties = by_adult(db.session().execute(_FACTS_OF_ADULTS, {"people": [person_id]})).get(person_id, {})
        answers = [sight(each.facts, on=on, policy=policy) for each in ties.values()]
    else:
        found = by_student(db.session().execute(_FACTS_OF_STUDENTS, {"people": [person_id]}))
        answers = [_own_account(each, on, policy) for each in found.values()]
    yes = next((each for each in answers if each.allowed), None)
    return yes or max(answers, key=lambda each: _LOOKED_AT[each.reason], default=None)


def _seeing(people: Collection[int], on: date, policy: SightPolicy) -> _Chosen:
    """The adults among them, with the students each sees."""
    adults = by_adult(db.session().execute(_FACTS_OF_ADULTS, {"people": sorted(people)}))
    return {
        adult_id: [each for each in students.values() if sight(each.facts, on=on, policy=policy).allowed]
        for adult_id, students in adults.items()
    }


def _themselves(people: Collection[int], on: date, policy: SightPolicy) -> _Chosen:
    """The students among them who may have an account of their own."""
    students = by_student(db.session().execute(_FACTS_OF_STUDENTS, {"people": sorted(people)}))
    return {student_id: [each] for student_id, each in students.items() if _own_account(each, on, policy).allowed}


def _own_place(found: Gathered, on: date, policy: SightPolicy) -> OwnPlace | None:
    _, enrollments = found.standing(on=on, policy=policy)
    shown = next((each for each in enrollments if each.grade), None)
    if shown is None or not student_entitlement(found.periods, shown.grade, on=on, policy=policy).allowed:
        return None
    return OwnPlace(found.person_id, found.called, found.last_name, shown.grade, shown.period.starts)


def _own_account(found: Gathered, on: date, policy: SightPolicy) -> Sight:
    _, enrollments = found.standing(on=on, policy=policy)
    grade = next((each.grade for each in enrollments if each.grade), "")
    return student_entitlement(found.periods, grade, on=on, policy=policy)


_LOOKED_AT = {reason: place for place, reason in enumerate(Reason)}


def _count(refused: Counter[Reason] | None, answers: Iterable[Sight]) -> None:
    """Count someone to whom every answer is no under the ground that was looked at last: the nearest miss."""
    if refused is None:
        return
    given = list(answers)
    if given and not any(each.allowed for each in given):
        refused[max((each.reason for each in given), key=_LOOKED_AT.__getitem__)] += 1


_FACTS_OF_ADULTS = FACTS.where(Relationship.adult_id.in_(bindparam("people", expanding=True)))
_FACTS_OF_STUDENTS = OWN_FACTS.where(Person.id.in_(bindparam("people", expanding=True)))

_ADULTS = (
    select(Relationship.adult_id)
    .where(Relationship.adult_id > bindparam("after"))
    .distinct()
    .order_by(Relationship.adult_id)
    .limit(bindparam("most"))
)
_ADULTS_AT_SCHOOL = _ADULTS.join(Enrollment, Enrollment.person_id == Relationship.student_id).where(
    Enrollment.school_id == bindparam("school")
)
_STUDENTS = (
    select(Enrollment.person_id)
    .where(Enrollment.person_id > bindparam("after"))
    .distinct()
    .order_by(Enrollment.person_id)
    .limit(bindparam("most"))
)
_STUDENTS_AT_SCHOOL = _STUDENTS.where(Enrollment.school_id == bindparam("school"))


def _portions(chosen: Select[int], school_id: int | None) -> Iterator[Sequence[int]]:
    """Ids of people, so many at a time, in their order."""
    school = {} if school_id is None else {"school": school_id}
    after = 0
    while people := db.session().scalars(chosen, {"after": after, "most": PORTION, **school}).all():
        yield people
        after = people[-1]


_Chosen = dict[int, list[Gathered]]


def _of_school(chosen: _Chosen, school_id: int | None, on: date, policy: SightPolicy) -> _Chosen:
    """Those with a student who is at the school on that day, not at some other time."""
    if school_id is None:
        return {person_id: students for person_id, students in chosen.items() if students}
    return {
        person_id: students
        for person_id, students in chosen.items()
        if any(at.school_id == school_id for each in students for at in each.standing(on=on, policy=policy)[1])
    }


def _entitled(kind: str, chosen: _Chosen, *, on: date, policy: SightPolicy) -> Iterator[Entitled]:
    reached = reached_by_post_and_mail(chosen, on=on)
    for person_id, students in sorted(chosen.items()):
        person, address, email = reached[person_id]
        called = person.preferred_first_name or person.first_name
        shown = [each.standing(on=on, policy=policy)[1][0] for each in students]
        yield Entitled(
            person_id=person_id,
            public_id=person.public_id,
            kind=kind,
            first_name=person.first_name,
            last_name=person.last_name,
            called=called,
            full_name=f"{called} {person.preferred_last_name or person.last_name}",
            language=person.language,
            email=email,
            address=address,
            student_ids=tuple(sorted(each.person_id for each in students)),
            schools=tuple(sorted({each.school for each in shown if each.school is not None})),
            school_ids=tuple(sorted({each.school_id for each in shown if each.school is not None})),
        )
