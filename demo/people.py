"""Plain keyword builders of people, their families and their accounts, shared by the demo district and the tests.

Builders belong inside `db.transaction()` and write at once. Whatever is not given is ordinary: a guardian has both
flags, an enrollment began before anyone counted, an e-mail has been in use for years.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from accounts.models import Account
from accounts.rules import usernames
from demo.cast import LONG_AGO, LONG_AGO_AT, SIS, SOURCE, Place, Someone, keep, write
from demo.places import an_enrollment
from district.models import (
    ContactPoint,
    EligibleStudentBasis,
    Person,
    PersonAddress,
    PersonIdentifier,
    Relationship,
    Restriction,
)


def a_person(
    first_name: str,
    last_name: str,
    *,
    marker: str = "",
    preferred: str = "",
    born: date | None = None,
    language: str | None = None,
    email: str = "",
    phone: str = "",
    street: str = "",
    number: str = "",
    employee_id: str = "",
) -> Someone:
    """A person, and what is given of one: an e-mail, a phone (E.164), a street in town, the number of a student or
    the id of an employee."""
    made = write(
        Person(
            first_name=first_name,
            middle_name=marker,
            last_name=last_name,
            preferred_first_name=preferred,
            birth_date=born,
            language=language,
            created_at=LONG_AGO_AT,
        )
    )
    for kind, called, value in (("email", "", email), ("phone", "sms", phone)):
        if value:
            keep(ContactPoint(person_id=made.id, kind=kind, type=called, value=value, source=SIS, starts=LONG_AGO))
    if street:
        keep(
            PersonAddress(
                person_id=made.id,
                line_1=street,
                city="Juniper Valley",
                state="CO",
                postal_code="80999",
                source=SIS,
                starts=LONG_AGO,
            )
        )
    called = number or employee_id
    if called:
        kind = "LOCAL" if number else "staff-id"
        keep(PersonIdentifier(person_id=made.id, source=SOURCE, type=kind, value=called))
    return Someone(
        made.id, made.public_id, first_name, last_name, made.full_name, marker, email, called, born, language
    )


def a_student(
    first_name: str,
    last_name: str,
    *,
    school: Place,
    grade: str = "",
    starts: date | None = None,
    ends: date | None = None,
    born: date | None = None,
    marker: str = "",
    number: str = "",
    language: str | None = None,
    preferred: str = "",
    street: str = "",
) -> Someone:
    """A person enrolled at `school`. `ends` is exclusive."""
    made = a_person(
        first_name,
        last_name,
        born=born,
        marker=marker,
        number=number,
        language=language,
        preferred=preferred,
        street=street,
    )
    an_enrollment(made, school, grade=grade, starts=starts, ends=ends)
    return made


def a_guardian(
    first_name: str,
    last_name: str,
    *,
    of: Iterable[Someone],
    type: str = "parent",
    guardian: bool | None = True,
    portal: bool | None = True,
    starts: date | None = None,
    ends: date | None = None,
    marker: str = "",
    language: str | None = None,
    email: str = "",
    phone: str = "",
    street: str = "",
    emergency_priority: int | None = None,
    mailing: bool | None = None,
    may_pick_up: bool | None = None,
    lives_with: bool | None = None,
) -> Someone:
    """An adult tied to each student in `of`, with both flags unless other ones are given (None: not known)."""
    made = a_person(first_name, last_name, marker=marker, language=language, email=email, phone=phone, street=street)
    for student in of:
        a_relationship(
            made,
            student,
            type=type,
            guardian=guardian,
            portal=portal,
            starts=starts,
            ends=ends,
            emergency_priority=emergency_priority,
            mailing=mailing,
            may_pick_up=may_pick_up,
            lives_with=lives_with,
        )
    return made


def a_relationship(
    adult: Someone,
    student: Someone,
    *,
    type: str = "parent",
    guardian: bool | None = True,
    portal: bool | None = True,
    starts: date | None = None,
    ends: date | None = None,
    source: str = SOURCE,
    emergency_priority: int | None = None,
    mailing: bool | None = None,
    may_pick_up: bool | None = None,
    lives_with: bool | None = None,
) -> None:
    """One source's word that `adult` belongs to `student`; since birth unless said otherwise."""
    since = starts or max(student.born or LONG_AGO, LONG_AGO)
    keep(
        Relationship(
            adult_id=adult.id,
            student_id=student.id,
            type=type,
            guardian=guardian,
            portal=portal,
            starts=since,
            ends=ends,
            source=source,
            emergency_priority=emergency_priority,
            mailing=mailing,
            may_pick_up=may_pick_up,
            lives_with=lives_with,
        )
    )


def a_restriction(
    adult: Someone,
    student: Someone,
    *,
    starts: date = LONG_AGO,
    ends: date | None = None,
    records: bool = True,
    contact: bool = True,
    pick_up: bool = True,
) -> None:
    """A court order that takes rights from `adult` for `student`; on records unless said otherwise."""
    keep(
        Restriction(
            adult_id=adult.id,
            student_id=student.id,
            instrument="Court order",
            number="2025-DR-0417",
            court="District Court, Juniper County",
            records=records,
            contact=contact,
            pick_up=pick_up,
            starts=starts,
            ends=ends,
            recorded_at=LONG_AGO_AT,
        )
    )


def a_basis(
    adult: Someone, student: Someone, *, kind: str = "dependent", starts: date = LONG_AGO, ends: date | None = None
) -> None:
    """Why `adult` may still see `student` at 18: `dependent` or `consent`."""
    keep(
        EligibleStudentBasis(
            adult_id=adult.id,
            student_id=student.id,
            kind=kind,
            note="Federal tax return, first page, shown at the school office",
            starts=starts,
            ends=ends,
            recorded_at=LONG_AGO_AT,
        )
    )


def an_account(
    person: Someone,
    kind: str,
    *,
    username: str,
    password_hash: str,
    recovery_email: str = "",
    pending_email: str = "",
    language: str | None = None,
    at: datetime = LONG_AGO_AT,
) -> int:
    """An account of `kind`, activated and first used `at`; a `recovery_email` is a validated one. Gives its id."""
    return write(
        Account(
            person_id=person.id,
            kind=kind,
            username=username,
            username_key=usernames.key_of(username),
            password_hash=password_hash,
            password_changed_at=at,
            language=language,
            recovery_email=recovery_email or None,
            recovery_email_validated_at=at if recovery_email else None,
            pending_email=pending_email or None,
            created_at=at,
            last_signed_in_at=at,
        )
    ).id
