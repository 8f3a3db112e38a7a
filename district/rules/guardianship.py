"""Who may see a student today. `sight` answers for an adult, `own_sight` for the student; nothing else decides it.

The grounds of a refusal are looked at in this order, and the first that holds is the reason given:

1. the relationship: there is none, it has not begun, it has ended;
2. the law: a records restriction stands on that day (34 CFR 99.4, F1);
3. the guardian flag, then the portal flag: a known no, or not known (unknown is never yes);
4. the student's time here: never enrolled, enters later, left too long ago;
5. the student's age: at 18 rights pass to the student (34 CFR 99.3, 99.5, F3).

So a restricted parent whose portal flag is also off is `RESTRICTED`: the ground that no tick in a box may lift.
Days are the district's; periods are half-open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

ELIGIBLE_AGE = 18


class Reason(Enum):
    """Why a student is seen, or is not."""

    ENROLLED = "enrolled"
    ENTERS_SOON = "enters-soon"
    LEFT_RECENTLY = "left-recently"
    DEPENDENT = "dependent"
    CONSENTED = "consented"

    NO_RELATIONSHIP = "no-relationship"
    RELATIONSHIP_NOT_BEGUN = "relationship-not-begun"
    RELATIONSHIP_ENDED = "relationship-ended"
    RESTRICTED = "restricted"
    NOT_GUARDIAN = "not-guardian"
    GUARDIAN_UNKNOWN = "guardian-unknown"
    PORTAL_OFF = "portal-off"
    PORTAL_UNKNOWN = "portal-unknown"
    NEVER_ENROLLED = "never-enrolled"
    ENTERS_LATER = "enters-later"
    LEFT = "left"
    OF_AGE = "of-age"
    GRADE_WITHOUT_ACCOUNT = "grade-without-account"


PRESENT = (Reason.ENROLLED, Reason.ENTERS_SOON, Reason.LEFT_RECENTLY)
"""The answers of `presence` that let a student be seen, the strongest first."""

_BASIS = {"dependent": Reason.DEPENDENT, "consent": Reason.CONSENTED}


@dataclass(frozen=True)
class Sight:
    """The answer, with its reason."""

    allowed: bool
    reason: Reason


@dataclass(frozen=True)
class Period:
    """Days from `starts` to the day before `ends`. No start: since before anyone knew. No end: until further notice."""

    starts: date | None = None
    ends: date | None = None

    def holds(self, on: date) -> bool:
        return (self.starts is None or self.starts <= on) and (self.ends is None or on < self.ends)

    @property
    def is_empty(self) -> bool:
        """Whether it holds no day at all, such as a relationship entered and taken back on one day."""
        return self.starts is not None and self.ends is not None and self.ends <= self.starts


@dataclass(frozen=True)
class Link:
    """One recorded relationship of the adult to the student. A flag is true, false, or None: not known."""

    period: Period
    guardian: bool | None
    portal: bool | None


@dataclass(frozen=True)
class Basis:
    """Why a guardian may still see a student of 18: `dependent` (99.31(a)(8)) or `consent` (99.30)."""

    kind: str
    period: Period


@dataclass(frozen=True)
class Facts:
    """All that decides whether one adult sees one student. `restrictions` are those on records only."""

    links: tuple[Link, ...]
    enrollments: tuple[Period, ...]
    birth_date: date | None = None
    restrictions: tuple[Period, ...] = ()
    bases: tuple[Basis, ...] = ()


@dataclass(frozen=True)
class SightPolicy:
    """What the district decided. Days are calendar days."""

    before_entry_days: int = 60
    after_exit_days: int = 60
    eligible_student_policy: str = "dependent"
    student_account_grades: frozenset[str] = field(
        default_factory=lambda: frozenset(("06", "07", "08", "09", "10", "11", "12"))
    )


def sight(facts: Facts, *, on: date, policy: SightPolicy) -> Sight:
    """Whether the adult sees the student on that day, and why. The one function (`district` in the specification)."""
    refusal = _of_relationship(facts, on=on)
    if refusal is not None:
        return Sight(False, refusal)
    here = presence(facts.enrollments, on=on, policy=policy)
    if here not in PRESENT:
        return Sight(False, here)
    if not is_eligible_student(facts.birth_date, on=on):
        return Sight(True, here)
    for basis in facts.bases:
        if basis.kind == policy.eligible_student_policy and basis.period.holds(on):
            return Sight(True, _BASIS[basis.kind])
    return Sight(False, Reason.OF_AGE)


def own_sight(enrollments: Iterable[Period], *, on: date, policy: SightPolicy) -> Sight:
    """Whether a student sees the own record on that day: as long as the record would be shown to a guardian."""
    here = presence(enrollments, on=on, policy=policy)
    return Sight(here in PRESENT, here)


def student_entitlement(enrollments: Iterable[Period], grade: str, *, on: date, policy: SightPolicy) -> Sight:
    """Whether a student may have an account: sees the own record and is in a grade with accounts."""
    seen = own_sight(enrollments, on=on, policy=policy)
    if seen.allowed and grade not in policy.student_account_grades:
        return Sight(False, Reason.GRADE_WITHOUT_ACCOUNT)
    return seen


def presence(enrollments: Iterable[Period], *, on: date, policy: SightPolicy) -> Reason:
    """The student's time here: the strongest answer any one enrollment gives."""
    answers = {presence_by(each, on=on, policy=policy) for each in enrollments}
    order = (*PRESENT, Reason.ENTERS_LATER, Reason.LEFT)
    return next((each for each in order if each in answers), Reason.NEVER_ENROLLED)


def presence_by(enrollment: Period, *, on: date, policy: SightPolicy) -> Reason:
    """What one enrollment says of that day.

    Entry within PORTAL_BEFORE_ENTRY_DAYS counts both ends: the 60th day before is in. A student left on the last day
    enrolled; “less than PORTAL_AFTER_EXIT_DAYS ago” leaves the 60th day after it out.
    """
    if enrollment.is_empty:
        return Reason.NEVER_ENROLLED
    if enrollment.ends is not None and enrollment.ends <= on:
        days_since_last = (on - enrollment.ends).days + 1
        return Reason.LEFT_RECENTLY if days_since_last < policy.after_exit_days else Reason.LEFT
    if enrollment.starts is not None and on < enrollment.starts:
        soon = (enrollment.starts - on).days <= policy.before_entry_days
        return Reason.ENTERS_SOON if soon else Reason.ENTERS_LATER
    return Reason.ENROLLED


def is_eligible_student(birth_date: date | None, *, on: date) -> bool:
    """Whether rights have passed to the student. An unknown birth date passes nothing: the transfer needs a fact."""
    return birth_date is not None and on >= turns(birth_date, ELIGIBLE_AGE)


def turns(birth_date: date, age: int) -> date:
    """The birthday on which someone reaches `age`.

    Born on 29 February, one reaches it on 1 March of a common year: 28 February is still a day short. (34 CFR 99.3 says
    “has reached 18 years of age” and leaves the day to the calendar.)
    """
    year = birth_date.year + age
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _of_relationship(facts: Facts, *, on: date) -> Reason | None:
    """The ground, in the relationship or the law, on which the adult is refused, or None."""
    current = [each for each in facts.links if each.period.holds(on)]
    if not current:
        return _why_not_current(facts.links, on=on)
    if any(each.holds(on) for each in facts.restrictions):
        return Reason.RESTRICTED
    guardian = _united(each.guardian for each in current)
    if guardian is not True:
        return Reason.NOT_GUARDIAN if guardian is False else Reason.GUARDIAN_UNKNOWN
    portal = _united(each.portal for each in current)
    if portal is not True:
        return Reason.PORTAL_OFF if portal is False else Reason.PORTAL_UNKNOWN
    return None


def _why_not_current(links: tuple[Link, ...], *, on: date) -> Reason:
    real = [each.period for each in links if not each.period.is_empty]
    if not real:
        return Reason.NO_RELATIONSHIP
    begins = any(each.starts is not None and on < each.starts for each in real)
    return Reason.RELATIONSHIP_NOT_BEGUN if begins else Reason.RELATIONSHIP_ENDED


def _united(flags: Iterable[bool | None]) -> bool | None:
    """What several sources say together: a no outweighs a yes, a yes outweighs silence.

    A wrong no costs a call to the office, a wrong yes shows a child to the wrong person.
    """
    said = set(flags)
    return next((each for each in (False, True) if each in said), None)
