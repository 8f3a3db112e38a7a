"""The rules of `rules/checking.py` as statements: who and what breaks one, in the whole district or among some.

Each rule is one select of the same columns. A property test holds them to the pure rules. Likely duplicates are
found where names can be folded, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    exists,
    extract,
    false,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from district.models import (
    EligibleStudentBasis,
    Enrollment,
    Household,
    HouseholdAddress,
    HouseholdMember,
    OfficeEdit,
    Person,
    PersonAddress,
    Relationship,
    Restriction,
)
from district.queries.person_questions import of_open_person_questions
from district.queries.tie_questions import of_open_questions
from district.relationship_types import relationship_types
from household.editor.queries.reach import ON, Column, current
from household.editor.rules.checking import FLAGS
from household.editor.rules.findings import RULES, Code

Among = Callable[[Column[int]], ColumnElement[bool]]
"""Whether a person or a household is among those looked at."""
Part = Select[Any]

SOON = bindparam("soon", type_=Date)
"""The last first day on which an entering student counts already."""
BORN_FIRST, BORN_LAST = (bindparam(name, type_=Date) for name in ("born_first", "born_last"))
"""Birth dates of those who turn eighteen soon."""

_TYPES = relationship_types()
_ELSEWHERE = [name for name, each in _TYPES.items() if each.elsewhere]
_ELDERS = [name for name, each in _TYPES.items() if each.older_by is not None]
_BY_YEARS = {
    years: [name for name in _ELDERS if _TYPES[name].older_by == years]
    for years in {each.older_by for each in _TYPES.values() if each.older_by is not None}
}
"""What an adult may be to a student here: who lives elsewhere, and who is so many years older."""


def is_student(person_id: Column[int]) -> ColumnElement[bool]:
    """Whether somebody is at a school today, or enters one soon."""
    return exists().where(Enrollment.person_id == person_id, _is_here())


def parts(people: Among, households: Among) -> Iterator[Part]:
    """A select for each rule, of findings about these people and households."""
    yield from _homes(people)
    yield from _guardians(people)
    yield from _calls(people)
    yield from _bonds(people)
    yield from _memberships(people)
    yield from _households(households)
    yield from _addresses(households)
    yield from _orders(people)


def _is_here() -> ColumnElement[bool]:
    return and_(
        or_(Enrollment.starts.is_(None), Enrollment.starts <= SOON),
        or_(Enrollment.ends.is_(None), Enrollment.ends > ON),
    )


def _row(code: Code, person: Any = None, household: Any = None, other: Any = None) -> Part:
    columns = (("person_id", person), ("household_id", household), ("other_id", other))
    return select(
        literal(code.value).label("code"),
        literal(RULES[code].severity.value).label("severity"),
        *((null().cast(BigInteger) if each is None else each).label(name) for name, each in columns),
    )


def _students(among: Among) -> Any:
    return select(Enrollment.person_id).where(_is_here(), among(Enrollment.person_id)).distinct().subquery()


def _homes(among: Among) -> Iterator[Part]:
    student = _students(among)
    home, place, own = aliased(HouseholdMember), aliased(HouseholdAddress), aliased(PersonAddress)
    lives = exists().where(home.person_id == student.c.person_id, current(home.starts, home.ends))
    first = and_(current(home.starts, home.ends), home.is_secondary.is_(False))
    has_first = exists().where(home.person_id == student.c.person_id, first)
    yield _row(Code.STUDENT_WITHOUT_HOUSEHOLD, student.c.person_id).where(~lives)
    yield _row(Code.NO_PRIMARY_HOUSEHOLD, student.c.person_id).where(lives, ~has_first)
    yield (
        _row(Code.SEVERAL_PRIMARY_HOUSEHOLDS, home.person_id)
        .where(first, among(home.person_id), is_student(home.person_id))
        .group_by(home.person_id)
        .having(func.count(home.household_id.distinct()) > 1)
    )
    placed = exists(
        select(home.id)
        .join(place, place.household_id == home.household_id)
        .where(
            home.person_id == student.c.person_id,
            current(home.starts, home.ends),
            current(place.starts, place.ends),
        )
    )
    given = exists().where(own.person_id == student.c.person_id, own.line_1 != "", current(own.starts, own.ends))
    yield _row(Code.STUDENT_WITHOUT_ADDRESS, student.c.person_id).where(~placed, ~given)


def _guardians(among: Among) -> Iterator[Part]:
    student = _students(among)
    tie = aliased(Relationship)
    tied = and_(tie.student_id == student.c.person_id, current(tie.starts, tie.ends))
    is_guardian = tie.guardian.is_(True)
    unknown = or_(*(getattr(tie, flag).is_(None) for flag in FLAGS))
    yield _row(Code.STUDENT_WITHOUT_GUARDIAN, student.c.person_id).where(
        ~exists().where(tied, tie.guardian.is_not(False))
    )
    yield _row(Code.GUARDIAN_UNKNOWN, student.c.person_id).where(exists().where(tied, tie.guardian.is_(None)))
    yield _row(Code.FLAGS_UNKNOWN, student.c.person_id).where(exists().where(tied, is_guardian, unknown))
    basis = exists().where(
        EligibleStudentBasis.student_id == Person.id,
        or_(EligibleStudentBasis.ends.is_(None), EligibleStudentBasis.ends > ON),
    )
    guarded = and_(tie.student_id == Person.id, current(tie.starts, tie.ends), is_guardian)
    yield _row(Code.EIGHTEEN_SOON, Person.id).where(
        Person.birth_date.between(BORN_FIRST, BORN_LAST),
        among(Person.id),
        is_student(Person.id),
        exists().where(guarded),
        ~basis,
    )


def _calls(among: Among) -> Iterator[Part]:
    student = _students(among)
    tie, home, theirs = aliased(Relationship), aliased(HouseholdMember), aliased(HouseholdMember)
    tied = and_(tie.student_id == student.c.person_id, current(tie.starts, tie.ends))
    is_called = tie.emergency_priority.is_not(None)
    yield _row(Code.CALL_ORDER_MISSING, student.c.person_id).where(
        exists().where(tied), ~exists().where(tied, is_called)
    )
    yield (
        _row(Code.CALL_ORDER_TIED, tie.student_id)
        .where(current(tie.starts, tie.ends), is_called, among(tie.student_id), is_student(tie.student_id))
        .group_by(tie.student_id, tie.emergency_priority)
        .having(func.count(tie.adult_id.distinct()) > 1)
        .distinct()
    )
    is_contact = and_(
        tie.guardian.is_(False),
        or_(is_called, tie.emergency.is_(True)),
        or_(tie.type.in_(_ELSEWHERE), tie.lives_with.is_(False)),
    )
    yield (
        _row(Code.CONTACT_LIVES_HERE, tie.student_id, home.household_id, tie.adult_id)
        .select_from(tie)
        .join(home, and_(home.person_id == tie.student_id, current(home.starts, home.ends)))
        .join(
            theirs,
            and_(
                theirs.household_id == home.household_id,
                theirs.person_id == tie.adult_id,
                current(theirs.starts, theirs.ends),
            ),
        )
        .where(is_contact, current(tie.starts, tie.ends), among(tie.student_id), is_student(tie.student_id))
        .distinct()
    )


def _bonds(among: Among) -> Iterator[Part]:
    tie, back, same = aliased(Relationship), aliased(Relationship), aliased(Relationship)
    adult, student = aliased(Person), aliased(Person)
    yield (
        _row(Code.RELATIONSHIP_DATES, tie.student_id, None, tie.adult_id)
        .where(tie.ends < tie.starts, among(tie.student_id))
        .distinct()
    )
    # A tie of somebody to themselves is refused by the database.
    returned = exists().where(
        back.student_id == tie.adult_id,
        back.adult_id == tie.student_id,
        back.type.in_(_ELDERS),
        current(back.starts, back.ends),
    )
    forth = exists().where(
        same.student_id == tie.student_id,
        same.adult_id == tie.adult_id,
        same.type.in_(_ELDERS),
        current(same.starts, same.ends),
    )
    yield (
        _row(Code.RELATIONSHIP_DOES_NOT_FIT, tie.student_id, None, tie.adult_id)
        .select_from(tie)
        .join(adult, adult.id == tie.adult_id)
        .join(student, student.id == tie.student_id)
        .where(
            current(tie.starts, tie.ends),
            among(tie.student_id),
            or_(_is_too_young(tie, adult, student), and_(returned, forth)),
        )
        .distinct()
    )


def _is_too_young(tie: type[Relationship], adult: type[Person], student: type[Person]) -> ColumnElement[bool]:
    """By the calendar of birthdays, as `turns` counts them: by years, then by month and day."""
    born: tuple[Any, Any] = (adult.birth_date, student.birth_date)
    years = [extract("year", each) for each in born]
    in_year = [extract("month", each) * 100 + extract("day", each) for each in born]
    apart = years[1] - years[0]
    return or_(
        false(),
        *(
            and_(tie.type.in_(names), or_(apart < by, and_(apart == by, in_year[1] < in_year[0])))
            for by, names in sorted(_BY_YEARS.items())
        ),
    )


def _memberships(among: Among) -> Iterator[Part]:
    one, other = aliased(HouseholdMember), aliased(HouseholdMember)
    yield (
        _row(Code.MEMBERSHIP_DATES, one.person_id, one.household_id)
        .where(one.ends < one.starts, among(one.person_id))
        .distinct()
    )
    meets = (or_(each.ends.is_(None), start.starts < each.ends) for each in (one, other) for start in (one, other))
    yield (
        _row(Code.OVERLAPPING_MEMBERSHIPS, one.person_id, one.household_id)
        .select_from(one)
        .join(
            other,
            and_(other.person_id == one.person_id, other.household_id == one.household_id, other.id > one.id),
        )
        .where(*meets, among(one.person_id))
        .distinct()
    )


def _households(among: Among) -> Iterator[Part]:
    home = aliased(Household)
    stands = and_(current(home.starts, home.ends), among(home.id))
    member, child, adult, tie = (
        aliased(HouseholdMember),
        aliased(HouseholdMember),
        aliased(HouseholdMember),
        aliased(Relationship),
    )
    someone = exists().where(member.household_id == home.id, or_(member.ends.is_(None), member.ends > ON))
    yield _row(Code.HOUSEHOLD_EMPTY, None, home.id).where(stands, ~someone)
    lives = and_(child.household_id == home.id, current(child.starts, child.ends))
    has_student = exists().where(lives, is_student(child.person_id))
    has_another = exists().where(lives, ~is_student(child.person_id))
    inside = (
        select(tie.id)
        .join(child, child.person_id == tie.student_id)
        .join(adult, adult.person_id == tie.adult_id)
        .where(
            lives,
            is_student(child.person_id),
            adult.household_id == home.id,
            current(adult.starts, adult.ends),
            current(tie.starts, tie.ends),
        )
    )
    guarded = exists(inside.where(tie.guardian.is_not(False)))
    yield _row(Code.HOUSEHOLD_WITHOUT_GUARDIAN, None, home.id).where(stands, has_student, ~guarded, has_another)
    yield _row(Code.STUDENTS_ALONE, None, home.id).where(stands, has_student, ~guarded, ~has_another)
    mailed = exists(inside.where(tie.mailing.is_(True)))
    yield _row(Code.NOBODY_GETS_MAIL, None, home.id).where(stands, has_student, ~mailed)


def _addresses(among: Among) -> Iterator[Part]:
    home, place, member = aliased(Household), aliased(HouseholdAddress), aliased(HouseholdMember)
    yield (
        _row(Code.ADDRESS_DATES, None, place.household_id)
        .where(place.ends < place.starts, among(place.household_id))
        .distinct()
    )
    stands = and_(
        current(home.starts, home.ends),
        among(home.id),
        exists().where(member.household_id == home.id, current(member.starts, member.ends)),
    )
    placed = and_(place.household_id == home.id, current(place.starts, place.ends))
    is_primary = place.is_primary.is_(True)
    yield _row(Code.WITHOUT_PRIMARY_ADDRESS, None, home.id).where(stands, ~exists().where(placed, is_primary))
    yield (
        _row(Code.SEVERAL_PRIMARY_ADDRESSES, None, home.id)
        .join_from(home, place, and_(placed, is_primary))
        .where(stands)
        .group_by(home.id)
        .having(func.count(place.id) > 1)
    )
    for code, flag in (
        (Code.WITHOUT_MAILING_ADDRESS, place.is_mailing),
        (Code.WITHOUT_PHYSICAL_ADDRESS, place.is_physical),
    ):
        yield _row(code, None, home.id).where(stands, exists().where(placed), ~exists().where(placed, flag.is_(True)))


def _orders(among: Among) -> Iterator[Part]:
    order = aliased(Restriction)
    yield (
        _row(Code.RESTRICTION_UNVERIFIED, order.student_id, None, order.adult_id)
        .where(
            order.source != "",
            order.verified_by_id.is_(None),
            or_(order.ends.is_(None), order.ends > ON),
            among(order.student_id),
        )
        .distinct()
    )
    asked = _row(Code.FEED_DIFFERS, Relationship.student_id, None, Relationship.adult_id)
    yield of_open_questions(asked).where(among(Relationship.student_id)).distinct()
    doubted = _row(Code.FEED_DIFFERS_OF_PERSON, OfficeEdit.person_id)
    yield of_open_person_questions(doubted).where(among(OfficeEdit.person_id)).distinct()
