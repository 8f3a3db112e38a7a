"""Staff for tests: facts are stored as the feeds store them, and followed in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from district.models import (
    Completion,
    ContactPoint,
    Person,
    PersonIdentifier,
    School,
    StaffAssignment,
    StaffEmployment,
)
from foundation import audit, clock, db
from household.access import actions, queries
from household.access.models import AccessEvent, Standing
from household.access.queries import Rulebook
from household.access.queries.standings import SEGMENT, segment_of
from household.access.rules.answers import Segment

BY = audit.command("test")
YEAR_STARTS = "07-01"
SOURCE = "test"
LAST_OF_TERM = date(2027, 6, 30)
FIRST_AFTER = date(2027, 7, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def book() -> Rulebook:
    return queries.rulebook(year_starts=YEAR_STARTS)


@contextmanager
def storing() -> Iterator[Callable[[int], None]]:
    """A transaction that stores facts; whoever is named is followed at its end, as the feeds do it."""
    touched: set[int] = set()
    with db.transaction() as session:
        yield touched.add
        session.flush()
        follow(*touched)


def follow(*person_ids: int) -> None:
    """What the feeds do inside the transaction that stored facts."""
    actions.refresh(person_ids, book=book(), at=clock.now(), today=clock.today(), by=BY)


@dataclass
class Clerk:
    """One member of staff and what is on record of them."""

    person_id: int
    keys: Iterator[int] = field(default_factory=lambda: iter(range(1000)))
    notices: dict[int, date] = field(default_factory=dict)
    """Ends of jobs that were known before the jobs, by whatever names a test gives them."""

    def key(self) -> str:
        return f"{self.person_id}-{next(self.keys)}"

    def works(
        self,
        starts: str = "2020-08-01",
        ends: str | None = None,
        *,
        job_role: str = "Office Professional",
        category: str = "school",
        team: str = "",
        location: str = "A",
        employed_until: str | None = None,
    ) -> int:
        """A job, in a transaction of its own. Answers its id."""
        with storing() as touch:
            touch(self.person_id)
            return self.add_job(starts, ends, job_role, category, team, location, employed_until)

    def add_job(
        self,
        starts: str,
        ends: str | None,
        job_role: str,
        category: str,
        team: str,
        location: str,
        employed_until: str | None,
    ) -> int:
        employment = StaffEmployment(
            person_id=self.person_id,
            starts=day(starts),
            ends=day(employed_until) if employed_until else None,
            source=SOURCE,
            source_key=self.key(),
        )
        db.session().add(employment)
        db.session().flush()
        school = db.session().scalar(select(School).where(School.identifier == location))
        job = StaffAssignment(
            person_id=self.person_id,
            school_id=school.id if school else None,
            employment_id=employment.id,
            category=category,
            job_role=job_role,
            team=team,
            location=location,
            starts=day(starts),
            ends=day(ends) if ends else None,
            source=SOURCE,
            source_key=self.key(),
        )
        db.session().add(job)
        db.session().flush()
        return job.id

    def leaves(self, job_id: int, ends: str, *, for_good: bool = False) -> None:
        """The job's end becomes known; `for_good` the employment's too."""
        with storing() as touch:
            touch(self.person_id)
            db.session().execute(update(StaffAssignment).where(StaffAssignment.id == job_id).values(ends=day(ends)))
            if for_good:
                employment = db.session().scalar(
                    select(StaffAssignment.employment_id).where(StaffAssignment.id == job_id)
                )
                db.session().execute(
                    update(StaffEmployment).where(StaffEmployment.id == employment).values(ends=day(ends))
                )

    def finishes(self, course: str, on: str) -> None:
        """A completion, in a transaction of its own."""
        with storing() as touch:
            touch(self.person_id)
            self.add_completion(course, on)

    def add_completion(self, course: str, on: str) -> None:
        db.session().add(
            Completion(
                person_id=self.person_id,
                course=course,
                completed_on=day(on),
                score=None,
                status="completed",
                recorded_at=clock.now(),
                source=SOURCE,
                source_key=self.key(),
            )
        )

    def finishes_both(self, first: str, last: str) -> None:
        self.finishes("IC-ENROLLMENT", first)
        self.finishes("IC-HOUSEHOLD", last)

    def passes_the_quiz(self, on: str) -> None:
        self.finishes("IC-HOUSEHOLD-RECERT", on)

    def is_approved(self, on: str, *, location: str = "A") -> None:
        with db.transaction():
            actions.record_approval(
                self.person_id,
                location=location,
                approved_on=day(on),
                book=book(),
                today=clock.today(),
                by=BY,
                at=clock.now(),
            )

    def is_revoked(self, reason: str = "Asked by the district") -> bool:
        with db.transaction():
            return actions.revoke(
                self.person_id, reason=reason, book=book(), today=clock.today(), by=BY, at=clock.now()
            )

    def is_reinstated(self, reason: str = "Settled") -> bool:
        with db.transaction():
            return actions.reinstate(
                self.person_id, reason=reason, book=book(), today=clock.today(), by=BY, at=clock.now()
            )

    def ledger(self) -> list[tuple[str, date]]:
        """The kinds and days of the lines told of this person, in their order."""
        lines = select(AccessEvent.kind, AccessEvent.effective_on).where(AccessEvent.person_id == self.person_id)
        return [(kind, on) for kind, on in db.session().execute(lines.order_by(AccessEvent.id))]

    def stored(self) -> list[Segment]:
        rows = select(*SEGMENT).where(Standing.person_id == self.person_id).order_by(Standing.starts)
        return [segment_of(row) for row in db.session().execute(rows)]

    def decided(self) -> list[Segment]:
        return list(book().history(queries.facts_of(self.person_id, book())))


def hire(name: str = "Tamika", *, employee_id: str = "", email: str = "", **named: Any) -> Clerk:
    """Somebody the district knows as staff, without a job yet."""
    with db.transaction() as session:
        person = Person(first_name=name, last_name="Mcpherson", created_at=clock.now(), **named)
        session.add(person)
        session.flush()
        if employee_id:
            session.add(PersonIdentifier(person_id=person.id, source=SOURCE, type="staff-id", value=employee_id))
        if email:
            session.add(
                ContactPoint(
                    person_id=person.id,
                    kind="email",
                    value=email,
                    source=SOURCE,
                    starts=clock.today() - timedelta(days=1000),
                )
            )
        return Clerk(person.id)
